"""prop:plateau: (a) by exact averages, (b) by exact sums over the law of the count."""

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
from entropies import entropy
from scipy.stats import binom

from dlt_proof import checks
from dlt_proof.checks import Claim

F = Fraction
LAST = 9  # values are averaged one by one up to T = 4^9 - 1
HORIZONS = [*range(1, 401), *(round(10**e) for e in np.linspace(2.7, 6, 12))]
POINT = F(1, 9)


def values(horizon):
    """V_1, ..., V_T of (a): 1 where 4^i <= k < 2 4^i for an integer i, that is, k has an odd number
    of binary digits."""
    return [k.bit_length() % 2 for k in range(1, horizon + 1)]


def averages(horizons):
    """x_T of (a), with equal scores, as rational numbers."""
    sums = [0, *itertools.accumulate(values(max(horizons)))]
    return [F(sums[t], t) for t in horizons]


def logit_entropy(x):
    """H(U x) for U = (1, 0)^T."""
    x = np.asarray(x, dtype=float)
    return entropy(np.stack([x, np.zeros_like(x)], axis=-1))


def weighted(anchors):
    """x_T of (b) from weights and values, exactly."""
    weights = [8 if anchor else 1 for anchor in anchors]
    return F(sum(w * (1 - x) for w, x in zip(weights, anchors, strict=True)), sum(weights))


def moments(horizon):
    """E|H(U x_T) - H(U/9)| and E H(U x_T) - H(U/9) of (b), summed over the counts.

    Counts farther than ten standard deviations from T/2 have no weight in floating point.
    """
    reach = 10 * math.sqrt(horizon) + 10
    low = max(0, math.floor(horizon / 2 - reach))
    counts = np.arange(low, min(horizon, math.ceil(horizon / 2 + reach)) + 1)
    change = logit_entropy((horizon - counts) / (horizon + 7 * counts)) - logit_entropy(1 / 9)
    law = binom.pmf(counts, horizon, 0.5)
    return float(law @ np.abs(change)), float(law @ change)


def second_derivative():
    """The second derivative of H(U (1 - u)/(1 + 7u)) at u = 1/2, and the first term of it."""
    with mpmath.workdps(40):
        half, ninth = mpmath.mpf(1) / 2, mpmath.mpf(1) / 9

        def of(x):
            return mpmath.log(mpmath.exp(x) + 1) - x * mpmath.exp(x) / (mpmath.exp(x) + 1)

        def f(u):
            return (1 - u) / (1 + 7 * u)

        whole = mpmath.diff(lambda u: of(f(u)), half, 2)
        first = mpmath.diff(of, ninth, 2) * mpmath.diff(f, half) ** 2
        return float(whole), float(first)


def check(run):
    """Numeric check of prop:plateau."""
    witnesses(run)
    oscillating(run)
    fluctuating(run)
    steps(run)


def oscillating(run):
    """(a)."""
    powers = range(1, LAST + 1)
    third = averages([4**m - 1 for m in powers])
    larger = averages([2 * 4**m - 1 for m in range(LAST)])
    formula = [F(4 ** (m + 1) - 1, 3) / (2 * 4**m - 1) for m in range(LAST)]
    for name, text, left, right, record in (
        ("1/3", "x_T = 1/3 at T = 4^m - 1", third, [F(1, 3)] * LAST, run.claim),
        (
            "formula",
            "x_T = ((4^(m+1) - 1)/3)/(2 4^m - 1) at T = 2 4^m - 1",
            larger,
            formula,
            run.claim,
        ),
        (
            "1/3: T = 4^m",
            "x_T = 1/3 at T = 4^m",
            averages([4**m for m in powers[:-1]]),
            [F(1, 3)] * (LAST - 1),
            run.control,
        ),
        (
            "above 2/3",
            "((4^(m+1) - 1)/3)/(2 4^m - 1) > 2/3 for m <= 500",
            [int(F(4 ** (m + 1) - 1, 3) / (2 * 4**m - 1) > F(2, 3)) for m in range(501)],
            [1] * 501,
            run.claim,
        ),
        (
            "above 0.67",
            "x_T > 0.67 at T = 2 4^m - 1, as 1 where it is",
            [int(x > F(67, 100)) for x in larger],
            [1] * LAST,
            run.control,
        ),
    ):
        record(checks.exact_identity(Claim(name, text), left, right))
    high, low = logit_entropy([float(x) for x in third]), logit_entropy([float(x) for x in larger])
    for apart, record in ((0.0389, run.claim), (0.04, run.control)):
        text = f"H(U x_T) at T = 4^m - 1 exceeds that at T = 2 4^m - 1 by {apart:g}: no limit"
        claim = Claim(f"apart by {apart:g}", text)
        record(checks.deterministic_bound(claim, low + apart, high))
    # With a constant value there is a limit.
    text = "the same by 0.0389 where V_k = 1 for every k"
    constant = np.full(LAST, float(logit_entropy(1.0)))
    run.control(checks.deterministic_bound(Claim("constant", text), constant + 0.0389, constant))


