"""The catalogue loads, every entry can be found by all its names, and bad entries are refused."""

from pathlib import Path

import pytest

from dlt_proof.catalogue import (
    load_patterns,
    load_techniques,
    technique_by_name,
    technique_id,
)
from dlt_proof.records.errors import InputError


def entry(folder: Path, name: str, matter: str, body: str = "") -> None:
    (folder / name).write_text(f"+++\n{matter}\n+++\n{body}", encoding="utf-8")


def test_shipped_techniques() -> None:
    techniques = load_techniques()
    assert len(techniques) >= 25
    for technique in techniques.values():
        assert technique.id == technique_id(technique.id)
        for name in (technique.id, *technique.names):
            assert technique_by_name(name) is technique
        assert technique.body


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Bernstein's inequality", "bernstein"),
        ("bernstein", "bernstein"),
        ("Azuma–Hoeffding inequality", "azuma-hoeffding"),
        ("Grönwall", "gronwall"),
        ("Polyak-Łojasiewicz", "polyak-lojasiewicz"),
        ("Chernoff bound in multiplicative form", "multiplicative-chernoff"),
        ("matrix Bernstein inequality", "matrix-bernstein"),
    ],
)
def test_names(name: str, identifier: str) -> None:
    technique = technique_by_name(name)
    assert technique is not None and technique.id == identifier


def test_unknown_name() -> None:
    assert technique_by_name("union bound") is None
    assert technique_by_name("") is None


def test_empty_body(tmp_path: Path) -> None:
    entry(tmp_path, "a.md", 'id = "a"\nnames = ["A"]')
    assert load_techniques(tmp_path)["a"].body == "Names only so far."


def test_two_entries_with_one_name(tmp_path: Path) -> None:
    entry(tmp_path, "a.md", 'id = "a"\nnames = ["Foo bound"]')
    entry(tmp_path, "b.md", 'id = "b"\nnames = ["foo-Bound"]')
    with pytest.raises(InputError) as error:
        load_techniques(tmp_path)
    assert "a.md" in str(error.value) and "b.md" in str(error.value)


@pytest.mark.parametrize(
    "matter",
    [
        'id = "b"\nnames = ["A"]',
        'id = "A b"\nnames = ["A"]',
        'id = "a"',
        'id = "a"\nnames = []',
        'id = "a"\nnames = [1]',
        'id = "a"\nnames = ["A"]\ncolour = "red"',
        'id = "a\nnames',
        "",
    ],
)
def test_bad_techniques(tmp_path: Path, matter: str) -> None:
    entry(tmp_path, "a.md", matter)
    with pytest.raises(InputError) as error:
        load_techniques(tmp_path)
    assert error.value.file == "a.md"


def test_missing_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    with pytest.raises(InputError):
        load_patterns(tmp_path)


def test_patterns(tmp_path: Path) -> None:
    entry(tmp_path, "one.md", 'id = "one"\ntitle = "One"\nsummary = "S."', "Body\n+++\nmore\n")
    pattern = load_patterns(tmp_path)["one"]
    assert (pattern.title, pattern.summary, pattern.body) == ("One", "S.", "Body\n+++\nmore")


def test_shipped_patterns_load() -> None:
    load_patterns()
