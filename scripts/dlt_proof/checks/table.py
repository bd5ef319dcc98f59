"""What a run of a check prints: its claims and controls with their slack, and its outcome."""

from __future__ import annotations

from collections.abc import Sequence

from .instances import describe
from .results import Result, Verdict
from .witnesses import Witness


def table(
    seed: int,
    claims: Sequence[Result],
    controls: Sequence[Result],
    witnesses: Sequence[Witness],
    *,
    ok: bool,
) -> str:
    """Claims and controls with their slack, one a line, and the outcome last."""
    rows = [("", "name", "observed", "bound", "slack", "ratio", "instances")]
    for result, control in [(r, False) for r in claims] + [(r, True) for r in controls]:
        word: str = result.verdict
        if control:
            word = "refuted" if word == "fails" else f"NOT REFUTED ({word})"
        elif word != "holds":
            word = word.upper()
        rows.append(
            (
                f"{'control' if control else 'claim'} {word}",
                result.claim.name,
                f"{result.observed:.6g}",
                f"{result.bound:.6g}",
                f"{result.slack:.3g}",
                "-" if result.ratio is None else f"{result.ratio:.4g}",
                str(result.instances),
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    for result in [*claims, *controls]:
        wanted: Verdict = "holds" if result in claims else "fails"
        if result.verdict != wanted:
            lines.append(f"{result.claim.name}: {result.claim.statement}. {result.detail}")
            if inputs := result.instance.get("inputs"):
                lines.append(f"  at {describe(inputs)}")
    levels = {r.family["level"] for r in [*claims, *controls] if r.family}
    for level in sorted(levels):
        lines.append(
            f"simulations: family-wise level {level:.1g} for each claim, over all its instances "
            "and looks"
        )
    for witness in witnesses:
        word = "" if witness.ok else "NONE FOUND " if witness.values is None else "NOT SATISFIED "
        lines.append(f"witness {word}{witness.name}: {witness.detail}")
    if not witnesses:
        lines.append("witness: none given")
    lines.append(
        f"{'holds' if ok else 'DOES NOT HOLD'}: {len(claims)} claims, "
        f"{len(controls)} negative controls, seed {seed}"
    )
    return "\n".join(lines)
