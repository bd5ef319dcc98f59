"""What a sub-agent of Claude Code was told, did and said, from what Claude Code gives a hook.

Whoever starts a sub-agent could tell it what to say, so its answer counts only where its own
transcript shows that it got one question and nothing else (`why_not_seen`). Everything read here
is data from outside; whatever is not known makes the answer count for nothing. Not here: whether
the text is a question of ours, and what its answer means (`handing_out`); how the file is read
(`transcript_entries`).

The form is that of version 2.1.330. The hook runs when the last lines of the transcript may not
have been written yet, so they are waited for.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..models.questions import Usage
from .prompts import instructions
from .transcript_entries import (
    Entry,
    TranscriptError,
    blocks_of,
    last_words,
    read_entries,
    sum_of_usages,
    unnumbered,
    usage_of,
    words_of,
)

#: Seconds to wait until the transcript ends with what the hook was told; 0.1 s was the longest.
PATIENCE = 10.0
_PAUSE = 0.05
_AGENT = re.compile(r"[A-Za-z0-9_-]{1,128}")
_LINE = "Answer the question in "
#: A file's name could say more than where it is: without one that is expected, a plain one will do.
_PLAIN = re.compile(r"(/[A-Za-z0-9._-]{1,100})+\.md")
#: What Claude Code itself tells every sub-agent. CLAUDE.md files, what hooks add and messages sent
#: later are of other kinds.
_OWN_ATTACHMENTS = frozenset({"environment", "model", "date", "prompt_snapshot"})
#: Of the session, the state of git alone: branch, changed files and the last commits.
_OWN_CONTEXT = frozenset({"gitStatus"})

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One call of a tool.

    Args:
        name: of the tool.
        input: what it was called with.
        result: the text it gave back, "" while there is none.
        failed: whether what it gave back was an error.
    """

    name: str
    input: _Json
    result: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class SubagentRun:
    """One run of a sub-agent, from its start to the message it ended with.

    Args:
        agent_type: `dlt-proof-writing:step-verifier`.
        instructions: the body of the agent's file, as it was sent; "" where nothing says.
        prompt: the first message, exactly as sent.
        added: what else it was told, in one clause each: later messages, CLAUDE.md files.
        tools_used: in order.
        final_text: all words of its last message.
        stop_reason: why that message ended, as the Messages API calls it.
        model: who wrote it.
        usage: of all its requests, without a price.
        transcript: the file.
    """

    agent_type: str
    instructions: str
    prompt: str
    added: tuple[str, ...]
    tools_used: tuple[ToolUse, ...]
    final_text: str
    stop_reason: str
    model: str
    usage: Usage
    transcript: Path


def load_subagent_run(hook_input: _Json, *, patience: float = PATIENCE) -> SubagentRun:
    """Read the run that a `SubagentStop` hook was told of.

    Args:
        hook_input: what Claude Code gave the hook on standard input.
        patience: seconds to wait for the transcript's last lines.

    Raises:
        TranscriptError: something is missing, contradicts itself, or is not known.
    """
    told = {
        name: _text(hook_input, name)
        for name in (
            "session_id",
            "agent_id",
            "agent_type",
            "transcript_path",
            "agent_transcript_path",
            "last_assistant_message",
        )
    }
    if hook_input.get("hook_event_name") != "SubagentStop":
        raise TranscriptError("the hook was not called for the end of a sub-agent")
    path, session = Path(told["agent_transcript_path"]), Path(told["transcript_path"])
    if not _AGENT.fullmatch(told["agent_id"]) or path.name != f"agent-{told['agent_id']}.jsonl":
        raise TranscriptError("the transcript is not named for the sub-agent")
    if ".." in path.parts or session.parent not in path.parents:
        raise TranscriptError("the transcript does not lie beside its session's")
    deadline = time.monotonic() + patience
    while True:
        entries = read_entries(path)
        if last_words(entries).strip() == told["last_assistant_message"].strip():
            break
        if time.monotonic() >= deadline:
            raise TranscriptError("the transcript does not end with the sub-agent's last message")
        time.sleep(_PAUSE)
    for entry in entries:
        if (entry.get("agentId"), entry.get("sessionId")) != (told["agent_id"], told["session_id"]):
            raise TranscriptError("the transcript is of another sub-agent or session")
    return _run(entries, told["agent_type"], path)


def why_not_alone(run: SubagentRun, question: str, body: str) -> str:
    """Why nobody can be sure that a run was told one question and no more; "" where it was.

    Whether its prompt is that question, and what it did, is not looked at.

    Args:
        run: what the sub-agent was told and did.
        question: what it was to be told.
        body: the instructions it has to work by.
    """
    if not question.strip():
        return "there is no question"
    if run.instructions.strip() != body.strip():
        return "the sub-agent works by other instructions"
    if run.added:
        return f"the sub-agent was told more than the question: {run.added[0]}"
    if run.stop_reason != "end_turn":
        return f"its last message did not come to an end ({run.stop_reason or 'unknown'})"
    return ""


