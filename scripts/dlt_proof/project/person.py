"""Telling a person at a shell, an agent's tool and a hook of the plugin from each other.

Approvals, signatures and overrides count only from a person, a sub-agent's answer only from the
hook. This sees the variables that Claude Code sets for what it runs (measured with 2.1.330), its
own and those of the processes above, as far as the system shows them: Linux all of it, macOS only
the programs' names. It stops shortcuts, not an attacker with the same account.
Not here: what a person may ask for in a session's prompt (`hooks.prompt`).
"""

from __future__ import annotations

import contextlib
import os

from ..records.errors import RefusedError
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SET_BY_AGENTS = ("CLAUDECODE", "AI_AGENT")
_SET_FOR_HOOKS = ("CLAUDECODE", "CLAUDE_PLUGIN_ROOT", "CLAUDE_PROJECT_DIR")
#: Set for the commands of an agent's tools, and for no hook.
_SET_FOR_TOOLS = ("CLAUDE_CODE_EXECPATH",)
#: Set for a hook of a plugin, and for what it starts.
_SET_FOR_OUR_HOOKS = "CLAUDE_PLUGIN_ROOT"
#: What the agent's program calls itself, however it was installed.
_AGENT_PROGRAM = "claude"
#: A script is called as its file is; it is no agent, and may start one for a person.
_SHELLS = ("sh", "bash", "dash", "zsh", "fish", "ksh", "busybox")
_MOST_ANCESTORS = 100

_asked_by_person = False


class Ancestor(Record):
    """A process above this one.

    Args:
        name: what it calls itself.
        program: the name of the file that it runs, "" where nobody can tell.
        variables: the environment it was started with, None where nobody can tell.
    """

    name: str
    program: str
    variables: Mapping[str, str] | None

    @property
    def is_agent(self) -> bool:
        """Whether it is the agent's program."""
        return _AGENT_PROGRAM in (self.name, self.program) and self.program not in _SHELLS


def require_person(act: str) -> None:
    """Refuse an act that only a person may do when an agent's tool runs the command.

    Args:
        act: what is being asked for, "an approval".

    Raises:
        RefusedError: the command was started by an agent.
    """
    if _asked_by_person:
        return
    sign = sign_of_agent(os.environ, ancestors())
    if sign:
        raise RefusedError(
            f"{act} counts only from a person, and this command was started by an agent ({sign})",
            remedy="run it in a shell of your own, or type it as your whole message in the session",
        )


@contextlib.contextmanager
def asked_by_person() -> Iterator[None]:
    """Let this process do what only a person may, since a person asked for it in a prompt.

    The hook that read the prompt calls this; no variable or option does the same.
    """
    global _asked_by_person
    before, _asked_by_person = _asked_by_person, True
    try:
        yield
    finally:
        _asked_by_person = before


def sign_of_agent(variables: Mapping[str, str], above: Sequence[Ancestor]) -> str:
    """What shows that an agent started something, "" where nothing does.

    Args:
        variables: its environment.
        above: the processes above it, the nearest first.
    """
    for variable in _SET_BY_AGENTS:
        if variables.get(variable):
            return f"{variable} is set"
    for ancestor in above:
        if ancestor.is_agent:
            return f"it runs below {ancestor.name}"
        for variable in _SET_BY_AGENTS:
            if (ancestor.variables or {}).get(variable):
                return f"{variable} is set for {ancestor.name}, below which it runs"
    return ""


def sign_of_agents_session(above: Sequence[Ancestor]) -> str:
    """What shows that an agent started the session whose hook this process is, "" where nothing
    does: then its prompt may be a person's.

    Args:
        above: the processes above this one, the nearest first.
    """
    for place, ancestor in enumerate(above):
        variables = ancestor.variables
        # The hook's own shells come first. Where no variables are shown, the name has to tell.
        of_hook = not variables or _SET_FOR_OUR_HOOKS in variables
        if ancestor.is_agent or not of_hook:
            return sign_of_agent(variables or {}, above[place + 1 :])
    return ""


def ancestors() -> list[Ancestor]:
    """The processes above this one, the nearest first; none where the system tells nothing."""
    found: list[Ancestor] = []
    table = None if os.path.isdir("/proc/self") else _process_table()
    number = os.getppid()
    while number > 0 and len(found) < _MOST_ANCESTORS:
        told = _from_proc(number) if table is None else table.get(number)
        if told is None:
            break
        ancestor, number = told
        found.append(ancestor)
    return found


def _from_proc(number: int) -> tuple[Ancestor, int] | None:
    """A process and the number of its parent, as Linux tells."""
    try:
        with open(f"/proc/{number}/stat", "rb") as stream:
            told = stream.read().decode("utf-8", "replace")
    except OSError:
        return None
    name = told[told.find("(") + 1 : told.rfind(")")]
    parent = int(told[told.rfind(")") + 1 :].split()[1])
    program, variables = "", None
    with contextlib.suppress(OSError):
        program = os.path.basename(os.readlink(f"/proc/{number}/exe"))
    with contextlib.suppress(OSError), open(f"/proc/{number}/environ", "rb") as stream:
        entries = stream.read().decode("utf-8", "replace").split("\0")
        variables = {k: v for k, _, v in (entry.partition("=") for entry in entries if entry)}
    return Ancestor(name, program, variables), parent


def _process_table() -> dict[int, tuple[Ancestor, int]]:
    """All processes by their numbers, as `ps` tells them; empty where there is no `ps`."""
    import subprocess

    try:
        done = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,comm="],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return {}
    table = {}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        words = line.split(None, 2)
        if len(words) == 3 and words[0].isdecimal() and words[1].isdecimal():
            name = os.path.basename(words[2].strip())
            table[int(words[0])] = (Ancestor(name, name, None), int(words[1]))
    return table


def require_hook(act: str) -> None:
    """Refuse an act that only a hook may do when anything else runs the command.

    Args:
        act: what is being asked for, "a sub-agent's answer".

    Raises:
        RefusedError: a hook of a plugin was not what started the command.
    """
    of_hook = all(os.environ.get(variable) for variable in _SET_FOR_HOOKS)
    # The hook that runs this very program is that of the plugin it came with.
    plugin = os.path.realpath(os.environ.get("CLAUDE_PLUGIN_ROOT", ""))
    ours = os.path.realpath(__file__).startswith(os.path.join(plugin, "scripts", ""))
    if not (of_hook and ours) or any(os.environ.get(variable) for variable in _SET_FOR_TOOLS):
        raise RefusedError(
            f"{act} counts only from the plugin's hook, and no hook started this command",
            remedy="`dlt-proof trace record` files what somebody reports",
        )


def claude_folder() -> str:
    """The folder in which Claude Code keeps its transcripts."""
    configured = os.environ.get("CLAUDE_CONFIG_DIR")
    return os.path.realpath(configured or os.path.join(os.path.expanduser("~"), ".claude"))
