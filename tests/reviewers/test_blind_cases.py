"""Cases written when the reviewers were finished; what the README of the cases says of them."""

from pathlib import Path

from dlt_proof.reviewers import (
    constants_and_dependence,
    machine_habits,
    probability_accounting,
    quantifier_order,
)

from .cases import Case, parametrised

ROOMS = (constants_and_dependence, machine_habits, probability_accounting, quantifier_order)


@parametrised(*(f"habits-and-chance-blind{n}.txt" for n in ("", "-2", "-3", "-4")))
def test_case(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path, *(getattr(room, name) for room in ROOMS for name in room.__all__))
