"""What somebody makes of a weakness: REAL, or dismissed with a reason that can be looked up."""

from ..gates.review_outcome import person
from ..gates.review_records import JUDGEMENT_KIND
from ..latex import Document, normalise
from ..project import Project
from ..records.errors import InputError, RefusedError
from ..records.review import Judgement
from .lookup import find_weakness, started

#: Characters that a quotation needs to refute anything.
SHORTEST_QUOTATION = 12


def classify(project: Project, document: Document, judgement: Judgement) -> None:
    """Record what somebody made of a weakness.

    Raises:
        InputError: no such weakness; or a PHANTOM without a quotation that stands in the text.
        RefusedError: a critical or major weakness is dismissed by whoever mends the text, or a
            blocking one is judged again.
    """
    review = started(project, document)
    weakness = find_weakness(review, judgement.weakness)
    if not judgement.reason.strip():
        raise InputError("a classification needs its reason")
    if judgement.classification == "PHANTOM" and not stands_in(document, judgement.quotation):
        raise InputError(
            "PHANTOM needs the quotation that refutes the weakness, word for word as it "
            f"stands in the text, at least {SHORTEST_QUOTATION} characters"
        )
    if review.is_serious(weakness) and judgement.classification != "REAL-blocking":
        if person(judgement.by) in review.fixers:
            raise RefusedError(
                f"{judgement.by} mends this text: a {review.severity(weakness)} weakness is "
                "dismissed by somebody else"
            )
        before = review.judgements.get(judgement.weakness)
        if before is not None and before.classification == "REAL-blocking":
            raise RefusedError(
                f"{judgement.weakness} was judged REAL-blocking by {before.by}",
                remedy="mend it, or have the round's reader read the text again",
            )
    told = judgement.model_copy(update={"severity": review.severity(weakness)})
    project.state.append(JUDGEMENT_KIND, told.model_dump())


def stands_in(document: Document, quotation: str) -> bool:
    """Whether words long enough to refute something stand in the text, up to white space."""
    words = normalise(quotation)
    text = normalise("\n".join(source.text for source in document.files.values()))
    return len(words) >= SHORTEST_QUOTATION and words in text
