"""The free checkers over many steps at once, and their verdicts in the words that `check` uses.

Nothing is recorded here; evidence that counts for gates is made by `trace verify`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from ..checkers.many import check_jobs
from ..checkers.verdict import CheckerVerdict
from ..records.evidence import Job, Step

CheckWord = Literal["proved", "supported", "refuted", "not understood"]
WORDS: tuple[CheckWord, ...] = ("proved", "supported", "refuted", "not understood")
_WORD_OF: dict[str | None, CheckWord] = {
    "proved": "proved",
    "matched": "supported",
    "defect": "refuted",
    None: "not understood",
}


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """A step and what the free checkers say of it.

    Args:
        step: the step.
        verdict: the checkers'.
    """

    step: Step
    verdict: CheckerVerdict

    @property
    def word(self) -> CheckWord:
        return _WORD_OF[self.verdict.word]

    @property
    def values(self) -> dict[str, str]:
        """Where the step fails, or may fail."""
        found = self.verdict.detail.get("values", {})
        return {str(name): str(value) for name, value in found.items()} if found else {}

    @property
    def support(self) -> str:
        """By what a step that is neither proved nor refuted is supported."""
        detail = self.verdict.detail
        if self.verdict.checker == "match":
            terms = ", ".join(f"{name} := {term}" for name, term in detail["with"].items())
            return f"says what it cites, {detail['source']}{f' with {terms}' if terms else ''}"
        if self.verdict.checker == "numeric-search":
            return "a search found no counterexample"
        return "proved from a domain note that says more than the text"

    @property
    def why(self) -> str:
        """Why a step was not understood, in the checkers' words."""
        return str(self.verdict.detail.get("why", ""))


def check_steps(
    steps: Sequence[tuple[Step, Job]],
    processes: int,
    progress: Callable[[int, int, int], None] = lambda *_: None,
) -> list[CheckedStep]:
    """Ask the free checkers about each step.

    Args:
        steps: each with its job.
        processes: how many may work at the same time.
        progress: told how many are done, of how many, and how many of them are refuted.

    Returns:
        One for each step, in their order, whatever the number of processes.

    Raises:
        MissingPartError: a process was killed while it worked.
    """
    jobs = list(dict.fromkeys(job for _, job in steps))
    found: dict[Job, CheckerVerdict] = {}
    refuted = 0
    with closing(check_jobs(jobs, processes)) as verdicts:
        for index, verdict in verdicts:
            found[jobs[index]] = verdict
            refuted += verdict.word == "defect"
            progress(len(found), len(jobs), refuted)
    return [CheckedStep(step, found[job]) for step, job in steps]


# ---- words ---------------------------------------------------------------------------------------

_FAILS: dict[str, str] = {"<=": ">", "<": "≥", ">=": "<", ">": "≤", "=": "≠"}
_MOST_PARTICULARS = 5
_LONGEST_REASON = 140
_LONGEST_VALUE = 40
_SHORT_DIGITS = 6
_NO_DOMAIN = re.compile(r"\bno domain\b.*?\bfor (?P<name>\S+)$")
_NOTATION = re.compile(
    r"not understood: ['\"](?P<notation>\\(?:operatorname|mathbb|mathrm|mathsf)\*?\{\\?[A-Za-z{}]+"
    r"|\\[A-Za-z]+|\\.|.).*",
    re.DOTALL,
)
_WITHOUT_DOMAIN = "no domain is known for a symbol"
#: A decimal fraction, or an interval around one: `[0.25 +/- 3.2e-16]`.
_DECIMAL = re.compile(
    r"\[?(?P<value>-?\d+\.\d+(?:e[+-]?\d+)?)(?: \+/- (?P<radius>\d[\d.]*(?:e[+-]?\d+)?)\])?"
)


def where_it_fails(checked: CheckedStep) -> str:
    """`at x = 1/2, n = 3: left 0.75 > right 0.7`, for a step with a counterexample."""
    values = ", ".join(f"{name} = {_cut(value)}" for name, value in checked.values.items())
    detail = checked.verdict.detail
    left, right = str(detail.get("left", "?")), str(detail.get("right", "?"))
    if _shorter(left) != _shorter(right):
        left, right = _shorter(left), _shorter(right)
    relation = str(detail.get("relation", checked.step.relation))
    sides = f"left {_cut(left)} {_FAILS.get(relation, f'not {relation}')} right {_cut(right)}"
    return f"at {values}: {sides}" if values else f"everywhere: {sides}"


def _shorter(number: str) -> str:
    """A decimal fraction to six digits, unless it is not known to so many; else as it is."""
    match = _DECIMAL.fullmatch(number)
    if match is None:
        return number
    value, radius = float(match["value"]), float(match["radius"] or 0)
    known = radius <= abs(value) * 10.0**-_SHORT_DIGITS
    return f"{value:.{_SHORT_DIGITS}g}" if known else number


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some steps were not understood.

    Args:
        text: in the checkers' words, with the symbols concerned.
        count: how many steps.
    """

    text: str
    count: int


def reasons(checked: Sequence[CheckedStep]) -> list[Reason]:
    """Why steps were not understood, the most frequent reason first."""
    counts: Counter[str] = Counter()
    particulars: dict[str, Counter[str]] = {}
    for one in checked:
        if one.word == "not understood":
            text, particular = _reason(one)
            counts[text] += 1
            if particular:
                particulars.setdefault(text, Counter())[particular] += 1
    found = []
    for text, count in _most_frequent(counts):
        named = [name for name, _ in _most_frequent(particulars.get(text, Counter()))]
        more = ", …" if len(named) > _MOST_PARTICULARS else ""
        of_what = f": {', '.join(named[:_MOST_PARTICULARS])}{more}" if named else ""
        found.append(Reason(f"{text}{of_what}", count))
    return found


def symbols_without_domain(checked: Sequence[CheckedStep]) -> list[str]:
    """The symbols that kept steps from being understood, the most frequent first."""
    of_symbols = (_reason(one) for one in checked if one.word == "not understood")
    counts = Counter(name for text, name in of_symbols if text == _WITHOUT_DOMAIN)
    return [name for name, _ in _most_frequent(counts)]


def _most_frequent(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _reason(checked: CheckedStep) -> tuple[str, str]:
    """Why a step was not understood, and the symbol or notation that it was about, if one."""
    if checked.step.kind == "prose":
        return "claims in words", ""
    if match := _NO_DOMAIN.search(checked.why):
        return _WITHOUT_DOMAIN, match["name"].strip("'\"`,;")
    if "left" in checked.verdict.detail:
        return "fails at a point that the text may rule out (-v shows where)", ""
    # Parts of the text are quoted as Python does.
    text = checked.why.replace("\\\\", "\\")
    if match := _NOTATION.fullmatch(text):
        return "notation that is not translated", match["notation"]
    text = text.removeprefix("not understood: ")
    return (text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"), ""
