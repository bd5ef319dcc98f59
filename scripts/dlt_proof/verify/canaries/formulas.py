"""A formula as a tree with its places: sums over an index, norms, expectations, indexed symbols.

Wider than `structure`, since nothing is asked of a computer algebra here; what it does not know it
refuses just so. Not here: what a formula is worth (`models`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ...mathematics.translation import NotUnderstoodError
from ...mathematics.translation.lexer import CLOSING, Token, tokens_of
from ...mathematics.translation.names import base_of

Kind = Literal[
    "number", "symbol", "call", "sum", "product", "power", "fraction", "root", "exp", "log",
    "norm", "inner", "bracket", "over", "expectation", "opaque", "choice",
]  # fmt: skip
_EXPECTS = re.compile(r"\\(?:operatorname\*?|mathbb|mathbf|bf|mathrm)\{?.*E\}*\Z|\\(?:E|EE|Ex)\Z")
_NAMED = re.compile(
    r"\\(?:operatorname|mathrm|mathsf|mathbb|text|sf|det|tr|Tr|trace|Var|Cov|KL|rank|dim)"
)
_FREE = re.compile(r"(?P<letter>\\?[A-Za-z]+)?(?P<shift>[-+]?\d+)?\Z")
_DUMMY = re.compile(r"(?P<letter>\\ell|[A-Za-z])\s*(?P<how>=|\\in\s)\s*(?P<from>.+)\Z", re.DOTALL)
_PREFIXED = ("\\Pr", "\\mathbb{P}", "\\operatorname{\\mathbb{P}}", "\\mathbf{1}", "\\mathbbm{1}")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula.

    Args:
        kind: what it is.
        start, end: its place in the text.
        parts: the parts it is made of, in their order.
        name: of a symbol its letter, of a number its digits, of a choice `\\min` or `\\max`, of
            what runs over an index `\\sum` or `\\prod`, of what is opaque its text.
        extra: the indices of a symbol; the signs of the terms of a sum; how the factors of a
            product are joined; the index and where it comes from of what runs over it; what an
            expectation is conditional on.
    """

    kind: Kind
    start: int
    end: int
    parts: tuple["Node", ...] = ()
    name: str = ""
    extra: tuple[str, ...] = ()

    def walk(self) -> list["Node"]:
        """This part and all parts of it, from the outside in."""
        return [self, *(inner for part in self.parts for inner in part.walk())]


def read_formula(text: str) -> Node:
    """The tree of a formula.

    Raises:
        NotUnderstoodError: it has something that is not known here.
    """
    tokens = tokens_of(text)
    if not tokens:
        raise NotUnderstoodError("an empty formula")
    return _Reader(text, tokens).sum(0, len(tokens))


@lru_cache(maxsize=4096)
def index_of(text: str) -> tuple[str, int] | None:
    """A letter and what is added to it (`j-1`), "" for a number alone; None where it is neither."""
    match = _FREE.match(re.sub(r"[\s{}]", "", text))
    if match is None or not match[0]:
        return None
    letter = match["letter"] or ""
    if len(letter) > 1 and letter != "\\ell":
        return None
    if letter and match["shift"] and match["shift"][0] not in "+-":
        return None
    return letter, int(match["shift"] or 0)


