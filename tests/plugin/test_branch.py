"""`make plugin`: the tree that ships, as a branch, from what is committed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT

PARTS = (
    ".claude-plugin/plugin.json", "SKILL.md", "README.md", "LICENSE", "CHANGELOG.md",
    "agents/step-verifier.md", "bin/dlt-proof", "catalogue/techniques/a b.md", "commands/plan.md",
    "hooks/hooks.json", "references/é.md", "requirements/models.txt", "requirements/runtime.txt",
    "scripts/dlt_proof/__init__.py", "scripts/lint.py", "scripts/plugin/environment.sh",
    "templates/main.tex.j2",
)  # fmt: skip
NOT_SHIPPED = (
    ".ci/run", ".gitignore", "Makefile", "benchmarks/one.json", "eval_results/01-one/main.tex",
    "pyproject.toml", "requirements/dev.txt", "scripts/bench.py", "scripts/bench_steps.py",
    "scripts/bootstrap", "scripts/demo", "scripts/demo.py", "scripts/ensure-tex", "scripts/links",
    "tests/test_one.py", "evals/one/prompt.md",
)  # fmt: skip


class Repository:
    """A checkout with one small file for each that ships and each that does not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in (*PARTS, *NOT_SHIPPED):
            self.write(name, name)
        script = root / "scripts" / "plugin" / "make_branch"
        shutil.copy(ROOT / "scripts" / "plugin" / "make_branch", script)
        (root / "bin" / "dlt-proof").chmod(0o755)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=A. Theorist", "-c", "user.email=a@example.org")
        command = ["git", "-c", "core.quotePath=false", *who, *words]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=one")

    def make(self) -> subprocess.CompletedProcess[str]:
        script = self.root / "scripts" / "plugin" / "make_branch"
        return subprocess.run([script], cwd="/", capture_output=True, text=True)

    def shipped(self) -> list[str]:
        return self.git("ls-tree", "-r", "--name-only", "plugin").splitlines()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "a checkout")


def test_what_ships(repository: Repository) -> None:
    done = repository.make()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{len(PARTS)} files, 0.0 MB\n")
    assert sorted(repository.shipped()) == sorted(PARTS)
    assert repository.git("ls-tree", "plugin", "bin/").startswith("100755 ")
    assert repository.git("branch", "--show-current") == "main"
    assert repository.git("status", "--porcelain") == ""


def test_only_what_is_committed_ships_and_the_checkout_stays(repository: Repository) -> None:
    repository.write("SKILL.md", "edited")
    repository.write("agents/new.md", "staged")
    repository.git("add", "agents/new.md")
    before = repository.git("status", "--porcelain")
    assert repository.make().returncode == 0
    assert repository.git("show", "plugin:SKILL.md") == "SKILL.md"
    assert "agents/new.md" not in repository.shipped()
    assert repository.git("status", "--porcelain") == before
    assert (repository.root / "SKILL.md").read_text() == "edited"


def test_a_commit_for_each_tree_and_no_more(repository: Repository) -> None:
    assert repository.make().returncode == 0
    first = repository.git("rev-parse", "plugin")
    repository.write("tests/test_one.py", "another")
    repository.commit()
    assert "has it already" in repository.make().stdout
    assert repository.git("rev-parse", "plugin") == first
    repository.write("SKILL.md", "another")
    repository.commit()
    assert repository.make().returncode == 0
    assert repository.git("rev-parse", "plugin^") == first
    assert repository.git("show", "plugin:SKILL.md") == "another"


def test_the_same_from_the_same_commit(repository: Repository, tmp_path: Path) -> None:
    assert repository.make().returncode == 0
    copy = tmp_path / "copy"
    repository.git("clone", "--quiet", "--branch=main", str(repository.root), str(copy))
    subprocess.run([copy / "scripts" / "plugin" / "make_branch"], check=True, capture_output=True)
    made = subprocess.run(["git", "rev-parse", "plugin"], cwd=copy, capture_output=True, text=True)
    assert made.stdout.strip() == repository.git("rev-parse", "plugin")


@pytest.mark.parametrize("part", ["SKILL.md", "commands/plan.md", "requirements/models.txt"])
def test_without_one_of_its_parts_there_is_no_branch(repository: Repository, part: str) -> None:
    repository.git("rm", "--quiet", part)
    repository.commit()
    done = repository.make()
    assert done.returncode != 0 and part.split("/")[0] in done.stderr
    assert repository.git("branch", "--list", "plugin") == ""


def test_not_from_the_branch_itself(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "plugin")
    before = repository.git("rev-parse", "HEAD")
    assert repository.make().returncode == 2
    assert repository.git("rev-parse", "HEAD") == before
