"""The numeric-check kit: what passes, what fails, and that a check must be able to fail."""

import json
import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import beta

from dlt_proof import checks
from dlt_proof.checks import Claim, Run
from dlt_proof.records.errors import InputError
from dlt_proof.records.exit_codes import ExitCode

CLAIM = Claim("claim", "a claim")
CONTROL = checks.deterministic_bound(Claim("control", "2 <= 1"), [2.0], [1.0])
TRUE = checks.deterministic_bound(CLAIM, [1.0, 2.0], [1.5, 2.0])


def outcome(*results, controls=(CONTROL,), arguments=()):
    def check(run: Run) -> None:
        for result in results:
            run.claim(result)
        for result in controls:
            run.control(result)

    return checks.run_check(check, list(arguments))


def test_a_true_claim_with_a_refuted_control_holds(capsys):
    assert outcome(TRUE) == ExitCode.HOLDS
    text = capsys.readouterr().out
    assert "claim holds" in text and "control refuted" in text
    assert text.splitlines()[-1] == "holds: 1 claims, 1 negative controls, seed 0"


def test_a_false_claim_fails(capsys):
    false = checks.deterministic_bound(CLAIM, [1.0, 2.0], [1.5, 1.9])
    assert false.verdict == "fails"
    assert (false.observed, false.bound) == (2.0, 1.9)
    assert false.slack == pytest.approx(-0.1)
    assert outcome(false) == ExitCode.FAILS
    assert "DOES NOT HOLD" in capsys.readouterr().out


def test_a_control_that_passes_makes_the_run_fail(capsys):
    control = checks.deterministic_bound(Claim("control", "1 <= 2"), [1.0], [2.0])
    assert outcome(TRUE, controls=[control]) == ExitCode.FAILS
    assert "NOT REFUTED (holds)" in capsys.readouterr().out


def test_every_control_has_to_fail():
    weak = checks.deterministic_bound(Claim("weak", "1 <= 2"), [1.0], [2.0])
    assert outcome(TRUE, controls=[CONTROL, weak]) == ExitCode.FAILS


def test_no_control_or_no_claim_cannot_run(capsys):
    assert outcome(TRUE, controls=[]) == ExitCode.BAD_INPUT
    assert "no negative control" in capsys.readouterr().err
    assert outcome() == ExitCode.BAD_INPUT
    assert "compares nothing" in capsys.readouterr().err


def test_inconclusive_is_neither_a_pass_nor_a_refutation(capsys):
    near = checks.probability_bound(CLAIM, bound=0.5, successes=50, trials=100)
    assert near.verdict == "inconclusive"
    assert outcome(near) == ExitCode.FAILS
    assert "more trials" in capsys.readouterr().out
    control = checks.probability_bound(Claim("near", "?"), bound=0.5, successes=50, trials=100)
    assert outcome(TRUE, controls=[control]) == ExitCode.FAILS


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_data_that_are_not_finite_pass_neither_as_claim_nor_as_control(broken):
    for result in (
        checks.deterministic_bound(CLAIM, [broken, 1.0], [2.0, 2.0]),
        checks.deterministic_bound(CLAIM, [1.0], [broken]),
        checks.identity(CLAIM, [broken], [broken]),
        checks.probability_bound(CLAIM, bound=broken, successes=1, trials=2),
        checks.probability_bound(CLAIM, bound=[broken], exact=[0.5]),
        checks.mean_bound(CLAIM, [broken], bound=1.0, low=0.0, high=1.0),
    ):
        assert result.verdict == "invalid"
        assert outcome(result) == ExitCode.FAILS
    control = checks.deterministic_bound(Claim("broken", "?"), [broken], [1.0])
    assert outcome(TRUE, controls=[control]) == ExitCode.FAILS


