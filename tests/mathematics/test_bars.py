"""Bars are read as they were meant, or not at all: random terms with absolute values and norms."""

import random

import sympy

from dlt_proof.mathematics.translation import NotUnderstoodError, read_domains, translate
from dlt_proof.mathematics.translation.names import plain_text

DOMAINS = read_domains(("x, y, z in reals",))
SYMBOLS = {name: DOMAINS.symbols[name].symbol() for name in "xyz"}
POINT = {
    SYMBOLS["x"]: sympy.Rational(7, 3),
    SYMBOLS["y"]: sympy.Rational(-31, 7),
    SYMBOLS["z"]: sympy.Rational(-11, 13),
}
#: Bars in a text; nothing with more is tried.
MOST = 10


class Writer:
    """Writes terms as an author would, and knows what it meant."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def term(self, depth: int) -> tuple[str, sympy.Expr, bool]:
        """Text, value (a norm of a number being its absolute value), whether it is a sum."""
        kind = self.chance.choice(["symbol", "symbol", "bars", "norm", "sum", "product"])
        if kind == "symbol" or not depth:
            name = self.chance.choice("xyz")
            return name, SYMBOLS[name], False
        one, value, is_sum = self.term(depth - 1)
        if kind == "bars":
            return f"|{one}|", sympy.Abs(value), False
        if kind == "norm":
            return f"||{one}||", sympy.Abs(value), False
        other, second, second_is_sum = self.term(depth - 1)
        space = self.chance.choice(["", " "])
        if kind == "sum":
            if second_is_sum:
                return one, value, is_sum
            sign = self.chance.choice("+-")
            total = value + second if sign == "+" else value - second
            return f"{one}{space}{sign}{space}{other}", total, True
        if is_sum or second_is_sum:
            return one, value, is_sum
        return f"{one}{space}{other}", value * second, False


def of_numbers(value: sympy.Expr) -> sympy.Expr:
    """A value with every norm taken as an absolute value."""
    for symbol in value.free_symbols:
        if symbol.name.startswith("‖"):
            inside = of_numbers(translate(symbol.name.strip("‖"), DOMAINS).value)
            value = value.subs(symbol, sympy.Abs(inside))
    return value


def test_bars_are_read_as_they_were_meant_or_not_at_all() -> None:
    writer = Writer(20)
    seen: set[str] = set()
    read = 0
    while len(seen) < 1500:
        text, meant, _ = writer.term(4)
        if text in seen or not 0 < text.count("|") <= MOST:
            continue
        seen.add(text)
        try:
            value = of_numbers(translate(text, DOMAINS).value)
        except NotUnderstoodError:
            continue
        read += 1
        assert value.subs(POINT) == meant.subs(POINT), plain_text(text)
    assert read > 500
