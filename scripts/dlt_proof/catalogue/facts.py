"""Elementary facts that papers cite by name: Markov, Jensen, the union bound, each as a statement.

They need no digest, since everybody knows them; with their statement at hand a step that names one
can be compared with it. Entries are `catalogue/facts/*.md`. Not here: the comparison (`checkers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..project import shipped_folder
from ..records.errors import InputError
from ..records.record import Record
from .entries import entry_of, files_of, known_keys, text_of, texts_of


class Fact(Record):
    """An elementary fact.

    Args:
        id: its usual name, lower case with hyphens.
        names: what papers call it; upper and lower case count alike.
        statement: it, as the text of a lemma in LaTeX: "Let … Then …".
        body: where it comes from; Markdown.
    """

    id: str
    names: tuple[str, ...]
    statement: str
    body: str


@cache
def load_facts(folder: Path | None = None) -> tuple[Fact, ...]:
    """All elementary facts, every entry checked.

    Args:
        folder: where they lie, by default the catalogue that came with the program.

    Raises:
        InputError: an entry cannot be read, or has no name.
    """
    facts = []
    for path in files_of(folder or shipped_folder("catalogue") / "facts"):
        table, body = entry_of(path)
        known_keys(table, ("id", "names", "statement"), path)
        names = texts_of(table, "names", path)
        if not names:
            raise InputError("names: expected at least one name", file=path.name)
        facts.append(Fact(path.stem, names, text_of(table, "statement", path), body))
    return tuple(facts)


def facts_named(text: str) -> Iterator[Fact]:
    """The elementary facts that a text names.

    Args:
        text: words around a step; LaTeX.
    """
    for fact in load_facts():
        if any(name_pattern(name).search(text) for name in fact.names):
            yield fact


@cache
def name_pattern(name: str) -> re.Pattern[str]:
    """A name as whole words, apostrophes and blanks as they are typed; not "no union bound"."""
    words = [re.escape(word).replace("'", "['’]") for word in name.split()]
    whole = r"[\s~]+".join(words)
    return re.compile(rf"(?<![\w-])(?<!\bno ){whole}(?![\w-])", re.IGNORECASE)
