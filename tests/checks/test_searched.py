"""Bounds and identities over a domain: true ones hold, false ones fail, doubtful ones are open."""

import math

import mpmath
import numpy as np
import pytest
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim, Run
from dlt_proof.checks.adversary import search
from dlt_proof.checks.precise import evaluate
from dlt_proof.records.errors import InputError

UNIT = checks.Parameters({"x": checks.real(0, 1, open="left")})
CLAIM = Claim("claim", "a claim")
SPIKE = math.pi / 7


def bound(observed, limit, parameters=UNIT, seed=0, **options):
    return checks.search_bound(Run(seed), CLAIM, parameters, observed, limit, **options)


def equal(left, right, parameters=UNIT, **options):
    return checks.search_identity(Run(0), CLAIM, parameters, left, right, **options)


def spike(v):
    return 1 / (1 + ((v.x - SPIKE) / 1e-6) ** 2)


# ---- deterministic bounds ------------------------------------------------------------------------


def test_a_true_bound_holds_and_tells_what_was_tried():
    result = bound(lambda v: 1 + v.x, lambda v: np.exp(v.x))
    assert result.verdict == "holds" and result.kind == "bound"
    assert result.drawn["random"] == 2000 and result.drawn["boundary"] > 5
    assert result.drawn["adversarial"] > 0
    assert result.instances == sum(result.drawn.values())
    record = result.as_json(control=False)
    assert record["drawn"] == result.drawn and "family" not in record


def test_a_false_bound_fails_at_an_instance_that_violates_it():
    result = bound(lambda v: 1 + 1.01 * v.x, lambda v: np.exp(v.x))
    assert result.verdict == "fails"
    x = result.instance["inputs"]["x"]
    assert 1 + 1.01 * x > math.exp(x)
    assert "confirmed by ball arithmetic" in result.detail