@pytest.mark.parametrize(
    "compare",
    [
        lambda: checks.deterministic_bound(CLAIM, [], []),
        lambda: checks.deterministic_bound(CLAIM, [], 1.0),
        lambda: checks.identity(CLAIM, [], []),
        lambda: checks.exact_identity(CLAIM, [], []),
        lambda: checks.probability_bound(CLAIM, bound=[], exact=[]),
        lambda: checks.probability_bound(CLAIM, bound=1.0, successes=0, trials=0),
        lambda: checks.mean_bound(CLAIM, [], bound=1.0, low=0.0, high=1.0),
    ],
)
def test_empty_data_cannot_run(compare):
    with pytest.raises(InputError):
        compare()

    def check(run: Run) -> None:
        run.claim(compare())
        run.control(CONTROL)

    assert checks.run_check(check, []) == ExitCode.BAD_INPUT


@pytest.mark.parametrize(
    "compare",
    [
        lambda: checks.deterministic_bound(CLAIM, [1.0, 2.0], [1.0, 2.0, 3.0]),
        lambda: checks.exact_identity(CLAIM, [1], [1, 2]),
        lambda: checks.exact_identity(CLAIM, [1.0], [1.0]),
        lambda: checks.probability_bound(CLAIM, bound=1.0),
        lambda: checks.probability_bound(CLAIM, bound=1.0, successes=1),
        lambda: checks.probability_bound(CLAIM, bound=1.0, exact=0.5, successes=1, trials=2),
        lambda: checks.probability_bound(CLAIM, bound=1.0, exact=[1.5]),
        lambda: checks.probability_bound(CLAIM, bound=1.0, successes=3, trials=2),
        lambda: checks.mean_bound(CLAIM, [2.0], bound=1.0, low=0.0, high=1.0),
    ],
)
def test_wrong_use_is_refused(compare):
    with pytest.raises(InputError):
        compare()


def test_exact_identity_is_exact():
    third = Fraction(1, 3)
    assert checks.exact_identity(CLAIM, [third * 3, 2], [1, 2]).verdict == "holds"
    near = checks.exact_identity(CLAIM, [third], [third + Fraction(1, 10**30)])
    assert near.verdict == "fails"


def test_identity_is_relative_unless_a_scale_says_what_cancelled():
    assert checks.identity(CLAIM, [1e-30], [1.0001e-30]).verdict == "fails"
    assert checks.identity(CLAIM, [1e-30], [0.0]).verdict == "fails"
    assert checks.identity(CLAIM, [1e-17], [0.0], scale=1.0).verdict == "holds"
    assert checks.identity(CLAIM, [0.0, 1.0], [0.0, 1.0 + 1e-15]).verdict == "holds"


def test_a_small_bound_stays_sharp():
    assert checks.deterministic_bound(CLAIM, [1.01e-20], [1e-20]).verdict == "fails"
    assert checks.deterministic_bound(CLAIM, [1e-20 * (1 + 1e-14)], [1e-20]).verdict == "holds"
    assert checks.deterministic_bound(CLAIM, [0.0], [0.0]).verdict == "holds"


def test_the_interval_is_clopper_pearson():
    k, n, alpha = 7, 50, 1e-3
    result = checks.probability_bound(CLAIM, bound=0.9, successes=k, trials=n, confidence=1 - alpha)
    low, high = beta.ppf(alpha / 2, k, n - k + 1), beta.isf(alpha / 2, k + 1, n - k)
    assert f"[{low:.6g}, {high:.6g}]" in result.detail


def test_a_simulation_confirms_and_refutes_only_outside_its_interval():
    def verdict(bound):
        return checks.probability_bound(CLAIM, bound=bound, successes=300, trials=1000).verdict

    assert [verdict(b) for b in (0.2, 0.3, 0.4)] == ["fails", "inconclusive", "holds"]


