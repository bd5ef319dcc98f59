"""A swept project with three steps that only a verifier can judge, made once and copied."""

import shutil
from pathlib import Path

import pytest

from dlt_proof.emit import emit, initialise
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.project import Project, open_project

from ..conftest import CHECK, LEMMA_PROOF, PLAN, THEOREM_PROOF, replace, run
from .scripted import open_claims


@pytest.fixture(scope="session")
def swept_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project and with the key that sealed its state."""
    folder = tmp_path_factory.mktemp("swept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "configuration"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.delenv("CLAUDECODE", raising=False)
        project, _ = initialise(folder / "proof", autonomous=True)
        project.plan_file.write_text(PLAN, encoding="utf-8")
        project.scope_file.write_text("Standard\n", encoding="utf-8")
        check = project.root / "checks" / "square.py"
        check.parent.mkdir()
        check.write_text(CHECK, encoding="utf-8")
        assert run("plan", "check", "--run", project) == 0
        emit(project, read_plan(project))
        remark = r"Mild; see \Cref{ass:positive}."
        replace(project, "sections/01-setting.tex", r"\todo{discuss", remark, line=True)
        for file, proof in (("02-lemma", LEMMA_PROOF), ("03-theorem", THEOREM_PROOF)):
            name = f"sections/{file}.tex"
            replace(project, name, r"\begin{proof}", proof, environment="proof")
        open_claims(project)
        assert run("trace", "init", project) == 0
        assert run("trace", "verify", project) == 0
    return folder


@pytest.fixture
def opened(swept_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the project, and of the key."""
    shutil.copytree(swept_once, tmp_path / "swept")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "swept" / "configuration"))
    return open_project(tmp_path / "swept" / "proof")
