"""Evaluating the gates in their order, until one does not hold."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..build import compile_document
from ..checklists import checklist_findings
from ..graph.order import rests_on
from ..graph.shape import shape_findings
from ..latex.unfinished import is_to_be_proved
from ..plan.approval import approval_findings
from ..plan.checking import check_plan, compare_with_paper
from ..plan.hypotheses import contradictions
from ..plan.management import drift
from ..plan.scope import plan_extent, scope_findings
from ..plan.witness import witness_words
from ..records.errors import InputError
from ..records.findings import Finding, Report, file_finding
from ..trace import check_trace, enumerate_steps
from .context import GateContext
from .outcomes import GATES, GateCheck, GateResult
from .review_records import load_review
from .sweep_words import words_told
from .written import argues, says_what_is_planned, unwritten_remarks

_OPENING_KINDS = ("definition", "assumption", "notation")
#: Rules of the plan that gate A tells beside a figure of their own.
_TOLD_APART = ("G7", "G9", "G10", "G20", "G21", "G22")


def evaluate_gates(context: GateContext, upto: str) -> list[GateResult]:
    """Evaluate the gates from A to `upto`; after the first that does not hold none is reached.

    Args:
        upto: one of `GATES`.

    Raises:
        InputError: the state was written by hand, or a file is unreadable in a way that concerns
            no gate in particular.
    """
    results: list[GateResult] = []
    evaluate: dict[str, Callable[[GateContext], list[GateCheck]]] = {
        "A": _gate_a,
        "B": _gate_b,
        "C": _gate_c,
        "C.5": _gate_c5,
        "D": _gate_d,
    }
    for gate in GATES[: GATES.index(upto) + 1]:
        if results and not results[-1].holds:
            results.append(GateResult(gate, (GateCheck("gates before it", "not reached"),)))
            continue
        results.append(GateResult(gate, tuple(evaluate[gate](context))))
    return results


def _gate_a(context: GateContext) -> list[GateCheck]:
    project = context.project
    checks = []
    try:
        scope = context.scope
        checks.append(GateCheck("scope declared", "holds", scope))
    except InputError as error:
        return [GateCheck("scope declared", "nothing to check", str(error))]
    try:
        plan = context.plan
    except InputError as error:
        return [*checks, GateCheck("plan", "nothing to check", str(error))]
    if not plan.nodes and not plan.findings:
        return [*checks, GateCheck("plan", "nothing to check", f"{plan.file} plans nothing")]
    adopted = project.configuration.adopted
    if adopted:
        checks += _since_adoption(context)
    if adopted and not plan.managed and not plan.findings:
        detail = f"all {len(plan.nodes)} nodes are given, unchecked, and none is managed"
        return [*checks, GateCheck("plan", "nothing to check", detail)]
    if scope == "Quick":
        findings = [*plan.findings, *shape_findings(plan, adopted=adopted), *_unmanaged(context)]
        findings = [f for f in findings if f.severity == "error"]
        checks.append(_check("plan", findings, f"{len(plan.nodes)} nodes"))
        checks.append(GateCheck("numeric checks, approval", "not required", "scope Quick"))
    else:
        report = check_plan(project)  # with the paper it is compared in gate C
        # Told below, each beside its own figure; what changed since an approval with the goals.
        shape = [f for f in report.errors if f.rule not in _TOLD_APART]
        shape += _unmanaged(context)
        graph = plan.digraph()
        aside = len(plan.nodes) - len(plan.managed)
        size = f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"
        size += f", {aside} unmanaged" if aside else ""
        checks.append(_check("plan", shape, size))
        techniques = {t for node in plan.managed.values() for t in node.techniques}
        drafted = sum(f.rule == "G30" for f in report.findings)
        detail = f"{len(techniques)} digested"
        many = "digest" if drafted == 1 else "digests"
        detail += f", {drafted} {many} drafted by scouts (read by nobody)" if drafted else ""
        checks.append(_check("technique digests", _of(report, "G7"), detail))
        with_check = [n for n in plan.managed.values() if n.check_file]
        reasons = sum(n.provable and not n.check_file for n in plan.managed.values())
        detail = f"{len(with_check)} hold" + (
            f", {reasons} with a reason why not" if reasons else ""
        )
        checks.append(_check("numeric checks", _of(report, "G9", "G22"), detail))
        contradictory, read, looked = contradictions(plan, context.document_if_any)
        checks.append(_seen("hypotheses do not contradict", contradictory, read, looked))
        words, witnessed = witness_words(project, plan)
        checks.append(_seen("witness of each goal", _of(report, "G20"), words, witnessed))
        findings, approvals = approval_findings(project, plan, context.document_if_any)
        nobody = sum(a.by == "default" for a in approvals)
        elsewhere = sum(not a.verified for a in approvals)
        detail = f"{len(approvals)} goals"
        detail += f", {nobody} by default (read by nobody)" if nobody else ""
        detail += f", {elsewhere} on another machine (unverified)" if elsewhere else ""
        if adopted and not plan.goals:
            checks.append(GateCheck("goals approved", "not required", "no goal is managed"))
        else:
            checks.append(_check("goals approved", findings, detail))
    extent = plan_extent(plan, _step_count(context) if scope == "Quick" else None)
    checks.append(_check("scope not understated", scope_findings(project, extent), str(extent)))
    return checks


def _since_adoption(context: GateContext) -> list[GateCheck]:
    """What an adopted paper has that its plan has not: no fault, as long as it is not managed."""
    document = context.document_if_any
    changed = drift(context.project, context.plan, document) if document is not None else None
    if changed is None or not (changed.new or changed.gone):
        return []
    detail = f"{changed}: `dlt-proof adopt --refresh`"
    return [GateCheck("paper as adopted", "not required", detail)]


def _step_count(context: GateContext) -> int:
    return len(enumerate_steps(context.document, set(context.plan.managed)).steps)


def _unmanaged(context: GateContext) -> list[Finding]:
    """G13 for what gates would not look at although a managed statement rests on it.

    In an adopted paper that is its ordinary state, shown as given and unchecked.
    """
    if context.project.configuration.adopted:
        return []
    plan = context.plan
    used = {n.label for node in plan.managed.values() for n in rests_on(plan, node.label)}
    return [
        file_finding(
            "G13",
            "rests-on-unmanaged",
            f"{node.label} is not managed, and a managed statement rests on it",
            file=plan.file,
            line=node.field_lines.get("Managed", node.line),
            help="manage it, or take the use out",
        )
        for node in plan.nodes.values()
        if not node.managed and node.label in used
    ]


def _gate_b(context: GateContext) -> list[GateCheck]:
    if context.scope == "Quick":
        return [GateCheck("preliminaries", "not required", "scope Quick")]
    opening = [n for n in context.plan.managed.values() if n.kind in _OPENING_KINDS]
    if not opening:
        return [
            GateCheck("preliminaries", "not required", "the plan has no definition or assumption")
        ]
    document = context.document
    missing = [
        file_finding(
            "G11",
            "not-written",
            f"{node.label} is planned and not in the LaTeX",
            file=context.plan.file,
            line=node.line,
            help="`dlt-proof emit` makes its place",
        )
        for node in opening
        if document.statement(node.label) is None
    ]
    files = {node.section for node in opening}
    lint_findings = [f for f in context.lint().errors if f.file in files or f.rule.startswith("P")]
    assumptions = sum(node.kind == "assumption" for node in opening)
    remarks = [f for f in lint_findings if f.rule == "R24"]
    remarks += unwritten_remarks(document, opening)
    rest = [f for f in lint_findings if f.rule != "R24"]
    return [
        _check("definitions and assumptions written", missing, f"{len(opening)} of {len(opening)}"),
        _check("one remark for each assumption", remarks, f"{assumptions} assumptions"),
        _check("their files lint clean", rest, f"{len(files)} files"),
    ]


def _gate_c(context: GateContext) -> list[GateCheck]:
    if context.scope == "Quick":
        return [GateCheck("proofs", "not required", "scope Quick")]
    if not any(node.provable for node in context.plan.managed.values()):
        return [GateCheck("proofs", "nothing to check", "the plan has no managed statement")]
    report = context.lint()
    disagreement = _of(report, "R25")
    told = {(f.file, f.line, f.message) for f in disagreement}
    disagreement += [f for f in _other_words(context) if (f.file, f.line, f.message) not in told]
    compared = compare_with_paper(context.plan, context.document)
    disagreement += [f for f in compared if f.severity == "error"]
    rest = [f for f in report.errors if f.rule != "R25"]
    return [
        _written_and_proved(context),
        _check("plan and paper agree", disagreement, "labels, kinds, files, statements and uses"),
        _check("lint", rest, _lint_detail(report)),
        _checklists(context),
    ]


def _checklists(context: GateContext) -> GateCheck:
    """What is asked of each managed statement and its proof, answered."""
    checklists = context.checklists
    if not checklists.items:
        return GateCheck("checklists", "not reached", "no statement is written")
    findings = checklist_findings(context.document, checklists, stale_counts=context.mending)
    return _check("checklists", findings, checklists.summary())


def _other_words(context: GateContext) -> list[Finding]:
    """G14 where the paper's statement is not the planned one, which was checked and approved."""
    document = context.document
    findings = []
    for node in context.plan.managed.values():
        statement = document.statement(node.label)
        if statement is None:
            continue
        if not says_what_is_planned(node, statement, document):
            line, column, *_ = document.place(statement.environment.span)
            findings.append(
                file_finding(
                    "G14",
                    "other-statement",
                    f"the statement of {node.label} is not the planned one (line {node.line} of "
                    "the plan), up to white space",
                    file=statement.environment.span.file,
                    line=line,
                    column=column,
                    help="numeric checks and approvals speak of the plan's: make them the same",
                )
            )
    return findings


