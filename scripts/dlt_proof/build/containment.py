"""What TeX may see of the machine: variables, programs, folders; and running it within that.

`contained` is the program that enforces it. Not here: which command is run.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..records.errors import InputError, MissingPartError
from . import contained

CACHE = ".tex-cache"

Ending = Literal["itself", "time", "total", "depth"]

# What TeX and its helpers take from the environment and is no secret.
_VARIABLES = re.compile(
    r"HOME|LANG|LC_\w+|TZ|PATH|SOURCE_DATE_EPOCH|FORCE_SOURCE_DATE|OSFONTDIR|FONTCONFIG_\w+"
    r"|(?:TEX|BIB|BST|MF|MP|LUA|TFM|VF|T1|TTF|OPENTYPE|ENC|FONT)\w*(?:INPUTS|FONTS)\w*"
    r"|TEXMF\w*|XDG_\w+_DIRS|TECTONIC_CACHE_DIR|SSL_CERT_(?:FILE|DIR)|HTTPS?_PROXY|https?_proxy"
)
# `TEXMFOUTPUT` would open the folder it names.
_NOT_PASSED_ON = ("TEXMFOUTPUT",)

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix/store")
_SYSTEM_DATA = (
    "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
    "/etc/localtime", "/etc/paperspecs", "/etc/papersize", "/etc/perl", "/etc/texmf",
    "/var/cache/fontconfig", "/var/lib/texmf",
)  # fmt: skip
_FOR_THE_NETWORK = ("/etc/ssl", "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/run")
_USER_FONTS = (".fonts", ".local/share/fonts", "Library/Fonts")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use.

    Args:
        seconds: wall time.
        memory_bytes: address space of each process.
        file_bytes: size of each file.
        total_bytes: by how much the output folder may grow.
    """

    seconds: float
    memory_bytes: int
    file_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: by itself with `status`, or at a limit."""

    by: Ending
    status: int


def kernel_can_contain() -> bool:
    """Whether the kernel can hold a program to some folders whatever the program does."""
    return contained.landlock_version() > 0


def program_path(root: Path) -> str:
    """`PATH` without what a project could put a program of its own into."""
    inside = root.resolve()
    return os.pathsep.join(
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if Path(folder).is_absolute() and not Path(folder).resolve().is_relative_to(inside)
    )


def environment(root: Path, cache: Path) -> dict[str, str]:
    """The user's variables that TeX needs; everything that is cached goes to `cache`."""
    kept = {name: value for name, value in os.environ.items() if _VARIABLES.fullmatch(name)}
    for name in _NOT_PASSED_ON:
        kept.pop(name, None)
    return kept | {
        "PATH": program_path(root),
        "LC_MESSAGES": "C",  # messages are parsed: they must not be translated
        "TMPDIR": str(cache / "tmp"),
        "XDG_CACHE_HOME": str(cache),
        "VARTEXFONTS": str(cache / "fonts"),
    }


