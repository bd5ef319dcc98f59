"""Running an eval: its results made anew in a copy, and compared with the committed ones."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..plan.numeric import DEFAULT_SEED
from ..project import Project
from ..project.files import write_bytes
from ..records.errors import InputError
from .assertions import has_assertions, read_assertions, tolerance_of
from .comparison import Comparison, compare
from .copies import as_a_stranger, made_folder, work_copy
from .facts import RESULTS_FOLDER, CheckRun, Facts, read_results
from .grading import Grade, grade_facts, grading_as_json
from .results import GRADING, OF_THE_SEED, as_bytes, make_results
from .tolerance import Tolerance


@dataclass(frozen=True)
class EvalRun:
    """What a run made and found.

    Args:
        project: the eval.
        seed: of the random instances.
        runs: the numeric checks.
        results: by their names below `results/`.
        grades: of each assertion; none where the eval asserts nothing.
        tolerance: how far results may differ.
        comparison: with the committed results.
        not_compared: results that depend on the seed, where it is not that of the committed ones.
        updated: the committed results that were written.
        gates_hold: whether all gates hold in final form.
    """

    project: Project
    seed: int
    runs: list[CheckRun]
    results: Mapping[str, bytes]
    grades: list[Grade]
    tolerance: Tolerance
    comparison: Comparison
    not_compared: tuple[str, ...]
    updated: tuple[str, ...]
    gates_hold: bool

    @property
    def checks_hold(self) -> bool:
        return bool(self.runs) and all(run.result.outcome == "holds" for run in self.runs)

    @property
    def ok(self) -> bool:
        """Whether checks and gates hold, all assertions pass, and the committed results are
        these."""
        graded = all(grade.decision.passed for grade in self.grades)
        same = not self.comparison.differences
        return self.checks_hold and self.gates_hold and graded and same


def run_eval(
    project: Project,
    *,
    seed: int = DEFAULT_SEED,
    update: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> EvalRun:
    """Make an eval's results in a copy, grade it, and compare; nothing else of it is touched.

    What was made lies in `made_folder` afterwards.

    Args:
        update: write the results that differ from the committed ones.

    Raises:
        InputError: the plan or the paper cannot be read, there is no check, or `update` with
            another seed than the one that everybody else runs with.
        MissingPartError: TeX, or what reads its PDF, is missing.
    """
    if update and seed != DEFAULT_SEED:
        raise InputError(
            "results are committed for the default seed only", remedy="leave --seed or --update out"
        )
    tolerance = tolerance_of(project)
    with as_a_stranger(), work_copy(project) as copy:
        facts = Facts(copy, seed=seed, tolerance=tolerance, progress=progress)
        if not facts.checks:
            raise InputError("there is no numeric check", file=facts.plan.file)
        made = dict(facts.made(make_results))
        committed = read_results(project)
        if update:
            # What is asserted of the committed results is asserted of those to be committed.
            facts.committed = _settled(committed, made, tolerance)
        grades: list[Grade] = []
        if has_assertions(project):
            grades = grade_facts(facts, read_assertions(project))
            made[GRADING] = as_bytes(grading_as_json(project.root.name, grades))
        runs = facts.all_runs()
        gates_hold = all(gate.holds for gate in facts.gates("D", final=True))
    _show(project, made)
    updated: tuple[str, ...] = ()
    if update:
        updated = _write(project, committed, _settled(committed, made, tolerance))
        committed = read_results(project)
    of_seed = tuple(name for name in sorted({*committed, *made}) if name.startswith(OF_THE_SEED))
    left = of_seed if seed != DEFAULT_SEED else ()
    found = compare(_without(committed, left), _without(made, left), tolerance)
    return EvalRun(project, seed, runs, made, grades, tolerance, found, left, updated, gates_hold)


def _settled(
    committed: Mapping[str, bytes], made: Mapping[str, bytes], tolerance: Tolerance
) -> dict[str, bytes]:
    """What is to be committed: a file that is the same within the tolerance stays as it is."""
    return {
        name: committed[name]
        if name in committed
        and not compare({name: committed[name]}, {name: data}, tolerance).differences
        else data
        for name, data in made.items()
    }


def _without(results: Mapping[str, bytes], names: tuple[str, ...]) -> dict[str, bytes]:
    return {name: data for name, data in results.items() if name not in names}


def _write(
    project: Project, committed: Mapping[str, bytes], settled: Mapping[str, bytes]
) -> tuple[str, ...]:
    """Write what changed, each file whole or not at all, and take away what is made no more."""
    changed = [name for name, data in settled.items() if committed.get(name) != data]
    gone = sorted(committed.keys() - settled.keys())
    places = {name: project.inside(f"{RESULTS_FOLDER}/{name}") for name in (*changed, *gone)}
    for name in changed:
        write_bytes(places[name], settled[name])
    for name in gone:
        places[name].unlink()
    return tuple(places)


def _show(project: Project, made: Mapping[str, bytes]) -> None:
    folder = made_folder(project)
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in made.items():
        write_bytes(folder / name, data, durable=False)
