"""Statements that a step may name without a reference: elementary facts, and what digests say.

"By Markov's inequality": the statement goes into the step's job, so that whoever checks the step
sees what it appeals to, and so that the step is stale when the statement changes. A digest gives
its statement behind `**Formally:**`, as the text of a lemma in LaTeX; a draft that nobody has read
gives none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..catalogue.entries import technique_by_name
from ..catalogue.facts import facts_named, name_pattern
from ..latex import Document
from ..project import Project
from ..project.digests import PREFIX, draft_line, keys_of_digests
from ..project.root import RESEARCH_FOLDER
from ..records.errors import InputError
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
        keys: of the cited work that it is from, none for a technique.
    """

    name: str
    said: str
    file: str = ""
    line: int = 0
    names: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()


def statements_of_digests(
    project: Project, documents: Iterable[Document]
) -> tuple[KnownStatement, ...]:
    """What the digests of a project state formally; most state nothing so.

    Args:
        project: whose `.proof-research/` is looked at; without one there are none.
        documents: whose citations the digests may be of.
    """
    found = []
    known = {key for d in documents for key in (*d.bibliography, *(k.key for k in d.citations))}
    keys = keys_of_digests(project.digests(), known)
    for name in project.digests():
        try:
            text = project.read_digest(name)
        except InputError:  # not UTF-8: nobody can read it as a digest, and lint says so
            continue
        match = _FORMALLY.search(text)
        if match is None or draft_line(text):  # nobody has read what a scout says a source states
            continue
        line = text.count("\n", 0, match.start()) + 1
        said = " ".join(match["said"].split())
        names = () if name.startswith(PREFIX) else _names_of(name)
        file = f"{RESEARCH_FOLDER}/{name}.md"
        found.append(KnownStatement(name, said, file, line, names, keys.get(name, frozenset())))
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
        if known.keys & set(step.citations) or any(
            name_pattern(name).search(words) for name in known.names
        ):
            yield known
    for fact in facts_named(words):
        yield KnownStatement(fact.names[0], fact.statement)
