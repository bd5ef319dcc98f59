"""The digest that is made of a scout's answer: a draft, and never in the place of a file.

Not here: what counts as seen (`opened`), and what a draft is worth (`project.digests`).
"""

import contextlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ..project import Project
from ..project.digests import DRAFT
from ..project.root import RESEARCH_FOLDER
from ..project.templates import render
from ..records.errors import InputError
from ..records.scouts import ScoutAnswer, ScoutQuestion
from .opened import Seen

#: A comment of Markdown would hide what follows.
_COMMENT = re.compile(r"<(?=!--)")
Origin = Literal["called", "reported"]


def draft_text(question: ScoutQuestion, answer: ScoutAnswer, seen: Seen, origin: Origin) -> str:
    """The digest as Markdown.

    It has no `**Formally:**`, on which steps could rest: that is for whoever has read it.

    Args:
        question: what was asked.
        answer: what was said, of something that was found.
        seen: whether the source was seen.
        origin: `called` where a hook read the answer from the sub-agent.
    """
    word = "yes" if seen.seen else "no" if answer.seen != "source" else "not confirmed"
    if answer.seen == "memory":
        quotation = "none: from memory"
    else:
        quotation = f'"{_line(answer.quotation)}"' + ("" if seen.quoted else " (not confirmed)")
    return render(
        "scouts/digest.md.j2",
        title=_line(question.digest),
        draft=DRAFT,
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        origin=origin,
        statement=_line(answer.statement),
        hypotheses=_lines(answer.hypotheses),
        source=_line(answer.source),
        seen=f"{word}; {_line(seen.why)}.",
        place=_line(answer.place),
        quotation=quotation,
        opened=_lines(seen.opened),
        misapplied=_lines(answer.misapplied),
        differs=_line(answer.differs),
        used_in=_lines(question.used_in),
    )


def place_draft(project: Project, question: ScoutQuestion, text: str) -> tuple[str, str]:
    """Write a draft where its digest is missing.

    Returns:
        The file relative to the root, and why it was not written, one of them "".

    Raises:
        InputError: the file cannot be written.
    """
    name = f"{RESEARCH_FOLDER}/{question.digest}.md"
    if not _write_new(Path(project.path_to(name)), text):
        return "", f"{name} is there already and was left as it is"
    return name, ""


def _write_new(path: Path, text: str) -> bool:
    """Write a file whole where there is none; False where there is one, whatever it holds."""
    beside = path.with_name(f".{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("x", encoding="utf-8", errors="replace") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(beside, path)
    except FileExistsError:
        return False
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    return True


def _line(text: str) -> str:
    """A text as one line without hidden characters, so that nothing in it begins a field, a heading
    or a comment."""
    shown = "".join(filter(str.isprintable, " ".join(text.split())))
    return _COMMENT.sub("< ", shown).replace(DRAFT, "")


def _lines(texts: tuple[str, ...]) -> list[str]:
    return list(filter(None, map(_line, texts)))
