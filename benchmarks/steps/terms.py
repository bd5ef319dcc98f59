"""Terms of the corpus as a small tree, read from Python expressions in the corpus files.

Not here: what a term is worth (`evaluation`), how it is printed (`printing`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

#: Functions of real numbers, by the name they have in the corpus, with their number of arguments
#: (None for any).
FUNCTIONS: dict[str, int | None] = {
    "sqrt": 1, "exp": 1, "log": 1, "log2": 1, "sin": 1, "cos": 1, "tan": 1, "arctan": 1,
    "sinh": 1, "cosh": 1, "tanh": 1, "abs": 1, "max": None, "min": None,
    "floor": 1, "ceil": 1, "factorial": 1, "binomial": 2,
    "norm": 1, "inner": 2, "E": 1, "Var": 1, "P": 1,
}  # fmt: skip
#: What the target of the bench counts as understood; all else is tagged as beyond it.
LISTED_FUNCTIONS = frozenset((
    "sqrt", "exp", "log", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "abs", "max",
    "min",
))  # fmt: skip
RELATION_SIGNS = ("=", "<=", ">=", "<", ">")
REVERSED = {"=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}

_COMPARISONS = {ast.Eq: "=", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">"}


class CorpusError(Exception):
    """A corpus file says something that is not read; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Term:
    """A node of a term.

    Args:
        head: `number`, `symbol`, `pi`, `add`, `neg`, `mul`, `div`, `pow`, `call`, `sum`, `prod`,
            `item` (a member of a family, `a_i`) or `event` (a comparison inside `P`).
        arguments: its parts; of `sum` and `prod` (body, first, last).
        value: the number, or the name of symbol, function, index, family or comparison.
    """

    head: str
    arguments: tuple[Term, ...] = ()
    value: Fraction | str = ""

    @property
    def name(self) -> str:
        return str(self.value)

    @property
    def number(self) -> Fraction:
        assert isinstance(self.value, Fraction)
        return self.value


Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One relation between two terms."""

    left: Term
    relation: str
    right: Term


def number(value: int | Fraction) -> Term:
    """A literal; negative ones are negated literals, as they are printed."""
    literal = _literal(abs(Fraction(value)))
    return literal if value >= 0 else Term("neg", (literal,))


def parse_term(text: str) -> Term:
    """The term that a Python expression stands for.

    Raises:
        CorpusError: it uses anything else than what `Term` knows.
    """
    return _term(_parsed(text), text)


def parse_chain(text: str) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The terms of a chain and the relations between them, `a <= b == c`."""
    node = _parsed(text)
    if not isinstance(node, ast.Compare):
        raise CorpusError(f"{text!r} has no relation")
    terms = tuple(_term(part, text) for part in (node.left, *node.comparators))
    return terms, tuple(_sign(operator, text) for operator in node.ops)


def _parsed(text: str) -> ast.expr:
    try:
        return ast.parse(" ".join(text.split()), mode="eval").body
    except SyntaxError as error:
        raise CorpusError(f"{text!r}: {error}") from None


def _sign(operator: ast.cmpop, text: str) -> str:
    if type(operator) not in _COMPARISONS:
        raise CorpusError(f"{text!r}: only ==, <=, >=, <, > relate terms")
    return _COMPARISONS[type(operator)]


