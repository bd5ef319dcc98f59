"""What stood in a project before a tool call, so that what the call may not do can be undone.

A snapshot lists the files that the rules are about; their contents are kept once for the session,
and only files that are not as they were are read again. What is undone is kept, nothing is lost.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
import time
from hashlib import sha256

from ..patterns import pattern
from ..program import cache_folder
from ..project.files import read_bytes, walk_folders, write_bytes
from ..project.root import OUTPUT_FOLDER, RESEARCH_FOLDER, SECTION_FOLDER
from ..records.errors import InputError, RefusedError
from .delta import Changed, is_latex
from .sessions import session_folder
from .stray_output import OUTPUT_ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .event import Event

    #: By name: what `stat` tells and, where it is kept, the digest of the content.
    Index = dict[str, list[str]]

_SETTINGS = (
    "dlt-proof.toml",
    "pyproject.toml",
    ".claude/settings.json",
    ".claude/settings.local.json",
)
#: Folders that hold no part of a paper, and often very many files.
_NOT_LOOKED_INTO = frozenset(
    [OUTPUT_FOLDER, ".git", ".hg", ".venv", "venv", "node_modules", "__pycache__"]
)
#: What has to be a folder: a link in its place is seen even where it leads to nothing.
_FOLDERS = (RESEARCH_FOLDER, SECTION_FOLDER, "state")
_PLAIN = pattern(r"[A-Za-z0-9_]{1,100}")
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
        known = old is None or bool(old[1])
        found.append(Changed(name, _content(folder, old), _content(folder, new), known))
    return tuple(found)


def forget(event: Event, root: str) -> None:
    """Remove the snapshot of a call."""
    os.unlink(_file(event, root))


def put_back(root: str, changed: Changed) -> str:
    """Give a file the content it had; what stands there instead is kept, whatever it is.

    Returns:
        Where that is kept, empty where there was nothing.

    Raises:
        OSError: it cannot be done.
    """
    if os.path.realpath(root) != root:
        raise OSError("the project's folder is a link now")
    if not changed.is_known:
        raise OSError("what stood there is not known")
    path = os.path.join(root, changed.name)
    kept = _clear_the_way(root, os.path.dirname(path))
    try:
        kept = _set_aside(path) or kept
        if changed.before is not None:
            write_bytes(path, changed.before)
    except (PermissionError, InputError):  # the call may have taken the right away
        folder = os.path.dirname(path)
        os.chmod(folder, os.stat(folder).st_mode | stat.S_IWUSR | stat.S_IXUSR)
        kept = _set_aside(path) or kept
        if changed.before is not None:
            write_bytes(path, changed.before)
    return kept


def _clear_the_way(root: str, folder: str) -> str:
    """Set aside what stands where a folder of the project was: a file, or a link to elsewhere."""
    kept = ""
    here = root
    for part in os.path.relpath(folder, root).split(os.sep):
        here = os.path.join(here, part)
        stands_there = part != os.curdir and os.path.lexists(here)
        if stands_there and (os.path.islink(here) or not os.path.isdir(here)):
            kept = _set_aside(here)
    return kept


def _set_aside(path: str) -> str:
    """Move what stands somewhere to where it is kept; empty where nothing does."""
    if not os.path.lexists(path):
        return ""
    stamp = f"{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(4)}"
    kept = os.path.join(cache_folder(), "put-back", f"{stamp}-{os.path.basename(path)}")
    if os.path.isfile(path) and not os.path.islink(path) and os.path.getsize(path) <= _LARGEST:
        write_bytes(kept, read_bytes(path), mode=0o600)
        os.unlink(path)
        return kept
    import shutil

    os.makedirs(os.path.dirname(kept), mode=0o700, exist_ok=True)
    shutil.move(path, kept)
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
        folders[:] = [name for name in folders if name not in _NOT_LOOKED_INTO]
        for name in [*folders, *files]:
            path = os.path.join(here, name)
            relative = os.path.relpath(path, root).replace(os.sep, "/")
            if os.path.islink(path) and (name in folders or name in _FOLDERS):
                index[relative] = [f"link to {os.readlink(path)}", ""]
            elif name in folders:
                continue
            elif here.startswith(research) or _is_kept(relative):
                index[relative] = _entry(path, folder, known.get(relative), content=True)
            elif name.endswith(OUTPUT_ENDINGS):
                index[relative] = _entry(path, folder, known.get(relative), content=False)
    return index


def _is_kept(name: str) -> bool:
    return is_latex(name) or name in _SETTINGS


def _entry(path: str, folder: str, known: list[str] | None, *, content: bool) -> list[str]:
    try:
        status = os.stat(path)
    except OSError as error:  # a link to nothing, or gone meanwhile
        return [f"- {error.errno}", ""]
    told = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
    if known is not None and known[0] == told:
        return known
    if not content or status.st_size > _LARGEST or not stat.S_ISREG(status.st_mode):
        return [told, ""]
    try:
        data = read_bytes(path)
    except OSError:  # without the right to read it nobody can tell what it says
        return [told, ""]
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
    """What is known from before; anything else than an index is none."""
    try:
        files = json.loads(read_bytes(path))["files"]
        found: Index = {name: [str(told), str(digest)] for name, (told, digest) in files.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return found


def _write(path: str, root: str, index: Index) -> None:
    data = json.dumps({"root": root, "files": index}).encode("ascii")
    write_bytes(path, data, mode=0o600, durable=False)


def _file(event: Event, root: str) -> str:
    # `hooks/run.sh` looks for this name where a call has taken the project away.
    call = event.call if _PLAIN.fullmatch(event.call) else _short(event.call)
    return os.path.join(session_folder(event), f"before-{call}-{_short(root)}")


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
