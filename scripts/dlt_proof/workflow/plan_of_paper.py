"""The plan that a paper already follows: what an adopted paper's lemma graph says, as a plan.

Not here: writing it to a project (`adoption`), and the graph itself (`graph.paper`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..graph.paper import PaperGraph
from ..graph.plan_file import format_plan, parse_plan
from ..latex import Document, normalise
from ..plan.management import GIVEN
from ..records.errors import InputError
from ..records.graph import GraphNode
from ..records.plan import PLAN_KINDS, PROVABLE_KINDS, PlanNode
from ..records.record import Record

#: What a paper exists for, where nothing else in it uses them.
_RESULTS = ("theorem", "corollary", "proposition")
_USES = ("proof", "statement", "declared")


class LeftOut(Record):
    """A statement of the paper that the plan cannot hold.

    Args:
        file, line: where it stands.
        problem: what it is and why it cannot be in the plan.
        remedy: what to do in the paper.
    """

    file: str
    line: int
    problem: str
    remedy: str


class PaperPlan(Record):
    """A plan made from a paper.

    Args:
        nodes: in reading order, none of them managed.
        left_out: statements that it cannot hold; uses that lead through them are kept, as uses
            of what they rest on.
        uses: how many pairs of nodes there are of which one uses the other.
    """

    nodes: tuple[PlanNode, ...]
    left_out: tuple[LeftOut, ...]
    uses: int


def plan_of_paper(document: Document, paper: PaperGraph) -> PaperPlan:
    """The plan of a paper: one node for each statement that a plan can hold.

    Hypotheses are what the statement itself uses, with the definitions and assumptions of its
    proof; consumers are all that use it.

    Args:
        document: the paper.
        paper: its graph.
    """
    held: dict[str, PlanNode] = {}
    left_out = []
    statements = [node for node in paper.graph.nodes.values() if node.kind in PLAN_KINDS]
    for node in statements:
        problem, remedy = _identifier_problem(node)
        if not problem:
            planned = _bare(node, document, paper)
            problem, remedy = _plan_problem(planned)
            if not problem:
                held[node.id] = planned
                continue
        what = f"the {node.kind} {node.label or node.title}".rstrip()
        left_out.append(LeftOut(node.file, node.line, f"{what} {problem}", remedy))
    uses = contracted(paper, held)
    consumers: dict[str, list[str]] = {label: [] for label in held}
    for label, used in uses.items():
        for source in used:
            consumers[source].append(label)
    goals = _goals(held, consumers)
    nodes = tuple(
        node._replace(
            hypotheses=tuple(
                source
                for source, in_statement in uses[label].items()
                if in_statement or not held[source].provable
            ),
            consumers=tuple(consumers[label]),
            goal=label in goals,
        )
        for label, node in held.items()
    )
    return PaperPlan(nodes, tuple(left_out), sum(map(len, uses.values())))


def _identifier_problem(node: GraphNode) -> tuple[str, str]:
    """Why a node of the paper has no name that a plan could give it, and what to do."""
    if not node.label:
        return "has no label", "give it a \\label"
    if node.id != node.label:
        return "has the label of another statement", "give it a label of its own"
    return "", ""


def _bare(node: GraphNode, document: Document, paper: PaperGraph) -> PlanNode:
    """The node without its uses."""
    said = paper.statements[node.id]
    first = next((statement for statement in said if statement.label == node.label), said[0])
    return PlanNode(
        label=node.id,
        kind=node.kind,
        statement=normalise(document.text(first.environment.body)),
        section=first.environment.span.file,
        line=1,
        check=GIVEN if node.kind in PROVABLE_KINDS else None,
        managed=False,
    )


def _plan_problem(node: PlanNode) -> tuple[str, str]:
    """Why a plan file cannot hold a node, and what to do; "" twice where it can."""
    if not node.statement:
        return "says nothing", "write what it says"
    try:
        read = parse_plan(format_plan([node]), "")
    except InputError as error:
        problem = error.message.removeprefix(f"{node.label} cannot be written to the plan: ")
        if problem == "cannot be a LaTeX label":  # LaTeX itself allows more than a plan does
            problem = "its label holds a blank, a comma or another sign that no plan can name"
        return f"cannot be in a plan: {problem}", "change it in the paper"
    if read.findings or [*read.nodes] != [node.label]:
        return "cannot be in a plan: its label begins a comment", "change it in the paper"
    return "", ""


def contracted(paper: PaperGraph, held: Iterable[str]) -> dict[str, dict[str, bool]]:
    """What each of some nodes uses of them, directly or through others that are not among them.

    Args:
        paper: the graph of the paper.
        held: the nodes that stay.

    Returns:
        By node, in reading order, what it uses, and whether statements say so all the way (and
        no proof is needed to see it).
    """
    used: dict[str, dict[str, bool]] = {}
    for edge in paper.graph.edges:
        if edge.kind in _USES:
            told = used.setdefault(edge.target, {})
            told[edge.source] = told.get(edge.source, False) or edge.kind == "statement"
    rank = {label: number for number, label in enumerate(paper.graph.nodes)}
    stay = dict.fromkeys(held)
    found: dict[str, dict[str, bool]] = {}
    for label in stay:
        reached: dict[str, bool] = {}
        seen: set[tuple[str, bool]] = set()
        waiting = [*used.get(label, {}).items()]
        while waiting:
            source, stated = waiting.pop()
            if (source, stated) in seen:
                continue
            seen.add((source, stated))
            if source in stay:
                reached[source] = reached.get(source, False) or stated
            else:
                below = used.get(source, {}).items()
                waiting += [(other, stated and also) for other, also in below]
        reached.pop(label, None)  # by way of a statement that is not held
        found[label] = {s: reached[s] for s in sorted(reached, key=rank.__getitem__)}
    return found


def _goals(held: Mapping[str, PlanNode], consumers: Mapping[str, list[str]]) -> set[str]:
    """The results that nothing uses; where there is none, the last theorem, or last statement."""
    goals = {
        label for label, node in held.items() if node.kind in _RESULTS and not consumers[label]
    }
    if goals:
        return goals
    provable = [label for label, node in held.items() if node.provable]
    theorems = [label for label in provable if held[label].kind == "theorem"]
    return {*(theorems or provable)[-1:]}
