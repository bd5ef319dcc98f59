"""A change that mends weaknesses: not too large, nothing locked, and the gates hold after it.

What is refused is put back, and stands in the record with the reason: nothing is lost.
"""

from collections.abc import Callable, Sequence

from ..gates import ReviewState
from ..gates.review_records import ATTEMPT_KIND, FIX_KIND, STOP_KIND, WEAKNESS_KIND
from ..gates.review_weaknesses import person
from ..graph.plan_file import read_plan
from ..latex import Document, read_document
from ..panel.edits import edited
from ..project import Project
from ..records.errors import InputError, RefusedError
from ..records.review import (
    DISMISSALS,
    SERIOUS,
    Attempt,
    AuthorStop,
    Fix,
    ProposedEdit,
    Weakness,
)
from .costs import allowed_lines, changed_lines
from .lookup import find_weakness, started
from .refusals import why_refused
from .texts import difference, keep, kept, put_back, read_files
from .undoing import close_attempt, take_back
from .units_of_text import TextUnits


def apply_fix(
    project: Project,
    document: Document,
    identifiers: Sequence[str],
    *,
    by: str,
    note: str,
    edits: Sequence[ProposedEdit] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Fix:
    """Accept a change of the text that mends weaknesses, or put it back.

    The change is what differs from the text of the round, or of the last accepted fix; or it is
    given as edits, which are made first. The free checkers are asked about the steps it changes
    before the gates are.

    Args:
        identifiers: the weaknesses that it mends, at least one.
        by: who made it; who dismissed a critical or major weakness may not.
        note: what was done.
        edits: replacements to make; none where the files were edited already.
        progress: told what is being done, a line each.

    Returns:
        The record of the fix, accepted or refused. A refused one has been put back.

    Raises:
        InputError: a weakness is unknown, was not judged real, or is mended; or an edit does not
            fit the text.
        RefusedError: nothing was changed; the loop has ended; or who mends has dismissed a serious
            weakness.
    """
    with project.state.alone(WEAKNESS_KIND):
        return _apply_fix(project, document, identifiers, by, note, edits, progress)


def _apply_fix(
    project: Project,
    document: Document,
    identifiers: Sequence[str],
    by: str,
    note: str,
    edits: Sequence[ProposedEdit],
    progress: Callable[[str], None],
) -> Fix:
    review = started(project, document)
    allowed = _allowed(review, identifiers, by)
    if not note.strip():
        raise InputError("a fix needs a note of what was done")
    if not review.accepted_files:
        raise RefusedError(
            f"round {review.round} was begun before texts were kept: it cannot be policed",
            remedy="a person runs `dlt-proof review start --anew`",
        )
    before = kept(project, review.accepted_files)
    now = read_files(project)
    if edits:
        if now != before:
            raise RefusedError(
                "the text was changed, and no accepted fix accounts for it: edits come on top of "
                "an accepted text",
                remedy="`dlt-proof review restore`, or leave out the edits",
            )
        after = edited(before, edits)
        # First the record: a run that is killed while it writes is undone by the next one.
        attempt = Attempt(text=review.accepted_text, files=keep(project, after))
        project.state.append(ATTEMPT_KIND, attempt.model_dump())
        put_back(project, after)
    else:
        after = now
    if after == before:
        raise RefusedError(
            f"the text is the one in which {identifiers[0]} was found: nothing was mended"
        )
    lines = changed_lines(before, after)
    try:
        # As a new command would see it: no cache of this one.
        refusal = why_refused(Project(project.root), review, identifiers, lines, allowed, progress)
    except Exception:
        if edits:
            take_back(project, before)
            close_attempt(project, review.accepted_text, review.accepted_files)
        raise
    fix = Fix(
        weakness=identifiers[0],
        also=tuple(identifiers[1:]),
        claims=tuple(find_weakness(review, name).claim for name in identifiers),
        by=by,
        note=note,
        round=review.round,
        text_before=review.accepted_text,
        text_after=review.accepted_text,
        outcome="refused",
        lines=lines,
        allowed=allowed,
        difference=difference(before, after),
    )
    if refusal is None:
        fix = fix.model_copy(
            update={
                "outcome": "accepted",
                "text_after": started(project, read_document(project)).text,
                "files": keep(project, after),
                "units": _units(project).prints,
            }
        )
        project.state.append(FIX_KIND, fix.model_dump())
        return fix
    # Recorded before it is put back: a run killed between the two has lost nothing.
    fix = fix.model_copy(update={"why": refusal.why})
    project.state.append(FIX_KIND, fix.model_dump())
    if refusal.labels:
        stop = AuthorStop(
            weaknesses=tuple(identifiers), by=by, labels=refusal.labels, changes=refusal.changes
        )
        project.state.append(STOP_KIND, stop.model_dump())
    take_back(project, before)
    if edits:
        close_attempt(project, review.accepted_text, review.accepted_files)
    return fix


def record_failure(
    project: Project, review: ReviewState, weakness: Weakness, *, by: str, note: str, why: str
) -> None:
    """Record that what was proposed for a weakness is no change that can be made."""
    fix = Fix(
        weakness=weakness.identifier,
        claims=(weakness.claim,),
        by=by,
        note=note,
        round=review.round,
        text_before=review.accepted_text,
        text_after=review.accepted_text,
        outcome="refused",
        why=why,
    )
    project.state.append(FIX_KIND, fix.model_dump())


def _allowed(review: ReviewState, identifiers: Sequence[str], by: str) -> int | None:
    """How many lines a change may take that mends these weaknesses."""
    if not identifiers:
        raise InputError("name the weakness that the change mends", remedy="`review fix W1 …`")
    if len(set(identifiers)) < len(identifiers):
        raise InputError("a weakness is named twice")
    if not by.strip():
        raise InputError("a fix needs the name of who made it")
    total: int | None = 0
    for identifier in identifiers:
        weakness = find_weakness(review, identifier)
        judged = review.judgements.get(identifier)
        if judged is None or judged.classification in DISMISSALS:
            raise InputError(f"{identifier} has not been judged real: there is nothing to mend")
        if identifier in review.fixed:
            raise InputError(f"{identifier} is recorded as mended already")
        lines = allowed_lines(review.severity(weakness), judged.classification)
        total = None if lines is None or total is None else total + lines
    if review.stops:  # after the cap a text may still get better: a person begins anew
        raise RefusedError(review.ended, remedy="`dlt-proof review report` says what is open")
    for other in review.weaknesses:
        judged = review.judgements.get(other.identifier)
        if judged is None or judged.classification == "REAL-blocking":
            continue
        if review.severity(other) in SERIOUS and person(judged.by) == person(by):
            raise RefusedError(
                f"{by} judged {other.identifier} ({review.severity(other)}) to be "
                f"{judged.classification}: somebody else mends the text"
            )
    return total


def _units(project: Project) -> TextUnits:
    fresh = Project(project.root)
    return TextUnits(read_document(fresh), read_plan(fresh))
