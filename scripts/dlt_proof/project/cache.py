"""What was computed from texts in earlier runs, by keys that name everything it depends on.

The caches lie in the user's cache folder, one file for each project and one for all. They are
never needed: a missing, damaged or foreign one is an empty one. Nothing in them is evidence.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from binascii import crc32
from collections.abc import Iterable

try:
    # As `hashlib` has it, without OpenSSL, which takes longer to load than many files to lint.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

from ..program import cache_folder, file_state, is_own, place_of, state
from ..records.errors import InputError
from .files import write_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FORM = 1
#: Runs that save after which what no run asked for is dropped.
_KEPT_RUNS = 8
_DIGEST_BYTES = 16
_CHECKSUM_BYTES = 4


def fingerprint(*parts: str | bytes) -> bytes:
    """A digest of texts in their order; different lists of texts have different digests."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.digest()


class Cache:
    """Values by key. Values are made of strings, numbers, booleans, None, tuples and dicts.

    Args:
        path: where it is kept; None keeps nothing.
        program: fingerprint of the program that makes the values.
    """

    def __init__(self, path: str | None = None, program: bytes = b"") -> None:
        self._path = path
        self._program = program
        self._entries: dict[bytes, tuple[int, bytes]] = {}
        self._used: set[bytes] = set()
        self._new: set[bytes] = set()
        if path is not None:
            self._load(path)

    def get(self, key: bytes) -> Any | None:
        """The value of a key, None where there is none."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._used.add(key)
        return marshal.loads(entry[1])

    def put(self, key: bytes, value: Any) -> None:
        """Keep a value."""
        self.put_stored(key, marshal.dumps(value))

    def put_stored(self, key: bytes, stored: bytes) -> None:
        """Keep a value that `marshal` made bytes of already, perhaps in another process."""
        self._entries[key] = (0, stored)
        self._used.add(key)
        self._new.add(key)

    def account(self) -> bytes:
        """What this run asked for and put in so far, for another process's `take_over`."""
        new = {key: self._entries[key][1] for key in self._new}
        return marshal.dumps((tuple(self._used), new))

    def take_over(self, account: bytes) -> None:
        """Keep what a process that worked for this one put into its copy of the cache."""
        used, new = marshal.loads(account)
        self._used.update(used)
        for key, stored in new.items():
            self.put_stored(key, stored)

    def save(self) -> None:
        """Write it, if it changed. A folder that cannot be written is no error."""
        if self._path is None or not self._new:
            return
        kept = {
            key: (0 if key in self._used else age + 1, stored)
            for key, (age, stored) in self._entries.items()
            if key in self._used or age < _KEPT_RUNS
        }
        content = marshal.dumps((_FORM, self._program, kept))
        with contextlib.suppress(InputError):
            write_bytes(self._path, _checksum(content) + content, mode=0o600, durable=False)

    def _load(self, path: str) -> None:
        try:
            with open(path, "rb") as stream:
                if not is_own(os.fstat(stream.fileno())):
                    return
                data = stream.read()
        except OSError:
            return
        content = memoryview(data)[_CHECKSUM_BYTES:]
        # marshal may crash on a damaged file, so it only ever sees what was written whole.
        if _checksum(content) != data[:_CHECKSUM_BYTES]:
            return
        form, program, entries = marshal.loads(content)
        if form == _FORM and program == self._program:
            self._entries = entries


def _checksum(content: bytes | memoryview) -> bytes:
    return crc32(content).to_bytes(_CHECKSUM_BYTES, "big")


def open_shared_cache() -> Cache:
    """The cache of what depends on the program alone (see `kept`)."""
    return Cache(place_of("values"), fingerprint(state()))


def open_cache(folder: str, also: Iterable[str]) -> Cache:
    """The cache of a project.

    Args:
        folder: the project's.
        also: files that the values depend on besides their keys and the program: a change of
            size or time of any of them empties the cache.
    """
    name = f"{fingerprint(os.path.realpath(folder)).hex()}.cache"
    others = (file_state(path, os.stat(path)) for path in also)
    return Cache(os.path.join(cache_folder(), name), fingerprint(state(), *others))
