"""Constants: the bound of a statement against the one that its proof ends with.

A proof that ends with a stronger bound is fine. Where more happens behind the last bound, where
terms are not read, or where the statement's own conditions may make up for the difference, nothing
is said.
"""

import re
from collections.abc import Iterator

from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from ..sentences import words_behind
from ..symbols.letters import is_lone, occurrences
from .comparing import compare, skeleton
from .granted import conditions_too_strong
from .tails import bounds_from_tails, too_likely
from .texts import Bound, Pair, bounds_in_words, pairs

#: Behind a bound, these may make another one of it.
_GOES_ON = re.compile(
    r"\b(?:divid\w*|multipl\w*|rescal\w*|halv\w*|replac\w*|squar\w*|roots?|logarithms?"
    r"|optimi[sz]\w*|choos\w*"
    r"|choice|insert\w*|substitut\w*|rearrang\w*|simplif\w*|tak\w*|put|putting|set|setting"
    r"|let|since|because"
    r"|solv\w*|improv\w*|summing|sum|adding|integrat\w*|iterat\w*|combin\w*|minimi[sz]\w*"
    r"|induction|recurs\w*"
    r"|which is at most|at most|bounded|exponentiat\w*|sharpen\w*|constants?|absorb\w*"
    r"|apply\w*|applied|where)\b"
)
_SCALED = re.compile(
    r"\b(?:divid\w*|multipl\w*|rescal\w*|halv\w*|replac\w*|squar\w*|improv\w*|sharpen\w*"
    r"|absorb\w*|constants?"
    r"|in place of|instead)\b"
)
_OPPOSITE = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}


def constants_that_differ(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """The proof ends with a weaker bound than the statement claims."""
    for pair in pairs(paper):
        yield from _in_words(paper, pair)
        yield from _in_conditions(paper, pair)
        for claimed in pair.concluded:
            if claimed.sign not in _OPPOSITE and claimed.sign != "=":
                continue
            if not occurrences(claimed.right) and is_lone(claimed.left):
                continue  # "$d = 3$" is a case
            shown = _last_about(pair, claimed)
            if shown is not None and (reason := _weaker(pair, claimed, shown)):
                yield found_at(
                    paper.document,
                    shown.span,
                    "V23",
                    pair.passage.label,
                    f"the statement claims ${_short(claimed.right)}$, and the proof ends with "
                    f"${_short(shown.right)}$",
                    f"{reason}, for ${_short(claimed.left)}$",
                    "major",
                )
            elif shown is None and (tail := too_likely(pair, claimed)):
                yield found_at(
                    paper.document,
                    tail.span,
                    "V23",
                    pair.passage.label,
                    f"the proof's tail bound does not give the claimed ${_short(claimed.right)}$",
                    f"${_short(tail.share)}$ is larger than the failure probability there, for "
                    f"${_short(claimed.left)}$",
                    "major",
                )


def _in_words(paper: ReviewedPaper, pair: Pair) -> Iterator[FoundWeakness]:
    """The same of bounds in words: "the regret is at most …", where each says one of them."""
    claims = [
        bound
        for number, sentence in enumerate(pair.stated)
        for bound in bounds_in_words(sentence, number)
    ]
    for claimed in claims:
        if [bound.left for bound in claims].count(claimed.left) > 1:
            continue
        same = [
            bound
            for number, sentence in enumerate(pair.proof)
            for bound in bounds_in_words(sentence, number)
            if bound.left == claimed.left and bound.sign == claimed.sign
        ]
        if not same or same[-1].number < len(pair.proof) - 2:
            continue
        if reason := _weaker(pair, claimed, same[-1]):
            yield found_at(
                paper.document,
                same[-1].span,
                "V23",
                pair.passage.label,
                f"the statement claims ${_short(claimed.right)}$, and the proof ends with "
                f"${_short(same[-1].right)}$",
                f"{reason}, for the {claimed.left}",
                "major",
            )


def _in_conditions(paper: ReviewedPaper, pair: Pair) -> Iterator[FoundWeakness]:
    """The same of a condition: the proof needs more samples, or smaller steps, than are granted."""
    for found in conditions_too_strong(pair):
        needed, granted = found.needed, found.granted
        if _SCALED.search(pair.proof[-1].text):
            continue
        yield found_at(
            paper.document,
            found.span,
            "V23",
            pair.passage.label,
            f"the statement grants ${granted.left} {granted.sign} {_short(granted.right)}$, and "
            f"the proof needs ${needed.left} {needed.sign} {_short(needed.right)}$",
            f"they differ by the factor {found.factor:.4g}",
            "major",
        )


def _last_about(pair: Pair, claimed: Bound) -> Bound | None:
    """The proof's last bound on the claimed quantity, in the direction of the claim."""
    wanted = claimed.plain
    for bounds in (pair.shown, tuple(bounds_from_tails(pair))):
        same = [
            bound
            for bound in bounds
            if bound.plain == wanted and (bound.sign[0] == claimed.sign[0] or bound.sign == "=")
        ]
        if same:
            return same[-1]
    return None


def _weaker(pair: Pair, claimed: Bound, shown: Bound) -> str:
    """Why the shown bound does not give the claimed one, "" where it does or may."""
    # Whatever else the proof says of the two ends may lead from one to the other.
    said = [
        r for s in (*pair.stated, *pair.proof) for n in range(len(s.marks)) for r in s.relations(n)
    ]
    known = [r for r in said if (r.left, r.right) != (claimed.left, claimed.right)]
    known = [r for r in known if r.right != shown.right and r.left != shown.left]
    if any(skeleton(r.right) == skeleton(claimed.right) for r in known):
        return ""
    found = compare(shown.right, claimed.right, known)
    if found is None:
        return ""
    tight = claimed.sign == "="
    down = claimed.sign in (">=", ">")
    worse = (1 - found.above) if down else found.above
    if tight and found.constant is not None:
        worse = float(abs(found.constant - 1) > 1e-6)
    if down and found.constant is not None and abs(found.constant - 1) <= 1e-6:
        return ""
    behind = _behind(pair, shown)
    if found.constant is not None:
        off = abs(found.constant - 1) > 1e-6
        if not off or worse < 0.95 or _SCALED.search(behind):
            return ""
        return f"they differ by the factor {found.constant:.4g}"
    if re.search("¤", behind) or _GOES_ON.search(behind) or not found.alike:
        return ""
    if skeleton(shown.right) == skeleton(claimed.right) and worse > 0.3:
        return "a number in them differs, and the proof's bound does not give the claimed one"
    return "the proof's bound is the weaker one" if worse > 0.7 else ""


def _behind(pair: Pair, shown: Bound) -> str:
    """The words behind a bound, to the end of the proof."""
    sentence = shown.sentence
    index = next(n for n in range(len(sentence.marks)) if sentence.span(n) == shown.span)
    later = " . ".join(s.text for s in pair.proof[shown.number + 1 :])
    return f"{words_behind(sentence, index)} . {later}"


def _short(term: str) -> str:
    term = " ".join(term.split())
    return term if len(term) <= 90 else f"{term[:88]} …"
