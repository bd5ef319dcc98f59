"""What a free checker says of one job, and whether two of its answers are the same.

No checking here: the record alone, so that who stores or compares verdicts loads nothing heavy.
"""

import json
from dataclasses import dataclass
from typing import Any

#: Of the free checkers; evidence of another version is stale. Raised when verdicts change.
VERSION = "7"


@dataclass(frozen=True, slots=True)
class CheckerVerdict:
    """What the free checkers say of one job.

    Args:
        word: `proved`, `matched`, `defect`, or None for no evidence.
        checker: which checker said so.
        detail: the certificate, the counterexample, or why there is no evidence; plain JSON.
    """

    word: str | None
    checker: str
    detail: dict[str, Any]


def same_verdict(old: dict[str, Any], new: CheckerVerdict) -> bool:
    """Whether a stored record says what a new run says: word, checker and the whole detail.

    Args:
        old: a record with the keys `word`, `checker` and `detail`; others are not looked at.
        new: the verdict of a run of the same version on the same job.
    """
    stored = [old.get("word"), old.get("checker"), old.get("detail")]
    return _plain(stored) == _plain([new.word, new.checker, new.detail])


def _plain(value: Any) -> str:
    # Through JSON, as a store does it: tuples become lists, and 1 stays apart from true.
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
