"""Whether a proof or a remark is still to be written."""

from __future__ import annotations

from .. import patterns
from ..patterns import pattern

_TO_PROVE = pattern(r"\\todo\s*(?:\[[^\]]*\])?\s*\{\s*prove\b", patterns.IGNORECASE)
# A note with what it holds, or a label: no word that a reader of the paper could use.
_NO_WORD = pattern(
    r"\\todo\s*(?:\[[^\]]*\])?\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\\label\s*\{[^{}]*\}"
)
_WORD = pattern(r"\w")


def is_to_be_proved(masked: str) -> bool:
    """Whether a proof, masked, holds `\\todo{prove: …}`, as `emit` leaves it."""
    return _TO_PROVE.search(masked) is not None


def says_nothing_yet(masked: str) -> bool:
    """Whether a remark, masked, has no word beside notes like the `\\todo{discuss …}` of `emit`."""
    return _WORD.search(_NO_WORD.sub("", masked)) is None
