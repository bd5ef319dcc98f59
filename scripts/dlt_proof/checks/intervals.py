"""Intervals that cover a probability or a mean with at least the wanted confidence, at every n.

No normal approximation: each has exact coverage for finite samples. Means are of variables with
values in [0, 1]; scale others first.
"""

from __future__ import annotations

import math
from typing import Any, Literal, get_args

Method = Literal["hoeffding", "empirical-bernstein", "betting"]
METHODS = get_args(Method)

#: Share of the capital that is at most put at stake in a round of `betting`.
_STAKE = 0.75
_BISECTIONS = 32


def clopper_pearson(successes: int, trials: int, level: float) -> tuple[float, float]:
    """Two-sided interval for a probability that misses it with probability at most `level`.

    Clopper and Pearson, Biometrika 26 (1934) 404-413, as quantiles of beta distributions.
    """
    from scipy.stats import beta

    k, n = successes, trials
    low = float(beta.ppf(level / 2, k, n - k + 1)) if k > 0 else 0.0
    high = float(beta.isf(level / 2, k + 1, n - k)) if k < n else 1.0
    return low, high


def mean_interval(samples: Any, level: float, method: Method) -> tuple[float, float]:
    """Interval for the mean of independent samples in [0, 1], by one of the methods.

    `hoeffding`: half width sqrt(log(2/level) / (2n)); Hoeffding, J. Amer. Statist. Assoc. 58
    (1963) 13-30, Theorem 2. `empirical-bernstein`: sqrt(2 V log(4/level) / n) +
    7 log(4/level) / (3(n-1)) with the sample variance V; Maurer and Pontil, COLT 2009, Theorem 4,
    on both sides. `betting`: as `betting_interval`.
    """
    import numpy as np

    n, mean = len(samples), float(np.mean(samples))
    if method == "betting":
        return betting_interval(samples, level)
    if method == "hoeffding":
        half = math.sqrt(math.log(2 / level) / (2 * n))
    elif n < 2:
        half = 1.0
    else:
        log = math.log(4 / level)
        half = math.sqrt(2 * float(np.var(samples, ddof=1)) * log / n) + 7 * log / (3 * (n - 1))
    return max(0.0, mean - half), min(1.0, mean + half)


def capitals(samples: Any, mean: float, level: float) -> tuple[float, float]:
    """Largest logarithms of two capitals that bet against the mean being `mean`.

    The first bets that the mean is larger, the second that it is smaller. Each is a nonnegative
    supermartingale if it is not, so that it ever reaches 2 / level with probability at most
    level / 2 (Ville's inequality): looking after each sample costs nothing. Bets are those of
    I. Waudby-Smith and A. Ramdas, Estimating means of bounded random variables by betting, J. R.
    Statist. Soc. B 86 (2024) 1-27, Section 4, the predictable plug-in: made of the past alone, and
    never more than 3/4 of what could be lost. Samples in [0, 1], `mean` in [0, 1].
    """
    import numpy as np

    x = np.asarray(samples, dtype=float)
    t = np.arange(1, len(x) + 1)
    means = (0.5 + np.cumsum(x)) / (t + 1)
    variances = (0.25 + np.cumsum((x - means) ** 2)) / (t + 1)
    before = np.concatenate([[0.25], variances[:-1]])
    bets = np.sqrt(2 * math.log(2 / level) / (before * t * np.log1p(t)))
    up = np.minimum(bets, _STAKE / mean) if mean > 0 else bets
    down = np.minimum(bets, _STAKE / (1 - mean)) if mean < 1 else bets
    larger = np.cumsum(np.log1p(up * (x - mean)))
    smaller = np.cumsum(np.log1p(-down * (x - mean)))
    return float(larger.max()), float(smaller.max())


def betting_interval(samples: Any, level: float) -> tuple[float, float]:
    """The means that no capital of `capitals` has refuted: a confidence sequence at this n.

    Each capital is monotone in the mean it bets against, so that the ends are found by bisection,
    which rounds outwards.
    """
    limit = math.log(2 / level)

    def end(direction: int) -> float:
        # `out` is refuted, or the end of the range; `kept` is not.
        out, kept = (0.0, 1.0) if direction == 0 else (1.0, 0.0)
        if capitals(samples, out, level)[direction] < limit:
            return out
        for _ in range(_BISECTIONS):
            middle = (out + kept) / 2
            if capitals(samples, middle, level)[direction] >= limit:
                out = middle
            else:
                kept = middle
        return out

    return end(0), end(1)


def trials_for_probability(bound: float, apart: float, level: float, power: float) -> float:
    """Trials after which Clopper-Pearson confirms a bound with the wanted power.

    Args:
        bound: of the probability.
        apart: the probability is at most `apart * bound`.
        level: two-sided, of the interval.
        power: with which probability it shall lie below the bound.

    Returns:
        A power of two; infinity if not even 2^40 are enough.
    """
    from scipy.stats import binom

    if bound >= 1:
        return 1.0
    for exponent in range(41):
        n = 2**exponent
        # The largest count whose interval lies below the bound.
        most = binom.ppf(level / 2, n, bound) - 1
        if most >= 0 and binom.cdf(most, n, apart * bound) >= power:
            return float(n)
    return math.inf


def trials_for_mean(gap: float, level: float, power: float) -> float:
    """Trials after which Hoeffding's interval decides about a mean that is `gap` off the bound.

    Both the interval and the mean of the samples by Hoeffding's inequality; `gap` is in units of
    the range. Betting needs no more where the variance is small, and about twice as many where
    it is as large as it can be.
    """
    halves = math.sqrt(math.log(2 / level) / 2) + math.sqrt(math.log(1 / (1 - power)) / 2)
    return math.ceil(2 * (halves / gap) ** 2)
