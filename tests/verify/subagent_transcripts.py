"""Transcripts of sub-agents in the form in which Claude Code 2.1.330 writes them.

`tests/claude_code/` holds this form against the real program. Left out is what the program says of
its own: nothing reads it.
"""

import json
from pathlib import Path
from typing import Any

from dlt_proof.verify.prompts import instructions

Json = dict[str, Any]

SESSION = "9b5c1951-d179-4e8f-99ca-12e3db52a35a"
AGENT = "affddc64093369eac"
MODEL = "claude-test-1"
ANSWER = '{"derivation": "d", "conclusion": "c", "verdict": "matches"}'


def entry(kind: str, **fields: Any) -> Json:
    return {"type": kind, "isSidechain": True, "agentId": AGENT, "sessionId": SESSION, **fields}


def user(content: Any, **fields: Any) -> Json:
    return entry("user", message={"role": "user", "content": content}, **fields)


def attachment(kind: str, **fields: Any) -> Json:
    return entry("attachment", attachment={"type": kind, **fields})


def assistant(*blocks: Json, stop_reason: str = "end_turn", number: int = 1) -> Json:
    usage = {"input_tokens": 100, "cache_read_input_tokens": 20, "output_tokens": 50}
    message = {
        "id": f"msg_{number}",
        "role": "assistant",
        "model": MODEL,
        "content": list(blocks),
        "stop_reason": stop_reason,
        "usage": usage,
    }
    return entry("assistant", message=message)


def says(text: str = ANSWER, **how: Any) -> Json:
    return assistant({"type": "text", "text": text}, **how)


def calls(name: str, identifier: str = "toolu_1", **given: Any) -> Json:
    block = {"type": "tool_use", "id": identifier, "name": name, "input": given}
    return assistant(block, stop_reason="tool_use", number=2)


def gives(text: Any, identifier: str = "toolu_1") -> Json:
    return user([{"type": "tool_result", "tool_use_id": identifier, "content": text}])


def numbered(text: str) -> str:
    return "\n".join(f"{number}\t{line}" for number, line in enumerate(text.split("\n"), 1))


def told(prompt: str, body: str | None = None) -> list[Json]:
    """What stands before the sub-agent's first word."""
    ours = instructions() if body is None else body
    return [
        user(prompt),
        attachment("environment", snapshot={"workingDirectory": "/somewhere"}),
        attachment("model", identity={"modelId": MODEL}),
        attachment("session_context", context={"gitStatus": "Current branch: main"}),
        attachment("date", date="2026-11-23"),
        attachment("prompt_snapshot", systemPrompt=[ours.strip(), "and its own"]),
        entry("api-request-shape", shape={}),
        entry("api-request-blob", message={"role": "system", "content": []}),
        entry("api-request", params={}),
    ]


def place(folder: Path, entries: list[Json], last: str = ANSWER) -> Json:
    """Write the transcript where Claude Code does, and give what it tells the hook."""
    session = folder / "projects" / "-somewhere" / f"{SESSION}.jsonl"
    path = session.with_suffix("") / "subagents" / f"agent-{AGENT}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(json.dumps(each) + "\n" for each in entries), encoding="utf-8")
    return {
        "session_id": SESSION,
        "transcript_path": str(session),
        "cwd": "/somewhere",
        "agent_id": AGENT,
        "agent_type": "dlt-proof-writing:step-verifier",
        "hook_event_name": "SubagentStop",
        "stop_hook_active": False,
        "agent_transcript_path": str(path),
        "last_assistant_message": last.strip(),
    }
