"""Whether a relation follows from what is known where a step stands, and from relations put in."""

from dataclasses import replace

from ...mathematics.scope import Scope
from ...mathematics.translation import Constraint, NotUnderstoodError, translate
from ...records.evidence import Job
from ..claims import LARGEST_EXPRESSION, SYMPY_GIVES_UP, prove_claim
from ..problems import CHECKED_RELATIONS, Problem, pose
from ..search import search
from ..signs import quick_sign

Relation = tuple[str, str, str]


def follows(
    job: Job, scope: Scope, left: str, relation: str, right: str, given: tuple[Relation, ...] = ()
) -> str | None:
    """The method of a proof that a relation holds in a scope, None where none was found.

    Args:
        job: of the step, whose fingerprint seeds the search for a point.
        scope: what is known.
        left, relation, right: what is to be shown, as LaTeX.
        given: relations that hold besides, as LaTeX; they must be satisfiable together.
    """
    if relation not in CHECKED_RELATIONS:
        return None
    try:
        first, second = translate(left, scope.domains), translate(right, scope.domains)
        more = [constraint for r in given if (constraint := _constraint(scope, r)) is not None]
        if first.applications or second.applications or len(more) < len(given):
            return None
        if first.value.count_ops() + second.value.count_ops() > LARGEST_EXPRESSION:
            return None
        domains = replace(scope.domains, constraints=(*scope.domains.constraints, *more))
        problem = pose(first, relation, second, domains)
    except (NotUnderstoodError, KeyError):
        return None
    if any(name in problem.domains for name in scope.contradictory):
        return None
    if _seen_at_once(problem):
        return "sign"
    if not _satisfiable(problem, job.fingerprint):
        return None
    try:
        proof = prove_claim(problem)
    except SYMPY_GIVES_UP:
        return None
    return str(proof["method"]) if proof is not None else None


def _seen_at_once(problem: Problem) -> bool:
    """Whether the ends of the domains alone tell an order: 2 >= 1, n >= 0 for a natural n."""
    if problem.conditions or problem.relation == "=":
        return False
    difference = problem.left - problem.right
    word = quick_sign(-difference if problem.relation[0] == "<" else difference, problem.domains)
    strict = len(problem.relation) == 1
    return word == "positive" or (not strict and word in ("nonnegative", "zero"))


def _satisfiable(problem: Problem, seed: str) -> bool:
    found = search(problem, seed)
    return found.witness is not None and found.violation is None and found.undefined is None


def _constraint(scope: Scope, relation: Relation) -> Constraint | None:
    left, sign, right = relation
    if sign not in CHECKED_RELATIONS:
        return None
    first, second = translate(left, scope.domains), translate(right, scope.domains)
    if first.applications or second.applications:
        return None
    return Constraint(first.value, sign, second.value)
