"""How a line that is filed looks is said by the help and by the error, and is what is read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from dlt_proof.panel.handing_out import file_answers
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError
from dlt_proof.records.evidence import Verdict
from dlt_proof.records.filed_lines import ANSWER_FORM, REPORT_FORM
from dlt_proof.records.panel import FiledReading
from dlt_proof.records.scouts import FiledScoutReport
from dlt_proof.records.verification import FiledReport

Said = Callable[..., tuple[int, str]]
#: What a verifier returns, with nobody's question.
RETURNED = '{"derivation": "d", "conclusion": "c", "verdict": "matches"}'


def test_the_forms_are_those_that_are_read() -> None:
    report = json.loads(REPORT_FORM)
    assert list(report) == list(FiledReport.model_fields)
    assert set(report["verdict"].split(" | ")) == set(get_args(Verdict))
    answer = json.loads(ANSWER_FORM.replace("{what the sub-agent returned}", "{}"))
    assert list(answer) == list(FiledReading.model_fields) == list(FiledScoutReport.model_fields)


@pytest.mark.parametrize(
    ("command", "form"),
    [
        (("trace", "record"), REPORT_FORM),
        (("plan", "scouts"), ANSWER_FORM),
        (("review", "panel"), ANSWER_FORM),
    ],
)
def test_help_says_the_form(
    command: tuple[str, str], form: str, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        said(*command, "--help")
    help = capsys.readouterr().out
    assert "".join(form.split()) in "".join(help.split()), "however it is wrapped"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (RETURNED, "it has no `question`"),
        ('{"question": "q-1", "reader": "a", "answer": {}, "more": 1}', ""),
        ("[1]", ""),
        ("no JSON", "Expecting value"),
    ],
)
@pytest.mark.parametrize(
    ("command", "form"),
    [
        (("trace", "record", "FILE", "PROJECT"), REPORT_FORM),
        (("plan", "scouts", "PROJECT", "--answers", "FILE"), ANSWER_FORM),
    ],
)
def test_a_line_that_is_none_is_told_the_form(
    written: Project, said: Said, command: tuple[str, ...], form: str, line: str, words: str
) -> None:
    path = written.root / "answers.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    places = {"FILE": str(path), "PROJECT": str(written.root)}
    code, text = said(*(places.get(word, word) for word in command))
    assert code == 2 and "answers.jsonl:1" in text and words in text
    assert f"one JSON object a line: {form}" in " ".join(text.split())
    assert "validation error" not in text and "pydantic" not in text


def test_a_reading_that_is_none_is_told_the_form(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(RETURNED, encoding="utf-8")
    with pytest.raises(InputError, match="it has no `question`") as caught:
        file_answers(Project(tmp_path), path)
    assert caught.value.line == 1 and ANSWER_FORM in str(caught.value.remedy)
