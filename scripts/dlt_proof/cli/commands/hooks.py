"""`dlt-proof hook`: what Claude Code's hooks run. Their JSON comes on stdin and is data.

What an answer becomes: a refusal is lines on stderr and exit 2, anything else JSON on one line of
stdout. What ends otherwise, or says nothing, is a failure, which `hooks/run.sh` makes a refusal.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys

from ...records.errors import DltProofError
from ...records.exit_codes import ExitCode
from ..excerpt import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ...hooks.event import Answer, Event

_LONGEST_LINE = 1_000


def run_hook(options: argparse.Namespace) -> ExitCode:
    """Take what a hook was given, and answer.

    Returns:
        0; 2 where the event may not go on; 1 where that could not be told. For a sub-agent's end
        1 where nothing could be taken, so that the step stays open, and never 2, with which a hook
        would keep the sub-agent from ending.
    """
    from ...hooks.dispatch import answer_to
    from ...hooks.event import LARGEST, read_event

    text = sys.stdin.read(LARGEST + 1)
    if options.event == "subagent-stop":
        return _subagent_stop(text)
    try:
        event = read_event(text)
        answer = answer_to(options.event, event, _run_command)
    except DltProofError as error:
        print(f"dlt-proof: {_shown(str(error))}", file=sys.stderr)
        return ExitCode.FAILS
    if answer.refusal:
        print(f"dlt-proof: {_shown(answer.refusal.removeprefix('dlt-proof: '))}", file=sys.stderr)
        return ExitCode.BAD_INPUT
    print(json.dumps(_told(event, answer)))
    return ExitCode.HOLDS


def _told(event: Event, answer: Answer) -> dict[str, object]:
    """An answer as Claude Code reads it."""
    told: dict[str, object] = {}
    if answer.context:
        context = _shown(answer.context)
        told["hookSpecificOutput"] = {"hookEventName": event.name, "additionalContext": context}
    if answer.to_user:
        told["systemMessage"] = _shown(answer.to_user)
    return told


def _shown(text: str) -> str:
    return "\n".join(printable(line, _LONGEST_LINE) for line in text.splitlines())


def _run_command(words: Sequence[str]) -> tuple[int, str]:
    """Run a command of this program in this process: its exit code and all that it printed."""
    from .. import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            code = main(words)
        except SystemExit as end:  # argparse says what is wrong
            code = end.code if isinstance(end.code, int) else int(ExitCode.BAD_INPUT)
    return code, printed.getvalue()


def _subagent_stop(text: str) -> ExitCode:
    from ...panel.subagents import is_of_panel, take_reading
    from ...scouts.subagents import is_scout, take_scout
    from ...verify.subagents import take_subagent
    from ...verify.transcript_entries import TranscriptError

    try:
        given = json.loads(text)
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
