"""The review loop: what it refuses, how it ends, and the deterministic reviewers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project

from ..conftest import edit, run

Said = Callable[..., tuple[int, str]]
LEMMA, THEOREM = "sections/02-lemma.tex", "sections/03-theorem.tex"
PLAN_FILE = ".proof-research/dependency-graph.md"
WEAKNESS = {
    "file": THEOREM,
    "line": 7,
    "claim": "the case x = 0 is missing",
    "evidence": "x may be 0",
    "severity": "major",
}


def filed(
    project: Project, tmp_path: Path, reader: str, *weaknesses: object, **more: object
) -> Path:
    path = tmp_path / f"{reader.replace(' ', '-')}.json"
    answer = {
        "reader": reader,
        "text": load_review(project, read_document(project)).text,
        "summary": "line by line",
        "weaknesses": list(weaknesses),
        **more,
    }
    path.write_text(json.dumps(answer))
    return path


def classify(
    project: Project, kind: str, by: str, *more: str, weakness: str = "W1"
) -> tuple[object, ...]:
    return ("review", "classify", weakness, kind, project, "--by", by, "--reason", "because", *more)


def resweep(project: Project) -> None:
    run("trace", "verify", project)


@pytest.fixture
def started(swept: Project) -> Project:
    assert run("review", "start", swept) == 0
    return swept


def test_a_clean_pass_over_this_very_text_ends_in_success(
    started: Project, tmp_path: Path, said: Said
) -> None:
    code, text = said("review", "report", started)
    assert code == 1 and "no clean pass" in text
    assert run("review", "record", filed(started, tmp_path, "Ada"), started) == 0
    code, text = said("review", "report", started)
    assert code == 0 and "no canary-tested panel" in text
    assert "Ada, over this text: clean" in started.review_file(1).read_text()
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    resweep(started)
    code, text = said("review", "report", started)
    assert code == 1 and "the text changed since round 1" in text


def test_the_review_reads_only_a_swept_text(written: Project, said: Said) -> None:
    code, text = said("review", "start", written)
    assert code == 1 and "gate C.5" in text
    assert said("review", "report", written)[0] == 2
    assert said("review", "record", "x.json", written)[0] == 2


def test_a_blocking_weakness_is_open_until_mended_and_read_again(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    assert "not classified: W1" in said("review", "report", started)[1]
    assert said(*classify(started, "REAL-blocking", "Bob"))[0] == 0
    code, text = said("review", "report", started)
    assert code == 1 and text.startswith(f"open and blocking: W1 {THEOREM}:7")
    fix = ("review", "fix", "W1", started, "--by", "Bob", "--note", "said")
    code, text = said(*fix)
    assert code == 1 and "nothing was mended" in text
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    code, text = said(*fix)
    assert code == 1 and "gate C.5 does not hold" in text
    resweep(started)
    assert said(*fix)[0] == 0
    assert run("review", "start", started) == 0
    for name in ("Bob", "bob "):
        code, text = said("review", "record", filed(started, tmp_path, name), started)
        assert code == 1 and "cannot pass it" in text
    assert run("review", "record", filed(started, tmp_path, "Ada"), started) == 0
    assert said("review", "report", started)[0] == 0
    assert said("status", started)[1].rsplit("next: ", 1)[1].strip() == "dlt-proof compile"


def test_a_mended_weakness_whose_text_comes_back_is_open_again(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run("review", "record", filed(started, tmp_path, "Bea"), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    resweep(started)
    assert said("review", "fix", "W1", started, "--by", "Carl", "--note", "said")[0] == 0
    edit(started, THEOREM, "As $x > 0$, by \\Cref", "By \\Cref")
    resweep(started)
    code, text = said("review", "report", started)
    assert code == 1 and text.startswith("open and blocking: W1")


def test_a_blocking_weakness_is_not_talked_down(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    code, text = said(*classify(started, "REAL-nonblocking", "the author"))
    assert code == 1 and "was judged REAL-blocking by Bob" in text


def test_a_phantom_needs_its_quotation(started: Project, tmp_path: Path, said: Said) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    for quotation in ([], ["--quotation", "words that are not there"], ["--quotation", "e"]):
        code, text = said(*classify(started, "PHANTOM", "Bob", *quotation))
        assert code == 2 and "quotation" in text
    assert said(*classify(started, "PHANTOM", "Bob", "--quotation", "satisfies $x > 0$"))[0] == 0


def test_who_mends_does_not_dismiss(started: Project, tmp_path: Path, said: Said) -> None:
    other = {**WEAKNESS, "claim": "another"}
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS, other), started)
    run(*classify(started, "REAL-nonblocking", "Bob"))
    run(*classify(started, "INTENTIONAL", "Bob", weakness="W2"))
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    resweep(started)
    code, text = said("review", "fix", "W1", started, "--by", "Bob", "--note", "said")
    assert code == 1 and "Bob dismissed W2" in text
    assert said("review", "fix", "W1", started, "--by", "Eve", "--note", "said")[0] == 0
    code, text = said(*classify(started, "INTENTIONAL", "Eve", weakness="W2"))
    assert code == 1 and "dismissed by somebody else" in text


def test_the_loop_is_bounded(started: Project, tmp_path: Path, said: Said) -> None:
    for number in (2, 3, 4):
        code, text = said("review", "start", started)
        assert code == 1 and "this very text" in text
        path = started.root / THEOREM
        path.write_text(path.read_text().replace("By ", "By all of ", 1))
        resweep(started)
        code, text = said("review", "start", started)
        assert code == (0 if number < 4 else 1)
    assert "cap of 3 rounds" in text


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"text": "0"}, 1, "another text"),
        ({"summary": ""}, 2, "summary"),
        ({"weaknesses": [{**WEAKNESS, "line": 999}]}, 2, "the text has no"),
        ({"weaknesses": [{**WEAKNESS, "severity": "bad"}]}, 2, "severity"),
        ({"origin": "called"}, 2, "origin"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    started: Project, tmp_path: Path, said: Said, change: dict[str, object], code: int, message: str
) -> None:
    found, text = said("review", "record", filed(started, tmp_path, "Ada", **change), started)
    assert found == code and message in text


def test_a_required_panel_is_not_replaced_by_a_reader(
    started: Project, tmp_path: Path, said: Said
) -> None:
    (started.root / "dlt-proof.toml").write_text('[review]\npanel = "required"\n')
    run("review", "record", filed(started, tmp_path, "Ada"), started)
    code, text = said("review", "report", started)
    assert code == 1 and "no canary-tested panel" in text


def test_what_reviewers_find_is_recorded_and_a_dismissed_one_does_not_come_back(
    swept: Project, tmp_path: Path, said: Said
) -> None:
    edit(swept, LEMMA, "We expand", "Clearly, we expand")
    resweep(swept)
    assert "W1 minor" in said("review", "start", swept)[1]
    assert said(*classify(swept, "INTENTIONAL", "Bob"))[0] == 0
    edit(swept, THEOREM, "By \\Cref", "Now by \\Cref")
    resweep(swept)
    assert "found 0 weaknesses" in said("review", "start", swept)[1]
