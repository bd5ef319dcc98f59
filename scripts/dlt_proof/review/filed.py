"""Files that somebody hands to the review: a reader's pass, a change of the text."""

import json
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from ..project import read_text
from ..records.errors import InputError
from ..records.evidence import StrictModel
from ..records.review import FiledPass, ProposedEdit, ProposedFix

_Model = TypeVar("_Model", bound=StrictModel)


def read_pass(path: Path) -> FiledPass:
    """A reader's file.

    Raises:
        InputError: it is no such answer, with what was expected.
    """
    return _read(path, FiledPass)


def read_edits(path: Path) -> tuple[ProposedEdit, ...]:
    """The replacements in a file.

    Raises:
        InputError: it holds none, with what was expected.
    """
    return _read(path, ProposedFix).edits


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        return model.model_validate(json.loads(read_text(path)))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        message = f"{where}: {problem['msg']}" if where else problem["msg"]
        raise InputError(message, file=path.name) from None
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", file=path.name, line=error.lineno) from None
    except RecursionError:
        raise InputError("is nested too deeply", file=path.name) from None