def why_not_seen(
    run: SubagentRun,
    question_text: str,
    file: Path | None = None,
    body: str | None = None,
) -> str:
    """Why an answer of this run does not count as one to the question; "" where it does.

    The question is the whole prompt, or the prompt is the one line that names a file and the only
    call of a tool read that file and gave back exactly the question. White space around is free.

    Args:
        run: what the sub-agent was told and did.
        question_text: what it was to be told.
        file: where that was written for it; None for any place with a plain name.
        body: the instructions it has to work by; by default the step verifier's.
    """
    question = question_text.strip()
    if why := why_not_alone(run, question, instructions() if body is None else body):
        return why
    prompt = run.prompt.strip()
    if prompt == question:
        return f"it used a tool: {run.tools_used[0].name}" if run.tools_used else ""
    named = prompt.removeprefix(_LINE).removesuffix(".")
    expected = _PLAIN.fullmatch(named) is not None if file is None else named == str(file)
    if prompt != f"{_LINE}{named}." or not expected:
        return "its prompt is not this question"
    if len(run.tools_used) != 1:
        return f"it used {len(run.tools_used)} tools where it was to read one file"
    (used,) = run.tools_used
    if used.name != "Read" or used.input.get("file_path") != named:
        return f"it used another tool or file: {used.name}"
    if (unnumbered(used.result) or "").strip() != question:
        return "the file that it read is not this question"
    return ""


def _text(hook_input: _Json, name: str) -> str:
    value = hook_input.get(name)
    if not isinstance(value, str) or not value:
        raise TranscriptError(f"the hook was not told {name}")
    return value


def _run(entries: list[Entry], agent_type: str, path: Path) -> SubagentRun:
    prompt: str | None = None
    added: list[str] = []
    systems: set[str] = set()
    calls: dict[str, ToolUse] = {}
    usages: dict[str, _Json] = {}
    last: list[Entry] = []
    for entry in entries:
        kind = entry["type"]
        if kind == "user" and prompt is None:
            message = entry.get("message")
            content = message.get("content") if isinstance(message, dict) else None
            if not isinstance(content, str) or entry.get("isMeta"):
                raise TranscriptError("the transcript does not begin with a prompt")
            prompt = content
        elif kind == "user":
            last = []
            added += _results(entry, calls)
        elif kind == "assistant":
            last.append(entry)
            _take_calls(entry, calls)
            usages |= usage_of(entry, len(usages))
        elif kind == "attachment":
            attachment = entry.get("attachment")
            if not isinstance(attachment, dict):
                raise TranscriptError("an attachment of the transcript is none")
            if attachment.get("type") == "prompt_snapshot":
                systems.add(_first(attachment.get("systemPrompt")))
            added += _attached(attachment)
        elif "message" in entry and not kind.startswith("api-request"):
            added.append(f"an entry of the kind {kind[:60]!r}")
    if prompt is None or not last:
        raise TranscriptError("the transcript has no prompt, or no last message")
    message = last[-1]["message"]
    words = [text for entry in last for block in blocks_of(entry) if (text := words_of(block))]
    return SubagentRun(
        agent_type=agent_type,
        # Two different ones are none of ours, whichever they are.
        instructions=systems.pop() if len(systems) == 1 else "",
        prompt=prompt,
        added=tuple(added),
        tools_used=tuple(calls.values()),
        final_text="\n".join(words),
        stop_reason=str(message.get("stop_reason") or ""),
        model=str(message.get("model") or ""),
        usage=sum_of_usages(usages.values()),
        transcript=path,
    )


def _first(texts: object) -> str:
    first = texts[0] if isinstance(texts, list) and texts else texts
    return first if isinstance(first, str) else ""


def _attached(attachment: _Json) -> list[str]:
    kind = str(attachment.get("type"))
    if kind == "session_context":
        context = attachment.get("context")
        more = set(context) - _OWN_CONTEXT if isinstance(context, dict) else {"?"}
        return [f"of the session: {name[:60]}" for name in sorted(map(str, more))]
    if kind == "instructions":
        files = attachment.get("files")
        paths = [str(each.get("path")) for each in files or () if isinstance(each, dict)]
        return [f"the instructions in {', '.join(paths)[:200] or '?'}"]
    return [] if kind in _OWN_ATTACHMENTS else [f"an attachment of the kind {kind[:60]!r}"]


def _results(entry: Entry, calls: dict[str, ToolUse]) -> list[str]:
    """Give results of tools to their calls; anything else in the message was added."""
    added: list[str] = []
    for block in blocks_of(entry):
        call = calls.get(str(block.get("tool_use_id")))
        if block.get("type") != "tool_result" or call is None:
            added.append(f"a further message: {' '.join(words_of(block).split())[:80]!r}")
            continue
        content = block.get("content")
        parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
        text = "".join(words_of(part) for part in parts if isinstance(part, dict))
        failed = call.failed or block.get("is_error") is True
        result = ToolUse(call.name, call.input, call.result + text, failed)
        calls[str(block["tool_use_id"])] = result
    return added


def _take_calls(entry: Entry, calls: dict[str, ToolUse]) -> None:
    for block in blocks_of(entry):
        if block.get("type") in ("text", "thinking", "redacted_thinking"):
            continue
        # Whatever is no word counts as a tool, tools of the server among them.
        given = block.get("input")
        name = str(block.get("name") or block.get("type"))
        key = str(block.get("id") or f"call {len(calls)}")
        if key in calls:
            raise TranscriptError("two calls in the transcript have one identifier")
        calls[key] = ToolUse(name, given if isinstance(given, dict) else {}, "")
