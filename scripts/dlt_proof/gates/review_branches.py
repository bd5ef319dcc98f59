"""Whether the records of a review tell one history, or those of two branches that were merged.

Records of two branches merge in git without conflict. What each allowed for itself the other may
have forbidden, so that a person keeps one of them. Not here: what the records amount to
(`review_outcome`).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from ..records.errors import InputError
from ..records.review import SERIOUS, Fix, Judgement, ReaderPass, RoundStart, Weakness
from .review_weaknesses import person

_Record = TypeVar("_Record", RoundStart, Weakness, Judgement, Fix, ReaderPass)

_REMEDY = (
    "a person keeps the review of one branch: `git rm` what the other one added to "
    ".proof-research/state/review-*, then `dlt-proof review report`"
)


class Kept(NamedTuple, Generic[_Record]):
    """A record and the file of the state in which it stands, relative to the root."""

    said: _Record
    file: str


def require_one_history(
    rounds: Sequence[Kept[RoundStart]],
    weaknesses: Sequence[Kept[Weakness]],
    judgements: Sequence[Kept[Judgement]],
    fixes: Sequence[Kept[Fix]],
    passes: Sequence[Kept[ReaderPass]],
) -> None:
    """Refuse records that no single review can have written, oldest first each.

    Raises:
        InputError: two branches reviewed at the same time, or records of the review are gone.
    """
    _require_rounds(rounds)
    by_name: dict[str, Kept[Weakness]] = {}
    for weakness in weaknesses:
        name = weakness.said.identifier
        if name in by_name:
            raise _two(f"two weaknesses are called {name}", by_name[name], weakness)
        by_name[name] = weakness
    for found in [
        *((r.said.found, r.file) for r in rounds),
        *((p.said.raised, p.file) for p in passes),
    ]:
        _require_found(*found, by_name)
    for judgement in judgements:
        _require_claims(judgement, [(judgement.said.weakness, judgement.said.claim)], by_name)
    for fix in fixes:
        claims = zip(fix.said.weaknesses, fix.said.claims, strict=False)
        _require_claims(fix, claims, by_name)
    _require_answers(judgements)
    _require_chain(rounds, fixes)


def _require_rounds(rounds: Sequence[Kept[RoundStart]]) -> None:
    by_number: dict[int, Kept[RoundStart]] = {}
    for number, start in enumerate(rounds, start=1):
        said = start.said.round
        if said in by_number:
            raise _two(f"round {said} was begun twice", by_number[said], start)
        by_number[said] = start
        if said != number:
            raise InputError(
                f"round {said} follows round {number - 1}: records of the review are gone",
                file=start.file,
                remedy="take them from version control",
            )


def _require_found(names: Iterable[str], file: str, weaknesses: dict[str, Kept[Weakness]]) -> None:
    missing = next((name for name in names if name not in weaknesses), "")
    if missing:
        raise InputError(
            f"{missing} was found, and its record is gone",
            file=file,
            remedy="take it from version control",
        )


def _require_claims(
    record: Kept[Judgement] | Kept[Fix],
    claims: Iterable[tuple[str, str]],
    weaknesses: dict[str, Kept[Weakness]],
) -> None:
    """Refuse an answer to another weakness than the one that goes by its name now."""
    for name, claim in claims:
        known = weaknesses.get(name)
        if not claim or (known is not None and known.said.claim == claim):
            continue
        if known is not None:
            raise _two(f"{name} is another weakness than the one that was answered", known, record)
        raise InputError(
            f"{name} was answered, and its record is gone",
            file=record.file,
            remedy="take it from version control; or take this record out, too",
        )


def _require_answers(judgements: Sequence[Kept[Judgement]]) -> None:
    """Refuse a blocking weakness that was talked down, which `classify` lets nobody do."""
    last: dict[str, Kept[Judgement]] = {}
    for judgement in judgements:
        said, before = judgement.said, last.get(judgement.said.weakness)
        last[said.weakness] = judgement
        if before is None or before.said.classification != "REAL-blocking":
            continue
        refuted = said.classification == "PHANTOM" and person(said.by) != person(before.said.by)
        if said.severity in SERIOUS and said.classification != "REAL-blocking" and not refuted:
            what = f"{said.weakness} is REAL-blocking by {before.said.by}"
            raise _two(f"{what}, and {said.classification} by {said.by}", before, judgement)


def _require_chain(rounds: Sequence[Kept[RoundStart]], fixes: Sequence[Kept[Fix]]) -> None:
    """Refuse two changes of one text: only one of them can be in the text that stands there."""
    for start in rounds:
        own = [f for f in fixes if f.said.round == start.said.round]
        # In records of before texts were kept nothing else tells which text was changed.
        own = [f for f in own if f.said.outcome == "accepted" and f.said.files]
        for before, after in pairwise(own):
            if after.said.text_before != before.said.text_after:
                names = f"{before.said.weakness} and {after.said.weakness}"
                raise _two(f"the fixes of {names} changed one text", before, after)


def _two(
    what: str,
    first: Kept[RoundStart] | Kept[Weakness] | Kept[Judgement] | Kept[Fix],
    second: Kept[RoundStart] | Kept[Weakness] | Kept[Judgement] | Kept[Fix],
) -> InputError:
    places = first.file if first.file == second.file else f"{first.file} and {second.file}"
    return InputError(f"{what} ({places}): two branches reviewed at the same time", remedy=_REMEDY)
