"""Enumerating the steps of every proof: displayed relations, relations in words, claims, cases.

Nothing that asserts is left out: what introduces or supposes is a definition, what claims is a
step, and the share of the text that is neither is counted and shown. Not here: the jobs that are
made of the steps (`trace.jobs`), and evidence.
"""

from dataclasses import dataclass, field

from ...graph.node_names import node_names
from ...graph.owners import Owners
from ...latex import Document, Proof, Span, Statement
from ...mathematics.formula import relation_aliases
from ...records.evidence import Domain, Step
from .domain_notes import domain_notes
from .drafts import Draft
from .flow import Flow, read_flow
from .formulas import FormulaReader, claim_macros
from .scopes import Said, Scopes
from .walk import Walk

__all__ = ["ProofSteps", "Said", "StepContext", "Sweep", "enumerate_steps"]


@dataclass(frozen=True, slots=True)
class StepContext:
    """What holds at a step.

    Args:
        definitions: what the proof introduces and supposes there.
        earlier: what it claimed before and still holds.
        reasons: what stands over or beside the sign, or is said of the step afterwards.
    """

    definitions: tuple[Said, ...]
    earlier: tuple[Said, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ProofSteps:
    """One proof, cut up.

    Args:
        proof: the proof.
        label: of the statement it is swept for; of one without a label what the graph calls it,
            and of a proof of nothing its file and ordinal.
        steps: in reading order.
        contexts: what holds at each step.
        domains: its domain notes, and those of the proof that it stands in.
        uncovered: share of its visible characters that belong to no step and no definition.
        statement: the statement it is swept for, None where it is not certain.
    """

    proof: Proof
    label: str
    steps: tuple[Step, ...]
    contexts: tuple[StepContext, ...]
    domains: tuple[Domain, ...]
    uncovered: float
    statement: Statement | None = None


@dataclass(frozen=True)
class Sweep:
    """All steps of a document.

    Args:
        proofs: in reading order.
        unattached: the proofs that were not swept, or swept under no statement: it is not certain
            what they prove, or that has no label.
    """

    proofs: tuple[ProofSteps, ...]
    unattached: tuple[Proof, ...] = field(default=())

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for proof in self.proofs for step in proof.steps)

    @property
    def uncovered(self) -> float:
        """Mean share of the proofs' text that belongs to no step, weighted by length."""
        weights = [
            p.proof.environment.body.end - p.proof.environment.body.start for p in self.proofs
        ]
        total = sum(weights)
        return (
            sum(p.uncovered * w for p, w in zip(self.proofs, weights, strict=True)) / total
            if total
            else 0.0
        )


def enumerate_steps(
    document: Document, labels: set[str] | None = None, *, loose: bool = True
) -> Sweep:
    """The steps of the document's proofs.

    A proof inside a proof is swept for itself, with what holds around it. A proof of several
    statements is swept under the first that is asked for; one of nothing in particular under its
    file and ordinal, `main.tex#proof2`, unless no statement is asked for.

    Args:
        document: as read.
        labels: only proofs of these statements; None for all.
        loose: also proofs of nothing in particular that stand in no other.
    """
    return _Sweeping(document, labels, loose=loose).run()


