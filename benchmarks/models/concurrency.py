"""How near asking many questions comes to the ideal for the server's delay.

    PYTHONPATH=scripts:. python benchmarks/models/concurrency.py [--questions 300] [--at-once 8]

A server in a process of its own answers each question after a fixed delay. The ideal is
ceil(questions / at once) delays; the ratio printed is what it took, the first request to the last
answer, over that. Not a test: it needs a processor that is otherwise idle.
"""

import argparse
import math
import multiprocessing
import time
from multiprocessing.connection import Connection

from tests.messages_server import MessagesServer, text_reply
from tests.models.asking_support import GOOD, ask, questions

from dlt_proof.models.budget import Limits


def serve(delay: float, pipe: Connection) -> None:
    """Serve until told to stop; then say how many were under way at once."""
    with MessagesServer(lambda _body, _number: text_reply(GOOD, delay=delay)) as server:
        pipe.send(server.url)
        pipe.recv()
        pipe.send(server.most_under_way)


def measure(count: int, at_once: int, delay: float) -> tuple[float, int]:
    """Seconds that so many questions took, and how many were under way at once."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(delay, theirs))
    server.start()
    url = ours.recv()
    # Loading the SDK takes a second, once.
    ask(url, questions(1))
    asked = questions(count)
    before = time.perf_counter()
    answers, _ = ask(url, asked, limits=Limits(), concurrency=at_once)
    took = time.perf_counter() - before
    ours.send("stop")
    most: int = ours.recv()
    server.join(10)
    assert sum(answer.outcome == "answered" for answer in answers) == count
    return took, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--delays", type=float, nargs="+", default=[0.1, 0.25, 0.5, 1.0])
    options = parser.parse_args()
    for delay in options.delays:
        took, most = measure(options.questions, options.at_once, delay)
        ideal = math.ceil(options.questions / options.at_once) * delay
        print(
            f"delay {delay:g} s: {took:.2f} s, ideal {ideal:.2f} s, ratio {took / ideal:.3f}, "
            f"{most} at once at most"
        )


if __name__ == "__main__":
    main()
