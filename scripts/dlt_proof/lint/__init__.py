"""Deterministic rules about a paper: what is wrong, unaccounted for, or out of place.

The rules are in `rules/`, one class each. Only the standard library is imported here.
"""

from .context import Context
from .engine import RULE_IDS, explain, lint, rule_table
from .rule import Rule

__all__ = ["RULE_IDS", "Context", "Rule", "explain", "lint", "rule_table"]
