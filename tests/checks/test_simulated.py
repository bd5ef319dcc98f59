"""Simulated claims: decided where the trials suffice, open where not, wrong almost never."""

import math

import numpy as np
import pytest
from scipy.stats import binom, norm

from dlt_proof import checks
from dlt_proof.checks import Claim, Run
from dlt_proof.records.errors import InputError

CLAIM = Claim("claim", "a claim")
COIN = checks.Parameters({"p": checks.real(0.05, 0.6)})
SHIFT = checks.Parameters({"a": checks.real(3, 6)})


def event(v, rng, size):
    return rng.uniform(size=size) < v.p


def value(v, rng, size):
    return rng.uniform(size=size) * 2 * v.p


def beyond(v, rng, size):
    """Pr[Z > a] for a standard normal Z, drawn around a."""
    z = rng.normal(v.a, 1.0, size)
    return z > v.a, np.exp(v.a**2 / 2 - v.a * z)


def largest_weight(v):
    return np.exp(-(v.a**2) / 2)


def probability(factor, seed=0, draw=event, **options):
    options = {"most": 50_000, **options}
    return checks.simulate_probability(
        Run(seed), CLAIM, COIN, draw, lambda v: factor * v.p, **options
    )


def mean(extra, seed=0, draw=value, **options):
    return checks.simulate_mean(
        Run(seed),
        CLAIM,
        COIN,
        draw,
        lambda v: v.p + extra,
        **{"low": 0.0, "high": 1.2, "most": 20_000, **options},
    )


def rare(factor, seed=0, draw=beyond, **options):
    return checks.simulate_rare(
        Run(seed),
        CLAIM,
        SHIFT,
        draw,
        lambda v: factor * norm.sf(v.a),
        **{"weight_bound": largest_weight, "most": 50_000, **options},
    )


@pytest.mark.parametrize(
    ("simulate", "true", "false", "doubtful"),
    [(probability, 2.0, 0.5, 1.0), (mean, 0.1, -0.1, 0.0), (rare, 1.5, 0.6, 1.0)],
)
def test_the_true_hold_the_false_fail_and_the_doubtful_stay_open(simulate, true, false, doubtful):
    assert simulate(true).verdict == "holds"
    assert simulate(false).verdict == "fails"
    assert simulate(doubtful).verdict == "inconclusive"


def test_a_result_tells_its_family_and_its_trials():
    result = probability(2.0)
    assert result.kind == "probability"
    assert result.family["level"] == pytest.approx(1e-6) and result.family["tests"] == 12
    assert "family-wise level 1e-06" in result.detail
    assert result.drawn == {"random": 6, "boundary": 6}
    assert result.as_json(control=False)["family"]["method"].startswith("Bonferroni")
    assert 0.05 <= result.instance["inputs"]["p"] <= 0.6


def test_it_stops_as_soon_as_it_knows():
    assert probability(4.0).instances < probability(1.2).instances


def test_a_refutation_shows_an_instance_that_refutes():
    parameters = checks.Parameters({"p": checks.choice(0.1, 0.2, 0.4)})
    result = checks.simulate_probability(
        Run(0), CLAIM, parameters, event, lambda v: 0.25, apart=0.8
    )
    assert result.verdict == "fails" and result.instance["inputs"] == {"p": 0.4}


@pytest.mark.parametrize("simulate", [probability, mean, rare])
def test_the_same_seed_gives_the_same_result(simulate):
    options = {"instances": 3, "most": 2000}
    first, again, other = (simulate(1.0, seed=s, **options) for s in (1, 1, 2))
    assert first == again != other


def test_stopping_early_keeps_the_error_rate():
    """At the boundary of the claim, where every wrong answer is one of the level's."""
    runs, level = 200, 0.2
    options = {"level": level, "instances": 2, "most": 4096, "apart": 0.9}
    answers = [probability(1.0, seed=s, **options).verdict for s in range(runs)]
    refuted, confirmed = answers.count("fails"), answers.count("holds")
    assert refuted + confirmed <= binom.isf(1e-6, runs, level)
    answers = [mean(0.0, seed=s, level=level, instances=2, most=4096).verdict for s in range(runs)]
    assert runs - answers.count("inconclusive") <= binom.isf(1e-6, runs, level)


