"""The keys that a bibliography file or a formatted bibliography offers, with their places."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns
from ..patterns import pattern
from .arguments import after, bracket_at, group_at

_ENTRY = pattern(r"@\s*([a-zA-Z]+)\s*([{(])\s*")
_KEY = pattern(r"[^\s,{}()=\"]+")
_BRACE = pattern(r"[{}]|\n[ \t]*@[ \t]*[a-zA-Z]+[ \t]*[{(]")
_ALIASES = pattern(r"\bids\s*=\s*(?:\{([^{}]*)\}|\"([^\"]*)\")", patterns.IGNORECASE)
_ITEM = pattern(r"\\bibitem(?![a-zA-Z@])|\\entry(?=\s*\{)")
# amsrefs: \bib{key}{type}{fields}; harvard: \harvarditem[short]{long}{year}{key}.
_OTHER_ITEM = pattern(
    r"\\bib\*?\s*\{\s*(?P<ams>[^\s{},]+)\s*\}\s*\{[a-zA-Z]+\*?\}\s*\{"
    r"|\\harvarditem\s*(?:\[[^\[\]]*\]\s*)?(?:\{[^{}]*\}\s*){2}\{\s*(?P<harvard>[^\s{},]+)\s*\}"
)
_NO_ENTRIES = frozenset(["comment", "preamble", "string"])


def bib_keys(text: str) -> tuple[list[tuple[str, int, int]], list[tuple[int, str]]]:
    """The entries of a `.bib` file.

    Returns:
        Keys with their offsets, biblatex' aliases (`ids`) included; problems as offset and text.
    """
    keys: list[tuple[str, int, int]] = []
    problems: list[tuple[int, str]] = []
    position = 0
    while match := _ENTRY.search(text, position):
        kind = match[1].lower()
        end, closed = _entry_end(text, match.end(2) - 1, match[2])
        position = end
        if not closed and kind not in _NO_ENTRIES:
            problems.append((match.start(), f"this @{match[1]} entry is not closed"))
        if kind in _NO_ENTRIES:
            continue
        key = _KEY.match(text, match.end(), end)
        if key is None:
            problems.append((match.start(), f"this @{match[1]} entry has no key"))
            continue
        keys.append((key.group(), key.start(), key.end()))
        for aliases in _ALIASES.finditer(text, key.end(), end):
            group = 1 if aliases[1] is not None else 2
            for alias in patterns.finditer(r"[^\s,]+", aliases[group]):
                start = aliases.start(group) + alias.start()
                keys.append((alias.group(), start, start + len(alias.group())))
    return keys, problems


def bib_entries(text: str) -> Iterator[tuple[str, int, int]]:
    """The entries of a `.bib` file: kind in lower case (`string` too), start and end."""
    position = 0
    while match := _ENTRY.search(text, position):
        position, _ = _entry_end(text, match.end(2) - 1, match[2])
        yield match[1].lower(), match.start(), position


def _entry_end(text: str, opening: int, bracket: str) -> tuple[int, bool]:
    """Where an entry ends; one that is never closed ends where the next begins a line."""
    if bracket == "(":
        end = text.find(")", opening)
        following = patterns.compiled(r"\n[ \t]*@[ \t]*[a-zA-Z]+[ \t]*[{(]").search(text, opening)
        limit = following.start() if following else len(text)
        end = text.rfind(")", opening, limit)
        return (end + 1, True) if end >= 0 else (limit, False)
    depth = 0
    for match in _BRACE.finditer(text, opening):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return match.end(), True
        else:
            return match.start(), False
    return len(text), False


def formatted_keys(masked: str) -> list[tuple[str, int, int]]:
    """The keys of `\\bibitem` (BibTeX), `\\entry` (biber), `\\bib` (amsrefs) and `\\harvarditem`
    in masked text, with offsets."""
    keys = []
    if "\\bib" in masked or "\\harvarditem" in masked:
        for match in _OTHER_ITEM.finditer(masked):
            which = match.lastgroup or "ams"
            keys.append((match[which], *match.span(which)))
    for match in _ITEM.finditer(masked):
        position = match.end()
        if option := bracket_at(masked, position, nested=True):
            position = after(masked, option)
        group = group_at(masked, position)
        if group:
            key = masked[slice(*group)]
            start = group[0] + len(key) - len(key.lstrip())
            keys.append((key.strip(), start, start + len(key.strip())))
    return keys
