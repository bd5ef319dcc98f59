"""`dlt-proof trace`: phase C.5."""

from __future__ import annotations

from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..output import Progress, print_json, print_report
from .common import document_of, project_in, proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run_init(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace, start_sweep, write_trace

    project = proof_project_in(options.folder)
    document = document_of(project)
    sweep = start_sweep(project, document)
    write_trace(project, load_trace(project, document))
    print(
        f"{len(sweep.steps)} steps in {len(sweep.proofs)} proofs; "
        f"{sweep.uncovered:.1%} of their text belongs to no step"
    )
    return ExitCode.HOLDS


def run_status(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace, render_trace, write_trace

    project = project_in(options.folder)
    document = document_of(project)
    state = load_trace(project, document)
    if not state.steps:
        raise InputError("no proof has a step")
    if options.write:
        write_trace(project, state)
    if options.format == "json":
        rows = [
            {
                "id": item.step.identifier,
                "file": item.step.file,
                "line": item.step.line,
                "column": item.step.column,
                "latex": item.step.latex,
                "tag": item.colour,
                "word": item.word,
                "evidence": [h.evidence.model_dump() for h in item.evidence],
            }
            for item in state.steps
        ]
        print_json(rows)
    else:
        print(render_trace(state), end="")
    return ExitCode.HOLDS


def run_show(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace

    project = project_in(options.folder)
    item = load_trace(project, document_of(project)).find(options.step)
    shown = {
        "step": item.step.identifier,
        "place": f"{item.step.file}:{item.step.line}:{item.step.column}",
        "colour": item.colour,
        "word": item.word,
        "fingerprint": item.job.fingerprint,
        "job": item.job.model_dump(),
        "evidence": [h.evidence.model_dump() for h in item.evidence],
        "notes": list(item.notes),
    }
    print_json(shown)
    return ExitCode.HOLDS


def run_jobs(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace

    project = project_in(options.folder)
    state = load_trace(project, document_of(project))
    chosen = [item for item in state.steps if not options.open or item.colour == "red"]
    for item in chosen:
        job = {
            "step": item.step.identifier,
            "fingerprint": item.job.fingerprint,
            "job": item.job.model_dump(),
        }
        print_json(job, indent=None)
    Progress(options.quiet).say(f"{len(chosen)} jobs")
    if not state.steps:
        raise InputError("no proof has a step")
    return ExitCode.HOLDS


def run_verify(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace, verify_steps, write_trace

    project = proof_project_in(options.folder)
    document = document_of(project)
    progress = Progress(options.quiet)
    summary = verify_steps(
        project, document, progress=lambda n, of, step: progress.step(f"step {n} of {of}: {step}")
    )
    progress.done()
    write_trace(project, load_trace(project, document))
    words = ", ".join(f"{count} {word}" for word, count in sorted(summary.words.items())) or "none"
    print(
        f"{summary.checked} steps looked at ({summary.already} had a verdict): {words}; "
        f"{len(summary.without)} without evidence"
    )
    for step, why in list(summary.without.items())[:8]:
        progress.say(f"  {step}: {why}")
    if len(summary.without) > 8:
        progress.say(f"  … and {len(summary.without) - 8} more")
    return ExitCode.FAILS if summary.words.get("defect") else ExitCode.HOLDS


def run_record(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...trace import load_trace, record_reports, write_trace

    project = proof_project_in(options.folder)
    document = document_of(project)
    counts = record_reports(project, document, Path(options.file))
    write_trace(project, load_trace(project, document))
    print(
        ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())) or "all on file before"
    )
    return ExitCode.HOLDS


def run_mark(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace, mark_step, write_trace

    project = proof_project_in(options.folder)
    document = document_of(project)
    colour = None if options.colour == "note" else options.colour
    mark_step(project, document, options.step, colour=colour, note=options.note)
    write_trace(project, load_trace(project, document))
    print(f"marked {options.step}")
    return ExitCode.HOLDS


def run_check(options: argparse.Namespace) -> ExitCode:
    from ...trace import check_trace

    project = proof_project_in(options.folder)
    outcome = check_trace(project, document_of(project), recompute=options.recompute)
    return print_report(outcome.report, options.format)
