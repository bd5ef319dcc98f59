"""Looks for a message batch whose id we never got among those that the API lists.

Whose it is can be seen by its results alone: their custom ids begin with the batch's token. Not
here: what is done with what was found (`message_batches`).
"""

import contextlib
import time
from typing import NamedTuple

from . import batch_calls
from .anthropic_api import AnthropicApi
from .budget import Ledger
from .failures import Failure

#: Statuses that say that something is there no more.
GONE = frozenset({404, 410})
#: Seconds after an intention after which all attempts to create the batch are long over.
LONG_OVER = 7_200.0
#: How far our clock and the API's may be apart.
_CLOCK_MARGIN = 86_400.0


class Found(NamedTuple):
    """What the list says of a batch.

    Args:
        batch_id: its id, "" where it was not found.
        undecided: whether it may be one that has not ended yet.
        untellable: the id of one that it may be, whose results nobody can fetch any more.
    """

    batch_id: str = ""
    undecided: bool = False
    untellable: str = ""


async def search(
    api: AnthropicApi,
    ledger: Ledger,
    *,
    token: str,
    total: int,
    intended: float,
    others: set[str],
) -> Found:
    """Look for it once.

    Args:
        api, ledger: whom to ask, within what.
        token: of the batch.
        total: how many questions it has.
        intended: when, in seconds since 1970.
        others: ids of batches that it is not; those that are found to be none of ours are added.

    Raises:
        CallFailedError: the list could not be read, or results that may be read later.
    """
    undecided, untellable = False, ""
    for seen in await batch_calls.listed(api, ledger, intended - _CLOCK_MARGIN):
        if seen.total != total or seen.batch_id in others:
            continue
        if not seen.ended:
            undecided = True
            continue
        late = time.time() >= intended + LONG_OVER
        ours = await _is_ours(api, ledger, seen.batch_id, token, late)
        if ours:
            return Found(seen.batch_id)
        if ours is None:
            untellable = seen.batch_id
        else:
            others.add(seen.batch_id)
    return Found(undecided=undecided, untellable=untellable)


async def _is_ours(
    api: AnthropicApi, ledger: Ledger, batch_id: str, token: str, late: bool
) -> bool | None:
    """Whether an ended batch is the one with the token; None where nobody can tell any more."""
    lines = batch_calls.results(api, ledger, batch_id)
    try:
        async with contextlib.aclosing(lines):
            async for line in lines:
                if line is not None:
                    return str(line.get("custom_id")).startswith(f"{token}-")
    except batch_calls.CallFailedError as error:
        if error.failure.status not in GONE:
            raise
        return None
    if late:
        return None
    raise batch_calls.CallFailedError(
        Failure(again=True, charged=True), f"the results of {batch_id} cannot be read"
    )
