"""The deterministic reviewers over any LaTeX, as findings: no review has to be under way."""

from ..graph.plan_file import Plan, read_plan
from ..latex import Document, read_document
from ..lint.context import is_strict
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding, Report, in_reading_order
from .found import FoundWeakness
from .paper import reviewed_paper
from .running import run_reviewers
from .unread import Unread


def scan(project: Project) -> Report:
    """What the deterministic reviewers find in a project or a plain paper, managed or not.

    In a plain paper, and where an adopted one is not managed, only what is wrong outright is an
    error: nobody said that the rest is wanted.

    Returns:
        The findings, `V10` and above, and `T7` for proofs that could not be held against a
        statement; how many statements and proofs were looked at, and how much was not.

    Raises:
        InputError: a part of the paper or its plan could not be read, or there are statements to
            be proved and no proof was read: half a paper proves nothing.
    """
    document = read_document(project)
    _refuse_unreadable(document.findings, "`dlt-proof lint` shows all")
    plan = read_plan(project) if project.has_plan else None
    _refuse_unreadable(plan.findings if plan else (), "`dlt-proof plan check` shows all")
    paper = reviewed_paper(project, document, plan, whole=True)
    strict = is_strict(project)
    findings = [_weighed(weakness, plan, strict) for weakness in run_reviewers(paper)]
    unread = Unread(paper)
    examined = {
        "statements": len(paper.passages),
        "proofs": len({p.environment.span for passage in paper.passages for p in passage.proofs}),
        "unread": unread.count,
    }
    wrong = any(finding.severity == "error" for finding in findings)
    if unread.count and not examined["proofs"] and not wrong:
        raise _nothing_read(document, unread)
    return Report(
        "review scan",
        in_reading_order([*findings, *unread.findings()]),
        examined,
        notes=unread.notes(),
    )


def _refuse_unreadable(findings: tuple[Finding, ...], remedy: str) -> None:
    for finding in findings:
        if finding.severity == "error":
            raise InputError(finding.message, file=finding.file, line=finding.line, remedy=remedy)


def _weighed(weakness: FoundWeakness, plan: Plan | None, strict: bool) -> Finding:
    finding = weakness.as_finding()
    managed = plan is not None and weakness.statement in plan.managed
    if strict or managed or finding.rule_class == "wrong":
        return finding
    return finding._replace(severity="warning")


def _nothing_read(document: Document, unread: Unread) -> InputError:
    """For a paper of statements, or what looks like some, of which no proof was read."""
    first = unread.first
    return InputError(
        f"no proof was held against its statement; {'; '.join(unread.notes())}",
        file=first.file if first else None,
        line=document.place(first)[0] if first else None,
        remedy="statements and proofs stand in environments, each proof behind its statement or "
        "with its reference in the option",
    )
