"""The final report: each line with its evidence, what is open first, and nothing ticked unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.gates import GateCheck, GateResult, load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.review import final_report

from ..conftest import run
from .support import WEAKNESS, classify, filed

Said = Callable[..., tuple[int, str]]
HOLDS = GateResult("D", (GateCheck("compile", "holds", "10 pages"),))


def report(project: Project, *gates: GateResult) -> tuple[str, bool]:
    return final_report(load_review(project, read_document(project)), gates)


def test_what_is_open_comes_first_and_scores_last(
    started: Project, tmp_path: Path, said: Said
) -> None:
    other = {**WEAKNESS, "claim": "the gap is not named", "severity": "minor"}
    third = {**WEAKNESS, "claim": "the title could say more", "severity": "style"}
    path = filed(started, tmp_path, "Ada", WEAKNESS, other, third, score=6)
    run("review", "record", path, started)
    run(*classify(started, "REAL-blocking", "Bob"))
    run(*classify(started, "PHANTOM", "Bob", "--quotation", "satisfies $x > 0$", weakness="W2"))
    run(*classify(started, "REAL-nonblocking", "Bob", weakness="W3"))
    text, holds = report(started, HOLDS)
    assert not holds and text.endswith("It does not hold.\n")
    order = [
        "## Open and blocking\n\n- W1 (major)",
        "## Dismissed, with the reason\n\n- W2 (minor)",
        "«satisfies $x > 0$»",
        "## Real, not blocking, left\n\n- W3 (style)",
        "- [x] gate D, compile: 10 pages",
        "- [ ] 3 weaknesses in 1 round, 0 not classified, 1 open and blocking",
        "## Changes made\n\nnone",
        "## Scores (recorded, no evidence)\n\n- round 1, Ada: 6",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_it_holds_only_where_everything_was_looked_at(
    started: Project, tmp_path: Path, said: Said
) -> None:
    assert not report(started, HOLDS)[1], "nobody has passed the text"
    run("review", "record", filed(started, tmp_path, "Ada"), started)
    text, holds = report(started, HOLDS)
    assert holds and "- [x] no canary-tested panel; clean passes over this text by Ada" in text
    assert not report(started)[1], "no gate was evaluated"
    for outcome, box in (("fails", "[ ]"), ("not reached", "[-]"), ("nothing to check", "[ ]")):
        gate = GateResult("D", (GateCheck("compile", outcome, "why"),))  # type: ignore[arg-type]
        text, holds = report(started, gate)
        assert not holds and f"- {box} gate D, compile ({outcome}): why" in text


def test_without_tex_it_says_so_and_ticks_nothing(
    started: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    run("review", "record", filed(started, tmp_path, "Ada"), started)
    code, text = said("review", "report", "--final", started)
    assert code == 3 and "latexmk" in text and "[x]" not in text


@pytest.mark.tex
def test_the_whole_report_of_a_reviewed_proof(started: Project, tmp_path: Path, said: Said) -> None:
    run("review", "record", filed(started, tmp_path, "Ada"), started)
    code, text = said("review", "report", "--final", started)
    assert code == 0, text
    assert "[ ]" not in text and "gate D, compile" in text and "All of it holds." in text
