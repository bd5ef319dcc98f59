"""A proof project on disk: its root and the places of everything in it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from .. import patterns
from ..records.errors import InputError
from .configuration import Configuration, load_configuration
from .files import read_text, split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .state import StateStore

RESEARCH_FOLDER = ".proof-research"
SECTION_FOLDER = "sections"
OUTPUT_FOLDER = ".output"

# A commented-out \documentclass does not make a file the main one.
_DOCUMENT_CLASS = patterns.pattern(r"^[^%\n]*\\document(?:class|style)\b", patterns.MULTILINE)


class Project:
    """A folder of LaTeX and, if it is a proof project, its `.proof-research/`.

    Args:
        root: absolute path of the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._names: dict[Path, str] = {}

    @property
    def research(self) -> Path:
        return self.root / RESEARCH_FOLDER

    @property
    def is_proof_project(self) -> bool:
        """False for a plain paper, which has no `.proof-research/`."""
        return self.research.is_dir()

    @property
    def plan_file(self) -> Path:
        return self.research / "dependency-graph.md"

    @property
    def scope_file(self) -> Path:
        return self.research / "scope.md"

    @property
    def decisions_file(self) -> Path:
        return self.research / "decisions.md"

    @property
    def trace_file(self) -> Path:
        """The sweep as a person reads it (rendered)."""
        return self.research / "confidence-trace.md"

    def review_file(self, round_number: int) -> Path:
        """A review round as a person reads it (rendered)."""
        return self.research / f"review-iteration-{round_number}.md"

    @property
    def output(self) -> Path:
        """Where LaTeX and the numeric checks write: everything in it can be made again."""
        return self.root / OUTPUT_FOLDER

    @cached_property
    def state(self) -> StateStore:
        # Imported where it is needed: lint runs after every edit and has no state.
        from .state import StateStore

        return StateStore(self.research / "state", self.root)

    @cached_property
    def configuration(self) -> Configuration:
        return load_configuration(self.root)

    @cached_property
    def main_file(self) -> Path:
        """The file that holds `\\documentclass`.

        Raises:
            InputError: there is none, or several and none is called main.tex.
        """
        configured = self.configuration.main
        if configured is not None:
            path = self.inside(configured)
            if not path.is_file():
                raise InputError(f"dlt-proof.toml names main = {configured!r}, which is not there")
            return path
        if (self.root / "main.tex").is_file():
            return self.root / "main.tex"
        found = _files_with_document_class(self.root)
        if len(found) == 1:
            return found[0]
        if not found:
            raise InputError(
                f"no main.tex and no other file with \\documentclass in {self.root}",
                remedy="`dlt-proof init DIR` makes a project",
            )
        names = ", ".join(path.name for path in found)
        raise InputError(
            f"several files hold \\documentclass ({names})",
            remedy='name one in dlt-proof.toml: main = "…"',
        )

    @cached_property
    def _resolved(self) -> Path:
        return self.root.resolve()

    def relative(self, path: Path) -> str:
        """A path as findings show it: relative to the root, with `/`."""
        name = self._names.get(path)
        if name is None:
            try:
                name = path.resolve().relative_to(self._resolved).as_posix()
            except ValueError:
                name = path.as_posix()
            self._names[path] = name
        return name

    def inside(self, name: str) -> Path:
        """The path of a file of the project named in its own texts.

        Raises:
            InputError: the name leads out of the project.
        """
        try:
            path = (self.root / name).resolve()
        except RuntimeError:  # how Python before 3.13 tells of a loop
            raise InputError(f"{name!r} is a symbolic link that leads to itself") from None
        try:
            self._names[path] = path.relative_to(self._resolved).as_posix()
        except ValueError:
            raise InputError(f"{name!r} leads out of the project folder") from None
        return path

    def documents_beside(self, names: Collection[str]) -> list[str]:
        """The files of the root folder with a `\\documentclass` that are not among `names`."""
        paths = [path for path in _latex_files(self.root) if path.name not in names]
        return [path.name for path in paths if has_document_class(path)]

    def read(self, path: Path) -> str:
        """The text of one of the project's files (see `read_text`)."""
        return read_text(path, name=self.relative(path))

    def lines(self, name: str) -> list[str]:
        """The lines of a file that findings name, to be shown; none where it cannot be read.

        What is not UTF-8 is replaced: this is for showing a place, not for checking a text.
        """
        path = self.root / name
        try:
            return split_lines(self.read(path))
        except InputError:
            pass
        try:
            return split_lines(path.read_bytes().decode("utf-8", errors="replace"))
        except OSError:
            return []

    def digest_files(self, stem: str) -> list[Path]:
        """The digests `<stem>.md` and `<stem>-<slug>.md` in `.proof-research/`, sorted."""
        exact = self.research / f"{stem}.md"
        found = [exact] if exact.is_file() else []
        if self.research.is_dir():
            found += sorted(
                path
                for path in self.research.iterdir()
                if path.name.startswith(f"{stem}-") and path.suffix == ".md" and path.is_file()
            )
        return found


def open_project(folder: Path) -> Project:
    """The project in a folder that somebody named.

    Raises:
        InputError: the folder is not there, is a file, or holds nothing a project has.
    """
    if not folder.exists():
        raise InputError(f"{folder} does not exist")
    if not folder.is_dir():
        raise InputError(f"{folder} is a file, a project folder was expected")
    project = Project(folder.resolve())
    if not project.is_proof_project and not _files_with_document_class(project.root):
        raise InputError(
            f"{folder} holds neither .proof-research/ nor a file with \\documentclass: "
            "there is nothing to check",
            remedy="`dlt-proof init DIR` makes a project",
        )
    return project


def find_project(start: Path) -> Project:
    """The project around a folder: its nearest ancestor, itself included, that is one.

    Raises:
        InputError: no ancestor is a project.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / RESEARCH_FOLDER).is_dir() or _files_with_document_class(folder):
            return Project(folder)
    raise InputError(
        f"neither {start} nor a folder above it is a proof project or a paper",
        remedy="name the folder, or make a project with `dlt-proof init DIR`",
    )


def _files_with_document_class(folder: Path) -> list[Path]:
    return [path for path in _latex_files(folder) if has_document_class(path)]


def _latex_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.tex"))
    except OSError:
        return []


def has_document_class(path: Path) -> bool:
    """Whether a file is a document of its own. One that cannot be read is none."""
    try:
        if not path.is_file():
            return False
        text = path.read_bytes().decode("utf-8", errors="replace")
        return _DOCUMENT_CLASS.search(text) is not None
    except OSError:
        return False
