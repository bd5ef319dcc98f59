"""The command line: arguments, exit codes, output. No logic of its own.

Every command imports what it needs when it runs, so that `lint` does not pay for SymPy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import SimpleNamespace

from ..kept import kept
from ..records.errors import DltProofError, MissingPartError
from ..records.exit_codes import ExitCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

_OWN_PACKAGE = "dlt_proof"


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
        return int(_run(_options(sys.argv[1:] if arguments is None else list(arguments))))
    except DltProofError as error:
        from .excerpt import printable

        lines = (printable(line, len(line)) for line in f"{error}".split("\n"))
        print("dlt-proof: error:", "\n".join(lines), file=sys.stderr)
        return int(error.exit_code)
    except ModuleNotFoundError as error:
        package = (error.name or "").split(".")[0]
        if package == _OWN_PACKAGE:
            raise
        from ..project.shipped import packages_remedy

        missing = MissingPartError(
            f"the Python package {package} is not installed", remedy=packages_remedy()
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


def _options(words: list[str]) -> argparse.Namespace:
    """What a command line means. That of a lint is kept: argparse takes longer than a lint may."""

    def parsed() -> dict[str, Any]:
        from .arguments import parse

        return vars(parse(words))

    kept_or_parsed = kept(f"command line {words}", parsed) if words[:1] == ["lint"] else parsed()
    options: Any = SimpleNamespace(**kept_or_parsed)
    found: argparse.Namespace = options
    return found


def _run(options: argparse.Namespace) -> ExitCode:
    module, _, name = options.handler.partition(".")
    commands = __import__(f"{__name__}.commands.{module}", fromlist=[name])
    result: ExitCode = getattr(commands, name)(options)
    sys.stdout.flush()
    return result


__all__ = ["main"]
