"""Exact points of a domain: simple ones, corners, next to open ends, at all scales, at random.

All coordinates are rational, and every point is shown to satisfy the constraints. Deterministic in
the seed. What is done with the points is `search`'s business.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..mathematics.translation import Constraint, SymbolDomain
from .enclosures import OutsideError
from .exact import exact_sign, exact_value
from .problems import contains, names_of

Point = dict[str, Fraction]

SAMPLES = 240
_ATTEMPTS = 12  # candidates drawn for each sample that must satisfy constraints
_SIMPLE = tuple(
    map(Fraction, ("1", "2", "1/2", "3", "0", "-1", "4", "1/3", "1/4", "9", "-2", "-1/2", "5"))
)
#: An unbounded domain is sampled at all of these, times 10 at the most.
_SCALES = tuple(map(Fraction, ("1/1000000", "1/50", "1", "1", "5", "10000", "1000000000")))
_GAPS = tuple(map(Fraction, ("1/1000000000", "1/1000", "1/10")))


@dataclass(frozen=True)
class Dependence:
    """A symbol that an equation fixes once the others are chosen.

    Args:
        name: the symbol.
        value: what it then is.
        slope: its factor in the equation; where that is 0 the equation fixes nothing.
    """

    name: str
    value: Any
    slope: Any


def dependences(constraints: tuple[Constraint, ...]) -> tuple[Dependence, ...]:
    """Equations solved, each for a symbol in which it is linear; in the order of their use."""
    solved: list[Dependence] = []
    for constraint in constraints:
        if constraint.relation != "=":
            continue
        form = constraint.left - constraint.right
        for earlier in reversed(solved):
            form = form.subs(
                {s: earlier.value for s in form.free_symbols if s.name == earlier.name}
            )
        taken = {dependence.name for dependence in solved}
        for symbol in sorted(form.free_symbols, key=lambda s: str(s.name)):
            slope = form.diff(symbol).expand()
            if symbol.name in taken or symbol in slope.free_symbols or slope == 0:
                continue
            rest = (form - slope * symbol).expand()
            if symbol in rest.free_symbols:
                continue
            solved.append(Dependence(symbol.name, -rest / slope, slope))
            break
    # The last found is free of none of the earlier: it is fixed first.
    return tuple(reversed(solved))


def satisfies(point: Point, constraints: tuple[Constraint, ...]) -> bool:
    """Whether a point certainly satisfies all constraints."""
    return all(relation_holds(c.left, c.relation, c.right, point) for c in constraints)


def relation_holds(left: Any, relation: str, right: Any, point: Point) -> bool:
    """Whether a relation certainly holds at a point."""
    try:
        sign = exact_sign(left - right, point)
    except OutsideError:
        return False
    if sign is None:
        return False
    return {
        "=": sign == 0,
        "!=": sign != 0,
        "<=": sign <= 0,
        "<": sign < 0,
        ">=": sign >= 0,
        ">": sign > 0,
    }[relation]


def completed(
    point: Point,
    domains: Mapping[str, SymbolDomain],
    fixed: tuple[Dependence, ...],
    constraints: tuple[Constraint, ...],
) -> Point | None:
    """The point with the dependent symbols filled in; None where it leaves the domain."""
    point = dict(point)
    for dependence in fixed:
        try:
            value = exact_value(dependence.value, point)
        except OutsideError:
            return None
        if value is None:
            return None
        point[dependence.name] = value
    if not all(contains(domain, point[name]) for name, domain in domains.items()):
        return None
    return point if satisfies(point, constraints) else None


def points_of(
    domains: Mapping[str, SymbolDomain], constraints: tuple[Constraint, ...], seed: str
) -> list[Point]:
    """Points that satisfy everything, simple ones first; empty where none was found."""
    if not domains:
        return [{}] if satisfies({}, constraints) else []
    fixed = dependences(constraints)
    dependent = {dependence.name for dependence in fixed}
    free = {name: domain for name, domain in domains.items() if name not in dependent}
    found: list[Point] = []
    seen = set()
    candidates = _candidates(free, seed, SAMPLES * (_ATTEMPTS if constraints else 1))
    for candidate in candidates:
        key = tuple(candidate.values())
        if key in seen:
            continue
        seen.add(key)
        point = completed(candidate, domains, fixed, constraints)
        if point is not None:
            found.append(point)
            if len(found) >= SAMPLES + 60:
                break
    return found


def _candidates(domains: Mapping[str, SymbolDomain], seed: str, number: int) -> Iterator[Point]:
    names = list(domains)
    if not names:
        yield {}
        return
    for value in _SIMPLE:
        if all(contains(domain, value) for domain in domains.values()):
            yield dict.fromkeys(names, value)
    special = {name: _special(domain) for name, domain in domains.items()}
    for corner in range(2 ** min(len(names), 5)):
        yield {
            name: special[name][(corner >> min(i, 4)) & 1 if len(special[name]) > 1 else 0]
            for i, name in enumerate(names)
        }
    if len(names) == 1:
        for value in special[names[0]]:
            yield {names[0]: value}
    # A hexadecimal digest or any other text: only its bytes matter.
    chance = random.Random(hashlib.sha256(seed.encode("utf-8", "replace")).digest())
    for attempt in range(number):
        yield {
            name: chance.choice(special[name]) if attempt % 3 == 0 else _draw(domain, chance)
            for name, domain in domains.items()
        }


def _special(domain: SymbolDomain) -> list[Fraction]:
    """Values worth trying first: both ends, next to them, small numbers, all scales."""
    low, high = domain.low, domain.high
    width = high - low if low is not None and high is not None else Fraction(1)
    ends = [
        low if low is not None else Fraction(-50) + (high or 0),
        high if high is not None else Fraction(50) + (low or 0),
    ]
    values = [
        end
        if contains(domain, end)
        else end + direction * (Fraction(1) if domain.integer else min(width, Fraction(1)) / 1000)
        for end, direction in zip(ends, (1, -1), strict=True)
    ]
    values += _SIMPLE
    for gap in _GAPS:
        values += [end + sign * gap * width for end in ends for sign in (1, -1)]
    if low is not None and high is not None:
        values += [(low + high) / 2, (2 * low + high) / 3]
    else:
        values += [
            (low or high or Fraction(0)) + sign * Fraction(10) ** power
            for power in (-6, -3, 1, 2, 3, 6)
            for sign in (1, -1)
        ]
    if domain.integer:
        values += [Fraction(n) for n in range(-6, 13)]
        if low is not None:
            values += [low + n for n in range(8)]
    return [value for value in dict.fromkeys(values) if contains(domain, value)] or [
        low if low is not None else high if high is not None else Fraction(0)
    ]


def _draw(domain: SymbolDomain, chance: random.Random) -> Fraction:
    """A random point of a domain; unbounded ones are sampled at several scales."""
    if domain.integer:
        low = int(domain.low) if domain.low is not None else None
        high = int(domain.high) if domain.high is not None else None
        reach = (12, 12, 60, 120, 10_000, 10**8)[chance.randrange(6)]
        if low is None:
            low = high - reach if high is not None else -reach
        if high is None:
            high = low + reach
        return Fraction(chance.randint(low, high))
    if domain.low is not None and domain.high is not None:
        fineness = (9, 9999)[chance.randrange(2)]
        part = Fraction(chance.randint(1, fineness), fineness + 1)
        return domain.low + (domain.high - domain.low) * part
    scale = _SCALES[chance.randrange(len(_SCALES))]
    size = Fraction(chance.randint(1, 10_000), 1000) * scale
    if domain.low is not None:
        return domain.low + size
    if domain.high is not None:
        return domain.high - size
    return size if chance.randrange(2) else -size


def names_in_constraints(constraints: tuple[Constraint, ...]) -> set[str]:
    """Names that some constraint speaks of."""
    return {name for c in constraints for name in names_of(c.left, c.right)}
