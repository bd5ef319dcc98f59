"""What the plan says of hypotheses and uses, held against the proofs."""

from collections.abc import Iterator

from ..latex import Document
from ..records.plan import PlanNode
from .found import FoundWeakness, found_at
from .paper import Passage, ReviewedPaper


def hypotheses_nobody_uses(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """An assumption is listed that neither statement, proof, nor a lemma used there needs."""
    for passage, node in _planned(paper):
        referred = _references(paper.document, node.label)
        inherited = {h for used in _used_statements(paper, node) for h in used.hypotheses}
        for hypothesis in node.hypotheses:
            assumed = _kind(paper, hypothesis) == "assumption"
            if assumed and hypothesis not in referred | inherited:
                yield _at_proof(
                    paper,
                    passage,
                    "V20",
                    f"{node.label} lists the hypothesis {hypothesis}, which its statement and "
                    "proof never refer to",
                    "no reference to it, and no lemma used there stands on it",
                    minor=True,
                )


def uses_and_consumers(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """The plan says who uses a lemma; the paper says otherwise."""
    for passage, node in _planned(paper):
        assert paper.plan is not None
        referred = _references(paper.document, node.label)
        in_proof = _references(paper.document, node.label, proof_only=True)
        for lemma in paper.plan.managed.values():
            if not lemma.provable or lemma.label == node.label:
                continue
            if node.label in lemma.consumers and lemma.label not in referred:
                yield _at_proof(
                    paper,
                    passage,
                    "V21",
                    f"{node.label} should use {lemma.label}, and never refers to it",
                    f"the plan lists it as a consumer of {lemma.label}",
                )
            if lemma.label in in_proof and node.label not in lemma.consumers:
                yield _at_proof(
                    paper,
                    passage,
                    "V21",
                    f"the proof of {node.label} uses {lemma.label}, which the plan does not know",
                    f"{lemma.label} lists {', '.join(lemma.consumers) or 'no consumer'}",
                    minor=True,
                )


def _planned(paper: ReviewedPaper) -> Iterator[tuple[Passage, PlanNode]]:
    """The managed statements that have a proof."""
    for passage in paper.passages:
        if passage.node is not None and passage.node.provable and passage.proofs:
            yield passage, passage.node


def _at_proof(
    paper: ReviewedPaper,
    passage: Passage,
    rule: str,
    claim: str,
    evidence: str,
    *,
    minor: bool = False,
) -> FoundWeakness:
    span = passage.proofs[0].environment.span
    severity = "minor" if minor else "major"
    return found_at(
        paper.document,
        span,
        rule,
        passage.label,
        claim,
        evidence,
        severity,  # type: ignore[arg-type]
    )


def _kind(paper: ReviewedPaper, label: str) -> str:
    assert paper.plan is not None
    return paper.plan.nodes[label].kind if label in paper.plan.nodes else ""


def _references(document: Document, label: str, *, proof_only: bool = False) -> set[str]:
    """Labels that a statement's proof (and, by default, the statement) refers to."""
    proof, statement = document.proof_of(label), document.statement(label)
    spans = [proof.environment.body] if proof else []
    if statement and not proof_only:
        spans.append(statement.environment.span)
    return {key.key for span in spans for key in document.inside(span, document.references)}


def _used_statements(paper: ReviewedPaper, node: PlanNode) -> list[PlanNode]:
    """The planned statements that a node's proof refers to."""
    assert paper.plan is not None
    labels = _references(paper.document, node.label, proof_only=True)
    return [n for n in paper.plan.nodes.values() if n.label in labels and n.provable and n != node]
