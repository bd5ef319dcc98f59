"""A claim and what a comparison said of it: the rows of a check's result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CHECK_SCHEMA = "dlt-proof/check/1"

# Relative rounding allowed when two floating-point numbers are compared. A sum of n terms is off
# by at most about n * 2^-53 relative to the sum of absolute values, so this covers n = 4,000.
ROUNDING = 1e-12

# Two-sided confidence of an interval from a simulation. So high because a check runs on many
# seeds: a true claim is then wrongly refuted at most once in a million runs.
CONFIDENCE = 1 - 1e-6

Kind = Literal["identity", "bound", "probability", "mean", "rate", "convergence"]
Verdict = Literal["holds", "fails", "inconclusive", "invalid"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is compared, for the table and the JSON.

    Args:
        name: a few words, unique within the check.
        statement: the claim in one line of plain text.
    """

    name: str
    statement: str


@dataclass(frozen=True, slots=True)
class Result:
    """A claim after its comparison.

    Args:
        claim: what was compared.
        kind: which comparison.
        verdict: `holds`; `fails`, refuted; `inconclusive`, the sample is too small to say;
            `invalid`, the data hold a NaN or an infinity, or an instance outside the hypotheses.
            Only `holds` lets a claim pass and only `fails` counts for a control, so that broken
            data pass as neither.
        observed, bound: the two sides at the tightest instance: the one with the largest ratio,
            or with the least slack where bounds are not positive; one that violates the claim
            where there is one.
        slack: least `bound - observed` over the instances, negative where the claim fails; for
            an identity minus the largest relative difference.
        ratio: largest `observed / bound` over the instances whose bound is positive and above
            rounding, None without one.
        instances: number of comparisons, or of trials for a simulation.
        detail: one line more for a person, may be empty.
        instance: the tightest instance: `inputs` by name, `observed`, `bound`, `slack` and its
            `number` from 0; empty where the data are not finite.
        hypotheses: what was found to hold at every instance, by name.
        drawn: how many instances were drawn in which way; empty where the check made them.
        family: of simulations, the level at which all their intervals hold together: `level`,
            `method`, `tests`.
        points: some pairs (bound, observed), or (size, value) of a rate, for a plot.
    """

    claim: Claim
    kind: Kind
    verdict: Verdict
    observed: float
    bound: float
    slack: float
    ratio: float | None
    instances: int
    detail: str = ""
    instance: Mapping[str, Any] = field(default_factory=dict)
    hypotheses: tuple[str, ...] = ()
    drawn: Mapping[str, int] = field(default_factory=dict)
    family: Mapping[str, Any] = field(default_factory=dict)
    points: tuple[tuple[float, float], ...] = ()

    def as_json(self, *, control: bool) -> dict[str, Any]:
        """The record as it stands in the result file; numbers that are not finite are null."""
        record: dict[str, Any] = {
            "name": self.claim.name,
            "statement": self.claim.statement,
            "kind": self.kind,
            "ok": self.verdict == ("fails" if control else "holds"),
            "verdict": self.verdict,
            "observed": finite(self.observed),
            "bound": finite(self.bound),
            "slack": finite(self.slack),
            "ratio": None if self.ratio is None else finite(self.ratio),
            "instances": self.instances,
            "detail": self.detail,
            "instance": dict(self.instance),
            "hypotheses": list(self.hypotheses),
        }
        # What older readers do not know stands there only where there is something to say.
        if self.drawn:
            record["drawn"] = dict(self.drawn)
        if self.family:
            record["family"] = dict(self.family)
        if control:
            record["failed_as_it_must"] = self.verdict == "fails"
        return record


def finite(value: float) -> float | None:
    """The number, or None for what JSON cannot hold."""
    return value if math.isfinite(value) else None
