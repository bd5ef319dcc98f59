"""Goals about the logarithms or the exponentials of the two sides of a goal.

Each implies the goal it was made of, on the domain on which the signs that it needs are seen. Not
here: in which order to try (`orders`).
"""

from collections.abc import Iterator
from typing import Any

import sympy

from .problems import Goal
from .rewriting import Way, tidied
from .signs import quick_sign


def comparisons(goal: Goal) -> Iterator[Way]:
    """Goals about the logarithms of two positive sides, or an exponential or logarithm alone."""
    form = goal.form
    if not form.is_Add:
        return
    terms = list(form.args)
    words = [quick_sign(term, goal.domains) for term in terms]
    if all(word in ("positive", "negative") for word in words):
        left = sympy.Add(*(t for t, w in zip(terms, words, strict=True) if w == "positive"))
        right = -sympy.Add(*(t for t, w in zip(terms, words, strict=True) if w == "negative"))
        if left != 0 and right != 0 and _has_exponential(form):
            difference = logarithm(left) - logarithm(right)
            if difference != form:
                yield "logarithms of both sides", [goal.of(_collected(difference))]
    if len(form.atoms(sympy.log)) > 1:
        together = sympy.logcombine(form)
        if together != form:
            together = together.replace(sympy.log, lambda u: sympy.log(tidied(u)))
            yield "logarithms put together", [goal.of(together)]
    for atom in sorted(form.atoms(sympy.exp, sympy.log), key=sympy.default_sort_key):
        yield from _alone(goal, atom)


def _has_exponential(form: Any) -> bool:
    return bool(form.atoms(sympy.exp)) or any(
        power.base is not sympy.E and not power.exp.is_Integer for power in form.atoms(sympy.Pow)
    )


def logarithm(term: Any) -> Any:
    """The logarithm of a positive term, taken apart."""
    factors = []
    for factor in sympy.Mul.make_args(sympy.factor_terms(term)):
        if isinstance(factor, sympy.exp):
            factors.append(factor.args[0])
        elif factor.is_Pow and factor.base.is_positive:
            factors.append(factor.exp * sympy.log(factor.base))
        else:
            factors.append(sympy.log(factor))
    if any(f.has(sympy.I, sympy.zoo, sympy.nan) for f in factors):
        return sympy.log(term)
    if len(factors) > 1 and not all(
        factor.is_positive for factor in sympy.Mul.make_args(sympy.factor_terms(term))
    ):
        return sympy.log(term)
    return sympy.Add(*factors)


def _collected(term: Any) -> Any:
    return sympy.expand_log(term)


def _alone(goal: Goal, atom: Any) -> Iterator[Way]:
    """A e^u + B as u + log A - log(-B); A log u + B as log u + B/A: A of a known strict sign."""
    if not atom.free_symbols:
        return
    placeholder = sympy.Dummy("atom", real=True)
    form = goal.form.xreplace({atom: placeholder})
    coefficient = form.diff(placeholder)
    if coefficient == 0 or placeholder in coefficient.free_symbols:
        return
    rest = form.xreplace({placeholder: sympy.Integer(0)})
    word = quick_sign(coefficient, goal.domains)
    if word not in ("positive", "negative"):
        return
    if isinstance(atom, sympy.log):
        inner, other = atom.args[0], rest / coefficient
        if word == "positive" and not rest.has(sympy.log):
            yield f"exponentials, {atom} alone", [goal.of(inner - sympy.exp(-other))]
        if word == "negative" and not rest.has(sympy.log):
            yield f"exponentials, {atom} alone", [goal.of(sympy.exp(-other) - inner)]
        if coefficient.free_symbols:
            sign = 1 if word == "positive" else -1
            divided = sign * atom + rest / (sign * coefficient)
            yield f"divided by the factor of {atom}", [goal.of(divided)]
        return
    other = quick_sign(rest, goal.domains)
    inner = atom.args[0]
    if word == "positive" and other == "negative":
        compared = inner + logarithm(coefficient) - logarithm(-rest)
        yield f"logarithms, {atom} alone", [goal.of(compared)]
    elif word == "negative" and other == "positive":
        compared = logarithm(rest) - inner - logarithm(-coefficient)
        yield f"logarithms, {atom} alone", [goal.of(compared)]
