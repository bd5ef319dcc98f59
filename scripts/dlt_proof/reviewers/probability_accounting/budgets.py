"""What statements allow to fail, and what proofs define their shares to be."""

from typing import Any

from ...latex import Statement
from ...lint.probability.conclusions import conclusions
from ...lint.probability.mention import Mention
from ...lint.probability.mentions import mentions
from ..paper import ReviewedPaper
from ..reading import Reading, read
from .amounts import LEVELS, amount, failure_of

_NUMERIC_HINT = ("0.", "/", "frac", "%")


class Budget:
    """How likely a statement lets its conclusion fail.

    Attributes:
        reading: of the statement.
        concluded: its mentions of high probability that conclude.
        texts: how likely each fails, as written.
        allowed: those as values; empty where one of them is not understood.
        numeric: they are plain numbers.
    """

    def __init__(self, paper: ReviewedPaper, statement: Statement) -> None:
        self.reading = read(paper, statement.environment)
        passage = self.reading.passage
        passage.numeric = False  # others may have read it before
        self.concluded: list[Mention] = conclusions(passage, mentions(passage))
        self.numeric = False
        if not self.concluded and any(hint in passage.text for hint in _NUMERIC_HINT):
            passage.numeric = True
            self.concluded = conclusions(passage, mentions(passage))
            self.numeric = passage.numeric = bool(self.concluded)
        self.texts = tuple(dict.fromkeys(m.failure for m in self.concluded if m.failure))
        values = [failure_of(passage, m) for m in self.concluded if m.failure]
        self.allowed: tuple[Any, ...] = (
            () if any(value is None for value in values) else tuple(values)
        )


def definitions(reading: Reading) -> dict[str, Any]:
    """What a text says its own letters for failures are: `\\delta_t=\\delta/(2t^2)`."""
    found: dict[str, Any] = {}
    for number in reading.formulas():
        for relation in reading.relations(number):
            if relation.sign not in ("=", ":=", "\\coloneqq"):
                continue
            if relation.left.split("_")[0].rstrip("'") not in LEVELS:
                continue
            value = amount(relation.right)
            symbol = amount(relation.left)
            if value is not None and symbol is not None and symbol.is_Symbol:
                if symbol in value.free_symbols:
                    continue
                found.setdefault(symbol.name, value)
    return found
