"""The parameters of a claim: their domains, the constraints between them, and instances of them.

Instances are drawn at random, and put at the corners and on the edges of the domain. Those that
an optimiser finds are the business of `adversary`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..records.errors import InputError
from .domains import Domain

if TYPE_CHECKING:
    import numpy as np

#: Instances of the boundary, where all would be more: a seeded choice of them.
MOST_BOUNDARY = 4096
_ROUNDS = 200
#: Instances of the boundary with several parameters inside.
_SEVERAL = 500


class Values(Mapping[str, Any]):
    """Values by the names of their parameters: `v.p` or `v["p"]`.

    In a function of many instances each is an array whose first axis counts the instances; in one
    of a single instance it is a number, a vector or a matrix.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_values":
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"no parameter '{name}', there are {list(self._values)}") from None

    def __reduce__(self) -> tuple[Any, ...]:
        return Values, (self._values,)


Function = Callable[[Values], Any]


def single(values: Values, index: int) -> Values:
    """One of many instances; its integers are those of Python, which do not overflow."""
    import numpy as np

    def one(value: Any) -> Any:
        return int(value) if isinstance(value, np.integer) else value

    return Values({name: one(column[index]) for name, column in values.items()})


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters with their domains and constraints.

    Args:
        domains: by the name of each parameter, such as `checks.real(0, 1, open="left")`.
        constraints: by name, such as the label of an assumption, a function of the values: truth,
            or slack, satisfied from 0 on. Instances outside are never looked at.

    Raises:
        InputError: no parameters.
    """

    domains: Mapping[str, Domain]
    constraints: Mapping[str, Function] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.domains:
            raise InputError("a claim about no parameter", remedy='{"p": checks.real(0, 1)}')

    @property
    def size(self) -> int:
        """Coordinates of the cube of all parameters together."""
        return sum(domain.size for domain in self.domains.values())

    def values(self, cube: Any) -> Values:
        """The values at points of the cube, an array (n, size)."""
        import numpy as np

        found, begin = {}, 0
        points = np.clip(np.asarray(cube, dtype=float), 0.0, 1.0)
        for name, domain in self.domains.items():
            found[name] = domain.values(points[:, begin : begin + domain.size])
            begin += domain.size
        return Values(found)

    @property
    def exact(self) -> dict[str, Callable[[Any], Any]]:
        """By name what puts exact numbers into a domain that floats only come close to."""
        return {name: d.exact for name, d in self.domains.items() if d.exact is not None}

    def slack(self, values: Values, count: int) -> Any:
        """The least slack of the constraints at each instance; a truth value counts as 0 or -1."""
        import numpy as np

        least = np.full(count, np.inf)
        for name, constraint in self.constraints.items():
            given = np.asarray(constraint(values))
            slack = np.where(given, 0.0, -1.0) if given.dtype == bool else given.astype(float)
            if slack.shape not in ((), (count,)):
                raise InputError(f"the constraint '{name}' gives {slack.shape} for {count} values")
            least = np.minimum(least, np.where(np.isnan(slack), -np.inf, slack))
        return least

    def inside(self, cube: Any) -> Any:
        """The points of the cube whose values satisfy the constraints."""
        return cube[self.slack(self.values(cube), len(cube)) >= 0] if len(cube) else cube

    def random(self, rng: np.random.Generator, count: int) -> Any:
        """Uniform points of the cube inside the constraints, at most `count`, an array.

        Raises:
            InputError: none was found among two hundred times as many.
        """
        import numpy as np

        found = np.empty((0, self.size))
        for _ in range(_ROUNDS):
            found = np.concatenate([found, self.inside(rng.uniform(size=(count, self.size)))])
            if len(found) >= count or not self.constraints:
                break
        if not len(found):
            raise InputError(
                f"no instance satisfies {', '.join(self.constraints)}: {_ROUNDS * count} tried",
                remedy="narrow the domains, or make a parameter out of the slack",
            )
        return found[:count]

    def boundary(self, rng: np.random.Generator, most: int = MOST_BOUNDARY) -> Any:
        """Corners and edges of the domain with values next to open ends, inside the constraints.

        An edge has one parameter inside its domain and all others at a corner of theirs; a few
        instances more have several inside. Of corners, of edges and of these at most a third of
        `most` each, chosen by `rng` where there are more.
        """
        import numpy as np

        parts = list(self.domains.values())
        third = max(1, most // 3)
        found = [_product([p.corners for p in parts], third, rng)]
        edges = [
            [p.inside if i == j else p.corners for j, p in enumerate(parts)]
            for i, one in enumerate(parts)
            if len(one.inside)
        ]
        found += [_product(edge, max(1, third // len(edges)), rng) for edge in edges]
        if len(edges) > 1:
            every = [np.concatenate([p.corners, p.inside]) for p in parts]
            found.append(_product(every, min(third, _SEVERAL), rng))
        return self.inside(np.unique(np.concatenate(found), axis=0))

    def rows(self, values: Values, count: int) -> list[Values]:
        """The instances one by one."""
        return [single(values, i) for i in range(count)]


def _product(parts: list[Any], most: int, rng: np.random.Generator) -> Any:
    """Every combination of the rows of the parts, or `most` of them chosen at random."""
    import numpy as np

    counts = [len(part) for part in parts]
    total = math.prod(counts)
    if total <= most:
        index = np.array(np.unravel_index(np.arange(total), counts))
    else:
        index = np.array([rng.integers(0, count, size=most) for count in counts])
    return np.concatenate([p[i] for p, i in zip(parts, index, strict=True)], axis=1)
