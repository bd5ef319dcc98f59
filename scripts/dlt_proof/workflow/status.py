"""`status`: where a proof project stands, and the one command that comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..checks.stored import stored_checks
from ..gates import GateContext, GateResult, evaluate_gates, load_review
from ..gates.next_work import after_violation
from ..plan.approval import AUTONOMY_KIND, changed_since_approval
from ..plan.approval_records import not_approved
from ..plan.management import GIVEN, drift
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding
from ..review import next_action
from ..trace import load_trace

_FIRST_REMEDIES = {
    # rule of the first finding → command that answers it
    "G7": "write the digest named above (or: dlt-proof plan scouts), then: dlt-proof plan check",
    "G9": "dlt-proof plan check --run",
    "G11": "dlt-proof emit",
    "S1": "dlt-proof scope",
}


@dataclass(frozen=True)
class Status:
    """Where the project stands.

    Args:
        gates: their results, as far as they were evaluated.
        next: what to do next: a command, or an edit and the command that checks it.
        done: whether every gate holds.
        notes: what gates do not look at, and a reader should know; one clause each.
    """

    gates: tuple[GateResult, ...]
    next: str
    done: bool
    notes: tuple[str, ...] = ()


def status(project: Project) -> Status:
    """Evaluate the gates and say what comes next.

    Raises:
        InputError: the state was written or changed by hand.
    """
    context = GateContext(project)
    return replace(_status(project, context), notes=tuple(_notes(context)))


def _notes(context: GateContext) -> Iterable[str]:
    """What an adopted paper leaves to its author, and where plan and paper went apart since."""
    project = context.project
    if not (project.configuration.adopted and project.has_plan):
        return
    plan = context.plan
    given = len(plan.nodes) - len(plan.managed)
    yield f"adopted: {len(plan.managed)} managed, {given} given, unchecked"
    document = context.document_if_any
    changed = drift(project, plan, document) if document is not None else None
    if changed is not None and (changed.new or changed.gone):
        yield f"since adopted: {changed} (`dlt-proof adopt --refresh`)"


def _status(project: Project, context: GateContext) -> Status:
    before_review = evaluate_gates(context, "C.5")
    if not before_review[-1].holds:
        return Status(tuple(before_review), _next_before_review(context, before_review), False)
    if context.scope != "Quick":
        review = load_review(project, context.document)
        if not review.success:
            results = (*before_review, GateResult("D", ()))
            return Status(results, next_action(review), False)
    if not _pdf_is_current(context):
        return Status((*before_review, GateResult("D", ())), "dlt-proof compile", False)
    gates = tuple(evaluate_gates(context, "D"))
    if gates[-1].holds:
        return Status(gates, "nothing is left to do", True)
    return Status(gates, _after_failed_check(gates[-1]), False)


def _pdf_is_current(context: GateContext) -> bool:
    """Whether there is a PDF that is no older than anything it is made from."""
    project = context.project
    pdf = project.output / f"{project.main_file.stem}.pdf"
    if not pdf.is_file():
        return False
    sources = [project.root / name for name in context.document.files]
    sources += sorted(project.root.glob("*.bib"))
    return all(path.stat().st_mtime <= pdf.stat().st_mtime for path in sources)


def _next_before_review(context: GateContext, results: list[GateResult]) -> str:
    broken = next(result for result in results if not result.holds)
    check = next(c for c in broken.checks if c.outcome not in ("holds", "not required"))
    plan_file = context.project.relative(context.project.plan_file)
    if broken.gate == "A":
        if check.name == "scope declared":
            return "dlt-proof scope Standard (or Quick, or Appendix)"
        if _all_given(context):
            goal = next((n for n in context.plan.nodes.values() if n.goal), None)
            label = (goal or next(iter(context.plan.nodes.values()))).label
            return f"dlt-proof plan manage {label} (or another label of {plan_file})"
        if check.outcome == "nothing to check":
            return f"plan the proof in {plan_file}, then: dlt-proof plan check"
        first_finding = check.findings[0]
        if false := _next_for_false(context):
            return false
        if first_finding.rule == "G10":
            return _next_in_approval(context)
        if first_finding.rule == "G9" and GIVEN in first_finding.message:
            place = f"{plan_file}:{first_finding.line}"
            return f"say at {place} how it is checked, or why not; then: dlt-proof plan check"
        return _FIRST_REMEDIES.get(first_finding.rule, "dlt-proof plan check")
    if broken.gate in ("B", "C"):
        rule = check.findings[0].rule if check.findings else ""
        if rule == "G12":
            first = check.findings[0]
            if first.file == plan_file:
                return "dlt-proof emit"
            return f"write the proof at {first.file}:{first.line}, then: dlt-proof gate C"
        if rule == "G16":
            first = check.findings[0]
            return f"write the remark at {first.file}:{first.line}, then: dlt-proof gate B"
        if check.name == "checklists" and check.findings:
            return _next_in_checklists(check.findings[0])
        if rule == "R24" or check.name == "their files lint clean":
            return "dlt-proof lint"
        return _FIRST_REMEDIES.get(rule, "dlt-proof lint")
    return _next_in_sweep(context, check.findings[0].rule if check.findings else "")


def _next_for_false(context: GateContext) -> str:
    """What to do about the first statement that an instance violates, "" where there is none."""
    plan = context.plan
    if plan.findings:
        return ""
    stored = stored_checks(context.project, plan.managed.values())
    false = [plan.nodes[label] for label, check in stored.items() if check.refuted]
    acts = [after_violation(context.project, node) for node in false]
    return next((command or what for what, command in acts), "")


def _next_in_approval(context: GateContext) -> str:
    """Reading the goals is the author's, unless a person left it to nobody."""
    project, plan = context.project, context.plan
    changed = changed_since_approval(project, plan, context.document_if_any)
    if changed:
        first = changed[0]
        return f"put back what was approved ({first.file}:{first.line}), or {first.help}"
    if project.state.read(AUTONOMY_KIND):
        return "dlt-proof plan approve --by-default"
    labels = " ".join(not_approved(project, plan))
    return (
        f"the author: read `dlt-proof plan approve --show`, then `dlt-proof plan approve {labels}`"
    )


