"""What a failed request means: whether to try again, when, and whether it may be charged.

Not here: the trying again (`anthropic_api`, `message_batches`).
"""

import datetime
import email.utils
import math
from collections.abc import Mapping
from typing import NamedTuple

#: Statuses after which the same request may work.
_AGAIN = frozenset({408, 409, 429})
#: Statuses of a gateway that gave up waiting for somebody who may be answering still.
_MAYBE_CHARGED = frozenset({504, 524})
#: How often a question is sent, at most, whose answer took longer than we let it.
SLOW_ATTEMPTS = 2
#: What the SDK's HTTP client raises where no request went out. By name: which package that client
#: comes from depends on the SDK's version.
_NEVER_CONNECTED = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})
_NO_ADDRESS = frozenset({"UnsupportedProtocol", "InvalidURL"})


class CutShortError(Exception):
    """What came of an answer ended before the answer did."""


class Failure(NamedTuple):
    """What a failed request means.

    Args:
        again: whether to try again.
        charged: whether it may be charged without our knowing.
        retry_after: seconds that the other side asks to wait, None where it does not.
        status: of HTTP, None where there was no response.
        unsent: whether the request certainly never reached the other side.
        timed_out: whether it was ended since it took longer than we let it: the next attempt is
            likely to take as long, and to be charged as well.
    """

    again: bool
    charged: bool
    retry_after: float | None = None
    status: int | None = None
    unsent: bool = False
    timed_out: bool = False

    @property
    def may_have_worked(self) -> bool:
        """Whether the other side may have done what it was asked, though it did not say so."""
        refused = self.status is not None and 400 <= self.status < 500
        return not (self.unsent or refused)


def judge(error: BaseException) -> Failure:
    """What an exception of the SDK, or of the time running out, means."""
    import anthropic

    if isinstance(error, anthropic.APIStatusError):
        status = error.status_code
        if status < 400:
            # An error told in the midst of a stream: the answer had begun.
            return Failure(again=True, charged=True, status=status)
        again = status in _AGAIN or status >= 500
        wait = retry_after(error.response.headers)
        return Failure(again, status in _MAYBE_CHARGED, wait, status)
    seen: BaseException | None = error
    while seen is not None:
        kinds = {kind.__name__ for kind in type(seen).__mro__}
        if kinds & _NEVER_CONNECTED:
            return Failure(again=True, charged=False, unsent=True)
        if kinds & _NO_ADDRESS:
            return Failure(again=False, charged=False, unsent=True)
        seen = seen.__cause__
    timed_out = isinstance(error, TimeoutError | anthropic.APITimeoutError)
    return Failure(again=True, charged=True, timed_out=timed_out)


def may_be_charged(why: str, charged: bool) -> str:
    """Why nothing came back, and whether that may cost something all the same."""
    return f"{why}; it may have been charged" if charged else why


def said(error: BaseException) -> str:
    """What an exception says, on any number of lines."""
    import anthropic

    if isinstance(error, anthropic.APIStatusError):
        body = error.body
        inner = body.get("error") if isinstance(body, Mapping) else None
        message = inner.get("message") if isinstance(inner, Mapping) else None
        told = f": {message}" if message else ""
        return f"HTTP {error.status_code}{told}"
    if isinstance(error, TimeoutError | anthropic.APITimeoutError):
        return "no answer in time"
    cause = error.__cause__
    more = f": {cause}" if isinstance(error, anthropic.APIConnectionError) and cause else ""
    return f"{str(error) or type(error).__name__}{more}"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a response asks to wait: in milliseconds, in seconds, or as a date."""
    for name, factor in (("retry-after-ms", 1e-3), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * factor
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(seconds, 0.0)
    try:
        date = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.UTC)
    return max((date - datetime.datetime.now(datetime.UTC)).total_seconds(), 0.0)
