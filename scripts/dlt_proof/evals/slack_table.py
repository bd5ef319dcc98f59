"""`results/slack.md`: how tight each claim is, and how each control was refuted, for a person."""

from collections.abc import Mapping
from typing import Any

from .facts import CheckRun


def render_slack(runs: list[CheckRun]) -> str:
    """The tables in Markdown, one for each check."""
    lines = [
        "# Bound against observed",
        "",
        "At the tightest instance that was found. `ratio` is observed over bound; `slack` is bound "
        "minus observed, for an identity minus the largest relative difference.",
    ]
    for run in runs:
        lines += ["", f"## {_head(run)}", "", *_claims(run), "", *_controls(run)]
        witnesses = [row for row in run.result.witnesses if row.get("ok") is True]
        if witnesses:
            lines += ["", "Instances that satisfy all hypotheses:", ""]
            lines += [
                f"- {_text(row.get('name'))}: {_text(row.get('detail'))}" for row in witnesses
            ]
    return "\n".join(lines) + "\n"


def _head(run: CheckRun) -> str:
    own = "" if run.check.node is None else f" (`{run.check.file}`)"
    outcome = run.result.outcome
    why = f": {outcome}" + (f", {run.result.reason}" if run.result.reason else "")
    return f"`{run.check.key}`{own}{'' if outcome == 'holds' else why}"


def _claims(run: CheckRun) -> list[str]:
    if not run.result.claims:
        return ["No claim."]
    lines = [
        "| claim | statement | bound | observed | ratio | slack | instances | |",
        "|---|---|---:|---:|---:|---:|---:|---|",
    ]
    for row in run.result.claims:
        word = "holds" if row.get("ok") is True else f"**{_text(row.get('verdict'))}**"
        lines.append(f"{_cells(row)} {row.get('instances', '')} | {word} |")
    return lines


def _controls(run: CheckRun) -> list[str]:
    if not run.result.controls:
        return ["No negative control."]
    lines = [
        "| must fail | statement | bound | observed | ratio | slack | | |",
        "|---|---|---:|---:|---:|---:|---|---|",
    ]
    for row in run.result.controls:
        refuted = row.get("failed_as_it_must") is True
        word = "refuted" if refuted else f"**NOT REFUTED ({_text(row.get('verdict'))})**"
        lines.append(f"{_cells(row)} {_how(row)} | {word} |")
    return lines


def _how(row: Mapping[str, Any]) -> str:
    """What refuted a control: the relation that an instance violates."""
    observed, bound = row.get("observed"), row.get("bound")
    if not isinstance(observed, int | float) or not isinstance(bound, int | float):
        return _text(row.get("detail"))
    sign = "≠" if row.get("kind") == "identity" else ">"
    left, right = _figure(observed), _figure(bound)
    if left == right:
        left, right = f"{observed:.12g}", f"{bound:.12g}"
    return f"{left} {sign} {right}"


def _cells(row: Mapping[str, Any]) -> str:
    figures = " | ".join(_figure(row.get(name)) for name in ("bound", "observed", "ratio", "slack"))
    return f"| {_text(row.get('name'))} | {_text(row.get('statement'))} | {figures} |"


def _figure(value: Any) -> str:
    # Without the sign of a zero.
    return f"{value + 0.0:.4g}" if isinstance(value, int | float) else "–"


def _text(value: Any) -> str:
    """A text in a cell: no bar and no line end of its own may end the cell."""
    return " ".join(str("" if value is None else value).replace("|", "\\|").split())
