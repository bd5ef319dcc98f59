"""One question by the real SDK against the test server: each failure alone, and its neighbour."""

import dataclasses
import email.utils
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.models.anthropic_api import AnthropicApi
from dlt_proof.models.asking import FAILURES_IN_A_ROW, ask_questions
from dlt_proof.models.bounds import bound_of
from dlt_proof.models.budget import Ledger, Limits
from dlt_proof.models.prices import price_of
from dlt_proof.models.questions import Answer
from dlt_proof.models.reading import RAW_LIMIT
from dlt_proof.records.errors import MissingPartError
from tests.messages_replies import events
from tests.messages_server import MessagesServer, Reply, error_reply, text_reply, tool_reply
from tests.models.asking_support import (
    GOOD,
    KEY,
    MODEL,
    ORDINARY_SIGNALS,
    api,
    ask,
    question,
    questions,
)

ONE = [question(7)]


def replies(*given: Reply) -> Callable[[dict[str, object], int], Reply]:
    """The replies in turn, the last one for all further requests."""
    return lambda _body, number: given[min(number, len(given)) - 1]


def ask_one(*given: Reply, **changed: object) -> tuple[Answer, MessagesServer]:
    with MessagesServer(replies(*given)) as server:
        answers, done = ask(server.url, ONE, **changed)  # type: ignore[arg-type]
    (answer,) = answers
    assert done.outcomes == {answer.outcome: 1}
    assert not done.unsent and not done.waiting
    assert sum(request.delivered for request in server.messages) <= 1
    return answer, server


def test_a_question_goes_out_as_it_is_and_its_answer_is_read() -> None:
    usage = {
        "input_tokens": 100,
        "cache_creation_input_tokens": 200,
        "cache_read_input_tokens": 300,
        "output_tokens": 50,
    }
    answer, server = ask_one(text_reply(GOOD, usage=usage, model="claude-opus-5-5-20260701"))
    assert (answer.question, answer.outcome, answer.data) == ("question-7", "answered", GOOD)
    assert json.loads(answer.raw) == GOOD
    assert answer.model == "claude-opus-5-5-20260701"
    assert answer.time.endswith("+00:00")
    assert answer.usage is not None and answer.usage.tokens == 650
    assert answer.usage.usd == pytest.approx((100 * 4 + 200 * 5 + 300 * 0.4 + 50 * 20) / 1e6)
    (request,) = server.messages
    asked = ONE[0]
    cached = {"cache_control": {"type": "ephemeral"}}
    assert any(KEY in value for value in request.headers.values())
    assert request.body == {
        "model": MODEL,
        "max_tokens": 500,
        "stream": True,
        "system": [{"type": "text", "text": asked.system, **cached}],
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": asked.shared, **cached},
                    {"type": "text", "text": asked.text},
                ],
            }
        ],
        "output_config": {
            "format": {"type": "json_schema", "schema": dict(asked.answer_schema)},
        },
    }


def test_empty_blocks_are_not_sent() -> None:
    with MessagesServer(replies(text_reply(GOOD))) as server:
        ask(server.url, [question(1, system="", shared="")])
    body = server.messages[0].body
    assert "system" not in body and len(body["messages"][0]["content"]) == 1


