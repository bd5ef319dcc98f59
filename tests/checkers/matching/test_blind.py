"""909 little papers, most of them written blind to get a wrong match: `blind.txt`.

A step that is matched though a strict reader would not call it an instance with all its conditions
met is one of the worst faults there are. What a job cannot know is listed with its reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dlt_proof.checkers.free import check_job

from .test_matching import CASES, jobs_of

_PAPER = re.compile(
    r"^%%%% (?P<name>\w+): (?P<matched>[^\n]*)\n(?P<body>.*?)(?=^%%%% |\Z)", re.M | re.S
)
#: Matched wrongly, since jobs hold neither titles nor running text outside statements and proofs.
NOT_IN_THE_JOB = {
    "c13_title": "the lemma's title limits it",
    "c14_section_assume": "a section's running text assumes something",
    "c15_section_notation": "a section's running text gives a letter its meaning",
    "d57_abuse": "x_s denotes another point from here on, in a sentence that is no definition",
    "e60_jensen_noint": "a mean need not exist",
    "e82_norm_l1": "running text makes the norm none",
    "e84_pr_redefined": "running text makes Pr no probability",
    "m44_tri_sq_denote": "running text makes the norm a square",
}


def papers() -> Iterator[tuple[str, set[str], str]]:
    for match in _PAPER.finditer((CASES / "blind.txt").read_text(encoding="utf-8")):
        yield match["name"], set(match["matched"].split()) - {"none"}, match["body"]


def matched(folder: Path, body: str) -> set[str]:
    """The steps of the proof under test that match what they cite."""
    jobs = jobs_of(folder, body)
    steps = {step for step in jobs if step.startswith("t/")}
    return {step for step in steps if check_job(jobs[step]).checker == "match"}


@pytest.mark.slow
def test_no_step_matches_that_should_not(tmp_path: Path) -> None:
    seen, found, wrong = 0, 0, []
    for name, wanted, body in papers():
        got = matched(tmp_path, body)
        seen += 1
        found += len(got & wanted)
        if got - wanted and name not in NOT_IN_THE_JOB:
            wrong.append((name, sorted(got - wanted)))
    assert seen == 909 and wrong == []
    assert found >= 55  # of 130; who matches nothing is never wrong


@pytest.mark.parametrize("name", sorted(NOT_IN_THE_JOB))
def test_what_is_listed_as_not_in_the_job_is_still_so(name: str, tmp_path: Path) -> None:
    (body,) = [body for other, _, body in papers() if other == name]
    assert matched(tmp_path, body)  # else take it off the list


_ONCE_WRONG = "a24 a26 d02 d17 d70 e32 f001 g38 g40 i05 i11 i21 m06 m13 m61 n26 p01 p11 p16 p27"


@pytest.mark.parametrize("start", _ONCE_WRONG.split())
def test_what_once_misled_matches_does_so_no_more(start: str, tmp_path: Path) -> None:
    chosen = [(wanted, body) for name, wanted, body in papers() if name.startswith(start)]
    assert chosen
    for wanted, body in chosen:
        assert matched(tmp_path, body) <= wanted
