"""`dlt-proof init`, `status`, `gate`."""

from __future__ import annotations

from ...records.exit_codes import ExitCode
from ...records.findings import Finding, Report, file_finding
from ..excerpt import printable
from ..output import Progress, as_text, print_report
from .common import project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...gates import GateCheck, GateResult


def run_init(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...emit import initialise

    project, made = initialise(
        Path(options.folder), pattern=options.pattern, autonomous=options.autonomous
    )
    for name in made:
        print(f"made {name}")
    if not made:
        print("nothing was missing")
    Progress(options.quiet).say(f"next: cd {project.root} && dlt-proof status")
    return ExitCode.HOLDS


def run_status(options: argparse.Namespace) -> ExitCode:
    from ...workflow import gate_line, status

    project = project_in(options.folder)
    result = status(project)
    print(f"{project.root.name}")
    for gate in result.gates:
        print(f"  {gate_line(gate)}")
    for note in result.notes:
        print(f"  {note}")
    print(f"next: {result.next}")
    return ExitCode.HOLDS


def run_gate(options: argparse.Namespace) -> ExitCode:
    from ...gates import GateContext, evaluate_gates

    project = project_in(options.folder)
    results = evaluate_gates(GateContext(project, final=options.final), options.gate)
    if options.format == "text":
        for result in results:
            _print_gate(result)
    else:
        findings = tuple(f for r in results for c in r.checks for f in _findings_of(r, c))
        examined = {
            "checks": sum(c.outcome in ("holds", "fails") for r in results for c in r.checks)
        }
        print_report(Report(f"gate {options.gate}", findings, examined), options.format)
    broken = next((result for result in results if not result.holds), None)
    if broken is None:
        return ExitCode.HOLDS
    return ExitCode.BAD_INPUT if broken.outcome == "nothing to check" else ExitCode.FAILS


def _findings_of(result: GateResult, check: GateCheck) -> tuple[Finding, ...]:
    """A check's findings; one that had nothing to look at is a finding, never silence."""
    if check.outcome == "nothing to check" and not check.findings:
        message = f"gate {result.gate}, {check.name}: {check.detail}"
        return (file_finding("G15", "nothing-to-check", message),)
    return check.findings


def _print_gate(result: GateResult) -> None:
    if result.outcome == "not reached":
        print(f"gate {result.gate} ({result.phase}): not reached, a gate before it does not hold")
        return
    word = {"fails": "does not hold"}.get(result.outcome, result.outcome)
    print(f"gate {result.gate} ({result.phase}): {word}")
    for check in result.checks:
        if check.outcome == "not required":
            print(f"  –  {check.name}: {check.detail}")
        else:
            sign = "ok" if check.outcome == "holds" else "✗ "
            print(printable(f"  {sign} {check.name}: {check.detail}", 1000))
        for finding in check.findings[:20]:
            if finding.severity == "error":
                print("       " + as_text(finding).replace("\n", "\n       "))
        if len(check.findings) > 20:
            print(f"       … and {len(check.findings) - 20} more (--format json shows all)")
