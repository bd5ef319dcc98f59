"""The elementary facts that papers cite by name."""

from pathlib import Path

import pytest

from dlt_proof.catalogue.facts import Fact, facts_named, load_facts
from dlt_proof.checkers.matching.statements import read_statement
from dlt_proof.records.errors import InputError


def named(text: str) -> list[str]:
    return [fact.id for fact in facts_named(text)]


@pytest.mark.parametrize("fact", load_facts(), ids=lambda fact: fact.id)
def test_each_states_claims_that_are_read(fact: Fact) -> None:
    cited = read_statement(f"[1] Technique: {fact.names[0]}. {fact.statement}")
    assert cited.claims
    assert cited.declared
    assert fact.body


def test_a_fact_is_known_by_its_names_only() -> None:
    assert named("the second step is Markov's inequality") == ["markov"]
    assert named("by Markov’s\ninequality") == ["markov"]
    assert named("a Markov chain") == []
    assert named("by the triangle~inequality") == ["triangle"]
    assert set(named("by Cauchy--Schwarz")) == {"cauchy-schwarz", "cauchy-schwarz-expectation"}
    assert named("a rectangle inequality") == []
    assert named("so no union bound is taken, and") == []


def test_an_entry_without_names_or_with_another_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "markov.md").write_text('+++\nid = "markov"\nnames = []\nstatement = "x"\n+++\n')
    with pytest.raises(InputError, match="at least one name"):
        load_facts(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.md").write_text('+++\nid = "a"\nnames = ["A"]\nsays = "x"\n+++\n')
    with pytest.raises(InputError, match="says: unknown key"):
        load_facts(other)
