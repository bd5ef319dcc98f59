"""The exit codes of every command (the command contract)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


class ExitCode(int):
    """What a command's exit status means. No `IntEnum`: lint would load `enum` for this alone."""

    HOLDS: ClassVar[ExitCode]  # what was asked holds; warnings alone are 0
    FAILS: ClassVar[ExitCode]  # it does not hold
    BAD_INPUT: ClassVar[ExitCode]  # wrong use, unreadable input, or nothing there to check
    MISSING_PART: ClassVar[ExitCode]  # a needed outside part is missing or did not answer
    INTERRUPTED: ClassVar[ExitCode]


ExitCode.HOLDS = ExitCode(0)
ExitCode.FAILS = ExitCode(1)
ExitCode.BAD_INPUT = ExitCode(2)
ExitCode.MISSING_PART = ExitCode(3)
ExitCode.INTERRUPTED = ExitCode(130)
