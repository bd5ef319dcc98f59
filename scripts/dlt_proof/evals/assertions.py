"""`assertions.toml`: what an eval asserts of itself, and reading it.

What does not read is told with its line. Not here: the kinds of assertions (`kinds`), and deciding
them (`deciders`).
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from ..project import Project
from ..records.errors import InputError
from .kinds import Assertion, BaseAssertion
from .tables import StrictTable
from .tolerance import Tolerance

FILE = "assertions.toml"


class Assertions(StrictTable):
    """The whole file."""

    schema_: Annotated[Literal["dlt-proof/assertions/1"], Field(alias="schema")]
    tolerance: Tolerance = Tolerance()
    assertion: Annotated[list[Assertion], Field(min_length=1)]

    @model_validator(mode="after")
    def _different_names(self) -> Self:
        names = [assertion.id for assertion in self.assertion]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the id {twice[0]!r} is used twice")
        return self


def has_assertions(project: Project) -> bool:
    """Whether the eval asserts anything."""
    return (project.root / FILE).is_file()


def read_assertions(project: Project) -> Assertions:
    """The assertions of an eval.

    Raises:
        InputError: there are none, or the file does not read (with its line).
    """
    if not has_assertions(project):
        raise InputError(
            f"there is no {FILE}: nothing is asserted",
            file=project.root.name,
            remedy="`dlt-proof eval new NAME` makes an eval with one",
        )
    text = project.read(FILE)
    try:
        return Assertions.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        raise InputError(str(error), file=FILE, line=int(at[1]) if at else None) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        loc = first["loc"]
        message = first["msg"].removeprefix("Value error, ")
        raise InputError(f"{_told(loc)}{message}", file=FILE, line=_line(text, loc)) from None


def tolerance_of(project: Project) -> Tolerance:
    """The stated tolerance; the default where nothing is stated.

    Raises:
        InputError: as for `read_assertions`.
    """
    return read_assertions(project).tolerance if has_assertions(project) else Tolerance()


def _told(loc: Sequence[int | str]) -> str:
    """The keys of a fault; the kind, by which pydantic tells which of the models, left out."""
    names: list[str] = []
    for before, part in zip((None, *loc), loc, strict=False):
        if isinstance(part, int):
            names.append(f"{names.pop() if names else ''}[{part + 1}]")
        elif not (isinstance(before, int) and part in _KINDS):
            names.append(part)
    return f"{'.'.join(names)}: " if names else ""


def _line(text: str, loc: Sequence[int | str]) -> int | None:
    """Where a fault stands: the key of it, or the head of the nearest table around it."""
    keys = list(_keys(text))
    wanted = [p for b, p in zip((None, *loc), loc, strict=False) if not _is_kind(b, p)]
    while wanted:
        for line, path in keys:
            if path == wanted:
                return line
        wanted.pop()
    return 1


def _is_kind(before: int | str | None, part: int | str) -> bool:
    return isinstance(before, int) and part in _KINDS


_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+)(?:\.[\w.-]+)?\s*=")
_KINDS = frozenset(
    model.model_fields["kind"].annotation.__args__[0]  # type: ignore[union-attr]
    for model in BaseAssertion.__subclasses__()
)


def _keys(text: str) -> Iterator[tuple[int, list[Any]]]:
    """The lines of tables and keys with their paths, lists counted from 0."""
    counts: dict[str, int] = {}
    table: list[Any] = []
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        quotes = line.count('"""') + line.count("'''")
        if not inside:
            if head := _HEAD.match(line):
                table = _table(head[2], head[1] == "[[", counts)
                yield number, table
            elif key := _KEY.match(line):
                yield number, [*table, key[1]]
        inside ^= quotes % 2 == 1


def _table(name: str, is_list: bool, counts: dict[str, int]) -> list[Any]:
    parts = name.split(".")
    path: list[Any] = []
    for depth, part in enumerate(parts):
        path.append(part)
        at = repr(path)
        if depth == len(parts) - 1 and is_list:
            counts[at] = counts.get(at, -1) + 1
        if at in counts:
            path.append(counts[at])
    return path
