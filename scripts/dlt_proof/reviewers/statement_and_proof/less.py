"""Proofs of less than the statement says: a mean for a probability, one case of two, one direction of
two, large n only, one special case, existence without uniqueness, a weak inequality for a strict one.

Each is looked for by what the statement concludes and by what the proof has and lacks; a word that
may close the gap is enough for silence. Not here: probabilities that do not add up
(`probability_accounting`).
"""

import re
from collections.abc import Callable, Iterator

from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ...latex import Span
from ..symbols.letters import is_lone, key_of, occurrences
from .texts import Pair, pairs, plain_left

_PROBABLE = re.compile(
    r"\bwith (?:a )?(?:high )?(?:overwhelming )?probability\b|\bwith probability\b|\balmost surely\b|\bw\.h\.p\b"
    r"|\bprobability (?:of )?(?:at least|no (?:less|smaller))|\bwhp\b"
)
_TELLS_PROBABILITY = re.compile(
    r"\b(?:probabilit\w+|almost (?:surely|every)|a\.s|events?|markov\w*|chebyshev\w*|hoeffding\w*|bernstein\w*"
    r"|chernoff\w*|azuma\w*|freedman\w*|mcdiarmid\w*|union|concentration|tails?|w\.h\.p|whp|likely|fails?|failure"
    r"|outside|borel|confidence|concentrat\w+|differences? inequality|level|law of large|quantile|ville)\b"
)
_MEAN = re.compile(r"\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{?\s*E|\\E(?![A-Za-z])")
_CHANCE = re.compile(r"\\Pr(?![a-z])|\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{?\s*P|\\P(?![a-zA-Z])")
_MEAN_WORDS = re.compile(r"\b(?:expectations?|expected|means?|averag\w+|integrat\w+|tails?|variances?|moments?)\b")


