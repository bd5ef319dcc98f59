"""Decided by the plan: its shape, its approvals, its techniques, and the order of the paper."""

from ...graph.comparison import plan_findings
from ...graph.plan_file import Plan
from ...graph.shape import section_findings, shape_findings
from ...latex import Document
from ...plan.approval import approval_findings
from ...plan.checking import missing_digest, technique_digests
from ...project.digests import drafts
from ..facts import Facts
from ..kinds import PlanHolds, TechniquesDigested
from .decision import Decision, shown, told


def decide_plan(facts: Facts, wanted: PlanHolds) -> Decision:
    project, plan = facts.project, facts.plan
    found = [*plan.findings, *shape_findings(plan), *plan_findings(plan), *section_findings(plan)]
    problems = [told(finding) for finding in found if finding.severity == "error"]
    if not plan.goals:
        problems.append("the plan has no goal")
    if len(plan.nodes) < wanted.least_nodes:
        problems.append(f"{len(plan.nodes)} nodes, not at least {wanted.least_nodes}")
    approvals = {}
    if wanted.approved:
        missing, approved = approval_findings(project, plan, facts.document)
        problems += [told(finding) for finding in missing]
        approvals = {a.label: f"by {a.by}, {a.time[:10]}" for a in approved}
    if wanted.leaf_first:
        problems += _out_of_order(plan, facts.document)
    evidence = {
        "nodes": len(plan.nodes),
        "managed": len(plan.managed),
        "uses": plan.digraph().number_of_edges(),
        "goals": [goal.label for goal in plan.goals],
        "approved": approvals,
    }
    how = "the plan file, its graph, the approvals on record and the order of the paper"
    return Decision(how, len(plan.nodes), shown(problems), evidence)


def _out_of_order(plan: Plan, document: Document) -> list[str]:
    """Statements that the paper says before what they use."""
    place = {}
    for statement in document.statements:
        if statement.label in plan.managed:
            span = statement.environment.span
            place[statement.label] = document.reading_order(span.file, span.start)
    return [
        f"{user} stands before {used}, which it uses"
        for used, user in sorted(set(plan.edges))
        if used in place and user in place and place[user] < place[used]
    ]


def decide_digest(facts: Facts, wanted: TechniquesDigested) -> Decision:
    project, plan = facts.project, facts.plan
    techniques = sorted({name for node in plan.managed.values() for name in node.techniques})
    missing = {name: missing_digest(project, name) for name in techniques}
    problems = [
        f"{name} has no digest: {project.relative(path)}"
        for name, path in missing.items()
        if path is not None
    ]
    unread = drafts(project)
    problems += [f"{name}.md is a scout's draft that nobody has read" for name in unread]
    if len(techniques) < wanted.least:
        problems.append(f"the plan names {len(techniques)} techniques, not {wanted.least} at least")
    evidence = {
        name: [
            project.relative(path) for path in technique_digests(project, name) if path.is_file()
        ]
        for name in techniques
    }
    return Decision("the plan's techniques and their files", len(techniques), problems, evidence)
