"""`adopt`: an existing paper becomes a proof project, and nothing in it changes.

Plan, scope and baseline are made from what is there; every statement is *given, unchecked* and
none is managed. Not here: taking statements under management (`plan.management`), bringing an
adopted plan up to date (`refreshing`).
"""

from __future__ import annotations

import codecs
import contextlib
import os
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from ..graph.order import cycles
from ..graph.plan_file import Plan, format_plan, parse_plan
from ..lint import lint
from ..lint.baseline import renewed, write_baseline
from ..plan.scope import Extent, plan_extent
from ..project import Project, write_text
from ..project.configuration import Configuration
from ..project.files import write_bytes
from ..project.root import PLAN_FILE, RESEARCH_FOLDER
from ..records.errors import InputError, RefusedError
from ..records.plan import PROVABLE_KINDS, PlanNode
from ..records.record import Record
from ..trace import enumerate_steps
from .configuring import with_settings
from .paper import Paper, read_paper

BASELINE_FILE = f"{RESEARCH_FOLDER}/lint-baseline.json"
#: Where the folder is made before it gets its name; a killed run may leave it.
_UNFINISHED = f"{RESEARCH_FOLDER}.new"


class Adoption(Record):
    """What `adopt` makes of a paper.

    Args:
        project: the paper as a project.
        paper: what was read.
        circles: the circles in it, each as labels; none of them is a reason not to adopt it.
        scope: the smallest one that fits the whole paper.
        extent: why.
        configured: what is new in the configuration, "" where nothing is, and the file's name.
        known: how many findings of lint the baseline holds.
    """

    project: Project
    paper: Paper
    circles: tuple[tuple[str, ...], ...]
    scope: str
    extent: Extent
    configured: tuple[str, str]
    known: int


class _AsAdopted(Project):
    """A paper as it is once it is adopted: lint then asks other things of it."""

    def __init__(self, root: str, configuration: Configuration) -> None:
        super().__init__(root)
        self._configuration = configuration

    @property
    def is_proof_project(self) -> bool:
        return True

    @cached_property
    def configuration(self) -> Configuration:
        return self._configuration


def adopt(project: Project, main: str | None = None, *, dry_run: bool = False) -> Adoption:
    """Make a paper a proof project: all of it, or, in a run that was killed, nothing.

    Args:
        project: a plain paper.
        main: the name of its main file, where the configuration has to say it.
        dry_run: write nothing.

    Raises:
        RefusedError: it is a proof project already.
        InputError: there is no statement to adopt, or something cannot be read or written.
    """
    if os.path.lexists(project.path_to(RESEARCH_FOLDER)):
        raise RefusedError(
            f"{project.folder} has a {RESEARCH_FOLDER}/ already; nothing was changed",
            remedy="`dlt-proof adopt --refresh` brings an adopted plan up to date",
        )
    settings: dict[str, bool | str] = {"adopted": True}
    if main is not None:
        settings["main"] = main
    changed = with_settings(project, settings)
    configuration = project.configuration._replace(
        adopted=True, main=main or project.configuration.main
    )
    as_adopted = _AsAdopted(project.folder, configuration)
    paper = read_paper(as_adopted)
    if any("\ud800" <= character <= "\udfff" for character in paper.document.main):
        message = "its name is not UTF-8, and nothing can tell of it"
        raise InputError(message, file=paper.document.main, remedy="give it another name")
    if not paper.plan.nodes:
        raise _nothing_to_adopt(paper)
    text = _plan_text(paper)
    plan = parse_plan(text, PLAN_FILE)
    if plan.findings:
        raise InputError(plan.findings[0].message, file=PLAN_FILE, line=plan.findings[0].line)
    found = lint(as_adopted, plan=plan.nodes).findings
    baseline = renewed({}, found, as_adopted.lines, ran=(), files=())
    extent = _extent(paper)
    adoption = Adoption(
        project=Project(project.folder),
        paper=paper,
        circles=tuple(map(tuple, cycles(plan.digraph()))),
        scope=extent.smallest_scope,
        extent=extent,
        configured=_told(settings, changed),
        known=sum(baseline.values()),
    )
    if not dry_run:
        texts = {
            "dependency-graph.md": text,
            "scope.md": f"{extent.smallest_scope}\n\nDerived from the whole paper: {extent}.\n",
            "decisions.md": _decisions(adoption),
        }
        _write(project, texts, baseline, changed)
    return adoption


def _nothing_to_adopt(paper: Paper) -> InputError:
    left = paper.plan.left_out
    if left:
        first = left[0]
        message = f"the plan can hold none of {len(left)} statements: {first.problem}"
        return InputError(message, file=first.file, line=first.line, remedy=first.remedy)
    if paper.unread:
        fault = paper.unread[0]
        message = f"no statement could be read: {fault.message}"
        return InputError(message, file=fault.file or None, line=fault.line or None)
    return InputError("there is no statement to adopt", file=paper.document.main)


