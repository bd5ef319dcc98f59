"""The small proof of `tests/cases/walk` at two stages, and what a scripted model tries there."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from .script import Call, Result, Script
from .session import ROOT, Desk, make_desk

CASES = ROOT / "tests" / "cases" / "walk"
LEMMA = "sections/02-lemmas.tex"
PLAN = ".proof-research/dependency-graph.md"

Copy = Callable[[str], Path]


@pytest.fixture(scope="module")
def desk(program: str, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(program, tmp_path_factory)


@pytest.fixture(scope="module")
def stages(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders with the small proof: `planned` lacks the approval, `written` the checklists."""
    folder = tmp_path_factory.mktemp("stages")
    planned, written = folder / "planned", folder / "written"
    _run(desk, folder, "dlt-proof init planned", "dlt-proof scope Standard planned")
    shutil.copy(CASES / "plan.md", planned / PLAN)
    shutil.copy(CASES / "exponential-bound.md", planned / ".proof-research")
    shutil.copytree(CASES / "checks", planned / "checks")
    _run(desk, planned, "dlt-proof plan check --run")
    shutil.copytree(planned, written)
    _run(desk, written, "dlt-proof plan approve", "dlt-proof emit")
    shutil.copytree(CASES / "sections", written / "sections", dirs_exist_ok=True)
    _run(desk, written, "dlt-proof gate B", "dlt-proof compile")
    return folder


def _run(desk: Desk, folder: Path, *commands: str) -> None:
    for command in commands:
        ran = desk.shell(command, folder)
        assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"


@pytest.fixture
def copied(stages: Path, tmp_path: Path) -> Copy:
    """Copy a stage into a folder with a space in its name."""

    def copy(stage: str) -> Path:
        return Path(shutil.copytree(stages / stage, tmp_path / "a paper"))

    return copy


def files_of(root: Path) -> dict[str, bytes]:
    """What stands in a folder, beside what LaTeX and Python make again."""
    left_out = (".output", "__pycache__")
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part in left_out for part in path.relative_to(root).parts)
    }


def held_back(root: Path, calls: Sequence[Call], *words: str, silently: bool = False) -> Script:
    """Make calls one by one; each has to be refused in some words, and to change nothing.

    Args:
        silently: that nothing changes is enough, whatever is said.
    """
    problems = []
    for call in calls:
        before = files_of(root)
        (result,) = yield [call]
        said = result.text + result.beside
        missing = [word for word in words if word not in said]
        if not silently and ("refused" not in said or missing):
            problems.append(f"not refused with {missing}: {_told(call, result)}")
        after = files_of(root)
        changed = [n for n in before.keys() | after.keys() if before.get(n) != after.get(n)]
        for kept in re.findall(r"is kept in (.+?)\)", said):
            if not Path(kept).is_file():
                problems.append(f"{kept} is not there: {_told(call, result)}")
        if changed:
            problems.append(f"{sorted(changed)} changed: {_told(call, result)}")
            for name in changed:  # so that the next one is tried on what was there
                (root / name).unlink(missing_ok=True)
                if name in before:
                    (root / name).parent.mkdir(parents=True, exist_ok=True)
                    (root / name).write_bytes(before[name])
    assert not problems, "\n\n".join(problems)
    return None


def let_pass(*calls: Call) -> Script:
    """Make calls one by one, of which none may be refused."""
    problems = []
    for call in calls:
        (result,) = yield [call]
        if result.refused or "refused" in result.text + result.beside:
            problems.append(f"refused: {_told(call, result)}")
    assert not problems, "\n\n".join(problems)
    return None


def _told(call: Call, result: Result) -> str:
    return f"{call.name} {json.dumps(dict(call.given))[:300]}\n  {result.text} {result.beside}"


def case(name: str) -> str:
    return (CASES / name).read_text(encoding="utf-8")
