"""What a blueprint declares: `\\uses{…}`, `\\lean{…}`, `\\leanok` in statements and proofs.

The commands are those of leanblueprint. Which statement a proof proves, `\\proves{…}` tells where
proofs are paired (`latex.accounts`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import FileView
from ..patterns import pattern
from ..records.record import Record

_USES = pattern(r"\\uses\s*\{([^{}]*)\}")
_KEY = pattern(r"[^\s,](?:[^,]*[^\s,])?")
_FORMALISED = pattern(r"\\(?P<command>leanok|mathlibok)(?![a-zA-Z@])|\\lean\s*\{(?P<name>[^{}]*)\}")


class DeclaredUse(Record):
    """One key of a `\\uses`, and where it stands."""

    key: str
    place: int


def declared_uses(view: FileView) -> Iterator[DeclaredUse]:
    """The keys of every `\\uses` of a file, by place."""
    for match in _USES.finditer(view.masked):
        for key in _KEY.finditer(match[1]):
            yield DeclaredUse(" ".join(key.group().split()), match.start(1) + key.start())


def formalised(view: FileView) -> list[tuple[int, str]]:
    """The places that tell of a formalisation: offset and `leanok`, `mathlibok` or `lean`."""
    return [(m.start(), m["command"] or "lean") for m in _FORMALISED.finditer(view.masked)]
