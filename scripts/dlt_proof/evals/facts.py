"""What is to be known of an eval, each found out when it is first asked for, in a copy of it.

Facts of a spoiled copy take over from those of the good one what the spoiling cannot have changed.
Not here: what is made of them (`deciders`, `results`).
"""

import hashlib
import os
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

from ..build import CompileResult, compile_document
from ..checks.stored import fingerprint, stored_checks
from ..gates import GATES, GateContext, GateResult, ReviewState, evaluate_gates, load_review
from ..graph.plan_file import Plan, read_plan
from ..latex import Document, read_document
from ..plan.numeric import DEFAULT_SEED, CheckResult, run_check_file, run_checks
from ..project import Project, read_loosely
from ..project.root import RESEARCH_FOLDER
from ..records.errors import InputError
from ..records.plan import PlanNode
from ..trace import TraceCheck, check_trace, start_sweep, verify_steps, write_trace
from .assertions import FILE as ASSERTIONS_FILE
from .check_files import EvalCheck, eval_checks
from .errata import FILE as ERRATA_FILE
from .errata import Errata, read_errata
from .pdf_text import pdf_pages
from .tolerance import Tolerance

RESULTS_FOLDER = "results"
#: What neither gates nor LaTeX look at.
_BESIDE = (RESULTS_FOLDER, ERRATA_FILE, ASSERTIONS_FILE)
#: What LaTeX does not look at.
_NOT_PRINTED = (*_BESIDE, RESEARCH_FOLDER)


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check that was run, and the picture of its claims, "" where it made none."""

    check: EvalCheck
    result: CheckResult
    plot: str


class Facts:
    """The facts of one copy.

    Args:
        project: the copy, in which whatever is needed is made.
        seed: of the numeric checks.
        tolerance: how far numbers may be from those that are written down.
        progress: told what is being done.
        base: facts of the copy that this one was made of.
        changed: the files that were changed since, or the folders.
    """

    def __init__(
        self,
        project: Project,
        *,
        seed: int = DEFAULT_SEED,
        tolerance: Tolerance | None = None,
        progress: Callable[[str], None] = lambda _: None,
        base: "Facts | None" = None,
        changed: Collection[str] = (),
    ) -> None:
        self.project = project
        self.seed = seed
        known = Tolerance() if base is None else base.tolerance
        self.tolerance: Tolerance = tolerance or known
        self.progress = progress
        self._base = base
        self._changed = tuple(changed)
        #: By what decides a run's outcome; shared, since the same run has the same outcome.
        self._runs: dict[tuple[str, str], CheckRun] = {} if base is None else base._runs
        self._gates: dict[tuple[str, bool], list[GateResult]] = {}
        self._made: dict[str, bytes] | None = None

    def _same(self, beside: tuple[str, ...]) -> "Facts | None":
        """The facts before, where all that was changed is what a fact does not look at."""
        if all(name.split("/")[0] in beside for name in self._changed):
            return self._base
        return None

    @cached_property
    def plan(self) -> Plan:
        return read_plan(self.project)

    @cached_property
    def document(self) -> Document:
        """The paper.

        Raises:
            InputError: a part of it could not be read: half a paper decides nothing.
        """
        document = read_document(self.project)
        unread = next((f for f in document.findings if f.severity == "error"), None)
        if unread is not None:
            raise InputError(unread.message, file=unread.file, line=unread.line)
        return document

    @cached_property
    def errata(self) -> Errata:
        return read_errata(self.project)

    # Numeric checks.

    @cached_property
    def checks(self) -> list[EvalCheck]:
        return eval_checks(self.project, self.plan)

    def find_check(self, name: str) -> EvalCheck:
        """A check by its node's label or its file.

        Raises:
            InputError: there is none.
        """
        for check in self.checks:
            if name in (check.key, check.file):
                return check
        known = ", ".join(check.key for check in self.checks) or "none"
        raise InputError(f"there is no numeric check {name!r}", remedy=f"there are: {known}")

    def run(self, check: EvalCheck) -> CheckRun:
        """What a check says when it is run."""
        key = self._key(check)
        if key is None or key not in self._runs:
            self.progress(f"running {check.file}")
            return self._run_anew(check)
        return self._runs[key]

    def all_runs(self) -> list[CheckRun]:
        """What every check says, in the order of `checks`; they run beside each other."""
        by_output: dict[str, list[EvalCheck]] = {}
        for check in self.checks:  # those that write the same files, after each other
            by_output.setdefault(check.stem, []).append(check)
        found: dict[str, CheckRun] = {}

        def run_some(checks: list[EvalCheck]) -> None:
            for check in checks:
                found[check.key] = self.run(check)

        with ThreadPoolExecutor(os.cpu_count() or 1) as executor:
            list(executor.map(run_some, by_output.values()))
        return [found[check.key] for check in self.checks]

    def _run_anew(self, check: EvalCheck) -> CheckRun:
        if check.node is None:
            result = run_check_file(
                self.project, check.file, label=check.key, seed=self.seed, plot=True
            )
        else:
            [result] = run_checks(
                self.project, self.plan, seed=self.seed, labels=[check.key], plots=True
            )
        plot = self.project.output / "checks" / f"{check.stem}.svg"
        done = result.outcome != "could not run" and plot.is_file()
        run = CheckRun(check, result, read_loosely(plot) if done else "")
        if (key := self._key(check)) is not None:
            self._runs[key] = run
        return run

    def _key(self, check: EvalCheck) -> tuple[str, str] | None:
        """What decides the outcome of a run: the file with what it imports, the statement, and
        whatever else lies in `checks/`, which the file may read."""
        node = check.node or PlanNode(
            label=check.key, kind="claim", statement="", section="", line=1, check=check.file
        )
        try:
            digest = hashlib.sha256(fingerprint(self.project, node).encode())
            for path in sorted((self.project.root / "checks").rglob("*")):
                if path.is_file() and path.suffix not in (".py", ".pyc"):
                    digest.update(path.name.encode() + b"\0" + path.read_bytes())
            return check.key, digest.hexdigest()
        except (InputError, OSError):
            return None

    def _record_checks(self) -> None:
        """Run what gates need: the checks of nodes that have no current result of this copy."""
        stored = stored_checks(self.project, self.plan.managed.values())
        missing = {label for label, result in stored.items() if not result.counts}
        missing |= {check.key for check in self.checks} - stored.keys()
        if len(missing) > 1 and not self._runs:
            self.all_runs()
            return
        for check in self.checks:
            if check.node is not None and check.key in missing:
                self.progress(f"running {check.file}")
                self._run_anew(check)

    # The sweep.

    def trace(self, *, recompute: bool = False) -> TraceCheck:
        """The sweep with the free checkers asked; with `recompute` all of it computed again."""
        same = self._same(_BESIDE)
        if same is not None:
            return same.trace(recompute=recompute)
        return self._recomputed if recompute or "_recomputed" in self.__dict__ else self._traced

    @cached_property
    def _traced(self) -> TraceCheck:
        self._sweep()
        return check_trace(self.project, self.document)

    @cached_property
    def _recomputed(self) -> TraceCheck:
        self._sweep()
        self.progress("computing the evidence again")
        return check_trace(self.project, self.document, recompute=True)

    def _sweep(self) -> None:
        self.progress("checking the steps of the proofs")
        start_sweep(self.project, self.document)
        verify_steps(
            self.project,
            self.document,
            progress=lambda number, of, step: self.progress(f"step {number} of {of}: {step}"),
        )
        write_trace(self.project, self.document)

    # Gates, review, PDF.

    def gates(self, upto: str, *, final: bool) -> list[GateResult]:
        """The gates from A to `upto`."""
        same = self._same(_BESIDE)
        if same is not None:
            return same.gates(upto, final=final)
        if (upto, final) not in self._gates:
            self._record_checks()
            self.progress(f"gate {upto}")
            context = GateContext(self.project, final=final)
            before = GATES[: GATES.index("C.5")]
            results = evaluate_gates(context, upto if upto in before else before[-1])
            if upto not in before and results[-1].holds:
                self.trace()
                results = evaluate_gates(context, upto)
            self._gates[upto, final] = results
        return self._gates[upto, final]

    @cached_property
    def review(self) -> ReviewState:
        return load_review(self.project, self.document)

    @cached_property
    def build(self) -> CompileResult:
        same = self._same(_NOT_PRINTED)
        if same is not None:
            return same.build
        self.progress("compiling")
        return compile_document(self.project)

    @cached_property
    def pdf(self) -> bytes:
        """The compiled PDF.

        Raises:
            InputError: there is none.
        """
        if self.build.pdf is None:
            first = next(iter(self.build.report.errors), None)
            raise InputError(f"there is no PDF{f': {first.message}' if first else ''}")
        return self.build.pdf.read_bytes()

    @cached_property
    def pages(self) -> list[str]:
        """The normalised text of each page of the PDF."""
        return pdf_pages(self.pdf)

    # Results.

    def made(self, make: "Callable[[Facts], dict[str, bytes]]") -> dict[str, bytes]:
        """The results as they are made here, by their names below `results/`."""
        same = self._same(_BESIDE)
        if same is not None:
            return same.made(make)
        if self._made is None:
            self._made = make(self)
        return self._made

    @cached_property
    def committed(self) -> dict[str, bytes]:
        """The results as they are committed, by their names below `results/`."""
        return read_results(self.project)


def read_results(project: Project) -> dict[str, bytes]:
    """The files of `results/`, by their names below it."""
    folder = project.root / RESULTS_FOLDER
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
