"""Enumerating the steps of every proof: displayed relations and prose claims.

A sentence is the unit: what it introduces is a definition, what it displays are steps, and what
it claims in words is a step of its own. What belongs to no step is counted and shown.
"""

import re
from dataclasses import dataclass, field

from ..latex import Document, MathSpan, Proof, Span, math_spans
from ..records.evidence import Domain, Step
from .formula import RELATIONS, relations

_DEFINITION = re.compile(
    r"(?:for\s+(?:this|the)\s+proof\s*,\s*|now\s*,?\s+|next\s*,?\s+|also\s+|and\s+)?"
    r"(?:let|define|set|put|write|denote|fix|recall|suppose|assume|consider|take|abbreviate|"
    r"we\s+(?:write|define|set|put|denote|fix|recall|abbreviate|consider)|throughout)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:hence|thus|therefore|so|then|it\s+follows|follows|implies|imply|gives|give|yields|"
    r"yield|shows?|proves?|consequently|because|since|we\s+(?:have|obtain|get|conclude|see|find)|"
    r"holds?|equals?|is|are|has|have|satisf(?:y|ies)|at\s+(?:most|least)|bounded)\b",
    re.IGNORECASE,
)
_INFERENCE = re.compile(
    r"\b(?:hence|thus|therefore|it\s+follows|implies|consequently|we\s+(?:have|obtain|get|conclude))\b",
    re.IGNORECASE,
)
#: Says what will be shown: a step like any other, which the steps after it must not lean on.
_ANNOUNCEMENT = re.compile(
    r"(?:for\s+the\s+\w+\s+(?:claim|part|statement|inequality)\s*,?\s+)?"
    r"(?:it\s+(?:remains|suffices)\s+to"
    r"|we\s+(?:now\s+|next\s+|first\s+|then\s+)?(?:show|prove|claim|establish|verify|argue))\b",
    re.IGNORECASE,
)
_DOMAIN_NOTE = re.compile(r"%+\s*domain:\s*(?P<text>[^\n]*)")
_SENTENCE_END = re.compile(r"[.?!](?=\s+(?:[A-Z\\(\uE000]|$)|\s*$)|\n[ \t]*\n|\uE001")
_ABBREVIATION = re.compile(
    r"(?:\b(?:i\.e|e\.g|cf|resp|Eq|Eqs|Fig|Sec|Thm|Lem|Prop|a\.s|w\.r\.t|vs|al)|\b[A-Z])$"
)
#: Stands for a formula while sentences are found; a private character, so never in real text.
_FORMULA = "\ue000"
_ITEM = "\ue001"
_STRUCTURE = re.compile(
    r"\\(?:item\b(?:\s*\[[^\]]*\])?|(?:begin|end)\s*\{[^{}]*\}(?:\[[^\]]*\])?|par\b|qedhere\b)"
)
_TODO = re.compile(r"\\todo\b")
_WORD = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a proof, displays included.

    Args:
        span: where it stands.
        role: `definition`, `claim`, `announcement` (of what will be shown) or `other`.
        displays, inline: its formulas.
    """

    span: Span
    role: str
    displays: tuple[MathSpan, ...]
    inline: tuple[MathSpan, ...]


@dataclass(frozen=True)
class ProofSteps:
    """One proof, cut up.

    Args:
        proof: the proof.
        steps: in reading order.
        sentences: all of them, with the index of their first step.
        domains: its domain notes.
        uncovered: share of its visible characters that belong to no step and no definition.
    """

    proof: Proof
    steps: tuple[Step, ...]
    sentences: tuple[tuple[Sentence, int], ...]
    domains: tuple[Domain, ...]
    uncovered: float


@dataclass(frozen=True)
class Sweep:
    """All steps of a document.

    Args:
        proofs: in reading order.
        unattached: places of proofs of which it is not certain what they prove.
    """

    proofs: tuple[ProofSteps, ...]
    unattached: tuple[Span, ...] = field(default=())

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


def enumerate_steps(document: Document, labels: set[str] | None = None) -> Sweep:
    """The steps of the document's proofs.

    Args:
        document: as read.
        labels: only proofs of these statements; None for all.
    """
    proofs, unattached = [], []
    for proof in document.proofs:
        if proof.proves is None:
            unattached.append(proof.environment.span)
        elif labels is None or proof.proves in labels:
            proofs.append(_proof_steps(document, proof, proof.proves))
    return Sweep(tuple(proofs), tuple(unattached))


def _proof_steps(document: Document, proof: Proof, label: str) -> ProofSteps:
    body = proof.environment.body
    steps: list[Step] = []
    sentences: list[tuple[Sentence, int]] = []
    covered = [False] * (body.end - body.start)

    def cover(span: Span) -> None:
        covered[span.start - body.start : span.end - body.start] = [True] * (span.end - span.start)

    for sentence in _sentences(document, body):
        first = len(steps)
        if sentence.role == "definition":
            cover(sentence.span)
            # "Set x = y" introduces x; but a later relation of the same chain is an inference.
            steps += _display_steps(document, sentence, label, first, after_first=True)
        else:
            steps += _display_steps(document, sentence, label, first, after_first=False)
            if len(steps) == first and sentence.role != "other":
                steps.append(_prose_step(document, sentence, label, first))
            if len(steps) > first:
                cover(sentence.span)
        sentences.append((sentence, first))
    visible = document.masked(body)
    shown = [i for i, character in enumerate(visible) if not character.isspace()]
    loose = sum(not covered[i] for i in shown)
    return ProofSteps(
        proof,
        tuple(steps),
        tuple(sentences),
        tuple(_domain_notes(document, body)),
        loose / len(shown) if shown else 0.0,
    )


def _sentences(document: Document, body: Span) -> list[Sentence]:
    masked = document.masked(body)
    characters = list(masked)
    formulas = math_spans(document, body)
    for formula in formulas:
        start, end = formula.span.start - body.start, formula.span.end - body.start
        # A display that ends in a full stop ends the sentence.
        content = document.masked(formula.body).rstrip()
        stop = "." if formula.display and content.endswith(".") else _FORMULA
        characters[start:end] = _FORMULA * (end - start - 1) + stop
    text = "".join(characters)
    text = _STRUCTURE.sub(lambda m: _ITEM + " " * (len(m[0]) - 1), text)

    sentences = []
    start = 0
    ends = [
        m.end() for m in _SENTENCE_END.finditer(text) if not _ABBREVIATION.search(text[: m.start()])
    ]
    for end in [*ends, len(text)]:
        piece = text[start:end]
        first = re.search(r"[^\s\uE001]", piece)
        if first:
            left = start + first.start()
            right = start + len(piece.rstrip(" \t\n\r" + _ITEM))
            span = Span(body.file, body.start + left, body.start + right)
            inside = [f for f in formulas if span.start <= f.span.start < span.end]
            displays = tuple(f for f in inside if f.display)
            inline = tuple(f for f in inside if not f.display)
            role = _role(document, text[left:right], inline)
            sentences.append(Sentence(span, role, displays, inline))
        start = end
    return sentences


def _role(document: Document, words: str, inline: tuple[MathSpan, ...]) -> str:
    if _TODO.match(words):
        return "other"
    if _ANNOUNCEMENT.match(words) and not _INFERENCE.search(words):
        return "announcement"
    if _DEFINITION.match(words) and not _INFERENCE.search(words):
        return "definition"
    if _CLAIM.search(words) or any(_relates(document.masked(f.body)) for f in inline):
        return "claim"
    return "other"


def _relates(formula: str) -> bool:
    return any(not relation.defining for relation in relations(formula))


def _display_steps(
    document: Document, sentence: Sentence, label: str, number: int, *, after_first: bool
) -> list[Step]:
    """A step for each relation of the sentence's displays that asserts something."""
    steps: list[Step] = []
    words = _without_displays(document, sentence)
    for display in sentence.displays:
        source = document.files[display.body.file]
        content = document.masked(display.body)
        found = relations(content)
        for index, relation in enumerate(found):
            introduces = after_first and (index == 0 or relation.left != found[index - 1].right)
            if relation.defining or relation.condition or introduces:
                continue
            start = display.body.start + relation.start
            line, column = source.position(start)
            end_line, _ = source.position(display.span.end)
            steps.append(
                Step(
                    identifier=f"{label}/{number + len(steps) + 1}",
                    proves=label,
                    file=source.name,
                    line=line,
                    column=column,
                    end_line=end_line,
                    start=start,
                    end=display.span.end,
                    kind="relation",
                    latex=f"{relation.left} {relation.sign} {relation.right}".strip(),
                    left=relation.left,
                    relation=RELATIONS[relation.sign],
                    right=relation.right,
                    justification=words,
                )
            )
    return steps


