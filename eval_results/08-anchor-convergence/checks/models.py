"""Models of which everything is known: laws of the anchor count, and attention at every outcome.

What several checks share, so not a check itself, and no statement is compared here. Emissions
depend on the past in three ways: each history has a probability of its own (`histories`,
`outcomes`), a hidden state moves with the tokens (`hidden_counts`), or they are drawn (`drawn`).
"""

import numpy as np
from scipy.special import rel_entr


def kl(a, b):
    """a log(a/b) + (1 - a) log((1 - a)/(1 - b)), infinite where b = 1 and a < 1."""
    return rel_entr(a, b) + rel_entr(1 - a, 1 - b)


def histories(p0, horizon, rng):
    """Emission probabilities, one for each of the 2^(j-1) histories before token j.

    They lie in [p0, 1], and exactly at p0 for about half of the histories.
    """
    return [
        p0 + (1 - p0) * rng.uniform(size=2**j) ** 3 * rng.integers(0, 2, 2**j)
        for j in range(horizon)
    ]


def outcomes(emit):
    """The law of all outcomes and who is an anchor at each, arrays (2^T,) and (2^T, T).

    `emit[j]` has the probability after each history, the histories ordered as the outcomes are.
    """
    law, anchors = np.ones(1), np.zeros((1, 0), dtype=bool)
    for probability in emit:
        law = np.concatenate([law * (1 - probability), law * probability])
        none, one = (np.full((len(anchors), 1), x) for x in (False, True))
        anchors = np.concatenate([np.hstack([anchors, none]), np.hstack([anchors, one])])
    return law, anchors


def tree_counts(emit):
    """The law of N_T on a tree, an array (T + 1,)."""
    law, anchors = outcomes(emit)
    return np.bincount(anchors.sum(axis=1), weights=law, minlength=len(emit) + 1)


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


def errors(anchors, rng, *, target, eps, most, margin, worst):
    """|x_T - V*| at every row of `anchors`, with values bounded by `most` >= |V*| + eps.

    If `worst`, scores sit exactly at the margin, anchors at distance eps of V* = `target` and
    the others at distance M + |V*|, all on one side. Otherwise scores are random above the
    margin, the values of anchors random in the ball of radius eps, the others in that of radius M.
    """
    size, dim = np.linalg.norm(target), len(target)
    side = -target / size if size > 0 else np.eye(1, dim)[0]
    noise = rng.exponential(size=anchors.shape) * rng.integers(0, 2, size=(len(anchors), 1))
    spread = rng.normal(size=(*anchors.shape, dim))
    spread /= np.maximum(np.linalg.norm(spread, axis=2, keepdims=True), 1.0)
    if worst:
        noise[:], spread[:] = 0.0, side
    scores = np.where(anchors, margin + noise, -noise)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    values = np.where(anchors[..., None], target + eps * spread, most * spread)
    return np.linalg.norm(np.einsum("nt,ntd->nd", weights, values) - target, axis=1)


def worst_distance(counts, horizon, kappa, near, far):
    """|x_T - V*| as a function of the count where nothing about scores and values is lucky.

    Anchors score exactly Delta above the others, kappa = e^-Delta; they lie at distance `near`
    of V* and the others at distance `far`, on the same side.
    """
    odds = (horizon - counts) * kappa
    return (near * counts + far * odds) / (counts + odds)
