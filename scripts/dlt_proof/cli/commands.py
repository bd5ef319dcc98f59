"""One function for each command: options in, exit code out."""

from __future__ import annotations

import os
import sys
from functools import partial

from ..project import Project, find_project, open_project
from ..records.errors import InputError, RefusedError
from ..records.exit_codes import ExitCode
from ..records.findings import Finding, Report, file_finding
from .output import Progress, as_text, print_findings, print_json, print_report, print_short

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ..gates import GateCheck, GateResult
    from ..latex import Document
    from ..lint.fixes import Lint
    from ..plan import CheckResult
    from ..records.review import Weakness


def _project(folder: str | None) -> Project:
    return open_project(folder) if folder else find_project(os.getcwd())


def _proof_project(folder: str | None) -> Project:
    project = _project(folder)
    if not project.is_proof_project:
        raise InputError(
            f"{project.root} is a plain paper, without .proof-research/",
            remedy="`dlt-proof init DIR` makes a proof project",
        )
    return project


def _document(project: Project) -> Document:
    """The paper, refused when a part of it could not be read: half a paper proves nothing."""
    from ..latex import read_document

    document = read_document(project)
    unreadable = [f for f in document.findings if f.severity == "error"]
    if unreadable:
        first = unreadable[0]
        raise InputError(
            first.message, file=first.file, line=first.line, remedy="`dlt-proof lint` shows all"
        )
    return document


# ---- project ------------------------------------------------------------------------------------


