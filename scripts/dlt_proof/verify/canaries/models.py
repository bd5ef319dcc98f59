"""Random models of what a job lays down, in which two formulas can be seen to differ.

Vectors are numbers, random variables are functions on eight outcomes, sums have a few terms. What
a text defines is worth what the text says, whatever else it names is drawn at random. Equations
that hold of what was drawn could only be accidents, so that formulas which differ in every one of
some models are no more the same than their letters are related. Not here: which letters may be
drawn freely (`givens`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

import numpy

from .formulas import Node, index_of

Value = Any
OUTCOMES = 8
_DEEPEST = 12
_SHOWN = re.compile(r"\\?[A-Za-z]+")


class NoValueError(Exception):
    """A formula has no value in a model."""


@dataclass(frozen=True, slots=True)
class Defined:
    """What a text says a symbol is.

    Args:
        indices: of the symbol, letters or numbers.
        body: what it is.
    """

    indices: tuple[str, ...]
    body: Node


@lru_cache(maxsize=4096)
def _integer(seed: str, letter: str) -> int:
    draw = Random(f"{seed} integer {letter}")
    if letter.isupper() or letter in ("n", "m", "d", "p", "q"):
        return draw.randint(5, 7)
    order = {"j": 4, "t": 4, "i": 3, "k": 2, "s": 2, "l": 3, "\\ell": 3, "r": 2}
    return order.get(letter, draw.randint(2, 4))


@lru_cache(maxsize=16384)
def _drawn(what: str, low: float, high: float) -> Value:
    draw = Random(what)
    found = numpy.array([draw.uniform(low, high) for _ in range(OUTCOMES)])
    found.flags.writeable = False
    return found


@dataclass(slots=True)
class Model:
    """One random model.

    Args:
        seed: of everything drawn.
        definitions: by letter, what the texts define.
        positive, unit: letters of what is positive, and of what lies between zero and one.
        integers: letters of integers.
    """

    seed: str
    definitions: Mapping[str, Sequence[Defined]]
    positive: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    integers: frozenset[str] = frozenset()
    depth: int = field(default=0)

    def value(self, node: Node, env: Mapping[str, int] | None = None) -> Value:
        """What a formula is worth: one number for each outcome.

        Args:
            env: what its bound indices are.

        Raises:
            NoValueError: it has none.
        """
        with numpy.errstate(all="ignore"):
            found = self._value(node, dict(env or {}))
        if not numpy.all(numpy.isfinite(found)) or numpy.any(numpy.abs(found) > 1e12):
            raise NoValueError
        return found

    def integer(self, letter: str) -> int:
        """The value of an index or a limit that is not bound: those in capitals are larger."""
        return _integer(self.seed, letter)

    def index(self, text: str, env: Mapping[str, int]) -> int:
        """The value of an index.

        Raises:
            NoValueError: it is none.
        """
        found = index_of(text)
        if found is None:
            raise NoValueError
        letter, shift = found
        return shift + ((env[letter] if letter in env else self.integer(letter)) if letter else 0)

    def _drawn(self, what: str, low: float = -2, high: float = 2) -> Value:
        return _drawn(f"{self.seed} {what}", low, high)

    def _value(self, node: Node, env: dict[str, int]) -> Value:
        parts = node.parts
        if node.kind == "number":
            return numpy.full(OUTCOMES, float(node.name))
        if node.kind == "symbol":
            return self._symbol(node, env)
        if node.kind == "opaque":
            return self._opaque(node.name, env)
        if node.kind == "over":
            return self._over(node, env)
        if node.kind == "expectation":
            return self._expectation(node, env)
        if node.kind == "power" and parts[0].kind == "symbol" and parts[0].name == "e":
            return numpy.exp(self._value(parts[1], env))
        values = [self._value(p, env) for p in (parts[1:] if node.kind == "call" else parts)]
        if node.kind == "call":
            shown = " ".join(f"{v:.9g}" for value in values for v in value)
            return self._drawn(f"{parts[0].name} {self._at(parts[0], env)} of {shown}")
        if node.kind == "sum":
            return sum(v if s == "+" else -v for v, s in zip(values, node.extra, strict=True))
        if node.kind == "product":
            result = numpy.ones(OUTCOMES)
            for value, joined in zip(values, node.extra, strict=True):
                result = result / value if joined == "/" else result * value
            return result
        if node.kind == "choice":
            chosen = numpy.minimum if node.name == "\\min" else numpy.maximum
            return chosen.reduce(values)
        plain = {
            "power": lambda: values[0] ** values[1],
            "fraction": lambda: values[0] / values[1],
            "root": lambda: numpy.sqrt(values[0]),
            "exp": lambda: numpy.exp(values[0]),
            "log": lambda: numpy.log(values[0]),
            "norm": lambda: numpy.abs(values[0]),
            "inner": lambda: values[0] * values[1],
            "bracket": lambda: values[0],
        }
        return plain[node.kind]()

    def _at(self, node: Node, env: Mapping[str, int]) -> tuple[int, ...]:
        return tuple(self.index(text, env) for text in node.extra)

    def _symbol(self, node: Node, env: dict[str, int]) -> Value:
        if not node.extra and node.name in env:
            return numpy.full(OUTCOMES, float(env[node.name]))
        at = self._at(node, env)
        for defined in self.definitions.get(node.name, ()):
            bound: dict[str, int] | None = {}
            for text, value in zip(defined.indices, at, strict=False):
                letter, shift = index_of(text) or ("?", 0)
                if letter:
                    bound = None if bound is None else bound | {letter: value - shift}
                elif shift != value:
                    bound = None
            if bound is None or len(defined.indices) != len(at):
                continue
            if self.depth > _DEEPEST:
                raise NoValueError
            self.depth += 1
            try:
                return self._value(defined.body, bound)
            finally:
                self.depth -= 1
        if node.name in self.integers and not at:
            return numpy.full(OUTCOMES, float(self.integer(node.name)))
        low, high = -2.0, 2.0
        if node.name in self.unit:
            low, high = 0.1, 0.9
        elif node.name in self.positive:
            low, high = 0.2, 2.0
        return self._drawn(f"{node.name} {at}", low, high)

    def _opaque(self, text: str, env: Mapping[str, int]) -> Value:
        bound = {w: env[w] for w in _SHOWN.findall(text) if w in env}
        what = f"{''.join(text.split())} {sorted(bound.items())}"
        if "\\mathbf{1}" in text or "\\mathbbm{1}" in text:
            return (self._drawn(what) > 0).astype(float)
        # A probability given something depends on the outcome.
        found = self._drawn(what, 0.1, 0.9)
        return found if re.search(r"\||\\mid", text) else numpy.full(OUTCOMES, found[0])

    def _over(self, node: Node, env: dict[str, int]) -> Value:
        letter, below, upper = node.extra
        if letter in env:
            raise NoValueError  # two indices with one name
        if upper:
            members = list(range(self.index(below, env), self.index(upper, env) + 1))
        else:
            members = Random(f"{self.seed} members of {below}").sample(range(1, 6), 3)
        if len(members) > 12:
            raise NoValueError
        start = numpy.zeros(OUTCOMES) if node.name == "\\sum" else numpy.ones(OUTCOMES)
        for member in members:
            value = self._value(node.parts[0], env | {letter: member})
            start = start + value if node.name == "\\sum" else start * value
        return start

    def _expectation(self, node: Node, env: dict[str, int]) -> Value:
        inner = self._value(node.parts[0], env)
        if not node.extra:
            return numpy.full(OUTCOMES, float(numpy.mean(inner)))
        order = list(range(OUTCOMES))
        Random(f"{self.seed} given {''.join(node.extra[0].split())}").shuffle(order)
        result = numpy.empty(OUTCOMES)
        for start in range(0, OUTCOMES, 2):
            pair = order[start : start + 2]
            result[pair] = numpy.mean(inner[pair])
        return result
