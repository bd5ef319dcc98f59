"""Terms as LaTeX, in the manners of several authors; every manner prints the same mathematics."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from .terms import Term, number

_GREEK = frozenset((
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "kappa",
    "mu", "nu", "xi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega", "Gamma",
    "Delta", "Theta", "Lambda", "Phi", "Psi", "Omega", "ell",
))  # fmt: skip
#: `lambda` is no name in Python.
_NAMES = {"lamb": r"\lambda"}
_TRIGONOMETRIC = ("sin", "cos", "tan", "sinh", "cosh", "tanh")
_ADD, _SLASH, _MULTIPLY, _POWER, _ATOM = 1, 2, 3, 4, 5

SIGNS = {"=": ("=",), "<=": (r"\le", r"\leq"), ">=": (r"\ge", r"\geq"), "<": ("<",), ">": (">",)}


@dataclass(frozen=True, slots=True)
class Manner:
    """How one author prints.

    Args:
        exponential: `e^{x}` rather than `\\exp(x)`.
        logarithm: `\\log` or `\\ln`.
        growing: `\\left(` rather than `(`.
        bars: `|x|`, `\\lvert x \\rvert` or `\\abs{x}`.
        fraction: `\\frac` or `\\tfrac` or `\\dfrac`.
        bare: `\\sin x` rather than `\\sin(x)`.
        braces: `\\max\\{x, y\\}` rather than `\\max(x, y)`.
        variant: which of the other possibilities.
    """

    exponential: bool
    logarithm: str
    growing: bool
    bars: str
    fraction: str
    bare: bool
    braces: bool
    variant: int


def manner_of(seed: str) -> Manner:
    """An author, as far as the seed tells."""
    chance = random.Random(f"manner {seed}")
    return Manner(
        chance.random() < 0.6,
        chance.choice((r"\log", r"\log", r"\ln")),
        chance.random() < 0.4,
        chance.choice(("|", r"\lvert", r"\abs")),
        chance.choice((r"\frac", r"\frac", r"\frac", r"\dfrac")),
        chance.random() < 0.5,
        chance.random() < 0.6,
        chance.randrange(1000),
    )


class Printer:
    """Prints the terms of one paper.

    Args:
        manner: of its author.
        printed: LaTeX of symbols that are not printed as their names.
    """

    def __init__(self, manner: Manner, printed: dict[str, str]) -> None:
        self.manner = manner
        self.printed = printed

    def relation(self, sign: str) -> str:
        signs = SIGNS[sign]
        return signs[self.manner.variant % len(signs)]

    def symbol(self, name: str) -> str:
        if name in self.printed:
            return self.printed[name]
        if name in _NAMES:
            return _NAMES[name]
        base, _, index = name.partition("_")
        base = f"\\{base}" if base in _GREEK else base
        if not index:
            return base
        if index in ("max", "min"):
            index = f"\\{index}"
        return f"{base}_{index}" if re.fullmatch(r"\w", index) else f"{base}_{{{index}}}"

    def term(self, term: Term) -> str:
        """The LaTeX of a term."""
        return self._at(term, 0)

    # -- the parts ----------------------------------------------------------------------------

    def _at(self, term: Term, level: int, *, last: bool = True) -> str:
        """The term, in parentheses where it binds less than `level`.

        Args:
            last: whether nothing that could be taken for a part of the term follows it.
        """
        text, own = self._printed(term, last)
        return self._parentheses(text) if own < level else text

    def _parentheses(self, text: str) -> str:
        if self.manner.growing and (r"frac" in text or r"\sum" in text):
            return rf"\left( {text} \right)"
        if r"\sum" in text or r"\prod" in text:
            return rf"\Bigl( {text} \Bigr)"
        return f"({text})"

    def _printed(self, term: Term, last: bool) -> tuple[str, int]:
        head, arguments = term.head, term.arguments
        if head == "number":
            value = term.number
            if value.denominator == 1:
                return str(value), _ATOM
            return f"{float(value):g}", _ATOM
        if head == "symbol":
            return self.symbol(term.name), _ATOM
        if head == "pi":
            return r"\pi", _ATOM
        if head == "item":
            base, index = self.symbol(term.name), self.term(arguments[0])
            return (f"{base}_{index}" if len(index) == 1 else f"{base}_{{{index}}}"), _ATOM
        if head == "add":
            return self._addition(term, last), _ADD
        if head == "neg":
            return f"-{self._at(arguments[0], _SLASH, last=last)}", _ADD
        if head == "mul":
            return self._product(term, last), _MULTIPLY
        if head == "div":
            return self._fraction(term)
        if head == "pow":
            return self._power(term, last)
        if head in ("sum", "prod"):
            return self._iterated(term), (_MULTIPLY if last else 0)
        return self._call(term, last)

    def _addition(self, term: Term, last: bool) -> str:
        pieces = []
        for position, part in enumerate(term.arguments):
            negative = part.head == "neg"
            inner = part.arguments[0] if negative else part
            final = position == len(term.arguments) - 1 and last
            level = _SLASH if negative or position else _ADD
            text = self._at(inner, level, last=final)
            if position == 0:
                pieces.append(f"-{text}" if negative else text)
            else:
                pieces.append(f"{'-' if negative else '+'} {text}")
        return " ".join(pieces)

    def _product(self, term: Term, last: bool) -> str:
        text = ""
        for position, part in enumerate(term.arguments):
            final = position == len(term.arguments) - 1
            # A sum's own sign stands for a product only where nothing follows it.
            level = _MULTIPLY if final or part.head == "div" else _POWER
            if part.head == "mul" or (part.head == "neg" and position == 0):
                level = _POWER
            piece = self._at(part, level, last=final and last)
            dotted = (
                piece[0].isdigit()
                or (text.isdigit() and part.head == "div")
                or (self.manner.variant % 5 == 0 and part.head in ("div", "sum", "prod"))
            )
            text += (r" \cdot " if dotted else " ") + piece if text else piece
        return text

    def _fraction(self, term: Term) -> tuple[str, int]:
        top, bottom = term.arguments
        simple = all(
            part.head in ("number", "symbol") and len(self.term(part)) == 1
            for part in (top, bottom)
        )
        if simple and self.manner.variant % 4 == 0:
            return f"{self.term(top)}/{self.term(bottom)}", _SLASH
        return rf"{self.manner.fraction}{{{self.term(top)}}}{{{self.term(bottom)}}}", _POWER

    def _power(self, term: Term, last: bool) -> tuple[str, int]:
        base, exponent = term.arguments
        raised = self._exponent(exponent)
        wave = base.head == "call" and base.name in _TRIGONOMETRIC and exponent.head == "number"
        if wave and exponent.number.denominator == 1:
            argument = self._argument(base.arguments[0], bare=self.manner.bare and last)
            return rf"\{base.name}^{raised}{argument}", _POWER
        if base.head == "call" and base.name in ("E", "norm", "abs", "P"):
            return f"{self.term(base)}^{raised}", _POWER
        level = _ATOM
        text, own = self._printed(base, True)
        if base.head == "call" and base.name == "exp":
            own = _POWER
        return f"{self._parentheses(text) if own < level else text}^{raised}", _POWER

    def _exponent(self, exponent: Term) -> str:
        text = self._inline(exponent)
        return text if re.fullmatch(r"\w|\\[a-z]+", text) else f"{{{text}}}"

    def _inline(self, term: Term) -> str:
        """Fractions in exponents are slashed where that is unambiguous."""
        sign, inner = ("-", term.arguments[0]) if term.head == "neg" else ("", term)
        if inner.head == "div" and self.manner.variant % 3:
            top, bottom = inner.arguments
            upper = self._at(top, _POWER if top.head in ("div", "neg") else _MULTIPLY, last=False)
            if not re.search(r"frac|/", upper):
                return f"{sign}{upper}/{self._at(bottom, _POWER, last=False)}"
        return self.term(term)

    def _iterated(self, term: Term) -> str:
        body, low, high = term.arguments
        index = self.symbol(term.name)
        sign = r"\sum" if term.head == "sum" else r"\prod"
        upper = self.term(high)
        upper = upper if len(upper) == 1 else f"{{{upper}}}"
        return f"{sign}_{{{index} = {self.term(low)}}}^{upper} {self._at(body, _MULTIPLY)}"

    def _argument(self, argument: Term, *, bare: bool) -> str:
        text = self.term(argument)
        if bare and argument.head in ("symbol", "number", "pi"):
            return f" {text}"
        return rf"\left( {text} \right)" if self.manner.growing else f"({text})"

    def _call(self, term: Term, last: bool) -> tuple[str, int]:
        name, arguments = term.name, term.arguments
        if name == "sqrt":
            return rf"\sqrt{{{self.term(arguments[0])}}}", _ATOM
        if name == "exp":
            inner = arguments[0]
            if inner == number(1):
                return "e", _ATOM
            if self.manner.exponential:
                return f"e^{self._exponent(inner)}", _POWER
            return rf"\exp{self._argument(inner, bare=False)}", _POWER
        if name in ("log", "log2"):
            sign = self.manner.logarithm if name == "log" else r"\log_2"
            return f"{sign}{self._argument(arguments[0], bare=self.manner.bare and last)}", _POWER
        if name in (*_TRIGONOMETRIC, "arctan"):
            return rf"\{name}{self._argument(arguments[0], bare=self.manner.bare and last)}", _POWER
        if name == "abs":
            inner_text = self.term(arguments[0])
            if self.manner.bars == "|":
                return f"|{inner_text}|", _ATOM
            if self.manner.bars == r"\abs":
                return rf"\abs{{{inner_text}}}", _ATOM
            return rf"\lvert {inner_text} \rvert", _ATOM
        if name in ("max", "min"):
            parts = ", ".join(self.term(part) for part in arguments)
            return (rf"\{name}\{{{parts}\}}" if self.manner.braces else rf"\{name}({parts})"), _ATOM
        if name in ("floor", "ceil"):
            return rf"\l{name} {self.term(arguments[0])} \r{name}", _ATOM
        if name == "factorial":
            return f"{self._at(arguments[0], _ATOM)}!", _POWER
        if name == "binomial":
            return rf"\binom{{{self.term(arguments[0])}}}{{{self.term(arguments[1])}}}", _ATOM
        return self._of_other_things(name, arguments), _ATOM

    def _of_other_things(self, name: str, arguments: tuple[Term, ...]) -> str:
        """Norms, inner products, expectations and probabilities."""
        if name == "norm":
            bars = (r"\|", r"\|") if self.manner.variant % 2 else (r"\lVert ", r" \rVert")
            return f"{bars[0]}{self.term(arguments[0])}{bars[1]}"
        if name == "inner":
            return rf"\langle {self.term(arguments[0])}, {self.term(arguments[1])} \rangle"
        if name == "P":
            (event,) = arguments
            left, right = (self.term(side) for side in event.arguments)
            probability = (r"\Pr", r"\mathbb{P}")[self.manner.variant % 2]
            return rf"{probability}({left} {self.relation(event.name)} {right})"
        sign = {"E": r"\mathbb{E}", "Var": r"\operatorname{Var}"}[name]
        return rf"{sign}[{self.term(arguments[0])}]"
