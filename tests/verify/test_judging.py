"""What makes a verdict count, and what takes it back: each rule with the input that fails it."""

import pytest

from dlt_proof.records.evidence import Evidence
from dlt_proof.records.verification import (
    AskedQuestion,
    PackedJob,
    QuestionBatch,
    StoredAnswer,
    Truth,
    VerifierAnswer,
)
from dlt_proof.trace.belief import HeldEvidence, judge
from dlt_proof.verify.judging import evidence_of, judge_batch

JOB = PackedJob(
    claim="x", left="", relation="", right="", justification="", conditional=False, texts={}
)
TRUTHS: dict[str, Truth] = {"f1": "false", "f2": "false", "t": "true", "s": "step"}
BATCH = QuestionBatch(
    batch="b-1",
    way="agent",
    model="",
    prompt="p",
    texts=(),
    questions=tuple(
        AskedQuestion(identifier=name, step="thm:main/1", job=JOB, truth="") for name in TRUTHS
    ),
)


def answers(*, filed: str = "", other: str = "") -> dict[str, StoredAnswer]:
    """An honest verifier's, one of them filed or by another model."""
    return {
        name: StoredAnswer(
            question=name,
            batch="b-1",
            source="filed" if name == filed else "hook",
            outcome="answered",
            said=VerifierAnswer(
                derivation="d",
                conclusion="c",
                verdict="constants-differ" if truth == "false" else "matches",
            ),
            model="small" if name == other else "large",
        )
        for name, truth in TRUTHS.items()
    }


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        (answers(), "called"),
        (answers(filed="f1"), "reported"),
        (answers(filed="s"), "reported"),
        (answers(other="s"), "reported"),
        (answers(other="f2"), "reported"),
    ],
)
def test_called_is_whose_canaries_were_called_too(
    given: dict[str, StoredAnswer], origin: str
) -> None:
    judgement = judge_batch(BATCH, TRUTHS, given)
    assert not judgement.void
    (found,) = evidence_of(BATCH, TRUTHS, {"s": "f" * 64}, given, judgement, {})
    assert found.origin == origin


def held(
    word: str, batch: str = "b-1", *, origin: str = "called", time: str = "1", sealed: bool = True
) -> HeldEvidence:
    evidence = Evidence.model_validate(
        {
            "fingerprint": "f",
            "step": "thm:main/1",
            "word": word,
            "origin": origin,
            "checker": "somebody",
            "version": "1",
            "detail": {"batch": batch},
        }
    )
    return HeldEvidence(evidence, sealed, "state", 1, time)


@pytest.mark.parametrize(
    ("evidence", "colour"),
    [
        ([held("rederived"), held("rederived", "b-2")], "green"),
        ([held("rederived"), held("rederived")], "yellow"),
        ([held("rederived"), held("rederived", "b-2", origin="reported")], "yellow"),
        ([held("rederived"), held("rederived", "b-2", sealed=False)], "yellow"),
        ([held("rederived"), held("rederived", "b-2"), held("disputed", "b-3")], "red"),
        ([held("disputed"), held("signed", origin="signed", time="2")], "green"),
        ([held("signed", origin="signed"), held("disputed", time="2")], "red"),
        ([held("disputed"), held("signed", origin="signed", time="2", sealed=False)], "red"),
        ([held("defect", origin="recomputable"), held("signed", origin="signed")], "red"),
    ],
)
def test_the_colour_of(evidence: list[HeldEvidence], colour: str) -> None:
    assert judge(evidence)[1] == colour