def fluctuating(run):
    """(b)."""
    outcomes = [x for t in range(1, 11) for x in itertools.product((0, 1), repeat=t)]
    counted = [F(len(x) - sum(x), len(x) + 7 * sum(x)) for x in outcomes]
    run.claim(
        checks.exact_identity(
            Claim("x_T", "x_T = (T - N)/(T + 7 N), over all outcomes, T <= 10"),
            [weighted(x) for x in outcomes],
            counted,
        )
    )
    at_half = [weighted((0, 1) * m) for m in range(1, 20)]
    claim = Claim("1/9", "x_T = 1/9 where N_T = T/2")
    run.claim(checks.exact_identity(claim, at_half, [POINT] * 19))
    sizes = np.array(HORIZONS, dtype=float)
    means, biases = np.array(run.map(moments, HORIZONS)).T
    given = {"T": sizes}
    lower = "/sqrt(T) <= E|H(U x_T) - H(U/9)|"
    for constant, record in ((1 / 3000, run.claim), (1 / 230, run.claim), (1 / 220, run.control)):
        name = f"1/{round(1 / constant)}"
        claim = Claim(name, f"{name}{lower}, T <= 10^6")
        record(checks.deterministic_bound(claim, constant / np.sqrt(sizes), means, inputs=given))
    claim = Claim("T^(-2/5)", "T^(-2/5)/100 <= E|H(U x_T) - H(U/9)|, T <= 10^6")
    run.control(checks.deterministic_bound(claim, sizes**-0.4 / 100, means, inputs=given))
    for constant, record in ((1.0, run.claim), (0.05, run.control)):
        name = f"{constant:g}/sqrt(T)"
        claim = Claim(f"above: {name}", f"E|H(U x_T) - H(U/9)| <= {name}, T <= 10^6")
        limit = constant / np.sqrt(sizes)
        record(checks.deterministic_bound(claim, means, limit, inputs=given))
    some = sizes <= 20_000  # beyond, rounding hides the difference
    whole, first = (x / 8 for x in second_derivative())
    for name, limit, record in (
        ("bias", whole, run.claim),
        ("bias: 0", 0.0, run.control),
        ("bias: without the curvature of x_T", first, run.control),
    ):
        text = f"T (E H(U x_T) - H(U/9)) tends to {limit:.6f}, within 0.11/T"
        scaled = (sizes * biases)[some]
        within = 0.11 / sizes[some]
        record(checks.convergence(Claim(name, text), sizes[some], scaled, limit, within=within))
    claim = Claim("bias < 0", "the limit of T (E H(U x_T) - H(U/9)) is less than -0.009")
    run.claim(checks.deterministic_bound(claim, whole, -0.009))


def central(horizon, power):
    """E|N_T - T/2|^power of (b), times 2^power."""
    law = [math.comb(horizon, n) for n in range(horizon + 1)]
    return F(sum(c * abs(2 * n - horizon) ** power for n, c in enumerate(law)), 2**horizon)


