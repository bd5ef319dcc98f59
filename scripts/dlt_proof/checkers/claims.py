"""From a problem to its proof: both sides are shown to be defined, then the relation is proved.

Equality by `identities`, order by `orders`; here they are put together with the constraints, which
become narrower domains where they bound one symbol, substitutions where they are equations, and
facts otherwise.
"""

from dataclasses import replace
from typing import Any

import sympy

from .cases import assuming
from .identities import prove_zero
from .orders import Effort, fact_of, prove, prove_soon
from .points import dependences
from .problems import Condition, Goal, Problem, with_domains
from .signs import quick_sign

Proof = dict[str, Any]
LARGEST_EXPRESSION = 200  # operations; SymPy's running time is unbounded beyond
#: What SymPy raises on terms it was not made for: then there is no proof.
SYMPY_GIVES_UP = (
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    sympy.SympifyError,
    sympy.PolynomialError,
)


def prove_claim(problem: Problem) -> Proof | None:
    """A proof of the relation on the whole domain, None where none was found.

    That the domain is not empty is for the caller to show.
    """
    if problem.relation in (">=", ">"):
        turned = "<=" if problem.relation == ">=" else "<"
        problem = replace(problem, left=problem.right, relation=turned, right=problem.left)
    effort = Effort()
    # The claim first: it is cheaper to know that there is something to be defined for.
    context = _context(problem)
    if context is None:
        return None
    defined, context = _defined(problem.conditions, context, effort)
    if defined is None:
        return None
    proof = _proved(problem, context)
    if proof is None:
        return None
    return {**proof, "defined": defined} if defined else proof


def _context(problem: Problem) -> Goal | None:
    """The goal "0 >= 0" with the domains and facts of the problem; None where nothing is left."""
    goal = Goal(sympy.Integer(0), False, problem.domains, ())
    goal = with_domains(goal, problem.domains)
    for constraint in problem.constraints:
        if constraint.relation in ("=", "!="):
            goal = replace(goal, facts=(*goal.facts, constraint))
            continue
        difference = constraint.left - constraint.right
        if constraint.relation in ("<=", "<"):
            difference = -difference
        narrowed = assuming(goal, difference, strict=constraint.relation in ("<", ">"))
        if narrowed is None:
            return None
        goal = narrowed
    return goal


def _defined(
    conditions: tuple[Condition, ...], context: Goal, effort: Effort
) -> tuple[list[Proof] | None, Goal]:
    """Proofs that all conditions hold, and the context with them as facts."""
    proofs: list[Proof] = []
    for form, kind in conditions:
        goal = aimed(context, form, strict=kind != "nonnegative")
        if kind not in ("nonzero", "positive", "nonnegative"):
            return None, context
        proof = prove(goal, effort)
        if proof is None and kind == "nonzero":
            proof = prove(goal.of(-goal.form), effort) or _nonzero(goal, effort)
        if proof is None:
            return None, context
        if proof["method"] != "sign":
            proofs.append(proof)
        if not goal.form.is_number:
            context = replace(context, facts=(*context.facts, fact_of(goal.form, kind)))
    return proofs, _without_plain(context)


def _nonzero(goal: Goal, effort: Effort) -> Proof | None:
    """A term that takes both signs but not 0: the square of it is positive."""
    return prove(goal.of(goal.form**2, strict=True), effort)


def _without_plain(context: Goal) -> Goal:
    """The context without facts that the signs of the symbols tell already."""
    telling = []
    for fact in context.facts:
        sign = {">": "is_positive", ">=": "is_nonnegative", "!=": "is_nonzero"}.get(fact.relation)
        if sign is None or fact.right != 0 or not getattr(fact.left, sign):
            telling.append(fact)
    return replace(context, facts=tuple(dict.fromkeys(telling)))


def aimed(context: Goal, form: Any, *, strict: bool) -> Goal:
    """The question of a term in a context."""
    return with_domains(replace(context, form=form, strict=strict), context.domains)


def _proved(problem: Problem, context: Goal) -> Proof | None:
    goal = aimed(context, problem.right - problem.left, strict=problem.relation == "<")
    solved = _solved(goal)
    if problem.relation == "=":
        for candidate in (goal, solved):
            if candidate is not None:
                proof = prove_zero(candidate)
                if proof is not None:
                    return proof
        return None
    for candidate in (goal, solved):
        if candidate is None:
            continue
        if not candidate.strict:
            proof = prove_zero(candidate) if candidate.form.count_ops() <= 80 else None
            if proof is not None:
                return proof
        proof = prove_soon(candidate)
        if proof is not None:
            return proof
    return None


def _solved(goal: Goal) -> Goal | None:
    """The goal with what its equations fix put in; None where there are no equations."""
    equations = tuple(fact for fact in goal.facts if fact.relation == "=")
    if not equations:
        return None
    form = goal.form
    for dependence in reversed(dependences(equations)):
        # Where the factor vanishes the equation says nothing of the symbol: x y = x^2 at x = 0.
        if quick_sign(dependence.slope, goal.domains) in ("positive", "negative"):
            named = {s: dependence.value for s in form.free_symbols if s.name == dependence.name}
            form = form.xreplace(named)
    return with_domains(replace(goal, form=form), goal.domains) if form != goal.form else None
