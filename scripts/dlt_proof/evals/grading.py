"""Grading: each assertion of an eval decided, with the facts that decided it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..plan.numeric import DEFAULT_SEED
from ..project import Project
from ..project.files import write_bytes
from .assertions import Assertions, read_assertions
from .copies import as_a_stranger, made_folder, work_copy
from .deciders import Decision, decide
from .facts import Facts
from .kinds import Assertion
from .results import GRADING, as_bytes

SCHEMA = "dlt-proof/grading/1"


@dataclass(frozen=True, slots=True)
class Grade:
    """An assertion and what was decided."""

    assertion: Assertion
    decision: Decision

    def as_json(self) -> dict[str, Any]:
        said = self.decision
        return {
            "id": self.assertion.id,
            "says": self.assertion.says,
            "kind": self.assertion.kind,
            "decided_by": said.decided_by,
            "passed": said.passed,
            "reasons": said.reasons,
            "evidence": said.evidence,
        }


def grade_facts(facts: Facts, assertions: Assertions) -> list[Grade]:
    """Decide every assertion, in the order of the file.

    Raises:
        MissingPartError: a part from outside is missing.
    """
    return [Grade(one, decide(facts, one)) for one in assertions.assertion]


def grade(
    project: Project,
    *,
    seed: int = DEFAULT_SEED,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Grade]:
    """Grade an eval in a copy of it; `grading.json` lies in `made_folder` afterwards.

    Raises:
        InputError: there are no assertions, or the file does not read.
        MissingPartError: a part from outside is missing.
    """
    assertions = read_assertions(project)
    with as_a_stranger(), work_copy(project) as copy:
        grades = grade_facts(
            Facts(copy, seed=seed, tolerance=assertions.tolerance, progress=progress), assertions
        )
    place = made_folder(project) / GRADING
    write_bytes(place, as_bytes(grading_as_json(project.root.name, grades)), durable=False)
    return grades


def grading_as_json(name: str, grades: Sequence[Grade]) -> dict[str, Any]:
    """What `grading.json` holds."""
    return {
        "schema": SCHEMA,
        "eval": name,
        "ok": bool(grades) and all(g.decision.passed for g in grades),
        "passed": sum(g.decision.passed for g in grades),
        "of": len(grades),
        "assertions": [g.as_json() for g in grades],
    }
