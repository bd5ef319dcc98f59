"""The table of the names of all techniques: `techniques/index.json`.

Made from the entries by `make catalogue`, so that a linter that starts a hundred times a day need
not read two hundred files. Not here: finding names in a text (`lint`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from types import MappingProxyType

from ..kept import kept
from ..patterns import pattern
from ..program import file_state
from ..project import StrPath, shipped_path
from ..project.files import read_bytes
from ..records.errors import InputError
from .names import (
    ELLIPSIS,
    NAME_WORD,
    NOUNS,
    OPTIONAL_NOUNS,
    PAIR_NOUNS,
    fold,
    is_abbreviation,
    name_words,
    plain_words,
    without_accents,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .entries import Technique

INDEX = "index.json"
#: Kinds of names: a `SHORT` one needs a noun or a reason, a `SURNAME` begins with a capital.
SHORT, SURNAME = 1, 2

#: A name: its words behind the first, the technique, its kind.
Row = tuple[Sequence[str], str, int]


class TechniqueIndex:
    """All names of all techniques, ready to be compared.

    Args:
        names: by first word.
        nouns: by technique, words that behind a short name say that the technique is meant.
        unless: by technique, words that near the name say that something else is meant.
        forms: by technique, the forms of it that are techniques of their own.
        sets: the sets below, where they were made before.
    """

    SETS = ("surnames", "words", "beginnings", "telling")

    def __init__(
        self,
        names: Mapping[str, Sequence[Row]],
        nouns: Mapping[str, frozenset[str]],
        unless: Mapping[str, frozenset[str]],
        forms: Mapping[str, Sequence[str]],
        sets: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        self.names = names
        self.nouns = nouns
        self.unless = unless
        self.forms = forms
        self.__dict__.update(sets)

    def find(self, name: str) -> str | None:
        """The technique that an identifier, a name or an alias means, None for an unknown one."""
        words = [fold(word) for word in plain_words(name)]
        while words:
            found = self._known.get("-".join(words))
            if found is not None or words[-1] not in OPTIONAL_NOUNS:
                return found
            words.pop()
        return None

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The words of the names that are made of surnames."""
        return frozenset(
            word
            for first, rows in self.names.items()
            for rest, _, kind in rows
            if kind == SHORT | SURNAME
            for word in (first, *rest)
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all names."""
        return frozenset(
            word
            for first, rows in self.names.items()
            for rest, _, _ in rows
            for word in (first, *rest)
        )

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first three letters of these words, in small letters."""
        return frozenset(word[:3].lower() for word in self.words)

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words that mostly stand in names of techniques: surnames, abbreviations."""
        return frozenset(
            word
            for first, rows in self.names.items()
            for rest, _, kind in rows
            for word in (first, *rest)
            if word.isupper() or (kind & SURNAME and word not in OPTIONAL_NOUNS and len(word) > 2)
        )

    @cached_property
    def _known(self) -> dict[str, str]:
        """The technique by identifier, name or alias, words folded and joined by hyphens."""
        known = {}
        for technique in self.nouns:
            known["-".join(map(fold, technique.split("-")))] = technique
        rows = [((first, *rest), t) for first, rows in self.names.items() for rest, t, _ in rows]
        for words, technique in rows:
            if ELLIPSIS not in words:
                known["-".join(words).lower()] = technique
        # Names whose noun was left out come last: a name written in full is worth more.
        for key, technique in list(known.items()):
            words = tuple(key.split("-"))
            while len(words) > 1 and words[-1] in OPTIONAL_NOUNS:
                words = words[:-1]
                known.setdefault("-".join(words), technique)
        return known


@cache
def technique_index(folder: StrPath | None = None) -> TechniqueIndex:
    """The table of names that came with the program, or that of a folder of entries.

    Raises:
        InputError: there is no table; `make catalogue` makes it.
    """
    if folder is not None:
        return TechniqueIndex(*_read(folder))
    shipped = os.path.join(shipped_path("catalogue"), "techniques")
    try:
        state = file_state(INDEX, os.stat(os.path.join(shipped, INDEX)))
    except OSError:
        state = "missing"
    return TechniqueIndex(*kept(f"names of techniques {state}", lambda: _read(shipped)))


def _read(folder: StrPath) -> tuple[dict[str, Any], ...]:
    """What a `TechniqueIndex` is made of."""
    import json

    try:
        table = json.loads(read_bytes(os.path.join(folder, INDEX)))
    except (OSError, ValueError) as error:
        raise InputError(
            f"the table of names cannot be read: {error}", file=INDEX, remedy="run make catalogue"
        ) from None
    general = frozenset(NOUNS)
    parts = (
        table["names"],
        {technique: general.union(words) for technique, words in table["nouns"].items()},
        {technique: frozenset(words) for technique, words in table["unless"].items()},
        table["forms"],
    )
    index = TechniqueIndex(*parts)
    return (*parts, {name: getattr(index, name) for name in index.SETS})


def index_text(techniques: Iterable[Technique]) -> str:
    """The text of the table of these techniques.

    Raises:
        InputError: two techniques share a name.
    """
    techniques = list(techniques)
    names: dict[str, list[Any]] = {}
    unless: dict[str, list[str]] = {}
    forms: dict[str, list[str]] = {}
    for words, (owner, kind) in _all_names(techniques).items():
        names.setdefault(words[0], []).append([words[1:], owner, kind])
    for technique in techniques:
        if technique.unless:
            unless[technique.id] = sorted({fold(word) for word in technique.unless})
        if technique.form_of:
            forms.setdefault(technique.form_of, []).append(technique.id)
    # Two surnames in a row mean little else than the technique: any noun will do.
    nouns = {
        t.id: sorted({fold(noun) for noun in t.nouns} if t.short else PAIR_NOUNS.difference(NOUNS))
        for t in techniques
    }
    return _lines({"names": names, "nouns": nouns, "unless": unless, "forms": forms})


def _lines(table: Mapping[str, Mapping[str, Any]]) -> str:
    """JSON with one word a line, so that two branches that add techniques merge."""
    import json

    parts = []
    for key, value in table.items():
        items = (
            f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}"
            for k, v in sorted(value.items())
        )
        parts.append(f"{json.dumps(key)}: {{\n" + ",\n".join(items) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _all_names(techniques: Iterable[Technique]) -> dict[tuple[str, ...], tuple[str, int]]:
    """Every name by its words, with those that follow from others: Kahan-Davis, Davis and Kahan."""
    rows: dict[tuple[str, ...], tuple[str, int]] = {}
    derived: list[tuple[tuple[str, ...], str, int]] = []
    for technique in techniques:
        named = [(name, 0) for name in technique.names] + [(n, SHORT) for n in technique.short]
        for name, kind in named:
            kind |= SURNAME if _is_surname(name) else 0
            words = name_words(name)
            if words in rows:
                owner = rows[words][0]
                which = "stands twice" if owner == technique.id else f"belongs to {owner}.md too"
                raise InputError(f"names: {name!r} {which}", file=f"{technique.id}.md")
            rows[words] = (technique.id, kind)
            derived += ((words, technique.id, kind) for words, kind in _turned(name, kind))
    for words, owner, kind in derived:
        # Azuma and Hoeffding are two where each has a technique.
        if "and" in words and any(rows.get((w,), (owner, 0))[0] != owner for w in words):
            continue
        rows.setdefault(words, (owner, kind))
    return rows


def _is_surname(name: str) -> bool:
    first = NAME_WORD.findall(without_accents(name))[0]
    return first[0].isupper() and not is_abbreviation(first)


_PAIR = pattern(r"([A-Z][a-zA-Z]+)-([A-Z][a-zA-Z]+)(?=\s|$)")


def _turned(name: str, kind: int) -> list[tuple[tuple[str, ...], int]]:
    """Other ways to write a name that begins with two surnames."""
    plain = without_accents(name)
    pair = _PAIR.match(plain)
    if pair is None or is_abbreviation(pair[1]) or is_abbreviation(pair[2]):
        return []
    rest = plain[pair.end() :].strip()
    found = [(name_words(f"{pair[2]}-{pair[1]} {rest}"), kind)]
    both = f"{pair[1]} and {pair[2]}"
    if not rest:
        found.append((name_words(both), SHORT | SURNAME))
    elif len(rest.split()) == 1:
        found.append((name_words(f"{both} {rest}"), kind))
        found += ((name_words(f"{rest} of {names}"), 0) for names in (both, pair[0]))
    return found