def steps(run):
    """The inequalities in the proof of (b)."""
    horizons = [*range(1, 60), 200, 1000]
    fourth = [central(t, 4) for t in horizons]
    for name, right, record in (
        ("3 T^2 - 2 T", [3 * t * t - 2 * t for t in horizons], run.claim),
        ("3 T^2", [3 * t * t for t in horizons], run.control),
    ):
        claim = Claim(f"fourth moment: {name}", f"E Y^4 = ({name})/16, Y = N_T - T/2")
        record(checks.exact_identity(claim, fourth, right))
    spread = np.array([float(central(t, 1)) / 2 for t in horizons])
    size, x = np.sqrt(np.array(horizons, dtype=float)), np.linspace(0, 1, 1001)
    change, away = np.abs(logit_entropy(x) - logit_entropy(1 / 9)), np.abs(x - 1 / 9)
    moved, apart = np.abs((1 - x) / (1 + 7 * x) - 1 / 9), np.abs(x - 1 / 2)
    for name, text, left, right, record in (
        ("E|Y|", "sqrt(T)/(2 sqrt(3)) <= E|Y|", size / (2 * math.sqrt(3)), spread, run.claim),
        ("E|Y|: 0.4", "0.4 sqrt(T) <= E|Y|", 0.4 * size, spread, run.control),
        ("E|Y|, above", "E|Y| <= sqrt(T)/2", spread, size / 2, run.claim),
        ("E|Y|, above: 0.97", "E|Y| <= 0.97 sqrt(T)/2", spread, 0.97 * size / 2, run.control),
        ("eta", "|x - 1/9|/96 <= |eta(x) - eta(1/9)| on [0,1]", away / 96, change, run.claim),
        ("eta: 1/30", "the same with 1/30", away / 30, change, run.control),
        ("eta, above", "|eta(x) - eta(1/9)| <= |x - 1/9|/4", change, away / 4, run.claim),
        ("eta, above: 1/10", "the same with 1/10", change, away / 10, run.control),
        ("f", "|u - 1/2|/8 <= |f(u) - 1/9| on [0,1]", apart / 8, moved, run.claim),
        ("f: 1/4", "the same with 1/4", apart / 4, moved, run.control),
        ("f, above", "|f(u) - 1/9| <= 8 |u - 1/2|", moved, 8 * apart, run.claim),
        ("f, above: 3/2", "the same with 3/2", moved, 1.5 * apart, run.control),
        ("3/16", "3/16 <= e/(e + 1)^2", 3 / 16, math.e / (math.e + 1) ** 2, run.claim),
        ("1536", "1536 sqrt(3) <= 3000", 1536 * math.sqrt(3), 3000, run.claim),
    ):
        # Entropies cancel.
        record(checks.deterministic_bound(Claim(name, text), left, right, scale=1.0))


def witnesses(run):
    """Both settings satisfy the assumptions of cor:expected_error."""
    run.witness(
        "(a), T = 31",
        {"T": 31, "p0": 1.0, "V*": 0.5, "eps": 0.5, "M": 1.0, "V": values(31), "emit": 1.0},
        {
            "ass:anchor_accuracy": lambda v: [v["eps"] - abs(x - v["V*"]) for x in v["V"]],
            "ass:emission": lambda v: v["emit"] - v["p0"],
            "ass:bounded_values": lambda v: [v["M"] - abs(x) for x in v["V"]],
        },
    )
    run.witness(
        "(b)",
        {
            "p0": 0.5,
            "emit": 0.5,
            "V*": 0.0,
            "eps": 0.0,
            "M": 1.0,
            "anchor": 0.0,
            "other": 1.0,
            "weights": [8, 1],
            "exp(Delta)": 8,
        },
        {
            "ass:anchor_accuracy": lambda v: v["eps"] - abs(v["anchor"] - v["V*"]),
            "ass:emission": lambda v: v["emit"] - v["p0"],
            "ass:score_margin": lambda v: v["weights"][0] / v["weights"][1] - v["exp(Delta)"],
            "ass:bounded_values": lambda v: v["M"] - max(abs(v["anchor"]), abs(v["other"])),
        },
    )


if __name__ == "__main__":
    checks.main(check)
