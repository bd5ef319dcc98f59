"""Judges: what they say of each weakness, and when they are relied on for none."""

from typing import Any

import pytest

from dlt_proof.gates.review_records import ROUND_KIND
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.panel import Claimed, JudgeRun, ask_judges
from dlt_proof.panel.history import HeldBatch, HeldQuestion
from dlt_proof.project import Project
from dlt_proof.records.review import RoundStart
from tests.messages_server import Reply, error_reply, text_reply

from ..conftest import edit
from .scripted import SETTINGS, Scripted, connect, history

LEMMA = "sections/02-lemma.tex"


def line_of(project: Project, file: str, words: str) -> int:
    text = (project.root / file).read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1


def claims(project: Project) -> list[Claimed]:
    return [
        Claimed(
            "W1", LEMMA, line_of(project, LEMMA, "We expand"), "The square is not expanded.",
            "There is no expansion.", "major",
        ),
        Claimed("W2", "main.tex", 1, "The paper has no figure.", "None is there.", "minor"),
    ]  # fmt: skip


def judge(project: Project, weaknesses: list[Claimed] | None = None, **more: Any) -> JudgeRun:
    project = Project(project.root)
    return ask_judges(
        project,
        read_document(project),
        read_plan(project),
        SETTINGS,
        connect(project, SETTINGS.model),
        claims(project) if weaknesses is None else weaknesses,
        **more,
    )


def said(classification: str, quotation: str = "") -> dict[str, Any]:
    return {
        "reason": "I looked at the place and worked it out.",
        "quotation": quotation,
        "classification": classification,
    }


def first_line(held: HeldQuestion) -> str:
    return max(held.given.lines.values(), key=len)


def fair(_batch: HeldBatch, held: HeldQuestion) -> dict[str, Any]:
    """Keeps what was planted, refutes what the text refutes, dismisses W1 and keeps W2."""
    if held.kind == "planted":
        return said("REAL-blocking")
    if held.kind == "phantom" or held.record.about == "W1":
        return said("PHANTOM", first_line(held))
    return said("REAL-nonblocking")


def test_a_fair_judge_is_believed(opened: Project, api: Any) -> None:
    server = api(Scripted(opened, fair))
    run = judge(opened)
    assert run.counts and not run.unjudged, run.why_not
    assert (run.planted, run.kept, run.phantoms, run.dismissed) == (1, 1, 1, 1)
    assert run.judgements["W1"].classification == "PHANTOM"
    assert run.judgements["W1"].quotation and run.judgements["W1"].origin == "called"
    assert run.judgements["W2"].classification == "REAL-nonblocking"
    assert len(server.messages) == 4
    again = judge(opened)
    assert len(server.messages) == 4 and again.judgements == run.judgements


def test_planted_questions_look_like_the_others(opened: Project, api: Any) -> None:
    api(Scripted(opened, fair))
    judge(opened)
    (batch,) = history(opened).batches.values()
    for held in batch.questions.values():
        assert len(held.parts) == 2 and held.parts[1].startswith("## The weakness")
        assert held.record.about in ("W1", "W2")
        named = held.parts[1].split("\n")[1]
        assert any(named.startswith(f"{file}, line {line} (") for file, line in held.given.lines)
    kinds = {held.kind: held for held in batch.questions.values()}
    copy, original = kinds["planted"], kinds["phantom"]
    assert copy.truth["change"] and original.truth["change"]


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        ("PHANTOM", "1 of 1 planted weaknesses were dismissed"),
        ("INTENTIONAL", "1 of 1 planted weaknesses were dismissed"),
        ("REAL-blocking", "all of 1 claims that the text refutes were taken for real"),
    ],
)
def test_a_judge_who_says_one_thing_always_is_void(
    opened: Project, api: Any, verdict: str, why: str
) -> None:
    def always(_batch: HeldBatch, held: HeldQuestion) -> dict[str, Any]:
        return said(verdict, first_line(held))

    server = api(Scripted(opened, always))
    run = judge(opened)
    assert not run.counts and not run.judgements and set(run.unjudged) == {"W1", "W2"}
    assert why in run.why_not and why in run.unjudged["W1"]
    judge(opened)
    assert len(server.messages) == 8
    third = judge(opened)
    assert len(server.messages) == 8 and "is not asked again" in third.why_not


def test_a_phantom_needs_words_that_stand_in_the_text(opened: Project, api: Any) -> None:
    def invented(batch: HeldBatch, held: HeldQuestion) -> dict[str, Any]:
        if held.kind == "asked":
            return said("PHANTOM", "these words stand nowhere in the paper")
        return fair(batch, held)

    server = api(Scripted(opened, invented))
    run = judge(opened)
    assert not run.judgements
    assert "does not stand in the text" in run.unjudged["W1"]
    api(Scripted(opened, fair))
    assert judge(opened).judgements.keys() == {"W1", "W2"}, "asked anew"
    assert len(server.messages) == 4


def test_who_never_answers_judges_nothing(opened: Project, api: Any) -> None:
    api(lambda _body, _number: error_reply(400, "invalid_request_error"))
    run = judge(opened)
    assert not run.judgements and set(run.unjudged) == {"W1", "W2"}
    server = api(Scripted(opened, fair))
    run = judge(opened)
    assert run.resumed == 4 and len(server.messages) == 4 and run.counts


def test_a_judgement_whose_test_is_open_does_not_count_yet(opened: Project, api: Any) -> None:
    def refuse(held: HeldQuestion, _number: int) -> Reply | None:
        return text_reply("") if held.kind == "planted" else None

    api(Scripted(opened, fair, refuse))
    run = judge(opened)
    assert not run.judgements and "not everything that was planted" in run.unjudged["W1"]
    server = api(Scripted(opened, fair))
    assert judge(opened).counts and len(server.messages) == 1


def test_a_weakness_of_a_changed_text_is_judged_anew(opened: Project, api: Any) -> None:
    server = api(Scripted(opened, fair))
    judge(opened)
    server.requests.clear()
    edit(opened, LEMMA, "We expand the square", "We multiply the square out")
    weaknesses = [Claimed("W1", LEMMA, 1, "The square.", "Look.", "major")]
    assert judge(opened, weaknesses).counts and len(server.messages) == 3


def test_nothing_to_judge_asks_nobody(opened: Project, api: Any) -> None:
    server = api(Scripted(opened, fair))
    run = judge(opened, [])
    assert run.counts and not run.judgements and not server.messages


def test_after_a_person_began_anew_a_distrusted_judge_is_asked_again(
    opened: Project, api: Any
) -> None:
    api(Scripted(opened, lambda _batch, _held: said("INTENTIONAL")))
    for _ in range(3):
        run = judge(opened)
    assert "is not asked again: 2 of 2" in run.why_not
    server = api(Scripted(opened, fair))
    assert not judge(opened).counts and not server.messages
    start = RoundStart(round=2, text="", found=(), cycle=2)
    opened.state.append(ROUND_KIND, start.model_dump())
    assert judge(opened).counts and server.messages
    assert len(history(opened).batches) == 3
