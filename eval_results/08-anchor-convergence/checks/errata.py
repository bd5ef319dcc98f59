"""Figures behind corrections of the source that have no statement of their own.

For each correction a claim, computed exactly or with 50 digits, and as control what the source
says of the same figure. Belongs to no statement of the paper.
"""

import math
from fractions import Fraction

import errata_rates
import mpmath
import source_claims as source

from dlt_proof import checks

EIGHTH = Fraction(1, 8)


def tightness(run):
    """How far the rate p0/8 is from the one of no anchor at all."""
    with mpmath.workdps(50):
        points = [mpmath.mpf(p) for p in ("0.1", "0.5", "0.99", "0.9999", "0.999999")]
        gaps = [float(-8 * mpmath.log(1 - p) / p) for p in points]
        ratio = float((1 - mpmath.mpf("0.1")) ** 1000 * mpmath.exp(100))
    source.below(
        run, "factor 8", "log(1/(1-p0))/(p0/8) is at least 8.42, 11.09, 37.2, 73.6, 110",
        [8.42, 11.09, 37.2, 73.6, 110], gaps, (gaps, 8.0),
        "the exponents match up to a factor of 8",
    )  # fmt: skip
    source.below(
        run, "approximation", "0.9^1000 is below exp(-100)/200: p0 = 0.1, T = 1000",
        [ratio], [1 / 200], ([0.5], [ratio]), "the lower bound is about exp(-p0 T)",
    )  # fmt: skip
    never = failing(100, kappa=Fraction(1, 10**6), eps=0, size=1, gamma=source.HALF)
    source.below(
        run, "rate p0/8", "p0 = 0.1, T = 100, e^-Delta = 1e-6: failure is below exp(-p0 T/8)/10000",
        [float(never)], [float(source.exponential(-EIGHTH * 10)) / 10_000],
        ([float(source.exponential(-EIGHTH * 10)) / 2], [float(never)]),
        "failure decays at rate p0/8, up to a factor 2",
    )  # fmt: skip
    densities = [Fraction(1, 10), Fraction(3, 10)]  # (1 - p0)^T, from T = 50 to 51
    source.exact(
        run, "parallel decays", "failure falls by 9/10 and 7/10 a token at densities 0.1 and 0.3",
        [(1 - p) ** 51 / (1 - p) ** 50 for p in densities],
        [Fraction(9, 10), Fraction(7, 10)], [Fraction(9, 10)] * 2,
        "different anchor densities give parallel exponential decays",
    )  # fmt: skip
    # kl(theta, p0) for theta = kappa (R - r)/(kappa (R - r) + r - eps), R - r = r - eps.
    kappas = [1e-2, 1e-4, 1e-6, 1e-8]
    rates = [sharp(kappa / (1 + kappa)) for kappa in kappas]
    limit = -math.log1p(-0.1)
    source.below(
        run, "temperature", "log(1/(1-p0)) - kl(theta, p0) <= 2 sqrt(kappa) at p0 = 0.1",
        [limit - rate for rate in rates], [2 * math.sqrt(kappa) for kappa in kappas],
        ([limit], [max(rates)]), "a sharper temperature reaches a rate of log(1/(1-p0)) or more",
    )  # fmt: skip


def sharp(theta, p0=0.1):
    """kl(theta, p0)."""
    with mpmath.workdps(50):
        a, b = mpmath.mpf(theta), mpmath.mpf(p0)
        return float(a * mpmath.log(a / b) + (1 - a) * mpmath.log((1 - a) / (1 - b)))


def failing(horizon, kappa, eps, size, gamma=1):
    """Pr[|x_T - V*| > gamma], independent emissions at 0.1, anchors at eps, the others at R."""
    found = Fraction(0)
    for n, p in enumerate(source.binomial(horizon, Fraction(1, 10))):
        mass = n / (n + (horizon - n) * kappa)
        found += p * (eps * mass + size * (1 - mass) > gamma)
    return found


def accuracy(run):
    """eps and R against gamma = 1: p0 = 0.1, and 4 R e^-Delta = p0 gamma unless told."""
    near = Fraction(9, 10)
    found = float(failing(1000, kappa=Fraction(1, 40_000), eps=near, size=1000))
    source.below(
        run, "eps = 0.9 gamma", "failure has probability above 0.999 at R = T = 1000",
        [0.999], [found], ([found], [source.failure_bound(Fraction(1, 10), 1000)]),
        "it is at most 2 exp(-p0 T/8), no condition on eps",
    )  # fmt: skip
    found = float(failing(100, kappa=Fraction(1, 10**4), eps=near, size=10))
    source.below(
        run, "below 2 eps", "eps = 0.9, R = 10, e^-Delta = 1e-4: failure below 3e-5 at T = 100",
        [found], [3e-5], ([0.5], [found]), "near gamma = 2 eps hardly anything is guaranteed",
    )  # fmt: skip
    source.exact(
        run, "small values", "R = gamma: failure has probability 0 at T = 1, 5, 20",
        [failing(t, kappa=Fraction(1, 40), eps=0, size=1) for t in (1, 5, 20)], [0, 0, 0],
        [Fraction(9, 10) ** t for t in (1, 5, 20)], "without an anchor the answer is wrong",
    )  # fmt: skip


