"""Can relations between reals hold together? Z3, with limits that do not depend on the machine.

Polynomials, quotients, roots, absolute values, maxima and minima are expressed as they are. What
cannot be expressed (`e^x`, `\\log x`) is a number of which some true facts are told: so "no" stays
true, and "yes" is none that anybody relies on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from ..records.errors import MissingPartError

#: `(left, sign, right)`, sign one of = < > <= >= !=, both sides SymPy expressions; `integer` says
#: of the left side that it is one.
Assertion = tuple[Any, str, Any]


@dataclass(frozen=True)
class Question:
    """Relations that are to hold together, and which symbols are integers."""

    relations: tuple[Assertion, ...]
    integers: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the solver said.

    Args:
        holds: whether all can hold at once; None where it came to no end.
        text: the question in SMT-LIB 2, for whoever wants to ask another solver.
        integers: whether the answer needed that some symbols are integers.
    """

    holds: bool | None
    text: str
    integers: bool = False


def satisfiable(groups: Sequence[Sequence[Assertion]], resources: int) -> bool | None:
    """Whether all assertions can hold at once; None where the solver came to no end.

    Args:
        resources: limit in the solver's own units, the same on every machine.

    Raises:
        MissingPartError: z3-solver is not installed.
    """
    relations, integers = [], []
    for group in groups:
        for left, sign, right in group:
            if sign == "integer":
                integers.append(left)
            else:
                relations.append((left, sign, right))
    return ask(Question(tuple(relations), tuple(integers)), resources).holds


def ask(question: Question, resources: int) -> Answer:
    """Whether the relations can hold together.

    Raises:
        MissingPartError: z3-solver is not installed.
    """
    try:
        import z3
    except ImportError:
        raise MissingPartError(
            "whether hypotheses contradict each other is found out by z3-solver, which is not "
            "installed",
            remedy="pip install z3-solver",
        ) from None
    context = z3.Context()
    solver = z3.Solver(ctx=context)
    solver.set("rlimit", resources)
    solver.set("random_seed", 0)
    translator = _Translator(z3, context)
    for left, sign, right in question.relations:
        solver.add(translator.relation(left, sign, right))
    whole = [z3.IsInt(translator.term(symbol)) for symbol in question.integers]
    solver.add(*translator.known)
    text = str(solver.to_smt2())
    answer = solver.check()
    with_integers = False
    if whole and answer != z3.unsat:
        # Asked second: integers are hard, and few contradictions need them.
        solver.add(*whole)
        with_integers = solver.check() == z3.unsat
        if with_integers:
            answer, text = z3.unsat, str(solver.to_smt2())
    holds = True if answer == z3.sat else False if answer == z3.unsat else None
    return Answer(holds, text, with_integers)


