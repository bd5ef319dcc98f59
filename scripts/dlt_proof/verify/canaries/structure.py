"""A formula as terms and factors with their places, as far as a change of it needs them.

The tokens are those of the translation; what this does not know it refuses, so that no change is
made inside what was not understood. Not here: what a term means (`mathematics.translation`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...mathematics.translation import NotUnderstoodError
from ...mathematics.translation.lexer import CLOSING, Token, tokens_of

_FRACTIONS = ("\\frac", "\\tfrac", "\\dfrac")
_UNREAD = ("\\sum", "\\prod", "\\nicefrac", "\\sfrac", "\\binom", "\\tbinom", "\\dbinom", "\\abs")
_CHOICES = ("\\min", "\\max")
_PLUS_MINUS = ("+", "-")
_PRODUCTS = ("\\cdot", "\\times", "*")


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product, its powers with it.

    Args:
        start, end: its place in the text.
        tokens: the tokens it is made of.
        base_end: where its base ends, before `^`.
        joined: how it is joined to what stands before: "" by nothing, or `\\cdot`, `/`.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    base_end: int
    joined: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum.

    Args:
        sign: the `+` or `-` before it, None where there is none.
        factors: at least one.
    """

    sign: Token | None
    factors: tuple[Factor, ...]

    @property
    def start(self) -> int:
        return self.factors[0].start

    @property
    def end(self) -> int:
        return self.factors[-1].end


@dataclass(slots=True)
class Group:
    """A sum: a whole side, or what stands between two brackets.

    Args:
        place: `side`, `exponent`, `numerator`, `denominator`, `argument` (of a function, in
            parentheses), `bracket`, `root` or `choice` (one of the members of min or max).
        start, end: its place in the text, brackets not included.
        terms: at least one.
    """

    place: str
    start: int
    end: int
    terms: list[Term] = field(default_factory=list)


def read_groups(text: str) -> list[Group]:
    """All sums of a formula, the whole first.

    Raises:
        NotUnderstoodError: the formula has something this does not know.
    """
    tokens = tokens_of(text)
    if not tokens:
        raise NotUnderstoodError("an empty formula")
    return list(_Reader(text, tokens).group(0, len(tokens), "side"))


class _Reader:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens = text, tokens

    def group(self, first: int, last: int, place: str) -> Iterator[Group]:
        """The sum between two tokens, and every sum inside it."""
        if first >= last:
            raise NotUnderstoodError("an empty group")
        result = Group(place, self.tokens[first].start, self.tokens[last - 1].end)
        inner: list[Group] = []
        at = first
        while at < last:
            sign = None
            if self.tokens[at].value in _PLUS_MINUS:
                sign = self.tokens[at]
                at += 1
            elif at > first:
                raise NotUnderstoodError("two terms without a sign")
            factors: list[Factor] = []
            joined = ""
            while at < last and self.tokens[at].value not in _PLUS_MINUS:
                token = self.tokens[at]
                if token.kind == "operator" and (token.value in _PRODUCTS or token.value == "/"):
                    if joined or not factors:
                        raise NotUnderstoodError("an operator without its term")
                    joined, at = token.value, at + 1
                    continue
                end, base_end = self.factor(at, last, inner)
                factors.append(
                    Factor(
                        token.start,
                        self.tokens[end - 1].end,
                        tuple(self.tokens[at:end]),
                        base_end,
                        joined,
                    )
                )
                joined, at = "", end
            if joined or not factors:
                raise NotUnderstoodError("an operator without its term")
            result.terms.append(Term(sign, tuple(factors)))
        yield result
        yield from inner

    def factor(self, at: int, last: int, inner: list[Group]) -> tuple[int, int]:
        """One past the last token of the factor that begins at a token, and where its base ends."""
        end = self.base(at, last, inner)
        base_end = self.tokens[end - 1].end
        while end < last:
            token = self.tokens[end]
            if token.value == "^":
                end = self.argument(end + 1, last, "exponent", inner)
            elif token.kind == "script" or token.value == "!":
                end += 1
            else:
                break
        return end, base_end

    def base(self, at: int, last: int, inner: list[Group]) -> int:
        token = self.tokens[at]
        if token.kind in ("number", "symbol"):
            behind = self.tokens[at + 1] if at + 1 < last else None
            if token.kind == "symbol" and behind is not None and behind.value == "[":
                return self.closing(at + 1, last) + 1  # an expectation or a probability
            return at + 1
        if token.kind == "open":
            end = self.closing(at, last)
            if token.value in ("(", "[", "{", "\\lvert"):
                inner += self.group(at + 1, end, "bracket")
            return end + 1
        if token.kind == "function" and token.value not in _UNREAD:
            return self.function(at, last, inner)
        raise NotUnderstoodError(f"{token.value} is not known here")

    def function(self, at: int, last: int, inner: list[Group]) -> int:
        name = self.tokens[at].value
        if name in _FRACTIONS:
            middle = self.argument(at + 1, last, "numerator", inner)
            return self.argument(middle, last, "denominator", inner)
        at += 1
        if name == "\\sqrt":
            if at < last and self.tokens[at].value == "[":
                raise NotUnderstoodError("a root of another order")
            return self.argument(at, last, "root", inner)
        if name in _CHOICES:
            return self.members(at, last, inner)
        while at < last and self.tokens[at].value == "^":
            at = self.argument(at + 1, last, "power of a function", inner)
        if at < last and self.tokens[at].value == "(":
            end = self.closing(at, last)
            inner += self.group(at + 1, end, "argument")
            return end + 1
        if at >= last:
            raise NotUnderstoodError(f"{name} of nothing")
        return self.factor(at, last, inner)[0]

    def members(self, at: int, last: int, inner: list[Group]) -> int:
        """Past the members of a minimum or maximum in brackets."""
        if at >= last or self.tokens[at].value not in ("\\{", "("):
            raise NotUnderstoodError("min or max without brackets")
        end = self.closing(at, last)
        begin = depth = at + 1
        level = 0
        for depth in range(at + 1, end + 1):
            kind = self.tokens[depth].kind
            if depth == end or (self.tokens[depth].value == "," and level == 0):
                inner += self.group(begin, depth, "choice")
                begin = depth + 1
            level += (kind == "open") - (kind == "close")
        return end + 1

    def argument(self, at: int, last: int, place: str, inner: list[Group]) -> int:
        """Past an argument in braces, or of one token."""
        if at >= last:
            raise NotUnderstoodError("an argument is missing")
        if self.tokens[at].value != "{":
            if self.tokens[at].kind not in ("number", "symbol"):
                raise NotUnderstoodError("an argument without braces")
            inner += self.group(at, at + 1, f"bare {place}")
            return at + 1
        end = self.closing(at, last)
        inner += self.group(at + 1, end, place)
        return end + 1

    def closing(self, at: int, last: int) -> int:
        """The bracket that closes the one at a token."""
        depth = 0
        for place in range(at, last):
            kind = self.tokens[place].kind
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                if self.tokens[place].value != CLOSING.get(self.tokens[at].value):
                    break
                return place
        raise NotUnderstoodError("a bracket does not close")
