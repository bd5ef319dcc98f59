"""Figures behind corrections of what the source says of concentration; `errata` runs them.

Not a check of its own. All exponents are of Pr[N_T <= mu/2], as multiples of mu = p0 T.
"""

import itertools
from fractions import Fraction

import mpmath
import source_claims as source

EIGHTH = Fraction(1, 8)


def doubling(run):
    """What a longer horizon does to the bound, and what it costs."""
    once, fourfold = (float(source.exponential(-EIGHTH * t)) for t in (40, 160))
    source.below(
        run, "quadrupling", "at p0 T = 40, 160 the values b, b' of exp(-p0 T/8) have b' <= b^4",
        [fourfold], [once**4], ([once**3], [fourfold]), "quadrupling T roughly cubes it",
    )  # fmt: skip
    evaluations = [sum(range(1, t + 1)) for t in (1000, 2000)]
    source.exact(
        run, "compute", "causal attention evaluates 500500 scores at T = 1000, 2001000 at T = 2000",
        evaluations, [500_500, 2_001_000], [500_500, 2 * 500_500], "doubling T doubles compute",
    )  # fmt: skip


def azuma(run):
    """Azuma's inequality in both forms, and Chernoff's upper tail."""
    rate = [Fraction(1, 20), Fraction(1, 5)]
    # Azuma: exp(-t^2/(2 T c^2)), c = 1; Hoeffding, for differences in an interval of length 1:
    # exp(-2 t^2/T). With t = p0 T/2, per T.
    weak = [(p / 2) ** 2 / 2 for p in rate]
    hoeffding = [2 * (p / 2) ** 2 for p in rate]
    source.exact(
        run, "Azuma", "(p0/8)/(Azuma's p0^2/8) is 20 and 5 at p0 = 0.05 and 0.2",
        [p / 8 / a for p, a in zip(rate, weak, strict=True)], [20, 5],
        [1, 1], "exp(-p0 T/8) is inherited directly from Azuma",
    )  # fmt: skip
    source.exact(
        run, "Hoeffding", "(p0/8)/(Hoeffding's p0^2/2) is 5 and 5/4 at p0 = 0.05 and 0.2",
        [p / 8 / h for p, h in zip(rate, hoeffding, strict=True)], [5, Fraction(5, 4)],
        [20, 5], "Chernoff is 5 to 20 times sharper, with the form of 1963 too",
    )  # fmt: skip
    chernoff, other = zip(*((p / 8, 2 * (p / 2) ** 2) for p in (0.26, 0.5, 1.0)), strict=True)
    source.below(
        run, "large p0", "p0/8 <= p0^2/2 for p0 > 1/4: there Hoeffding is not weaker",
        chernoff, other, (other, chernoff), "p0^2/2 <= p0/8 for p0 > 1/4",
    )  # fmt: skip
    delta = source.HALF
    source.exact(
        run, "upper tail", "delta^2/(2 + delta) is 1/10 at delta = 1/2",
        delta**2 / (2 + delta), Fraction(1, 10),
        EIGHTH, "delta^2/(2 + delta) at delta = 1/2 is the constant 1/8",
    )  # fmt: skip


def differences(p, divisor):
    """The two values of (p - X_j)/divisor."""
    return [p / divisor, (p - 1) / divisor]


def last_form(p, divisor):
    """a^2/(2 (a + b)) for the sum of (p - X_j)/divisor, deviation a, conditional variances b."""
    a, b = p / 2 / divisor, p * (1 - p) / divisor**2
    return a**2 / (2 * (a + b)) / p


def first_form(p, divisor):
    """-log((b/(a+b))^(a+b) e^a), likewise."""
    a, b = mpmath.mpf(p) / 2 / divisor, mpmath.mpf(p) * (1 - p) / divisor**2
    return float(((a + b) * mpmath.log((a + b) / b) - a) / p)


def freedman(run):
    """Three ways to apply Freedman's inequality where every conditional probability is p0."""
    small = [Fraction(1, 20), Fraction(1, 5), Fraction(1, 4)]
    values = [*small, source.HALF, Fraction(1)]
    source.exact(
        run, "Freedman", "Freedman's exponent for sum (p0 - X_j) is mu/(12 - 8 p0)",
        [last_form(p, 1) for p in values], [1 / (12 - 8 * p) for p in values],
        [EIGHTH] * 5, "it is mu/8",
    )  # fmt: skip
    source.exact(
        run, "Freedman, stretched", "over 1 - p0, p0 <= 1/2, it is mu/(12 (1 - p0))",
        [last_form(p, 1 - p) for p in values[:4]], [1 / (12 * (1 - p)) for p in values[:4]],
        [EIGHTH] * 4, "it is mu/8",
    )  # fmt: skip
    source.exact(
        run, "Freedman, scaled", "divided by p0 first it is mu/(8 - 4 p0)",
        [last_form(p, p) for p in values], [1 / (8 - 4 * p) for p in values],
        [EIGHTH] * 5, "it is mu/8",
    )  # fmt: skip
    # sum (1 - X_j/p_j) for probabilities p_j >= p0 = 1/3 of independent tokens.
    chances = [Fraction(1, 3), Fraction(1, 2), Fraction(1), Fraction(2, 5), Fraction(1, 3)] * 2
    few = [x for x in itertools.product((0, 1), repeat=10) if 3 * sum(x) < 5]
    sums = [sum(1 - Fraction(a) / p for a, p in zip(x, chances, strict=True)) for x in few]
    source.below(
        run, "Freedman, any p_j", "sum (1 - X_j/p_j) > T/2 where N_T < p0 T/2, p0 = 1/3",
        [5.0001, *(float(1 / p - 1) for p in chances)], [float(min(sums)), *[2.0] * 10],
        ([float(max(sums))], [5.0]), "it is at most T/2",
    )  # fmt: skip
    third = [0.02, 0.1, 0.2, 0.33]
    source.below(
        run, "theorem 1.6 is weaker", "both multiples within [-1, 1] stay below 1/8 for p0 < 1/3",
        [float(last_form(p, d)) for p in third for d in (1, 1 - p)], [0.1249] * 8,
        ([0.125], [float(last_form(0.1, 0.9))]), "Theorem 1.6 gives mu/8",
    )  # fmt: skip
    fewer = [0.001, 0.02, 0.1, 0.134]
    source.below(
        run, "theorem 1.6, sharper form", "so does its bound (b/(a+b))^(a+b) e^a for p0 <= 0.134",
        [first_form(p, d) for p in fewer for d in (1, 1 - p)], [0.12499] * 8,
        ([first_form(0.135, 0.865)], [0.125]), "and for p0 = 0.135",
    )  # fmt: skip
    source.below(
        run, "below -1", "divided by p0 the differences are at most 1, and below -1 for p0 < 1/2",
        [float(x) for p in small for x in (max(differences(p, p)), min(differences(p, p)))],
        [1, -1.0001] * 3, ([float(-min(differences(p, p))) for p in small], [1.0] * 3),
        "they have absolute value at most 1, as Theorem 1.6 asks",
    )  # fmt: skip


def check(run):
    for part in (doubling, azuma, freedman):
        part(run)
