"""All gates, A to D: whether a phase may be called done, decided by code.

Gates are cumulative. A gate that looked at nothing does not hold.
"""

from .evaluation import GATES, GateCheck, GateContext, GateResult, evaluate_gates
from .review_outcome import ReviewState, load_review, text_fingerprint

__all__ = [
    "GATES",
    "GateCheck",
    "GateContext",
    "GateResult",
    "ReviewState",
    "evaluate_gates",
    "load_review",
    "text_fingerprint",
]
