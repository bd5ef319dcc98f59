"""Where in a file a name is not prose that uses it: titles, keys, related work."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, MathSpan
from ...latex.arguments import group_at
from ...latex.words import word_set
from ...patterns import pattern
from .works import is_title_of_work

#: How far back the commands are looked for in whose arguments a place stands.
_REACH = 3_000
_BRACES = pattern(r"(?<!\\)(?:\\\\)*([{}\[\]])")
_COMMAND = pattern(r"\\([a-zA-Z@]+)")
_OWNER = pattern(r"\\([a-zA-Z@]+)\*?\s*(?:\[[^\]]*\]\s*|\{[^{}]*\}\s*)*\Z")
_TITLED = pattern(
    r"\\(?:begin\s*\{[^{}]*\}\s*(?:\{[^{}]*\}\s*)*"
    r"|(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|caption)\*?\s*)\Z"
)
_TITLES = word_set(
    "title icmltitle icmltitlerunning shorttitle subtitle author icmlauthor authors affiliation "
    "affil institute address thanks date email keywords subjclass subject part chapter section "
    "subsection subsubsection paragraph subparagraph label index "
    "bibliography addbibresource input include graphicspath includegraphics todo marginpar "
    "bibitem newblock url href markboth markright pdfbookmark addcontentsline glossary "
    "nomenclature acknowledgments acknowledgements acks dedicatory dedication node runningtitle "
    "runninghead titlerunning begin frametitle framesubtitle hypersetup SetKwInput footnotemark"
)
_LONGEST_TITLE = 200
_OPENING = pattern(r"\s*(?:\\label\s*\{[^{}]*\}\s*)?(?:\\[a-zA-Z]+\s*|\{\s*)*\(")
#: In these a name alone is a title; one that is leaned on is a reason.
_CAPTIONS = word_set("caption captionof subcaption subcaptionbox captionbox")
_EXPERIMENTS = pattern(
    r"experiment|simulation|numerical|empirical\s+(?:eval|res|stud)", patterns.IGNORECASE
)
_NO_PROSE = word_set("thebibliography tikzpicture tikzcd forest lstlisting pgfpicture")
_THANKS = pattern(r"ack(?:s|nowled\w*)?\*?", patterns.IGNORECASE)
_OTHERS_WORK = pattern(
    r"\b(?:related|prior|previous|existing|earlier)\s+(?:\w+\s+){0,2}(?:works?|literature|results?)"
    r"|literature|bibliograph|histor(?:y|ical)|related\s+and|further\s+reading",
    patterns.IGNORECASE,
)
_NOT_OURS = pattern(
    r"acknowledge?ments?|funding|references?\s*$|bibliography|works\s+cited", patterns.IGNORECASE
)
_RANKS = {
    name: rank
    for rank, name in enumerate(
        ["part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"]
    )
}
#: Commands whose argument stands over or beside a relation, to say why it holds.
OVER_RELATION = word_set("overset underset stackrel xrightarrow xleftarrow overbrace underbrace")
_TEXT_COMMANDS = word_set(
    "text textrm textit textbf textnormal textsf textsc mbox hbox intertext shortintertext tag"
)
_WORDS = pattern(rf"\\(?:{'|'.join(sorted(OVER_RELATION | _TEXT_COMMANDS))})(?![a-zA-Z])")
_RELATION = pattern(
    r"(?:\\(?:leq?|geq?|leqslant|geqslant|lesssim|gtrsim|lesseqgtr|ll|gg|approx|simeq|sim|equiv"
    r"|to|rightarrow|Rightarrow|implies|iff|preceq|succeq|prec|succ|asymp|lim|substack)"
    r"|[=<>≤≥])[\s{]*\Z"
)
_BRACED = pattern(r"\\(?:under|over)(?:brace|bracket|set)\s*\Z")


class Places:
    """What a place in a file is, for one file."""

    def __init__(self, view: FileView) -> None:
        self.view = view
        self.masked = view.masked
        self._formulas = [formula.span.start for formula in view.formulas]
        titled = [s.environment for s in view.statements]
        titled += [p.environment for p in view.proofs]
        self._titled = sorted(environment.body.start for environment in titled)
        self._headings = [heading.span.start for heading in view.headings]
        self._last: tuple[int, list[tuple[str, int]]] = (-1, [])
        begin = next((e for e in view.environments if e.name == "document"), None)
        self._body = begin.body.start if begin else 0
        self._skipped = [
            (e.span.start, e.span.end, "thanks" if _THANKS.fullmatch(e.name) else "no prose")
            for e in view.environments
            if e.name in _NO_PROSE or _THANKS.fullmatch(e.name)
        ]
        self._title_macros = {
            name
            for name, macro in view.macros.items()
            if macro.arguments
            and _TITLES.intersection(patterns.findall(r"\\([a-zA-Z]+)", macro.body))
        }

    def is_prose(self, offset: int) -> bool:
        """Whether the place is neither title nor key, bibliography, thanks, preamble."""
        if offset < self._body:
            return False
        if any(start <= offset < end for start, end, _ in self._skipped):
            return False
        if any(_NOT_OURS.match(title.strip()) for title in self._titles(offset)):
            return False
        if self._is_typed_title(offset):
            return False
        around = [name for name, _ in self._enclosing(offset)]
        if call := _COMMAND.match(self.masked, offset):  # the name is what a macro prints
            around.append(call[1])
        return not any(name in _TITLES or name in self._title_macros for name in around)

    def in_caption(self, offset: int) -> bool:
        """Whether the place stands in the caption of a figure or table."""
        return any(name in _CAPTIONS for name, _ in self._enclosing(offset))

    def is_title_of_work(self, start: int, end: int) -> bool:
        """Whether a name is part of the title of a book or paper."""
        return is_title_of_work(self.masked, self._enclosing(start), start, end)

    def _is_typed_title(self, offset: int) -> bool:
        """Whether the place stands in the title of a statement or proof in parentheses that are
        not TeX's: `\\begin{lemma}(Hoeffding's inequality)`, `\\begin{proof}(by McDiarmid)`."""
        number = bisect_right(self._titled, offset) - 1
        if number < 0 or offset - self._titled[number] > _LONGEST_TITLE:
            return False
        start = self._titled[number]
        opening = _OPENING.match(self.masked, start, start + _LONGEST_TITLE)
        return opening is not None and ")" not in self.masked[opening.end() : offset]

    def tells_of_experiments(self, offset: int) -> bool:
        """Whether the place stands in a section about experiments."""
        return any(_EXPERIMENTS.search(title) for title in self._titles(offset))

    def tells_of_others(self, offset: int) -> bool:
        """Whether the place stands in a section about related work or history."""
        return any(_OTHERS_WORK.search(title) for title in self._titles(offset))

    def _titles(self, offset: int) -> Iterator[str]:
        """Titles of the section, subsection, … that a place stands in."""
        rank = len(_RANKS)
        for number in range(bisect_right(self._headings, offset) - 1, -1, -1):
            heading = self.view.headings[number]
            if _RANKS.get(heading.command, 0) < rank:
                rank = _RANKS.get(heading.command, 0)
                yield heading.text
            if rank <= _RANKS["section"]:
                return

    def enclosing(self, offset: int, floor: int = 0) -> Iterator[tuple[str, int]]:
        """The commands in whose arguments a place stands, innermost first.

        Args:
            offset: the place.
            floor: where to stop looking.

        Yields:
            The command's name, empty for a mere group and `title` for an environment's optional
            argument, and the offset of the brace or bracket.
        """
        floor = max(floor, offset - _REACH)
        before = self.masked[floor:offset]
        braces = brackets = 0
        for match in reversed(list(_BRACES.finditer(before))):
            mark, at = match[1], match.start(1)
            if mark == "}":
                braces += 1
            elif mark == "{" and braces:
                braces -= 1
            elif mark == "{":
                owner = _OWNER.search(before, max(0, before.rfind("\\", 0, at)), at)
                yield (owner[1] if owner else ""), floor + at
                brackets = 0
            elif braces:
                continue
            elif mark == "]":
                brackets += 1
            elif brackets:
                brackets -= 1
            elif _TITLED.search(before, max(0, at - 200), at):
                yield "title", floor + at

    def _enclosing(self, offset: int) -> list[tuple[str, int]]:
        """The same as a list, which is asked for several times at each place."""
        if offset != self._last[0]:
            self._last = offset, list(self.enclosing(offset))
        return self._last[1]

    def formula(self, offset: int) -> MathSpan | None:
        """The formula that a place stands in."""
        number = bisect_right(self._formulas, offset) - 1
        if number < 0:
            return None
        formula = self.view.formulas[number]
        return formula if offset < formula.span.end else None

    def has_words(self, formula: MathSpan) -> bool:
        """Whether anything in a formula is text, or stands over a relation."""
        return bool(_WORDS.search(self.masked, formula.body.start, formula.body.end))

    def formula_follows(self, offset: int) -> bool:
        """Whether a formula begins behind a place, with nothing but space between."""
        number = bisect_left(self._formulas, offset)
        if number == len(self._formulas):
            return False
        return not self.masked[offset : self._formulas[number]].strip(" \t\r\n~}")

    def words_in_formula(self, offset: int, formula: MathSpan) -> tuple[int, int] | None:
        """The piece of text in a formula that a place stands in.

        None where it is no text that says why a relation holds, but part of a symbol's name,
        such as the subscript in `B_{\\text{Hoeffding}}`.
        """
        found: tuple[int, int] | None = None
        for name, brace in self.enclosing(offset, formula.body.start):
            if name not in _TEXT_COMMANDS and name not in OVER_RELATION:
                continue
            group = group_at(self.masked, brace)
            if group is None:
                return None
            found = group
            command = self.masked.rfind("\\", formula.body.start, brace)
            if name in _TEXT_COMMANDS and not self._is_reason(command, formula.body.start):
                return None
        return found

    def _is_reason(self, command: int, floor: int) -> bool:
        """Whether text in a formula is no sub- or superscript, or one of a relation or brace."""
        before = self.masked[max(floor, command - _REACH) : command].rstrip("{ \t\n(")
        if not before.endswith(("_", "^")):
            return True
        before = before[:-1].rstrip()
        if _RELATION.search(before[-40:]):
            return True
        if not before.endswith("}"):
            return False
        depth = 0
        for match in reversed(list(_BRACES.finditer(before))):
            depth += {"}": 1, "{": -1}.get(match[1], 0)
            if depth == 0:
                owner = before[: match.start(1)]
                return bool(_BRACED.search(owner[-40:])) or bool(_RELATION.search(before[-41:-1]))
        return False
