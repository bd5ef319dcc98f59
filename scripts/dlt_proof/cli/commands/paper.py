"""`dlt-proof emit`, `compile`: what is written, and what LaTeX makes of it."""

from __future__ import annotations

from ...project import find_project
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..output import print_report
from .common import project_in, proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run_emit(options: argparse.Namespace) -> ExitCode:
    from ...emit import emit
    from ...graph.plan_file import read_plan

    project = proof_project_in(options.folder)
    emission = emit(project, read_plan(project))
    for name in emission.made:
        print(f"made {name}")
    for label in emission.added:
        print(f"added {label}")
    for name in emission.inputs:
        print(f"{project.relative(project.main_file)} now reads {name}")
    for drafted in emission.without_check:
        print(f"drafted without numeric check: {drafted}")
    if not emission.changed:
        print("nothing was missing")
    return ExitCode.HOLDS


def run_compile(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...build import compile_document

    main = None
    if options.path and not Path(options.path).is_dir():
        main = Path(options.path)
        if not main.is_file():
            raise InputError("the file does not exist", file=options.path)
        project = find_project(main.resolve().parent)
    else:
        project = project_in(options.path)
    result = compile_document(
        project,
        main=main.resolve() if main else None,
        outdir=Path(options.outdir).resolve() if options.outdir else None,
        timeout_seconds=options.timeout,
        engine=options.engine,
    )
    code = print_report(result.report, options.format)
    if options.format == "text" and result.pdf is not None and code == ExitCode.HOLDS:
        print(f"{project.relative(result.pdf)}: {result.pages} pages")
    return code