def test_mean_bound_uses_the_hoeffding_half_width():
    samples = np.full(1000, 0.5)
    half = math.sqrt(math.log(2 / 1e-6) / 2000)
    below, above = 0.5 + 0.99 * half, 0.5 + 1.01 * half

    def verdict(bound):
        return checks.mean_bound(CLAIM, samples, bound=bound, low=0.0, high=1.0).verdict

    assert verdict(below) == "inconclusive"
    assert verdict(above) == "holds"
    assert verdict(0.5 - 1.01 * half) == "fails"


def test_the_result_file(tmp_path: Path):
    out = tmp_path / "deep" / "result.json"
    assert outcome(TRUE, arguments=["--seed", "7", "--json", str(out)]) == ExitCode.HOLDS
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["schema"] == "dlt-proof/check/1"
    assert (record["ok"], record["seed"]) == (True, 7)
    (claim,), (control,) = record["claims"], record["controls"]
    assert (claim["kind"], claim["ok"], claim["slack"]) == ("bound", True, 0.0)
    assert claim["instances"] == 2 and claim["ratio"] == 1.0
    assert control["failed_as_it_must"] is True
    assert [p.name for p in out.parent.iterdir()] == ["result.json"]


def test_a_run_that_could_not_run_does_not_leave_an_older_result(tmp_path: Path):
    out = tmp_path / "result.json"
    assert outcome(TRUE, arguments=["--json", str(out)]) == ExitCode.HOLDS
    assert outcome(TRUE, controls=[], arguments=["--json", str(out)]) == ExitCode.BAD_INPUT
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["ok"] is False and "control" in record["error"]


def test_nan_becomes_null_in_the_result_file(tmp_path: Path):
    out = tmp_path / "result.json"
    broken = checks.deterministic_bound(CLAIM, [math.nan], [1.0])
    assert outcome(broken, arguments=["--json", str(out)]) == ExitCode.FAILS
    assert json.loads(out.read_text(encoding="utf-8"))["claims"][0]["observed"] is None


def test_a_bug_in_the_check_is_could_not_run(capsys):
    def check(run: Run) -> None:
        raise ZeroDivisionError("oops")

    assert checks.run_check(check, []) == ExitCode.BAD_INPUT
    assert "ZeroDivisionError: oops" in capsys.readouterr().err


def test_an_unwritable_result_file_is_bad_input(tmp_path: Path):
    assert outcome(TRUE, arguments=["--json", str(tmp_path)]) == ExitCode.BAD_INPUT


def test_a_name_is_used_once():
    assert outcome(TRUE, TRUE) == ExitCode.BAD_INPUT


@pytest.mark.parametrize("arguments", [["--seed", "x"], ["--seed", "-1"], ["--nonsense"]])
def test_wrong_arguments_exit_2(arguments):
    with pytest.raises(SystemExit) as exit_:
        outcome(TRUE, arguments=arguments)
    assert exit_.value.code == 2


def test_main_exits_with_the_code():
    def check(run: Run) -> None:
        run.claim(TRUE)
        run.control(CONTROL)

    with pytest.raises(SystemExit) as exit_:
        checks.main(check, [])
    assert exit_.value.code == 0


def test_a_seed_and_a_stream_fix_the_instances():
    first, again, other = Run(3).rng(1).random(), Run(3).rng(1).random(), Run(3).rng(2).random()
    assert first == again != other


def test_scale_allows_for_what_cancelled():
    assert checks.deterministic_bound(CLAIM, [1e-16], [0.0]).verdict == "fails"
    assert checks.deterministic_bound(CLAIM, [1e-16], [0.0], scale=1.0).verdict == "holds"
    assert checks.deterministic_bound(CLAIM, [1e-16], [0.0], scale=math.nan).verdict == "invalid"


def test_the_tightest_instance_is_shown_and_the_least_slack():
    result = checks.deterministic_bound(CLAIM, [0.9e-9, 0.5], [1e-9, 1.0])
    assert (result.observed, result.bound) == (0.9e-9, 1e-9)
    assert result.ratio == pytest.approx(0.9)
    assert result.slack == pytest.approx(1e-10)


