"""Which function answers which hook. Each is imported when it is called: most calls of a session
are those of tools, and have to be quick."""

from __future__ import annotations

from ..records.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .event import Answer, Event

    #: Runs a command of this program: its exit code and all that it printed.
    RunCommand = Callable[[Sequence[str]], tuple[int, str]]


def answer_to(hook: str, event: Event, run_command: RunCommand) -> Answer:
    """The answer to an event.

    Args:
        hook: as `hooks/hooks.json` calls it, `pre-tool-use`.
        event: what is told of it.
        run_command: runs what a person asks for in a prompt.

    Raises:
        InputError: there is no such hook.
        DltProofError: it could not be told what to answer.
    """
    if hook == "pre-tool-use":
        from . import before_tool

        return before_tool.answer(event)
    if hook == "post-tool-use":
        from . import after_tool

        return after_tool.answer(event)
    if hook == "user-prompt-submit":
        from . import prompt

        return prompt.answer(event, run_command)
    if hook == "session-start":
        from . import session_start

        return session_start.answer(event)
    if hook == "stop":
        from . import stop

        return stop.answer(event)
    raise InputError(f"there is no hook {hook!r}")