def run_contained(
    command: list[str],
    *,
    root: Path,
    outdir: Path,
    output: Path,
    limits: Limits,
    variables: dict[str, str],
    programs: tuple[str, ...] = (),
    readable: tuple[str, ...] = (),
    writable: tuple[str, ...] = (),
    network: bool = False,
) -> Ended:
    """Run a command so that it reads the project and TeX, and writes the output folder only.

    Where the kernel has no Landlock, only the limits hold; the caller has to see to the rest.
    No process of it is left when this returns or raises.

    Args:
        command: program and arguments.
        root: the project folder, where it runs.
        outdir: the output folder.
        output: what it prints goes to this file; outside of `outdir` it has a folder of its own.
        limits: at which it is ended.
        variables: its environment.
        programs: further paths whose files may be started.
        readable, writable: further paths.
        network: whether it may connect.

    Raises:
        InputError: a program is not there or the limits could not be set.
    """
    program = shutil.which(command[0], path=variables["PATH"])
    if program is None:
        raise MissingPartError(f"{command[0]} not found")
    home = Path(variables.get("HOME", "/nonexistent"))
    policy = {
        "command": [program, *command[1:]],
        "folder": str(root.absolute()),
        "output": str(output.absolute()),
        "environment": variables,
        "seconds": limits.seconds,
        "memory_bytes": limits.memory_bytes,
        "file_bytes": limits.file_bytes,
        "total_bytes": limits.total_bytes,
        "measured": [*map(str, _measured(outdir.absolute(), output.absolute())), *writable],
        "landlock": kernel_can_contain(),
        "network": network,
        "programs": [*_SYSTEM, *_programs_of(variables["PATH"]), program, *programs],
        "readable": [
            *_SYSTEM_DATA,
            *(_FOR_THE_NETWORK if network else ()),
            *(str(home / fonts) for fonts in _USER_FONTS),
            *_named_in(variables),
            *readable,
            str(root.absolute()),
        ],
        "writable": [str(outdir.absolute()), *writable],
    }
    with subprocess.Popen(
        # -B: nothing is ever written where the program lies.
        [sys.executable, "-I", "-S", "-B", contained.__file__, "run"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps(policy).encode() + b"\n")
            process.stdin.flush()
            process.wait()
        except BrokenPipeError:
            pass
        finally:  # when it is us who are interrupted, it ends what it started, and then itself
            with contextlib.suppress(OSError):
                process.stdin.close()
            with _uninterrupted():
                process.wait()
        answer = process.stdout.read()
    try:
        result = json.loads(answer)
    except ValueError:
        raise InputError("TeX could not be started under supervision") from None
    if result["status"] == contained.NOT_CONTAINED and result["ended"] == "itself":
        reason = output.read_text(encoding="utf-8", errors="replace").strip()[-200:]
        raise InputError(f"TeX could not be started within its limits: {reason}")
    return Ended(result["ended"], result["status"])


def _measured(outdir: Path, output: Path) -> list[Path]:
    return [outdir] if output.is_relative_to(outdir) else [outdir, output.parent]


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not leave behind what the first one ended."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread, which is the one that is interrupted
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _programs_of(path: str) -> list[str]:
    """Folders with programs of TeX, and of Python, outside those of the system."""
    python = {str(Path(folder)) for folder in (sys.prefix, sys.base_prefix)} - {"/"}
    folders = set()
    for name in ("latexmk", "kpsewhich", "biber"):
        found = shutil.which(name, path=path)
        if found:
            folders |= {str(Path(found).parent), str(Path(found).resolve().parent)}
    # A whole tree is opened by `tex_trees`, so a folder that holds much else is not needed here.
    return sorted({*python, *(folder for folder in folders if len(Path(folder).parts) > 2)})


def tex_trees(
    variables: dict[str, str], named: tuple[str, ...] = ("TEXMF", "TEXMFCNF")
) -> tuple[str, ...]:
    """The folders of the TeX installation, as its own configuration tells them."""
    found: list[str] = []
    for variable in named:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            answer = subprocess.run(
                ["kpsewhich", f"--expand-path=${variable}"],
                env=variables, cwd="/", capture_output=True, text=True, timeout=30,
            )  # fmt: skip
            found += answer.stdout.strip().split(os.pathsep)
    return tuple(name for name in dict.fromkeys(found) if Path(name).is_absolute() and name != "/")


def folders_of_the_user(root: Path, outdir: Path) -> list[Path]:
    """Where TeX finds files that are the user's own, of no project and of no installation."""
    variables = environment(root, outdir / CACHE)
    searched = {name: value for name, value in variables.items() if "INPUTS" in name}
    return [Path(name) for name in (*tex_trees(variables, ("TEXMFHOME",)), *_named_in(searched))]


def is_link_out(path: Path, folder: Path) -> bool:
    """Whether a path is a symbolic link that leads out of a folder."""
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a name that the system does not take, a link to itself
        return False


def read_outside(paths: Iterable[Path], root: Path, outdir: Path) -> list[Path]:
    """Those of some files that are neither the project's nor of the system or of TeX.

    Where the kernel keeps TeX to the project there can be none.
    """
    variables = environment(root, outdir / CACHE)
    allowed = [*_SYSTEM, *_SYSTEM_DATA, *tex_trees(variables), *_named_in(variables)]
    homes = [folder.resolve() for folder in (*map(Path, allowed), root, outdir)]
    return [
        path
        for path in paths
        if path.is_file() and not any(path.resolve().is_relative_to(home) for home in homes)
    ]


def _named_in(variables: dict[str, str]) -> list[str]:
    """Folders outside the system that the user has told TeX to search."""
    found = []
    for name, value in variables.items():
        if "INPUTS" in name or "TEXMF" in name or name in ("OSFONTDIR", "TECTONIC_CACHE_DIR"):
            for part in value.split(os.pathsep):
                path = Path(part.removeprefix("!!").rstrip("/")).expanduser()
                if path.is_absolute() and len(path.parts) > 2:
                    found.append(str(path))
    return found
