"""Phase A: is there a plan one can draft from? Shape, techniques, numeric checks, approvals, scope.

Not here: the graph itself (`graph`), and whether the paper follows the plan (lint rule R25). The
plugin's guards ask about approvals and scope before every write: modules are imported one by one,
so that they do not pay for computer algebra.
"""
