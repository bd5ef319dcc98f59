"""What authors write about their symbols: the same hypotheses in many wordings."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from .declarations import Declaration, Interval, Setting
from .printing import Printer
from .terms import Term, number

_COUNTED = {"real": "real number", "integer": "integer"}


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """The hypotheses of a statement, as one author puts them.

    Args:
        before: begins the statement, `Let $x > 0$. Then`; "" where it says nothing.
        after: ends it, ` for all $x > 0$`.
        assumption: what an assumption environment before the statement says, "" for none.
        in_proof: what the proof begins with, "" for nothing.
        notes: domain notes of the proof, "" for none.
    """

    before: str = ""
    after: str = ""
    assumption: str = ""
    in_proof: str = ""
    notes: str = ""


_Writer = Callable[["_Words"], Hypotheses]


def notes(setting: Setting, printer: Printer) -> str:
    """Domain notes that say what the words would, as far as notes can."""
    return _Words(setting, printer, random.Random(0)).note()


def hypotheses(setting: Setting, printer: Printer, wording: int, seed: str) -> Hypotheses:
    """The hypotheses of a setting in one of `WORDINGS`.

    Args:
        wording: which, modulo their number.
        seed: of the smaller choices.
    """
    if not setting.declarations:
        return Hypotheses("We have")
    words = _Words(setting, printer, random.Random(f"words {seed}"))
    return WORDINGS[wording % len(WORDINGS)](words)


class _Words:
    """The phrases of one setting: `$x, y > 0$`, `a positive integer $n$`, `where $q = …$`."""

    def __init__(self, setting: Setting, printer: Printer, chance: random.Random) -> None:
        self.setting = setting
        self.printer = printer
        self.chance = chance

    def formulas(self, form: str = "let") -> str:
        """`$x, y > 0$ and $n \\in \\mathbb{N}$`, further relations and definitions appended.

        Args:
            form: what stands before it: `let`, `fix` (an object), `all`, `every` or `is` (a clause
                is wanted: `$n \\ge 1$ is an integer`).
        """
        listed = _listed([self._formula(d, form) for d in self.setting.declarations])
        return listed + self._rest(form)

    def described(self) -> str:
        """`$x$ and $y$ be positive real numbers, and $n$ be a positive integer`."""
        described = [self._description(d) for d in self.setting.declarations]
        return _listed(described) + self._rest("let")

    def counted(self, form: str = "fix") -> str:
        """`positive real numbers $x, y$ and an integer $n \\ge 1$`."""
        counted = [self._counted(d, form) for d in self.setting.declarations]
        return _listed(counted) + self._rest(form)

    def items(self) -> list[str]:
        """Each declaration by itself, after `let`."""
        return [self._formula(d, "let") for d in self.setting.declarations]

    def rest(self) -> str:
        """Constraints and definitions, as they follow a list."""
        return self._rest("let")

    def note(self) -> str:
        """What the domain notes can say of scalars, "" where that is nothing."""
        parts = []
        for declaration in self.setting.declarations:
            if declaration.kind in ("real", "integer", "naturals"):
                parts += self._notes(declaration)
        for constraint in self.setting.constraints:
            if constraint.relation != "=":
                left, right = (self.printer.term(t) for t in (constraint.left, constraint.right))
                parts.append(f"{left} {constraint.relation} {right}")
        for name, term in self.setting.definitions:
            parts.append(f"{self.printer.symbol(name)} = {self.printer.term(term)}")
        return "; ".join(parts)

    def _notes(self, declaration: Declaration) -> list[str]:
        """A set with numbers as ends, then a relation for each end that is none.

        Of what is printed as something else than a symbol nothing is said.
        """
        symbols = [
            self.printer.symbol(n) for n in declaration.names if n not in self.printer.printed
        ]
        if not symbols:
            return []
        interval = declaration.interval
        low, high = (None if e is None else _plain(e) for e in (interval.low, interval.high))
        whole = declaration.kind != "real"
        named = {"0": "nonnegative integers", "1": "positive integers"}
        if whole:
            where = named.get(low or "", "integers")
        elif low is None and high is None:
            where = "reals"
        else:
            opening = "(" if interval.low_open or low is None else "["
            closing = ")" if interval.high_open or high is None else "]"
            where = f"{opening}{low or '-oo'}, {high or 'oo'}{closing}"
        notes = [f"{', '.join(symbols)} in {where}"]
        for symbol in symbols:
            if interval.low is not None and (low is None or (whole and low not in named)):
                sign = ">" if interval.low_open else ">="
                notes.append(f"{symbol} {sign} {self.printer.term(interval.low)}")
            if interval.high is not None and (high is None or whole):
                sign = "<" if interval.high_open else "<="
                notes.append(f"{symbol} {sign} {self.printer.term(interval.high)}")
        return notes

    # -- one declaration ----------------------------------------------------------------------

    def _names(self, declaration: Declaration) -> str:
        return ", ".join(self.printer.symbol(name) for name in declaration.names)

    def _formula(self, declaration: Declaration, form: str) -> str:
        shown = self._names(declaration)
        kind = declaration.kind
        if kind == "vector":
            return rf"${shown} \in \mathbb{{R}}^d$"
        if kind == "random":
            noun = "random variable" + ("" if len(declaration.names) == 1 else "s")
            said = self._called(f"${shown}$", noun, form)
            return f"{said}{self._with_values(declaration)}"
        if kind == "family":
            return self._family(declaration)
        if kind == "naturals":
            return rf"${shown} \in \mathbb{{N}}$"
        if kind == "integer":
            return self._integer(declaration, shown, form)
        return f"${self._real(shown, declaration.interval)}$"

    def _with_values(self, declaration: Declaration) -> str:
        interval = declaration.interval
        if interval.low is None and interval.high is None:
            return ""
        return f" with values in ${self._interval(interval)}$"

    def _family(self, declaration: Declaration) -> str:
        assert declaration.length is not None
        length = self.printer.term(declaration.length)
        length = length if len(length) == 1 else f"{{{length}}}"
        symbols = [self.printer.symbol(name) for name in declaration.names]
        shown = ", ".join(rf"{symbol}_1, \dots, {symbol}_{length}" for symbol in symbols)
        if declaration.interval.low is None and declaration.interval.high is None:
            return rf"${shown} \in \mathbb{{R}}$"
        return f"${self._real(shown, declaration.interval)}$"

    def _called(self, shown: str, noun: str, form: str) -> str:
        """`an integer $n$`, `$n$ be an integer`, `integers $n$`, as the words before it want."""
        several = noun.endswith("s")
        if form == "let":
            return f"{shown} be {noun if several else _article(noun)}"
        if form == "is":
            verb = "are" if several else "is"
            return f"{shown} {verb} {noun if several else _article(noun)}"
        if form == "fix":
            return f"{noun if several else _article(noun)} {shown}"
        return f"{noun if several or form == 'every' else noun + 's'} {shown}"

    def _integer(self, declaration: Declaration, shown: str, form: str) -> str:
        interval = declaration.interval
        noun = "integer" if len(declaration.names) == 1 else "integers"
        if interval.low is None and interval.high is None:
            return rf"${shown} \in \mathbb{{Z}}$"
        if interval.low is not None and interval.high is not None:
            low, high = self.printer.term(interval.low), self.printer.term(interval.high)
            if self.chance.random() < 0.5:
                return rf"${shown} \in \{{{low}, \dots, {high}\}}$"
            return self._called(rf"${low} \le {shown} \le {high}$", noun, form)
        if interval.low == number(1) and self.chance.random() < 0.6:
            return self.chance.choice((
                rf"${shown} \in \{{1, 2, \dots\}}$", rf"${shown} \in \mathbb{{Z}}_{{>0}}$",
                rf"${shown} \in \mathbb{{N}}_{{\ge 1}}$", rf"${shown} \in \mathbb{{Z}}_{{\ge 1}}$",
            ))  # fmt: skip
        if interval.low == number(0) and self.chance.random() < 0.6:
            return self.chance.choice((
                rf"${shown} \in \mathbb{{N}}_0$", rf"${shown} \in \mathbb{{Z}}_{{\ge 0}}$",
                rf"${shown} \in \{{0, 1, 2, \dots\}}$",
            ))  # fmt: skip
        return self._called(f"${self._real(shown, interval)}$", noun, form)

    def _real(self, shown: str, interval: Interval) -> str:
        """The membership of a real as a relation or with a set."""
        low = None if interval.low is None else self.printer.term(interval.low)
        high = None if interval.high is None else self.printer.term(interval.high)
        if low is None and high is None:
            return rf"{shown} \in \mathbb{{R}}"
        style = self.chance.random()
        above = ">" if interval.low_open else r"\ge"
        if high is None and low == "0" and style < 0.15:
            return rf"{shown} \in \mathbb{{R}}_{{{above} 0}}"
        if style < 0.4 or (low and high and "," in shown):
            return rf"{shown} \in {self._interval(interval)}"
        below = "<" if interval.high_open else r"\le"
        after = "" if high is None else f" {below} {high}"
        if low is None:
            return shown + after
        if high is None:
            return f"{shown} {above} {low}"
        return f"{low} {'<' if interval.low_open else _LE} {shown}{after}"

    def _interval(self, interval: Interval) -> str:
        low = r"-\infty" if interval.low is None else self.printer.term(interval.low)
        high = r"\infty" if interval.high is None else self.printer.term(interval.high)
        opening = "(" if interval.low_open or interval.low is None else "["
        closing = ")" if interval.high_open or interval.high is None else "]"
        return f"{opening}{low}, {high}{closing}"

    def _description(self, declaration: Declaration) -> str:
        noun = self._noun(declaration)
        if noun is None:
            return self._formula(declaration, "let")
        several = len(declaration.names) > 1
        shown = _listed([f"${self.printer.symbol(name)}$" for name in declaration.names])
        return f"{shown} be {noun if several else _article(noun)}"

    def _counted(self, declaration: Declaration, form: str) -> str:
        noun = self._noun(declaration)
        if noun is None:
            return self._formula(declaration, form)
        return self._called(f"${self._names(declaration)}$", noun, form)

    def _noun(self, declaration: Declaration) -> str | None:
        """`positive real numbers`, where words say it all."""
        if declaration.kind not in _COUNTED:
            return None
        interval = declaration.interval
        sign = None
        if interval.high is None:
            if interval.low is None:
                sign = ""
            elif interval.low == number(0):
                sign = "positive " if interval.low_open else self.chance.choice(_NONNEGATIVE)
            elif interval.low == number(1) and declaration.kind == "integer":
                sign = "positive "
        if sign is None:
            return None
        noun = _COUNTED[declaration.kind]
        if sign and declaration.kind == "real":
            noun = self.chance.choice(("real number", "number", "real"))
        return sign + noun + ("s" if len(declaration.names) > 1 else "")

    def _rest(self, form: str) -> str:
        """Constraints and definitions, as they follow the list."""
        text = ""
        relations = [
            f"${self.printer.term(c.left)} {self.printer.relation(c.relation)} "
            f"{self.printer.term(c.right)}$"
            for c in self.setting.constraints
        ]
        if relations:
            text += (
                f" {self.chance.choice(('with', 'such that', 'satisfying'))} {_listed(relations)}"
            )
        defined = [
            f"${self.printer.symbol(name)} {self.chance.choice(('=', ':='))} "
            f"{self.printer.term(term)}$"
            for name, term in self.setting.definitions
        ]
        if defined:
            text += f", {'and set' if form in ('let', 'fix') else 'where'} {_listed(defined)}"
        return text


_LE = r"\le"
_NONNEGATIVE = ("nonnegative ", "non-negative ")


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _listed(parts: list[str]) -> str:
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _plain(term: Term) -> str | None:
    """An end point as the notes write it; None where it is no number."""
    if term.head == "neg" and term.arguments[0].head == "number":
        return f"-{term.arguments[0].number}"
    if term.head == "div" and all(part.head == "number" for part in term.arguments):
        return "/".join(str(part.number) for part in term.arguments)
    return str(term.number) if term.head == "number" else None


# -- wordings ------------------------------------------------------------------------------------


def _let(words: _Words) -> Hypotheses:
    return Hypotheses(f"Let {words.formulas()}. Then")


def _let_described(words: _Words) -> Hypotheses:
    return Hypotheses(f"Let {words.described()}. Then")


def _for_all(words: _Words) -> Hypotheses:
    return Hypotheses(f"For all {words.formulas('all')},")


def _for_every(words: _Words) -> Hypotheses:
    return Hypotheses(f"For every {words.formulas('every')}, we have")


def _suppose(words: _Words) -> Hypotheses:
    return Hypotheses(f"Suppose that {words.formulas('is')}. Then")


def _if(words: _Words) -> Hypotheses:
    return Hypotheses(f"If {words.formulas('is')}, then")


def _after_all(words: _Words) -> Hypotheses:
    return Hypotheses("We have", f" for all {words.formulas('all')}")


def _after_any(words: _Words) -> Hypotheses:
    return Hypotheses("It holds that", f" for any {words.counted('every')}")


def _fix(words: _Words) -> Hypotheses:
    return Hypotheses(f"Fix {words.formulas('fix')}. Then")


def _assume(words: _Words) -> Hypotheses:
    return Hypotheses(f"Assume that {words.formulas('is')}. It holds that")


def _given(words: _Words) -> Hypotheses:
    return Hypotheses(f"Given {words.counted('fix')}, we have")


def _whenever(words: _Words) -> Hypotheses:
    return Hypotheses("We have", f" whenever {words.formulas('is')}")


def _consider(words: _Words) -> Hypotheses:
    return Hypotheses(f"Consider {words.counted('fix')}. Then")


def _where(words: _Words) -> Hypotheses:
    return Hypotheses("We have", f", where {words.formulas('is')}")


def _assumption(words: _Words) -> Hypotheses:
    return Hypotheses(
        r"Under \cref{ass:standing},", assumption=f"Throughout, {words.formulas('is')}."
    )


def _assumption_let(words: _Words) -> Hypotheses:
    return Hypotheses(r"Under \cref{ass:standing}, we have", assumption=f"Let {words.described()}.")


def _in_proof(words: _Words) -> Hypotheses:
    after = f" for all {words.formulas('all')}"
    return Hypotheses("We have", after, in_proof=f"Fix {words.formulas('fix')}.")


def _separate_lets(words: _Words) -> Hypotheses:
    """A sentence for each; what relates them comes last."""
    *first, last = words.items()
    lets = " ".join(f"Let {item}." for item in first)
    return Hypotheses(f"{lets} Let {last}{words.rest()}. Then".strip())


def _noted(words: _Words) -> Hypotheses:
    return Hypotheses(f"Let {words.formulas()}. Then", notes=words.note())


WORDINGS: tuple[_Writer, ...] = (
    _let, _for_all, _let_described, _suppose, _after_all, _noted, _if, _for_every, _fix, _assume,
    _given, _whenever, _consider, _assumption, _after_any, _in_proof, _where, _separate_lets,
    _assumption_let, _noted,
)  # fmt: skip
