"""What code answers by itself: yes only where it has decided, no with the place, else nothing."""

from pathlib import Path

import pytest

from dlt_proof.checklists import store

from .papers import Case, checklists_of, paper, read_cases

_CASES = read_cases("decisions.txt")


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_what_code_answers(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What reviewers find is tested with them.
    monkeypatch.setattr(store, "run_reviewers", lambda paper: [])
    checklists = checklists_of(paper(tmp_path, case.body))
    for label, item, verdict, words in case.expected:
        state = checklists.find(label, item)
        assert (state.verdict, words in state.why) == (verdict, True), (label, item, state.why)
        faults = [fault for fault in state.decision.faults if fault.sure]
        assert bool(faults) == (verdict == "no")
        assert all(fault.file == "main.tex" and fault.line > 1 for fault in faults)


def test_every_item_that_code_can_answer_is_seen_answered_and_left_open() -> None:
    seen: dict[str, set[str]] = {}
    for case in _CASES:
        for _, item, verdict, _ in case.expected:
            seen.setdefault(item, set()).add(verdict)
    for item in ("quantifier-order", "probability-budget", "cited-hypotheses", "closing"):
        assert {"yes", "open"} <= seen[item], item
    for item in ("ordinals-match", "no-unused-result"):
        assert {"yes", "no", "open"} <= seen[item], item
    for item in ("references-resolve", "title", "label"):
        assert "no" in seen[item], item


def test_a_label_that_nothing_refers_to_is_a_doubt(tmp_path: Path) -> None:
    case = next(case for case in _CASES if case.name == "displays that are labelled")
    checklists = checklists_of(paper(tmp_path, case.body))
    assert checklists.find("thm:a", "no-unused-result").doubts == ()
    (doubt,) = checklists.find("thm:b", "no-unused-result").doubts
    assert "eq:unused is labelled, and nothing refers to it" in doubt
