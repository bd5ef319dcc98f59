"""What the statements and proofs of a paper refer to, reference by reference.

By label, printed number, in ranges, in words, by citation, and as a blueprint declares it. Not
here: the graph that this makes (`paper`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from ..latex import Document, Key, Proof, Span, Statement
from ..latex.naming import before_tools, numbered
from ..latex.places import named_in_ranges, statements_by_label, statements_by_number
from ..records.plan import PROVABLE_KINDS
from ..records.record import Record
from .circles import without_circles
from .declared import declared_uses
from .node_names import node_names
from .owners import Owners
from .roles import MENTION, PLAIN, VAGUE, WEAK, Roles
from .told import told_by_author
from .words import said_before

#: Statements that stand for the proof around them.
ASIDES = ("remark", "other")


class Uses(Record):
    """What refers to what.

    Args:
        named: the node of each statement, by its place; what is said twice is one node.
        told: file and offset of the first place that tells, by source, target and kind of edge.
        cited: the first citation of each work.
        unknown: keys of `\\uses`, and of comments, that name nothing: file, offset and key.
    """

    named: dict[Span, str]
    told: dict[tuple[str, str, str], tuple[str, int]]
    cited: dict[str, Key]
    unknown: tuple[tuple[str, int, str], ...]


def read_uses(document: Document) -> Uses:
    """Read what every statement and proof of a document refers to.

    Args:
        document: as read with its text, not a skeleton.
    """
    return _Reading(document).run()


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.owners = Owners(document)
        self.by_label = statements_by_label(document)
        self.by_number = statements_by_number(document)
        self.named = node_names(document)
        self.label_places = {key.key: key for key in reversed(document.labels)}
        self.numbered = {view.name: list(numbered(view.masked)) for view in document.views}
        self.roles = Roles(
            document,
            {
                file: [(place, place + len(name.value)) for place, name in found]
                for file, found in self.numbered.items()
            },
        )
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
        #: By source and target whether the author says that the one uses the other, and where.
        self.said: dict[tuple[str, str], tuple[bool, str, str, int]] = {}

    def run(self) -> Uses:
        self._said_by_author()
        self._references()
        self._numbers()
        self._words()
        self._declarations()
        nested = list(self._nested())
        self._weak([(source, target) for source, target, _ in nested])
        for source, target, place in nested:
            self._add(source, target, "proof", *place)
        self._citations()
        self._used_as_said()
        return Uses(self.named, self.edges, self.cited, tuple(self.unknown))

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
            elif thing.kind not in ASIDES or not self._is_in_proof(thing):
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
        title = Span(file, proof.environment.span.start, place)
        return before_tools(self.document.files[file].masked, title) != title

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
        if source == target:
            return
        if kind != "declared" and (said := self.said.get((source, target))):
            kind = said[1] if said[0] else "mention"
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
            if titled:  # "[of Theorem 2]" says what a corollary follows from
                told = VAGUE if getattr(owner, "kind", "") == "corollary" else MENTION
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
        if told in (WEAK, VAGUE) and (source, target) not in self.said:
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

    def _said_by_author(self) -> None:
        works = {key.key for key in self.document.citations}
        for view in self.document.views:
            for told in told_by_author(view):
                owner, targets = self._owner(view.name, told.place)
                work = told.key.removeprefix("cite:")
                if told.key != work and work in works:
                    sources = [told.key]
                else:
                    named = self._sources(Key("dlt", told.key, Span(view.name, 0, 0)))
                    sources = [name for name, _ in named]
                if owner is None or not sources:
                    self.unknown.append((view.name, told.place, told.key))
                    continue
                kind = "statement" if not isinstance(owner, Proof) else "proof"
                for source in sources:
                    for target in targets:
                        kept = "cites" if source.startswith("cite:") else kind
                        self.said[source, target] = (told.used, kept, view.name, told.place)

    def _used_as_said(self) -> None:
        """A use that is only told by its author has its place where that is said."""
        told = {(source, target) for source, target, kind in self.edges if kind != "declared"}
        for (source, target), (used, kind, file, place) in self.said.items():
            if used and (source, target) not in told:
                self._add(source, target, kind, file, place)

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
