"""Whether a proof is still to be written."""

from __future__ import annotations

from .. import patterns
from ..patterns import pattern

_TO_PROVE = pattern(r"\\todo\s*(?:\[[^\]]*\])?\s*\{\s*prove\b", patterns.IGNORECASE)


def is_to_be_proved(masked: str) -> bool:
    """Whether a proof, masked, holds `\\todo{prove: …}`, as `emit` leaves it."""
    return _TO_PROVE.search(masked) is not None
