"""All steps and mutants through oracle and product, on several processes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from .corpus import Chain
from .evaluation import QUICK, UnableError, UndefinedError
from .mutants import Mutant, mutants
from .oracle import Label, judge_at, label
from .printing import Printer, manner_of
from .sampling import Sampler, counting_symbols
from .scoring import Score, score
from .terms import Comparison

MUTANTS_OF_A_CHAIN = 10
QUICK_CHAINS, QUICK_MUTANTS = 30, 3


class OracleError(Exception):
    """A chain of the corpus is not true; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Case:
    """One relation to be judged.

    Args:
        name: `topic/chain/…`.
        kind: `true step` or one of `mutants.KINDS`.
        chain: as printed.
        step: index of the relation.
        author: name of the original chain.
        noted: whether its paper says the domains in notes, besides in words.
    """

    name: str
    kind: str
    chain: Chain
    step: int
    author: str
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case.

    Args:
        name, kind: of the case.
        listed: whether its symbols are all among those the target counts as understood.
        label: the oracle's word; `false` also where the product's own counterexample was
            confirmed.
        word: the product's, as in `Score.word`.
        understood: whether the product translated it whole.
        confirmed: of a refutation, whether the oracle finds the relation false at the
            counterexample; None where that cannot be asked.
        claim: the relation in LaTeX.
        instance: where the oracle found it false.
        tie: whether it is strict and false by equality only.
        why: the product's detail.
        paper: LaTeX of the paper.
        seconds: the product took, in the process that ran it.
    """

    name: str
    kind: str
    listed: bool
    label: str
    word: str
    understood: bool
    confirmed: bool | None
    claim: str
    instance: str
    tie: bool
    why: str
    paper: str
    seconds: float

    @property
    def wrong(self) -> str:
        """What is wrong with the product's verdict, "" where nothing is."""
        if self.word == "refuted" and self.label == "true":
            return "refuted though true"
        if self.word == "proved" and self.label in ("false", "undefined"):
            return f"proved though {self.label}"
        return "crashed" if self.word == "crashed" else ""

    def as_dictionary(self) -> dict[str, Any]:
        return asdict(self)


def cases(
    chains: list[Chain],
    *,
    quick: bool,
    seed: int,
    noted: bool = False,
    limit: int = MUTANTS_OF_A_CHAIN,
) -> list[Case]:
    """Every step of the chains and their mutants.

    Args:
        chains: true ones.
        quick: a seeded sample of chains only, with few mutants.
        seed: of sample and mutants.
        noted: whether domain notes say all domains, too.
        limit: most mutants of a chain.
    """
    chosen = chains
    if quick:
        chosen = random.Random(seed).sample(chains, min(QUICK_CHAINS, len(chains)))
        limit = min(limit, QUICK_MUTANTS)
    found = []
    for chain in chosen:
        for step in range(len(chain.relations)):
            name = f"{chain.name}:{step + 1}"
            found.append(Case(name, "true step", chain, step, chain.name, noted))
        found += [_case(mutant, noted) for mutant in mutants(chain, limit, seed)]
    return found


def _case(mutant: Mutant, noted: bool) -> Case:
    return Case(mutant.name, mutant.kind, mutant.chain, mutant.step, mutant.original, noted)


def run(
    todo: list[Case], *, jobs: int, progress: Callable[[Result, int, int], None] = lambda *_: None
) -> list[Result]:
    """The results of all cases, in their order.

    Raises:
        OracleError: a step that should be true is not.
    """
    results = []
    for result in _mapped(todo, jobs):
        if result.kind == "true step" and result.label != "true" and result.confirmed is None:
            raise OracleError(f"{result.name} is no true step: {result.label} at {result.instance}")
        results.append(result)
        progress(result, len(results), len(todo))
    return results


def _mapped(todo: list[Case], jobs: int) -> Iterator[Result]:
    if jobs <= 1:
        yield from map(judge, todo)
        return
    executor: Executor
    with ProcessPoolExecutor(jobs) as executor:
        yield from executor.map(judge, todo, chunksize=4)


def judge(case: Case) -> Result:
    """One case by the oracle first, then by the product."""
    comparison, setting = case.chain.comparison(case.step), case.chain.setting
    said = label(comparison, setting, case.name)
    started = time.process_time()
    (scored,) = score(case.chain, case.author, [case.step], noted=case.noted)
    seconds = time.process_time() - started
    confirmed = None
    if scored.word == "refuted" and scored.values is not None:
        at_values = _at_values(case, comparison, scored)
        confirmed = None if at_values is None else at_values.word == "false"
        if confirmed and said.word in ("true", "unclear") and at_values is not None:
            said = at_values
    printer = Printer(manner_of(case.author), case.chain.printed)
    return Result(
        name=case.name,
        kind=case.kind,
        listed=case.chain.is_listed(case.step),
        label=said.word,
        word=scored.word,
        understood=scored.understood,
        confirmed=confirmed,
        claim=f"{printer.term(comparison.left)} {comparison.relation} "
        f"{printer.term(comparison.right)}",
        instance=f"{said.point}: {said.left} | {said.right}" if said.point else "",
        tie=said.tie,
        why=scored.why,
        paper=scored.paper,
        seconds=round(seconds, 2),
    )


def _at_values(case: Case, comparison: Comparison, scored: Score) -> Label | None:
    """What the oracle says at the product's counterexample.

    Symbols it gives no value are drawn until the point is inside; None where that never happens.
    """
    assert scored.values is not None
    printer = Printer(manner_of(case.author), case.chain.printed)
    setting = case.chain.setting
    free = {name for declaration in setting.declarations for name in declaration.names}
    given = {
        name: scored.values[printer.symbol(name)]
        for name in free
        if printer.symbol(name) in scored.values
    }
    counting = counting_symbols([comparison.left, comparison.right])
    sampler = Sampler(setting, counting, QUICK, f"fill {case.name}")
    try:
        fillings = [{}] if given.keys() == free else list(sampler.points(60))
    except (UnableError, UndefinedError):
        return None
    for filling in fillings:
        said = judge_at(comparison, setting, {**filling, **given})
        if said is not None:
            return said
    return None
