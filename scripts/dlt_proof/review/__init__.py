"""Phase D's review: a bounded loop of rounds, each weakness recorded and answered.

Here: deterministic reviewers, what readers file, what became of it. Whether it ended in success
is derived from the records by `gates.load_review`.
"""

from .loop import (
    apply_fix,
    classify,
    handout,
    next_action,
    record_pass,
    start_round,
)
from .rendering import render_round, write_rounds

__all__ = [
    "apply_fix",
    "classify",
    "handout",
    "next_action",
    "record_pass",
    "render_round",
    "start_round",
    "write_rounds",
]
