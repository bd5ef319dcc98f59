"""How far each node of the plan is: false, planned, stated, proved, checked, and all it rests on.

A state is never better than the evidence: what is stale, from another machine or could not be
read raises nothing, and a violating instance counts wherever it was found. Not here: whether a
gate holds (`evaluation`), and what to do next (`next_work`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

import networkx as nx

from ..checks.stored import StoredCheck, stored_checks, told
from ..graph.merged import merged_graph, use_digraph
from ..graph.order import in_order
from ..graph.paper import paper_graph
from ..latex import Document, Statement
from ..latex.unfinished import is_to_be_proved
from ..records.graph import CITATION
from ..records.plan import PROVABLE_KINDS, PlanNode
from ..records.record import Record
from ..trace import StepState, TraceState, load_trace
from ..trace.steps import ProofSteps
from .context import GateContext
from .written import argues, says_what_is_planned

_TODO = re.compile(r"\\todo(?![a-zA-Z])")
#: Nothing is wrong with these, and nothing is left to do on the node itself.
FINISHED = ("checked", "all-ancestors-checked")


class SweptProof(Record):
    """A proof, and what is known of its steps."""

    proof: ProofSteps
    steps: tuple[StepState, ...]


class NodeFacts(Record):
    """What is known of one node.

    Args:
        false: why its claim or its proof is false, "" where nothing says so.
        statement: in the LaTeX, None where it is not there; of several with its label one that
            says something else than was planned, if there is one.
        agrees: whether that says what was planned, and so speaks of what is checked and approved.
        proofs: its proofs; only those of managed nodes are read.
        proved: whether it has a proof with an argument in it and none left to be written.
        steps: how many steps the proofs have.
        open_steps: identifiers of those that are red.
        todo: whether a `\\todo` is left in statement or proof.
        check: the last result of its numeric check.
    """

    false: str
    statement: Statement | None
    agrees: bool
    proofs: tuple[SweptProof, ...]
    proved: bool
    steps: int
    open_steps: tuple[str, ...]
    todo: bool
    check: StoredCheck | None


class PlanFacts(Record):
    """What is known of the plan's nodes, by label.

    Args:
        nodes: of every node of the plan.
        trace: the sweep, None without a paper.
        complete: whether every part of plan and paper could be read.
    """

    nodes: Mapping[str, NodeFacts]
    trace: TraceState | None
    complete: bool


def dependencies(context: GateContext) -> nx.DiGraph:
    """What rests on what, by plan and paper together; each node has its `kind`, and how far the
    paper alone shows it to be as its `state`.

    States, order and taint are told from it. A cited work is a node, called `cite:key`.
    """
    document = context.document_if_any
    paper = paper_graph(document).graph if document is not None else None
    merged = merged_graph(context.plan, paper, {})
    graph = use_digraph(merged)
    for name, node in merged.nodes.items():
        graph.add_node(name, kind=node.kind, state=node.state)
    return graph


def node_states(context: GateContext, graph: nx.DiGraph | None = None) -> dict[str, str]:
    """The state of every node of the plan, one of `records.graph.STATES`; no gate is evaluated.

    Args:
        graph: `dependencies(context)`, where that is at hand.

    Raises:
        InputError: there is no plan, or the machine state was written by hand.
    """
    return states_from(
        context, plan_facts(context), dependencies(context) if graph is None else graph
    )


def plan_facts(context: GateContext) -> PlanFacts:
    """Read what is known of the nodes: paper, sweep, numeric checks.

    Raises:
        InputError: there is no plan, or the machine state was written by hand.
    """
    plan, document = context.plan, context.document_if_any
    checks = stored_checks(context.project, plan.nodes.values())
    statements: dict[str, list[Statement]] = {}
    proofs: dict[str, list[SweptProof]] = {}
    trace = None
    if document is not None:
        for statement in document.statements:
            if statement.label is not None:
                statements.setdefault(statement.label, []).append(statement)
        trace = load_trace(context.project, document)
        steps = iter(trace.steps)  # in the order of the proofs
        for proof in trace.sweep.proofs:
            swept = SweptProof(proof, tuple(islice(steps, len(proof.steps))))
            for label in {proof.label, *(s.label for s in proof.proof.statements)}:
                proofs.setdefault(str(label), []).append(swept)
    found = {
        label: _facts(
            node,
            document,
            statements.get(label, []),
            tuple(proofs.get(label, ())),
            checks.get(label),
        )
        for label, node in plan.nodes.items()
    }
    broken = document is not None and any(f.severity == "error" for f in document.findings)
    return PlanFacts(found, trace, not (broken or plan.findings))


def _facts(
    node: PlanNode,
    document: Document | None,
    statements: Sequence[Statement],
    proofs: tuple[SweptProof, ...],
    check: StoredCheck | None,
) -> NodeFacts:
    false = _violation(check)
    if document is None or not statements:
        return NodeFacts(false, None, False, (), False, 0, (), False, check)
    # Where a label is given twice nobody can tell which of the two is proved.
    others = [s for s in statements if not _is_as_planned(node, s, document)]
    statement = (others or statements)[0]
    bodies = [swept.proof.proof.environment.body for swept in proofs]
    texts = [document.masked(body) for body in bodies]
    todo = any(_TODO.search(t) for t in [document.masked(statement.environment.body), *texts])
    proved = not any(is_to_be_proved(text) for text in texts) and any(
        swept.steps and argues(document, body) for swept, body in zip(proofs, bodies, strict=True)
    )
    states = [state for swept in proofs for state in swept.steps]
    defects = [state.step.identifier for state in states if state.word == "defect"]
    if defects and not false:
        false = f"a step of its proof is false: {', '.join(defects)}"
    red = tuple(state.step.identifier for state in states if state.colour == "red")
    return NodeFacts(false, statement, not others, proofs, proved, len(states), red, todo, check)


def _is_as_planned(node: PlanNode, statement: Statement, document: Document) -> bool:
    """Whether a statement is the planned one: a lemma that the plan calls an assumption still
    has to be proved."""
    claimed = statement.kind in PROVABLE_KINDS
    return claimed == node.provable and says_what_is_planned(node, statement, document)


def _violation(check: StoredCheck | None) -> str:
    """The instance that violates the statement as it stands, wherever it was found."""
    if check is None or not check.current or check.outcome != "fails" or not check.violations:
        return ""
    return told(check.violations[0]) + ("" if check.sealed_here else " (found on another machine)")


def states_from(context: GateContext, facts: PlanFacts, graph: nx.DiGraph) -> dict[str, str]:
    """The states of the plan's nodes as the facts and the graph give them."""
    plan = context.plan
    states = {label: _own_state(node, facts, label) for label, node in plan.nodes.items()}
    # A planned node is more than a citation, whatever its label looks like.
    sound = {
        label
        for label, kind in graph.nodes(data="kind")
        if kind == CITATION and label not in plan.nodes
    }
    for label in in_order(graph):
        if label not in plan.nodes or any(used not in sound for used in graph.pred[label]):
            continue  # in a circle something always is left out
        node, found = plan.nodes[label], facts.nodes[label]
        if not all(hypothesis in plan.nodes for hypothesis in node.hypotheses):
            continue
        if states[label] == "checked":
            states[label] = "all-ancestors-checked"
            sound.add(label)
        elif not node.provable and found.statement and found.agrees and not found.todo:
            sound.add(label)  # nothing is to be proved
    for label in rest_on_false(graph, states):
        if states.get(label, "false") != "false":
            states[label] = "rests-on-false"
    return states


def rest_on_false(graph: nx.DiGraph, states: Mapping[str, str]) -> set[str]:
    """All nodes that rest on a false one, also those that only the paper knows."""
    false = [label for label, state in states.items() if state == "false" and label in graph]
    return {above for label in false for above in nx.descendants(graph, label)}


def _own_state(node: PlanNode, facts: PlanFacts, label: str) -> str:
    """How far a node is by itself, whatever it rests on."""
    found = facts.nodes[label]
    if found.false:
        return "false"
    if found.statement is None:
        return "planned"
    if not node.managed:
        return "given"
    if not node.provable or not found.agrees or not found.proved:
        return "stated"  # of other words than planned nothing is known to be proved
    holds = node.check_file is None or (found.check is not None and found.check.holds)
    swept = found.steps > 0 and not found.open_steps and not found.todo
    return "checked" if holds and swept and facts.complete else "proved"
