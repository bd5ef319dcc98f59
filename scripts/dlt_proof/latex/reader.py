"""Reading a whole document: following its inputs, then putting together what each file holds.

What could not be read becomes a finding (`PROBLEMS`), never silence.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from itertools import chain

from .. import patterns
from ..project import Cache, Project, StrPath, fingerprint, read_loosely
from ..project.files import is_file, is_folder
from ..records.errors import InputError
from ..records.findings import Finding, file_finding, in_reading_order
from .balance import balanced_across
from .bibliography import bib_keys, formatted_keys
from .definitions import Definition, EnvironmentDefinition, MacroDefinition, TheoremDefinition
from .macros import expand_macros
from .mask import Known, scan
from .model import NOT_READ, Document, FileView, Macro, SourceFile, Span
from .outline import (
    INPUT,
    InputCall,
    Outline,
    input_calls,
    outline_of,
    pack_outline,
    unpack_outline,
)
from .proofs import pair_proofs
from .views import Definitions, read_view

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _Thing = TypeVar("_Thing")


#: Short names of the findings, by identifier.
PROBLEMS = {
    "P1": "unbalanced-environment",
    "P2": "unbalanced-brace",
    "P3": "input-not-read",
    "P4": "not-text",
    "P5": "empty-document",
    "P6": "bibliography-not-read",
    "P7": "unbalanced-formula",
}
MAX_CHARACTERS = 64_000_000
MAX_INPUT_DEPTH = 100
_LONGEST_NAME = 1_000

#: Bibliographies that come with TeX and hold abbreviations of journals only.
_BIBLIOGRAPHIES_OF_TEX = frozenset(["IEEEabrv", "IEEEfull", "mrabbrev"])
#: Files of the TeX installation that papers input by name.
_OF_TEX = frozenset(["glyphtounicode", "glyphtounicode.tex", "glyphtounicode-cmr", "xy", "epsf"])


def read_document(
    project: Project,
    main: StrPath | None = None,
    *,
    fragment: bool = False,
    beside: Iterable[str] = (),
) -> Document:
    """Read a document with everything it inputs.

    Args:
        project: the folder nothing is read outside of.
        main: the file to begin with, by default the project's main file.
        fragment: the file is not a whole document: it need not have `\\begin{document}`.
        beside: names of further files, read after the document as if they belonged to it.

    Returns:
        The document. `findings` tells what could not be read; whoever relies on the document
        must look at them.

    Raises:
        InputError: there is no main file, or it lies outside the project.
    """
    reading = read_files(project, main, fragment=fragment, beside=beside)
    definitions = reading.definitions()
    return reading.document([read_view(s, definitions) for s in reading.files.values()])


def read_files(
    project: Project,
    main: StrPath | None = None,
    *,
    fragment: bool = False,
    beside: Iterable[str] = (),
    cache: Cache | None = None,
) -> Reading:
    """Find the files of a document and what they define; their views are not read yet.

    Args:
        project, main, fragment, beside: as for `read_document`.
        cache: keeps the outlines of files.

    Raises:
        InputError: there is no main file, or it lies outside the project.
    """
    path = project.path_to(project.main_name if main is None else main)
    name = project.relative(path)
    if not is_file(path):
        reason = "is a folder, a LaTeX file was expected" if is_folder(path) else "does not exist"
        raise InputError(reason, file=name)
    if not project.holds(path):
        raise InputError(f"lies outside the project {project.folder}", file=path)
    reader = Reading(project, name, cache or Cache())
    reader.load(reader.main, is_main=not fragment)
    for name in beside:
        if name not in reader.files:
            reader.load(name)
    return reader


class Reading:
    """The files of a document, their definitions, and what was found wrong on the way.

    Args:
        project: the folder nothing is read outside of.
        main: name of the main file.
        cache: keeps the outlines of files.

    Attributes:
        files: by name, in the order they were read.
        keys: for each file, what its outline depends on.
        findings: what could not be read.
    """

    def __init__(self, project: Project, main: str, cache: Cache) -> None:
        self.project = project
        self.main = main
        self.cache = cache
        self.keys: dict[str, bytes] = {}
        self.files: dict[str, SourceFile] = {}
        self.findings: list[Finding] = []
        self.known = Known()
        self.macros: dict[str, Macro] = {}
        self.inputting: set[str] = set()  # those that input files
        self.redefined: set[str] = set()
        self.theorems: list[TheoremDefinition] = []
        self.wrappers: list[EnvironmentDefinition] = []
        self.bibliography: dict[str, Span] = {}
        self.bib_files: dict[str, SourceFile] = {}
        self.has_bibliography = False
        self.chain: list[str] = []
        self.styles_read: set[str] = set()
        self.restatable: set[str] = set()
        self.input_at: dict[str, tuple[str, int]] = {}

    # -- findings -----------------------------------------------------------------------------

    def report(self, rule: str, source: SourceFile, start: int, end: int, message: str) -> None:
        line, column = source.position(start)
        end_line, end_column = source.position(max(start, end))
        self.findings.append(
            file_finding(
                rule,
                PROBLEMS[rule],
                message,
                file=source.name,
                line=line,
                column=column,
                end_line=end_line,
                end_column=end_column,
            )
        )

    # -- files --------------------------------------------------------------------------------

    def load(self, name: str, *, is_main: bool = False, subfile: bool = False) -> None:
        """Read a file, collect its definitions, follow its inputs."""
        text = self._text(name)
        outline = self._outline(name, text, main=is_main, subfile=subfile)
        source = SourceFile(name, text, outline.regions)
        self.files[name] = source
        self.restatable.update(outline.restatable)
        for offset, message in outline.problems:
            self.report("P1", source, offset, offset + 1, message)
        if outline.empty is not None:
            self.report("P5", source, *outline.empty)
        for definition in outline.definitions:
            self._define(name, definition)
        for package in outline.packages:
            self._read_style(package)
        self.chain.append(name)
        self._follow_inputs(source, outline)
        self._find_bibliographies(source, outline)
        self.chain.pop()

    def _text(self, name: str) -> str:
        path = self.project.path_to(name)
        try:
            text = self.project.read(path)
        except InputError as error:
            if not is_file(path):
                raise
            self.findings.append(
                file_finding("P4", PROBLEMS["P4"], error.message, file=name,
                             line=error.line or 1, help="save the file as UTF-8")
            )  # fmt: skip
            try:
                # The rest of the file is read all the same, so that nothing else stays unseen.
                text = read_loosely(path)
            except OSError:
                text = ""
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            self.findings.append(
                file_finding("P4", PROBLEMS["P4"], "holds a zero byte: this is no text file",
                             file=name, line=line)
            )  # fmt: skip
        if len(text) > MAX_CHARACTERS:
            self.findings.append(
                file_finding("P4", PROBLEMS["P4"], f"is larger than {MAX_CHARACTERS} characters "
                             "and was read only up to there", file=name, line=1)
            )  # fmt: skip
            text = text[:MAX_CHARACTERS]
        return text

    def _outline(
        self, name: str, text: str, *, main: bool = False, subfile: bool = False
    ) -> Outline:
        role = "main" if main else "subfile" if subfile else "part"
        key = fingerprint("outline", role, repr(self.known.beyond(Known())), text)
        self.keys[name] = key
        packed = self.cache.get(key)
        if packed is None:
            outline = outline_of(text, self.known, main=main, subfile=subfile)
            self.cache.put(key, pack_outline(outline))
        else:
            outline = unpack_outline(packed)
        self.known.extend(outline.declared)
        return outline

    def _define(self, name: str, definition: Definition) -> None:
        if isinstance(definition, MacroDefinition):
            before = self.macros.get(definition.name)
            if before is not None and (before.arguments, before.body) != (
                definition.arguments,
                definition.body,
            ):
                self.redefined.add(definition.name)
            reads_files = INPUT.search(definition.body) is not None
            (self.inputting.add if reads_files else self.inputting.discard)(definition.name)
            self.macros[definition.name] = Macro(
                definition.name,
                definition.arguments,
                definition.default,
                definition.body,
                Span(name, *definition.span),
                definition.paired,
            )
        elif isinstance(definition, EnvironmentDefinition):
            self.wrappers.append(definition)
        else:
            self.theorems.extend(definition)

    def _read_style(self, name: str) -> None:
        """Definitions in the project's own style files count; their code is not looked at."""
        path = self._inside(name)
        if path is None or name in self.styles_read or not is_file(path):
            return
        self.styles_read.add(name)
        try:
            text = read_loosely(path)
        except OSError:
            return
        outline = self._outline(name, text)
        for definition in outline.definitions:
            # Internal macros and patched commands of a class are no notation of the paper.
            if isinstance(definition, MacroDefinition) and (
                definition.renewed or "@" in definition.body + definition.name
            ):
                continue
            self._define(self.project.relative(path), definition)
        for package in outline.packages:
            self._read_style(package)

    def _inside(self, name: str) -> str | None:
        try:
            return self.project.real_path(name)
        except (InputError, ValueError, OSError):  # the last two: no file can have this name
            return None

    # -- inputs -------------------------------------------------------------------------------

    def _follow_inputs(self, source: SourceFile, outline: Outline) -> None:
        found = [(call.start, call.end, call) for call in outline.inputs]
        if self.inputting:
            own = "|".join(map(patterns.escape, sorted(self.inputting)))
            names = patterns.compiled(rf"\\(?:{own})(?![a-zA-Z@])")
            for match in names.finditer(source.masked):
                line_end = source.masked.find("\n", match.end())
                line_end = line_end if line_end >= 0 else len(source.masked)
                expanded = expand_macros(source.masked[match.start() : line_end], self.macros)
                found += [(*match.span(), call) for call in input_calls(expanded)]
        for start, end, call in sorted(found, key=lambda item: item[:2]):
            self._one_input(source, call, (start, end))

    def _one_input(self, source: SourceFile, call: InputCall, where: tuple[int, int]) -> None:
        if not call.parts:
            self.report("P3", source, *where, f"\\{call.command} names no file")
            return
        name = expand_macros("".join(_with_slash(call.parts)), self.macros).strip()
        if "\\" in name or "#" in name or "\n" in name or len(name) > _LONGEST_NAME:
            self.report("P3", source, *where, f"the file name {name[:80]!r} cannot be resolved")
            return
        self._input_file(source, call.command, name, where)

    def _input_file(
        self, source: SourceFile, command: str, name: str, where: tuple[int, int]
    ) -> None:
        if name in _OF_TEX:
            return
        outside = False
        folder_named = None
        for candidate in self._candidates(source.name, command, name):
            path = self._inside(candidate)
            if path is None:
                outside = True
                continue
            if is_folder(path):
                folder_named = candidate
            if is_file(path):
                self._enter(source, self.project.relative(path), command, where)
                return
        if command == "InputIfFileExists":
            return
        if outside:
            message = f"{name} lies outside the project and is not read"
        elif folder_named:
            message = f"{folder_named} is a folder, a LaTeX file was expected"
        else:
            message = f"the file {name} does not exist"
        self.report("P3", source, *where, message)

    def _candidates(self, file: str, command: str, name: str) -> list[str]:
        """Where TeX would look: from the main file's folder, then from the file's own."""
        main_folder, own_folder = posixpath.dirname(self.main), posixpath.dirname(file)
        relative = command in ("subimport", "subincludefrom", "subfile", "subfileinclude")
        folders = [own_folder, main_folder] if relative else [main_folder, own_folder]
        names = [name] if name.endswith(".tex") else [f"{name}.tex", name]
        return list(dict.fromkeys(_joined(folder, n) for folder in folders for n in names))

    def _enter(self, source: SourceFile, name: str, command: str, where: tuple[int, int]) -> None:
        if name in self.chain:
            circle = [*self.chain[self.chain.index(name) :], name]
            self.report("P3", source, *where, f"circular input: {' -> '.join(circle)}")
        elif len(self.chain) >= MAX_INPUT_DEPTH:
            self.report("P3", source, *where, f"inputs nest more than {MAX_INPUT_DEPTH} deep")
        elif name not in self.files:
            self.input_at[name] = (source.name, where[0])
            self.load(name, subfile=command in ("subfile", "subfileinclude"))

    # -- bibliography -------------------------------------------------------------------------

    def _find_bibliographies(self, source: SourceFile, outline: Outline) -> None:
        for key, start, end in outline.formatted:
            self.has_bibliography = True
            self.bibliography.setdefault(key, Span(source.name, start, end))
        for start, end, names in outline.bibliographies:
            self.has_bibliography = True
            if not names:
                self.report("P6", source, start, end, "this names no bibliography")
            for part in names:
                if name := expand_macros(part, self.macros).strip().strip('"'):
                    self._read_bibliography(source, name, (start, end))

    def _read_bibliography(self, source: SourceFile, name: str, where: tuple[int, int]) -> None:
        wanted = name if name.endswith(".bib") else f"{name}.bib"
        candidates = self._candidates_of_bibliography(source.name, wanted)
        paths = [self._inside(candidate) for candidate in candidates]
        path = next((p for p in paths if p is not None and is_file(p)), None)
        if path is not None:
            self.add_bibliography(self.project.relative(path))
        elif paths and all(p is None for p in paths):
            self.report("P3", source, *where, f"{wanted} lies outside the project and is not read")
        elif name.removesuffix(".bib") in _BIBLIOGRAPHIES_OF_TEX:
            return
        elif not self._read_embedded(wanted) and not self._read_formatted():
            self.report("P6", source, *where, f"the bibliography {wanted} does not exist")

    def _candidates_of_bibliography(self, file: str, name: str) -> list[str]:
        folders = (posixpath.dirname(self.main), posixpath.dirname(file))
        return list(dict.fromkeys(_joined(folder, name) for folder in folders))

    def add_bibliography(self, name: str) -> None:
        """Read a `.bib` file and add its keys."""
        if name in self.bib_files:
            return
        source = SourceFile(name, self._text(name))
        self.bib_files[name] = source
        kept_as = fingerprint("bibliography", source.text)
        read = self.cache.get(kept_as)
        if read is None:
            read = bib_keys(source.text)
            self.cache.put(kept_as, read)
        keys, problems = read
        for key, start, end in keys:
            self.bibliography.setdefault(key, Span(name, start, end))
        for offset, message in problems:
            self.report("P6", source, offset, offset + 1, message)

    def _read_embedded(self, name: str) -> bool:
        """A bibliography that the paper itself writes, by `\\begin{filecontents}{refs.bib}`."""
        start = patterns.compiled(
            rf"\\begin\{{filecontents\*?\}}(?:\[[^\]]*\])?\{{{patterns.escape(name)}\}}"
        )
        for source in self.files.values():
            begin = start.search(source.text) if "{filecontents" in source.text else None
            if begin is None:
                continue
            end = source.text.find("\\end{filecontents", begin.end())
            keys, problems = bib_keys(source.text[begin.end() : end if end >= 0 else None])
            for key, first, last in keys:
                place = Span(source.name, begin.end() + first, begin.end() + last)
                self.bibliography.setdefault(key, place)
            for offset, message in problems:
                offset += begin.end()
                self.report("P6", source, offset, offset + 1, message)
            return True
        return False

    def _read_formatted(self) -> bool:
        """Papers as submitted to arXiv come with `main.bbl` in place of the `.bib` files."""
        name = f"{posixpath.splitext(self.main)[0]}.bbl"
        path = self._inside(name)
        if path is None or not is_file(path):
            return False
        if name not in self.bib_files:
            text = self._text(name)
            source = SourceFile(name, text, tuple(scan(text).regions))
            self.bib_files[name] = source
            for key, start, end in formatted_keys(source.masked):
                self.bibliography.setdefault(key, Span(name, start, end))
        return True

    # -- the document -------------------------------------------------------------------------

    def definitions(self) -> Definitions:
        """What the files define, in the form that reading their views needs."""
        configured = self.project.configuration.environments
        return Definitions(self.macros, self.theorems, self.wrappers, self.restatable, configured)

    def document(self, views: Sequence[FileView]) -> Document:
        """Put together what the files hold.

        Args:
            views: of all files, in their order. Where they are skeletons, the document has no
                environments and formulas that could be looked at.
        """
        balanced = balanced_across(views, self.input_at, self.main)
        for view in views:
            for offset, rule, message in view.problems:
                if rule == "P1" and (view.name, offset) in balanced:
                    continue
                self.report(rule, view.source, offset, offset + 1, message)
        pairs = pair_proofs(views, self.input_at)
        return Document(
            main=self.main,
            files=self.files,
            macros=self.macros,
            redefined=frozenset(self.redefined),
            environments=_together(view.environments for view in views),
            statements=tuple(s for view in views for s in view.statements),
            proofs=tuple(pairs.proofs),
            labels=tuple(key for view in views for key in view.labels),
            references=tuple(key for view in views for key in view.references),
            citations=tuple(key for view in views for key in view.citations),
            bibliography=self.bibliography,
            findings=in_reading_order(self.findings),
            formulas=_together(view.formulas for view in views),
            headings=tuple(heading for view in views for heading in view.headings),
            bib_files=self.bib_files,
            has_bibliography=self.has_bibliography,
            views=tuple(views),
            input_at=self.input_at,
            numbers=pairs.numbers,
            repeats=pairs.repeats,
        )


def _with_slash(parts: Sequence[str]) -> list[str]:
    """`\\import{folder}{file}`: the folder needs no slash at its end."""
    return [f"{part.rstrip('/')}/" if part else "" for part in parts[:-1]] + [parts[-1]]


def _joined(folder: str, name: str) -> str:
    """A file's name in a folder, without parts that say nothing."""
    path = posixpath.join(folder, name)
    parts = "/".join(part for part in path.split("/") if part not in ("", "."))
    return f"/{parts}" if path.startswith("/") else parts or "."


def _together(parts: Iterable[tuple[_Thing, ...]]) -> tuple[_Thing, ...]:
    """All parts as one, which cannot be looked at where one of them cannot."""
    parts = list(parts)
    if any(part is NOT_READ for part in parts):
        nothing: tuple[_Thing, ...] = NOT_READ
        return nothing
    return tuple(chain.from_iterable(parts))
