"""What to do next in a review, as a command where there is one."""

from ..gates import ReviewState


def next_action(review: ReviewState) -> str:
    """The one thing to do next."""
    if not review.rounds:
        return "dlt-proof review start"
    if review.ended:
        return f"the author: read `dlt-proof review report`: {review.ended}"
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
        return "the author: `dlt-proof review start --anew`"
    if review.panel_required:
        return "dlt-proof review run --backend anthropic (or claude), or dlt-proof review panel"
    return "dlt-proof review next"


def words_for_readers(review: ReviewState) -> list[str]:
    """What to do while the text waits for its readers, one line each: what they raised that may
    still be mended, then how it is given to them."""
    rows = [
        f"{w.identifier} ({w.file}:{w.line}) is real and does not block: leave it, or mend it "
        f"first, then: dlt-proof review fix {w.identifier} --by NAME --note …"
        for w in review.real
    ]
    return [
        *rows,
        "dlt-proof review panel (hands out the text lens by lens, each question to a sub-agent of "
        "its own)",
        "or, without sub-agents: give the text to a reader who mended nothing; file the answer "
        "with `dlt-proof review record FILE.json`:",
    ]
