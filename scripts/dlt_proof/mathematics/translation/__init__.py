"""Scalar mathematics from LaTeX to SymPy, strictly: what people read in two ways is refused.

Understood are real numbers, symbols with a domain, + - * / powers, fractions, roots, exponentials,
logarithms, trigonometric and hyperbolic functions, maxima and minima, absolute values, factorials,
binomial coefficients, rounding, finite sums and products, Euler's e and pi. An entry `x_i` of a
family `x_1, \\dots, x_n > 0` is a number of which only that is known (`families`). What certainly
is one real number, but is not understood (a norm, an expectation, a function's value), is an opaque
atom with the sign that it is known to have (`opaque`). Everything else raises `NotUnderstoodError`:
a letter that may be a vector, `1/2x`, `\\log 2x`, a norm without its end.

Why no ready parser: SymPy's `parse_latex` (ANTLR and Lark) and latex2sympy2-extended, which
descends from its predecessor, are made to read what a person types, and so they answer wherever
they can. They take the first reading of `1/2x` and `\\sin x y`, make a symbol of every letter
(vectors, sets and random variables among them), give no conditions under which a term is defined,
for SymPy has cancelled `x/x` when it comes back, and stop or drop the rest at `\\lVert`,
`\\mathbb{E}` or `\\Pr`. A checker must know what was not understood; those parsers cannot say it.
They also pin a runtime of ANTLR to one version. So terms are read here, and SymPy takes over from
the expression.
"""

from .lexer import symbols_in
from .names import canonical_name
from .notes import read_domains
from .records import (
    OPAQUE,
    Condition,
    Constraint,
    DomainNoteError,
    Domains,
    Expression,
    Family,
    NotUnderstoodError,
    SymbolDomain,
    atom_domain,
    known_facts,
)
from .terms import translate

__all__ = [
    "OPAQUE",
    "Condition",
    "Constraint",
    "DomainNoteError",
    "Domains",
    "Expression",
    "Family",
    "NotUnderstoodError",
    "SymbolDomain",
    "atom_domain",
    "canonical_name",
    "known_facts",
    "read_domains",
    "symbols_in",
    "translate",
]
