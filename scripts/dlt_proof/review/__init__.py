"""Phase D's review: a bounded loop of rounds, each weakness recorded and answered.

Here: what a round needs to begin, what readers file, what became of it, and which changes of the
text are let through. Whether it ended in success is derived from the records: `gates.load_review`.
"""

from .classifying import classify
from .filed import read_edits
from .fixing import apply_fix, restore
from .next_action import next_action
from .passes import handout, record_pass
from .rendering import fix_size, render_round, write_rounds
from .report import final_report
from .rounds import start_round

__all__ = [
    "apply_fix",
    "classify",
    "final_report",
    "fix_size",
    "handout",
    "next_action",
    "read_edits",
    "record_pass",
    "render_round",
    "restore",
    "start_round",
    "write_rounds",
]