def recurrence(run):
    """Steps of the recurrence, by e^scores."""
    exps = [Fraction(1), Fraction(1), Fraction(8)]
    steps = [e / sum(exps[: j + 1]) for j, e in enumerate(exps)]
    source.below(
        run, "first step", "1 <= lambda_1", [1.0], [float(steps[0])],
        ([float(steps[0])], [1 - 1e-9]), "lambda_1 is below 1",
    )  # fmt: skip
    source.exact(
        run, "weight decay", "scores (0, 0, log 8): lambda = 1, 1/2, 4/5",
        steps, [1, Fraction(1, 2), Fraction(4, 5)],
        sorted(steps, reverse=True), "weight decay is decreasing",
    )  # fmt: skip
    # A constant step lambda_j = 1/2 from j = 2 on keeps the last weights at 1/2, 1/4, whatever T.
    # Emissions independent with probability 1/2, anchors 0, others 1, gamma = 1/4.
    failing = [
        source.mean(constant_step(t), lambda o: o.output > Fraction(1, 4)) for t in range(3, 9)
    ]
    source.exact(
        run, "constant step", "with lambda_j = 1/2 failure has probability 3/4 - 2^-T, T = 3..8",
        failing, [Fraction(3, 4) - source.HALF**t for t in range(3, 9)],
        failing[:1] * 6, "a reshaped schedule keeps a bound that decreases with T",
    )  # fmt: skip
    # Momentum 9/10 from x_1 = V_1 on, equal scores: x_3 = 2/3 x_2 + V_3/3 + 9/10 (x_2 - x_1).
    x2 = [source.HALF, source.HALF, Fraction(0)]
    x3 = [2 * a / 3 + 9 * (a - b) / 10 for a, b in zip(x2, (1, 0, 0), strict=True)]
    x3[2] += Fraction(1, 3)
    source.exact(
        run, "momentum", "a step with momentum 9/10 gives the weights -7/60, 47/60, 1/3",
        x3, [Fraction(-7, 60), Fraction(47, 60), Fraction(1, 3)], [max(w, Fraction(0)) for w in x3],
        "momentum reshapes lambda_j, so the weights are those of a softmax",
    )  # fmt: skip


def constant_step(horizon):
    """Outcomes with e^scores 1, 1, 2, 4, ..., for which lambda_j = 1/2."""
    exps = (Fraction(1), *(Fraction(2) ** j for j in range(horizon - 1)))
    return [
        source.Outcome(o.probability, o.anchors, exps, o.values)
        for o in source.independent(horizon, source.HALF, 1)
    ]


def conditions(run):
    """Condition 1, all anchors within eps, beside Condition 1', unbiased with variance sigma^2."""
    biased = [source.outcome(1, (1,), 1, near=1)]
    values = (Fraction(-3), Fraction(0), Fraction(3))
    chances = (Fraction(1, 18), Fraction(16, 18), Fraction(1, 18))
    wide = [source.outcome(p, (1,), 1, near=v) for p, v in zip(chances, values, strict=True)]
    source.exact(
        run, "1 without 1'", "all anchors at V* + 1: within eps = 1, of bias 1",
        [source.accuracy_slack(biased, 0, 1), source.bias(biased, 0)], [0, 1],
        [0, 0], "of bias 0",
    )  # fmt: skip
    source.exact(
        run, "1' without 1", "anchors at V* and V* +- 3: bias 0, variance 1, off by 2 from eps = 1",
        [source.bias(wide, 0), source.variance(wide, 0), source.accuracy_slack(wide, 0, 1)],
        [0, 1, -2], [0, 1, 0], "Condition 1' is strictly stronger than Condition 1",
    )  # fmt: skip
    small = failing(100, kappa=source.HALF, eps=0, size=1, gamma=Fraction(1, 4))
    source.below(
        run, "five conditions", "p0 = 0.1, T = 100, Delta = log 2, gamma = R/4: failure above 0.99",
        [0.99], [float(small)],
        ([float(small)], [2 * float(source.exponential(-EIGHTH * 10))]),
        "at most 2 exp(-p0 T/8) under the five conditions, whatever the margin",
    )  # fmt: skip
    pair = source.Outcome(Fraction(1), (1, 1), (Fraction(1),) * 2, (Fraction(-3), Fraction(3)))
    source.exact(
        run, "no value near", "values V* - 3 and V* + 3 with equal scores: x_2 = V*, none within 3",
        [pair.output, min(abs(v) for v in pair.values)], [0, 3],
        [3, 3], "without a value near V* no average is near it",
    )  # fmt: skip