class _Reader:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens = text, tokens

    def sum(self, first: int, last: int) -> Node:
        terms: list[Node] = []
        signs: list[str] = []
        at = first
        while at < last:
            sign = "+"
            if self.tokens[at].value in ("+", "-"):
                sign, at = self.tokens[at].value, at + 1
            elif terms:
                raise NotUnderstoodError("two terms without a sign")
            term, at = self.product(at, last)
            terms.append(term)
            signs.append(sign)
        if not terms:
            raise NotUnderstoodError("an empty sum")
        if len(terms) == 1 and signs == ["+"]:
            return terms[0]
        start = self.tokens[first].start
        return Node("sum", start, terms[-1].end, tuple(terms), extra=tuple(signs))

    def product(self, at: int, last: int) -> tuple[Node, int]:
        factors: list[Node] = []
        joins: list[str] = []
        joined = ""
        while at < last and self.tokens[at].value not in ("+", "-"):
            token = self.tokens[at]
            if token.value in ("\\cdot", "\\times", "/") and factors and not joined:
                joined, at = token.value, at + 1
                continue
            factor, at = self.factor(at, last)
            factors.append(factor)
            joins.append(joined)
            joined = ""
        if joined or not factors:
            raise NotUnderstoodError("an operator without its term")
        if len(factors) == 1:
            return factors[0], at
        whole = Node(
            "product", factors[0].start, factors[-1].end, tuple(factors), extra=tuple(joins)
        )
        return whole, at

    def factor(self, at: int, last: int) -> tuple[Node, int]:
        base, at = self.base(at, last)
        while at < last and self.tokens[at].value == "^":
            exponent, at = self.argument(at + 1, last)
            base = Node("power", base.start, exponent.end, (base, exponent))
            base = Node("power", base.start, self.tokens[at - 1].end, base.parts)
        if at < last and (self.tokens[at].kind == "script" or self.tokens[at].value == "!"):
            raise NotUnderstoodError("a script of what is no symbol")
        return base, at

    def base(self, at: int, last: int) -> tuple[Node, int]:
        token = self.tokens[at]
        if token.kind == "number":
            return Node("number", token.start, token.end, name=token.value), at + 1
        if token.kind == "symbol":
            return self.symbol(at, last)
        if token.kind == "open":
            end = self.closing(at, last)
            kinds: dict[str, Kind] = {
                "(": "bracket", "[": "bracket", "{": "bracket", "\\lvert": "norm", "\\lVert": "norm"
            }  # fmt: skip
            if token.value == "\\langle":
                parts = self.members(at + 1, end)
                if len(parts) != 2:
                    raise NotUnderstoodError("a bracket of more than two")
                node = Node("inner", token.start, self.tokens[end].end, parts)
            elif token.value in kinds:
                inner = self.sum(at + 1, end)
                node = Node(kinds[token.value], token.start, self.tokens[end].end, (inner,))
            else:
                raise NotUnderstoodError(f"{token.value} is not known here")
            return node, end + 1
        if token.kind == "function":
            return self.function(at, last)
        raise NotUnderstoodError(f"{token.value} is not known here")

    def symbol(self, at: int, last: int) -> tuple[Node, int]:
        token = self.tokens[at]
        behind = self.tokens[at + 1] if at + 1 < last else None
        if _EXPECTS.match(token.value):
            if behind is None or behind.value not in ("[", "("):
                raise NotUnderstoodError("an expectation without brackets")
            return self.expectation(at, last)
        if token.value.startswith(_PREFIXED):
            if behind is None or behind.kind != "open":
                raise NotUnderstoodError("a probability without brackets")
            end = self.closing(at + 1, last)
            said = self.text[token.start : self.tokens[end].end]
            return Node("opaque", token.start, self.tokens[end].end, name=said), end + 1
        name, indices = _letter(token.value)
        if _NAMED.match(name) and behind is not None and behind.kind in ("open", "symbol"):
            raise NotUnderstoodError(f"{name} is not known here")
        node = Node("symbol", token.start, token.end, name=name, extra=indices)
        if behind is not None and behind.value == "(" and _applies(name):
            end = self.closing(at + 1, last)
            inside = self.tokens[at + 2 : end]
            if all(t.kind == "symbol" or t.value == "," for t in inside):
                arguments = self.members(at + 2, end)
                call = Node("call", token.start, self.tokens[end].end, (node, *arguments))
                return call, end + 1
            raise NotUnderstoodError("a function of what is no letter, or a product")
        return node, at + 1

    def expectation(self, at: int, last: int) -> tuple[Node, int]:
        end = self.closing(at + 1, last)
        bars = [
            n
            for n in range(at + 2, end)
            if (self.tokens[n].kind == "bar" or self.tokens[n].value == "\\mid")
            and self.depth(at + 1, n) == 1
        ]
        if len(bars) > 1:
            raise NotUnderstoodError("two bars in an expectation")
        given: tuple[str, ...] = ()
        stop = end
        if bars:
            stop = bars[0]
            given = (self.text[self.tokens[stop].start : self.tokens[end].start],)
        inner = self.sum(at + 2, stop)
        start = self.tokens[at].start
        return Node("expectation", start, self.tokens[end].end, (inner,), extra=given), end + 1

    def depth(self, first: int, at: int) -> int:
        kinds = [self.tokens[n].kind for n in range(first, at)]
        return kinds.count("open") - kinds.count("close")

    def function(self, at: int, last: int) -> tuple[Node, int]:
        name, start = self.tokens[at].value, self.tokens[at].start
        if name in ("\\frac", "\\tfrac", "\\dfrac"):
            above, at = self.argument(at + 1, last)
            below, at = self.argument(at, last)
            return Node("fraction", start, self.tokens[at - 1].end, (above, below), name), at
        if name == "\\sqrt":
            inner, at = self.argument(at + 1, last)
            return Node("root", start, self.tokens[at - 1].end, (inner,)), at
        if name in ("\\exp", "\\log", "\\ln"):
            at += 1
            kind: Kind = "exp" if name == "\\exp" else "log"
            if at >= last or self.tokens[at].value != "(":
                if kind == "exp" or at >= last or self.tokens[at].kind not in ("symbol", "number"):
                    raise NotUnderstoodError(f"{name} without brackets")
                inner, at = self.base(at, last)
            else:
                end = self.closing(at, last)
                inner, at = self.sum(at + 1, end), end + 1
            return Node(kind, start, self.tokens[at - 1].end, (inner,)), at
        if name in ("\\min", "\\max") and at + 1 < last and self.tokens[at + 1].value == "\\{":
            end = self.closing(at + 1, last)
            parts = self.members(at + 2, end)
            return Node("choice", start, self.tokens[end].end, parts, name), end + 1
        if name in ("\\sum", "\\prod"):
            return self.over(at, last)
        raise NotUnderstoodError(f"{name} is not known here")

    def over(self, at: int, last: int) -> tuple[Node, int]:
        name, start = self.tokens[at].value, self.tokens[at].start
        script = self.tokens[at + 1] if at + 1 < last else None
        if script is None or script.kind != "script":
            raise NotUnderstoodError("a sum without an index")
        match = _DUMMY.match(script.value.strip().removeprefix("{").removesuffix("}").strip())
        if match is None:
            raise NotUnderstoodError("a sum whose index is not known here")
        at += 2
        upper = ""
        if at < last and self.tokens[at].value == "^":
            end = self.argument(at + 1, last)[1]
            upper = self.text[self.tokens[at].end : self.tokens[end - 1].end].strip()
            at = end
        upper = upper.removeprefix("{").removesuffix("}").strip()
        below = match["from"].strip()
        if match["how"] == "=":
            if index_of(upper) is None or index_of(below) is None or not upper:
                raise NotUnderstoodError("a sum whose limits are not known here")
        elif upper or not re.fullmatch(r"\\?[A-Za-z]+|\\mathcal\{?\s*[A-Z]\}?", below):
            raise NotUnderstoodError("a sum over what is not known here")
        # It takes what is multiplied behind it.
        body, at = self.product(at, last)
        extra = (match["letter"], below, upper)
        return Node("over", start, body.end, (body,), name, extra), at

    def members(self, first: int, last: int) -> tuple[Node, ...]:
        """What stands between commas."""
        found, begin = [], first
        for at in range(first, last + 1):
            if at == last or (self.tokens[at].value == "," and not self.depth(first, at)):
                found.append(self.sum(begin, at))
                begin = at + 1
        return tuple(found)

    def argument(self, at: int, last: int) -> tuple[Node, int]:
        if at >= last:
            raise NotUnderstoodError("an argument is missing")
        if self.tokens[at].value == "{":
            end = self.closing(at, last)
            return self.sum(at + 1, end), end + 1
        if self.tokens[at].kind not in ("number", "symbol"):
            raise NotUnderstoodError("an argument without braces")
        token = self.tokens[at]
        if token.kind == "number":
            if len(token.value) > 1:
                raise NotUnderstoodError("digits without braces")
            return Node("number", token.start, token.end, name=token.value), at + 1
        name, indices = _letter(token.value)
        return Node("symbol", token.start, token.end, name=name, extra=indices), at + 1

    def closing(self, at: int, last: int) -> int:
        depth = 0
        for place in range(at, last):
            kind = self.tokens[place].kind
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                if self.tokens[place].value != CLOSING.get(self.tokens[at].value):
                    break
                return place
        raise NotUnderstoodError("a bracket does not close")


def _letter(value: str) -> tuple[str, tuple[str, ...]]:
    """A symbol's letter and its indices; a script that is no index belongs to the letter."""
    base, mark, script = value.partition("_")
    if "^" in script or "'" in value:
        return value, ()
    parts = script.removeprefix("{").removesuffix("}").split(",") if mark else []
    if parts and all(index_of(part) is not None for part in parts):
        return base, tuple(part.strip() for part in parts)
    return value, ()


def _applies(name: str) -> bool:
    """Whether a letter before a bracket is a function's; others are multiplied."""
    return base_of(name) in ("f", "g", "h", "F", "G", "L", "R", "\\ell", "\\phi", "\\psi", "u", "v")
