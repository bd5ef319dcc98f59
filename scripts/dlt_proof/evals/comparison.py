"""Committed results beside those made here: what differs by more than the stated tolerance.

JSON is compared value by value, text (and texts in JSON) line by line with the numbers in it as
numbers, a PDF by its normalised text. What is ignored is told as such, never passed over.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from .pdf_text import pdf_pages
from .tolerance import Tolerance

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TEXT_ENDINGS = (".md", ".svg", ".txt", ".csv")
#: So much of a long text is shown, around its first difference.
_SHOWN = 80
_ABSENT = "(not there)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs.

    Args:
        file: below `results/`.
        key: path of the value in JSON, `line 12`, `page 3`, or "" for the whole file.
        committed, made: both values, shortened.
        why: why it may differ, "" where it may not.
    """

    file: str
    key: str
    committed: str
    made: str
    why: str = ""

    def told(self) -> str:
        """It in one line."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: committed {self.committed}, made {self.made}"

    def as_json(self) -> dict[str, str]:
        row = {"file": self.file, "key": self.key, "committed": self.committed, "made": self.made}
        return {**row, "why": self.why} if self.why else row


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing.

    Args:
        files: how many were compared.
        differences: in the order of files and places.
        ignored: those that may differ, with the reason.
    """

    files: int
    differences: tuple[Difference, ...]
    ignored: tuple[Difference, ...]


def compare(
    committed: Mapping[str, bytes], made: Mapping[str, bytes], tolerance: Tolerance
) -> Comparison:
    """Compare results by their names below `results/`.

    Raises:
        MissingPartError: there is a PDF and nothing that reads it.
    """
    found: list[Difference] = []
    names = sorted(committed.keys() | made.keys())
    for name in names:
        if name not in committed or name not in made:
            sides = [_ABSENT if name not in side else "there" for side in (committed, made)]
            found.append(Difference(name, "", *sides))
        elif committed[name] != made[name]:
            found += _File(name, tolerance).differences(committed[name], made[name])
    judged = [_judged(difference, tolerance) for difference in found]
    return Comparison(
        len(names),
        tuple(d for d in judged if not d.why),
        tuple(d for d in judged if d.why),
    )


def _judged(difference: Difference, tolerance: Tolerance) -> Difference:
    """A difference with the reason why it is ignored, where it is."""
    for rule in tolerance.ignore:
        if fnmatchcase(difference.file, rule.file) and fnmatchcase(difference.key, rule.key):
            d = difference
            return Difference(d.file, d.key, d.committed, d.made, rule.why)
    return difference


@dataclass(frozen=True, slots=True)
class _File:
    """The comparison of one file."""

    name: str
    tolerance: Tolerance

    def differences(self, committed: bytes, made: bytes) -> Iterator[Difference]:
        if self.name.endswith(".pdf"):
            yield from self._pieces("page", pdf_pages(committed), pdf_pages(made), loose=False)
            return
        try:
            before, now = committed.decode("utf-8"), made.decode("utf-8")
            if self.name.endswith(".json"):
                yield from self._values("", json.loads(before), json.loads(now))
                return
        except ValueError:
            pass  # no text, or no JSON: compared as a whole
        else:
            if self.name.endswith(_TEXT_ENDINGS):
                yield from self._pieces("line", before.splitlines(), now.splitlines())
                return
        sizes = [f"{len(data)} bytes" for data in (committed, made)]
        yield Difference(self.name, "", *sizes)

    def _pieces(
        self, what: str, committed: list[str], made: list[str], *, loose: bool = True
    ) -> Iterator[Difference]:
        """Lines or pages one by one; where there are more of one side, that is said first."""
        if len(committed) != len(made):
            yield Difference(self.name, f"{what}s", str(len(committed)), str(len(made)))
        for number, (before, now) in enumerate(zip(committed, made, strict=False), 1):
            key = f"{what} {number}"
            if before != now and not (loose and self._same_text(key, before, now)):
                yield Difference(self.name, key, *_around(before, now))

    def _values(self, key: str, committed: Any, made: Any) -> Iterator[Difference]:
        if isinstance(committed, dict) and isinstance(made, dict):
            for name in dict.fromkeys([*committed, *made]):
                below = f"{key}.{name}" if key else str(name)
                yield from self._entry(
                    below, committed.get(name, _Missing), made.get(name, _Missing)
                )
        elif isinstance(committed, list) and isinstance(made, list):
            for number in range(max(len(committed), len(made))):
                sides = [s[number] if number < len(s) else _Missing for s in (committed, made)]
                yield from self._entry(f"{key}.{number}", *sides)
        elif not self._same(key, committed, made):
            if isinstance(committed, str) and isinstance(made, str):
                yield Difference(self.name, key, *_around(committed, made))
            else:
                yield Difference(self.name, key, _value(committed), _value(made))

    def _entry(self, key: str, committed: Any, made: Any) -> Iterator[Difference]:
        if committed is _Missing or made is _Missing:
            sides = [_ABSENT if v is _Missing else _value(v) for v in (committed, made)]
            yield Difference(self.name, key, *sides)
        else:
            yield from self._values(key, committed, made)

    def _same(self, key: str, committed: Any, made: Any) -> bool:
        if isinstance(committed, str) and isinstance(made, str):
            return self._same_text(key, committed, made)
        if _is_number(committed) and _is_number(made):
            return self._near(key, committed, made)
        return type(committed) is type(made) and bool(committed == made)

    def _same_text(self, key: str, committed: str, made: str) -> bool:
        """Whether two texts are the same but for numbers that are near each other."""
        if _NUMBER.split(committed) != _NUMBER.split(made):
            return False
        pairs = zip(_NUMBER.findall(committed), _NUMBER.findall(made), strict=True)
        return all(self._near(key, float(before), float(now)) for before, now in pairs)

    def _near(self, key: str, committed: float, made: float) -> bool:
        absolute, relative = self.tolerance.absolute, self.tolerance.relative
        for rule in self.tolerance.override:
            if fnmatchcase(self.name, rule.file) and fnmatchcase(key, rule.key):
                absolute = absolute if rule.absolute is None else rule.absolute
                relative = relative if rule.relative is None else rule.relative
        return math.isclose(committed, made, rel_tol=relative, abs_tol=absolute)


class _Missing:
    """Stands for a value that is not there."""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _around(committed: str, made: str) -> tuple[str, str]:
    """Both texts around the place where they begin to differ."""
    place = next(
        (n for n, (a, b) in enumerate(zip(committed, made, strict=False)) if a != b),
        min(len(committed), len(made)),
    )
    start = max(0, place - _SHOWN // 4)

    def cut(text: str) -> str:
        head, tail = "…" if start else "", "…" if start + _SHOWN < len(text) else ""
        return repr(f"{head}{text[start : start + _SHOWN]}{tail}")

    return cut(committed), cut(made)
