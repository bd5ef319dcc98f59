"""What a tool call changes in a proof project: the files that differ, and the project before and
after. Of a call that is still to come it is what the call would do; of one that is over, what it
did. Not here: what of it is refused (`rules`)."""

from __future__ import annotations

import os
from functools import cached_property

from ..graph.plan_file import parse_plan
from ..latex import read_document
from ..project.edited import EditedProject
from ..project.files import is_file, read_bytes
from ..project.root import PLAN_FILE, RESEARCH_FOLDER, Project
from ..records.errors import InputError
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..graph.plan_file import Plan
    from ..latex import Document

#: Files that TeX reads and that can say something of the paper.
_LATEX_ENDINGS = (".tex", ".sty", ".cls", ".ltx", ".latex", ".def", ".clo")


def is_latex(name: str) -> bool:
    """Whether a file is one that TeX reads, by its name."""
    return name.lower().endswith(_LATEX_ENDINGS)


class Violation(Record):
    """Something that may not be.

    Args:
        file: which it is about, relative to the project.
        message: what may not be and what to do instead; may have several lines.
    """

    file: str
    message: str


class Changed(Record):
    """A file that differs, None where there is none.

    Args:
        name: relative to the project's folder, with `/`.
        is_known: whether `before` is what stood there, so that it can be put back.
    """

    name: str
    before: bytes | None
    after: bytes | None
    is_known: bool = True

    @property
    def is_latex(self) -> bool:
        return is_latex(self.name)


class Side:
    """The project before or after."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @property
    def texts(self) -> dict[str, str]:
        """Those that are not on the disk, by the names of their files."""
        return self.project.texts if isinstance(self.project, EditedProject) else {}

    @cached_property
    def plan(self) -> Plan | None:
        """The plan, None where there is none that is text."""
        try:
            return parse_plan(self.project.read(PLAN_FILE), PLAN_FILE)
        except InputError:
            return None

    @cached_property
    def main(self) -> str:
        """The name of the main file, empty where there is none."""
        try:
            return self.project.main_name
        except InputError:
            return ""

    @cached_property
    def document(self) -> Document | None:
        """The paper, None where there is no main file that can be read."""
        try:
            return read_document(self.project)
        except InputError:
            return None


class Delta:
    """What a call changes.

    Args:
        root: the project's folder.
        changed: the files that differ.
        done: whether the call is over, so that the disk has what it left.
        plain: the arguments of our own program, where the call runs it and nothing else.
    """

    def __init__(
        self,
        root: str,
        changed: tuple[Changed, ...],
        *,
        done: bool,
        plain: tuple[str, ...] = (),
    ) -> None:
        self.root = root
        self.changed = changed
        self.done = done
        self.plain = plain
        disk, other = Side(Project(root)), Side(EditedProject(root, dict(self._other_texts())))
        self.before, self.after = (other, disk) if done else (disk, other)

    def _other_texts(self) -> Iterator[tuple[str, str]]:
        """The texts of the side that is not on the disk."""
        for changed in self.changed:
            data = changed.before if self.done else changed.after
            if data is not None:
                yield changed.name, data.decode("utf-8", errors="replace")

    def without(self, name: str) -> Delta:
        """The change with one file as it was, to be looked at only."""
        kept = {c.name: c.before for c in self.changed if c.name == name}
        texts = {n: data.decode("utf-8", errors="replace") for n, data in kept.items() if data}
        other = Delta(self.root, self.changed, done=self.done, plain=self.plain)
        other.after = Side(EditedProject(self.root, {**self.after.texts, **texts}))
        return other

    @cached_property
    def by_name(self) -> Mapping[str, Changed]:
        return {changed.name: changed for changed in self.changed}

    @property
    def judged(self) -> list[Changed]:
        """The files that the rules are about; anybody may change the others."""
        settings = ("dlt-proof.toml", "pyproject.toml")
        return [
            c
            for c in self.changed
            if c.is_latex or c.name in settings or c.name.startswith(f"{RESEARCH_FOLDER}/")
        ]

    def content(self, name: str, afterwards: bool) -> bytes | None:
        """A file before or after, None where there is none.

        Raises:
            OSError: it cannot be read.
        """
        if name in self.by_name:
            changed = self.by_name[name]
            return changed.after if afterwards else changed.before
        path = os.path.join(self.root, name)
        return read_bytes(path) if is_file(path) else None

    @property
    def latex(self) -> list[Changed]:
        """The LaTeX files that are there afterwards."""
        return [c for c in self.changed if c.is_latex and c.after is not None]