# ---- the instance at which a claim fails ---------------------------------------------------------


def test_a_failing_claim_keeps_its_worst_instance_with_its_values():
    p, n = np.array([0.1, 0.5, 0.9]), np.array([3, 4, 5])
    result = checks.deterministic_bound(
        CLAIM, [1.0, 2.5, 2.0], [1.5, 2.0, 1.9], inputs={"p": p, "n": n, "gamma": 1.0}
    )
    assert result.verdict == "fails"
    assert result.instance == {
        "inputs": {"p": 0.5, "n": 4, "gamma": 1.0},
        "observed": 2.5,
        "bound": 2.0,
        "slack": -0.5,
        "number": 1,
    }
    assert result.as_json(control=False)["instance"]["inputs"]["n"] == 4


def test_the_instance_shown_is_one_that_violates_the_claim():
    # The largest ratio belongs to an instance that its scale excuses.
    result = checks.deterministic_bound(
        CLAIM, [2.0, 1.1], [1.0, 1.0], scale=np.array([1e13, 0.0]), rounding=1e-12
    )
    assert result.verdict == "fails" and result.instance["number"] == 1


def test_a_table_tells_where_a_claim_fails(capsys):
    false = checks.deterministic_bound(CLAIM, [2.0], [1.0], inputs={"p": [0.25]})
    assert outcome(false) == ExitCode.FAILS
    assert "at p = 0.25" in capsys.readouterr().out


@pytest.mark.parametrize("inputs", [{"p": [1.0, 2.0]}, {"p": np.zeros((2, 2))}])
def test_inputs_that_do_not_fit_the_instances_are_refused(inputs):
    with pytest.raises(InputError, match="values of 'p' for 3 instances"):
        checks.deterministic_bound(CLAIM, [1.0] * 3, 2.0, inputs=inputs)


def test_inputs_of_a_grid_and_of_vectors():
    grid = checks.deterministic_bound(
        CLAIM,
        np.array([[1.0, 2.0], [3.0, 9.0]]),
        5.0,
        inputs={"p": np.array([[1, 2], [3, 4]]), "name": "uniform"},
    )
    assert grid.instance["inputs"] == {"p": 4, "name": "uniform"}
    vectors = checks.deterministic_bound(CLAIM, [1.0, 2.0], 3.0, inputs={"v": np.eye(2)})
    assert vectors.instance["inputs"] == {"v": [0.0, 1.0]}


def test_inputs_that_are_not_finite_make_the_claim_invalid():
    for broken in (math.nan, math.inf):
        result = checks.deterministic_bound(CLAIM, [2.0], [1.0], inputs={"p": [broken]})
        assert result.verdict == "invalid" and not result.instance


def test_an_instance_outside_the_hypotheses_says_nothing_of_the_claim():
    def verdict(rate):
        return checks.deterministic_bound(
            CLAIM, [1.0, 2.0], [1.5, 1.0], inputs={"p": rate}, hypotheses={"ass:rate": 1 - rate}
        )

    inside, outside = verdict(np.array([0.5, 1.0])), verdict(np.array([0.5, 1.5]))
    assert inside.verdict == "fails" and inside.hypotheses == ("ass:rate",)
    assert outside.verdict == "invalid"
    assert "instance 1 (p = 1.5) does not satisfy 'ass:rate'" in outside.detail
    truth = checks.deterministic_bound(CLAIM, [1.0], [2.0], hypotheses={"ass:a": [False]})
    broken = checks.deterministic_bound(CLAIM, [1.0], [2.0], hypotheses={"ass:a": [math.nan]})
    assert truth.verdict == broken.verdict == "invalid"


def test_a_simulation_is_one_instance():
    result = checks.probability_bound(
        CLAIM, bound=0.1, successes=90, trials=100, inputs={"T": 40, "scores": [1.0, 2.0]}
    )
    assert result.verdict == "fails"
    assert result.instance["inputs"] == {"T": 40, "scores": [1.0, 2.0]}


