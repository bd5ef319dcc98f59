"""Hypotheses of a statement that its proof uses nowhere, by name, letter, or through what it cites.

In doubt a hypothesis is used: a proof that cites other works, or goes like another one, is left
alone. Not here: hypotheses that a plan lists (`plan_and_uses`).
"""

import re
from collections.abc import Iterator

from ...graph.node_names import node_names
from ...graph.uses import read_uses
from ...latex import Statement
from ...latex.places import statements_by_label
from ...mathematics.formula import RELATIONS
from ..cited_hypotheses.asked import Asked, asked_by
from ..cited_hypotheses.properties import implied, mentioned
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..sentences import Sentence, sentences_of
from ..symbols.letters import is_lone, occurrences
from .texts import Pair, pairs, plain_left

#: By property, the words and formulas by which proofs use it without its name.
USES = {
    "convex": r"jensen|first order|subgradients?|tangents?|supporting|separat\w+|averag\w+"
    r"|linearis\w+"
    r"|lineariz\w+|gradient inequality|regret|epigraph|local minim\w+|\\langle\s*\\nabla"
    r"|\\nabla[^;]*\\top",
    "strongly convex": r"quadratic|contract\w+|unique|jensen|polyak|growth|convexity"
    r"|\\langle\s*\\nabla",
    "smooth": r"descent|quadratic|gradients?|taylor|hessian|co ?coercivity|cocoercive"
    r"|integrat\w+|expansion"
    r"|upper bound|\\nabla",
    "Lipschitz": r"contraction|gradients?|mean value|continuity|concentration|perturb\w+"
    r"|differ\w*|distance"
    r"|mcdiarmid|\\lVert|\\\|",
    "independent": r"(?<!inner )products?|factor\w*|hoeffding\w*|chernoff\w*|bernstein\w*"
    r"|bennett\w*|mcdiarmid\w*|variances?"
    r"|bounded differences?|differences|central limit|large numbers|cram[eé]r|tensor\w*"
    r"|binomial|condition\w*"
    r"|symmetri[sz]\w+|ghost|rademacher|concentration|exponential method|moment generating"
    r"|cross terms?|mixed"
    r"|uncorrelated|orthogonal\w*|fubini|tonelli|exchang\w+|resampl\w+|efron|poincar\w+"
    r"|median|covariances?"
    r"|gaussian|chi|block|union|each of|borel|kolmogorov|copies|\\prod|\\otimes|\\sum[^;]*\\E"
    r"|\\mathbb\s*\{?E\}?",
    "sub-Gaussian": r"tails?|moment|hoeffding\w*|exponential\w*|chernoff\w*|concentration"
    r"|deviation|maximal|union"
    r"|variance|e\^|\\exp",
    "symmetric": r"eigen\w*|spectr\w+|diagonal\w*|transpose\w*|quadratic|orthogonal\w*"
    r"|rayleigh|reflect\w+|sign"
    r"|operator norm|variational|\\top|\\lambda",
    "positive semidefinite": r"eigen\w*|spectr\w+|square root|trace|nonnegative|non negative"
    r"|quadratic|inverse"
    r"|loewner|order|monoton\w+|schur|cauchy|\^\{?1/2|\\succ|\\preceq|\\langle|\\top|\\ge\s*0",
    "positive definite": r"eigen\w*|spectr\w+|square root|inver\w+|quadratic|determinant"
    r"|trace|cholesky|unique"
    r"|loewner|minimi\w+|completing|\\det|\^\{?-|\\succ|\\preceq|\\top|\\langle",
    "invertible": r"inver\w+|solv\w+|unique\w*|injective|bijecti\w+|determinant|\^\{?-|\\sigma",
    "martingale": r"azuma\w*|freedman\w*|doob\w*|optional|condition\w*|ville\w*|increments?"
    r"|adapted|filtration"
    r"|predictable|orthogonal\w*|cross terms?|tower|telescop\w*|stopping|\\mid",
    "unbiased": r"expectations?|means?|condition\w*|tower|\\mathbb|\\E(?![a-z])|vanish\w*",
    "monotone": r"monoton\w+|increas\w+|decreas\w+|sorted|order\w*|derivative|\\le|\\ge",
    "continuous": r"continu\w+|limit|converg\w+|lipschitz|modulus|\\to|\\epsilon|\\delta",
    "compact": r"attain\w*|maxim\w+|minim\w+|weierstrass|subcover|subsequence|closed|bounded"
    r"|limit|converg\w+"
    r"|extrem\w+|finite|diameter|cover\w*",
}
_LIKE_ANOTHER = re.compile(
    r"\b(?:proof of|similar\w*|analog\w*|as in|same (?:argument|proof|way|lines)|mutatis|see"
    r"|omitted|well known"
    r"|standard|classical|exactly as|repeat\w*|immediate\w*|directly|follows from|theorem of"
    r"|result of)\b"
)
_CONDITION_NAMED = re.compile(
    r"\b(?:conditions?|assumptions?|assumed|hypothes[ei]s|step ?size|choice|small enough"
    r"|large enough|range"
    r"|by the (?:bound|size|restriction)|requirement|admissible|prescribed|learning rate"
    r"|allowed|by definition)\b"
)
_QUALITATIVE = re.compile(r"\b(?:continu\w+|smooth\w*|differentiab\w+|measurab\w+|absolutely)\b")
_HIDES_CONSTANTS = re.compile(
    r"\b(?:multiple|order|constants?|up to|proportional)\b|O\s*\(|\\(?:lesssim"
    r"|mathcal\s*\{O\}|tilde)"
)
GENERIC = frozenset("xyzuvwabnij") | {"f", "X", "Y", "Z", "A", "M"}


