"""Filing answers: all of a file or none of it, and only those that count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from ..project import Project, read_text
from ..records.checklists import Answer, FiledAnswer, FiledAnswers
from ..records.errors import InputError
from .answers import ItemState
from .store import ANSWER_KIND, Checklists

_SHOWN = 10
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was filed.

    Args:
        answers: in order.
        left_open: how many entries had no answer.
    """

    answers: tuple[Answer, ...]
    left_open: int


def read_filed(path: Path) -> FiledAnswers:
    """The answers in a file.

    Raises:
        InputError: it is no such file.
    """
    try:
        return FiledAnswers.model_validate(json.loads(read_text(path)))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise InputError(
            f"{where}: {problem['msg']}",
            file=path.name,
            remedy="`dlt-proof checklist form` prints a file to be filled in",
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", file=path.name, line=error.lineno) from None
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"cannot be read: {str(error)[:200]}", file=path.name) from None
    except RecursionError:
        raise InputError("is nested too deeply", file=path.name) from None


def record_answers(project: Project, checklists: Checklists, filed: FiledAnswers) -> Recorded:
    """File answers.

    Args:
        project: whose state they go into.
        checklists: as they stand; what is filed counts in them from then on.
        filed: the answers.

    Raises:
        InputError: one of them is refused; then none is filed, and each is named with its reason.
    """
    by = filed.by
    if not by:
        raise InputError("answers need the name of who gives them", remedy='"by": "…"')
    if len(by) > _LONGEST_NAME:
        raise InputError(f"a name has at most {_LONGEST_NAME} characters")
    taken: list[Answer] = []
    problems: list[str] = []
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    answered = [entry for entry in filed.answers if entry.answer]
    for entry in answered:
        try:
            state = checklists.find(entry.label, entry.item)
            answer = _answer(checklists, state, entry, by)
            problem = _unwanted(checklists, state, entry)
            problem = problem or checklists.ledger.take(state.matter, state.item, answer, now)
        except InputError as error:
            problem = str(error)
        if problem:
            problems.append(f"{entry.label} {entry.item}: {problem}")
        else:
            taken.append(answer)
    if problems:
        more = f"\n  … and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        many = "1 answer is" if len(problems) == 1 else f"{len(problems)} answers are"
        none = "" if len(answered) == 1 else ", and none was filed"
        raise InputError(
            f"{many} refused{none}:" + "".join(f"\n  {p}" for p in problems[:_SHOWN]) + more
        )
    project.state.append_all(ANSWER_KIND, [answer.model_dump() for answer in taken])
    return Recorded(tuple(taken), len(filed.answers) - len(answered))


def _answer(checklists: Checklists, state: ItemState, entry: FiledAnswer, by: str) -> Answer:
    against = checklists.ledger.against(state.matter, state.item)
    return Answer(
        label=state.matter.label,
        item=state.item.identifier,
        verdict="yes" if entry.answer == "yes" else "no",
        by=by,
        because=entry.because,
        quotation=entry.quotation,
        against=against if entry.answer == "yes" else (),
        fingerprint=state.matter.fingerprint(state.item),
    )


def _unwanted(checklists: Checklists, state: ItemState, entry: FiledAnswer) -> str:
    """Why an answer is not asked for, "" where it is."""
    if entry.fingerprint and entry.fingerprint != state.matter.fingerprint(state.item):
        return "the text is another one now than the form was made for"
    noes = checklists.ledger.noes(state.matter, state.item)
    if entry.answer == "yes" and state.decision.verdict == "yes" and not noes:
        return f"code answers it: {state.decision.why}"
    return ""
