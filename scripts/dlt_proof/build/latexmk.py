"""Running latexmk: closed off from the shell, from other people's settings, and in time.

Not here: what the logs say.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from ..records.errors import InputError, MissingPartError

APT_PACKAGES = "latexmk texlive-latex-extra cm-super"
OUTPUT_LOG = "latexmk-output.txt"

# latexmk puts names that a document writes to its log (index files, bibliographies) between
# double quotes into a shell command, so `\typeout{Writing index file $(…).idx}` would run `…`
# even with TeX's shell escape off. These settings hand the same words to the program directly,
# and keep latexmk from asking kpsewhich, which it can only do through a shell.
_NO_SHELL = r"""
sub without_shell { return system { $_[0] } @_; }
$bibtex = 'internal without_shell bibtex %O %S';
$biber = 'internal without_shell biber %O %S';
$makeindex = 'internal without_shell makeindex %O -o %D %S';
$kpsewhich = 'NONE';
"""

# The names we hand to latexmk ourselves reach a shell too.
_UNSAFE_NAME = re.compile(r"[\x00-\x1f\x7f\"$`\\%~]")

# A document that writes without end meets this limit (in blocks of 512 or 1024 bytes) before
# the disk is full.
_WITH_FILE_LIMIT = ("/bin/sh", "-c", 'ulimit -f 2097152 2>/dev/null; exec "$@"', "sh")

_GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class LatexmkRun:
    """How one run ended: latexmk's exit status (None at the time limit) and seconds taken."""

    status: int | None
    seconds: float


def require_tex() -> None:
    """Check that latexmk and pdflatex are there.

    Raises:
        MissingPartError: one is not, with the packages to install.
    """
    missing = [name for name in ("latexmk", "pdflatex") if shutil.which(name) is None]
    if missing:
        raise MissingPartError(
            f"{' and '.join(missing)} not found: TeX is needed to compile",
            remedy=f"on Debian or Ubuntu: apt-get install {APT_PACKAGES}",
        )


def run_latexmk(
    root: Path, main: str, outdir: str, *, timeout_seconds: float, force: bool = False
) -> LatexmkRun:
    """Run latexmk in a project's root until it is done or the time is over.

    What it prints goes to `OUTPUT_LOG` in the output folder. No process of it is left when this
    returns or raises.

    Args:
        root: the folder to run in.
        main: the main file, relative to `root`.
        outdir: the output folder, relative to `root` or absolute; it exists.
        timeout_seconds: wall time.
        force: run TeX even if latexmk sees no change.

    Raises:
        InputError: a name holds a character that latexmk would hand to the shell.
    """
    for name in (main, outdir):
        if _UNSAFE_NAME.search(name):
            raise InputError(
                f"the name {name!r} holds a character that TeX cannot be given safely",
                remedy='rename it: no control characters and none of " $ ` \\ % ~',
            )
    command = [
        *_WITH_FILE_LIMIT,
        "latexmk",
        "-norc",  # a .latexmkrc is a program: never the project's, never the user's
        "-e",
        _NO_SHELL,
        "-pdf",
        "-f",  # after an error go on, so that references are judged on settled passes
        "-interaction=nonstopmode",
        "-file-line-error",
        "-latexoption=-no-shell-escape",
        f"-outdir={outdir}",
        *(["-g"] if force else []),
        f"./{main}",
    ]
    started = time.monotonic()
    with (root / outdir / OUTPUT_LOG).open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        status: int | None = None
        try:
            status = process.wait(timeout=max(timeout_seconds, 0.0))
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end_group(process)
    return LatexmkRun(status, time.monotonic() - started)


def _environment() -> dict[str, str]:
    """The user's environment, with TeX held to the project folder and its log lines unwrapped."""
    return os.environ | {
        "shell_escape": "f",
        "openin_any": "p",
        "openout_any": "p",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
        # latexmk's and TeX's messages are parsed: they must not be translated.
        "LC_MESSAGES": "C",
    }


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever is left of a process's group: first asked, then killed."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=_GRACE_SECONDS)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