def run_init(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ..emit import initialise

    project, made = initialise(
        Path(options.folder), pattern=options.pattern, autonomous=options.autonomous
    )
    for name in made:
        print(f"made {name}")
    if not made:
        print("nothing was missing")
    Progress(options.quiet).say(f"next: cd {project.root} && dlt-proof status")
    return ExitCode.HOLDS


def run_status(options: argparse.Namespace) -> ExitCode:
    from ..workflow import gate_line, status

    project = _project(options.folder)
    result = status(project)
    print(f"{project.root.name}")
    for gate in result.gates:
        print(f"  {gate_line(gate)}")
    print(f"next: {result.next}")
    return ExitCode.HOLDS


def run_gate(options: argparse.Namespace) -> ExitCode:
    from ..gates import GateContext, evaluate_gates

    project = _project(options.folder)
    results = evaluate_gates(GateContext(project, final=options.final), options.gate)
    if options.format == "text":
        for result in results:
            _print_gate(result)
    else:
        findings = tuple(f for r in results for c in r.checks for f in _findings_of(r, c))
        examined = {
            "checks": sum(c.outcome in ("holds", "fails") for r in results for c in r.checks)
        }
        print_report(Report(f"gate {options.gate}", findings, examined), options.format)
    broken = next((result for result in results if not result.holds), None)
    if broken is None:
        return ExitCode.HOLDS
    return ExitCode.BAD_INPUT if broken.outcome == "nothing to check" else ExitCode.FAILS


def _findings_of(result: GateResult, check: GateCheck) -> tuple[Finding, ...]:
    """A check's findings; one that had nothing to look at is a finding, never silence."""
    if check.outcome == "nothing to check" and not check.findings:
        message = f"gate {result.gate}, {check.name}: {check.detail}"
        return (file_finding("G15", "nothing-to-check", message),)
    return check.findings


def _print_gate(result: GateResult) -> None:
    if result.outcome == "not reached":
        print(f"gate {result.gate} ({result.phase}): not reached, a gate before it does not hold")
        return
    word = {"fails": "does not hold"}.get(result.outcome, result.outcome)
    print(f"gate {result.gate} ({result.phase}): {word}")
    for check in result.checks:
        if check.outcome == "not required":
            print(f"  –  {check.name}: {check.detail}")
        else:
            sign = "ok" if check.outcome == "holds" else "✗ "
            print(f"  {sign} {check.name}: {check.detail}")
        for finding in check.findings[:20]:
            if finding.severity == "error":
                print("       " + as_text(finding).replace("\n", "\n       "))
        if len(check.findings) > 20:
            print(f"       … and {len(check.findings) - 20} more (--format json shows all)")


# ---- phase A ------------------------------------------------------------------------------------


def run_scope(options: argparse.Namespace) -> ExitCode:
    from ..graph import read_plan
    from ..plan import SCOPES, declare_scope, plan_extent, read_scope, scope_findings

    words = [word for word in options.words if word in SCOPES]
    others = [word for word in options.words if word not in SCOPES]
    if len(words) > 1 or len(others) > 1 or (others and not os.path.isdir(others[0])):
        wrong = others[0] if others else " ".join(words)
        raise InputError(
            f"{wrong!r} is neither a scope nor a folder", remedy=f"scopes: {', '.join(SCOPES)}"
        )
    project = _proof_project(others[0] if others else None)
    if words:
        declare_scope(project, words[0], _document_if_any(project) if words[0] == "Quick" else None)
    declared = read_scope(project)
    plan = read_plan(project) if project.plan_file.is_file() else None
    if plan is None or not plan.nodes:
        print(f"scope {declared} is declared; there is no plan to check it against yet")
        return ExitCode.HOLDS if words else ExitCode.BAD_INPUT
    extent = plan_extent(plan)
    findings = tuple(scope_findings(project, extent))
    report = Report("scope", findings, {"statements": extent.theorems + extent.lemmas})
    if options.format == "text" and report.ok:
        print(f"scope {declared} is declared; the plan shows {extent}")
    return print_report(report, options.format)


def _document_if_any(project: Project) -> Document | None:
    try:
        return _document(project)
    except InputError:
        return None


def run_plan_check(options: argparse.Namespace) -> ExitCode:
    from ..graph import read_plan
    from ..plan import check_plan, read_scope, run_checks

    project = _proof_project(options.folder)
    progress = Progress(options.quiet)
    results: list[CheckResult] = []
    if options.run:
        plan = read_plan(project)
        seed = {} if options.seed is None else {"seed": options.seed}
        results = run_checks(
            project, plan, progress=lambda n: progress.step(f"checking {n}"), **seed
        )
        progress.done()
        if options.format == "text":
            for result in results:
                _print_check(result)
    try:
        quick = read_scope(project) == "Quick"
    except InputError:
        quick = False
    code = print_report(check_plan(project, with_numeric_checks=not quick), options.format)
    # What was asked to run has to have run, and held, whatever the scope asks for.
    if any(result.outcome == "could not run" for result in results):
        return ExitCode.BAD_INPUT
    return code if all(r.outcome == "holds" for r in results) else ExitCode.FAILS


def _print_check(result: CheckResult) -> None:
    slack = [row["slack"] for row in result.claims if isinstance(row.get("slack"), int | float)]
    figures = f"{len(result.claims)} claims, {len(result.controls)} controls failed as they must"
    if slack:
        # An identity's slack is rounding error, which the check has found small enough.
        tightest = min(slack)
        shown = "0 to rounding" if -1e-9 < tightest <= 0 else f"{tightest:.2g}"
        figures += f", least slack {shown}"
    detail = figures if result.outcome == "holds" else result.reason
    print(f"{result.label:<28} {result.outcome:<14} {detail}")


def run_plan_order(options: argparse.Namespace) -> ExitCode:
    from ..graph import leaves_first, read_plan

    project = _proof_project(options.folder)
    plan = read_plan(project)
    if plan.findings:
        print_findings(plan.findings)
        return ExitCode.BAD_INPUT
    nodes = [node for node in leaves_first(plan) if node.managed]
    if not nodes:
        raise InputError("the plan has no managed node", file=plan.file)
    for number, node in enumerate(nodes, start=1):
        print(f"{number:>3}. {node.label:<32} {node.kind:<12} {node.section}")
    return ExitCode.HOLDS


def run_plan_approve(options: argparse.Namespace) -> ExitCode:
    from ..graph import read_plan
    from ..plan import approve

    folders = [word for word in options.words if os.path.isdir(word)]
    labels = [word for word in options.words if word not in folders]
    if len(folders) > 1:
        raise InputError("more than one folder is named")
    project = _proof_project(folders[0] if folders else None)
    plan = read_plan(project)
    if plan.findings:
        print_findings(plan.findings)
        return ExitCode.BAD_INPUT
    approved = approve(
        project, plan, _document_if_any(project), labels, by_default=options.by_default
    )
    how = "by default, read by nobody" if options.by_default else "by a person"
    for label in approved:
        print(f"approved {label} and what it rests on ({how})")
    return ExitCode.HOLDS


# ---- phases B and C -----------------------------------------------------------------------------


def run_emit(options: argparse.Namespace) -> ExitCode:
    from ..emit import emit
    from ..graph import read_plan

    project = _proof_project(options.folder)
    emission = emit(project, read_plan(project))
    for name in emission.made:
        print(f"made {name}")
    for label in emission.added:
        print(f"added {label}")
    for name in emission.inputs:
        print(f"{project.relative(project.main_file)} now reads {name}")
    if not emission.changed:
        print("nothing was missing")
    return ExitCode.HOLDS


def run_lint(options: argparse.Namespace) -> ExitCode:
    from ..graph import read_plan
    from ..lint import BaselineUse, lint

    _refuse_together(options)
    folders = [path for path in options.paths if os.path.isdir(path)]
    files = [path for path in options.paths if not os.path.isdir(path)]
    root = options.project_root or (folders[0] if folders else None)
    if len(folders) > 1 or (folders and options.project_root):
        raise InputError("more than one project is named")
    for path in files:
        if not os.path.isfile(path):
            raise InputError("the file does not exist", file=path)
    if files and root is None:
        root = find_project(os.path.dirname(os.path.realpath(files[0]))).folder
    project = _project(root)
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
    from ..lint.fixes import as_diff, find_fixes, write_fixes

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
    from ..lint import explain
    from ..lint.explanations import TOPICS, summaries

    if options.rule is not None:
        print(explain(options.rule))
        return ExitCode.HOLDS
    for identifier, name, rule_class, summary in summaries():
        print(f"{identifier:<4} {name:<28} {rule_class:<12} {summary}")
    print(f"\n`dlt-proof explain ID` tells more; also explained: {', '.join(TOPICS)}")
    return ExitCode.HOLDS


# ---- phase C.5 ----------------------------------------------------------------------------------


def run_trace_init(options: argparse.Namespace) -> ExitCode:
    from ..trace import load_trace, start_sweep, write_trace

    project = _proof_project(options.folder)
    document = _document(project)
    sweep = start_sweep(project, document)
    write_trace(project, load_trace(project, document))
    print(
        f"{len(sweep.steps)} steps in {len(sweep.proofs)} proofs; "
        f"{sweep.uncovered:.1%} of their text belongs to no step"
    )
    return ExitCode.HOLDS


def run_trace_status(options: argparse.Namespace) -> ExitCode:
    from ..trace import load_trace, render_trace, write_trace

    project = _project(options.folder)
    document = _document(project)
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


def run_trace_show(options: argparse.Namespace) -> ExitCode:
    from ..trace import load_trace

    project = _project(options.folder)
    item = load_trace(project, _document(project)).find(options.step)
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


def run_trace_jobs(options: argparse.Namespace) -> ExitCode:
    from ..trace import load_trace

    project = _project(options.folder)
    state = load_trace(project, _document(project))
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


def run_trace_verify(options: argparse.Namespace) -> ExitCode:
    from ..trace import load_trace, verify_steps, write_trace

    project = _proof_project(options.folder)
    document = _document(project)
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


def run_trace_record(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ..trace import load_trace, record_reports, write_trace

    project = _proof_project(options.folder)
    document = _document(project)
    counts = record_reports(project, document, Path(options.file))
    write_trace(project, load_trace(project, document))
    print(
        ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())) or "all on file before"
    )
    return ExitCode.HOLDS