@pytest.mark.parametrize(
    "failure",
    [
        error_reply(429, "rate_limit_error", headers={"retry-after": "0"}),
        error_reply(429, "rate_limit_error", headers={"retry-after-ms": "5"}),
        error_reply(529, "overloaded_error"),
        error_reply(500, "api_error"),
        error_reply(503, "api_error", headers={"retry-after": "nan"}),
        text_reply(GOOD, cut_after=0),
        text_reply(GOOD, cut_after=300),
        text_reply(GOOD, delay=6.0),
        text_reply(GOOD, pause=0.3, pieces=30),
        Reply(raw=b"\x00\xff garbage\r\n\r\n"),
        Reply(raw=b"HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n<html>no</html>"),
        Reply(
            raw=b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
            b"event: message_start\ndata: {not json\n\n"
        ),
        Reply(
            raw=b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
            b"event: message_start\ndata: " + b"[" * 100_000 + b"\n\n"
        ),
        Reply(
            raw=b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nevent: error\n"
            b'data: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n'
        ),
    ],
    ids=lambda reply: f"{reply.status}-{reply.cut_after}-{(reply.raw or b'')[-12:]!r}",
)
def test_a_failed_attempt_is_made_again(failure: Reply) -> None:
    answer, server = ask_one(failure, text_reply(GOOD), attempt_seconds=2.0)
    assert answer.outcome == "answered"
    assert len(server.messages) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_request_that_is_wrong_is_not_made_again(status: int) -> None:
    answer, server = ask_one(error_reply(status, "invalid_request_error"), text_reply(GOOD))
    assert answer.outcome == "failed"
    assert f"HTTP {status}" in answer.why
    assert len(server.messages) == 1


def test_attempts_are_bounded() -> None:
    answer, server = ask_one(error_reply(529, "overloaded_error"), attempts=3)
    assert (answer.outcome, len(server.messages)) == ("failed", 3)
    assert answer.why == "HTTP 529: told to answer 529"
    assert answer.usage is None


def test_a_stream_that_drips_for_ever_ends() -> None:
    drip = text_reply({**GOOD, "derivation": "x" * 1000}, pause=0.05, pieces=1000)
    answer, server = ask_one(drip, attempts=5, attempt_seconds=0.4)
    assert answer.outcome == "failed"
    assert answer.why == "no answer in time; it may have been charged"
    # Another attempt is likely to take as long, and each may be charged.
    assert len(server.messages) == 2


def test_attempts_after_one_that_was_too_slow_are_made_for_other_failures() -> None:
    slow = text_reply(GOOD, delay=5.0)
    busy = error_reply(529, "overloaded_error")
    answer, server = ask_one(slow, busy, busy, text_reply(GOOD), attempt_seconds=1.5)
    assert (answer.outcome, len(server.messages)) == ("answered", 4)
    answer, server = ask_one(slow, busy, slow, text_reply(GOOD), attempt_seconds=1.5)
    assert (answer.outcome, len(server.messages)) == ("failed", 3)


@pytest.mark.parametrize(
    ("failure", "charged"),
    [
        (error_reply(400, "invalid_request_error"), False),
        (error_reply(504, "api_error"), True),
        (text_reply(GOOD, cut_after=300), True),
    ],
    ids=["refused", "gateway", "cut"],
)
def test_a_failure_says_whether_it_may_be_charged(failure: Reply, charged: bool) -> None:
    answer, _ = ask_one(failure, error_reply(400, "invalid_request_error"))
    assert answer.outcome == "failed"
    assert answer.why.endswith("; it may have been charged") == charged


def test_silence_ends_an_attempt_before_its_time() -> None:
    before = time.monotonic()
    answer, _ = ask_one(text_reply(GOOD, delay=5.0), attempts=1, silence_seconds=0.2)
    assert answer.outcome == "failed" and answer.why.startswith("no answer in time")
    assert time.monotonic() - before < 4


@pytest.mark.parametrize("date", [False, True])
def test_the_server_says_when_to_come_back(date: bool) -> None:
    wait = email.utils.formatdate(time.time() + 2, usegmt=True) if date else "0.6"
    failure = error_reply(429, "rate_limit_error", headers={"retry-after": wait})
    _, server = ask_one(failure, text_reply(GOOD))
    first, second = server.messages
    assert second.arrived - first.arrived >= (0.8 if date else 0.6)


def test_a_server_that_wants_to_be_left_alone_for_long_is() -> None:
    later = error_reply(429, "rate_limit_error", headers={"retry-after": "100000"})
    answer, server = ask_one(later, text_reply(GOOD))
    assert (answer.outcome, len(server.messages)) == ("failed", 1)


