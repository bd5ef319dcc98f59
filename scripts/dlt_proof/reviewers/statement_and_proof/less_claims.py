"""Proofs of less where the claim has two halves: one direction, existence only, a weak inequality.

Not here: claims that the proof never speaks of (`quantities`).
"""

import re
from collections.abc import Iterator

from .texts import Fault, Pair, plain_left

_EQUAL = re.compile(r"\b(?:if and only if|iff|equivalent|necessary and sufficient)\b")
_OTHER_WAY = (
    r"circle|cycle|cyclic\w*|in turn|convers\w+|reverse|only if|if and only if|iff"
    r"|equivalen\w+|characteri[sz]\w+|means that|amounts to|necessity|sufficiency|vice versa"
    r"|backwards?|opposite|exactly when|precisely when|reversible|contrapositive|likewise|similarly"
    r"|(?:other|second|same|both) (?:directions?|implications?|way|inequalit\w+|bounds?"
    r"|hal(?:f|ves)"
    r"|parts?|argument|claims?|statements?|one)|symmetr\w+"
)
_CONVERSE = re.compile(rf"\b(?:{_OTHER_WAY}|implications?)\b")
_EQUALS = re.compile(
    rf"\b(?:{_OTHER_WAY}|both|equality|equalities|equal|attained|attains?|tight|sharp|lower bound"
    r"|upper bound|matching|identity|identit\w+|exactly|other|holds with)\b"
)
_TWO_SIDED = re.compile(r"\\(?:Theta|asymp|Longleftrightarrow|Leftrightarrow|iff)(?![a-z])")


def one_direction(pair: Pair) -> Iterator[Fault]:
    """An equality, equivalence or exact order is claimed, and one direction is shown."""
    if any(s.keys for s in pair.proof) or any(s.cites for s in pair.proof):
        return
    if _TWO_SIDED.search(pair.proof_formulas):
        return
    if re.search(r"\\(?:iff|Leftrightarrow|Longleftrightarrow)", pair.proof_formulas):
        return
    place = pair.proof[-1].start
    one_way = not _CONVERSE.search(pair.proof_text)
    if one_way and _EQUAL.search(pair.conclusion_text) and len(pair.proof_text.split()) > 12:
        claim = "the statement is an equivalence, and its proof goes one way"
        yield claim, f"the proof ends with “{pair.proof[-1].quoted}”", place
        return
    if _EQUALS.search(pair.proof_text):
        return
    for claimed in pair.concluded:
        if claimed.sign != "=" or claimed.sentence.text.strip().startswith(
            ("let ", "where ", "define ")
        ):
            continue
        exact = re.match(
            r"\s*\\(?:Theta|asymp)|\s*\\(?:tilde|widetilde)\s*\{?\\Theta", claimed.right
        )
        if _EQUAL.search(claimed.sentence.text):
            continue  # when it holds is said
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
    r"\b(?:has|have|is|are|exists?|admits?|possess\w*|satisf\w+|attains?|determines?) (?:an? "
    r"|the |at )?"
    r"(?:\w+ )?(?:unique|uniquely|exactly one|one and only one)\b|^(?:moreover "
    r"|and )?the \w+ is unique\b"
)
_SHOWS_UNIQUE = re.compile(
    r"\b(?:unique\w*|two|another|other|distinct|different|strict\w*|injective|at most one"
    r"|(?:a|the) second (?:one|minimi\w+|solution|point|fixed)|is the only|contraction|bijection"
    r"|invertible|coincide\w*|equal|are the same|contradict\w*|suppose also|both|inverse"
    r"|determined|agree|banach\w*|(?:fixed[ -]point|mapping|projection|representation) theorem"
    r"|picard|lindel\w+|milgram|(?:strongly|strictly) convex)\b"
)


def existence_only(pair: Pair) -> Iterator[Fault]:
    """Something unique is claimed, and the proof never speaks of a second one."""
    found = _UNIQUE.search(pair.conclusion_text)
    if found is None or any(s.keys for s in pair.proof) or len(pair.proof_text.split()) < 10:
        return
    if any(s.cites for s in pair.proof) or _SHOWS_UNIQUE.search(pair.proof_text):
        return
    claim = f"the statement says “{found[0]}”, and its proof shows existence only"
    yield claim, f"the proof ends with “{pair.proof[-1].quoted}”", pair.proof[-1].start


def weak_for_strict(pair: Pair) -> Iterator[Fault]:
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
            strict = any(
                "<" in f or ">" in f or "\\ne" in f for s in pair.proof for f in s.formulas
            )
            if not strict:
                yield (
                    "the statement claims a strict inequality, and the proof shows a weak one",
                    f"“{last.sentence.quoted}”",
                    last.span,
                )
                return
