"""The ledger: nothing passes a limit, also with many requests under way."""

import asyncio
import math
import random

import pytest

from dlt_proof.models.bounds import Bound, bound_of, worth_beginning
from dlt_proof.models.budget import Ledger, LimitReachedError, Limits, Spent
from dlt_proof.models.prices import price_of
from dlt_proof.models.questions import Usage
from dlt_proof.records.errors import InputError
from tests.models.asking_support import question

HUNDRED = Bound(100, 0.1)


def used(tokens: int, usd: float = 0.0) -> Usage:
    return Usage(output_tokens=tokens, usd=usd)


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        (Limits(calls=2), "calls"),
        (Limits(tokens=299), "tokens"),
        (Limits(usd=0.25), "usd"),
    ],
)
def test_the_third_request_would_pass_the_limit(limits: Limits, limit: str) -> None:
    ledger = Ledger(limits)
    ledger.take(HUNDRED)
    ledger.take(HUNDRED)
    assert ledger.refusal(HUNDRED) != ""
    with pytest.raises(LimitReachedError) as caught:
        ledger.take(HUNDRED)
    assert caught.value.limit == limit
    assert "\n" not in str(caught.value)
    assert (ledger.spent.calls, ledger.spent.tokens) == (2, 200)


def test_a_limit_may_be_reached_exactly() -> None:
    ledger = Ledger(Limits(calls=2, tokens=200, usd=0.2))
    ledger.take(HUNDRED)
    ledger.take(HUNDRED)
    assert ledger.spent.usd == pytest.approx(0.2)


def test_time_is_over_at_the_deadline() -> None:
    now = [0.0]
    ledger = Ledger(Limits(seconds=10), clock=lambda: now[0])
    ledger.take(HUNDRED)
    assert ledger.seconds_left == 10
    now[0] = 10.0
    with pytest.raises(LimitReachedError, match="10 s"):
        ledger.take(HUNDRED)


def test_with_too_little_time_left_nothing_is_begun() -> None:
    now = [0.0]
    ledger = Ledger(Limits(seconds=10), clock=lambda: now[0])
    asyncio.run(ledger.reserve(HUNDRED, seconds=10)).keep()
    now[0] = 1.0
    with pytest.raises(LimitReachedError, match=r"9\.0 are left") as caught:
        asyncio.run(ledger.reserve(HUNDRED, seconds=9.5))
    assert caught.value.limit == "seconds" and ledger.spent.calls == 1
    asyncio.run(ledger.reserve(HUNDRED, seconds=9)).keep()
    assert worth_beginning(20.0) == 5.0 and worth_beginning(600.0) == 10.0


def test_what_nobody_told_and_what_is_of_earlier_runs_is_told_apart() -> None:
    ledger = Ledger(Limits())
    ledger.take(HUNDRED).settle(used(10, 0.01))
    assert ledger.spent == Spent(1, 10, 0.01)
    ledger.take(HUNDRED).keep()
    ledger.take(Bound(300, 0.3, 3)).settle(used(20, 0.02), Bound(100, 0.1, 1))
    ledger.record(used(5, 0.005), Bound(50, 0.05, 1))
    waits = ledger.take(HUNDRED)
    said = ledger.spent
    assert (said.calls, said.tokens, said.reserved_tokens) == (6, 385, 350)
    assert said.usd == pytest.approx(0.385) and said.reserved_usd == pytest.approx(0.35)
    assert (said.earlier_tokens, said.earlier_usd) == (55, pytest.approx(0.055))
    waits.give_back()
    assert ledger.spent.reserved_tokens == 250 and ledger.overruns == []


def test_what_becomes_of_a_reservation() -> None:
    ledger = Ledger(Limits())
    ledger.take(HUNDRED).settle(used(30, 0.02))
    assert (ledger.spent.calls, ledger.spent.tokens, ledger.spent.usd) == (1, 30, 0.02)
    ledger.take(HUNDRED).give_back()
    assert (ledger.spent.calls, ledger.spent.tokens, ledger.spent.usd) == (2, 30, 0.02)
    kept = ledger.take(HUNDRED)
    kept.keep()
    assert (ledger.spent.calls, ledger.spent.tokens) == (3, 130)
    assert ledger.spent.usd == pytest.approx(0.12)
    assert ledger.overruns == []
    with pytest.raises(ValueError, match="once"):
        kept.give_back()


