"""Bundled evals: proof projects made with the skill, whose numbers anyone can check.

Their results are made anew and compared with the committed ones, and what they assert of
themselves is decided, with a test that the deciders can fail. All work is done in copies.
"""

from .assertions import read_assertions
from .check_files import eval_checks
from .checks_only import run_checks_only
from .creation import new_eval
from .grading import Grade, grade, grading_as_json
from .results import checks_as_json
from .running import EvalRun, run_eval
from .self_test import Trial, self_test
from .shelf import find_evals

__all__ = [
    "EvalRun",
    "Grade",
    "Trial",
    "checks_as_json",
    "eval_checks",
    "find_evals",
    "grade",
    "grading_as_json",
    "new_eval",
    "read_assertions",
    "run_checks_only",
    "run_eval",
    "self_test",
]
