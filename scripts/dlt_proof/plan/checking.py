"""`plan check`: everything that must hold of the plan before anybody drafts from it."""

from ..catalogue import technique_index
from ..graph.plan_file import Plan, read_plan
from ..graph.shape import section_findings, shape_findings
from ..project import Project
from ..records.findings import Finding, Report, file_finding, in_reading_order
from .management import given_findings
from .numeric import check_findings
from .witness import witness_findings


def check_plan(project: Project, *, with_numeric_checks: bool = True) -> Report:
    """Check the plan's reading, shape, technique digests and numeric checks.

    Args:
        project: a proof project.
        with_numeric_checks: whether stored results of numeric checks, and witnesses of the
            goals, are required (not in scope Quick).

    Raises:
        InputError: there is no plan file.
    """
    plan = read_plan(project)
    adopted = project.configuration.adopted
    findings = [*plan.findings, *shape_findings(plan, adopted=adopted)]
    findings += _technique_findings(project, plan)
    findings += [] if adopted else section_findings(plan)  # an adopted paper has its own layout
    if with_numeric_checks:
        findings += check_findings(project, plan) + given_findings(plan)
        findings += witness_findings(project, plan)
    given = len(plan.nodes) - len(plan.managed)
    notes = (f"{given} not managed: given, unchecked",) if adopted and given else ()
    return Report("plan check", in_reading_order(findings), {"nodes": len(plan.nodes)}, notes=notes)


def _technique_findings(project: Project, plan: Plan) -> list[Finding]:
    """G7: a technique that a managed node names and nobody digested."""
    findings = []
    for node in plan.managed.values():
        for technique in node.techniques:
            catalogued = technique_index().find(technique)
            names = {technique, catalogued or technique}
            digests = [project.research / f"{name}.md" for name in sorted(names)]
            if not any(path.is_file() and project.read(path).strip() for path in digests):
                findings.append(
                    file_finding(
                        "G7",
                        "technique-without-digest",
                        f"{node.label} uses {technique}, which has no digest",
                        file=plan.file,
                        line=node.field_lines["Techniques"],
                        help=f"write {project.relative(digests[0])}: the statement used, its "
                        "hypotheses, a quotation with its place, and whether the source was seen",
                    )
                )
    return findings
