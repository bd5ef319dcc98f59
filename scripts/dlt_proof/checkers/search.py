"""The search for a counterexample: floating point finds where to look, exact arithmetic confirms.

A violation counts only at an exact rational point of the domain at which every constraint and all
conditions certainly hold and the relation certainly fails. What a counterexample means for the
paper, `free` decides.
"""

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from ..mathematics.translation import SymbolDomain
from . import floats
from .enclosures import OutsideError
from .exact import exact_sign, shown_value
from .points import Point, completed, dependences, points_of
from .problems import Problem, contains

_EXACT_CHECKS = 40  # points at which floating point leaves a doubt
_ROUNDS = 14  # of the optimisation towards a violation
_CHILDREN = 60  # points tried in each round
_PARENTS = 6
_POINTS_WITHOUT_FLOATS = 60


@dataclass(frozen=True)
class Search:
    """What the search found.

    Args:
        points: how many points of the domain were looked at; 0 where none is known.
        witness: a point at which all constraints and conditions certainly hold, None without.
        undefined: a point of the domain at which a side is not defined.
        violation: a point at which the relation certainly fails.
        left, right: the values of both sides there.
        ties: whether the sides of a strict relation seem to meet somewhere.
    """

    points: int
    witness: Point | None = None
    undefined: Point | None = None
    violation: Point | None = None
    left: str = ""
    right: str = ""
    ties: bool = False


