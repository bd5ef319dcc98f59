"""Make the environment with the program's Python packages: aside, whole, and once.

`environment.sh` runs it, which also says where and for which digest. What is under way does not end
with the command that wanted it: an agent's tool stops a command after minutes, and a slow network
takes longer. Not here: which environment is used, and finding a Python.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MISSING, INTERRUPTED = 3, 130
#: Settings of whoever runs this that would put the packages elsewhere.
_ELSEWHERE = (
    *("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "UV_PYTHON", "UV_SYSTEM_PYTHON"),
    *("PIP_PREFIX", "PIP_ROOT", "PIP_TARGET"),
)
_ASIDE = ".part-"
#: How many older environments stay: a program that still runs may be using the last one.
_KEPT = 1
#: How the lines begin in which pip and uv say what is wrong.
_COMPLAINT = re.compile(r"\s*(error:|[×╰][─▶ ]*)\s*(.+)", re.IGNORECASE)
_LONGEST_REASON = 300


class NotMadeError(Exception):
    """It cannot be made; the text is one line."""


@dataclass(frozen=True)
class Place:
    """Where an environment is made.

    Args:
        folder: of all environments.
        digest: of packages and machine; the names of what belongs to it begin with it.
        requirements: the file that pins every package by hash.
    """

    folder: Path
    digest: str
    requirements: Path

    @property
    def environment(self) -> Path:
        """Where it will be."""
        return self.folder / f"{self.digest}-{sys.implementation.cache_tag}"

    @property
    def ready(self) -> bool:
        """Whether one is there."""
        pythons = self.folder.glob(f"{self.digest}-*/bin/python")
        return any(os.access(each, os.X_OK) for each in pythons)

    @property
    def making(self) -> Path:
        """Holds the process that makes it."""
        return self.folder / f"{self.digest}.making"

    @property
    def failed(self) -> Path:
        """Holds, in one line, why it could not be made the last time."""
        return self.folder / f"{self.digest}.failed"

    @property
    def log(self) -> Path:
        """What the tools said."""
        return self.folder / f"{self.digest}.log"


def main() -> int:
    """Make it, or see to it that it is made. Exit codes: 0, 3 where it cannot be, 130."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--background", action="store_true")
    parser.add_argument("--work", action="store_true")
    parser.add_argument("folder", type=Path)
    parser.add_argument("digest")
    parser.add_argument("requirements", type=Path)
    given = parser.parse_args()
    place = Place(given.folder, given.digest, given.requirements)
    if given.work:
        return work(place)
    command = [sys.executable, "-I", __file__, "--work", *sys.argv[1:]]
    to_nobody = subprocess.DEVNULL
    worker = subprocess.Popen(
        [word for word in command if word != "--background"],
        stdin=to_nobody,
        stdout=to_nobody,
        stderr=to_nobody if given.background else subprocess.PIPE,
        start_new_session=True,
    )
    return 0 if given.background else wait(worker)


def wait(worker: subprocess.Popen[bytes]) -> int:
    """Pass on what the worker says until it has ended."""
    assert worker.stderr is not None
    try:
        for line in worker.stderr:
            print(line.decode(errors="replace"), end="", file=sys.stderr, flush=True)
        code = worker.wait()
    except KeyboardInterrupt:
        worker.terminate()
        worker.wait()
        return INTERRUPTED
    if code < 0:
        say("preparing its Python packages was ended from outside: run it again")
    return MISSING if code else 0


def work(place: Place) -> int:
    """Make it, unless it is there or somebody else makes it meanwhile."""
    # Ended by a signal, what it started ends too and what it made aside is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        earlier = last_failure(place)
        with locked(place.folder / "lock"):
            if place.ready:
                return 0
            latest = last_failure(place)
            if latest and latest != earlier:
                # Whoever made it meanwhile could not; it would be the same a moment later.
                raise NotMadeError(latest[1])
            place.failed.unlink(missing_ok=True)
            place.making.write_text(f"{os.getpid()}\n")
            try:
                make(place)
            except NotMadeError as error:
                with contextlib.suppress(OSError):
                    place.failed.write_text(f"{error}\n", encoding="utf-8")
                raise
            finally:
                place.making.unlink(missing_ok=True)
    except NotMadeError as error:
        say(str(error))
        return MISSING
    except OSError as error:
        where = error.filename or place.folder
        say(f"its Python packages cannot be installed: {error.strerror}: {where}")
        return MISSING
    return 0


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone among processes, however they end."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("its Python packages are being prepared already: waiting")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make(place: Place) -> None:
    """Install the packages aside, then rename.

    Raises:
        NotMadeError: the tools cannot.
        OSError: the folder cannot be written.
    """
    say("preparing its Python packages, once (about a minute)")
    for remains in place.folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(remains, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=place.folder))
    try:
        with place.log.open("wb") as log:
            install(place, aside, Tools(place.folder, log))
        move_scripts(aside, place.environment)
        if place.environment.exists():  # its Python is gone
            place.environment.rename(place.folder / f"{_ASIDE}of-before-{os.getpid()}")
        aside.rename(place.environment)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    remove_old(place)


