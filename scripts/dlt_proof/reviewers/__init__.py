"""Deterministic reviewers: what code can object to in statements and proofs without a model.

Each reads a paper (with its plan, where there is one) and yields weaknesses. Not here: what becomes
of a weakness (`review`), and what lint says of form.
"""

from .found import FoundWeakness
from .names import NAMES
from .paper import Passage, ReviewedPaper, reviewed_paper
from .running import Reviewer, reviewers, run_reviewers
from .scanning import scan

__all__ = [
    "NAMES",
    "FoundWeakness",
    "Passage",
    "ReviewedPaper",
    "Reviewer",
    "reviewed_paper",
    "reviewers",
    "run_reviewers",
    "scan",
]
