"""`dlt-proof adopt`, `plan manage`: an existing paper, and what of it is managed."""

from __future__ import annotations

import os
import shlex

from ...project import Project
from ...project.files import is_folder
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import Progress
from .common import proof_project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from ...workflow.paper import Paper

#: Lists are for reading: the rest stands in decisions.md.
_LIMIT = 10


def run_adopt(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ...project import find_project
    from ...workflow.adoption import BASELINE_FILE, adopt
    from ...workflow.paper import paper_at

    project, main = paper_at(Path(options.path or find_project(os.getcwd()).folder))
    progress = Progress(options.quiet)
    if options.refresh:
        return _refresh(project, progress, dry_run=options.dry_run)
    done = adopt(project, main, dry_run=options.dry_run)
    plan = done.paper.plan
    goals = [node.label for node in plan.nodes if node.goal]
    print(
        f"{'would adopt' if options.dry_run else 'adopted'} {printable(done.paper.main.main)}: "
        f"{_count(len(plan.nodes), 'statement')}, {_count(plan.uses, 'use')}, "
        f"{_count(len(goals), 'goal')}; all given, unchecked, none managed"
    )
    made = "would make" if options.dry_run else "made"
    for name, detail in (
        ("dependency-graph.md", f"goals: {_cut(goals)}" if goals else "no goal"),
        ("scope.md", f"{done.scope}: {done.extent}"),
        ("decisions.md", "what was decided by default"),
        (os.path.basename(BASELINE_FILE), f"{_count(done.known, 'finding')} of lint"),
    ):
        print(f"{made} .proof-research/{name} ({detail})")
    if done.configured[0]:
        verb = "would set" if options.dry_run else "set"
        print(f"{verb} {done.configured[0]} in {done.configured[1]}")
    _print_rest(done.paper)
    for circle in done.circles[:_LIMIT]:
        print(f"goes in a circle: {' → '.join([*circle, circle[0]])}")
    _more(len(done.circles), ", also in decisions.md")
    first = (goals or [plan.nodes[-1].label])[0]
    folder, baseline = _typed(project.folder), _typed(project.path_to(BASELINE_FILE))
    progress.say(f"what is new from now on: dlt-proof lint {folder} --baseline {baseline}")
    progress.say(f"next: dlt-proof plan manage {shlex.quote(first)} {folder}")
    return ExitCode.HOLDS


def _refresh(project: Project, progress: Progress, *, dry_run: bool) -> ExitCode:
    from ...workflow.refreshing import refresh

    done = refresh(project, dry_run=dry_run)
    for verb, labels in (("add", done.new), ("update", done.changed)):
        past = verb if dry_run else f"{verb.removesuffix('e')}ed"
        if labels:
            print(f"{'would ' if dry_run else ''}{past} {_cut(labels)}")
    if not done.new and not done.changed:
        print("nothing to bring up to date")
    if done.gone:
        print(f"no longer in the paper, and still in the plan: {_cut(done.gone)}")
        progress.say("take their sections out of the plan, or write them again")
    for clause in done.open[:_LIMIT]:
        print(clause)
    _more(len(done.open))
    _print_rest(done.paper)
    return ExitCode.HOLDS


def _print_rest(paper: Paper) -> None:
    """What of the paper is not in the plan as one would expect it."""
    for left in paper.plan.left_out[:_LIMIT]:
        where = f"{printable(left.file)}:{left.line}"
        print(f"not in the plan: {where}: {printable(left.problem)}; {left.remedy}")
    _more(len(paper.plan.left_out), " (a \\label for each, then `dlt-proof adopt --refresh`)")
    for finding in paper.unread[:_LIMIT]:
        where = f"{printable(finding.file)}:{finding.line}"
        print(f"could not be read: {where}: {printable(finding.message)}")
    _more(len(paper.unread), " (`dlt-proof lint` shows all)")
    for name in paper.strangers:
        print(f"left out: {printable(name)} gives labels of the paper to other statements")


def run_manage(options: argparse.Namespace) -> ExitCode:
    from ...plan.management import manage, release
    from .plan import document_if_any

    folders = [word for word in options.words if is_folder(word)]
    labels = [word for word in options.words if word not in folders]
    if len(folders) > 1:
        raise InputError("more than one folder is named")
    project = proof_project_in(folders[0] if folders else None)
    if options.off:
        done = release(project, labels)
        word = "no longer managed"
    else:
        done = manage(project, labels, document_if_any(project))
        word = "managed"
    for label in done.changed:
        print(f"{label} is {word}{' (it comes along)' if label in done.along else ''}")
    for label in labels:
        if label not in done.changed:
            print(f"{label} was {word} already")
    if done.open:
        print("what gates ask of it besides:")
        for clause in done.open[:_LIMIT]:
            print(f"  {clause}")
        _more(len(done.open))
    Progress(options.quiet).say("next: dlt-proof status")
    return ExitCode.HOLDS


def _typed(path: str) -> str:
    """A path as one would type it here."""
    near = os.path.relpath(path)
    return shlex.quote(path if near.startswith(os.pardir) else near)


def _more(count: int, where: str = "") -> None:
    if count > _LIMIT:
        print(f"… and {count - _LIMIT} more{where}")


def _cut(labels: Sequence[str]) -> str:
    rest = f" and {len(labels) - _LIMIT} more" if len(labels) > _LIMIT else ""
    return ", ".join(labels[:_LIMIT]) + rest


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