def _term(node: ast.expr, text: str) -> Term:
    """The term of a syntax node; what is not listed here is refused."""

    def read(part: ast.expr) -> Term:
        return _term(part, text)

    match node:
        case ast.Constant(value=bool() | str() | bytes() | None):
            pass
        case ast.Constant(value=int() | float()):
            return Term("number", (), Fraction(ast.unparse(node)))
        case ast.Name(id="pi"):
            return Term("pi")
        case ast.Name(id=name):
            return Term("symbol", (), name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Term("neg", (read(operand),))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined("add", read(left), read(right))
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _joined("add", read(left), Term("neg", (read(right),)))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            factor, rest = read(left), read(right)
            if factor.head == "neg":  # -x y is read as -(x y), as it is printed
                return Term("neg", (_joined("mul", factor.arguments[0], rest),))
            return _joined("mul", factor, rest)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            top, bottom = read(left), read(right)
            if top.head == "neg":
                return Term("neg", (Term("div", (top.arguments[0], bottom)),))
            return Term("div", (top, bottom))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return Term("pow", (read(left), read(right)))
        case ast.Subscript(value=ast.Name(id=family), slice=index):
            return Term("item", (read(index),), family)
        case ast.Call(func=ast.Name(id="Sum" | "Prod" as which), args=args, keywords=[]):
            if len(args) == 4 and isinstance(args[1], ast.Name):
                parts = (read(args[0]), read(args[2]), read(args[3]))
                return Term(which.lower(), parts, args[1].id)
        case ast.Call(func=ast.Name(id="P"), args=[ast.Compare() as event], keywords=[]):
            sign = _sign(event.ops[0], text)
            sides = (read(event.left), read(event.comparators[0]))
            return Term("call", (Term("event", sides, sign),), "P")
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if FUNCTIONS[name] in (None, len(args)):
                return Term("call", tuple(read(part) for part in args), name)
    raise CorpusError(f"{text!r}: {ast.unparse(node)!r} is not read")


def _literal(value: int | Fraction | str) -> Term:
    return Term("number", (), Fraction(value))


def _joined(head: str, left: Term, right: Term) -> Term:
    """Sums and products are flat as far as they are written without parentheses on the left."""
    first = left.arguments if left.head == head else (left,)
    return Term(head, (*first, right))


def places(term: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Every node with its path, the outermost first."""
    yield path, term
    for index, part in enumerate(term.arguments):
        yield from places(part, (*path, index))


def replaced(term: Term, path: Path, new: Term) -> Term:
    """The term with another node at a path."""
    if not path:
        return new
    parts = list(term.arguments)
    parts[path[0]] = replaced(parts[path[0]], path[1:], new)
    return replace(term, arguments=tuple(parts))


def names(term: Term) -> set[str]:
    """Free symbols and families."""
    if term.head == "symbol":
        return {term.name}
    found: set[str] = {term.name} if term.head == "item" else set()
    if term.head in ("sum", "prod"):
        body, low, high = term.arguments
        return (names(body) - {term.name}) | names(low) | names(high)
    return found.union(*(names(part) for part in term.arguments))


def renamed(term: Term, mapping: dict[str, str]) -> Term:
    """The term with symbols exchanged for others."""
    value = mapping.get(term.name, term.value) if term.head == "symbol" else term.value
    return Term(term.head, tuple(renamed(part, mapping) for part in term.arguments), value)


def is_listed(term: Term) -> bool:
    """Whether a term is made of what the bench's target counts as understood, by its shape.

    Polynomials, roots, powers, exp, log, trigonometric, hyperbolic, absolute values, max and min,
    finite sums and products; families `a_i` count, for sums run over them.
    """
    if term.head == "call" and term.name not in LISTED_FUNCTIONS:
        return False
    return term.head != "event" and all(is_listed(part) for part in term.arguments)


def is_scalar(term: Term, kinds: dict[str, str]) -> bool:
    """Whether a term is a number by its shape: norms and inner products are those of vectors.

    Args:
        term: any term.
        kinds: of its symbols, `vector` or others.
    """
    return _shape(term, kinds) == "scalar"


def _shape(term: Term, kinds: dict[str, str]) -> str:
    """`scalar`, `vector`, or "" where the term makes no sense."""
    if term.head == "symbol":
        return "vector" if kinds.get(term.name) == "vector" else "scalar"
    shapes = [_shape(part, kinds) for part in term.arguments]
    if "" in shapes:
        return ""
    vectors = shapes.count("vector")
    if term.head == "call" and term.name in ("norm", "inner"):
        return "scalar" if vectors == len(shapes) else ""
    if not vectors:
        return "scalar"
    if term.head in ("add", "neg") and vectors == len(shapes):
        return "vector"
    if (term.head == "mul" and vectors == 1) or (term.head == "div" and shapes[1] == "scalar"):
        return "vector"
    return ""
