"""Probability in proofs: failures summed and compared, events without one, means taken for sure.

Lint's R17 tells where nothing is accounted for at all; here is the arithmetic of what is.
"""

from .conditioning import conditioned_independence
from .failure_sums import failure_sums
from .named_events import events_without_probability
from .sure_and_mean import likely_and_expected
from .used_for_all import used_for_all

__all__ = [
    "conditioned_independence",
    "events_without_probability",
    "failure_sums",
    "likely_and_expected",
    "used_for_all",
]
