"""Which families of numbers hold at a step, of all that a job's texts say of their letters."""

import re
from collections.abc import Sequence

from ..translation import Family
from ..translation.families import INDEX_LETTERS
from ..translation.names import base_of, plain_text
from .formulas import symbols_of
from .intervals import includes, intersection, is_empty
from .records import Bound, Called, Defined, Fact, NotRead, Related, Spread

_RANK = {"hypotheses": 0, "proving": 1, "definitions": 2, "domains": 3}
#: A sentence that begins so, and was not read, may make another thing of a letter.
_INTRODUCES = re.compile(
    r"\W*(?:let|denote|define|set|put|write|consider|take|fix|choose|pick|here|where|now|given"
    r"|replac|substitut|swap|rescal|normali[sz]|flip|relabel|reorder|renam|exchang)",
    re.IGNORECASE,
)
#: Some entries are set apart from the others.
_OTHERS = re.compile(
    r"\b(?:others?|remaining|rest|else|otherwise|respectively|resp)\b", re.IGNORECASE
)
#: What is said of an index with these may let it lie outside the family.
_RELATES = re.compile(
    r"[=<>]|\\(?:[lg]eq?(?:slant)?|neq?|in)(?![A-Za-z])|\bzero|\bstart|\bfrom\b|\bup\b"
)


def families_of(facts: Sequence[Fact]) -> dict[str, Family]:
    """The families that hold at a step, by their letter.

    A letter of which texts say different things, or make another thing nearer to the step, names no
    family.
    """
    by_letter: dict[str, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.said, Spread):
            by_letter.setdefault(fact.said.domain.name, []).append(fact)
    found = {}
    for letter, of_letter in by_letter.items():
        family = _family(letter, of_letter, facts)
        if family is not None:
            found[letter] = family
    return found


def _family(letter: str, spread: Sequence[Fact], facts: Sequence[Fact]) -> Family | None:
    declared = max((_RANK[f.layer] for f in spread if f.declares), default=0)
    current = [f for f in spread if _RANK[f.layer] >= declared]
    sayings = [f.said for f in current if isinstance(f.said, Spread)]
    if len({(s.first, s.last) for s in sayings}) != 1:
        return None
    where = sayings[0].domain
    sources = {f.source.text for f in current if f.declares}
    if len(sources) > 1:
        # Of which of several statements the letter is, is not told: the widest holds in each.
        widest = [s.domain for s in sayings if all(includes(s.domain, o.domain) for o in sayings)]
        if not widest:
            return None
        where = widest[0]
    else:
        for saying in sayings:
            where = intersection(where, saying.domain)
    if is_empty(where) or _made_another_thing(letter, declared, current, facts):
        return None
    first, last = sayings[0].first, sayings[0].last
    index = next((s.index for s in sayings if s.index), "")
    names = {name for fact in facts for name in _said_of(fact) if base_of(name) == letter}
    others = {
        name
        for fact in facts
        if isinstance(fact.said, Defined | Called)
        for name in _said_of(fact)
        if base_of(name) == letter and name != letter
    }
    unclear = {
        name
        for fact in facts
        if isinstance(fact.said, NotRead) and _RELATES.search(fact.said.text)
        for name in fact.said.names
        if name in INDEX_LETTERS
    }
    return Family(
        where,
        first,
        last,
        index,
        frozenset(others | unclear),
        any(_lies_below(name, first) for name in names),
        any(_lies_above(name, last) for name in names),
    )


def _said_of(fact: Fact) -> frozenset[str]:
    said = fact.said
    if isinstance(said, NotRead):
        return said.names
    if isinstance(said, Defined | Called):
        return frozenset({said.name})
    if isinstance(said, Bound):
        return frozenset({said.domain.name})
    if isinstance(said, Related):
        return symbols_of(f"{said.left} {said.right}")
    return frozenset()


def _made_another_thing(
    letter: str, declared: int, current: Sequence[Fact], facts: Sequence[Fact]
) -> bool:
    """Whether a generic entry, or the letter itself, is declared as something else."""
    own = {fact.source.text for fact in current}
    if any(_OTHERS.search(text) for text in own):
        return True
    for fact in facts:
        said = fact.said
        if isinstance(said, Spread):
            continue
        names = {name for name in _said_of(fact) if base_of(name) == letter}
        generic = any(re.fullmatch(r"_[A-Za-z]", name[len(letter) :]) for name in names)
        if isinstance(said, Defined) and generic:
            return True
        if not names or _RANK[fact.layer] < declared or fact.source.text in own:
            continue
        if isinstance(said, Called | Bound | Related) and fact.declares and generic:
            return True
        if isinstance(said, Called | Defined) and letter in names:
            return True
        if isinstance(said, NotRead) and _RANK[fact.layer] > 0:
            # A statement that speaks of the letter in words that were not read, a proof that
            # introduces it so.
            texts = (said.text, fact.source.text)
            if fact.layer == "proving" or any(_INTRODUCES.match(text) for text in texts):
                return True
    return False


def _script(name: str) -> str:
    return plain_text(name[len(base_of(name)) + 1 :]).strip("{}")


def _lies_below(name: str, first: int | None) -> bool:
    script = _script(name)
    return script.isdigit() and int(script) < (1 if first is None else first)


def _lies_above(name: str, last: str) -> bool:
    script = _script(name)
    if script.isdigit() and last.isdigit():
        return int(script) > int(last)
    return bool(last) and script.startswith(f"{last}+")
