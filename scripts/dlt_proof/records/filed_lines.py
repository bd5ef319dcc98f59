"""How a line of answers that somebody files looks, and reading one.

Not here: what the answers may say (`verification`, `panel`, `scouts`), and whose question a line
answers. Help texts show the forms, so pydantic is not loaded here.
"""

from __future__ import annotations

import json

from .errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from pydantic import BaseModel, ValidationError

    _Filed = TypeVar("_Filed", bound=BaseModel)

_VERDICTS = "matches | constants-differ | conclusion-differs | unable-to-derive"

#: A line that `trace record` takes: the keys of a verifier's answer stand beside the others.
REPORT_FORM = (
    '{"question": "q-…", "reader": "who answered", '
    f'"verdict": "{_VERDICTS}", "conclusion": "…", "derivation": "…"}}'
)
#: A line that `plan scouts` and `review panel` take.
ANSWER_FORM = (
    '{"question": "the identifier handed out", "reader": "who answered", '
    '"answer": {what the sub-agent returned}}'
)


def read_filed_line(
    kind: type[_Filed], line: str, form: str, *, what: str, file: str, number: int
) -> _Filed:
    """One line of a file of answers.

    Args:
        kind: what it has to be.
        form: how such a line looks, for the message.
        what: `report`, `answer`.
        file, number: where it stands.

    Raises:
        InputError: it is none.
    """
    from pydantic import ValidationError

    try:
        json.loads(line)  # pydantic's own reader takes more than JSON
        return kind.model_validate_json(line)
    except ValidationError as error:
        reason = reason_of(error)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
    raise InputError(
        f"not a{'n' if what[0] in 'aeiou' else ''} {what}: {reason[:200]}",
        file=file,
        line=number,
        remedy=f"one JSON object a line: {form}",
    )


def reason_of(error: ValidationError) -> str:
    """What is wrong first with something that was filed, in one line."""
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return f"it has no `{where}`"
    if problem["type"] == "extra_forbidden":
        return f"`{where}` does not belong there"
    said = " ".join(problem["msg"].split())
    return f"{where}: {said}" if where else said