def proofs_of_less(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """A proof that proves less than its statement says."""
    for pair in pairs(paper):
        for looks in _FAULTS:
            for claim, evidence, span in looks(pair):
                yield found_at(
                    paper.document, span, "V10", pair.passage.label, claim, evidence, "critical"
                )


Fault = tuple[str, str, Span]


def _mean_for_probability(pair: Pair) -> Iterator[Fault]:
    """The statement holds with high probability, the proof bounds an expectation, or the reverse."""
    shown = pair.shown
    used = any(s.keys for s in pair.proof) or any(s.reading.citations for s in pair.proof)
    if not shown or used:
        return
    probable = _PROBABLE.search(pair.conclusion_text)
    last = shown[-1]
    told = _TELLS_PROBABILITY.search(pair.proof_text) or _CHANCE.search(pair.proof_formulas)
    if probable and not told and _MEAN.search(last.left):
        claim = "the statement holds with a probability, and its proof bounds an expectation"
        yield claim, f"the proof ends with “{last.sentence.quoted}”", last.span
    bounded = [b for b in pair.concluded if _MEAN.match(b.left.lstrip("\\ {"[:0]))]
    if bounded and not probable:
        has_mean = _MEAN.search(pair.proof_formulas) or _MEAN_WORDS.search(pair.proof_text)
        likely = _PROBABLE.search(pair.proof_text)
        if likely and not has_mean:
            span = last.span
            claim = "the statement bounds an expectation, and its proof holds with a probability only"
            yield claim, f"“{last.sentence.quoted}”", span


_CASE = re.compile(r"\bcases? (?P<number>1|i|a|one)\b(?! (?:and|or))")
_FIRST_CASE = re.compile(r"\b(?:in the first case|we (?:first )?(?:consider|treat) the (?:first )?case|first,? (?:suppose|let|assume|consider))\b")
_REST = re.compile(
    r"\b(?:case (?:2|ii|b|two)|second|other|others|otherwise|remaining|if not|else|symmetr\w+|generality|wlog"
    r"|by (?:replacing|exchanging|swapping)|now (?:suppose|let|assume)|next (?:suppose|let|assume)|similarly"
    r"|likewise|analog\w+|general|contradict\w*|both cases|trivial\w*|neither|reduc\w+|finally|it remains|conversely"
    r"|relabel\w*|exchang\w+|swap\w*|interchang\w+|clear\w*|nothing to|vacuous\w*|even when|whenever|rescal\w*|same)\b"
)
_OPPOSITES = (("even", "odd"), ("odd", "even"), ("positive", "negative"), ("nonnegative", "negative"),
              ("rational", "irrational"), ("finite", "infinite"))  # fmt: skip
_SUPPOSES = re.compile(r"^ ?(?:suppose|assume|let|first suppose|we (?:may )?(?:suppose|assume)|consider)\b")


def _one_case(pair: Pair) -> Iterator[Fault]:
    """The proof treats one case of two."""
    text = pair.proof_text
    numbered = _CASE.search(text)
    if numbered and not _REST.search(text[numbered.end() :]):
        where = next(s for s in pair.proof if _CASE.search(s.text))
        claim = "the proof treats its first case, and no other one"
        yield claim, f"“{where.quoted}”", where.start
        return
    for number, sentence in enumerate(pair.proof):
        if not _SUPPOSES.match(sentence.text):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _REST.search(rest) or re.search(r"\b(?:contradiction|contrary|toward)\b", rest):
            continue
        for word, other in _OPPOSITES:
            said = re.search(rf"\b(?:is|are|be|that) (?:an? )?{word}\b", sentence.text)
            named = re.search(rf"\b{word}\b", pair.statement_text)
            if said and not named and not re.search(rf"\b{other}\b", f"{rest} {pair.hypothesis_text}"):
                yield (
                    f"the proof supposes “{word}”, which the statement does not, and never turns to "
                    f"“{other}”",
                    f"“{sentence.quoted}”",
                    sentence.start,
                )
                return
        if re.search(r"\binduct\w+|\bholds for\b", pair.proof_text):
            continue
        for index in range(len(sentence.marks)):
            fault = _half_line(pair, sentence, index, number)
            if fault:
                yield fault
                return


_TURNED = {"\\ge": "<", "\\geq": "<", "\\le": ">", "\\leq": ">", "<": "\\ge", ">": "\\le"}


def _half_line(pair: Pair, sentence: object, index: int, number: int) -> Fault | None:
    """ "Suppose $a \\ge b$" of two letters that the statement leaves free, and no other case."""
    from ..sentences import Sentence

    assert isinstance(sentence, Sentence)
    said = sentence.relations(index)
    if len(said) != 1 or said[0].sign not in _TURNED:
        return None
    left, right = said[0].left, said[0].right
    if not (is_lone(left) and (is_lone(right) or right.strip() in ("0", "1"))):
        return None
    given = {key_of(o.name) for s in pair.stated for f in s.formulas for o in occurrences(f)}
    letters = {o.key for side in (left, right) for o in occurrences(side)}
    if not letters or not letters <= given:
        return None
    for other in pair.stated:
        for n in range(len(other.marks)):
            for relation in other.relations(n):
                sides = {plain_left(relation.left), plain_left(relation.right)}
                if plain_left(left) in sides and (plain_left(right) in sides or relation.sign != "="):
                    return None
    for later in pair.proof[number + 1 :]:
        for n in range(len(later.marks)):
            for relation in later.relations(n):
                if {plain_left(relation.left), plain_left(relation.right)} == {
                    plain_left(left),
                    plain_left(right),
                }:
                    return None
    claim = f"the proof supposes ${left} {said[0].sign} {right}$, and never turns to the other case"
    return claim, f"“{sentence.quoted}”", sentence.start


_LARGE = re.compile(
    r"\b(?:for (?:all )?(?:sufficiently |large enough )?(?:large )?(?:enough )?¤ (?:sufficiently large|large enough)"
    r"|(?:for|when|if|provided|once|as soon as) (?:all )?(?:sufficiently|large enough) (?:large )?¤"
    r"|(?:for|when|if|provided|once) (?:that )?¤ is (?:sufficiently large|large enough|large)"
    r"|for all large (?:enough )?¤|asymptotically|for (?:all )?large ¤)\b"
)
_LARGE_STATED = re.compile(
    r"\b(?:sufficiently|large enough|large|small enough|asymptotic\w*|eventually|limit|limits|converges?|tends?)\b"
)
_LANDAU = re.compile(r"\bo\s*\(|\\to\s*\\infty|\\lim|\\sim|\\asymp|\\lesssim|\\ll|O\s*[(\\]|\\rightarrow")
_SMALL_TREATED = re.compile(
    r"\b(?:smaller|small|finitely many|remaining|otherwise|trivial\w*|adjust\w*|enlarg\w*|increasing the constant"
    r"|other values|vacuous)\b"
)


def _large_only(pair: Pair) -> Iterator[Fault]:
    """The proof holds for large values of something that the statement leaves free."""
    stated = f"{pair.statement_formulas}"
    if _LARGE_STATED.search(pair.statement_text) or _LANDAU.search(stated):
        return
    given = {o.key for s in pair.stated for f in s.formulas for o in occurrences(f)}
    for number, sentence in enumerate(pair.proof):
        match = _LARGE.search(sentence.text)
        if match is None or re.search(r"\b(?:choose|choosing|pick|take|taking|fix|let)\b", sentence.text[: match.start()]):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _SMALL_TREATED.search(rest):
            continue
        if "¤" in match[0]:
            index = sentence.text[: match.end()].count("¤") - 1
            formula = sentence.formulas[index] if index < len(sentence.formulas) else ""
            if not is_lone(formula) or not {o.key for o in occurrences(formula)} <= given:
                continue
        if number < len(pair.proof) // 2 and not pair.proof[number + 1 :]:
            continue
        yield (
            "the proof holds for large values only, and the statement for all",
            f"“{sentence.quoted}”",
            sentence.start,
        )
        return


_EQUAL = re.compile(r"\b(?:if and only if|iff|equivalent|necessary and sufficient)\b")
_CONVERSE = re.compile(
    r"\b(?:convers\w+|other direction|reverse|only if|if and only if|iff|equivalen\w+|both|necessity|sufficiency"
    r"|vice versa|implication|implications|backward|opposite|exactly when|precisely when|read backwards|reversible"
    r"|equality|equalities|equal|attained|attains?|tight|sharp|lower bound|upper bound|matching|likewise|similarly"
    r"|same|identity|identit\w+|contrapositive|symmetr\w+|exactly|second|other|holds with)\b"
)
_TWO_SIDED = re.compile(r"\\(?:Theta|asymp|Longleftrightarrow|Leftrightarrow|iff)(?![a-z])")


def _one_direction(pair: Pair) -> Iterator[Fault]:
    """An equality, equivalence or exact order is claimed, and one direction is shown."""
    if any(s.keys for s in pair.proof) or any(s.reading.citations for s in pair.proof):
        return
    if _CONVERSE.search(pair.proof_text) or _TWO_SIDED.search(pair.proof_formulas):
        return
    if re.search(r"\\(?:iff|Leftrightarrow|Longleftrightarrow)", pair.proof_formulas):
        return
    place = pair.proof[-1].start
    if _EQUAL.search(pair.conclusion_text) and len(pair.proof_text.split()) > 12:
        claim = "the statement is an equivalence, and its proof goes one way"
        yield claim, f"the proof ends with “{pair.proof[-1].quoted}”", place
        return
    for claimed in pair.concluded:
        if claimed.sign != "=" or claimed.sentence.text.strip().startswith(("let ", "where ", "define ")):
            continue
        exact = re.match(r"\s*\\(?:Theta|asymp)|\s*\\(?:tilde|widetilde)\s*\{?\\Theta", claimed.right)
        same = [b for b in pair.shown if b.plain == claimed.plain]
        back = [b for b in pair.shown if plain_left(b.right) == claimed.plain]
        if not same or (back and not exact):
            continue
        signs = {b.sign for b in same}
        if signs <= {"<=", "<"} or signs <= {">=", ">"}:
            way = "above" if signs <= {"<=", "<"} else "below"
            said = "an equality" if not exact else "an exact order"
            yield (
                f"the statement claims {said}, and the proof bounds from {way} only",
                f"“{same[-1].sentence.quoted}”",
                same[-1].span,
            )
            return


_UNIQUE = re.compile(
    r"\b(?:has|have|is|are|exists?|admits?|possess\w*|satisf\w+|attains?|determines?) (?:an? |the |at )?"
    r"(?:\w+ )?(?:unique|uniquely|exactly one|one and only one)\b|^(?:moreover |and )?the \w+ is unique\b"
)
_SHOWS_UNIQUE = re.compile(
    r"\b(?:unique\w*|two|another|second|other|distinct|different|strict\w*|injective|at most one|only|contraction"
    r"|bijection|invertible|coincide\w*|equal|same|contradict\w*|suppose also|both|inverse|determined|agree)\b"
)


def _existence_only(pair: Pair) -> Iterator[Fault]:
    """Something unique is claimed, and the proof never speaks of a second one."""
    found = _UNIQUE.search(pair.conclusion_text)
    if found is None or any(s.keys for s in pair.proof) or len(pair.proof_text.split()) < 10:
        return
    if any(s.reading.citations for s in pair.proof) or _SHOWS_UNIQUE.search(pair.proof_text):
        return
    claim = f"the statement says “{found[0]}”, and its proof shows existence only"
    yield claim, f"the proof ends with “{pair.proof[-1].quoted}”", pair.proof[-1].start


_SPECIAL = re.compile(
    r"\b(?:for (?:simplicity|convenience|concreteness|ease of (?:exposition|presentation|notation)|clarity)"
    r"|to (?:simplify|keep things simple|avoid clutter)|we (?:only )?(?:restrict|confine) (?:ourselves|attention|our)"
    r"|we only (?:treat|consider|prove|show)|we (?:treat|prove|show|consider) only)\b"
)
_SPECIAL_OK = re.compile(
    r"\b(?:general\w*|generality|other cases?|arbitrary|extends?|extension|rescal\w+|scaling|homogene\w+|write"
    r"|notation|denote|drop|omit|abbreviate|suppress|wlog|all cases|replac\w+|remaining|symmetr\w+|reduc\w+)\b"
)
_SPECIALISES = re.compile(r"\b(?:assume|suppose|let|take|set|consider|case|restrict|confine|treat|prove|show)\b")


def _special_case(pair: Pair) -> Iterator[Fault]:
    """ "For simplicity assume $d = 1$", and the general case is never taken up."""
    for number, sentence in enumerate(pair.proof):
        match = _SPECIAL.search(sentence.text)
        if match is None or not _SPECIALISES.search(sentence.text):
            continue
        rest = " . ".join(s.text for s in pair.proof[number:])
        if _SPECIAL_OK.search(rest):
            continue
        if all(
            f in pair.statement_formulas for f in sentence.formulas
        ) and re.search(r"\b(?:case|first|second)\b", sentence.text) is None and sentence.formulas:
            continue
        yield (
            "the proof treats a special case, and the statement is general",
            f"“{sentence.quoted}”",
            sentence.start,
        )
        return


_SIMULTANEOUS = re.compile(
    r"\b(?:uniformly|simultaneously|at once|for all|for every|every|all)\b"
)
_FIXED = re.compile(r"\b(?:fix(?: an?)?(?: arbitrary)?|for (?:an?y? )?(?:each |every )?fixed|let) (?:[a-z]+ ){0,2}¤")
_UNIFORM_TOOLS = re.compile(
    r"\b(?:union|uniform\w*|net|nets|cover\w*|chaining|rademacher|symmetri[sz]\w+|supremum|suprema|simultaneous\w*"
    r"|maxim\w+|vc|entropy|dudley|peeling|grid|discreti[sz]\w+|sum(?:ming)? over|all|supermartingale|ville"
    r"|growth|bonferroni|pac|kl|stopping|deterministic|every)\b"
)


def _fixed_for_uniform(pair: Pair) -> Iterator[Fault]:
    """With one probability for a whole class, and the proof is about one fixed member."""
    if any(s.keys for s in pair.proof) or any(s.reading.citations for s in pair.proof):
        return
    for sentence in pair.stated:
        match = _PROBABLE.search(sentence.text)
        if match is None:
            continue
        behind = sentence.text[match.end() :]
        formulas = " ".join(sentence.formulas)
        named = re.search(r"\b(?:uniformly|simultaneously|at once|for (?:all|every)|every|all)\b(?P<rest>.*)", behind)
        sup = re.search(r"\\sup(?![a-z])", formulas)
        if not named and not sup:
            continue
        if _UNIFORM_TOOLS.search(pair.proof_text) or "\\sup" in pair.proof_formulas or "\\max" in pair.proof_formulas:
            return
        for one in pair.proof:
            fixed = _FIXED.search(one.text)
            if fixed is None or " let " in fixed[0] and "fixed" not in one.text:
                continue
            index = one.text[: fixed.end()].count("¤") - 1
            keys = {o.key for o in occurrences(one.formulas[index])} if index < len(one.formulas) else set()
            ranged = {o.key for f in sentence.formulas for o in occurrences(f)}
            if keys & ranged and _TELLS_PROBABILITY.search(pair.proof_text):
                yield (
                    "the statement holds for all members of a class at once, and the proof for a fixed one",
                    f"“{one.quoted}”",
                    one.start,
                )
                return


def _weak_for_strict(pair: Pair) -> Iterator[Fault]:
    """A strict inequality is claimed, and the same one is shown with equality allowed."""
    if any(s.keys for s in pair.proof) or re.search(r"\bstrict\w*\b", pair.proof_text):
        return
    for claimed in pair.concluded:
        if claimed.sign not in ("<", ">"):
            continue
        same = [
            b
            for b in pair.shown
            if b.plain == claimed.plain and plain_left(b.right) == plain_left(claimed.right)
        ]
        if not same or any(b.sign == claimed.sign for b in same):
            continue
        last = same[-1]
        if last.sign == f"{claimed.sign}=" and last.number >= len(pair.proof) - 2:
            strict = any("<" in f or ">" in f or "\\ne" in f for s in pair.proof for f in s.formulas)
            if not strict:
                yield (
                    "the statement claims a strict inequality, and the proof shows a weak one",
                    f"“{last.sentence.quoted}”",
                    last.span,
                )
                return


_FAULTS: tuple[Callable[[Pair], Iterator[Fault]], ...] = (
    _mean_for_probability,
    _one_case,
    _large_only,
    _one_direction,
    _existence_only,
    _special_case,
    _fixed_for_uniform,
    _weak_for_strict,
)
