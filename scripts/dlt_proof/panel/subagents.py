"""Answers of a panel's sub-agents, read by a hook from their own transcripts.

So an answer counts as called, although no code of ours called anybody. Not here: how a transcript
is read (`verify.transcripts`), and who hands questions out (`handing_out`).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ..project import Project, find_project, open_project
from ..records.panel import PANEL_ANSWER_KIND, PanelAnswer
from ..verify.prompts import agent_instructions
from ..verify.subagents import read_final_answer, run_of_hook
from ..verify.transcripts import SubagentRun, why_not_seen
from .handing_out import HANDED, handed_text, reading_file
from .history import History, read_history
from .lenses import DESK_EDITOR, LENSES
from .prompts import JUDGE, MENDER, agent_of, answers_of

_FILE = re.compile(r"(/[^\n]*?)/\.output/readings/(r-[0-9a-f]{16})\.md")


def is_of_panel(hook_input: Mapping[str, Any]) -> bool:
    """Whether a hook was called for one of the panel's own sub-agents."""
    agent = str(hook_input.get("agent_type") or "").rpartition(":")[2]
    return f"{agent}.md" in {JUDGE, MENDER, *(lens.agent for lens in (*LENSES, DESK_EDITOR))}


def take_reading(hook_input: Mapping[str, Any]) -> str:
    """Take a sub-agent's answer, as Claude Code tells a hook that it ended.

    Args:
        hook_input: the hook's JSON.

    Returns:
        What was done, or why the answer does not count, in one line; "" where the sub-agent
        answered no question of a panel.

    Raises:
        RefusedError: no hook started this.
        TranscriptError: the transcript cannot be read.
        InputError: the project's state cannot be read.
    """
    run = run_of_hook(hook_input)
    found = _FILE.search(run.prompt)
    named = found[2] if found else ""
    if found and Path(found[1]).is_dir():
        project = open_project(found[1])
    else:
        project = find_project(str(hook_input.get("cwd") or "."))
    if not project.is_proof_project:
        return ""
    with project.state.alone(PANEL_ANSWER_KIND):
        return _taken(project, run, named)


def _taken(project: Project, run: SubagentRun, named: str) -> str:
    history = read_history(project)
    who = run.transcript.stem
    if any(answer.reader == who for answer in history.answers.values()):
        return f"{who} has answered already"
    reason = ""
    for batch in history.batches.values():
        if batch.record.way != HANDED.way:
            continue
        body = agent_instructions(agent_of(batch.record))
        for name in batch.questions:
            text, file = handed_text(batch, name), reading_file(project, name)
            why = why_not_seen(run, text, file, body)
            if not why and _is_open(history, name):
                kind = answers_of(batch.record.purpose)
                answer = _answer(run, name, batch.record.batch, kind)
                project.state.append(PANEL_ANSWER_KIND, answer.model_dump())
                return f"{name}: {answer.why or 'taken'}"
            if name == named:
                why = why or "the question was answered before"
                reason = f"{name}: its answer does not count as called: {why}"
    return reason


def _is_open(history: History, question: str) -> bool:
    held = history.answers.get(question)
    return held is None or held.source == "filed"


def _answer(run: SubagentRun, question: str, batch: str, kind: type[BaseModel]) -> PanelAnswer:
    said = read_final_answer(run.final_text, kind)
    return PanelAnswer(
        question=question,
        batch=batch,
        source="hook",
        outcome="answered" if said else "malformed",
        said=said.model_dump(mode="json") if said else None,
        raw="" if said else run.final_text,
        model=run.model,
        reader=run.transcript.stem,
        came=datetime.now(UTC).isoformat(timespec="seconds"),
        usage=run.usage.model_dump(),
        why=""
        if said
        else "the last message is not one JSON object of the form that was asked for",
    )
