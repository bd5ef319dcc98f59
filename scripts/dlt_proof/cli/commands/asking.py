"""What the commands share that ask models, or hand questions to sub-agents.

Not here: what is asked (`verifiers`, `panel`).
"""

from __future__ import annotations

from ...records.errors import InputError
from ..output import print_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from ...models.budget import Limits
    from ...project.configuration import VerifyConfiguration


def refuse_model_options(options: argparse.Namespace, names: Sequence[str]) -> None:
    """Refuse options that would have no effect, since no model is asked.

    Raises:
        InputError: one of them is given.
    """
    given = [name for name in names if getattr(options, name)]
    if given:
        raise InputError(
            f"--{given[0].replace('_', '-')} is about models, and the backend is {options.backend}",
            remedy="add --backend anthropic or --backend claude",
        )


def limits_of(options: argparse.Namespace, configuration: VerifyConfiguration) -> Limits:
    """What may be used: as the options say, else the configuration."""
    from ...models.budget import Limits

    return Limits(
        calls=options.max_calls or configuration.max_calls,
        tokens=options.max_tokens or configuration.max_tokens,
        usd=options.budget_usd or configuration.budget_usd,
        seconds=options.max_seconds or configuration.max_seconds,
    )


def print_question(
    identifier: str, prompt: str, file: Path, *, with_text: bool, **more: str
) -> None:
    """Print a question for a sub-agent, one JSON object on a line.

    Args:
        identifier: of the question.
        prompt: what to say to the sub-agent.
        file: with the text of the question.
        with_text: whether that text is printed, too.
        more: what else the line holds.
    """
    record = {"question": identifier, **more, "prompt": prompt, "file": str(file)}
    if with_text:
        record["text"] = file.read_text(encoding="utf-8")
    print_json(record, indent=None)
