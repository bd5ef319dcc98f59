"""Families of numbers in a text: "$x_1, \\dots, x_n > 0$", "$a_i \\ge 0$ for all $i$".

Whatever is said of a family is also noted as something unread of its entries: two of them may
coincide, and a counterexample that chooses them freely may be none.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..translation import NotUnderstoodError, SymbolDomain
from ..translation.families import INDEX_LETTERS, IndexRange, index_range
from ..translation.lexer import tokens_of
from ..translation.names import base_of
from .passages import MARK
from .records import Bound, Called, NotRead, Related, Said, Spread

_FOR = (
    r"\\forall(?![A-Za-z])\s*|\\(?:text|mbox|textrm)\s*\{\s*for(?:\s+(?:all|every|each|any))?\s*\}"
)
_SPACE = r"(?:\\[,;:! ]|\\q?quad(?![A-Za-z])|[\s~])*"
_QUANTIFIED = re.compile(
    rf"(?P<head>.+?){_SPACE},?{_SPACE}(?:{_FOR}){_SPACE}(?P<range>.+)", re.DOTALL
)
_LISTED = re.compile(
    rf"(?P<head>.+?)(?:{_SPACE},{_SPACE}|{_SPACE}\()(?P<range>[a-z]\s*=\s*\d.*?\\[lc]?dots.*?)\)?",
    re.DOTALL,
)
_SCRIPT = re.compile(r"\{?(?P<script>\d+|[A-Za-z](?:-\d)?)\}?")


@dataclass(frozen=True, slots=True)
class Listed:
    """`x_1, \\dots, x_n` at the head of a formula.

    Args:
        letter: `x`.
        first, last: its first and last index.
        rest: what the formula says of them, `> 0`; "" where it only names them.
    """

    letter: str
    first: int
    last: str
    rest: str

    @property
    def named(self) -> str:
        """The name of one entry, which stands for all of them."""
        return f"{self.letter}_{self.first}"


def listed_at(text: str) -> Listed | None:
    """The list that a formula begins with; None where it begins otherwise."""
    try:
        tokens = tokens_of(text)
    except NotUnderstoodError:
        return None
    names: list[str] = []
    at, dotted = 0, False
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "dots" and names and not dotted:
            dotted = True
        elif token.kind == "symbol":
            names.append(token.value)
        else:
            return None
        at += 1
        if dotted and token.kind == "symbol":
            break
        if at >= len(tokens) or tokens[at].value != ",":
            return None
        at += 1
    letters = {base_of(name) for name in names}
    scripts = [_SCRIPT.fullmatch(name[len(base_of(name)) + 1 :]) for name in names]
    if not dotted or len(letters) != 1 or not all(scripts) or len(names) not in (2, 3, 4):
        return None
    indices = [match["script"] for match in scripts if match]
    numbers = [int(index) for index in indices[:-1] if index.isdigit()]
    if numbers != list(range(numbers[0] if numbers else 0, (numbers or [0])[0] + len(indices) - 1)):
        return None
    end = tokens[at - 1].end
    return Listed(letters.pop(), numbers[0], indices[-1], text[end:].strip())


def quantified_at(text: str) -> tuple[str, IndexRange] | None:
    """`x_i \\ge 0 \\ \\forall i`, `x_i > 0 \\ (i = 1, \\dots, n)`: what is said, and of which i."""
    for pattern in (_QUANTIFIED, _LISTED):
        match = pattern.fullmatch(text)
        if match is None or re.search(_FOR, match["range"]):
            continue
        run = index_range(match["range"])
        if run is not None:
            return match["head"], run
    return None


def spread_over(said: Iterable[Said], run: IndexRange) -> list[Said] | None:
    """What is said of `x_i` for all i, as said of the family; None where more is said than that."""
    spread: list[Said] = []
    for one in said:
        if not isinstance(one, Bound):
            return None
        name = one.domain.name
        if name != f"{base_of(name)}_{run.letter}":
            return None
        spread += _spread(one.domain, run.first, run.last, run.letter)
    return spread or None


def spread_of(said: Iterable[Said], lists: Mapping[str, Listed]) -> list[Said]:
    """What is said of the entry that stands for a list, as said of all that are listed."""
    spread: list[Said] = []
    for one in said:
        if isinstance(one, Bound) and one.domain.name in lists:
            of_list = lists[one.domain.name]
            spread += _spread(one.domain, of_list.first, of_list.last)
        elif isinstance(one, Called) and one.name in lists:
            letter, last = lists[one.name].letter, lists[one.name].last
            indices = dict.fromkeys([one.name.split("_")[1], last, *sorted(INDEX_LETTERS)])
            spread += [Called(f"{letter}_{index}", one.meaning) for index in indices]
        elif isinstance(one, Related) and lists:
            names = {n for named in lists.values() for n in _names(named.letter, named.last)}
            spread.append(NotRead(frozenset(names), f"{one.left} {one.sign} {one.right}"))
        else:
            spread.append(one)
    return spread


def _names(letter: str, last: str) -> set[str]:
    return {f"{letter}_1", f"{letter}_i", *({f"{letter}_{last}"} if last else ())}


def _spread(where: SymbolDomain, first: int | None, last: str, index: str = "") -> list[Said]:
    letter = base_of(where.name)
    names = {letter, *_names(letter, last)}
    if index:
        names.add(f"{letter}_{index}")
    return [
        Spread(replace(where, name=letter), first, last, index),
        NotRead(frozenset(names), f"a family {letter} of numbers, of which two may be one"),
    ]


def joined_families(
    words: Sequence[str], formulas: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A sentence in which "$x_i \\ge 0$ for all $i$" is one formula, wherever that can be read."""
    found, kept = list(words), list(formulas)
    at = met = 0
    while at < len(found):
        if found[at] == MARK and met + 1 < len(kept):
            comma = found[at + 1 : at + 2] == [","]
            before = _quantifier(found, at + 1 + comma)
            if (
                not before
                and comma
                and found[at + 2 : at + 3] == [MARK]
                and "dots" in kept[met + 1]
            ):
                before = at + 2  # "$x_i > 0$, $i = 1, \\dots, n$"
            whole = f"{kept[met]} \\forall {kept[met + 1]}"
            if before and is_spread(whole):
                found[at + 1 : before + 1] = []
                kept[met : met + 2] = [whole]
                continue
        elif (length := _quantifier(found, at)) and met + 1 < len(kept):
            whole = f"{kept[met + 1]} \\forall {kept[met]}"
            if found[length + 1 : length + 3] == [",", MARK] and is_spread(whole):
                found[at : length + 3] = [MARK]
                kept[met : met + 2] = [whole]
                continue
        met += found[at] == MARK
        at += 1
    return tuple(found), tuple(kept)


def _quantifier(words: Sequence[str], at: int) -> int:
    """The place of the formula behind "for all" at a place, 0 where there is no such thing."""
    if list(words[at : at + 1]) != ["for"]:
        return 0
    at += 1
    quantified = list(words[at : at + 1]) and words[at] in ("all", "every", "each", "any")
    if quantified:
        at += 1
        at += words[at : at + 1] in (["index"], ["indices"], ("index",), ("indices",))
    return at if list(words[at : at + 1]) == [MARK] else 0


def is_spread(formula: str) -> bool:
    """Whether a formula says of all entries of a family where they lie."""
    from .formulas import read_formula

    reading = read_formula(formula)
    return reading is not None and any(isinstance(said, Spread) for said in reading.said)
