"""`dlt-proof eval`."""

from __future__ import annotations

from ...records.exit_codes import ExitCode
from ..excerpt import printable
from ..output import TEXT_LIMIT, Progress, print_json
from .common import print_check

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from ...evals import EvalRun, Grade, Trial
    from ...plan.numeric import CheckResult

_SCHEMA = "dlt-proof/eval/2"
#: So much is told of why an assertion does not pass, and so many reasons.
_TOLD = 240
_REASONS = 5


def run_run(options: argparse.Namespace) -> ExitCode:
    from ...evals import find_evals, run_eval

    done = []
    for project in find_evals(options.name):
        progress = Progress(options.quiet)
        run = run_eval(project, seed=_seed(options), update=options.update, progress=progress.step)
        progress.done()
        done.append(run)
        if options.format == "text":
            _print_run(run)
    if options.format == "json":
        ok = all(run.ok for run in done)
        rows = [_run_as_json(run) for run in done]
        print_json({"schema": _SCHEMA, "ok": ok, "evals": rows})
    return ExitCode.HOLDS if all(run.ok for run in done) else ExitCode.FAILS


def run_grade(options: argparse.Namespace) -> ExitCode:
    from ...evals import find_evals, grade, grading_as_json

    rows = []
    for project in find_evals(options.name):
        progress = Progress(options.quiet)
        grades = grade(project, seed=_seed(options), progress=progress.step)
        progress.done()
        rows.append(grading_as_json(project.root.name, grades))
        if options.format == "text":
            print(project.root.name)
            _print_grades(grades)
    if options.format == "json":
        print_json({"schema": _SCHEMA, "ok": all(row["ok"] for row in rows), "evals": rows})
    return ExitCode.HOLDS if all(row["ok"] for row in rows) else ExitCode.FAILS


def run_self_test(options: argparse.Namespace) -> ExitCode:
    from ...evals import find_evals, self_test

    rows = []
    for project in find_evals(options.name):
        progress = Progress(options.quiet)
        trials = self_test(project, progress=progress.step)
        progress.done()
        ok = all(trial.ok for trial in trials)
        rows.append({"eval": project.root.name, "ok": ok, "trials": _trials_as_json(trials)})
        if options.format == "text":
            print(project.root.name)
            _print_trials(trials)
    if options.format == "json":
        print_json({"schema": _SCHEMA, "ok": all(row["ok"] for row in rows), "evals": rows})
    return ExitCode.HOLDS if all(row["ok"] for row in rows) else ExitCode.FAILS


def run_checks(options: argparse.Namespace) -> ExitCode:
    from ...evals import checks_as_json, find_evals, run_checks_only

    outcomes, rows = set(), {}
    for project in find_evals(options.name):
        progress = Progress(options.quiet)
        runs = run_checks_only(project, seed=_seed(options), progress=progress.step)
        progress.done()
        outcomes |= {run.result.outcome for run in runs}
        rows[project.root.name] = checks_as_json(runs, _seed(options))
        if options.format == "text":
            for run in runs:
                print_check(run.result)
                _print_rows(run.result)
    if options.format == "json":
        print_json({"schema": _SCHEMA, "ok": outcomes == {"holds"}, "evals": rows})
    if "could not run" in outcomes:
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if outcomes == {"holds"} else ExitCode.FAILS


def run_new(options: argparse.Namespace) -> ExitCode:
    from ...evals import new_eval

    project, made = new_eval(options.name, autonomous=options.autonomous)
    for name in made:
        print(f"made {name}")
    progress = Progress(options.quiet)
    progress.say(f"next: cd {project.root} && dlt-proof status")
    progress.say(f"`dlt-proof eval grade {project.root.name}` fails until the proof is there")
    return ExitCode.HOLDS


def _seed(options: argparse.Namespace) -> int:
    from ...plan.numeric import DEFAULT_SEED

    return DEFAULT_SEED if options.seed is None else int(options.seed)


