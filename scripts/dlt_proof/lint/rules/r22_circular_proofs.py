"""R22: no proof rests on itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from itertools import accumulate, pairwise

from ... import patterns
from ...latex import Document, FileView, Key, Span, Statement
from ...latex.naming import before_tools, numbered
from ...latex.places import KeysByPlace, statements_by_number
from ...latex.references.circles import LocalUses, Use, components
from ...patterns import pattern
from ...records.findings import Finding
from ...records.plan import PROVABLE_KINDS
from ..context import Context
from ..rule import Observation, Observed, Rule

_Graph = dict[str, dict[str, Key]]

#: A proof shorter than this consists of the reference.
_NOTHING_ELSE = 60
_ASSUMES = pattern(
    r"\b(?:[Ii]f|[Ss]uppos|[Aa]ssum|[Pp]rovided|[Ww]henever|[Uu]nder|[Gg]iven|[Ll]et)"
)
_SECOND = pattern(
    r"\b(?:alternative|another|second|different|simpler|shorter|other)\b", patterns.IGNORECASE
)


class CircularProofs(Rule):
    r"""A proof uses a statement whose proof, perhaps through others, uses the first one.

    References by label, by printed number and inside a range count. What a proof only mentions
    it does not use: what it is compared with, whose notation it takes over, a display that a
    statement only defines or supposes, what it will be used for, what improves on it later, what
    it sets out to show, what its statement assumes. Where the sentence does not tell, what is
    proved only later is taken to be mentioned.

    **Anti-pattern**

    ```latex
    \begin{lemma}\label{lem:a} … \end{lemma}
    \begin{proof} By \cref{lem:b} … \end{proof}
    \begin{lemma}\label{lem:b} … \end{lemma}
    \begin{proof} By \cref{lem:a} … \end{proof}
    ```

    **Best practice**

    ```latex
    \begin{lemma}\label{lem:b} … \end{lemma}
    \begin{proof} Directly from \cref{ass:tail}. \end{proof}
    ```
    """

    id = "R22"
    name = "circular-proofs"
    rule_class = "wrong"
    description = "No proof depends on itself through other proofs."

    def observe(self, view: FileView) -> Iterator[Observation]:
        """References in proofs that use nothing, further proofs, and statements used by number."""
        starts = [key.span.start for key in view.references]
        idle = _labels_of_no_statement(view)
        local = LocalUses(view)
        titles = [before_tools(view.masked, p.option) for p in view.proofs if p.option]
        asked: list[tuple[Use, Span]] = []
        numbers: list[tuple[int, int]] = []
        end = 0
        for proof in view.proofs:
            body = proof.environment.body
            if body.end <= end:
                continue  # looked at with the proof it stands in
            end = body.end
            keys = view.references[bisect_left(starts, body.start) : bisect_left(starts, body.end)]
            for key in keys:
                if _in_title(titles, key):
                    yield ("role", key.span.start, "mention")
                elif key.through or key.key not in idle:
                    asked.append((local.by_proof(proof, key), body))
            for place, name in numbered(view.masked, body.start, body.end):
                asked.append((local.by_number(proof, place), body))
                numbers.append((place, place + len(name.value)))
                yield ("number", place, str(name.kind), name.value)
        for statement in view.statements:
            body = statement.environment.body
            if not _ASSUMES.search(view.masked, body.start, body.end):
                continue
            first = bisect_left(starts, body.start)
            for key in view.references[first : bisect_left(starts, body.end)]:
                asked.append((local.by_statement(statement, key), body))
        in_circles = local.in_circles()
        if in_circles:
            # Imported here: in most papers no circle can close, whatever the sentences say.
            from ...latex.references.roles import is_assumed, role_of
            from ...latex.references.sentences import Reader

            reader = Reader(view, numbers)
        for use, body in asked:
            place = use.place
            if use not in in_circles or reader.in_formula(place):
                continue
            if use.stated:
                if is_assumed(reader.around(place, body.start, body.end)):
                    yield ("assumed", place)
            elif not reader.is_plainly_used(place):
                role = role_of(reader.around(place, body.start, body.end))
                if role == "unclear" and body.end - body.start < _NOTHING_ELSE:
                    continue  # "See Theorem 2." is the whole proof
                if role != "use":
                    yield ("role", place, role)
        yield from _posited(view, local)
        for proof in view.proofs:
            if _SECOND.search(proof.option_text):
                yield ("second", proof.environment.span.start)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        graph = _uses(context, observed)
        for component in components(graph):
            cycle = _cycle_in(graph, component)
            edges = [graph[a][b] for a, b in pairwise(cycle)]
            # One finding a circle, in a file somebody asked about if it passes through one.
            place = next((k for k in edges if k.span.file in context.reported), edges[0])
            yield self.at(
                context,
                place.span,
                f"circular proofs: {' -> '.join(cycle)}",
                "prove one of them without the others",
            )


def _in_title(titles: list[Span], key: Key) -> bool:
    """Whether a reference stands in the title of a proof inside another one: it names that one."""
    index = bisect_right(titles, key.span.start, key=lambda span: span.start) - 1
    return index >= 0 and key.span.start < titles[index].end


def _posited(view: FileView, local: LocalUses) -> Iterator[Observation]:
    """The labels of displays that a statement in a circle only defines or supposes."""
    begins = [key.span.start for key in view.labels]
    for statement in view.statements:
        body = statement.environment.body
        keys = view.labels[bisect_left(begins, body.start) : bisect_left(begins, body.end)]
        if not keys or statement.kind not in PROVABLE_KINDS or not local.in_circle(statement):
            continue
        # Imported here: few statements lie in circles.
        from ...latex.references.posited import is_posited

        for key in keys:
            if is_posited(view, statement, key.span.start):
                yield ("posited", key.span.start, key.key)


def _labels_of_no_statement(view: FileView) -> set[str]:
    """The labels of a file that stand in no statement, of sections and of steps of proofs."""
    found: set[str] = set()
    spans = [s.environment.span for s in view.statements]
    begins = [span.start for span in spans]
    ends = list(accumulate((span.end for span in spans), max))
    for key in view.labels:
        before = bisect_right(begins, key.span.start)
        if not before or ends[before - 1] <= key.span.start:
            found.add(key.key)
    return found


def _uses(context: Context, observed: Observed) -> _Graph:
    """What each statement's proof uses, with the place of the first such reference."""
    document = context.document
    roles = {(f, o[1]): o[2] for f, seen in observed.items() for o in seen if o[0] == "role"}
    assumed = {(f, o[1]) for f, seen in observed.items() for o in seen if o[0] == "assumed"}
    second = {(f, o[1]) for f, seen in observed.items() for o in seen if o[0] == "second"}
    numbered = KeysByPlace(
        Key("", f"{o[2]} {o[3]}", Span(f, o[1], o[1] + len(o[3])))
        for f, seen in observed.items() for o in seen if o[0] == "number"
    )  # fmt: skip
    posited = {o[2] for seen in observed.values() for o in seen if o[0] == "posited"}
    by_number = statements_by_number(document)
    graph: _Graph = {}
    references = KeysByPlace(document.references)
    proofs: dict[Span, list[Span]] = {}
    for proof in document.proofs:
        for statement in proof.statements:
            proofs.setdefault(statement.environment.span, []).append(proof.environment.span)
    for proof in document.proofs:
        span = proof.environment.span
        if (span.file, span.start) in second:
            continue
        targets = [
            (key, context.label_of.get(key.key))
            for key in references.inside(proof.environment.body)
        ]
        targets += [(k, by_number.get(k.key)) for k in numbered.inside(proof.environment.body)]
        targets += [
            (key, statement)
            for key, statement in context.named_in_ranges
            if key.span.file == span.file and span.start < key.span.start < span.end
        ]
        for statement in proof.statements:
            if statement.label is None:
                continue
            used = graph.setdefault(statement.label, {})
            given = {
                key.key
                for key in references.inside(statement.environment.span)
                if (key.span.file, key.span.start) in assumed
            }
            for key, target in targets:
                if target is None or target.label is None or target in proof.statements:
                    continue
                if key.key in given:
                    continue  # the statement assumes it
                if key.key in posited:
                    continue  # the target only says what is meant, or given
                role = roles.get((key.span.file, key.span.start), "use")
                if target.kind in PROVABLE_KINDS and _is_use(document, proofs, key, target, role):
                    used.setdefault(target.label, key)
    return graph


