"""The bench as a whole: a checker that is wrong makes it fail, whichever way it is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.steps import running
from benchmarks.steps.oracle import Label
from scripts import bench_steps

from dlt_proof.checkers import free

ONE = ["--only", "exponential/tangent", "--jobs", "1"]


def saying(
    monkeypatch: pytest.MonkeyPatch, word: str | None, detail: dict[str, Any] | None = None
) -> None:
    verdict = free.CheckerVerdict(word, "a checker", detail or {})
    monkeypatch.setattr(free, "check_job", lambda job: verdict)


def run(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = bench_steps.main([*ONE, *more])
    return code, capsys.readouterr().out


def test_a_checker_that_proves_everything_fails_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    saying(monkeypatch, "proved")
    code, out = run(capsys, "--findings", str(tmp_path))
    assert code == 1 and "proved though false" in out
    reproducer = next(tmp_path.glob("*proved-though-false.txt")).read_text()
    assert r"\begin{proof}" in reproducer and "proved though false" in reproducer


def test_a_checker_that_refutes_everything_fails_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saying(monkeypatch, "defect", {"values": {"x": "1"}})
    code, out = run(capsys)
    assert code == 1 and "WRONG: exponential/tangent:1 (true step) refuted though true" in out


def test_what_the_oracle_missed_and_the_product_shows_is_false(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refutation of what the oracle took for true stands if the oracle sees it at the point."""
    monkeypatch.setattr(running, "label", lambda *_: Label("true"))

    def refuting(value: str) -> None:
        verdict = free.CheckerVerdict("defect", "a checker", {"values": {"x": value}})
        nothing = free.CheckerVerdict(None, "", {})
        monkeypatch.setattr(
            free, "check_job", lambda job: verdict if job.relation == ">=" else nothing
        )

    refuting("1")  # 1 + 1 < e, but 1 + 0 = e^0
    assert run(capsys)[0] == 0
    refuting("0")
    assert run(capsys)[0] == 1


def test_a_checker_that_ends_in_an_error_fails_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(job: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(free, "check_job", failing)
    code, out = run(capsys)
    assert code == 1 and "crashed: ValueError: no" in out


def test_a_checker_that_knows_nothing_misses_targets_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saying(monkeypatch, None, {"why": "not understood"})
    code, out = run(capsys)
    assert code == 0 and "MISSED" in out
    assert run(capsys, "--strict")[0] == 1


def test_json_holds_the_whole_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saying(monkeypatch, "proved")
    _, out = run(capsys, "--json")
    said = json.loads(out)
    assert said["schema"] == "dlt-proof/bench-steps/1"
    assert said["targets"]["false mutants proved"]["met"] is False
    assert said["targets"]["false mutants proved"]["value"] == len(said["wrong"])
    assert said["true steps"]["proved"] == said["true steps"]["all"] == 2


def test_nothing_selected_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_steps.main(["--only", "no such topic"]) == 2


def test_the_checkers_as_they_are_make_no_wrong_verdict_on_the_plainest_chains(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out = run(capsys)
    assert code == 0, out


@pytest.mark.slow
def test_a_sample_of_everything_has_no_wrong_verdict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench_steps.main(["--quick"]) == 0, capsys.readouterr().out
