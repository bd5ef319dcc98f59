"""Words for a reason, steps said twice, steps announced and not taken, numbers nobody looked up."""

from pathlib import Path

from dlt_proof.reviewers.machine_habits import (
    announced_and_not_done,
    claims_said_again,
    empty_justifications,
    restated_steps,
    unconfirmed_theorem_numbers,
)

from .cases import Case, parametrised


@parametrised("habits.txt", "words-for-reasons.txt", "announcements.txt")
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(
        tmp_path,
        announced_and_not_done,
        claims_said_again,
        empty_justifications,
        restated_steps,
        unconfirmed_theorem_numbers,
    )