def test_an_exact_instance_is_told_exactly():
    result = checks.exact_identity(
        CLAIM, [Fraction(1, 3)], [Fraction(1, 2)], inputs={"p": [Fraction(2, 7)]}
    )
    assert result.instance["observed"] == "1/3" and result.instance["bound"] == "1/2"
    assert result.instance["inputs"] == {"p": "2/7"}


def test_an_underflow_is_no_counterexample():
    tiny, normal = 5e-324, 1e-300
    assert checks.deterministic_bound(CLAIM, [tiny], [0.0]).verdict == "holds"
    assert checks.deterministic_bound(CLAIM, [normal], [0.0]).verdict == "fails"
    assert checks.identity(CLAIM, [tiny], [0.0]).verdict == "holds"
    assert checks.identity(CLAIM, [normal], [0.0]).verdict == "fails"


def test_a_long_array_is_told_by_its_shape_and_beginning():
    result = checks.deterministic_bound(CLAIM, [2.0], [1.0], inputs={"v": [np.arange(1000)]})
    assert result.instance["inputs"]["v"]["shape"] == [1000]
    assert result.instance["inputs"]["v"]["first"][:3] == [0, 1, 2]
    json.dumps(result.as_json(control=False), allow_nan=False)


# ---- witnesses -----------------------------------------------------------------------------------


def witnessed(record, arguments=()):
    def check(run: Run) -> None:
        run.claim(TRUE)
        run.control(CONTROL)
        record(run)

    return checks.run_check(check, list(arguments))


def rows(record, tmp_path: Path):
    out = tmp_path / "result.json"
    code = witnessed(record, ["--json", str(out)])
    return code, json.loads(out.read_text(encoding="utf-8"))["witnesses"]


def test_a_witness_satisfies_every_hypothesis(tmp_path: Path, capsys):
    code, (row,) = rows(
        lambda run: run.witness(
            "half", {"p": 0.5, "T": 4}, {"ass:rate": lambda v: 1 - v["p"], "ass:size": True}
        ),
        tmp_path,
    )
    assert code == ExitCode.HOLDS and row["ok"]
    assert row["values"] == {"p": 0.5, "T": 4} and row["tries"] is None
    assert row["hypotheses"] == {
        "ass:rate": {"holds": True, "slack": 0.5},
        "ass:size": {"holds": True, "slack": None},
    }
    assert "witness half: p = 0.5, T = 4" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "hypothesis"),
    [
        ({"p": 1.5}, lambda v: 1 - v["p"]),
        ({"p": 0.5}, False),
        ({"p": 0.5}, math.nan),
        ({"p": 0.5}, np.array([1.0, -1e-9])),
        ({"p": 0.5}, []),
        ({"p": 0.5}, None),
        ({"p": math.nan}, True),
        ({"p": [1.0, math.inf]}, True),
        ({"p": 0.5}, "yes"),
    ],
)
def test_what_does_not_satisfy_a_hypothesis_is_no_witness(tmp_path: Path, values, hypothesis):
    code, (row,) = rows(lambda run: run.witness("w", values, {"ass:rate": hypothesis}), tmp_path)
    assert code == ExitCode.FAILS and not row["ok"]


@pytest.mark.parametrize(
    "record",
    [
        lambda run: run.witness("w", {}, {"ass:rate": True}),
        lambda run: run.witness("w", {"p": 1}, {}),
        lambda run: run.witness("claim", {"p": 1}, {"ass:rate": True}),
        lambda run: run.search_witness("w", lambda rng: {"p": 1}, {"a": lambda v: True}, tries=0),
    ],
)
def test_a_witness_that_looked_at_nothing_cannot_run(record):
    assert witnessed(record) == ExitCode.BAD_INPUT


