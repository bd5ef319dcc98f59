"""Numeric checks of planned statements: run as separate programs, their results kept and read.

A check is run only on request (`plan check --run`, `eval run`), as
`python FILE --seed N --json OUT`. Gates read the stored result, which is worth something only
for the very file and statement it was made with, and on the machine that sealed it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..checks import CHECK_SCHEMA
from ..checks.stored import (
    STATE_KIND,
    StoredCheck,
    fingerprint,
    stored_checks,
    told,
    violations,
)
from ..graph.plan_file import Plan
from ..project import Project, library_path
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode

DEFAULT_SEED = 20260525


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one numeric check said.

    Args:
        label: the node it checks.
        check: path of the check, relative to the root.
        outcome: `holds`, `fails` or `could not run`.
        reason: why it does not hold, "" where it does.
        claims, controls, witnesses: the rows of its JSON result.
    """

    label: str
    check: str
    outcome: str
    reason: str
    claims: tuple[dict[str, Any], ...] = ()
    controls: tuple[dict[str, Any], ...] = ()
    witnesses: tuple[dict[str, Any], ...] = ()


def run_checks(
    project: Project,
    plan: Plan,
    *,
    seed: int = DEFAULT_SEED,
    timeout_seconds: float = 900.0,
    labels: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[CheckResult]:
    """Run the numeric check of every managed node that has one, and keep the results.

    Args:
        project: the project; JSON results go to `.output/checks/`.
        plan: its plan.
        seed: handed to every check.
        timeout_seconds: wall time for one check.
        labels: only the checks of these nodes; None for all.
        progress: told the label before each run.

    Returns:
        One result for each node with a check, in the plan's order.
    """
    results = []
    for node in plan.managed.values():
        if node.check_file is None or (labels is not None and node.label not in labels):
            continue
        progress(node.label)
        result = _run(project, node, seed, timeout_seconds)
        exists = project.inside(node.check_file).is_file()
        project.state.append(
            STATE_KIND,
            {
                "label": node.label,
                "check": node.check_file,
                "fingerprint": fingerprint(project, node) if exists else "",
                "seed": seed,
                "outcome": result.outcome,
                "reason": result.reason,
                "violations": violations(result.claims) if result.outcome == "fails" else [],
                "witnesses": list(result.witnesses),
            },
        )
        results.append(result)
    return results


def _run(project: Project, node: PlanNode, seed: int, timeout_seconds: float) -> CheckResult:
    check = node.check_file or ""
    script = project.inside(check)

    def outcome(word: str, reason: str, found: dict[str, Any] | None = None) -> CheckResult:
        rows = found or {}
        return CheckResult(
            node.label,
            check,
            word,
            reason,
            tuple(rows.get("claims", ())),
            tuple(rows.get("controls", ())),
            tuple(rows.get("witnesses", ())),
        )

    if not script.is_file():
        return outcome("could not run", "the file is not there")
    result_file = project.output / "checks" / f"{script.stem}.json"
    result_file.parent.mkdir(parents=True, exist_ok=True)
    # A result left by an earlier run must not pass for this one's.
    result_file.unlink(missing_ok=True)
    search_path = os.pathsep.join(filter(None, [str(library_path()), os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(
            [sys.executable, str(script), "--seed", str(seed), "--json", str(result_file)],
            cwd=project.root,
            env={**os.environ, "PYTHONPATH": search_path, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return outcome("could not run", f"no result after {timeout_seconds:.0f} s")
    last_line = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
    if done.returncode not in (0, 1):
        return outcome("could not run", f"exit {done.returncode}: {last_line[:200]}")
    try:
        found = json.loads(result_file.read_text(encoding="utf-8"))
        claims, controls = found["claims"], found["controls"]
        # A check written before there were witnesses has none, which is no fault of its result.
        witnesses = found.setdefault("witnesses", [])
        if found["schema"] != CHECK_SCHEMA:
            raise ValueError("another schema")
        parts = (claims, controls, witnesses)
        if not all(isinstance(row, dict) for rows in parts for row in rows):
            raise ValueError("a row that is no object")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return outcome("could not run", f"no readable result in {result_file.name}: {error}")
    if done.returncode == 1:
        return outcome("fails", last_line[:200], found)
    if found.get("ok") is not True or found.get("error"):
        return outcome(
            "fails", f"exit 0, but its result says: {found.get('error') or 'not ok'}", found
        )
    # The exit code alone is not believed: a check that looked at nothing, or without a control
    # that failed, has not checked.
    if not claims or not all(row.get("ok") is True for row in claims):
        return outcome("fails", "exit 0, but not every claim in its result holds", found)
    if not controls or not all(row.get("failed_as_it_must") is True for row in controls):
        return outcome("fails", "exit 0, but without a negative control that failed", found)
    if not all(row.get("ok") is True for row in witnesses if row.get("values") is not None):
        return outcome("fails", "exit 0, but a witness does not satisfy its hypotheses", found)
    return outcome("holds", "", found)


def check_findings(project: Project, plan: Plan) -> list[Finding]:
    """G9: a managed statement whose numeric check has no current result that holds.

    G22: one that rests on a statement which an instance violates.
    """
    stored = stored_checks(project, plan.managed.values())
    findings = []

    def add(node: PlanNode, message: str, help: str) -> None:
        findings.append(
            file_finding(
                "G9",
                "numeric-check",
                f"{node.label}: {message}",
                file=plan.file,
                line=node.field_lines["Check"],
                help=help,
            )
        )

    again = "run `dlt-proof plan check --run`"
    for node in plan.managed.values():
        if node.check_file is None:
            continue
        try:
            exists = project.inside(node.check_file).is_file()
        except InputError as error:
            add(node, error.message, "a check lies in the project")
            continue
        result = stored.get(node.label)
        if not exists:
            add(node, f"its check {node.check_file} is not there", "write it, or say `none: why`")
        elif result is None:
            add(node, f"its check {node.check_file} has not been run", again)
        elif not result.sealed_here:
            add(node, "its check was run on another machine only", again)
        elif not result.current:
            add(node, "its check or its statement changed since the check was run", again)
        elif result.refuted:
            add(
                node,
                f"its check found a violating instance: {told(result.violations[0])}",
                f"mend the statement or the check; `dlt-proof plan refute {node.label}` reports it",
            )
        elif result.outcome == "could not run":
            add(node, f"its check could not run: {result.reason}", f"mend the check, then {again}")
        elif result.outcome != "holds":
            add(
                node,
                f"its check does not hold: {result.reason}",
                "the claim may be false: look at the instance before proving it",
            )
    return findings + _resting_findings(plan, stored)


def refuted_below(plan: Plan, stored: Mapping[str, StoredCheck]) -> dict[str, list[str]]:
    """By label, what a node rests on that an instance violates; the violated nodes not in it.

    Args:
        stored: results of the checks, as `checks.stored.stored_checks` gives them.
    """
    false = [label for label, result in stored.items() if result.refuted]
    below: dict[str, list[str]] = {}
    for label in false:
        for consumer in all_consumers(plan, label):
            below.setdefault(consumer.label, []).append(label)
    return below


def all_consumers(plan: Plan, label: str) -> list[PlanNode]:
    """What rests on a node, all the way up, in the plan's order."""
    import networkx as nx

    above = nx.descendants(plan.digraph(), label)
    return [node for node in plan.nodes.values() if node.label in above and node.label != label]


def _resting_findings(plan: Plan, stored: Mapping[str, StoredCheck]) -> list[Finding]:
    return [
        file_finding(
            "G22",
            "rests-on-refuted",
            f"{label} rests on {', '.join(false)}, which an instance violates",
            file=plan.file,
            line=plan.nodes[label].line,
            help=f"`dlt-proof plan refute {false[0]}` says what falls with it",
        )
        for label, false in refuted_below(plan, stored).items()
        if plan.nodes[label].managed
    ]
