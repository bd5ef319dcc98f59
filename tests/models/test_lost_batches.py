"""Message batches that are refused, gone, or cannot be read: no question waits for ever, and what
may have been charged is counted. Each with its neighbour that goes on."""

import json
import time
from typing import Any

import pytest

from dlt_proof.models.batch_run import READINGS
from dlt_proof.models.bounds import Bound, bound_of
from dlt_proof.models.budget import Limits
from dlt_proof.models.message_batches import KnownBatch
from dlt_proof.models.prices import price_of
from tests.messages_batches import Batch, Response
from tests.messages_server import BatchPlan, MessagesServer, text_reply
from tests.models.asking_support import GOOD, MODEL, question, questions
from tests.models.batch_support import Journal, error, good, once, run

HTML: Response = (200, "text/html", b"<html>welcome</html>")


def bound(number: int = 0) -> Bound:
    return bound_of(question(number), price_of(MODEL), batch=True)


class Always:
    """A hook that answers otherwise at one stage, as long as `instead` is set."""

    def __init__(self, stage: str, instead: Response | None) -> None:
        self.stage = stage
        self.instead = instead

    def __call__(self, stage: str, _batch: Batch | None) -> Response | None:
        return self.instead if stage == self.stage else None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_batch_that_is_refused_was_not_made_and_its_questions_have_failed(status: int) -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(hook=once("asked", error(status)))) as server:
        answers, done = run(server.url, questions(5), journal)
    assert done.outcomes == {"failed": 5} and done.unsent == {}
    assert all(f"HTTP {status}" in answer.why for answer in answers)
    assert not any("charged" in answer.why for answer in answers)
    assert journal.kinds == ["intended", "closed"] and server.batches.all == []
    assert (done.spent.calls, done.spent.tokens, done.spent.reserved_usd) == (1, 0, 0)


@pytest.mark.parametrize("limits", [Limits(seconds=30), Limits(seconds=30, calls=6)])
def test_a_batch_that_is_refused_again_and_again_has_failed(limits: Limits) -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(hook=Always("asked", error(429)))) as server:
        answers, done = run(server.url, questions(5), journal, limits=limits)
    assert done.outcomes == {"failed": 5} and journal.batches == {}
    assert "HTTP 429" in answers[0].why and done.spent.tokens == 0


def test_a_batch_that_may_have_been_made_is_not_made_anew_for_ever() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(hook=Always("asked", error(529)))) as server:
        answers, done = run(server.url, questions(5), journal)
        sent = [each for each in server.requests if each.method == "POST"]
    assert done.outcomes == {"failed": 5} and journal.batches == {} and len(sent) == 4
    assert "no message batch was made" in answers[0].why and done.spent.tokens == 0


@pytest.mark.parametrize("stage", ["polled", "fetched"])
@pytest.mark.parametrize("status", [404, 410])
def test_a_batch_that_is_gone_is_closed_and_may_have_been_charged(stage: str, status: int) -> None:
    journal = Journal()
    hook = Always(stage, None)
    with MessagesServer(good, BatchPlan(polls=2, hook=hook)) as server:
        run(server.url, questions(5), journal, wait=False)
        _, done = run(server.url, questions(5), journal, wait=False)
        assert len(done.waiting) == 5 and done.troubled == () and journal.batches
        hook.instead = error(status)
        answers, done = run(server.url, questions(5), journal, wait=False)
        assert done.outcomes == {"failed": 5} and done.waiting == {}
        assert journal.batches == {} and len(server.batches.all) == 1
        assert all("may have been charged" in answer.why for answer in answers)
        assert all(f"HTTP {status}" in answer.why for answer in answers)
        assert done.spent.tokens == sum(bound(number).tokens for number in range(5))
        assert done.spent.earlier_usd == done.spent.reserved_usd == pytest.approx(done.spent.usd)
        hook.instead = None
        answers, done = run(server.url, questions(5), journal)
        assert done.outcomes == {"answered": 5} and len(server.batches.all) == 2


