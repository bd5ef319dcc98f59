"""A refutation: the claim is false, here is the instance. A finished deliverable.

Made from a run of the numeric check at the time of the report, never from memory. Not here:
deciding that a claim is false, which is the check's.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..checks.instances import short
from ..checks.stored import stored_checks, told
from ..graph.plan_file import Plan
from ..project import Project, write_text
from ..project.templates import render
from ..records.errors import InputError, RefusedError
from ..records.plan import PlanNode
from .numeric import DEFAULT_SEED, all_consumers, run_checks, sharing_check
from .witness import assumptions_of, is_named


@dataclass(frozen=True, slots=True)
class Refutation:
    """A report that was written.

    Args:
        label: the statement that does not hold.
        file: where the report stands, relative to the root.
        text: the report.
    """

    label: str
    file: str
    text: str


def refute(
    project: Project,
    plan: Plan,
    label: str,
    *,
    seed: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Refutation:
    """Run the check of a statement again and report the instance that violates it.

    Args:
        label: a managed statement with a numeric check.
        seed: of the run; by default the one of the last run.

    Raises:
        InputError: there is no such statement, or its check could not run.
        RefusedError: it has no numeric check, or none of its own; the check holds, or it does
            not hold for another reason than a violating instance.
    """
    node = plan.managed.get(label)
    if node is None or not node.provable:
        raise InputError(
            f"{label} is no managed statement of the plan that asserts anything", file=plan.file
        )
    place: dict[str, Any] = {"file": plan.file, "line": node.field_lines.get("Check", node.line)}
    if node.check_file is None:
        raise RefusedError(
            f"{label} has no numeric check ({node.check}): there is no instance",
            **place,
            remedy="a refutation is an instance: write the check that finds it",
        )
    if shared := sharing_check(plan, node):
        raise RefusedError(
            f"{label} shares its check {node.check_file} with {', '.join(shared)}: a claim that an "
            "instance violates may be theirs",
            **place,
            remedy="give each a check of its own",
        )
    if seed is None:
        last = stored_checks(project, [node]).get(label)
        seed = last.seed if last is not None else DEFAULT_SEED
    (result,) = run_checks(project, plan, seed=seed, labels=[label], progress=progress)
    if result.outcome == "could not run":
        raise InputError(f"the check of {label} could not run: {result.reason}", **place)
    if result.outcome == "holds":
        raise RefusedError(
            f"{label} is not refuted: its check {node.check_file} holds (seed {seed})", **place
        )
    stored = stored_checks(project, [node])[label]
    if not stored.refuted:
        raise RefusedError(
            f"{label} is not refuted: its check does not hold, but no instance violates the "
            f"claim: {result.reason}",
            **place,
            remedy="mend the check: its data, its controls, or the number of trials",
        )
    text = _report(project, plan, node, list(stored.violations), seed)
    path = _file(project, label)
    write_text(path, text)
    return Refutation(label, project.relative(path), text)


def written_refutation(project: Project, node: PlanNode) -> str:
    """The file in which the node's statement, as it stands, is refuted; "" where there is none."""
    path = _file(project, node.label)
    told = path.is_file() and _line(node.statement) in project.read(path)
    return project.relative(path) if told else ""


def _file(project: Project, label: str) -> Path:
    return project.research / f"refutation-{_slug(label)}.md"


def _report(
    project: Project, plan: Plan, node: PlanNode, rows: list[Mapping[str, Any]], seed: int
) -> str:
    # Most telling first: an instance with values, that was tried on the hypotheses.
    rows.sort(key=lambda row: (not row["instance"].get("inputs"), not row.get("hypotheses")))
    row = rows[0]
    instance = row["instance"]
    named = [str(name) for name in row.get("hypotheses") or ()]
    falls = all_consumers(plan, node.label)
    fallen = {node.label, *(consumer.label for consumer in falls)}
    return render(
        "refutation.md.j2",
        label=node.label,
        statement=_line(node.statement),
        check=node.check_file,
        unchecked=[a for a in assumptions_of(node, plan) if not is_named(a, named)],
        satisfied=[_line(name) for name in named],
        inputs=[(_cell(k), _cell(short(v))) for k, v in (instance.get("inputs") or {}).items()],
        number=instance.get("number"),
        instances=row.get("instances"),
        claim=_cell(row.get("name")),
        claim_statement=_cell(row.get("statement")),
        observed=_cell(short(instance.get("observed"))),
        bound=_cell(short(instance.get("bound"))),
        slack=_cell(short(instance.get("slack"))),
        relation=_relation(row),
        others=[_line(told(other)) for other in rows[1:]],
        seed=seed,
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        falls=falls,
        stands=[n for n in plan.nodes.values() if n.provable and n.label not in fallen],
        weaker=_weaker(row),
    )


def _relation(row: Mapping[str, Any]) -> str:
    """How sure it is that the two sides are apart."""
    detail = _line(row.get("detail"))
    if detail.startswith("confidence interval"):
        return (
            f"The left side is an estimate: {detail}. The whole interval lies above the right "
            "side; a true claim is refuted so in at most one of a million runs."
        )
    if row.get("kind") == "identity":
        return f"The two sides differ by more than rounding: {detail}."
    return (
        "The left side exceeds the right side by more than floating-point rounding (relative "
        "1e-12) explains."
    )


def _weaker(row: Mapping[str, Any]) -> str:
    ratio = row.get("ratio")
    if row.get("kind") == "identity":
        return "An inequality in place of the identity: both sides at the instance stand above."
    if isinstance(ratio, int | float) and ratio > 1:
        return f"A weaker constant: the largest observed ratio is {ratio:.6g}."
    return "A weaker bound: the bound is not positive where it fails, so that no ratio is known."


def _slug(label: str) -> str:
    return re.sub(r"[^\w.-]+", "-", label).strip("-")


def _line(text: object) -> str:
    return " ".join(str(text or "").split())


def _cell(text: object) -> str:
    """Text for a cell of a Markdown table."""
    return _line("" if text is None else text).replace("|", "\\|")
