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

    Returns:
        0; 1 where nothing could be taken, so that the step stays open. Never 2, with which a hook
        would keep the sub-agent from ending.
    """
    from ...panel.subagents import is_of_panel, take_reading
    from ...scouts.subagents import is_scout, take_scout
    from ...verify.subagents import take_subagent
    from ...verify.transcript_entries import TranscriptError

    try:
        given = json.loads(sys.stdin.read(_LARGEST))
        if not isinstance(given, dict):
            raise ValueError("no object")
        take = take_reading if is_of_panel(given) else take_subagent
        said = take_scout(given) if is_scout(given) else take(given)
    except (TranscriptError, DltProofError) as error:
        problem = str(error)
    except (ValueError, RecursionError, OSError) as error:
        problem = f"not a hook's JSON: {error}"
    else:
        if said:
            print(printable(said, 200))
        return ExitCode.HOLDS
    print(f"dlt-proof: hook: {printable(problem, 300)}", file=sys.stderr)
    return ExitCode.FAILS
