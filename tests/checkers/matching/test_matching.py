"""Steps that cite a statement, matched with it or not: `tests/cases/matches`."""

from pathlib import Path

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.latex import read_document
from dlt_proof.project import open_project
from dlt_proof.records.evidence import Job
from dlt_proof.trace.jobs import build_jobs
from dlt_proof.trace.steps import enumerate_steps

CASES = Path(__file__).parents[2] / "cases" / "matches"
PREAMBLE = (CASES / "preamble.tex").read_text()
FILES = sorted(path for path in CASES.glob("*.tex") if path.name != "preamble.tex")


def jobs_of(folder: Path, body: str) -> dict[str, Job]:
    """The jobs of a little paper, by step."""
    (folder / "main.tex").write_text(f"{PREAMBLE}{body}\n\\end{{document}}\n")
    document = read_document(open_project(folder))
    return build_jobs(document, enumerate_steps(document), None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_exactly_the_steps_match_that_say_what_they_cite(path: Path, tmp_path: Path) -> None:
    text = path.read_text()
    wanted = set(text.splitlines()[0].removeprefix("% matched: ").split()) - {"none"}
    jobs = jobs_of(tmp_path, text)
    assert wanted <= jobs.keys()
    verdicts = {step: check_job(job) for step, job in jobs.items()}
    assert {step for step, v in verdicts.items() if v.checker == "match"} == wanted
    assert not [step for step, v in verdicts.items() if v.word in ("proved", "defect")]


def test_the_cases_hold_matches_and_traps() -> None:
    first = [path.read_text().splitlines()[0] for path in FILES]
    traps = [line for line in first if line == "% matched: none"]
    assert len(FILES) > 30
    assert len(traps) > 12


def test_a_match_tells_source_terms_and_where_each_condition_is_bound(tmp_path: Path) -> None:
    body = (CASES / "hypothesis-dropped.tex").read_text()
    verdict = check_job(jobs_of(tmp_path, body)["t/2"])
    assert (verdict.word, verdict.checker) == ("matched", "match")
    assert verdict.detail["source"].startswith("[1] Lemma: Let $x > 0$ and suppose")
    assert verdict.detail["with"] == {"x": "s"}
    bound = {c["condition"]: c["by"] for c in verdict.detail["conditions"]}
    assert bound["g(s) <= 1"] == "Suppose that $g(s) \\le 1$"
    assert verdict.detail["step"] == "is the instance"


def test_a_match_comes_out_the_same_when_it_is_made_again(tmp_path: Path) -> None:
    body = (CASES / "with-eta.tex").read_text()
    job = jobs_of(tmp_path, body)["t/1"]
    again = job.model_copy(update={"claim": f"{job.claim} "})  # not the remembered one
    assert check_job(job).detail == check_job(again).detail
