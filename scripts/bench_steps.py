"""How well the free checkers judge steps, against an oracle of its own: `make bench-steps`.

True chains of textbooks and mutants of them are printed as small papers, and each step is judged
as `trace verify` would. The oracle (`benchmarks/steps/oracle.py`) only evaluates numbers.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from benchmarks.steps.corpus import read_corpus  # noqa: E402
from benchmarks.steps.real_steps import measure_real_steps  # noqa: E402
from benchmarks.steps.report import (  # noqa: E402
    as_text,
    failures,
    misses,
    reproducer,
    summary,
    targets_met,
)
from benchmarks.steps.running import MUTANTS_OF_A_CHAIN, OracleError, Result, cases, run  # noqa: E402
from benchmarks.steps.terms import CorpusError  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run the bench.

    Returns:
        0; 1 where a true step was refuted, a false one proved, or with `--strict` a target was
        missed; 2 where the corpus cannot be read or nothing is selected; 3 where the product's
        requirements are not installed.
    """
    options = _parser().parse_args(arguments)
    try:
        chains = [c for c in read_corpus() if c.name.startswith(options.only)]
        todo = cases(
            chains,
            quick=options.quick,
            seed=options.seed,
            noted=options.notes,
            limit=options.mutants,
        )
        if not todo:
            print(f"bench-steps: no chain begins with {options.only!r}", file=sys.stderr)
            return 2
        folder = Path(options.findings) if options.findings else None
        results = run(todo, jobs=options.jobs, progress=partial(_progress, folder))
        real = None if options.only else measure_real_steps()
    except (CorpusError, OracleError) as error:
        print(f"bench-steps: {error}", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"bench-steps: {error}: run `make bench-steps`", file=sys.stderr)
        return 3
    said = summary(results, real)
    wrong = failures(results)
    if options.json:
        print(json.dumps({**said, "wrong": [r.as_dictionary() for r in wrong]}, indent=1))
    else:
        print(f"{len(chains)} chains, {len(todo)} relations, seed {options.seed}\n")
        print(as_text(said, wrong))
        if options.misses:
            _print_misses(results)
    refuted = real is not None and bool(real.refuted)
    return 1 if wrong or refuted or (options.strict and not targets_met(said)) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench_steps.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a sample, in less than a minute")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--seed", type=int, default=20260525, help="of mutants and samples")
    parser.add_argument("--only", default="", metavar="PREFIX", help="chains so named: exp/")
    parser.add_argument(
        "--mutants", type=int, default=MUTANTS_OF_A_CHAIN, metavar="N", help="of each chain"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 where a target is missed")
    parser.add_argument(
        "--notes", action="store_true", help="say all domains in notes too: measures checkers alone"
    )
    parser.add_argument("--misses", action="store_true", help="list what counts against a target")
    parser.add_argument("--findings", metavar="DIR", help="write each wrong verdict there as LaTeX")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _progress(folder: Path | None, result: Result, done: int, whole: int) -> None:
    """Counts on stderr; a wrong verdict is written as soon as it is known."""
    if result.wrong and folder is not None:
        _write(result, folder)
    if done % 20 == 0 or done == whole:
        end = "\n" if done == whole else "\r"
        print(f"bench-steps: {done} of {whole}", end=end, file=sys.stderr, flush=True)


def _write(result: Result, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{result.name}-{result.wrong}".replace("/", "_").replace(" ", "-")
    (folder / f"{name}.txt").write_text(reproducer(result), encoding="utf-8")


def _print_misses(results: list[Result]) -> None:
    print("\nagainst a target")
    for result in misses(results):
        print(f"  {result.name} ({result.kind}): {result.claim}\n    {result.word}: {result.why}")


if __name__ == "__main__":
    sys.exit(main())
