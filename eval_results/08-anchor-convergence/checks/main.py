"""thm:main: failure probabilities exactly on the worst values, and end to end by simulation."""

import itertools
import math

import numpy as np
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

GAMMA = 1.0
RATES = (0.02, 0.1, 0.35, 0.5, 0.9, 1.0)
HORIZONS = (1, 2, 5, 17, 60, 400, 5000)
SIZES = (0.5, 3.0, 500.0)  # M + |V*|
EDGE = 1 + 1e-12  # values meant to sit exactly at a threshold may miss it by rounding
WORST = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "more": checks.real(0, 1),
        "T": checks.integer(1, 1000, log=True),
        "eps": checks.real(0, GAMMA / 2),
        "size": checks.real(0.5, 500, log=True),
    }
)
ANY = checks.Parameters(
    {
        "p0": checks.real(0.1, 0.9),
        "T": checks.integer(1, 60),
        "eps": checks.real(0, GAMMA / 2),
        "aligned": checks.choice(0, 1),
    }
)
LARGE_EPS = checks.Parameters(
    {"p0": checks.choice(0.3), "T": checks.choice(60), "eps": checks.choice(0.9 * GAMMA)}
)


def failure(rate, horizon, eps, size, *, p0=None, four=4.0, slip=0.0):
    """Pr[not the event of the theorem], exactly, where nothing about the values is lucky.

    Emissions are independent with probability `rate`; anchors score exactly Delta - `slip` above
    the others, `four` (M + |V*|) e^-Delta = p0 gamma; V* = 0, anchors have value eps, the others
    M = `size`; answers are correct exactly within the decoding margin. The distance to V* then
    depends on the count N alone.
    """
    counts = np.arange(horizon + 1)
    odds = (p0 or rate) * GAMMA / (four * size) * math.exp(slip)
    mass = counts / (counts + (horizon - counts) * odds)
    distance = eps * mass + size * (1 - mass)
    bad = (distance > (GAMMA / 2 + eps) * EDGE) | (distance > GAMMA * EDGE)
    return float(min(1.0, binom.pmf(counts[bad], horizon, rate).sum()))


def bound(v):
    """exp(-p_0 T/8)."""
    return np.exp(-v.p0 * v.T / 8)


@checks.each
def worst_failure(v):
    """`failure` where emissions exceed p0 by a part of what is left."""
    rate = v.p0 + v.more * (1 - v.p0)
    return failure(rate, int(v.T), v.eps, v.size, p0=v.p0)


def fails(v, rng, trials):
    """Whether the event of the theorem fails, with everything random but the constants.

    The emission probability depends on the past, scores are drawn with the margin, non-anchors
    point away from V* with the largest norm, anchors lie on the sphere of radius eps around V*.
    If `aligned`, they lie on the side of the non-anchors, and scores sit exactly at the margin.
    """
    p0, horizon, eps = float(v.p0), int(v.T), float(v.eps)
    target = np.array([1.0, 0.5, -0.5])
    size = np.linalg.norm(target)
    most = 4.0  # M, above |V*| + eps
    margin = math.log(4 * (most + size) / (p0 * GAMMA))
    anchors = np.zeros((trials, horizon), dtype=bool)
    for j in range(horizon):
        behind = anchors[:, :j].sum(axis=1) < p0 * j
        last = anchors[:, j - 1] if j else np.zeros(trials, dtype=bool)
        emit = np.where(behind, p0, np.where(last, p0, min(1.0, 1.3 * p0)))
        anchors[:, j] = rng.uniform(size=trials) < emit
    noise = rng.exponential(size=(trials, horizon)) * rng.choice([0.0, 1.0], size=(trials, 1))
    unit = rng.normal(size=(trials, 1, target.size))
    unit /= np.linalg.norm(unit, axis=2, keepdims=True)
    if v.get("aligned", 1):
        noise[:], unit[:] = 0.0, -target / size
    scores = np.where(anchors, margin + noise, -noise)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    values = np.where(anchors[..., None], target + eps * unit, -most * target / size)
    out = np.einsum("nt,ntd->nd", weights, values)
    distance = np.linalg.norm(out - target, axis=1)
    return (distance > (GAMMA / 2 + eps) * EDGE) | (distance > GAMMA * EDGE)


# One instance of everything, in R^1: emissions are independent with probability `emit`, anchors
# have score `high` and value `near`, the other tokens score 0 and value `far`; an answer is
# correct within distance `correct` of V*.
INSTANCE = {
    "T": 4,
    "d": 1,
    "V*": 0.5,
    "p0": 0.5,
    "emit": 0.6,
    "eps": 0.25,
    "near": 0.7,
    "M": 1.0,
    "far": -0.9,
    "gamma": 1.0,
    "correct": 1.1,
    "Delta": 2.6,
    "high": 2.7,
}


def outcomes(v):
    """Every sequence of emissions, as zeros and ones."""
    return list(itertools.product((0, 1), repeat=v["T"]))


def emission_slack(v):
    """Least Pr[a_j is an anchor | what came before] - p0, from the law of the outcomes."""
    law = {
        x: math.prod(v["emit"] if anchor else 1 - v["emit"] for anchor in x) for x in outcomes(v)
    }

    def mass(begin):
        return sum(p for x, p in law.items() if x[: len(begin)] == begin)

    histories = [h for j in range(v["T"]) for h in itertools.product((0, 1), repeat=j)]
    return min(mass((*h, 1)) / mass(h) for h in histories) - v["p0"]


