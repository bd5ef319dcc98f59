"""The shape of a proof as code sees it: its steps, the displays they stand in, its inner results.

Not here: whether a step is true (`trace`), and what the shape answers (`deciding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..latex import Document, Key, MathSpan, Span, math_spans, normalise
from ..records.evidence import Step
from ..records.plan import PROVABLE_KINDS
from ..trace.steps import ProofSteps, Sweep
from .subjects import Matter

_WHITE_OR_END = re.compile(r"[\s.,;]+")
_SIGNS = {
    ">=": re.compile(r"\\(?:geq?|geqslant)(?![a-zA-Z])"),
    "<=": re.compile(r"\\(?:leq?|leqslant)(?![a-zA-Z])"),
    "<": re.compile(r"\\lt(?![a-zA-Z])"),
    ">": re.compile(r"\\gt(?![a-zA-Z])"),
}


@dataclass(frozen=True)
class ProofShape:
    """What the proofs of one statement are made of.

    Args:
        document: the paper.
        matter: the proof as checklists see it.
        swept: its proofs as the sweep cuts them up, those inside them too.
    """

    document: Document
    matter: Matter
    swept: tuple[ProofSteps, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for proof in self.swept for step in proof.steps)

    @cached_property
    def displays(self) -> tuple[MathSpan, ...]:
        """The displays of the proofs, in order."""
        return tuple(
            formula
            for proof in self.matter.proofs
            for formula in math_spans(self.document, proof.environment.body)
            if formula.display
        )

    def display_of(self, step: Step) -> MathSpan | None:
        """The display that a step stands in, None for one in the running text."""
        for display in self.displays:
            if display.span.file == step.file and display.span.start <= step.start < (
                display.span.end
            ):
                return display
        return None

    @cached_property
    def relations(self) -> tuple[tuple[int, int], ...]:
        """For each display its offset and how many relations it asserts."""
        counted = {display.span.start: 0 for display in self.displays}
        for step in self.steps:
            display = self.display_of(step)
            if display is not None and step.kind == "relation":
                counted[display.span.start] += 1
        return tuple(counted.items())

    @cached_property
    def single_chain(self) -> bool:
        """Whether all steps are the relations of one display, and there is no other one."""
        if not self.steps or len(self.displays) != 1 or len(self.swept) != 1:
            return False
        return all(s.kind == "relation" and self.display_of(s) is not None for s in self.steps)

    @property
    def all_displayed(self) -> bool:
        """Whether every step is a displayed relation."""
        return bool(self.steps) and all(
            step.kind == "relation" and self.display_of(step) is not None for step in self.steps
        )

    def ends_with_statement(self) -> bool:
        """Whether the one chain of the proof runs from the one displayed relation's left side of
        the statement to its right side, and the statement says nothing behind it."""
        if not self.single_chain or len(self.matter.statements) != 1:
            return False
        body = self.matter.statements[0].environment.body
        formulas = math_spans(self.document, body)
        displays = [formula for formula in formulas if formula.display]
        if len(displays) != 1 or formulas[-1] != displays[0]:
            return False
        behind = Span(body.file, displays[0].span.end, body.end)
        if _WHITE_OR_END.sub("", self.document.masked(behind)):
            return False
        first, last = self.steps[0], self.steps[-1]
        # Equality keeps the direction of every other sign.
        signs = {step.relation for step in self.steps} - {"="}
        if len(signs) > 1:
            return False
        sign = signs.pop() if signs else "="
        said = _bare(self.document.masked(displays[0].body))
        return said == _bare(f"{first.left} {sign} {last.right}")

    def unused_labels(self) -> list[Key]:
        """Labels of displays of the proof that no reference of the paper names."""
        named = {key.key for key in self.document.references}
        named |= {key.through for key in self.document.references if key.through}
        return [
            key
            for display in self.displays
            for key in self.document.inside(display.span, self.document.labels)
            if key.key not in named
        ]

    def unused_claims(self) -> list[tuple[Span, str]]:
        """Statements inside the proof that nothing behind them, nor any reference, speaks of."""
        found = []
        named = {key.key for key in self.document.references}
        for proof in self.matter.proofs:
            body = proof.environment.body
            for statement in self.document.statements:
                span = statement.environment.span
                if not (span.file == body.file and body.start <= span.start < body.end):
                    continue
                if statement.kind not in PROVABLE_KINDS or statement.label in named:
                    continue
                behind = self.document.masked(Span(body.file, span.end, body.end)).lower()
                own = [p for p in self.document.proofs if statement in p.statements]
                for inner in own:
                    text = self.document.masked(inner.environment.span).lower()
                    behind = behind.replace(text, " ")
                if statement.kind not in behind and "this" not in behind.split():
                    found.append((span, statement.kind))
        return found


def shape_of(document: Document, matter: Matter, sweep: Sweep) -> ProofShape:
    """The shape of a proof.

    Args:
        document: the paper.
        matter: the proof.
        sweep: the steps of the paper.
    """
    bodies = [proof.environment.span for proof in matter.proofs]
    swept = tuple(
        proof
        for proof in sweep.proofs
        if any(
            body.file == proof.proof.environment.span.file
            and body.start <= proof.proof.environment.span.start < body.end
            for body in bodies
        )
    )
    return ProofShape(document, matter, swept)


def _bare(text: str) -> str:
    """A formula without blanks, alignment and the punctuation that ends it, signs as steps have
    them."""
    for sign, command in _SIGNS.items():
        text = command.sub(sign, text)
    text = re.sub(r"\\(?:[,;:!]|quad|qquad|notag|nonumber|tag\s*\{[^{}]*\}|\\)|&|~", "", text)
    return re.sub(r"\s+", "", normalise(text)).rstrip(".,;")
