"""The results as a table for people and as JSON, with the numbers that have a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .mutants import KINDS
from .real_steps import RealSteps
from .running import Result

SCHEMA = "dlt-proof/bench-steps/1"
TRUE_PROVED, FALSE_REFUTED = 0.70, 0.80
_WORDS = ("proved", "supported", "unknown", "refuted", "missed", "crashed")


def summary(results: list[Result], real: RealSteps | None) -> dict[str, Any]:
    """Everything that is counted, ready for JSON."""
    steps = [r for r in results if r.kind == "true step"]
    false = [r for r in results if r.kind != "true step" and r.label == "false"]
    said: dict[str, Any] = {
        "schema": SCHEMA,
        "true steps": _row(steps),
        "false mutants": {kind: _row([r for r in false if r.kind == kind]) for kind in KINDS},
        "all false mutants": _row(false),
        "mutants that are still true": _row(_mutants(results, "true")),
        "mutants undefined somewhere": _row(_mutants(results, "undefined")),
        "mutants that hang on a convention": _row(_mutants(results, "unclear")),
        "targets": {
            "true steps refuted": _target(_wrong(results, "refuted though true"), 0),
            "false mutants proved": _target(_wrong(results, "proved though"), 0),
            "true proved, of those with listed symbols": _share(steps, "proved", TRUE_PROVED),
            "false refuted, of those with listed symbols": _share(false, "refuted", FALSE_REFUTED),
        },
        "of what the product understands": {
            "true proved": _percent(_count(steps, "proved", "understood"), steps, "understood"),
            "false refuted": _percent(_count(false, "refuted", "understood"), false, "understood"),
        },
        "share of steps": {
            "with listed symbols, true steps of the corpus": _of(steps, "listed"),
            "understood by the product, true steps of the corpus": _of(steps, "understood"),
        },
        "seconds of the product": _seconds(results),
        "not confirmed": [r.name for r in false if r.word == "refuted" and r.confirmed is False],
        "refutations": dict(Counter(_CONFIRMED[r.confirmed] for r in false if r.word == "refuted")),
    }
    if real is not None:
        said["real steps"] = {
            "steps": real.steps,
            "relations": real.relations,
            "understood": real.understood,
            "verdicts": {word: real.words[word] for word in _WORDS if real.words[word]},
            "verdicts of the understood": {
                word: real.understood_words[word] for word in _WORDS if real.understood_words[word]
            },
            "refuted": real.refuted,
        }
    return said


def _seconds(results: list[Result]) -> dict[str, Any]:
    """How long verdicts take, reading included: no target, but a user waits so long."""
    slowest = sorted(results, key=lambda r: -r.seconds)
    if not slowest:
        return {"mean": 0.0, "one in twenty over": 0.0, "slowest": {}}
    return {
        "mean": round(sum(r.seconds for r in results) / len(results), 2),
        "one in twenty over": slowest[len(slowest) // 20].seconds,
        "slowest": {r.name: r.seconds for r in slowest[:5]},
    }


_CONFIRMED = {
    True: "confirmed by the oracle at the product's point",
    False: "not confirmed at the product's point",
    None: "without a point the oracle could use",
}


def failures(results: Iterable[Result]) -> list[Result]:
    """What must not be: true and refuted, false or undefined and proved."""
    return [result for result in results if result.wrong]


def misses(results: Iterable[Result]) -> list[Result]:
    """Steps with listed symbols that count against a target."""
    return [
        r
        for r in results
        if r.listed
        and (
            (r.kind == "true step" and r.word != "proved")
            or (r.kind != "true step" and r.label == "false" and r.word != "refuted")
        )
    ]


def targets_met(said: dict[str, Any]) -> bool:
    return all(target["met"] for target in said["targets"].values())


def as_text(said: dict[str, Any], wrong: list[Result]) -> str:
    """The summary as tables, what is wrong in whole."""
    lines = [_heading()]
    lines.append(_line("true steps", said["true steps"]))
    lines += ["", "false mutants"]
    lines += [_line(kind, row) for kind, row in said["false mutants"].items()]
    lines.append(_line("all false mutants", said["all false mutants"]))
    lines += ["", "counted apart"]
    for name in (
        "mutants that are still true",
        "mutants undefined somewhere",
        "mutants that hang on a convention",
    ):
        lines.append(_line(name.removeprefix("mutants "), said[name]))
    lines += ["", "targets"]
    for name, target in said["targets"].items():
        met = "met" if target["met"] else "MISSED"
        lines.append(f"  {name:48} {target['shown']:>22}   {target['wanted']:>8}   {met}")
    lines += ["", "the same, of the steps that the product says it understands"]
    for name, shown in said["of what the product understands"].items():
        lines.append(f"  {name:48} {shown:>22}")
    lines += ["", "shares"]
    for name, shown in said["share of steps"].items():
        lines.append(f"  {name:52} {shown:>18}")
    for name, number in said["refutations"].items():
        lines.append(f"  refutations {name:50} {number:8}")
    lines += [f"    not confirmed: {name}" for name in said["not confirmed"]]
    times = said["seconds of the product"]
    lines.append(
        f"  seconds for a step: mean {times['mean']}, "
        f"one in twenty over {times['one in twenty over']}"
    )
    lines += [f"    {seconds:6.1f} {name}" for name, seconds in times["slowest"].items()]
    if "real steps" in said:
        lines += ["", *_real(said["real steps"])]
    for result in wrong:
        lines += ["", f"WRONG: {result.name} ({result.kind}) {result.wrong}", *_whole(result)]
    return "\n".join(lines)


def reproducer(result: Result) -> str:
    """A wrong verdict as a LaTeX file that shows it."""
    said = "\n".join(f"% {line}" for line in (result.name, result.wrong, *_whole(result)))
    return f"{said}\n{result.paper}"


def _whole(result: Result) -> list[str]:
    return [
        f"  claim:    {result.claim}",
        f"  false at: {result.instance or '-'}",
        f"  product:  {result.word}: {result.why}",
    ]


def _real(real: dict[str, Any]) -> list[str]:
    share = f"{real['understood']} of {real['steps']}"
    percent = f"{real['understood'] / real['steps']:.0%}" if real["steps"] else "-"
    return [
        f"steps of the bundled proofs: {real['steps']}, {real['relations']} of them relations",
        f"  all symbols understood: {share} ({percent})",
        f"  verdicts: {_counted(real['verdicts'])}",
        f"  verdicts of the understood: {_counted(real['verdicts of the understood'])}",
        *(f"  REFUTED: {place}" for place in real["refuted"]),
    ]


def _counted(words: dict[str, int]) -> str:
    return ", ".join(f"{number} {word}" for word, number in words.items()) or "none"


def _heading() -> str:
    return f"  {'':34}" + "".join(f"{word:>11}" for word in ("all", *_WORDS))


def _line(name: str, row: dict[str, int]) -> str:
    return f"  {name:34}" + "".join(f"{row[word]:>11}" for word in ("all", *_WORDS))


def _row(results: list[Result]) -> dict[str, int]:
    words = Counter(result.word for result in results)
    return {"all": len(results), **{word: words[word] for word in _WORDS}}


def _mutants(results: list[Result], label: str) -> list[Result]:
    return [r for r in results if r.kind != "true step" and r.label == label]


def _wrong(results: list[Result], how: str) -> int:
    return sum(result.wrong.startswith(how) for result in results)


def _target(found: int, wanted: int) -> dict[str, Any]:
    return {"value": found, "shown": str(found), "wanted": str(wanted), "met": found <= wanted}


def _share(results: list[Result], word: str, wanted: float) -> dict[str, Any]:
    whole = sum(result.listed for result in results)
    part = _count(results, word, "listed")
    value = part / whole if whole else 0.0
    return {
        "value": value,
        "shown": f"{part} of {whole} ({value:.1%})",
        "wanted": f">= {wanted:.0%}",
        "met": value >= wanted,
    }


def _count(results: list[Result], word: str, which: str) -> int:
    return sum(bool(getattr(result, which)) and result.word == word for result in results)


def _percent(part: int, results: list[Result], which: str) -> str:
    whole = sum(bool(getattr(result, which)) for result in results)
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "none"


def _of(results: list[Result], which: str) -> str:
    part = sum(bool(getattr(result, which)) for result in results)
    return f"{part} of {len(results)} ({part / len(results):.1%})" if results else "none"
