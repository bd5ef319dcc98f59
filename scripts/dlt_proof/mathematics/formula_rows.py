"""The rows of a display put together to formulas: which row goes on, which begins anew.

Not here: the relations of a formula (`formula`).
"""

import re
from dataclasses import dataclass, field

from .formula_tokens import Mark

Ranges = list[tuple[int, int]]


@dataclass
class Formula:
    """A chain while it is read: n signs and n + 1 terms, each a list of ranges."""

    condition: bool = False
    terms: list[Ranges] = field(default_factory=lambda: [[]])
    signs: list[Mark] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    colons: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    quantified: int = -1
    words: str = ""

    def add(self, start: int, end: int) -> None:
        if start < end:
            self.terms[-1].append((start, end))


_CONDITION = re.compile(
    r"[\s~,(]*(?:(?:for|if|when|where|whenever|with|provided|on|unless|such\s+that|s\.t\.|subject)(?![A-Za-z])"
    r"|as[\s~]*(?:$|\$?[^$\s]+\s*(?:\\to|\\rightarrow|tends|goes)))",
    re.IGNORECASE,
)
#: Joins formulas: what follows is asserted like what stands before.
_JOINS = re.compile(
    r"[\s~,;]*(?:and|so|hence|thus|then|therefore|while|but|i\.e\.,?|that\s+is,?|so\s+that|or"
    r"|respectively|as\s+well\s+as|which\s+gives|also|moreover|consequently)?[\s~,;.]*",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s~]*(?:and|or|,)[\s~]*", re.IGNORECASE)
_APPLIED = re.compile(r"\s*(?:[(\[_^]|\\(?:left|[bB]igg?l?|\{|[{])|\\[,!]\s*[(\[])")
_WORD = re.compile(r"[A-Za-z]+$")
_OPERATOR = re.compile(
    r"(?:\s|\{\}|\\[,;:!])*(?:[+\-*/]|\\(?:cdot|times|pm|mp|circ|otimes|oplus|cup|cap|wedge|vee"
    r"|setminus|div|big[a-z]*cdot)(?![A-Za-z]))"
)
_ENDS_WITH_OPERATOR = re.compile(
    r"(?:[+\-*/]|\\(?:cdot|times|pm|mp|circ|otimes|oplus|cup|cap)(?![A-Za-z]))(?:\s|\{\}|\\[,;:!])*$"
)
_BLANK = re.compile(r"(?:\s|\{\}|\\[,;:!]|~)*$")


