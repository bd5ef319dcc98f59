"""Questions for the sub-agents of a running agent: handed out as files, answers taken back.

What a sub-agent said is `filed` where somebody wrote it into a report. Not here: answers that a
hook reads from a sub-agent's own transcript (`subagents`), and models that our own code asks
(`running`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..latex import Document
from ..project import Project, read_text, write_text
from ..records.errors import InputError, RefusedError
from ..records.evidence import Job
from ..records.filed_lines import REPORT_FORM, read_filed_line
from ..records.verification import FiledReport, Judgement, StoredAnswer, VerifierAnswer, WayName
from ..trace import TraceState, load_trace
from .batches import make_batches, questions_for
from .choosing import Wanted, choose_steps, proved_jobs
from .closing import abandon_stale_batches, close_batches
from .history import (
    ANSWER_KIND,
    BATCH_KIND,
    HeldBatch,
    History,
    Verifier,
    open_questions,
    read_history,
    under_way,
)
from .prompts import instructions, prompt_version, question_text

HANDED: WayName = "agent"
_FOLDER = "questions"


@dataclass(frozen=True, slots=True)
class HandedQuestion:
    """A question in a sub-agent's hands.

    Args:
        identifier: of the question.
        file: absolute path of its text.
        prompt: what to say to the sub-agent.
    """

    identifier: str
    file: Path
    prompt: str


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What `hand_out` gave.

    Args:
        questions: all that wait for an answer, in the order in which to give them.
        before: how many questions had been handed out before.
        others: how many of these are left out, since other steps were named.
        left: how many steps lack a verifier still and were left out for the limit.
        wanted: what there was to ask.
        judgements: of batches that wait for nothing more, since the steps they lacked are gone.
    """

    questions: tuple[HandedQuestion, ...]
    before: int
    others: int
    left: int
    wanted: Wanted
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What `take_reports` recorded.

    Args:
        counts: how many reports of each verdict.
        judgements: of the batches that were whole with them.
        waiting: questions that wait for an answer.
        before: reports about questions that were answered before.
        changed: reports about steps that were changed since.
        late: reports to batches that had been judged without them; they are not recorded.
    """

    counts: dict[str, int]
    judgements: tuple[Judgement, ...]
    waiting: int
    before: int
    changed: int
    late: int


def handed_text(job: Job) -> str:
    """The whole text that a sub-agent gets: instructions and question."""
    return f"{instructions()}\n{question_text(job)}"


def question_file(project: Project, question: str) -> Path:
    """Where the text of a question is written for a sub-agent."""
    return project.output / _FOLDER / f"{question}.md"


def handed_prompt(file: Path) -> str:
    """The one line that may be said to a sub-agent besides the question's text."""
    return f"Answer the question in {file}."


