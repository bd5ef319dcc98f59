"""Proofs that two terms are equal: rewriting, cases of signs, sums in closed form, induction.

A rewriting is believed only where it leads to the number 0 and where both sides agreed at every
point of the search before. Limits are operations; nothing here looks at the paper's text.
"""

from collections.abc import Callable, Iterator
from typing import Any

import sympy

from .cases import cases
from .enclosures import OutsideError, enclose, precision, rational
from .problems import Goal, with_domains
from .rewriting import expandable

Proof = dict[str, Any]

LARGEST_DIFFERENCE = 220  # operations
_LARGEST_TO_SIMPLIFY = 60
_MOST_CASES = 12


def prove_zero(goal: Goal, depth: int = 0) -> Proof | None:
    """A proof that the goal's form is 0 on its whole domain.

    The form must be defined there.
    """
    form = goal.form
    if form == 0 or form.is_zero:
        return {"method": "identity"}
    if form.has(sympy.zoo, sympy.nan, sympy.oo) or form.count_ops() > LARGEST_DIFFERENCE:
        return None
    if not _may_vanish(goal):
        return None
    if form.atoms(sympy.Sum, sympy.Product):
        return _with_sums(goal, depth)
    way = rewritten_to_zero(form)
    if way is not None:
        return {"method": "identity", "by": way}
    if form.atoms(sympy.Abs, sympy.Max, sympy.Min) and depth < _MOST_CASES:
        split = cases(goal)
        if split is None:
            return None
        node, goals = split
        proofs = []
        for part in goals:
            proof = prove_zero(part, depth + 3)
            if proof is None:
                return None
            proofs.append(proof)
        return {"method": "cases", "on": node, "by": proofs}
    return None


def _may_vanish(goal: Goal) -> bool:
    """Whether the form is 0, as far as certified arithmetic can see, at points of the box."""
    if goal.facts:
        return True  # the points of the box are not those of the domain
    from .points import points_of

    points = points_of({s.name: goal.domains[s.name] for s in goal.form.free_symbols}, (), "zero")
    for point in points[:12]:
        try:
            with precision(200):
                found = enclose(goal.form, {n: rational(v) for n, v in point.items()})
        except OutsideError:
            continue
        if not found.contains_zero():
            return False
    return True


def rewritten_to_zero(form: Any) -> str | None:
    """The name of the rewriting that makes a term 0, None where none does."""
    for name, rewrite in _rewritings(form):
        try:
            result = rewrite(form)
        except (sympy.PolynomialError, NotImplementedError, AttributeError, TypeError, ValueError):
            continue
        if result == 0:
            return name
    return None


def _rewritings(form: Any) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    if not expandable(form):
        yield "powers", lambda f: sympy.powsimp(f, deep=True)
        yield "denominators", lambda f: sympy.factor_terms(sympy.together(f, deep=False))
        return
    yield "expand", sympy.expand
    yield "cancel", lambda f: sympy.cancel(sympy.together(f))
    yield "powers", lambda f: sympy.powsimp(sympy.expand(f), deep=True)
    if form.atoms(sympy.log):
        yield "logarithms", lambda f: sympy.expand(sympy.expand_log(f))
        yield "logarithms of factors", _logarithms
    waves = form.atoms(sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc)
    if waves:
        yield "sines and cosines", _sines
        yield "complex exponentials", _as_exponentials
    if form.atoms(sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.asinh, sympy.acosh):
        yield "exponentials", _as_exponentials
    if form.atoms(sympy.factorial, sympy.binomial, sympy.gamma):
        yield "factorials", lambda f: sympy.expand(sympy.expand_func(sympy.combsimp(f)))
        yield "gamma functions", lambda f: sympy.gammasimp(f.rewrite(sympy.gamma))
    if any(power.exp.is_Rational and not power.exp.is_Integer for power in form.atoms(sympy.Pow)):
        yield "roots", lambda f: sympy.expand(sympy.radsimp(sympy.together(f)))
        yield "root denominators", lambda f: sympy.expand(sympy.numer(sympy.together(f)))
    yield "common factors", lambda f: sympy.expand(sympy.numer(sympy.together(sympy.expand(f))))
    if any(not power.exp.is_Rational for power in form.atoms(sympy.Pow, sympy.exp)):
        yield "powers of factors", _powers
    if form.count_ops() <= _LARGEST_TO_SIMPLIFY:
        yield "simplify", sympy.simplify


def _sines(form: Any) -> Any:
    plain = form.rewrite(sympy.cos) if form.has(sympy.sec) else form
    plain = plain.replace(sympy.tan, lambda u: sympy.sin(u) / sympy.cos(u))
    plain = plain.replace(sympy.cot, lambda u: sympy.cos(u) / sympy.sin(u))
    plain = plain.replace(sympy.csc, lambda u: 1 / sympy.sin(u))
    numerator = sympy.numer(sympy.together(sympy.expand_trig(plain)))
    return sympy.trigsimp(sympy.expand(numerator))


def _as_exponentials(form: Any) -> Any:
    """Everything in exponentials, the numerator expanded."""
    numerator = sympy.numer(sympy.together(form.rewrite(sympy.exp)))
    return sympy.expand(sympy.powsimp(sympy.expand(numerator)))


def _powers(form: Any) -> Any:
    """Powers with symbols in the exponent taken apart: a^(n+1) = a a^n, (ab)^n = a^n b^n."""
    numerator = sympy.numer(sympy.together(sympy.expand_power_exp(sympy.expand_power_base(form))))
    apart = sympy.expand(sympy.expand_power_base(sympy.expand(numerator)))
    return sympy.expand(sympy.powsimp(sympy.powdenest(apart), deep=True))


