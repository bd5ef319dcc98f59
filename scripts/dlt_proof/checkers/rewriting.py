"""Simpler goals that imply a goal: without denominators, by cases, by bounds, by logarithms.

Pure rewriting of goals, no search: every function returns goals whose truth implies the first one's
on the same domain, and whose forms are defined there. `orders` decides in which order to try.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

import sympy

from ..mathematics.translation import Constraint, SymbolDomain
from .facts import FACTS, Fact
from .problems import Goal, intersection, rational_number, with_domains
from .signs import fraction_of, quick_sign

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


# ---- cases -------------------------------------------------------------------------------------


def cases(goal: Goal) -> tuple[str, list[Goal]] | None:
    """The goal split by the sign inside an absolute value, or by which of two terms is larger."""
    for node in sorted(
        goal.form.atoms(sympy.Abs, sympy.Max, sympy.Min), key=sympy.default_sort_key
    ):
        if node.atoms(sympy.Abs, sympy.Max, sympy.Min) != {node}:
            continue  # inner ones first
        if isinstance(node, sympy.Abs):
            inner = node.args[0]
            ways = [(inner, inner), (-inner, -inner)]
        else:
            first, second = node.args[0], type(node)(*node.args[1:])
            if second.has(sympy.Max, sympy.Min):
                rest = second
                ways = [(first - rest, first), (rest - first, rest)]
            else:
                ways = [(first - second, first), (second - first, second)]
            if isinstance(node, sympy.Min):
                ways = [(-condition, value) for condition, value in ways]
        known = [way for way in ways if _is_fact(way[0], goal)]
        goals = []
        # Where both hold both values are the same, so that one known case is enough.
        for condition, value in known[:1] or ways:
            part = assuming(goal, condition)
            if part is not None:
                goals.append(_substituted(part, goal, node, value))
        return str(node), goals
    return None


def _is_fact(condition: Any, goal: Goal) -> bool:
    """Whether a fact says that a term is nonnegative."""
    return any(
        fact.relation in (">", ">=") and sympy.expand(fact.left - fact.right - condition) == 0
        for fact in goal.facts
    )


def _substituted(part: Goal, goal: Goal, node: Any, value: Any) -> Goal:
    form = goal.form.xreplace({node: value})
    return with_domains(replace(part, form=form), part.domains)


def assuming(goal: Goal, condition: Any, *, strict: bool = False) -> Goal | None:
    """The goal where a term is nonnegative (positive): a narrower domain, or one fact more.

    Returns:
        None where the domain leaves no such point.
    """
    word = quick_sign(condition, goal.domains)
    if word == "negative":
        return None
    if word == "positive" or (not strict and word in ("nonnegative", "zero")):
        return goal
    symbols = list(condition.free_symbols)
    if len(symbols) == 1 and condition.is_polynomial(symbols[0]):
        polynomial = sympy.Poly(condition, symbols[0])
        if polynomial.degree() == 1 and all(c.is_Rational for c in polynomial.all_coeffs()):
            slope, rest = map(fraction_of, polynomial.all_coeffs())
            bound = -rest / slope
            name = str(symbols[0].name)
            low, high = (bound, None) if slope > 0 else (None, bound)
            domain = intersection(goal.domains[name], low, high, low_open=strict, high_open=strict)
            if domain is None:
                return None
            return with_domains(goal, {**goal.domains, name: domain})
    fact = Constraint(condition, ">" if strict else ">=", sympy.Integer(0))
    return replace(goal, facts=(*goal.facts, fact))


def opposite_signs(goal: Goal) -> tuple[str, list[Goal]] | None:
    """A product of two factors, by the sign of the simpler one: the other must have the same."""
    if not goal.form.is_Mul or goal.strict:
        return None
    factors = [factor for factor in goal.form.args if not factor.is_Number]
    number = sympy.Mul(*(factor for factor in goal.form.args if factor.is_Number))
    if len(factors) != 2:
        return None
    first, second = sorted(factors, key=lambda f: (f.count_ops(), str(f)))
    second = number * second
    goals = []
    for sign in (1, -1):
        part = assuming(goal, sign * first)
        if part is not None:
            fresh = with_domains(replace(part, form=sign * second), part.domains)
            goals.append(fresh)
    return f"sign of {first}", goals


def shifted(goal: Goal) -> tuple[str, Goal] | None:
    """A symbol put as another plus t >= 0, where a linear fact says so; the fact is used up."""
    for number, fact in enumerate(goal.facts):
        if fact.relation not in (">", ">=") or fact.right != 0:
            continue
        symbols = sorted(fact.left.free_symbols, key=lambda s: str(s.name))
        if len(symbols) < 2 or not fact.left.is_polynomial(*symbols):
            continue
        if sympy.Poly(fact.left, *symbols).total_degree() != 1:
            continue
        for symbol in symbols:
            domain = goal.domains[symbol.name]
            slope = fact.left.coeff(symbol)
            if domain.high is not None or slope <= 0 or domain.integer:
                continue
            rest = fact.left - slope * symbol
            moved = SymbolDomain(
                f"{symbol.name}′", Fraction(0), None, fact.relation == ">", False, False
            )
            value = (moved.symbol() - rest) / slope
            facts = [f for i, f in enumerate(goal.facts) if i != number]
            if domain.low is not None:
                low = rational_number(domain.low)
                facts.append(
                    Constraint(symbol - low, ">" if domain.low_open else ">=", sympy.S.Zero)
                )
            domains = {name: d for name, d in goal.domains.items() if name != symbol.name}
            domains[moved.name] = moved
            return _moved(goal, symbol, value, facts, domains)
    return None


def _moved(
    goal: Goal, symbol: Any, value: Any, facts: list[Constraint], domains: dict[str, SymbolDomain]
) -> tuple[str, Goal]:
    put = {symbol: value}
    kept = []
    for fact in facts:
        left = sympy.expand((fact.left - fact.right).xreplace(put))
        word = quick_sign(left, domains)
        seen = {">=": ("positive", "nonnegative", "zero"), ">": ("positive",)}
        if word not in seen.get(fact.relation, ()):
            kept.append(Constraint(left, fact.relation, sympy.S.Zero))
    form = goal.form.xreplace(put)
    return f"{symbol} = {value}", Goal(form, goal.strict, domains, tuple(kept))


# ---- elementary facts --------------------------------------------------------------------------

_ATOMS = (
    sympy.exp,
    sympy.log,
    sympy.sin,
    sympy.cos,
    sympy.sinh,
    sympy.cosh,
    sympy.tanh,
    sympy.atan,
)


def relaxations(goal: Goal) -> Iterator[Way]:
    """Goals in which one atom is replaced by a bound that the list of facts gives."""
    atoms = list(goal.form.atoms(*_ATOMS)) + [
        power
        for power in goal.form.atoms(sympy.Pow)
        if power.base is not sympy.E and not power.exp.is_Integer
    ]
    for atom in sorted(atoms, key=sympy.default_sort_key):
        if not atom.free_symbols:
            continue
        placeholder = sympy.Dummy("atom", real=True)
        form = goal.form.xreplace({atom: placeholder})
        coefficient = form.diff(placeholder)
        if coefficient == 0 or placeholder in coefficient.free_symbols:
            continue
        word = quick_sign(coefficient, goal.domains)
        side = {"positive": 1, "nonnegative": 1, "negative": -1, "nonpositive": -1}.get(word)
        if side is None:
            continue
        yield from _bounded(goal, atom, side)


def _bounded(goal: Goal, atom: Any, side: int) -> Iterator[Way]:
    name = type(atom).__name__
    arguments = atom.args
    if name == "Pow":
        if atom.exp == sympy.Rational(1, 2):
            name, arguments = "sqrt", (atom.base,)
        else:
            base, exponent = (quick_sign(part, goal.domains) for part in (atom.base, atom.exp))
            if base != "positive" and not (base == "nonnegative" and exponent == "positive"):
                return
    for fact in FACTS:
        if fact.function != name or fact.side != side:
            continue
        if not _applies(fact, arguments, goal):
            continue
        bound = fact.bound(*arguments)
        yield f"fact: {fact.name}, at {atom}", [goal.of(goal.form.xreplace({atom: bound}))]
    if name == "sqrt" and side == -1:
        yield from _geometric_mean(goal, atom)


def _applies(fact: Fact, arguments: tuple[Any, ...], goal: Goal) -> bool:
    seen = ("positive", "nonnegative", "zero")
    return all(quick_sign(p(*arguments), goal.domains) in seen for p in fact.premises)


def _geometric_mean(goal: Goal, atom: Any) -> Iterator[Way]:
    """sqrt(ab) <= (a + b)/2 for nonnegative a, b (HLP 9)."""
    factors = sympy.Mul.make_args(atom.base)
    if len(factors) != 2:
        return
    if all(quick_sign(f, goal.domains) in ("positive", "nonnegative") for f in factors):
        bound = (factors[0] + factors[1]) / 2
        yield (
            f"fact: sqrt(ab) <= (a + b)/2, at {atom}",
            [goal.of(goal.form.xreplace({atom: bound}))],
        )


# ---- comparing -----------------------------------------------------------------------------------


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
