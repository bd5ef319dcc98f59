"""The final report: the checklist that is pasted at the end, each line with its evidence.

Open blocking weaknesses first, dismissed objections next, scores last. Every line is derived when
it is printed; a box is ticked only by what was looked at now.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..gates import GateResult, ReviewState
from ..records.review import Weakness
from .plain_text import one_line
from .rendering import fix_size


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist.

    Args:
        holds: True ticked, False not; None where nothing was looked at.
        text: what, with its evidence.
    """

    holds: bool | None
    text: str

    def __str__(self) -> str:
        box = {True: "[x]", False: "[ ]", None: "[-]"}[self.holds]
        return f"- {box} {self.text}"


def final_report(review: ReviewState, gates: Sequence[GateResult]) -> tuple[str, bool]:
    """The report, and whether all of it holds.

    Args:
        gates: as they were just evaluated; A to D for a report that can hold.
    """
    open_lines = [_told(review, w) for w in review.blocking]
    dismissed = [_told(review, w) for w in review.dismissed]
    left = [_told(review, w) for w in review.real if w not in review.blocking]
    checks = [*_gate_lines(gates), *_review_lines(review)]
    lines = ["# Final report", ""]
    lines += _section("Open and blocking", open_lines)
    lines += _section("Dismissed, with the reason", dismissed)
    lines += _section("Real, not blocking, left", left)
    lines += _section("Checklist", [str(line) for line in checks])
    lines += _section("Changes made", _fixes(review))
    lines += _section("Scores (recorded, no evidence)", _scores(review))
    holds = all(line.holds for line in checks) and bool(gates)
    verdict = "All of it holds." if holds else "It does not hold."
    return "\n".join([*lines, verdict]) + "\n", holds


def _section(title: str, rows: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(one_line(row) for row in rows or ["none"]), ""]


def _gate_lines(gates: Sequence[GateResult]) -> list[Line]:
    lines = []
    for result in gates:
        for check in result.checks:
            holds = {"holds": True, "not required": True, "not reached": None}.get(
                check.outcome, False
            )
            detail = f": {check.detail}" if check.detail else ""
            state = "" if check.outcome == "holds" else f" ({check.outcome})"
            lines.append(Line(holds, f"gate {result.gate}, {check.name}{state}{detail}"))
    return lines


def _review_lines(review: ReviewState) -> list[Line]:
    lines = [
        Line(
            not review.unclassified and not review.blocking,
            f"{len(review.weaknesses)} weaknesses in {review.round} "
            f"round{'' if review.round == 1 else 's'}, "
            f"{len(review.unclassified)} not classified, {len(review.blocking)} open and blocking",
        ),
        Line(not review.ended, review.ended or "the loop is within its bounds"),
        Line(
            review.current.text == review.text,
            f"the deterministic reviewers of round {review.round} have read this very text",
        ),
    ]
    by_hand = bool(review.clean_passes) or review.has_reported_panel
    passed = review.has_panel or (by_hand and not review.panel_required)
    readers = ", ".join(p.reader for p in review.clean_passes) or "no reader"
    words = f"{review.panel_words}; clean passes over this text by {readers}"
    return [*lines, Line(passed, words)]


def _told(review: ReviewState, weakness: Weakness) -> str:
    judged = review.judgements[weakness.identifier]
    quotation = f" «{judged.quotation}»" if judged.quotation else ""
    return (
        f"- {weakness.identifier} ({review.severity(weakness)}) {weakness.file}:{weakness.line}: "
        f"{weakness.claim} — {judged.classification} by {judged.by}: {judged.reason}{quotation}"
    )


def _fixes(review: ReviewState) -> list[str]:
    rows = [
        f"- {', '.join(fix.weaknesses)} by {fix.by} ({fix_size(fix)}): {fix.note}"
        for fix in review.fixes
    ]
    put_back = len(review.refused)
    return [*rows, f"- {put_back} put back"] if put_back else rows


def _scores(review: ReviewState) -> list[str]:
    return [
        f"- round {p.round}, {p.lens or p.reader}: {p.score:g}"
        for p in review.passes
        if p.score is not None
    ]