class Tools:
    """Runs programs, whose words go to the log, away from the folder and settings of the user."""

    def __init__(self, folder: Path, log: object) -> None:
        self._folder = folder
        self._log = log
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in _ELSEWHERE},
            "PIP_USER": "0",
        }

    def run(self, *command: str | Path) -> bool:
        """Whether it ended well."""
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,  # type: ignore[call-overload]
            stderr=subprocess.STDOUT,
        )
        return bool(done.returncode == 0)


def install(place: Place, aside: Path, tools: Tools) -> None:
    """Install by uv where it is there and can, else by venv and pip."""
    # The Python behind the links: with it gone, the environment is not believed any more.
    base = os.path.realpath(sys.executable)
    python = aside / "bin" / "python"
    # Only wheels: a user has no compiler, and none is to be run.
    locked_wheels = ("--require-hashes", "--only-binary", ":all:", "-r", place.requirements)
    uv = shutil.which("uv")
    installed = uv is not None and (
        tools.run(uv, "venv", "--no-project", "--python", base, aside)
        and tools.run(uv, "pip", "install", "--python", python, *locked_wheels)
    )
    if not installed:
        pip = (python, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
        installed = tools.run(base, "-I", "-m", "venv", "--clear", aside) and tools.run(
            *pip, "install", "--no-compile", *locked_wheels
        )
    if not installed or not tools.run(python, "-I", "-c", ""):
        raise NotMadeError(why(place))
    # Nobody else compiles them: a numeric check, for one, starts with -B.
    tools.run(python, "-I", "-m", "compileall", "-q", "-j", "0", "-x", "/tests/", aside / "lib")


def move_scripts(aside: Path, environment: Path) -> None:
    """Let the scripts that name the folder they were installed in name the one they will be in."""
    for script in (aside / "bin").iterdir():
        if script.is_file() and not script.is_symlink():
            content = script.read_bytes()
            moved = content.replace(os.fsencode(aside), os.fsencode(environment))
            if moved != content and b"\0" not in content:  # programs name no folder of ours
                script.write_bytes(moved)


def why(place: Place) -> str:
    """One line for what the tools said."""
    text = place.log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in text:
        return f"no room is left for its Python packages in {place.folder}"
    complaints = [found[2] for line in text.splitlines() if (found := _COMPLAINT.match(line))]
    said = f": {complaints[-1][:_LONGEST_REASON]}" if complaints else ""
    return (
        f"its Python packages cannot be installed (is there a network?){said}"
        f" (all of it: {place.log})"
    )


def remove_old(place: Place) -> None:
    """Remove environments for other packages but the last one, and what their making left."""
    others = [
        each
        for each in place.folder.glob("*-*")
        if each.is_dir() and each != place.environment and not each.name.startswith(_ASIDE)
    ]
    others.sort(key=lambda each: each.stat().st_mtime)
    for each in others[:-_KEPT]:
        shutil.rmtree(each, ignore_errors=True)
    for each in (*place.folder.glob("*.failed"), *place.folder.glob("*.log")):
        each.unlink(missing_ok=True)


def last_failure(place: Place) -> tuple[int, str] | None:
    """When and why it could not be made the last time; None where nothing is known of it."""
    try:
        when = place.failed.stat().st_mtime_ns
        return when, place.failed.read_text(encoding="utf-8").strip()
    except OSError:
        return None


def say(text: str) -> None:
    """Tell the person, if there still is one."""
    with contextlib.suppress(OSError):
        print(f"dlt-proof: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
