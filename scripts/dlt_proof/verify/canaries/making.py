"""Making canaries: which steps they are made from, which changes are tried, what the checkers say.

Not here: the changes themselves (`changes`), and the look of the whole job (`dressing`).
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from random import Random
from typing import TypeVar

from ...checkers.many import check_jobs
from ...checkers.verdict import CheckerVerdict
from ...records.errors import RefusedError
from ...records.evidence import Job
from .mutants import Mutant, mutants_of, unchanged
from .origins import Origin, ranked_origins
from .records import Canary

_T = TypeVar("_T")
#: Changed versions of one origin that are tried before it is given up.
_TRIES = 3
_ROUNDS = 2
#: Origins that are tried at a time for each canary that is still missing.
_SPARE = 1.5


class Making:
    """The making of the canaries of one batch."""

    def __init__(
        self,
        proved: Sequence[Job],
        batch: Sequence[Job],
        random: Random,
        avoid: Collection[str],
        processes: int | None,
    ) -> None:
        self.batch, self.random, self.processes = batch, random, processes
        self.origins = tuple(ranked_origins(proved, batch, random, frozenset(avoid)))
        self.used: set[str] = set()

    def make(self, false: int, true: int) -> list[Canary]:
        """The canaries, in random order.

        Raises:
            RefusedError: so many cannot be made.
        """
        made = [*self._found(false, holds=False), *self._found(true, holds=True)]
        self.random.shuffle(made)
        return made

    def _found(self, wanted: int, *, holds: bool) -> list[Canary]:
        found: list[Canary] = []
        waiting = (origin for origin in self.origins if origin.name not in self.used)
        while len(found) < wanted:
            group = _next(waiting, round((wanted - len(found)) * _SPARE + 0.5))
            if not group:
                raise RefusedError(
                    f"only {len(found)} of {wanted} {'true' if holds else 'false'} canaries can "
                    "be made",
                    remedy="ask for fewer",
                )
            for origin, canary in self._of_group(group, holds):
                if len(found) < wanted and canary is not None:
                    found.append(canary)
                    self.used.add(origin.name)
        return found

    def _of_group(
        self, group: Sequence[Origin], holds: bool
    ) -> Iterator[tuple[Origin, Canary | None]]:
        """A canary of each origin, None where none was found."""
        left = {origin.name: mutants_of(origin.job, self.random, holds) for origin in group}
        chosen: dict[str, Canary] = {}
        for _ in range(_ROUNDS):
            asked = [
                (origin, mutant)
                for origin in group
                if origin.name not in chosen
                for mutant in _next(left[origin.name], _TRIES)
            ]
            if not asked:
                break
            verdicts = self._verdicts([job for _, mutant in asked for job in mutant.jobs])
            for origin, mutant in asked:
                answers = [next(verdicts) for _ in mutant.jobs]
                if origin.name not in chosen and mutant.stands(answers):
                    chosen[origin.name] = _canary(origin, mutant)
        if holds:
            plain = [origin for origin in group if origin.name not in chosen]
            verdicts = self._verdicts([origin.job for origin in plain])
            for origin in plain:
                mutant = unchanged(origin.job)
                if mutant.stands([next(verdicts)]):
                    chosen[origin.name] = _canary(origin, mutant)
        for origin in group:
            yield origin, chosen.get(origin.name)

    def _verdicts(self, jobs: Sequence[Job]) -> Iterator[CheckerVerdict]:
        """What the free checkers say of some jobs, in their order."""
        with closing(check_jobs(jobs, self.processes)) as answers:
            by_index = dict(answers)
        return iter([by_index[index] for index in range(len(jobs))])


def _canary(origin: Origin, mutant: Mutant) -> Canary:
    return Canary(mutant.job, mutant.holds, origin.name, mutant.change, mutant.job)


def _next(items: Iterator[_T], count: int) -> list[_T]:
    return [item for _, item in zip(range(count), items, strict=False)]
