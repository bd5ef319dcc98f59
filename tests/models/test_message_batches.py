"""Message batches by the real SDK against the test server: made, followed, fetched, and refused."""

import json
import time

import pytest

from dlt_proof.models.batch_calls import parts_of
from dlt_proof.models.bounds import bound_of
from dlt_proof.models.budget import Limits
from dlt_proof.models.message_batches import KnownBatch
from dlt_proof.models.prices import price_of
from dlt_proof.models.questions import Answer
from tests.messages_batches import Batch, Response
from tests.messages_server import (
    BatchPlan,
    DroppedError,
    MessagesServer,
    error_reply,
    text_reply,
)
from tests.models.asking_support import GOOD, MODEL, asked_number, question, questions
from tests.models.batch_support import Journal, Once, error, good, once, run


@pytest.mark.parametrize("reverse", [False, True])
def test_a_batch_is_made_followed_and_fetched(reverse: bool) -> None:
    usage = {"input_tokens": 1000, "output_tokens": 100}
    journal = Journal()
    with MessagesServer(
        lambda _body, _number: text_reply(GOOD, usage=usage), BatchPlan(polls=3, reverse=reverse)
    ) as server:
        answers, done = run(server.url, questions(30), journal)
    (batch,) = server.batches.all
    assert batch.fetched == 1
    assert [each["custom_id"] for each in batch.requests] == [
        f"{journal.lines[0][1]}-{number}" for number in range(30)
    ]
    assert "stream" not in batch.requests[0]["params"]
    names = [answer.question for answer in answers]
    assert names == [each.identifier for each in questions(30)][:: -1 if reverse else 1]
    assert done.outcomes == {"answered": 30} and done.stopped == ""
    assert all(answer.data == GOOD and answer.usage is not None for answer in answers)
    assert done.spent.calls == 30 and done.spent.tokens == 33_000
    assert done.spent.usd == pytest.approx(30 * (1000 * 4 + 100 * 20) / 1e6 / 2)
    assert journal.kinds == ["intended", "created", "closed"]


def test_requests_that_came_to_nothing_have_failed_and_are_not_charged() -> None:
    replies = {
        0: error_reply(500, "api_error"),
        1: text_reply(GOOD, result="expired"),
        2: text_reply(GOOD, result="canceled"),
        3: text_reply("no JSON"),
        4: text_reply("", stop_reason="refusal"),
        5: text_reply("\x1b[2J" + "x" * 5_000_000),
    }
    with MessagesServer(lambda body, _number: replies[asked_number(body)]) as server:
        answers, done = run(server.url, questions(6), Journal())
    outcomes = ["failed", "failed", "failed", "malformed", "refused", "malformed"]
    assert [answer.outcome for answer in answers] == outcomes
    assert answers[0].why == "the request of the batch failed: told to answer 500"
    assert answers[1].why == "the request of the batch was expired"
    assert all(answer.usage is None for answer in answers[:3])
    charged = sum(sum(used.values()) for used in server.batches.all[0].charged.values())
    assert done.spent.tokens == charged


@pytest.mark.parametrize(
    "hook",
    [
        once("asked", error(429)),
        once("asked", error(529)),
        once("asked"),
        once("asked", error(500)),
        once("made", error(500)),
        once("made"),
        once("made", (200, "text/html", b"<html>welcome</html>")),
        Once("made", "listed"),
        Once("made", "listed", "fetched"),
        Once("made", "listed", instead=error(529)),
        once("polled"),
        once("polled", error(500)),
        once("polled", (200, "application/json", b"[]")),
        once("fetched"),
        once("fetched", error(529)),
        once("fetched", (200, "text/html", b"<html>welcome</html>")),
        once("fetched", (200, "application/x-jsonl", b"")),
        once("fetched", (200, "application/x-jsonl", b'{"custom_id": "x", "result": {}}\n[')),
    ],
    ids=range(18),
)
def test_each_failure_alone_costs_nothing_twice(hook: Once) -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(polls=1, hook=hook)) as server:
        answers, done = run(server.url, questions(5), journal)
    assert done.outcomes == {"answered": 5}
    assert len({answer.question for answer in answers}) == 5
    assert len(server.batches.all) == 1
    assert journal.batches == {} and hook.left == []


def test_a_batch_in_progress_at_the_deadline_is_left_and_fetched_next_time() -> None:
    journal = Journal()
    plan = BatchPlan(seconds=1.5)
    with MessagesServer(good, plan) as server:
        answers, done = run(server.url, questions(5), journal, limits=Limits(seconds=0.5))
        assert answers == [] and len(done.waiting) == 5
        assert "limit on time" in done.stopped and "next time" in done.stopped
        assert done.spent.tokens > 0
        answers, done = run(server.url, questions(5), journal)
        assert done.outcomes == {"answered": 5}
    assert len(server.batches.all) == 1 and journal.batches == {}


def test_without_waiting_a_batch_is_only_looked_at() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(polls=2)) as server:
        for _ in range(2):
            answers, done = run(server.url, questions(5), journal, wait=False)
            assert answers == [] and "has not ended" in done.stopped
        answers, done = run(server.url, questions(5), journal, wait=False)
    assert len(answers) == 5 and len(server.batches.all) == 1


