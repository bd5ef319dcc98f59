"""Failure probabilities as numbers: `\\delta/2` twice is `\\delta`, `T` times `\\delta/T^2` less.

Not here: where a text states them. What has two readings is no number here, and then nothing is
said of it.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...latex.words import word_set
from ...lint.probability.mention import Mention
from ...lint.probability.passages import Passage
from ...mathematics.translation import Domains, NotUnderstoodError, SymbolDomain, translate
from ...mathematics.translation.names import base_of
from ..reading import terms_of

#: Letters that count things, hence at least one, as theorems use them.
COUNTS = frozenset("nNmMdDkKTSHJPQAB")
#: Letters that stand for a probability of failure.
LEVELS = word_set(r"\delta \epsilon \varepsilon \eta \alpha \beta \gamma \zeta \rho p q")
_ONE_MINUS = re.compile(r"(?<![\d.])1(?:\s|\\[,;!:]|\$)*[-−–](?:\s|\$)*(.+)$", re.DOTALL)
_POWER = re.compile(r"\s*(?:\\right|\\[bB]igg?r?)?\s*\)\s*(?:\^|\\?\()")
_BEFORE_FAILURE = re.compile(
    r"\$|\\\(|\\\[|\\le(?:q|qslant)?(?![a-z])|<|=|\\(?:be|en)d?[a-z]*\s*\{[^{}]*\}|\b(?:most|by|probability)\s"
)
#: Constants that a text may change as it likes.
_FREE = frozenset(["c", "C"])
_CERTAINLY = 1.001


def _domain(name: str) -> SymbolDomain:
    base = base_of(name)
    if base in LEVELS:
        return SymbolDomain(name, Fraction(0), Fraction(1), True, True, False)
    if base in COUNTS or base.startswith(("\\mathcal", "\\mathscr")):
        return SymbolDomain(name, Fraction(1), None, False, False, True)
    return SymbolDomain(name, Fraction(0), None, True, False, False)


@lru_cache(maxsize=2048)
def amount(text: str) -> Any | None:
    """A probability or a count as a SymPy expression, None where it has no single reading."""
    names = terms_of(text)
    if any(base_of(name) in _FREE for name in names):
        return None
    try:
        found = translate(text, Domains({name: _domain(name) for name in names}))
    except NotUnderstoodError:
        return None
    return None if found.opaque else found.value


def failure_of(passage: Passage, mention: Mention) -> Any | None:
    """How likely a mention says that something fails, None where that is not understood.

    Read from the text: the normal form of a mention is made to be compared, not to be computed.
    """
    if _POWER.match(passage.text, mention.end):
        return None  # `(1-\\delta)^2`
    piece = passage.text[mention.start : mention.end]
    complement = _ONE_MINUS.search(piece)
    text = complement[1] if complement else _BEFORE_FAILURE.split(piece)[-1]
    return amount(text.strip()) if text.strip() else None


def substituted(value: Any, definitions: Mapping[str, Any]) -> Any:
    """A value with the symbols written out that a text defines."""
    for _ in range(3):
        known = {s: definitions[s.name] for s in value.free_symbols if s.name in definitions}
        if not known:
            break
        value = value.subs(known)
    return value


def exceeds(total: Any, allowed: Any) -> bool:
    """Whether one value is certainly larger than another, except where all counts are 1."""
    import sympy

    difference = _grown(total - allowed)
    if difference.is_zero:
        return False
    parts = sympy.Add.make_args(sympy.expand(difference))
    if all(part.is_positive for part in parts):
        return True
    factored = sympy.factor(difference)
    return bool(factored.is_positive) or _is_larger(total, allowed)


def _is_larger(total: Any, allowed: Any) -> bool:
    """Whether a value is larger at all points where every count is two or more."""
    import sympy

    free = sorted(total.free_symbols | allowed.free_symbols, key=str)
    levels = [s for s in free if not s.is_integer]
    if len(levels) != 1 or levels[0].name.split("_")[0] not in LEVELS:
        return False
    try:
        ratio = sympy.lambdify(free, total / allowed, "math")
        values = [
            float(ratio(*(0.01 if s in levels else size + n for n, s in enumerate(free))))
            for size in (2, 3, 5, 10, 100, 10_000)
        ]
    except (ValueError, ZeroDivisionError, OverflowError, TypeError, NameError):
        return False
    return all(value > _CERTAINLY for value in values)


def fits(total: Any, allowed: Any) -> bool:
    """Whether one value is certainly at most another."""
    import sympy

    difference = _grown(allowed - total)
    parts = sympy.Add.make_args(sympy.expand(difference))
    return all(part.is_nonnegative for part in parts) or bool(
        sympy.factor(difference).is_nonnegative
    )


def unbalanced_counts(total: Any, allowed: Any) -> tuple[str, str] | None:
    """The counts that a total has too many of and too few of: `d\\delta/n` against `\\delta`."""
    import sympy

    ratio = sympy.simplify(total / allowed)
    above, below = sympy.fraction(ratio)
    many = {s.name for s in above.free_symbols}
    few = {s.name for s in below.free_symbols}
    if len(many) != 1 or len(few) != 1 or many & few:
        return None
    return many.pop(), few.pop()


def _grown(value: Any) -> Any:
    """With every count written as one and something more, so that signs show."""
    import sympy

    counts = [s for s in value.free_symbols if s.is_integer]
    # More than one: where a single thing is counted there is nothing to add up.
    return value.subs({s: 1 + sympy.Symbol(f"{s.name}+", positive=True) for s in counts})


def shown(value: Any) -> str:
    """A value for a person: `2*delta`."""
    return str(value).replace("\\", "").replace("**", "^")
