"""`dlt-proof checklist`: what gate C asks of each statement and proof."""

from __future__ import annotations

from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import TEXT_LIMIT, Progress, print_json
from .common import document_of, proof_project_in
from .words import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...checklists import Checklists
    from ...graph.plan_file import Plan
    from ...latex import Document
    from ...project import Project
    from ...records.checklists import FiledAnswers


def run_show(options: argparse.Namespace) -> ExitCode:
    from ...checklists import as_json, render_checklists, write_checklists
    from ...plan.scope import read_scope

    project, labels = named(options.words)
    document, checklists = _read(project)
    states = checklists.select(labels)
    if options.write:
        write_checklists(project, document, checklists)
    if options.format == "json":
        print_json(as_json(document, checklists, states))
    else:
        limit = None if labels else TEXT_LIMIT
        text = render_checklists(document, checklists, states, limit=limit)
        for line in text.rstrip("\n").split("\n"):
            print(printable(line, len(line)))
    if project.scope_file.is_file() and read_scope(project) == "Quick":
        Progress(options.quiet).say("scope Quick: no gate asks for it")
    answered = all(state.verdict == "yes" for state in states)
    return ExitCode.HOLDS if answered else ExitCode.FAILS


def run_form(options: argparse.Namespace) -> ExitCode:
    from ...checklists import checklist_form

    project, labels = named(options.words)
    document, checklists = _read(project)
    plan = _plan_of(project)
    form = checklist_form(document, plan, checklists.select(labels))
    print_json(form)
    if not form["answers"]:
        Progress(options.quiet).say("no item is open: there is nothing to fill in")
    return ExitCode.HOLDS


def run_answer(options: argparse.Namespace) -> ExitCode:
    from ...records.checklists import FiledAnswer, FiledAnswers

    entry = FiledAnswer(
        label=options.label,
        item=options.item,
        answer=options.answer,
        because=options.because,
        quotation=options.quotation,
    )
    if not options.by.strip():
        raise InputError("an answer needs the name of who gives it", remedy='--by "…"')
    filed = FiledAnswers(by=options.by, answers=(entry,))
    return _file(proof_project_in(options.folder), filed)


def run_record(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...checklists import read_filed

    return _file(proof_project_in(options.folder), read_filed(Path(options.file)))


def _file(project: Project, filed: FiledAnswers) -> ExitCode:
    from ...checklists import record_answers, write_checklists

    _, before = _read(project)
    recorded = record_answers(project, before, filed)
    document, checklists = _read(project)
    write_checklists(project, document, checklists)
    if not recorded.answers:
        raise InputError("no item of the file has an answer", remedy="yes or no")
    open_still = f"; {recorded.left_open} left without an answer" if recorded.left_open else ""
    print(f"{len(recorded.answers)} answers filed{open_still}")
    print(printable(checklists.summary()))
    return ExitCode.HOLDS


def _read(project: Project) -> tuple[Document, Checklists]:
    """The paper and its checklists.

    Raises:
        InputError: there is nothing to ask.
    """
    from ...checklists import load_checklists

    document = document_of(project)
    checklists = load_checklists(project, document, _plan_of(project))
    if not checklists.items:
        raise InputError(
            "there is nothing to check: no managed statement that is to be proved is written",
            remedy="`dlt-proof status` says what comes next",
        )
    return document, checklists


def _plan_of(project: Project) -> Plan | None:
    """The plan, which says what is asked about.

    Raises:
        InputError: a part of it cannot be read.
    """
    from ...graph.plan_file import read_plan

    if not project.has_plan:
        return None
    plan = read_plan(project)
    if plan.findings:
        first = plan.findings[0]
        raise InputError(
            first.message,
            file=first.file,
            line=first.line,
            remedy="`dlt-proof plan check` shows all",
        )
    return plan
