"""lem:error_decomposition: values within the assumptions, searched, and as far out as they go."""

from functools import partial

import four_tokens
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


def line(v, near=1.0, far=1.0):
    """The same on a line; anchors at `near` times eps and the others of norm `far` times M."""
    anchor = np.arange(TOKENS) < v.N[:, None]
    place = np.where(anchor, (v.size - near * v.eps)[:, None], -far * v.M[:, None])
    values = place[:, :, None] * v.unit[:, None, :]
    return v.w, anchor, values, v.size[:, None] * v.unit, v.eps, v.M


def distance(family):
    """|x_T - V*|."""

    def of(v):
        weights, _, values, target, _, _ = family(v)
        return np.linalg.norm(np.einsum("nt,ntd->nd", weights, values) - target, axis=1)

    return of


def split(family, near=1.0, size=1.0, far=1.0, target=1.0):
    """eps W + R (1 - W), R = M + |V*|, with factors on eps, R, M and |V*|."""

    def of(v):
        weights, anchor, _, _, eps, m = family(v)
        mass, rest = (weights * anchor).sum(axis=1), (weights * ~anchor).sum(axis=1)
        return near * eps * mass + size * (far * m + target * v.size) * rest

    return of


def always(family):
    """R."""
    return lambda v: family(v)[5] + v.size


def check(run):
    """Numeric check of lem:error_decomposition."""
    told = "|x_T - V*| <= eps W + R (1 - W)"
    wrong = {
        "M dropped": {"far": 0.0},
        "|V*| dropped": {"target": 0.0},
        "eps dropped": {"near": 0.0},
    }
    tight = {"0.97 eps": {"near": 0.97}, "0.97 R": {"size": 0.97}}
    for name, parameters, family, more in (
        ("searched", INSIDE, inside, {}),
        ("extreme", LINE, line, tight),
    ):
        checks.check_bound(
            run,
            Claim(name, told),
            parameters,
            distance(family),
            split(family),
            controls={what: split(family, **factors) for what, factors in (wrong | more).items()},
            accuracy=1e-9,
            scale=always(family),
            effort=0.15,
        )
    checks.check_identity(
        run,
        Claim("attained", "|x_T - V*| = eps W + R (1 - W) on the line"),
        LINE,
        distance(line),
        split(line),
        controls={"0.97 eps in the equality": split(line, near=0.97)},
        accuracy=1e-9,
        scale=always(line),
    )
    # The values of `line`, but with one hypothesis missed by 3 %.
    for name, what, missed in (
        ("anchors too far", "anchors at distance 1.03 eps", {"near": 1.03}),
        ("values too large", "non-anchors of norm 1.03 M", {"far": 1.03}),
    ):
        run.control(
            checks.search_bound(
                run,
                Claim(name, f"{told} with {what}"),
                LINE,
                distance(partial(line, **missed)),
                split(line),
                accuracy=1e-9,
                scale=always(line),
            )
        )
    run.witness(
        "four tokens",
        four_tokens.INSTANCE,
        {
            "ass:anchor_accuracy": four_tokens.anchor_accuracy,
            "ass:bounded_values": four_tokens.bounded_values,
        },
    )


if __name__ == "__main__":
    checks.main(check)
