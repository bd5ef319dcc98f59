"""The lenses through which models read a paper: what each looks for, and what it is given to read.

Not here: what a reader is told in full (`agents/`), and what is planted for it (`planting`).
"""

from dataclasses import dataclass
from typing import Literal

from ..records.errors import InputError

#: What a unit is: one statement with its proof, the whole paper, or what stands in no statement.
Reads = Literal["statements", "paper", "running text"]


@dataclass(frozen=True, slots=True)
class Lens:
    """One way of looking at a paper.

    Args:
        name: short, for records and the command line.
        title: for people.
        agent: file in `agents/` with the reader's instructions.
        reads: one statement with its proof at a time, or the whole paper at once.
        planted: kinds of weaknesses that are planted for it (see `planting`).
        running_text: whether it reads what stands in no statement and no proof as well, so that
            nothing that is printed is read by nobody.
    """

    name: str
    title: str
    agent: str
    reads: Reads
    planted: tuple[str, ...]
    running_text: bool = False


LENSES: tuple[Lens, ...] = (
    Lens(
        "rigour",
        "line-by-line rigour",
        "rigour-reader.md",
        "statements",
        ("false-step", "undefined-symbol"),
    ),
    Lens(
        "hypotheses",
        "hypotheses, quantifiers and constants",
        "hypotheses-reader.md",
        "statements",
        ("dropped-hypothesis", "unreached-constant", "swapped-quantifiers", "unchecked-citation"),
        running_text=True,
    ),
    Lens(
        "significance",
        "significance and regime",
        "significance-reader.md",
        "paper",
        ("unsupported-claim", "overstated-result"),
    ),
    Lens(
        "notation",
        "economy and notation",
        "notation-reader.md",
        "paper",
        ("notation-clash", "undefined-symbol", "unused-hypothesis"),
    ),
    Lens(
        "derivation",
        "derivation integrity",
        "derivation-reader.md",
        "statements",
        ("circular-reference", "asserted-derivation", "false-step"),
    ),
)

#: Screens the whole paper as an editor who may reject it without review.
DESK_EDITOR = Lens("desk", "desk editor", "desk-editor.md", "paper", ("missing-main-result",))

_STANDARD = ("rigour", "hypotheses")


def lenses_for(scope: str) -> tuple[Lens, ...]:
    """The lenses that a scope asks for: none for Quick, two for Standard, all for Appendix.

    Raises:
        InputError: there is no such scope.
    """
    counts = {"Quick": (), "Standard": _STANDARD, "Appendix": tuple(x.name for x in LENSES)}
    if scope not in counts:
        raise InputError(f"expected a scope ({', '.join(counts)}), found {scope!r}")
    return tuple(lens for lens in LENSES if lens.name in counts[scope])


def lens_called(name: str) -> Lens:
    """A lens by its name, the desk editor included.

    Raises:
        InputError: there is none.
    """
    for lens in (*LENSES, DESK_EDITOR):
        if lens.name == name:
            return lens
    known = ", ".join(lens.name for lens in LENSES)
    raise InputError(f"there is no lens {name!r}", remedy=f"known: {known}")
