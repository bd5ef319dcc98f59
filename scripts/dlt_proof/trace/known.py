"""Statements that a step may name without a reference: elementary facts, and what digests say.

"By Markov's inequality": the statement goes into the step's job, so that whoever checks the step
sees what it appeals to, and so that the step is stale when the statement changes. A digest gives
its statement behind `**Formally:**`, as the text of a lemma in LaTeX.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..catalogue.entries import technique_by_name
from ..catalogue.facts import facts_named, name_pattern
from ..project import Project
from ..project.root import RESEARCH_FOLDER
from ..records.evidence import Step

_FORMALLY = re.compile(
    r"^\*\*Formally[.:]\*\*[ \t]*(?P<said>.+?)(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL
)
_NOUNS = ("inequality", "bound", "lemma", "theorem")


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """A statement that has a name.

    Args:
        name: as it is shown.
        said: it, in LaTeX.
        file, line: where it is written; "" and 0 in the catalogue.
        names: what a text calls it.
        key: of the citation that it is the digest of, "" for a technique.
    """

    name: str
    said: str
    file: str = ""
    line: int = 0
    names: tuple[str, ...] = ()
    key: str = ""


def statements_of_digests(project: Project) -> tuple[KnownStatement, ...]:
    """What the digests of a project state formally; most state nothing so."""
    found = []
    for name in project.digests():
        text = project.read_digest(name)
        match = _FORMALLY.search(text)
        if match is None:
            continue
        key = name.removeprefix("cite-") if name.startswith("cite-") else ""
        line = text.count("\n", 0, match.start()) + 1
        said = " ".join(match["said"].split())
        names = () if key else _names_of(name)
        file = f"{RESEARCH_FOLDER}/{name}.md"
        found.append(KnownStatement(name, said, file, line, names, key))
    return tuple(found)


def _names_of(identifier: str) -> tuple[str, ...]:
    """What texts call a technique."""
    technique = technique_by_name(identifier)
    if technique is None:
        return (identifier.replace("-", " "),)
    short = [f"{name}{ending}" for name in technique.short for ending in _endings()]
    return (*technique.names, *short, *(f"by {name}" for name in technique.short))


def _endings() -> list[str]:
    return [f"{possessive} {noun}" for possessive in ("", "'s") for noun in _NOUNS]


def statements_named(step: Step, digests: Sequence[KnownStatement]) -> Iterator[KnownStatement]:
    """The statements that a step names, or whose digest it cites.

    Args:
        step: of any kind; its claim and the words around it are looked at.
        digests: of the project.
    """
    words = f"{step.justification} {step.latex if step.kind == 'prose' else ''}"
    for known in digests:
        cited = bool(known.key) and any(
            key == known.key or known.key.startswith(f"{key}-") for key in step.citations
        )
        if cited or any(name_pattern(name).search(words) for name in known.names):
            yield known
    for fact in facts_named(words):
        yield KnownStatement(fact.names[0], fact.statement)
