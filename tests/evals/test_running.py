"""A whole run with the real TeX: results made in a copy, compared, and written only on request."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.evals.running import run_eval
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

from ..conftest import edit, run

pytestmark = [
    pytest.mark.tex,
    pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed"),
]
Said = Callable[..., tuple[int, str]]

TABLES = """
[[assertion]]
id = "gate-d"
says = "All gates hold in final form"
kind = "gate"
gate = "D"
final = true
[[assertion.spoil]]
file = "main.tex"
replace = '\\end{document}'
with = '\\todo{something} \\end{document}'

[[assertion]]
id = "pdf"
says = "No reference is broken in the PDF"
kind = "pdf"
contains = ["The gap is more than the number."]
[[assertion.spoil]]
file = "main.tex"
replace = '\\end{document}'
with = 'See \\ref{nowhere}. \\end{document}'

[[assertion]]
id = "reproduces"
says = "The results are those that are made"
kind = "reproduces"
[[assertion.spoil]]
file = "results/checks.json"
replace = '"observed": 4.0'
with = '"observed": 4.1'
"""
MADE = {
    "checks.json", "gates.json", "grading.json", "main.pdf", "plots/errata.svg",
    "plots/square.svg", "slack.md", "steps.json", "steps.md",
}  # fmt: skip


@pytest.fixture
def whole(reviewed: Project) -> Project:
    """A reviewed eval with assertions."""
    with (reviewed.root / "assertions.toml").open("a", encoding="utf-8") as stream:
        stream.write(TABLES)
    return reviewed


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_results_are_made_written_and_made_again(whole: Project, said: Said) -> None:
    state = names(whole.research)
    first = run_eval(whole)
    assert not (whole.root / "results").exists()
    assert {d.file for d in first.comparison.differences} == MADE, "missing ones are differences"
    assert not first.ok
    assert names(whole.output / "eval" / "results") == MADE

    written = run_eval(whole, update=True)
    assert written.ok and set(written.updated) == MADE
    results = whole.root / "results"
    assert names(results) == MADE
    checks = json.loads((results / "checks.json").read_text(encoding="utf-8"))
    assert list(checks["checks"]) == ["lem:square", "checks/errata.py"]
    assert checks["checks"]["lem:square"]["claims"][0]["verdict"] == "holds"
    assert "quadrupling" in (results / "slack.md").read_text(encoding="utf-8")
    steps = json.loads((results / "steps.json").read_text(encoding="utf-8"))
    assert steps["all"]["steps"] == sum(row["steps"] for row in steps["statements"].values())
    grading = json.loads((results / "grading.json").read_text(encoding="utf-8"))
    assert (grading["passed"], grading["of"], grading["ok"]) == (3, 3, True)

    pdf = (results / "main.pdf").read_bytes()
    code, text = said("eval", "run", whole)
    assert code == 0, text
    assert "as committed" in text and "3 of 3 pass" in text
    assert (whole.output / "eval" / "results" / "main.pdf").read_bytes() == pdf
    again = run_eval(whole, update=True)
    assert again.updated == ()
    assert names(whole.research) == state, "nothing was recorded in the project"


def test_what_differs_is_told_and_fails(whole: Project, said: Said) -> None:
    assert run_eval(whole, update=True).ok
    results = whole.root / "results"
    edit(whole, "results/checks.json", '"observed": 4.0,\n          "bound": 5.0', (
        '"observed": 4.0,\n          "bound": 5.5'
    ))  # fmt: skip
    (results / "plots" / "old.svg").write_text("<svg/>\n")
    code, text = said("eval", "run", "--format", "json", whole)
    assert code == 1
    [told] = json.loads(text)["evals"]
    assert [(d["file"], d["key"], d["committed"], d["made"]) for d in told["differences"]][:2] == [
        ("checks.json", "checks.checks/errata.py.claims.0.bound", "5.5", "5.0"),
        ("grading.json", "ok", "true", "false"),
    ]
    assert told["differences"][-1]["file"] == "plots/old.svg"
    ignoring = (
        '[[tolerance.ignore]]\nfile = "*"\nwhy = "for the test"\n[[assertion]]\nid = "gate-d"'
    )
    edit(whole, "assertions.toml", '[[assertion]]\nid = "gate-d"', ignoring)
    code, text = said("eval", "run", whole)
    assert code == 0
    assert "ignored: checks.json: checks.checks/errata.py" in text and "(for the test)" in text
    assert run_eval(whole, update=True).updated == ("plots/old.svg",)
    assert not (results / "plots" / "old.svg").exists()


def test_another_seed_is_not_compared_with_the_committed_one(whole: Project, said: Said) -> None:
    assert run_eval(whole, update=True).ok
    run_with_other = run_eval(whole, seed=7)
    assert "checks.json" in run_with_other.not_compared
    assert "steps.json" not in run_with_other.not_compared
    assert not run_with_other.comparison.differences
    with pytest.raises(InputError, match="default seed"):
        run_eval(whole, seed=7, update=True)
    assert "not compared" in said("eval", "run", "--seed", "7", whole)[1]


def test_the_grader_is_tested_with_tex(whole: Project, said: Said) -> None:
    assert run_eval(whole, update=True).ok
    code, text = said("eval", "self-test", whole)
    assert code == 0, text
    assert "self-test: 3 assertions, 3 of 3 spoilings caught" in text
    assert "page 1 has an unresolved ??" in text


def test_a_check_that_fails_makes_the_run_fail(whole: Project) -> None:
    assert run("eval", "run", "--update", whole) == 0
    edit(whole, "checks/errata.py", "[4.0], [5.0]", "[4.0], [3.5]")
    found = run_eval(whole)
    assert not found.checks_hold and not found.ok
