"""Bundled evals: proof projects made with the skill, whose numbers anyone can check."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .graph.plan_file import read_plan
from .plan.numeric import CheckResult, run_checks
from .project import Project, open_project
from .records.errors import InputError


@dataclass(frozen=True)
class EvalRun:
    """What the numeric checks of one eval said."""

    project: Project
    results: tuple[CheckResult, ...]

    @property
    def ok(self) -> bool:
        return bool(self.results) and all(result.outcome == "holds" for result in self.results)


def find_eval(name: str) -> Project:
    """An eval by its folder, or by name or number below `eval_results/`.

    Args:
        name: a path; or `08-anchor-convergence`, or `08`.

    Raises:
        InputError: there is none, or several.
    """
    folder = Path(name)
    if folder.is_dir():
        return open_project(folder)
    matches: list[Path] = []
    for base in (Path.cwd(), *Path.cwd().parents, Path(__file__).resolve().parents[2]):
        shelf = base / "eval_results"
        if shelf.is_dir():
            matches = sorted(
                p for p in shelf.iterdir() if p.name == name or p.name.startswith(f"{name}-")
            )
            break
    if len(matches) != 1:
        found = "several match" if matches else "there is none"
        raise InputError(f"no eval {name!r}: {found}", remedy="name its folder below eval_results/")
    return open_project(matches[0])


def run_eval(
    project: Project, *, seed: int, progress: Callable[[str], None] = lambda _: None
) -> EvalRun:
    """Run the numeric checks of an eval's managed statements.

    Raises:
        InputError: the plan cannot be read, or has no numeric check.
    """
    plan = read_plan(project)
    if plan.findings:
        first = plan.findings[0]
        raise InputError(first.message, file=first.file, line=first.line)
    results = run_checks(project, plan, seed=seed, progress=progress)
    if not results:
        raise InputError("the plan has no numeric check: there is nothing to run", file=plan.file)
    return EvalRun(project, tuple(results))
