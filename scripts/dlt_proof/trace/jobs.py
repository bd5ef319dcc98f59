"""From a step to its closed job: all that a checker needs, and nothing that could persuade it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..latex import Document, MathSpan, Span, Statement, expand_macros, math_spans, normalise
from ..records.evidence import Job, Source, Step
from .known import KnownStatement, statements_named
from .steps import ProofSteps, Said, StepContext, Sweep

_REFERENCE = re.compile(
    r"(?:\b(?:Eqs?|Thms?|Lems?|Props?|Secs?)\.\s*~?\s*)?"
    r"\\(?:[cC](?:page)?ref|autoref|ref|vref|eqref|nameref|zcref|labelcref)\*?"
    r"(?:\s*\[[^\]]*\])?\s*\{(?P<keys>[^{}]*)\}"
)
_CITATION = re.compile(
    r"~?\\(?:cite[a-zA-Z]*|[a-zA-Z]*cite[a-z]*)\*?(?:\s*\[[^\]]*\])*\s*\{[^{}]*\}"
)
_DEFINING_KINDS = ("definition", "notation")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a job before its references are numbered, and where it begins."""

    text: str
    file: str
    line: int


def build_jobs(
    document: Document,
    sweep: Sweep,
    plan: Plan | None,
    digests: Sequence[KnownStatement] = (),
) -> dict[str, Job]:
    """The job of every step, by the step's identifier.

    Args:
        document, sweep: the paper and its steps.
        plan: the plan, None for a paper without one; then all definitions and assumptions of
            the paper count as in scope.
        digests: what digests state; a step that names one may use it, as it may use an elementary
            fact that it names.
    """
    jobs: dict[str, Job] = {}
    builder = _Builder(document, plan, digests)
    for proof in sweep.proofs:
        of_proof = builder.jobs(proof)
        assert not jobs.keys() & of_proof.keys(), "two steps with one identifier"
        jobs.update(of_proof)
    return jobs


