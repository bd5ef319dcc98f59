"""Failure probabilities added up, events without one, and what is likely taken for sure."""

from pathlib import Path

from dlt_proof.reviewers.probability_accounting import (
    conditioned_independence,
    events_without_probability,
    failure_sums,
    likely_and_expected,
    used_for_all,
)

from .cases import Case, parametrised


@parametrised("probability.txt", "events.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(
        tmp_path,
        conditioned_independence,
        events_without_probability,
        failure_sums,
        likely_and_expected,
        used_for_all,
    )