def test_a_batch_made_just_now_that_is_not_known_yet_is_looked_at_again() -> None:
    with MessagesServer(good, BatchPlan(hook=once("polled", error(404)))) as server:
        _, done = run(server.url, questions(5), Journal())
    assert done.outcomes == {"answered": 5} and len(server.batches.all) == 1


def test_a_batch_made_just_now_that_stays_unknown_is_given_up_with_its_reservation() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(hook=Always("polled", error(404)))) as server:
        _, done = run(server.url, questions(3), journal)
    assert done.outcomes == {"failed": 3} and journal.batches == {}
    assert done.spent.reserved_usd == pytest.approx(sum(bound(n).usd or 0 for n in range(3)))
    assert done.spent.usd == pytest.approx(done.spent.reserved_usd) and done.spent.earlier_usd == 0


def test_results_that_are_gone_when_a_batch_has_ended_are_asked_for_once() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(hook=Always("fetched", error(404)))) as server:
        _, done = run(server.url, questions(3), journal)
        fetches = [each for each in server.requests if "/results" in each.path]
    assert done.outcomes == {"failed": 3} and journal.batches == {} and len(fetches) == 1


def test_a_batch_that_the_api_does_not_know_has_failed_and_others_go_on() -> None:
    journal = Journal()
    names = tuple(each.identifier for each in questions(3))
    journal.batches["t"] = KnownBatch("t", names, time.time(), "msgbatch_9999")
    with MessagesServer(good) as server:
        answers, done = run(server.url, questions(5), journal)
    assert done.outcomes == {"failed": 3, "answered": 2} and journal.batches == {}
    assert all("HTTP 404" in answer.why for answer in answers if answer.outcome == "failed")


@pytest.mark.parametrize("status", [401, 403])
def test_a_batch_that_we_may_not_see_waits_and_is_told_apart(status: int) -> None:
    """With the right key it is there again."""
    journal = Journal()
    hook = Always("polled", error(status))
    with MessagesServer(good, BatchPlan(hook=hook)) as server:
        answers, done = run(server.url, questions(5), journal)
        assert answers == [] and set(done.troubled) == set(done.waiting) and len(done.waiting) == 5
        assert f"HTTP {status}" in done.stopped and done.spent.reserved_usd == done.spent.usd > 0
        hook.instead = None
        _, done = run(server.url, questions(5), journal)
    assert done.outcomes == {"answered": 5} and len(server.batches.all) == 1


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("body", [b"<html>\n", b"", b"[1]\n\xff\xfe\n" + b"[" * 100_000 + b"\n"])
def test_results_that_stay_unreadable_are_given_up(wait: bool, body: bytes) -> None:
    journal = Journal()
    hook = Always("fetched", (200, "application/x-jsonl", body))
    with MessagesServer(good, BatchPlan(hook=hook)) as server:
        answers, done = run(server.url, questions(5), journal, wait=wait)
        fetches = [each for each in server.requests if "/results" in each.path]
    assert done.outcomes == {"failed": 5} and journal.batches == {} and len(fetches) == READINGS
    assert all("may have been charged" in answer.why for answer in answers)
    assert done.spent.tokens == sum(bound(number).tokens for number in range(5))


def test_of_results_with_a_bad_line_the_others_are_taken() -> None:
    journal = Journal()
    usage = {"input_tokens": 100, "output_tokens": 10}

    def spoiled(stage: str, batch: Batch | None) -> Response | None:
        if stage != "fetched" or batch is None:
            return None
        lines = [json.dumps(line) for line in batch.lines]
        lines[1] = lines[1][:-9]
        return 200, "application/x-jsonl", "\n".join(lines).encode()

    plan = BatchPlan(hook=spoiled)
    with MessagesServer(lambda *_: text_reply(GOOD, usage=usage), plan) as server:
        answers, done = run(server.url, questions(5), journal)
    assert done.outcomes == {"answered": 4, "failed": 1} and journal.batches == {}
    assert [each.question for each in answers if each.outcome == "failed"] == ["question-1"]
    assert done.spent.tokens == 4 * 110 + bound(1).tokens
    assert done.spent.reserved_tokens == bound(1).tokens and done.overruns == ()


