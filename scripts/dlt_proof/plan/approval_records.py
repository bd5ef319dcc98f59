"""Which approvals are in force, and taking one back.

Both are records of the state: an approval is in force until a later one of its withdrawal.
Not here: what an approval covers, and whether that is still the same (`approval`).
"""

from __future__ import annotations

from ..project.person import require_person
from ..records.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..graph.plan_file import Plan
    from ..project import Project
    from ..project.state import StateRecord

STATE_KIND = "approval"
WITHDRAWAL_KIND = "approval-withdrawal"


def approvals_in_force(project: Project) -> dict[str, StateRecord]:
    """The approvals that nobody took back since, by their goals."""
    records = project.state.read(STATE_KIND)
    withdrawn = taken_back(project) if records else {}
    latest = {str(record.data.get("label")): record for record in records}
    return {label: r for label, r in latest.items() if withdrawn.get(label, "") < r.time}


def taken_back(project: Project) -> dict[str, str]:
    """When an approval was last taken back, by its goal."""
    return {str(r.data.get("label")): r.time for r in project.state.read(WITHDRAWAL_KIND)}


def not_approved(project: Project, plan: Plan) -> list[str]:
    """The managed goals that nobody approved, or whose approval was taken back."""
    approved = approvals_in_force(project)
    return [goal.label for goal in plan.goals if goal.label not in approved]


def withdraw(project: Project, labels: list[str]) -> list[str]:
    """Record that a person takes approvals back: the goals may be changed, and are not approved.

    Args:
        labels: the goals, which the plan need not have any more.

    Returns:
        The labels.

    Raises:
        InputError: no label is named, or one has no approval that is in force.
        RefusedError: an agent asks for it.
    """
    if not labels:
        raise InputError("no goal is named", remedy="`dlt-proof plan approve --withdraw LABEL…`")
    require_person("taking an approval back")
    latest = approvals_in_force(project)
    for label in labels:
        if label not in latest:
            approved = ", ".join(sorted(latest)) or "none"
            raise InputError(f"{label} is not approved", remedy=f"approved: {approved}")
    project.state.append_all(WITHDRAWAL_KIND, [{"label": label} for label in labels])
    return labels
