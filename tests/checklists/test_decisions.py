"""What code answers by itself: yes only where it has decided, no with the place, else nothing."""

from pathlib import Path

import pytest

from dlt_proof.checklists import store
from dlt_proof.checklists.items import BY_IDENTIFIER

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
    for item in ("label", "opening-strategy", "references-resolve", "derivation-displayed"):
        assert {"yes", "open"} <= seen[item], item
    for item in ("ordinals-match", "no-unused-result", "references-resolve", "title", "label"):
        assert {"no", "open"} <= seen[item], item


@pytest.mark.parametrize("item", ["quantifier-order", "probability-budget", "cited-hypotheses",
                                  "ordinals-match", "no-unused-result", "closing",
                                  "probability-and-expectation"])  # fmt: skip
def test_what_words_mean_is_not_answered_yes_by_code(item: str) -> None:
    assert item in BY_IDENTIFIER
    asked = [verdict for case in _CASES for _, i, verdict, _ in case.expected if i == item]
    assert asked and "yes" not in asked


def test_what_stands_in_a_file_of_its_own_is_left_to_readers(tmp_path: Path) -> None:
    body = r"""\begin{lemma}\label{lem:a} We have $1 \le 2$. \end{lemma}
\begin{proof} %s \[ 1 = 2 - 1 \le 2 . \] \end{proof}
\begin{assumption}\label{ass:r} The number $x$ is %s. \end{assumption}
"""
    (tmp_path / "part.tex").write_text("In three steps, by \\cref{ass:r} and \\cref{lem:none}:\n")
    items = ("opening-strategy", "references-resolve", "derivation-displayed", "ordinals-match")
    whole = checklists_of(paper(tmp_path, body % ("By \\cref{ass:r}, we have", "large")))
    assert [whole.find("lem:a", item).verdict for item in items] == ["yes", "yes", "yes", "open"]
    parted = checklists_of(paper(tmp_path, body % (r"\input{part}", "large")))
    assert [parted.find("lem:a", item).verdict for item in items] == ["open", "no", "open", "open"]
    (fault,) = parted.find("lem:a", "references-resolve").decision.faults
    assert (fault.rule, fault.file) == ("R21", "part.tex")
    # What is cited there is bound too.
    before = parted.find("lem:a", "cited-hypotheses")
    other = checklists_of(paper(tmp_path, body % (r"\input{part}", "small")))
    after = other.find("lem:a", "cited-hypotheses")
    assert before.matter.fingerprint(before.item) != after.matter.fingerprint(after.item)


def test_a_label_that_nothing_refers_to_is_a_doubt(tmp_path: Path) -> None:
    case = next(case for case in _CASES if case.name == "displays that are labelled")
    checklists = checklists_of(paper(tmp_path, case.body))
    assert checklists.find("thm:a", "no-unused-result").doubts == ()
    (doubt,) = checklists.find("thm:b", "no-unused-result").doubts
    assert "eq:unused is labelled, and nothing refers to it" in doubt
