"""Prose and formulas of a file as one stream of words, marks and parts of formulas."""

from __future__ import annotations

from collections.abc import Iterator

from ... import patterns
from ...latex import FileView
from ...latex.arguments import NEARBY, after, bracket_at, group_at
from ...latex.words import word_set
from ...patterns import pattern
from ..sentences import text_macros
from .expansion import tokenise
from .formula import Formula
from .letters import calls_of, letters_in, macros_with_letters
from .segments import Segment, read_formula
from .sentences import Piece

_PROSE = pattern(
    r"\\(?P<command>[a-zA-Z@]+)\*?|\\(?P<symbol>.)|(?P<short>(?:[A-Za-z]\.){2,})"
    r"|(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)|(?P<mark>[.,;:?!()\[\]/]|-+)|(?P<number>\d+(?:\.\d+)*)",
    patterns.DOTALL,
)
_REFERENCE = pattern(
    r"(?:[a-zA-Z]*[rR]ef|[a-zA-Z]*[cC]ite[a-zA-Z]*|hyperref|hyperlink|[cC]refrange)"
)
_SKIPPED = word_set(
    "label index vspace hspace phantom vphantom todo bibliographystyle bibliography input include "
    "includegraphics setcounter addtocounter setlength color thispagestyle"
)
#: Only their first argument is passed over.
_COLOURED = frozenset(["textcolor", "colorbox", "hypertarget"])
_NOTES = frozenset(["footnote", "footnotetext", "thanks", "marginpar", "sidenote"])
_ONE_ARGUMENT = _NOTES | {"label", "index", "todo", "color"}
_SAID = pattern(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_DOTS = frozenset(["dots", "ldots", "dotsc", "cdots", "textellipsis"])
_LETTER = pattern(
    r"(?:[^\\Cc]++|\\(?:(?:label|begin|end|text[a-z]*|math(?:cal|bb|bf|frak|scr)"
    r"|math(?:rm|sf)(?!\s*\{[Cc]\})|operatorname\*?|[mh]box|eqref|[cC]?ref|tag)\s*+\{[^{}$\\]*+\}|[a-zA-Z@]++|[^a-zA-Z@]))*+"
    r"[Cc]"
)
_TEXT = pattern(
    r"\\(?:text|textrm|textit|textbf|textnormal|[mh]box|intertext|shortintertext)(?=\s*\{)"
)
_INNER = pattern(r"\$([^$]*)\$|\\\(((?:[^\\]|\\[^)])*)\\\)")
_ROW_END = pattern(r"\\\\\*?(?:[ \t]*\[[^\[\]\\]*\])?")
_NO_SYMBOLS = pattern(
    r"\\(?:(?:begin|end|label|text\w*|math\w+|operatorname\*?|color|tag|c?ref)\s*\{[^{}]*\}"
    r"|[a-zA-Z]+)"
)
#: Formulas in words in formulas … are followed so far.
_DEEPEST = 6
_LONGEST_NOTE = 4 * NEARBY

#: Start and end in the file.
Place = tuple[int, int]


class PieceReader:
    """Cuts stretches of one file into pieces.

    Args:
        view: the file.

    Attributes:
        in_prose: the macros that stand for a whole formula with a letter C or c.
    """

    def __init__(self, view: FileView) -> None:
        self.text = view.masked
        self.macros = view.macros
        names = macros_with_letters(view.macros)
        self.calls = calls_of(names)
        bodies = {name: view.macros[name].body for name in names}
        self.in_prose = {n for n, body in bodies.items() if "\\ensuremath" in body or "$" in body}
        self.words = text_macros(view.macros)

    def has_letter(self, start: int, end: int) -> bool:
        """Whether a piece of mathematics may hold a letter C or c."""
        text = self.text
        if text.find("c", start, end) < 0 and text.find("C", start, end) < 0:
            return bool(self.calls and self.calls.search(text, start, end))
        if _LETTER.match(text, start, end):
            return True
        return bool(self.calls and self.calls.search(self.text, start, end))

    def prose(
        self, begin: int, end: int, limit: int, notes: list[Place], pieces: list[Piece]
    ) -> int:
        """Add the pieces of a stretch without formulas.

        Args:
            begin, end: the stretch.
            limit: where its paragraph ends.
            notes: the places of footnotes are added here.
            pieces: the pieces are added here.

        Returns:
            Where it ended, behind `end` where an argument of a command reaches further.
        """
        position = begin
        while position < end and (match := _PROSE.search(self.text, position, end)):
            position = match.end()
            kind = match.lastgroup
            if kind == "command":
                position = self._command(match, limit, notes, pieces)
                if position > end:
                    return position
            elif kind == "word" or kind == "short":
                word = match.group()
                pieces.append(Piece("w", word.lower(), *match.span(), None, word[0].isupper()))
            elif kind == "mark":
                pieces.append(Piece("p", match.group(), *match.span(), None, False))
            elif kind == "number":
                pieces.append(Piece("n", match.group(), *match.span(), None, False))
            elif match["symbol"] == "&":
                pieces.append(Piece("w", "and", *match.span()))
        return end

    def _command(
        self,
        match: patterns.Match[str],
        limit: int,
        notes: list[Place],
        pieces: list[Piece],
    ) -> int:
        """Add what a command in prose amounts to; returns the offset behind it."""
        name, position = match["command"], match.end()
        if name in self.in_prose or name == "ensuremath":
            arguments = self.macros[name].arguments if name in self.in_prose else 1
            for _ in range(arguments):
                group = group_at(self.text, position, within=NEARBY)
                position = after(self.text, group) if group else position
            pieces += self.formula(match.start(), position)
            return position
        if name in self.words:
            for said in _SAID.findall(self.words[name].lower()):
                pieces.append(Piece("w", said, *match.span()))
            return position
        if name in _DOTS:
            pieces.append(Piece("m", "", *match.span(), Segment(*match.span(), dots=True)))
            return position
        reference = _REFERENCE.fullmatch(name)
        if name in _COLOURED:
            option = bracket_at(self.text, position)
            behind = after(self.text, option) if option else position
            group = group_at(self.text, behind, within=NEARBY)
            return after(self.text, group) if group else position
        if not reference and name not in _SKIPPED and name not in _NOTES:
            return position
        while option := bracket_at(self.text, position):
            position = after(self.text, option)
        while group := group_at(self.text, position, within=_LONGEST_NOTE):
            if group[1] > limit:
                break
            if name in _NOTES:
                notes.append(group)
            position = after(self.text, group)
            # A group behind white space, or behind a label, is text.
            if name in _ONE_ARGUMENT or self.text[position : position + 1] != "{":
                break
        if reference:
            pieces.append(Piece("r", name, match.start(), position))
        return position

    def formula(self, begin: int, end: int, depth: int = 0) -> list[Piece]:
        """The parts of a formula, its words as words. Rows without a letter are not cut."""
        pieces: list[Piece] = []
        alphabet: str | None = None
        for start, stop in _rows(self.text, begin, end):
            formula = None
            if self.has_letter(start, stop):
                formula = Formula(tokenise(self.text, start, stop, self.macros))
            letters = list(letters_in(formula)) if formula else []
            if formula is None or not letters:
                self._plain_row(start, stop, depth, pieces)
                continue
            if alphabet is None:
                alphabet = self._alphabet(begin, end)
            last = start
            for part in read_formula(formula, letters, alphabet):
                if isinstance(part, Segment):
                    if "," in self.text[last : part.start]:
                        pieces.append(Piece("p", ",", last, last + 1))
                    pieces.append(Piece("m", "", part.start, part.end, part, False))
                    last = part.end
                else:
                    self._words(*part, depth, pieces)
                    last = max(last, part[1])
        tail = self.text[max(begin, end - 40) : end].rstrip()
        if tail.endswith((".", ",")):
            pieces.append(Piece("p", tail[-1], end - 1, end, None, False))
        return pieces

    def _alphabet(self, begin: int, end: int) -> str:
        """Those of the letters C and c that stand beside their neighbours in the alphabet, as
        variables do: `a + b = c`, `A = BC`."""
        rest = _NO_SYMBOLS.sub(" ", self.text[begin:end])
        small = "c" if "b" in rest and ("a" in rest or "d" in rest) else ""
        large = "C" if "B" in rest and ("A" in rest or "D" in rest) else ""
        return small + large

    def _plain_row(self, begin: int, end: int, depth: int, pieces: list[Piece]) -> None:
        """A row of a formula without constants: only its words count."""
        position = begin
        while match := _TEXT.search(self.text, position, end):
            group = group_at(self.text, match.end(), within=NEARBY)
            if group is None:
                break
            pieces.append(Piece("m", "", position, match.start(), None, False))
            self._words(*group, depth, pieces)
            position = after(self.text, group)
        if position < end:
            letter = self.text[position:end].strip()
            shown = f"${letter}" if len(letter) == 1 else ""
            pieces.append(Piece("m", shown, position, end, None, False))

    def _words(self, begin: int, end: int, depth: int, pieces: list[Piece]) -> None:
        """Words inside a formula, which may hold formulas again."""
        position = begin
        for match in _INNER.finditer(self.text, begin, end):
            if depth >= _DEEPEST:
                break
            if match.start() > position:
                self.prose(position, match.start(), end, [], pieces)
            inner = match.span(1 if match[1] is not None else 2)
            pieces += self.formula(*inner, depth + 1)
            position = match.end()
        self.prose(position, end, end, [], pieces)


def _rows(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The rows of a formula; one that would break a group in two stays with the next."""
    start, position, depth = begin, begin, 0
    while cut := _ROW_END.search(text, position, end):
        row = text[position : cut.end()]
        depth += row.count("{") - row.count("\\{") - row.count("}") + row.count("\\}")
        position = cut.end()
        if depth == 0:
            yield start, position
            start = position
    if start < end:
        yield start, end
