"""`ERRATA.md`: what is wrong in the source of an eval, read strictly.

One `## E01 name` section for each claim, with all fields, one a line. Not here: whether the labels
stand in the paper and the numbers in the results (`deciders.source`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from ..project import Project
from ..records.errors import InputError

FILE = "ERRATA.md"
FIELDS = ("Source", "Place", "Verdict", "Why", "Numbers", "Corrected", "Proved in")
#: The first word of a verdict; of a claim that is true a word has to follow about what is amiss.
VERDICTS = ("false", "imprecise", "unproved", "true-but")

_TITLE = "# Errata of the source"
_HEAD = re.compile(r"## (E\d{2,}) (\S.*)$")
_FIELD = re.compile(r"\*\*([^*:]+):\*\*\s*(.*)$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NONE = re.compile(r"none:\s*(\S.*)$")
_VERDICT = re.compile(r"([a-z-]+)(?:[\s,:;(].*)?$")
_NUMBER = re.compile(r"(.*\S)\s+=\s+([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)$")
_LABEL = re.compile(r"[^\s,{}\\%#~]+$")


@dataclass(frozen=True, slots=True)
class NumberOfCheck:
    """A number that shows an error: a claim or control of a check, and what it observed.

    Args:
        check: the file.
        name: of the claim or control.
        written: the number as it is written, None where none is.
    """

    check: str
    name: str
    written: str | None

    def agrees(self, observed: float, *, absolute: float, relative: float) -> bool:
        """Whether a number is the written one: to its last digit, or within the tolerance."""
        if self.written is None:
            return True
        decimal = Decimal(self.written)
        exponent = decimal.as_tuple().exponent
        half = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
        difference = abs(float(decimal) - observed)
        most = max(abs(float(decimal)), abs(observed))
        # A written number is rounded: 0.33 stands for anything between 0.325 and 0.335.
        return difference <= max(half * (1 + 1e-9), absolute, relative * most)


@dataclass(frozen=True, slots=True)
class Erratum:
    """One claim of the source.

    Args:
        identifier, name: of its heading.
        line: of its heading, from 1.
        fields: by name as in `FIELDS`, all of them.
        numbers: those named; empty where there is a reason why not.
        labels: of the statements that prove the corrected claim; empty likewise.
    """

    identifier: str
    name: str
    line: int
    fields: dict[str, str]
    numbers: tuple[NumberOfCheck, ...]
    labels: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """One of `VERDICTS`."""
        match = _VERDICT.match(self.fields["Verdict"])
        return match[1] if match else ""


def read_errata(project: Project) -> tuple[Erratum, ...]:
    """The errata of an eval, none where the file holds its title only.

    Raises:
        InputError: there is no file, or something in it does not read (with its line).
    """
    return parse_errata(project.read(FILE))


def parse_errata(text: str) -> tuple[Erratum, ...]:
    """The same, of a text.

    Raises:
        InputError: as for `read_errata`.
    """
    blanked = _COMMENT.sub(lambda m: re.sub(r"[^\n]", "", m[0]), text)
    lines = [line.rstrip() for line in blanked.split("\n")]
    first = next((n for n, line in enumerate(lines) if line), 0)
    if lines[first] != _TITLE:
        raise _fault(first + 1, f"the file begins with {_TITLE!r}")
    found: list[Erratum] = []
    head: tuple[str, str, int] | None = None
    fields: dict[str, tuple[str, int]] = {}

    def close() -> None:
        if head is not None:
            found.append(_erratum(*head, fields))

    for number, line in enumerate(lines[first + 1 :], first + 2):
        if line.startswith("#"):
            close()
            match = _HEAD.match(line)
            if match is None:
                raise _fault(number, f"{line!r} is no heading of the form '## E01 name'")
            if any(e.identifier == match[1] for e in found):
                raise _fault(number, f"{match[1]} is there twice")
            head, fields = (match[1], match[2], number), {}
        elif line:
            match = _FIELD.match(line)
            if head is None or match is None:
                raise _fault(number, "neither a heading nor a field '**Name:** …' on one line")
            name, said = match[1].strip(), match[2].strip()
            if name not in FIELDS:
                raise _fault(number, f"unknown field {name!r}", f"known: {', '.join(FIELDS)}")
            if name in fields:
                raise _fault(number, f"{head[0]} has {name!r} twice")
            if not said:
                raise _fault(number, f"{name!r} of {head[0]} is empty")
            fields[name] = (said, number)
    close()
    return tuple(found)


def _erratum(identifier: str, name: str, line: int, fields: dict[str, tuple[str, int]]) -> Erratum:
    missing = [field for field in FIELDS if field not in fields]
    if missing:
        raise _fault(line, f"{identifier} lacks {', '.join(missing)}")
    said, at = fields["Verdict"]
    verdict = _VERDICT.match(said)
    if verdict is None or verdict[1] not in VERDICTS:
        raise _fault(at, f"the verdict {said!r} begins with none of {', '.join(VERDICTS)}")
    if verdict[1] == "true-but" and said == "true-but":
        raise _fault(at, "`true-but` needs a word about what is amiss")
    return Erratum(
        identifier,
        name,
        line,
        {field: text for field, (text, _) in fields.items()},
        tuple(_numbers(*fields["Numbers"])),
        tuple(_labels(*fields["Proved in"])),
    )


def _numbers(said: str, line: int) -> list[NumberOfCheck]:
    if _says_none(said, line):
        return []
    numbers = []
    for part in said.split(";"):
        check, colon, rest = part.strip().partition(":")
        if not colon or not check.endswith(".py") or not rest.strip():
            raise _fault(
                line, f"{part.strip()!r} is not of the form 'checks/name.py: claim = number'"
            )
        with_number = _NUMBER.match(rest.strip())
        name, number = (with_number[1], with_number[2]) if with_number else (rest.strip(), None)
        numbers.append(NumberOfCheck(check.strip(), name, number))
    return numbers


def _labels(said: str, line: int) -> list[str]:
    if _says_none(said, line):
        return []
    labels = [part.strip() for part in said.split(",")]
    for label in labels:
        if not _LABEL.match(label):
            raise _fault(line, f"{label!r} is no label")
    return labels


def _says_none(said: str, line: int) -> bool:
    if not re.match(r"none\b", said):
        return False
    if not _NONE.match(said):
        raise _fault(line, "`none` needs a reason: `none: why`")
    return True


def _fault(line: int, message: str, remedy: str | None = None) -> InputError:
    return InputError(message, file=FILE, line=line, remedy=remedy)
