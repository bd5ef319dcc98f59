"""Installing, with the real program: from git, as the tree that ships, to a command that runs.

In a fresh home and offline. Not here: what a session does then, and how its environment is made
where something is in the way (`tests/plugin`).
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import dlt_proof
from tests.messages_server import MessagesServer, Reply, text_reply, tool_reply

from .conftest import ROOT

slow = pytest.mark.slow

NAME = "dlt-proof-writing"
PLUGIN = f"{NAME}@dlt-proof"
#: An address that git is told to take from the disk: nothing is asked of any network.
URL = "https://git.example.org/proofs.git"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A. Theorist", "-c", "user.email=a@example.org")
    command = ["git", "-c", "core.quotePath=false", *who, *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def committed(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=the sources")
    subprocess.run([folder / "scripts" / "plugin" / "make_branch"], check=True)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout as they are, and the branch that ships."""
    folder = tmp_path_factory.mktemp("a repository") / "proofs"
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        file = ROOT / name
        if not name.startswith(("tests/", "benchmarks/", "eval_results/")) and file.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    committed(folder)
    return folder


@dataclass(frozen=True)
class Machine:
    """The real program in a home of its own, that knows a repository by its address."""

    program: str
    home: Path
    repository: Path

    @property
    def plugins(self) -> Path:
        return self.home / ".claude" / "plugins"

    def plugin(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of `claude plugin`."""
        # With a key it would ask for the limits of its account first, and wait.
        environment = {k: v for k, v in os.environ.items() if k != "ANTHROPIC_API_KEY"}
        return subprocess.run(
            [self.program, "plugin", *words],
            cwd=self.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def does(self, *words: str) -> str:
        """A command that has to succeed."""
        done = self.plugin(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def listed(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.does("list", "--json"))
        return found

    def session(self, *commands: str, options: tuple[str, ...] = ()) -> list[str]:
        """What the Bash tool says to commands in a session, somewhere else."""
        said: list[str] = []

        def respond(asked: dict[str, Any], _number: int) -> Reply:
            blocks = [
                block
                for message in asked["messages"]
                for block in message["content"]
                if isinstance(block, dict) and block["type"] == "tool_result"
            ]
            said[:] = [str(block["content"]) for block in blocks]
            if len(said) == len(commands):
                return text_reply("Done.")
            given = {"command": commands[len(said)], "description": "Run it", "timeout": 300_000}
            return tool_reply("Bash", given)

        folder = self.home / "some folder"
        folder.mkdir(exist_ok=True)
        words = ["--print", "--output-format", "json", "--allowedTools", "Bash", *options]
        with MessagesServer(respond) as server:
            done = subprocess.run(
                [self.program, *words],
                cwd=folder,
                env={**os.environ, "ANTHROPIC_BASE_URL": server.url},
                input="Begin.",
                capture_output=True,
                text=True,
                timeout=600,
            )
        assert done.returncode == 0, done.stdout + done.stderr
        return said


@pytest.fixture
def machine(program: str, home: Path, sources: Path, tmp_path: Path) -> Machine:
    repository = tmp_path / "the repository" / "proofs.git"
    shutil.copytree(sources, repository)
    (home / ".gitconfig").write_text(f'[url "file://{repository}"]\n\tinsteadOf = {URL}\n')
    return Machine(program, home, repository)


def prepared(folder: Path) -> list[Path]:
    """The environments that were made below a folder."""
    return sorted(folder.glob("environment/[0-9]*-*"))


def test_manifest_and_marketplace_are_of_one_plugin() -> None:
    manifest = json.loads((ROOT / ".claude-plugin" / "plugin.json").read_text("utf-8"))
    marketplace = json.loads((ROOT / ".claude-plugin" / "marketplace.json").read_text("utf-8"))
    (entry,) = marketplace["plugins"]
    assert f"{entry['name']}@{marketplace['name']}" == PLUGIN
    assert entry["description"] == manifest["description"] and entry["source"] == "./"
    assert "version" not in entry, "it has one home, the manifest"


def standard(folder: Path) -> subprocess.CompletedProcess[str]:
    """The check of the standard of agent skills."""
    command = Path(sys.executable).parent / "agentskills"
    return subprocess.run([command, "validate", folder], capture_output=True, text=True)


def test_the_skill_is_of_the_standard(tmp_path: Path) -> None:
    link = tmp_path / NAME
    link.symlink_to(ROOT)
    done = standard(link)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [("name: ", "name: An-"), ("\ndescription: ", "\nabout: "), ("license: ", "licence: ")],
)
def test_a_skill_that_is_not_of_the_standard_is_told(tmp_path: Path, old: str, new: str) -> None:
    text = (ROOT / "SKILL.md").read_text("utf-8")
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "SKILL.md").write_text(text, "utf-8")
    assert standard(folder).returncode == 0
    (folder / "SKILL.md").write_text(text.replace(old, new, 1), "utf-8")
    assert standard(folder).returncode != 0


@slow
def test_what_ships_is_valid_and_small(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / NAME
    git(tmp_path, "clone", "--quiet", "--branch=plugin", str(machine.repository), str(folder))
    done = machine.plugin("validate", "--strict", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert standard(folder).returncode == 0
    files = [each for each in folder.rglob("*") if each.is_file() and ".git" not in each.parts]
    assert sum(each.stat().st_size for each in files) < 8_000_000 and len(files) < 1_500
    assert not [each for each in files if each.suffix == ".pdf" or "tests" in each.parts]
    hooks = folder / "hooks" / "hooks.json"
    hooks.write_text(hooks.read_text("utf-8").replace('"command",', "7,"))
    assert machine.plugin("validate", "--strict", str(folder)).returncode != 0


@slow
def test_from_git_to_a_command_that_runs_and_back(machine: Machine) -> None:
    machine.does("marketplace", "add", f"{URL}#plugin")
    machine.does("install", PLUGIN)
    (listed,) = machine.listed()
    assert listed["id"] == PLUGIN and listed["enabled"] and not listed.get("errors")
    assert listed["version"] == dlt_proof.__version__
    installed = Path(listed["installPath"])
    shipped = git(machine.repository, "ls-tree", "-r", "--name-only", "plugin").splitlines()
    there = {str(each.relative_to(installed)) for each in installed.rglob("*") if each.is_file()}
    assert {each for each in there if not each.startswith(".git/")} == set(shipped)
    parts = components(machine.does("details", NAME))
    assert parts["Skills"] == {NAME, *(each.stem for each in (ROOT / "commands").glob("*.md"))}
    assert parts["Agents"] == {each.stem for each in (ROOT / "agents").glob("*.md")}
    hooks = json.loads((ROOT / "hooks" / "hooks.json").read_text("utf-8"))["hooks"]
    assert parts["Hooks"] == set(hooks)

    # In a proof project its hooks begin to prepare the packages, and let nothing be written before.
    (machine.home / "some folder" / ".proof-research").mkdir(parents=True)
    written, first, second, place = machine.session(
        "echo $x > main.tex", "dlt-proof --version", "dlt-proof --version", "command -v dlt-proof"
    )
    assert "dlt-proof: its Python packages are " in written and "--version" in written, written
    assert not (machine.home / "some folder" / "main.tex").exists()
    assert "Python packages" in first and f"dlt-proof {dlt_proof.__version__}" in first, first
    assert second.strip() == f"dlt-proof {dlt_proof.__version__}"
    assert place.strip() == str(installed / "bin" / "dlt-proof")
    # In the folder that Claude Code itself keeps for the plugin, and removes with it.
    (data,) = machine.plugins.joinpath("data").iterdir()
    assert data.name == f"{NAME}-dlt-proof" and len(prepared(data)) == 1

    update(machine, "0.1.1")
    (listed,) = machine.listed()
    assert listed["version"] == "0.1.1" and not listed.get("errors")
    assert Path(listed["installPath"]) != installed
    place, told = machine.session("command -v dlt-proof", "dlt-proof --version 2>&1")
    assert place.strip() == f"{listed['installPath']}/bin/dlt-proof"
    assert told.strip() == "dlt-proof 0.1.1", "the same packages, the other program"

    machine.does("uninstall", PLUGIN)
    assert machine.listed() == [] and not data.exists()
    (gone,) = machine.session("command -v dlt-proof || echo none")
    assert gone.strip() == "none"


def components(details: str) -> dict[str, set[str]]:
    """What `plugin details` lists, by its kind."""
    lines = re.findall(r"^  (\w+) \([0-9]+\)  ([^(\n]+)", details, re.MULTILINE)
    return {kind: {name.strip() for name in names.split(",")} for kind, names in lines}


def update(machine: Machine, version: str) -> None:
    """Release another version and take it."""
    for name in (".claude-plugin/plugin.json", "scripts/dlt_proof/__init__.py"):
        file = machine.repository / name
        file.write_text(file.read_text("utf-8").replace(dlt_proof.__version__, version), "utf-8")
    committed(machine.repository)
    machine.does("marketplace", "update", "dlt-proof")
    machine.does("update", PLUGIN)


@slow
def test_from_the_marketplace_of_somebody_else(machine: Machine, tmp_path: Path) -> None:
    """An entry that names the branch, as a group would have among plugins of its own."""
    shelf = tmp_path / "marketplace"
    (shelf / ".claude-plugin").mkdir(parents=True)
    source = {"source": "url", "url": f"file://{machine.repository}", "ref": "plugin"}
    entry = {"name": NAME, "description": "Proofs.", "source": source}
    text = {"name": "our.group", "owner": {"name": "Us"}, "description": "x", "plugins": [entry]}
    (shelf / ".claude-plugin" / "marketplace.json").write_text(json.dumps(text))
    added = machine.plugin("marketplace", "add", str(shelf))
    assert added.returncode == 0, added.stdout + added.stderr
    machine.does("install", f"{NAME}@our.group")
    (listed,) = machine.listed()
    assert not listed.get("errors") and not (Path(listed["installPath"]) / "tests").exists()
    (where,) = machine.session(
        'd=$(dirname "$(dirname "$(command -v dlt-proof)")")'
        ' && . "$d/scripts/plugin/environment.sh" && find_environment "$d" && echo "$environments"'
    )
    (data,) = machine.plugins.joinpath("data").iterdir()
    assert where.strip() == str(data / "environment")


@slow
def test_a_link_to_a_checkout_is_the_whole_plugin(machine: Machine, tmp_path: Path) -> None:
    checkout = tmp_path / "a checkout"
    shutil.copytree(machine.repository, checkout)
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)  # of a developer's environment
    (checkout / ".venv" / "pyvenv.cfg").write_text(
        (Path(sys.executable).parents[1] / "pyvenv.cfg").read_text("utf-8")
    )
    (checkout / ".venv" / "lib").symlink_to(Path(sys.executable).parents[1] / "lib")
    (checkout / ".venv" / ".made-from").touch()
    subprocess.run([checkout / "scripts" / "links", "install"], check=True)
    (listed,) = machine.listed()
    assert listed["id"] == f"{NAME}@skills-dir" and not listed.get("errors")
    place, told = machine.session("command -v dlt-proof", "dlt-proof --version")
    assert "/bin/dlt-proof" in place and told.strip() == f"dlt-proof {dlt_proof.__version__}"
    subprocess.run([checkout / "scripts" / "links", "uninstall"], check=True)
    assert machine.listed() == []


@slow
@pytest.mark.tex
@pytest.mark.parametrize("means", ["pip", "uv"])
def test_the_real_packages(
    machine: Machine, tmp_path: Path, means: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From nothing to a proof that is checked and compiled."""
    shipped = tmp_path / "the plugin"
    git(tmp_path, "clone", "--quiet", "--branch=plugin", str(machine.repository), str(shipped))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    if means == "uv":
        tools = tmp_path / "tools"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", tools, "uv"]
        subprocess.run(pip, check=True)
        monkeypatch.setenv("PATH", f"{tools / 'bin'}:{os.environ['PATH']}")
    assert (shutil.which("uv") is not None) == (means == "uv")
    proof = tmp_path / "a proof"
    ignore = shutil.ignore_patterns(".output", "__pycache__")
    shutil.copytree(ROOT / "eval_results" / "08-anchor-convergence", proof, ignore=ignore)
    before = {each: each.stat().st_mtime_ns for each in shipped.rglob("*")}
    for words in ("--version", "lint", "trace init", "compile"):
        command = [shipped / "bin" / "dlt-proof", *words.split()]
        done = subprocess.run(command, cwd=proof, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    assert (proof / ".output" / "main.pdf").is_file()
    (environment,) = prepared(tmp_path / "data" / "dlt-proof")
    by_uv = "uv = " in (environment / "pyvenv.cfg").read_text("utf-8")
    assert by_uv == (means == "uv")
    assert list(environment.rglob("sympy/__pycache__/*.pyc")), "compiled for who cannot write"
    assert before == {each: each.stat().st_mtime_ns for each in shipped.rglob("*")}
