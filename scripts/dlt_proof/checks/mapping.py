"""One function over many items on all cores, or on any `concurrent.futures` executor.

The result depends on the items, their order and the seed only: neither on the executor nor on
the number of workers, since every item has a generator of its own.
"""

from __future__ import annotations

import concurrent.futures
import pickle
from collections.abc import Callable, Sequence
from typing import Any

#: Chunks for each worker: few enough to cost nothing, many enough to end together.
_CHUNKS = 4


def map_items(
    function: Callable[..., Any],
    items: Sequence[Any],
    *,
    seed: Sequence[int] | None,
    jobs: int,
    executor: concurrent.futures.Executor | None,
) -> list[Any]:
    """`function(item)` for every item, or `function(item, rng)` where there is a seed, in order.

    Args:
        function: what to compute. Other processes have to find it by its name: one that cannot
            be pickled, such as a lambda, runs here unless an executor is given.
        seed: of the generators; that of item i depends on it and on i alone.
        jobs: processes to use without an executor; 1 for none.
        executor: where to compute instead; it is not shut down.
    """
    numbered = list(enumerate(items))
    if executor is None and (jobs < 2 or len(numbered) < 2 or not _can_travel(function)):
        return _chunk(function, numbered, seed)
    size = max(1, -(-len(numbered) // (_CHUNKS * max(1, jobs))))
    chunks = [numbered[i : i + size] for i in range(0, len(numbered), size)]
    if executor is not None:
        return _gathered(executor, function, chunks, seed)
    try:
        own = concurrent.futures.ProcessPoolExecutor(min(jobs, len(chunks)))
    except (OSError, ImportError, NotImplementedError):  # a system without shared semaphores
        return _chunk(function, numbered, seed)
    with own:
        return _gathered(own, function, chunks, seed)


def _gathered(
    executor: concurrent.futures.Executor,
    function: Callable[..., Any],
    chunks: list[list[tuple[int, Any]]],
    seed: Sequence[int] | None,
) -> list[Any]:
    futures = [executor.submit(_chunk, function, chunk, seed) for chunk in chunks]
    return [found for future in futures for found in future.result()]


def _chunk(
    function: Callable[..., Any], numbered: list[tuple[int, Any]], seed: Sequence[int] | None
) -> list[Any]:
    if seed is None:
        return [function(item) for _, item in numbered]
    import numpy as np

    # By a spawn key: a list that is one number longer may seed the same generator.
    return [
        function(item, np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,))))
        for number, item in numbered
    ]


def _can_travel(function: Callable[..., Any]) -> bool:
    try:
        pickle.dumps(function)
    except Exception:  # whatever its parts raise: it stays here
        return False
    return True
