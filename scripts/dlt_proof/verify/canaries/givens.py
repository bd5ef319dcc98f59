"""Equations that the givens of a job state outright, and in which a change can matter.

A claim that restates such an equation wrongly does not follow where the letters in it are tied by
nothing else but inequalities: then they may be drawn at random, and the two versions differ. In
doubt an equation is left out. Not here: how it is restated (`retelling`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...mathematics.translation import NotUnderstoodError
from ...records.evidence import Job
from .formulas import Node, read_formula
from .giveaways import bare
from .ground import TIES, ground_of, indices_of, letters_of
from .pieces import FORMULA, pieces_of, sides_of

_SENTENCE = re.compile(r"(?<=[a-z$\])}][.;])\s+(?=[A-Z$])")
#: A sentence with one of these may state its formula of a part only, or of nothing.
_CONDITIONS = re.compile(
    r"\b(?:if|when|whenever|unless|until|suppos\w*|assum\w*|case|cases|otherwise|some|exists?"
    r"|event|probability|surely|approximat\w*|asymptotic\w*|provided|such|either|except|only|not"
    r"|would|could|might|limit|recursive\w*|initial\w*|start\w*|respectively|or)\b|\\to(?![a-z])|\bo\(|O\(",
    re.IGNORECASE,
)
#: Directly before a formula that defines, and between two that do.
_DEFINES = re.compile(r"\b(?:put|set|write|writes|define|let|is|denote\s+by)\s*\Z", re.IGNORECASE)
_JOINS = re.compile(r"\s*(?:,|and|,\s*and)\s*")
#: What a proof supposes for a while; its claims then follow from more than is written down.
_SUPPOSES = re.compile(
    r"\b(?:suppos\w*|assum\w*|if|case|contra\w*|otherwise|induct\w*|unless|without loss)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """An equation that a job's givens state outright.

    Args:
        left, right: its sides, LaTeX.
        role: the job's field whose text states it: `hypotheses`, `may_use`, `definitions` or
            `earlier`.
        number: where it stands in `may_use` as `[n]`, 0 elsewhere.
        text: the text that states it.
        defines: whether it says what its left side is.
    """

    left: str
    right: str
    role: str
    number: int
    text: str
    defines: bool

    @property
    def name(self) -> str:
        return f"stated:{bare(self.left)}={bare(self.right)}"


def is_unconditional(job: Job) -> bool:
    """Whether nothing in a job is supposed for a while."""
    if job.conditional or any("refers back" in text for text in job.may_use):
        return False
    if any(_SUPPOSES.search(text) for text in job.definitions):
        return False
    return not any(TIES.search(text) for text in job.definitions)


@lru_cache(maxsize=2048)
def stated_in(job: Job) -> tuple[Stated, ...]:
    """The equations that the givens of a job state outright, in the order of its texts."""
    if not is_unconditional(job):
        return ()
    found = [*_definitions(job), *_earlier(job)]
    by_name: dict[str, Stated] = {}
    for one in found:
        by_name.setdefault(one.name, one)
    ground = ground_of(job)
    if not ground.models:
        return ()
    kept = []
    for one in by_name.values():
        try:
            sides = read_formula(one.left), read_formula(one.right)
        except NotUnderstoodError:
            continue
        letters = letters_of(sides[0]) | letters_of(sides[1])
        indices = indices_of(sides[0]) | indices_of(sides[1])
        if indices & ground.models[0].definitions.keys():
            continue  # `with $j = T$`
        if (letters | indices) & ground.tied or not _is_about(sides[1], job):
            continue
        # An earlier claim that the models do not have rests on more than was read.
        if one.defines or ground.agree(*sides):
            kept.append(one)
    return tuple(kept)


def _is_about(right: Node, job: Job) -> bool:
    """Whether there is something to change, and the job says what its letters are."""
    said = " ".join([*job.hypotheses, *job.definitions, *job.may_use, *job.domains, job.proving])
    return bool(letters_of(right)) and all(
        letter in said or letter.strip("\\") in said for letter in letters_of(right)
    )


def _definitions(job: Job) -> Iterator[Stated]:
    for role in ("hypotheses", "may_use", "definitions"):
        for place, text in enumerate(getattr(job, role), start=1):
            if role == "may_use" and not re.match(r"\[\d+\] (?:Definition|Notation):", text):
                continue
            if role == "hypotheses" and text.startswith("Assumption"):
                continue
            for sentence in _SENTENCE.split(text):
                yield from _of_sentence(sentence, role, place if role == "may_use" else 0, text)


def _of_sentence(sentence: str, role: str, number: int, text: str) -> Iterator[Stated]:
    words = FORMULA.sub(" ", sentence)
    if _CONDITIONS.search(words):
        return
    end = -1  # of the last formula that defines
    for match in FORMULA.finditer(sentence):
        joined = end >= 0 and _JOINS.fullmatch(sentence[end : match.start()])
        if not joined and not _DEFINES.search(sentence[: match.start()]):
            end = -1
            continue
        end = match.end()
        for piece in pieces_of(next(g for g in match.groups() if g)):
            sides = sides_of(piece)
            if sides is None or not _defines(*sides):
                continue
            yield Stated(*sides, role, number, text, True)


def _defines(left: str, right: str) -> bool:
    """Whether an equation can say what its left side is: a symbol that its right side lacks."""
    try:
        one, other = read_formula(left), read_formula(right)
    except NotUnderstoodError:
        return False
    if one.kind == "call":
        one = one.parts[0]
    if one.kind != "symbol" or one.name == "e" or not letters_of(other):
        return False
    return one.name not in letters_of(other)


def _earlier(job: Job) -> Iterator[Stated]:
    for text in job.earlier:
        if "$" in text or re.search(r"\((?:for|under|with|if|where|when)\b", text):
            continue
        sides = sides_of(text)
        # Next to one, a power of ten is no difference that numbers of sixteen digits show.
        if sides is not None and not re.search(r"10\s*\^", text):
            yield Stated(*sides, "earlier", 0, text, False)
