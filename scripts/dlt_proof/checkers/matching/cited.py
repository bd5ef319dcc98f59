"""A statement as far as it was read: its claims, each under conditions. Plain records."""

from dataclasses import dataclass

from ...mathematics.scope.records import Said


@dataclass(frozen=True)
class Condition:
    """One thing that a statement requires.

    Args:
        said: it, as far as it was read.
        text: the sentence that says it.
        formula: where a formula alone says it and was not read (`k \\in I`): then it is enough
            that the text says this formula of the same things.
    """

    said: Said
    text: str
    formula: str = ""


@dataclass(frozen=True)
class Claim:
    """One formula that a statement claims under conditions."""

    formula: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Cited:
    """A statement as far as it was read.

    Args:
        text: all of it.
        kind: `Lemma`, `Assumption`, `Technique`.
        declared: the letters that it introduces itself, for which terms may be put in.
        claims: what it says.
    """

    text: str
    kind: str
    declared: frozenset[str]
    claims: tuple[Claim, ...]
