"""Decided by `ERRATA.md`: whether what it says of the source can be looked up."""

from typing import Any

from ...records.errors import InputError
from ..errata import FILE, Erratum
from ..facts import Facts
from ..kinds import ErrataComplete
from .decision import Decision, shown


def decide_errata(facts: Facts, wanted: ErrataComplete) -> Decision:
    errata = facts.errata.entries
    there = [erratum.identifier for erratum in errata]
    problems = [f"{FILE}:{fault.line}: {fault.message}" for fault in facts.errata.faults]
    problems += [f"{name} is not there" for name in wanted.entries if name not in there]
    if len(errata) < wanted.least:
        problems.append(f"{len(errata)} entries, not at least {wanted.least}")
    labels = {key.key for key in facts.document.labels}
    evidence: dict[str, Any] = {}
    for erratum in errata:
        name = erratum.identifier
        problems += [f"{name}: {x} is no label" for x in erratum.labels if x not in labels]
        found = _numbers(facts, erratum)
        problems += [f"{name}: {why}" for why, _ in found if why]
        evidence[name] = {
            "verdict": erratum.verdict,
            "proved in": list(erratum.labels),
            "numbers": [row for _, row in found],
        }
    how = "the entries, the labels of the paper, and the checks they name, run with the seed"
    return Decision(how, len(errata), shown(problems), evidence)


def _numbers(facts: Facts, erratum: Erratum) -> list[tuple[str, dict[str, Any]]]:
    """What is wrong with each number of an entry, "" where nothing is, and what was observed."""
    tolerance = facts.tolerance
    found: list[tuple[str, dict[str, Any]]] = []
    for number in erratum.numbers:
        row: dict[str, Any] = {"check": number.check, "name": number.name}
        try:
            run = facts.run(facts.find_check(number.check))
        except InputError as error:
            found.append((str(error), row))
            continue
        rows = [*run.result.claims, *run.result.controls]
        named = [r for r in rows if r.get("name") == number.name]
        if len(named) != 1:
            why = f"{number.check} has {len(named)} claims or controls called {number.name!r}"
            found.append((f"{why} ({run.result.reason})" if run.result.reason else why, row))
            continue
        observed = named[0].get("observed")
        row |= {"written": number.written, "observed": observed, "ok": named[0].get("ok")}
        why = ""
        if named[0].get("ok") is not True:
            why = f"{number.name!r} of {number.check} did not come out as it must"
        elif not isinstance(observed, int | float):
            why = f"{number.name!r} of {number.check} observed no number"
        elif not number.agrees(observed, absolute=tolerance.absolute, relative=tolerance.relative):
            why = f"{number.name!r} of {number.check} observed {observed:g}, not {number.written}"
        found.append((why, row))
    return found
