"""Looking things up in a review that is under way."""

from ..gates import ReviewState, load_review
from ..latex import Document
from ..project import Project
from ..records.errors import InputError
from ..records.review import Weakness
from .merging import same_complaint


def said_before(review: ReviewState, weakness: Weakness) -> Weakness:
    """The weakness, with the earlier one that says the same if there is one."""
    for earlier in reversed(review.weaknesses):
        if earlier.round < weakness.round and same_complaint(earlier, weakness):
            return weakness.model_copy(update={"again": earlier.identifier})
    return weakness


def started(project: Project, document: Document) -> ReviewState:
    """The review, which has to have been started.

    Raises:
        InputError: it was not.
    """
    review = load_review(project, document)
    if not review.rounds:
        raise InputError("no review has been started", remedy="`dlt-proof review start`")
    return review


def find_weakness(review: ReviewState, identifier: str) -> Weakness:
    """A weakness by its identifier.

    Raises:
        InputError: there is none of this name.
    """
    found = review.weakness(identifier)
    if found is None:
        known = ", ".join(w.identifier for w in review.weaknesses) or "none"
        raise InputError(f"there is no weakness {identifier!r}", remedy=f"known: {known}")
    return found