class _Sweeping:
    def __init__(self, document: Document, labels: set[str] | None, *, loose: bool) -> None:
        self.document, self.labels, self.loose = document, labels, loose
        self.names = node_names(document)
        self.owners = Owners(document)
        self.aliases = relation_aliases(document.steady_macros)
        self.holding = claim_macros(document.steady_macros, self.aliases)
        self.inside = self._inside()
        self.counted: dict[str, int] = {}
        self.found: dict[int, ProofSteps] = {}
        self.ordinals: dict[int, str] = {}
        per_file: dict[str, int] = {}
        for proof in document.proofs:
            file = proof.environment.span.file
            per_file[file] = per_file.get(file, 0) + 1
            self.ordinals[id(proof)] = f"{file}#proof{per_file[file]}"

    def run(self) -> Sweep:
        inner = {id(proof) for proof in self.document.proofs if self._outer(proof) is not None}
        for proof in self.document.proofs:
            if id(proof) not in inner:
                self._sweep(proof, Scopes(), ())
        proofs = tuple(
            self.found[id(proof)] for proof in self.document.proofs if id(proof) in self.found
        )
        return Sweep(proofs, tuple(self._unattached()))

    def _unattached(self) -> list[Proof]:
        found = []
        for proof in self.document.proofs:
            swept = self.found.get(id(proof))
            if (proof.proves is None) if swept is None else not proof.statements:
                found.append(proof)
        return found

    def _outer(self, proof: Proof) -> Proof | None:
        """The proof that a proof stands in."""
        span = proof.environment.span
        around = self.owners.around(span.file, span.start)
        return next((t for t in around if isinstance(t, Proof) and t is not proof), None)

    def _inside(self) -> dict[Span, Statement | Proof]:
        """The proofs that stand in proofs, and the statements they prove there."""
        found: dict[Span, Statement | Proof] = {}
        for proof in self.document.proofs:
            outer = self._outer(proof)
            if outer is None:
                continue
            found[proof.environment.span] = proof
            for statement in proof.statements:
                span = statement.environment.span
                around = self.owners.around(span.file, span.start)
                if any(thing is outer for thing in around):
                    found[span] = statement
        return found

    def _name(self, proof: Proof, *, nested: bool) -> tuple[str, Statement | None]:
        """What a proof is swept under, "" where it is not asked for."""
        for statement in proof.statements:
            name = self.names[statement.environment.span]
            if self.labels is None or name in self.labels:
                return name, statement
        if proof.statements and not nested:
            return "", None
        if proof.statements:
            return self.names[proof.statements[0].environment.span], proof.statements[0]
        if (self.labels is not None and not self.labels) or not (self.loose or nested):
            return "", None
        return self.ordinals[id(proof)], None

    def _sweep(
        self,
        proof: Proof,
        scopes: Scopes,
        notes: tuple[Domain, ...],
        *,
        nested: bool = False,
    ) -> None:
        label, statement = self._name(proof, nested=nested)
        body = proof.environment.body
        inside = {span: t for span, t in self.inside.items() if t is not proof}
        flow = read_flow(self.document, body, inside)
        domains = (*notes, *domain_notes(self.document, flow.pieces))

        def sweep_inside(inner: Proof, around: Scopes) -> None:
            self._sweep(inner, around, domains, nested=bool(label))

        reader = FormulaReader(flow, self.aliases, self.holding)
        walk = Walk(self.document, flow, reader, scopes, sweep_inside)
        walk.run()
        if not label:
            return
        numbered = sorted(walk.drafts, key=lambda draft: draft.place)
        first = self.counted.get(label, 0)
        self.counted[label] = first + len(numbered)
        steps = tuple(
            _step(self.document, flow, draft, label, first + number)
            for number, draft in enumerate(numbered, start=1)
        )
        contexts = tuple(
            StepContext(draft.definitions, draft.earlier, tuple(draft.reasons))
            for draft in numbered
        )
        self.found[id(proof)] = ProofSteps(
            proof, label, steps, contexts, domains, _uncovered(flow, walk), statement
        )


def _step(document: Document, flow: Flow, draft: Draft, label: str, number: int) -> Step:
    span = flow.span(draft.start, max(draft.end, draft.start + 1))
    file, place = flow.place(draft.place)
    source = document.files[file]
    line, column = source.position(place)
    start, end = (span.start, span.end) if span.file == file else (place, place + 1)
    end_line, _ = document.files[file].position(max(start, end - 1))
    passage = flow.span(draft.place, max(draft.passage_end, draft.end))
    return Step(
        identifier=f"{label}/{number}",
        proves=label,
        file=file,
        line=line,
        column=column,
        end_line=end_line,
        start=start,
        end=end,
        kind="relation" if draft.kind == "relation" else "prose",
        latex=draft.latex,
        left=draft.left,
        relation=draft.relation,
        right=draft.right,
        justification="; ".join([*filter(None, [draft.words]), *draft.reasons]),
        conditional=draft.conditional,
        passage_end=passage.end,
        references=draft.references,
        citations=draft.citations,
    )


def _uncovered(flow: Flow, walk: Walk) -> float:
    covered = [False] * len(flow.text)
    for start, end in walk.covered:
        covered[start:end] = [True] * (end - start)
    shown = [i for i, c in enumerate(flow.text) if not c.isspace() and i not in flow.nested]
    return sum(not covered[i] for i in shown) / len(shown) if shown else 0.0
