"""Which steps still need a verifier: not green, not refuted, and not yet judged by enough of them.

Not here: how they are asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..records.evidence import Job
from ..trace import StepState, TraceState
from .addressed import addresses_reader
from .history import History, Verifier

_NOTHING: Mapping[str, Sequence[Verifier]] = MappingProxyType({})

#: What is settled: a dispute by the author alone, with a clearer text or a signature.
_SETTLED = ("defect", "disputed")


@dataclass(frozen=True)
class Wanted:
    """What there is to ask.

    Args:
        rounds: for each verifier, the steps that lack its verdict, red ones first; of steps that
            are one job, one.
        addressed: steps that are given to no model, with the words that speak to it.
        judged: steps that enough verifiers were asked about and that are not green all the same.
        waiting: steps that lack a verdict for which the question is under way.
    """

    rounds: tuple[tuple[StepState, ...], ...]
    addressed: dict[str, str]
    judged: tuple[StepState, ...]
    waiting: int

    @property
    def steps(self) -> int:
        """How many steps there are to ask about."""
        return len({item.job.fingerprint for one in self.rounds for item in one})


def choose_steps(
    state: TraceState,
    history: History,
    names: Sequence[str] = (),
    *,
    verifiers: Sequence[Verifier],
    pending: Mapping[str, Sequence[Verifier]] = _NOTHING,
    recheck: bool = False,
    only_red: bool = False,
) -> Wanted:
    """The steps that need a verifier.

    Args:
        names: identifiers of steps, labels of statements; none for all.
        verifiers: who has to judge a step; the same one twice is two questions.
        pending: by job, who is being asked about it now.
        recheck: also those that were judged by enough verifiers, or disputed.
        only_red: leave yellow ones out.

    Raises:
        InputError: a name is of no step.
    """
    rounds: list[list[StepState]] = [[] for _ in verifiers]
    addressed: dict[str, str] = {}
    judged: list[StepState] = []
    waiting = 0
    seen: set[str] = set()
    for item in sorted(state.select(names), key=lambda one: one.colour != "red"):
        fingerprint = item.job.fingerprint
        settled = ("defect",) if recheck else _SETTLED
        done = item.colour == "green" or item.word in settled
        if fingerprint in seen or done or (only_red and item.colour != "red"):
            continue
        seen.add(fingerprint)
        words = addresses_reader(item.job)
        if words:
            addressed[item.step.identifier] = words
            continue
        under_way = list(pending.get(fingerprint, ()))
        had = under_way + ([] if recheck else history.asked(fingerprint, verifiers[0].way))
        places = _places(verifiers, had)
        waiting += bool(under_way)
        if not places and not under_way:
            judged.append(item)
        for place in places:
            rounds[place].append(item)
    return Wanted(tuple(tuple(one) for one in rounds), addressed, tuple(judged), waiting)


def _places(verifiers: Sequence[Verifier], had: Sequence[Verifier]) -> list[int]:
    """Which of the verifiers still have to be asked; whoever else judged takes a place, too."""
    left = list(had)
    places = []
    for place, verifier in enumerate(verifiers):
        if verifier in left:
            left.remove(verifier)
        else:
            places.append(place)
    return places[len(left) :]


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
