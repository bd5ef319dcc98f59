"""`dlt-proof eval`."""

from __future__ import annotations

from ...records.errors import RefusedError
from ...records.exit_codes import ExitCode
from ..output import Progress, print_json
from .common import print_check

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from ...plan.numeric import CheckResult


def run_checks(options: argparse.Namespace) -> ExitCode:
    from ...evals import find_eval, run_eval
    from ...plan.numeric import DEFAULT_SEED

    project = find_eval(options.name)
    if not project.is_proof_project:
        raise RefusedError(f"{project.root.name} is no proof project")
    progress = Progress(options.quiet)
    seed = DEFAULT_SEED if options.seed is None else options.seed
    run = run_eval(project, seed=seed, progress=lambda n: progress.step(f"checking {n}"))
    progress.done()
    if options.format == "json":
        rows = [
            {
                "label": result.label,
                "check": result.check,
                "outcome": result.outcome,
                "reason": result.reason,
                "claims": list(result.claims),
                "controls": list(result.controls),
                "witnesses": list(result.witnesses),
            }
            for result in run.results
        ]
        print_json({"schema": "dlt-proof/eval/1", "ok": run.ok, "seed": seed, "results": rows})
    else:
        for result in run.results:
            print_check(result)
            _print_rows(result)
    if any(result.outcome == "could not run" for result in run.results):
        return ExitCode.BAD_INPUT
    return ExitCode.HOLDS if run.ok else ExitCode.FAILS


def _print_rows(result: CheckResult) -> None:
    for row in result.claims:
        sign = "ok" if row.get("ok") else "✗ "
        print(f"    {sign} {row.get('name')}: {_figures(row)}")
    for row in result.controls:
        sign = "ok" if row.get("failed_as_it_must") else "✗ "
        print(f"    {sign} control, must fail: {row.get('name')}: {_figures(row)}")
    for row in result.witnesses:
        sign = "ok" if row.get("ok") else "✗ "
        print(f"    {sign} witness: {row.get('name')}: {row.get('detail')}")


def _figures(row: dict[str, object]) -> str:
    parts = []
    for key in ("observed", "bound", "slack"):
        value = row.get(key)
        if isinstance(value, int | float):
            parts.append(f"{key} {value:.4g}")
    if row.get("instances"):
        parts.append(f"{row['instances']} instances")
    return ", ".join(parts)
