"""Finding what TeX does not typeset as text: comments, verbatim, dead branches, definitions.

One pass over the original text of a file. Everything else in this room reads the masked text
that comes out, so that no rule ever has to know about comments. What macros and environments
are defined is collected on the way, since their bodies are masked.
"""

from __future__ import annotations

from collections.abc import Iterable

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at, skip_blank
from .definitions import DEFINERS, Definition, parse_definition
from .words import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

#: Conditionals, verbatim and hidden environments.
Declared = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
RegionKind: TypeAlias = 'Literal["comment", "verbatim", "dead", "definition", "address"]'

_MARK = pattern(r"%|\\(?:(?P<word>[a-zA-Z@]+)|.)", patterns.DOTALL)
_LINE_END = pattern(r"[\r\n]|\Z")
_NAME = pattern(r"\s*\{([^{}\\]*)\}")
_CONTROL_WORD = pattern(r"\s*\\([a-zA-Z@]+)")
_NOT_LINE_END = pattern(r"[^\r\n]")
_REST_OF_LINE = pattern(r"[ \t]*(?:\r\n?|\n)")
# `\if 0 …` compares two characters: the usual way to switch text off without \iffalse.
_IF_ZERO = pattern(r"\s*(?:0(?=[\s\\])|01|10)")

#: Environments whose content is not LaTeX. `comment` shows nothing at all.
VERBATIM = word_set(
    "verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim SaveVerbatim VerbatimOut "
    "lstlisting minted tcblisting filecontents filecontents* luacode luacode* pycode comment"
)
_SHOWS_NOTHING = frozenset(["comment", "filecontents", "filecontents*"])
#: TeX's conditionals. Others, such as \iff and \ifthenelse, take no \fi.
CONDITIONALS = word_set(
    "if ifcat ifnum ifdim ifodd ifvmode ifhmode ifmmode ifinner ifvoid ifhbox ifvbox ifx "
    "ifeof iftrue iffalse ifcase ifdefined ifcsname iffontchar ifpdf ifxetex ifluatex "
    "ifPDFTeX"
)
#: Commands whose arguments are code for elsewhere, and how many they are.
_CODE_ARGUMENTS = {
    "AtBeginEnvironment": 2,
    "AtEndEnvironment": 2,
    "BeforeBeginEnvironment": 2,
    "AfterEndEnvironment": 2,
    "AddToHook": 2,
    "pretocmd": 4,
    "apptocmd": 4,
    "patchcmd": 5,
    "newcolumntype": 2,
}
_ENVIRONMENT_MAKERS = {
    "newminted": "{0}code",
    "lstnewenvironment": "{0}",
    "DefineVerbatimEnvironment": "{0}",
    "excludecomment": "{0}",
}


#: Kinds of regions that TeX does typeset, though not as LaTeX.
_TYPESET = frozenset(["verbatim", "address"])


class Region(Record):
    """Characters that are not read as text."""

    start: int
    end: int
    kind: RegionKind


class Known:
    """What earlier files of the document declared; scanning a file adds to it."""

    def __init__(
        self,
        conditionals: Iterable[str] = CONDITIONALS,
        verbatim: Iterable[str] = VERBATIM,
        hidden: Iterable[str] = _SHOWS_NOTHING,
    ) -> None:
        self.conditionals = set(conditionals)
        self.verbatim = set(verbatim)
        self.hidden = set(hidden)

    def copy(self) -> Known:
        """The same, to be extended by itself."""
        return Known(self.conditionals, self.verbatim, self.hidden)

    def beyond(self, earlier: Known) -> Declared:
        """What was declared since, each kind in order."""
        return (
            tuple(sorted(self.conditionals - earlier.conditionals)),
            tuple(sorted(self.verbatim - earlier.verbatim)),
            tuple(sorted(self.hidden - earlier.hidden)),
        )

    def extend(self, declared: Declared) -> None:
        """Add what a file declared."""
        for mine, added in zip(
            (self.conditionals, self.verbatim, self.hidden), declared, strict=True
        ):
            mine.update(added)


class Scan:
    """What a pass over a file found: regions in order, definitions, problems as (offset, text)."""

    def __init__(self) -> None:
        self.regions: list[Region] = []
        self.definitions: list[Definition] = []
        self.problems: list[tuple[int, str]] = []


