"""Phase A: is there a plan one can draft from? Shape, techniques, numeric checks, approvals, scope.

Not here: the graph itself (`graph`), and whether the paper follows the plan (lint rule R25).
"""

from .approval import Approval, approval_findings, approval_lines, approve
from .checking import check_plan, compare_with_paper
from .hypotheses import contradictions
from .numeric import CheckResult, check_findings, run_checks
from .refutation import Refutation, refute
from .scope import SCOPES, Extent, declare_scope, plan_extent, read_scope, scope_findings
from .witness import witness_findings, witness_words

__all__ = [
    "SCOPES",
    "Approval",
    "CheckResult",
    "Extent",
    "Refutation",
    "approval_findings",
    "approval_lines",
    "approve",
    "check_findings",
    "check_plan",
    "compare_with_paper",
    "contradictions",
    "declare_scope",
    "plan_extent",
    "read_scope",
    "refute",
    "run_checks",
    "scope_findings",
    "witness_findings",
    "witness_words",
]
