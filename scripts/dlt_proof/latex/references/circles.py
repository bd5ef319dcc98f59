"""Which references of one file may close a circle of proofs, whatever the sentences around say.

Reading a sentence takes time; the sentences around references that lie in no circle need not be
read. What another file may state or prove counts as one further statement, that may use anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from ...records.plan import PROVABLE_KINDS
from ...records.record import Record
from ..model import FileView, Key, ProofEnvironment, Statement
from ..places import KeysByPlace

_ELSEWHERE = ""


class Use(Record):
    """A reference: its place, whether it stands in a statement, who refers to whom."""

    place: int
    stated: bool
    source: tuple[str, ...]
    target: str


class LocalUses:
    """What the proofs and statements of a file refer to.

    Args:
        view: the file.
    """

    def __init__(self, view: FileView) -> None:
        self._view = view
        self._statements = [s for s in view.statements if s.kind in PROVABLE_KINDS]
        self._begins = [s.environment.span.start for s in self._statements]
        self._headings = [heading.span.start for heading in view.headings]
        self._starts = [key.span.start for key in view.references]
        self._uses: list[Use] = []
        labels = KeysByPlace(view.labels)
        self._owner: dict[str, str] = {}
        for statement in view.statements:
            name = self._name(statement) if statement.kind in PROVABLE_KINDS else None
            for key in labels.inside(statement.environment.span):
                self._owner.setdefault(key.key, name or "none")
        self._proved: set[str] = set()
        self._component: dict[str, int] = {}

    def by_proof(self, proof: ProofEnvironment, key: Key) -> Use:
        """A reference in a proof."""
        target = _ELSEWHERE if key.through else self._owner.get(key.key, _ELSEWHERE)
        return self._add(Use(key.span.start, False, self._proves(proof), target))

    def by_number(self, proof: ProofEnvironment, place: int) -> Use:
        """A printed number in a proof."""
        return self._add(Use(place, False, self._proves(proof), _ELSEWHERE))

    def by_statement(self, statement: Statement, key: Key) -> Use:
        """A reference in a statement."""
        target = self._owner.get(key.key, _ELSEWHERE)
        return self._add(Use(key.span.start, True, (self._name(statement),), target))

    def in_circles(self) -> set[Use]:
        """The references that lie in a circle, if each of them is a use."""
        graph: dict[str, set[str]] = {}
        for use in self._uses:
            for source in use.source:
                graph.setdefault(source, set()).add(use.target)
        for statement in self._statements:
            name = self._name(statement)
            if name not in self._proved:
                graph.setdefault(name, set()).add(_ELSEWHERE)
            graph.setdefault(_ELSEWHERE, set()).add(name)
        component = {
            name: number for number, names in enumerate(components(graph)) for name in names
        }
        self._component = component
        return {
            use
            for use in self._uses
            if use.target in component
            and any(component.get(name) == component[use.target] for name in use.source)
        }

    def in_circle(self, statement: Statement) -> bool:
        """Whether a statement lies in a circle, once `in_circles` was asked."""
        return self._name(statement) in self._component

    def _add(self, use: Use) -> Use:
        self._uses.append(use)
        return use

    @staticmethod
    def _name(statement: Statement) -> str:
        return str(statement.environment.span.start)

    def _proves(self, proof: ProofEnvironment) -> tuple[str, ...]:
        """What a proof proves: what its option refers to, or the statement before it."""
        if proof.option is not None:
            first = bisect_left(self._starts, proof.option.start)
            last = bisect_left(self._starts, proof.option.end)
            keys = self._view.references[first:last]
            found = tuple(self._owner.get(key.key, _ELSEWHERE) for key in keys)
            self._proved.update(found)
            return found or (_ELSEWHERE,)
        start = proof.environment.span.start
        before = bisect_right(self._begins, start) - 1
        if before < 0:
            return (_ELSEWHERE,)
        begin = self._begins[before]
        if bisect_right(self._headings, start) != bisect_right(self._headings, begin):
            return (_ELSEWHERE,)
        name = self._name(self._statements[before])
        self._proved.add(name)
        return (name,)


def components(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Strongly connected components with more than one member (Tarjan 1972, without recursion)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        if root in number:
            continue
        work: list[tuple[str, Iterator[str]]] = []

        def enter(node: str, work: list[tuple[str, Iterator[str]]] = work) -> None:
            number[node] = low[node] = len(number)
            stack.append(node)
            on_stack.add(node)
            work.append((node, iter(graph.get(node, ()))))

        enter(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in number:
                    enter(target)
                    break
                if target in on_stack:
                    low[node] = min(low[node], number[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    component: list[str] = []
                    while not component or component[-1] != node:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    if len(component) > 1:
                        found.append(component)
    return found