HOSTILE = [
    ("malformed", text_reply("no JSON \x1b[2J")),
    ("malformed", text_reply("[" * 200_000)),
    ("malformed", text_reply('{"derivation": NaN, "verdict": "matches"}')),
    ("malformed", text_reply({**GOOD, "extra": 1})),
    ("malformed", text_reply("a\ud800b")),
    ("malformed", text_reply({**GOOD, "derivation": "x" * 5_000_000})),
    ("malformed", tool_reply("Bash", {"command": "true"})),
    ("empty", text_reply("")),
    ("empty", Reply()),
    ("refused", text_reply("I will not", stop_reason="refusal")),
    ("truncated", text_reply('{"derivation": "', stop_reason="max_tokens")),
    ("truncated", text_reply(GOOD, stop_reason="max_tokens")),
]


@pytest.mark.parametrize(("outcome", "reply"), HOSTILE, ids=range(len(HOSTILE)))
def test_an_answer_that_came_is_never_asked_for_again(outcome: str, reply: Reply) -> None:
    answer, server = ask_one(reply, text_reply(GOOD))
    assert answer.outcome == outcome
    assert answer.data is None and answer.why.isprintable() and answer.why
    assert len(answer.raw) <= RAW_LIMIT
    answer.raw.encode()
    assert len(server.messages) == 1


def test_an_answer_that_was_whole_when_the_connection_broke_is_kept() -> None:
    whole = text_reply(GOOD, usage={"input_tokens": 10, "output_tokens": 10}, model=MODEL)
    size = sum(len(event) for event in events(whole, {}, "msg_000001"))
    for cut, outcome, count in ((size, "answered", 1), (size - 20, "answered", 2)):
        replied = replies(dataclasses.replace(whole, cut_after=cut), whole)
        with MessagesServer(replied) as server:
            (answer,), done = ask(server.url, ONE)
        assert (answer.outcome, len(server.messages)) == (outcome, count)
        assert (done.spent.tokens == 20) == (count == 1)


def test_usage_that_is_none_keeps_the_reservation() -> None:
    for bad in ({"input_tokens": -5}, {"output_tokens": "many"}, {"input_tokens": 2**60}):
        with MessagesServer(replies(text_reply(GOOD, usage=bad))) as server:
            answers, done = ask(server.url, ONE)
        assert answers[0].outcome == "answered" and answers[0].usage is None
        assert done.spent.tokens == bound_of(ONE[0], price_of(MODEL)).tokens


def test_more_usage_than_can_be_is_counted_and_said() -> None:
    many = {"input_tokens": 1_000_000, "output_tokens": 10}
    with MessagesServer(replies(text_reply(GOOD, usage=many))) as server:
        answers, done = ask(server.url, [*ONE, question(8)], limits=Limits(tokens=500_000))
    assert done.spent.tokens == 1_000_010
    assert len(done.overruns) == 1 and "1000010 tokens" in done.overruns[0]
    assert [answer.question for answer in answers] == ["question-7"]
    assert list(done.unsent) == ["question-8"]


def test_what_may_be_charged_stays_spent_and_what_was_refused_does_not() -> None:
    bound = bound_of(ONE[0], price_of(MODEL))
    usage = {"input_tokens": 10, "output_tokens": 10}
    good = text_reply(GOOD, usage=usage)
    for failure, kept in (
        (error_reply(429, "rate_limit_error"), 0),
        (error_reply(529, "overloaded_error"), 0),
        (error_reply(500, "api_error"), 0),
        (error_reply(504, "api_error"), bound.tokens),
        (text_reply(GOOD, cut_after=200), bound.tokens),
        (text_reply(GOOD, delay=6.0), bound.tokens),
    ):
        with MessagesServer(replies(failure, good)) as server:
            _, done = ask(server.url, ONE, attempt_seconds=1.5)
        assert (done.spent.calls, done.spent.tokens) == (2, 20 + kept)


def test_nobody_there_gives_back_and_stops_the_asking() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        answers, done = ask(url, questions(50), attempts=2, concurrency=4)
    assert done.spent.tokens == 0 and done.spent.usd == 0
    assert FAILURES_IN_A_ROW <= len(answers) <= FAILURES_IN_A_ROW + 4
    assert {answer.outcome for answer in answers} == {"failed"}
    assert len(done.unsent) == 50 - len(answers)
    assert "in a row failed" in done.stopped