def test_more_than_was_reserved_is_counted_and_said() -> None:
    ledger = Ledger(Limits(tokens=1000))
    ledger.take(HUNDRED).settle(used(150, 0.3))
    assert ledger.spent.tokens == 150
    (said,) = ledger.overruns
    assert "150 tokens instead of at most 100" in said and "$0.3" in said


def test_money_that_is_limited_needs_a_price() -> None:
    with pytest.raises(LimitReachedError, match="price is not known"):
        Ledger(Limits(usd=100)).take(Bound(1, None))
    Ledger(Limits(tokens=1)).take(Bound(1, None))


@pytest.mark.parametrize("bad", [-1, math.nan])
def test_a_limit_that_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="limit must be a number"):
        Limits(usd=bad)
    with pytest.raises(InputError, match="limit must be a number"):
        Limits(seconds=bad)


def test_a_request_waits_for_what_others_may_give_back() -> None:
    async def run() -> None:
        ledger = Ledger(Limits(tokens=150))
        first = await ledger.reserve(HUNDRED)
        second = asyncio.create_task(ledger.reserve(HUNDRED))
        await asyncio.sleep(0)
        assert not second.done()
        first.settle(used(20))
        (await second).settle(used(90))
        with pytest.raises(LimitReachedError, match="tokens"):
            await ledger.reserve(HUNDRED)

    asyncio.run(asyncio.wait_for(run(), 10))


def test_a_request_that_can_never_be_made_does_not_wait() -> None:
    async def run() -> None:
        ledger = Ledger(Limits(tokens=150, calls=5))
        await ledger.reserve(HUNDRED)
        with pytest.raises(LimitReachedError, match="tokens"):
            await ledger.reserve(Bound(151, 0.0))
        calls = Ledger(Limits(calls=1))
        await calls.reserve(HUNDRED)
        with pytest.raises(LimitReachedError, match="calls"):
            await calls.reserve(HUNDRED)

    asyncio.run(asyncio.wait_for(run(), 10))


def test_waiting_ends_with_the_time() -> None:
    async def run() -> None:
        ledger = Ledger(Limits(tokens=150, seconds=0.05))
        await ledger.reserve(HUNDRED)
        with pytest.raises(LimitReachedError, match="s is over"):
            await ledger.reserve(HUNDRED)

    asyncio.run(asyncio.wait_for(run(), 10))


@pytest.mark.parametrize("seed", range(20))
def test_no_order_of_events_passes_a_limit(seed: int) -> None:
    chance = random.Random(seed)
    limits = Limits(calls=60, tokens=2500, usd=2.0)

    async def worker(ledger: Ledger) -> None:
        while True:
            bound = Bound(chance.randint(1, 200), chance.random() / 5)
            try:
                reservation = await ledger.reserve(bound)
            except LimitReachedError:
                return
            within(ledger)
            await asyncio.sleep(chance.random() / 1000)
            end = chance.choice(["settle", "give_back", "keep"])
            if end == "settle":
                share = chance.random()
                reservation.settle(used(int(share * bound.tokens), share * (bound.usd or 0.0)))
            else:
                getattr(reservation, end)()
            within(ledger)

    def within(ledger: Ledger) -> None:
        spent = ledger.spent
        assert spent.calls <= 60 and spent.tokens <= 2500 and spent.usd <= 2.0

    async def run() -> None:
        ledger = Ledger(limits)
        await asyncio.gather(*(worker(ledger) for _ in range(8)))
        assert ledger.spent.calls > 5

    asyncio.run(asyncio.wait_for(run(), 30))


def test_the_bound_counts_bytes_and_the_schema() -> None:
    price = price_of("claude-opus-5-5")
    plain = bound_of(question(1, text="x" * 1000), price)
    umlauts = bound_of(question(1, text="ü" * 1000), price)
    assert umlauts.tokens - plain.tokens == 1000
    schema = bound_of(question(1, text="x" * 1000, answer_schema={"a": "x" * 5000}), price)
    assert schema.tokens > plain.tokens + 4000
    batch = bound_of(question(1, text="x" * 1000), price, batch=True)
    assert plain.usd is not None and batch.usd == pytest.approx(plain.usd / 2)
    assert bound_of(question(1), None).usd is None
