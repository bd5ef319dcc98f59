"""The command line: arguments, exit codes, output. No logic of its own.

Every command imports what it needs when it runs, so that `lint` does not pay for SymPy.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import gc
import os
import sys
from collections.abc import Sequence

from ..records.errors import DltProofError, MissingPartError
from ..records.exit_codes import ExitCode
from .arguments import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_OWN_PACKAGE = "dlt_proof"
_OBJECTS_BETWEEN_COLLECTIONS = 200_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `dlt-proof` with the arguments of the command line.

    Returns:
        The exit code (see `ExitCode`).
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that lacks a character gets a question mark, never a traceback.
            stream.reconfigure(errors="replace")
    try:
        options = parse(arguments)
        return int(_run(options))
    except DltProofError as error:
        print(f"dlt-proof: error: {error}", file=sys.stderr)
        return int(error.exit_code)
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        if package == _OWN_PACKAGE:
            raise
        missing = MissingPartError(
            f"the Python package {package} is not installed",
            remedy="pip install dlt-proof-writing, or in a checkout: make demo",
        )
        print(f"dlt-proof: error: {missing}", file=sys.stderr)
        return int(missing.exit_code)
    except KeyboardInterrupt:
        print("dlt-proof: interrupted", file=sys.stderr)
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.HOLDS)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"dlt-proof: error: {place}{error.strerror or error}", file=sys.stderr)
        return int(ExitCode.BAD_INPUT)


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """The process `dlt-proof`: `main`, with a start and an end that take little time.

    Loading the program makes many objects and hardly any garbage; looking for it again and again
    and taking everything apart at the end takes a sixth of a lint after an edit.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])
    code = main(arguments)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed, or its reader went away
            stream.flush()
    threads = sys.modules.get("threading")
    if atexit._ncallbacks() or (threads is not None and threads.active_count() > 1):
        sys.exit(code)  # something is still to be done at the end
    os._exit(code)


def run_script(*command: str) -> NoReturn:
    """Run one subcommand with the arguments of a script in `scripts/`."""
    run([*command, *sys.argv[1:]])


def _run(options: argparse.Namespace) -> ExitCode:
    from . import commands

    handler = getattr(commands, options.handler)
    result: ExitCode = handler(options)
    sys.stdout.flush()
    return result


__all__ = ["main", "run", "run_script"]
