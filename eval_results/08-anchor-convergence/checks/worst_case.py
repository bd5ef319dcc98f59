"""Settings that attain the bounds, and random small models whose laws are enumerated.

For the checks of what holds in the worst case. Here is no claim: this is not a check.
"""

import itertools
import math
from fractions import Fraction

import numpy as np
from scipy.stats import binom

from dlt_proof import checks


def leak(count, horizon, kappa):
    """h(n) = (T - n) kappa/(n + (T - n) kappa), the largest 1 - W_T where N_T = n."""
    return (horizon - count) * kappa / (count + (horizon - count) * kappa)


def threshold(kappa, size, radius, eps):
    """theta_r, for R = `size` and r = `radius`."""
    return kappa * (size - radius) / (kappa * (size - radius) + radius - eps)


def divergence(a, b):
    """kl(a, b) of floats, 0 <= a <= 1 and 0 < b < 1."""
    first = a * math.log(a / b) if a > 0 else 0.0
    return first + ((1 - a) * math.log((1 - a) / (1 - b)) if a < 1 else 0.0)


def below(limit):
    """The largest integer below a number; exact for a `Fraction`."""
    return math.ceil(limit) - 1


def mean_leak(horizon, p0, kappa):
    """E h(B_{T,p0}), summed over the law of B."""
    counts = np.arange(int(horizon) + 1)
    return float(binom.pmf(counts, int(horizon), p0) @ leak(counts, int(horizon), kappa))


def root(square):
    """The square root of a `Fraction` that is a square."""
    top, bottom = math.isqrt(square.numerator), math.isqrt(square.denominator)
    if top * top != square.numerator or bottom * bottom != square.denominator:
        raise ValueError(f"{square} is not the square of a rational number")
    return Fraction(top, bottom)


def rational_distance(weights, values, target):
    """|x_T - V*| for rational e^sigma_k and rational vectors, exactly where it is rational."""
    total = sum(weights)
    return root(
        sum(
            (sum(w * x[i] for w, x in zip(weights, values, strict=True)) / total - target[i]) ** 2
            for i in range(len(target))
        )
    )


def length(vector):
    """The norm of a rational vector, where it is rational."""
    return root(sum(c * c for c in vector))


def law(horizon, p0):
    """Pr[B_{T,p0} = n] for n = 0, ..., T, exactly for a rational p0."""
    return [math.comb(horizon, n) * p0**n * (1 - p0) ** (horizon - n) for n in range(horizon + 1)]


def tail(limit, horizon, p0):
    """Pr[B_{T,p0} < limit], likewise."""
    return sum(law(horizon, p0)[: max(0, below(limit) + 1)], Fraction(0))


def extremal(horizon, p0, kappa, bound, target, eps, unit=None):
    """The choice that attains: of each sequence of emissions probability, count and distance.

    All numbers are Fractions, the target is a vector of rational norm. Emissions are independent
    with probability p0; anchors have e^sigma = 1/kappa and value V* + eps u, the others e^sigma = 1
    and value V* + R u, where u = -V*/|V*|, or `unit` where V* = 0. Distances are computed from
    weights and values, not from a formula in the count.
    """
    norm = length(target)
    unit = tuple(-c / norm for c in target) if norm else unit
    near = tuple(c + eps * u for c, u in zip(target, unit, strict=True))
    far = tuple(c + (bound + norm) * u for c, u in zip(target, unit, strict=True))
    rows = []
    for anchors in itertools.product((0, 1), repeat=horizon):
        weights = [1 / kappa if anchor else Fraction(1) for anchor in anchors]
        values = [near if anchor else far for anchor in anchors]
        count = sum(anchors)
        probability = p0**count * (1 - p0) ** (horizon - count)
        rows.append((probability, count, rational_distance(weights, values, target)))
    return rows


def emissions(rng, horizon, p0):
    """All 2^T sequences and their law, where every history has an emission probability of its own.

    Each is p0, or exceeds it by a random part of what is left, with probability 1/2.
    """
    sequences = np.array(list(itertools.product((0, 1), repeat=horizon)), dtype=bool)
    chance = np.ones(len(sequences))
    for j in range(horizon):
        emit = p0 + (1 - p0) * rng.uniform(size=2**j) ** 3 * rng.integers(0, 2, 2**j)
        history = sequences[:, :j] @ (2 ** np.arange(j)) if j else np.zeros(len(chance), dtype=int)
        chance *= np.where(sequences[:, j], emit[history], 1 - emit[history])
    return sequences, chance


