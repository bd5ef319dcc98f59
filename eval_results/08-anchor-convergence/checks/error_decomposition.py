"""lem:error_decomposition: values within the assumptions, searched, and as far out as they go."""

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

TOKENS, DIM = 8, 3
# Anchors lie within eps of V*, all values within M of 0; only as many tokens as wanted have weight.
INSIDE = checks.Parameters(
    {
        "w": checks.simplex(TOKENS),
        "T": checks.integer(1, TOKENS),
        "anchors": checks.vector(TOKENS, 0.0, 1.0),
        "share": checks.real(0, 1),
        "unit": checks.sphere(DIM),
        "size": checks.real(0, 5),
        "eps": checks.real(0, 5),
        "room": checks.real(0, 5),
        "ball": checks.vector(TOKENS * DIM, -1.0, 1.0),
    }
)
# All on one line: anchors at distance eps from V*, the others at distance M + |V*|.
LINE = checks.Parameters(
    {
        "w": checks.simplex(TOKENS),
        "N": checks.integer(0, TOKENS),
        "unit": checks.sphere(DIM),
        "size": checks.real(0, 5),
        "M": checks.real(0, 5),
        "eps": checks.real(0, 10),
    },
    {"ass:bounded_values: |V* - eps unit| <= M": lambda v: v.M - abs(v.size - v.eps)},
)


def inside(v):
    """Weights, who is an anchor, values, V*, eps and M."""
    used = np.arange(TOKENS) < v.T[:, None]
    weights = np.where(used, v.w + 1e-9, 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    ball = v.ball.reshape(-1, TOKENS, DIM)
    ball = ball / np.maximum(1.0, np.linalg.norm(ball, axis=2, keepdims=True))
    anchor = v.anchors < v.share[:, None]
    target, m = v.size[:, None] * v.unit, v.size + v.eps + v.room
    near = target[:, None, :] + v.eps[:, None, None] * ball
    values = np.where(anchor[:, :, None], near, m[:, None, None] * ball)
    return weights, anchor, values, target, v.eps, m


def line(v):
    anchor = np.arange(TOKENS) < v.N[:, None]
    place = np.where(anchor, (v.size - v.eps)[:, None], -v.M[:, None])
    values = place[:, :, None] * v.unit[:, None, :]
    return v.w, anchor, values, v.size[:, None] * v.unit, v.eps, v.M


def distance(family):
    """|x_T - V*|."""

    def of(v):
        weights, _, values, target, _, _ = family(v)
        return np.linalg.norm(np.einsum("nt,ntd->nd", weights, values) - target, axis=1)

    return of


def split(family, near=1.0, m_factor=1.0, size_factor=1.0):
    """eps W + (M + |V*|)(1 - W), with factors on eps, M and |V*|."""

    def of(v):
        weights, anchor, _, _, eps, m = family(v)
        mass, rest = (weights * anchor).sum(axis=1), (weights * ~anchor).sum(axis=1)
        return near * eps * mass + (m_factor * m + size_factor * v.size) * rest

    return of


def whole(family, part=1.0):
    """eps + (M + |V*|)(1 - W), with a factor on eps."""

    def of(v):
        weights, anchor, _, _, eps, m = family(v)
        return part * eps + (m + v.size) * (weights * ~anchor).sum(axis=1)

    return of


def always(family):
    """M + |V*|."""
    return lambda v: family(v)[5] + v.size


def check(run):
    """Numeric check of lem:error_decomposition."""
    wrong = {
        "M dropped": {"m_factor": 0.0},
        "|V*| dropped": {"size_factor": 0.0},
        "eps dropped": {"near": 0.0},
        "eps halved": {"near": 0.5},
    }
    for name, parameters, family in (("searched", INSIDE, inside), ("extreme", LINE, line)):
        options = {"accuracy": 1e-9, "scale": always(family), "effort": 0.15}
        checks.check_bound(
            run,
            Claim(name, "|x_T - V*| <= eps W + (M + |V*|)(1 - W)"),
            parameters,
            distance(family),
            split(family),
            controls={what: split(family, **factors) for what, factors in wrong.items()},
            **options,
        )
        checks.check_bound(
            run,
            Claim(f"{name}, whole eps", "eps W + (M + |V*|)(1 - W) <= eps + (M + |V*|)(1 - W)"),
            parameters,
            split(family),
            whole(family),
            controls={"half of eps": whole(family, 0.5)},
            **options,
        )
        checks.check_bound(
            run,
            Claim(f"{name}, always", "|x_T - V*| <= M + |V*|"),
            parameters,
            distance(family),
            always(family),
            controls={"always M": lambda v, family=family: family(v)[5]},
            **options,
        )
    checks.check_identity(
        run,
        Claim("attained", "on the line the first bound is an equality"),
        LINE,
        distance(line),
        split(line),
        controls={"eps halved": split(line, near=0.5)},
        accuracy=1e-9,
        scale=always(line),
    )


if __name__ == "__main__":
    checks.main(check)
