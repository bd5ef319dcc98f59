"""Telling a person at a shell from an agent's tool.

Approvals, signatures and overrides count only from a person. This sees the variable that Claude
Code sets for the commands it runs; it stops shortcuts, not an attacker with the same account.
"""

import os

from ..records.errors import RefusedError

_SET_BY_AGENTS = ("CLAUDECODE",)


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
