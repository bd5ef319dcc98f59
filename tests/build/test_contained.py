"""Supervision: limits, what a program may touch, and that nothing of it is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dlt_proof.build import contained
from dlt_proof.build.containment import Ended, Limits, environment, run_contained
from dlt_proof.records.errors import MissingPartError

from .conftest import processes_with
from .test_measuring import remove_all

needs_landlock = pytest.mark.skipif(
    contained.landlock_version() == 0, reason="the kernel has no Landlock"
)
LIMITS = Limits(seconds=20, memory_bytes=2 << 30, file_bytes=1 << 20, total_bytes=4 << 20)


def run(folder: Path, script: str, limits: Limits = LIMITS) -> tuple[Ended, str]:
    """Run a script of the shell in a project of its own, which may write to its folder `out`."""
    root = folder / "root"
    out = root / "out"
    (out / "cache" / "tmp").mkdir(parents=True, exist_ok=True)
    ended = run_contained(
        ["sh", "-c", script],
        root=root,
        outdir=out,
        output=out / "printed.txt",
        limits=limits,
        variables=environment(root, out / "cache"),
        readable=(str(Path(contained.__file__).parent),),
    )
    return ended, (out / "printed.txt").read_text(errors="replace")


def test_status_and_output(tmp_path: Path) -> None:
    assert run(tmp_path, "echo said; exit 7") == (Ended("itself", 7), "said\n")


def test_unknown_program(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match="no-such-program"):
        run_contained(
            ["no-such-program"],
            root=tmp_path, outdir=tmp_path, output=tmp_path / "printed.txt",
            limits=LIMITS, variables=environment(tmp_path, tmp_path),
        )  # fmt: skip


@needs_landlock
def test_what_may_be_touched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "source").write_text("open\n")
    script = """
        cat source; cat ../secret; echo x >../pwned; echo x >source; echo x >new; mkdir folder
        rm source; mv source moved; ln -s ../secret out/link; cat out/link; ln ../secret out/hard
        echo fine >out/file; cat out/file; cat /etc/passwd; ls ..
        """
    _, printed = run(tmp_path, script)
    assert [line for line in printed.splitlines() if ": " not in line] == ["open", "fine"]
    assert printed.count("denied") >= 7
    assert sorted(p.name for p in tmp_path.iterdir()) == ["root", "secret"]
    assert sorted(p.name for p in (tmp_path / "root").iterdir()) == ["out", "source"]
    assert (tmp_path / "root" / "source").read_text() == "open\n"


@needs_landlock
def test_a_program_that_may_start_no_other(tmp_path: Path) -> None:
    only = f"{sys.executable} -I -S {contained.__file__} only"
    ended, printed = run(tmp_path, f"{only} sh -c 'echo started; /bin/ls; echo $?'")
    assert printed.splitlines()[0] == "started"
    assert "ermission denied" in printed and printed.splitlines()[-1] == "126"
    assert ended.by == "itself"


@pytest.mark.parametrize("ends", ["wait", "exit 0"])
def test_processes_that_left_the_group_are_ended(tmp_path: Path, ends: str) -> None:
    script = f"setsid sleep 600 & (setsid sh -c 'sleep 600 & sleep 600' &) ; {ends}"
    ended, _ = run(tmp_path, script, Limits(1, 2 << 30, 1 << 20, 4 << 20))
    assert ended.by == ("time" if ends == "wait" else "itself")
    assert not processes_with(str(tmp_path))


def test_processes_that_ignore_signals_are_ended(tmp_path: Path) -> None:
    script = "trap '' TERM INT HUP; while :; do sleep 600; done"
    ended, _ = run(tmp_path, script, Limits(0.5, 2 << 30, 1 << 20, 4 << 20))
    assert ended.by == "time"
    assert not processes_with(str(tmp_path))


def test_file_limit(tmp_path: Path) -> None:
    ended, _ = run(tmp_path, "exec yes >out/big")
    assert ended == Ended("itself", -signal.SIGXFSZ)
    assert (tmp_path / "root" / "out" / "big").stat().st_size == 1 << 20


def test_total_limit_counts_small_files_and_not_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "root" / "out").mkdir(parents=True)
    (tmp_path / "root" / "out" / "earlier").write_bytes(b"x" * (8 << 20))
    ended, _ = run(tmp_path, "echo few >out/few")
    assert ended.by == "itself"
    ended, _ = run(tmp_path, "i=0; while :; do i=$((i+1)); echo x >out/$i; done")
    assert ended.by == "total"
    assert not processes_with(str(tmp_path))


@pytest.mark.parametrize("inside", [True, False])
def test_total_limit_counts_what_is_printed(tmp_path: Path, inside: bool) -> None:
    out = tmp_path / "root" / "out"
    printed = (out if inside else tmp_path / "elsewhere") / "printed.txt"
    for folder in (out / "cache" / "tmp", printed.parent):
        folder.mkdir(parents=True, exist_ok=True)
    ended = run_contained(
        ["yes"],
        root=out.parent,
        outdir=out,
        output=printed,
        limits=Limits(seconds=20, memory_bytes=2 << 30, file_bytes=4 << 30, total_bytes=4 << 20),
        variables=environment(out.parent, out / "cache"),
    )
    assert ended.by == "total"


def python(folder: Path, program: str, limits: Limits = LIMITS) -> tuple[Ended, str]:
    """Run a program in Python below the folder `out` of a project of its own."""
    (folder / "root").mkdir(exist_ok=True)
    (folder / "root" / "program.py").write_text(program)
    return run(folder, f"cd out && exec {sys.executable} -S ../program.py", limits)


DEEP = """
import os
for _ in range({levels}):
    os.mkdir("d" * {length})
    os.chdir("d" * {length})
