"""A prompt that is, as a whole, a command that only a person may give: it is carried out here.

The agent's tools may not give it, and no text that was pasted, quoted or explained counts. The
words go to our own program, never to a shell. A prompt that an agent arranged for, by a session
that it started or a wake-up that it set, is none of a person's.
"""

from __future__ import annotations

import json
import os

from ..project.person import ancestors, asked_by_person, sign_of_agents_session
from .event import Answer
from .places import root_around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from .dispatch import RunCommand
    from .event import Event

_PROGRAM = "dlt-proof"
_LONGEST = 2_000
#: What a person alone may ask for: the words that begin it, and an option without which others may.
_FOR_A_PERSON = (
    (("plan", "approve"), None),
    (("plan", "manage"), "--off"),
    (("trace", "sign"), None),
    (("init",), "--autonomous"),
    (("review", "start"), "--anew"),
)
#: With these anybody may.
_FOR_ANYBODY = ("--by-default", "--show", "--help", "-h")
_MOST_LINES = 30
_SCHEDULED = os.path.join(".claude", "scheduled_tasks.json")


def answer(event: Event, run_command: RunCommand) -> Answer:
    """Carry a person's command out, and tell the outcome to the agent and to the person.

    Args:
        run_command: runs a command of this program in this process.
    """
    prompt = event.given.get("prompt")
    words = persons_command(prompt) if isinstance(prompt, str) else None
    if words is None or not isinstance(prompt, str):
        return Answer()
    command = prompt.strip()
    sign = sign_of_agents_session(ancestors())
    if not sign and _was_arranged(event, command):
        sign = "a tool call set this prompt"
    if sign:
        return Answer(refusal=f"`{command}` counts only from a person: {sign}")
    here = os.path.realpath(event.folder)
    outside = _outside(here, words)
    if outside:
        return Answer(
            refusal=f"`{command}` was not carried out: {outside} lies outside of the session's "
            "folder; start a session there, or run it in a shell of your own"
        )
    before = os.getcwd()
    os.chdir(here)
    try:
        with asked_by_person():
            code, printed = run_command(words)
    finally:
        os.chdir(before)
    lines = printed.splitlines()
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"… and {len(lines) - _MOST_LINES} lines more"]
    told = f"`{command}` ended with {code} in {root_around(here) or here}:"
    outcome = "\n".join([told, *lines])
    return Answer(
        context=f"The person in front of this session typed it, and the hook has carried it out; "
        f"it is not to be run again. {outcome}",
        to_user=outcome,
    )


def persons_command(prompt: str) -> list[str] | None:
    """The words, after the program's name, of a prompt that is a command only a person may give.

    Returns:
        None for every other prompt, such as one of several lines or with an operator of a shell.
    """
    prompt = prompt.strip()
    if not prompt.startswith(f"{_PROGRAM} ") or len(prompt) > _LONGEST or not prompt.isprintable():
        return None
    import shlex

    try:
        lexer = shlex.shlex(prompt, posix=True, punctuation_chars=";&|<>")
        lexer.whitespace_split, lexer.commenters = True, ""
        words = list(lexer)
    except ValueError:  # a quotation that does not end
        return None
    # Quoted, an operator is a text like any other; the lexer does not tell, so that none counts.
    if words[0] != _PROGRAM or any(word[:1] in tuple(";&|<>") for word in words):
        return None
    words = words[1:]
    for begin, option in _FOR_A_PERSON:
        if tuple(words[: len(begin)]) == begin and (option is None or option in words):
            return None if any(word in _FOR_ANYBODY for word in words) else words
    return None


def _outside(here: str, words: list[str]) -> str:
    """The folder outside of the session's that a command is about, "" where it is about none.

    A session may begin below the project's root.
    """
    session = os.path.realpath(os.environ.get("CLAUDE_PROJECT_DIR") or here)
    named = [os.path.join(here, word) for word in words if not word.startswith("-")]
    if words[0] != "init":
        named = [path for path in named if os.path.isdir(path)]
    around = root_around(here)
    for path in [here, *named, *([around] if around else [])]:
        real = os.path.realpath(path)
        if not (_is_below(real, session) or (real == around and _is_below(session, real))):
            return real
    return ""


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


def _was_arranged(event: Event, command: str) -> bool:
    """Whether a tool call of this session, or a schedule of its folder, asks for this prompt.

    A wake-up that an agent set submits a prompt like that of a person (measured with 2.1.330).

    Raises:
        OSError: the session's transcript cannot be read.
    """
    quoted = json.dumps(command, ensure_ascii=False)[1:-1].encode("utf-8")
    for path in _transcripts(event):
        with open(path, "rb") as stream:
            for line in stream:
                if b'"tool_use"' in line and quoted in line and _sets(line, command):
                    return True
    scheduled = os.path.join(os.environ.get("CLAUDE_PROJECT_DIR") or event.folder, _SCHEDULED)
    if os.path.exists(scheduled):
        with open(scheduled, "rb") as stream:
            return quoted in stream.read()
    return False


def _transcripts(event: Event) -> Iterator[str]:
    """The session's transcript and those of its sub-agents, as far as they are begun."""
    path = event.given.get("transcript_path")
    if not isinstance(path, str):
        return
    if os.path.exists(path):
        yield path
    for folder, _, names in os.walk(path.removesuffix(".jsonl")):
        yield from (os.path.join(folder, name) for name in names if name.endswith(".jsonl"))


def _sets(line: bytes, command: str) -> bool:
    """Whether a line of a transcript is a tool call with this prompt."""
    try:
        entry = json.loads(line)
        blocks = entry["message"]["content"]
        inputs = [block["input"] for block in blocks if block.get("type") == "tool_use"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return any(_prompt_of(given) == command for given in inputs)


def _prompt_of(given: Mapping[str, Any]) -> str:
    prompt = given.get("prompt") if isinstance(given, dict) else None
    return prompt.strip() if isinstance(prompt, str) else ""
