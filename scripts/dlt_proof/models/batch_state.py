"""One message batch under way: what is known of it, and what it took.

Not here: what is done with it (`message_batches`), and what of it outlives a run (`batch_journal`).
"""

import functools
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .bounds import NOTHING, Bound
from .budget import Ledger, Reservation
from .questions import Usage


@dataclass(eq=False)
class Batch:
    """A batch under way.

    Args:
        token: as it was intended.
        questions: identifiers of its questions, in order.
        time: when it was intended, in seconds since 1970.
        batch_id: "" while we do not know whether it was made.
        reservation: None for a batch of an earlier run.
        counted: questions whose result was counted.
        used: what results said that they took.
        untold: the most that those can have taken that did not say.
        failures: how often in a row it could not be asked after.
        stuck: why it is looked after no longer in this run, "" while it is.
        troubled: whether that is since something went wrong.
        lost: since when it can only be looked for, by `time.monotonic`.
    """

    token: str
    questions: tuple[str, ...]
    time: float
    batch_id: str = ""
    reservation: Reservation | None = None
    counted: set[str] = field(default_factory=set)
    used: Usage = field(default_factory=Usage)
    untold: Bound = NOTHING
    failures: int = 0
    stuck: str = ""
    troubled: bool = False
    lost: float = field(default_factory=lambda: time.monotonic())

    def count(self, name: str, used: Usage | None, bounds: Mapping[str, Bound]) -> None:
        """Count the result of a question.

        Args:
            name: of the question.
            used: what it took; None where the result does not say: then its bound is counted.
            bounds: by question. One that is asked no more is not among them; no other of its batch
                being larger is the best we know.
        """
        self.counted.add(name)
        if used is None:
            ours = [bounds[other] for other in self.questions if other in bounds]
            most = bounds.get(name) or max(ours, key=lambda each: each.tokens, default=NOTHING)
            self.untold = self.untold.plus(most)
        else:
            self.used = _added(self.used, used)

    def settle(self, ledger: Ledger, *, made: bool) -> None:
        """Count what it took, or nothing where it was not made, in place of the reservation."""
        if self.reservation is None:
            ledger.record(self.used, self.untold)
        elif made:
            self.reservation.settle(self.used, self.untold)
        else:
            # One request turned all of them down.
            self.reservation.give_back(calls=self.reservation.bound.calls - 1)


def together(bounds: Iterable[Bound]) -> Bound:
    """The bound of all of them."""
    return functools.reduce(Bound.plus, bounds, NOTHING)


def _added(one: Usage, other: Usage) -> Usage:
    values = {name: getattr(one, name) + getattr(other, name) for name in Usage.model_fields}
    return Usage(**values)
