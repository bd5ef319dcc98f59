"""Machine state: append-only, one JSON object a line, sealed by the program that wrote it.

A record's *seal* is a keyed hash (HMAC-SHA256) under a key in the user's configuration folder.
It stops shortcuts, not an attacker with the same account. A line without a seal, or with one
that does not fit, is refused: it was written or changed by hand. A seal under another machine's
key cannot be tested here; such a record is returned with `sealed_here = False`, and each reader
decides what it is still worth.

Each run writes files of its own (`state/<kind>/<time>-<random>.jsonl`), so that two branches
that both add to the state merge in git without conflict, and a line that a killed run left
unfinished spoils no other. Readers take no lock: what has no line feed yet is not there yet.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ..records.errors import InputError

try:
    import fcntl
except ImportError:  # no locks on this system; readers count what was recorded twice once
    fcntl = None  # type: ignore[assignment]

_REMEDY = "state/ is written by dlt-proof alone: take the line out, and run the command again"
_line_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_sealed_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class StateRecord:
    """One line of the state.

    Args:
        kind: which store it belongs to, `evidence`, `approval`, ….
        time: when it was written, ISO 8601 in UTC.
        data: what it says.
        sealed_here: whether the seal was made with this user's key.
        file, line: where it stands, relative to the project root.
    """

    kind: str
    time: str
    data: Mapping[str, Any]
    sealed_here: bool
    file: str
    line: int


class StateStore:
    """The folder `.proof-research/state/`.

    Args:
        folder: the folder, which need not exist yet.
        root: the project root, for paths in errors.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self._root = root
        self._runs: dict[tuple[int, str], Path] = {}

    @cached_property
    def _key(self) -> bytes:
        return _user_key()

    def append(self, kind: str, data: Mapping[str, Any]) -> None:
        """Add a record and flush it to the disk before returning.

        Raises:
            InputError: the state or the user's key cannot be written.
        """
        self.append_all(kind, [data])

    def append_all(self, kind: str, many: Iterable[Mapping[str, Any]]) -> None:
        """Add records in their order and flush them to the disk together before returning.

        Raises:
            InputError: the state or the user's key cannot be written, or a record is no UTF-8.
        """
        try:
            lines = "".join(self._line(kind, data) for data in many).encode("utf-8")
        except UnicodeEncodeError:
            raise InputError("what is to be recorded is not UTF-8") from None
        if not lines:
            return
        # A forked process has a file of its own.
        run = (os.getpid(), kind)
        try:
            path = self._runs.get(run) or self._new_file(kind)
            self._runs[run] = path
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
            try:
                while lines:
                    lines = lines[os.write(descriptor, lines) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            place = self._relative(self.folder / kind)
            raise InputError(f"cannot be written: {error.strerror}", file=place) from None
        finally:
            if lines:
                # What follows a line that was cut off must not be joined to it.
                self._runs.pop(run, None)

    def _line(self, kind: str, data: Mapping[str, Any]) -> str:
        # As it will be read: a seal over numbers as keys, say, would not fit the text they become.
        told = json.loads(_line_text(dict(data)))
        time = datetime.now(UTC).isoformat(timespec="microseconds")
        record: dict[str, Any] = {"kind": kind, "time": time, "data": told}
        record["seal"] = {"key": self._key_name, "mac": _mac(self._key, record)}
        return _line_text(record) + "\n"

    def _new_file(self, kind: str) -> Path:
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(8)}.jsonl"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        with contextlib.suppress(OSError):  # not every system can flush a folder
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return path

    def read(self, kind: str) -> list[StateRecord]:
        """All records of a kind, oldest first.

        A last line without its line feed was cut off by a killed run, or is being written now,
        and is left out: the command that wrote it never said it was done.

        Raises:
            InputError: a line is not a record, or its seal does not fit (with file and line).
        """
        records = []
        for path in sorted((self.folder / kind).glob("*.jsonl")):
            records += self.records_in(path.read_bytes(), kind, self._relative(path))
        return sorted(records, key=lambda record: record.time)

    def has(self, kind: str) -> bool:
        """Whether there may be records of a kind."""
        return any((self.folder / kind).glob("*.jsonl"))

    def records_in(self, data: bytes, kind: str, name: str) -> list[StateRecord]:
        """The records in the lines of a file.

        Args:
            data: whole lines.
            kind: what they have to be.
            name: how errors call the file.

        Raises:
            InputError: as for `read`.
        """
        lines = data.decode("utf-8", errors="replace").split("\n")[:-1]
        return [self._record(kind, line, name, number) for number, line in enumerate(lines, 1)]

    def _record(self, kind: str, line: str, file: str, number: int) -> StateRecord:
        def refused(reason: str) -> InputError:
            return InputError(f"refused: {reason}", file=file, line=number, remedy=_REMEDY)

        try:
            record = json.loads(line)
            seal = record.pop("seal")
            key, mac = seal["key"], seal["mac"]
            found_kind, time, data = record["kind"], record["time"], record["data"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise refused("this line is not a sealed record") from None
        if found_kind != kind or not isinstance(data, dict) or not isinstance(time, str):
            raise refused(f"this line is not a record of kind {kind!r}")
        sealed_here = key == self._key_name
        if sealed_here and not _fits(self._key, record, mac):
            raise refused("the record was written or changed by hand, its seal does not fit")
        return StateRecord(kind, time, data, sealed_here, file, number)

    @contextlib.contextmanager
    def alone(self, kind: str, *, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Keep other processes of this machine out of the same work until the block is left.

        For work that would be done twice, never for what would be wrong: records are read and
        written without it. The lock is the system's own on the folder of the kind: it leaves no
        file, and goes with the process that holds it, however that ends.

        Args:
            kind: what kind of record the work adds.
            waiting: called once where another process is at it.

        Raises:
            InputError: the folder cannot be made.
        """
        folder = self.folder / kind
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY) if fcntl else -1
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror}", file=self._relative(folder)
            ) from None
        _held.add(descriptor)
        try:
            _lock(descriptor, waiting)
            yield
        finally:
            _held.discard(descriptor)
            if descriptor >= 0:
                os.close(descriptor)

    def keyed(self, text: str) -> str:
        """A text's keyed hash under this user's key: 32 hexadecimal digits.

        For what the state has to hold and must not tell to who reads it.
        """
        return hmac.digest(self._key, f"keyed\0{text}".encode(), "sha256").hex()[:32]

    @cached_property
    def _key_name(self) -> str:
        return _name_of(self._key)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


#: Open folders whose locks this process holds.
_held: set[int] = set()


def _let_go() -> None:
    """A forked process shares the lock, and would keep it when the one it belongs to is killed."""
    for descriptor in _held:
        with contextlib.suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def _lock(descriptor: int, waiting: Callable[[], None]) -> None:
    if descriptor < 0:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        return


def _mac(key: bytes, record: Mapping[str, Any]) -> str:
    return hmac.digest(key, _sealed_text(record).encode("utf-8"), "sha256").hex()


def _fits(key: bytes, record: Mapping[str, Any], mac: object) -> bool:
    try:
        return hmac.compare_digest(str(mac).encode(), _mac(key, record).encode())
    except (UnicodeEncodeError, RecursionError):  # no record of ours is such a text
        return False


def _name_of(key: bytes) -> str:
    """A short public name of a key, so that a record tells which key sealed it."""
    return hashlib.sha256(b"dlt-proof key name\0" + key).hexdigest()[:12]


def _user_key() -> bytes:
    """The user's key, made on first use in their configuration folder (mode 0600)."""
    configured = os.environ.get("XDG_CONFIG_HOME")
    folder = (Path(configured) if configured else Path.home() / ".config") / "dlt-proof"
    path = folder / "key"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            # Written whole, then linked: of two runs that start together one key wins.
            fresh = folder / f"key.{secrets.token_hex(8)}"
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(secrets.token_hex(32) + "\n")
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(fresh)
            fresh.unlink()
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the key that seals records cannot be kept in {folder}: {error}",
            remedy="make the folder writable, or set XDG_CONFIG_HOME",
        ) from None
    if len(text) < 32:
        raise InputError(f"{path} does not hold a key", remedy="delete it; a new one is made")
    return text.encode("ascii")