def _plan_text(paper: Paper) -> str:
    name = paper.document.main.replace("--", "- -")  # this is a comment
    return (
        "# Dependency graph\n\n"
        f"<!-- Made by `dlt-proof adopt` from {name}: every statement is given, unchecked.\n"
        "     `dlt-proof plan manage LABEL` takes one under management. -->\n\n"
        f"{format_plan(paper.plan.nodes)}"
    )


def _extent(paper: Paper) -> Extent:
    """The extent of the whole paper, as if all of it were managed; steps only where they count."""
    nodes = {
        node.id: PlanNode(node.id, node.kind, node.statement, node.file, node.line)
        for node in paper.graph.graph.nodes.values()
        if node.kind in PROVABLE_KINDS
    }
    extent = plan_extent(Plan(PLAN_FILE, nodes, ()))
    if extent.smallest_scope == "Appendix":
        return extent
    labels = {node.label for node in paper.plan.nodes}
    steps = len(enumerate_steps(paper.main, labels).steps)
    return plan_extent(Plan(PLAN_FILE, nodes, ()), steps)


def _told(settings: Mapping[str, bool | str], changed: tuple[str, str] | None) -> tuple[str, str]:
    words = ", ".join(f"{k} = {'true' if v is True else repr(v)}" for k, v in settings.items())
    return (words, changed[0]) if changed else ("", "")


def _decisions(adoption: Adoption) -> str:
    paper = adoption.paper
    goals = [f"`{node.label}`" for node in paper.plan.nodes if node.goal]
    rows = [
        "# Decisions\n",
        "What was decided, by whom or by default, and why; newest last.\n",
        f"- Adopted from `{paper.document.main}` (by default, `dlt-proof adopt`): every statement "
        "is given, unchecked; none is managed.",
        f"- Scope {adoption.scope} (by default): the smallest that fits the whole paper, with "
        f"{adoption.extent}.",
        f"- Goals (by default: results that nothing else uses): {', '.join(goals) or 'none'}.",
        "- What uses what (by default): what statements and proofs refer to. Techniques are not "
        "told; numeric checks are not made.",
        f"- What lint finds in the paper as it is, {adoption.known} findings, is known in "
        f"`{BASELINE_FILE}` (by default).",
    ]
    rows += [
        f"- Not in the plan: {_code(left.file)}:{left.line}: {_code(left.problem)}; "
        f"{left.remedy}, then `dlt-proof adopt --refresh`."
        for left in paper.plan.left_out
    ]
    rows += [f"- Goes in a circle: {_code(' → '.join(c))}." for c in adoption.circles]
    rows += [
        f"- Left out: `{name}`, which gives labels of the paper to other statements."
        for name in paper.strangers
    ]
    return "\n".join(rows) + "\n"


def _code(text: str) -> str:
    """A text of the paper in Markdown, where it must mean nothing."""
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line}`"


def _write(
    project: Project,
    texts: Mapping[str, str],
    baseline: Mapping[tuple[str, str, str, str, str], int],
    configuration: tuple[str, str] | None,
) -> None:
    """All files or none: the folder is made beside its place, and gets its name last.

    Before it does the configuration may already say `adopted = true`, which means nothing in a
    plain paper; where something fails it is put back.
    """
    unfinished = project.root / _UNFINISHED
    path = project.root / configuration[0] if configuration else None
    before = path.read_bytes() if path is not None and path.is_file() else None
    configured = done = False
    names = [*texts, BASELINE_FILE.rpartition("/")[2]]
    if os.path.lexists(unfinished):
        if not _is_left_over(unfinished, names):
            raise InputError("is in the way", file=_UNFINISHED, remedy="give it another name")
        _remove(unfinished, names)
    try:
        for name, text in texts.items():
            write_text(unfinished / name, text)
        write_baseline(unfinished / names[-1], baseline)
        if configuration and path is not None:
            # What is read is without byte-order mark, and what is kept is not.
            mark = codecs.BOM_UTF8 if (before or b"").startswith(codecs.BOM_UTF8) else b""
            write_bytes(path, mark + configuration[1].encode("utf-8"))
            configured = True
        try:
            unfinished.rename(project.research)
        except OSError as error:
            raise InputError(f"cannot be made: {error.strerror}", file=RESEARCH_FOLDER) from None
        done = True
    finally:
        if not done:
            _remove(unfinished, names)
            if configured and path is not None:
                with contextlib.suppress(OSError, InputError):
                    path.unlink() if before is None else write_bytes(path, before)


def _is_left_over(folder: Path, names: Collection[str]) -> bool:
    """Whether a folder holds nothing but what a run that was killed leaves."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    ours = tuple(f".{name}." for name in names)
    return all(p.name in names or p.name.startswith(ours) for p in folder.iterdir())


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Take away what `_write` made, half-written files among it, and nothing else."""
    with contextlib.suppress(OSError):
        for name in names:
            (folder / name).unlink(missing_ok=True)
            for half in folder.glob(f".{name}.*"):
                half.unlink()
        folder.rmdir()
