"""Phase C.5, the confidence sweep: every step of every proof, and what is known about it.

Steps and jobs are derived from the LaTeX each time; only evidence is stored. Not here: models
that judge a step, and the review.
"""

from .checking import TraceCheck, check_trace
from .jobs import build_jobs
from .recording import mark_step, record_reports
from .rendering import render_trace, write_trace
from .steps import Sweep, enumerate_steps
from .store import StepState, TraceState, load_trace, start_sweep
from .verification import VerificationSummary, verify_steps

__all__ = [
    "StepState",
    "Sweep",
    "TraceCheck",
    "TraceState",
    "VerificationSummary",
    "build_jobs",
    "check_trace",
    "enumerate_steps",
    "load_trace",
    "mark_step",
    "record_reports",
    "render_trace",
    "start_sweep",
    "verify_steps",
    "write_trace",
]
