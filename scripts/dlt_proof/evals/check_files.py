"""The numeric checks of an eval: those of the plan's nodes, and every other one in `checks/`.

A Python file is a check where it calls `main` or `run_check` of the kit; others beside it are
modules that checks import. Not here: running them (`plan.numeric`).
"""

import ast
import posixpath
from dataclasses import dataclass

from ..graph.plan_file import Plan
from ..project import Project
from ..records.plan import PlanNode

_KIT = "dlt_proof.checks"
_STARTS = ("main", "run_check")


@dataclass(frozen=True, slots=True)
class EvalCheck:
    """One numeric check.

    Args:
        key: the label of its node; its file where it belongs to none.
        file: relative to the root.
        node: the managed node that it is of, None where it is of none.
    """

    key: str
    file: str
    node: PlanNode | None = None

    @property
    def stem(self) -> str:
        """The file's name without folder and ending, by which its outputs are called."""
        return posixpath.splitext(posixpath.basename(self.file))[0]


def eval_checks(project: Project, plan: Plan) -> list[EvalCheck]:
    """All checks: those of managed nodes in the plan's order, then the others by file."""
    found = [
        EvalCheck(node.label, node.check_file, node)
        for node in plan.managed.values()
        if node.check_file is not None
    ]
    planned = {
        posixpath.normpath(node.check_file)
        for node in plan.managed.values()
        if node.check_file is not None
    }
    for path in sorted((project.root / "checks").glob("*.py")):
        name = project.relative(path)
        if name not in planned and is_check(path.read_bytes()):
            found.append(EvalCheck(name, name))
    return found


def is_check(source: bytes) -> bool:
    """Whether a program starts a run of the kit. One that does not parse counts as a check, which
    then cannot be run: that is told, where a module would be passed over in silence."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return True
    modules, starts = _names_of_the_kit(tree)
    return any(
        isinstance(node, ast.Call) and _starts_a_run(node.func, modules, starts)
        for node in ast.walk(tree)
    )


def _names_of_the_kit(tree: ast.Module) -> tuple[set[str], set[str]]:
    """The names that mean the kit, and those that mean what starts a run."""
    modules, starts = {_KIT}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname for alias in node.names if alias.name == _KIT and alias.asname}
        elif isinstance(node, ast.ImportFrom) and node.module == "dlt_proof":
            modules |= {a.asname or a.name for a in node.names if a.name == "checks"}
        elif isinstance(node, ast.ImportFrom) and node.module == _KIT:
            starts |= {a.asname or a.name for a in node.names if a.name in _STARTS}
    return modules, starts


def _starts_a_run(function: ast.expr, modules: set[str], starts: set[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in starts
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _STARTS
        and ast.unparse(function.value) in modules
    )
