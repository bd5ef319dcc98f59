"""Loading the catalogue: techniques with all their names, and patterns of good practice.

Entries are Markdown files with TOML front matter between `+++` lines, so that anyone can add one
without reading code. Read on first use and kept. Not here: using them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .project import read_text, shipped_folder
from .records.errors import InputError

_FENCE = "+++"
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)")
# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "ß": "ss", "Đ": "D", "đ": "d"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Technique:
    """A proof technique.

    Args:
        id: its usual name, lower case with hyphens.
        names: how it is called in prose. A name that is only a surname (`Hoeffding`) counts as
            the technique where the text uses it as one (`Hoeffding's inequality`).
        area: a word for where it belongs, may be empty.
        body: Markdown.
    """

    id: str
    names: tuple[str, ...]
    area: str
    body: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of good practice: identifier, title, one-sentence summary, Markdown body."""

    id: str
    title: str
    summary: str
    body: str


def technique_id(name: str) -> str:
    """The form of a name that identifiers have: `Bernstein's inequality` → `bernstein`.

    Lower case, without accents and possessives, hyphens between the words; a last word
    `inequality` is left out.
    """
    words = plain_words(name)
    if len(words) > 1 and words[-1] in ("inequality", "inequalities"):
        words = words[:-1]
    return "-".join(words)


def plain_words(text: str) -> list[str]:
    """The words of a name, lower case, without accents and possessives."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return _NOT_WORD.sub(" ", _POSSESSIVE.sub("", plain)).split()


@cache
def load_techniques(folder: Path | None = None) -> Mapping[str, Technique]:
    """All techniques by identifier.

    Args:
        folder: where they lie, by default the catalogue that came with the program.

    Raises:
        InputError: an entry cannot be read, its file is not called like it, or two entries
            share a name (the error names both files).
    """
    folder = folder or shipped_folder("catalogue") / "techniques"
    techniques: dict[str, Technique] = {}
    owners: dict[str, str] = {}
    for path, table, body in _entries(folder):
        identifier = _text(table, "id", path)
        names = table.get("names")
        if not isinstance(names, list) or not names or not all(_is_name(n) for n in names):
            raise InputError("names must be a list of names, with at least one", file=path.name)
        _known_keys(table, ("id", "names", "area"), path)
        technique = Technique(identifier, tuple(names), _text(table, "area", path, ""), body)
        techniques[identifier] = technique
        for key in dict.fromkeys(technique_id(name) for name in (identifier, *names)):
            if key in owners:
                raise InputError(f"the name {key!r} belongs to {owners[key]} too", file=path.name)
            owners[key] = path.name
    return MappingProxyType(techniques)


@cache
def load_patterns(folder: Path | None = None) -> Mapping[str, Pattern]:
    """All patterns by identifier, from `catalogue/patterns` or the given folder.

    Raises:
        InputError: an entry cannot be read, or its file is not called like it.
    """
    folder = folder or shipped_folder("catalogue") / "patterns"
    patterns = {}
    for path, table, body in _entries(folder):
        _known_keys(table, ("id", "title", "summary"), path)
        identifier = _text(table, "id", path)
        title, summary = _text(table, "title", path), _text(table, "summary", path)
        patterns[identifier] = Pattern(identifier, title, summary, body)
    return MappingProxyType(patterns)


def technique_by_name(name: str) -> Technique | None:
    """The technique that an identifier, a name or an alias means, None for an unknown one."""
    return _by_name().get(technique_id(name))


@cache
def _by_name() -> dict[str, Technique]:
    return {
        technique_id(name): technique
        for technique in load_techniques().values()
        for name in (technique.id, *technique.names)
    }


def _entries(folder: Path) -> list[tuple[Path, dict[str, Any], str]]:
    """Path, front matter and body of every entry, in the order of names."""
    found = []
    for path in sorted(folder.glob("*.md")):
        if path.name.startswith("README"):
            continue
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
        identifier = _text(table, "id", path)
        if not _IDENTIFIER.fullmatch(identifier):
            raise InputError(f"id {identifier!r} must be lower case with hyphens", file=path.name)
        if path.stem != identifier:
            raise InputError(f"the file must be called {identifier}.md", file=path.name)
        found.append((path, table, parts[2].strip() or "Names only so far."))
    return found


def _text(table: Mapping[str, Any], key: str, path: Path, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InputError(f"the front matter needs a text {key!r}", file=path.name)
    return value


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(technique_id(value))


def _known_keys(table: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        raise InputError(f"unknown key {unknown[0]!r} (known: {', '.join(known)})", file=path.name)
