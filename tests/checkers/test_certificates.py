"""A certificate comes out the same when it is made again, and differs from a tampered one."""

import copy
import json
import subprocess
import sys

import pytest

from dlt_proof.checkers.free import check_job
from dlt_proof.checkers.verdict import same_verdict

from .claims import job

CLAIMS = [
    (("e^x", ">=", "1 + x", "x in reals"), "fact"),
    (("xy", "<=", r"\frac{x^2+y^2}{2}", "x, y in reals"), ""),
    ((r"\sin(3x) + \cos(5x)", "<=", r"\frac{6}{5}", "x in [0, 1]"), "boxes"),
    (("x", "<=", "x^2", "x in reals"), "values"),
    (("(a+b)^2", "=", "a^2+2ab+b^2", "a, b in reals"), "identity"),
]


def _record(verdict):
    plain = {"word": verdict.word, "checker": verdict.checker, "detail": verdict.detail}
    return json.loads(json.dumps(plain))


@pytest.mark.parametrize(("claim", "holds"), CLAIMS)
def test_a_second_run_says_the_same(claim, holds) -> None:
    first = check_job(job(*claim))
    stored = _record(first)
    assert holds in json.dumps(stored)
    check_job.cache_clear()
    assert same_verdict(stored, check_job(job(*claim)))


@pytest.mark.parametrize("claim", [claim for claim, _ in CLAIMS])
def test_a_certificate_that_was_changed_is_not_the_same(claim) -> None:
    verdict = check_job(job(*claim))
    stored = _record(verdict)
    for changed in _tampered(stored):
        assert not same_verdict(changed, verdict)


def _tampered(stored):
    for key in stored:
        yield {**stored, key: "proved by hand"}
        yield {k: v for k, v in stored.items() if k != key}
    for key in stored["detail"]:
        changed = copy.deepcopy(stored)
        del changed["detail"][key]
        yield changed
        changed = copy.deepcopy(stored)
        changed["detail"][key] = ["something else"]
        yield changed


def test_another_process_makes_the_same_certificate() -> None:
    claim = job(r"\frac{x}{1+x}", "<=", r"\log(1+x)", "x in [0, oo)")
    script = (
        "import json, sys; from dlt_proof.records.evidence import Job; "
        "from dlt_proof.checkers.free import check_job; "
        "v = check_job(Job.model_validate_json(sys.stdin.read())); "
        "print(json.dumps([v.word, v.checker, v.detail], sort_keys=True))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=claim.model_dump_json(),
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": "scripts", "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert json.loads(runs.pop())[0] == "proved"
