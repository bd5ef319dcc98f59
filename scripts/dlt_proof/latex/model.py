"""What a LaTeX document is to the rest of the program: plain records with exact places.

Offsets count characters of a file's text from 0; lines and columns count from 1. `masked` text
has the length of the original, with comments, verbatim material, macro definitions, dead text
(`\\iffalse … \\fi`, everything after `\\end{document}`) replaced by blanks, line feeds kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate

from .. import patterns
from ..patterns import pattern
from ..records.findings import Finding
from ..records.plan import PLAN_KINDS
from ..records.record import Record
from .mask import Region, mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _NotRead:
    """Stands where something was not read in this run; whoever looks at it is told so."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("a skeleton has no text, formulas or environments: use `observe`")

    def __iter__(self) -> Any:
        raise RuntimeError("a skeleton has no text, formulas or environments: use `observe`")

    __len__ = __getitem__ = __contains__ = __bool__ = __iter__


NOT_READ: Any = _NotRead()

#: What the printed name of a theorem-like environment makes of it.
STATEMENT_KINDS = (*PLAN_KINDS, "remark", "other")


_LINE_START = pattern(r"\r\n?|\n")
_COMMAND = pattern(r"\\(?:([a-zA-Z@]+)|.)", patterns.DOTALL)


class Span(Record):
    """Characters `start` to `end` (exclusive) of a file, named relative to the root."""

    file: str
    start: int
    end: int


class _SourceFile(Record):
    name: str
    text: str
    regions: tuple[Region, ...] = ()


