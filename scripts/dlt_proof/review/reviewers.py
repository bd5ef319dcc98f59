"""Deterministic reviewers: what code can object to without a model.

Each takes the paper and the plan and yields weaknesses found in managed statements.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..graph.plan_file import Plan
from ..latex import Document, Span, math_spans
from ..records.plan import PlanNode
from ..records.review import Severity

_HABIT = re.compile(
    r"\b(?:clearly|obviously|trivially|evidently|it\s+is\s+(?:easy|straightforward|trivial)\s+to\s+"
    r"(?:see|check|verify|show)|it\s+is\s+well[- ]known|by\s+(?:a\s+)?standard\s+(?:arguments?|"
    r"techniques?|calculations?)|straightforward\s+(?:calculation|computation)|as\s+is\s+well\s+known)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundWeakness:
    """What a reviewer objects to, before it has a number."""

    file: str
    line: int
    claim: str
    evidence: str
    severity: Severity

    @property
    def key(self) -> str:
        """The same objection in another round: place in the file does not count."""
        return f"{self.file}: {self.claim}"


def run_reviewers(document: Document, plan: Plan) -> list[FoundWeakness]:
    """What all deterministic reviewers find, by file and line."""
    found = [weakness for reviewer in REVIEWERS.values() for weakness in reviewer(document, plan)]
    return sorted(set(found), key=lambda w: (w.file, w.line, w.claim))


def hypotheses_at_the_cite_site(document: Document, plan: Plan) -> Iterator[FoundWeakness]:
    """A lemma is used where one of its assumptions is not in scope."""
    for node, place in _written(document, plan):
        for used in _used_statements(document, plan, node):
            for hypothesis in used.hypotheses:
                kind = plan.nodes[hypothesis].kind if hypothesis in plan.nodes else ""
                if kind == "assumption" and hypothesis not in node.hypotheses:
                    yield FoundWeakness(
                        *place,
                        f"{node.label} uses {used.label}, whose hypothesis {hypothesis} is not "
                        f"among those of {node.label}",
                        f"the plan lists {', '.join(node.hypotheses) or 'none'}",
                        "major",
                    )


def hypotheses_nobody_uses(document: Document, plan: Plan) -> Iterator[FoundWeakness]:
    """An assumption is listed that neither statement, proof, nor a lemma used there needs."""
    for node, place in _written(document, plan):
        referred = _references(document, node.label)
        inherited = {h for used in _used_statements(document, plan, node) for h in used.hypotheses}
        for hypothesis in node.hypotheses:
            assumed = hypothesis in plan.nodes and plan.nodes[hypothesis].kind == "assumption"
            if assumed and hypothesis not in referred | inherited:
                yield FoundWeakness(
                    *place,
                    f"{node.label} lists the hypothesis {hypothesis}, which its statement and "
                    "proof never refer to",
                    "no reference to it, and no lemma used there stands on it",
                    "minor",
                )


def uses_and_consumers(document: Document, plan: Plan) -> Iterator[FoundWeakness]:
    """The plan says who uses a lemma; the paper says otherwise."""
    for node, place in _written(document, plan):
        referred = _references(document, node.label)
        for lemma in plan.managed.values():
            if not lemma.provable or lemma.label == node.label:
                continue
            if node.label in lemma.consumers and lemma.label not in referred:
                yield FoundWeakness(
                    *place,
                    f"{node.label} should use {lemma.label}, and never refers to it",
                    f"the plan lists it as a consumer of {lemma.label}",
                    "major",
                )
            if lemma.label in _references(document, node.label, proof_only=True) and (
                node.label not in lemma.consumers
            ):
                yield FoundWeakness(
                    *place,
                    f"the proof of {node.label} uses {lemma.label}, which the plan does not know",
                    f"{lemma.label} lists {', '.join(lemma.consumers) or 'no consumer'}",
                    "minor",
                )


def machine_habits(document: Document, plan: Plan) -> Iterator[FoundWeakness]:
    """Words that stand where a reason should."""
    for node in plan.managed.values():
        proof = document.proof_of(node.label)
        if proof is None:
            continue
        body = proof.environment.body
        for match in _HABIT.finditer(_prose(document, body)):
            line, _ = document.files[body.file].position(body.start + match.start())
            yield FoundWeakness(
                body.file,
                line,
                f"the proof of {node.label} says “{' '.join(match[0].split())}” where a reason "
                "should stand",
                "a reader cannot check it",
                "minor",
            )


REVIEWERS: dict[str, Callable[[Document, Plan], Iterator[FoundWeakness]]] = {
    "hypotheses at the cite-site": hypotheses_at_the_cite_site,
    "hypotheses nobody uses": hypotheses_nobody_uses,
    "uses and consumers": uses_and_consumers,
    "machine habits": machine_habits,
}


def _written(document: Document, plan: Plan) -> Iterator[tuple[PlanNode, tuple[str, int]]]:
    """The managed statements that have a proof, and where it begins."""
    for node in plan.managed.values():
        proof = document.proof_of(node.label) if node.provable else None
        if proof is not None:
            line, *_ = document.place(proof.environment.span)
            yield node, (proof.environment.span.file, line)


def _references(document: Document, label: str, *, proof_only: bool = False) -> set[str]:
    """Labels that a statement's proof (and, by default, the statement) refers to."""
    proof, statement = document.proof_of(label), document.statement(label)
    spans = [proof.environment.body] if proof else []
    if statement and not proof_only:
        spans.append(statement.environment.span)
    return {key.key for span in spans for key in document.inside(span, document.references)}


def _used_statements(document: Document, plan: Plan, node: PlanNode) -> list[PlanNode]:
    """The planned statements that a node's proof refers to."""
    labels = _references(document, node.label, proof_only=True)
    return [n for n in plan.nodes.values() if n.label in labels and n.provable and n != node]


def _prose(document: Document, body: Span) -> str:
    """The proof's masked text with its formulas blanked, offsets kept."""
    characters = list(document.masked(body))
    for formula in math_spans(document, body):
        start, end = formula.span.start - body.start, formula.span.end - body.start
        characters[start:end] = " " * (end - start)
    return "".join(characters)
