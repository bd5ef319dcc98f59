"""What usually mends an error of TeX or LaTeX, by what it says.

The table is `hints.txt`. Not here: undefined macros (`macros`) and missing files (`packages`).
"""

import functools
import re
from pathlib import Path

_TABLE = Path(__file__).with_name("hints.txt")


def hint_for(message: str) -> str:
    """What usually mends the error that says this; "" if nothing general can be said."""
    return next((hint for pattern, hint in hints() if pattern.search(message)), "")


@functools.cache
def hints() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of messages with their hints, in the order in which they are tried."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return tuple((re.compile(pattern), hint.strip()) for pattern, hint in pairs)
