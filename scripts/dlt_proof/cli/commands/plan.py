"""`dlt-proof scope`, `plan`: phase A."""

from __future__ import annotations

from ...project import Project
from ...project.files import is_folder
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ...records.findings import Report
from ..output import Progress, print_findings, print_report
from .common import document_of, print_check, proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...latex import Document
    from ...plan.numeric import CheckResult


def run_scope(options: argparse.Namespace) -> ExitCode:
    from ...graph.plan_file import read_plan
    from ...plan.scope import SCOPES, declare_scope, plan_extent, read_scope, scope_findings

    words = [word for word in options.words if word in SCOPES]
    others = [word for word in options.words if word not in SCOPES]
    if len(words) > 1 or len(others) > 1 or (others and not is_folder(others[0])):
        wrong = others[0] if others else " ".join(words)
        raise InputError(
            f"{wrong!r} is neither a scope nor a folder", remedy=f"scopes: {', '.join(SCOPES)}"
        )
    project = proof_project_in(others[0] if others else None)
    if words:
        declare_scope(project, words[0], document_if_any(project) if words[0] == "Quick" else None)
    declared = read_scope(project)
    plan = read_plan(project) if project.plan_file.is_file() else None
    if plan is None or not plan.nodes:
        print(f"scope {declared} is declared; there is no plan to check it against yet")
        return ExitCode.HOLDS if words else ExitCode.BAD_INPUT
    extent = plan_extent(plan)
    findings = tuple(scope_findings(project, extent))
    report = Report("scope", findings, {"statements": extent.theorems + extent.lemmas})
    if options.format == "text" and report.ok:
        print(f"scope {declared} is declared; the plan shows {extent}")
    return print_report(report, options.format)


def document_if_any(project: Project) -> Document | None:
    try:
        return document_of(project)
    except InputError:
        return None


def paper_if_any(project: Project) -> Document | None:
    """The paper with its faults, None where nothing is written."""
    from ...latex import read_document

    try:
        return read_document(project)
    except InputError:
        return None


def run_check(options: argparse.Namespace) -> ExitCode:
    from ...graph.plan_file import read_plan
    from ...plan.checking import check_plan
    from ...plan.numeric import run_checks
    from ...plan.scope import SCOPES, plan_extent, read_scope

    project = proof_project_in(options.folder)
    progress = Progress(options.quiet)
    results: list[CheckResult] = []
    if options.run:
        plan = read_plan(project)
        seed = {} if options.seed is None else {"seed": options.seed}
        results = run_checks(
            project, plan, progress=lambda n: progress.step(f"checking {n}"), **seed
        )
        progress.done()
        if options.format == "text":
            for result in results:
                print_check(result)
    try:
        # A scope that is declared below what the plan shows spares nothing.
        extent = plan_extent(read_plan(project))
        quick = read_scope(project) == extent.smallest_scope == SCOPES[0]
    except InputError:
        quick = False
    report = check_plan(project, paper_if_any(project), with_numeric_checks=not quick)
    code = print_report(report, options.format)
    # What was asked to run has to have run, and held, whatever the scope asks for.
    if any(result.outcome == "could not run" for result in results):
        return ExitCode.BAD_INPUT
    return code if all(r.outcome == "holds" for r in results) else ExitCode.FAILS


def run_approve(options: argparse.Namespace) -> ExitCode:
    from ...graph.plan_file import read_plan
    from ...plan.approval import approval_lines, approve
    from ...plan.approval_records import withdraw

    folders = [word for word in options.words if is_folder(word)]
    labels = [word for word in options.words if word not in folders]
    if len(folders) > 1:
        raise InputError("more than one folder is named")
    if options.withdraw and (options.by_default or options.show):
        raise InputError("--withdraw goes with neither --by-default nor --show")
    project = proof_project_in(folders[0] if folders else None)
    if options.withdraw:
        for label in withdraw(project, labels):
            print(f"took the approval of {label} back: it may be changed, and is not approved")
        return ExitCode.HOLDS
    plan = read_plan(project)
    if plan.findings:
        print_findings(plan.findings)
        return ExitCode.BAD_INPUT
    if options.show:
        for lines in approval_lines(project, plan, document_if_any(project), labels).values():
            print("\n  ".join(lines))
        return ExitCode.HOLDS
    approved = approve(
        project, plan, document_if_any(project), labels, by_default=options.by_default
    )
    how = "by default, read by nobody" if options.by_default else "by a person"
    for label in approved:
        print(f"approved {label} and what it rests on ({how})")
    return ExitCode.HOLDS


def run_refute(options: argparse.Namespace) -> ExitCode:
    from ...graph.plan_file import read_plan
    from ...plan.refutation import refute

    project = proof_project_in(options.folder)
    plan = read_plan(project)
    if plan.findings:
        print_findings(plan.findings)
        return ExitCode.BAD_INPUT
    progress = Progress(options.quiet)
    refutation = refute(
        project,
        plan,
        options.label,
        seed=options.seed,
        progress=lambda n: progress.step(f"checking {n}"),
    )
    progress.done()
    print(refutation.text)
    print(f"written to {refutation.file}")
    return ExitCode.HOLDS
