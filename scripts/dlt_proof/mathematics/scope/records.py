"""What the texts of a job say of its symbols, as records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...records.evidence import Source
from ..translation import Constraint, Domains, SymbolDomain

Layer = Literal["hypotheses", "proving", "definitions", "domains"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A symbol lies in a set of numbers.

    Args:
        domain: the set; its name is the symbol's.
        perhaps: a bound that some readers take the same words to say: 1 for natural numbers.
    """

    domain: SymbolDomain
    perhaps: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """A relation between terms, as LaTeX."""

    left: str
    sign: str
    right: str


@dataclass(frozen=True, slots=True)
class Defined:
    """A symbol stands for a term, as LaTeX."""

    name: str
    term: str


@dataclass(frozen=True, slots=True)
class Called:
    """A symbol is no number, or a command means something unusual."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers under one letter, told apart by an index, lie in a set: "$x_1, \\dots, x_n > 0$".

    Args:
        domain: the set; its name is the letter.
        first, last: what the index runs through, see `translation.Family`.
        index: the letter of the index, "" where none is named.
    """

    domain: SymbolDomain
    first: int | None
    last: str
    index: str = ""


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something is said of symbols that was not understood."""

    names: frozenset[str]
    text: str


Said = Bound | Related | Defined | Called | Spread | NotRead


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is said, and where.

    Args:
        said: what.
        layer: which of the job's fields says it.
        source: the text it was read from.
        declares: whether the words introduce the symbol ("let", "fix", "for all"), so that what
            was said of the same letter elsewhere may be of another thing.
    """

    said: Said
    layer: Layer
    source: Source
    declares: bool = False


@dataclass(frozen=True)
class Scope:
    """What is known of the symbols of a job.

    Args:
        domains: as `translate` and the checkers take it. What it says holds at the step: a proof
            may use all of it.
        sources: the texts that each symbol's domain comes from.
        contradictory: symbols that lie in no number at all by what is said of them.
        narrowed: symbols of which a note says less than the words do (`x in (0, 1)` where they
            say $x > 0$): what is shown under the note is not what the paper claims.
        unread: what is said of a symbol and was not understood, by symbol. A point at which a step
            fails may be impossible for that, so it refutes nothing.
        perhaps: relations that some of the words may also mean (a natural number may begin at 1),
            or that are said of the same letter elsewhere. No proof may use them; a point that
            violates one refutes nothing.
        meanings: symbols that are no numbers, and commands with an unusual meaning.
    """

    domains: Domains
    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    contradictory: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    perhaps: tuple[Constraint, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
