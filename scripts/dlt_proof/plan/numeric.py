"""Numeric checks of planned statements: run as separate programs, their results kept and read.

A check is run only on request (`plan check --run`, `eval run`), as
`python FILE --seed N --json OUT`. Gates read the stored result, which is worth something only
for the very file and statement it was made with, and on the machine that sealed it.
"""

import ast
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..graph.plan_file import Plan
from ..latex import normalise
from ..project import Project, library_path
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode

STATE_KIND = "check"
DEFAULT_SEED = 20260525
CHECK_SCHEMA = "dlt-proof/check/1"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one numeric check said.

    Args:
        label: the node it checks.
        check: path of the check, relative to the root.
        outcome: `holds`, `fails` or `could not run`.
        reason: why it does not hold, "" where it does.
        claims, controls: the rows of its JSON result.
    """

    label: str
    check: str
    outcome: str
    reason: str
    claims: tuple[dict[str, Any], ...] = ()
    controls: tuple[dict[str, Any], ...] = ()


def run_checks(
    project: Project,
    plan: Plan,
    *,
    seed: int = DEFAULT_SEED,
    timeout_seconds: float = 900.0,
    progress: Callable[[str], None] = lambda _: None,
) -> list[CheckResult]:
    """Run the numeric check of every managed node that has one, and keep the results.

    Args:
        project: the project; JSON results go to `.output/checks/`.
        plan: its plan.
        seed: handed to every check.
        timeout_seconds: wall time for one check.
        progress: told the label before each run.

    Returns:
        One result for each node with a check, in the plan's order.
    """
    results = []
    for node in plan.managed.values():
        if node.check_file is None:
            continue
        progress(node.label)
        result = _run(project, node, seed, timeout_seconds)
        exists = project.inside(node.check_file).is_file()
        project.state.append(
            STATE_KIND,
            {
                "label": node.label,
                "check": node.check_file,
                "fingerprint": _fingerprint(project, node) if exists else "",
                "seed": seed,
                "outcome": result.outcome,
                "reason": result.reason,
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
        if found["schema"] != CHECK_SCHEMA:
            raise ValueError("another schema")
        if not all(isinstance(row, dict) for rows in (claims, controls) for row in rows):
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
    return outcome("holds", "", found)


def check_findings(project: Project, plan: Plan) -> list[Finding]:
    """G9: a managed statement whose numeric check has no current result that holds."""
    latest: dict[str, tuple[dict[str, Any], bool]] = {}
    for record in project.state.read(STATE_KIND):
        latest[str(record.data.get("label"))] = (dict(record.data), record.sealed_here)
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
        if not exists:
            add(node, f"its check {node.check_file} is not there", "write it, or say `none: why`")
        elif node.label not in latest:
            add(node, f"its check {node.check_file} has not been run", again)
        else:
            data, sealed_here = latest[node.label]
            if not sealed_here:
                add(node, "its check was run on another machine only", again)
            elif data.get("fingerprint") != _fingerprint(project, node):
                add(node, "its check or its statement changed since the check was run", again)
            elif data.get("outcome") != "holds":
                add(
                    node,
                    f"its check does not hold: {data.get('reason')}",
                    "the claim may be false: look at the instance before proving it",
                )
    return findings


def _fingerprint(project: Project, node: PlanNode) -> str:
    """Hash of the statement and of the check with what it imports from beside itself."""
    script = project.inside(node.check_file or "")
    digest = hashlib.sha256(normalise(node.statement).encode("utf-8"))
    for path in sorted(_with_imported_siblings(script)):
        name = path.relative_to(script.parent).as_posix()
        digest.update(b"\0" + name.encode("utf-8") + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _with_imported_siblings(script: Path) -> set[Path]:
    found: set[Path] = set()
    open_files = [script]
    while open_files:
        path = open_files.pop()
        found.add(path)
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        names: set[str] = set()
        for statement in ast.walk(tree):
            if isinstance(statement, ast.Import):
                names.update(alias.name for alias in statement.names)
            elif isinstance(statement, ast.ImportFrom) and statement.module:
                names.add(statement.module)
        for name in {name.split(".")[0] for name in names}:
            module, package = script.parent / f"{name}.py", script.parent / name
            beside = {module} if module.is_file() else set(package.rglob("*.py"))
            open_files += sorted(beside - found)
    return found
