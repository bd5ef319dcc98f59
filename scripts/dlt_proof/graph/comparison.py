"""Where a plan and the paper differ, and what of a plan serves nothing.

Uses are compared where both sides know the statements. Not here: the plan's own shape (`shape`),
and whether statements are worded as planned (rule R25).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ..latex import Document, Statement, normalise
from ..latex.normal import expanded
from ..latex.unfinished import is_to_be_proved
from ..records.findings import Finding, Severity, file_finding
from ..records.graph import GraphEdge
from ..records.plan import PLAN_KINDS, PlanNode
from .merged import plan_edges
from .paper import PaperGraph
from .plan_file import Plan
from .unplanned import unplanned_uses

#: Kinds that are used by whoever uses their words: no reference need tell.
_NAMELESS = ("notation", "definition")
#: Headings that begin another section; a subsection is the same one.
_SECTIONS = ("part", "chapter", "section", "appendix")


def plan_findings(plan: Plan) -> list[Finding]:
    """What of a plan serves no goal, and what it says twice."""
    return [*_unreachable(plan), *_said_twice(plan)]


def comparison_findings(plan: Plan, document: Document, paper: PaperGraph) -> list[Finding]:
    """Where the uses in the paper are not those of the plan.

    Args:
        plan: what is planned; only its managed nodes are compared.
        document: the paper.
        paper: its graph.

    Returns:
        A finding (`G23` to `G25`, `G28`) for each difference, at the line of the plan or of the
        paper that tells what the other does not.
    """
    uses = _Uses(plan, document, paper)
    return [
        *_never_referred(uses),
        *_not_planned(uses),
        *unplanned_uses(plan, document, paper),
        *_forward(uses),
    ]


class _Uses:
    """What plan and paper tell of uses, by the plan's names.

    A statement said twice may have two labels, of which the plan knows one. What the plan does not
    know (an unlabelled claim inside a proof, a remark) hands on what it uses.
    """

    def __init__(self, plan: Plan, document: Document, paper: PaperGraph) -> None:
        self.plan, self.document = plan, document
        self.managed = plan.managed
        self.statements: dict[str, tuple[Statement, ...]] = {}
        named: dict[str, str] = {}
        for name, group in paper.statements.items():
            labels = [s.label for s in group if s.label in plan.nodes]
            named[name] = labels[0] if labels else name
            if labels:
                self.statements[labels[0]] = group
        self.edges = [
            e._replace(source=named.get(e.source, e.source), target=named.get(e.target, e.target))
            for e in paper.graph.edges
        ]
        self.mentions = {(e.source, e.target): e for e in self.edges if e.kind == "mention"}
        self.planned = {(e.source, e.target): e for e in plan_edges(plan)}
        self.told: dict[str, dict[str, GraphEdge]] = {}
        for edge in self.edges:
            if edge.kind != "mention":
                self.told.setdefault(edge.target, {}).setdefault(edge.source, edge)
        nodes = paper.graph.nodes.items()
        self.aside = {n for n, node in nodes if not node.label or node.kind not in PLAN_KINDS}
        self.written = {
            s.label
            for proof in document.proofs
            for s in proof.statements
            if not is_to_be_proved(document.masked(proof.environment.body))
        }

    def of(self, target: str, *, asides_only: bool) -> dict[str, GraphEdge]:
        """What a planned node uses of the plan, directly or through what the plan does not know,
        with the place that names it.

        Args:
            target: a node of the plan.
            asides_only: hand on only what nobody plans, and no lemma that was forgotten.
        """
        found: dict[str, GraphEdge] = {}
        passed, row = {target}, [target]
        for name in row:
            for source, edge in self.told.get(name, {}).items():
                if source in self.plan.nodes:
                    found.setdefault(source, edge)
                elif source not in passed and (source in self.aside or not asides_only):
                    passed.add(source)
                    row.append(source)
        return found

    def below(self, target: str) -> set[str]:
        """All that a node rests on, by the paper."""
        seen: set[str] = set()
        row = [target]
        while row:
            for source in self.told.get(row.pop(), ()):
                if source not in seen:
                    seen.add(source)
                    row.append(source)
        return seen

    def is_finished(self, label: str) -> bool:
        """Whether a node of the plan is written, and proved where it asserts something."""
        node = self.plan.nodes[label]
        return label in (self.written if node.provable else self.statements)


def _finding(
    rule: str,
    name: str,
    message: str,
    place: tuple[str, int],
    help: str,
    severity: Severity = "error",
) -> Finding:
    return file_finding(
        rule, name, message, file=place[0], line=place[1], help=help, severity=severity
    )


def _never_referred(uses: _Uses) -> Iterator[Finding]:
    """G23: a consumer that is written and never refers to what it is planned to use; G25: an
    assumption that neither a statement nor anything that it rests on refers to."""
    import networkx as nx

    plan, managed = uses.plan, uses.managed
    open_ends = {n.label for n in managed.values() if not uses.is_finished(n.label)}
    of = {target: uses.of(target, asides_only=False) for target in {t for _, t in uses.planned}}
    for (source, target), edge in uses.planned.items():
        user, used = managed.get(target), plan.nodes[source]
        if user is None or source in of[target] or used.kind in _NAMELESS:
            continue
        if target in open_ends or source not in uses.statements:
            continue
        place = (edge.file, edge.line)
        if used.kind == "assumption":
            below = uses.below(target)
            planned = nx.ancestors(plan.digraph(), target)
            # A proof that is still to be written may be what needs it.
            if source not in below and open_ends.isdisjoint(below | planned):
                yield _finding(
                    "G25",
                    "hypothesis-nobody-uses",
                    f"{target} is planned to stand on {source}, and neither it nor anything it "
                    "rests on refers to it",
                    place,
                    "say where it is needed, or drop the hypothesis",
                )
            continue
        mention = uses.mentions.get((source, target))
        where = f" (only mentioned, {mention.file}:{mention.line})" if mention else ""
        yield _finding(
            "G23",
            "consumer-never-refers",
            f"{target} is planned to use {source}, and never refers to it{where}",
            place,
            f"refer to {source} where {target} uses it, or take the use out of the plan",
        )


def _not_planned(uses: _Uses) -> Iterator[Finding]:
    """G24: the paper uses what the plan does not know of."""
    for target in uses.managed:
        for source, edge in uses.of(target, asides_only=True).items():
            if source == target or (source, target) in uses.planned:
                continue
            hypothesis = not uses.plan.nodes[source].provable
            text = "text" if edge.kind == "declared" else edge.kind
            through = "" if edge.target == target else f", through {edge.target}"
            yield _finding(
                "G24",
                "hypothesis-not-listed" if hypothesis else "use-not-planned",
                f"the {text} of {target} uses {source}{through}, which the plan does not list",
                (edge.file, edge.line),
                f"add {source} to the hypotheses of {target}, and {target} to its consumers"
                if hypothesis
                else f"add {target} to the consumers of {source}, or do without it",
            )


def _forward(uses: _Uses) -> Iterator[Finding]:
    """G28, a warning: a proof uses a statement that comes in a later section.

    A proof that is put off may use what is stated before it, wherever its own statement stands.
    """
    document = uses.document
    order = document.reading_order
    sections = sorted(
        order(heading.span.file, heading.span.start)
        for heading in document.headings
        if heading.command in _SECTIONS
    )
    proved: dict[str, tuple[int, ...]] = {}
    for proof in document.proofs:
        span = proof.environment.span
        for statement in proof.statements:
            if statement.label:
                place = order(span.file, span.start)
                proved[statement.label] = max(place, proved.get(statement.label, place))
    for edge in uses.edges:
        if edge.kind != "proof" or edge.target not in uses.managed:
            continue
        group = uses.statements.get(edge.source)
        if group is None or edge.source == edge.target:
            continue
        spans = [statement.environment.span for statement in group]
        used = min((order(span.file, span.start), span.file) for span in spans)
        line = document.files[edge.file].line_starts[edge.line - 1]
        here = order(edge.file, line)
        here = max(here, proved.get(edge.target, here))
        if used[0] <= here:
            continue
        apart = bisect_left(sections, here) != bisect_left(sections, used[0])
        if apart or used[1] not in (edge.file, document.main):
            yield _finding(
                "G28",
                "forward-use",
                f"the proof of {edge.target} uses {edge.source}, which comes in a later section",
                (edge.file, edge.line),
                "move one of them: what is used comes first",
                "warning",
            )


def _unreachable(plan: Plan) -> Iterator[Finding]:
    """G26: a managed node from which no use leads to a goal. An orphan is told of as such."""
    import networkx as nx

    # In an adopted paper what is managed may serve a goal that is not.
    goals = [node.label for node in plan.nodes.values() if node.goal]
    if not goals:
        return
    graph = plan.digraph()
    serving = set(goals).union(*(nx.ancestors(graph, goal) for goal in goals))
    for node in plan.managed.values():
        orphan = not any(consumer in plan.nodes for consumer in node.consumers)
        if node.label not in serving and not orphan:
            yield _at(
                plan, node, "G26", "serves-no-goal",
                f"{node.label} is used, but nothing that uses it leads to a goal",
                "make what it is for a goal, or delete it with all that uses it",
            )  # fmt: skip


def _said_twice(plan: Plan) -> Iterator[Finding]:
    """G27: two nodes with one statement."""
    first: dict[str, PlanNode] = {}
    for node in plan.nodes.values():
        words = expanded(normalise(node.statement), {}).rstrip(".")
        known = first.setdefault(words, node)
        if known is not node and (known.managed or node.managed):
            yield _at(
                plan, node, "G27", "statement-twice",
                f"{node.label} says what {known.label} says (line {known.line})",
                "keep one of them, and let its consumers use it",
            )  # fmt: skip


def _at(plan: Plan, node: PlanNode, rule: str, name: str, message: str, help: str) -> Finding:
    return _finding(rule, name, message, (plan.file, node.line), help)
