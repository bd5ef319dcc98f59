"""Loading the entries of the catalogue, and refusing what is no entry.

Entries are Markdown files with TOML front matter between `+++` lines; `catalogue/README.md` says
what the front matter holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..project import read_text, shipped_folder
from ..records.errors import InputError
from ..records.record import Record
from .names import ELLIPSIS, name_words, technique_id
from .table import index_text, technique_index

AREAS = (
    "concentration",
    "empirical processes",
    "lower bounds",
    "optimisation",
    "linear algebra",
    "transport",
    "bandits and RL",
    "fine-grained complexity",
)
NAMES_ONLY = "Names only so far."

_FENCE = "+++"
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TECHNIQUE_KEYS = ("id", "area", "names", "short", "nouns", "unless", "form_of")


class Technique(Record):
    """A proof technique.

    Args:
        id: its usual name, lower case with hyphens.
        area: one of `AREAS`.
        names: names that mean it wherever they stand.
        short: names that mean other things too, above all surnames (`Hoeffding`). They count
            with a noun (`Hoeffding's inequality`) or as a reason (`by Hoeffding`).
        nouns: nouns that count behind a short name, besides the general ones.
        unless: words that near a name say that something else is meant.
        form_of: a technique of which this is one form; whoever digested the form digested what
            the general name means in the paper.
        body: Markdown.
    """

    id: str
    area: str
    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    form_of: str | None = None
    body: str = NAMES_ONLY


class Pattern(Record):
    """A pattern of good practice: identifier, title, one-sentence summary, Markdown body."""

    id: str
    title: str
    summary: str
    body: str


@cache
def load_techniques(folder: Path | None = None) -> Mapping[str, Technique]:
    """All techniques by identifier, every entry checked.

    Args:
        folder: where they lie, by default the catalogue that came with the program.

    Raises:
        InputError: an entry cannot be read, its file is not called like it, or two entries
            share a name (the error names both files).
    """
    folder = folder or shipped_folder("catalogue") / "techniques"
    techniques = {path.stem: _technique(path) for path in files_of(folder)}
    for technique in techniques.values():
        if technique.form_of is not None and technique.form_of not in techniques:
            raise InputError(
                f"form_of: there is no technique {technique.form_of!r}", file=f"{technique.id}.md"
            )
    index_text(techniques.values())  # refuses names that two entries share
    return MappingProxyType(techniques)


@cache
def load_patterns(folder: Path | None = None) -> Mapping[str, Pattern]:
    """All patterns by identifier, from `catalogue/patterns` or the given folder.

    Raises:
        InputError: an entry cannot be read, or its file is not called like it.
    """
    folder = folder or shipped_folder("catalogue") / "patterns"
    patterns = {}
    for path in files_of(folder):
        table, body = entry_of(path)
        known_keys(table, ("id", "title", "summary"), path)
        title, summary = text_of(table, "title", path), text_of(table, "summary", path)
        patterns[path.stem] = Pattern(path.stem, title, summary, body)
    return MappingProxyType(patterns)


@cache
def technique_by_name(name: str) -> Technique | None:
    """The technique that an identifier, a name or an alias means, None for an unknown one.

    `hoeffding`, `Hoeffding's inequality` and `hoeffding-bound` are one.
    """
    identifier = technique_index().find(name)
    if identifier is None:
        return None
    return _technique(shipped_folder("catalogue") / "techniques" / f"{identifier}.md")


def _technique(path: Path) -> Technique:
    table, body = entry_of(path)
    known_keys(table, _TECHNIQUE_KEYS, path)
    area = text_of(table, "area", path)
    if area not in AREAS:
        raise InputError(f"area: expected one of {', '.join(AREAS)}, got {area!r}", file=path.name)
    names, short = texts_of(table, "names", path), texts_of(table, "short", path)
    if not names and not short:
        raise InputError("names: expected at least one name, or one in short", file=path.name)
    for key, values in (("names", names), ("short", short)):
        for name in values:
            words = name_words(name)
            if not words or words[0] == ELLIPSIS or words[-1] == ELLIPSIS:
                raise InputError(
                    f"{key}: expected words, with ... only between them, got {name!r}",
                    file=path.name,
                )
    nouns, unless = texts_of(table, "nouns", path), texts_of(table, "unless", path)
    for key, values in (("nouns", nouns), ("unless", unless)):
        for word in values:
            if len(name_words(word)) != 1:
                raise InputError(f"{key}: expected single words, got {word!r}", file=path.name)
    if nouns and not short:
        raise InputError("nouns: they stand behind short names, and there is none", file=path.name)
    form_of = text_of(table, "form_of", path) if "form_of" in table else None
    return Technique(path.stem, area, names, short, nouns, unless, form_of, body)


def files_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.md")) if not path.name.startswith("README")]


def entry_of(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of an entry."""
    text = read_text(path, name=path.name).replace("\r\n", "\n")
    parts = re.split(rf"^{re.escape(_FENCE)}[ \t]*$\n?", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise InputError(
            "must begin with TOML front matter between two lines of +++", file=path.name
        )
    try:
        table = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the front matter is not TOML: {error}", file=path.name) from None
    identifier = text_of(table, "id", path)
    if not _IDENTIFIER.fullmatch(identifier) or identifier != technique_id(identifier):
        raise InputError(
            f"id: expected lower case with hyphens, without inequality, got {identifier!r}",
            file=path.name,
        )
    if path.stem != identifier:
        raise InputError(f"id: the file must be called {identifier}.md", file=path.name)
    return table, parts[2].strip() or NAMES_ONLY


def text_of(table: Mapping[str, Any], key: str, path: Path) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{key}: expected a text, got {value!r}", file=path.name)
    return value


def texts_of(table: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise InputError(f"{key}: expected a list of texts, got {values!r}", file=path.name)
    return tuple(values)


def known_keys(table: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        raise InputError(
            f"{unknown[0]}: unknown key, expected one of {', '.join(known)}", file=path.name
        )
