"""The shape of a proof as code sees it: its steps, the displays they stand in, its inner results.

Not here: whether a step is true (`trace`), and what the shape answers (`deciding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..latex import Document, Key, MathSpan, Span, math_spans, strip_math
from ..records.evidence import Step
from ..records.plan import PROVABLE_KINDS
from ..trace.steps import ProofSteps, Sweep
from .subjects import Matter

_WORD = re.compile(r"[^\W\d_]+")
#: So many words lead to a display, and derive nothing.
_FEW_WORDS = 12


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
            for span in self.matter.proof_spans
            for formula in math_spans(self.document, span)
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

    @property
    def only_displays(self) -> bool:
        """Whether every step is a displayed relation, and beside the displays there is no formula
        and next to no word: nothing can have been told there."""
        if not self.steps or any(
            step.kind != "relation" or self.display_of(step) is None for step in self.steps
        ):
            return False
        spans = self.matter.proof_spans
        formulas = [f for span in spans for f in math_spans(self.document, span)]
        words = _WORD.findall(strip_math(self.matter.texts["proof"]))
        return len(formulas) == len(self.displays) and len(words) <= _FEW_WORDS

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
