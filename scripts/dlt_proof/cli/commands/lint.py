"""`dlt-proof lint`, `explain`."""

from __future__ import annotations

import os
import sys
from functools import partial

from ...project import Project, find_project
from ...project.files import is_file, is_folder
from ...records.errors import InputError
from ...records.exit_codes import ExitCode
from ..output import Progress, as_text, print_report, print_short
from .common import project_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...lint.fixes import Lint


def run_lint(options: argparse.Namespace) -> ExitCode:
    from ...graph.plan_file import read_plan
    from ...lint import BaselineUse, lint

    _refuse_together(options)
    folders = [path for path in options.paths if is_folder(path)]
    files = [path for path in options.paths if not is_folder(path)]
    root = options.project_root or (folders[0] if folders else None)
    if len(folders) > 1 or (folders and options.project_root):
        raise InputError("more than one project is named")
    for path in files:
        if not is_file(path):
            raise InputError("the file does not exist", file=path)
    if files and root is None:
        root = find_project(os.path.dirname(os.path.realpath(files[0]))).folder
    project = project_in(root)
    plan = read_plan(project) if project.has_plan else None
    if plan is not None and plan.findings:
        # Half a plan would make planned statements look unplanned.
        first = plan.findings[0]
        raise InputError(first.message, file=first.file, line=first.line)
    rules_of_all = partial(
        lint,
        plan=plan.nodes if plan is not None else None,
        files=[os.path.realpath(path) for path in files],
        bib=options.bib,
        final=options.final,
    )
    run = partial(
        rules_of_all,
        select=_rules(options.select),
        ignore=_rules(options.ignore),
        baseline=None
        if options.baseline is None
        else BaselineUse(options.baseline or os.curdir, options.update_baseline),
        unfinished=options.short,
    )
    if options.fix or options.diff:
        code = _mend(options, project, run, partial(rules_of_all, select=["all"]))
        if code is not None:
            return code
    report = run(project)
    if options.short:
        return print_short(report)
    return print_report(
        report,
        options.format,
        subject=project.folder,
        project=project,
        statistics=options.statistics,
    )


def _mend(options: argparse.Namespace, project: Project, run: Lint, guard: Lint) -> ExitCode | None:
    """`--fix` writes and leaves the rest to the report; `--diff` shows, and is done."""
    from ...lint.fixes import as_diff, find_fixes, write_fixes

    progress = Progress(options.quiet)
    fixes = find_fixes(project, run, guard)
    if not options.diff:
        fixes = write_fixes(project, fixes)
    changed = f"{len(fixes.files)} file{'' if len(fixes.files) == 1 else 's'}"
    mended = f"{fixes.mended} finding{'' if fixes.mended == 1 else 's'}"
    progress.say(f"{'would mend' if options.diff else 'mended'} {mended} in {changed}")
    for name, reason in fixes.refused:
        progress.say(f"{name} is left as it is: {reason}")
    if not options.diff:
        return None
    print(as_diff(fixes.files), end="")
    unread = [f for f in fixes.remaining.findings if f.rule.startswith("P")]
    for finding in unread:
        print(as_text(finding), file=sys.stderr)
    return ExitCode.FAILS if fixes.files or unread else ExitCode.HOLDS


def _refuse_together(options: argparse.Namespace) -> None:
    """An option that would have no effect is refused: it was meant to have one."""
    if options.update_baseline and options.baseline is None:
        raise InputError("--update-baseline needs --baseline FILE")
    if options.update_baseline and (options.fix or options.diff):
        raise InputError("--update-baseline goes together with neither --fix nor --diff")
    if options.diff and (options.fix or options.short or options.format != "text"):
        raise InputError("--diff does not go together with --fix, --short and --format")
    if options.update_baseline and options.short:
        raise InputError("--short does not go together with --update-baseline")
    if options.statistics and options.format not in ("text", "json"):
        raise InputError(f"--statistics does not go together with --format {options.format}")
    if options.short and (options.format != "text" or options.statistics):
        other = "--statistics" if options.statistics else f"--format {options.format}"
        raise InputError(f"--short does not go together with {other}")


def _rules(values: list[str]) -> list[str]:
    rules = [rule.strip() for value in values for rule in value.split(",")]
    if not all(rules):
        raise InputError("--select and --ignore take rules, separated by commas")
    return rules


def run_explain(options: argparse.Namespace) -> ExitCode:
    from ...build.explanations import FINDINGS as OF_COMPILE
    from ...build.explanations import explain_build_finding
    from ...gates.explanations import FINDINGS, explain_finding
    from ...lint import explain
    from ...lint.explanations import TOPICS, summaries
    from ...reviewers.explanations import WEAKNESSES, explain_weakness
    from ...reviewers.names import NAMES

    if options.rule is not None:
        item = options.rule
        found = explain_finding(item) or explain_build_finding(item) or explain_weakness(item)
        print(found or explain(item))
        return ExitCode.HOLDS
    for identifier, name, rule_class, summary in summaries():
        print(f"{identifier:<4} {name:<28} {rule_class:<12} {summary}")
    for identifier, (name, text) in FINDINGS.items():
        about = "sweep" if identifier.startswith("T") else "plan"
        print(f"{identifier:<4} {name.partition(',')[0]:<28} {about:<12} {_first_sentence(text)}")
    for identifier, (name, text) in OF_COMPILE.items():
        print(f"{identifier:<4} {name:<28} {'build':<12} {_first_sentence(text)}")
    for identifier, text in sorted(WEAKNESSES.items()):
        print(f"{identifier:<4} {NAMES[identifier]:<28} {'review':<12} {_first_sentence(text)}")
    print(f"\n`dlt-proof explain ID` tells more; also explained: {', '.join(TOPICS)}")
    return ExitCode.HOLDS


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."