class _Translator:
    """SymPy terms as terms of Z3; the same atom is the same variable."""

    def __init__(self, z3: Any, context: Any) -> None:
        self.z3 = z3
        self.context = context
        self.known: list[Any] = []
        self.atoms: dict[str, Any] = {}

    def relation(self, left: Any, sign: str, right: Any) -> Any:
        a, b = self.term(left), self.term(right)
        if sign == "=":
            return a == b
        if sign == "!=":
            return a != b
        if sign == "<":
            return a < b
        if sign == ">":
            return a > b
        return a <= b if sign == "<=" else a >= b

    def term(self, value: Any) -> Any:
        if value.is_Rational:
            return self.z3.RealVal(f"{value.p}/{value.q}", self.context)
        if value.is_Add:
            terms = [self.term(argument) for argument in value.args]
            return self.z3.Sum(*terms)
        if value.is_Mul:
            product = self.term(value.args[0])
            for argument in value.args[1:]:
                product = product * self.term(argument)
            return product
        if value.is_Pow and value.exp.is_Integer and value.base != sympy.E:
            return self._power(self.term(value.base), int(value.exp))
        if isinstance(value, sympy.Max | sympy.Min):
            return self._extreme(value)
        return self._atom(value)

    def _power(self, base: Any, exponent: int) -> Any:
        product = self.z3.RealVal(1, self.context)
        for _ in range(abs(exponent)):
            product = product * base
        return product if exponent >= 0 else 1 / product

    def _extreme(self, value: Any) -> Any:
        terms = [self.term(argument) for argument in value.args]
        result = terms[0]
        for term in terms[1:]:
            first = result >= term if isinstance(value, sympy.Max) else result <= term
            result = self.z3.If(first, result, term)
        return result

    def _atom(self, value: Any) -> Any:
        name = _name(value)
        if name in self.atoms:
            return self.atoms[name]
        variable = self.z3.Real(name, self.context)
        self.atoms[name] = variable
        if value == sympy.E:
            self.known += [variable > self.term(sympy.Rational(2718, 1000))]
            self.known += [variable < self.term(sympy.Rational(2719, 1000))]
        elif value == sympy.pi:
            self.known += [variable > self.term(sympy.Rational(31415, 10000))]
            self.known += [variable < self.term(sympy.Rational(31416, 10000))]
        elif isinstance(value, sympy.exp):
            self._exponential(value, variable)
        elif isinstance(value, sympy.log):
            self._logarithm(value, variable)
        elif isinstance(value, sympy.Abs):
            inner = self.term(value.args[0])
            zero = self.z3.RealVal(0, self.context)
            self.known.append(variable == self.z3.If(inner >= zero, inner, -inner))
        elif value.is_Pow and value.exp.is_Rational:
            self._root(value, variable)
        elif value.is_Pow:
            self._symbolic_power(value, variable)
        elif isinstance(value, sympy.sin | sympy.cos):
            self._wave(value, variable)
        elif value.is_Symbol:
            if value.is_nonnegative:
                self.known.append(variable >= 0)
            if value.is_nonpositive:
                self.known.append(variable <= 0)
        return variable

    def _root(self, value: Any, variable: Any) -> None:
        """x^(p/q) is (x^(1/q))^p, and the q-th power of x^(1/q) is x."""
        base, exponent = value.base, value.exp
        zero = self.z3.RealVal(0, self.context)
        inner = self.term(base)
        if exponent.p == 1:
            whole = self._power(variable, int(exponent.q))
            # Of a root of what is negative nothing is told.
            self.known.append(
                self.z3.Implies(inner >= zero, self.z3.And(variable >= zero, whole == inner))
            )
            return
        root = self.term(sympy.Pow(base, sympy.Rational(1, int(exponent.q))))
        self.known.append(
            self.z3.Implies(inner > zero, variable == self._power(root, int(exponent.p)))
        )
        if exponent.p > 0:
            self.known.append(self.z3.Implies(inner == zero, variable == zero))

    def _exponential(self, value: Any, variable: Any) -> None:
        """e^u > 0; e^u >= 1 + u, with equality at u = 0 only."""
        inner = self.term(value.args[0])
        zero = self.z3.RealVal(0, self.context)
        self.known += [variable > zero, variable >= 1 + inner]
        self.known.append(self.z3.Implies(inner != zero, variable > 1 + inner))

    def _logarithm(self, value: Any, variable: Any) -> None:
        """log u <= u - 1 and u log u >= u - 1 for u > 0."""
        inner = self.term(value.args[0])
        zero = self.z3.RealVal(0, self.context)
        told = [variable <= inner - 1, inner * variable >= inner - 1]
        self.known.append(self.z3.Implies(inner > zero, self.z3.And(*told)))

    def _symbolic_power(self, value: Any, variable: Any) -> None:
        """b^n > 0 for b > 0; b^n >= 1 + n (b - 1) for b > 0 and n >= 1 (Bernoulli)."""
        base, exponent = self.term(value.base), self.term(value.exp)
        zero, one = (self.z3.RealVal(number, self.context) for number in (0, 1))
        positive = base > zero
        self.known.append(self.z3.Implies(positive, variable > zero))
        self.known.append(
            self.z3.Implies(
                self.z3.And(positive, exponent >= one), variable >= 1 + exponent * (base - 1)
            )
        )

    def _wave(self, value: Any, variable: Any) -> None:
        """-1 <= sin u, cos u <= 1; the squares of both add to 1."""
        inner = value.args[0]
        other = sympy.cos(inner) if isinstance(value, sympy.sin) else sympy.sin(inner)
        self.known += [variable >= -1, variable <= 1]
        if type(other) in (sympy.sin, sympy.cos) and other.args == value.args:
            partner = self.term(other)
            self.known.append(variable * variable + partner * partner == 1)


def _name(value: Any) -> str:
    """The name of an atom: one for each, also where two print alike."""
    if value.is_Symbol:
        return str(value.name)
    return str(sympy.srepr(value))
