"""What in a sentence says that one part of a proof goes like another: "is similar", "likewise".

Not here: the phrases themselves (`phrases`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ... import patterns
from ...patterns import pattern
from ..sentences import CITATION, DISPLAY, REFERENCE
from .phrases import compiled, mark
from .wave import Wave, negated
from .words import spelled

# Words that come alone, or after the label of a case: "Case 2. Similar."
_ALONE = pattern(
    r"(?P<label>(?:=*[456]|[#m]|x0)?(?:F[mgotN,]{0,6}?)?(?:\([^)]{0,8}\))?)[,;.]*(?:[xt][vf]|[rdQ])?g*"
    r"(?:[lq]|1_*|te|e|(?P<as>2_*))(?:[spFb2][^.;,mMvfSHDwU456]{0,8}(?:[456][tx0]?(?:p[mxpto]{1,6}"
    r"|[OFp][tX456=mxI#0]{1,5})?)?)?[.)]*"
)
_LABEL_ALONE = pattern(
    r"(?:=*[46]|#|m|x0|=*[456][x0])(?:F[mgotN,]{0,6}|[,;(]*m)?(?:\([^)]{0,8}\))?[,;.)]*"
)
# In these respects two things are alike without one argument being like the other.
_RESPECT = (
    r" ?(?:in (?:magnitude|size|order|nature|form|structure|shape|sign|law|distribution|value"
    r"|spirit|expectation|flavou?r|style|kind|length|scale|appearance|strength|that)\b"
    r"|up to (?!minor"
    r"|obvious|the obvious|notation|slight|trivial|straight|(?:the |a |some )?(?:sign|orientation"
    r"|change|relabel|renam|permut|exchang|swap|reflect))|for (?:all|every|each)\b)"
)
_IN_A_RESPECT = pattern(_RESPECT)
_ALONE_IN_A_RESPECT = pattern(rf"\b(?:similar|analogous|identical|same){_RESPECT}")
# "The bound is similar to (3)" compares; "the case k = 2 is the same as Lemma 3" identifies.
_COMPARED = pattern(rf" ?to (?:\(|[{REFERENCE}{CITATION}]|that (?:of|in)|those|the ones? )")
_ALONE_COMPARED = pattern(
    r"\b(?:similar|analogous|identical) to (?:an? (?!(?:\w+ )?(?:proof|argument|computation"
    r"|calculation|case|derivation|reasoning)\b)"
    r"|the (?!first|second|third|other|previous|above|former|latter|last|preceding|proof|case)"
    r"(?:[\w'’-]+ ){1,2}(?:rule|law|principle|criterion|transform)\b)"
)
_REMAINING = pattern(r"(?:the |all )?(?:remaining|others?|reverse|opposite|converse)\b")
_TREATING = pattern(
    r"(?:prov|show|handl|bound|treat|estimat|verify|controll|establish|check|deriv|analy[sz])ing"
)
_IDENTIFIED = pattern(rf" ?as (?:[{REFERENCE}{CITATION}]|\()")
_DEFINES = pattern(
    r"\b(?:let|denote[sd]?|denoting|defin\w+|write|writing|set|put|introduce|call|abbreviate"
    r"|notation|stands? for|given by|fix|choose|pick|sample|draw|assign)\b"
)
# "where the second inequality follows similarly" explains a step that is there to be seen.
_EXPLAINS = pattern(rf"(?:^|[{DISPLAY}.,(] ?)(?:where|here|in which|wherein)\b")
_STEP = pattern(
    r"(?:inequalit(?:y|ies)|equalit(?:y|ies)|steps?|lines?|identit(?:y|ies)|bounds?|transitions?"
    r"|relations?|ones?|estimates?|second|third|last|others?|rest|\([\w]+\))\Z"
)
_CLAIMED = pattern(
    r"same|claim|result|statement|conclusion|assertion|lemma|theorem|proposition|corollary|bound"
    r"|estimate"
)
# Algorithms and players use the same method or strategy; only proofs use the same argument.
_ARGUED = pattern(
    r"\b(?:argument|reasoning|proof|computation|calculation|analys\w|technique|trick|idea|step)s?\Z"
)
# "One can also prove the odd case directly": a remark about another proof.
_REMARK = pattern(r"\b(?:one|we) (?:can|could|may|might) also\b")
_ITERATED = pattern(r"\b(?:iterat|induct|recurs)\w*(?: \w+)? \Z")
#: Said of a term or a set these are no words about its proof.
_OF_CASES_ONLY = frozenset(
    ["parallel", "dual", "alike", "identical", "symmetric", "symmetrical", "the same"]
)
# "We upper bound the second term": a verb.
_BOUNDING = pattern("(?<=[wvU])[ga]*o?B")


def likenesses(text: str) -> Iterator[Wave]:
    """The phrases in a sentence that say that something goes like something else."""
    letters, places = spelled(text)
    if not patterns.search("[aleqzsyVZLW]", letters):
        return
    letters = _BOUNDING.sub(lambda match: match[0][:-1] + "D", letters)
    marked, begins = mark(letters)
    for phrase, strong in compiled():
        for match in phrase.finditer(marked):
            wave = _wave(text, letters, places, marked, begins, match, strong)
            if wave is not None:
                yield wave


def alone(text: str, *, labelled: bool = False) -> Iterator[Wave]:
    """A sentence that says no more than "similar", perhaps of a label before it.

    Args:
        text: the sentence.
        labelled: the sentence before it is a label.
    """
    if len(text) > 160:
        return
    marked, _ = mark(spelled(text)[0])
    match = _ALONE.fullmatch(marked)
    if (
        match
        and (labelled or match["label"] or not match["as"])
        and not _ALONE_IN_A_RESPECT.search(text)
        and not _ALONE_COMPARED.search(text)
    ):
        yield Wave(0, len(text), True, "case", text)


def is_label(text: str) -> bool:
    """Whether a sentence is nothing but the label of a case: `Case 2.`, `(ii)`."""
    return len(text) < 60 and bool(_LABEL_ALONE.fullmatch(mark(spelled(text)[0])[0]))


def _wave(
    text: str,
    letters: str,
    places: list[tuple[int, int]],
    marked: str,
    begins: dict[int, int],
    match: patterns.Match[str],
    strong: bool,
) -> Wave | None:
    """What a match of a phrase waves away; None where it is negated or means something else."""
    groups = match.groupdict()
    gap = groups.get("gap") or ""
    if "N" in f"{groups.get('no') or ''}{groups.get('no2') or ''}":
        return None
    if gap.endswith("N") or ("N" in gap and not patterns.match(",?[FKtO]", gap)):
        return None
    first, behind = match.start(), places[match.end() - 1][1]
    head = first if marked[first] in "456" else -1

    def words(group: str) -> str:
        start, end = match.span(group)
        return text[places[start][0] : places[end - 1][1]] if end > start else ""

    if groups.get("like") in ("l", "q", "te"):
        if _IN_A_RESPECT.match(text, behind):
            return None
        if head >= 0 and letters[head] in "iJBn":
            compared = bool(_COMPARED.match(text, behind))
            subject = text[places[begins.get(first, first)][0] : behind]
            compared = compared and not _REMAINING.match(subject)
            if compared or words("like") in _OF_CASES_ONLY or letters[head] == "n":
                return None
        if words("like") == "the same" and _IDENTIFIED.match(text, behind):
            return None
    if _REMARK.search(text, places[match.start()][0], behind):
        return None
    if groups.get("done") and words("done") not in (
        "done",
        "handled",
        "treated",
        "proved",
        "shown",
    ):
        return None
    if groups.get("gerund") and not _TREATING.fullmatch(words("gerund")):
        return None
    if groups.get("shows") and words("shows") not in ("shows", "proves", "establishes"):
        return None
    if groups.get("use") and not _ARGUED.search(words("use")):
        return None
    if groups.get("behind") and words("behind") not in ("for", "in", "if", "when", "with", "on"):
        return None
    goes = " goes " in text[places[first][0] : behind]
    if groups.get("condition") and words("condition") == "for" and not goes:
        return None
    if _ITERATED.search(text, 0, places[begins.get(first, first)][0]):
        return None
    if groups.get("follow") and not words("follow").startswith("follow"):
        return None
    if groups.get("claim") and not _CLAIMED.search(words("claim")):
        return None
    begin = begins.get(first, first) if head >= 0 else _clause(letters, first)
    if letters[begin - 1 : begin] == "N" or (head < 0 and letters[begin] == "N"):
        return None
    start = places[begin][0]
    what = text[start : places[head][1]] if head >= 0 else ""
    like = places[match.start("like") if groups.get("like") else match.end() - 1][0]
    if negated(text, start, behind, like) or (not strong and _DEFINES.search(text)):
        return None
    named = what or text[start : places[first][0]].rstrip()
    if _STEP.search(named) and _EXPLAINS.search(text, 0, places[first][0]):
        return None
    kind = "case"
    if groups.get("like") and "y" in letters[slice(*match.span("like"))]:
        kind = "symmetry"
    elif groups.get("argue") or (head >= 0 and marked[head] == "5"):
        kind = "proof"
    return Wave(start, behind, strong, kind, what)


def _clause(letters: str, index: int) -> int:
    """Where the clause begins that a word stands in."""
    while index > 0 and letters[index - 1] not in ",;.(cY)":
        index -= 1
    return index
