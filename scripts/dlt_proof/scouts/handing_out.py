"""Questions for scouts: handed out as files, answers filed where somebody reports them.

Not here: answers that a hook reads from a scout's own transcript (`subagents`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..graph.plan_file import Plan
from ..latex import Document
from ..project import Project, read_text, write_text
from ..records.errors import InputError, RefusedError
from ..records.filed_lines import ANSWER_FORM, read_filed_line
from ..records.scouts import (
    SCOUT_ANSWER_KIND,
    SCOUT_QUESTION_KIND,
    FiledScoutReport,
    ScoutQuestion,
    StoredScoutAnswer,
)
from ..verify.handing_out import handed_prompt
from .answers import read_history, record_answer
from .missing import missing_digests, named
from .opened import as_reported
from .questions import AGENTS, Questions, handed_text, question_file


@dataclass(frozen=True, slots=True)
class HandedScout:
    """A question in a scout's hands.

    Args:
        identifier: of the question.
        digest: the digest that is missing, without `.md`.
        agent: name of the sub-agent, a file in `agents/` without `.md`.
        file: absolute path of the question's text.
        prompt: what to say to the sub-agent.
    """

    identifier: str
    digest: str
    agent: str
    file: Path
    prompt: str


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What `hand_out` gave.

    Args:
        questions: those to be answered, techniques first.
        missing: how many digests are missing, among those that were named.
        answered: questions that are left out because a scout answered them.
    """

    questions: tuple[HandedScout, ...]
    missing: int
    answered: tuple[StoredScoutAnswer, ...]


def hand_out(
    project: Project,
    plan: Plan | None,
    document: Document | None,
    *,
    names: Sequence[str] = (),
    again: bool = False,
) -> HandedOut:
    """Make a question about each digest that is missing, and write it to a file.

    Args:
        project: a proof project.
        plan: its plan, None where there is none.
        document: its paper, None where nothing is written.
        names: digests, techniques or keys; none for all.
        again: also what a scout has answered, and found nothing, or its draft was taken out.

    Raises:
        InputError: a name is of no digest that is missing.
    """
    everything = missing_digests(project, plan, document)
    missing = named(everything, names)
    known = {name for one in everything for name in (one.digest, one.name)}
    if strangers := [name for name in names if name not in known]:
        raise InputError(
            f"no digest called {strangers[0]!r} is missing",
            remedy=f"missing are: {', '.join(one.digest for one in everything) or 'none'}",
        )
    make = Questions(project, document)
    questions = [make.question(one) for one in missing]
    handed, answered = [], []
    with project.state.alone(SCOUT_QUESTION_KIND):
        history = read_history(project)
        wanted: list[ScoutQuestion] = []
        for question in questions:
            held = history.latest(question.question)
            if held is not None and not again:
                answered.append(held)
            else:
                wanted.append(question)
        project.state.append_all(
            SCOUT_QUESTION_KIND,
            [one.model_dump() for one in wanted if one.question not in history.questions],
        )
    for question in wanted:
        file = question_file(project, question.question)
        write_text(file, handed_text(question))
        agent, prompt = AGENTS[question.subject], handed_prompt(file)
        handed.append(HandedScout(question.question, question.digest, agent, file, prompt))
    return HandedOut(tuple(handed), len(missing), tuple(answered))


def file_answers(project: Project, path: Path) -> list[StoredScoutAnswer]:
    """File what somebody reports that scouts said: one JSON object a line (`FiledScoutReport`).

    All lines are checked before the first is recorded.

    Returns:
        What was recorded; what had been filed before is left out.

    Raises:
        InputError: a line is no report.
        RefusedError: a report is about no question that was handed out.
    """
    reports = []
    # Not at every line separator of Unicode: JSON may hold them.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            report = read_filed_line(
                FiledScoutReport, line, ANSWER_FORM, what="answer", file=path.name, number=number
            )
            reports.append((number, report))
    if not reports:
        raise InputError("there is no answer in it", file=path.name)
    with project.state.alone(SCOUT_ANSWER_KIND):
        history = read_history(project)
        for number, report in reports:
            if report.question not in history.questions:
                raise RefusedError(
                    f"no question {report.question!r} was handed out here",
                    file=path.name,
                    line=number,
                    remedy="`dlt-proof plan scouts` hands questions out; an answer names one",
                )
        known = {(each.question, each.reader, each.said) for each in history.answers}
        recorded = []
        for _, report in reports:
            if (report.question, report.reader, report.answer) in known:
                continue  # the same file a second time
            question = history.questions[report.question]
            answer = StoredScoutAnswer(
                question=question.question,
                digest=question.digest,
                source="filed",
                said=report.answer,
                reader=report.reader,
            )
            recorded.append(record_answer(project, question, answer, as_reported(report.answer)))
    return recorded
