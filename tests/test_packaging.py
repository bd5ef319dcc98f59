"""The wheel, installed as a stranger would, outside the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dlt_proof import __version__

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation")
    done = run(*pip, "--wheel-dir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of a fresh environment with the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    assert run(sys.executable, "-m", "venv", folder / "venv", cwd=folder).returncode == 0
    python = folder / "venv" / "bin" / "python"
    done = run(python, "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return python.parent


def test_wheel_carries_agents_templates_catalogue_and_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.startswith(f"dlt_proof_writing-{__version__}-")
    for folder in ("agents", "templates", "catalogue"):
        shipped = {n for n in names if n.startswith(f"dlt_proof/_shipped/{folder}/")}
        there = [p for p in (ROOT / folder).rglob("*") if p.is_file()]
        assert len(shipped) == len([p for p in there if "__pycache__" not in p.parts]) > 0
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [n for n in names if n.startswith("tests/") or "__pycache__" in n]


def test_version(installed, tmp_path):
    done = run(installed / "dlt-proof", "--version", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert __version__ in done.stdout


def test_init_makes_a_project(installed, tmp_path):
    done = run(installed / "dlt-proof", "init", "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "main.tex").is_file()
    assert (tmp_path / "demo" / ".proof-research").is_dir()


@pytest.mark.tex
def test_every_phase_runs_from_the_wheel(installed, tmp_path):
    """The bundled proof, far from any checkout, through the program that pip installed."""
    folder = tmp_path / "a proof"
    ignore = shutil.ignore_patterns(".output", "__pycache__")
    shutil.copytree(ROOT / "eval_results" / "08-anchor-convergence", folder, ignore=ignore)
    for words in (
        ["scope"],
        ["plan", "check", "--run"],
        ["gate", "A"],
        ["emit"],
        ["gate", "B"],
        ["lint"],
        ["gate", "C"],
        ["trace", "init"],
        ["trace", "verify"],
        ["gate", "C.5"],
        ["compile"],
        ["review", "report"],
        ["gate", "D", "--final"],
        ["status"],
    ):
        done = run(installed / "dlt-proof", *words, cwd=folder)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    assert "nothing is left to do" in done.stdout
    shown = run(installed / "dlt-proof", "trace", "verify", "--show-prompt", folder, cwd=tmp_path)
    assert shown.returncode == 2, "which needs a model"
    words = ["trace", "verify", "--backend", "anthropic", folder]
    shown = run(installed / "dlt-proof", *words, "--show-prompt", cwd=tmp_path)
    assert shown.returncode == 0 and "You judge one step" in shown.stdout
    missing = run(installed / "dlt-proof", *words, cwd=tmp_path)
    assert missing.returncode == 3 and "pip install 'dlt-proof-writing[models]'" in missing.stderr
    assert "steps looked at" in missing.stdout, "what needs no model was done"
