"""Digests: which cited work one is of, whether it says something, whether anybody has read it.

That of a technique is called for it; that of a work is `cite-<key>.md`, or several are
`cite-<key>-<slug>.md`. Not here: what a digest says (`lint`, `trace`), and who drafts one
(`scouts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .. import patterns
from ..patterns import pattern
from ..records.errors import InputError
from .files import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .root import Project

_NOT_IN_NAMES = pattern(r"[^a-z0-9]+")
# File systems and shells object to some characters, and some to capitals.
_HARD_IN_NAMES = pattern(r"[/\\:*?\"<>|\s]+")
_COMMENT = pattern(r"<!--.*?-->", patterns.DOTALL)
PREFIX = "cite-"
#: The line that begins with this says that a scout wrote the digest; whoever has read it takes the
#: line out.
DRAFT = "**Scout's draft:**"


def digest_of_key(key: str) -> str:
    """The name, without `.md`, that the digest of a cited work gets by default."""
    return f"{PREFIX}{_HARD_IN_NAMES.sub('-', key)}"


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


def digested_keys(project: Project, known: Iterable[str]) -> set[str]:
    """The keys that have a digest which says something.

    Args:
        project: whose `.proof-research/` is looked at.
        known: as for `keys_of_digests`.
    """
    digested: set[str] = set()
    for name, keys in keys_of_digests(project.digests(), known).items():
        try:
            if _COMMENT.sub("", project.read_digest(name)).strip("\ufeff \t\r\n"):
                digested |= keys
        except InputError:  # not UTF-8: nobody can read it as a digest
            continue
    return digested


def draft_line(text: str) -> int:
    """The line, from 1, in which a digest says that it is a scout's draft; 0 where none does."""
    lines = split_lines(text) if DRAFT in text else []
    return next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(DRAFT)), 0)


def drafts(project: Project) -> dict[str, int]:
    """The digests that scouts drafted and nobody has read since, with the line that says so."""
    found = {}
    for name in project.digests():
        try:
            line = draft_line(project.read_digest(name))
        except InputError:  # as above
            continue
        if line:
            found[name] = line
    return found


def _name(text: str) -> str:
    """Of a key or a file: what is left when spelling is set aside."""
    return _NOT_IN_NAMES.sub("-", text.lower()).strip("-")
