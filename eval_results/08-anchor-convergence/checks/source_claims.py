"""What the source claims, and finite models on which its conditions are computed exactly.

Not a check: the checks of the counterexamples import it. A model is a list of outcomes in R^1 with
rational numbers, so that probabilities, means and slacks are exact.
"""

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction

import mpmath

from dlt_proof import checks
from dlt_proof.checks import Claim

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Outcome:
    """One outcome: its probability, and by position whether an anchor, e^score, and the value."""

    probability: Fraction
    anchors: tuple[int, ...]
    exps: tuple[Fraction, ...]
    values: tuple[Fraction, ...]

    @property
    def weights(self):
        total = sum(self.exps)
        return tuple(Fraction(e) / total for e in self.exps)

    @property
    def output(self):
        """x_T."""
        return sum(w * v for w, v in zip(self.weights, self.values, strict=True))


def outcome(probability, anchors, high, near=0, far=1):
    """An outcome whose anchors have e^score `high` and value `near`, the others 1 and `far`."""
    return Outcome(
        Fraction(probability),
        tuple(anchors),
        tuple(Fraction(high) if x else Fraction(1) for x in anchors),
        tuple(Fraction(near) if x else Fraction(far) for x in anchors),
    )


def independent(horizon, rate, high, near=0, far=1):
    """Every outcome where emissions are independent with probability `rate`."""
    rate = Fraction(rate)
    found = []
    for anchors in itertools.product((0, 1), repeat=horizon):
        number = sum(anchors)
        probability = rate**number * (1 - rate) ** (horizon - number)
        if probability:
            found.append(outcome(probability, anchors, high, near, far))
    return found


def mean(model, function):
    return sum(o.probability * function(o) for o in model)


def binomial(horizon, rate):
    """The law of the number of anchors for independent emissions, as fractions."""
    rate = Fraction(rate)
    return [
        math.comb(horizon, n) * rate**n * (1 - rate) ** (horizon - n) for n in range(horizon + 1)
    ]


def emission_slack(model, p0):
    """Least Pr[X_j = 1 | X_1, ..., X_{j-1}] - p0 over the histories that occur."""
    slacks = []
    for j in range(len(model[0].anchors)):
        for history in {o.anchors[:j] for o in model}:
            past = [o for o in model if o.anchors[:j] == history]
            emitted = sum(o.probability for o in past if o.anchors[j])
            slacks.append(emitted / sum(o.probability for o in past) - Fraction(p0))
    return min(slacks)


def accuracy_slack(model, target, eps):
    """Least eps - |V_k - V*| over the anchors of all outcomes."""
    return min(
        eps - abs(v - target) for o in model for x, v in zip(o.anchors, o.values, strict=True) if x
    )


def margin_slack(model, ratio):
    """Least e^(sigma_k - sigma_l) - e^Delta, k an anchor, l not; 0 where there is no pair."""
    pairs = [
        Fraction(high) / low - ratio
        for o in model
        for x, high in zip(o.anchors, o.exps, strict=True)
        for y, low in zip(o.anchors, o.exps, strict=True)
        if x and not y
    ]
    return min(pairs, default=Fraction(0))


def norm_slack(model, largest):
    """Least M - |V_k|."""
    return min(largest - abs(v) for o in model for v in o.values)


def bias(model, target, position=0):
    """E[V_k - V*; a_k an anchor] at one position."""
    return mean(model, lambda o: o.anchors[position] * (o.values[position] - target))


def variance(model, target, position=0):
    """E[|V_k - V*|^2 | a_k an anchor] at one position."""
    emitted = mean(model, lambda o: o.anchors[position])
    square = mean(model, lambda o: o.anchors[position] * (o.values[position] - target) ** 2)
    return square / emitted


def cross(model, target, first=0, second=1):
    """E[(V_k - V*)(V_l - V*)] at two positions."""
    return mean(model, lambda o: (o.values[first] - target) * (o.values[second] - target))


def exponential(argument):
    """e^argument for a rational argument, with 50 digits."""
    with mpmath.workdps(50):
        return mpmath.exp(mpmath.mpf(Fraction(argument).numerator) / Fraction(argument).denominator)


def failure_bound(p0, horizon):
    """2 exp(-p0 T/8): the source's bound of the failure probability."""
    return float(2 * exponential(-Fraction(p0) * horizon / 8))


def square_bound(variance, gap_ratio, p0, horizon, size):
    """4 e^delta nu^2/(p0 T) + 2 (M + |V*|)^2 exp(-p0 T/8): its bound of E|x_T - V*|^2."""
    averaged = Fraction(4 * gap_ratio * variance) / (Fraction(p0) * horizon)
    return float(averaged) + 2 * float(size) ** 2 * float(exponential(-Fraction(p0) * horizon / 8))


def exact(run, name, statement, left, right, wrong, source_says):
    """A claim `left = right` of fractions, and the control `left = wrong`."""
    sides = [x if isinstance(x, list) else [x] for x in (left, right, wrong)]
    given, claimed, refuted = ([Fraction(v) for v in side] for side in sides)
    run.claim(checks.exact_identity(Claim(name, statement), given, claimed))
    run.control(checks.exact_identity(Claim(f"source: {name}", source_says), given, refuted))


def below(run, name, statement, left, right, wrong, source_says):
    """A claim `left <= right`, and the control `wrong[0] <= wrong[1]`."""
    run.claim(checks.deterministic_bound(Claim(name, statement), left, right))
    run.control(checks.deterministic_bound(Claim(f"source: {name}", source_says), *wrong))
