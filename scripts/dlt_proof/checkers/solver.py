"""Can relations between reals hold together? Z3, with limits that do not depend on the machine.

What it cannot express (`e^x`, `\\log x`, a root) is a number of which only the sign is known: so
"no" stays true, and "yes" is none that anybody relies on.
"""

from collections.abc import Sequence
from typing import Any

import sympy

from ..records.errors import MissingPartError

#: `(left, sign, right)`, sign one of = < > <= >= !=, both sides SymPy expressions; `integer` says
#: of the left side that it is one.
Assertion = tuple[Any, str, Any]


def satisfiable(groups: Sequence[Sequence[Assertion]], resources: int) -> bool | None:
    """Whether all assertions can hold at once; None where the solver came to no end.

    Args:
        resources: limit in the solver's own units, the same on every machine.

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
    integers = []
    for group in groups:
        for left, sign, right in group:
            if sign == "integer":
                integers.append(z3.IsInt(translator.term(left)))
                continue
            a, b = translator.term(left), translator.term(right)
            solver.add(
                {
                    "=": lambda a=a, b=b: a == b,
                    "!=": lambda a=a, b=b: a != b,
                    "<": lambda a=a, b=b: a < b,
                    ">": lambda a=a, b=b: a > b,
                    "<=": lambda a=a, b=b: a <= b,
                    ">=": lambda a=a, b=b: a >= b,
                }[sign]()
            )
    solver.add(*translator.known)
    answer = solver.check()
    if integers and answer != z3.unsat:
        # Asked second: integers are hard, and few contradictions need them.
        solver.add(*integers)
        answer = z3.unsat if solver.check() == z3.unsat else answer
    return True if answer == z3.sat else False if answer == z3.unsat else None


class _Translator:
    """SymPy terms as terms of Z3; the same atom is the same variable."""

    def __init__(self, z3: Any, context: Any) -> None:
        self.z3 = z3
        self.context = context
        self.known: list[Any] = []
        self.atoms: dict[str, Any] = {}

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
        return self._atom(value)

    def _power(self, base: Any, exponent: int) -> Any:
        product = self.z3.RealVal(1, self.context)
        for _ in range(abs(exponent)):
            product = product * base
        return product if exponent >= 0 else 1 / product

    def _atom(self, value: Any) -> Any:
        name = str(value)
        if name in self.atoms:
            return self.atoms[name]
        variable = self.z3.Real(name, self.context)
        self.atoms[name] = variable
        if value == sympy.E:
            self.known += [variable > self.term(sympy.Rational(2718, 1000))]
            self.known += [variable < self.term(sympy.Rational(2719, 1000))]
        elif isinstance(value, sympy.exp):
            self.known.append(variable > 0)
        elif value.is_Pow and value.exp == sympy.Rational(1, 2):
            self.known += [variable >= 0, variable * variable == self.term(value.base)]
        elif value.is_Symbol and value.is_nonnegative:
            self.known.append(variable >= 0)
        return variable
