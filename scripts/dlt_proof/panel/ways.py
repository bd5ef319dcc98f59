"""Asking a panel over the API; through Claude Code it is asked as verifiers are.

`verify.ways.ask_anthropic` is not taken: it keeps a journal of the verifiers' message batches, and
would take their answers for a panel's. Not here: what is asked (`running`).
"""

from collections.abc import Callable, Sequence

from ..models.asking import Asked, Progress, ask_questions, no_progress
from ..models.budget import Ledger, Limits
from ..models.questions import Answer, Question
from ..project.configuration import VerifyConfiguration
from ..verify.ways import ask_claude_code, price_for
from .results import Asking

__all__ = ["ask_anthropic", "ask_claude_code"]


def ask_anthropic(
    models: Sequence[str],
    configuration: VerifyConfiguration,
    limits: Limits,
    concurrency: int,
    progress: Progress = no_progress,
    ledger: Ledger | None = None,
) -> Asking:
    """Asking the Anthropic API, several questions at once, none in a message batch.

    Args:
        models: that will be asked.
        configuration: prices, and the wall time of a request.
        limits: what may be used, from now on; not looked at where there is a ledger.
        concurrency: how many at once.
        progress: told of each answer.
        ledger: of a command that asks others as well.

    Raises:
        MissingPartError: there is no key, or the package is not installed.
        InputError: money is limited, and the price of a model is not known.
    """
    from ..models.anthropic_api import AnthropicApi

    own = ledger or Ledger(limits)
    ways = {
        model: AnthropicApi(
            model,
            price_for(model, configuration, own.limits),
            attempt_seconds=configuration.call_seconds,
        )
        for model in models
    }

    def ask(model: str, questions: Sequence[Question], take: Callable[[Answer], None]) -> Asked:
        return ask_questions(
            ways[model],
            questions,
            ledger=own,
            concurrency=concurrency,
            on_answer=take,
            progress=progress,
        )

    return ask
