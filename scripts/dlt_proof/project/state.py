"""Machine state: append-only, one JSON object a line, sealed by the program that wrote it.

A record's *seal* is a keyed hash (HMAC-SHA256) under a key in the user's configuration folder.
It stops shortcuts, not an attacker with the same account. A line without a seal, or with one
that does not fit, is refused: it was written or changed by hand. A seal under another machine's
key cannot be tested here; such a record is returned with `sealed_here = False`, and each reader
decides what it is still worth.

Each run writes files of its own (`state/<kind>/<time>-<random>.jsonl`), so that two branches
that both add to the state merge in git without conflict.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ..records.errors import InputError

_REMEDY = "state/ is written by dlt-proof alone: take the line out, and run the command again"


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
        self._run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"

    @cached_property
    def _key(self) -> bytes:
        return _user_key()

    def append(self, kind: str, data: Mapping[str, Any]) -> None:
        """Add a record and flush it to the disk before returning.

        Raises:
            InputError: the state or the user's key cannot be written.
        """
        record = {"kind": kind, "time": datetime.now(UTC).isoformat(), "data": dict(data)}
        record["seal"] = {"key": _key_name(self._key), "mac": _mac(self._key, record)}
        line = json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n"
        path = self.folder / kind / f"{self._run}.jsonl"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as stream:
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror}", file=self._relative(path)
            ) from None

    def read(self, kind: str) -> list[StateRecord]:
        """All records of a kind, oldest first.

        A last line without its line feed was cut off by a killed run and is left out: the
        command that wrote it never said it was done.

        Raises:
            InputError: a line is not a record, or its seal does not fit (with file and line).
        """
        records = []
        for path in sorted((self.folder / kind).glob("*.jsonl")):
            text = path.read_bytes().decode("utf-8", errors="replace")
            whole_lines = text.split("\n")[:-1]
            for number, line in enumerate(whole_lines, start=1):
                records.append(self._record(kind, line, self._relative(path), number))
        return sorted(records, key=lambda record: record.time)

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
        sealed_here = key == _key_name(self._key)
        if sealed_here and not hmac.compare_digest(str(mac), _mac(self._key, record)):
            raise refused("the record was written or changed by hand, its seal does not fit")
        return StateRecord(kind, time, data, sealed_here, file, number)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _mac(key: bytes, record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()


def _key_name(key: bytes) -> str:
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
