"""`dlt-proof trace`: phase C.5."""

from __future__ import annotations

from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import TEXT_LIMIT, Progress, print_json, print_report
from .common import document_of, project_in, proof_project_in
from .words import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ...project import Project
    from ...trace import TraceState

_BAR = 24
#: How many steps a summary names.
_NAMED = 8


def run_init(options: argparse.Namespace) -> ExitCode:
    from ...trace import start_sweep, write_trace

    project = proof_project_in(options.folder)
    document = document_of(project)
    sweep = start_sweep(project, document)
    write_trace(project, document)
    print(
        f"{len(sweep.steps)} steps in {len(sweep.proofs)} proofs; "
        f"{sweep.uncovered:.1%} of their text belongs to no step"
    )
    return ExitCode.HOLDS


def run_status(options: argparse.Namespace) -> ExitCode:
    from ...trace import as_json, load_trace, render_trace, write_trace

    project = proof_project_in(options.folder) if options.write else project_in(options.folder)
    document = document_of(project)
    state = load_trace(project, document)
    _some_step(state)
    if options.write:
        state = write_trace(project, document)
    if options.format == "json":
        print_json(as_json(state))
    else:
        _print_text(render_trace(state, limit=TEXT_LIMIT))
    return ExitCode.HOLDS


def run_export(options: argparse.Namespace) -> ExitCode:
    from ...trace import as_csv, as_json, load_trace

    project = project_in(options.folder)
    state = load_trace(project, document_of(project))
    _some_step(state)
    if options.format == "csv":
        print(as_csv(state), end="")
    else:
        print_json(as_json(state))
    return ExitCode.HOLDS


def run_show(options: argparse.Namespace) -> ExitCode:
    from ...trace import load_trace, show_step, step_record

    project = project_in(options.folder)
    item = load_trace(project, document_of(project)).find(options.step)
    if options.format == "json":
        print_json(step_record(item))
    else:
        _print_text(show_step(item))
    return ExitCode.HOLDS


def run_verify(options: argparse.Namespace) -> ExitCode:
    from ...trace import MUCH_RED, load_trace, write_trace
    from .verifiers import ask_models, refuse_options_of_models, show_prompt

    refuse_options_of_models(options)
    project, names = named(options.words)
    if options.show_prompt:
        return show_prompt(project, document_of(project), names)
    if options.dry_run:
        return ask_models(options, project, document_of(project), names)
    progress = Progress(options.quiet)
    code = run_free_checkers(options, project, names, progress)
    if options.backend != "free":
        document = document_of(project)
        try:
            asked = ask_models(options, project, document, names)
        finally:
            state = write_trace(project, document)
        code = asked if code == ExitCode.HOLDS else code
    else:
        state = load_trace(project, document_of(project))
    if state.red_share > MUCH_RED:
        red = sum(item.colour == "red" for item in state.steps)
        print(
            f"{red} of {len(state.steps)} steps are still 🔴 ({state.red_share:.0%}, "
            f"more than {MUCH_RED:.0%})"
        )
    return code


def run_free_checkers(
    options: argparse.Namespace, project: Project, names: Sequence[str], progress: Progress
) -> ExitCode:
    """Run the free checkers, and tell what they found."""
    from ...trace import verify_steps, write_trace

    progress.step("reading the paper")
    document = document_of(project)
    summary = verify_steps(
        project,
        document,
        names=names,
        recheck=options.recheck,
        workers=options.jobs,
        progress=lambda number, of, step: progress.step(f"{_bar(number, of)}  {step}"),
        waiting=lambda: progress.say("another run is verifying this project; waiting for it"),
    )
    progress.done()
    chosen = write_trace(project, document).select(names)
    words = ", ".join(f"{count} {word}" for word, count in sorted(summary.words.items())) or "none"
    print(
        f"{summary.checked} steps looked at ({summary.already} had been): {words}; "
        f"{len(summary.without)} without evidence"
    )
    defects = [item.step for item in chosen if item.word == "defect"]
    for step in defects[:_NAMED]:
        print(f"false: {step.identifier} {step.file}:{step.line}  (trace show {step.identifier})")
    if len(defects) > _NAMED:
        print(f"… and {len(defects) - _NAMED} more (trace check shows all)")
    for identifier, change in list(summary.changed.items())[:_NAMED]:
        progress.say(f"  {identifier}: {change} (`trace check --recompute` names the record)")
    for identifier, why in list(summary.without.items())[:_NAMED]:
        progress.say(f"  {identifier}: {why}")
    if len(summary.without) > _NAMED:
        progress.say(f"  … and {len(summary.without) - _NAMED} more (trace show STEP says why)")
    return ExitCode.FAILS if defects else ExitCode.HOLDS


def run_mark(options: argparse.Namespace) -> ExitCode:
    from ...trace import mark_step, write_trace

    project = proof_project_in(options.folder)
    document = document_of(project)
    colour = None if options.colour == "note" else options.colour
    mark_step(project, document, options.step, colour=colour, note=options.note)
    write_trace(project, document)
    print(f"marked {options.step}")
    return ExitCode.HOLDS


def run_sign(options: argparse.Namespace) -> ExitCode:
    from ...trace import sign_steps, write_trace

    project, names = named(options.words)
    document = document_of(project)
    signed = sign_steps(project, document, names, name=options.name, note=options.note)
    state = write_trace(project, document)
    for item in state.select(signed) if signed else ():
        print(f"signed {item.step.identifier}: it is {item.colour} {item.word}")
    if not signed:
        print("all of it was signed before")
    return ExitCode.HOLDS


def run_check(options: argparse.Namespace) -> ExitCode:
    from ...trace import check_trace

    project = proof_project_in(options.folder)
    outcome = check_trace(
        project, document_of(project), recompute=options.recompute, workers=options.jobs
    )
    return print_report(outcome.report, options.format)


def _some_step(state: TraceState) -> None:
    if not state.steps:
        raise InputError("no proof has a step")


def _print_text(text: str) -> None:
    """Print lines that hold what papers and other machines' records say."""
    for line in text.rstrip("\n").split("\n"):
        print(printable(line, len(line)))


def _bar(number: int, of: int) -> str:
    done = _BAR * number // of
    return f"[{'#' * done}{'.' * (_BAR - done)}] {number}/{of}"
