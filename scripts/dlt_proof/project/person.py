"""Telling a person at a shell, an agent's tool and a hook of the plugin from each other.

Approvals, signatures and overrides count only from a person, a sub-agent's answer only from the
hook. This sees the variables that Claude Code sets for what it runs (measured with 2.1.330); it
stops shortcuts, not an attacker with the same account.
"""

import os

from ..records.errors import RefusedError

_SET_BY_AGENTS = ("CLAUDECODE",)
_SET_FOR_HOOKS = ("CLAUDECODE", "CLAUDE_PLUGIN_ROOT", "CLAUDE_PROJECT_DIR")
#: Set for the commands of an agent's tools, and for no hook.
_SET_FOR_TOOLS = ("CLAUDE_CODE_EXECPATH",)


def require_person(act: str) -> None:
    """Refuse an act that only a person may do when an agent's tool runs the command.

    Args:
        act: what is being asked for, "an approval".

    Raises:
        RefusedError: the command was started by an agent.
    """
    if any(os.environ.get(variable) for variable in _SET_BY_AGENTS):
        raise RefusedError(
            f"{act} counts only from a person, and this command was started by an agent",
            remedy="run it in a shell of your own",
        )


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
