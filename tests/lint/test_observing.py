"""Whether kept or observed anew, on one core or two, the findings are the same."""

import os
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.lint import engine, lint, observing
from dlt_proof.processes import Shared
from dlt_proof.project import Project

SECTION = (
    "\\begin{theorem}\\label{t%d} $C n$ with probability $1-\\delta$ \\end{theorem}\n"
    "By Bernstein's inequality \\cite{k%d} \\[ x \\] \\ref{none} { \n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "paper"
    (root / ".proof-research").mkdir(parents=True)
    inputs = "".join(f"\\input{{s{n}}}\n" for n in range(5))
    (root / "main.tex").write_text(
        "\\documentclass{article}\n\\newtheorem{theorem}{Theorem}\n\\begin{document}\n"
        f"{inputs}\\end{{document}}\n"
    )
    for n in range(5):
        (root / f"s{n}.tex").write_text(SECTION % (n, n))
    return Project(root)


def files_looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    real = observing.read_view
    monkeypatch.setattr(
        observing, "read_view", lambda source, d: seen.append(source.name) or real(source, d)
    )
    return seen


def test_only_what_changed_is_looked_at(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = files_looked_at(monkeypatch)
    cold = lint(project)
    assert len(seen) == 6 and len(cold.findings) > 10
    seen.clear()
    assert lint(project) == cold
    assert seen == []
    with (project.root / "s3.tex").open("a") as stream:
        stream.write("\\ref{other}\n")
    changed = lint(project)
    assert seen == ["s3.tex"]
    assert {f.message for f in changed.findings} - {f.message for f in cold.findings} == {
        "there is no label other"
    }


def test_a_new_definition_has_every_file_looked_at(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint(project)
    seen = files_looked_at(monkeypatch)
    main = project.root / "main.tex"
    main.write_text(main.read_text().replace("\\begin{d", "\\newcommand{\\x}{y}\\begin{d", 1))
    lint(project)
    assert len(seen) == 6


def test_a_rule_that_was_not_run_before_is_run(project: Project) -> None:
    first = lint(project, select=["R4"])
    assert not [f for f in first.findings if f.rule == "R21"]
    assert [f for f in lint(project).findings if f.rule == "R21"]


def test_damaged_or_foreign_cache_is_an_empty_one(project: Project, tmp_path: Path) -> None:
    expected = lint(project)
    (kept,) = (tmp_path / "cache" / "dlt-proof").iterdir()
    whole = kept.read_bytes()
    for data in (b"", b"x" * 40, whole[:-1], whole[:20] + b"\xff" + whole[21:]):
        kept.write_bytes(data)
        assert lint(project) == expected


def test_changed_program_empties_the_cache(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint(project)
    monkeypatch.setattr("dlt_proof.project.cache.state", lambda: "another program")
    seen = files_looked_at(monkeypatch)
    lint(project)
    assert len(seen) == 6
    seen.clear()
    own = tmp_path / "index.json"
    own.write_text("x")
    monkeypatch.setattr(engine, "_SHIPPED", (own,))
    lint(project)
    assert len(seen) == 6


def test_cache_folder_that_cannot_be_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert lint(project).findings


def test_two_processes_find_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = lint(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / ".cache"))
    monkeypatch.setattr(observing, "_WORTH_SHARING", 0)
    monkeypatch.setattr(observing, "usable_cores", lambda: 2)
    seen = files_looked_at(monkeypatch)
    assert lint(project) == alone
    assert len(seen) < 6  # some were looked at elsewhere
    lint(project)
    assert len(seen) < 6  # and what was seen there is kept


def test_two_processes_share_the_rules_of_one_file(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observing, "_WORTH_SHARING", 0)
    lint(project)
    (project.root / "s3.tex").write_text(SECTION % (7, 7))
    monkeypatch.setattr(observing, "usable_cores", lambda: 2)
    there: list[bytes] = []
    real = observing.share

    def counted(tasks: int, *arguments: Any) -> Shared:
        shared = real(tasks, *arguments)
        there.extend(shared.accounts)
        return shared

    monkeypatch.setattr(observing, "share", counted)
    changed = lint(project)
    assert len(there) == 1
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / ".cache"))
    monkeypatch.setattr(observing, "usable_cores", lambda: 1)
    assert lint(project) == changed


def test_without_a_second_process_one_does_it_all(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = lint(project)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / ".cache"))
    monkeypatch.setattr(observing, "_WORTH_SHARING", 0)
    monkeypatch.setattr(observing, "usable_cores", lambda: 2)

    def none_left() -> int:
        raise OSError("no memory")

    monkeypatch.setattr(os, "fork", none_left)
    assert lint(project) == alone


def test_a_rule_that_fails_elsewhere_fails_here(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: object, definitions: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(observing, "_WORTH_SHARING", 0)
    monkeypatch.setattr(observing, "usable_cores", lambda: 2)
    monkeypatch.setattr(observing, "read_view", broken)
    with pytest.raises(ZeroDivisionError):
        lint(project)