for number in range({files}):
    with open(str(number), "wb") as file:
        file.write(b"x" * (1 << 20))
"""


@pytest.mark.parametrize(
    ("levels", "length", "files", "by"),
    [
        (9, 200, 2, "itself"),
        (9, 200, 5, "total"),
        (50, 200, 0, "depth"),  # longer than the system takes as a path
        (90, 1, 2, "itself"),
        (1500, 1, 0, "depth"),  # deeper than Python goes by calls of calls
    ],
)
def test_folders_within_folders(
    tmp_path: Path, levels: int, length: int, files: int, by: str
) -> None:
    ended, printed = python(tmp_path, DEEP.format(levels=levels, length=length, files=files))
    remove_all(tmp_path / "root" / "out")
    assert (ended, printed) == (Ended(by, 0), "")


UNNAMED = """
import os, time
opened = []
for number in range({files}):
    opened.append(open(str(number), "wb", buffering=0))
    os.unlink(str(number))
    opened[-1].write(b"x" * (1 << 20))
time.sleep({seconds})
print("went on")
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system has no /proc")
@pytest.mark.parametrize(
    ("files", "seconds", "by", "said"), [(3, 0.6, "itself", "went on\n"), (6, 600, "total", "")]
)
def test_total_limit_counts_files_without_a_name(
    tmp_path: Path, files: int, seconds: float, by: str, said: str
) -> None:
    ended, printed = python(tmp_path, UNNAMED.format(files=files, seconds=seconds))
    assert (ended.by, printed) == (by, said)
    assert not processes_with(str(tmp_path))


def test_few_files_are_open_at_once(tmp_path: Path) -> None:
    program = "opened = [open(str(number), 'w') for number in range({})]; print('opened')"
    assert python(tmp_path, program.format(200)) == (Ended("itself", 0), "opened\n")
    ended, printed = python(tmp_path, program.format(300))
    assert ended.status != 0 and "Too many open files" in printed


@needs_landlock
def test_nothing_but_files_and_folders_is_made(tmp_path: Path) -> None:
    program = """
import os, socket
for make in (
    lambda: os.mkdir("folder"),
    lambda: os.rename("folder", "moved"),
    lambda: open("moved/file", "w").close(),
    lambda: os.symlink("file", "link"),
    lambda: os.mkfifo("pipe"),
    lambda: socket.socket(socket.AF_UNIX).bind("socket"),
):
    try:
        make()
        print("made")
    except PermissionError:
        print("denied")
"""
    _, printed = python(tmp_path, program)
    assert printed.split() == ["made"] * 3 + ["denied"] * 3
    assert not {"link", "pipe", "socket"} & {p.name for p in (tmp_path / "root/out").iterdir()}


def test_memory_limit(tmp_path: Path) -> None:
    script = f"exec {sys.executable} -S -c 'bytearray(1 << 30)'"
    assert run(tmp_path, script)[0].status == 0
    ended, printed = run(tmp_path, script, Limits(20, 1 << 29, 1 << 20, 4 << 20))
    assert ended.status != 0
    assert "MemoryError" in printed


def test_whoever_asked_being_killed_ends_it(tmp_path: Path) -> None:
    """The pipe's other end is held by what is run: it ends when nothing holds it any more."""
    (tmp_path / "root").mkdir()
    program = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from pathlib import Path\n"
        "from tests.build.test_contained import run\n"
        f"run(Path({str(tmp_path)!r}), 'echo started >out/pipe; exec sleep 600 >out/pipe')\n"
    )
    pipe = tmp_path / "root" / "out" / "pipe"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    asker = subprocess.Popen([sys.executable, "-c", program], cwd=Path(__file__).parents[2])
    with asker, pipe.open() as reader:
        assert reader.readline() == "started\n"
        asker.kill()
        assert reader.read() == ""
    assert not processes_with(str(pipe.parent))


def test_interrupted_twice_leaves_nothing(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        real, calls = subprocess.Popen.wait, []

        def wait(self: subprocess.Popen[bytes], timeout: float | None = None) -> int:
            calls.append(timeout)
            if len(calls) == 1:
                raise KeyboardInterrupt
            if len(calls) == 2:
                os.kill(os.getpid(), signal.SIGINT)
            return real(self, timeout)

        patch.setattr(subprocess.Popen, "wait", wait)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, "sleep 600")
    assert not processes_with(str(tmp_path))