def _is_use(
    document: Document, proofs: dict[Span, list[Span]], key: Key, target: Statement, role: str
) -> bool:
    """Whether a reference in a proof uses its target.

    Args:
        document: the document.
        proofs: of each statement, by its place.
        key: the reference.
        target: the statement it names.
        role: what its sentence says it is there for, see `references.roles`.
    """
    if role not in ("same", "unclear"):
        return role == "use"
    place = key.span
    group = document.repeats.get(target.environment.span, (target,))
    proved = [around for s in group for around in proofs.get(s.environment.span, ())]
    for around in proved:
        if around.file == place.file and around.start <= place.start < around.end:
            return False  # what stands in the proof of a theorem may say which part it proves
    if role == "same":
        return True
    here = document.reading_order(place.file, place.start)
    return any(document.reading_order(around.file, around.start) < here for around in proved)


def _cycle_in(graph: _Graph, component: list[str]) -> list[str]:
    """A shortest circle through the component's first statement, its start repeated at the end."""
    members = set(component)
    start = next(label for label in graph if label in members)
    came_from: dict[str, str] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in graph.get(node, {}):
            if target == start:
                path = [node]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return [*reversed(path), start]
            if target in members and target not in came_from:
                came_from[target] = node
                queue.append(target)
    raise AssertionError("a component of several statements holds a circle")
