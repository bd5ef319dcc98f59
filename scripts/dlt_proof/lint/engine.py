"""Running the rules over a document: which rules, which files, what is reported."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..kept import keep_in
from ..latex import Document, Reading, read_files
from ..project import Cache, Project, open_cache, shipped_folder
from ..records.errors import InputError
from ..records.findings import Finding, Report
from ..records.plan import PlanNode
from .context import Context, is_strict
from .observing import Observations, observe, observed_in
from .reporting import BaselineUse, conclude
from .rule import Rule
from .rules import all_rules
from .selection import UNUSED, choose
from .settings import FileSettings

#: What decides what a file's text leads to.
_PACKAGE = Path(__file__).resolve().parents[1]
_PROGRAM = (
    *(_PACKAGE / room for room in ("latex", "lint", "catalogue")),
    shipped_folder("catalogue") / "techniques" / "index.json",
)

_DOCUMENT_CLASS = re.compile(r"^[^%\n]*\\document(?:class|style)\b", re.MULTILINE)

RULE_IDS: tuple[str, ...] = tuple(rule.id for rule in all_rules())


def lint(
    project: Project,
    *,
    files: Sequence[Path] = (),
    bib: Sequence[Path] = (),
    final: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    document: Document | None = None,
    plan: Mapping[str, PlanNode] | None = None,
    baseline: BaselineUse | None = None,
    unfinished: bool = False,
) -> Report:
    """Check a paper against the rules.

    Args:
        project: its folder.
        files: report on these only; the whole project is read all the same. A file that is no
            part of the document is read too.
        bib: bibliographies besides those that the document names.
        final: ask what is asked of a paper about to be submitted.
        select: run these rules only (identifiers, names or classes, see `selection`).
        ignore: do not run these.
        document: the document, if it was read already.
        plan: nodes of the plan by label; without it, rules that need it are left out.
        baseline: what is known already, and whether to write it anew.
        unfinished: the text is being written: leave out what is only not there yet.

    Returns:
        Findings in reading order, what could not be read always among them, and in `examined`
        how many files were looked at.

    Raises:
        InputError: an unknown rule, a rule that cannot be run or cannot be ignored, a file that
            is not there, a project without a main file, or a baseline that is none.
    """
    configured = project.configuration.lint
    settings = FileSettings(configured)
    strict = is_strict(project)
    choice = choose(
        select, ignore, configured,
        final=final, strict=strict, plan=plan, plain=not project.is_proof_project,
    )  # fmt: skip
    for path in (*files, *bib):
        _must_exist(project, path)
    reported = frozenset(_name(project, path) for path in files)
    rules = (*choice.rules, *choice.observers)
    if document is not None and not bib and reported <= document.files.keys():
        observed = observed_in(document.views, rules)
    else:
        document, observed = _read(project, files, bib, rules)
    context = Context(document, project, final, plan, reported, choice.asked)
    findings: list[Finding] = list(document.findings)
    for rule in choice.rules:
        findings += rule.judge(context, observed[rule.id])
    findings = _each_once(findings)
    return conclude(
        context, choice, findings, observed[UNUSED],
        settings=settings, baseline=baseline, unfinished=unfinished,
    )  # fmt: skip


def rule_table() -> tuple[Rule, ...]:
    """All rules, by number."""
    return all_rules()


def _each_once(findings: list[Finding]) -> list[Finding]:
    """Without the findings of the reader that a rule that ran reports as its own."""
    proofs = {(f.file, f.line, f.column) for f in findings if f.rule == "R3"}
    return [f for f in findings if f.rule != "P1" or (f.file, f.line, f.column) not in proofs]


def _must_exist(project: Project, path: Path) -> None:
    absolute = path if path.is_absolute() else project.root / path
    if not absolute.exists():
        raise InputError("the file does not exist", file=str(path))
    if not absolute.is_file():
        raise InputError("is not a file", file=str(path))


def _name(project: Project, path: Path) -> str:
    return project.relative(path if path.is_absolute() else project.root / path)


def _read(
    project: Project, files: Sequence[Path], bib: Sequence[Path], rules: Sequence[Rule]
) -> tuple[Document, Observations]:
    """The document with all named files in it, each as part of it or beside it."""
    cache = open_cache(project.root, _PROGRAM)
    keep_in(cache)
    reading = _read_files(project, files, cache)
    given = [path if path.is_absolute() else project.root / path for path in bib]
    for path in given:
        reading.add_bibliography(project.relative(path))
    # A bibliography handed in by name is no longer missing.
    missing = tuple(f"{path.name} does not exist" for path in given)
    reading.findings = [
        f for f in reading.findings if not (f.rule == "P6" and f.message.endswith(missing or "\0"))
    ]
    reading.has_bibliography |= bool(given)
    views, observed = observe(reading, rules, cache)
    cache.save()
    return reading.document(views), observed


def _read_files(project: Project, files: Sequence[Path], cache: Cache) -> Reading:
    """Of the main file's document; where there is none, of one of the named files."""
    names = [_name(project, path) for path in files]
    main: Path | None = None
    fragment = False
    try:
        main = project.main_file
    except InputError:
        if not files:
            raise
        # No main file, or several: one of the named files is the document, or a piece of one.
        paths = [path if path.is_absolute() else project.root / path for path in files]
        whole = [path for path in paths if _has_document_class(path)]
        main, fragment = (whole or paths)[0], not whole
    return read_files(project, main, fragment=fragment, beside=names, cache=cache)


def _has_document_class(path: Path) -> bool:
    text = path.read_bytes().decode("utf-8", errors="replace")
    return bool(_DOCUMENT_CLASS.search(text))
