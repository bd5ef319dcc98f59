"""lem:error_decomposition on random values and on values as far out as the assumptions allow."""

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim


def random_instance(rng):
    """Random scores and anchors (none and all included), values within the two bounds."""
    horizon, dim = int(rng.integers(1, 30)), int(rng.choice([1, 2, 5]))
    anchor = rng.uniform(size=horizon) < rng.choice([0.0, 0.3, 0.7, 1.0])
    weights = np.exp(rng.uniform(-1, 1, horizon) * rng.choice([0.1, 5.0, 50.0]))
    weights /= weights.sum()
    target = rng.normal(size=dim)
    size = np.linalg.norm(target)
    accuracy = rng.choice([0.0, 0.1, 1.0, 5.0])
    values_bound = size + accuracy + rng.exponential()
    ball = directions(rng, horizon, dim) * rng.choice([0.5, 1.0])
    values = np.where(anchor[:, None], target + accuracy * ball, values_bound * ball)
    return weights, anchor, values, target, accuracy, values_bound


def far_instance(rng):
    """All on one line: anchors at distance eps from V*, the others at distance M + |V*|."""
    horizon, dim = int(rng.integers(1, 30)), int(rng.choice([1, 2, 5]))
    anchor = rng.uniform(size=horizon) < rng.choice([0.0, 0.5, 1.0])
    weights = rng.dirichlet(np.ones(horizon))
    unit = directions(rng, 1, dim)[0]
    values_bound, size = rng.exponential(size=2) + 0.1
    accuracy = rng.uniform(0, size + values_bound)  # so that |(size - accuracy) unit| <= M
    target = size * unit
    values = np.where(anchor[:, None], (size - accuracy) * unit, -values_bound * unit)
    return weights, anchor, values, target, accuracy, values_bound


def directions(rng, count, dim):
    vectors = rng.normal(size=(count, dim))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def distance(instance):
    weights, _, values, target, _, _ = instance
    return float(np.linalg.norm(weights @ values - target))


def check(run):
    """Numeric check of lem:error_decomposition."""
    rng = run.rng(1)
    families = {
        "random": [random_instance(rng) for _ in range(2000)],
        "extreme": [far_instance(rng) for _ in range(2000)],
    }
    for name, instances in families.items():
        left = np.array([distance(instance) for instance in instances])
        mass = np.array([i[0][i[1]].sum() for i in instances])
        rest = np.array([i[0][~i[1]].sum() for i in instances])
        eps = np.array([i[4] for i in instances])
        m = np.array([i[5] for i in instances])
        size = np.array([np.linalg.norm(i[3]) for i in instances])
        first = eps * mass + (m + size) * rest
        run.claim(
            checks.deterministic_bound(
                Claim(name, "|x_T - V*| <= eps W + (M + |V*|)(1 - W)"),
                left,
                first,
                scale=m + size,
            )
        )
        run.claim(
            checks.deterministic_bound(
                Claim(f"{name}, whole eps", "eps W + (M + |V*|)(1 - W) <= eps + (M + |V*|)(1 - W)"),
                first,
                eps + (m + size) * rest,
            )
        )
        run.claim(
            checks.deterministic_bound(
                Claim(f"{name}, always", "|x_T - V*| <= M + |V*|"), left, m + size
            )
        )
        if name == "extreme":
            run.claim(
                checks.identity(
                    Claim("attained", "on the line the first bound is an equality"),
                    left,
                    first,
                    scale=m + size,
                )
            )
            for control, bound in {
                "M dropped": eps * mass + size * rest,
                "|V*| dropped": eps * mass + m * rest,
                "eps dropped": (m + size) * rest,
                "eps halved": eps / 2 * mass + (m + size) * rest,
            }.items():
                run.control(
                    checks.deterministic_bound(
                        Claim(control, f"the first bound with {control}"), left, bound
                    )
                )
            run.control(
                checks.deterministic_bound(
                    Claim("always M", "|x_T - V*| <= M at every outcome"), left, m
                )
            )


if __name__ == "__main__":
    checks.main(check)
