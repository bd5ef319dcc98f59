"""Intervals cover what they say, at a fixed number of samples and at every look."""

import math

import numpy as np
import pytest
from scipy.stats import beta, binom, norm

from dlt_proof.checks import intervals


@pytest.mark.parametrize("p", [0.002, 0.1, 0.5, 0.97])
@pytest.mark.parametrize("n", [1, 17, 300])
def test_clopper_pearson_covers_exactly(n, p):
    """No simulation: the coverage is a sum of binomial probabilities."""
    level = 0.05
    ends = [intervals.clopper_pearson(k, n, level) for k in range(n + 1)]
    covered = sum(binom.pmf(k, n, p) for k, (low, high) in enumerate(ends) if low <= p <= high)
    assert covered >= 1 - level


def test_clopper_pearson_is_made_of_quantiles_of_beta():
    low, high = intervals.clopper_pearson(7, 50, 1e-3)
    assert (low, high) == pytest.approx((beta.ppf(5e-4, 7, 44), beta.ppf(1 - 5e-4, 8, 43)))
    assert intervals.clopper_pearson(0, 5, 0.1)[0] == 0
    assert intervals.clopper_pearson(5, 5, 0.1)[1] == 1


LAWS = {
    "fair coin": (lambda rng, size: rng.integers(0, 2, size).astype(float), 0.5),
    "rare": (lambda rng, size: (rng.uniform(size=size) < 0.02).astype(float), 0.02),
    "uniform": (lambda rng, size: rng.uniform(size=size), 0.5),
    "narrow": (lambda rng, size: 0.3 + 0.01 * rng.uniform(size=size), 0.305),
    "skewed": (lambda rng, size: rng.beta(0.2, 3.0, size=size), 0.2 / 3.2),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("method", intervals.METHODS)
def test_intervals_for_means_cover_at_least_as_often_as_they_say(method, law):
    draw, mean = LAWS[law]
    rng, level, runs = np.random.default_rng(7), 0.1, 400
    missed = 0
    for _ in range(runs):
        low, high = intervals.mean_interval(draw(rng, 120), level, method)
        assert 0 <= low <= high <= 1
        missed += not low <= mean <= high
    # With a true rate of `level` more than this many are missed once in a million.
    assert missed <= binom.isf(1e-6, runs, level)


def test_betting_and_bernstein_use_a_small_variance():
    samples = LAWS["narrow"][0](np.random.default_rng(0), 2000)
    widths = {
        method: np.diff(intervals.mean_interval(samples, 1e-3, method))[0]
        for method in intervals.METHODS
    }
    assert widths["betting"] < widths["hoeffding"] / 3
    assert widths["empirical-bernstein"] < widths["hoeffding"] / 3


@pytest.mark.parametrize("law", LAWS)
def test_betting_covers_at_all_looks_together(law):
    """Whether the capital ever refutes the true mean, among 2000 looks."""
    draw, mean = LAWS[law]
    rng, level, runs = np.random.default_rng(11), 0.1, 300
    limit = math.log(2 / level)
    wrong = sum(max(intervals.capitals(draw(rng, 2000), mean, level)) >= limit for _ in range(runs))
    assert wrong <= binom.isf(1e-6, runs, level)


def test_looking_all_the_time_without_correction_is_wrong_far_too_often():
    """What the test above would find of an interval that is not made for it."""
    rng, level, runs = np.random.default_rng(11), 0.1, 300
    wrong = 0
    for _ in range(runs):
        x = LAWS["fair coin"][0](rng, 2000)
        t = np.arange(1, 2001)
        z = np.abs(np.cumsum(x) / t - 0.5) * np.sqrt(t) / 0.5
        wrong += bool((z[30:] > norm.isf(level / 2)).any())
    assert wrong > binom.isf(1e-6, runs, level)


def test_the_ends_of_betting_are_what_its_capital_refutes():
    samples = LAWS["skewed"][0](np.random.default_rng(0), 500)
    low, high = intervals.betting_interval(samples, 0.01)
    limit = math.log(2 / 0.01)
    assert intervals.capitals(samples, low - 1e-6, 0.01)[0] >= limit
    assert intervals.capitals(samples, low + 1e-6, 0.01)[0] < limit
    assert intervals.capitals(samples, high + 1e-6, 0.01)[1] >= limit
    assert intervals.capitals(samples, high - 1e-6, 0.01)[1] < limit


@pytest.mark.parametrize("bound", [0.5, 0.05, 0.003])
def test_so_many_trials_have_the_wanted_power(bound):
    level, power, apart = 1e-6, 0.9, 0.5
    n = int(intervals.trials_for_probability(bound, apart, level, power))

    def reached(n):
        low, high = -1, n  # the interval of `low` successes lies below the bound, not so of `high`
        while high - low > 1:
            middle = (low + high) // 2
            if intervals.clopper_pearson(middle, n, level)[1] <= bound:
                low = middle
            else:
                high = middle
        return binom.cdf(low, n, apart * bound)

    assert reached(n) >= power > reached(n // 2)


def test_trials_for_a_mean_have_the_wanted_power():
    n = int(intervals.trials_for_mean(0.1, 1e-3, 0.9))
    rng = np.random.default_rng(0)
    found = [
        intervals.mean_interval(rng.integers(0, 2, n) * 1.0, 1e-3, "hoeffding")[1] <= 0.6
        for _ in range(200)
    ]
    assert np.mean(found) >= 0.9
    assert intervals.trials_for_probability(0.0, 0.5, 0.1, 0.9) == math.inf
