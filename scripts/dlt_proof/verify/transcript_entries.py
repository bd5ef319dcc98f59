"""The file in which Claude Code keeps a sub-agent's run: one JSON object a line.

It is data from outside: huge, cut short, no file at all. Not here: what it tells (`transcripts`).
"""

import json
import os
import re
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..models.questions import Usage

_LONGEST = 32 * 1024 * 1024
_NUMBERED = re.compile(r" *([1-9][0-9]{0,8})[\t→](.*)", re.DOTALL)

Entry = dict[str, Any]


class TranscriptError(Exception):
    """A sub-agent's run could not be read; the message says why in one line."""


def read_entries(path: Path) -> list[Entry]:
    """The lines of a transcript, none where it is not there yet.

    A line that is being written ends in no line break and is left out.

    Raises:
        TranscriptError: it is no plain file, too long, or a line of it is no entry.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise TranscriptError(f"the transcript cannot be read: {error}") from None
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise TranscriptError("the transcript is no plain file")
        if facts.st_size > _LONGEST:
            raise TranscriptError(f"the transcript is longer than {_LONGEST} bytes")
        lines = file.read(_LONGEST).split(b"\n")[:-1]
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            raise TranscriptError(f"line {number} of the transcript is no JSON") from None
        if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
            raise TranscriptError(f"line {number} of the transcript is no entry")
        entries.append(entry)
    return entries


def blocks_of(entry: Entry) -> list[Entry]:
    """The content of a message as blocks.

    Raises:
        TranscriptError: it has none.
    """
    message = entry.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if not isinstance(content, list) or not all(isinstance(block, dict) for block in content):
        raise TranscriptError("a message of the transcript has no content")
    return content


def words_of(block: Entry) -> str:
    """The text of a block, "" where it has none."""
    text = block.get("text")
    return text if block.get("type") == "text" and isinstance(text, str) else ""


def last_words(entries: list[Entry]) -> str:
    """The text that stands last, where nobody spoke or acted after it."""
    spoken = [entry for entry in entries if entry["type"] in ("assistant", "user")]
    blocks = blocks_of(spoken[-1]) if spoken and spoken[-1]["type"] == "assistant" else []
    return words_of(blocks[-1]) if blocks else ""


def unnumbered(result: str) -> str | None:
    """The text of a file as the tool Read gives it, line by line behind its number."""
    lines: list[str] = []
    for number, line in enumerate(result.split("\n"), 1):
        numbered = _NUMBERED.fullmatch(line)
        if numbered is None or int(numbered[1]) != number:
            return None
        lines.append(numbered[2])
    return "\n".join(lines)


def usage_of(entry: Entry, number: int) -> dict[str, Entry]:
    """The usage of a message under its identifier: each entry for a block of it repeats that."""
    message = entry["message"]
    usage = message.get("usage")
    key = str(entry.get("requestId") or message.get("id") or number)
    return {key: usage} if isinstance(usage, dict) else {}


def sum_of_usages(usages: Collection[Mapping[str, Any]]) -> Usage:
    """What several messages used together, without a price."""

    def total(name: str) -> int:
        counts = [each.get(name) for each in usages]
        return sum(count for count in counts if type(count) is int and count > 0)

    return Usage(
        input_tokens=total("input_tokens"),
        cache_write_tokens=total("cache_creation_input_tokens"),
        cache_read_tokens=total("cache_read_input_tokens"),
        output_tokens=total("output_tokens"),
    )