def _next_in_checklists(first: Finding) -> str:
    if first.rule in ("V32", "V33"):
        return f"mend {first.file}:{first.line}, then: dlt-proof checklist"
    return (
        "dlt-proof checklist form (fill in what it prints), then: dlt-proof checklist record FILE"
    )


def _all_given(context: GateContext) -> bool:
    """Whether it is an adopted paper of which nothing is managed."""
    if not (context.project.configuration.adopted and context.project.has_plan):
        return False
    plan = context.plan
    return bool(plan.nodes) and not plan.managed and not plan.findings


def _next_in_sweep(context: GateContext, rule: str) -> str:
    try:
        state = load_trace(context.project, context.document)
    except InputError:
        return "dlt-proof trace check"
    if not state.begun:
        return "dlt-proof trace init"
    if not state.verified:
        return "dlt-proof trace verify"
    if rule == "T5":
        return "dlt-proof trace status --write"
    if rule == "T1":
        return (
            "dlt-proof trace jobs --open (give each to a reader), then: dlt-proof trace record FILE"
        )
    return "dlt-proof trace check"


def _after_failed_check(result: GateResult) -> str:
    check = next(c for c in result.checks if c.outcome not in ("holds", "not required"))
    return {"compile": "dlt-proof compile", "lint": "dlt-proof lint"}.get(
        check.name, "dlt-proof review next"
    )


def gate_line(result: GateResult) -> str:
    """One line about a gate."""
    if not result.checks:
        return f"{result.gate:<4} {result.phase:<14} open"
    shown = next((c for c in result.checks if c.outcome not in ("holds", "not required")), None)
    detail = f"{shown.name}: {shown.detail}" if shown and shown.outcome != "not reached" else ""
    return f"{result.gate:<4} {result.phase:<14} {result.outcome}{'  ' + detail if detail else ''}"