def test_only_what_fits_the_limits_is_put_into_a_batch() -> None:
    asked = questions(20)
    bound = bound_of(asked[0], price_of(MODEL), batch=True)
    assert bound.usd is not None
    for limits in (
        Limits(calls=7),
        Limits(tokens=7 * bound.tokens + 500),
        Limits(usd=7.3 * bound.usd),
    ):
        with MessagesServer(good) as server:
            answers, done = run(server.url, asked, Journal(), limits=limits)
        assert [answer.question for answer in answers] == [each.identifier for each in asked[:7]]
        assert len(done.unsent) == 13 and "limit" in done.stopped
        assert len(server.batches.all[0].requests) == 7
    with MessagesServer(good) as server:
        answers, done = run(server.url, asked, Journal(), limits=Limits(calls=0))
    assert answers == [] and len(done.unsent) == 20 and server.requests == []


def test_what_an_earlier_run_asked_counts_when_it_is_fetched() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(polls=1)) as server:
        run(server.url, questions(5), journal, wait=False)
        _, done = run(server.url, questions(5), journal)
    assert done.outcomes == {"answered": 5}
    assert done.spent.calls == 0
    assert done.spent.earlier_tokens == done.spent.tokens > 0
    assert done.spent.earlier_usd == done.spent.usd > 0 == done.spent.reserved_usd


def test_new_questions_go_into_a_batch_beside_a_known_one() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(polls=2)) as server:
        run(server.url, questions(5), journal, wait=False)
        answers, _ = run(server.url, questions(8), journal)
    assert len(answers) == 8
    assert [len(batch.requests) for batch in server.batches.all] == [5, 3]


def test_a_known_batch_whose_questions_are_all_answered_is_closed_unasked() -> None:
    journal = Journal()
    journal.batches["t"] = KnownBatch("t", ("question-900",), time.time(), "msgbatch_0001")
    with MessagesServer(good) as server:
        run(server.url, [], journal)
        assert journal.lines == []
        run(server.url, [], journal, answered=["question-900"])
        assert server.requests == []
    assert journal.lines == [("closed", "t")]


def test_a_known_batch_is_not_forgotten_when_other_questions_are_asked() -> None:
    """What is asked now may be a part only; the rest was paid for, too."""
    journal = Journal()
    with MessagesServer(good, BatchPlan(polls=1)) as server:
        run(server.url, questions(5), journal, wait=False)
        for asked in ([question(77)], questions(2), questions(5)[2:4]):
            answers, _ = run(server.url, asked, journal)
            assert len(answers) == len(asked)
            assert journal.batches
        first = [each.identifier for each in questions(4)]
        answers, _ = run(server.url, questions(5)[4:], journal, answered=first)
    assert len(answers) == 1 and not journal.batches
    assert [len(batch.requests) for batch in server.batches.all] == [5, 1]


def test_a_lost_batch_is_found_behind_many_others() -> None:
    plan = BatchPlan(hook=once("made"))
    with MessagesServer(good, plan) as server:
        requests = [{"custom_id": "o-1", "params": {"messages": []}}]

        def others(stage: str, batch: Batch | None) -> Response | None:
            if stage == "made" and len(server.batches.all) == 1:
                raise DroppedError
            if stage == "listed" and len(server.batches.all) == 1:
                plan.hook = lambda _stage, _batch: None
                for _ in range(230):
                    server.batches.answer("POST", "/v1/messages/batches", {"requests": requests})
            return None

        plan.hook = others
        answers, _ = run(server.url, questions(5), Journal())
    assert len(answers) == 5
    assert sum(len(batch.requests) == 5 for batch in server.batches.all) == 1


def test_a_large_sweep_is_split() -> None:
    journal = Journal()
    with MessagesServer(good, BatchPlan(polls=1)) as server:
        answers, _ = run(server.url, questions(25), journal, most_requests=10)
    assert len(answers) == 25
    assert [len(batch.requests) for batch in server.batches.all] == [10, 10, 5]
    sized = list(parts_of(questions(10), MODEL, requests=100, size=3000))
    assert [each for part in sized for each in part] == questions(10)
    assert 2 <= len(sized) <= 5
    for part in sized:
        assert len(json.dumps([each.model_dump(exclude={"answers"}) for each in part])) < 3000
    huge = list(parts_of([question(1, text="x" * 5000)] * 2, MODEL, requests=100, size=3000))
    assert [len(part) for part in huge] == [1, 1]


def test_characters_at_which_python_splits_lines_do_not_split_results() -> None:
    said = {**GOOD, "derivation": "a\u2028b\x85c\x0bd"}

    def raw(stage: str, batch: Batch | None) -> Response | None:
        if stage != "fetched" or batch is None:
            return None
        lines = [json.dumps(line, ensure_ascii=False) for line in batch.lines]
        return 200, "application/x-jsonl", "\n".join(lines).encode()

    plan = BatchPlan(hook=raw)
    with MessagesServer(lambda _body, _number: text_reply(said), plan) as server:
        answers, _ = run(server.url, questions(3), Journal())
    assert [answer.data for answer in answers] == [said] * 3


def test_what_the_caller_raises_ends_the_run_and_the_rest_comes_next_time() -> None:
    journal = Journal()
    handed: list[Answer] = []

    def full(answer: Answer) -> None:
        if len(handed) == 2:
            raise OSError("no space left")
        handed.append(answer)

    with MessagesServer(good) as server:
        with pytest.raises(OSError, match="no space left"):
            run(server.url, questions(5), journal, on_answer=full)
        rest = questions(5)[2:]
        answers, _ = run(server.url, rest, journal, answered=[each.question for each in handed])
    assert [answer.question for answer in answers] == [each.identifier for each in rest]
    assert len(server.batches.all) == 1 and journal.batches == {}
