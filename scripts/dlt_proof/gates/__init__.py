"""All gates, A to D: whether a phase may be called done, decided by code.

Gates are cumulative. A gate that looked at nothing does not hold.
"""

from .context import GateContext
from .evaluation import evaluate_gates
from .outcomes import GATES, GateCheck, GateResult
from .review_outcome import ReviewState
from .review_records import load_review, text_fingerprint

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