def mask(text: str, regions: Iterable[Region]) -> str:
    """The text with the regions blanked, length unchanged.

    A line of which nothing is typeset, such as one that holds only a comment, is not there for
    TeX and ends no paragraph: its line end is blanked with it. All other line ends are kept.
    """
    pieces = []
    done = 0
    untypeset = True  # since the last line end that was kept
    for region in regions:
        before = text[done : region.start]
        pieces.append(before)
        line_end = before.rfind("\n") + 1
        untypeset = (untypeset or line_end > 0) and not before[line_end:].strip()
        done = region.end
        if region.kind in _TYPESET:
            pieces.append(_NOT_LINE_END.sub(" ", text[region.start : done]))
            untypeset = False
            continue
        rest = _REST_OF_LINE.match(text, done) if untypeset else None
        done = rest.end() if rest else done
        pieces.append(" " * (done - region.start))
    pieces.append(text[done:])
    return "".join(pieces)


def scan(text: str, known: Known | None = None, *, main: bool = False) -> Scan:
    """Find the regions of a file that are not text, and the definitions in it.

    Args:
        text: the file as it is on the disk.
        known: conditionals and verbatim environments declared so far; extended here.
        main: whether the document ends at `\\end{document}` in this file.
    """
    return _Scanner(text, known or Known(), main).run()


