"""What is noted of a file: its statements and proofs as far as they speak of probability.

Plain tuples that can be stored; `noting` makes them, rule R17 judges by them.
"""

from __future__ import annotations

from ...records.record import Record
from .counting import Step

#: What the keys begin with that stand for "the previous lemma": then its kind, and where.
EARLIER = "\0"
STATEMENT, PROOF, EQUATION, CONTINUED = "statement", "proof", "equation", "continued"


#: What a tail bound for one member is used for: under a maximum, for every member, for one that the
#: data choose, for one that is fixed, or nothing that is told.
MAXIMUM, EVERY, CHOSEN, FIXED, ALONE = "maximum", "every", "chosen", "fixed", "alone"


class MemberUse(Record):
    """What a tail bound for one member serves for.

    Args:
        level: how likely it fails, empty where only words say it.
        letters: of the member.
        kind: `MAXIMUM`, `EVERY`, `CHOSEN`, `FIXED` or `ALONE`.
    """

    level: str
    letters: tuple[str, ...]
    kind: str


class StatementNote(Record):
    """A statement that speaks of probability.

    Args:
        start, end: of its environment.
        what: `STATEMENT`.
        place: where its first conclusion with high probability begins and ends, None without.
        concluded: the failures of its conclusions, those in words left out.
        for_each: its conclusions are about many things at once (1), about one at a time (-1).
        failures: all failures that it names.
        brings_event: a proof that uses it draws on an event.
        adds_up: it is a union bound itself.
        generic: it is about any random variables with some property.
        family: the nouns, in the singular, of which it speaks of all, and the letters that range
            over them.
        letters: the letters in its formulas.
        numeric: how likely it concludes is a number.
        tail: it only bounds how likely one of many does something.
        keys: what it refers to.
        refers: that is all there is to note of it.
        free: the letters in them that stand for themselves, and range over nothing.
        apart: it says that what was chosen does not depend on the sample it is tried on.
    """

    start: int
    end: int
    what: str
    place: tuple[int, int] | None
    concluded: tuple[str, ...]
    for_each: int
    failures: tuple[str, ...]
    brings_event: bool
    adds_up: bool
    generic: bool = False
    family: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    numeric: bool = False
    tail: bool = False
    keys: tuple[str, ...] = ()
    refers: bool = False
    free: tuple[str, ...] = ()
    apart: bool = False


class ProofNote(Record):
    """A proof that may be one of a statement with high probability.

    Args:
        start, end: of its environment.
        what: `PROOF`.
        settled: it accounts for the failures, or says that there is one event only.
        steps: its sentences, see `counting.Step`.
        shares: fractions of symbols that can stand for a failure: symbol, fraction, and whether
            it only says how likely an event fails.
        counts: a formula multiplies how likely one member fails by how many there are.
        elsewhere: it draws on a source, or on a result without a label.
        chance: something in it is random.
        computes: it computes a probability, or speaks of an event.
        inside: where the statements and proofs inside it begin.
        compared: keys it only compares with.
        divided: a logarithm has the number of members over the failure.
        numeric_steps: its sentences where probabilities that are numbers count, if that matters.
        uses: of tail bounds for one member.
    """

    start: int
    end: int
    what: str
    settled: bool
    steps: tuple[Step, ...] = ()
    shares: tuple[tuple[str, str, bool], ...] = ()
    counts: bool = False
    elsewhere: bool = False
    chance: bool = False
    computes: bool = False
    inside: tuple[int, ...] = ()
    compared: tuple[str, ...] = ()
    numeric_steps: tuple[Step, ...] = ()
    divided: bool = False
    uses: tuple[MemberUse, ...] = ()


class ContinuedNote(Record):
    """A statement that the text outside statements and proofs says to follow by a union bound."""

    start: int
    end: int
    what: str
    key: str


class EquationNote(Record):
    """The label of an equation outside statements that stands near words of probability."""

    start: int
    end: int
    what: str
    key: str
