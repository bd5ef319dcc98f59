"""What stood in a project before a tool call, so that what the call may not do can be undone.

A snapshot lists the files that the rules are about; their contents are kept once for the session,
and only files that are not as they were are read again. What is undone is kept, nothing is lost.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from hashlib import sha256

from ..program import cache_folder
from ..project.files import read_bytes, walk_folders, write_bytes
from ..project.root import RESEARCH_FOLDER
from ..records.errors import RefusedError
from .delta import LATEX_ENDINGS, Changed
from .sessions import session_folder
from .stray_output import OUTPUT_ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .event import Event

    #: By name: what `stat` tells and, where it is kept, the digest of the content.
    Index = dict[str, list[str]]

_SETTINGS = ("dlt-proof.toml", "pyproject.toml")
_MOST_ENTRIES = 300_000
_LARGEST = 64_000_000


def take(event: Event, root: str) -> None:
    """Remember what stands in a project before a call.

    Raises:
        OSError: it cannot be read or kept.
        RefusedError: the folder holds too much to be guarded.
    """
    folder = session_folder(event)
    known_file = os.path.join(folder, f"known-{_short(root)}")
    known = _load(known_file)
    index = _index(root, folder, known)
    _write(_file(event, root), root, index)
    if index != known:
        _write(known_file, root, index)


def taken(event: Event) -> list[str]:
    """The projects of which a snapshot was taken for a call.

    Raises:
        OSError, ValueError: what was taken cannot be read.
    """
    folder = session_folder(event)
    begin = _file(event, "").removesuffix(_short(""))
    paths = (os.path.join(folder, name) for name in sorted(os.listdir(folder)))
    return [json.loads(read_bytes(path))["root"] for path in paths if path.startswith(begin)]


def changes(event: Event, root: str) -> tuple[Changed, ...]:
    """What differs from the snapshot of a call.

    Raises:
        OSError, ValueError: the snapshot cannot be read.
        OSError, RefusedError: as for `take`.
    """
    folder = session_folder(event)
    before: Index = json.loads(read_bytes(_file(event, root)))["files"]
    after = _index(root, folder, before)
    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new or (old and new and old[1] == new[1] != ""):
            continue
        found.append(Changed(name, _content(folder, old), _content(folder, new)))
    return tuple(found)


def forget(event: Event, root: str) -> None:
    """Remove the snapshot of a call."""
    os.unlink(_file(event, root))


def put_back(root: str, changed: Changed) -> str:
    """Give a file the content it had; what it had instead is kept.

    Returns:
        Where that is kept, empty where there was nothing.

    Raises:
        OSError: it cannot be written.
    """
    kept = ""
    path = os.path.join(root, changed.name)
    if os.path.lexists(path):
        stamp = f"{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(4)}"
        kept = os.path.join(cache_folder(), "put-back", f"{stamp}-{os.path.basename(path)}")
        write_bytes(kept, read_bytes(path), mode=0o600)
    if changed.before is not None:
        write_bytes(path, changed.before)
    elif os.path.lexists(path):
        os.unlink(path)
    return kept


def _index(root: str, folder: str, known: Index) -> Index:
    index: Index = {}
    looked = 0
    research = os.path.join(root, RESEARCH_FOLDER)
    for here, folders, files in walk_folders(root):
        looked += len(folders) + len(files)
        if looked > _MOST_ENTRIES:
            raise RefusedError(
                f"{root} holds more than {_MOST_ENTRIES} files: too many to see what a command "
                "changes",
                remedy="keep data outside the project's folder",
            )
        if not here.startswith(research):
            folders[:] = [f for f in folders if f == RESEARCH_FOLDER or not f.startswith(".")]
        for file in files:
            path = os.path.join(here, file)
            name = os.path.relpath(path, root).replace(os.sep, "/")
            if here.startswith(research) or _is_kept(name):
                index[name] = _entry(path, folder, known.get(name), content=True)
            elif file.endswith(OUTPUT_ENDINGS):
                index[name] = _entry(path, folder, known.get(name), content=False)
    return index


def _is_kept(name: str) -> bool:
    return name.endswith(LATEX_ENDINGS) or name in _SETTINGS


def _entry(path: str, folder: str, known: list[str] | None, *, content: bool) -> list[str]:
    try:
        status = os.stat(path)
    except OSError:  # a link to nothing
        return ["-", ""]
    told = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
    if known is not None and known[0] == told:
        return known
    if not content or status.st_size > _LARGEST:
        return [told, ""]
    data = read_bytes(path)
    digest = sha256(data).hexdigest()
    kept = os.path.join(folder, "kept", digest)
    if not os.path.exists(kept):
        write_bytes(kept, data, mode=0o600, durable=False)
    return [told, digest]


def _content(folder: str, entry: list[str] | None) -> bytes | None:
    if entry is None:
        return None
    return read_bytes(os.path.join(folder, "kept", entry[1])) if entry[1] else b""


def _load(path: str) -> Index:
    try:
        found: Index = json.loads(read_bytes(path))["files"]
    except (OSError, ValueError):
        return {}
    return found


def _write(path: str, root: str, index: Index) -> None:
    data = json.dumps({"root": root, "files": index}).encode("ascii")
    write_bytes(path, data, mode=0o600, durable=False)


def _file(event: Event, root: str) -> str:
    return os.path.join(session_folder(event), f"before-{_short(event.call)}-{_short(root)}")


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
