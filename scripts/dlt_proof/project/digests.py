"""Which cited work a digest is of: `cite-<key>.md`, or several `cite-<key>-<slug>.md`.

Not here: what a digest says (`lint`, `trace`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..patterns import pattern

_NOT_IN_NAMES = pattern(r"[^a-z0-9]+")
PREFIX = "cite-"


def keys_of_digests(names: Iterable[str], known: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The keys that each digest of a cited work belongs to; spelling is set aside.

    A file belongs to the longest key it can be named for: with the keys `a` and `a-b`, the file
    `cite-a-b.md` is no digest of `a`.

    Args:
        names: of files in `.proof-research/`, without `.md`; others than digests of works count
            for nothing.
        known: the keys of the bibliography, and all that are cited.
    """
    by_length = sorted(known, key=lambda key: (-len(_name(key)), key))
    found: dict[str, frozenset[str]] = {}
    for name in names:
        if not name.startswith(PREFIX):
            continue
        stem = _name(name.removeprefix(PREFIX))
        named = [key for key in by_length if stem == _name(key)] or [
            key for key in by_length if _name(key) and stem.startswith(f"{_name(key)}-")
        ]
        if named:
            longest = _name(named[0])
            found[name] = frozenset(key for key in named if _name(key) == longest)
    return found


def _name(text: str) -> str:
    """Of a key or a file: what is left when spelling is set aside."""
    return _NOT_IN_NAMES.sub("-", text.lower()).strip("-")
