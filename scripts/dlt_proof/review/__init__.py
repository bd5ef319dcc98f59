"""Phase D's review: a bounded loop of rounds, each weakness recorded and answered.

Here: what a round needs to begin, what readers file, what became of it, and which changes of the
text are let through. Whether it ended in success is derived from the records: `gates.load_review`.
"""

from .classifying import classify
from .filed import read_edits
from .fixing import apply_fix
from .lookup import started
from .next_action import next_action, words_for_readers
from .panel_passes import record_readings, screens
from .passes import handout, record_pass
from .plain_text import plain_lines
from .rendering import fix_size, render_round, write_rounds
from .report import final_report
from .rounds import start_round
from .running import ReviewRun, run_review
from .undoing import restore

__all__ = [
    "ReviewRun",
    "apply_fix",
    "classify",
    "final_report",
    "fix_size",
    "handout",
    "next_action",
    "plain_lines",
    "read_edits",
    "record_pass",
    "record_readings",
    "render_round",
    "restore",
    "run_review",
    "screens",
    "start_round",
    "started",
    "words_for_readers",
    "write_rounds",
]
