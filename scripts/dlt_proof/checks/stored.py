"""What the last run of a node's numeric check said, and whether that still counts.

A result is worth something only for the very file and statement it was made with, and on the
machine that sealed it. Not here: running a check, which only the plan's commands do (`plan`).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..latex import normalise
from ..project import Project
from ..records.errors import InputError
from ..records.plan import PlanNode
from .instances import describe, short

STATE_KIND = "check"


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """The last result of a node's numeric check.

    Args:
        label: the node.
        check: path of the check, relative to the root.
        outcome: `holds`, `fails` or `could not run`.
        reason: why it does not hold, "" where it does.
        seed: the seed it was run with.
        violations: the rows of the claims that an instance refutes, with that instance.
        witnesses: the rows of its witnesses; None in a result from before there were any.
        supposed: by label what the definitions and assumptions said that the node rested on;
            None in a result from before that was kept.
        current: whether file and statement are those it was made with.
        sealed_here: whether it was made on this machine.
    """

    label: str
    check: str
    outcome: str
    reason: str
    seed: int
    violations: tuple[Mapping[str, Any], ...]
    witnesses: tuple[Mapping[str, Any], ...] | None
    supposed: Mapping[str, str] | None
    current: bool
    sealed_here: bool

    @property
    def counts(self) -> bool:
        """Whether the result says anything of what stands there now."""
        return self.current and self.sealed_here

    def changed_below(self, below: Iterable[PlanNode]) -> list[str]:
        """The definitions and assumptions that no longer say what they said in the run.

        Args:
            below: what the node rests on now.
        """
        then, now = self.supposed, supposed(below)
        if then is None:
            return []
        return sorted(label for label in then.keys() | now if then.get(label) != now.get(label))

    @property
    def holds(self) -> bool:
        return self.counts and self.outcome == "holds"

    @property
    def refuted(self) -> bool:
        """Whether an instance violates the statement as it stands."""
        return self.counts and self.outcome == "fails" and bool(self.violations)


def stored_checks(project: Project, nodes: Iterable[PlanNode]) -> dict[str, StoredCheck]:
    """The last results of the nodes that have a check file which was run, by label.

    Raises:
        InputError: the state was written by hand.
    """
    latest = {str(record.data.get("label")): record for record in project.state.read(STATE_KIND)}
    found = {}
    for node in nodes:
        record = latest.get(node.label)
        if node.check_file is None or record is None:
            continue
        data = record.data
        try:
            now = fingerprint(project, node)
        except (InputError, OSError):
            now = ""
        witnesses = data.get("witnesses")
        found[node.label] = StoredCheck(
            node.label,
            str(data.get("check")),
            str(data.get("outcome")),
            str(data.get("reason")),
            int(data.get("seed", 0)),
            tuple(data.get("violations", ())),
            None if witnesses is None else tuple(witnesses),
            data.get("supposed"),
            bool(now) and data.get("fingerprint") == now,
            record.sealed_here,
        )
    return found


def supposed(below: Iterable[PlanNode]) -> dict[str, str]:
    """What definitions and assumptions say, which a check takes for granted without naming it."""
    return {node.label: normalise(node.statement) for node in below if not node.provable}


def violations(claims: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the claims that an instance, or a sample's interval, refutes.

    A claim whose data are broken, or too few to tell, is refuted by nothing.
    """
    return [
        dict(row)
        for row in claims
        if row.get("verdict") == "fails" and isinstance(row.get("instance"), dict)
        if row["instance"]
    ]


def told(row: Mapping[str, Any]) -> str:
    """A violation in one line: the claim, where it fails, and both sides."""
    instance = row["instance"]
    inputs = instance.get("inputs") or {}
    at = describe(inputs) if inputs else f"instance {instance.get('number')}"
    sign = "≠" if row.get("kind") == "identity" else ">"
    left, right = short(instance.get("observed")), short(instance.get("bound"))
    return f"'{row.get('name')}' fails at {at}: {left} {sign} {right}"


def fingerprint(project: Project, node: PlanNode) -> str:
    """Hash of the statement and of the check with what it imports from beside itself.

    Raises:
        InputError: the check lies outside the project.
        OSError: it cannot be read.
    """
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