class SourceFile(_SourceFile):
    """One file of the document.

    Args:
        name: path relative to the project root, with `/`.
        text: as it is on the disk.
        regions: what rules must not see.
    """

    @cached_property
    def masked(self) -> str:
        """The text with the regions blanked, same length; lines of nothing else joined to the next.

        No place to count lines in: `position` does that."""
        return mask(self.text, self.regions)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line."""
        if "\r" in self.text:
            return (0, *(match.end() for match in _LINE_START.finditer(self.text)))
        lengths = (len(line) + 1 for line in self.text.split("\n")[:-1])
        return (0, *accumulate(lengths))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


class Macro(Record):
    """A user's macro.

    Args:
        name: without the backslash.
        arguments: how many, an optional one included.
        default: of the first argument, when that is optional.
        body: comments removed.
        place: of the whole definition. A definition in a style file of the project stands in
            no file of the document.
        paired: a paired delimiter, which also takes a star or a size, `\\norm[\\big]{x}`.
    """

    name: str
    arguments: int
    default: str | None
    body: str
    place: Span
    paired: bool = False


class Environment(Record):
    """`\\begin{name} … \\end{name}`.

    Args:
        span: from the backslash of `\\begin` to the brace that ends `\\end{name}`.
        body: what lies between, after an optional argument of a theorem-like environment.
        option: text of the optional argument, None where there is none.
    """

    name: str
    span: Span
    body: Span
    option: str | None


class Statement(Record):
    """A theorem-like environment, whatever it is called.

    Args:
        kind: one of `STATEMENT_KINDS`, decided by the printed name.
        environment: where it stands; `environment.option` is its title.
        label: the first label inside it, None where there is none.
    """

    kind: str
    environment: Environment
    label: str | None


class Proof(Record):
    """A proof and what it proves.

    Args:
        environment: where it stands.
        proves: label of the statement, None where that is not certain or it has no label.
        statements: all statements it proves, with or without label; usually one.
    """

    environment: Environment
    proves: str | None
    statements: tuple[Statement, ...] = ()


class Key(Record):
    """One key of a `\\label`, a reference or a citation.

    Args:
        command: the command without backslash or star, `Cref`, `citep`, `label`.
        key: the key itself, white space and comments removed.
        span: of the key alone.
        through: where a range of references begins here, the key that it ends with.
    """

    command: str
    key: str
    span: Span
    through: str = ""


class MathSpan(Record):
    """One formula, the outermost where formulas nest (`\\text{if $x$}` inside a display).

    Args:
        span: with its delimiters.
        body: without them.
        display: set on lines of its own.
        environment: name of the environment, or the opening delimiter `$`, `$$`, `\\(`, `\\[`.
    """

    span: Span
    body: Span
    display: bool
    environment: str


class Heading(Record):
    """A sectioning command.

    Args:
        command: `section`, `subsection`, `paragraph`, …, without star.
        span: from the backslash to the brace that ends the title.
        title: of the title alone.
        text: the title, masked.
    """

    command: str
    span: Span
    title: Span
    text: str


class Command(Record):
    """A command: its name and the offsets of its backslash and behind its name."""

    name: str
    start: int
    end: int


def commands_in(masked: str, wanted: Callable[[str], bool] = bool) -> Iterator[Command]:
    """The commands of a masked text that are called by letters, those whose name is wanted."""
    for match in _COMMAND.finditer(masked):
        name = match[1]
        if name and wanted(name):
            yield Command(name, match.start(), match.end())


class ProofEnvironment(Record):
    """A proof before it is known what it proves.

    Args:
        environment: where it stands.
        option: where its optional argument stands, None where it has none.
        option_text: that argument, masked.
    """

    environment: Environment
    option: Span | None
    option_text: str = ""


#: See `Account.proofs`.
ProofAccount = tuple[
    tuple[tuple[str | None, str, str], ...],
    str,
    bool,
    bool,
    tuple[tuple[str | None, str, str], ...],
    tuple[tuple[str | None, str, str], ...],
    tuple[tuple[str | None, str, str], ...],
]


class Account(Record):
    """What a file says about its statements and proofs, in plain tuples that can be stored.

    Args:
        counting: what moves counters, see `counters.Count`.
        counters: environments of statements and how they count, see `counters.TheoremCounter`.
        statements: for each statement its printed name, the words of its title, the statements
            that it repeats (`naming.Named`), and a fingerprint of its words.
        proofs: for each proof the statements it names, the words of its option, whether it says
            that it proves several at once, whether it has an option, and the statements that are
            proved there according to the first sentences of its section, to its own first
            sentence, to its second or last one.
        unbalanced: offset and message for each proof that is begun and not ended, or ended only.
        open_edges: of what another file may end or begin, see `balance.Edge`.
    """

    counting: tuple[tuple[int, str, str, int | str, int], ...] = ()
    counters: tuple[tuple[str, str | None, str | None, bool], ...] = ()
    statements: tuple[tuple[str, str, tuple[tuple[str | None, str, str], ...], str], ...] = ()
    proofs: tuple[ProofAccount, ...] = ()
    unbalanced: tuple[tuple[int, str], ...] = ()
    open_edges: tuple[tuple[int, str, bool], ...] = ()


class _FileView(Record):
    source: SourceFile
    macros: dict[str, Macro]
    environments: tuple[Environment, ...]
    statements: tuple[Statement, ...]
    proofs: tuple[ProofEnvironment, ...]
    restatable: dict[str, Statement]
    restated: tuple[tuple[int, int, str], ...]
    labels: tuple[Key, ...]
    references: tuple[Key, ...]
    citations: tuple[Key, ...]
    formulas: tuple[MathSpan, ...]
    headings: tuple[Heading, ...]
    problems: tuple[tuple[int, str, str], ...]
    account: Account = Account()


class FileView(_FileView):
    """One file of a document with everything that stands in it, in the order of places.

    It depends on the file's own text and on the definitions of the whole document (`macros`,
    what environments are), on no other file's text.

    Args:
        source: the file.
        macros: the document's, by name without backslash.
        restatable: the statements here that a command may repeat, by that command.
        restated: start, end and name of the commands that repeat a statement of any file.
        problems: what could not be read, as offset, rule, message.
        account: what it says about its statements and proofs.
    """

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    @property
    def name(self) -> str:
        """The file's name, relative to the project root."""
        return self.source.name

    @property
    def text(self) -> str:
        """The file as it is on the disk."""
        return self.source.text

    @property
    def masked(self) -> str:
        """The text with comments, verbatim, dead text and definitions blanked, same length."""
        return self.source.masked

    @property
    def hidden(self) -> tuple[Region, ...]:
        """Start, end and kind of what is blanked in the masked text."""
        return self.source.regions

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        """Every command in the masked text."""
        return tuple(commands_in(self.masked))


