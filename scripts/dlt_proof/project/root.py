"""A proof project on disk: its root and the places of everything in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection
from functools import cached_property

from .. import patterns
from ..records.errors import InputError
from .configuration import Configuration, load_configuration
from .files import StrPath, exists, is_file, is_folder, read_loosely, read_text, split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from .state import StateStore

RESEARCH_FOLDER = ".proof-research"
SECTION_FOLDER = "sections"
OUTPUT_FOLDER = ".output"
PLAN_FILE = f"{RESEARCH_FOLDER}/dependency-graph.md"

# A commented-out \documentclass does not make a file the main one.
_DOCUMENT_CLASS = patterns.pattern(r"^[^%\n]*\\document(?:class|style)\b", patterns.MULTILINE)


class Project:
    """A folder of LaTeX and, if it is a proof project, its `.proof-research/`.

    Args:
        root: absolute path of the folder.
    """

    def __init__(self, root: StrPath) -> None:
        self.folder = os.fspath(root)
        self._names: dict[str, str] = {}
        self._real_folders: dict[str, str] = {}

    @cached_property
    def root(self) -> Path:
        """The folder, for those who have the time to load `pathlib`."""
        from pathlib import Path

        return Path(self.folder)

    def path_to(self, place: StrPath) -> str:
        """The path of a file that is named relative to the root."""
        return os.path.join(self.folder, place)

    @property
    def research(self) -> Path:
        return self.root / RESEARCH_FOLDER

    @property
    def is_proof_project(self) -> bool:
        """False for a plain paper, which has no `.proof-research/`."""
        return is_folder(self.path_to(RESEARCH_FOLDER))

    @property
    def has_plan(self) -> bool:
        return is_file(self.path_to(PLAN_FILE))

    @property
    def plan_file(self) -> Path:
        return self.root / PLAN_FILE

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
        return load_configuration(self.folder)

    @cached_property
    def main_file(self) -> Path:
        """The path of the main file (see `main_name`)."""
        return self.root / self.main_name

    @cached_property
    def main_name(self) -> str:
        """The file that holds `\\documentclass`, relative to the root.

        Raises:
            InputError: there is none, or several and none is called main.tex.
        """
        configured = self.configuration.main
        if configured is not None:
            path = self.real_path(configured)
            if not is_file(path):
                raise InputError(f"dlt-proof.toml names main = {configured!r}, which is not there")
            return self.relative(path)
        if is_file(self.path_to("main.tex")):
            return "main.tex"
        found = _files_with_document_class(self.folder)
        if len(found) == 1:
            return found[0]
        if not found:
            raise InputError(
                f"no main.tex and no other file with \\documentclass in {self.folder}",
                remedy="`dlt-proof init DIR` makes a project",
            )
        raise InputError(
            f"several files hold \\documentclass ({', '.join(found)})",
            remedy='name one in dlt-proof.toml: main = "…"',
        )

    @cached_property
    def _real_folder(self) -> str:
        return os.path.realpath(self.folder)

    def relative(self, path: StrPath) -> str:
        """A path as findings show it: relative to the root, with `/`."""
        path = os.fspath(path)
        name = self._names.get(path)
        if name is None:
            name = self._below(self._real(path))
            if name is None:
                name = path.replace(os.sep, "/")
            self._names[path] = name
        return name

    def _real(self, path: str) -> str:
        """`os.path.realpath`, quicker where many files lie in few folders."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir):
            return os.path.realpath(path)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        path = os.path.join(self._real_folders[folder], name)
        return os.path.realpath(path) if os.path.islink(path) else path

    def _below(self, real: str) -> str | None:
        """A real path relative to the root, None for one elsewhere."""
        if real == self._real_folder:
            return "."
        folder = os.path.join(self._real_folder, "")
        return real.removeprefix(folder).replace(os.sep, "/") if real.startswith(folder) else None

    def holds(self, path: StrPath) -> bool:
        """Whether a path, symbolic links followed, lies in the project's folder."""
        return self._below(self._real(os.fspath(path))) is not None

    def real_path(self, name: str) -> str:
        """The path, without symbolic links, of a file of the project named in its own texts.

        Raises:
            InputError: the name leads out of the project, or to itself.
            OSError, ValueError: no file can have this name.
        """
        real = self._real(self.path_to(name))
        try:
            os.stat(real)
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise InputError(f"{name!r} is a symbolic link that leads to itself") from None
        below = self._below(real)
        if below is None:
            raise InputError(f"{name!r} leads out of the project folder")
        self._names[real] = below
        return real

    def inside(self, name: str) -> Path:
        """`real_path` as a `Path`."""
        from pathlib import Path

        return Path(self.real_path(name))

    def documents_beside(self, names: Collection[str]) -> list[str]:
        """The files of the root folder with a `\\documentclass` that are not among `names`."""
        return [name for name in _files_with_document_class(self.folder) if name not in names]

    def read(self, place: StrPath) -> str:
        """The text of one of the project's files (see `read_text`).

        Args:
            place: its path, or its name relative to the root.
        """
        path = self.path_to(place)
        return read_text(path, name=self.relative(path))

    def lines(self, name: str) -> list[str]:
        """The lines of a file that findings name, to be shown; none where it cannot be read.

        What is not UTF-8 is replaced: this is for showing a place, not for checking a text.
        """
        try:
            return split_lines(self.read(name))
        except InputError:
            pass
        try:
            return split_lines(read_loosely(self.path_to(name)))
        except OSError:
            return []

    def digests(self) -> list[str]:
        """The names, without `.md`, of the files of `.proof-research/` that may be digests."""
        folder = self.path_to(RESEARCH_FOLDER)
        try:
            names = sorted(name for name in os.listdir(folder) if name.endswith(".md"))
        except OSError:
            return []
        return [n.removesuffix(".md") for n in names if is_file(os.path.join(folder, n))]

    def read_digest(self, name: str) -> str:
        """The text of one of `digests`."""
        return self.read(f"{RESEARCH_FOLDER}/{name}.md")


def open_project(folder: StrPath) -> Project:
    """The project in a folder that somebody named.

    Raises:
        InputError: the folder is not there, is a file, or holds nothing a project has.
    """
    if not exists(folder):
        raise InputError(f"{folder} does not exist")
    if not is_folder(folder):
        raise InputError(f"{folder} is a file, a project folder was expected")
    project = Project(os.path.realpath(folder))
    if not project.is_proof_project and not _files_with_document_class(project.folder):
        raise InputError(
            f"{folder} holds neither .proof-research/ nor a file with \\documentclass: "
            "there is nothing to check",
            remedy="`dlt-proof init DIR` makes a project",
        )
    return project


def find_project(start: StrPath) -> Project:
    """The project around a folder: its nearest ancestor, itself included, that is one.

    Raises:
        InputError: no ancestor is a project.
    """
    start = folder = os.path.realpath(start)
    while True:
        project = Project(folder)
        if project.is_proof_project or _files_with_document_class(folder):
            return project
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    raise InputError(
        f"neither {start} nor a folder above it is a proof project or a paper",
        remedy="name the folder, or make a project with `dlt-proof init DIR`",
    )


def _files_with_document_class(folder: str) -> list[str]:
    """Names of files in a folder; one that cannot be looked into has none."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".tex"))
    except OSError:
        return []
    return [name for name in names if has_document_class(os.path.join(folder, name))]


def has_document_class(path: StrPath) -> bool:
    """Whether a file is a document of its own. One that cannot be read is none."""
    try:
        if not is_file(path):
            return False
        return _DOCUMENT_CLASS.search(read_loosely(path)) is not None
    except OSError:
        return False
