"""Answers of sub-agents, read by a hook from their own transcripts.

So an answer counts as called, although no code of ours called anybody: nobody could change it, or
what was asked, on the way. Not here: how a transcript is read (`transcripts`), and who hands
questions out (`handing_out`).
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from ..latex import read_document
from ..project import Project, find_project, open_project
from ..project.person import claude_folder, require_hook
from ..records.verification import StoredAnswer, VerifierAnswer
from .handing_out import HANDED, handed_text, question_file, record_answers
from .history import ANSWER_KIND, read_history
from .transcript_entries import TranscriptError
from .transcripts import SubagentRun, load_subagent_run, why_not_seen

_Said = TypeVar("_Said", bound=BaseModel)
_FILE = re.compile(r"(/[^\n]*?)/\.output/questions/(q-[0-9a-f]{16})\.md")


def run_of_hook(hook_input: Mapping[str, Any]) -> SubagentRun:
    """The run that a hook tells of, from the transcript that Claude Code keeps itself.

    Raises:
        RefusedError: no hook started this.
        TranscriptError: the transcript cannot be read, or lies elsewhere.
    """
    require_hook("a sub-agent's answer")
    run = load_subagent_run(hook_input)
    if Path(claude_folder()) not in run.transcript.resolve().parents:
        raise TranscriptError("the transcript does not lie where Claude Code keeps them")
    return run


def take_subagent(hook_input: Mapping[str, Any]) -> str:
    """Take a sub-agent's answer, as Claude Code tells a hook that it ended.

    Args:
        hook_input: the hook's JSON.

    Returns:
        What was done, or why the answer does not count, in one line; "" where the sub-agent
        answered no question of a project.

    Raises:
        RefusedError: no hook started this.
        TranscriptError: the transcript cannot be read.
        InputError: the project's state cannot be read.
    """
    run = run_of_hook(hook_input)
    project, named = _project_of(run, str(hook_input.get("cwd") or "."))
    if not project.is_proof_project:
        return ""
    with project.state.alone(ANSWER_KIND):
        name, said = _taken(project, run, named)
    if not name:
        return said
    record_answers(project, read_document(project), [], {})
    return f"{name}: {said}"


def _taken(project: Project, run: SubagentRun, named: str) -> tuple[str, str]:
    """Record a run's answer; the question and what was said, or "" and why there is none.

    Given as a whole text, a question is that of each verifier who is asked the same: the run
    answers the first one that has no answer, and it answers once.
    """
    history = read_history(project)
    who = run.transcript.stem
    if any(answer.reader == who for answer in history.answers.values()):
        return "", f"{who} has answered already"
    reason = ""
    for batch in history.open:
        if batch.record.way != HANDED:
            continue
        for name, job in batch.jobs.items():
            held = history.answers.get(name)
            why = why_not_seen(run, handed_text(job), question_file(project, name))
            if not why and (held is None or held.source == "filed"):
                answer = _answer(run, name, batch.record.batch)
                project.state.append(ANSWER_KIND, answer.model_dump())
                return name, answer.said.verdict if answer.said else answer.why
            if name == named:
                why = why or "the question was answered before"
                reason = f"{name}: its answer does not count as called: {why}"
    return "", reason


def _project_of(run: SubagentRun, folder: str) -> tuple[Project, str]:
    """The project whose question the sub-agent was given, and which one where the prompt says."""
    found = _FILE.search(run.prompt)
    if found and Path(found[1]).is_dir():
        return open_project(found[1]), found[2]
    return find_project(folder), ""


def _answer(run: SubagentRun, question: str, batch: str) -> StoredAnswer:
    said = read_final_answer(run.final_text, VerifierAnswer)
    return StoredAnswer(
        question=question,
        batch=batch,
        source="hook",
        outcome="answered" if said else "malformed",
        said=said,
        raw="" if said else run.final_text,
        model=run.model,
        reader=run.transcript.stem,
        came=datetime.now(UTC).isoformat(timespec="seconds"),
        usage=run.usage.model_dump(),
        why="" if said else "the last message is not one JSON object with a verdict",
    )


def read_final_answer(text: str, kind: type[_Said]) -> _Said | None:
    """The answer in a sub-agent's last message, None where it is none.

    The message has to be one JSON object; a fence around it is taken off.

    Args:
        text: the message.
        kind: the class that the answer has to fit.
    """
    text = text.strip()
    if text.startswith("```") and text.endswith("```"):
        text = text[3:-3].strip().removeprefix("json").strip()
    try:
        json.loads(text)  # pydantic's own reader takes more than JSON
        return kind.model_validate_json(text)
    except (ValueError, RecursionError):
        return None