def at_every_outcome(v, slack):
    """The least slack over all outcomes and positions of a token."""
    return min(slack(x, k) for x in outcomes(v) for k in range(v["T"]))


def anchor_accuracy(v):
    return at_every_outcome(
        v, lambda x, k: v["eps"] - abs(v["near"] - v["V*"]) if x[k] else math.inf
    )


def bounded_values(v):
    return at_every_outcome(v, lambda x, k: v["M"] - abs(v["near"] if x[k] else v["far"]))


def score_margin(v):
    def slack(x, k):
        others = [0.0 for anchor in x if not anchor]
        return v["high"] - max(others) - v["Delta"] if x[k] and others else math.inf

    return at_every_outcome(v, slack)


def decoding_margin(v):
    """The correct set is a closed interval around V*; it has to hold the one of length 2 gamma."""
    return v["correct"] - v["gamma"]


def leakage(v):
    return v["p0"] * v["gamma"] - 4 * (v["M"] + abs(v["V*"])) * math.exp(-v["Delta"])


def check(run):
    """Numeric check of thm:main."""
    run.witness(
        "four tokens",
        INSTANCE,
        {
            "ass:anchor_accuracy": anchor_accuracy,
            "ass:emission": emission_slack,
            "ass:score_margin": score_margin,
            "ass:bounded_values": bounded_values,
            "ass:decoding_margin": decoding_margin,
            "4 (M + |V*|) e^-Delta <= p0 gamma": leakage,
            "eps <= gamma/2": lambda v: v["gamma"] / 2 - v["eps"],
        },
    )
    grid = list(itertools.product(RATES, HORIZONS, (0.0, 0.25, 0.5), SIZES))
    mean = np.array([p * t for p, t, _, _ in grid])
    exact = [failure(p, t, eps, size) for p, t, eps, size in grid]
    run.claim(
        checks.probability_bound(
            Claim("exact", "Pr[failure] <= exp(-p0 T/8), exactly p0, scores at the margin"),
            exact=exact,
            bound=np.exp(-mean / 8),
        )
    )
    run.claim(
        checks.probability_bound(
            Claim("more anchors", "the same where emissions exceed p0 by half of what is left"),
            exact=[failure((1 + p) / 2, t, e, size, p0=p) for p, t, e, size in grid],
            bound=np.exp(-mean / 8),
        )
    )
    checks.check_probability(
        run,
        Claim("worst values", "Pr[failure] <= exp(-p0 T/8), scores at the margin, searched"),
        WORST,
        bound,
        exact=worst_failure,
        controls={"exponent 1/2": lambda v: np.exp(-v.p0 * v.T / 2)},
        samples=1000,
        effort=0.05,
        accuracy=1e-9,
    )
    checks.check_probability(
        run,
        Claim("end to end", "Pr[failure] <= exp(-p0 T/8), simulated"),
        ANY,
        bound,
        event=fails,
        controls={"exponent 1": lambda v: np.exp(-v.p0 * v.T)},
        instances=16,
        most=50_000,
    )
    run.control(
        checks.probability_bound(
            Claim("eps = 0.9 gamma", "the post's theorem: no condition on eps, factor 2"),
            exact=[failure(0.1, 1000, 0.9, 1000.0)],
            bound=[2 * math.exp(-0.1 * 1000 / 8)],
        )
    )
    run.control(
        checks.probability_bound(
            Claim("eps = 2 gamma", "the paper's example: all tokens anchors, T = 100, factor 2"),
            exact=[failure(1.0, 100, 2.0, 2.0)],
            bound=[2 * math.exp(-100 / 8)],
        )
    )
    run.control(
        checks.simulate_probability(
            run,
            Claim("end to end, eps = 0.9 gamma", "the simulation without eps <= gamma/2"),
            LARGE_EPS,
            fails,
            lambda v: 2 * bound(v),
            instances=1,
        )
    )
    run.control(
        checks.probability_bound(
            Claim("exponent 1/4", "Pr[failure] <= exp(-p0 T/4)"),
            exact=exact,
            bound=np.exp(-mean / 4),
        )
    )
    run.control(
        checks.probability_bound(
            Claim("2 in place of 4", "the bound under 2 (M + |V*|) e^-Delta <= p0 gamma"),
            exact=[failure(p, t, e, size, four=2.0) for p, t, e, size in grid],
            bound=np.exp(-mean / 8),
        )
    )
    run.control(
        checks.probability_bound(
            Claim("below p0", "the bound where emissions have probability p0/2"),
            exact=[failure(p / 2, t, e, size, p0=p) for p, t, e, size in grid],
            bound=np.exp(-mean / 8),
        )
    )
    run.control(
        checks.probability_bound(
            Claim("margin violated", "the bound where anchors score Delta - 2 above the others"),
            exact=[failure(p, t, e, size, slip=2.0) for p, t, e, size in grid],
            bound=np.exp(-mean / 8),
        )
    )


if __name__ == "__main__":
    checks.main(check)