class Document(Record):
    """A whole document, read once.

    Args:
        main: name of the main file.
        files: the LaTeX files by name, in the order they are read; statements, labels and the
            rest come in this order too, within a file by place.
        macros: by name without backslash.
        references, citations: one entry for every key, `\\nocite{*}` left out.
        bibliography: the keys that exist, with their places.
        bib_files: the bibliography files that were read, by name.
        has_bibliography: whether the document names a bibliography at all.
        views: the files one by one, in the order of `files`.
        input_at: where each file is input, by its name: the inputting file and the offset.
        numbers: the numbers that each statement may be printed with, by its place; none where it
            has none.
        repeats: for each statement that the document says more than once, all of them.
        findings: what could not be read (`P…`). The document is trustworthy only when no
            error is among them.
    """

    main: str
    files: dict[str, SourceFile]
    macros: dict[str, Macro]
    environments: tuple[Environment, ...]
    statements: tuple[Statement, ...]
    proofs: tuple[Proof, ...]
    labels: tuple[Key, ...]
    references: tuple[Key, ...]
    citations: tuple[Key, ...]
    redefined: frozenset[str]
    bibliography: dict[str, Span]
    findings: tuple[Finding, ...]
    formulas: tuple[MathSpan, ...]
    headings: tuple[Heading, ...]
    bib_files: dict[str, SourceFile]
    has_bibliography: bool
    views: tuple[FileView, ...]
    input_at: dict[str, tuple[str, int]]
    numbers: dict[Span, tuple[str, ...]]
    repeats: dict[Span, tuple[Statement, ...]]

    def reading_order(self, file: str, offset: int) -> tuple[int, ...]:
        """A key that compares as a reader of the document meets places, across inputs.

        Files that the document does not input come after it, in the order of `files`.
        """
        path = [offset]
        while file in self.input_at:
            file, offset = self.input_at[file]
            path.append(offset)
        path.append(0 if file == self.main else 1 + list(self.files).index(file))
        return tuple(reversed(path))

    def source(self, name: str) -> SourceFile:
        """A LaTeX or bibliography file by its name.

        Raises:
            KeyError: the document has no such file.
        """
        return self.files[name] if name in self.files else self.bib_files[name]

    @property
    def steady_macros(self) -> dict[str, Macro]:
        """The macros that mean the same throughout: what a redefined one means depends on where."""
        return {name: m for name, m in self.macros.items() if name not in self.redefined}

    def text(self, span: Span) -> str:
        """The original text of a span."""
        return self.source(span.file).text[span.start : span.end]

    def masked(self, span: Span) -> str:
        """The masked text of a span."""
        return self.source(span.file).masked[span.start : span.end]

    def place(self, span: Span) -> tuple[int, int, int, int]:
        """Line, column, end line and end column of a span, from 1."""
        source = self.source(span.file)
        return (*source.position(span.start), *source.position(span.end))

    def statement(self, label: str) -> Statement | None:
        """The statement that carries a label."""
        return next((s for s in self.statements if s.label == label), None)

    def proof_of(self, label: str) -> Proof | None:
        """The proof of the statement with a label."""
        return next(
            (p for p in self.proofs if any(s.label == label for s in p.statements)),
            next((p for p in self.proofs if p.proves == label), None),
        )

    def inside(self, span: Span, keys: tuple[Key, ...]) -> list[Key]:
        """Those of `keys` that lie in a span."""
        return [
            key
            for key in keys
            if key.span.file == span.file and span.start <= key.span.start < span.end
        ]
