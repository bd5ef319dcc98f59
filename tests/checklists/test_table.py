"""The table of items, and what it maps to them."""

from pathlib import Path

import pytest

from dlt_proof.checklists import ITEMS, store
from dlt_proof.checklists.items import items_found_by
from dlt_proof.lint import RULE_IDS
from dlt_proof.records.review import Severity
from dlt_proof.reviewers import NAMES, FoundWeakness

from .papers import checklists_of, paper

#: What reviewers find and no item asks: the plan's list of uses, which gate C compares itself.
_ASKED_ELSEWHERE = {"V21"}


def test_seven_items_of_a_statement_and_nine_of_a_proof() -> None:
    subjects = [item.subject for item in ITEMS]
    assert (subjects.count("statement"), subjects.count("proof")) == (7, 9)
    assert len({item.identifier for item in ITEMS}) == len(ITEMS)
    assert all(item.asks.endswith(".") and len(item.asks) > 20 for item in ITEMS)
    for item in ITEMS:
        assert ("proof" if item.subject == "proof" else "statement") in item.parts


def test_every_rule_of_the_table_exists_and_every_reviewer_answers_an_item() -> None:
    mapped = {rule for item in ITEMS for rule in item.found_by}
    assert mapped <= {*RULE_IDS, *NAMES}
    assert NAMES.keys() - mapped == _ASKED_ELSEWHERE
    # A rule that answers two items answers one of the statement and one of the proof.
    for rule in mapped:
        subjects = [item.subject for item in items_found_by(rule)]
        assert len(subjects) == len(set(subjects))


_PAPER = r"""
\begin{lemma}\label{lem:a} For every $x > 0$, $x^2 > 0$. \end{lemma}
\begin{proof} %s \end{proof}
"""


@pytest.mark.parametrize(
    ("proof", "item", "verdict", "words"),
    [
        # A rule of lint that is an error everywhere.
        ("By \\cref{lem:none}, $x^2 > 0$.", "references-resolve", "no", "R21"),
        # In a plain paper waving is a warning: a doubt, that leaves the item to people.
        ("If $x > 1$, then $x^2 > 0$. The other case is similar.", "derivation-displayed", "open",
         "R16"),
        ("As $x > 0$, we have $x^2 > 0$.", "derivation-displayed", "open", ""),
    ],
)  # fmt: skip
def test_what_rules_find_answers_no_or_is_a_doubt(
    proof: str, item: str, verdict: str, words: str, tmp_path: Path
) -> None:
    state = checklists_of(paper(tmp_path, _PAPER % proof)).find("lem:a", item)
    assert state.verdict == verdict
    faults = state.decision.faults
    assert [f.rule for f in faults] == ([words] if words else [])
    assert all(f.file == "main.tex" and f.line == 12 for f in faults)
    assert bool(state.doubts) == bool(faults and verdict == "open")


@pytest.mark.parametrize(
    ("rule", "line", "severity", "item", "verdict"),
    [
        ("V11", 12, "critical", "cited-hypotheses", "no"),
        ("V11", 12, "minor", "cited-hypotheses", "open"),
        # What is said of statements and of proofs alike goes where it stands.
        ("V12", 11, "major", "self-containment", "no"),
        ("V12", 12, "major", "no-undefined-symbol", "no"),
        # What is asked of the statement is found in the proof.
        ("V22", 12, "major", "hypothesis-tightness", "no"),
        ("V14", 12, "major", "probability-budget", "no"),
        ("V26", 12, "major", "probability-and-expectation", "no"),
        ("V23", 12, "major", "closing", "no"),
    ],
)
def test_what_reviewers_find_goes_to_its_item_alone(
    rule: str,
    line: int,
    severity: Severity,
    item: str,
    verdict: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = _PAPER % "As $x > 0$, we have $x^2 > 0$."
    found = FoundWeakness(rule, "lem:a", "main.tex", line, 1, "it is wrong", "so", severity)
    monkeypatch.setattr(store, "run_reviewers", lambda paper: [])
    project = paper(tmp_path, body)
    before = {s.item.identifier: s.verdict for s in checklists_of(project).items}
    monkeypatch.setattr(store, "run_reviewers", lambda paper: [found])
    after = {s.item.identifier: s.verdict for s in checklists_of(project).items}
    assert after == {**before, item: verdict}
    state = checklists_of(project).find("lem:a", item)
    assert [(f.rule, f.line) for f in state.decision.faults] == [(rule, line)]
    # Of another statement, of another place, and as a matter of style, it says nothing here.
    for elsewhere in (
        FoundWeakness(rule, "lem:b", "main.tex", line, 1, "it is wrong", "so", severity),
        FoundWeakness(rule, "", "main.tex", 2, 1, "it is wrong", "so", severity),
        FoundWeakness(rule, "lem:a", "main.tex", line, 1, "it is wrong", "so", "style"),
    ):
        monkeypatch.setattr(store, "run_reviewers", lambda paper, found=elsewhere: [found])
        assert {s.item.identifier: s.verdict for s in checklists_of(project).items} == before
