"""What a hook is given (Claude Code's JSON, which is data) and what it answers."""

from __future__ import annotations

import json

from ..records.errors import InputError
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

#: More than this is no hook's JSON.
LARGEST = 50_000_000


class Event(Record):
    """An event of a session.

    Args:
        name: as Claude Code calls it, `PreToolUse`.
        session: the session's identifier.
        folder: the working directory, absolute.
        tool: the tool's name, empty where the event is about none.
        call: the tool call's identifier, empty where the event is about none.
        given: all of it.
    """

    name: str
    session: str
    folder: str
    tool: str
    call: str
    given: Mapping[str, Any]

    @property
    def input(self) -> Mapping[str, Any]:
        """What the tool is called with."""
        found = self.given.get("tool_input")
        return found if isinstance(found, dict) else {}

    def text(self, name: str) -> str:
        """A text that the tool is called with, empty where there is none."""
        found = self.input.get(name)
        return found if isinstance(found, str) else ""


class Answer(Record):
    """What a hook answers; by default nothing.

    Args:
        refusal: why the event may not go on, for the agent.
        context: what the agent is told besides.
        to_user: what is shown to the person in front of the session.
    """

    refusal: str = ""
    context: str = ""
    to_user: str = ""


def read_event(text: str) -> Event:
    """The event that a hook's JSON tells of.

    Raises:
        InputError: it is no such JSON.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a hook's JSON: {error}") from None
    if not isinstance(given, dict):
        raise InputError("not a hook's JSON: no object")

    def said(name: str) -> str:
        found = given.get(name)
        return found if isinstance(found, str) else ""

    event = Event(
        name=said("hook_event_name"),
        session=said("session_id"),
        folder=said("cwd"),
        tool=said("tool_name"),
        call=said("tool_use_id"),
        given=given,
    )
    if not (event.name and event.session and event.folder):
        raise InputError("not a hook's JSON: no hook_event_name, session_id or cwd")
    return event
