"""Entropy of a softmax, where it is steepest, and the constants Phi_n and K_n.

For the checks of the entropy. Here is no claim: this is not a check.
"""

import numpy as np


def entropy(z):
    """H(z), along the last axis."""
    shifted = z - z.max(axis=-1, keepdims=True)
    exps = np.exp(shifted)
    total = exps.sum(axis=-1)
    return np.log(total) - (exps * shifted).sum(axis=-1) / total


def peak_logit(n):
    """t = log((1 - v)/v) at the v of Phi_n, from (log(n - 1) + t) tanh(t/2) = 1 by bisection."""
    length = np.log(n - 1)
    low, high = 0 * length, 2 + 0 * length
    for _ in range(80):
        middle = (low + high) / 2
        beyond = (length + middle) * np.tanh(middle / 2) > 1
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return low


def peak(n):
    """Phi_n, the maximum of v (1 - v) (log(n - 1) + log((1 - v)/v))."""
    t = peak_logit(n)
    return (t + np.log(n - 1)) / (4 * np.cosh(t / 2) ** 2)


def best(n):
    """K_n = sqrt(n/(n - 1)) Phi_n."""
    return peak(n) * np.sqrt(n / (n - 1))


def steepest_point(n):
    """A z in R^n with |grad H(z)| = K_n, and the direction of the gradient there."""
    z = np.zeros(n)
    z[0] = peak_logit(n) + np.log(n - 1)
    return z, np.where(np.arange(n) == 0, 1.0, -1 / (n - 1)) / np.sqrt(n / (n - 1))


def steepness(z):
    """-|grad H(z)|^2/2 and its gradient, for one vector, by the formulas of the proof."""
    exps = np.exp(z - z.max())
    q = exps / exps.sum()
    g = np.log(np.maximum(q, 1e-300))
    g = g - q @ g
    square, s = (q * g) @ (q * g), -(q * q) @ g
    return -square / 2, -q * ((g + 1) * (q * g + s) - square)
