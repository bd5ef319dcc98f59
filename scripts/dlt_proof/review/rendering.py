"""`.proof-research/review-iteration-<N>.md`: the rounds as a person reads them."""

from ..gates import ReviewState
from ..gates.review_outcome import NO_PANEL
from ..project import Project, write_text
from ..records.review import Weakness


def render_round(review: ReviewState, number: int) -> str:
    """The text of one round; open blocking weaknesses first, scores last."""
    mine = [w for w in review.weaknesses if w.round == number]
    blocking = [w for w in mine if w in review.blocking]
    dismissed = [w for w in mine if w in review.dismissed]
    rest = [w for w in mine if w not in blocking and w not in dismissed]
    passes = [p for p in review.passes if p.round == number]
    lines = [
        f"# Review, round {number}",
        "",
        "<!-- Made by dlt-proof from .proof-research/state/. Edits are overwritten. -->",
        "",
        f"Deterministic reviewers, and {len(passes)} readers' passes; {NO_PANEL}.",
    ]
    if number == review.round:
        lines += ["", "Outcome: " + ("success." if review.success else "open.")]
        lines += [f"- {obstacle}" for obstacle in review.obstacles]
    for title, weaknesses in (
        ("Open and blocking", blocking),
        ("Dismissed", dismissed),
        ("Others", rest),
    ):
        if weaknesses:
            lines += ["", f"## {title}", ""]
            lines += [line for weakness in weaknesses for line in _rows(review, weakness)]
    if not mine:
        lines += ["", "No weakness was found."]
    if passes:
        lines += ["", "## Passes", ""]
        for p in passes:
            current = "this text" if p.text == review.text else "an earlier text"
            clean = "clean" if p.clean else "not clean"
            score = "" if p.score is None else f" Score {p.score:g}."
            lines.append(f"- {p.reader}, over {current}: {clean}. {p.summary}{score}")
    return "\n".join(lines) + "\n"


def _rows(review: ReviewState, weakness: Weakness) -> list[str]:
    rows = [
        f"- **{weakness.identifier}** ({weakness.severity}, {weakness.source}) "
        f"{weakness.file}:{weakness.line}: {weakness.claim}",
        f"  - evidence: {weakness.evidence}",
    ]
    judged = review.judgements.get(weakness.identifier)
    if judged is None:
        rows.append("  - not classified")
    else:
        rows.append(f"  - {judged.classification} ({judged.by}): {judged.reason}")
        if judged.quotation:
            rows.append(f"  - quotation: {judged.quotation}")
    for fix in review.fixes:
        if fix.weakness == weakness.identifier:
            rows.append(f"  - mended ({fix.by}): {fix.note}")
    return rows


def write_rounds(project: Project, review: ReviewState) -> None:
    """Render every round into its file."""
    for number in range(1, review.round + 1):
        write_text(project.review_file(number), render_round(review, number))
