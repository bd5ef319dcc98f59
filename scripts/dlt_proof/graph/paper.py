"""The lemma graph of a paper: what its statements and proofs refer to.

Not here: what a plan says (`plan_file`), and where the two differ (`comparison`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from ..latex import Document, Key, Proof, Span, Statement, expand_macros, normalise
from ..latex.naming import numbered
from ..latex.places import named_in_ranges, statements_by_label, statements_by_number
from ..patterns import pattern
from ..records.graph import CITATION, GraphEdge, GraphNode, LemmaGraph
from ..records.plan import PROVABLE_KINDS
from ..records.record import Record
from .circles import without_circles
from .declared import declared_uses
from .owners import Owners
from .roles import MENTION, PLAIN, VAGUE, WEAK, Roles
from .words import said_before

#: Kinds that are nodes only where they have a label, or something rests on them.
_ASIDES = ("remark", "other")
_TOOLS = pattern(r"\b(?:using|from|assuming|given|via|by|with|based\s+on|modulo|through)\b")


class PaperGraph(Record):
    """A paper's graph, and what its nodes are.

    Args:
        graph: nodes and edges.
        statements: for each node that is a statement, all places where it is said.
        unknown: `\\uses` that name nothing: file, offset and key.
    """

    graph: LemmaGraph
    statements: dict[str, tuple[Statement, ...]]
    unknown: tuple[tuple[str, int, str], ...]


def paper_graph(document: Document) -> PaperGraph:
    """Read the lemma graph of a document.

    Args:
        document: as read with its text (`read_document`), not a skeleton.

    Returns:
        Statements as nodes, remarks and the like where something rests on them, cited works; an
        edge for each source, target and kind, with the place that told it first.
    """
    return _Reading(document).run()


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.owners = Owners(document)
        self.by_label = statements_by_label(document)
        self.by_number = statements_by_number(document)
        self.named = self._name_statements()
        self.label_places = {key.key: key for key in reversed(document.labels)}
        self.numbered = {view.name: list(numbered(view.masked)) for view in document.views}
        self.roles = Roles(
            document,
            {
                file: [(place, place + len(name.value)) for place, name in found]
                for file, found in self.numbered.items()
            },
        )
        self.proved = {self._node(s) for proof in document.proofs for s in proof.statements}
        self.places = {
            s.environment.span: document.reading_order(
                s.environment.span.file, s.environment.span.start
            )
            for s in document.statements
        }
        self.edges: dict[tuple[str, str, str], tuple[str, int]] = {}
        self.weak: list[tuple[int, str, str, str, tuple[str, int]]] = []
        self.unknown: list[tuple[str, int, str]] = []
        self.cited: dict[str, Key] = {}

    def run(self) -> PaperGraph:
        self._references()
        self._numbers()
        self._words()
        self._declarations()
        nested = list(self._nested())
        self._weak([(source, target) for source, target, _ in nested])
        for source, target, place in nested:
            self._add(source, target, "proof", *place)
        self._citations()
        return self._result()

    # -- nodes --------------------------------------------------------------------------------

    def _name_statements(self) -> dict[Span, str]:
        """The node of each statement, by its place; one said twice is one node."""
        ordinals: dict[str, int] = {}
        own: dict[Span, str] = {}
        for statement in self.document.statements:
            file = statement.environment.span.file
            ordinals[file] = ordinals.get(file, 0) + 1
            own[statement.environment.span] = f"{file}#{ordinals[file]}"
        named: dict[Span, str] = {}
        taken: set[str] = set()
        for statement in self.document.statements:
            span = statement.environment.span
            if span in named:
                continue
            group = self.document.repeats.get(span, (statement,))
            label = next((s.label for s in group if s.label), None)
            name = label if label and label not in taken else own[span]
            taken.add(name)
            named.update((s.environment.span, name) for s in group)
        return named

    def _node(self, statement: Statement) -> str:
        return self.named[statement.environment.span]

    # -- edges --------------------------------------------------------------------------------

    def _owner(self, file: str, place: int) -> tuple[Statement | Proof | None, list[str]]:
        """Whose a place is, and the nodes that are meant by it."""
        for thing in self.owners.around(file, place):
            if isinstance(thing, Proof):
                begins = thing.environment.body
                if (
                    file == begins.file
                    and place < begins.start
                    and not self._is_tool(thing, file, place)
                ):
                    return None, []  # the title says what is proved
                if thing.statements:
                    return thing, list(dict.fromkeys(map(self._node, thing.statements)))
            elif thing.kind not in _ASIDES or not self._is_in_proof(thing):
                return thing, [self._node(thing)]
        return None, []

    def _is_in_proof(self, statement: Statement) -> bool:
        span = statement.environment.span
        around = self.owners.around(span.file, span.start)
        return any(isinstance(thing, Proof) for thing in around)

    def _around(self, owner: Statement | Proof, file: str) -> Span:
        """The part of a file that stands in a statement or proof; all of it where it is input."""
        body = owner.environment.body
        return body if body.file == file else Span(file, 0, len(self.document.files[file].text))

    def _is_tool(self, proof: Proof, file: str, place: int) -> bool:
        """Whether a reference in a proof's title is what it is proved with."""
        start = proof.environment.span.start
        text = self.document.files[file].masked
        return _TOOLS.search(text, start, place) is not None

    def _sources(self, key: Key) -> list[tuple[str, Statement | None]]:
        """The nodes that a label means, with the statement whose text carries it."""
        statement = self.by_label.get(key.key)
        if statement is not None:
            return [(self._node(statement), statement)]
        place = self.label_places.get(key.key)
        if place is None:
            return []
        for thing in self.owners.around(place.span.file, place.span.start):
            if isinstance(thing, Proof) and thing.statements:
                return [(name, None) for name in dict.fromkeys(map(self._node, thing.statements))]
        return []

    def _add(self, source: str, target: str, kind: str, file: str, place: int) -> None:
        if source != target:
            self.edges.setdefault((source, target, kind), (file, place))

    def _references(self) -> None:
        inside: dict[Span, list[Statement]] = {}
        for key, statement in named_in_ranges(self.document, self.by_label):
            inside.setdefault(key.span, []).append(statement)
        for key in self.document.references:
            sources = self._sources(key)
            sources += [(self._node(s), s) for s in inside.get(key.span, ())]
            if sources:
                self._refer(key.span.file, key.span.start, sources, key)

    def _numbers(self) -> None:
        for file, found in self.numbered.items():
            for place, name in found:
                statement = self.by_number.get(f"{name.kind} {name.value}")
                if statement is not None:
                    self._refer(file, place, [(self._node(statement), statement)], None)

    def _refer(
        self,
        file: str,
        place: int,
        sources: Iterable[tuple[str, Statement | None]],
        key: Key | None,
    ) -> None:
        owner, targets = self._owner(file, place)
        if owner is None:
            return
        sources = [source for source in sources if source[0] not in targets]
        if not sources:
            return
        stated = not isinstance(owner, Proof)
        around = self._around(owner, file)
        roles: dict[bool, int] = {}
        titled = stated and around.start > place
        if titled and key is None:
            return  # "[Lemma 4.5 of Kato]": a number of another work
        for source, statement in sources:
            provable = statement is None or statement.kind in PROVABLE_KINDS
            if provable not in roles:  # a range names many statements at one place
                roles[provable] = self.roles.told(around, place, stated=stated, provable=provable)
            told = roles[provable]
            if titled:
                told = (
                    VAGUE if isinstance(owner, Statement) and owner.kind == "corollary" else MENTION
                )  # "[of Theorem 2]"
            elif told != MENTION and key is not None:
                told = max(told, self._by_label_of(statement, key, stated=stated))
            if stated and provable and told < VAGUE:
                told = VAGUE  # "in the setting of Theorem 1", whose proof may use this statement
            for target in targets:
                self._tell(source, target, told, "statement" if stated else "proof", (file, place))

    def _by_label_of(self, statement: Statement | None, key: Key, *, stated: bool) -> int:
        """How surely who refers to this label uses the statement that it belongs to."""
        if statement is None:
            return VAGUE  # a formula in a proof
        label = self.label_places.get(key.key)
        if key.key == statement.label or label is None:
            return PLAIN
        if stated and statement.kind in PROVABLE_KINDS and self.roles.is_formula(label):
            return MENTION  # "(3) holds", "(3) is equivalent to": the formula, not its truth
        return MENTION if self.roles.is_posited(statement, label) else PLAIN

    def _tell(self, source: str, target: str, told: int, kind: str, place: tuple[str, int]) -> None:
        if source == target:
            return
        if told in (WEAK, VAGUE):
            self.weak.append((told, source, target, kind, place))
        else:
            self._add(source, target, "mention" if told == MENTION else kind, *place)

    def _weak(self, nested: list[tuple[str, str]]) -> None:
        """Weak uses that would close a circle are mentions; the surest go first, and those of what
        came before."""
        rank = {name: number for number, name in enumerate(dict.fromkeys(self.named.values()))}
        weak = sorted(self.weak, key=lambda w: (w[0], rank[w[1]] > rank[w[2]]))
        sure = [(source, target) for source, target, kind in self.edges if kind != "mention"]
        stand = without_circles(sure + nested, [(w[1], w[2]) for w in weak], rank)
        for (_, source, target, kind, place), stands in zip(weak, stand, strict=True):
            self._add(source, target, kind if stands else "mention", *place)

    def _words(self) -> None:
        """ "The previous lemma" in a proof: before the statement that is proved."""
        by_kind: dict[str, list[tuple[tuple[int, ...], str]]] = {}
        for statement in self.document.statements:
            place = self.places[statement.environment.span]
            by_kind.setdefault(statement.kind, []).append((place, self._node(statement)))
        for kind in by_kind:
            by_kind[kind].sort()
        for body in self._outermost_proofs():
            for said in said_before(self.document.files[body.file].masked, body.start, body.end):
                owner, targets = self._owner(body.file, said.place)
                if not isinstance(owner, Proof):
                    continue
                proved = min(self.places[s.environment.span] for s in owner.statements)
                near = by_kind.get(said.kind, [])
                last = bisect_left(near, (proved,))
                before: list[str] = []
                while last and len(before) < said.many:
                    last -= 1
                    if near[last][1] not in (*targets, *before):
                        before.append(near[last][1])
                if len(before) == said.many:
                    for source in reversed(before):
                        for target in targets:
                            self._add(source, target, "proof", body.file, said.place)

    def _outermost_proofs(self) -> Iterator[Span]:
        """The bodies of proofs that stand in no other one, file by file."""
        bodies = [proof.environment.body for proof in self.document.proofs]
        end, file = 0, ""
        for body in sorted(bodies, key=lambda body: (body.file, body.start)):
            if body.file != file or body.start >= end:
                yield body
                file, end = body.file, body.end

    def _nested(self) -> Iterator[tuple[str, str, tuple[str, int]]]:
        """A claim inside a proof is there for that proof: source, target and place."""
        for statement in self.document.statements:
            if statement.kind not in PROVABLE_KINDS:
                continue
            span = statement.environment.span
            around = self.owners.around(span.file, span.start)
            outer = next((t for t in around if isinstance(t, Proof) and t.statements), None)
            if outer is not None:
                for target in dict.fromkeys(map(self._node, outer.statements)):
                    yield self._node(statement), target, (span.file, span.start)

    def _citations(self) -> None:
        for key in self.document.citations:
            owner, targets = self._owner(key.span.file, key.span.start)
            if owner is None or key.command == "nocite":
                continue
            file, place = key.span.file, key.span.start
            stated = not isinstance(owner, Proof)
            told = self.roles.told(
                self._around(owner, file), place, stated=stated, provable=False, work=True
            )
            self.cited.setdefault(key.key, key)
            kind = "mention" if told == MENTION else "cites"
            for target in targets:
                self._add(f"cite:{key.key}", target, kind, file, place)

    def _declarations(self) -> None:
        for view in self.document.views:
            for declared in declared_uses(view):
                owner, targets = self._owner(view.name, declared.place)
                sources = self._sources(Key("uses", declared.key, Span(view.name, 0, 0)))
                if owner is None or not sources:
                    if not sources:
                        self.unknown.append((view.name, declared.place, declared.key))
                    continue
                for source, _ in sources:
                    for target in targets:
                        self._add(source, target, "declared", view.name, declared.place)

    # -- result -------------------------------------------------------------------------------

    def _result(self) -> PaperGraph:
        statements: dict[str, list[Statement]] = {}
        for statement in self.document.statements:
            statements.setdefault(self._node(statement), []).append(statement)
        kept = self._kept(statements)
        nodes = {name: self._record(name, statements[name]) for name in statements if name in kept}
        used = {source for source, target, _ in self.edges if target in kept}
        for key, place in self.cited.items():
            name = f"cite:{key}"
            if name in used:
                nodes[name] = self._cited(name, key, place)
        order = {name: number for number, name in enumerate(nodes)}
        edges = [
            GraphEdge(source, target, kind, file, self.document.files[file].position(place)[0])
            for (source, target, kind), (file, place) in self.edges.items()
            if source in nodes and target in nodes
        ]
        edges.sort(key=lambda e: (order[e.target], order[e.source], e.kind))
        found = {name: tuple(group) for name, group in statements.items() if name in kept}
        return PaperGraph(LemmaGraph(nodes, tuple(edges)), found, tuple(self.unknown))

    def _kept(self, statements: dict[str, list[Statement]]) -> set[str]:
        """All nodes but the asides on which nothing rests."""
        kept = {
            name
            for name, group in statements.items()
            if group[0].kind not in _ASIDES or any(s.label for s in group)
        }
        uses: dict[str, set[str]] = {}
        for source, target, kind in self.edges:
            if kind != "mention":
                uses.setdefault(target, set()).add(source)
        waiting = list(kept)
        while waiting:
            for source in uses.get(waiting.pop(), ()):
                if source in statements and source not in kept:
                    kept.add(source)
                    waiting.append(source)
        return kept

    def _record(self, name: str, group: list[Statement]) -> GraphNode:
        first = next((s for s in group if s.label), group[0])
        span = first.environment.span
        text = normalise(self.document.text(first.environment.body))
        return GraphNode(
            id=name,
            label=first.label or "",
            kind=first.kind,
            title=" ".join((first.environment.option or "").split()),
            file=span.file,
            line=self.document.files[span.file].position(span.start)[0],
            state="proved" if name in self.proved else "stated",
            statement=normalise(expand_macros(text, self.document.steady_macros)),
        )

    def _cited(self, name: str, key: str, place: Key) -> GraphNode:
        known = self.document.bibliography.get(key)
        span = known or place.span
        line = self.document.source(span.file).position(span.start)[0]
        return GraphNode(
            id=name, label="", kind=CITATION, title=key, file=span.file, line=line, state="cited"
        )
