"""Models of prop:centred: mean squares with and without correlations, and the claimed bound.

Not a check: the check of prop:centred imports it. Uncorrelated, anchors lie at nu e_k about V*
and the others at zeta e_k; correlated, two errors at distance n have the moment
part min(nu, zeta)^2 q^n.
"""

import itertools
import math

import numpy as np
import scaling_models as models

from dlt_proof import checks


def rho(v):
    """The sum of the rho_n of an instance."""
    if "q" not in v:
        return 0.0
    return v.part * np.minimum(v.nu, v.zeta) ** 2 * v.q / (1 - v.q)


def bound(quarter=0.25, spread=0.5, rare=1.0, both=2.0, **factor):
    def of(v):
        more = both * rho(v)
        averaged = np.cosh(spread * v.gap) ** 2 * (v.nu**2 + more)
        averaged = averaged + quarter * v.kappa * (v.zeta**2 + more)
        chi = models.variance_factor(v.p0, v.T, **factor)
        return chi * averaged + rare * v.zeta**2 * (1 - v.p0) ** v.T

    return of


def square(emit=1.0, slip=0.0, steep=0.0, nu=1.0, zeta=1.0, crossed=False):
    """E|x_T - V*|^2, emissions above p0 by a part of the rest; a hypothesis violated by options.

    Without anchors one token has all the weight. `crossed`: non-anchors all lie at one place.
    """

    def of(v):
        horizon, rate = int(v.T), (v.p0 + v.more * (1 - v.p0)) * emit
        mass, anchors, others = models.squared_weights(
            horizon, v.kappa * math.exp(slip), v.gap + steep, v.share, tuned=True
        )
        others[0] = 1.0
        if crossed:
            others = (1 - mass) ** 2
        found = (nu * v.nu) ** 2 * anchors + (zeta * v.zeta) ** 2 * others
        return float(models.law(horizon, rate) @ found)

    return checks.each(of)


def correlated(stronger=1.0):
    """E|x_T - V*|^2 over all outcomes, two errors at distance n with `stronger` rho_n."""

    def of(v):
        horizon = int(v.T)
        outcomes = np.array(list(itertools.product((0, 1), repeat=horizon)), dtype=bool)
        rate = v.p0 + v.more * (1 - v.p0)
        chance = np.where(outcomes, rate, 1 - rate).prod(axis=1)
        high = np.arange(horizon) < round(v.share * horizon)
        weights = np.where(outcomes, np.exp(v.gap * high), v.kappa)
        weights = weights / weights.sum(axis=1, keepdims=True)
        apart = np.abs(np.subtract.outer(np.arange(horizon), np.arange(horizon)))
        moment = stronger * v.part * min(v.nu, v.zeta) ** 2 * v.q**apart
        own = np.where(outcomes, v.nu, v.zeta) ** 2
        cross = np.einsum("nk,kl,nl->n", weights, moment - np.diag(np.diag(moment)), weights)
        return float(chance @ (cross + (weights**2 * own).sum(axis=1)))

    return checks.each(of)


def all_anchors(v):
    """The same where every token is an anchor with one score: the mean of T such errors."""
    found = []
    for horizon, q in zip(v.T, v.q, strict=True):
        n = np.arange(1, horizon)
        found.append((1 + 2 * ((1 - n / horizon) * q**n).sum()) / horizon)
    return np.array(found)


def tree_square(item, rng):
    """The mean square on a random tree, and the bound."""
    names = ("p0", "T", "kappa", "gap", "nu", "zeta")
    v = checks.Values(dict(zip(names, item, strict=True)))
    probability, _, anchors, others = models.tree(v.T, v.p0, -math.log(v.kappa), v.gap, rng)
    return float(probability @ (v.nu**2 * anchors + v.zeta**2 * others)), float(bound()(v))


def simulated(v, rng, trials):
    """|x_T - V*|^2, errors of size 0.3 and 1 along one axis; a sign is kept with (1 + q)/2."""

    def errors(rng, anchors):
        kept = np.where(rng.uniform(size=anchors.shape) < (1 + v.q) / 2, 1.0, -1.0)
        signs = kept.cumprod(axis=1) * np.where(rng.uniform(size=(trials, 1)) < 0.5, 1.0, -1.0)
        return (np.where(anchors, 0.3, 1.0) * signs)[..., None]

    return models.draw(v, rng, trials, errors) ** 2


def simulated_bound(factor=1.0):
    def of(v):
        more = 2 * v.q / (1 - v.q)  # two errors have a mean product of at most q^n
        averaged = np.cosh(v.gap / 2) ** 2 * (0.09 + more) + np.exp(-v.delta) * (1 + more) / 4
        found = models.variance_factor(v.p0, v.T) * averaged + (1 + more) * (1 - v.p0) ** v.T
        return factor * found

    return of
