"""The ways by which our own code asks a model, made from the configuration.

Not here: what is asked (`running`), and how a way works (`models`).
"""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from ..models.asking import Asked, Way, ask_questions
from ..models.budget import Ledger, Limits
from ..models.prices import Price, price_of, price_or_none
from ..models.questions import Answer, Question
from ..project import Project
from ..project.configuration import VerifyConfiguration
from .running import Asking
from .submissions import StateJournal

#: Which program Claude Code is. Not a setting of the project: that may be somebody else's, and what
#: it names would be run.
CLAUDE_VARIABLE = "DLT_PROOF_CLAUDE"
Progress = Callable[[int, int, str], None]


def price_for(model: str, configuration: VerifyConfiguration, limits: Limits) -> Price | None:
    """A model's price, which has to be known where money is limited.

    Raises:
        InputError: it is not known, and money is limited.
    """
    find = price_or_none if limits.usd is None else price_of
    return find(model, configuration.prices)


def ask_claude_code(
    models: Sequence[str],
    configuration: VerifyConfiguration,
    limits: Limits,
    concurrency: int,
    progress: Progress,
) -> Asking:
    """Asking through Claude Code, `claude` or what `DLT_PROOF_CLAUDE` names, several at once.

    The limits begin to run with the first question.

    Raises:
        MissingPartError: the program is not there.
        InputError: money is limited, and the price of a model is not known.
    """
    from ..models.claude_code import PROGRAM, ClaudeCode

    ways = {
        model: ClaudeCode(
            model,
            price_for(model, configuration, limits),
            program=os.environ.get(CLAUDE_VARIABLE) or PROGRAM,
            attempt_seconds=configuration.call_seconds,
        )
        for model in models
    }
    return _one_by_one(ways, cache(lambda: Ledger(limits)), concurrency, progress)


def ask_anthropic(
    models: Sequence[str],
    project: Project,
    limits: Limits,
    concurrency: int,
    progress: Progress,
    *,
    batch: bool,
    wait: bool,
) -> Asking:
    """Asking the Anthropic API, one by one or by message batches.

    Questions that an earlier run put into a message batch stay in it, however this run asks: they
    are paid for. The limits begin to run with the first question.

    Raises:
        MissingPartError: there is no key, or the package is not installed.
        InputError: money is limited, and the price of a model is not known.
    """
    from ..models.anthropic_api import AnthropicApi
    from ..models.message_batches import ask_in_batches

    configuration = project.configuration.verify

    apis = {
        model: AnthropicApi(
            model,
            price_for(model, configuration, limits),
            attempt_seconds=configuration.call_seconds,
        )
        for model in models
    }
    ledger = cache(lambda: Ledger(limits))
    one_by_one = _one_by_one(apis, ledger, concurrency, progress)

    def ask(model: str, questions: Sequence[Question], take: Callable[[Answer], None]) -> Asked:
        journal = StateJournal(project, model)
        known = journal.known()
        submitted = {name for one in known for name in one.questions}
        in_batch = [q for q in questions if batch or q.identifier in submitted]
        rest = [q for q in questions if not batch and q.identifier not in submitted]
        if not in_batch and not known:
            return one_by_one(model, rest, take)
        asked = ask_in_batches(
            apis[model],
            in_batch,
            ledger=ledger(),
            journal=journal,
            known=known,
            # Whatever is not asked about now has its answer, or needs none any more.
            answered=submitted - {question.identifier for question in questions},
            on_answer=take,
            wait=batch and wait,
            progress=progress,
        )
        return _joined(asked, one_by_one(model, rest, take)) if rest else asked

    return ask


def _one_by_one(
    ways: Mapping[str, Way], ledger: Callable[[], Ledger], concurrency: int, progress: Progress
) -> Asking:
    def ask(model: str, questions: Sequence[Question], take: Callable[[Answer], None]) -> Asked:
        return ask_questions(
            ways[model],
            questions,
            ledger=ledger(),
            concurrency=concurrency,
            on_answer=take,
            progress=progress,
        )

    return ask


def _joined(first: Asked, second: Asked) -> Asked:
    outcomes = dict(first.outcomes)
    for outcome, count in second.outcomes.items():
        outcomes[outcome] = outcomes.get(outcome, 0) + count
    return Asked(
        outcomes=outcomes,
        unsent={**first.unsent, **second.unsent},
        waiting={**first.waiting, **second.waiting},
        stopped=first.stopped or second.stopped,
        spent=second.spent,
        overruns=second.overruns,
        troubled=(*first.troubled, *second.troubled),
    )
