"""One instance of everything, and the slack of each assumption on it: the checks' witness.

No statement is compared here: this is not a check.
"""

import itertools
import math

# One instance of everything, in R^1: emissions are independent with probability `emit`, anchors
# have score `high` and value `near`, the other tokens score 0 and value `far`; an answer is
# correct within distance `correct` of V*.
INSTANCE = {
    "T": 4,
    "d": 1,
    "V*": 0.5,
    "p0": 0.5,
    "emit": 0.6,
    "eps": 0.25,
    "near": 0.7,
    "M": 1.0,
    "far": -0.9,
    "gamma": 1.0,
    "correct": 1.1,
    "Delta": 2.6,
    "high": 2.7,
}


def outcomes(v):
    """Every sequence of emissions, as zeros and ones."""
    return list(itertools.product((0, 1), repeat=v["T"]))


def emission_slack(v):
    """Least Pr[a_j is an anchor | what came before] - p0, from the law of the outcomes."""
    law = {
        x: math.prod(v["emit"] if anchor else 1 - v["emit"] for anchor in x) for x in outcomes(v)
    }

    def mass(begin):
        return sum(p for x, p in law.items() if x[: len(begin)] == begin)

    histories = [h for j in range(v["T"]) for h in itertools.product((0, 1), repeat=j)]
    return min(mass((*h, 1)) / mass(h) for h in histories) - v["p0"]


def at_every_outcome(v, slack):
    """The least slack over all outcomes and positions of a token."""
    return min(slack(x, k) for x in outcomes(v) for k in range(v["T"]))


def anchor_accuracy(v):
    return at_every_outcome(
        v, lambda x, k: v["eps"] - abs(v["near"] - v["V*"]) if x[k] else math.inf
    )


def bounded_values(v):
    return at_every_outcome(v, lambda x, k: v["M"] - abs(v["near"] if x[k] else v["far"]))


def score_margin(v):
    def slack(x, k):
        others = [0.0 for anchor in x if not anchor]
        return v["high"] - max(others) - v["Delta"] if x[k] and others else math.inf

    return at_every_outcome(v, slack)


def decoding_margin(v):
    """The correct set is a closed interval around V*; it has to hold the one of length 2 gamma."""
    return v["correct"] - v["gamma"]


ASSUMPTIONS = {
    "ass:anchor_accuracy": anchor_accuracy,
    "ass:emission": emission_slack,
    "ass:score_margin": score_margin,
    "ass:bounded_values": bounded_values,
    "ass:decoding_margin": decoding_margin,
}


def radius_slack(v):
    """p0 (r - eps) - (2 - p0) (R - r) e^-Delta, and r - eps, whichever is less."""
    size = v["M"] + abs(v["V*"])
    right = v["p0"] * (v["r"] - v["eps"])
    return min(right - (2 - v["p0"]) * (size - v["r"]) * math.exp(-v["Delta"]), v["r"] - v["eps"])


def error_slack(v):
    """p0 gamma - 4 (1 - p0) (R - eps) e^-Delta."""
    size = v["M"] + abs(v["V*"])
    return v["p0"] * v["gamma"] - 4 * (1 - v["p0"]) * (size - v["eps"]) * math.exp(-v["Delta"])


def size_slack(v):
    """R - eps."""
    return v["M"] + abs(v["V*"]) - v["eps"]
