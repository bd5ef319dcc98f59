"""The deterministic reviewers over any LaTeX, as findings: no review has to be under way."""

from ..graph.plan_file import read_plan
from ..latex import read_document
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding, Report, in_reading_order
from .paper import reviewed_paper
from .running import run_reviewers


def scan(project: Project) -> Report:
    """What the deterministic reviewers find in a project or a plain paper.

    In a plain paper only what is wrong outright is an error: nobody said that the rest is wanted.

    Returns:
        The findings, `V10` and above, and how many statements and proofs were looked at.

    Raises:
        InputError: a part of the paper could not be read: half a paper proves nothing.
    """
    document = read_document(project)
    unreadable = [finding for finding in document.findings if finding.severity == "error"]
    if unreadable:
        first = unreadable[0]
        raise InputError(
            first.message, file=first.file, line=first.line, remedy="`dlt-proof lint` shows all"
        )
    plan = read_plan(project) if project.has_plan else None
    paper = reviewed_paper(project, document, plan)
    findings = [weakness.as_finding() for weakness in run_reviewers(paper)]
    if plan is None or project.configuration.adopted:
        findings = [_mild(finding) for finding in findings]
    examined = {
        "statements": len(paper.passages),
        "proofs": sum(len(passage.proofs) for passage in paper.passages),
    }
    return Report("review scan", in_reading_order(findings), examined)


def _mild(finding: Finding) -> Finding:
    if finding.rule_class == "wrong":
        return finding
    return finding._replace(severity="warning")
