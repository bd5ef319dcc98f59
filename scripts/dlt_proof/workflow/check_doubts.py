"""What a counterexample of `check` has to stand up to besides its job.

A job holds the statement, its proof and the definitions and assumptions of the paper. What the
paper says of its symbols outside of these ("Throughout, $n \\ge 3$") may rule a point out, and so
may the hypotheses of a statement that was not found. In doubt a step is open, and not refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..checkers.free import CheckerVerdict, check_job
from ..latex import Document, expand_macros, normalise
from ..mathematics.translation import symbols_in
from ..records.evidence import Job
from ..trace.steps import ProofSteps
from .check_steps import CheckedStep

#: Begins or holds what a paper lays down for its symbols.
_LAYS_DOWN = re.compile(
    r"\b(?:throughout|always|from now on|henceforth|hereafter|hereinafter|in what follows|"
    r"in the sequel|for the rest|the remainder|standing|convention|assum\w*|suppos\w*|requir\w*|"
    r"restrict\w*|let|fix|given|consider|denote\w*|satisf\w+|such that|whenever|where|with|for all|"
    r"for every|for any)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)|\n[ \t]*\n|$)", re.DOTALL)
_FORMULA = re.compile(r"\$\$?(.+?)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_RELATES = re.compile(
    r"[=<>]|\\(?:n?[lg]eq?(?:q|slant)?|ne|neq|in|ll|gg|subset\w*|mid|coloneqq)(?![A-Za-z])"
)
_WORDS_ABOUT = re.compile(
    r"\b(?:positive|nonnegative|non-negative|integer|even|odd|prime|large|small)\b"
)


#: A sentence with one of these may say that what it displays is false, or only imagined.
_DENIES = re.compile(
    r"\b(?:not|never|neither|nor|no|cannot|false|fails?|failed|wrong\w*|incorrect\w*|untrue|invalid|"
    r"contrary|contradict\w*|absurd|impossible|would|were|could|might|unless|mistake\w*|naive\w*|"
    r"erroneous\w*|flawed|hope\w*|tempt\w*|otherwise)\b|n't\b",
    re.IGNORECASE,
)
_REACH = 400
_BEFORE = re.compile(r".*(?:[.!?](?=\s)|\n[ \t]*\n|\\begin\s*\{proof\})", re.DOTALL)
_BEHIND = re.compile(r"[.!?](?=\s|\\|$)|\n[ \t]*\n")
#: What a paper lays down: where, in reading order, and the sentence with macros expanded.
_LaidDown = tuple[tuple[int, ...], str]


class Doubts:
    """Weighs counterexamples; what each document lays down is read once."""

    def __init__(self) -> None:
        self._laid_down: dict[str, list[_LaidDown]] = {}

    def weigh(
        self, checked: CheckedStep, document: Document, proof: ProofSteps, job: Job
    ) -> CheckedStep:
        """A step as it was checked; one whose counterexample the paper may rule out is open."""
        if checked.word != "refuted":
            return checked
        if not proof.proof.statements:
            return _open(checked, "fails at a point, but it is not certain what this proof proves")
        if _DENIES.search(_sentence_around(document, checked)):
            return _open(checked, "fails at a point, but its sentence may deny it")
        if document.main not in self._laid_down:
            self._laid_down[document.main] = list(_laid_down(document))
        span = proof.proof.environment.span
        here = document.reading_order(span.file, span.start)
        symbols = set(checked.values)
        told = tuple(
            sentence
            for order, sentence in self._laid_down[document.main]
            if order < here and _is_about(sentence, symbols)
        )
        if not told:
            return checked
        again = check_job(job.model_copy(update={"hypotheses": (*job.hypotheses, *told)}))
        if again.word == "defect":
            return replace(checked, verdict=again)
        return _open(
            checked, "fails at a point, but the text outside of statements may rule it out"
        )


def _sentence_around(document: Document, checked: CheckedStep) -> str:
    """The words around a step, from the end of the sentence before to the end of its own."""
    step, text = checked.step, document.files[checked.step.file].masked
    before = _BEFORE.sub("", text[max(0, step.start - _REACH) : step.start], count=1)
    behind = text[step.end : step.end + _REACH]
    end = _BEHIND.search(behind)
    return f"{before} {behind[: end.start()] if end else behind}"


def _open(checked: CheckedStep, why: str) -> CheckedStep:
    return replace(
        checked, verdict=CheckerVerdict(None, "", {**checked.verdict.detail, "why": why})
    )


def _laid_down(document: Document) -> Iterator[_LaidDown]:
    """The sentences outside of statements and proofs that lay something down."""
    covered = [statement.environment.span for statement in document.statements]
    covered += [proof.environment.span for proof in document.proofs]
    for source in document.files.values():
        text = list(source.masked)
        for span in covered:
            if span.file == source.name:
                text[span.start : span.end] = " " * (span.end - span.start)
        begin = max(source.masked.find("\\begin{document}"), 0)
        for match in _SENTENCE.finditer("".join(text), begin):
            if _LAYS_DOWN.search(match[0]) and _FORMULA.search(match[0]):
                sentence = normalise(expand_macros(match[0], document.steady_macros))
                yield document.reading_order(source.name, match.start()), sentence


def _is_about(sentence: str, symbols: set[str]) -> bool:
    """Whether a sentence says something of one of these symbols."""
    words = bool(_WORDS_ABOUT.search(sentence))
    return any(
        bool(symbols & symbols_in(formula)) and (words or bool(_RELATES.search(formula)))
        for formula in _formulas(sentence)
    )


def _formulas(sentence: str) -> Iterator[str]:
    for match in _FORMULA.finditer(sentence):
        yield next(group for group in match.groups() if group is not None)