def _print_run(run: EvalRun) -> None:
    print(run.project.root.name)
    for check in run.runs:
        print_check(check.result)
    print(f"gates A to D --final: {'hold' if run.gates_hold else 'do not hold (gates.json)'}")
    if run.grades:
        _print_grades([grade for grade in run.grades if not grade.decision.passed], run.grades)
    else:
        print("assertions: none (there is no assertions.toml)")
    for name in run.updated:
        print(f"results/{name} written")
    found = run.comparison
    _print_some(f"  {d.told()}" for d in found.differences)
    for d in found.ignored:
        _print(f"  ignored: {d.told()} ({d.why})")
    for rule in run.tolerance.ignore:
        _print(f"may differ: {rule.file} {rule.key} ({rule.why})")
    if run.not_compared:
        names = ", ".join(run.not_compared)
        print(f"not compared, another seed than the committed results': {names}")
    same = f"{len(found.differences)} differences" if found.differences else "as committed"
    near = f"absolute {run.tolerance.absolute:g}, relative {run.tolerance.relative:g}"
    others = len(run.tolerance.override)
    near += f", {others} wider or narrower ones in assertions.toml" if others else ""
    print(f"results: {found.files} files compared, {same} (numbers within {near})")
    print("made in .output/eval/results/")


def _print_grades(shown: Sequence[Grade], every: Sequence[Grade] | None = None) -> None:
    grades = shown if every is None else every
    for grade in shown:
        said = grade.decision
        _print(f"  {'ok' if said.passed else '✗ '} {grade.assertion.id}: {grade.assertion.says}")
        for reason in said.reasons[:_REASONS]:
            _print(f"       {_cut(reason)}")
        if len(said.reasons) > _REASONS:
            print(f"       … and {len(said.reasons) - _REASONS} more (--format json shows all)")
    print(f"assertions: {sum(g.decision.passed for g in grades)} of {len(grades)} pass")


def _print_trials(trials: Sequence[Trial]) -> None:
    for trial in trials:
        sign = "ok" if trial.ok else "✗ "
        if not trial.spoiling:
            word = "passes" if trial.passed else f"does not pass as it is: {trial.told}"
            _print(f"  {sign} {trial.id} {word}")
        else:
            word = "fails" if not trial.passed else "NOT CAUGHT"
            _print(f"  {sign}    {word} with {trial.spoiling}: {_cut(trial.told)}")
    tried = sum(bool(trial.spoiling) for trial in trials)
    caught = sum(bool(trial.spoiling) and trial.ok for trial in trials)
    names = {trial.id for trial in trials}
    print(f"self-test: {len(names)} assertions, {caught} of {tried} spoilings caught")


def _cut(text: str) -> str:
    return text if len(text) <= _TOLD else f"{text[:_TOLD]}… (--format json shows all)"


def _print_rows(result: CheckResult) -> None:
    for row in result.claims:
        sign = "ok" if row.get("ok") else "✗ "
        _print(f"    {sign} {row.get('name')}: {_figures(row)}")
    for row in result.controls:
        sign = "ok" if row.get("failed_as_it_must") else "✗ "
        _print(f"    {sign} control, must fail: {row.get('name')}: {_figures(row)}")
    for row in result.witnesses:
        sign = "ok" if row.get("ok") else "✗ "
        _print(f"    {sign} witness: {row.get('name')}: {row.get('detail')}")


def _figures(row: dict[str, object]) -> str:
    parts = []
    for key in ("observed", "bound", "slack"):
        value = row.get(key)
        if isinstance(value, int | float):
            parts.append(f"{key} {value:.4g}")
    if row.get("instances"):
        parts.append(f"{row['instances']} instances")
    return ", ".join(parts)


def _print_some(lines: Iterable[str]) -> None:
    every = list(lines)
    for line in every[:TEXT_LIMIT]:
        _print(line)
    if len(every) > TEXT_LIMIT:
        print(f"  … and {len(every) - TEXT_LIMIT} more (--format json shows all)")


def _print(line: str) -> None:
    print(printable(line, len(line)))


def _run_as_json(run: EvalRun) -> dict[str, object]:
    from ...evals import checks_as_json, grading_as_json

    name = run.project.root.name
    return {
        "eval": name,
        "ok": run.ok,
        "seed": run.seed,
        "checks": checks_as_json(run.runs, run.seed)["checks"],
        "gates_hold": run.gates_hold,
        "grading": grading_as_json(name, run.grades) if run.grades else None,
        "compared": run.comparison.files,
        "not_compared": list(run.not_compared),
        "updated": list(run.updated),
        "tolerance": run.tolerance.model_dump(),
        "differences": [d.as_json() for d in run.comparison.differences],
        "ignored": [d.as_json() for d in run.comparison.ignored],
    }


def _trials_as_json(trials: Sequence[Trial]) -> list[dict[str, object]]:
    return [
        {
            "id": trial.id,
            "spoiling": trial.spoiling,
            "passed": trial.passed,
            "ok": trial.ok,
            "told": trial.told,
        }
        for trial in trials
    ]
