"""The program's own files: what state they are in, and their code, kept for a quick start.

Lint runs after every edit, and Python takes longer to find and open its two hundred modules than
lint to look at what was edited. So the modules that runs needed are kept in one file of the user's
cache folder. It is believed while no file of the program has got another size or time, where it is
as it was written, and only where nobody else can have written it.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from binascii import crc32
from functools import cache

from . import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

    #: By the name of a module: whether it is a package, its file, and where its code stands in
    #: the file of all codes: offset, size, checksum.
    Modules = dict[str, tuple[bool, str, int, int, int]]

_PACKAGE = __name__.partition(".")[0]
_FOLDER = os.path.dirname(os.path.abspath(__file__))
_LONGEST_NAME = 200
#: Folders of the package whose files do not tell what it does: templates, catalogue.
_NO_CODE = ("__pycache__", "_shipped")
_WRITABLE_BY_OTHERS = 0o022
#: As much as the beginning and the table of modules usually take.
_FIRST_READ = 1 << 16
#: Three numbers and what ends them.
_HEADER = 48


def cache_folder() -> str:
    """Where this user's caches of the program lie."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    # A user without a home has none: in this place nothing can be written.
    return os.path.join(os.devnull if base.startswith("~") else base, "dlt-proof")


def place_of(what: str) -> str:
    """The file that keeps something for all runs of the program installed in this folder."""
    return os.path.join(cache_folder(), f"{what}{_FOLDER.replace(os.sep, '%')[-_LONGEST_NAME:]}")


@cache
def state() -> str:
    """What the program was made of when this was first asked: name, size and time of each file,
    and the Python that runs it."""
    return _state()


def file_state(path: str, status: os.stat_result) -> str:
    """A line that is another one once the file was written anew, whatever its times were set to."""
    return f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _state() -> str:
    found = [f"{__version__} {sys.version} {sys.flags.optimize} {marshal.version}"]
    folders = [_FOLDER]
    for folder in folders:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if not entry.is_dir():
                    with contextlib.suppress(OSError):  # gone, or an editor's link to nothing
                        found.append(file_state(entry.path, entry.stat()))
                elif entry.name not in _NO_CODE:
                    folders.append(entry.path)
    return "\n".join(found)


class KeptCode:
    """A finder and loader for `sys.meta_path`: the modules that earlier runs needed."""

    def __init__(self) -> None:
        self._path = place_of("code")
        self._file, self._modules = _open(self._path)
        self._loaded_before = frozenset(sys.modules)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """How a module is loaded; None where it was not kept."""
        if name not in self._modules:
            return None
        is_package, file, *_ = self._modules[name]
        make_spec = type(__spec__)  # `importlib.machinery`, which has it too, takes time to load
        spec = make_spec(name, self, origin=file, is_package=is_package)  # type: ignore[arg-type]
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(file)]
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """A module like any other will do."""

    def exec_module(self, module: ModuleType) -> None:
        """Run a module's code."""
        module.__file__ = self._modules[module.__name__][1]
        code = self._code(module.__name__)
        if code is not None:
            exec(marshal.loads(code), module.__dict__)
            return
        # Damaged: as if it had not been kept.
        from importlib.machinery import SourceFileLoader

        del self._modules[module.__name__]
        loader = SourceFileLoader(module.__name__, module.__file__)
        assert module.__spec__ is not None
        module.__spec__.loader = module.__loader__ = loader
        loader.exec_module(module)

    def _code(self, name: str) -> bytes | None:
        """The kept code of a module, None where it is not what was written."""
        _, _, offset, size, checksum = self._modules[name]
        code = os.pread(self._file, size, offset)
        return code if crc32(code) == checksum else None

    def keep(self) -> None:
        """Write down what was loaded from files since this was made.

        Raises:
            InputError: it cannot be written.
            OSError: a module's file cannot be read any more.
        """
        names = sys.modules.keys() - self._loaded_before - self._modules.keys()
        # What was loaded after a file was edited is not what `state` tells.
        if not any(name.startswith(f"{_PACKAGE}.") for name in names) or _state() != state():
            return
        from .project.files import write_bytes

        codes = [
            (name, is_package, file, code)
            for name, (is_package, file, *_) in self._modules.items()
            if (code := self._code(name)) is not None
        ]
        write_bytes(self._path, _content([*codes, *_loaded(names)]), mode=0o600)


def _content(codes: Sequence[tuple[str, bool, str, bytes]]) -> bytes:
    """A file of codes: its size, that of the table and its checksum, the table, the codes."""
    modules: Modules = {}
    stored = b"".join(code for *_, code in codes)
    offset = 0
    for name, is_package, file, code in codes:
        modules[name] = (is_package, file, offset, len(code), crc32(code))
        offset += len(code)
    table = marshal.dumps((state(), modules))
    size = _HEADER + len(table) + len(stored)
    return b"%15d %15d %15d " % (size, len(table), crc32(table)) + table + stored


def _open(path: str) -> tuple[int, Modules]:
    """A file of codes and its table, which is empty unless the file is whole, of this program, and
    the user's own."""
    if hasattr(os, "pread"):
        with contextlib.suppress(OSError):
            file = os.open(path, os.O_RDONLY)
            modules = _table(file)
            if modules:
                return file, modules
            os.close(file)
    return -1, {}


def _table(file: int) -> Modules:
    status = os.fstat(file)
    begin = os.pread(file, _FIRST_READ, 0) if is_own(status) else b""
    numbers = begin[:_HEADER].split()
    if len(numbers) != 3 or not all(number.isdigit() for number in numbers):
        return {}
    size, of_table, checksum = map(int, numbers)
    end = _HEADER + of_table
    if size != status.st_size or end > size:
        return {}
    if end > len(begin):
        begin = os.pread(file, end, 0)
    table = begin[_HEADER:end]
    # marshal may crash on what is damaged, so it only ever sees what was written.
    if crc32(table) != checksum:
        return {}
    program, modules = marshal.loads(table)
    if program != state():
        return {}
    return {name: (p, f, end + offset, s, c) for name, (p, f, offset, s, c) in modules.items()}


def is_own(status: os.stat_result) -> bool:
    """Whether only the user can have written a file. Elsewhere than on POSIX, its folder tells."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _WRITABLE_BY_OTHERS


def _loaded(names: Iterable[str]) -> Iterator[tuple[str, bool, str, bytes]]:
    """Modules of this program that were loaded from files: whether packages, file, code."""
    for name in names:
        if name.startswith(f"{_PACKAGE}."):
            module = sys.modules[name]
            loader: Any = module.__spec__ and module.__spec__.loader
            code = loader.get_code(name) if hasattr(loader, "get_code") else None
            if code is not None and module.__file__ is not None:
                file = os.path.abspath(module.__file__)
                yield name, hasattr(module, "__path__"), file, marshal.dumps(code)
