"""A proof's text cut into sentences, lists and headings, each in a short form made for reading.

In the short form a formula, a display and a reference are one character each. Not here: what a
sentence claims.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from ...latex.arguments import group_at
from .flow import NESTED, Flow, FlowFormula

#: Private characters, so never in real text.
FORMULA, ITEM, DISPLAY, REFERENCE = "\ue000", "\ue001", "\ue004", "\ue005"
_SENTENCE_END = re.compile(
    rf"[.?!](?=[)'\"”]*\s+(?:[A-Z\\(\[`“{FORMULA}]|$)|[)'\"”]*\s*$)|\n[ \t]*\n|[{ITEM}{NESTED}]"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:i\.e|e\.g|cf|resp|Eqs?|Figs?|Secs?|Thms?|Lems?|Props?|a\.s|a\.e|w\.r\.t|w\.l\.o\.g|vs|al"
    r"|etc|s\.t|i\.i\.d|Ass|Def|Cor|App|Ch|pp?|No)|(?<![.\w])[A-Z])$"
)
_STRUCTURE = re.compile(
    r"\\(?P<item>item)\b|\\(?P<edge>begin|end)\s*\{(?P<name>[^{}]*)\}(?:\s*\[[^\]]*\])?"
    r"|\\(?P<heading>(?:sub)?paragraph|(?:sub)*section|subsubsection)\*?\s*(?=\{)"
    r"|\\(?P<foot>footnote|footnotetext|thanks|marginpar)\s*(?=\{)"
    r"|\\(?P<hidden>todo|label|vspace|hspace|tag|input|index)\*?\s*(?:\[[^\]]*\]\s*)?(?=\{)"
    r"|\\(?P<font>textbf|textit|textsl|textsc|emph|underline|uline|textrm|textsf|texttt|text|mbox"
    r"|textnormal|textup)\s*(?=\{)"
    r"|\\(?P<par>par|qedhere|qed|smallskip|medskip|bigskip|noindent|newpage|clearpage)(?![A-Za-z])"
    r"|\\(?P<switch>bf|it|em|bfseries|itshape|rm|sc)(?![A-Za-z])"
)
_LISTS = frozenset(["itemize", "enumerate", "description", "list", "compactenum", "compactitem"])
_REFERENCE = re.compile(
    r"(?:\b(?:Eqs?|Figs?|Secs?|Thms?|Lems?|Props?)\.\s*~?\s*)?"
    r"\\(?:[cC](?:page)?ref(?:range)?|autoref|[vn]?ref|eqref|nameref|zcref|labelcref"
    r"|cite[a-zA-Z]*|[a-zA-Z]*cite[a-z]*|hyperref)\*?(?:\s*\[[^\]]*\])*\s*\{[^{}]*\}"
)
_STOPS = re.compile(
    r"(?P<stop>[.!?])(?:\s|\\(?:end\s*\{[^{}]*\}|qedhere|qquad|quad|label\s*\{[^{}]*\}|tag\*?\{[^{}]*\}"
    r"|\\|[,;:!])|\}|\$)*$"
)


@dataclass(frozen=True, slots=True)
class Structure:
    """An edge of a list, or an item: `list`, `item`, `label` (an item with one), `end`, `break`."""

    kind: str
    place: int


@dataclass(frozen=True)
class Sentence:
    """A sentence in its short form.

    Args:
        start, end: its place in the flow.
        text: the short form.
        at: the flow offset of each character of it, and of its end.
        formulas: those that its `FORMULA` and `DISPLAY` stand for, in order.
        paragraph: whether it begins a paragraph.
        title: whether it is all of a heading, or of what is set in another font.
    """

    start: int
    end: int
    text: str
    at: tuple[int, ...]
    formulas: tuple[FlowFormula, ...]
    paragraph: bool = False
    title: bool = False

    def original(self, flow: Flow, start: int, end: int) -> str:
        """The flow's text of a part of the short form."""
        return flow.text[self.at[start] : self.at[end]]

    def formula(self, index: int) -> FlowFormula:
        """The formula that the placeholder at an index of the short form stands for."""
        return self.formulas[sum(c in (FORMULA, DISPLAY) for c in self.text[:index])]


