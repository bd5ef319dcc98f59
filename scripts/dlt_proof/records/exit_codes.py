"""The exit codes of every command (the command contract)."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit status means."""

    HOLDS = 0  # what was asked holds; warnings alone are 0
    FAILS = 1  # it does not hold
    BAD_INPUT = 2  # wrong use, unreadable input, or nothing there to check
    MISSING_PART = 3  # a needed outside part is missing or did not answer
    INTERRUPTED = 130
