"""Numeric checks of planned statements: run as separate programs, their results kept and read.

A check is run only on request (`plan check --run`, `eval`), as
`python FILE --seed N --json OUT`. Gates read the stored result, which is worth something only
for the very file and statement it was made with, and on the machine that sealed it.
"""

import os
import posixpath
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import IO, Any

from ..checks.reading import read_result, without_controls
from ..checks.stored import (
    STATE_KIND,
    StoredCheck,
    fingerprint,
    stored_checks,
    supposed,
    told,
    violations,
)
from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..project import Project, library_path
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode

DEFAULT_SEED = 20260525
#: How much of what a check prints is looked at, from its end.
_READ_BYTES = 16_384


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
    plots: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> list[CheckResult]:
    """Run the numeric check of every managed node that has one, and keep the results.

    Args:
        project: the project; JSON results go to `.output/checks/`.
        plan: its plan.
        seed: handed to every check.
        timeout_seconds: wall time for one check.
        labels: only the checks of these nodes; None for all.
        plots: have each check draw its claims beside its JSON result, which one on the kit can.
        progress: told the label before each run.

    Returns:
        One result for each node with a check, in the plan's order.
    """
    results = []
    for node in plan.managed.values():
        if node.check_file is None or (labels is not None and node.label not in labels):
            continue
        progress(node.label)
        before = _fingerprint_if_any(project, node)
        result = run_check_file(
            project,
            node.check_file,
            label=node.label,
            seed=seed,
            timeout_seconds=timeout_seconds,
            plot=plots,
        )
        if _fingerprint_if_any(project, node) != before:
            # What ran is not what stands there now, whoever changed it.
            changed = "the check, or a module beside it, changed while it ran"
            result = CheckResult(node.label, node.check_file, "could not run", changed)
        project.state.append(
            STATE_KIND,
            {
                "label": node.label,
                "check": node.check_file,
                "fingerprint": before,
                "supposed": supposed(rests_on(plan, node.label)),
                "seed": seed,
                "outcome": result.outcome,
                "reason": result.reason,
                "violations": violations(result.claims) if result.outcome == "fails" else [],
                "witnesses": list(result.witnesses),
            },
        )
        results.append(result)
    return results


def _fingerprint_if_any(project: Project, node: PlanNode) -> str:
    exists = project.inside(node.check_file or "").is_file()
    return fingerprint(project, node) if exists else ""


def run_check_file(
    project: Project,
    check: str,
    *,
    label: str,
    seed: int = DEFAULT_SEED,
    timeout_seconds: float = 900.0,
    plot: bool = False,
) -> CheckResult:
    """Run one check, whosever it is; nothing is kept but what it writes to `.output/checks/`.

    Args:
        check: its path relative to the root.
        label: what the result is of: a node, or the check itself where it belongs to none.
        plot: have it draw its claims as SVG, which a check on the kit can.

    Raises:
        InputError: the path leads out of the project.
    """
    script = project.inside(check)

    def outcome(word: str, reason: str, found: dict[str, Any] | None = None) -> CheckResult:
        rows = found or {}
        return CheckResult(
            label,
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
    command = [sys.executable, str(script), "--seed", str(seed), "--json", str(result_file)]
    command += ["--plot", str(result_file.with_suffix(".svg"))] if plot else []
    try:
        result_file.parent.mkdir(parents=True, exist_ok=True)
        # A result left by an earlier run must not pass for this one's.
        result_file.unlink(missing_ok=True)
    except OSError as error:
        return outcome("could not run", f"{project.relative(result_file)}: {error.strerror}")
    search_path = os.pathsep.join(filter(None, [str(library_path()), os.environ.get("PYTHONPATH")]))
    try:
        # Into files: what it prints may be larger than the memory, and a program that it leaves
        # behind would keep a pipe open.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            done = subprocess.run(
                command,
                cwd=project.root,
                env={**os.environ, "PYTHONPATH": search_path, "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                timeout=timeout_seconds,
                check=False,
            )
            last_line = _last_line(err) or _last_line(out) or "no output"
    except subprocess.TimeoutExpired:
        return outcome("could not run", f"no result after {timeout_seconds:.0f} s")
    if done.returncode not in (0, 1):
        return outcome("could not run", f"exit {done.returncode}: {last_line[:200]}")
    try:
        found = read_result(result_file)
    except (OSError, ValueError, RecursionError) as error:
        return outcome("could not run", f"no readable result in {result_file.name}: {error}")
    if done.returncode == 1:
        return outcome("fails", last_line[:200], found)
    if found.get("ok") is not True or found.get("error"):
        return outcome(
            "fails", f"exit 0, but its result says: {found.get('error') or 'not ok'}", found
        )
    # The exit code alone is not believed: a check that looked at nothing, or without a control
    # that failed, has not checked.
    claims, controls, witnesses = found["claims"], found["controls"], found["witnesses"]
    if not claims or not all(row.get("ok") is True for row in claims):
        return outcome("fails", "exit 0, but not every claim in its result holds", found)
    if not controls or not all(row.get("failed_as_it_must") is True for row in controls):
        return outcome("fails", "exit 0, but without a negative control that failed", found)
    if not all(row.get("ok") is True for row in witnesses if row.get("values") is not None):
        return outcome("fails", "exit 0, but a witness does not satisfy its hypotheses", found)
    return outcome("holds", "", found)


def _last_line(stream: IO[bytes]) -> str:
    """The end of what was printed, as a terminal may show it."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _READ_BYTES))
    lines = stream.read().decode("utf-8", errors="replace").strip().splitlines()
    return without_controls(lines[-1]) if lines else ""


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
        elif changed := result.changed_below(rests_on(plan, node.label)):
            add(node, f"{', '.join(changed)} changed since its check was run", again)
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
    return findings + _sharing_findings(plan) + _resting_findings(plan, stored)


def sharing_check(plan: Plan, node: PlanNode) -> list[str]:
    """Other managed statements with the same check: nothing says which of its claims are whose."""
    if node.check_file is None:
        return []
    path = posixpath.normpath(node.check_file)
    return [
        other.label
        for other in plan.managed.values()
        if other.label != node.label and other.check_file is not None
        if posixpath.normpath(other.check_file) == path
    ]


def _sharing_findings(plan: Plan) -> list[Finding]:
    return [
        file_finding(
            "G9",
            "numeric-check",
            f"{node.label} shares its check {node.check_file} with {', '.join(others)}: nothing "
            "says which claims are whose, and it passes for all with the claims of one",
            file=plan.file,
            line=node.field_lines["Check"],
            severity="warning",
            help="give each a check of its own",
        )
        for node in plan.managed.values()
        if (others := sharing_check(plan, node))
    ]


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
