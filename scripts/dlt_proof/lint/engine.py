"""Running the rules over a document: which rules, which files, what is reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..latex import Document
from ..project import Project, StrPath, open_cache, shipped_path
from ..project.files import exists, is_file
from ..records.errors import InputError
from ..records.findings import Finding, Report
from ..records.plan import PlanNode
from .context import Context, is_strict
from .documents import Seen, judge_documents, read_documents, together
from .observing import observed_in
from .reporting import BaselineUse, conclude
from .rule import Rule
from .rules import all_rules
from .selection import UNUSED, choose
from .settings import FileSettings

#: What decides, besides the program, what a file's text leads to.
_SHIPPED = (f"{shipped_path('catalogue')}/techniques/index.json",)

RULE_IDS: tuple[str, ...] = tuple(rule.id for rule in all_rules())


def lint(
    project: Project,
    *,
    files: Sequence[StrPath] = (),
    bib: Sequence[StrPath] = (),
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
        seen = [Seen(document, observed_in(document.views, rules))]
    else:
        cache = open_cache(project.folder, _SHIPPED)
        seen = read_documents(project, files, bib, rules, cache)
        cache.save()
    reported = _whole_documents(reported, seen)

    def context_of(one: Seen) -> Context:
        return Context(one.document, project, final, plan, reported, choice.asked)

    def judge(rule: Rule, one: Seen) -> Iterable[Finding]:
        return rule.judge(context_of(one), one.observed[rule.id])

    if len(seen) == 1:
        whole = seen[0]
        findings = [*whole.document.findings]
        for rule in choice.rules:
            findings += judge(rule, whole)
    else:
        whole = together(seen)
        findings = judge_documents(seen, choice.rules, judge)
    return conclude(
        context_of(whole), choice, _each_once(findings), whole.observed[UNUSED],
        settings=settings, baseline=baseline, unfinished=unfinished,
    )  # fmt: skip


def _whole_documents(reported: frozenset[str], seen: Sequence[Seen]) -> frozenset[str]:
    """To name a document means all its files; to name all of them means everything."""
    files: set[str] = set(reported)
    for one in seen:
        if one.document.main in reported:
            files |= one.document.files.keys()
    everything = {name for one in seen for name in one.document.files}
    return frozenset() if files >= everything else frozenset(files)


def rule_table() -> tuple[Rule, ...]:
    """All rules, by number."""
    return all_rules()


def _each_once(findings: list[Finding]) -> list[Finding]:
    """Without the findings of the reader that a rule that ran reports as its own."""
    proofs = {(f.file, f.line, f.column) for f in findings if f.rule == "R3"}
    return [f for f in findings if f.rule != "P1" or (f.file, f.line, f.column) not in proofs]


def _must_exist(project: Project, path: StrPath) -> None:
    absolute = project.path_to(path)
    if not exists(absolute):
        raise InputError("the file does not exist", file=str(path))
    if not is_file(absolute):
        raise InputError("is not a file", file=str(path))


def _name(project: Project, path: StrPath) -> str:
    return project.relative(project.path_to(path))
