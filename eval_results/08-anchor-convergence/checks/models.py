"""Laws of the anchor count that depend on the past, and the distance where only it matters.

What the checks of the count and of the theorem share. No statement is compared here: this is
not a check.
"""

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
