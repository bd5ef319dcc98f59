"""A project some of whose files hold another text than on the disk: to try out what is not
written yet. It is read like any other, through `Project.read`."""

from __future__ import annotations

from collections.abc import Mapping

from .files import StrPath
from .root import Project


class EditedProject(Project):
    """The project in a folder, with other texts in place of some files.

    Args:
        root: absolute path of the folder.
        texts: by name relative to the root.
    """

    def __init__(self, root: StrPath, texts: Mapping[str, str]) -> None:
        super().__init__(root)
        self.texts = dict(texts)

    def read(self, place: StrPath) -> str:
        """The text of one of the project's files, as it would be."""
        name = self.relative(self.path_to(place))
        return self.texts[name] if name in self.texts else super().read(place)
