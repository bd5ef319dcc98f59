"""Questions for sub-agents: handed out once, filed with what they say, reported and not called."""

import json
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.panel import (
    HANDED,
    Claimed,
    HandedOut,
    LensReading,
    file_answers,
    filed_fix,
    hand_out,
    hand_out_judging,
    hand_out_mending,
    lens_called,
    panel_judgements,
    panel_readings,
)
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError, RefusedError

from .scripted import Saying, history, honest, lazy
from .test_judging import fair

HYPOTHESES = (lens_called("hypotheses"),)
LEMMA = "sections/02-lemma.tex"
WEAKNESS = Claimed("W1", LEMMA, 12, "No reason is given.", "Look.", "major")


def paper(project: Project) -> tuple[Any, Any, Any]:
    project = Project(project.root)
    return project, read_document(project), read_plan(project)


def out(project: Project, **more: Any) -> HandedOut:
    return hand_out(*paper(project), lenses=HYPOTHESES, **more)


def reading(project: Project) -> LensReading:
    return panel_readings(*paper(project), HANDED, lenses=HYPOTHESES).readings[0]


def answers(project: Project, saying: Saying, names: list[str]) -> list[dict[str, Any]]:
    found = []
    for name in names:
        batch = history(project).find(name)
        assert batch is not None
        said = saying(batch, batch.questions[name])
        found.append({"question": name, "reader": "a sub-agent", "answer": said})
    return found


def filed(project: Project, lines: list[dict[str, Any]]) -> Path:
    path = project.root / "answers.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_what_is_handed_out_and_filed_counts_as_reported(opened: Project) -> None:
    handed = out(opened)
    names = [question.identifier for question in handed.questions]
    assert len(names) == 5 and handed.before == 0
    for question in handed.questions:
        text = question.file.read_text(encoding="utf-8")
        assert text.startswith("You read one statement") and "<paper-" in text
        assert question.agent == "hypotheses-reader" and str(question.file) in question.prompt
        assert "planted" not in text.split("<paper-")[1]
    again = out(opened)
    assert again.before == 5 and {q.identifier for q in again.questions} == set(names)
    assert reading(opened).why_not.startswith("not answered")
    taken = file_answers(opened, filed(opened, answers(opened, honest, names)))
    assert (taken.filed, taken.before) == (5, 0)
    found = reading(opened)
    assert found.counts and found.origin == "reported" and found.reader == "agent"
    assert not out(opened).questions
    assert file_answers(opened, opened.root / "answers.jsonl").before == 5


def test_a_lazy_sub_agent_is_void_too(opened: Project) -> None:
    names = [question.identifier for question in out(opened).questions]
    file_answers(opened, filed(opened, answers(opened, lazy, names)))
    assert "0 of 1 planted" in reading(opened).why_not
    assert len(out(opened).questions) == 5, "handed out anew"


def test_no_more_is_handed_out_than_the_limit(opened: Project) -> None:
    assert not out(opened, limit=0).questions
    assert len(out(opened, limit=1).questions) == 5, "a batch is whole"


@pytest.mark.parametrize(
    ("line", "error", "words"),
    [
        ({"question": "r-0000000000000000"}, RefusedError, "was handed out"),
        ({"answer": {"summary": "read"}}, InputError, "weaknesses"),
        ({"answer": {"summary": "read", "weaknesses": [], "score": 0}}, InputError, "score"),
        ({"reader": " "}, InputError, "reader"),
        ({"more": 1}, InputError, "more"),
    ],
)
def test_a_file_that_is_no_answer_is_refused_whole(
    opened: Project, line: dict[str, Any], error: type[Exception], words: str
) -> None:
    names = [question.identifier for question in out(opened).questions]
    lines = answers(opened, honest, names)
    lines[-1] = {**lines[-1], **line}
    with pytest.raises(error, match=words) as caught:
        file_answers(opened, filed(opened, lines))
    assert "line" in vars(caught.value) and not history(opened).answers


def test_an_empty_file_is_no_answer(opened: Project) -> None:
    with pytest.raises(InputError, match="no answer"):
        file_answers(opened, filed(opened, []))


def test_judges_and_menders_are_handed_out_too(opened: Project) -> None:
    handed = hand_out_judging(*paper(opened), [WEAKNESS])
    names = [question.identifier for question in handed]
    assert len(names) == 3 and {q.agent for q in handed} == {"weakness-judge"}
    file_answers(opened, filed(opened, answers(opened, fair, names)))
    run = panel_judgements(*paper(opened), HANDED, [WEAKNESS])
    assert run.counts and run.judgements["W1"].origin == "reported"

    (question,) = hand_out_mending(*paper(opened), WEAKNESS)
    assert question.agent == "proof-mender"
    change = {"file": LEMMA, "old": "We expand the square", "new": "We multiply it out"}
    line = {
        "question": question.identifier,
        "reader": "a sub-agent",
        "answer": {"note": "said", "edits": [change]},
    }
    file_answers(opened, filed(opened, [line]))
    assert filed_fix(*paper(opened), WEAKNESS).edits[0].new == "We multiply it out"
    assert not hand_out_mending(*paper(opened), WEAKNESS)
