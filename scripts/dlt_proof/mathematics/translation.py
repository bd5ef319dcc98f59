"""Scalar mathematics from LaTeX to SymPy, strictly: the rest is refused.

Understood are real numbers, symbols with a domain note, + - * / powers, \\frac, \\sqrt, \\exp,
\\log and \\ln, Euler's e. A norm is an opaque atom of which only the sign is known. Expectations,
probabilities, sums and everything else raise `NotUnderstoodError`, and so does whatever people
read in two ways (`1/2x`, `\\log 2x`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy


class NotUnderstoodError(Exception):
    """The text is outside what is translated; the message says which part."""


class DomainNoteError(Exception):
    """A domain note that does not read as one; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class SymbolDomain:
    """Where a scalar symbol lives.

    Args:
        name: canonical name, `p_0`.
        low, high: end points, None for no bound.
        low_open, high_open: whether the end point is excluded.
        integer: whether only integers count.
    """

    name: str
    low: Fraction | None
    high: Fraction | None
    low_open: bool
    high_open: bool
    integer: bool

    def symbol(self) -> sympy.Symbol:
        """The SymPy symbol with the assumptions that follow from the domain."""
        assumptions: dict[str, bool] = {"real": True}
        if self.integer:
            assumptions["integer"] = True
        if self.low is not None:
            if self.low > 0 or (self.low == 0 and self.low_open):
                assumptions["positive"] = True
            elif self.low == 0:
                assumptions["nonnegative"] = True
        if self.high is not None:
            if self.high < 0 or (self.high == 0 and self.high_open):
                assumptions["negative"] = True
            elif self.high == 0:
                assumptions["nonpositive"] = True
        return sympy.Symbol(self.name, **assumptions)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A relation between symbols that the author says holds: `left relation right`."""

    left: sympy.Expr
    relation: str
    right: sympy.Expr


@dataclass(frozen=True, slots=True)
class Expression:
    """A translated term.

    Args:
        value: the SymPy expression.
        conditions: what must hold for it to be defined: (expression, `nonzero`, `positive` or
            `nonnegative`), gathered before SymPy could cancel anything.
        applications: `x(…)` read as a product: the symbol and what stands in the parentheses.
        used_definitions: symbols that a note defines.
    """

    value: sympy.Expr
    conditions: tuple[tuple[sympy.Expr, str], ...]
    applications: frozenset[tuple[str, str]] = frozenset()
    used_definitions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Domains:
    """All domain notes in scope.

    Args:
        symbols: where each symbol lives.
        definitions: symbols that stand for a term, `s_j = s_{j-1} + e^{\\sigma_j}`.
        constraints: relations that the author says hold.
    """

    symbols: dict[str, SymbolDomain]
    definitions: "dict[str, Expression]" = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = field(default=())


_NAMED_SETS: dict[str, tuple[Fraction | None, Fraction | None, bool, bool, bool]] = {
    "reals": (None, None, False, False, False),
    "positive reals": (Fraction(0), None, True, False, False),
    "nonnegative reals": (Fraction(0), None, False, False, False),
    "integers": (None, None, False, False, True),
    "positive integers": (Fraction(1), None, False, False, True),
    "nonnegative integers": (Fraction(0), None, False, False, True),
}
_INTERVAL = re.compile(
    r"(?P<open>[\[(])\s*(?P<low>-?oo|-?\d+(?:\.\d+|/\d+)?)\s*,\s*"
    r"(?P<high>oo|-?\d+(?:\.\d+|/\d+)?)\s*(?P<close>[\])])$"
)
_MEMBERSHIP = re.compile(r"(?P<names>.+?)\s+(?:in|\\in)\s+(?P<set>.+)$")
_ORDER = re.compile(r"<=|>=|\\leq?(?![a-z])|\\geq?(?![a-z])|<|>")
_PLAIN_ORDER = {"\\le": "<=", "\\leq": "<=", "\\ge": ">=", "\\geq": ">="}


def read_domains(notes: Sequence[str]) -> Domains:
    """Read domain notes: `p_0 in (0, 1]`, `x, y in reals`, `N_T >= p_0 T/2`, `s = a + b`.

    Greek letters may be written without their backslash. Definitions are read in their order.

    Raises:
        DomainNoteError: a note is none of these, or a symbol gets two domains.
    """
    symbols: dict[str, SymbolDomain] = {}
    relations: list[str] = []
    for note in notes:
        member = _MEMBERSHIP.match(note)
        if member is None:
            relations.append(note)
            continue
        for text in member["names"].split(","):
            name = _symbol_name(text.strip(), note)
            domain = _domain(name, member["set"].strip(), note)
            if symbols.get(name, domain) != domain:
                raise DomainNoteError(f"{name} has two different domains")
            symbols[name] = domain
    domains = Domains(symbols)
    constraints = []
    for note in relations:
        left, equals, right = _with_backslashes(note).partition("=")
        if equals and not left.endswith(("<", ">", "\\", ":")) and not _ORDER.search(note):
            name = _symbol_name(left, note)
            if name in symbols or name in domains.definitions:
                raise DomainNoteError(f"{note!r}: {name} has a domain already")
            domains.definitions[name] = _note_term(right, note, domains)
        else:
            constraints.append(_constraint(note, domains))
    return Domains(symbols, domains.definitions, tuple(constraints))


def _note_term(text: str, note: str, domains: Domains) -> Expression:
    try:
        return translate(text, domains)
    except NotUnderstoodError as error:
        raise DomainNoteError(f"{note!r}: {error}") from None


def _with_backslashes(text: str) -> str:
    return _BARE_GREEK.sub(r"\\\g<0>", text)


def _symbol_name(text: str, note: str) -> str:
    try:
        tokens = _tokens(_with_backslashes(text))
    except NotUnderstoodError:
        tokens = []
    if len(tokens) != 1 or tokens[0][0] != "symbol":
        raise DomainNoteError(f"{text!r} in {note!r} is no symbol")
    return tokens[0][1]


def _domain(name: str, where: str, note: str) -> SymbolDomain:
    if where in _NAMED_SETS:
        return SymbolDomain(name, *_NAMED_SETS[where])
    match = _INTERVAL.match(where)
    if match is None:
        known = ", ".join(_NAMED_SETS)
        raise DomainNoteError(f"{note!r}: expected an interval like (0, 1] or one of: {known}")
    if match["low"] == "oo" or match["high"] == "-oo":
        raise DomainNoteError(f"{note!r} is an empty interval")
    try:
        low = None if match["low"] == "-oo" else Fraction(match["low"])
        high = None if match["high"] == "oo" else Fraction(match["high"])
    except ZeroDivisionError:
        raise DomainNoteError(f"{note!r} divides by zero") from None
    low_open, high_open = match["open"] == "(", match["close"] == ")"
    if (
        low is not None
        and high is not None
        and (low > high or (low == high and (low_open or high_open)))
    ):
        raise DomainNoteError(f"{note!r} is an empty interval")
    return SymbolDomain(name, low, high, low_open, high_open, False)


def _constraint(note: str, domains: Domains) -> Constraint:
    parts = _ORDER.split(_with_backslashes(note))
    if len(parts) != 2:
        raise DomainNoteError(f"{note!r} is none of `x in set`, `x = term`, `term <= term`")
    sign = _ORDER.findall(note)[0]
    left, right = (_note_term(part, note, domains) for part in parts)
    return Constraint(left.value, _PLAIN_ORDER.get(sign, sign), right.value)


_GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "vartheta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "rho",
    "varrho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "varphi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Phi",
    "Psi",
    "Omega",
    "ell",
]
#: The longest name first, and only where no letter or backslash stands before it.
_BARE_GREEK = re.compile(
    r"(?<![A-Za-z\\])(?:" + "|".join(sorted(_GREEK, key=len, reverse=True)) + r")(?![A-Za-z])"
)
_LEXER = re.compile(
    r"""
    (?P<space>\s+|~|\\[,;:!\ ]|\\(?:quad|qquad|displaystyle|textstyle)(?![A-Za-z]))
  | (?P<size>\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z]))
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<operator>[-+/*^]|\\cdot(?![A-Za-z])|\\times(?![A-Za-z]))
  | (?P<open>[(\[{]|\\\{)
  | (?P<close>[)\]}]|\\\})
  | (?P<function>\\(?:exp|log|ln|frac|tfrac|dfrac|sqrt)(?![A-Za-z]))
  | (?P<symbol>(?:\\(?:"""
    + "|".join(_GREEK)
    + r""")(?![A-Za-z])|[A-Za-z])
        (?P<subscript>\s*_\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\[A-Za-z]+|[A-Za-z0-9]))?(?P<prime>'*))
    """,
    re.VERBOSE,
)
_CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}

_NORM = re.compile(r"\\[lr]Vert(?![A-Za-z])")
#: How the name of an opaque atom begins: no symbol that is written begins so.
OPAQUE = "‖"

_Token = tuple[str, str]


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _LEXER.match(text, position)
        if match is None and text.startswith("\\lVert", position):
            end = _norm_end(text, position)
            inside = re.sub(r"\s", "", text[position + len("\\lVert") : end - len("\\rVert")])
            tokens.append(("opaque", f"{OPAQUE}{inside}{OPAQUE}"))
            position = end
            continue
        if match is None:
            raise NotUnderstoodError(f"{text[position : position + 24]!r}")
        position = match.end()
        kind = match.lastgroup or ""
        if match["symbol"] is not None:
            kind = "symbol"
        if kind in ("space", "size"):
            continue
        value = match[0]
        if kind == "symbol":
            value = canonical_name(value)
        tokens.append((kind, value))
    return tokens


def _norm_end(text: str, start: int) -> int:
    """One past the \\rVert that closes the \\lVert at an offset."""
    depth = 0
    for match in _NORM.finditer(text, start):
        depth += 1 if match[0] == "\\lVert" else -1
        if depth == 0:
            return match.end()
    raise NotUnderstoodError("a \\lVert without its \\rVert")


def symbols_in(text: str) -> set[str]:
    """Canonical names of all symbols in any formula, understood or not."""
    found = set()
    for match in _LEXER.finditer(text):
        if match["symbol"] is not None:
            found.add(canonical_name(match[0]))
    return found


def canonical_name(symbol: str) -> str:
    """The name of a symbol without braces and blanks: `p_{ 0 }` is `p_0`; fonts tell apart."""
    # Braces around one token print nothing; others tell x_{n_k+1} from x_{n_{k+1}}.
    return re.sub(r"\{(\\[A-Za-z]+|[A-Za-z0-9])\}", r"\1", re.sub(r"\s", "", symbol))


def translate(text: str, domains: Domains) -> Expression:
    """The SymPy expression of a term.

    Args:
        text: LaTeX with macros expanded.
        domains: a symbol without a domain is not understood.

    Raises:
        NotUnderstoodError: the text is outside what is translated.
    """
    if not text.strip():
        raise NotUnderstoodError("an empty side")
    words = re.sub(r"\\[A-Za-z]+|_\s*(?:\{[^{}]*\}|\S)", " ", text)
    if word := _FUNCTION_WORD.search(words):
        raise NotUnderstoodError(f"{word[0]!r} without its backslash")
    reader = _Reader(_tokens(text), domains)
    try:
        value = reader.sum()
    except RecursionError:
        raise NotUnderstoodError("nested too deeply") from None
    if reader.peek() is not None:
        raise NotUnderstoodError(f"{reader.peek()!r} after the end of the term")
    return Expression(
        value,
        tuple(reader.conditions),
        frozenset(reader.applications),
        frozenset(reader.used_definitions),
    )


_FUNCTION_WORD = re.compile(
    r"(?:exp|log|ln|sin|cos|tan|max|min|sup|inf|det|dim|deg|mod|gcd|arg|sqrt|sgn|rank)"
)
LARGEST_EXPONENT = 64
LONGEST_NUMBER = 40


class _Reader:
    """Recursive descent over the tokens; nesting is bounded, so that nothing exhausts the stack."""

    MAXIMAL_DEPTH = 60

    def __init__(self, tokens: list[_Token], domains: Domains) -> None:
        self.tokens = tokens
        self.domains = domains
        self.at = 0
        self.depth = 0
        self.conditions: list[tuple[sympy.Expr, str]] = []
        self.applications: set[tuple[str, str]] = set()
        self.used_definitions: set[str] = set()

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> _Token:
        token = self.peek()
        if token is None:
            raise NotUnderstoodError("the term ends too early")
        self.at += 1
        return token

    def at_operator(self, *signs: str) -> bool:
        token = self.peek()
        return token is not None and token[0] == "operator" and token[1] in signs

    def sum(self) -> Any:
        self.depth += 1
        if self.depth > self.MAXIMAL_DEPTH:
            raise NotUnderstoodError("nested too deeply")
        negative = False
        if self.at_operator("-", "+"):
            negative = self.take()[1] == "-"
        value = self.product()
        if negative:
            value = -value
        while self.at_operator("+", "-"):
            sign = self.take()[1]
            term = self.product()
            value = value + term if sign == "+" else value - term
        self.depth -= 1
        return value

    def product(self) -> Any:
        value, greedy = self.factor()
        divided = False
        while (token := self.peek()) is not None:
            if greedy and not self.at_operator("+", "-") and token[0] != "close":
                raise NotUnderstoodError("\\log a b, \\log a/b can be read in two ways")
            if self.at_operator("*", "\\cdot", "\\times"):
                if divided:
                    raise NotUnderstoodError("a/b * c can be read in two ways")
                self.take()
                factor, greedy = self.factor()
                value = value * factor
            elif self.at_operator("/"):
                if divided:
                    raise NotUnderstoodError("a/b/c can be read in two ways")
                self.take()
                factor, greedy = self.factor()
                self.conditions.append((factor, "nonzero"))
                value, divided = value / factor, True
            elif token[0] in ("number", "symbol", "function", "open", "opaque"):
                if divided:
                    raise NotUnderstoodError("a/b c can be read in two ways")
                if token[0] == "number":
                    raise NotUnderstoodError("a number after a factor can be read in two ways")
                factor, greedy = self.factor()
                if token[0] == "function" and value.is_Rational and factor.is_Rational:
                    raise NotUnderstoodError("3\\frac12 can be read in two ways")
                value = value * factor
            else:
                break
        return value

    def factor(self) -> tuple[Any, bool]:
        """A factor with its power, and whether it ended in a function's bare argument."""
        token = self.peek()
        is_function = token is not None and token[0] == "function"
        is_log_or_exp = is_function and token is not None and token[1] in ("\\log", "\\ln", "\\exp")
        start = self.at
        base, bare = self.atom()
        if is_log_or_exp and not bare and self.peek() == ("open", "("):
            raise NotUnderstoodError("\\log(a)(b) can be read in two ways")
        if self.at_operator("^"):
            if is_function:
                raise NotUnderstoodError("\\log(a)^b, \\frac ab^c can be read in two ways")
            self.take()
            exponent = self.exponent()
            if not exponent.is_integer:
                self.conditions.append((base, "positive"))
            elif not exponent.is_nonnegative:
                self.conditions.append((base, "nonzero"))
            base = base**exponent
        names = [text for kind, text in self.tokens[start : self.at] if kind == "symbol"]
        following = self.peek()
        if following in (("open", "("), ("open", "[")) and len(names) >= 1 and self.at - start <= 6:
            # f^2(x), f[x], (f)(x): a product or a function's value.
            length = self.group_length()
            inside = self.tokens[self.at + 1 : self.at + 1 + length]
            self.applications.add((" ".join(names), " ".join(text for _, text in inside)))
        return base, bare

    def exponent(self) -> Any:
        token = self.peek()
        if token == ("open", "{"):
            if self.wraps_in_brackets():
                raise NotUnderstoodError("x^{(k)} may be an index")
            value = self.group()
        elif token is not None and token[0] == "number" and len(token[1]) > 1:
            raise NotUnderstoodError(f"^{token[1]} without braces")
        elif token is None or token[0] in ("function", "open"):
            raise NotUnderstoodError("an exponent without braces")
        else:
            self.refuse_decorated(token)
            value = self.atom()[0]
        if value.is_Integer and abs(value) > LARGEST_EXPONENT:
            raise NotUnderstoodError(f"the exponent {value} is too large")
        return value

    def refuse_decorated(self, token: _Token) -> None:
        """TeX reads x^n_1 as x with both, not as x to the n_1; likewise \\sqrt x_1."""
        if token[0] == "symbol" and ("_" in token[1] or "'" in token[1]):
            raise NotUnderstoodError(f"{token[1]} without braces")

    def wraps_in_brackets(self) -> bool:
        """Whether the braces that open here hold nothing but one bracketed group."""
        if self.at + 1 >= len(self.tokens) or self.tokens[self.at + 1][0] != "open":
            return False
        depth = 0
        for offset, (kind, _) in enumerate(self.tokens[self.at + 1 :], start=self.at + 1):
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                return offset + 1 < len(self.tokens) and self.tokens[offset + 1][0] == "close"
        return False

    def group_length(self) -> int:
        """How many tokens stand in the group that opens here."""
        depth = 0
        for offset, (kind, _) in enumerate(self.tokens[self.at :]):
            depth += (kind == "open") - (kind == "close")
            if depth == 0:
                return offset - 1
        raise NotUnderstoodError("a bracket that is not closed")

    def group(self) -> Any:
        kind, opening = self.take()
        if kind != "open":
            raise NotUnderstoodError(f"{opening!r} where a group was expected")
        value = self.sum()
        closing = self.take()[1]
        if closing != _CLOSING[opening]:
            raise NotUnderstoodError(f"{opening!r} closed by {closing!r}")
        return value

    def atom(self) -> tuple[Any, bool]:
        kind, value = self.take()
        if kind == "number":
            if len(value) > LONGEST_NUMBER:
                raise NotUnderstoodError("a very long number")
            return sympy.Rational(value), False
        if kind == "open":
            self.at -= 1
            single = self.group_length() == 1
            # {a+b} prints no bracket, [n] may be a set, \\{x\\} a set or a fractional part.
            if value == "\\{" or (value == "[" and single) or (value == "{" and not single):
                raise NotUnderstoodError(f"{value} can be read in two ways")
            return self.group(), False
        if kind == "symbol":
            return self.symbol(value), False
        if kind == "opaque":
            return sympy.Symbol(value, nonnegative=True), False
        if kind == "function":
            return self.function(value)
        raise NotUnderstoodError(f"{value!r}")

    def symbol(self, name: str) -> Any:
        if name in self.domains.symbols:
            return self.domains.symbols[name].symbol()
        if name in self.domains.definitions:
            definition = self.domains.definitions[name]
            self.conditions += definition.conditions
            self.used_definitions |= {name, *definition.used_definitions}
            return definition.value
        if name == "e" and self.at_operator("^"):
            return sympy.E
        raise NotUnderstoodError(f"no domain note for {name}")

    def function(self, name: str) -> tuple[Any, bool]:
        if name in ("\\frac", "\\tfrac", "\\dfrac"):
            first = self.at
            numerator = self.argument()
            second = self.at
            denominator = self.argument()
            if all(("symbol", "d") in self.tokens[i : i + 2] for i in (first, second)):
                raise NotUnderstoodError("a derivative")
            self.conditions.append((denominator, "nonzero"))
            return numerator / denominator, False
        if name == "\\sqrt":
            if self.peek() == ("open", "["):
                raise NotUnderstoodError("a root of higher order")
            inner = self.argument()
            self.conditions.append((inner, "nonnegative"))
            return sympy.sqrt(inner), False
        if self.at_operator("^"):
            raise NotUnderstoodError(f"{name}^… can be read in two ways")
        token = self.peek()
        bracketed = token is not None and token[0] == "open" and token[1] in ("(", "[")
        braced = token == ("open", "{")
        if braced and self.group_length() > 1:
            raise NotUnderstoodError(f"{name}{{…}} prints no bracket")
        inner = self.group() if bracketed or braced else self.atom()[0]
        if name == "\\exp":
            return sympy.exp(inner), not bracketed
        self.conditions.append((inner, "positive"))
        return sympy.log(inner), not bracketed

    def argument(self) -> Any:
        """A braced argument, or the single digit or symbol that TeX takes without braces."""
        token = self.peek()
        if token is None or token == ("open", "{"):
            return self.group()
        if token[0] in ("open", "function"):
            raise NotUnderstoodError("an argument without braces")
        self.refuse_decorated(token)
        if token[0] == "number":
            # \frac12: TeX takes one digit at a time.
            self.tokens[self.at : self.at + 1] = [("number", digit) for digit in token[1]]
            if "." in token[1]:
                raise NotUnderstoodError("a decimal number without braces")
        return self.atom()[0]
