"""Closing batches: once a batch is answered it is judged, and what counts becomes evidence.

Not here: how it is judged (`judging`), and who asked.
"""

from collections.abc import Collection, Mapping

from ..project import Project
from ..records.verification import JUDGEMENT_KIND, Judgement
from ..trace import EVIDENCE_KIND, TraceState
from .history import HeldBatch, History, open_questions, read_history
from .judging import evidence_of, judge_batch
from .prompts import prompt_version
from .submissions import submitted_questions

_GONE = "the paper, or what verifiers are told, changed before anybody answered"


def close_batches(
    project: Project, state: TraceState, *, ended: Collection[str] = ()
) -> list[Judgement]:
    """Judge every batch that can be judged, and record what it comes to.

    A batch can be judged once each of its questions has an answer. Where no further answer is
    expected, those to its canaries and one other are enough: so of one that has `ended`, and of one
    whose other questions are about text that was changed since. What was not answered is asked
    again with others.

    Args:
        state: the steps as they are now.
        ended: batches of which no further answer is expected.

    Returns:
        The judgements made now.
    """
    with project.state.alone(JUDGEMENT_KIND):
        history = read_history(project)
        submitted = submitted_questions(project)
        return [
            _close(project, state, history, batch)
            for batch in history.open
            if can_be_judged(
                history,
                batch,
                ended=batch.record.batch in ended
                or not expected_questions(state, history, batch, submitted),
            )
        ]


def expected_questions(
    state: TraceState, history: History, batch: HeldBatch, submitted: Collection[str]
) -> list[str]:
    """The questions of an open batch to which an answer may still come.

    None about text that was changed since, and none of another prompt; but what was submitted is
    paid for.

    Args:
        submitted: the questions that are in a message batch under way.
    """
    asked = batch.record.prompt == prompt_version()
    current = set(open_questions(state, history, batch)) if asked else set()
    return [
        name
        for name in batch.truths
        if name in current or (name in submitted and name not in history.answers)
    ]


def abandon_stale_batches(project: Project, state: TraceState, history: History) -> None:
    """Give up open batches of which nothing was answered, or paid for, and nothing can be asked.

    None of their steps is in the paper any more, or they were made for another prompt. What was
    answered or submitted is kept: an edit may be undone.
    """
    current = {item.job.fingerprint for item in state.steps}
    submitted = submitted_questions(project)
    with project.state.alone(JUDGEMENT_KIND):
        for batch in history.open:
            begun = any(n in history.answers or n in submitted for n in batch.truths)
            asked = current & set(batch.fingerprints.values())
            if begun or (asked and batch.record.prompt == prompt_version()):
                continue
            judgement = judge_batch(batch.record, batch.truths, {})
            judgement = judgement.model_copy(update={"void": _GONE, "abandoned": True})
            project.state.append(JUDGEMENT_KIND, judgement.model_dump())
            history.judgements[batch.record.batch] = judgement


def can_be_judged(history: History, batch: HeldBatch, *, ended: bool) -> bool:
    """Whether a batch is answered: whole, or its canaries and a step where it has ended."""
    missing = [name for name in batch.truths if name not in history.answers]
    if not missing:
        return True
    answered_steps = len(batch.fingerprints.keys() & history.answers.keys())
    canaries_missing = any(batch.truths[name] != "step" for name in missing)
    return ended and not canaries_missing and answered_steps > 0


def _close(project: Project, state: TraceState, history: History, batch: HeldBatch) -> Judgement:
    judgement = judge_batch(batch.record, batch.truths, history.answers)
    evidence = evidence_of(
        batch.record,
        batch.truths,
        batch.fingerprints,
        history.answers,
        judgement,
        latex_of(state),
        [one for one in history.judgements.values() if _same_verifier(one, judgement)],
    )
    # Evidence first: of a run killed in between, the same evidence is recorded again, and counts
    # once.
    project.state.append_all(EVIDENCE_KIND, [one.model_dump() for one in evidence])
    project.state.append(JUDGEMENT_KIND, judgement.model_dump())
    return judgement


def _same_verifier(one: Judgement, other: Judgement) -> bool:
    who = (other.way, other.model, other.prompt)
    return (one.way, one.model, one.prompt) == who and not one.abandoned


def latex_of(state: TraceState) -> Mapping[str, str]:
    """How each job's step is written, by the job's fingerprint."""
    return {item.job.fingerprint: item.step.latex for item in state.steps}
