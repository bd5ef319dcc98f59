"""Baselines: what a paper is known to have, so that a run tells only what is new.

A baseline is a JSON file with one entry a line, sorted, so that git shows and merges it. An entry
says what was found and between which words, not on which line:

    {"file": "a.tex", "rule": "R15", "before": "is at most $", "at": "C", "after": "n^2$.", …}

The words are those around the place, within its paragraph and its display, white space made
equal: moving the text, or breaking its lines anew, changes nothing, nor does writing anew what
stands further off or on one side of the place. The same once more is new: `ordinal` counts.

`dlt-proof lint --baseline FILE` leaves out what FILE holds, and counts it; with
`--update-baseline` it writes FILE instead. A run of some rules, or about some files, updates
their entries alone. What could not be read (`P…`, R3) is never left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from .. import patterns
from ..project import StrPath, read_text, write_text
from ..project.files import exists
from ..records.errors import InputError
from ..records.findings import Finding
from ..records.record import Record
from .selection import is_reading

SCHEMA = "dlt-proof/baseline/1"
#: What is known of a finding apart from its line: file, rule, words before, at and behind it.
Key = tuple[str, str, str, str, str]
#: The lines of a file by its name.
Lines = Callable[[str], Sequence[str]]

#: Rules that speak of the paper as a whole, at the first place only: the place does not matter.
_ONCE_FOR_A_PAPER = frozenset(["R13", "R14"])
_BEFORE, _AT, _AFTER = 40, 80, 60
_REACH = 400
#: So many characters tell a place apart even where those further off, or on the other side,
#: have changed.
_NEAR, _ENOUGH = 20, 12
_FIELDS = ("file", "rule", "before", "at", "after")
_COMMENT = patterns.pattern(r"(?<!\\)%.*")
_BOUNDARY = patterns.pattern(
    r"\\(?:begin|end)\s*\{[^{}]*\}|\\(?:item|(?:sub)*section|chapter|paragraph)(?![a-zA-Z])"
    r"|\\[\[\]]|\$\$"
)


class Compared(Record):
    """Findings beside a baseline.

    Args:
        new: those that it does not hold.
        known: how many it holds.
        gone: how many of its entries were looked for and not found.
    """

    new: tuple[Finding, ...]
    known: int
    gone: int


def read_baseline(path: StrPath) -> Counter[Key]:
    """How many findings of each kind a baseline holds.

    Raises:
        InputError: it is missing or no baseline, or an entry is not one.
    """
    if not exists(path):
        raise InputError(
            "the baseline does not exist", file=str(path), remedy="--update-baseline writes it"
        )
    text = read_text(path)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError("is no baseline: not JSON", file=str(path), line=line) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise InputError(f"is no baseline: its schema is not {SCHEMA}", file=str(path))
    entries = data.get("findings")
    if not isinstance(entries, list):
        raise InputError("is no baseline: it has no list of findings", file=str(path))
    # A merge of two branches may leave the same entry twice.
    found = {_entry(entry, number, path) for number, entry in enumerate(entries, start=1)}
    return Counter(key for key, _ in found)


def _entry(entry: object, number: int, path: StrPath) -> tuple[Key, int]:
    if isinstance(entry, dict) and set(entry) == {*_FIELDS, "ordinal"}:
        file, rule, before, at, after = (entry[name] for name in _FIELDS)
        ordinal = entry["ordinal"]
        words = all(isinstance(value, str) for value in (file, rule, before, at, after))
        if words and isinstance(ordinal, int) and ordinal >= 1 and not is_reading(rule):
            return (file, rule, before, at, after), ordinal
    raise InputError(f"is no baseline: entry {number} is not one", file=str(path))


def write_baseline(path: StrPath, known: Mapping[Key, int]) -> None:
    """Write a baseline, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    lines = ",\n".join(
        json.dumps({**dict(zip(_FIELDS, key, strict=True)), "ordinal": n}, ensure_ascii=False)
        for key, count in sorted(known.items())
        for n in range(1, count + 1)
    )
    body = f"[\n{lines}\n]" if lines else "[]"
    write_text(path, f'{{"schema": "{SCHEMA}", "findings": {body}}}\n')


def compare(
    known: Mapping[Key, int],
    findings: Iterable[Finding],
    lines: Lines,
    *,
    ran: Collection[str],
    files: Collection[str],
) -> Compared:
    """Findings beside a baseline: what is new, how much is known, how much is gone.

    Args:
        known: what the baseline holds.
        findings: in reading order: of more equal ones than it holds, the last are new.
        lines: to read what stands at a place.
        ran: the rules that were run; entries of others are not gone.
        files: the files that were reported on, empty for the whole paper.
    """
    left = Counter(known)
    found = list(keys(findings, lines))
    is_known = [False] * len(found)
    for same in (_all, _near, _before, _behind):
        held: dict[object, list[Key]] = {}
        for key in sorted(left.elements(), reverse=True):
            held.setdefault(same(key), []).append(key)
        for number, (finding, key) in enumerate(found):
            if is_known[number] or is_reading(finding.rule) or same(key) is None:
                continue
            if held.get(same(key)):
                left[held[same(key)].pop()] -= 1
                is_known[number] = True
    return Compared(
        tuple(f for (f, _), known in zip(found, is_known, strict=True) if not known),
        sum(is_known),
        sum(n for key, n in left.items() if in_scope(key, ran, files)),
    )


