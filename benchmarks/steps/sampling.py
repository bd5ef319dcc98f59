"""Points of a setting: corners, small whole numbers, extreme scales, and points from coordinates.

Part of the oracle. A point is a dictionary of floats (tuples for vectors, families and the values
of random variables), each exactly the number it stands for, so that precise arithmetic starts
from the very same point.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from typing import Any

from .declarations import Declaration, Setting
from .evaluation import SPACE, Environment, Numbers, evaluate, holds
from .terms import Comparison, Term

Point = dict[str, Any]

_SMALL = (0.0, 1.0, -1.0, 2.0, 0.5, 3.0, -2.0, 0.25, 4.0, -0.5, 10.0)
_LARGEST_INTEGER = 10**6
#: Where sums or factorials run up to an integer, it stays this small.
_LARGEST_LENGTH = 40
_CORNER_POINTS = 250


def environment_of(point: Point, setting: Setting, numbers: Numbers) -> Environment:
    """The values of all symbols in the given arithmetic, defined ones included.

    Raises:
        UndefinedError, UnableError: a definition has no value here.
    """
    environment: dict[str, Any] = {}
    for name, value in point.items():
        if name == SPACE:
            weights, variables = value
            converted = {n: tuple(map(numbers.make, v)) for n, v in variables.items()}
            environment[SPACE] = (tuple(map(numbers.make, weights)), converted)
        elif isinstance(value, tuple):
            environment[name] = tuple(map(numbers.make, value))
        else:
            environment[name] = numbers.make(value)
    for name, term in setting.definitions:
        environment[name] = evaluate(term, environment, numbers)
    return environment


def memberships(setting: Setting) -> list[Comparison]:
    """What must hold of a point, bounds and constraints alike; scalars only."""
    found: list[Comparison] = list(setting.constraints)
    for declaration in setting.declarations:
        if declaration.kind in ("vector", "random", "family"):
            continue
        interval = declaration.interval
        for name in declaration.names:
            symbol = Term("symbol", (), name)
            if interval.low is not None:
                found.append(Comparison(symbol, ">" if interval.low_open else ">=", interval.low))
            if interval.high is not None:
                found.append(Comparison(symbol, "<" if interval.high_open else "<=", interval.high))
    return found


def is_inside(point: Point, setting: Setting, numbers: Numbers) -> bool:
    """Whether a point satisfies all bounds and constraints, and integers are whole.

    Raises:
        UndefinedError, UnableError: a bound cannot be evaluated.
    """
    environment = environment_of(point, setting, numbers)
    for declaration in setting.declarations:
        if declaration.kind in ("integer", "naturals") and not all(
            point[name] == math.floor(point[name]) for name in declaration.names
        ):
            return False
    return all(holds(comparison, environment, numbers) for comparison in memberships(setting))


class Sampler:
    """Draws points of a setting; everything follows from the seed.

    Args:
        setting: where the symbols live.
        counting: integers that bound sums or stand in factorials.
        numbers: arithmetic for bounds that are terms.
        seed: of all draws.
    """

    def __init__(self, setting: Setting, counting: set[str], numbers: Numbers, seed: str) -> None:
        self.setting = setting
        self.counting = counting
        self.numbers = numbers
        self.chance = random.Random(seed)
        self.lengths = {
            name
            for declaration in setting.declarations
            if declaration.length is not None
            for name in _symbols(declaration.length)
        }

    def coordinates(self) -> int:
        """How many real coordinates a point has, as `at` takes them."""
        return sum(
            len(declaration.names)
            for declaration in self.setting.declarations
            if declaration.kind == "real"
        )

    def points(self, count: int) -> Iterator[Point]:
        """Corners and small numbers first, then `count` random points, not all inside."""
        yield from itertools.islice(self._corners(), _CORNER_POINTS)
        for _ in range(count):
            yield self._draw()

    def at(self, coordinates: Any, beside: Point) -> Point:
        """The point with these real coordinates, each any real number; the rest as in `beside`."""
        point: Point = {}
        position = 0
        for declaration in self.setting.declarations:
            for name in declaration.names:
                if declaration.kind == "real":
                    low, high = self._bounds(declaration, point)
                    point[name] = _from_line(float(coordinates[position]), low, high)
                    position += 1
                elif name in beside:
                    point[name] = beside[name]
        if SPACE in beside:
            point[SPACE] = beside[SPACE]
        return point

    def start(self, point: Point) -> list[float]:
        """The coordinates of a point, roughly."""
        found = []
        for declaration in self.setting.declarations:
            if declaration.kind == "real":
                for name in declaration.names:
                    low, high = self._bounds(declaration, point)
                    found.append(_to_line(point[name], low, high))
        return found

    # -- drawing ------------------------------------------------------------------------------

    def _bounds(self, declaration: Declaration, point: Point) -> tuple[float | None, float | None]:
        interval = declaration.interval
        environment = {name: value for name, value in point.items() if name != SPACE}
        ends = (interval.low, interval.high)
        low, high = (None if e is None else evaluate(e, environment, self.numbers) for e in ends)
        return low, high

    def _corners(self) -> Iterator[Point]:
        """All combinations of end points and small numbers, in an order that mixes them."""
        free = [(d, name) for d in self.setting.declarations for name in d.names]
        if any(d.kind in ("vector", "random", "family") for d, _ in free) or not free:
            return
        choices = [range(len(_SMALL))] * len(free)
        combinations: list[tuple[int, ...]] = list(
            itertools.product(*choices)
            if len(free) <= 2
            else (tuple(self.chance.randrange(len(_SMALL)) for _ in free) for _ in range(400))
        )
        self.chance.shuffle(combinations)
        combinations += [tuple([number] * len(free)) for number in range(len(_SMALL))]
        combinations.reverse()
        for chosen in combinations:
            point: Point = {}
            for (declaration, name), number_of in zip(free, chosen, strict=True):
                low, high = self._bounds(declaration, point)
                point[name] = self._near(declaration, name, _SMALL[number_of], low, high)
            yield point

    def _near(
        self,
        declaration: Declaration,
        name: str,
        value: float,
        low: float | None,
        high: float | None,
    ) -> float:
        """A small number if it lies inside, else an end point or next to it."""
        interval = declaration.interval
        whole = declaration.kind != "real"
        if whole:
            value = float(math.floor(value))
        step = 1.0 if whole else 2.0**-20
        if low is not None and (value < low or (value == low and interval.low_open)):
            value = low + (step if interval.low_open else 0.0)
        if high is not None and (value > high or (value == high and interval.high_open)):
            value = high - (step if interval.high_open else 0.0)
        return value

    def _draw(self) -> Point:
        point: Point = {}
        size = self.chance.choice((1, 2, 3))
        weights = self._weights()
        variables: dict[str, tuple[float, ...]] = {}
        for declaration in self.setting.declarations:
            for name in declaration.names:
                if declaration.kind == "vector":
                    point[name] = tuple(self._real(None, None, False) for _ in range(size))
                    continue
                low, high = self._bounds(declaration, point)
                if declaration.kind == "random":
                    variables[name] = tuple(self._member(declaration, low, high) for _ in weights)
                elif declaration.kind == "family":
                    assert declaration.length is not None
                    length = int(evaluate(declaration.length, point, self.numbers))
                    point[name] = tuple(self._member(declaration, low, high) for _ in range(length))
                elif declaration.kind == "real":
                    point[name] = self._member(declaration, low, high)
                else:
                    point[name] = self._integer(name, low, high)
        if variables:
            point[SPACE] = (weights, variables)
        return point

    def _weights(self) -> tuple[float, ...]:
        """Of a space of two or three outcomes, in sixteenths or a rare event's 2^-20."""
        if self.chance.random() < 0.15:
            return (2.0**-20, 1 - 2.0**-20)
        first = self.chance.randint(1, 14)
        second = self.chance.randint(1, 15 - first)
        return (first / 16, second / 16, (16 - first - second) / 16)

    def _member(self, declaration: Declaration, low: float | None, high: float | None) -> float:
        value = self._real(low, high, declaration.interval.low_open)
        if value == low and declaration.interval.low_open:
            return value + 2.0**-20
        if value == high and declaration.interval.high_open:
            return value - 2.0**-20
        return value

    def _real(self, low: float | None, high: float | None, open_low: bool) -> float:
        style = self.chance.random()
        if low is not None and high is not None:
            if style < 0.1:
                return low if self.chance.random() < 0.5 else high
            if style < 0.3:  # near an end
                distance = (high - low) * 10 ** self.chance.uniform(-6, -0.5)
                return low + distance if self.chance.random() < 0.5 else high - distance
            return low + (high - low) * self.chance.random()
        if style < 0.15:
            size = float(self.chance.randint(0, 5))
        elif style < 0.6:
            size = self.chance.uniform(0, 5)
        else:
            size = 10 ** self.chance.uniform(-6, 6)
        if low is not None:
            return low + size
        if high is not None:
            return high - size
        return size if self.chance.random() < 0.5 else -size

    def _integer(self, name: str, low: float | None, high: float | None) -> float:
        short = name in self.counting or name in self.lengths
        if high is not None and low is not None:
            return float(self.chance.randint(math.ceil(low), max(math.floor(high), math.ceil(low))))
        reach = 6 if name in self.lengths else _LARGEST_LENGTH if short else _LARGEST_INTEGER
        reach = min(reach, self.chance.choice((3, 12, 60, reach)))
        if low is not None:
            return float(math.ceil(low) + self.chance.randint(0, reach))
        if high is not None:
            return float(math.floor(high) - self.chance.randint(0, reach))
        return float(self.chance.randint(-reach, reach))