def search(problem: Problem, seed: str) -> Search:
    """Look for a point at which a side is not defined, or else at which the relation fails."""
    points = points_of(problem.domains, problem.constraints, seed)
    if not points:
        return Search(0)
    try:
        arrays = _arrays(points)
        gap, doubtful = _screen(problem, arrays)
    except (floats.UnknownHereError, OverflowError):
        return _search_exactly(problem, points[:_POINTS_WITHOUT_FLOATS])

    witness = None
    looked_at = list(dict.fromkeys([*range(min(8, len(points))), *np.flatnonzero(doubtful)]))
    for index in looked_at[:_EXACT_CHECKS]:
        defined = is_defined(problem, points[index])
        if defined is False:
            return Search(len(points), undefined=points[index])
        if defined and witness is None:
            witness = points[index]

    order = [int(i) for i in np.argsort(-gap, kind="stable")]
    worst = [points[i] for i in order[:_PARENTS]]
    half = _EXACT_CHECKS // 2
    violating = sorted(i for i in order if gap[i] > 1e-9)[:half]
    level = [i for i in order if -1e-9 < gap[i] <= 1e-9]
    # The first points are the simplest, the first in order the worst.
    close = list(dict.fromkeys([*violating, *sorted(level)[:half], *level[:half]]))
    unseen = [i for i in np.flatnonzero(~np.isfinite(gap)) if i not in close][: _EXACT_CHECKS // 2]
    candidates = [points[i] for i in close]
    ties = bool(close) and problem.relation in ("<", ">")
    found = _first_violation(problem, candidates)
    if found is None:
        found = _first_violation(problem, [points[int(i)] for i in unseen])
    if found is None and problem.domains:
        better = _optimised(problem, worst, random.Random(len(points)))
        found = _first_violation(problem, better)
    if found is None:
        return Search(len(points), witness, ties=ties)
    left, right = (shown_value(side, found) for side in (problem.left, problem.right))
    return Search(len(points), found, None, found, left, right)


def _search_exactly(problem: Problem, points: list[Point]) -> Search:
    """Without floating point: fewer points, all of them enclosed."""
    witness, looked_at = None, 0
    for point in points:
        defined = is_defined(problem, point)
        if defined is False:
            return Search(len(points), undefined=point)
        if not defined:
            continue
        looked_at += 1
        witness = witness or point
        if _fails(problem, point):
            left, right = (shown_value(side, point) for side in (problem.left, problem.right))
            return Search(looked_at, point, None, point, left, right)
    return Search(looked_at, witness)


def is_defined(problem: Problem, point: Point) -> bool | None:
    """Whether both sides are certainly defined (or not) at a point; None where it is not known."""
    for form, condition in problem.conditions:
        try:
            sign = exact_sign(form, point)
        except OutsideError:
            return None
        if sign is None:
            return None
        if not {"nonzero": sign != 0, "positive": sign > 0, "nonnegative": sign >= 0}.get(
            condition, False
        ):
            return False
    try:
        exact_sign(problem.left - problem.right, point)
    except OutsideError:
        return None
    return True


def _fails(problem: Problem, point: Point) -> bool:
    """Whether the relation certainly fails at a point where both sides are defined."""
    try:
        sign = exact_sign(problem.left - problem.right, point)
    except OutsideError:
        return False
    if sign is None:
        return False
    return {
        "=": sign != 0,
        "<=": sign > 0,
        "<": sign >= 0,
        ">=": sign < 0,
        ">": sign <= 0,
    }[problem.relation]


def _first_violation(problem: Problem, candidates: list[Point]) -> Point | None:
    for point in candidates:
        if _fails(problem, point) and is_defined(problem, point):
            return point
    return None


def _arrays(points: list[Point]) -> dict[str, Any]:
    return {name: np.array([float(point[name]) for point in points]) for name in points[0]}


def _screen(problem: Problem, arrays: dict[str, Any]) -> tuple[Any, Any]:
    """How far the relation is violated at each point, and where definedness is in doubt."""
    length = len(next(iter(arrays.values()))) if arrays else 1
    left = np.broadcast_to(np.asarray(floats.values(problem.left, arrays), float), (length,))
    right = np.broadcast_to(np.asarray(floats.values(problem.right, arrays), float), (length,))
    doubtful = np.zeros(length, dtype=bool)
    with np.errstate(all="ignore"):
        size = np.abs(left) + np.abs(right) + 1e-300
        if problem.relation == "=":
            gap = np.abs(left - right) / size - 1e-13
        elif problem.relation in ("<=", "<"):
            gap = (left - right) / size
        else:
            gap = (right - left) / size
        for form, condition in problem.conditions:
            value = np.asarray(floats.values(form, arrays), float)
            bad = np.abs(value) < 1e-9 if condition == "nonzero" else value < 1e-9
            doubtful = doubtful | np.broadcast_to(bad | ~np.isfinite(value), (length,))
    return np.where(np.isfinite(left) & np.isfinite(right), gap, np.nan), doubtful


def _optimised(problem: Problem, parents: list[Point], chance: random.Random) -> list[Point]:
    """Points nearer to a violation: random steps around the worst ones, growing smaller."""
    fixed = dependences(problem.constraints)
    dependent = {dependence.name for dependence in fixed}
    free = {name: d for name, d in problem.domains.items() if name not in dependent}
    if not free:
        return []
    step = 1.0
    for _ in range(_ROUNDS):
        children = []
        for number in range(_CHILDREN):
            parent = parents[number % len(parents)]
            moved = {
                name: _moved(domain, parent[name], step, chance) for name, domain in free.items()
            }
            if problem.constraints:
                whole = completed(moved, problem.domains, fixed, problem.constraints)
                if whole is not None:
                    children.append(whole)
            elif all(contains(domain, moved[name]) for name, domain in free.items()):
                children.append(moved)
        everyone = parents + children
        try:
            gap, _ = _screen(problem, _arrays(everyone))
        except (floats.UnknownHereError, OverflowError):
            return []
        order = [int(i) for i in np.argsort(-gap, kind="stable") if np.isfinite(gap[i])]
        if not order:
            return []
        hits = [everyone[i] for i in order if gap[i] > 1e-12]
        if hits:
            # The simplest of the violating points reads best.
            return sorted(hits[:12], key=_length) + hits[:12]
        parents = [everyone[i] for i in order[:_PARENTS]]
        step *= 0.6
    close = [everyone[i] for i in order[:_PARENTS] if gap[i] > -1e-9]
    return _rounded(close, problem)


def _moved(domain: SymbolDomain, value: Fraction, step: float, chance: random.Random) -> Fraction:
    """A coordinate moved at random within its domain's reach; simple fractions where possible."""
    if domain.integer:
        reach = max(1, round(step * 5 * (1 + abs(float(value)) ** 0.5)))
        return value + chance.randint(-reach, reach)
    if domain.low is not None and domain.high is not None:
        size = float(domain.high - domain.low) * 0.5
    elif domain.low is not None:
        size = float(value - domain.low) + 0.001
    elif domain.high is not None:
        size = float(domain.high - value) + 0.001
    else:
        size = abs(float(value)) + 0.01
    target = float(value) + size * step * chance.uniform(-1, 1)
    for denominator in (20, 1000, 10**6, 10**12):
        rounded = Fraction(target).limit_denominator(denominator)
        if abs(float(rounded) - target) <= 0.02 * size * step:
            break
    return rounded


def _rounded(points: list[Point], problem: Problem) -> list[Point]:
    """The points, and the same with simpler coordinates."""
    simpler = []
    for denominator in (1, 2, 6, 60):
        for point in points:
            rounded = {n: value.limit_denominator(denominator) for n, value in point.items()}
            if completed(rounded, problem.domains, (), problem.constraints) is not None:
                simpler.append(rounded)
    return simpler + points


def _length(point: Point) -> int:
    return sum(len(str(value)) for value in point.values())
