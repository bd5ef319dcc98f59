"""Laws of the anchor count that depend on the past, how often it falls short, and worst distances.

What the checks of the count and of the theorem share. No statement is compared here: this is
not a check.
"""

import math

import numpy as np
import worst_case
from scipy.special import rel_entr


def kl(a, b):
    """a log(a/b) + (1 - a) log((1 - a)/(1 - b)), infinite where b = 1 and a < 1."""
    return rel_entr(a, b) + rel_entr(1 - a, 1 - b)


def tree_counts(p0, horizon, rng):
    """The law of N_T where every history has an emission probability of its own, from p0 on."""
    anchors, law = worst_case.emissions(rng, horizon, p0)
    return np.bincount(anchors.sum(axis=1), weights=law, minlength=horizon + 1)


def hidden_counts(p0, horizon, rng, states=6):
    """The law of N_T, by dynamic programming, where a hidden state fixes emission probabilities.

    They lie in [p0, 1], exactly at p0 in half of the states. The state moves at random, by a
    kernel that depends on whether the token was an anchor; it belongs to what is known.
    """
    emit = p0 + (1 - p0) * rng.uniform(size=states) ** 4
    emit[: states // 2] = p0
    move = rng.dirichlet(np.full(states, 0.3), size=(2, states))
    law = np.zeros((horizon + 1, states))
    law[0, 0] = 1.0
    for _ in range(horizon):
        new = (law * (1 - emit)) @ move[0]
        new[1:] += ((law * emit) @ move[1])[:-1]
        law = new
    return law.sum(axis=1)


def least(p0, length):
    """The smallest count that is at least p0 t/2, for a `Fraction`."""
    return math.ceil(p0 * length / 2)


def exponent(p0):
    return float(kl(float(p0) / 2, float(p0)))


def last(p0, start):
    """H, so large that the bounds of all t > H add up to a 10^-4 of the one at the start."""
    rate = exponent(p0)
    return start + (0 if p0 == 1 else math.ceil((10 - math.log(-math.expm1(-rate))) / rate))


def beyond(p0, horizon):
    """The sum of exp(-t kl(p0/2, p0)) over t > H."""
    return 0.0 if p0 == 1 else math.exp(-(horizon + 1) * exponent(p0)) / -math.expm1(-exponent(p0))


def largest(case):
    """The largest Pr[N_t < p0 t/2 for some t from T_0 to H] over all processes.

    What can still happen is linear in each emission probability, so that is p0 or 1.
    """
    p0, start, horizon = case
    value = np.zeros(horizon + 2)
    for t in range(horizon, -1, -1):
        value = float(p0) * value[1:] + float(1 - p0) * np.maximum(value[:-1], value[1:])
        if t >= start:
            value[: least(p0, t)] = 1.0
        value = value[: t + 1]
    return float(min(1.0, value[0]))


def crossing(case, rng, states=6):
    """The same probability for a process with a hidden state, as in `hidden_counts`.

    With one state emissions are independent.
    """
    p0, start, horizon = case
    emit = float(p0) + float(1 - p0) * rng.uniform(size=states) ** 4
    emit[: max(1, states // 2)] = float(p0)
    move = rng.dirichlet(np.full(states, 0.3), size=(2, states))
    law, crossed = np.zeros((horizon + 1, states)), 0.0
    law[0, 0] = 1.0
    for t in range(1, horizon + 1):
        new = (law * (1 - emit)) @ move[0]
        new[1:] += ((law * emit) @ move[1])[:-1]
        law = new
        if t >= start:
            crossed += law[: least(p0, t)].sum()
            law[: least(p0, t)] = 0.0
    return min(1.0, crossed)


def drawn(p0, horizon, rng, trials):
    """Anchors of simulated trajectories, likelier than p0 where the past has enough of them."""
    anchors = np.zeros((trials, horizon), dtype=bool)
    for j in range(horizon):
        behind = anchors[:, :j].sum(axis=1) < p0 * j
        last = anchors[:, j - 1] if j else np.zeros(trials, dtype=bool)
        emit = np.where(behind | last, p0, min(1.0, 1.3 * p0))
        anchors[:, j] = rng.uniform(size=trials) < emit
    return anchors


def worst_distance(counts, horizon, kappa, near, far):
    """|x_T - V*| as a function of the count where nothing about scores and values is lucky.

    Anchors score exactly Delta above the others, kappa = e^-Delta; they lie at distance `near`
    of V* and the others at distance `far`, on the same side.
    """
    odds = (horizon - counts) * kappa
    return (near * counts + far * odds) / (counts + odds)
