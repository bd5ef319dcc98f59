"""Enumerating the steps of every proof: displayed relations and prose claims.

A sentence is the unit: what it introduces is a definition, what it displays are steps, and what
it claims in words is a step of its own. What belongs to no step is counted and shown.
"""

import re
from dataclasses import dataclass, field

from ..latex import Document, MathSpan, Proof, Span, math_spans
from ..mathematics.formula import RELATIONS, relation_aliases, relations
from ..records.evidence import Domain, Step

#: Begins a sentence that introduces something. "Let us bound", "Recall that", "Take expectations"
#: introduce nothing.
_DEFINITION = re.compile(
    r"(?:for\s+(?:this|the)\s+proof\s*,\s*|now\s*,?\s+|next\s*,?\s+|also\s+|and\s+)?"
    r"(?:we\s+)?(?:let\s+(?!us\b)|define\b|denote\b|fix\b|suppose\b|assume\b|abbreviate\b|throughout\b"
    r"|(?:set|put|write|take|consider)\s+(?:also\s+)?\uE000)",
    re.IGNORECASE,
)
_SUPPOSITION = re.compile(r"\W*(?:\w+\s+)?(?:suppose|assume)\b", re.IGNORECASE)
#: Makes a sentence infer something, also one that begins as a definition.
_INFERENCE = re.compile(
    r"\b(?:hence|thus|therefore|so|then|since|because|it\s+follows|follows|implies|imply|gives?|"
    r"yields?|shows?|proves?|consequently|which\s+(?:is|are|has|have)|"
    r"we\s+(?:have|obtain|get|conclude|deduce))\b",
    re.IGNORECASE,
)
#: Leads on and claims nothing.
_CONNECTIVE = re.compile(
    r"(?:we\s+(?:now\s+)?(?:turn\s+to|split|distinguish|proceed|begin|start)\b"
    r"|there\s+are\s+\w+\s+cases\b|the\s+proof\s+(?:has|is\s+in)\b)",
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
_COMMAND = re.compile(r"\\label\s*\{[^{}]*\}|\\[A-Za-z]+")
_ENDS_SENTENCE = re.compile(r"\.(?:\s|\\(?:end\s*\{[^{}]*\}|qedhere|label\s*\{[^{}]*\}|\\)|\})*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a proof, displays included.

    Args:
        span: where it stands.
        role: `definition`, `claim`, `mixed` (introduces something and infers something),
            `announcement` (of what will be shown) or `other`.
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
        label: of the statement it is swept for.
        steps: in reading order.
        sentences: all of them, with the index of their first step.
        domains: its domain notes.
        uncovered: share of its visible characters that belong to no step and no definition.
    """

    proof: Proof
    label: str
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
    proofs: list[ProofSteps] = []
    unattached: list[Span] = []
    counted: dict[str, int] = {}
    aliases = relation_aliases(document.steady_macros)
    for proof in document.proofs:
        proved = [statement.label for statement in proof.statements if statement.label]
        wanted = [label for label in proved if labels is None or label in labels]
        if proof.proves is None:
            unattached.append(proof.environment.span)
        elif wanted:
            # A proof of several statements is swept under the first that is asked for.
            label = wanted[0]
            found = _proof_steps(document, proof, label, counted.get(label, 0), aliases)
            counted[label] = counted.get(label, 0) + len(found.steps)
            proofs.append(found)
    return Sweep(tuple(proofs), tuple(unattached))


def _proof_steps(
    document: Document, proof: Proof, label: str, counted: int, aliases: dict[str, str]
) -> ProofSteps:
    """The steps of one proof; `counted` steps of other proofs of the same statement go before."""
    body = proof.environment.body
    steps: list[Step] = []
    sentences: list[tuple[Sentence, int]] = []
    covered = [False] * (body.end - body.start)

    def cover(span: Span) -> None:
        covered[span.start - body.start : span.end - body.start] = [True] * (span.end - span.start)

    for sentence in _sentences(document, body):
        first = len(steps)
        steps += _display_steps(document, sentence, label, counted + first, aliases)
        if len(steps) == first and sentence.role in ("claim", "mixed", "announcement"):
            steps.append(_prose_step(document, sentence.span, label, counted + first))
        if len(steps) > first or sentence.role == "definition":
            cover(sentence.span)
        sentences.append((sentence, first))
    visible = document.masked(body)
    shown = [i for i, character in enumerate(visible) if not character.isspace()]
    loose = sum(not covered[i] for i in shown)
    return ProofSteps(
        proof,
        label,
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
        stop = "." if formula.display and _ENDS_SENTENCE.search(content) else _FORMULA
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
            role = _role(text[left:right])
            sentences.append(Sentence(span, role, displays, inline))
        start = end
    return sentences


def _role(words: str) -> str:
    """What a sentence does; whatever is not known to claim nothing is a claim."""
    if _FORMULA not in words and not re.search(r"[^\W\d_]", _COMMAND.sub("", words)):
        return "other"  # \\label{…}, \\qed
    if _TODO.match(words) or (_CONNECTIVE.match(words) and not _INFERENCE.search(words)):
        return "other"
    announced = _ANNOUNCEMENT.match(words)
    if announced and not _INFERENCE.search(words, announced.end()):
        return "announcement"
    if _DEFINITION.match(words):
        return "mixed" if _INFERENCE.search(words) else "definition"
    return "claim"


_SINGLE_SYMBOL = re.compile(r"\\?[A-Za-z]+(?:\{[^{}]*\})?(?:[_^](?:\{[^{}]*\}|\S))*(?:\([^()]*\))?")


def _display_steps(
    document: Document, sentence: Sentence, label: str, number: int, aliases: dict[str, str]
) -> list[Step]:
    """A step for each relation of the sentence's displays that asserts something.

    In a sentence that introduces something, `x = …` introduces x; what is supposed is not
    asserted. A display without a relation is a step as a whole.
    """
    introducing = sentence.role in ("definition", "mixed")
    supposing = introducing and _SUPPOSITION.match(document.masked(sentence.span))
    steps: list[Step] = []
    words = _without_displays(document, sentence)
    for display in sentence.displays:
        source = document.files[display.body.file]
        content = document.masked(display.body)
        found = relations(content, aliases)
        if not found and not introducing:
            steps.append(_prose_step(document, display.span, label, number + len(steps)))
        for relation in found:
            introduces = introducing and (
                relation.sign == "=" and _SINGLE_SYMBOL.fullmatch(relation.left) is not None
            )
            if relation.defining or relation.condition or introduces or supposing:
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
                    conditional=relation.conditional,
                )
            )
    return steps


def _prose_step(document: Document, span: Span, label: str, number: int) -> Step:
    source = document.files[span.file]
    line, column = source.position(span.start)
    end_line, _ = source.position(span.end)
    return Step(
        identifier=f"{label}/{number + 1}",
        proves=label,
        file=source.name,
        line=line,
        column=column,
        end_line=end_line,
        start=span.start,
        end=span.end,
        kind="prose",
        latex=" ".join(document.masked(span).split()),
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
