"""Command lines that name steps or statements, and a project among them."""

from __future__ import annotations

from ...project.files import is_folder
from ...records.errors import InputError
from .common import proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...project import Project


def named(words: Sequence[str]) -> tuple[Project, list[str]]:
    """The proof project among the words of a command line, and the other words.

    Raises:
        InputError: more than one of them is a folder, or it is no proof project.
    """
    folders = [word for word in words if is_folder(word)]
    if len(folders) > 1:
        raise InputError("more than one folder is named")
    project = proof_project_in(folders[0] if folders else None)
    return project, [word for word in words if word not in folders]