def test_results_that_are_readable_the_next_time_are_read() -> None:
    with MessagesServer(good, BatchPlan(hook=once("fetched", HTML))) as server:
        _, done = run(server.url, questions(5), Journal(), wait=False)
    assert done.outcomes == {"answered": 5} and done.spent.reserved_tokens == 0


@pytest.mark.parametrize("instead", [error(404), HTML])
def test_an_intended_batch_that_may_be_one_without_results_has_failed(instead: Response) -> None:
    journal = Journal()
    names = tuple(each.identifier for each in questions(3))
    journal.batches["t"] = KnownBatch("t", names, time.time() - 10_000)
    with MessagesServer(good, BatchPlan(hook=Always("fetched", instead))) as server:
        other = [{"custom_id": f"o-{n}", "params": {"messages": []}} for n in range(3)]
        server.batches.answer("POST", "/v1/messages/batches", {"requests": other})
        answers, done = run(server.url, questions(3), journal)
    assert done.outcomes == {"failed": 3} and len(server.batches.all) == 1
    assert "no longer has its results" in answers[0].why and journal.batches == {}


@pytest.mark.parametrize("bad", [{"input_tokens": -5}, {"output_tokens": "many"}])
def test_usage_that_is_none_counts_as_the_bound(bad: dict[str, Any]) -> None:
    fine = {"input_tokens": 100, "output_tokens": 10}

    def respond(_body: dict[str, Any], number: int) -> Any:
        return text_reply(GOOD, usage=bad if number <= 2 else fine)

    with MessagesServer(respond) as server:
        answers, done = run(server.url, questions(5), Journal())
    assert [answer.usage is None for answer in answers] == [True, True, False, False, False]
    assert done.outcomes == {"answered": 5} and done.overruns == ()
    assert done.spent.reserved_tokens == bound(0).tokens + bound(1).tokens
    assert done.spent.tokens == done.spent.reserved_tokens + 3 * 110


@pytest.mark.parametrize(
    ("usage", "each"),
    [({"input_tokens": 100, "output_tokens": 10}, 110), ({"input_tokens": -1}, 0)],
)
def test_answers_to_questions_no_longer_asked_are_counted(usage: dict[str, int], each: int) -> None:
    journal = Journal()
    respond = lambda *_: text_reply(GOOD, usage=usage)  # noqa: E731
    with MessagesServer(respond, BatchPlan(polls=1)) as server:
        run(server.url, questions(5), journal, wait=False)
        rest = [one.identifier for one in questions(5)[1:]]
        answers, done = run(server.url, questions(1), journal, answered=rest)
    assert len(answers) == 1 and journal.batches == {}
    assert done.spent.tokens == done.spent.earlier_tokens == 5 * (each or bound(0).tokens)


def test_what_an_earlier_batch_took_is_counted_before_a_new_one_is_made() -> None:
    usage = {"input_tokens": 100, "output_tokens": 10}
    limits = Limits(tokens=5 * 110 + 3 * bound(9).tokens - 1)
    journal = Journal()
    with MessagesServer(lambda *_: text_reply(GOOD, usage=usage), BatchPlan(polls=1)) as server:
        run(server.url, questions(5), journal, wait=False)
        answers, done = run(server.url, questions(8), journal, limits=limits)
    assert len(answers) == 7 and list(done.unsent) == ["question-7"]
    assert [len(batch.requests) for batch in server.batches.all] == [5, 2]
    assert (done.spent.tokens, done.spent.earlier_tokens) == (7 * 110, 5 * 110)
    assert limits.tokens is not None and done.spent.tokens <= limits.tokens
