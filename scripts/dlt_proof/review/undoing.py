"""Putting the text back to the last one that was accepted; what is undone stands in the record."""

from collections.abc import Mapping

from ..gates import load_review
from ..gates.review_records import ATTEMPT_KIND, FIX_KIND
from ..latex import Document, read_document
from ..project import Project
from ..records.errors import RefusedError
from ..records.review import Attempt, Fix
from ..trace import write_trace
from .lookup import started
from .texts import difference, kept, put_back, read_files


def restore(project: Project, document: Document) -> str:
    """Put the text back to that of the round, or of the last accepted fix.

    Returns:
        What was taken back, as a unified difference; it stands in the record too.

    Raises:
        InputError: no review has been started.
        RefusedError: nothing was changed since.
    """
    review = started(project, document)
    if not review.accepted_files:
        raise RefusedError(f"round {review.round} was begun before texts were kept")
    before, now = kept(project, review.accepted_files), read_files(project)
    taken = difference(before, now)
    if not taken:
        raise RefusedError("the text is that of the round or of the last accepted fix")
    fix = Fix(
        weakness="",
        by="",
        note="put back by `dlt-proof review restore`",
        round=review.round,
        text_before=review.accepted_text,
        text_after=review.accepted_text,
        outcome="refused",
        why="taken back",
        difference=taken,
    )
    project.state.append(FIX_KIND, fix.model_dump())
    take_back(project, before)
    return taken


def close_attempt(project: Project, text: str, files: dict[str, str]) -> None:
    """Record that edits were put back, so that the same ones made by hand are not undone later."""
    project.state.append(ATTEMPT_KIND, Attempt(text=text, files=files).model_dump())


def take_back(project: Project, texts: Mapping[str, str]) -> None:
    """Put the files back, and what is rendered of them."""
    put_back(project, texts)
    fresh = Project(project.root)
    write_trace(fresh, read_document(fresh))


def recover(project: Project, document: Document) -> bool:
    """Undo the edits of a run that was killed before they were accepted or refused.

    Only what that run itself wrote is undone: each file is as it was before the edits or as they
    left it.

    Returns:
        Whether there was anything to undo.
    """
    review = load_review(project, document)
    attempts = project.state.read(ATTEMPT_KIND)
    if not review.rounds or not attempts or not review.accepted_files:
        return False
    last = Attempt.model_validate(dict(attempts[-1].data))
    before, now = kept(project, review.accepted_files), read_files(project)
    if last.text != review.accepted_text or now == before:
        return False
    after = kept(project, last.files)
    ours = all(
        now.get(name) in (before.get(name), after.get(name)) for name in {*now, *before, *after}
    )
    if ours:
        take_back(project, before)
        close_attempt(project, review.accepted_text, review.accepted_files)
    return ours