class RowReader:
    """Goes through the marks once and collects the formulas of a display."""

    def __init__(self, content: str, marks: list[Mark], *, joined: bool) -> None:
        self.content = content
        self.marks = marks
        self.joined = joined
        self.main = self.current = Formula()
        self.done: list[Formula] = [self.current]
        self.columns: dict[int, Formula] = {0: self.main}
        self.column = 0
        self.cursor = 0
        self.amps = 0

    def read(self) -> list[Formula]:
        for number, mark in enumerate(self.marks):
            if mark.start < self.cursor:
                continue
            self._see(number, mark)
        self.current.add(self.cursor, len(self.content))
        return self.done

    def _see(self, number: int, mark: Mark) -> None:
        kind, formula = mark.kind, self.current
        if kind == "text" and self._is_term(number, mark):
            return
        if kind == "comma":
            formula.commas.append(mark.start)
            return
        if kind == "colon":
            formula.colons.append(mark.start)
            return
        if kind == "forall":
            formula.quantified = mark.start if formula.quantified < 0 else formula.quantified
            return
        formula.add(self.cursor, mark.start)
        self.cursor = mark.end
        if kind == "relation":
            formula.signs.append(mark)
            formula.terms.append([])
        elif kind == "tag":
            self._reason(mark.words)
        elif kind == "text":
            self._words(mark)
        elif kind == "gap" and not self._goes_on(number, mark):
            self._begin(Formula(words=" "))
        elif kind == "amp":
            self.amps += 1
            if (
                self.amps % 2 == 0
                and not self._sign_alone(number)
                and not self._goes_on(number, mark)
            ):
                self.column += 1
                known = self.columns.get(self.column)
                if known is not None and self._leads(number, mark) == "relation":
                    self.current = known
                else:
                    self._begin(Formula(words=" "))
                    self.columns.setdefault(self.column, self.current)
        elif kind in ("break", "intertext"):
            self._row(number, mark)

    def _row(self, number: int, mark: Mark) -> None:
        self.amps = self.column = 0
        main = self.main
        open_end = main.signs and _BLANK.match(self._term(main)) is not None
        open_end = open_end or bool(_ENDS_WITH_OPERATOR.search(self._term(main)))
        if self.joined or open_end or self._goes_on(number, mark):
            main.rows.append(mark.start)
            self.current = main
            return
        if mark.kind == "break" and self._leads(number, mark) == "":
            return  # the last row is empty
        self._begin(Formula())
        self.main = self.current
        self.columns = {0: self.main}

    def _begin(self, formula: Formula) -> None:
        self.current = formula
        self.done.append(formula)

    def _words(self, mark: Mark) -> None:
        words, condition = mark.words, self.current.condition
        if _CONDITION.match(words) and not _AND.fullmatch(words):
            self._begin(Formula(condition=True, words=words))
        elif _JOINS.fullmatch(words):
            self._begin(Formula(condition=condition and bool(_AND.fullmatch(words))))
            if not self.main.signs and not self._term(self.main).strip():
                self.main = self.columns[0] = self.current  # the row begins with "Hence"
        else:
            self._reason(words)
            self._begin(Formula(words=" "))

    def _reason(self, words: str) -> None:
        formula = self.current if self.current.signs else self.main
        while len(formula.beside) < len(formula.signs):
            formula.beside.append("")
        if formula.beside:
            formula.beside[-1] = f"{formula.beside[-1]} {words}".strip()

    def _term(self, formula: Formula) -> str:
        return "".join(self.content[a:b] for a, b in formula.terms[-1])

    def _is_term(self, number: int, mark: Mark) -> bool:
        """Whether a text is an operator or a quantity, `\\text{rank}(A)`, not words."""
        if _CONDITION.match(mark.words) or _JOINS.fullmatch(mark.words):
            return False
        word = bool(_WORD.match(mark.words))
        if word and _APPLIED.match(self.content, mark.end):
            return True
        before = self._term(self.current) + self.content[self.cursor : mark.start]
        if self.current.signs and _BLANK.match(before):
            return True  # a sign wants a term
        return word and bool(
            _ENDS_WITH_OPERATOR.search(before) or _OPERATOR.match(self.content, mark.end)
        )

    def _goes_on(self, number: int, mark: Mark) -> bool:
        """Whether what follows goes on with the formula before."""
        return self._leads(number, mark) in ("relation", "operator")

    def _leads(self, number: int, mark: Mark) -> str:
        """What stands next: `relation`, `operator`, `term`, or nothing."""
        position = mark.end
        for following in self.marks[number + 1 :]:
            between = self.content[position : following.start]
            if not _BLANK.match(between):
                return "operator" if _OPERATOR.match(between) else "term"
            if following.kind in ("blank", "amp", "gap", "tag", "intertext"):
                position = following.end
                continue
            return following.kind if following.kind in ("relation", "break") else "term"
        rest = self.content[position:]
        if _BLANK.match(rest):
            return ""
        return "operator" if _OPERATOR.match(rest) else "term"

    def _sign_alone(self, number: int) -> bool:
        """Whether the cell before this `&` holds one sign only, as in `eqnarray`."""
        signs = 0
        end = self.marks[number].start
        for mark in reversed(self.marks[:number]):
            if mark.kind not in ("relation", "blank", "amp") or not _BLANK.match(
                self.content[mark.end : end]
            ):
                return False
            if mark.kind == "amp":
                return signs == 1
            signs += mark.kind == "relation"
            end = mark.start
        return False
