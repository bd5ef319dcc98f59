"""Every objection of a reviewer is explained, and `dlt-proof explain` shows it."""

from collections.abc import Callable

import pytest

from dlt_proof.reviewers import NAMES
from dlt_proof.reviewers.explanations import WEAKNESSES, explain_weakness

Said = Callable[..., tuple[int, str]]


def test_every_objection_is_explained_and_nothing_else() -> None:
    assert WEAKNESSES.keys() == NAMES.keys()
    assert len(set(NAMES.values())) == len(NAMES)


@pytest.mark.parametrize("rule", sorted(WEAKNESSES))
def test_the_command_shows_it(rule: str, said: Said) -> None:
    code, text = said("explain", rule.lower())
    assert code == 0 and text.startswith(f"# {rule} {NAMES[rule]}\n")
    assert said("explain", NAMES[rule]) == (code, text)


def test_the_list_has_all(said: Said) -> None:
    code, text = said("explain")
    listed = {line.split()[0] for line in text.splitlines() if line.startswith("V")}
    assert code == 0 and listed >= WEAKNESSES.keys()


def test_others_are_not_its_business() -> None:
    assert explain_weakness("R17") is None and explain_weakness("V999") is None
