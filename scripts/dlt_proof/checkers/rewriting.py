"""A goal's form made simpler: over one denominator, in factors, without those of a known sign.

Pure rewriting of goals, no search: what comes out implies the first goal on the same domain, and is
defined there. Other goals that imply one are in `cases`, `relaxing` and `logarithms`; `orders`
decides in which order to try.
"""

from typing import Any, Literal

import sympy

from .problems import Goal
from .signs import quick_sign

LARGEST_TO_FACTOR = 120  # operations
_LARGEST_POWER = 8

Way = tuple[str, list[Goal]]


def tidied(term: Any) -> Any:
    """The term over one denominator, in factors; itself where that could take long."""
    if term.has(sympy.I) or term.count_ops() > LARGEST_TO_FACTOR or not expandable(term):
        return term
    try:
        return sympy.factor(sympy.together(term))
    except (sympy.PolynomialError, NotImplementedError, AttributeError, TypeError):
        return term


def expandable(term: Any) -> bool:
    """Whether expanding stays small: SymPy's time is not bounded otherwise."""
    return all(
        not (power.base.is_Add and power.exp.is_Rational and abs(power.exp) > _LARGEST_POWER)
        for power in term.atoms(sympy.Pow)
    )


def expanded(term: Any) -> Any:
    """The term expanded where that is small, else itself."""
    return sympy.expand(term) if expandable(term) else term


def without_factors(goal: Goal) -> Goal | Literal["holds"] | None:
    """The goal divided by all factors whose sign is seen, None where nothing can be dropped."""
    forms = [goal.form]
    if goal.form.is_Add:
        forms.append(tidied(goal.form))
        unified = sympy.powsimp(goal.form)
        if unified != goal.form:
            forms.append(tidied(unified))
    for form in forms:
        if form.is_Mul or (form.is_Pow and form.base is not sympy.E):
            found = _divided(goal, form)
            if found is not None:
                return found
    expanded = sympy.expand_log(sympy.expand_power_exp(goal.form)) if goal.form.is_Add else None
    if expanded is not None and expanded != goal.form and not expanded.has(sympy.I):
        found = _divided(goal, tidied(expanded))
        if found is not None:
            return found
    return None


def _divided(goal: Goal, form: Any) -> Goal | Literal["holds"] | None:
    """The product without the factors whose sign is known; a factor that may be 0 stays strict."""
    sign, rest, dropped, may_vanish = 1, [], False, False
    for factor in sympy.Mul.make_args(form):
        base, exponent = factor.as_base_exp() if factor.is_Pow else (factor, sympy.Integer(1))
        if isinstance(factor, sympy.exp):
            base, exponent = factor, sympy.Integer(1)
        word = quick_sign(factor, goal.domains)
        if word in ("positive", "negative"):
            sign *= 1 if word == "positive" else -1
            dropped = dropped or not factor.is_Number or bool(factor != 1)
            continue
        if word == "zero":
            return None if goal.strict else "holds"
        if exponent.is_Integer and exponent % 2 == 0:
            # Defined, so that a negative even power has a base without zero.
            if exponent < 0:
                dropped = True
                continue
            may_vanish, dropped = True, True
            if goal.strict:
                rest.append(base**2)
            continue
        if exponent.is_Integer and exponent != 1:
            rest.append(base)  # the same sign as the odd power
            dropped = True
            continue
        if word in ("nonnegative", "nonpositive") and not goal.strict:
            sign *= 1 if word == "nonnegative" else -1
            may_vanish, dropped = True, True
            continue
        rest.append(factor)
    if not dropped:
        return None
    if not rest:
        return "holds" if sign == 1 and not (goal.strict and may_vanish) else None
    left = sympy.Integer(sign) * sympy.Mul(*rest)
    if left == goal.form:
        return None
    return goal.of(left)
