"""How packages that are missing are got: as this installation gets packages."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dlt_proof.project import shipped
from dlt_proof.project.shipped import models_remedy, packages_remedy

from .conftest import ROOT


def test_in_a_wheel_by_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "lib" / "site-packages" / "dlt_proof"
    monkeypatch.setattr(shipped, "_PACKAGE", str(package))
    assert packages_remedy() == "pip install dlt-proof-writing"
    assert models_remedy() == "pip install 'dlt-proof-writing[models]'"


def test_in_a_plugin_by_its_own_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "a plugin"
    for name in ("bin/dlt-proof", "scripts/plugin/environment.sh"):
        (root / name).parent.mkdir(parents=True)
        (root / name).touch()
    monkeypatch.setattr(shipped, "_PACKAGE", str(root / "scripts" / "dlt_proof"))
    assert packages_remedy() == f"run '{root}/bin/dlt-proof' instead, which gets what it needs"
    assert models_remedy() == "pip install 'dlt-proof-writing[models]'", "a developer's Python"
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment" / "123-cpython-311"))
    assert models_remedy() == f"sh '{root}/scripts/plugin/environment.sh' --with-models"


def test_a_script_without_its_packages_names_the_command_that_has_them(tmp_path: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("scripts", "bin", "catalogue", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    paper = tmp_path / "paper"
    (paper / ".proof-research").mkdir(parents=True)
    # -S: without the packages of whoever runs the tests.
    command = [sys.executable, "-S", tmp_path / "scripts" / "plan.py", "check", paper]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert f"is not installed (run {tmp_path}/bin/dlt-proof instead" in done.stderr
