"""The environment of the plugin: made once, whole, and where hooks and command both find it."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Plugin, open_gate, tool

PREPARING = "dlt-proof: preparing its Python packages, once (about a minute)\n"
Gate = Callable[[], None]

#: Where venv and pip are the real ones, or several environments are made.
slow = pytest.mark.slow


def test_first_use_makes_it_and_later_ones_take_it(plugin: Plugin) -> None:
    assert plugin.state()[0] == "missing"
    looked = plugin.run(*plugin.maker())
    assert looked.returncode == 3 and "not there yet" in looked.stderr
    first = plugin.run(*plugin.program())
    assert first.returncode == 0 and first.stderr == PREPARING
    (environment,) = plugin.made()
    assert first.stdout.startswith(f"{environment}/lib/")
    assert plugin.state() == ("ready", "")
    again = plugin.run(*plugin.program())
    assert (again.stdout, again.stderr) == (first.stdout, "")
    assert plugin.run(*plugin.maker()).stdout == f"{environment}/bin/python\n"
    assert len(plugin.calls.read_text().splitlines()) == 1 and not plugin.remains()


def test_arguments_exit_codes_and_signals_pass(plugin: Plugin) -> None:
    done = plugin.run(*plugin.program("a b", "", "*"))
    assert done.returncode == 7 and done.stdout.splitlines()[1:] == ["a b", "", "*"]
    running = plugin.start(*plugin.program("wait"))
    assert running.stdout is not None and running.stdout.readline() == "waiting\n"
    running.terminate()
    assert running.wait(60) == -signal.SIGTERM


def test_through_links_and_from_any_folder(plugin: Plugin, tmp_path: Path) -> None:
    links = tmp_path / "some links"
    links.mkdir()
    (links / "dlt-proof").symlink_to("two")
    (links / "two").symlink_to("../a plugin/bin/dlt-proof")
    (links / "tiny.py").write_text("raise SystemExit('of the folder, not of the plugin')")
    plugin.environment["PATH"] = f"{links}:{plugin.tools}"
    for command in (
        ["dlt-proof"],
        ["./dlt-proof"],
        ["sh", "./dlt-proof"],
        ["bash", "--posix", "dlt-proof"],
    ):
        assert plugin.run("env", *command, cwd=links).returncode == 0, command
    shutil.copytree(plugin.root, tmp_path / "-odd 'ü$x")
    assert plugin.run("./-odd 'ü$x/bin/dlt-proof", cwd=tmp_path).returncode == 0
    assert len(plugin.calls.read_text().splitlines()) == 1


def test_nothing_is_written_into_the_plugin(plugin: Plugin) -> None:
    def files() -> dict[Path, int]:
        return {each: each.stat().st_mtime_ns for each in plugin.root.rglob("*")}

    (plugin.root / "scripts" / "more.py").write_text("")
    program = plugin.root / "scripts" / "dlt-proof.py"
    program.write_text(f"import more\n{program.read_text()}")
    before = files()
    assert plugin.run(*plugin.program()).returncode == 0
    assert files() == before


def test_two_at_once_make_one(plugin: Plugin, gate: Gate) -> None:
    first = plugin.start(*plugin.program())
    gate()
    state, reason = plugin.state()
    assert state == "making" and reason.endswith("dlt-proof --version waits")
    second = plugin.start(*plugin.program())
    assert second.stderr is not None
    assert second.stderr.readline().endswith(" are being prepared already: waiting\n")
    open_gate(plugin)
    assert first.communicate(timeout=60)[0] == second.communicate(timeout=60)[0]
    assert first.returncode == second.returncode == 0
    assert len(plugin.made()) == len(plugin.calls.read_text().splitlines()) == 1


@slow
def test_two_at_once_and_it_cannot_be_made(plugin: Plugin, gate: Gate) -> None:
    plugin.environment["UV_FAILS"] = "no route to host"
    first = plugin.start(*plugin.maker("--make"))
    gate()
    second = plugin.start(*plugin.maker("--make"))
    assert second.stderr is not None and "waiting" in second.stderr.readline()
    open_gate(plugin)
    said = [process.communicate(timeout=60)[1].splitlines()[-1] for process in (first, second)]
    assert first.returncode == second.returncode == 3
    assert said[0] == said[1] and "is there a network?" in said[0]
    assert len(plugin.calls.read_text().splitlines()) == 1  # not tried a second time at once


def test_a_killed_one_is_not_believed(plugin: Plugin, gate: Gate) -> None:
    making = plugin.start(*plugin.program())
    gate()
    (note,) = plugin.environments.glob("*.making")
    os.kill(int(note.read_text()), signal.SIGKILL)
    assert making.wait(60) == 3
    assert making.stderr is not None and "ended from outside" in making.stderr.read()
    assert plugin.state()[0] == "missing" and not plugin.made() and plugin.remains()
    open_gate(plugin)
    assert plugin.run(*plugin.program()).returncode == 0
    assert len(plugin.made()) == 1 and not plugin.remains()


def test_ending_the_command_does_not_end_the_making(plugin: Plugin, gate: Gate) -> None:
    """As where an agent's tool stops a command that takes too long."""
    making = plugin.start(*plugin.program())
    gate()
    os.killpg(making.pid, signal.SIGTERM)
    assert making.wait(60) == -signal.SIGTERM
    assert plugin.state()[0] == "making"
    open_gate(plugin)
    assert plugin.run(*plugin.maker("--make")).returncode == 0  # waits for it
    assert len(plugin.calls.read_text().splitlines()) == 1


