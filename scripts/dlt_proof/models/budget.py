"""Limits on calls, tokens, money and time, kept before a request goes out.

Before each request the most that it can take is reserved; where that would pass a limit, the
request is not made. Afterwards the reservation is settled with what was really used. Not here:
what a request can take (`bounds`), what tokens cost (`prices`), and the requests.
"""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..records.errors import InputError
from .bounds import NOTHING, Bound
from .questions import Usage

Limit = Literal["calls", "tokens", "usd", "seconds"]


@dataclass(frozen=True)
class Limits:
    """What may be used at most; None is without a limit.

    Args:
        calls: requests sent to a model, each retry and each request in a message batch included.
        tokens: of input and output together.
        usd: US dollars.
        seconds: of wall time, from the making of the ledger.
    """

    calls: int | None = None
    tokens: int | None = None
    usd: float | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            # What is not a number is above nothing: such a limit would let everything through.
            if value is not None and not value >= 0:
                raise InputError(f"a limit must be a number of at least 0: {name} = {value}")


@dataclass(frozen=True)
class Spent:
    """What was used or is reserved.

    Args:
        calls: requests sent, batches of earlier runs not counted.
        tokens, usd: all together.
        reserved_tokens, reserved_usd: of these, what nobody told: the most that requests can take
            that are under way, wait in a message batch, were cut off, or came back without it.
        earlier_tokens, earlier_usd: of these, what message batches of earlier runs took.
    """

    calls: int = 0
    tokens: int = 0
    usd: float = 0.0
    reserved_tokens: int = 0
    reserved_usd: float = 0.0
    earlier_tokens: int = 0
    earlier_usd: float = 0.0


class LimitReachedError(Exception):
    """A request was not made, since it would have passed a limit.

    Args:
        limit: which.
        message: for a person, in one line.
    """

    def __init__(self, limit: Limit, message: str) -> None:
        super().__init__(message)
        self.limit = limit


