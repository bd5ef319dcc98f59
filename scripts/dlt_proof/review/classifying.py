"""What somebody makes of a weakness: REAL, or dismissed with a reason that can be looked up."""

from ..gates.review_records import JUDGEMENT_KIND, WEAKNESS_KIND
from ..gates.review_weaknesses import person
from ..graph.plan_file import read_plan
from ..latex import Document
from ..project import Project
from ..records.errors import InputError, RefusedError
from ..records.review import Judgement
from .lookup import find_weakness, started
from .units_of_text import TextUnits


def classify(project: Project, document: Document, judgement: Judgement) -> None:
    """Record what somebody made of a weakness.

    Raises:
        InputError: no such weakness; or a PHANTOM without a quotation that stands in the text.
        RefusedError: a critical or major weakness is dismissed by whoever mends the text, or a
            blocking one is judged again.
    """
    with project.state.alone(WEAKNESS_KIND):
        _classify(project, document, judgement)


def _classify(project: Project, document: Document, judgement: Judgement) -> None:
    review = started(project, document)
    weakness = find_weakness(review, judgement.weakness)
    if not judgement.reason.strip() or not judgement.by.strip():
        raise InputError("a classification needs its reason, and the name of who judges")
    phantom = judgement.classification == "PHANTOM"
    if phantom:
        units = TextUnits(document, read_plan(project))
        if not units.shows(weakness.unit, judgement.quotation):
            raise InputError(
                "PHANTOM needs the quotation that refutes the weakness, word for word as it "
                "stands in the statement, its proof or what they rest on"
            )
    if review.is_serious(weakness) and judgement.classification != "REAL-blocking":
        if person(judgement.by) in review.fixers:
            raise RefusedError(
                f"{judgement.by} mends this text: a {review.severity(weakness)} weakness is "
                "dismissed by somebody else"
            )
        before = review.judgements.get(judgement.weakness)
        blocking = before is not None and before.classification == "REAL-blocking"
        # Somebody else, with the words that refute it, may take back what was a mistake.
        third = before is not None and phantom and person(judgement.by) != person(before.by)
        if before is not None and blocking and not third:
            raise RefusedError(
                f"{judgement.weakness} was judged REAL-blocking by {before.by}",
                remedy="mend it; or somebody else dismisses it with the words that refute it",
            )
    told = judgement.model_copy(
        update={"severity": review.severity(weakness), "claim": weakness.claim}
    )
    project.state.append(JUDGEMENT_KIND, told.model_dump())