def _all(key: Key) -> object:
    return key


def _near(key: Key) -> object:
    """The place with a few characters on each side."""
    before, behind = key[2][-_NEAR:], key[4][:_NEAR]
    return (*key[:2], before, key[3], behind) if len(before + behind) >= _ENOUGH else None


def _before(key: Key) -> object:
    """The place without what stands behind it, where that is enough to know it again."""
    return key[:4] if len(key[2]) >= _ENOUGH else None


def _behind(key: Key) -> object:
    """The place without what stands before it, where that is enough to know it again."""
    return (key[:2], key[3:]) if len(key[4]) >= _ENOUGH else None


def in_scope(key: Key, ran: Collection[str], files: Collection[str]) -> bool:
    """Whether a run would have found what an entry tells, if it were still there."""
    file, rule, *_ = key
    return rule in ran and (not files or file in files)


def renewed(
    known: Mapping[Key, int],
    findings: Iterable[Finding],
    lines: Lines,
    *,
    ran: Collection[str],
    files: Collection[str],
) -> dict[Key, int]:
    """A baseline brought up to date: what was found, and what this run did not look for."""
    kept = {key: count for key, count in known.items() if not in_scope(key, ran, files)}
    for finding, key in keys(findings, lines):
        if not is_reading(finding.rule):
            kept[key] = kept.get(key, 0) + 1
    return kept


def keys(findings: Iterable[Finding], lines: Lines) -> list[tuple[Finding, Key]]:
    """Every finding with what identifies it apart from its line."""
    cache: dict[str, Sequence[str]] = {}
    found: list[tuple[Finding, Key]] = []
    for finding in findings:
        if finding.rule in _ONCE_FOR_A_PAPER or not finding.line:
            file = "" if finding.rule in _ONCE_FOR_A_PAPER else finding.file
            found.append((finding, (file, finding.rule, "", _without_counts(finding.message), "")))
            continue
        if finding.file not in cache:
            cache[finding.file] = lines(finding.file)
        found.append(
            (finding, (finding.file, finding.rule, *words_around(cache[finding.file], finding)))
        )
    return found


def _without_counts(message: str) -> str:
    return patterns.sub(r"(?<!\S)\d+(?!\S)", "#", message)


def words_around(lines: Sequence[str], finding: Finding) -> tuple[str, str, str]:
    """The words before, at and behind a place, white space made equal.

    They end where the paragraph, the display or the environment does.
    """
    line = finding.line
    if not 1 <= line <= len(lines):
        return "", "", ""
    here = lines[line - 1]
    start = min(finding.column - 1, len(here))
    at, end_line, end = _at(lines, finding, start)
    before, behind = here[max(0, start - _REACH) : start], lines[end_line - 1][end:][:_REACH]
    in_comment = _COMMENT.search(before)
    if in_comment or at.startswith("%"):
        return _trimmed(before[in_comment.start() :] if in_comment else "", at, behind)
    for other in reversed(lines[max(0, line - 1 - _REACH) : line - 1]):
        if len(before) > _REACH or not other[-_REACH:].strip():
            break
        before = f"{_COMMENT.sub('', other[-_REACH:])} {before}"
    behind = _COMMENT.sub("", behind)
    for other in lines[end_line : end_line + _REACH]:
        if len(behind) > _REACH or not other[:_REACH].strip():
            break
        behind = f"{behind} {_COMMENT.sub('', other[:_REACH])}"
    boundaries = list(_BOUNDARY.finditer(before))
    if _BOUNDARY.match(at or behind):
        before = ""
    elif boundaries:
        before = before[boundaries[-1].end() :]
    boundary = _BOUNDARY.search(behind, 0 if at else 1)
    if boundary:
        behind = behind[: boundary.start()]
    return _trimmed(before, at, behind)


def _at(lines: Sequence[str], finding: Finding, start: int) -> tuple[str, int, int]:
    """What a finding is about, with the line and the offset where it ends; "" if that is long."""
    first, last = finding.line, finding.end_line
    if not first <= last <= min(first + 3, len(lines)):
        return "", first, start
    end = min(finding.end_column - 1, len(lines[last - 1]))
    if first == last:
        text = lines[first - 1][start : max(start, end)]
    else:
        between = [lines[first - 1][start:][:_REACH], *lines[first : last - 1]]
        text = " ".join(
            [*(_COMMENT.sub("", one)[:_REACH] for one in between), lines[last - 1][:end]]
        )
    words = " ".join(text[:_REACH].split())
    return (words, last, max(end, 0)) if 0 < len(words) <= _AT else ("", first, start)


def _trimmed(before: str, at: str, behind: str) -> tuple[str, str, str]:
    return _words(before)[-_BEFORE:].lstrip(), at, _words(behind)[:_AFTER].rstrip()


def _words(text: str) -> str:
    """The text on one line; white space at its ends says whether a word is cut there."""
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}" if words else ""
