"""What is asked of each statement and of each proof, and which rules find the answer no.

The table is the whole checklist. Not here: how code answers (`deciding`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Subject = Literal["statement", "proof"]
#: What an item speaks of, and what an answer is therefore bound to: `cited` are the statements and
#: displays that a text refers to, with the definitions and assumptions that those refer to,
#: `hypotheses` what else the plan lists, `surroundings` what the running text lays down of what is
#: spoken of, `remarks` those right behind the statement and behind the assumptions it stands on.
Part = Literal[
    "title",
    "statement",
    "cited in statement",
    "hypotheses",
    "surroundings",
    "remarks",
    "proof",
    "cited in proof",
]

_STATEMENT: tuple[Part, ...] = ("statement",)
_GIVEN: tuple[Part, ...] = ("cited in statement", "hypotheses", "surroundings")
_WITH_CITED: tuple[Part, ...] = ("statement", *_GIVEN)
_PROOF: tuple[Part, ...] = ("statement", "proof")
_ALL: tuple[Part, ...] = (*_PROOF, *_GIVEN, "cited in proof")


@dataclass(frozen=True, slots=True)
class Item:
    """One item.

    Args:
        identifier: as it is answered by, `quantifier-order`.
        subject: whether it is asked of the statement or of its proof.
        asks: what is to be so, one line.
        parts: what it speaks of.
        found_by: rules of lint and of the deterministic reviewers that find that it is not so.
    """

    identifier: str
    subject: Subject
    asks: str
    parts: tuple[Part, ...]
    found_by: tuple[str, ...] = ()


ITEMS: tuple[Item, ...] = (
    Item(
        "necessity",
        "statement",
        "The paper needs it: it is a goal, or a proof on the way to one uses it.",
        _STATEMENT,
        ("R23",),
    ),
    Item(
        "self-containment",
        "statement",
        "With the paper's definitions it says what every symbol is, and all that is assumed.",
        _WITH_CITED,
        ("R15", "V12", "V13"),
    ),
    Item(
        "quantifier-order",
        "statement",
        "What is chosen after what is said, and it is the order that is proved.",
        (*_WITH_CITED, "proof"),
        ("V15", "V16"),
    ),
    Item(
        "probability-budget",
        "statement",
        "Its probability is what remains after every failure that the proof allows.",
        _ALL,
        ("R17", "V14", "V25"),
    ),
    Item(
        "hypothesis-tightness",
        "statement",
        "Every hypothesis is used, none is missing, and it is said where a weaker one would do.",
        (*_ALL, "remarks"),
        ("V20", "V22"),
    ),
    Item(
        "title",
        "statement",
        "Its title says what it says and no more; where it has none, none is missed.",
        ("title", "statement"),
    ),
    Item(
        "label",
        "statement",
        "It has one label, with the prefix that the paper's labels have.",
        _STATEMENT,
        ("R1", "R2", "R4"),
    ),
    Item(
        "opening-strategy",
        "proof",
        "The proof says at its beginning how it goes, or is short enough to show it.",
        _PROOF,
    ),
    Item(
        "references-resolve",
        "proof",
        "Every reference and citation leads to what it means.",
        _PROOF,
        ("R12", "R21", "R22"),
    ),
    Item(
        "cited-hypotheses",
        "proof",
        "Each result that is used has its hypotheses satisfied at the place where it is used.",
        _ALL,
        ("R13", "R14", "V11", "V28"),
    ),
    Item(
        "derivation-displayed",
        "proof",
        "The derivation is shown as formulas, and not told in words.",
        _PROOF,
        ("R16", "R19", "V18", "V19"),
    ),
    Item(
        "ordinals-match",
        "proof",
        "As many steps, cases and parts are done as are announced, and ordinals fit them.",
        _PROOF,
        ("V29",),
    ),
    Item(
        "no-undefined-symbol",
        "proof",
        "Every symbol is introduced before it is used, and means one thing.",
        (*_PROOF, *_GIVEN),
        ("V12", "V13"),
    ),
    Item(
        "no-unused-result",
        "proof",
        "Every intermediate result is used later in the proof.",
        _PROOF,
    ),
    Item(
        "probability-and-expectation",
        "proof",
        "A bound in expectation is never used as one that holds, nor the other way round.",
        _ALL,
        ("V26", "V27"),
    ),
    Item(
        "closing",
        "proof",
        "The proof ends with the claim, all parts of it, with the constants of the statement.",
        _PROOF,
        ("V10", "V23", "V24"),
    ),
)

BY_IDENTIFIER = {item.identifier: item for item in ITEMS}


def items_found_by(rule: str) -> tuple[Item, ...]:
    """The items that a rule answers, those of statements first."""
    return tuple(item for item in ITEMS if rule in item.found_by)