def hand_out(
    project: Project,
    document: Document,
    *,
    names: Sequence[str] = (),
    only_red: bool = False,
    recheck: bool = False,
    limit: int | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> HandedOut:
    """Make questions about the steps that need a verifier, and write them to files.

    Questions that wait for their answer are handed out again rather than made anew.

    Args:
        names: identifiers of steps, labels of statements; none for all.
        only_red: leave yellow steps out.
        recheck: also steps that were judged by enough verifiers.
        limit: how many questions may wait for an answer, canaries included; by default as the
            configuration says.
        waiting: called where models are being asked about this project; this goes on after it.

    Raises:
        InputError: there is no step, or a name is of none.
    """
    configuration = project.configuration.verify
    limit = configuration.max_calls if limit is None else limit
    with project.state.alone(BATCH_KIND, waiting=waiting):
        state = load_trace(project, document)
        if not state.steps:
            raise InputError("no proof has a step: there is nothing to ask about")
        judgements = close_batches(project, state)
        if judgements:
            state = load_trace(project, document)
        history = read_history(project)
        abandon_stale_batches(project, state, history)
        out = _questions_out(state, history)
        before = sum(len(names_out) for _, names_out in out)
        verifier = Verifier(HANDED, "")
        pending: dict[str, list[Verifier]] = {}
        for batch, names_out in out:
            for fingerprint in under_way(history, batch, names_out):
                pending.setdefault(fingerprint, []).append(verifier)
        wanted = choose_steps(
            state,
            history,
            names,
            verifiers=[verifier] * configuration.verifiers,
            pending=pending,
            recheck=recheck and not before,
            only_red=only_red,
        )
        room, left, made = limit - before, 0, []
        proved = proved_jobs(state)
        for steps in wanted.rounds:
            fitting = _fitting(len(steps), room)
            left += len(steps) - fitting
            batches = make_batches(project, steps[:fitting], proved, way=HANDED, model="")
            room -= sum(len(batch.questions) for batch in batches)
            made += batches
        project.state.append_all(BATCH_KIND, [batch.model_dump() for batch in made])
        history = read_history(project)
    named = {item.job.fingerprint for item in state.select(names)}
    questions = []
    others = 0
    for held, names_out in _questions_out(state, history):
        if names and not named & set(held.fingerprints.values()):
            others += len(names_out)
            continue
        for name in names_out:
            file = question_file(project, name)
            write_text(file, handed_text(held.jobs[name]))
            questions.append(HandedQuestion(name, file, handed_prompt(file)))
    return HandedOut(tuple(questions), before, others, left, wanted, tuple(judgements))


def _questions_out(state: TraceState, history: History) -> list[tuple[HeldBatch, list[str]]]:
    """The questions that sub-agents were given and did not answer yet, by batch."""
    return [
        (batch, open_questions(state, history, batch))
        for batch in history.open
        if batch.record.way == HANDED and batch.record.prompt == prompt_version()
    ]


def _fitting(steps: int, room: int) -> int:
    """How many of these steps can be asked about with so many questions, canaries included."""
    while steps and questions_for(steps) > room:
        steps -= 1
    return steps


def take_reports(project: Project, document: Document, path: Path) -> Taken:
    """File what sub-agents said: one JSON object a line (see `FiledReport`).

    All lines are checked before the first is recorded.

    Raises:
        InputError: a line is no report, or has no derivation.
        RefusedError: a report is about no question that was handed out.
    """
    history = read_history(project)
    answers, counts = [], dict[str, int]()
    seen: set[str] = set()
    lines = before = late = 0
    # Not at every line separator of Unicode: JSON may hold them.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        lines += 1
        report = read_filed_line(
            FiledReport, line, REPORT_FORM, what="report", file=path.name, number=number
        )
        found = history.question(report.question)
        if found is None or found[0].record.way != HANDED:
            raise RefusedError(
                f"no question {report.question!r} was handed out here",
                file=path.name,
                line=number,
                remedy="`dlt-proof trace jobs` hands questions out; a report names one of them",
            )
        if report.verdict != "unable-to-derive" and not (
            report.derivation.strip() and report.conclusion.strip()
        ):
            raise InputError(
                "a verdict without a derivation and a conclusion", file=path.name, line=number
            )
        if report.question in history.answers or report.question in seen:
            before += 1  # the first answer counts
            continue
        if found[0].record.batch in history.judgements:
            late += 1  # where it was recorded, nobody would be asked about its step again
            continue
        seen.add(report.question)
        counts[report.verdict] = counts.get(report.verdict, 0) + 1
        answers.append(
            StoredAnswer(
                question=report.question,
                batch=found[0].record.batch,
                source="filed",
                outcome="answered",
                said=VerifierAnswer(
                    derivation=report.derivation,
                    conclusion=report.conclusion,
                    verdict=report.verdict,
                ),
                came=datetime.now(UTC).isoformat(timespec="seconds"),
                reader=report.reader,
            )
        )
    if not lines:
        raise InputError("there is no report in it", file=path.name)
    return record_answers(project, document, answers, counts, before, late)


def record_answers(
    project: Project,
    document: Document,
    answers: Sequence[StoredAnswer],
    counts: dict[str, int],
    before: int = 0,
    late: int = 0,
) -> Taken:
    """Record answers to questions that were handed out, and judge the batches they complete."""
    project.state.append_all(ANSWER_KIND, [one.model_dump() for one in answers])
    state = load_trace(project, document)
    judgements = close_batches(project, state)
    history = read_history(project)
    current = {item.job.fingerprint for item in state.steps}
    asked = {n: job for batch in history.batches.values() for n, job in batch.fingerprints.items()}
    return Taken(
        counts,
        tuple(judgements),
        waiting=sum(len(names) for _, names in _questions_out(state, history)),
        before=before,
        changed=sum(asked.get(one.question) not in {*current, None} for one in answers),
        late=late,
    )
