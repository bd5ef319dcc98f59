"""prop:descent: the gradient step, the completed square and the minimiser, exactly and searched."""

from fractions import Fraction

import numpy as np

from dlt_proof import checks
from dlt_proof.checks import Claim

TOKENS, DIM = 5, 2
FLOATS = checks.Parameters(
    {
        "sigma": checks.vector(TOKENS, -20.0, 20.0),
        "V": checks.vector(TOKENS * DIM, -3.0, 3.0),
        "x": checks.vector(DIM, -30.0, 30.0),
    }
)


def square(x):
    return sum(c * c for c in x)


def minus(x, y):
    return [a - b for a, b in zip(x, y, strict=True)]


def potential(exps, values, x):
    """F_j(x), the sum of e^sigma_i f_i(x) over the tokens given."""
    return sum(e * square(minus(x, v)) / 2 for e, v in zip(exps, values, strict=True))


def gradient(function, x):
    """Central differences, exact for a polynomial of degree two."""
    found = []
    for i in range(len(x)):
        up, down = ([c + h * (i == k) for k, c in enumerate(x)] for h in (1, -1))
        found.append((function(up) - function(down)) / 2)
    return found


def curvature(function, x):
    """Second differences in every pair of directions, exact likewise."""

    def at(*steps):
        return function([c + sum(i == k for i in steps) for k, c in enumerate(x)])

    size = range(len(x))
    return [at(i, k) - at(i) - at(k) + at() for i in size for k in size]


def instances(rng, count):
    """Rationals in place of e^sigma_k over 12 orders of magnitude, values, a start and a point."""

    def vector(dim):
        return [Fraction(int(rng.integers(-99, 100)), 7) for _ in range(dim)]

    for number in range(count):
        horizon, dim = int(rng.integers(1, 9)), int(rng.integers(1, 4))
        exps = [
            Fraction(int(rng.integers(1, 10**4)), 37) * Fraction(10) ** int(rng.integers(-6, 7))
            for _ in range(horizon)
        ]
        values = [vector(dim) for _ in range(horizon)]
        if number % 5 == 0:
            values = [values[0]] * horizon  # all values equal: F_j vanishes at its minimiser
        yield exps, values, vector(dim), vector(dim)


def output(exps, values):
    """The attention output of the definition over the tokens given."""
    parts = zip(*values, strict=True)
    return [sum(e * c for e, c in zip(exps, part, strict=True)) / sum(exps) for part in parts]


def floats(v, upto=TOKENS):
    """e^sigma_i, V_i, F and the output for arrays of instances, over the first `upto` tokens."""
    exps = np.exp(v.sigma[:, :upto])
    values = v.V.reshape(-1, TOKENS, DIM)[:, :upto]
    out = (exps[:, :, None] * values).sum(axis=1) / exps.sum(axis=1)[:, None]

    def total(x):
        apart = x[:, None, :] - values
        return (exps * (apart * apart).sum(axis=2)).sum(axis=1) / 2

    return exps.sum(axis=1), out, total


def completed(factor=1.0, upto=TOKENS):
    """F(x_j) + (s_j/2) |x - x_j|^2, with a factor on the second term."""

    def of(v):
        _, out, total = floats(v)
        used, apart = floats(v, upto)[0], v.x - out
        return total(out) + factor * used / 2 * (apart * apart).sum(axis=1)

    return of


def check(run):
    """Numeric check of prop:descent."""
    names = ("step", "square", "flat", "bent", "above", "first", "short", "lower", "mean", "old")
    pairs = {name: [] for name in names}
    for exps, values, start, x in instances(run.rng(1), 120):
        previous = start
        for j in range(1, len(exps) + 1):
            out, s = output(exps[:j], values[:j]), sum(exps[:j])
            rate = exps[j - 1] / s

            def total(y, j=j, exps=exps, values=values):
                return potential(exps[:j], values[:j], y)

            slope = gradient(lambda y, v=values[j - 1]: square(minus(y, v)) / 2, previous)
            for name, used in (("step", rate), ("short", Fraction(97, 100) * rate)):
                stepped = minus(previous, [used * c for c in slope])
                pairs[name] += zip(stepped, out, strict=True)
            apart = square(minus(x, out))
            pairs["square"].append((total(x), total(out) + s / 2 * apart))
            pairs["lower"].append((total(x), total(out) + (s - exps[j - 1]) / 2 * apart))
            pairs["flat"] += [(c, 0) for c in gradient(total, out)]
            pairs["old"] += [(c, 0) for c in gradient(total, previous)]
            bent = [s * (i == k) for i in range(len(x)) for k in range(len(x))]
            pairs["bent"] += zip(curvature(total, x), bent, strict=True)
            pairs["above"].append((int(total(x) > total(out)), int(x != out)))
            mean = output([1] * j, values[:j])
            pairs["mean"].append((int(total(mean) <= total(out)), 1))
            if j == 1:
                pairs["first"] += zip(out, values[0], strict=True)
            previous = out

    def exact(name, statement):
        return checks.exact_identity(Claim(name, statement), *zip(*pairs[name], strict=True))

    run.claim(exact("step", "x_j = x_{j-1} - lambda_j grad f_j(x_{j-1}), from any start"))
    run.claim(exact("first", "the first step leads to V_1, whatever the start"))
    run.claim(exact("square", "F_j(x) = F_j(x_j) + (s_j/2) |x - x_j|^2 for every x"))
    run.claim(exact("flat", "the gradient of F_j vanishes at x_j"))
    run.claim(exact("bent", "the second derivatives of F_j are s_j on the diagonal and 0 off it"))
    run.claim(exact("above", "F_j(x) > F_j(x_j) exactly where x differs from x_j"))
    checks.check_identity(
        run,
        Claim("floating point", "F_j(x) = F_j(x_j) + (s_j/2) |x - x_j|^2, scores up to 20 in size"),
        FLOATS,
        lambda v: floats(v)[2](v.x),
        completed(),
        controls={
            "s_j 3 % larger": completed(1.03),
            "s_j in place of s_j/2": completed(2.0),
            "s_{j-1} in place of s_j": completed(upto=TOKENS - 1),
        },
        digits=50,
        samples=100,
    )

    run.control(exact("short", "x_j = x_{j-1} - 0.97 lambda_j grad f_j(x_{j-1})"))
    run.control(exact("lower", "F_j(x) = F_j(x_j) + (s_{j-1}/2) |x - x_j|^2"))
    run.control(exact("old", "the gradient of F_j vanishes at x_{j-1}"))
    run.control(exact("mean", "the unweighted mean of the values minimises F_j too"))
    run.witness(
        "three tokens",
        {"e^sigma": [1.0, 0.25, 8.0], "V": [1.0, -2.0, 0.5], "x_0": 7.0, "j": 3},
        {
            "def:attention: e^sigma_k > 0": lambda v: min(v["e^sigma"]),
            "def:attention: 1 <= j <= T": lambda v: 1 <= v["j"] <= len(v["V"]),
            "def:attention: a score for each value": lambda v: len(v["V"]) == len(v["e^sigma"]),
        },
    )


if __name__ == "__main__":
    checks.main(check)
