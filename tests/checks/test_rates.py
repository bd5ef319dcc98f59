"""Rates and limits: read off where the sizes show them, undecided where they do not."""

import math

import numpy as np
import pytest
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim
from dlt_proof.checks.rates import _fit
from dlt_proof.records.errors import InputError

CLAIM = Claim("claim", "a claim")
N = np.logspace(1, 5, 30)


def verdict(values, exponent, sizes=N, **options):
    return checks.rate(CLAIM, sizes, values, exponent, **options).verdict


@pytest.mark.parametrize(
    ("relation", "below", "at", "above"),
    [
        ("at most", "fails", "holds", "holds"),
        ("at least", "holds", "holds", "fails"),
        ("equal", "fails", "holds", "fails"),
    ],
)
def test_a_power_is_told_from_its_neighbours(relation, below, at, above):
    found = [verdict(3 * N**-0.5, e, relation=relation) for e in (-0.7, -0.5, -0.3)]
    assert found == [below, at, above]


@pytest.mark.parametrize(
    ("values", "exponent", "expected"),
    [
        (N**-0.5 * (1 + 1 / N), -0.5, "holds"),
        (N**-0.5 * (1 - 1 / N), -0.5, "holds"),
        (N**-0.5 * (1 - 1 / N), -1.0, "fails"),
        # The slope still falls: nobody knows where it ends.
        (N**-0.5 * np.log(N), -0.5, "inconclusive"),
        (N * np.log(N), 1.0, "inconclusive"),
        (N**-0.5 * np.log(N), -1.0, "fails"),
        # The slope still rises: the small slow term will win.
        (1 / N + 1e-3 * N**-0.5, -1.0, "inconclusive"),
        # The rate begins beyond the sizes.
        (1 / (1 + N / 1e4), -1.0, "inconclusive"),
        (1 / (1 + N / 1e7), -1.0, "inconclusive"),
        (N**-0.5 * (2 + np.sin(np.log(N))), -0.5, "inconclusive"),
    ],
)
def test_a_slope_that_moves(values, exponent, expected):
    assert verdict(values, exponent) == expected


def test_a_rate_that_begins_late_is_never_refuted():
    for knee in np.logspace(1, 9, 33):
        assert verdict(1 / (1 + N / knee), -1.0) != "fails", knee


def test_too_few_decades_or_sizes_decide_nothing():
    short = np.linspace(100, 200, 30)
    for exponent in (-0.5, -3.0, 0.0):
        assert verdict(short**-0.5, exponent, short) == "inconclusive"
        few = np.logspace(1, 5, 6)
        assert verdict(few**-0.5, exponent, few) == "inconclusive"


def test_a_noisy_rate_is_not_refuted_and_a_wrong_one_is():
    wrong = refuted = 0
    for seed in range(200):
        noise = np.exp(0.1 * np.random.default_rng(seed).normal(size=N.size))
        wrong += verdict(N**-0.5 * noise, -0.5) == "fails"
        refuted += verdict(N**-0.5 * noise, -1.0) == "fails"
    assert wrong == 0 and refuted > 150


def test_noise_that_hides_the_rate_decides_nothing():
    noise = np.exp(5 * np.random.default_rng(0).normal(size=N.size))
    assert verdict(N**-0.5 * noise, -0.5) == "inconclusive"


def test_the_interval_of_a_slope_covers_as_often_as_it_says():
    rng, runs, level = np.random.default_rng(3), 1000, 0.1
    x = np.log(N)
    missed = 0
    for _ in range(runs):
        fit = _fit(x, -0.5 * x + rng.normal(size=x.size), 1 - level)
        missed += abs(fit.slope + 0.5) > fit.half
    assert binom.isf(1 - 1e-6, runs, level) <= missed <= binom.isf(1e-6, runs, level)


@pytest.mark.parametrize("broken", [math.nan, math.inf, 0.0, -1.0])
def test_values_without_a_logarithm_decide_nothing(broken):
    values = np.where(N > 1e4, broken, 1 / N)
    assert verdict(values, -1.0) == verdict(values, -3.0) == "invalid"


@pytest.mark.parametrize(
    "run",
    [
        lambda: verdict([], -1.0, []),
        lambda: verdict(N[:-1], -1.0),
        lambda: verdict(np.ones((30, 2)), -1.0),
        lambda: verdict(N, -1.0, -N),
        lambda: verdict(N, -1.0, N * np.nan),
        lambda: verdict(N * 1j, -1.0),
        lambda: verdict(N, -1.0, relation="about"),
        lambda: verdict(N, -1.0, tolerance=-1),
        lambda: verdict(N, -1.0, confidence=1.0),
        lambda: checks.convergence(CLAIM, N, N, 0.0),
        lambda: checks.convergence(CLAIM, N, N, 0.0, exponent=-1, within=N),
    ],
)
def test_wrong_use_cannot_run(run):
    with pytest.raises(InputError):
        run()


# ---- limits --------------------------------------------------------------------------------------


def towards(limit, **options):
    return checks.convergence(CLAIM, N, (1 + 1 / N) ** N, limit, **options).verdict


def test_a_sequence_approaches_its_limit_at_its_rate():
    assert towards(math.e, exponent=-1.0) == "holds"
    assert towards(math.e, exponent=-2.0) == "fails"
    assert towards(2.7, exponent=-1.0) == "fails"
    assert towards(math.e, within=2 / N) == "holds"
    assert towards(math.e, within=1 / N) == "fails"


def test_distances_that_rounding_hides_refute_no_rate():
    n = np.logspace(1, 9, 40)
    distances = 1 + n**-2.0  # below 1e-16 for most sizes
    result = checks.convergence(CLAIM, n, distances, 1.0, exponent=-2.0)
    assert result.verdict == "holds" and "hidden by rounding" in result.detail
    assert checks.convergence(CLAIM, n, np.ones(40), 1.0, exponent=-2.0).verdict == "holds"


def test_convergence_with_values_that_are_not_finite():
    assert towards(math.inf, exponent=-1.0) == "invalid"
    values = np.where(N > 1e4, np.nan, 1.0)
    assert checks.convergence(CLAIM, N, values, 1.0, within=1 / N).verdict == "invalid"
    assert checks.eventually_below(CLAIM, N, values, 2.0).verdict == "invalid"


@pytest.mark.parametrize(
    ("eps", "start", "expected"),
    [
        (1e-3, None, "holds"),
        (1e-5, None, "inconclusive"),  # at the largest size only
        (1e-9, None, "inconclusive"),  # not yet, and nothing refutes "eventually"
        (1e-3, 2000, "holds"),
        (1e-3, 500, "fails"),
        (1.0, 5, "holds"),  # all sizes lie beyond the start
        (1e-3, 50_000, "inconclusive"),  # too few sizes beyond
        (1e-3, 1e7, "inconclusive"),  # none
    ],
)
def test_a_sequence_is_eventually_below(eps, start, expected):
    assert checks.eventually_below(CLAIM, N, 1 / N, eps, start=start).verdict == expected
