"""What a batch of answers is worth, and the evidence that it makes.

A verifier who took a false step for right is believed about none. Who could say nothing of most
false steps has not been tested, and is not believed either. Not here: the colours (`trace.belief`).
"""

from collections.abc import Mapping, Sequence

from ..records.evidence import Evidence
from ..records.verification import Judgement, QuestionBatch, StoredAnswer, Truth

_DIFFERS = ("constants-differ", "conclusion-differs")


def judge_batch(
    batch: QuestionBatch,
    truths: Mapping[str, Truth],
    answers: Mapping[str, StoredAnswer],
) -> Judgement:
    """What a batch came to.

    Args:
        batch: the batch.
        truths: what each of its questions is.
        answers: by question; one that has none counts as one that says nothing.
    """
    verdicts: dict[Truth, list[str]] = {"step": [], "true": [], "false": []}
    of_batch = []
    for question in batch.questions:
        answer = answers.get(question.identifier)
        if answer is not None:
            of_batch.append(answer)
        verdicts[truths[question.identifier]].append(answer.verdict if answer else "")
    false, true = verdicts["false"], verdicts["true"]
    caught, passed = _count(false, *_DIFFERS), _count(false, "matches")
    void = ""
    if not false:
        void = "there was no false step among them"
    elif passed:
        void = f"{passed} of {len(false)} false steps were taken for right"
    elif 2 * caught < len(false):
        void = f"of {len(false)} false steps only {caught} were found to be false"
    usage = [answer.usage for answer in of_batch if answer.usage]
    return Judgement(
        batch=batch.batch,
        way=batch.way,
        model=batch.model,
        prompt=batch.prompt,
        answered_by=tuple(sorted({a.model or a.reader for a in of_batch} - {""})),
        false=len(false),
        caught=caught,
        passed=passed,
        true=len(true),
        alarms=_count(true, *_DIFFERS),
        steps=len(verdicts["step"]),
        unable=_count(verdicts["step"], "", "unable-to-derive"),
        void=void,
        usd=round(sum(float(one.get("usd", 0)) for one in usage), 6),
        tokens=sum(_tokens(one) for one in usage),
    )


def evidence_of(
    batch: QuestionBatch,
    truths: Mapping[str, Truth],
    fingerprints: Mapping[str, str],
    answers: Mapping[str, StoredAnswer],
    judgement: Judgement,
    latex: Mapping[str, str],
    before: Sequence[Judgement] = (),
) -> list[Evidence]:
    """The evidence of a batch, none where it is void.

    An answer counts as called only where our own code or a hook received it, and those to all
    canaries of its batch, from one and the same model.

    Args:
        fingerprints: of the job of each question about a step.
        latex: by fingerprint, how the step is written now.
        before: what earlier batches of the same verifier came to, which a reader may weigh.
    """
    if judgement.void:
        return []
    canaries = [answers.get(name) for name, truth in truths.items() if truth != "step"]
    tested = all(one is not None and one.source != "filed" for one in canaries)
    models = {one.model for one in canaries if one is not None and one.verdict}
    found = []
    for question in batch.questions:
        answer = answers.get(question.identifier)
        if truths[question.identifier] != "step" or answer is None:
            continue
        said = answer.said
        if said is None or answer.verdict in ("", "unable-to-derive"):
            continue
        fingerprint = fingerprints[question.identifier]
        called = tested and answer.source != "filed" and models == {answer.model}
        who = answer.model or answer.reader or batch.model
        found.append(
            Evidence(
                fingerprint=fingerprint,
                step=question.step,
                word="rederived" if said.verdict == "matches" else "disputed",
                origin="called" if called else "reported",
                checker=who,
                version=batch.prompt,
                detail={
                    "verdict": said.verdict,
                    "conclusion": said.conclusion,
                    "derivation": said.derivation,
                    "question": question.identifier,
                    "batch": batch.batch,
                    "false steps caught": f"{judgement.caught} of {judgement.false}",
                    "false alarms": f"{judgement.alarms} of {judgement.true}",
                    "earlier batches of the verifier": f"{len(before)}, "
                    f"{sum(bool(one.void) for one in before)} void",
                },
                latex=latex.get(fingerprint, ""),
            )
        )
    return found


def _count(verdicts: list[str], *wanted: str) -> int:
    return sum(verdict in wanted for verdict in verdicts)


def _tokens(usage: Mapping[str, object]) -> int:
    return sum(int(str(value)) for name, value in usage.items() if name.endswith("_tokens"))
