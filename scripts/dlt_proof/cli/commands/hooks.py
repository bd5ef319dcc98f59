"""`dlt-proof hook`: what Claude Code's hooks run. Their JSON comes on stdin and is data."""

from __future__ import annotations

import json
import sys

from ...records.errors import DltProofError
from ...records.exit_codes import ExitCode
from ..excerpt import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

#: More than this is no hook's JSON.
_LARGEST = 10_000_000


def run_hook(options: argparse.Namespace) -> ExitCode:
    """Take what a hook was given.

    It never holds the agent up: what cannot be read is said on stderr and nothing is recorded, so
    that the step stays open.
    """
    try:
        text = sys.stdin.read(_LARGEST)
        given = json.loads(text)
        if not isinstance(given, dict):
            raise ValueError("no object")
        said = _subagent_stop(given)
    except (ValueError, RecursionError, OSError) as error:
        print(f"dlt-proof: hook: not a hook's JSON: {printable(str(error), 200)}", file=sys.stderr)
        return ExitCode.HOLDS
    except DltProofError as error:
        print(f"dlt-proof: hook: {printable(str(error), 300)}", file=sys.stderr)
        return ExitCode.HOLDS
    if said:
        print(printable(said, 200))
    return ExitCode.HOLDS


def _subagent_stop(given: dict[str, object]) -> str:
    from ...project import find_project
    from ...verify.handing_out import take_subagent
    from .common import document_of

    folder = given.get("cwd")
    project = find_project(folder if isinstance(folder, str) else ".")
    if not project.is_proof_project:
        return ""
    return take_subagent(project, document_of(project), given)