def _logarithms(form: Any) -> Any:
    """Logarithms of what is factored first, so that positive factors come apart."""
    factored = form.replace(sympy.log, lambda u: sympy.log(sympy.factor(sympy.together(u))))
    return sympy.expand(sympy.expand_log(factored))


# ---- sums ----------------------------------------------------------------------------------------


def _with_sums(goal: Goal, depth: int) -> Proof | None:
    form = goal.form
    written = form.replace(
        lambda e: isinstance(e, sympy.Sum | sympy.Product) and _short(e), lambda e: e.doit()
    )
    if written != form and not written.atoms(sympy.Sum, sympy.Product):
        proof = prove_zero(goal.of(written), depth + 1)
        if proof is not None:
            return {"method": "sums written out", "by": proof}
    aligned = aligned_sums(form)
    if rewritten_to_zero(aligned) is not None:
        return {"method": "sums put together"}
    return by_induction(goal)


def _short(term: Any) -> bool:
    if len(term.limits) != 1 or len(term.limits[0]) != 3:
        return False
    _, first, last = term.limits[0]
    return bool(first.is_Integer and last.is_Integer and 0 <= last - first <= 40)


def aligned_sums(form: Any) -> Any:
    """Sums over the same range put together, constants taken out, the index always the same."""
    index = sympy.Symbol("k‖", integer=True)

    def plain(term: Any) -> Any:
        if len(term.limits) != 1 or len(term.limits[0]) != 3:
            return term
        k, first, last = term.limits[0]
        body = sympy.expand(term.function.xreplace({k: index}))
        parts = []
        for part in sympy.Add.make_args(body):
            outer, inner = part.as_independent(index, as_Add=False)
            parts.append(outer * sympy.Sum(inner, (index, first, last)))
        return sympy.Add(*parts)

    return sympy.expand(form.replace(lambda e: isinstance(e, sympy.Sum), plain))


def by_induction(goal: Goal) -> Proof | None:
    """Induction on a symbol in the upper ends of sums: the first value, and the difference."""
    for symbol in sorted(goal.form.free_symbols, key=lambda s: str(s.name)):
        domain = goal.domains[symbol.name]
        if not domain.integer or domain.low is None or domain.high is not None:
            continue
        first = sympy.Integer(int(domain.low))
        if not sums_begin(goal.form, symbol, first):
            continue
        start = at_value(goal.form, symbol, first)
        step = difference(goal.form, symbol)
        if start is None or step is None:
            continue
        rest = {n: d for n, d in goal.domains.items() if n != symbol.name}
        base = prove_zero(with_domains(Goal(start, False, rest, ()), rest), 10)
        if base is None:
            continue
        if step == 0 or rewritten_to_zero(step) is not None:
            return {"method": "induction", "on": symbol.name, "from": str(first)}
    return None


def at_value(form: Any, symbol: Any, value: Any) -> Any | None:
    """The term at a value of a symbol, its sums written out; None where they are not finite."""
    there = form.subs(symbol, value)
    there = there.replace(
        lambda e: isinstance(e, sympy.Sum | sympy.Product) and _written(e) is not None, _written
    )
    return None if there.has(sympy.zoo, sympy.nan, sympy.oo) else there


def _written(term: Any) -> Any | None:
    """A short sum or product term by term; an empty one is 0 or 1."""
    if len(term.limits) != 1 or len(term.limits[0]) != 3:
        return None
    index, first, last = term.limits[0]
    if not (first.is_Integer and last.is_Integer) or last - first > 40:
        return None
    parts = [term.function.xreplace({index: n}) for n in range_of(int(first), int(last))]
    return sympy.Add(*parts) if isinstance(term, sympy.Sum) else sympy.Mul(*parts)


def sums_begin(form: Any, symbol: Any, first: Any) -> bool:
    """Whether all sums that grow with a symbol have a term, or just none, at its first value."""
    for term in form.atoms(sympy.Sum):
        if symbol in term.free_symbols and len(term.limits) == 1 and len(term.limits[0]) == 3:
            _, low, high = term.limits[0]
            terms = high.subs(symbol, first) - low
            if not (terms.is_Integer and terms >= -1):
                return False
    return True


def range_of(first: int, last: int) -> list[Any]:
    """The integers from first to last as SymPy has them; none where last is smaller."""
    return [sympy.Integer(n) for n in range(first, last + 1)]


def difference(form: Any, symbol: Any) -> Any | None:
    """The term at n + 1 minus the term at n, where sums to n + c grow by their last term.

    None where n stands elsewhere in a sum than as its upper end.
    """
    sums: dict[Any, Any] = {}
    for term in form.atoms(sympy.Sum):
        if symbol not in term.free_symbols:
            continue
        if len(term.limits) != 1 or len(term.limits[0]) != 3:
            return None
        index, first, last = term.limits[0]
        if symbol in first.free_symbols or symbol in term.function.free_symbols:
            return None
        if not (last - symbol).is_Integer:
            return None
        sums[term] = term + term.function.xreplace({index: last + 1})
    if any(symbol in term.free_symbols for term in form.atoms(sympy.Product)):
        return None
    stands = {term: sympy.Dummy(f"sum{number}", real=True) for number, term in enumerate(sums)}
    plain = form.xreplace(stands)
    later = plain.subs(symbol, symbol + 1)
    later = later.xreplace({stands[t]: stands[t] + (grown - t) for t, grown in sums.items()})
    step = sympy.expand(later - plain)
    if any(stand in step.free_symbols for stand in stands.values()):
        step = step.xreplace({stand: term for term, stand in stands.items()})
    return step