def read_sentences(flow: Flow) -> tuple[list[Sentence], list[Structure]]:
    """The sentences of a flow, and the lists and items between them."""
    characters = list(flow.text)
    for formula in flow.formulas:
        body = flow.text[formula.body_start : formula.body_end]
        # A display that ends in a full stop ends the sentence.
        stop = "." if formula.formula.display and _STOPS.search(body) else FORMULA
        length = formula.end - formula.start
        characters[formula.start : formula.end] = FORMULA * (length - 1) + stop
    titles: list[tuple[int, int]] = []
    structures = _blank_structure(characters, titles)
    text = "".join(characters)
    ends = [
        m.end() for m in _SENTENCE_END.finditer(text) if not _ABBREVIATION.search(text[: m.start()])
    ]
    sentences: list[Sentence] = []
    start, paragraph = 0, True
    for end in [*ends, len(text)]:
        piece = text[start:end]
        inner = piece.strip(" \t\r\n" + ITEM + NESTED)
        if inner:
            first = start + piece.index(inner[0])
            last = start + len(piece.rstrip(" \t\r\n" + ITEM + NESTED))
            title = paragraph and any(a <= first and last <= b for a, b in titles)
            short = _short(flow, text, first, last, paragraph)
            sentences.append(replace(short, title=True) if title else short)
            paragraph = False
        paragraph = paragraph or piece.endswith(ITEM) or "\n" in piece[len(piece.rstrip()) :]
        start = end
    return sentences, structures


def _blank_structure(characters: list[str], titles: list[tuple[int, int]]) -> list[Structure]:
    """Take commands that only lay out the text out of it; where lists begin and end.

    Args:
        characters: the text, changed in place.
        titles: the places of what headings and fonts set, added to.
    """
    text = "".join(characters)
    found: list[Structure] = []

    def blank(start: int, end: int, mark: str = " ") -> None:
        characters[start:end] = mark + " " * (end - start - 1)

    for match in _STRUCTURE.finditer(text):
        start, end = match.span()
        if match["item"]:
            option = re.compile(r"\s*\[").match(text, end)
            blank(start, end, ITEM)
            close = _bracket_end(text, option.end()) if option else -1
            if option and close > 0:
                blank(option.start(), option.end())
                blank(close, close + 1, ITEM)
            found.append(Structure("label" if option and close > 0 else "item", start))
        elif match["edge"]:
            blank(start, end, ITEM)
            if match["name"].rstrip("*") in _LISTS:
                found.append(Structure("list" if match["edge"] == "begin" else "end", start))
        elif match["par"] or match["switch"]:
            breaks = match["par"] not in (None, "noindent", "qedhere", "qed")
            blank(start, end, ITEM if breaks else " ")
        else:
            group = group_at(text, end)
            if group is None:
                continue
            if match["heading"] or match["font"]:
                titles.append((group[0], group[1]))
            mark = ITEM if match["heading"] or match["foot"] else " "
            if match["hidden"]:
                blank(start, group[1] + 1)
                continue
            blank(start, group[0], mark)
            blank(group[1], group[1] + 1, mark)
            if match["heading"]:
                found.append(Structure("break", start))
    return found


def _bracket_end(text: str, start: int) -> int:
    depth = 1
    for place in range(start, min(len(text), start + 500)):
        depth += (text[place] == "[") - (text[place] == "]")
        if depth == 0:
            return place
    return -1


def _short(flow: Flow, text: str, start: int, end: int, paragraph: bool) -> Sentence:
    characters: list[str] = []
    at: list[int] = []
    first = bisect_left(flow.formulas, start, key=lambda f: f.start)
    inside = [f for f in flow.formulas[first:] if f.start < end]
    following = iter([*inside, None])
    formula = next(following)
    place = start

    def put(character: str, where: int) -> None:
        if character == " " and (not characters or characters[-1] == " "):
            return
        characters.append(character)
        at.append(where)

    while place < end:
        if formula is not None and place == formula.start:
            put(DISPLAY if formula.formula.display else FORMULA, place)
            if text[formula.end - 1] != FORMULA and formula.end < end:
                put(".", formula.end - 1)
            place, formula = formula.end, next(following)
            continue
        reference = _REFERENCE.match(text, place) if text[place] in "\\EFSTLP" else None
        if reference and reference.end() <= end:
            put(REFERENCE, place)
            place = reference.end()
            continue
        put(" " if text[place].isspace() or text[place] in "~{}" else text[place], place)
        place += 1
    while characters and characters[-1] == " ":
        characters.pop()
        at.pop()
    return Sentence(start, end, "".join(characters), (*at, end), tuple(inside), paragraph)
