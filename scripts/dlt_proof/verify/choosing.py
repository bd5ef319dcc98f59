"""Which steps still need a verifier: not green, not refuted, and not yet judged by enough of them.

Not here: how they are asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..records.evidence import Job
from ..trace import StepState, TraceState
from .addressed import addresses_reader
from .history import History

#: Words that no verifier can change: the first three are settled, a dispute is for the author.
_SETTLED = ("defect", "disputed")


@dataclass(frozen=True)
class Wanted:
    """What there is to ask.

    Args:
        rounds: for the first, the second, … verifier, the steps that lack one, red ones first;
            of steps that are one job, one.
        addressed: steps that are given to no model, with the words that speak to it.
        settled: how many of the steps asked for need no verifier.
        waiting: how many are in a batch that is under way.
    """

    rounds: tuple[tuple[StepState, ...], ...]
    addressed: dict[str, str]
    settled: int
    waiting: int

    @property
    def questions(self) -> int:
        return sum(len(one) for one in self.rounds)


def choose_steps(
    state: TraceState,
    history: History,
    names: Sequence[str] = (),
    *,
    verifiers: int,
    pending: Iterable[str] = (),
    recheck: bool = False,
    only_red: bool = False,
) -> Wanted:
    """The steps that need a verifier.

    Args:
        names: identifiers of steps, labels of statements; none for all.
        verifiers: how many have to judge a step.
        pending: fingerprints of jobs in batches under way, once for each batch.
        recheck: also those that were judged by enough verifiers, or disputed.
        only_red: leave yellow ones out.

    Raises:
        InputError: a name is of no step.
    """
    under_way = list(pending)
    rounds: list[list[StepState]] = [[] for _ in range(verifiers)]
    addressed: dict[str, str] = {}
    settled = waiting = 0
    seen: set[str] = set()
    for item in sorted(state.select(names), key=lambda one: one.colour != "red"):
        fingerprint = item.job.fingerprint
        if fingerprint in seen:
            continue
        seen.add(fingerprint)
        done = item.colour == "green" or item.word in _SETTLED
        if recheck:
            done = item.colour == "green" or item.word == "defect"
        if done or (only_red and item.colour != "red"):
            settled += 1
            continue
        words = addresses_reader(item.job)
        if words:
            addressed[item.step.identifier] = words
            continue
        had = under_way.count(fingerprint)
        waiting += bool(had)
        had += 0 if recheck else history.asked(fingerprint)
        settled += had >= verifiers and not under_way.count(fingerprint)
        for place in range(min(had, verifiers), verifiers):
            rounds[place].append(item)
    return Wanted(tuple(tuple(one) for one in rounds), addressed, settled, waiting)


def proved_jobs(state: TraceState) -> dict[str, Job]:
    """The jobs that the free checkers proved, by the first step that is it: canaries' origins."""
    found: dict[str, Job] = {}
    seen: set[str] = set()
    for item in state.steps:
        proved = any(
            h.evidence.word == "proved" and h.evidence.origin == "recomputable"
            for h in item.evidence
        )
        if proved and item.job.fingerprint not in seen:
            seen.add(item.job.fingerprint)
            found[item.step.identifier] = item.job
    return found
