"""Spoilings: deliberate changes of a copy, after which an assertion must no longer pass.

Not here: trying them (`self_test`).
"""

import shutil
from typing import Self

from pydantic import Field, model_validator

from ..project import Project
from ..records.errors import InputError
from .tables import StrictTable


class Edit(StrictTable):
    """One change of a copy: exactly one of the four.

    Args:
        file: relative to the project's folder; a folder may only be removed.
        replace: text that must occur; every occurrence becomes `with`.
        append: text that is put at the end of the file.
        write: the whole file, which need not be there.
        remove: take the file or folder away.
    """

    file: str
    replace: str | None = None
    with_: str | None = Field(default=None, alias="with")
    append: str | None = None
    write: str | None = None
    remove: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.replace is not None, self.append is not None, self.write is not None]
        if sum([*ways, self.remove]) != 1:
            raise ValueError("give exactly one of `replace`, `append`, `write` and `remove = true`")
        if (self.replace is None) != (self.with_ is None):
            raise ValueError("`replace` and `with` go together")
        if self.replace == "":
            raise ValueError("`replace` is empty")
        if self.replace is not None and self.replace == self.with_:
            raise ValueError("`with` is the same as `replace`: nothing would change")
        return self


class Spoil(Edit):
    """A deliberate spoiling: one change, and others that it takes besides."""

    also: list[Edit] = Field(default_factory=list)

    @property
    def edits(self) -> tuple[Edit, ...]:
        return (self, *self.also)


def spoil(project: Project, spoiling: Spoil) -> tuple[str, ...]:
    """Change a copy as an assertion says.

    Returns:
        The files that were changed.

    Raises:
        InputError: a change does not apply: the file or the text is not there.
    """
    for edit in spoiling.edits:
        _apply(project, edit)
    return tuple(project.relative(project.inside(edit.file)) for edit in spoiling.edits)


def _apply(project: Project, edit: Edit) -> None:
    path = project.inside(edit.file)
    if path == project.root.resolve():
        raise InputError(f"{edit.file!r} is the whole project", file=edit.file)
    if edit.write is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit.write, encoding="utf-8")
        return
    if not path.exists():
        raise InputError("the spoiling does not apply: there is no such file", file=edit.file)
    if edit.remove:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return
    text = project.read(edit.file)
    if edit.append is not None:
        text += edit.append
    elif edit.replace is not None and edit.with_ is not None:
        if edit.replace not in text:
            raise InputError("the spoiling does not apply: no such text", file=edit.file)
        text = text.replace(edit.replace, edit.with_)
    path.write_text(text, encoding="utf-8", newline="")


def describe(spoiling: Spoil) -> str:
    """A spoiling in a few words."""
    return "; ".join(_described(edit) for edit in spoiling.edits)


def _described(edit: Edit) -> str:
    if edit.remove:
        return f"{edit.file} removed"
    if edit.write is not None:
        return f"{edit.file} written anew"
    if edit.append is not None:
        return f"{edit.file}: {_short(edit.append)} added"
    return f"{edit.file}: {_short(edit.replace or '')} → {_short(edit.with_ or '')}"


def _short(text: str) -> str:
    squeezed = " ".join(text.split())
    return repr(squeezed if len(squeezed) <= 40 else f"{squeezed[:39]}…")
