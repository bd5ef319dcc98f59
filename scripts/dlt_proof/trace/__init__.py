"""Phase C.5, the confidence sweep: every step of every proof, and what is known about it.

Steps and jobs are derived from the LaTeX each time; only evidence is stored. Not here: models
that judge a step, and the review.
"""

from .checking import MUCH_RED, TraceCheck, check_trace
from .exporting import SCHEMA, as_csv, as_json
from .jobs import build_jobs
from .recorded import EVIDENCE_KIND
from .recording import mark_step, sign_steps
from .rendering import render_trace, write_trace
from .showing import show_step, step_record
from .steps import Sweep, enumerate_steps
from .store import StepState, TraceState, load_trace, start_sweep
from .verification import VerificationSummary, verify_steps

__all__ = [
    "EVIDENCE_KIND",
    "MUCH_RED",
    "SCHEMA",
    "StepState",
    "Sweep",
    "TraceCheck",
    "TraceState",
    "VerificationSummary",
    "as_csv",
    "as_json",
    "build_jobs",
    "check_trace",
    "enumerate_steps",
    "load_trace",
    "mark_step",
    "render_trace",
    "show_step",
    "sign_steps",
    "start_sweep",
    "step_record",
    "verify_steps",
    "write_trace",
]