def run_trace_mark(options: argparse.Namespace) -> ExitCode:
    from ..trace import load_trace, mark_step, write_trace

    project = _proof_project(options.folder)
    document = _document(project)
    colour = None if options.colour == "note" else options.colour
    mark_step(project, document, options.step, colour=colour, note=options.note)
    write_trace(project, load_trace(project, document))
    print(f"marked {options.step}")
    return ExitCode.HOLDS


def run_trace_check(options: argparse.Namespace) -> ExitCode:
    from ..trace import check_trace

    project = _proof_project(options.folder)
    outcome = check_trace(project, _document(project), recompute=options.recompute)
    return print_report(outcome.report, options.format)


# ---- phase D ------------------------------------------------------------------------------------


def run_compile(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ..build import compile_document

    main = None
    if options.path and not Path(options.path).is_dir():
        main = Path(options.path)
        if not main.is_file():
            raise InputError("the file does not exist", file=options.path)
        project = find_project(main.resolve().parent)
    else:
        project = _project(options.path)
    result = compile_document(
        project,
        main=main.resolve() if main else None,
        outdir=Path(options.outdir).resolve() if options.outdir else None,
        timeout_seconds=options.timeout,
    )
    code = print_report(result.report, options.format)
    if options.format == "text" and result.pdf is not None and code == ExitCode.HOLDS:
        print(f"{project.relative(result.pdf)}: {result.pages} pages")
    return code


def run_review_start(options: argparse.Namespace) -> ExitCode:
    from ..graph import read_plan
    from ..review import start_round

    project = _proof_project(options.folder)
    document = _document(project)
    start, weaknesses = start_round(project, document, read_plan(project))
    print(f"round {start.round}: the deterministic reviewers found {len(weaknesses)} weaknesses")
    _print_weaknesses(weaknesses)
    _write_rounds(project, document)
    return ExitCode.HOLDS


def run_review_next(options: argparse.Namespace) -> ExitCode:
    from ..gates import load_review
    from ..review import handout, next_action

    project = _proof_project(options.folder)
    document = _document(project)
    review = load_review(project, document)
    action = next_action(review)
    if action == "dlt-proof review next":
        print("give the text to a reader who mended nothing; file the answer with")
        print("`dlt-proof review record FILE.json`:")
        print_json(handout(project, document))
    else:
        print(f"next: {action}")
    return ExitCode.HOLDS


def run_review_record(options: argparse.Namespace) -> ExitCode:
    from pathlib import Path

    from ..review import record_pass

    project = _proof_project(options.folder)
    document = _document(project)
    filed, weaknesses = record_pass(project, document, Path(options.file))
    print(f"round {filed.round}, {filed.reader}: {'a clean pass' if filed.clean else 'not clean'}")
    _print_weaknesses(weaknesses)
    _write_rounds(project, document)
    return ExitCode.HOLDS


def run_review_classify(options: argparse.Namespace) -> ExitCode:
    from ..records.review import Judgement
    from ..review import classify

    project = _proof_project(options.folder)
    document = _document(project)
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


def run_review_fix(options: argparse.Namespace) -> ExitCode:
    from ..review import apply_fix

    project = _proof_project(options.folder)
    document = _document(project)
    apply_fix(project, document, options.weakness, by=options.by, note=options.note)
    print(f"{options.weakness} is recorded as mended; the gates before the review hold")
    _write_rounds(project, document)
    return ExitCode.HOLDS


def run_review_report(options: argparse.Namespace) -> ExitCode:
    from ..gates import load_review
    from ..review import render_round

    project = _proof_project(options.folder)
    document = _document(project)
    review = load_review(project, document)
    if not review.rounds:
        raise InputError("no review has been started", remedy="`dlt-proof review start`")
    _write_rounds(project, document)
    for obstacle in review.obstacles:
        print(obstacle)
    for number in range(review.round, 0, -1):
        print()
        print(render_round(review, number), end="")
    return ExitCode.HOLDS if review.success else ExitCode.FAILS


def _print_weaknesses(weaknesses: list[Weakness]) -> None:
    for w in weaknesses:
        print(f"  {w.identifier} {w.severity} {w.file}:{w.line}: {w.claim}")


def _write_rounds(project: Project, document: Document) -> None:
    from ..gates import load_review
    from ..review import write_rounds

    write_rounds(project, load_review(project, document))


# ---- evals --------------------------------------------------------------------------------------


def run_eval_run(options: argparse.Namespace) -> ExitCode:
    from ..evals import find_eval, run_eval
    from ..plan.numeric import DEFAULT_SEED

    project = find_eval(options.name)
    if not project.is_proof_project:
        raise RefusedError(f"{project.root.name} is no proof project")
    progress = Progress(options.quiet)
    seed = DEFAULT_SEED if options.seed is None else options.seed
    run = run_eval(project, seed=seed, progress=lambda n: progress.step(f"checking {n}"))
    progress.done()
    if options.format == "json":
        rows = [
            {
                "label": result.label,
                "check": result.check,
                "outcome": result.outcome,
                "reason": result.reason,
                "claims": list(result.claims),
                "controls": list(result.controls),
            }
            for result in run.results
        ]
        print_json({"schema": "dlt-proof/eval/1", "ok": run.ok, "seed": seed, "results": rows})
    else:
        for result in run.results:
            _print_check(result)
            _print_rows(result)
    if any(result.outcome == "could not run" for result in run.results):
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if run.ok else ExitCode.FAILS


def _print_rows(result: CheckResult) -> None:
    for row in result.claims:
        sign = "ok" if row.get("ok") else "✗ "
        print(f"    {sign} {row.get('name')}: {_figures(row)}")
    for row in result.controls:
        sign = "ok" if row.get("failed_as_it_must") else "✗ "
        print(f"    {sign} control, must fail: {row.get('name')}: {_figures(row)}")


def _figures(row: dict[str, object]) -> str:
    parts = []
    for key in ("observed", "bound", "slack"):
        value = row.get(key)
        if isinstance(value, int | float):
            parts.append(f"{key} {value:.4g}")
    if row.get("instances"):
        parts.append(f"{row['instances']} instances")
    return ", ".join(parts)
