"""A project some of whose files hold another text than on the disk: to try out what is not
written yet. It is read like any other, through `Project.read`."""

from collections.abc import Mapping
from pathlib import Path

from .root import Project


class EditedProject(Project):
    """The project in a folder, with other texts in place of some files.

    Args:
        root: absolute path of the folder.
        texts: by name relative to the root.
    """

    def __init__(self, root: Path, texts: Mapping[str, str]) -> None:
        super().__init__(root)
        self.texts = dict(texts)

    def read(self, path: Path) -> str:
        """The text of one of the project's files, as it would be."""
        name = self.relative(path)
        return self.texts[name] if name in self.texts else super().read(path)