def test_a_search_finds_the_first_instance_and_depends_on_the_seed_alone(tmp_path: Path):
    def record(run: Run) -> None:
        assert run.search_witness(
            "any",
            lambda rng: {"p": rng.uniform(0, 2)},
            {"ass:rate": lambda v: 1 - v["p"], "ass:large": lambda v: v["p"] - 0.9},
            stream=3,
        )

    code, (row,) = rows(record, tmp_path)
    assert code == ExitCode.HOLDS and row["ok"] and 0.9 <= row["values"]["p"] <= 1
    assert rows(record, tmp_path) == (code, [row])


def test_a_search_that_found_none_says_so_and_how_far_it_came(tmp_path: Path, capsys):
    def record(run: Run) -> None:
        assert not run.search_witness(
            "none",
            lambda rng: {"p": rng.uniform(0, 2)},
            {"ass:rate": lambda v: 1 - v["p"], "ass:never": lambda v: v["p"] < 0},
            tries=50,
        )

    code, (row,) = rows(record, tmp_path)
    assert code == ExitCode.HOLDS, "that nothing was found refutes nothing"
    assert not row["ok"] and row["values"] is None and row["tries"] == 50
    text = capsys.readouterr().out
    assert "NONE FOUND none: none found among 50 tries" in text and "ass:never: 0" in text


def test_a_check_without_witness_says_so(capsys):
    assert outcome(TRUE) == ExitCode.HOLDS
    assert "witness: none given" in capsys.readouterr().out


@pytest.mark.parametrize("rounding", [math.inf, math.nan, 1e9, -1.0, 0.5])
def test_rounding_that_lets_everything_pass_is_refused(rounding):
    for compare in (checks.identity, checks.deterministic_bound):
        with pytest.raises(InputError, match="is no rounding"):
            compare(CLAIM, [3.0], [2.0], rounding=rounding)
        assert compare(CLAIM, [3.0], [2.0], rounding=1e-3).verdict == "fails"


def test_complex_values_do_not_lose_their_imaginary_part():
    for compare in (checks.identity, checks.deterministic_bound):
        with pytest.raises(InputError, match="complex values"):
            compare(CLAIM, np.array([1 + 5j]), [1.0])
    result = checks.deterministic_bound(CLAIM, [1.0], [2.0], hypotheses={"ass:a": 1 + 5j})
    assert result.verdict == "invalid"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, "x is not given"),
        ("", "x is not given"),
        (np.array([]), "x is empty"),
        ([], "x is empty"),
        (np.datetime64("nat"), "x is not a time"),
        (math.nan, "x is not finite"),
        (0, ""),
        (np.array([0.0]), ""),
        ("a graph", ""),
    ],
)
def test_a_witness_of_no_values_is_none(value, fault):
    run = Run(0)
    run.witness("w", {"x": value}, {"ass:a": True})
    (witness,) = run.witnesses
    assert (witness.fault, witness.ok) == (fault, not fault)


@pytest.mark.parametrize("method", ["hoeffding", "empirical-bernstein", "betting"])
def test_a_mean_is_decided_by_any_of_the_intervals(method):
    samples = np.random.default_rng(0).uniform(2, 4, size=20_000)

    def verdict(bound):
        return checks.mean_bound(
            CLAIM, samples, bound=bound, low=2.0, high=4.0, method=method
        ).verdict

    assert [verdict(b) for b in (2.9, 3.0, 3.1)] == ["fails", "inconclusive", "holds"]


def test_an_interval_nobody_knows_is_refused():
    with pytest.raises(InputError, match="no interval is called 'normal'"):
        checks.mean_bound(CLAIM, [0.5], bound=1.0, low=0.0, high=1.0, method="normal")


def test_the_kit_loads_no_heavy_library_before_it_is_used():
    code = (
        "import sys, dlt_proof.checks\n"
        "print([m for m in ('numpy', 'scipy', 'mpmath', 'flint') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "scripts")},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr
