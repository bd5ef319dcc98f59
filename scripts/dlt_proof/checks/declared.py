"""A claim and its negative controls in one call: the same comparison must refute the controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ..records.errors import InputError
from .digits import precise_identity
from .parameters import Function, Parameters
from .rates import rate
from .results import Claim, Result
from .searched import search_bound, search_identity, search_probability
from .simulated import simulate_mean, simulate_probability, simulate_rare
from .trials import Draw

if TYPE_CHECKING:
    from .running import Run

Side = TypeVar("Side")


def check_bound(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    observed: Function,
    bound: Function,
    *,
    controls: Mapping[str, Function],
    **options: Any,
) -> None:
    """`observed <= bound` by `search_bound`, and for each control its bound refuted.

    Args:
        controls: by name bounds that are too small, at least one.
        options: of `search_bound`.

    Raises:
        InputError: no control, or as for `search_bound`.
    """
    _record(
        run,
        claim,
        bound,
        controls,
        lambda c, b: search_bound(run, c, parameters, observed, b, **options),
    )


def check_identity(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    left: Function,
    right: Function,
    *,
    controls: Mapping[str, Function],
    digits: int | None = None,
    **options: Any,
) -> None:
    """`left = right` by `search_identity`, or to `digits` digits by `precise_identity`.

    Args:
        controls: by name right sides that are wrong, at least one.
        options: of the function that compares.

    Raises:
        InputError: no control, or as for the function that compares.
    """

    def compare(claim: Claim, other: Function) -> Result:
        if digits is None:
            return search_identity(run, claim, parameters, left, other, **options)
        return precise_identity(run, claim, parameters, left, other, digits=digits, **options)

    _record(run, claim, right, controls, compare)


def check_probability(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    bound: Function,
    *,
    controls: Mapping[str, Function],
    exact: Function | None = None,
    event: Draw | None = None,
    weighted: Draw | None = None,
    **options: Any,
) -> None:
    """A probability is at most `bound`, computed exactly, simulated, or by importance sampling.

    Args:
        controls: by name bounds that are too small, at least one.
        exact: of many instances, for `search_probability`;
        event: or of one instance, for `simulate_probability`;
        weighted: or likewise, for `simulate_rare`.
        options: of that function.

    Raises:
        InputError: no control, not exactly one of the three, or as for that function.
    """
    given = [function for function in (exact, event, weighted) if function is not None]
    if len(given) != 1:
        raise InputError(f"'{claim.name}': give exact=, event= or weighted=")

    def compare(claim: Claim, limit: Function) -> Result:
        if exact is not None:
            return search_probability(run, claim, parameters, exact, limit, **options)
        if event is not None:
            return simulate_probability(run, claim, parameters, event, limit, **options)
        assert weighted is not None
        return simulate_rare(run, claim, parameters, weighted, limit, **options)

    _record(run, claim, bound, controls, compare)


def check_mean(
    run: Run,
    claim: Claim,
    parameters: Parameters,
    draw: Draw,
    bound: Function,
    *,
    controls: Mapping[str, Function],
    **options: Any,
) -> None:
    """A mean is at most `bound`, by `simulate_mean`; a computed mean is a case of `check_bound`.

    Args:
        controls: by name bounds that are too small, at least one.
        options: of `simulate_mean`: `low` and `high` are needed.

    Raises:
        InputError: no control, or as for `simulate_mean`.
    """
    _record(
        run,
        claim,
        bound,
        controls,
        lambda c, b: simulate_mean(run, c, parameters, draw, b, **options),
    )


def check_rate(
    run: Run,
    claim: Claim,
    sizes: Any,
    values: Any,
    exponent: float,
    *,
    controls: Mapping[str, float],
    **options: Any,
) -> None:
    """Values have an exponent in the size, by `rate`.

    Args:
        controls: by name exponents that are wrong, at least one.
        options: of `rate`.

    Raises:
        InputError: no control, or as for `rate`.
    """
    _record(run, claim, exponent, controls, lambda c, e: rate(c, sizes, values, e, **options))


def _record(
    run: Run,
    claim: Claim,
    side: Side,
    controls: Mapping[str, Side],
    compare: Callable[[Claim, Side], Result],
) -> None:
    if not controls:
        raise InputError(
            f"'{claim.name}' has no negative control: nothing shows that it can fail",
            remedy='controls={"half": …} with a claim slightly too strong',
        )
    run.claim(compare(claim, side))
    for name, other in controls.items():
        wrong = Claim(f"{claim.name}: {name}", f"{claim.statement}, with {name}")
        run.control(compare(wrong, other))