def test_true_claims_raise_no_alarm_on_many_seeds():
    for seed in range(200):
        options = {"seed": seed, "instances": 2, "most": 1024}
        assert probability(1.0, **options).verdict != "fails"
        assert mean(0.0, **options).verdict != "fails"
        assert rare(1.0, **options).verdict != "fails"


# ---- rare events ---------------------------------------------------------------------------------


def test_importance_sampling_finds_a_rare_probability():
    result = rare(1.0)
    a = result.instance["inputs"]["a"]
    assert result.observed == pytest.approx(norm.sf(a), rel=0.1)
    # Plain simulation sees nothing of an event of probability 1e-9.
    assert rare(1.5).instances < 6 * 50_000


def test_without_a_bound_of_the_weights_nothing_is_decided():
    for factor in (100.0, 1e-3):
        result = rare(factor, weight_bound=None)
        assert result.verdict == "inconclusive" and "no bound of the weights" in result.detail


def test_a_weight_above_its_bound_is_no_evidence():
    result = rare(2.0, weight_bound=lambda v: largest_weight(v) / 2)
    assert result.verdict == "invalid" and "exceeds its bound" in result.detail


def test_weights_that_are_no_densities_are_noticed():
    def threefold(v, rng, size):
        hits, weights = beyond(v, rng, size)
        return hits, 3 * weights

    shallow = checks.Parameters({"a": checks.real(0.1, 0.5)})
    result = checks.simulate_rare(
        Run(0),
        CLAIM,
        shallow,
        threefold,
        lambda v: norm.sf(v.a),
        weight_bound=lambda v: 3 * largest_weight(v),
    )
    assert result.verdict == "invalid" and "mean above 1" in result.detail


# ---- broken data ---------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_values_that_are_not_finite_decide_nothing(broken):
    def one_broken(v, rng, size):
        return np.where(np.arange(size) == 3, broken, 0.1)

    assert mean(1.0, draw=one_broken).verdict == "invalid"
    assert rare(
        1.0, draw=lambda v, rng, size: (np.ones(size), one_broken(v, rng, size))
    ).verdict == ("invalid")
    for run in (
        lambda: checks.simulate_probability(Run(0), CLAIM, COIN, event, lambda v: v.p * broken),
        lambda: checks.simulate_mean(
            Run(0), CLAIM, COIN, value, lambda v: v.p * broken, low=0, high=2
        ),
    ):
        assert run().verdict == "invalid"


@pytest.mark.parametrize(
    "run",
    [
        lambda: probability(1.0, draw=lambda v, rng, size: rng.uniform(size=size)),
        lambda: probability(1.0, draw=lambda v, rng, size: np.zeros(size - 1, dtype=bool)),
        lambda: probability(1.0, instances=0),
        lambda: probability(1.0, level=0.9),
        lambda: probability(1.0, most=3),
        lambda: mean(0.0, draw=lambda v, rng, size: np.full(size, 2.0)),
        lambda: mean(0.0, draw=lambda v, rng, size: np.zeros((size, 2))),
        lambda: mean(0.0, high=math.inf),
        lambda: mean(0.0, high=0.0),
        lambda: rare(1.0, draw=lambda v, rng, size: np.ones(size)),
    ],
)
def test_wrong_use_cannot_run(run):
    with pytest.raises(InputError):
        run()


def test_checks_with_controls():
    run = Run(0)
    checks.check_probability(
        run,
        Claim("tail", "t"),
        COIN,
        lambda v: 2 * v.p,
        event=event,
        controls={"/4": lambda v: v.p / 2},
    )
    checks.check_probability(
        run,
        Claim("rare", "r"),
        SHIFT,
        lambda v: 2 * norm.sf(v.a),
        weighted=beyond,
        weight_bound=largest_weight,
        controls={"/4": lambda v: norm.sf(v.a) / 2},
    )
    checks.check_probability(
        run,
        Claim("exact", "e"),
        COIN,
        lambda v: v.p,
        exact=lambda v: v.p**2,
        controls={"p/2": lambda v: v.p / 2},
    )
    checks.check_mean(
        run,
        Claim("mean", "m"),
        COIN,
        value,
        lambda v: v.p + 0.1,
        low=0.0,
        high=1.2,
        controls={"p - 0.1": lambda v: v.p - 0.1},
    )
    assert run.ok and len(run.claims) == len(run.controls) == 4
