"""lem:anchor_mass on random scores and on scores that sit exactly at the margin."""

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim


def leakage(scores, anchor):
    """1 - W_T, summed over the non-anchors so that nothing cancels."""
    exps = np.exp(scores - scores.max())
    return float(exps[~anchor].sum() / exps.sum())


def random_instance(rng):
    """Scores that obey the margin: non-anchors at most 0, anchors at least Delta."""
    horizon = int(rng.integers(1, 60))
    count = int(rng.integers(1, horizon + 1))
    anchor = rng.permutation(horizon) < count
    margin = rng.uniform(-3, 30)
    spread = rng.choice([0.0, 0.1, 5.0])
    scores = np.where(anchor, margin, 0.0) + rng.exponential(size=horizon) * spread * np.where(
        anchor, 1, -1
    )
    return scores, anchor, margin


def tight(horizon, count, margin):
    """Every anchor exactly Delta above every non-anchor."""
    anchor = np.arange(horizon) < count
    return np.where(anchor, margin, 0.0), anchor, margin


def check(run):
    """Numeric check of lem:anchor_mass."""
    rng = run.rng(1)
    # Only counts with a rate p0 = 2 N / T <= 1 make N >= p0 T/2 an equality.
    edge = [
        tight(t, n, m)
        for t in (2, 10, 100, 1000)
        for n in sorted({1, t // 10 or 1, t // 2})
        for m in (-2.0, 0.0, 1.0, 10.0, 30.0)
    ]
    some = [random_instance(rng) for _ in range(2000)]

    def sides(instances, factor):
        left = [leakage(scores, anchor) for scores, anchor, _ in instances]
        right = [factor(anchor.size, anchor.sum()) * np.exp(-m) for _, anchor, m in instances]
        return left, right

    def odds(horizon, count):
        return (horizon - count) / count

    def two_over_rate(horizon, count):
        return 2 / min(1.0, 2 * count / horizon)

    for name, instances in (("random", some), ("at the margin", edge)):
        run.claim(
            checks.deterministic_bound(
                Claim(name, "1 - W_T <= (T - N_T)/N_T e^-Delta"), *sides(instances, odds)
            )
        )
        run.claim(
            checks.deterministic_bound(
                Claim(f"{name}, 2/p0", "1 - W_T <= 2/p0 e^-Delta for the largest p0 allowed"),
                *sides(instances, two_over_rate),
            )
        )

    run.control(
        checks.deterministic_bound(
            Claim("1/p0", "1 - W_T <= 1/p0 e^-Delta where N_T >= p0 T/2"),
            *sides(edge, lambda t, n: two_over_rate(t, n) / 2),
        )
    )
    run.control(few_anchors())
    broken = []
    for scores, anchor, margin in edge:
        scores = scores.copy()
        scores[-1] += margin + 3  # the last token is never an anchor
        broken.append((scores, anchor, margin))
    run.control(
        checks.deterministic_bound(
            Claim("margin violated", "the bound although one non-anchor scores above the anchors"),
            *sides(broken, odds),
        )
    )
    run.control(
        checks.deterministic_bound(
            Claim("share for odds", "1 - W_T <= (T - N_T)/T e^-Delta"),
            *sides(edge, lambda t, n: (t - n) / t),
        )
    )


def few_anchors():
    """N_T = 5 = p0 T/4 with p0 = 1/5 and T = 100."""
    scores, anchor, margin = tight(100, 5, 10.0)
    return checks.deterministic_bound(
        Claim("half as many anchors", "1 - W_T <= 2/p0 e^-Delta although N_T = p0 T/4"),
        [leakage(scores, anchor)],
        [2 / 0.2 * np.exp(-margin)],
    )


if __name__ == "__main__":
    checks.main(check)
