"""What to do next in a review, as a command where there is one."""

from ..gates import ReviewState


def next_action(review: ReviewState) -> str:
    """The one thing to do next."""
    if not review.rounds:
        return "dlt-proof review start"
    if review.ended:
        return "dlt-proof review report"
    if review.unclassified:
        first = review.unclassified[0]
        return f"dlt-proof review classify {first.identifier} CLASS --by NAME --reason …"
    if review.blocking:
        first = review.blocking[0]
        command = f"dlt-proof review fix {first.identifier} --by NAME --note …"
        return (
            command if review.changed_outside else f"mend {first.file}:{first.line}, then {command}"
        )
    if review.success:
        return "dlt-proof gate D"
    if review.changed_outside:
        return "dlt-proof review restore, or `review fix` for a weakness that the change mends"
    if review.current.text != review.text:
        return "dlt-proof review start"
    if review.needs_a_person:
        return "dlt-proof review start --anew, by a person"
    if review.panel_required:
        return "dlt-proof review run --backend anthropic (or claude), or dlt-proof review panel"
    return "dlt-proof review next"
