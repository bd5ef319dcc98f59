"""`.proof-research/review-iteration-<N>.md`: the rounds as a person reads them."""

from ..gates import ReviewState
from ..gates.review_outcome import NO_PANEL
from ..project import Project, write_text
from ..records.review import Fix, ReaderPass, Weakness
from .plain_text import one_line, plain_lines


def render_round(review: ReviewState, number: int) -> str:
    """The text of one round; open blocking weaknesses first, scores last."""
    mine = [w for w in review.weaknesses if w.round == number]
    blocking = [w for w in review.blocking if w in mine]
    dismissed = [w for w in mine if w in review.dismissed]
    rest = [w for w in mine if w not in blocking and w not in dismissed]
    passes = [p for p in review.passes if p.round == number]
    many = "1 reader's pass" if len(passes) == 1 else f"{len(passes)} readers' passes"
    lines = [
        f"# Review, round {number}",
        "",
        "<!-- Made by dlt-proof from .proof-research/state/. Edits are overwritten. -->",
        "",
        f"Deterministic reviewers, and {many}; {_panel_words(review, number)}.",
    ]
    if number == review.round:
        lines += ["", "Outcome: " + ("success." if review.success else "open.")]
        lines += [one_line(f"- {obstacle}") for obstacle in review.obstacles]
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
    refused = [fix for fix in review.refused if fix.round == number]
    if refused:
        lines += ["", "## Changes that were put back", ""]
        lines += [line for fix in refused for line in _refused(fix)]
    if passes:
        lines += ["", "## Passes", ""]
        lines += [one_line(_pass(review, reader_pass)) for reader_pass in passes]
    return "\n".join(lines) + "\n"


def _panel_words(review: ReviewState, number: int) -> str:
    """What is to be said of the panel of a round; of an earlier one, how many lenses counted."""
    if number == review.round:
        return review.panel_words
    lenses = {p.lens for p in review.passes if p.round == number and p.lens and p.counts}
    return f"{len(lenses)} lenses that count" if lenses else NO_PANEL


def _rows(review: ReviewState, weakness: Weakness) -> list[str]:
    first, *below = _texts(review, weakness)
    return [one_line(first), *(f"  {one_line(text)}" for text in below)]


def _texts(review: ReviewState, weakness: Weakness) -> list[str]:
    again = f", as {weakness.again} before" if weakness.again else ""
    rows = [
        f"- **{weakness.identifier}** ({review.severity(weakness)}, {weakness.source}{again}) "
        f"{weakness.file}:{weakness.line}: {weakness.claim}",
        f"- evidence: {weakness.evidence}",
    ]
    rows += [
        f"- also {echo.source} ({echo.severity}, line {echo.line}): {echo.claim}: {echo.evidence}"
        for echo in review.echoes
        if echo.weakness == weakness.identifier
    ]
    judged = review.judgements.get(weakness.identifier)
    if judged is None:
        rows.append("- not classified")
    else:
        rows.append(f"- {judged.classification} ({judged.by}): {judged.reason}")
        if judged.quotation:
            rows.append(f"- quotation: {judged.quotation}")
    for fix in review.fixes:
        if weakness.identifier in fix.weaknesses:
            size = f", {fix_size(fix)}" if fix.files else ""
            rows.append(f"- mended ({fix.by}{size}): {fix.note}")
    return rows


def fix_size(fix: Fix) -> str:
    """What a fix cost, of what it might have cost."""
    lines = "1 line" if fix.lines == 1 else f"{fix.lines} lines"
    return f"{lines}, any size allowed" if fix.allowed is None else f"{lines} of {fix.allowed}"


def _refused(fix: Fix) -> list[str]:
    who = f"{', '.join(fix.weaknesses)}, by {fix.by}" if fix.by else "taken back"
    # The change may hold any fence that this one could be.
    ticks = "```"
    while ticks in fix.difference:
        ticks += "`"
    told = one_line(f"{who}: {fix.note}. {fix.why}")
    return [told, "", f"{ticks}diff", plain_lines(fix.difference), ticks, ""]


def _pass(review: ReviewState, reader_pass: ReaderPass) -> str:
    p = reader_pass
    current = "this text" if p.text == review.text else "an earlier text"
    clean = "clean" if p.clean else "not clean"
    score = "" if p.score is None else f" Score {p.score:g}."
    if not p.lens:
        return f"- {p.reader}, over {current}: {clean}. {p.summary}{score}"
    counts = "counts" if p.counts else f"does not count: {p.why_not}"
    return (
        f"- {p.lens} ({p.reader}, {p.origin}), over {current}: {clean}; "
        f"{p.caught} of {p.planted} planted weaknesses caught, {counts}. {p.summary}{score}"
    )


def write_rounds(project: Project, review: ReviewState) -> None:
    """Render every round into its file."""
    for number in range(1, review.round + 1):
        write_text(project.review_file(number), render_round(review, number))
