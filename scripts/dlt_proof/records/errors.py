"""The errors a person is meant to read: one line each, with place and remedy.

`cli` turns them into `dlt-proof: error: <message>` and the exit code they carry. Any other
exception is a bug of ours.
"""

from .exit_codes import ExitCode


class DltProofError(Exception):
    """Base of the errors that `cli` reports in one line.

    Args:
        message: what is wrong and what was expected.
        file: path relative to the project root, or None where no file is concerned.
        line: line number from 1, or None.
        remedy: what to do about it, one clause.
    """

    exit_code = ExitCode.FAILS

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.remedy = remedy

    def __str__(self) -> str:
        place = ""
        if self.file is not None:
            place = f"{self.file}:{self.line}: " if self.line is not None else f"{self.file}: "
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{place}{self.message}{remedy}"


class RefusedError(DltProofError):
    """The request is well formed and is refused: it does not hold (exit 1)."""

    exit_code = ExitCode.FAILS


class InputError(DltProofError):
    """Wrong use, unreadable input, or nothing to check (exit 2)."""

    exit_code = ExitCode.BAD_INPUT


class MissingPartError(DltProofError):
    """An outside part (TeX, a Python package, a model) is missing or did not answer (exit 3)."""

    exit_code = ExitCode.MISSING_PART
