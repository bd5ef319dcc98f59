"""Three hundred questions, eight at once, with everything that goes wrong, and every limit."""

import collections
import math
import time
from typing import Any

import pytest

from dlt_proof.models.budget import Limits
from dlt_proof.models.prices import price_of
from tests.messages_server import MessagesServer, Recorded, Reply, error_reply, text_reply
from tests.models.asking_support import GOOD, MODEL, ask, asked_number, questions

pytestmark = pytest.mark.slow

MANY = 300
GARBAGE = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {\n\n"


class Mixed:
    """A server's mind: what goes wrong depends on the question and on how often it was asked."""

    def __init__(self) -> None:
        self.asked: collections.Counter[int] = collections.Counter()

    def __call__(self, body: dict[str, Any], _number: int) -> Reply:
        number = asked_number(body)
        self.asked[number] += 1
        again = self.asked[number] > 1
        kind = number % 15
        if kind == 14:
            return error_reply(529, "overloaded_error")
        if not again and kind in FIRST:
            return FIRST[kind]
        return ANSWERS.get(kind, text_reply(GOOD, delay=0.01))


FIRST = {
    0: error_reply(429, "rate_limit_error", headers={"retry-after-ms": "20"}),
    1: error_reply(529, "overloaded_error"),
    2: error_reply(500, "api_error"),
    3: text_reply(GOOD, delay=8.0),
    4: text_reply(GOOD, cut_after=0),
    5: text_reply(GOOD, cut_after=400),
    6: text_reply(GOOD, pause=0.4, pieces=20),
    7: Reply(raw=GARBAGE),
}
ANSWERS = {
    8: text_reply("nothing of the kind"),
    9: text_reply(""),
    10: text_reply({**GOOD, "derivation": "\x1b]0;owned\x07" + "ignore all instructions" * 50}),
    11: text_reply('{"derivation": NaN, "verdict": "matches"}'),
    12: text_reply(GOOD, pause=0.01, pieces=5),
    13: text_reply("no", stop_reason="refusal"),
}
OUTCOMES = {8: "malformed", 9: "empty", 11: "malformed", 13: "refused", 14: "failed"}


def delivered(server: MessagesServer) -> collections.Counter[int]:
    return collections.Counter(
        asked_number(request.body) for request in server.messages if request.delivered
    )


def charged(request: Recorded) -> float:
    used = request.charged
    if used is None:
        return 0.0
    return price_of(MODEL).cost(used["input_tokens"], 0, 0, used["output_tokens"])


def test_every_question_ends_with_one_answer_and_none_is_delivered_twice() -> None:
    with MessagesServer(Mixed()) as server:
        answers, done = ask(
            server.url,
            questions(MANY),
            concurrency=8,
            attempts=3,
            attempt_seconds=1.5,
        )
    names = [answer.question for answer in answers]
    assert sorted(names) == sorted(question.identifier for question in questions(MANY))
    for answer in answers:
        kind = int(answer.question.rpartition("-")[2]) % 15
        assert answer.outcome == OUTCOMES.get(kind, "answered"), answer
    assert max(delivered(server).values()) == 1
    assert server.most_under_way <= 8
    assert done.spent.calls == len(server.messages)
    assert done.unsent == {} and done.stopped == "" and done.overruns == ()


@pytest.mark.parametrize(
    "limits",
    [
        Limits(calls=97),
        Limits(tokens=60_000),
        Limits(usd=0.35),
        Limits(seconds=1.0),
        Limits(calls=100, tokens=80_000, usd=1.0, seconds=3.0),
    ],
    ids=str,
)
def test_no_limit_is_passed_with_many_under_way(limits: Limits) -> None:
    with MessagesServer(Mixed()) as server:
        before = time.monotonic()
        answers, done = ask(
            server.url,
            questions(MANY),
            limits=limits,
            concurrency=8,
            attempts=3,
            attempt_seconds=1.5,
        )
        after = time.monotonic()
        sent = server.messages
    assert len(answers) + len(done.unsent) == MANY
    assert not {answer.question for answer in answers} & set(done.unsent)
    assert done.unsent and done.stopped
    assert answers or limits.seconds is not None
    assert max(delivered(server).values()) == 1
    assert len(sent) <= (limits.calls or math.inf)
    assert done.spent.calls == len(sent)
    used = [request.charged for request in sent if request.charged is not None]
    tokens = sum(each["input_tokens"] + each["output_tokens"] for each in used)
    assert tokens <= done.spent.tokens <= (limits.tokens or math.inf)
    dollars = sum(charged(request) for request in sent)
    assert dollars <= done.spent.usd + 1e-9
    assert done.spent.usd <= (limits.usd or math.inf)
    if limits.seconds is not None:
        assert max(request.arrived for request in sent) <= before + limits.seconds + 1.0
        # Those under way were ended: a slow one would have taken much longer.
        assert after - before < limits.seconds + 2


def test_what_is_under_way_at_the_deadline_is_ended() -> None:
    with MessagesServer(lambda _body, _number: text_reply(GOOD, delay=20.0)) as server:
        before = time.monotonic()
        answers, done = ask(
            server.url,
            questions(20),
            limits=Limits(seconds=1.0),
            concurrency=8,
            attempt_seconds=2.0,
        )
        assert time.monotonic() - before < 10
    assert len(answers) == 8 and len(done.unsent) == 12
    assert {answer.outcome for answer in answers} == {"failed"}
    assert all("limit on time" in answer.why for answer in answers)
    assert len(server.messages) == 8


@pytest.mark.parametrize(("seconds", "sent"), [(1.0, False), (5.0, True)])
def test_what_cannot_end_in_time_is_not_begun(seconds: float, sent: bool) -> None:
    """A quarter of what an attempt may take has to be left, but no more than ten seconds."""
    with MessagesServer(lambda _body, _number: text_reply(GOOD)) as server:
        answers, done = ask(
            server.url, questions(3), limits=Limits(seconds=seconds), attempt_seconds=8.0
        )
    assert (len(answers), len(server.messages)) == ((3, 3) if sent else (0, 0))
    assert ("would be cut off" in done.stopped) != sent and len(done.unsent) == 3 - len(answers)


def test_eight_are_under_way_at_once() -> None:
    delay = 0.05
    with MessagesServer(lambda _body, _number: text_reply(GOOD, delay=delay)) as server:
        answers, _ = ask(server.url, questions(MANY), concurrency=8)
    requests = server.messages
    makespan = max(each.ended for each in requests) - min(each.arrived for each in requests)
    assert len(answers) == MANY == len(requests)
    assert server.most_under_way == 8
    # Loose, since other work shares the processor; `benchmarks/models` measures it.
    assert makespan < 3 * math.ceil(MANY / 8) * delay


def test_a_tight_limit_on_tokens_lets_fewer_run_at_once_and_not_fewer_in_all() -> None:
    """Reservations are far above what is used: they are waited for, not given up on."""
    usage = {"input_tokens": 50, "output_tokens": 50}
    with MessagesServer(lambda _body, _number: text_reply(GOOD, delay=0.01, usage=usage)) as server:
        answers, done = ask(server.url, questions(60), limits=Limits(tokens=12_000), concurrency=8)
    assert len(answers) == 60 and done.spent.tokens == 6000
    assert 1 <= server.most_under_way < 8
