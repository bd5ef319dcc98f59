"""What a scout opened, and whether what it quotes stands there.

That a scout says that it saw a source is no evidence; its transcript is. Not here: whether what was
opened is the work in question, which the author sees from the address.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..project import Project
from ..records.scouts import ScoutAnswer
from ..verify.transcripts import SubagentRun, ToolUse

#: The tools of a scout's agent file.
TOOLS = ("Read", "WebSearch", "WebFetch")
#: A quotation that is shorter stands in many texts, in letters and digits; so does a part of it.
_SHORTEST, _SHORTEST_PART = 24, 12
#: What is told of the addresses that were opened: how many, and how much of each.
_MOST, _LONGEST = 20, 300
_NUMBERED = re.compile(r"^ *[1-9][0-9]{0,8}[\t→]", re.MULTILINE)
_LEFT_OUT = re.compile(r"\[?(?:\.\.\.|…|\\l?dots\b)\]?")


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a source was seen.

    Args:
        seen: whether that is known.
        why: how, in one clause.
        opened: addresses and files, in their order.
        quoted: whether the quotation stands in one of them.
    """

    seen: bool
    why: str
    opened: tuple[str, ...] = ()
    quoted: bool = False


def why_not_closed(
    run: SubagentRun, project: Project, copies: Sequence[str], question: Path
) -> str:
    """Why a scout did other things than looking its subject up; "" where it did not.

    Args:
        run: what it did.
        project: whose texts are none of its business.
        copies: those files of the project that it may open, relative to the root.
        question: the file of its question, which it may read as well.
    """
    for used in run.tools_used:
        if used.name not in TOOLS:
            return f"it used another tool: {used.name}"
        if used.name != "Read":
            continue
        path = str(used.input.get("file_path") or "")
        name = project.relative(path)
        if path != str(question) and project.holds(path) and name not in copies:
            return f"it read {name}, which is none of the question"
    return ""


def what_was_seen(run: SubagentRun, answer: ScoutAnswer, question: Path) -> Seen:
    """Whether a scout saw the source of what it answers, by the tools it used.

    Args:
        run: what it did.
        answer: what it said.
        question: the file of its question.
    """
    looked = [used for used in run.tools_used if _is_a_look(used, question)]
    opened = tuple(dict.fromkeys(_address(used)[:_LONGEST] for used in looked))[:_MOST]
    stands = [_found_in(used) for used in looked if _quoted_from(used, answer.quotation)]
    if answer.seen == "source" and not opened:
        return Seen(False, "the scout says that it was, and opened nothing")
    if answer.seen == "source" and not stands:
        return Seen(
            False,
            "the scout says that it was, but the quotation was not found in what it opened",
            opened,
        )
    if answer.seen == "source":
        return Seen(True, f"the quotation stands in {stands[0]}", opened, quoted=True)
    if answer.seen == "secondary" and opened:
        found = f"the quotation stands in {stands[0]}" if stands else "the quotation was not found"
        return Seen(False, f"read elsewhere, {found}", opened, quoted=bool(stands))
    return Seen(False, "from memory", opened)


def as_reported(answer: ScoutAnswer) -> Seen:
    """The same of an answer that somebody filed: nobody knows what was opened."""
    if answer.seen == "source":
        return Seen(False, "it is reported that it was, and nothing shows it")
    return Seen(
        False, "from memory" if answer.seen == "memory" else "reported to be read elsewhere"
    )


def _is_a_look(used: ToolUse, question: Path) -> bool:
    """Whether a call opened something; a search alone shows snippets."""
    if used.failed or used.name not in ("Read", "WebFetch"):
        return False
    address = _address(used)
    return bool(address) and address != str(question)


def _address(used: ToolUse) -> str:
    value = used.input.get("file_path" if used.name == "Read" else "url")
    return value if isinstance(value, str) else ""


def _found_in(used: ToolUse) -> str:
    """What a call gave back, in words: WebFetch gives what a model says of a page, not the page."""
    address = _address(used)[:_LONGEST]
    return address if used.name == "Read" else f"what WebFetch said of {address}"


def _quoted_from(used: ToolUse, quotation: str) -> bool:
    """Whether a quotation stands in what a call gave back, and not in what it was asked."""
    if any(_stands(quotation, told) for told in used.input.values() if isinstance(told, str)):
        return False  # whoever answers may have said it again
    result = _NUMBERED.sub("", used.result) if used.name == "Read" else used.result
    return _stands(quotation, result)


def _stands(quotation: str, text: str) -> bool:
    """Whether a quotation, as a whole or with parts left out, stands in a text.

    Only letters and digits are compared: spaces, hyphens at line ends and the signs of formulas
    come out of a PDF in many ways.
    """
    if len(_letters(quotation)) < _SHORTEST:
        return False
    plain = _letters(text)
    if _letters(quotation) in plain:
        return True
    position = 0
    for part in _parts(quotation):
        found = plain.find(part, position) if len(part) >= _SHORTEST_PART else -1
        if found < 0:
            return False
        position = found + len(part)
    return True


def _parts(quotation: str) -> Iterator[str]:
    return filter(None, map(_letters, _LEFT_OUT.split(quotation)))


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
