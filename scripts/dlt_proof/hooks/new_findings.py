"""What a call added to what lint finds in the files that it wrote."""

from __future__ import annotations

from collections import Counter

from ..lint import lint
from ..project.root import PLAN_FILE
from ..records.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..records.findings import Finding
    from .delta import Delta, Side


def new_findings(delta: Delta) -> list[str]:
    """Errors that lint finds now in the LaTeX that was written, and in the plan where that was
    written, and did not find before; one line each, what could not be read first.

    Args:
        delta: of a call that is over.
    """
    now = _of_plan(delta, delta.after) + _of_latex(delta, delta.after)
    if not now:
        return []
    known = Counter(map(_what, _of_plan(delta, delta.before) + _of_latex(delta, delta.before)))
    fresh = []
    for finding in now:
        if known[_what(finding)] > 0:
            known[_what(finding)] -= 1
        else:
            fresh.append(finding)
    fresh.sort(key=lambda f: not (f.rule in ("R3", "G1") or f.rule.startswith("P")))
    return [f"{f.file}:{f.line}:{f.column}: {f.rule} {f.name}: {f.message}" for f in fresh]


def _what(finding: Finding) -> tuple[str, str, str]:
    """A finding without its place, which moves as the file is edited."""
    return finding.rule, finding.file, finding.message


def _of_plan(delta: Delta, side: Side) -> list[Finding]:
    return list(side.plan.findings) if PLAN_FILE in delta.by_name and side.plan else []


def _of_latex(delta: Delta, side: Side) -> list[Finding]:
    names = [changed.name for changed in delta.latex]
    if not names or (side.plan is not None and side.plan.findings):
        return []  # half a plan would make planned statements look unplanned
    project = side.project
    try:
        report = lint(
            project,
            files=[project.path_to(name) for name in names],
            plan=side.plan.nodes if side.plan is not None else None,
            unfinished=True,
        )
    except InputError:  # no main file yet
        return []
    return [finding for finding in report.errors if finding.file in names]