def _written_and_proved(context: GateContext) -> GateCheck:
    """G12 for each managed statement that is missing, or has no proof with a step in it."""
    document, plan = context.document, context.plan
    provable = [node for node in plan.managed.values() if node.provable]
    sweep = enumerate_steps(document, set(plan.managed))
    with_steps = {
        statement.label
        for proof in sweep.proofs
        if proof.steps and argues(document, proof.proof.environment.body)
        for statement in proof.proof.statements
    }
    findings = []
    for node in provable:
        statement, proof = document.statement(node.label), document.proof_of(node.label)
        place = {"file": plan.file, "line": node.line}
        problem = None
        if statement is None:
            problem = f"{node.label} is planned and not in the LaTeX"
        elif proof is None:
            line, column, *_ = document.place(statement.environment.span)
            place = {"file": statement.environment.span.file, "line": line, "column": column}
            problem = f"{node.label} has no proof"
        else:
            body = proof.environment.body
            text = document.masked(body)
            line, column, *_ = document.place(proof.environment.span)
            place = {"file": body.file, "line": line, "column": column}
            if is_to_be_proved(text):
                problem = f"the proof of {node.label} is still \\todo{{prove: …}}"
            elif node.label not in with_steps:
                problem = f"the proof of {node.label} has no step in it"
        if problem:
            findings.append(file_finding("G12", "not-proved", problem, **place))  # type: ignore[arg-type]
    detail = f"{len(provable)} of {len(provable)}"
    return _check("statements written and proved", findings, detail)


