"""`ERRATA.md`: what is wrong in the source of an eval, read strictly.

One `## E01 name` section for each claim, with all fields, one a line. Not here: whether the labels
stand in the paper and the numbers in the results (`deciders.source`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from ..project import Project

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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not read.

    Args:
        line: from 1.
        message: what was expected.
    """

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Errata:
    """The file: the entries that read, and whatever does not."""

    entries: tuple[Erratum, ...]
    faults: tuple[Fault, ...]


def read_errata(project: Project) -> Errata:
    """The errata of an eval.

    Raises:
        InputError: there is no file, or it is not UTF-8.
    """
    return parse_errata(project.read(FILE))


def parse_errata(text: str) -> Errata:
    """The errata in a text. Before the first entry anything may stand."""
    blanked = _COMMENT.sub(lambda m: re.sub(r"[^\n]", "", m[0]), text)
    lines = [line.rstrip() for line in blanked.split("\n")]
    first = next((n for n, line in enumerate(lines) if line), 0)
    reader = _Reader()
    if lines[first] != _TITLE:
        reader.fault(first + 1, f"the file begins with {_TITLE!r}")
    for number, line in enumerate(lines[first + 1 :], first + 2):
        if line.startswith("#"):
            reader.begin(number, line)
        elif line:
            reader.read(number, line)
    reader.end()
    return Errata(tuple(reader.entries), tuple(sorted(reader.faults, key=lambda f: f.line)))


class _Reader:
    """Reads line by line; an entry with a fault in it is told, and left out."""

    def __init__(self) -> None:
        self.entries: list[Erratum] = []
        self.faults: list[Fault] = []
        self._known: set[str] = set()
        self._head: tuple[str, str, int] | None = None
        self._fields: dict[str, tuple[str, int]] = {}
        self._before = 0

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))

    def begin(self, line: int, text: str) -> None:
        """A heading."""
        self.end()
        self._before, self._fields = len(self.faults), {}
        match = _HEAD.match(text)
        self._head = (match[1], match[2], line) if match else ("", text, line)
        if match is None:
            self.fault(line, f"{text!r} is no heading of the form '## E01 name'")
        elif match[1] in self._known:
            self.fault(line, f"{match[1]} is there twice")
        self._known |= {match[1]} if match else set()

    def read(self, line: int, text: str) -> None:
        """Any other line that is not empty."""
        if self._head is None:
            return
        match = _FIELD.match(text)
        if match is None:
            self.fault(line, "neither a heading nor a field '**Name:** …' on one line")
            return
        name, said = match[1].strip(), match[2].strip()
        if name not in FIELDS:
            self.fault(line, f"unknown field {name!r} (known: {', '.join(FIELDS)})")
        elif name in self._fields:
            self.fault(line, f"{name!r} is there twice")
        elif not said:
            self.fault(line, f"{name!r} is empty")
        self._fields.setdefault(name, (said, line))

    def end(self) -> None:
        """The entry before is over."""
        if self._head is None or not self._head[0]:
            return
        identifier, name, line = self._head
        missing = [field for field in FIELDS if field not in self._fields]
        if missing:
            self.fault(line, f"{identifier} lacks {', '.join(missing)}")
        if len(self.faults) > self._before:
            return
        self._verdict(*self._fields["Verdict"])
        numbers = self._numbers(*self._fields["Numbers"])
        labels = self._labels(*self._fields["Proved in"])
        if len(self.faults) == self._before:
            said = {field: text for field, (text, _) in self._fields.items()}
            entry = Erratum(identifier, name, line, said, tuple(numbers), tuple(labels))
            self.entries.append(entry)

    def _verdict(self, said: str, line: int) -> None:
        verdict = _VERDICT.match(said)
        if verdict is None or verdict[1] not in VERDICTS:
            self.fault(line, f"the verdict {said!r} begins with none of {', '.join(VERDICTS)}")
        elif said == "true-but":
            self.fault(line, "`true-but` needs a word about what is amiss")

    def _numbers(self, said: str, line: int) -> list[NumberOfCheck]:
        numbers = []
        for part in () if self._says_none(said, line) else said.split(";"):
            check, colon, rest = (piece.strip() for piece in part.partition(":"))
            if not colon or not check.endswith(".py") or not rest:
                form = "'checks/name.py: claim or control', or with ' = number' behind it"
                self.fault(line, f"{part.strip()!r} is not of the form {form}")
                continue
            with_number = _NUMBER.match(rest)
            name, number = (with_number[1], with_number[2]) if with_number else (rest, None)
            numbers.append(NumberOfCheck(check, name, number))
        return numbers

    def _labels(self, said: str, line: int) -> list[str]:
        if self._says_none(said, line):
            return []
        labels = [part.strip() for part in said.split(",")]
        for label in labels:
            if not _LABEL.match(label):
                self.fault(line, f"{label!r} is no label")
        return labels

    def _says_none(self, said: str, line: int) -> bool:
        none = re.match(r"none\b", said) is not None
        if none and not _NONE.match(said):
            self.fault(line, "`none` needs a reason: `none: why`")
        return none
