"""Which doubtful uses may stand without closing a circle of proofs.

A proof that would need itself is no proof: where a sentence does not tell whether it uses what it
refers to, it does not if that closed a circle. Not here: circles that are told (`order.cycles`).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

from ..latex.references.circles import components

#: So many steps are taken in looking for circles. Beyond it a doubtful use stands only where it
#: agrees with the order found so far: who writes thousands of statements, each of which refers to
#: later ones in words that tell nothing, loses some of those uses.
MOST_STEPS = 3_000_000


def without_circles(
    sure: Iterable[tuple[str, str]],
    doubtful: Iterable[tuple[str, str]],
    rank: Mapping[str, int],
    most_steps: int = MOST_STEPS,
) -> Iterator[bool]:
    """Let doubtful uses stand one after the other, those that close a circle left out.

    Args:
        sure: uses that stand, source and target.
        doubtful: source and target, the surest first.
        rank: place of each node in the paper.
        most_steps: see `MOST_STEPS`.

    Yields:
        For each doubtful use whether it stands.
    """
    sure, doubtful = list(dict.fromkeys(sure)), list(doubtful)
    every: dict[str, dict[str, None]] = {}
    for source, target in (*sure, *doubtful):
        every.setdefault(source, {})[target] = None
    circle = {name: number for number, names in enumerate(components(every)) for name in names}

    def in_circle(source: str, target: str) -> bool:
        return source in circle and circle[source] == circle.get(target)

    order = _Order([use for use in sure if in_circle(*use)], circle, rank, most_steps)
    for source, target in doubtful:
        yield not in_circle(source, target) or order.takes(source, target)


class _Order:
    """Nodes in an order in which every use that stands leads forward.

    It is kept up to date as Pearce and Kelly do (A dynamic topological sort algorithm for directed
    acyclic graphs, 2006): a new use that leads backward moves only what lies between its ends.
    Nodes of a circle of sure uses are one.
    """

    def __init__(
        self,
        sure: list[tuple[str, str]],
        nodes: Iterable[str],
        rank: Mapping[str, int],
        most_steps: int,
    ) -> None:
        told: dict[str, dict[str, None]] = {}
        for source, target in sure:
            told.setdefault(source, {})[target] = None
        self._one = {name: names[0] for names in components(told) for name in names}
        self._after: dict[str, dict[str, None]] = {self._one.get(n, n): {} for n in nodes}
        self._before: dict[str, dict[str, None]] = {name: {} for name in self._after}
        self._steps = most_steps
        for source, target in sure:
            self._join(self._one.get(source, source), self._one.get(target, target))
        waits = {name: len(before) for name, before in self._before.items()}
        free = [(rank.get(name, 0), name) for name, many in waits.items() if not many]
        heapq.heapify(free)
        self._place: dict[str, int] = {}
        while free:
            _, name = heapq.heappop(free)
            self._place[name] = len(self._place)
            for after in self._after[name]:
                waits[after] -= 1
                if not waits[after]:
                    heapq.heappush(free, (rank.get(after, 0), after))

    def _join(self, source: str, target: str) -> None:
        if source != target:
            self._after[source][target] = None
            self._before[target][source] = None

    def takes(self, source: str, target: str) -> bool:
        """Whether a use closes no circle; then it stands."""
        source, target = self._one.get(source, source), self._one.get(target, target)
        if source == target:
            return False
        first, last = self._place[target], self._place[source]
        if first < last:
            behind = self._reached(target, self._after, first, last, avoid=source)
            ahead = behind and self._reached(source, self._before, first, last)
            if not behind or not ahead:
                return False
            moved = [*sorted(ahead, key=self._place.__getitem__),
                     *sorted(behind, key=self._place.__getitem__)]  # fmt: skip
            places = sorted(self._place[name] for name in moved)
            self._place.update(zip(moved, places, strict=True))
        self._join(source, target)
        return True

    def _reached(
        self,
        start: str,
        following: Mapping[str, Iterable[str]],
        first: int,
        last: int,
        avoid: str | None = None,
    ) -> set[str] | None:
        """What is reached between two places; None where `avoid` is, or steps run out."""
        seen, waiting = {start}, [start]
        while waiting:
            for name in following[waiting.pop()]:
                self._steps -= 1
                if name == avoid or self._steps < 0:
                    return None
                if name not in seen and first <= self._place[name] <= last:
                    seen.add(name)
                    waiting.append(name)
        return seen
