"""What checklists are about: the managed statements that are to be proved, and their proofs.

Their texts are taken as approvals take them, macros expanded and inputs in place, and an answer is
bound to the fingerprint of the parts that its item speaks of. Names of labels are no part of it:
of a reference counts what it leads to. Not here: what is asked (`items`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..graph.plan_file import Plan
from ..latex import Document, MathSpan, Proof, Span, Statement, expand_macros, normalise
from ..latex.keys import role_of
from ..latex.places import statements_by_label
from ..plan.approved_texts import redefined_called, whole_text
from ..records.plan import PROVABLE_KINDS
from ..reviewers import ReviewedPaper
from .items import ITEMS, Item, Part, Subject
from .running_text import RunningText

_CALL = re.compile(r"\\([a-zA-Z]+)\*?(?P<options>(?:\s*\[[^\]]*\])*)\s*\{(?P<keys>[^{}]*)\}")
#: What lays something down, and means what it refers to.
_LAID_DOWN = frozenset(["definition", "assumption", "notation"])


@dataclass(frozen=True, eq=False)
class Matter:
    """One statement, or one proof, with what it speaks of.

    Args:
        label: of the statement; of a proof of several the label of the first.
        subject: `statement` or `proof`.
        statements: the statement, or all that the proof proves and that are managed.
        proofs: its proofs.
        texts: what it says, by part.
        written: statements and proofs as they are written, macros not expanded.
        statement_spans, proof_spans: where they stand, the files that they input among them.
        redefined: by part, how the macros are defined that it calls and that mean two things.
    """

    label: str
    subject: Subject
    statements: tuple[Statement, ...]
    proofs: tuple[Proof, ...]
    texts: dict[Part, str]
    written: str
    statement_spans: tuple[Span, ...]
    proof_spans: tuple[Span, ...]
    redefined: dict[Part, dict[str, str]]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for item in ITEMS if item.subject == self.subject)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it can be named by."""
        return tuple(s.label for s in self.statements if s.label)

    @property
    def span(self) -> Span:
        """Where it stands."""
        if self.subject == "proof":
            return self.proofs[0].environment.span
        return self.statements[0].environment.span

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places of the statements and proofs."""
        return (*self.statement_spans, *self.proof_spans)

    @property
    def has_inputs(self) -> bool:
        """Whether a part of it stands in a file that it inputs."""
        return len(self.spans) > len(self.statements) + len(self.proofs)

    def text(self, *parts: Part) -> str:
        """What some parts say, together."""
        return "\n".join(self.texts[part] for part in parts if self.texts[part])

    def fingerprint(self, item: Item) -> str:
        """SHA-256 of the parts that an item speaks of."""
        told = [[part, self.texts[part], self.redefined[part]] for part in item.parts]
        said = json.dumps(told, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode("utf-8")).hexdigest()


class Paper:
    """A paper as checklists see it.

    Args:
        document: as read, without errors of reading.
        plan: its plan; without one all labelled statements that are to be proved are asked about.
    """

    def __init__(self, document: Document, plan: Plan | None) -> None:
        self.document, self.plan = document, plan
        self.by_label = statements_by_label(document)
        self.macros = document.steady_macros
        self._running_text = RunningText(document)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Each statement, and after it its proof, in reading order."""
        passages = {}
        for passage in ReviewedPaper(self.document, self.plan).passages:
            provable = passage.statement.kind in PROVABLE_KINDS
            if passage.node is not None:
                provable = passage.node.provable
            if provable and passage.label and passage.label not in passages:
                passages[passage.label] = passage
        found: list[Matter] = []
        told: set[tuple[Span, ...]] = set()
        for passage in passages.values():
            found.append(self._matter("statement", (passage.statement,), passage.proofs))
            proved = tuple(proof.environment.span for proof in passage.proofs)
            if not proved or proved in told:
                continue
            told.add(proved)
            together = [p for p in passages.values() if p.proofs == passage.proofs]
            statements = tuple(p.statement for p in together)
            found.append(self._matter("proof", statements, passage.proofs))
        return tuple(found)

    def _matter(
        self,
        subject: Subject,
        statements: tuple[Statement, ...],
        proofs: tuple[Proof, ...],
    ) -> Matter:
        stated = self._whole(s.environment.span for s in statements)
        proved = self._whole(p.environment.span for p in proofs)
        in_statement = self._cited(stated, ())
        in_proof = self._cited(proved, (*stated, *in_statement))
        planned = self._planned(statements, tuple(in_statement))
        places = (*stated, *proved)
        laid_down = self._running_text.of(places, (*places, *in_statement, *in_proof, *planned))
        texts: dict[Part, str] = {
            "title": "\n".join(self._plain(s.environment.option or "") for s in statements),
            "statement": "\n".join(self._said(s.environment.body) for s in statements),
            "cited in statement": "\n".join(in_statement.values()),
            "hypotheses": "\n".join(planned.values()),
            "surroundings": "\n".join(map(self._plain, laid_down)),
            "remarks": self._remarks(stated, (*in_statement, *planned)),
            "proof": "\n\n".join(self._said(p.environment.body) for p in proofs),
            "cited in proof": "\n".join(in_proof.values()),
        }
        bodies = [s.environment.body for s in statements] + [p.environment.body for p in proofs]
        written = "\n".join(whole_text(self.document, body) for body in bodies)
        label = str(statements[0].label)
        redefined = {part: redefined_called([text], self.document) for part, text in texts.items()}
        return Matter(label, subject, statements, proofs, texts, written, stated, proved, redefined)

    def _whole(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Spans, and all of each file that is put into them, all the way down."""
        found = list(spans)
        for span in found:
            for file, (by, offset) in self.document.input_at.items():
                if by == span.file and span.start <= offset < span.end:
                    found.append(Span(file, 0, len(self.document.files[file].text)))
        return tuple(found)

    def _cited(self, spans: tuple[Span, ...], known: tuple[Span, ...]) -> dict[Span, str]:
        """What texts refer to outside themselves, each once, in order, without what is known; and
        what its definitions and assumptions refer to, all the way down."""
        found: dict[Span, str] = {}
        waiting = list(spans)
        for span in waiting:
            for key in self.document.inside(span, self.document.references):
                target = self._place_of(key.key)
                if target is None or any(_lies_in(target[0], s) for s in (*spans, *known)):
                    continue
                if target[0] in found:
                    continue
                found[target[0]] = f"{target[1]}: {self._said(target[0])}"
                if target[1] in _LAID_DOWN:
                    waiting += self._whole([target[0]])
        return found

    def _planned(
        self, statements: tuple[Statement, ...], known: tuple[Span, ...]
    ) -> dict[Span, str]:
        """What the plan says that statements stand on, as the paper has it, without what is
        known; and what that refers to."""
        nodes = {} if self.plan is None else self.plan.nodes
        labels = [s.label for s in statements if s.label in nodes]
        wanted = [h for label in labels for h in nodes[str(label)].hypotheses]
        places = (self._place_of(h) for h in wanted if h in self.by_label)
        bodies = [place[0] for place in places if place is not None and place[0] not in known]
        rest = self._cited(self._whole(bodies), (*bodies, *known))
        return {body: self._said(body) for body in bodies} | rest

    def _remarks(self, stated: tuple[Span, ...], others: tuple[Span, ...]) -> str:
        """What the remarks say that stand right behind statements, each behind its own one."""
        found: list[str] = []
        behind = False
        for statement in self._in_order:
            span = statement.environment.span
            if statement.kind == "remark" and behind:
                found.append(self._said(statement.environment.body))
            elif statement.kind != "remark":
                behind = span in stated or statement.environment.body in others
        return "\n".join(found)

    def _place_of(self, key: str) -> tuple[Span, str] | None:
        if key in self.by_label:
            statement = self.by_label[key]
            return statement.environment.body, statement.kind
        display = self._displays.get(key)
        return None if display is None else (display.body, "display")

    @cached_property
    def _in_order(self) -> list[Statement]:
        """The statements as a reader comes to them."""

        def place(statement: Statement) -> tuple[int, ...]:
            span = statement.environment.span
            return self.document.reading_order(span.file, span.start)

        return sorted(self.document.statements, key=place)

    @cached_property
    def _displays(self) -> dict[str, MathSpan]:
        """Each labelled display, by its label."""
        displays = [formula for formula in self.document.formulas if formula.display]
        found: dict[str, MathSpan] = {}
        for label in self.document.labels:
            for formula in displays:
                if _lies_in(label.span, formula.span):
                    found.setdefault(label.key, formula)
        return found

    def _said(self, span: Span) -> str:
        return self._plain(whole_text(self.document, span))

    def _plain(self, text: str) -> str:
        """A text with macros expanded, and kinds in place of the labels it refers to."""
        return normalise(_CALL.sub(self._named, normalise(expand_macros(text, self.macros))))

    def _named(self, call: re.Match[str]) -> str:
        if role_of(call[1]) != "reference":
            return call[0]
        option = call["options"].strip().strip("[]") if call[1] == "hyperref" else ""
        kinds = [self._kind(key.strip()) for key in (option or call["keys"]).split(",")]
        return ", ".join(kinds) + (f" {call['keys']}" if option else "")

    def _kind(self, key: str) -> str:
        target = self._place_of(key)
        return "the part" if target is None else f"the {target[1]}"


def _lies_in(inner: Span, outer: Span) -> bool:
    return inner.file == outer.file and outer.start <= inner.start < outer.end
