"""The numeric checks of an eval alone: seconds, and no TeX."""

from collections.abc import Callable

from ..project import Project
from ..records.errors import InputError
from .copies import as_a_stranger, work_copy
from .facts import CheckRun, Facts


def run_checks_only(
    project: Project, *, seed: int, progress: Callable[[str], None] = lambda _: None
) -> list[CheckRun]:
    """Run every numeric check of an eval in a copy of it.

    Raises:
        InputError: the plan cannot be read, or there is no check.
    """
    with as_a_stranger(), work_copy(project) as copy:
        facts = Facts(copy, seed=seed, progress=progress)
        if facts.plan.findings:
            first = facts.plan.findings[0]
            raise InputError(first.message, file=first.file, line=first.line)
        if not facts.checks:
            raise InputError("there is no numeric check: nothing to run", file=facts.plan.file)
        return facts.all_runs()
