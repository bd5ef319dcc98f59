"""What the results say: slack table, shares of steps, JSON, all from the facts."""

from types import SimpleNamespace
from typing import Any

import pytest

from dlt_proof.evals.check_files import EvalCheck
from dlt_proof.evals.facts import CheckRun, Facts
from dlt_proof.evals.results import checks_as_json, gates_as_json
from dlt_proof.evals.slack_table import render_slack
from dlt_proof.evals.step_shares import deciding_word, render_shares, step_shares
from dlt_proof.plan.numeric import CheckResult
from dlt_proof.project import Project

CLAIM = {
    "name": "a|b", "statement": "a <= b", "kind": "bound", "observed": 0.5, "bound": 1.0,
    "slack": 0.5, "ratio": 0.5, "instances": 7, "verdict": "holds", "ok": True,
    "instance": {"inputs": {"x": 0.1}},
}  # fmt: skip
CONTROL = {**CLAIM, "name": "c", "observed": 1.0 + 1e-9, "verdict": "fails",
           "ok": True, "failed_as_it_must": True}  # fmt: skip
WITNESS = {"name": "w", "ok": True, "detail": "x = 1", "values": {"x": 1}}


def ran(outcome: str = "holds", **rows: Any) -> CheckRun:
    parts = {name: tuple(rows.get(name, ())) for name in ("claims", "controls", "witnesses")}
    reason = "" if outcome == "holds" else "it does not"
    return CheckRun(
        EvalCheck("checks/a.py", "checks/a.py"),
        CheckResult("checks/a.py", "checks/a.py", outcome, reason, **parts),
        "",
    )


def test_the_slack_table_has_every_claim_and_how_controls_were_refuted() -> None:
    text = render_slack([ran(claims=[CLAIM], controls=[CONTROL], witnesses=[WITNESS])])
    assert "| a\\|b | a <= b | 1 | 0.5 | 0.5 | 0.5 | 7 | holds |" in text
    assert "| 1.000000001 > 1 | refuted |" in text
    assert "- w: x = 1" in text


def test_the_slack_table_says_what_does_not_hold() -> None:
    held = {**CONTROL, "verdict": "holds", "failed_as_it_must": False}
    failing = {**CLAIM, "ok": False, "verdict": "fails", "ratio": None}
    text = render_slack([ran("fails", claims=[failing], controls=[held]), ran("could not run")])
    assert "## `checks/a.py`: fails, it does not" in text
    assert "**fails**" in text and "**NOT REFUTED (holds)**" in text and "| – |" in text
    assert "No claim." in text and "No negative control." in text


def test_checks_as_json_keep_no_instance_and_no_check_is_not_ok() -> None:
    found = checks_as_json([ran(claims=[CLAIM], controls=[CONTROL])], 3)
    row = found["checks"]["checks/a.py"]["claims"][0]
    assert "instance" not in row and row["slack"] == 0.5
    assert found["ok"] and found["seed"] == 3
    assert not checks_as_json([], 3)["ok"]
    assert not checks_as_json([ran("fails", claims=[CLAIM])], 3)["ok"]


@pytest.mark.parametrize(
    ("word", "checkers", "expected"),
    [
        ("matched", ["numeric-search"], "searched"),
        ("matched", ["numeric-search", "statements"], "matched"),
        ("matched", ["statements"], "matched"),
        ("proved", ["numeric-search"], "proved"),
        ("unchecked", [], "unchecked"),
    ],
)
def test_a_search_alone_is_no_match(word: str, checkers: list[str], expected: str) -> None:
    held = [
        SimpleNamespace(evidence=SimpleNamespace(word="matched", checker=name)) for name in checkers
    ]
    step: Any = SimpleNamespace(word=word, evidence=held)
    assert deciding_word(step) == expected


def test_shares_add_up(small: Project) -> None:
    shares = step_shares(Facts(small).trace().state)
    rows = [*shares["statements"].values(), shares["all"]]
    for row in rows:
        assert sum(row["decided_by"].values()) == row["steps"] == sum(row["colours"].values())
        assert sum(row["shares"].values()) == pytest.approx(1)
    assert shares["all"]["steps"] == sum(row["steps"] for row in rows[:-1])
    text = render_shares(shares)
    assert "| `lem:square` | 2 |" in text and "| **all** | 4 |" in text


def test_gates_as_json_have_their_findings(small: Project) -> None:
    small.scope_file.unlink()
    found = gates_as_json(Facts(small).gates("B", final=True))
    assert not found["ok"]
    assert [gate["outcome"] for gate in found["gates"]] == ["nothing to check", "not reached"]