def counting_symbols(terms: list[Term]) -> set[str]:
    """Symbols in the bounds of sums and products, and in factorials and binomials."""
    found: set[str] = set()
    for term in terms:
        if term.head in ("sum", "prod"):
            found |= _symbols(term.arguments[1]) | _symbols(term.arguments[2])
        elif term.head == "call" and term.name in ("factorial", "binomial"):
            found |= _symbols(term)
        found |= counting_symbols(list(term.arguments))
    return found


def _symbols(term: Term) -> set[str]:
    own = {term.name} if term.head == "symbol" else set()
    return own.union(*(_symbols(part) for part in term.arguments))


def _from_line(coordinate: float, low: float | None, high: float | None) -> float:
    """A real number carried into an interval, without reaching its ends."""
    coordinate = max(-30.0, min(30.0, coordinate))
    if low is not None and high is not None:
        return low + (high - low) / (1 + math.exp(-coordinate))
    if low is not None:
        return low + math.exp(coordinate)
    if high is not None:
        return high - math.exp(coordinate)
    return math.sinh(coordinate)


def _to_line(value: float, low: float | None, high: float | None) -> float:
    tiny = 1e-13
    if low is not None and high is not None:
        share = min(max((value - low) / (high - low or 1), tiny), 1 - tiny)
        return math.log(share / (1 - share))
    if low is not None:
        return math.log(max(value - low, tiny))
    if high is not None:
        return math.log(max(high - value, tiny))
    return math.asinh(value)
