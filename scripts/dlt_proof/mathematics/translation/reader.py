"""Recursive descent over the tokens of a term; what has two readings is refused.

What a symbol, a function, a sum or an operator is worth is told in `symbols`, `functions`, `sums`
and `opaque`; here is how terms are put together.
"""

import re
from typing import Any

import sympy

from . import counting, functions, opaque, symbols, vectors
from .lexer import CLOSING, Token
from .names import base_of
from .records import NotUnderstoodError
from .stream import TokenStream

LARGEST_EXPONENT = 64
LONGEST_NUMBER = 40
#: A power of numbers with more binary digits than this is not worked out.
_MOST_DIGITS = 20_000
_MAXIMAL_DEPTH = 60
_OPENS_ARGUMENT = ("(", "[")
#: Tokens behind which no function's bare argument goes on.
CLOSES = ("close", "sign")
#: Functions whose power is printed as the power of their value.
_POWERS_OF_VALUE = {"\\sqrt", "\\max", "\\min", "\\abs", "\\binom", "\\tbinom", "\\dbinom"}


class Reader(TokenStream):
    """Reads one term; nesting is bounded, so that nothing exhausts the stack."""

    def sum(self) -> Any:
        """A sum of products, or a maximum written with `\\vee`."""
        self.depth += 1
        if self.depth > _MAXIMAL_DEPTH:
            raise NotUnderstoodError("nested too deeply")
        negative = False
        signed = self.at_operator("-", "+")
        if signed:
            negative = self.take().value == "-"
        value, factors = self.product()
        if self.at_operator("\\vee", "\\wedge"):
            if signed or factors > 1:
                raise NotUnderstoodError("\\vee and \\wedge beside other operators")
            value = self._extremum(value)
        if negative:
            value = -value
        while self.at_operator("+", "-"):
            sign = self.take().value
            term, _ = self.product()
            value = value + term if sign == "+" else value - term
        if self.at_operator("\\vee", "\\wedge"):
            raise NotUnderstoodError("\\vee and \\wedge beside other operators")
        self.depth -= 1
        return value

    def _extremum(self, value: Any) -> Any:
        """`a \\vee b \\vee c`, which is all that its bracket holds."""
        sign, values = self.peek().value, [value]
        while self.at_operator("\\vee", "\\wedge"):
            if self.take().value != sign:
                raise NotUnderstoodError("\\vee beside \\wedge")
            values.append(self.factor()[0])
        if self.peek().kind not in ("end", "close", "sign"):
            raise NotUnderstoodError("\\vee and \\wedge beside other operators")
        self.forbid_unsure(*values)
        return sympy.Max(*values) if sign == "\\vee" else sympy.Min(*values)

    def product(self) -> tuple[Any, int]:
        """A product, and how many factors it has."""
        value, greedy = self.factor()
        count, divided = 1, False
        while (token := self.peek()).kind != "end":
            open_ended = greedy and not self._function_follows(greedy)
            if open_ended and not self.at_operator("+", "-") and token.kind not in CLOSES:
                raise NotUnderstoodError("\\log a b, \\log a/b can be read in two ways")
            if self.at_operator("*", "\\cdot", "\\times"):
                if divided:
                    raise NotUnderstoodError("a/b * c can be read in two ways")
                self.take()
                factor, greedy = self.factor()
                value = self._times(value, factor)
            elif self.at_operator("/"):
                if divided:
                    raise NotUnderstoodError("a/b/c can be read in two ways")
                self.take()
                factor, greedy = self.factor()
                value, divided = self.quotient(value, factor), True
            elif token.kind in ("number", "symbol", "function", "open"):
                if divided:
                    raise NotUnderstoodError("a/b c can be read in two ways")
                if token.kind == "number":
                    raise NotUnderstoodError("a number after a factor can be read in two ways")
                factor, greedy = self.factor()
                if token.kind == "function" and value.is_Rational and factor.is_Rational:
                    raise NotUnderstoodError("3\\frac12 can be read in two ways")
                value = self._times(value, factor)
            else:
                break
            count += 1
        return value, count

    def _function_follows(self, stands: str) -> bool:
        """Whether `\\sin x` is followed by `\\cos y`, or by a dot and that: a product."""
        if stands != functions.SINGLE:
            return False
        behind = 1 if self.at_operator("\\cdot", "\\times") else 0
        return functions.is_multiplied(self.peek(behind))

    def _times(self, value: Any, factor: Any) -> Any:
        """A product, unless its factors may be matrices, which do not commute."""
        first, second = self._unsure_in(value), self._unsure_in(factor)
        if first and second and len(first | second) > 1:
            raise NotUnderstoodError("a product of what need not be numbers")
        return value * factor

    def quotient(self, value: Any, divisor: Any) -> Any:
        """A quotient; what is divided by is a number, or the text makes no sense."""
        self.demand(divisor, "nonzero")
        self.found.unsure -= self._unsure_in(divisor)
        return value / divisor

    def _unsure_in(self, *values: Any) -> set[Any]:
        return {s for value in values for s in value.free_symbols} & self.found.unsure

    def forbid_unsure(self, *values: Any) -> None:
        """Refuse what may be a vector where only a number can stand beside another."""
        if len(self._unsure_in(*values)) > 1:
            raise NotUnderstoodError("what need not be numbers, inside a function")

    def factor(self) -> tuple[Any, str]:
        """A factor with its power, and how the argument stood of a function that it ended in."""
        token = self.peek()
        is_function = token.kind == "function"
        start = self.at
        base, bare = self.atom()
        if functions.is_elementary(token) and not bare and self.at_open("("):
            raise NotUnderstoodError("\\log(a)(b) can be read in two ways")
        if self.peek().value == "!" and self.peek().kind == "sign":
            if is_function:
                raise NotUnderstoodError("a function's value with a ! behind it")
            base = self.factorial(base)
        if self.at_operator("^"):
            if is_function and token.value not in _POWERS_OF_VALUE:
                raise NotUnderstoodError("\\log(a)^b, \\frac ab^c can be read in two ways")
            if self.tokens[self.at - 1].value == ")" and opaque.is_expectation(token):
                raise NotUnderstoodError("E(x)^2 can be read in two ways")
            self.take()
            base = self.power(base, self.exponent())
        if self.peek().value == "!" and self.peek().kind == "sign":
            raise NotUnderstoodError("! behind a power or another !")
        self._note_application(start, base)
        return base, bare

    def factorial(self, base: Any) -> Any:
        """`n!` of a natural number."""
        self.take()
        return counting.factorial(self, base)

    def _note_application(self, start: int, base: Any) -> None:
        """f^2(x), f[x], (f)(x): a product or a function's value."""
        read = self.tokens[start : self.at]
        if not self.at_open(*_OPENS_ARGUMENT) or len(read) > 6 or base.is_number:
            return
        powers = [n for n, token in enumerate(read) if token.value == "^"]
        read = read[: powers[0]] if powers else read
        names = [token.value for token in read if token.kind == "symbol"]
        if len(names) != 1 or names[0] in self.bound:
            return
        domains = self.domains
        is_entry = "_" in names[0] and base_of(names[0]) in domains.families
        if names[0] in domains.symbols or names[0] in domains.definitions or is_entry:
            inside = self.tokens[self.at + 1 : self.closing(self.at)]
            self.found.applications.add((names[0], " ".join(token.value for token in inside)))

    def power(self, base: Any, exponent: Any) -> Any:
        """A power, with what must hold for it to be a real number."""
        if exponent.is_Integer and abs(exponent) > LARGEST_EXPONENT:
            raise NotUnderstoodError(f"the exponent {exponent} is too large")
        if base.is_Rational and exponent.is_Rational:
            digits = max(abs(base.p), base.q).bit_length() * abs(exponent)
            if digits > _MOST_DIGITS:
                raise NotUnderstoodError("a number too large to write down")
        if self._unsure_in(exponent) or len(self._unsure_in(base)) > 1:
            raise NotUnderstoodError("a power of what need not be a number")
        if base.is_positive:
            pass
        elif exponent.is_integer:
            if exponent.is_positive:
                pass
            elif exponent.is_Integer or not exponent.is_nonnegative:
                self.demand(base, "nonzero")  # of 0^0 nothing is said
            elif not base.is_nonzero:
                self.demand(base**2 + exponent**2, "nonzero")
        else:
            self.demand(base, "nonnegative" if exponent.is_positive else "positive")
        return base**exponent

    def exponent(self) -> Any:
        """What stands after ^."""
        token = self.peek()
        if token.kind == "open" and token.value == "{":
            if self._wraps_in_brackets():
                raise NotUnderstoodError("x^{(k)} may be an index")
            return self.group()
        if token.kind == "number" and len(token.value) > 1:
            raise NotUnderstoodError(f"^{token.value} without braces")
        if token.kind not in ("number", "symbol"):
            raise NotUnderstoodError("an exponent without braces")
        self.refuse_decorated(token)
        self.at += 1
        return self.number(token) if token.kind == "number" else self.symbol(token, bare=True)

    def refuse_decorated(self, token: Token) -> None:
        """TeX reads x^n_1 as x with both, not as x to the n_1; likewise \\sqrt x_1."""
        if token.kind == "symbol" and re.search(r"(?<!\\)[_'^]", token.value):
            raise NotUnderstoodError(f"{token.value} without braces")

    def _wraps_in_brackets(self) -> bool:
        """Whether the braces that open here hold nothing but one bracketed group."""
        inner = self.at + 1
        if self.peek(1).kind != "open" or self.peek(1).value not in ("(", "[", "\\langle"):
            return False
        return self.closing(inner) + 1 == self.closing(self.at)

    def group(self) -> Any:
        """What stands in the bracket that opens here."""
        token = self.take()
        if token.kind != "open":
            raise NotUnderstoodError(f"{token.value!r} where a group was expected")
        value = self.sum()
        closing = self.take()
        if closing.kind != "close" or closing.value != CLOSING[token.value]:
            raise NotUnderstoodError(f"{token.value!r} closed by {closing.value!r}")
        return value

    def group_length(self) -> int:
        """How many tokens stand in the group that opens here."""
        return self.closing(self.at) - self.at - 1

    def number(self, token: Token) -> Any:
        """The value of a number's token."""
        if len(token.value) > LONGEST_NUMBER:
            raise NotUnderstoodError("a very long number")
        return sympy.Rational(token.value)

    def atom(self) -> tuple[Any, str]:
        """What no operator takes apart, and how the argument stood of a function that it is."""
        token = self.take()
        if token.kind == "number":
            return self.number(token), functions.BRACKETED
        if token.kind == "symbol":
            return self.symbol(token), functions.BRACKETED
        if token.kind == "function":
            return functions.read_function(self, token.value)
        if token.kind == "open":
            self.at -= 1
            return self._bracket(token), functions.BRACKETED
        raise NotUnderstoodError(f"{self.text[token.start : token.start + 24]!r}")

    def _bracket(self, token: Token) -> Any:
        end = self.closing(self.at)
        behind = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
        if token.value in ("(", "[") and behind is not None and behind.kind == "script":
            return vectors.scripted_group(self)
        if token.value == "\\lVert":
            return vectors.norm(self)
        if token.value == "\\lvert":
            return vectors.absolute(self)
        if token.value == "\\langle":
            return vectors.inner_product(self)
        if token.value in ("\\lfloor", "\\lceil"):
            return counting.rounded(self)
        single = self.group_length() == 1
        # {a+b} prints no bracket, [n] may be a set, \{x\} a set or a fractional part.
        if (
            token.value == "\\{"
            or (token.value == "[" and single)
            or (token.value == "{" and not single)
        ):
            raise NotUnderstoodError(f"{token.value} can be read in two ways")
        return self.group()

    def symbol(self, token: Token, *, bare: bool = False) -> Any:
        """The value of a symbol that was just read, or of what it is applied to.

        Args:
            bare: it is an exponent without braces, which takes nothing behind it.
        """
        return symbols.symbol_value(self, token, bare=bare)
