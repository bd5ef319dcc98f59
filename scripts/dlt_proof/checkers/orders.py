"""Proofs that a term is nonnegative or positive on its domain: which method, in which order.

Every method is sound on its own; here they are tried from the cheapest on, on the term and on the
simpler terms it leads to. A proof is a nested record of what was done. Limits are counts of goals,
operations, boxes and the solver's units.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sympy

from ..mathematics.translation import Constraint
from . import algebra, boxes, calculus, cases, induction, logarithms, relaxing, rewriting
from .problems import Goal, with_domains
from .signs import plausible, quick_sign

Proof = dict[str, Any]

DEEPEST = 6
LARGEST_FORM = 120  # operations
LARGEST_FOR_A_FACT = 40
LARGEST_TO_DERIVE = 70
MOST_OPERATIONS = 900  # of all goals together, large ones counting more
MOST_BOXES = 300
_SOLVER_RESOURCES = 300_000


@dataclass
class Effort:
    """What is left to spend on one claim, and what was tried already.

    Args:
        operations: of the goals that are worked on, added up.
        boxes: certified boxes, a box of a large term counting more.
        solver: questions to the solver.
        deepest: how many goals may stand on one another.
        tried: goals, with the proof that was found or None.
    """

    operations: int = MOST_OPERATIONS
    boxes: int = MOST_BOXES
    solver: int = 8
    deepest: int = DEEPEST
    tried: dict[Any, Proof | None] = field(default_factory=dict)

    def spend(self, operations: int) -> bool:
        """Whether a term of so many operations may still be worked on; counts it."""
        left = self.operations
        self.operations -= operations
        return left > 0

    def ask(self) -> bool:
        """Whether the solver may be asked once more; counts it."""
        self.solver -= 1
        return self.solver >= 0


def prove_soon(goal: Goal) -> Proof | None:
    """A proof of the goal; short ones are looked for first, since most are."""
    for effort in (Effort(operations=250, boxes=80, solver=3, deepest=2), Effort()):
        proof = prove(goal, effort)
        if proof is not None:
            return proof
    return None


def prove(goal: Goal, effort: Effort, depth: int = 0) -> Proof | None:
    """A proof of the goal, None where none was found.

    The form must be defined on the whole domain.
    """
    if goal.form.has(sympy.zoo, sympy.nan, sympy.oo, -sympy.oo, sympy.I):
        return None
    domains = {s.name: goal.domains[s.name] for s in _symbols(goal) if s.name in goal.domains}
    if any(s.name not in domains for s in goal.form.free_symbols):
        return None
    goal = with_domains(Goal(goal.form, goal.strict, goal.domains, goal.facts), goal.domains)
    key = (goal.form, goal.strict, tuple(domains.values()), goal.facts)
    if key in effort.tried:
        return effort.tried[key]
    effort.tried[key] = None  # a goal that leads back to itself proves nothing
    proof = _prove(goal, effort, depth)
    effort.tried[key] = proof
    return proof


def _symbols(goal: Goal) -> list[Any]:
    symbols = set(goal.form.free_symbols)
    for fact in goal.facts:
        symbols |= fact.left.free_symbols | fact.right.free_symbols
    return sorted(symbols, key=lambda s: str(s.name))


def _holds(word: str, strict: bool) -> bool:
    return word == "positive" or (not strict and word in ("nonnegative", "zero"))


def _prove(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    operations = int(goal.form.count_ops())
    if operations > LARGEST_FORM or not plausible(goal):
        return None
    word = quick_sign(goal.form, goal.domains)
    if _holds(word, goal.strict):
        return {"method": "sign", "of": str(goal.form)}
    if word == "negative" or not goal.form.free_symbols:
        return None
    if depth > effort.deepest or not effort.spend(4 + operations + operations**2 // 40):
        return None
    methods: tuple[_Method, ...] = _METHODS
    if goal.form.atoms(sympy.Sum, sympy.Product, sympy.factorial, sympy.binomial):
        methods = (_inductive, *_METHODS)
    for method in methods:
        proof = method(goal, effort, depth)
        if proof is not None:
            return proof
    return None


def _all(goals: list[Goal], effort: Effort, depth: int) -> list[Proof] | None:
    proofs = []
    for goal in goals:
        proof = prove(goal, effort, depth)
        if proof is None:
            return None
        proofs.append(proof)
    return proofs


def _through(ways: Iterator[tuple[str, list[Goal]]], effort: Effort, depth: int) -> Proof | None:
    """The first way all of whose goals are proved."""
    for method, goals in ways:
        if not all(plausible(goal) for goal in goals):
            continue
        proofs = _all(goals, effort, depth + 1)
        if proofs is not None:
            return {"method": method, "of": [str(goal.form) for goal in goals], "by": proofs}
    return None


def _fact(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """An instance of an elementary fact: with the bound put in, the sign is seen at once."""
    if goal.form.count_ops() > LARGEST_FOR_A_FACT:
        return None
    whole = goal.of(sympy.powsimp(goal.form)) if goal.form.atoms(sympy.exp) else goal
    same = whole.form == goal.form
    for method, goals in (
        *relaxing.relaxations(goal),
        *(() if same else relaxing.relaxations(whole)),
    ):
        left = [rewriting.expanded(each.form) for each in goals]
        if all(_holds(quick_sign(form, goal.domains), goal.strict) for form in left):
            return {"method": method, "of": str(goal.form)}
    return None


def _simpler(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """Denominators and factors of known sign are dropped; what is left is the new goal."""
    simpler = rewriting.without_factors(goal)
    if simpler is None:
        return None
    if simpler == "holds":
        return {"method": "factors", "of": str(goal.form)}
    proof = prove(simpler, effort, depth + 1)
    return proof and {"method": "factors", "to": str(simpler.form), "by": proof}


def _algebraic(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """The solver on polynomials, roots, absolute values, maxima."""
    if not algebra.is_algebraic(goal) or not effort.ask():
        return None
    return algebra.refute_negation(goal, _SOLVER_RESOURCES)


def _shifted(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    shifted = cases.shifted(goal)
    if shifted is None:
        return None
    put, moved = shifted
    proof = prove(moved, effort, depth + 1)
    return proof and {"method": "substitution", "put": put, "by": proof}


def _cases(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    split = cases.cases(goal) or cases.opposite_signs(goal)
    if split is None:
        return None
    node, goals = split
    proofs = _all(goals, effort, depth + 1)
    return None if proofs is None else {"method": "cases", "on": node, "by": proofs}


def _relaxed(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """An atom replaced by its bound from the list of elementary facts."""
    return _through(relaxing.relaxations(goal), effort, depth)


def _compared(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """Logarithms or powers of both sides."""
    return _through(logarithms.comparisons(goal), effort, depth)


def _rising(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """Where the derivative has a sign, the least value is at an end."""
    operations = int(goal.form.count_ops())
    if depth >= effort.deepest or operations > LARGEST_TO_DERIVE:
        return None
    if not effort.spend(operations * len(goal.form.free_symbols)):
        return None
    return _through(calculus.monotone_ways(goal), effort, depth)


def _inductive(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """Integers one by one: the first value and the growth of the term, or of a quotient."""
    if depth > 1:
        return None
    return _through(induction.ways(goal), effort, depth)


def _axioms(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    """The solver on a term with exp, log and the like, of which it is told true facts."""
    if depth > 1 or algebra.is_algebraic(goal) or not effort.ask():
        return None
    return algebra.refute_negation(goal, _SOLVER_RESOURCES)


def _covered(goal: Goal, effort: Effort, depth: int) -> Proof | None:
    weight = 1 + int(goal.form.count_ops()) // 15
    allowed = min(effort.boxes, MOST_BOXES) // weight
    if depth > 0:
        allowed //= 4  # something else may still prove the claim
    if allowed < 4:
        return None
    proof, used = boxes.cover(goal, allowed)
    effort.boxes -= used * weight
    return proof


_Method = Callable[[Goal, Effort, int], Proof | None]
_METHODS: tuple[_Method, ...] = (
    _fact,
    _simpler,
    _algebraic,
    _cases,
    _shifted,
    _relaxed,
    _compared,
    _rising,
    _inductive,
    _axioms,
    _covered,
)


def fact_of(form: Any, condition: str) -> Constraint:
    """A condition that was shown, as a relation."""
    relation = {"positive": ">", "nonnegative": ">=", "nonzero": "!="}[condition]
    return Constraint(form, relation, sympy.Integer(0))
