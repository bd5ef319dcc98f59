"""A whole term: from LaTeX to an `Expression`."""

import re

from .reader import Reader
from .records import Domains, Expression, NotUnderstoodError

_FUNCTION_WORD = re.compile(
    r"(?:exp|log|ln|sin|cos|tan|max|min|sup|inf|det|dim|deg|mod|gcd|arg|sqrt|sgn|rank)"
)
#: What prints no letters of a product: commands, words, indices.
_NO_PRODUCT = re.compile(
    r"\\(?:mathrm|mathbf|mathsf|operatorname\*?|text[a-z]*|mbox)\s*\{[^{}]*\}"
    r"|\\[A-Za-z]+|_\s*(?:\{[^{}]*\}|\S)"
)


def translate(text: str, domains: Domains) -> Expression:
    """The SymPy expression of a term.

    Args:
        text: LaTeX with macros expanded.
        domains: a symbol without a domain is not understood.

    Raises:
        NotUnderstoodError: the text is outside what is translated.
    """
    if not text.strip():
        raise NotUnderstoodError("an empty side")
    if word := _FUNCTION_WORD.search(_NO_PRODUCT.sub(" ", text)):
        raise NotUnderstoodError(f"{word[0]!r} without its backslash")
    reader = Reader(text, domains)
    try:
        value = reader.sum()
    except RecursionError:
        raise NotUnderstoodError("nested too deeply") from None
    rest = reader.peek()
    if rest.kind != "end":
        behind = text[rest.start : rest.start + 24]
        raise NotUnderstoodError(f"{behind!r} after the end of the term")
    found = reader.found
    return Expression(
        value,
        tuple(found.conditions),
        frozenset(found.applications),
        frozenset(found.used_definitions),
        frozenset(found.atoms),
        tuple(found.facts),
    )