def _prose_step(document: Document, sentence: Sentence, label: str, number: int) -> Step:
    source = document.files[sentence.span.file]
    line, column = source.position(sentence.span.start)
    end_line, _ = source.position(sentence.span.end)
    return Step(
        identifier=f"{label}/{number + 1}",
        proves=label,
        file=source.name,
        line=line,
        column=column,
        end_line=end_line,
        start=sentence.span.start,
        end=sentence.span.end,
        kind="prose",
        latex=" ".join(document.masked(sentence.span).split()),
    )


def _without_displays(document: Document, sentence: Sentence) -> str:
    text = document.masked(sentence.span)
    for display in reversed(sentence.displays):
        start, end = (
            offset - sentence.span.start for offset in (display.span.start, display.span.end)
        )
        text = f"{text[:start]} … {text[end:]}"
    return " ".join(text.split())


def _domain_notes(document: Document, body: Span) -> list[Domain]:
    """`% domain: p_0 in (0, 1]; T in positive integers`, one note for each semicolon."""
    source = document.files[body.file]
    notes = []
    for match in _DOMAIN_NOTE.finditer(source.text, body.start, body.end):
        line, _ = source.position(match.start())
        for item in match["text"].split(";"):
            if item.strip():
                notes.append(Domain(text=" ".join(item.split()), file=source.name, line=line))
    return notes
