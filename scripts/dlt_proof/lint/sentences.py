"""A piece of a paper as sentences of plain words, every character with its place in the file.

Markup is gone, formulas and references are single marks, so that a phrase is found whatever its
line breaks, ties, emphasis and capitals. Not here: what a phrase means.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from .. import patterns
from ..latex import FileView, Macro, MathSpan
from ..latex.arguments import NEARBY, after, bracket_at, group_at
from ..latex.words import word_set
from ..patterns import pattern
from ..records.record import Record
from .display_words import piece_at, pieces

#: Marks in a sentence: a formula in the line, a display, a reference, a citation.
MATH, DISPLAY, REFERENCE, CITATION = "\ue000", "\ue001", "\ue002", "\ue003"
_FORMULA = pattern(f"[{MATH}{DISPLAY}]")
_PARAGRAPH, _BREAK = "\ue010", "\ue011"

_TOKEN = pattern(
    r"\\(?P<command>[a-zA-Z@]+)\*?|\\(?P<symbol>.)|(?P<paragraph>\n[ \t\r]*\n\s*)"
    r"|(?P<space>[\s~]+)|(?P<dropped>[{}&`'\"“”’‘«»]+)|"
    r"(?P<words>[^\\{}\s~&`'\"“”’‘«»]+(?: [^\\{}\s~&`'\"“”’‘«»]+)*)",
    patterns.DOTALL,
)
BLANK_LINE = pattern(r"\n[ \t\r]*\n")
_REFERRING = pattern(r"(?:[a-zA-Z@]*(?:[rR]ef|[rR]efrange)|hyperlink|zcref|labelcref)\Z")
_CITING = pattern(r"[a-zA-Z@]*[cC]it(?:e|ation)[a-zA-Z@]*\Z")
_HEADINGS = word_set("part chapter section subsection subsubsection paragraph subparagraph")
#: Commands whose first argument is not read, and whose others are.
_SILENT = word_set(
    "label vspace hspace index todo includegraphics phantom hphantom vphantom thanks color input "
    "setlength addtolength setcounter addtocounter textcolor colorbox hypertarget fontsize "
    "vskip hskip rule cline multicolumn tag pagestyle nocite"
)
_NEW_PARAGRAPH = word_set("par newpage clearpage bigskip medskip smallskip")
#: Nobody writes longer ones; what goes on without a full stop is read in pieces.
_LONGEST = 1_500
_NO_SPACE = frozenset("/-@'`\"^~=.")
# A text macro's body: words with a little markup, `\textit{w.l.o.g.}\xspace`.
_TEXT_BODY = pattern(
    r"(?=.*[a-zA-Z]{2}|.*\b[a-z]\.)(?:[^\\#$&_^]|\\(?:emph|text\w\w|xspace\b|[ ,@/]))*"
)
_TEXT_MARKUP = pattern(r"\\[a-zA-Z]+\s*|\\(.)|[{}]")
_FULL_STOP = pattern(r"\.\s*(?:\\[a-zA-Z]+(?:\s*\{[^{}]*\})?\s*|\\[\\,;!]\s*|[}\s])*\Z")
_WLOG = pattern(r"\bw\s?\.?\s?l\s?\.?\s?o\s?\.?\s?g\b\.?", patterns.IGNORECASE)
_SENTENCE_END = pattern(
    rf"(?P<end>(?<=[.?!])[)\]]*)\s+(?=[(\[]*[A-ZÀ-Þ0-9{MATH}-{CITATION}])|[{_PARAGRAPH}{_BREAK}]"
)
_ABBREVIATION = pattern(
    r"(?:\b(?:e\.g|i\.e|cf|resp|eqs?|figs?|thms?|lems?|props?|cors?|secs?|apps?|defs?|assms?|ass|al"
    r"|vs|wrt|w\.r\.t|no|nos|chs?|pp?|viz|(?<!case )(?<!part )(?<!step )(?<!claim )[a-z]|p\.p|a\.s"
    r"|a\.e|i\.i\.d|w\.p|w\.h\.p|s\.t|m\.m))\.\Z",
    patterns.IGNORECASE,
)
# These may well end a sentence: one does where a capital word follows.
_MAY_END = pattern(r"(?:a\.s|a\.e|i\.i\.d|w\.h\.p|m\.m)\.\Z", patterns.IGNORECASE)
_CAPITAL_WORD = pattern(r"[(\[]*[A-Z][a-z]+")


class Sentence(Record):
    """A sentence, or what stands alone like one: a heading, the label of an item.

    Args:
        text: lower case, white space collapsed, formulas and references as marks.
        offsets: for every character its offset in the file.
        begins: what begins with it: `paragraph`, `item` (or a heading), or nothing.
    """

    text: str
    offsets: Sequence[int]
    begins: str

    def formulas(self, view: FileView, start: int = 0, end: int | None = None) -> list[MathSpan]:
        """The formulas whose marks stand in a part of the text."""
        stop = len(self.text) if end is None else end
        found = []
        for match in _FORMULA.finditer(self.text, start, stop):
            formula = formula_at(view, self.offsets[match.start()])
            if formula is not None:
                found.append(formula._replace(display=match.group() == DISPLAY))
        return found


def formula_at(view: FileView, offset: int) -> MathSpan | None:
    """The formula that begins at an offset; inside a display its piece from there."""
    index = bisect_left(view.formulas, offset, key=lambda formula: formula.span.start)
    if index < len(view.formulas) and view.formulas[index].span.start == offset:
        return view.formulas[index]
    around = view.formulas[index - 1] if index else None
    if around is None or offset >= around.span.end:
        return None
    return piece_at(view.masked, around, offset)


def text_macros(macros: Mapping[str, Macro]) -> dict[str, str]:
    """The user's macros that stand for words, with the words: `\\wlog`."""
    found = {}
    for name, macro in macros.items():
        if not macro.arguments and len(macro.body) < 200 and _TEXT_BODY.fullmatch(macro.body):
            found[name] = _TEXT_MARKUP.sub(lambda match: match[1] or "", macro.body)
    return found


