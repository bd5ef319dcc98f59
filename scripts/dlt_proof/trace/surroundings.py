"""What a paper lays down outside of its statements, and whether it may rule a counterexample out.

A job holds the statement, its proof, and the definitions and assumptions in scope. "Throughout,
$n \\ge 3$" in the running text is none of these: it proves nothing here, but a point at which it
fails refutes nothing either. Nor does one of a step that its own sentence denies, or only imagines.
In doubt a step is open, and not false.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from ..latex import Document, expand_macros, normalise
from ..records.evidence import Job, Step
from .steps import ProofSteps, Sweep

RULED_OUT = "fails at a point, but the text outside of statements may rule it out"
PROVES_WHAT = "fails at a point, but it is not certain what this proof proves"
DENIED = "fails at a point, but its sentence may deny it"
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
    r"\b(?:positive|nonnegative|non-negative|integers?|even|odd|prime|large|small)\b"
)


class Surroundings:
    """The running text of a document around the proofs of its sweep."""

    def __init__(self, document: Document, sweep: Sweep, jobs: Mapping[str, Job]) -> None:
        self._document = document
        self._proofs: dict[str, list[ProofSteps]] = {}
        self._steps: dict[str, list[Step]] = {}
        for proof in sweep.proofs:
            for step in proof.steps:
                fingerprint = jobs[step.identifier].fingerprint
                self._proofs.setdefault(fingerprint, []).append(proof)
                self._steps.setdefault(fingerprint, []).append(step)

    def rules_out(self, job: Job, counterexample: Mapping[str, Any]) -> str:
        """Why a counterexample to a job refutes nothing, "" where it stands."""
        return self.judged(job, counterexample)[0]

    def judged(self, job: Job, counterexample: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """Why a counterexample to a job refutes nothing, "" where one stands, and that one.

        Args:
            job: one of the sweep's.
            counterexample: the certificate of the defect, with the `values` of the symbols.

        Returns:
            The reason, and the certificate that stands up to the text around, which may have
            other values.
        """
        from ..checkers.free import check_job

        proofs = self._proofs.get(job.fingerprint, [])
        if any(not proof.proof.statements for proof in proofs):
            return PROVES_WHAT, counterexample
        if any(_is_denied(self._document, step) for step in self._steps.get(job.fingerprint, ())):
            return DENIED, counterexample
        symbols = set(counterexample.get("values", {}))
        # Two proofs with one and the same job: what precedes either may rule the point out.
        told: dict[str, None] = {}
        for proof in proofs:
            span = proof.proof.environment.span
            here = self._document.reading_order(span.file, span.start)
            told |= dict.fromkeys(
                text for place, text in self._laid_down if place < here and _about(text, symbols)
            )
        if not told:
            return "", counterexample
        again = check_job(job.model_copy(update={"hypotheses": (*job.hypotheses, *told)}))
        if again.word == "defect":
            return "", again.detail
        return RULED_OUT, counterexample

    @cached_property
    def _laid_down(self) -> list[tuple[tuple[int, ...], str]]:
        """The sentences outside of statements and proofs that lay something down, with the place
        of each in reading order."""
        return [
            (place, normalise(expand_macros(said, self._document.steady_macros)))
            for place, said in running_sentences(self._document)
            if _LAYS_DOWN.search(said)
        ]


def _is_denied(document: Document, step: Step) -> bool:
    """Whether the words of a step's sentence, from the end of the one before, may deny it."""
    text = document.files[step.file].masked
    before = _BEFORE.sub("", text[max(0, step.start - _REACH) : step.start], count=1)
    behind = text[step.end : step.end + _REACH]
    end = _BEHIND.search(behind)
    return bool(_DENIES.search(f"{before} {behind[: end.start()] if end else behind}"))


def running_sentences(document: Document) -> Iterator[tuple[tuple[int, ...], str]]:
    """The sentences outside of statements and proofs that have a formula, with the place of each in
    reading order."""
    covered = [statement.environment.span for statement in document.statements]
    covered += [proof.environment.span for proof in document.proofs]
    for source in document.files.values():
        text = list(source.masked)
        for span in covered:
            if span.file == source.name:
                text[span.start : span.end] = " " * (span.end - span.start)
        opening = "\\begin{document}"
        begin = source.masked.find(opening)
        begin = begin + len(opening) if begin >= 0 else 0
        for match in _SENTENCE.finditer("".join(text), begin):
            if _FORMULA.search(match[0]):
                yield document.reading_order(source.name, match.start()), match[0]


def _about(sentence: str, symbols: Iterable[str]) -> bool:
    """Whether a sentence says something of one of these symbols."""
    from ..mathematics.translation import symbols_in

    words = bool(_WORDS_ABOUT.search(sentence))
    formulas = (next(g for g in m.groups() if g is not None) for m in _FORMULA.finditer(sentence))
    return any(
        bool(set(symbols) & symbols_in(formula)) and (words or bool(_RELATES.search(formula)))
        for formula in formulas
    )
