"""One run of a check: what it records, its table, its result file and its exit code."""

from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import sys
import traceback
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..project.files import write_text
from ..records.errors import InputError
from ..records.exit_codes import ExitCode
from .mapping import map_items
from .plots import plot
from .results import CHECK_SCHEMA, Result
from .table import table
from .witnesses import Witness, search, try_witness

if TYPE_CHECKING:  # numpy takes a tenth of a second to import; `--help` should not
    import numpy as np


@dataclass(slots=True)
class Run:
    """One run of a check: its seed and what was compared so far.

    Args:
        seed: seed of every random instance; the same seed gives the same run.
        jobs: processes that `map` may use.
        executor: what `map` uses in their place.
    """

    seed: int
    jobs: int = 1
    claims: list[Result] = field(default_factory=list)
    controls: list[Result] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    executor: concurrent.futures.Executor | None = None

    def rng(self, stream: int = 0) -> np.random.Generator:
        """A generator that depends on the seed and on the number of the stream only.

        Give every part of a check a stream of its own: adding a part then leaves the instances
        of the others as they were.
        """
        import numpy as np

        return np.random.default_rng([self.seed, stream])

    def rng_of(self, name: str) -> np.random.Generator:
        """A generator for what has a name, such as a claim; apart from those of all streams."""
        return self.rng(_named_stream(name))

    def map(
        self,
        function: Callable[..., Any],
        items: Iterable[Any],
        *,
        stream: int | None = None,
        name: str | None = None,
        executor: concurrent.futures.Executor | None = None,
    ) -> list[Any]:
        """A function of every item, on all cores, in the order of the items.

        The result is the same whatever the executor and the number of workers.

        Args:
            function: `function(item)`; with a stream or a name `function(item, rng)`, where each
                item has a generator of its own. At the top level of the check, so that other
                processes find it; a lambda runs in this one.
            items: what to compute it of.
            stream, name: which generators, as for `rng` and `rng_of`.
            executor: such as that of a cluster, in place of `--jobs` processes here.
        """
        part = stream if name is None else _named_stream(name)
        seed = None if part is None else [self.seed, part]
        return map_items(
            function, list(items), seed=seed, jobs=self.jobs, executor=executor or self.executor
        )

    def claim(self, result: Result) -> None:
        """Record a claim of the statement: it has to hold."""
        self._add(self.claims, result)

    def control(self, result: Result) -> None:
        """Record a negative control, a claim known to be false: it has to fail."""
        self._add(self.controls, result)

    def witness(self, name: str, values: Mapping[str, Any], hypotheses: Mapping[str, Any]) -> None:
        """Record an instance that satisfies every hypothesis of the statement; it has to.

        Args:
            name: a few words, unique within the check.
            values: the instance, `{"p": 0.5, "T": 40}`.
            hypotheses: by the label of each assumption, with words behind it where a label says
                several things, a truth value, a slack (satisfied from 0 on), or a function of
                the values that gives one of them. Have it computed from the values: a constant
                `True` is an assertion, not a check.

        Raises:
            InputError: no values, no hypotheses, or the name is used twice.
        """
        self._add_witness(try_witness(name, values, hypotheses))

    def search_witness(
        self,
        name: str,
        sampler: Callable[[np.random.Generator], Mapping[str, Any]],
        predicates: Mapping[str, Callable[[Mapping[str, Any]], Any]],
        tries: int = 10_000,
        *,
        stream: int = 0,
    ) -> bool:
        """Look for a witness among random instances; that none was found is recorded too.

        Args:
            name: a few words, unique within the check.
            sampler: draws the values of an instance.
            predicates: by the label of each assumption, as for `witness`.
            tries: how many instances are drawn at most.
            stream: which generator, as for `rng`.

        Returns:
            Whether one was found.
        """
        rng = self.rng(stream)
        found = search(name, lambda: sampler(rng), predicates, tries)
        self._add_witness(found)
        return found.ok

    def _add(self, results: list[Result], result: Result) -> None:
        self._require_new(result.claim.name)
        results.append(result)

    def _add_witness(self, witness: Witness) -> None:
        self._require_new(witness.name)
        self.witnesses.append(witness)

    def _require_new(self, name: str) -> None:
        used = [r.claim.name for r in self.claims + self.controls]
        if name in (*used, *(witness.name for witness in self.witnesses)):
            raise InputError(f"the name '{name}' is used twice in this check")

    @property
    def ok(self) -> bool:
        """Whether every claim holds, every control was refuted, every witness given is one.

        A search that found none refutes nothing; what that is worth is for the plan to say.
        """
        return (
            all(r.verdict == "holds" for r in self.claims)
            and all(r.verdict == "fails" for r in self.controls)
            and all(w.ok for w in self.witnesses if w.values is not None)
        )


