"""The grader's test of itself: each assertion passes on the eval and fails on each spoiled copy.

A spoiling is a deliberate change that `assertions.toml` states beside the assertion it has to
break. Only what the assertion's decider asks is found out in the spoiled copy.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..plan.numeric import DEFAULT_SEED
from ..project import Project
from ..records.errors import InputError
from .assertions import read_assertions
from .copies import as_a_stranger, work_copy
from .deciders import decide
from .facts import Facts
from .kinds import Assertion
from .spoilings import Spoil, describe, spoil


@dataclass(frozen=True, slots=True)
class Trial:
    """An assertion on the eval as it is, or on one spoiled copy.

    Args:
        id: of the assertion.
        spoiling: what was changed, in words; "" where nothing was.
        passed: whether the assertion passed.
        ok: whether that is as it should be.
        told: why it did not pass, or what is wrong with the trial.
    """

    id: str
    spoiling: str
    passed: bool
    ok: bool
    told: str


def self_test(
    project: Project,
    *,
    seed: int = DEFAULT_SEED,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Trial]:
    """Try every assertion on the eval and on its spoiled copies.

    Raises:
        InputError: there are no assertions, or the file does not read.
        MissingPartError: a part from outside is missing.
    """
    assertions = read_assertions(project)
    trials: list[Trial] = []
    with as_a_stranger(), work_copy(project) as copy:
        good = Facts(copy, seed=seed, tolerance=assertions.tolerance, progress=progress)
        for assertion in assertions.assertion:
            trials += _try(good, assertion, progress)
    return trials


def _try(good: Facts, assertion: Assertion, progress: Callable[[str], None]) -> Iterator[Trial]:
    progress(assertion.id)
    said = decide(good, assertion)
    yield Trial(assertion.id, "", said.passed, said.passed, "; ".join(said.reasons))
    if not assertion.spoil:
        yield Trial(assertion.id, "none", said.passed, False, "the assertion has no spoiling")
    for spoiling in assertion.spoil:
        progress(f"{assertion.id}: {describe(spoiling)}")
        trial = _spoiled(good, assertion, spoiling)
        # One that never passes tells nothing by failing.
        yield trial if said.passed else replace(trial, ok=False)


def _spoiled(good: Facts, assertion: Assertion, spoiling: Spoil) -> Trial:
    what = describe(spoiling)
    with work_copy(good.project, with_output=True) as copy:
        try:
            changed = spoil(copy, spoiling)
        except InputError as error:
            return Trial(assertion.id, what, True, False, str(error))
        facts = Facts(copy, seed=good.seed, progress=good.progress, base=good, changed=changed)
        said = decide(facts, assertion)
    told = "; ".join(said.reasons) or "it passes on the spoiled copy"
    return Trial(assertion.id, what, said.passed, not said.passed, told)
