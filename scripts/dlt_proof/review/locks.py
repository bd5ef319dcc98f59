"""What the review may not change: approved statements and what they rest on."""

from collections.abc import Mapping

from ..graph.plan_file import Plan
from ..latex import Document
from ..plan.approval import locked_nodes
from ..plan.approved_texts import redefined_in, statement_texts
from ..plan.wording import changes

Locked = Mapping[str, Mapping[str, str | None]]


def locked_texts(plan: Plan, document: Document) -> dict[str, dict[str, str | None]]:
    """What is locked: the goals, and the definitions, assumptions and notation they rest on.

    Where no goal is managed, as in some adopted papers, all managed statements stand for them.

    Returns:
        For each label what it says in the plan and in the paper, macros expanded.
    """
    tops = plan.goals or [node for node in plan.managed.values() if node.provable]
    nodes = {node.label: node for top in tops for node in locked_nodes(plan, top.label)}
    locked = {}
    for label, node in sorted(nodes.items()):
        texts = statement_texts(node, document)
        redefined = redefined_in(node, document)
        macros = "; ".join(f"\\{name} {body}" for name, body in sorted(redefined.items()))
        locked[label] = texts | ({"macros": macros} if macros else {})
    return locked


def changed_locks(before: Locked, now: Locked) -> dict[str, list[str]]:
    """What differs, for each label one line a change; empty where nothing does."""
    found: dict[str, list[str]] = {}
    for label in sorted({*before, *now}):
        if label not in now:
            found[label] = [f"{label} is no longer among what the goals rest on"]
        elif label not in before:
            found[label] = [f"the goals now also rest on {label}"]
        else:
            lines = [
                f"{label} in the {where}: {_told(before[label].get(where), now[label].get(where))}"
                for where in sorted({*before[label], *now[label]})
                if before[label].get(where) != now[label].get(where)
            ]
            if lines:
                found[label] = lines
    return found


def _told(before: str | None, now: str | None) -> str:
    if before is None or now is None:
        return f"«{before or ''}» → «{now or ''}»"
    return "; ".join(str(change) for change in changes(before, now)) or f"«{before}» → «{now}»"