def main(
    check: Callable[[Run], None],
    arguments: Sequence[str] | None = None,
    *,
    executor: concurrent.futures.Executor | None = None,
) -> None:
    """Run a check script from its command line and exit with its code (see the module).

    Args:
        check: compares and records on the run it is given.
        arguments: the command line without the program, by default `sys.argv[1:]`.
        executor: where `run.map` computes, such as `dask.distributed.Client().get_executor()`;
            by default processes on this machine.
    """
    if getattr(check, "__module__", "") == "__mp_main__":
        return  # a worker process that reads the script in order to find its functions
    raise SystemExit(int(run_check(check, arguments, executor=executor)))


def run_check(
    check: Callable[[Run], None],
    arguments: Sequence[str] | None = None,
    *,
    executor: concurrent.futures.Executor | None = None,
) -> ExitCode:
    """What `main` does, but returns the exit code.

    With `--json` and `--plot` files are written whatever happens, so that an older one is never
    taken for that of this run; one that could not run has `ok` false and an `error`.
    """
    parser = argparse.ArgumentParser(description=check.__doc__)
    parser.add_argument("--seed", type=int, default=0, help="seed of the random instances")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the result to this file")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the claims as SVG")
    parser.add_argument(
        "--jobs", type=int, default=_cores(), metavar="N", help="processes (default: all cores)"
    )
    options = parser.parse_args(arguments)
    if options.seed < 0:
        parser.error("--seed must not be negative")
    if options.jobs < 1:
        parser.error("--jobs must be positive")
    run = Run(options.seed, options.jobs, executor=executor)
    error: str | None = None
    try:
        check(run)
        if not run.claims:
            raise InputError("the check compares nothing", remedy="add run.claim(...)")
        if not run.controls:
            raise InputError(
                "the check has no negative control: nothing shows that it can fail",
                remedy="add run.control(...) with a claim slightly too strong",
            )
    except InputError as problem:
        error = str(problem)
    except Exception as problem:  # a bug in the check is "could not run", not "does not hold"
        traceback.print_exc()
        error = f"{type(problem).__name__}: {problem}"
    if error is None:
        print(table(run.seed, run.claims, run.controls, run.witnesses, ok=run.ok))
    else:
        print(f"dlt-proof: error: the check could not run: {error}", file=sys.stderr)
    try:
        if options.json is not None:
            text = json.dumps(_as_json(run, error), indent=2, ensure_ascii=False, allow_nan=False)
            write_text(options.json, text + "\n")
        if options.plot is not None:
            write_text(options.plot, plot(run.claims, run.controls))
    except InputError as problem:
        print(f"dlt-proof: error: {problem}", file=sys.stderr)
        return ExitCode.BAD_INPUT
    if error is not None:
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if run.ok else ExitCode.FAILS


def _as_json(run: Run, error: str | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "schema": CHECK_SCHEMA,
        "name": Path(sys.argv[0]).stem,
        "ok": error is None and run.ok,
        "seed": run.seed,
        "claims": [result.as_json(control=False) for result in run.claims],
        "controls": [result.as_json(control=True) for result in run.controls],
        "witnesses": [witness.as_json() for witness in run.witnesses],
    }
    if error is not None:
        record["error"] = error
    return record


def _named_stream(name: str) -> int:
    """A stream that no number a person gives is likely to be."""
    return 2**32 + zlib.crc32(name.encode("utf-8"))


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
