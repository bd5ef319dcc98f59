"""Beginning a round: what has to hold, and what the deterministic reviewers find."""

from collections.abc import Iterable

from ..gates import GateContext, ReviewState, evaluate_gates, load_review, text_fingerprint
from ..gates.review_records import ROUND_KIND, WEAKNESS_KIND
from ..graph.plan_file import Plan
from ..latex import Document
from ..plan.scope import read_scope
from ..project import Project
from ..project.person import require_person
from ..records.errors import RefusedError
from ..records.review import RoundStart, Weakness
from ..reviewers import FoundWeakness, reviewed_paper, run_reviewers
from .locks import changed_locks, locked_texts
from .lookup import said_before
from .panel_passes import lens_texts
from .texts import keep, read_files
from .units_of_text import TextUnits


def start_round(
    project: Project, document: Document, plan: Plan, *, anew: bool = False
) -> tuple[RoundStart, list[Weakness]]:
    """Begin a round: the deterministic reviewers read the text.

    An objection of theirs that was dismissed for a reason is not raised again.

    Args:
        anew: a person answers for what was changed since, and the rounds are counted anew. Open
            weaknesses stay open.

    Returns:
        The round and the weaknesses that are new in it.

    Raises:
        RefusedError: gate C.5 does not hold; weaknesses are not classified; the loop has ended;
            the text is the one read last; it, or what is locked, was changed by no accepted fix;
            or an agent asks for a review anew.
    """
    with project.state.alone(WEAKNESS_KIND):
        return _start_round(project, document, plan, anew)


def _start_round(
    project: Project, document: Document, plan: Plan, anew: bool
) -> tuple[RoundStart, list[Weakness]]:
    review = load_review(project, document)
    # Checklists of proofs that were mended are answered anew in the end: gate D asks for them.
    _require_swept_text(GateContext(project, mending=bool(review.rounds)))
    locked = locked_texts(plan, document)
    if anew:
        require_person("a review anew")
        if not review.rounds:
            anew = False
    elif review.rounds:
        _may_go_on(review, locked)
    number = review.round + 1
    found = _new_objections(review, run_reviewers(reviewed_paper(project, document, plan)))
    units = TextUnits(document, plan)
    weaknesses = as_weaknesses(review, found, number, units)
    # Weaknesses first: a run killed between the two leaves a round that was not begun, and its
    # weaknesses are found on record by the next one.
    files = keep(project, read_files(project))
    project.state.append_all(WEAKNESS_KIND, [w.model_dump() for w in weaknesses])
    start = RoundStart(
        round=number,
        text=text_fingerprint(project, document),
        found=tuple(w.identifier for w in (*review.unbegun, *weaknesses)),
        cycle=(review.current.cycle if review.rounds else 1) + anew,
        files=files,
        locked=locked,
        scope=read_scope(project),
        units=units.prints,
        lenses=lens_texts(project, document, plan),
        whole=True,
    )
    project.state.append(ROUND_KIND, start.model_dump())
    return start, [*review.unbegun, *weaknesses]


def _require_swept_text(context: GateContext) -> None:
    gates = evaluate_gates(context, "C.5")
    if not gates[-1].holds:
        first = next(result for result in gates if not result.holds)
        raise RefusedError(
            f"the review reads a swept text, and gate {first.gate} does not hold",
            remedy=f"`dlt-proof gate {first.gate}`",
        )
    if context.scope == "Quick":
        raise RefusedError("the scope is Quick, which needs no review", remedy="`dlt-proof gate D`")


def _may_go_on(review: ReviewState, locked: dict[str, dict[str, str | None]]) -> None:
    if review.unclassified:
        raise RefusedError(
            f"nobody classified {len(review.unclassified)} weaknesses of round {review.round}",
            remedy="`dlt-proof review classify`",
        )
    if review.current.text == review.text:
        raise RefusedError(f"round {review.round} has read this very text")
    if review.ended:
        raise RefusedError(review.ended, remedy="`dlt-proof review report` says what is open")
    changed = changed_locks(review.current.locked, locked) if review.current.locked else {}
    if changed:
        lines = "; ".join(line for lines in changed.values() for line in lines)
        raise RefusedError(
            f"what the author approved was changed since round {review.round}: {lines}",
            remedy="take it back (`dlt-proof review restore`); or the author approves it and runs "
            "`dlt-proof review start --anew`",
        )
    if review.changed_outside:
        raise RefusedError(
            "the text was changed, and no accepted fix accounts for it",
            remedy="`dlt-proof review fix W… --by NAME --note …`, or `dlt-proof review restore`; "
            "where a person reworked it, `dlt-proof review start --anew`",
        )


def _new_objections(review: ReviewState, found: Iterable[FoundWeakness]) -> list[FoundWeakness]:
    """What is not on record yet as open or as dismissed."""
    answered = {_key(w) for w in (*review.dismissed, *review.real) if w.source == "deterministic"}
    # A run that was killed before it recorded its round left these.
    answered |= {_key(w) for w in review.unbegun}
    return [weakness for weakness in found if _key(weakness) not in answered]


def _key(weakness: Weakness | FoundWeakness) -> tuple[str, str]:
    return (weakness.statement or weakness.file, weakness.claim)


def as_weaknesses(
    review: ReviewState, found: Iterable[FoundWeakness], number: int, units: TextUnits
) -> list[Weakness]:
    """What the deterministic reviewers found, as weaknesses of a round."""
    weaknesses: list[Weakness] = []
    for index, item in enumerate(found, start=review.next_identifier):
        weakness = Weakness(
            identifier=f"W{index}",
            round=number,
            source="deterministic",
            file=item.file,
            line=item.line,
            claim=item.claim,
            evidence=item.evidence,
            severity=item.severity,
            rule=item.rule,
            statement=item.statement,
            unit=units.statement_at(item.file, item.line),
        )
        weaknesses.append(said_before(review, weakness))
    return weaknesses