def test_the_adversary_finds_what_random_instances_miss():
    missed = bound(spike, lambda v: 0.9, effort=0.0)
    assert missed.verdict == "holds" and "adversarial" not in missed.hypotheses
    found = bound(spike, lambda v: 0.9)
    assert found.verdict == "fails"
    assert found.instance["inputs"]["x"] == pytest.approx(SPIKE, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_the_adversary_finds_it_on_every_seed(seed):
    assert bound(spike, lambda v: 0.9, seed=seed).verdict == "fails"


def test_the_adversary_keeps_the_constraints():
    parameters = checks.Parameters(
        {"x": checks.real(0, 1), "y": checks.real(0, 1)}, {"ass:sum": lambda v: 1 - v.x - v.y}
    )
    # The largest product inside is 1/4; outside the constraint it is 1.
    true = bound(lambda v: v.x * v.y, lambda v: 0.25, parameters)
    assert true.verdict == "holds" and true.observed == pytest.approx(0.25, rel=1e-6)
    assert true.hypotheses == ("ass:sum",)
    assert bound(lambda v: v.x * v.y, lambda v: 0.2499999, parameters).verdict == "fails"


def test_the_adversary_works_with_integers_vectors_and_matrices():
    parameters = checks.Parameters(
        {
            "n": checks.integer(1, 50),
            "w": checks.simplex(4),
            "A": checks.psd(2),
            "s": checks.sphere(3),
        }
    )

    def observed(v):
        return (v.w**2).sum(axis=1) / v.n + np.einsum("nii->n", v.A) + v.s[:, 0] * v.s[:, 1]

    assert bound(observed, lambda v: 3.5, parameters).verdict == "holds"
    assert bound(observed, lambda v: 3.499, parameters).verdict == "fails"


def test_an_adversary_ends_where_the_objective_is_flat_or_undefined():
    starts = UNIT.random(np.random.default_rng(0), 10)
    for sides in (
        lambda v: (np.zeros(len(v.x)), np.ones(len(v.x))),
        lambda v: (np.full(len(v.x), np.nan), np.ones(len(v.x))),
    ):
        found = search(UNIT, sides, starts, np.random.default_rng(0), 0.1)
        assert found.shape[1] == 1


def test_the_same_seed_gives_the_same_result():
    results = [bound(spike, lambda v: 0.9, seed=s).as_json(control=False) for s in (3, 3, 4)]
    assert results[0] == results[1] != results[2]


# ---- what rounding does --------------------------------------------------------------------------


def test_a_violation_of_rounding_refutes_nothing():
    # Near 0 the right side is 0 in floating point, and 1/2 in truth.
    true = bound(lambda v: 0.4, lambda v: (1 - np.cos(v.x)) / v.x**2)
    assert true.verdict == "holds" and "are none by ball arithmetic" in true.detail
    false = bound(lambda v: 0.48, lambda v: (1 - np.cos(v.x)) / v.x**2)
    assert false.verdict == "fails" and false.bound > 0.459


def test_the_same_where_no_more_digits_can_be_had_is_left_open():
    def noisy(v):
        return np.asarray(np.cosh(v.x * 30) ** 2 - np.sinh(v.x * 30) ** 2, dtype=float)

    result = bound(lambda v: 1.0, noisy, effort=0.0)
    assert result.verdict == "inconclusive" and "accuracy=" in result.detail


def test_functions_of_floats_alone_refute_only_what_somebody_vouches_for():
    parameters = checks.Parameters(
        {"p": checks.real(0, 1, open="left"), "T": checks.integer(1, 1000, log=True)}
    )

    def tail(v):
        return binom.cdf(np.ceil(v.p * v.T / 2) - 1, v.T, v.p)

    def verdict(exponent, **options):
        return checks.search_probability(
            Run(0), CLAIM, parameters, tail, lambda v: np.exp(-v.p * v.T * exponent), **options
        ).verdict

    assert verdict(1 / 8) == "holds"
    assert verdict(1 / 4, accuracy=1e-9) == "fails"
    assert verdict(1 / 4) == "inconclusive", "nobody vouches for the floats"


def test_integers_that_overflow_are_noticed():
    parameters = checks.Parameters({"n": checks.integer(1, 10**6)})
    wrapped = bound(lambda v: v.n, lambda v: v.n**4, parameters)
    assert wrapped.verdict == "inconclusive" and "overflow" in wrapped.detail
    assert bound(lambda v: v.n, lambda v: v.n.astype(float) ** 4, parameters).verdict == "holds"
    assert bound(lambda v: 1.0 * v.n**4, lambda v: 1e30, parameters).verdict == "inconclusive"


def test_a_probability_vector_of_floats_is_one_only_up_to_rounding():
    """It sums to 1 - 2^-53, and its divergence from another may be negative: beside the domain."""
    parameters = checks.Parameters({"p": checks.simplex(3), "q": checks.simplex(3)})
    row = checks.Values({"p": np.full(3, 1 / 3), "q": np.full(3, 1 / 3 + 2.0**-54)})

    def divergence(v):
        return (v.p * np.log(v.p / v.q)).sum(axis=1)

    beside, inside = evaluate(divergence, row), evaluate(divergence, row, exact=parameters.exact)
    assert beside is not None and beside.middle + beside.radius < 0
    assert inside is not None and inside.middle + inside.radius >= 0


def test_a_jump_is_computed_exactly_too():
    parameters = checks.Parameters({"x": checks.real(0, 10)})
    assert bound(lambda v: np.floor(v.x), lambda v: v.x, parameters).verdict == "holds"
    false = bound(lambda v: v.x - 1 + 1e-9, lambda v: np.floor(v.x), parameters)
    assert false.verdict == "fails"


def test_a_tie_is_no_violation():
    assert bound(lambda v: v.x, lambda v: v.x).verdict == "holds"
    assert bound(lambda v: (v.x + 1) ** 2, lambda v: v.x**2 + 2 * v.x + 1).verdict == "holds"


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_decide_nothing(broken):
    def sometimes(v):
        return np.where(v.x > 0.9, broken, 0.0)

    for result in (
        bound(sometimes, lambda v: 1.0),
        bound(lambda v: 2.0, sometimes),
        equal(sometimes, sometimes),
    ):
        assert result.verdict == "invalid" and "at x = " in result.detail


@pytest.mark.parametrize(
    "observed",
    [
        lambda v: v.x[:-1],
        lambda v: np.zeros((len(v.x), 2)),
        lambda v: np.zeros(0),
        lambda v: v.x * 1j,
        lambda v: v.x[0],
    ],
)
def test_wrong_shapes_cannot_run(observed):
    with pytest.raises(InputError):
        bound(observed, lambda v: 1.0)
    with pytest.raises(InputError):
        bound(lambda v: 0.0, lambda v: 1.0, samples=0)
    with pytest.raises(InputError):
        bound(lambda v: 0.0, lambda v: 1.0, accuracy=0.5)


def test_a_violation_smaller_than_the_accuracy_is_left_open():
    def of_floats(v):
        return np.asarray(v.x, dtype=float)

    def verdict(factor):
        return bound(of_floats, lambda v: v.x * factor, accuracy=1e-6).verdict

    assert [verdict(f) for f in (1.0, 1 - 1e-7, 1 - 1e-5)] == ["holds", "inconclusive", "fails"]


def test_a_function_of_one_instance_is_made_one_of_many():
    parameters = checks.Parameters({"n": checks.integer(1, 20), "w": checks.simplex(3)})
    one = checks.each(lambda v: sum(v.w[i] ** 2 for i in range(3)) * math.comb(int(v.n), 1))
    assert bound(one, lambda v: v.n, parameters, effort=0.05).verdict == "holds"
    false = bound(one, lambda v: v.n * 0.99, parameters, effort=0.05, accuracy=1e-9)
    assert false.verdict == "fails"


def test_what_is_no_probability_cannot_run():
    with pytest.raises(InputError, match="not a probability"):
        checks.search_probability(Run(0), CLAIM, UNIT, lambda v: 1 + v.x, lambda v: 3.0)


def test_integers_of_one_instance_do_not_overflow():
    parameters = checks.Parameters({"n": checks.integer(1, 10**6)})
    power = checks.each(lambda v: v.n**20 / 1e30)
    assert bound(lambda v: v.n / 1e30, power, parameters, samples=50, effort=0.0).verdict == "holds"


TRUE = {
    "Cauchy-Schwarz": (
        {"x": checks.vector(3, -1, 1), "y": checks.vector(3, -1, 1)},
        lambda v: (v.x * v.y).sum(axis=1) ** 2,
        lambda v: (v.x**2).sum(axis=1) * (v.y**2).sum(axis=1),
    ),
    "means": (
        {"x": checks.vector(4, 1e-6, 1e6, log=True)},
        lambda v: np.exp(np.log(v.x).mean(axis=1)),
        lambda v: v.x.mean(axis=1),
    ),
    "entropy": (
        {"w": checks.simplex(5)},
        lambda v: -(v.w * np.log(v.w + 1e-300)).sum(axis=1),
        lambda v: np.log(5.0),
    ),
    "divergence": (
        {"p": checks.simplex(3), "q": checks.simplex(3)},
        lambda v: -(v.p * np.log((v.p + 1e-300) / (v.q + 1e-300))).sum(axis=1),
        lambda v: 0.0,
    ),
    "Rayleigh": (
        {"A": checks.psd(2), "s": checks.sphere(2)},
        lambda v: -np.einsum("nij,ni,nj->n", v.A, v.s, v.s),
        lambda v: 0.0,
    ),
    "norms": ({"s": checks.sphere(3)}, lambda v: -(v.s**2).sum(axis=1), lambda v: -1.0),
    "Bernoulli": (
        {"x": checks.real(-1, 10), "n": checks.integer(1, 50)},
        lambda v: 1 + v.n * v.x,
        lambda v: (1 + v.x) ** v.n,
    ),
    "Young": (
        {"a": checks.real(0, math.inf), "b": checks.real(0, math.inf), "p": checks.real(1.1, 10)},
        lambda v: v.a * v.b,
        lambda v: v.a**v.p / v.p + v.b ** (v.p / (v.p - 1)) * (v.p - 1) / v.p,
    ),
    "sine": ({"x": checks.real(-100, 100)}, lambda v: np.sin(v.x) ** 2, lambda v: v.x**2),
    "Hadamard": (
        {"A": checks.psd(3)},
        lambda v: np.linalg.det(v.A),
        lambda v: np.prod(np.einsum("nii->ni", v.A), axis=1),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_bounds_with_equality_raise_no_alarm_on_many_seeds(name):
    domains, observed, limit = TRUE[name]
    for seed in range(30):
        found = bound(
            observed,
            limit,
            checks.Parameters(domains),
            seed,
            samples=200,
            effort=0.02,
            accuracy=1e-9,
        )
        assert found.verdict != "fails", found.instance


# ---- identities ----------------------------------------------------------------------------------


def test_a_true_identity_holds_and_one_that_is_off_fails():
    def left(v):
        return np.cosh(10 * v.x) ** 2 - np.sinh(10 * v.x) ** 2

    assert equal(left, lambda v: 1.0).verdict == "holds"
    assert equal(left, lambda v: 1 + 1e-9).verdict == "fails"
    assert equal(left, lambda v: 1.0, scale=lambda v: np.cosh(10 * v.x) ** 2).verdict == "holds"


def test_an_identity_of_floats_alone_that_cancels_is_left_open():
    def left(v):
        return np.asarray(np.cosh(10 * v.x) ** 2 - np.sinh(10 * v.x) ** 2, dtype=float)

    assert equal(left, lambda v: np.ones(len(v.x))).verdict == "inconclusive"


def test_many_digits_by_mpmath_and_by_balls():
    parameters = checks.Parameters({"x": checks.real(0.1, 20)})

    def verdict(left, right, **options):
        run = Run(0)
        found = checks.precise_identity(run, CLAIM, parameters, left, right, samples=40, **options)
        return found.verdict

    def factor(v):
        return v.x * mpmath.gamma(v.x)

    assert verdict(lambda v: mpmath.gamma(v.x + 1), factor) == "holds"
    tiny = mpmath.mpf(10) ** -25
    assert verdict(lambda v: mpmath.gamma(v.x + 1), lambda v: factor(v) * (1 + tiny)) == "fails"
    assert verdict(lambda v: np.exp(v.x) * np.exp(-v.x), lambda v: 1) == "holds"
    assert verdict(lambda v: np.exp(v.x) * np.exp(-v.x), lambda v: 1 + 1e-15) == "fails"


def test_many_digits_of_what_cancels_are_left_open():
    parameters = checks.Parameters({"x": checks.real(100, 200)})
    result = checks.precise_identity(
        Run(0),
        CLAIM,
        parameters,
        lambda v: np.cosh(v.x) ** 2 - np.sinh(v.x) ** 2,
        lambda v: 1,
        digits=40,
        samples=20,
    )
    assert result.verdict == "inconclusive"


def test_floats_have_no_fifty_digits():
    with pytest.raises(InputError, match="digits cannot be had"):
        checks.precise_identity(
            Run(0), CLAIM, UNIT, lambda v: np.asarray(v.x, dtype=float), lambda v: v.x
        )
    with pytest.raises(InputError):
        checks.precise_identity(Run(0), CLAIM, UNIT, lambda v: v.x, lambda v: v.x, digits=5)


def test_a_precise_value_encloses_the_true_one():
    row = checks.Values({"x": 1e-8})
    found = evaluate(lambda v: (1 - np.cos(v.x)) / v.x**2, row)
    assert found is not None
    with mpmath.workdps(150):
        x = mpmath.mpf(1e-8)
        true = (1 - mpmath.cos(x)) / x**2
        middle = mpmath.mpf(found.middle.numerator) / found.middle.denominator
        assert abs(true - middle) <= mpmath.mpf(float(found.radius)) + mpmath.mpf(10) ** -70
    assert evaluate(lambda v: np.array([math.exp(v.x[0])]), row) is None
    assert evaluate(lambda v: np.log(v.x - 1e-8), row) is None, "minus infinity is no value"


# ---- claims with their controls ------------------------------------------------------------------


def test_a_check_records_its_claim_and_its_controls():
    run = Run(0)
    checks.check_bound(
        run,
        Claim("exp", "1 + x <= e^x"),
        UNIT,
        lambda v: 1 + v.x,
        lambda v: np.exp(v.x),
        controls={"cubic": lambda v: 1 + v.x**3, "0.99": lambda v: 0.99 * np.exp(v.x)},
    )
    assert [r.claim.name for r in run.controls] == ["exp: cubic", "exp: 0.99"] and run.ok
    checks.check_identity(
        run,
        Claim("id", "x = x"),
        UNIT,
        lambda v: v.x,
        lambda v: v.x,
        controls={"2x": lambda v: 2 * v.x},
    )
    checks.check_identity(
        run,
        Claim("id 50", "x = x"),
        UNIT,
        lambda v: v.x,
        lambda v: v.x,
        controls={"2x": lambda v: 2 * v.x},
        digits=50,
        samples=10,
    )
    checks.check_rate(run, Claim("rate", "1/n"), N, 1 / N, -1.0, controls={"n^-2": -2.0})
    assert run.ok and len(run.claims) == 4


N = np.logspace(1, 5, 30)


def test_a_control_that_is_true_makes_the_run_fail():
    run = Run(0)
    checks.check_bound(
        run, CLAIM, UNIT, lambda v: v.x, lambda v: v.x, controls={"weak": lambda v: 2 * v.x}
    )
    assert not run.ok


def test_a_check_without_control_cannot_run():
    for check in (
        lambda run: checks.check_bound(run, CLAIM, UNIT, lambda v: v.x, lambda v: 2.0, controls={}),
        lambda run: checks.check_rate(run, CLAIM, N, 1 / N, -1.0, controls={}),
        lambda run: checks.check_probability(
            run, CLAIM, UNIT, lambda v: 1.0, controls={"a": lambda v: 0.0}
        ),
    ):
        with pytest.raises(InputError):
            check(Run(0))
