"""Settings are added to a configuration, and whatever else it says stays."""

import tomllib
from pathlib import Path

import pytest

from dlt_proof.project import Project
from dlt_proof.records.errors import InputError
from dlt_proof.workflow.configuring import with_settings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# mine\n[lint]\nignore = ['R19']  # style\n",
        "main = 'a.tex'\n\n[trace]\ncoverage = 0.9",
        "adopted = false # not yet\nmain = 'a.tex'\n",
        '[lint.per-file]\r\n"a.tex" = { ignore = ["R19"], reason = "old" }\r\n',
    ],
)
def test_its_own_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "dlt-proof.toml").write_bytes(text.encode())
    found = with_settings(Project(tmp_path), {"adopted": True})
    assert found is not None
    name, new = found
    assert name == "dlt-proof.toml"
    assert tomllib.loads(new) == {**tomllib.loads(text), "adopted": True}
    for line in text.splitlines():
        assert line in new.splitlines() or line.startswith("adopted")
    assert "not yet" not in text or "# not yet" in new
    (tmp_path / "dlt-proof.toml").write_bytes(new.encode())
    assert Project(tmp_path).configuration.adopted
    assert with_settings(Project(tmp_path), {"adopted": True}) is None


@pytest.mark.parametrize(
    "text",
    [
        "[project]\nname = 'x'\n\n[tool.dlt-proof]\nmain = 'a.tex'\n\n[tool.other]\na = 1\n",
        "[tool.dlt-proof.lint]\nignore = ['R19']",
        "[tool.dlt-proof]",
        "[ tool . 'dlt-proof' ]  # here\n\n[tool.dlt-proof.trace]\ncoverage = 0.7\n",
    ],
)
def test_a_shared_file_is_not_shadowed(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    found = with_settings(Project(tmp_path), {"adopted": True, "main": 'ä "b".tex'})
    assert found is not None
    name, new = found
    assert name == "pyproject.toml"
    expected = tomllib.loads(text)
    expected["tool"]["dlt-proof"].update(adopted=True, main='ä "b".tex')
    assert tomllib.loads(new) == expected
    (tmp_path / name).write_text(new)
    assert Project(tmp_path).configuration.adopted


def test_a_shared_file_without_our_table_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert with_settings(Project(tmp_path), {"adopted": True}) == (
        "dlt-proof.toml",
        "adopted = true\n",
    )


def test_what_cannot_be_added_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = { dlt-proof = { main = 'a.tex' } }\n")
    with pytest.raises(InputError, match="adopted = true"):
        with_settings(Project(tmp_path), {"adopted": True})
    (tmp_path / "pyproject.toml").unlink()
    (tmp_path / "dlt-proof.toml").write_text("adopted = \n")
    with pytest.raises(InputError, match="not TOML"):
        with_settings(Project(tmp_path), {"adopted": True})