def vectors(run):
    """Weights and values beside the conditions: other tokens, units, equal entropies."""
    # 20 tokens, half of them anchors at the margin e^Delta = 8, and 10 prompt tokens.
    odds = Fraction(20 + 10 - 10, 10) / 8
    source.exact(
        run, "prompt", "m = 10, T = 20, p0 = 1, N_T = 10: (1 - W)/W = ((2/p0) (1 + m/T) - 1)/8",
        odds, (2 * (1 + Fraction(10, 20)) - 1) * EIGHTH, EIGHTH,
        "the leakage is at most (2/p0 - 1) kappa",
    )  # fmt: skip
    sink = Fraction(10**9) / (10**9 + 20 * 8)
    source.below(
        run, "sink", "one token of e^score 10^9 beside 20 anchors of 8 has weight above 0.9999998",
        [0.9999998], [float(sink)], ([float(sink)], [EIGHTH]), "its weight is at most kappa",
    )  # fmt: skip
    halved = Fraction(1, 2)
    outcomes = [[Fraction(3), Fraction(1)], [halved * 3, halved * 1]]  # value and radius gamma
    inside = [int(abs(value) <= 3 * radius) for value, radius in outcomes]
    source.exact(
        run, "units", "half of all values, V* and gamma: the same answers, and half of eps and M",
        [*inside, outcomes[1][0] / outcomes[0][0]], [1, 1, halved], [1, 1, 1],
        "eps is comparable across models",
    )  # fmt: skip
    source.below(
        run, "same entropy", "logits (x, 0) and (-x, 0) have one entropy to 1e-40, x = 1, 2, 5",
        [apart(x) for x in (1, 2, 5)], [1e-40] * 3,
        ([2.0] * 3, [1e-40] * 3), "where entropies agree the averages do",
    )  # fmt: skip
    ratios = [Fraction(1), Fraction(3), Fraction(50)]  # e^delta
    source.exact(
        run, "variance constant", "4 e^delta/cosh^2(delta/2) = 16/(1 + e^-delta)^2",
        [4 * r / ((1 + r) ** 2 / (4 * r)) for r in ratios], [16 / (1 + 1 / r) ** 2 for r in ratios],
        [1, 1, 1], "4 e^delta is the constant",
    )  # fmt: skip


def apart(x):
    """How far the entropies of softmax (x, 0) and (-x, 0) are apart, with 50 digits."""
    with mpmath.workdps(50):
        q, p = 1 / (1 + mpmath.exp(-x)), 1 / (1 + mpmath.exp(mpmath.mpf(x)))
        first, second = (-t * mpmath.log(t) - (1 - t) * mpmath.log(1 - t) for t in (q, p))
        return abs(float(first - second))


def chains(run):
    """N independent chains that each fail with probability b all fail with probability b^N."""
    number, product = 10, 16  # p0 T = 16: b = e^-2
    source.exact(
        run, "parallel chains", "N = 10, p0 T = 16: the exponent of b^N is 20",
        number * EIGHTH * product, 20, EIGHTH * product + number, "it is p0 T/8 + c N, c = 1"
    )  # fmt: skip
    # One token a chain, p0 = 0.1: all ten chains without an anchor.
    together = Fraction(9, 10) ** number
    source.below(
        run, "short chains", "T = 1, p0 = 0.1, ten chains: all fail with probability 0.9^10 > 0.34",
        [0.34], [float(together)],
        ([float(together)], [float(source.exponential(-Fraction(1, 80) - Fraction(number, 8)))]),
        "at most exp(-p0 T/8 - c N), c = 1/8",
    )  # fmt: skip
    splits = [(1, 240), (10, 24), (240, 1)]  # N T = 240
    source.exact(
        run, "no best split", "the exponent N p0 T/8 is the same for every split of N T = 240",
        [n * t * EIGHTH / 10 for n, t in splits], [3] * 3,
        [t * EIGHTH / 10 + EIGHTH * n for n, t in splits], "p0 T/8 + c N, which has a best split",
    )  # fmt: skip
    single = Fraction(9, 10) ** 5
    wrong = sum(p for n, p in enumerate(source.binomial(11, single)) if n > 5)
    source.below(
        run, "majority", "eleven chains that each fail with probability 0.9^5 outvote the truth "
        "with probability above 0.73", [0.73], [float(wrong)], ([float(wrong)], [float(single)]),
        "voting lowers the failure probability",
    )  # fmt: skip


def check(run):
    """Figures of corrections without a statement."""
    parts = (errata_rates.check, tightness, accuracy, recurrence, conditions, vectors, chains)
    for part in parts:
        part(run)


if __name__ == "__main__":
    checks.main(check)