def _gate_c5(context: GateContext) -> list[GateCheck]:
    if context.scope == "Quick":
        return [GateCheck("sweep", "not required", "scope Quick")]
    outcome = check_trace(context.project, context.document)
    if outcome.report.nothing_examined:
        return [GateCheck("steps", "nothing to check", "no proof has a step")]
    state = outcome.state
    colours = {c: sum(s.colour == c for s in state.steps) for c in ("green", "yellow", "red")}
    report = outcome.report
    extent = plan_extent(context.plan, len(state.steps))
    return [
        _check(
            "steps enumerated",
            _of(report, "T5", "T6", "T7", "T8"),
            f"{len(state.steps)} steps, {state.sweep.uncovered:.1%} of the text in none",
        ),
        _check(
            "evidence is what was recorded",
            _of(report, "T4"),
            f"{state.stale} stale records left aside",
        ),
        _check("no defect", _of(report, "T3"), words_told(state.steps)),
        _check(
            "coverage",
            _of(report, "T1"),
            f"{state.coverage:.0%} above 🔴 "
            f"({colours['green']} 🟢 {colours['yellow']} 🟡 {colours['red']} 🔴)"
            + "".join(f"; {finding.message}" for finding in _warnings(report, "T9")),
        ),
        _check("every 🔴 is marked", _of(report, "T2"), f"{colours['red']} open"),
        _check("scope with real step counts", scope_findings(context.project, extent), str(extent)),
    ]


def _gate_d(context: GateContext) -> list[GateCheck]:
    build = compile_document(context.project)
    pages = f"{build.pages} pages" if build.pages else "no PDF"
    pages += f", {context.project.relative(build.pdf)}" if build.pdf else ""
    lint_report = context.lint(final=context.final)
    checks = [
        _report_check("compile", build.report, pages),
        _report_check("lint", lint_report, _lint_detail(lint_report)),
    ]
    if context.scope == "Quick":
        # No sweep comes before this gate, so that it has to see the proof itself.
        not_required = GateCheck("review", "not required", "scope Quick")
        return [_written_and_proved(context), *checks, not_required]
    review = load_review(context.project, context.document)
    if review.success:
        detail = (
            f"round {review.round}, {len(review.weaknesses)} weaknesses closed, "
            f"{len(review.clean_passes)} clean passes filed, {review.panel_words}"
        )
        checks.append(GateCheck("review", "holds", detail))
    else:
        findings = tuple(
            file_finding("V1", "review-open", obstacle, help="`dlt-proof review next`")
            for obstacle in review.obstacles
        )
        checks.append(GateCheck("review", "fails", review.obstacles[0], findings))
    return checks


def _lint_detail(report: Report) -> str:
    warnings = len(report.findings) - len(report.errors)
    detail = f"{report.examined.get('files', 0)} files, {warnings} warnings"
    detail += f", {report.suppressed} suppressed" if report.suppressed else ""
    return "; ".join([detail, *report.notes])


def _of(report: Report, *rules: str) -> list[Finding]:
    return [finding for finding in report.errors if finding.rule in rules]


def _warnings(report: Report, *rules: str) -> list[Finding]:
    return [f for f in report.findings if f.rule in rules and f.severity == "warning"]


def _check(name: str, findings: Sequence[Finding], detail: str) -> GateCheck:
    if findings:
        first = findings[0].message
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        return GateCheck(name, "fails", first + more, tuple(findings))
    return GateCheck(name, "holds", detail)


def _seen(name: str, findings: Sequence[Finding], detail: str, looked: bool) -> GateCheck:
    """A check that says "ok" only where it `looked`: silence about the unread is none."""
    check = _check(name, findings, detail)
    return check if looked or findings else replace(check, outcome="not required")


def _report_check(name: str, report: Report, detail: str) -> GateCheck:
    if report.nothing_examined:
        return GateCheck(name, "nothing to check", detail, report.findings)
    return _check(name, report.errors, detail)