def attention(rng, anchors, delta, bound, target, eps, *, aligned=0.5, slip=0.0):
    """x_T at many outcomes (rows of `anchors`) of random scores and values; shape (rows, d).

    Scores keep the margin `delta` - `slip`, exactly in half of the rows. Values are random in the
    balls that accuracy and boundedness leave. In a part `aligned` of the rows scores and values
    are those of the worst case. Rows are independent, but all depends on the whole outcome.
    """
    rows, horizon = anchors.shape
    norm = float(np.linalg.norm(target))
    worst = -target / norm if norm else np.eye(len(target))[0]
    extreme = rng.uniform(size=(rows, 1)) < aligned
    spread = rng.exponential(size=(rows, horizon)) * rng.integers(0, 2, (rows, 1))
    spread = np.where(extreme, 0.0, spread)
    scores = np.where(anchors, delta - slip + spread, -spread) + rng.normal(size=(rows, 1))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    unit = rng.normal(size=(rows, horizon, len(target)))
    unit /= np.linalg.norm(unit, axis=2, keepdims=True)
    part = rng.uniform(size=(rows, horizon, 1)) ** 0.3
    near, far = target + eps * part * unit, bound * part * unit
    outside = np.linalg.norm(near, axis=2, keepdims=True) > bound
    near = np.where(outside | extreme[..., None], target + eps * worst, near)
    far = np.where(extreme[..., None], target + (bound + norm) * worst, far)
    return np.einsum("nt,ntd->nd", weights, np.where(anchors[..., None], near, far))


# For `adversarial`: any emissions, scores and values of three tokens in R^1; at zeros the worst.
HORIZON = 3
OUTCOMES = np.array(list(itertools.product((0, 1), repeat=HORIZON)), dtype=bool)
ENTRIES = OUTCOMES.size
ADVERSARY = checks.Parameters(
    {
        "p0": checks.real(0, 1, open="left"),
        "kappa": checks.real(1e-6, 100, log=True),
        "M": checks.real(0, 3),
        "V": checks.real(0, 2),
        "eps": checks.real(0, 3),
        "more": checks.vector(7, 0.0, 1.0),
        "gaps": checks.vector(ENTRIES, 0.0, 3.0),
        "places": checks.vector(ENTRIES, 0.0, 1.0),
    },
    {"| |V*| - eps | <= M": lambda v: v.M - np.abs(v.V - v.eps)},
)


def adversarial(v):
    """E|x_T - V*| over the eight outcomes; scores and values depend on the whole outcome."""
    count = len(v.p0)
    chance = np.ones((count, 8))
    for j in range(HORIZON):
        node = 2**j - 1 + (OUTCOMES[:, :j] @ (2 ** np.arange(j)) if j else np.zeros(8, dtype=int))
        emit = v.p0[:, None] + (1 - v.p0[:, None]) * v.more[:, node]
        chance *= np.where(OUTCOMES[:, j], emit, 1 - emit)
    gaps, places = (x.reshape(count, 8, HORIZON) for x in (v.gaps, v.places))
    kappa, most, target, eps = (x[:, None, None] for x in (v.kappa, v.M, v.V, v.eps))
    weights = np.where(OUTCOMES, np.exp(gaps), kappa * np.exp(-gaps))
    low, high = target - eps, np.minimum(most, target + eps)
    values = np.where(OUTCOMES, low + (high - low) * places, -most + 2 * most * places)
    out = np.abs((weights * (values - target)).sum(axis=2) / weights.sum(axis=2))
    return (chance * out).sum(axis=1)


def most_expected(v):
    """eps + (R - eps) E h(B) of the same."""
    mean = sum(p * leak(n, HORIZON, v.kappa) for n, p in enumerate(law(HORIZON, v.p0)))
    return v.eps + (v.M + v.V - v.eps) * mean