def hypotheses_not_used(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """A hypothesis that neither the proof nor anything it cites needs."""
    names = node_names(paper.document)
    statements: dict[str, Statement] = {}
    for statement in paper.document.statements:
        statements.setdefault(names[statement.environment.span], statement)
    uses: dict[str, set[str]] = {}
    for source, target, kind in read_uses(paper.document).told:
        if kind == "proof":
            uses.setdefault(target, set()).add(source)
    by_label = statements_by_label(paper.document)
    for pair in pairs(paper):
        if not _can_be_judged(pair):
            continue
        name = names[pair.passage.statement.environment.span]
        waiting, used = list(uses.get(name, ())), set()
        while waiting:
            one = waiting.pop()
            if one not in used:
                used.add(one)
                waiting += uses.get(one, ())
        if any(one not in statements for one in uses.get(name, ())):
            continue  # a cited work may need anything
        named = [by_label[k.key] for s in pair.proof for k in s.keys if k.key in by_label]
        cited = [statements[one] for one in used if one in statements] + named
        words = " . ".join(
            s.text for c in cited for s in sentences_of(paper, c.environment, "statement")
        )
        formulas = " ; ".join(
            f
            for c in cited
            for s in sentences_of(paper, c.environment, "statement")
            for f in s.formulas
        )
        for asked in asked_by(paper, pair.passage.statement):
            if _is_used(pair, asked, cited, words, formulas):
                continue
            yield found_at(
                paper.document,
                asked.where.start,
                "V22",
                pair.passage.label,
                f"the proof nowhere uses the hypothesis {asked.shown}",
                f"“{asked.where.quoted}”; neither the proof nor a statement it cites speaks of it",
                "minor",
            )


def _can_be_judged(pair: Pair) -> bool:
    """Whether a proof is long enough, carried out, and stands on its own."""
    length = len(pair.proof_text.split())
    if length < 15 or not pair.proof_formulas.strip():
        return False
    formulas = sum(len(sentence.marks) for sentence in pair.proof)
    if length < 22 and formulas < 2 and not pair.shown:
        return False  # a sketch in words
    if any(sentence.cites for sentence in pair.proof):
        return False
    return not _LIKE_ANOTHER.search(pair.proof_text)


def _is_used(pair: Pair, asked: Asked, cited: list[Statement], words: str, formulas: str) -> bool:
    if asked.assumption is not None:
        return _assumption_used(pair, asked, cited, words, formulas)
    if asked.property is not None:
        return _property_used(pair, asked, words, formulas)
    return asked.relation is None or _relation_used(pair, asked, formulas)


def _assumption_used(
    pair: Pair, asked: Asked, cited: list[Statement], words: str, formulas: str
) -> bool:
    """By reference, by its letters, or by what it says in words; in the proof or what it cites."""
    paper, assumption = pair.paper, asked.assumption
    assert assumption is not None
    by_label = statements_by_label(paper.document)
    inside = [s for c in cited for s in sentences_of(paper, c.environment, "statement")]
    if any(by_label.get(k.key) is assumption for s in (*pair.proof, *inside) for k in s.keys):
        return True
    said = sentences_of(paper, assumption.environment, "statement")
    keys = {o.key for s in said for f in s.formulas for o in occurrences(f)} - GENERIC
    concluded = " ; ".join(pair.conclusion_formulas)
    met = {o.key for o in occurrences(f"{pair.proof_formulas} ; {formulas} ; {concluded}")}
    if not keys or keys & met:
        return True
    if re.search(r"\b(?:assum\w+|hypothes\w+|conditions?)\b", pair.proof_text):
        return True
    title = set(re.findall(r"[a-z]{5,}", (assumption.environment.option or "").lower()))
    nouns = {w for s in said for w in s.words if len(w) > 5 and w.isalpha()} | title
    return bool(nouns & set(f"{pair.proof_text} {words}".split()))


def _property_used(pair: Pair, asked: Asked, words: str, formulas: str) -> bool:
    """By name, by what follows from it, by its letter, or by what proofs do with it."""
    one = asked.property
    assert one is not None
    if one.name not in USES:
        return True
    text, shown = f"{pair.proof_text} . {words}", f"{pair.proof_formulas} ; {formulas}"
    letter = _letter_before(asked.where, one.says)
    concluded = " ; ".join(pair.conclusion_formulas)
    hidden = _HIDES_CONSTANTS.search(f"{pair.statement_text} {concluded}")
    if (
        letter
        and not hidden
        and letter not in {o.key for o in occurrences(f"{shown} ; {concluded}")}
    ):
        # Its constant enters nowhere: only the name can tell that it is used.
        return bool(mentioned(one, text) or _QUALITATIVE.search(text))
    if implied(one, text, shown) or letter:
        return True
    return bool(re.search(rf"\b(?:{USES[one.name]})", text) or re.search(USES[one.name], shown))


def _letter_before(sentence: Sentence, says: re.Pattern[str]) -> str:
    """The letter of "$L$-Lipschitz"."""
    match = says.search(sentence.text)
    if match is None:
        return ""
    before = sentence.text[: match.start()].rstrip()
    if not before.endswith("¤"):
        return ""
    index = before.count("¤") - 1
    if not 0 <= index < len(sentence.formulas):
        return ""
    found = occurrences(sentence.formulas[index])
    return found[0].key if found else ""


def _relation_used(pair: Pair, asked: Asked, formulas: str) -> bool:
    """A condition between letters: some formula of the proof has them together."""
    relation = asked.relation
    assert relation is not None
    if RELATIONS.get(relation.sign) not in ("<=", "<", ">=", ">") or relation.sign in (
        "\\succeq",
        "\\preceq",
    ):
        return True
    left = {o.key for o in occurrences(relation.left)}
    right = {o.key for o in occurrences(relation.right)}
    if not left or not right or len(left | right) < 2:
        return True
    heads = left if len(left) <= len(right) else right
    others = (left | right) - heads
    if not heads or not others or len(heads) != 1:
        return True
    if re.fullmatch(r"[a-zA-Z]", next(iter(heads))) and not re.search(r"\d|\\", relation.right):
        return True  # "$k \\le n$" says what $k$ counts
    if is_lone(relation.left) and is_lone(relation.right):
        return True  # "$\mu\le L$" says which of two constants is the larger one
    if _CONDITION_NAMED.search(pair.proof_text):
        return True
    met = {o.key for o in occurrences(pair.proof_formulas)}
    if is_lone(relation.right) and right & met:
        return True  # "$\\Gamma_t \\le \\bar\\Gamma$" names a bound, and the proof has it
    shown = plain_left(pair.proof_formulas)
    sides = ((relation.left, left), (relation.right, right))
    if any(len(letters) > 1 and plain_left(side) in shown for side, letters in sides):
        return True  # the proof has the term that a quantity is at most
    every = [" ; ".join(s.formulas) for s in pair.proof] + formulas.split(" ; ")
    for formula in every:
        keys = {o.key for o in occurrences(formula)}
        if heads & keys and others & keys:
            return True
    return not heads & {o.key for s in pair.stated for f in s.formulas for o in occurrences(f)}