class Ledger:
    """What was used, what is reserved, and what may still be asked.

    One ledger serves one command, whatever it asks and whomever. It is not shared by threads.

    Args:
        limits: what may be used.
        clock: seconds, for the limit on time.
    """

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._deadline = math.inf if limits.seconds is None else clock() + limits.seconds
        self._calls = 0
        self._tokens = 0
        self._usd = 0.0
        #: Of the three above, what nobody told, and what is of earlier runs.
        self._untold = NOTHING
        self._earlier = NOTHING
        self._open: set[Reservation] = set()
        self._waiting: list[asyncio.Future[None]] = []
        #: Where more was used than had been reserved; one line each.
        self.overruns: list[str] = []

    @property
    def spent(self) -> Spent:
        """What was used, with what is reserved for requests under way."""
        tokens = sum(each.bound.tokens for each in self._open)
        usd = sum(each.bound.usd or 0.0 for each in self._open)
        return Spent(
            calls=self._calls,
            tokens=self._tokens + tokens,
            usd=self._usd + usd,
            reserved_tokens=self._untold.tokens + tokens,
            reserved_usd=(self._untold.usd or 0.0) + usd,
            earlier_tokens=self._earlier.tokens,
            earlier_usd=self._earlier.usd or 0.0,
        )

    @property
    def seconds_left(self) -> float:
        """Until the limit on time, `inf` where there is none; negative when it is over."""
        return self._deadline - self._clock()

    def refusal(self, bound: Bound) -> str:
        """Why a request cannot be made now, "" where it can."""
        return str(self._refusal(bound, self.spent) or "")

    def take(self, bound: Bound, *, seconds: float = 0.0) -> "Reservation":
        """Reserve for one request that is about to be made.

        Args:
            bound: the most that it can take.
            seconds: with fewer left until the limit on time it is not worth beginning.

        Raises:
            LimitReachedError: it would pass a limit.
        """
        if refusal := self._refusal(bound, self.spent, seconds):
            raise refusal
        reservation = Reservation(self, bound)
        self._calls += bound.calls
        self._open.add(reservation)
        return reservation

    async def reserve(self, bound: Bound, *, seconds: float = 0.0) -> "Reservation":
        """As `take`, but wait as long as requests under way may still give enough back.

        Raises:
            LimitReachedError: it would pass a limit.
        """
        while True:
            least = Spent(self._calls, self._tokens, self._usd)
            if not self._open or self._refusal(bound, least, seconds):
                return self.take(bound, seconds=seconds)
            try:
                return self.take(bound, seconds=seconds)
            except LimitReachedError:
                await self._change()

    def record(self, usage: Usage, untold: Bound = NOTHING) -> None:
        """Count what requests of an earlier run took, for which this ledger did not reserve.

        Args:
            usage: what we were told.
            untold: the most that those may have taken of which nobody told us.
        """
        tokens, usd = usage.tokens + untold.tokens, usage.usd + (untold.usd or 0.0)
        self._earlier = self._earlier.plus(Bound(tokens, usd, 0))
        self._count(tokens, usd, untold)

    def _count(self, tokens: int, usd: float, untold: Bound) -> None:
        self._tokens += tokens
        self._usd += usd
        self._untold = self._untold.plus(Bound(untold.tokens, untold.usd or 0.0, 0))

    async def _change(self) -> None:
        """Wait until a reservation ends, or the time is over."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        left = self.seconds_left
        try:
            await asyncio.wait_for(future, None if left == math.inf else max(left, 0.0))
        except TimeoutError:
            return
        finally:
            self._waiting.remove(future)

    def _refusal(
        self, bound: Bound, spent: Spent, seconds: float = 0.0
    ) -> LimitReachedError | None:
        limits, time_left = self.limits, self.seconds_left
        if time_left <= 0:
            return LimitReachedError("seconds", f"the limit of {limits.seconds:g} s is over")
        if time_left < seconds:
            return LimitReachedError(
                "seconds",
                f"of the limit of {limits.seconds:g} s only {time_left:.1f} are left, "
                f"and an answer would be cut off that takes longer",
            )
        if limits.calls is not None and spent.calls + bound.calls > limits.calls:
            return LimitReachedError("calls", f"the limit of {limits.calls} calls is reached")
        if limits.tokens is not None and spent.tokens + bound.tokens > limits.tokens:
            left = limits.tokens - spent.tokens
            return LimitReachedError(
                "tokens",
                f"the limit of {limits.tokens} tokens would be passed "
                f"({left} left, at most {bound.tokens} needed)",
            )
        if limits.usd is None:
            return None
        if bound.usd is None:
            return LimitReachedError("usd", "money is limited and the price is not known")
        if spent.usd + bound.usd > limits.usd:
            return LimitReachedError(
                "usd",
                f"the limit of ${limits.usd:g} would be passed "
                f"(${limits.usd - spent.usd:.4f} left, at most ${bound.usd:.4f} needed)",
            )
        return None

    def _close(
        self, reservation: "Reservation", tokens: int, usd: float, untold: Bound = NOTHING
    ) -> None:
        if reservation not in self._open:
            raise ValueError("a reservation is settled once")
        self._open.discard(reservation)
        self._count(tokens, usd, untold)
        for future in self._waiting:
            if not future.done():
                future.set_result(None)


class Reservation:
    """What is held back for one request; it ends with exactly one of the three below."""

    def __init__(self, ledger: Ledger, bound: Bound) -> None:
        self.bound = bound
        self._ledger = ledger

    def settle(self, usage: Usage, untold: Bound = NOTHING) -> None:
        """The request was answered and took this.

        Args:
            usage: what we were told.
            untold: of several requests, the most that those can have taken of which we were not.
        """
        bound, more = self.bound, []
        if usage.tokens > bound.tokens:
            more.append(f"{usage.tokens} tokens instead of at most {bound.tokens}")
        if bound.usd is not None and usage.usd > bound.usd:
            more.append(f"${usage.usd:.6f} instead of at most ${bound.usd:.6f}")
        if more:
            self._ledger.overruns.append("a request took " + " and ".join(more))
        tokens, usd = usage.tokens + untold.tokens, usage.usd + (untold.usd or 0.0)
        self._ledger._close(self, tokens, usd, untold)

    def give_back(self, *, calls: int = 0) -> None:
        """The request was turned down and is not charged.

        The call was made all the same; `calls` is how many of several were not, where a message
        batch of many requests was turned down by one.
        """
        self._ledger._close(self, 0, 0.0)
        self._ledger._calls -= calls

    def keep(self) -> None:
        """The request may be charged and nobody told us how much: count all that was reserved."""
        self._ledger._close(self, self.bound.tokens, self.bound.usd or 0.0, self.bound)