def test_a_wrong_key_stops_the_asking_and_is_told_to_nobody() -> None:
    refused = error_reply(401, "authentication_error")
    with MessagesServer(replies(refused)) as server:
        answers, done = ask(server.url, questions(300), concurrency=8)
    assert len(server.messages) < 30
    assert "HTTP 401" in done.stopped
    assert KEY not in repr((answers, done))


def test_a_key_that_the_other_side_repeats_is_not_kept() -> None:
    said = {**GOOD, "derivation": f"your key is {KEY}"}
    answer, _ = ask_one(text_reply(said, model=KEY))
    assert answer.outcome == "answered"
    assert KEY not in repr(answer) and "[key]" in repr(answer.data)
    body = b'{"type":"error","error":{"type":"x","message":"key ' + KEY.encode() + b'"}}'
    head = b"HTTP/1.1 400 no\r\ncontent-type: application/json\r\ncontent-length: "
    answer, _ = ask_one(Reply(raw=head + str(len(body)).encode() + b"\r\n\r\n" + body))
    assert answer.outcome == "failed" and "[key]" in answer.why
    assert KEY not in repr(answer)


def test_without_a_key_there_is_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(MissingPartError, match="ANTHROPIC_API_KEY"):
        AnthropicApi(MODEL, None)


def test_without_the_package_there_is_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(MissingPartError, match="dlt-proof-writing\\[models\\]"):
        AnthropicApi(MODEL, None)


def test_what_the_caller_raises_stops_the_asking() -> None:
    def full(_answer: Answer) -> None:
        raise OSError("no space left")

    with (
        MessagesServer(replies(text_reply(GOOD, delay=0.05))) as server,
        pytest.raises(OSError, match="no space left"),
    ):
        ask_questions(
            api(server.url), questions(50), ledger=Ledger(Limits()), concurrency=4, on_answer=full
        )
    assert len(server.messages) <= 8


def test_two_questions_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same identifier"):
        ask("http://127.0.0.1:9", [*ONE, *ONE])


def test_no_questions_need_no_requests() -> None:
    answers, done = ask("http://127.0.0.1:9", [])
    assert answers == [] and done.outcomes == {} and done.stopped == ""


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    root = Path(__file__).parents[2]
    code = (
        "import sys, dlt_proof.models.message_batches, dlt_proof.models.estimate\n"
        "print(sorted({'anthropic', 'httpx2', 'sympy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": str(root / "scripts")},
    )
    assert done.stdout == "[]\n", done.stderr


INTERRUPTED = """
import sys
from dlt_proof.models.asking import ask_questions
from dlt_proof.models.budget import Ledger, Limits
from tests.models.asking_support import api, questions

def said(answer):
    print(answer.question, answer.outcome, flush=True)

try:
    ask_questions(api(sys.argv[1]), questions(100), ledger=Ledger(Limits()), concurrency=4,
                  on_answer=said)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_ends_it_with_what_was_answered_handed_over(told: signal.Signals) -> None:
    root = Path(__file__).parents[2]
    started: list[subprocess.Popen[str]] = []

    def respond(_body: dict[str, object], number: int) -> Reply:
        # Four are under way at once, so that all before these four were handed over.
        if number == 23:
            started[0].send_signal(told)
        return text_reply(GOOD, delay=0.01 if number < 20 else 20.0)

    with MessagesServer(respond) as server:
        process = subprocess.Popen(
            [sys.executable, "-c", ORDINARY_SIGNALS + INTERRUPTED, server.url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=root,
            env={"PYTHONPATH": f"{root / 'scripts'}:{root}"},
        )
        started.append(process)
        out, errors = process.communicate(timeout=60)
    *said, last = out.splitlines()
    assert last == "interrupted" and errors == ""
    assert sum(request.delivered for request in server.messages) == len(said) == 19
