"""Proofs of less where chance is at stake: a mean for a probability, one member for all.

Not here: probabilities that do not add up (`probability_accounting`).
"""

import re
from collections.abc import Iterator

from ...latex.places import statements_by_label
from ..sentences import sentences_of
from ..symbols.letters import occurrences
from .texts import Fault, Pair

_PROBABLE = re.compile(
    r"\bwith (?:a )?(?:high )?(?:overwhelming )?probability\b|\bwith probability\b"
    r"|\balmost surely\b|\bw\.h\.p\b"
    r"|\bprobability (?:of )?(?:at least|no (?:less|smaller))|\bwhp\b"
)
_TELLS_PROBABILITY = re.compile(
    r"\b(?:probabilit\w+|almost (?:surely|every)|a\.s|events?|markov\w*|chebyshev\w*"
    r"|hoeffding\w*|bernstein\w*"
    r"|chernoff\w*|azuma\w*|freedman\w*|mcdiarmid\w*|union|concentration|tails?|w\.h\.p|whp"
    r"|likely|fails?|failure"
    r"|outside|borel|confidence|concentrat\w+|differences? inequality|level|law of large"
    r"|quantile|ville)\b"
)
_MEAN = re.compile(r"\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{?\s*E|\\E(?![A-Za-z])")
_CHANCE = re.compile(
    r"\\Pr(?![a-z])|\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{?\s*P|\\P(?![a-zA-Z])"
)
_MEAN_WORDS = re.compile(
    r"\b(?:expectations?|expected|means?|averag\w+|integrat\w+|tails?|variances?|moments?)\b"
)


def mean_for_probability(pair: Pair) -> Iterator[Fault]:
    """The statement has a probability, the proof bounds an expectation, or the reverse."""
    shown = pair.shown
    if not shown or any(s.cites for s in pair.proof) or _draws_on_chance(pair):
        return
    probable = _PROBABLE.search(pair.conclusion_text)
    last = shown[-1]
    told = _TELLS_PROBABILITY.search(pair.proof_text) or _CHANCE.search(pair.proof_formulas)
    if probable and not told and _MEAN.search(last.left):
        claim = "the statement holds with a probability, and its proof bounds an expectation"
        yield claim, f"the proof ends with “{last.sentence.quoted}”", last.span
    bounded = [b for b in pair.concluded if _MEAN.match(b.left)]
    if bounded and not probable:
        has_mean = _MEAN.search(pair.proof_formulas) or _MEAN_WORDS.search(pair.proof_text)
        likely = _PROBABLE.search(pair.proof_text)
        if likely and not has_mean:
            span = last.span
            claim = (
                "the statement bounds an expectation, and its proof holds with a probability only"
            )
            yield claim, f"“{last.sentence.quoted}”", span


def _draws_on_chance(pair: Pair) -> bool:
    """Whether the proof refers to anything but itself and statements without a probability."""
    statements = statements_by_label(pair.paper.document)
    inside = {
        key.key
        for p in pair.passage.proofs
        for key in pair.paper.document.labels
        if key.span.file == p.environment.span.file
        and p.environment.span.start <= key.span.start < p.environment.span.end
    }
    for sentence in pair.proof:
        for key in sentence.keys:
            statement = statements.get(key.key)
            if key.key in inside or statement is pair.passage.statement:
                continue
            if statement is None:
                return True
            if statement.kind == "assumption":
                continue
            said = sentences_of(pair.paper, statement.environment, "statement")
            formulas = [f for s in said for f in s.formulas]
            if any(_PROBABLE.search(s.text) or _TELLS_PROBABILITY.search(s.text) for s in said):
                return True
            if any(_CHANCE.search(f) or _MEAN.search(f) for f in formulas):
                return True
    return False


_FIXED = re.compile(
    r"\b(?:fix(?: an?)?(?: arbitrary)?|for (?:an?y? )?(?:each |every )?fixed|let) (?:[a-z]+ ){0,2}¤"
)
_UNIFORM_TOOLS = re.compile(
    r"\b(?:union|uniform\w*|net|nets|cover\w*|chaining|rademacher|symmetri[sz]\w+|supremum"
    r"|suprema|simultaneous\w*"
    r"|maxim\w+|vc|entropy|dudley|peeling|grid|discreti[sz]\w+|sum(?:ming)? over|all"
    r"|supermartingale|ville"
    r"|growth|bonferroni|pac|kl|stopping|deterministic|every)\b"
)


def fixed_for_uniform(pair: Pair) -> Iterator[Fault]:
    """With one probability for a whole class, and the proof is about one fixed member."""
    if any(s.keys for s in pair.proof) or any(s.cites for s in pair.proof):
        return
    for sentence in pair.stated:
        match = _PROBABLE.search(sentence.text)
        if match is None:
            continue
        behind = sentence.text[match.end() :]
        formulas = " ".join(sentence.formulas)
        named = re.search(
            r"\b(?:uniformly|simultaneously|at once|for (?:all|every)|every|all)\b(?P<rest>.*)",
            behind,
        )
        sup = re.search(r"\\sup(?![a-z])", formulas)
        if not named and not sup:
            continue
        if (
            _UNIFORM_TOOLS.search(pair.proof_text)
            or "\\sup" in pair.proof_formulas
            or "\\max" in pair.proof_formulas
        ):
            return
        for one in pair.proof:
            fixed = _FIXED.search(one.text)
            if fixed is None or (fixed[0].startswith("let ") and "fixed" not in one.text):
                continue
            index = one.text[: fixed.end()].count("¤") - 1
            keys = (
                {o.key for o in occurrences(one.formulas[index])}
                if index < len(one.formulas)
                else set()
            )
            ranged = {o.key for f in sentence.formulas for o in occurrences(f)}
            if keys & ranged and _TELLS_PROBABILITY.search(pair.proof_text):
                yield (
                    "the statement holds for all members of a class at once, and the proof "
                    "for a fixed one",
                    f"“{one.quoted}”",
                    one.start,
                )
                return


_SHOWS_SURE = re.compile(
    r"\b(?:almost (?:surely|every\w*)|a\.s|a\.e|surely|borel|cantelli|strong law"
    r"|supermartingale|martingale"
    r"|robbins|kolmogorov|monotone convergence|summable|every outcome|path\w*|probability one"
    r"|deterministic"
    r"|ergodic theorem|dominated|skorokhod|subsequence|fubini|null)\b"
)
_WEAKER_MODE = re.compile(
    r"\b(?:in probability|in distribution|in mean|in mean square|in expectation|in law"
    r"|mean square|markov\w*"
    r"|chebyshev\w*|weak law|weakly)\b"
)


def probably_for_surely(pair: Pair) -> Iterator[Fault]:
    """Almost sure convergence is claimed, and a weaker mode is shown."""
    sure = re.search(
        r"\bconverg\w+ (?:\w+ |¤ ){0,4}(?:almost surely|with probability one|a\.s)",
        pair.conclusion_text,
    )
    if sure is None or _SHOWS_SURE.search(pair.proof_text) or any(s.keys for s in pair.proof):
        return
    for sentence in reversed(pair.proof):
        found = list(_WEAKER_MODE.finditer(sentence.text))
        if found:
            mode = f"“{found[-1][0]}”"
            claim = f"the statement claims convergence almost surely, and its proof shows it {mode}"
            yield claim, f"“{sentence.quoted}”", sentence.start
            return