def sentences(
    view: FileView,
    start: int,
    end: int,
    words: Mapping[str, str],
    skipped: Sequence[tuple[int, int]],
    heard: Callable[[str], bool] | None = None,
) -> Iterator[Sentence]:
    """The sentences of a part of a file.

    Args:
        view: the file.
        start, end: the part; formulas are not cut.
        words: what `text_macros` says.
        skipped: parts in order that are passed over, such as statements and figures.
        heard: which words inside displays are read, in lower case; none where it is not given.
    """
    text, offsets = _plain(view, _stops(view, start, end, skipped, heard), start, end, words)
    first, begins = 0, "paragraph"
    for match in [*_SENTENCE_END.finditer(text), None]:
        stop = match.start() if match else len(text)
        mark = match.group() if match else ""
        if match and match["end"] is not None:
            stop = match.end("end")
            if _goes_on(text, first, match):
                continue
        lead = len(text[first:stop]) - len(text[first:stop].lstrip())
        piece = text[first + lead : stop].rstrip()
        for start in range(0, len(piece), _LONGEST):
            part = piece[start : start + _LONGEST]
            where = offsets[first + lead + start : first + lead + start + len(part)]
            # Lower case of some letters is longer: those stay as they are.
            lower = part.lower()
            yield Sentence(lower if len(lower) == len(part) else part, where, begins)
            begins = ""
        first = match.end() if match else stop
        if mark == _PARAGRAPH:
            begins = begins if begins == "item" and not piece else "paragraph"
        elif mark == _BREAK:
            begins = "item"