class _Builder:
    """Makes the jobs of one document; what many of them share is made once."""

    def __init__(
        self, document: Document, plan: Plan | None, digests: Sequence[KnownStatement]
    ) -> None:
        self.document, self.plan, self.digests = document, plan, digests
        self.macros = document.steady_macros
        self.statements: dict[str, Statement] = {}
        for statement in document.statements:
            if statement.label is not None:
                self.statements.setdefault(statement.label, statement)
        self.displays = _labelled_displays(document)
        self.uses = _uses(document)
        self.rests: dict[str, set[str]] = {}
        self.known: dict[str, _Text | None] = {}
        self.expanded: dict[str, str] = {}

    def jobs(self, proof: ProofSteps) -> dict[str, Job]:
        """The jobs of one proof's steps."""
        statement = proof.statement
        proving = self._statement(statement) if statement is not None else None
        hypotheses = [self._statement(s) for s in self._in_scope(proof.label, statement)]
        domains = [
            _Text(expand_macros(domain.text, self.macros), domain.file, domain.line)
            for domain in proof.domains
        ]
        return {
            step.identifier: self._job(step, context, proof.label, proving, hypotheses, domains)
            for step, context in zip(proof.steps, proof.contexts, strict=True)
        }

    def _job(
        self,
        step: Step,
        context: StepContext,
        label: str,
        proving: _Text | None,
        hypotheses: list[_Text],
        domains: list[_Text],
    ) -> Job:
        # One numbering for the job, so that [1] is the same in all of its texts.
        used: list[_Text] = []

        def plain(text: str) -> str:
            return self._plain(text, used, label)

        def told(items: Iterable[Said]) -> list[_Text]:
            return [_Text(plain(item.text), item.file, item.line) for item in items]

        definitions, earlier = told(context.definitions), told(context.earlier)
        justification = plain(step.justification)
        claim, left, right = plain(step.latex), plain(step.left), plain(step.right)
        used += [
            _Text(f"Technique: {known.name}. {known.said}", known.file, known.line)
            for known in statements_named(step, self.digests)
        ]
        may_use = [
            _Text(f"[{number}] {item.text}", item.file, item.line)
            for number, item in enumerate(used, start=1)
        ]
        roles = {
            "hypotheses": hypotheses,
            "proving": [proving] if proving else [],
            "definitions": definitions,
            "earlier": earlier,
            "may_use": may_use,
            "domains": domains,
        }
        return Job(
            claim=claim,
            left=left,
            relation=step.relation,
            right=right,
            justification=justification,
            proving=proving.text if proving else "",
            hypotheses=tuple(item.text for item in hypotheses),
            may_use=tuple(item.text for item in may_use),
            definitions=tuple(item.text for item in definitions),
            earlier=tuple(item.text for item in earlier),
            domains=tuple(item.text for item in domains),
            conditional=step.conditional,
            sources=tuple(
                Source(role=role, text=item.text, file=item.file, line=item.line)
                for role, items in roles.items()
                for item in items
            ),
        )

    def _in_scope(self, label: str, proved: Statement | None) -> Iterator[Statement]:
        """The hypotheses and definitions that the proof of a statement may stand on."""
        if self.plan is not None and label in self.plan.nodes:
            node = self.plan.nodes[label]
            rests = rests_on(self.plan, label)
            wanted = {n.label for n in rests if n.kind in _DEFINING_KINDS} | set(node.hypotheses)
            for name in self.plan.nodes:
                if name in wanted and name in self.statements:
                    yield self.statements[name]
            return
        for statement in self.document.statements:
            if statement.kind in (*_DEFINING_KINDS, "assumption") and statement is not proved:
                yield statement

    def _statement(self, statement: Statement) -> _Text:
        """What a statement says, without labels and citations."""
        body = statement.environment.body
        text = _CITATION.sub("", self.document.text(body))
        # Which label a reference names is no part of what a statement says.
        text = _REFERENCE.sub(
            lambda match: ", ".join(self._kind(key) for key in _keys(match["keys"])), text
        )
        said = f"{statement.kind.capitalize()}: {self._expand(normalise(text))}"
        return _Text(said, body.file, self._line(body))

    def _line(self, span: Span) -> int:
        source = self.document.files[span.file]
        text = source.masked[span.start : span.end]
        line, _ = source.position(span.start + len(text) - len(text.lstrip()))
        return line

    def _kind(self, label: str) -> str:
        statement = self.statements.get(label)
        return f"the {statement.kind}" if statement else "the display"

    def _referred(self, key: str) -> _Text:
        """What a label stands for."""
        if key not in self.known:
            statement, display = self.statements.get(key), self.displays.get(key)
            if statement is not None:
                self.known[key] = self._statement(statement)
            elif display is not None:
                text = self._expand(normalise(self.document.masked(display.body)))
                self.known[key] = _Text(
                    f"Display: {text}", display.span.file, self._line(display.span)
                )
            else:
                self.known[key] = None
        return self.known[key] or _Text("something the document does not have", "", 0)

    def _plain(self, text: str, used: list[_Text], label: str) -> str:
        """The text with macros expanded, and each reference replaced by its number in `used`.

        A statement whose own proof refers back to what is proved, with that label, says so there.
        """

        def number(match: re.Match[str]) -> str:
            numbers = []
            for key in _keys(match["keys"]):
                target = self._referred(key)
                if key != label and label in self._rests_on(key):
                    text = f"(its own proof refers back to what is proved here) {target.text}"
                    target = _Text(text, target.file, target.line)
                if target not in used:
                    used.append(target)
                numbers.append(f"[{used.index(target) + 1}]")
            return ", ".join(numbers)

        return self._expand(_CITATION.sub("", _REFERENCE.sub(number, normalise(text))))

    def _rests_on(self, label: str) -> set[str]:
        """Labels that are referred to in the proof of a statement, in the proofs of those, …"""
        if label not in self.rests:
            found: set[str] = set()
            waiting = [label]
            while waiting:
                for key in self.uses.get(waiting.pop(), set()) - found:
                    found.add(key)
                    waiting.append(key)
            self.rests[label] = found
        return self.rests[label]

    def _expand(self, text: str) -> str:
        if text not in self.expanded:
            self.expanded[text] = normalise(expand_macros(text, self.macros))
        return self.expanded[text]


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.split(",") if key.strip()]


def _uses(document: Document) -> dict[str, set[str]]:
    """By label of a statement, the keys that its proofs refer to."""
    found: dict[str, set[str]] = {}
    for proof in document.proofs:
        keys = {key.key for key in document.inside(proof.environment.span, document.references)}
        for label in {s.label for s in proof.statements} | {proof.proves}:
            if label is not None:
                found.setdefault(label, set()).update(keys)
    return found


def _labelled_displays(document: Document) -> dict[str, MathSpan]:
    """Each labelled display, by its label."""
    found: dict[str, MathSpan] = {}
    for source in document.files.values():
        labels = [key for key in document.labels if key.span.file == source.name]
        for formula in math_spans(document, Span(source.name, 0, len(source.text))):
            if formula.display:
                for key in document.inside(formula.span, tuple(labels)):
                    found[key.key] = formula
    return found
