"""Compile a project and say what is wrong with it as findings B1 to B14.

A run is believed only when its log is there and ended, its PDF is the one the log names, and no
source changed while it went on. Otherwise everything is made anew, and if that does not help the
result is B8: nothing here is clean by default. What an earlier build found is told again only
where `last_build` shows that nothing has changed since.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..project import Project
from ..records.errors import InputError, MissingPartError
from ..records.findings import Finding, Report, in_reading_order
from .containment import Limits, program_path
from .engines import TECTONIC, choose_engine, engine_on_this_machine
from .files_asked_for import (
    bibliography_findings,
    failed_for_nothing,
    outside_findings,
    printed_findings,
)
from .finding import build_finding
from .findings import read_sources, references_are_settled, tex_findings
from .last_build import (
    LastBuild,
    States,
    brought_along,
    changed_meanwhile,
    changes_since,
    file_states,
    forget,
    lock_of,
    recall,
    remember,
)
from .latex_log import LatexLog
from .latexmk import OUTPUT_LOG, Run, run_latexmk
from .limits import configured_limits, limit_met
from .one_at_a_time import alone
from .output_before import led_astray, make_folders, remove_cache, remove_made
from .output_folder import refuse_irregular_files, remove_written_since
from .run_files import MADE_BY_ALL_RUNS, MADE_BY_EACH_RUN, RunFiles
from .shipped_bibliography import could_be_made, shipped_bibliography, shipped_findings
from .sources import read_loosely
from .tectonic import run_tectonic
from .terminal import doubts_of_runs
from .unsaid import unsaid_findings


@dataclass(frozen=True)
class CompileResult:
    """What came of compiling.

    Args:
        report: the findings, command `compile`; `examined["files"]` counts the project's own
            files that were read, `examined["pages"]` the pages of the PDF.
        pdf: the PDF this run's log speaks of, even if there were errors; None if there is none.
        pages: its pages, None without a PDF.
        seconds: wall time.
        engine: which TeX ran, `pdflatex`.
    """

    report: Report
    pdf: Path | None
    pages: int | None
    seconds: float
    engine: str


def compile_document(
    project: Project,
    *,
    main: Path | None = None,
    outdir: Path | None = None,
    timeout_seconds: float | None = None,
    engine: str | None = None,
) -> CompileResult:
    """Compile a document without shell escape, and read its logs.

    TeX may read only the project and its own installation, and write only to the output folder.
    Quick when nothing changed; the findings are then those of the run before.

    Args:
        project: its root is where TeX runs.
        main: the main file, by default the project's.
        outdir: where everything is written, by default `.output/`.
        timeout_seconds: wall time for all passes together, by default the configuration's.
        engine: which TeX, by default what the configuration or the main file names.

    Raises:
        InputError: there is no main file, it lies outside the project, its name cannot be
            handed to TeX, the output folder cannot be written, there is no such engine, or
            another compile of the same document is running.
        MissingPartError: latexmk, the engine or (where the document needs it) biber is missing,
            or this machine cannot keep the engine to the project.
    """
    main_name = _main_name(project, main)
    settings = project.configuration.compile
    asked = choose_engine(
        engine, settings.engine, read_loosely(project.root / main_name), main_name
    )
    chosen = engine_on_this_machine(asked, program_path(project.root))
    limits = configured_limits(settings, timeout_seconds)
    target = (outdir or project.output).absolute()
    _refuse_output_over_sources(project, target, main_name)
    files = RunFiles(project, main_name, target, chosen)
    with alone(lock_of(files), main_name):
        refuse_irregular_files(files)
        return _Build(files, limits).compile()


def _main_name(project: Project, main: Path | None) -> str:
    path = project.main_file if main is None else project.root / main
    resolved = path.resolve()
    if not resolved.is_relative_to(project.root.resolve()):
        raise InputError(f"{path} lies outside the project folder {project.root}")
    if not resolved.is_file():
        raise InputError("the file does not exist", file=project.relative(path))
    return project.relative(path)


def _refuse_output_over_sources(project: Project, outdir: Path, main_name: str) -> None:
    main = (project.root / main_name).resolve()
    if main.is_relative_to(outdir.resolve()):
        raise InputError(
            f"the output folder {outdir} holds the sources, where TeX must not write",
            remedy="give a folder of its own, like .output",
        )


@dataclass(frozen=True, slots=True)
class _FinishedRun:
    """One run, and whether it can be believed.

    Args:
        states: what there was when it began.
        begun: when that was, in nanoseconds.
        status: its exit status.
        log: what the log says.
        doubts: why its files do not show what TeX did; "" if they do.
        overtaken: why they show sources that are no longer so; "" if they do not.
    """

    states: States
    begun: int
    status: int
    log: LatexLog
    doubts: str
    overtaken: str


class _Build:
    """One compilation: its files and limits."""

    def __init__(self, files: RunFiles, limits: Limits) -> None:
        self.files = files
        self.limits = limits
        self.begun = time.monotonic()

    def compile(self) -> CompileResult:
        states = file_states(self.files)
        last = recall(self.files)
        changed = changes_since(last, self.files, states) if last else None
        if last and last.warnings is not None and changed == set():
            return self._result(last.findings(), last.pages, last.files)
        begun = time.time_ns()
        run = self._run_on(states, last, anew=changed is None)
        # What was built on may be at fault, or somebody was still writing.
        if isinstance(run, _FinishedRun):
            astray = led_astray(self.files, run.log, run.states.keys())
            if run.overtaken or astray or (run.doubts and changed is not None):
                remove_made(self.files, astray)
                run = self._run_on(file_states(self.files), None, anew=True)
        if isinstance(run, _FinishedRun) and could_be_made(self.files):
            # Of two, TeX and latexmk take what lies in the output folder.
            self.files.named(".bbl").touch()
            run = self._run_on(run.states, last, anew=False)
        files = len(self.files.own_files())
        if isinstance(run, Finding):
            if run.rule == "B11":
                remove_written_since(self.files, begun)
            return self._result([run], None, files)
        findings, pages = self._outcome(run)
        holds = pages is not None and all(finding.severity == "warning" for finding in findings)
        remember(self.files, run.states, run.begun, findings, pages, holds=holds)
        return self._result(findings, pages, files)

    def _result(self, findings: Iterable[Finding], pages: int | None, files: int) -> CompileResult:
        examined = {"files": files} | ({"pages": pages} if pages else {})
        return CompileResult(
            Report("compile", in_reading_order(findings), examined),
            None if pages is None else self.files.pdf,
            pages,
            time.monotonic() - self.begun,
            self.files.engine.name,
        )

    def _run_on(
        self, states: States, last: LastBuild | None, *, anew: bool
    ) -> _FinishedRun | Finding:
        """Run TeX on what the last build left, or without what it left; the limit if it met one.

        Args:
            states: what there is before it.
            last: the last build, if what it left is there.
            anew: take out what all runs make, references and bibliographies too.
        """
        forget(self.files)
        made = MADE_BY_EACH_RUN + (MADE_BY_ALL_RUNS if anew else ())
        remove_made(self.files, map(self.files.named, made))
        if anew and last is None:
            remove_cache(self.files)
        make_folders(self.files)
        begun = time.time_ns()
        run = self._run(self.files)
        self.files = replace(self.files, brought=brought_along(self.files, states, last))
        limit = limit_met(self.files, run, self.limits)
        if limit:
            return limit
        log = self.files.log()
        return _FinishedRun(
            states,
            begun,
            run.status,
            log,
            self.files.doubts(log) or doubts_of_runs(run.passes, log, self.files),
            changed_meanwhile(self.files, states, begun),
        )

    def _run(self, files: RunFiles) -> Run:
        """Run TeX on the document or a copy of it, with what is left of the time."""
        left = self.limits.seconds - (time.monotonic() - self.begun)
        limits = replace(self.limits, seconds=max(left, 0.0))
        root = files.project.root
        if files.engine.name == TECTONIC:
            bundle = files.project.configuration.compile.tectonic_bundle
            return run_tectonic(root, files.main_name, files.outdir, limits=limits, bundle=bundle)
        inside = files.outdir.is_relative_to(root)
        outdir = files.outdir.relative_to(root).as_posix() if inside else str(files.outdir)
        try:
            return run_latexmk(root, files.main_name, outdir, files.engine, limits=limits)
        except OSError as error:
            raise InputError(f"latexmk cannot be run: {error}") from None

    def _outcome(self, run: _FinishedRun) -> tuple[list[Finding], int | None]:
        """What is wrong, and how many pages there are that can be believed."""
        log = run.log
        sources = read_sources(self.files)
        findings = list(tex_findings(self.files, log, sources))
        shipped = shipped_bibliography(self.files)
        if shipped:
            findings += shipped_findings(shipped, self.files, sources)
        else:
            findings += bibliography_findings(self.files, sources, findings)
        outside = list(outside_findings(self.files, sources))
        findings += outside
        findings += printed_findings(self.files, sources)
        findings += self._trust_findings(run, findings)
        if references_are_settled(log):
            findings += unsaid_findings(self.files, log, sources, self._run)
        return findings, None if run.doubts or run.overtaken or outside else log.pages

    def _trust_findings(self, run: _FinishedRun, findings: list[Finding]) -> Iterator[Finding]:
        log, doubts = run.log, run.doubts or run.overtaken
        main = self.files.main_name
        help = f"see {self.files.relative(self.files.outdir / OUTPUT_LOG)}"
        errors = any(finding.severity == "error" for finding in findings)
        if log.premature_end:
            yield build_finding("B8", "the file ends before \\end{document}", main)
        elif doubts:
            yield build_finding("B8", doubts, main, help=help)
        elif log.pages is None and not errors:
            yield build_finding("B8", "TeX wrote no page", main, help=help)
        elif log.unsettled and log.pages is not None and not errors:
            yield build_finding("B8", "references still change from pass to pass", main, help=help)
        elif run.status != 0 and not errors and not failed_for_nothing(self.files):
            biber = self.files.named(".bcf").is_file()
            if biber and shutil.which("biber", path=program_path(self.files.project.root)) is None:
                raise MissingPartError(
                    "biber not found: the bibliography is made with biblatex",
                    remedy="on Debian or Ubuntu: apt-get install texlive-bibtex-extra biber",
                )
            yield build_finding("B8", f"TeX failed ({run.status})", main, help=help)