def _goes_on(text: str, first: int, match: patterns.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation."""
    before = text[max(first, match.start() - 12) : match.start()]
    if not before.endswith("."):
        return False
    if _MAY_END.search(before) and _CAPITAL_WORD.match(text, match.end()):
        return False
    return bool(_ABBREVIATION.search(before))


def _plain(
    view: FileView,
    stops: Sequence[tuple[int, int, str]],
    start: int,
    end: int,
    words: Mapping[str, str],
) -> tuple[str, list[int]]:
    masked = view.masked
    pieces: list[str] = []
    offsets: list[int] = []

    def put(piece: str, offset: int, step: int = 0) -> None:
        pieces.append(piece)
        offsets.extend(range(offset, offset + len(piece)) if step else [offset] * len(piece))

    position, number = start, 0
    heading_end = -1
    while position < end:
        limit, stop_end, mark = stops[number]
        if position >= limit:
            number += 1
            if stop_end <= position:  # inside the argument of a command that was passed over
                continue
            put(mark[:1], limit if mark[:1] != _BREAK else position)
            put(mark[1:], stop_end - 1)
            position = stop_end
            continue
        match = _TOKEN.match(masked, position, limit)
        if match is None:
            position += 1
            continue
        at, position = position, match.end()
        kind = match.lastgroup
        if kind == "words":
            put(match.group(), at, 1)
        elif kind == "space":
            if pieces and pieces[-1][-1:] != " ":
                put(" ", at)
        elif kind == "paragraph":
            # A line with nothing but a comment parts no paragraphs.
            put(_PARAGRAPH if BLANK_LINE.search(view.text, at, position) else " ", at)
        elif kind == "symbol":
            symbol = match["symbol"]
            put(symbol if symbol in "%$#_&" else "" if symbol in _NO_SPACE else " ", at)
        elif kind == "command":
            name = match["command"]
            if name in words:
                put(words[name], at)
            elif name == "item":
                put(_BREAK, at)
            elif name in _HEADINGS or name == "footnote":
                put(_BREAK, at)
                group = group_at(masked, position, within=NEARBY)
                heading_end = group[1] if group else heading_end
            elif name in _NEW_PARAGRAPH:
                put(_PARAGRAPH, at)
            elif name in ("begin", "end"):
                put(_BREAK, at)
                position = _behind_arguments(masked, position)
            elif _REFERRING.match(name) or _CITING.match(name):
                put(REFERENCE if _REFERRING.match(name) else CITATION, at)
                position = _behind_arguments(masked, position)
            elif name in _SILENT:
                option = bracket_at(masked, position) if masked.startswith("[", position) else None
                position = after(masked, option) if option else position
                group = group_at(masked, position, within=NEARBY)
                position = after(masked, group) if group else position
        elif kind == "dropped" and at <= heading_end < position:
            put(_BREAK, at)
    text = "".join(pieces)
    return _abbreviated(text), offsets


def _abbreviated(text: str) -> str:
    """Spells w.l.o.g. in one way, its length kept, so that no full stop is inside."""
    return _WLOG.sub(lambda match: "wlog".ljust(len(match.group())), text)


def _behind_arguments(text: str, position: int) -> int:
    """The offset behind the options and keys that follow a reference or `\\begin`."""
    for _ in range(8):
        if text.startswith("[", position) and (option := bracket_at(text, position)):
            position = after(text, option)
        elif text.startswith("{", position) and (group := group_at(text, position, within=NEARBY)):
            position = after(text, group)
        else:
            break
    return position


def _stops(
    view: FileView,
    start: int,
    end: int,
    skipped: Sequence[tuple[int, int]],
    heard: Callable[[str], bool] | None,
) -> list[tuple[int, int, str]]:
    """Formulas and skipped parts in order, with the marks that stand for them, and an end."""
    first = bisect_left(view.formulas, start, key=lambda formula: formula.span.start)
    last = bisect_left(view.formulas, end, key=lambda formula: formula.span.start)
    found: list[tuple[int, int, str]] = []
    for formula in view.formulas[first:last]:
        if not formula.display:
            found.append((formula.span.start, formula.span.end, MATH))
            continue
        noted = pieces(view.masked, formula, heard, MATH, DISPLAY) if heard else []
        stop = _FULL_STOP.search(view.masked, formula.body.start, formula.body.end)
        whole = (formula.span.start, formula.span.end, DISPLAY + (". " if stop else " "))
        found += noted or [whole]
    found += [(s, e, _BREAK) for s, e in skipped if s < end and e > start]
    found.sort(key=lambda stop: (stop[0], -stop[1]))
    kept: list[tuple[int, int, str]] = []
    for piece in found:
        if not kept or piece[0] >= kept[-1][1]:
            kept.append(piece)
    return [*kept, (end, end, _BREAK)]