class _Scanner:
    """One pass; a method for each kind of command that changes how what follows is read."""

    def __init__(self, text: str, known: Known, main: bool) -> None:
        self.text = text
        self.known = known
        self.main = main
        self.result = Scan()
        self.open: list[str] = []  # conditionals we are inside of
        self.never_ended: set[str] = set()  # searched to the end of the file once, in vain
        self.failed_definitions = 0
        self.plain = {
            "verb": self._verb,
            "lstinline": self._inline_code,
            "mintinline": self._inline_code,
            "url": self._address,
            "nolinkurl": self._address,
            "path": self._address,
            "href": self._address,
            "begin": self._begin,
            "end": self._end,
            "newif": self._new_conditional,
            "else": self._else,
            "fi": self._fi,
            "endinput": self._end_of_input,
        }

    def run(self) -> Scan:
        position = 0
        while match := _MARK.search(self.text, position):
            start, position = match.start(), match.end()
            word = match["word"]
            if word is None:
                if match.group() == "%":
                    position = self._line_end(position)
                    self._hide(start, position, "comment")
            elif word in self.plain:
                position = self.plain[word](start, position)
            elif word in self.known.conditionals:
                position = self._conditional(word, start, position)
            elif word in DEFINERS:
                position = self._definition(word, start, position)
            elif word in _CODE_ARGUMENTS:
                position = self._arguments(word, start, position)
            elif word in _ENVIRONMENT_MAKERS:
                position = self._new_verbatim(word, start, position)
        return self.result

    def _hide(self, start: int, end: int, kind: RegionKind) -> None:
        if end > start:
            self.result.regions.append(Region(start, end, kind))

    def _problem(self, offset: int, message: str) -> None:
        self.result.problems.append((offset, message))

    def _line_end(self, position: int) -> int:
        match = _LINE_END.search(self.text, position)
        return match.start() if match else len(self.text)

    def _verb(self, start: int, position: int) -> int:
        if self.text.startswith("*", position):
            position += 1
        return self._until_delimiter(start, position)

    def _inline_code(self, start: int, position: int) -> int:
        if option := bracket_at(self.text, position):
            position = after(self.text, option)
        if self.text.startswith("mintinline", start + 1) and (
            language := group_at(self.text, position, within=NEARBY)
        ):
            position = after(self.text, language)
        if self.text.startswith("{", position) and (
            group := group_at(self.text, position, within=NEARBY)
        ):
            self._hide(*group, "verbatim")
            return group[1] + 1
        return self._until_delimiter(start, position)

    def _until_delimiter(self, start: int, position: int) -> int:
        delimiter = self.text[position : position + 1]
        if not delimiter or delimiter.isspace() or delimiter.isalpha() or delimiter == "}":
            return position
        end = self.text.find(delimiter, position + 1, self._line_end(position))
        if end < 0:
            self._problem(start, "\\verb or inline code is not ended on its line")
            return position
        self._hide(position + 1, end, "verbatim")
        return end + 1

    def _address(self, start: int, position: int) -> int:
        """`%` in an address is no comment; nothing else in it is LaTeX either."""
        option = bracket_at(self.text, position)
        opening = after(self.text, option) if option else position
        if not self.text.startswith("{", opening):
            return position
        depth = 0
        for match in patterns.compiled(r"[{}\r\n]").finditer(self.text, opening, opening + NEARBY):
            depth += {"{": 1, "}": -1}.get(match.group(), 0)
            if depth == 0:
                self._hide(opening + 1, match.start(), "address")
                return match.end()
            if match.group() in "\r\n":
                break
        return position

    def _begin(self, start: int, position: int) -> int:
        match = _NAME.match(self.text, position)
        name = match[1].strip() if match else ""
        if match is None or name not in self.known.verbatim or name in self.never_ended:
            return position
        closing = f"\\end{{{name}}}"
        end = self.text.find(closing, match.end())
        if end < 0:
            self.never_ended.add(name)
            # The begin stays visible: the unbalanced environment is reported from there.
            return match.end()
        if name in self.known.hidden:
            self._hide(start, end + len(closing), "comment")
        else:
            self._hide(match.end(), end, "verbatim")
        return end + len(closing)

    def _end(self, start: int, position: int) -> int:
        match = _NAME.match(self.text, position)
        if match is None or not self.main or match[1].strip() != "document":
            return position
        if self.open:  # in `\ifshort \end{document} \fi` what follows may well be typeset
            return position
        self._hide(match.end(), len(self.text), "dead")
        return len(self.text)

    def _end_of_input(self, start: int, position: int) -> int:
        # Inside a conditional it may be a guard that never runs: hiding the rest of the file
        # would then let everything in it pass unread.
        line_start = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
        alone = not self.text[line_start:start].strip()
        if self.open or not alone:
            return position
        end = self._line_end(position)
        self._hide(end, len(self.text), "dead")
        return len(self.text)

    def _new_conditional(self, start: int, position: int) -> int:
        match = _CONTROL_WORD.match(self.text, position)
        if match is None:
            return position
        self.known.conditionals.add(match[1])
        return match.end()

    def _new_verbatim(self, word: str, start: int, position: int) -> int:
        if option := bracket_at(self.text, position):
            position = after(self.text, option)
        name = _NAME.match(self.text, position)
        if name is None:
            return position
        made = _ENVIRONMENT_MAKERS[word].format(name[1].strip())
        self.known.verbatim.add(made)
        if word == "excludecomment":
            self.known.hidden.add(made)
        return name.end()

    def _conditional(self, word: str, start: int, position: int) -> int:
        dead = word == "iffalse" or (word == "if" and _IF_ZERO.match(self.text, position))
        if not dead:
            self.open.append(word)
            return position
        stop = self._skip_dead(position)
        if stop is None:
            self._problem(start, f"\\{word} has no \\fi")
            return position
        end, by = stop
        self._hide(start, end, "dead")
        if by == "else":
            self.open.append(word)
        return end

    def _else(self, start: int, position: int) -> int:
        if not self.open or self.open[-1] != "iftrue":
            return position
        stop = self._skip_dead(position)
        if stop is None:
            self._problem(start, "\\else has no \\fi")
            return position
        self.open.pop()
        self._hide(start, stop[0], "dead")
        return stop[0]

    def _fi(self, start: int, position: int) -> int:
        if self.open:
            self.open.pop()
        return position

    def _skip_dead(self, position: int) -> tuple[int, str] | None:
        """Where the branch that TeX skips ends, and whether by `else` or `fi`."""
        if "fi" in self.never_ended:
            return None
        depth = 0
        while match := _MARK.search(self.text, position):
            position = match.end()
            word = match["word"]
            if match.group() == "%":
                position = self._line_end(position)
            elif word == "fi" and depth == 0:
                return position, "fi"
            elif word == "else" and depth == 0:
                return position, "else"
            elif word == "fi":
                depth -= 1
            elif word in self.known.conditionals:
                depth += 1
        self.never_ended.add("fi")
        return None

    def _arguments(self, word: str, start: int, position: int) -> int:
        for _ in range(_CODE_ARGUMENTS[word]):
            if option := bracket_at(self.text, position):
                position = after(self.text, option)
            at = skip_blank(self.text, position)
            group = group_at(self.text, at)
            if group is None:
                control = _CONTROL_WORD.match(self.text, at)
                if control is None:
                    return position
                position = control.end()
            else:
                position = after(self.text, group)
        self._hide(start, position, "definition")
        return position

    def _definition(self, word: str, start: int, position: int) -> int:
        if self.failed_definitions > 50:  # each failure may have read to the end of the file
            return position
        if self.text.startswith("*", position):
            position += 1
        parsed = parse_definition(self.text, word, start, position)
        if parsed is None:
            self.failed_definitions += 1
            return position
        end, definition = parsed
        if definition is not None:
            self.result.definitions.append(definition)
        self._hide(start, end, "definition")
        return end
