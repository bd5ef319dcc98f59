"""A plugin with a small program and one small package, and a machine with few tools."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("bin/dlt-proof", *(f"scripts/plugin/{name}" for name in
           ("environment.sh", "python.sh", "make_environment.py")))  # fmt: skip
TOOLS = ("bash", "cat", "cksum", "env", "find", "id", "ln", "mkdir", "mktemp", "readlink", "rm",
         "sh", "uname")  # fmt: skip

PROGRAM = """
import sys
if sys.argv[1:] == ["wait"]:
    print("waiting", flush=True)
    sys.stdin.read()
import tiny
print(tiny.__file__, *sys.argv[1:], sep="\\n")
sys.exit(7 if sys.argv[1:] else 0)
"""

#: Stands for uv: says what it is asked, waits where a test wants it, and unpacks the wheel.
UV = """#!/bin/sh
case "$1 $2" in
"python find") exit 1 ;;
"venv "*) exec "$PYTHON" -m venv --without-pip "$5" ;;
esac
echo "$@" >>"$UV_CALLS"
[ -z "${UV_GATE:-}" ] || { echo started >"$UV_STARTED"; read -r line <"$UV_GATE"; }
[ -z "${UV_FAILS:-}" ] || { echo "error: $UV_FAILS"; exit 2; }
"$4" -c 'import sys, sysconfig, zipfile
zipfile.ZipFile(sys.argv[1]).extractall(sysconfig.get_path("purelib"))' "$WHEEL"
"""


@dataclass
class Plugin:
    """A copy of the plugin's way in, and the environment of a process that uses it."""

    root: Path
    environment: dict[str, str]
    tools: Path
    calls: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(
        self, *command: str | Path, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command in its environment."""
        return subprocess.run(
            [str(each) for each in command],
            cwd=cwd or self.root.parent,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *command: str | Path) -> subprocess.Popen[str]:
        """A command that goes on while the test does."""
        process = subprocess.Popen(
            [str(each) for each in command],
            cwd=self.root.parent,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # Whoever runs the tests in the background ignores it, and so would all below.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.started.append(process)
        return process

    def maker(self, *options: str) -> tuple[str, ...]:
        """The words of a call of `environment.sh`."""
        return ("sh", str(self.root / "scripts" / "plugin" / "environment.sh"), *options)

    def program(self, *words: str) -> tuple[str, ...]:
        """The words of a call of `dlt-proof`."""
        return (str(self.root / "bin" / "dlt-proof"), *words)

    def state(self) -> tuple[str, str]:
        """What a hook learns: the state, and the reason."""
        script = (
            '. "$1/scripts/plugin/environment.sh"; find_environment "$1"\n'
            'printf "%s\\n%s" "$environment_state" "$environment_reason"'
        )
        done = self.run("sh", "-c", script, "hook", self.root)
        assert done.returncode == 0 and not done.stderr
        state, _, reason = done.stdout.partition("\n")
        return state, reason

    @property
    def environments(self) -> Path:
        return Path(self.environment["XDG_DATA_HOME"]) / "dlt-proof" / "environment"

    def made(self) -> list[Path]:
        """The environments that are there."""
        return sorted(self.environments.glob("[0-9]*-*"))

    def remains(self) -> list[Path]:
        """What an unfinished one has left."""
        return sorted(self.environments.glob(".part-*"))

    def pin(self, wheel: Path, comment: str = "") -> None:
        """Let the plugin need the package of a wheel."""
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        line = f"# {comment}\ntiny==1.0 --hash=sha256:{digest}\n"
        (self.root / "requirements" / "runtime.txt").write_text(line)
        (self.root / "requirements" / "models.txt").write_text(f"{line}# and more\n")

    def without_uv(self) -> None:
        (self.tools / "uv").unlink()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package `tiny` 1.0, which holds nothing."""
    files = {
        "tiny.py": b"",
        "tiny-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": (
            b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    record = ["tiny-1.0.dist-info/RECORD,,"]
    path = tmp_path_factory.mktemp("wheels") / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record.append(f"{name},sha256={digest.decode()},{len(content)}")
            archive.writestr(name, content)
        archive.writestr("tiny-1.0.dist-info/RECORD", "\n".join(record) + "\n")
    return path


@pytest.fixture
def plugin(tmp_path: Path, wheel: Path) -> Plugin:
    """A plugin whose folder has a space in its name, and a machine with our Python and `UV`."""
    root = tmp_path / "a plugin"
    for name in SHIPPED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "requirements").mkdir()
    (root / "scripts" / "dlt-proof.py").write_text(PROGRAM)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    (tools / "python3").symlink_to(Path(sys.executable).resolve())
    calls = tmp_path / "calls"
    calls.touch()
    made = Plugin(root, {
        "PATH": str(tools),
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "TMPDIR": str(tmp_path),
        "PYTHON": str(Path(sys.executable).resolve()),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "UV_CALLS": str(calls),
        "WHEEL": str(wheel),
    }, tools, calls)  # fmt: skip
    tool(made, "uv", UV)
    made.pin(wheel)
    return made


def tool(plugin: Plugin, name: str, script: str) -> None:
    """Put a program on the PATH."""
    path = plugin.tools / name
    path.unlink(missing_ok=True)
    path.write_text(script)
    path.chmod(0o755)


@pytest.fixture
def gate(plugin: Plugin, tmp_path: Path) -> Callable[[], None]:
    """Let `UV` wait: a call returns when it has begun to install. `open_gate` lets it go on."""
    for name in ("gate", "started"):
        os.mkfifo(tmp_path / name)
    plugin.environment["UV_GATE"] = str(tmp_path / "gate")
    plugin.environment["UV_STARTED"] = str(tmp_path / "started")

    def until_begun() -> None:
        assert (tmp_path / "started").read_text() == "started\n"

    return until_begun


def open_gate(plugin: Plugin) -> None:
    """Let the waiting `UV` go on, and those after it not wait."""
    gate = plugin.environment.pop("UV_GATE")
    Path(gate).write_text("go\n")
