"""`dlt-proof review`: the rounds of phase D."""

from __future__ import annotations

from ...project import Project, find_project
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress, print_json, print_report
from .common import document_of, project_in, proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...latex import Document
    from ...records.review import Weakness


def run_scan(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...reviewers import scan

    path = options.path
    if path and not Path(path).is_dir():
        main = Path(path)
        if not main.is_file():
            raise InputError("the file does not exist", file=path)
        project = find_project(main.resolve().parent)
        if project.main_file != main.resolve():
            raise InputError(
                f"the paper's main file is {project.main_name}", file=path, remedy="scan the paper"
            )
    else:
        project = project_in(path)
    return print_report(scan(project), options.format, subject=project.folder, project=project)


def run_start(options: argparse.Namespace) -> ExitCode:
    from ...graph.plan_file import read_plan
    from ...review import start_round

    project = proof_project_in(options.folder)
    document = document_of(project)
    start, weaknesses = start_round(project, document, read_plan(project), anew=options.anew)
    print(f"round {start.round}: the deterministic reviewers found {len(weaknesses)} weaknesses")
    print_weaknesses(weaknesses)
    _write_rounds(project, document)
    return ExitCode.HOLDS


def run_next(options: argparse.Namespace) -> ExitCode:
    from ...gates import load_review
    from ...review import handout, next_action, words_for_readers

    project = proof_project_in(options.folder)
    document = document_of(project)
    review = load_review(project, document)
    action = next_action(review)
    if action == "dlt-proof review next":
        for line in words_for_readers(review):
            print(printable(line, 600))
        print_json(handout(project, document))
    else:
        print(printable(f"next: {action}", 600))
    return ExitCode.HOLDS


def run_record(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...review import record_pass

    project = proof_project_in(options.folder)
    document = document_of(project)
    filed, weaknesses = record_pass(project, document, Path(options.file))
    reader = printable(filed.reader, 80)
    print(f"round {filed.round}, {reader}: {'a clean pass' if filed.clean else 'not clean'}")
    print_weaknesses(weaknesses)
    _write_rounds(project, document)
    return ExitCode.HOLDS


def run_classify(options: argparse.Namespace) -> ExitCode:
    from ...records.review import Judgement
    from ...review import classify

    project = proof_project_in(options.folder)
    document = document_of(project)
    judgement = Judgement(
        weakness=options.weakness,
        classification=options.classification,
        by=options.by,
        reason=options.reason,
        quotation=options.quotation,
    )
    classify(project, document, judgement)
    print(f"{options.weakness} is {options.classification}")
    _write_rounds(project, document)
    return ExitCode.HOLDS


def run_fix(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...latex import read_document
    from ...review import apply_fix, fix_size, read_edits

    project = proof_project_in(options.folder)
    # A text that cannot be read is a change to be put back.
    document = read_document(project)
    progress = Progress(options.quiet)
    fix = apply_fix(
        project,
        document,
        [options.weakness, *options.also],
        by=options.by,
        note=options.note,
        edits=read_edits(Path(options.edits)) if options.edits else (),
        progress=progress.step,
    )
    progress.done()
    names = ", ".join(fix.weaknesses)
    if fix.outcome == "accepted":
        print(f"{names}: accepted as mended, {fix_size(fix)}; the gates before the review hold")
    else:
        print(printable(f"{names}: refused and put back: {fix.why}", 600))
        print("the change stands in the review's record: `dlt-proof review report`")
    _write_rounds(project, document_of(proof_project_in(options.folder)))
    return ExitCode.HOLDS if fix.outcome == "accepted" else ExitCode.FAILS


def run_restore(options: argparse.Namespace) -> ExitCode:
    from ...latex import read_document
    from ...review import plain_lines, restore

    project = proof_project_in(options.folder)
    print(plain_lines(restore(project, read_document(project))))
    print("taken back; it stands in the review's record")
    _write_rounds(project, document_of(proof_project_in(options.folder)))
    return ExitCode.HOLDS


def run_report(options: argparse.Namespace) -> ExitCode:
    from ...gates import GateContext, evaluate_gates, load_review
    from ...review import final_report, render_round

    project = proof_project_in(options.folder)
    document = document_of(project)
    review = load_review(project, document)
    if not review.rounds:
        raise InputError("no review has been started", remedy="`dlt-proof review start`")
    _write_rounds(project, document)
    if options.final:
        gates = evaluate_gates(GateContext(project, final=True), "D")
        text, holds = final_report(review, gates)
        print(text, end="")
        return ExitCode.HOLDS if holds else ExitCode.FAILS
    for obstacle in review.obstacles:
        print(printable(obstacle, 600))
    for number in range(review.round, 0, -1):
        print()
        print(render_round(review, number), end="")
    return ExitCode.HOLDS if review.success else ExitCode.FAILS


def print_weaknesses(weaknesses: list[Weakness]) -> None:
    """Print weaknesses that are new, a line each."""
    for w in weaknesses:
        print(printable(f"  {w.identifier} {w.severity} {w.file}:{w.line}: {w.claim}", 600))


def _write_rounds(project: Project, document: Document) -> None:
    from ...gates import load_review
    from ...review import write_rounds

    write_rounds(project, load_review(project, document))
