"""An optimiser that tries to violate a claim, from many starts, within a fixed budget.

It looks for a place; whether the claim is violated there is decided by computing both sides anew
(`confirming`). That it finds nothing proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .parameters import Parameters, Values

if TYPE_CHECKING:
    import numpy as np

#: Members of a population, its generations, starts of local searches, evaluations in each.
POPULATION, GENERATIONS, STARTS, LOCAL_EVALUATIONS = 48, 40, 6, 250
_OUTSIDE = -1e140

#: Both sides at many instances: observed and bound, arrays of one length.
Sides = Callable[[Values], tuple[Any, Any]]


def search(
    parameters: Parameters,
    sides: Sides,
    starts: Any,
    rng: np.random.Generator,
    effort: float = 1.0,
) -> Any:
    """Points of the cube where `observed - bound` is as large as was found.

    Two objectives, since either may be flat where the other is not: the difference, and the
    difference relative to the sizes. On each, differential evolution (R. Storn, K. Price, J.
    Global Optim. 11 (1997) 341-359) that begins with the worst starts, then local searches
    (Nelder-Mead and Powell), all by `scipy.optimize`.

    Args:
        sides: evaluates both sides.
        starts: points of the cube, the worst known first, at least one.
        effort: factor of the evaluations, about 7,000 at 1; 0 searches nothing.

    Returns:
        The points that the searches ended in, an array (n, size), inside the constraints.
    """
    import numpy as np

    if effort <= 0:
        return np.empty((0, parameters.size))
    found = [
        _ascend(_objective(parameters, sides, relative), starts, parameters.size, rng, effort)
        for relative in (True, False)
    ]
    return parameters.inside(np.unique(np.concatenate(found), axis=0))


def _objective(
    parameters: Parameters, sides: Sides, relative: bool
) -> Callable[[Any], np.ndarray[Any, Any]]:
    """What is maximised, at many points at once; outside the constraints the nearer the better."""
    import numpy as np

    def objective(cube: Any) -> Any:
        values = parameters.values(cube)
        slack = parameters.slack(values, len(cube))
        with np.errstate(all="ignore"):
            observed, bound = sides(values)
            gap = observed - bound
            if relative:
                size = np.abs(observed) + np.abs(bound)
                gap = np.where(size > 0, gap / np.where(size > 0, size, 1.0), 0.0)
            inside = np.clip(gap, -1e120, 1e120)
            outside = _OUTSIDE / 2 * (1 - 1 / (1 - np.clip(slack, -1e120, 0))) - 1e130
        found = np.where(slack >= 0, inside, outside)
        return np.where(np.isfinite(gap) | (slack < 0), found, _OUTSIDE)

    return objective


def _ascend(
    objective: Callable[[Any], Any],
    starts: Any,
    size: int,
    rng: np.random.Generator,
    effort: float,
) -> Any:
    import numpy as np
    from scipy.optimize import differential_evolution, minimize

    half = starts[: POPULATION // 2]
    population = np.concatenate([half, rng.uniform(size=(POPULATION - len(half), size))])
    evolved = differential_evolution(
        lambda columns: -objective(columns.T),
        [(0.0, 1.0)] * size,
        init=population,
        maxiter=max(1, round(GENERATIONS * effort)),
        tol=0.0,
        atol=-1.0,  # below every spread: it ends by the number of generations alone
        polish=False,
        vectorized=True,
        updating="deferred",
        seed=rng,
    )
    tried = np.concatenate([evolved.x[None], evolved.population, starts[:STARTS]])
    best = tried[np.argsort(-objective(tried), kind="stable")]
    ends = [evolved.x]
    for number, start in enumerate(_apart(best, STARTS)):
        ended = minimize(
            lambda point: -float(objective(point[None])[0]),
            start,
            method="Nelder-Mead" if number % 2 == 0 else "Powell",
            bounds=[(0.0, 1.0)] * size,
            options={"maxfev": max(10, round(LOCAL_EVALUATIONS * effort))},
        )
        ends.append(np.clip(ended.x, 0.0, 1.0))
    return np.concatenate([np.array(ends), best[:STARTS]])


def _apart(points: Any, count: int) -> list[Any]:
    """The first points that are not all at one place."""
    import numpy as np

    chosen: list[Any] = []
    for point in points:
        if all(np.abs(point - other).max() > 1e-3 for other in chosen):
            chosen.append(point)
        if len(chosen) == count:
            break
    return chosen
