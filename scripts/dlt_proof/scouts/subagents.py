"""Answers of scouts, read by a hook from their own transcripts.

So an answer counts as called, although no code of ours called anybody. Not here: how a transcript
is read (`verify.transcripts`), and what an answer is worth (`opened`).
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..project import Project, find_project, open_project
from ..records.scouts import SCOUT_ANSWER_KIND, ScoutAnswer, ScoutQuestion, StoredScoutAnswer
from ..verify.handing_out import handed_prompt
from ..verify.subagents import read_final_answer, run_of_hook
from ..verify.transcript_entries import unnumbered
from ..verify.transcripts import SubagentRun, why_not_alone
from .answers import answer_words, read_history, record_answer
from .opened import Seen, what_was_seen, why_not_closed
from .questions import AGENTS, handed_text, instructions, question_file

_FILE = re.compile(r"(/[^\n]*?)/\.output/scouts/(s-[0-9a-f]{16})\.md")


def is_scout(hook_input: Mapping[str, Any]) -> bool:
    """Whether a hook was called for one of the scouts."""
    return str(hook_input.get("agent_type") or "").rpartition(":")[2] in AGENTS.values()


def take_scout(hook_input: Mapping[str, Any]) -> str:
    """Take a scout's answer, as Claude Code tells a hook that it ended.

    Args:
        hook_input: the hook's JSON.

    Returns:
        What was done, or why the answer does not count, in one line; "" where the scout answered
        no question of a project.

    Raises:
        RefusedError: no hook started this.
        TranscriptError: the transcript cannot be read.
        InputError: the project's state cannot be read, or a draft not be written.
    """
    run = run_of_hook(hook_input)
    found = _FILE.search(run.prompt)
    if found and Path(found[1]).is_dir():
        project = open_project(found[1])
    else:
        project = find_project(str(hook_input.get("cwd") or "."))
    if not project.is_proof_project:
        return ""
    with project.state.alone(SCOUT_ANSWER_KIND):
        return _taken(project, run, found[2] if found else "")


def _taken(project: Project, run: SubagentRun, named: str) -> str:
    history = read_history(project)
    who = run.transcript.stem
    if any(answer.reader == who for answer in history.answers):
        return f"{who} has answered already"
    reason = ""
    for name, question in history.questions.items():
        why = _why_not_asked(project, run, question)
        if not why:
            return answer_words(_record(project, run, question))
        if name == named:
            reason = f"{question.digest}: the answer does not count as called: {why}"
    return reason


def _why_not_asked(project: Project, run: SubagentRun, question: ScoutQuestion) -> str:
    """Why a run was not that of a scout with this question and no more; "" where it was."""
    text, file = handed_text(question), question_file(project, question.question)
    if why := why_not_alone(run, text, instructions(question)):
        return why
    prompt = run.prompt.strip()
    if prompt != text.strip():
        if prompt != handed_prompt(file):
            return "its prompt is not this question"
        first = run.tools_used[0] if run.tools_used else None
        if first is None or first.name != "Read" or first.input.get("file_path") != str(file):
            return "it did not read its question first"
        if (unnumbered(first.result) or "").strip() != text.strip():
            return "the file that it read is not this question"
    return why_not_closed(run, project, question.copies, file)


def _record(project: Project, run: SubagentRun, question: ScoutQuestion) -> StoredScoutAnswer:
    said = read_final_answer(run.final_text, ScoutAnswer)
    file = question_file(project, question.question)
    seen = what_was_seen(run, said, file) if said else Seen(False, "")
    answer = StoredScoutAnswer(
        question=question.question,
        digest=question.digest,
        source="hook",
        said=said,
        raw="" if said else run.final_text,
        model=run.model,
        reader=run.transcript.stem,
        usage=run.usage.model_dump(),
    )
    return record_answer(project, question, answer, seen)