def test_interrupted_by_a_person_it_ends(plugin: Plugin, gate: Gate) -> None:
    making = plugin.start(*plugin.program())
    gate()
    os.killpg(making.pid, signal.SIGINT)
    assert making.wait(60) in (130, -signal.SIGINT)
    assert plugin.run(*plugin.maker()).returncode == 3
    assert plugin.state()[0] == "missing" and not plugin.remains() and not plugin.made()


def test_in_the_background_it_does_not_wait(plugin: Plugin, gate: Gate) -> None:
    done = plugin.run(*plugin.maker("--make-in-background"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    gate()
    assert plugin.state()[0] == "making"
    open_gate(plugin)
    assert plugin.run(*plugin.maker("--make")).returncode == 0
    assert plugin.run(*plugin.maker("--make-in-background")).returncode == 0
    assert len(plugin.calls.read_text().splitlines()) == 1


def test_a_process_of_that_number_long_after_makes_nothing(plugin: Plugin) -> None:
    assert plugin.run(*plugin.program()).returncode == 0
    (environment,) = plugin.made()
    shutil.rmtree(environment)
    note = plugin.environments / f"{environment.name.partition('-')[0]}.making"
    note.write_text(f"{os.getpid()}\n")
    assert plugin.state()[0] == "making"
    os.utime(note, (0, 0))
    assert plugin.state()[0] == "missing"


def test_on_windows_it_says_so(plugin: Plugin) -> None:
    tool(plugin, "uname", "#!/bin/sh\necho MINGW64_NT-10.0\n")
    done = plugin.run(*plugin.program())
    assert done.returncode == 3 and done.stderr.endswith("inside WSL only\n")


def test_no_python(plugin: Plugin) -> None:
    (plugin.tools / "python3").unlink()
    for _ in range(2):
        done = plugin.run(*plugin.program("lint"))
        assert done.returncode == 3 and not done.stdout
        assert done.stderr == (
            "dlt-proof: Python 3.11 or newer is needed and none is on the PATH"
            " (there is no python3)\n"
        )
    state, reason = plugin.state()
    assert state == "failed" and reason.startswith("Python 3.11 or newer is")
    old = 'case "$2" in *print*) echo "python3 is 3.9" ;; *) exit 1 ;; esac'
    tool(plugin, "python3", f"#!/bin/sh\n{old}\n")
    done = plugin.run(*plugin.maker("--make-in-background"))
    assert done.returncode == 3 and "(python3 is 3.9)" in done.stderr


def test_a_newer_python_under_another_name(plugin: Plugin) -> None:
    real = (plugin.tools / "python3").readlink()
    tool(plugin, "python3", "#!/bin/sh\nexit 1\n")
    (plugin.tools / "python3.12").symlink_to(real)
    assert plugin.run(*plugin.program()).returncode == 0


def without_venv(plugin: Plugin) -> str:
    """A Python as Debian has it without the package for venv."""
    real = (plugin.tools / "python3").readlink()
    return f'#!/bin/sh\ncase "$2" in "import venv"*) exit 1 ;; esac\nexec "{real}" "$@"\n'


@pytest.mark.parametrize("debian", [True, False])
def test_no_venv(plugin: Plugin, debian: bool) -> None:
    plugin.without_uv()
    tool(plugin, "python3", without_venv(plugin))
    if debian:
        tool(plugin, "apt-get", "#!/bin/sh\nexit 1\n")
    done = plugin.run(*plugin.program())
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1
    assert ("run 'sudo apt-get install python3." in done.stderr) == debian
    assert "venv" in done.stderr and plugin.state()[0] == "failed"


@slow
def test_by_pip_where_there_is_no_uv(plugin: Plugin, wheel: Path) -> None:
    plugin.without_uv()
    failed = plugin.run(*plugin.program())  # no index, no wheels: as without a network
    assert failed.returncode == 3
    preparing, why = failed.stderr.splitlines(keepends=True)
    assert preparing == PREPARING and "is there a network?" in why and "tiny==1.0" in why
    (log,) = plugin.environments.glob("*.log")
    assert str(log) in why and "tiny" in log.read_text()
    state, reason = plugin.state()
    assert state == "failed" and "is there a network?" in reason
    assert not plugin.made() and not plugin.remains()
    plugin.environment["PIP_FIND_LINKS"] = str(wheel.parent)
    # What a user's settings would do to pip elsewhere.
    plugin.environment.update(PIP_USER="1", PIP_TARGET="/nowhere", PYTHONPATH="/nowhere")
    assert plugin.run(*plugin.program()).returncode == 0
    assert plugin.state() == ("ready", "")
    (environment,) = plugin.made()
    assert plugin.run(environment / "bin" / "pip", "--version").returncode == 0, "it was moved"
    assert not [*plugin.environments.glob("*.log"), *plugin.environments.glob("*.failed")]


@slow
def test_by_pip_where_uv_fails(plugin: Plugin, wheel: Path) -> None:
    plugin.environment["UV_FAILS"] = "no such index"
    plugin.environment["PIP_FIND_LINKS"] = str(wheel.parent)
    assert plugin.run(*plugin.program()).returncode == 0


@slow
def test_a_wrong_package_is_refused(plugin: Plugin, wheel: Path) -> None:
    plugin.without_uv()
    plugin.environment["PIP_FIND_LINKS"] = str(wheel.parent)
    pins = plugin.root / "requirements" / "runtime.txt"
    pins.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    done = plugin.run(*plugin.program())
    assert done.returncode == 3 and not plugin.made()


@slow
def test_no_room_and_no_folder(plugin: Plugin) -> None:
    plugin.environment["UV_FAILS"] = "failed to copy: No space left on device (os error 28)"
    done = plugin.run(*plugin.program())
    assert done.returncode == 3 and "no room is left" in done.stderr
    shutil.rmtree(plugin.environment["XDG_DATA_HOME"])
    Path(plugin.environment["XDG_DATA_HOME"]).write_text("a file")
    done = plugin.run(*plugin.program())
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1
    assert "cannot be installed: Not a directory: " in done.stderr


def test_where_it_lies(plugin: Plugin, tmp_path: Path) -> None:
    plugins = tmp_path / "configuration" / "plugins"
    root = plugins / "cache" / "dlt-proof" / "dlt-proof-writing" / "0.1.0"
    shutil.copytree(plugin.root, root)
    home = tmp_path / "home" / ".local" / "share" / "dlt-proof" / "environment"
    installed = plugins / "data" / "dlt-proof-writing-dlt-proof" / "environment"
    del plugin.environment["XDG_DATA_HOME"]
    for folder in (home, installed):
        # Hooks are told of a folder that commands are not told of: it makes no difference.
        plugin.environment["CLAUDE_PLUGIN_DATA"] = str(tmp_path / "elsewhere")
        done = plugin.run(root / "bin" / "dlt-proof")
        assert done.returncode == 0 and done.stdout.startswith(f"{folder}/")
        plugins.joinpath("installed_plugins.json").write_text("{}")
    del plugin.environment["HOME"]
    assert plugin.run(root / "bin" / "dlt-proof").returncode == 0
    done = plugin.run(*plugin.program())
    assert done.returncode == 3 and "HOME is not set" in done.stderr
    assert plugin.state()[0] == "failed" and plugin.state()[1].endswith("HOME is not set")


def test_a_developer_s_environment_comes_first(plugin: Plugin) -> None:
    python = plugin.root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(plugin.tools / "python3")
    assert plugin.state()[0] == "missing"  # half made
    (plugin.root / ".venv" / ".made-from").touch()
    assert plugin.run(*plugin.maker("--make")).stdout == f"{python}\n"
    assert not plugin.environments.exists()


@slow
def test_other_packages_other_environment_and_the_last_one_stays(
    plugin: Plugin, wheel: Path
) -> None:
    made: list[Path] = []
    for version in ("first", "second", "third"):
        plugin.pin(wheel, version)
        assert plugin.run(*plugin.program()).returncode == 0
        made += [each for each in plugin.made() if each not in made]
    assert len(made) == 3 and plugin.made() == sorted(made[1:])


@slow
def test_with_models_it_is_another_one_for_good(plugin: Plugin) -> None:
    assert plugin.run(*plugin.program()).returncode == 0
    assert plugin.run(*plugin.maker("--with-models")).returncode == 0
    assert len(plugin.made()) == 2
    assert [line.split()[-1][-11:] for line in plugin.calls.read_text().splitlines()] == [
        "runtime.txt", "/models.txt",
    ]  # fmt: skip
    assert plugin.run(*plugin.program()).stderr == ""


def test_when_its_python_is_removed_it_is_made_again(plugin: Plugin) -> None:
    assert plugin.run(*plugin.program()).returncode == 0
    (environment,) = plugin.made()
    (environment / "bin" / "python").unlink()
    (environment / "bin" / "python").symlink_to("/nowhere/python3.11")
    assert plugin.state()[0] == "missing"
    assert plugin.run(*plugin.program()).returncode == 0
    assert plugin.made() == [environment]


def test_wrong_use(plugin: Plugin) -> None:
    done = plugin.run(*plugin.maker("--mak"))
    assert done.returncode == 2 and "usage" in done.stderr and not plugin.environments.exists()
