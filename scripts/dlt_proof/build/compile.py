"""Compile a project and say what is wrong with it as findings B1 to B9.

A run is believed only when its log is there and ended, its PDF has the size the log names, and
no source is newer than the log. Otherwise TeX is made to run again, and if that does not help
the result is B8: nothing here is clean by default.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..project import Project
from ..records.errors import InputError, MissingPartError
from ..records.findings import Finding, Report, Severity, file_finding, in_reading_order
from .latex_log import LatexLog, LogMessage, parse_bibliography_log, parse_latex_log
from .latexmk import OUTPUT_LOG, LatexmkRun, require_tex, run_latexmk
from .packages import where_to_get
from .sources import Place, find_keys, labels_of, read_loosely

OVERFULL_POINTS = 50.0

NAMES = {
    "B1": "tex-error",
    "B2": "undefined-reference",
    "B3": "undefined-citation",
    "B4": "label-defined-twice",
    "B5": "missing-file",
    "B6": "overfull-box",
    "B7": "time-limit",
    "B8": "run-not-trusted",
    "B9": "bibliography",
}

_SOURCE_SUFFIXES = (".tex", ".ltx", ".sty", ".cls", ".def", ".tikz")
_EXCERPT_LENGTH = 80


@dataclass(frozen=True)
class CompileResult:
    """What came of compiling.

    Args:
        report: the findings, command `compile`; `examined["files"]` counts the project's own
            files that TeX and BibTeX read, `examined["pages"]` the pages of the PDF.
        pdf: the PDF this run's log speaks of, even if there were errors; None if there is none.
        pages: its pages, None without a PDF.
        seconds: wall time.
    """

    report: Report
    pdf: Path | None
    pages: int | None
    seconds: float


def compile_document(
    project: Project,
    *,
    main: Path | None = None,
    outdir: Path | None = None,
    timeout_seconds: float | None = None,
) -> CompileResult:
    """Compile a document with latexmk and pdfTeX, without shell escape, and read its logs.

    TeX may read only the project and its own installation, and write only to the output folder.
    Quick when nothing changed; the findings are then those of the run before.

    Args:
        project: its root is where TeX runs.
        main: the main file, by default the project's.
        outdir: where everything is written, by default `.output/`.
        timeout_seconds: wall time for all passes together, by default the configuration's.

    Raises:
        InputError: there is no main file, it lies outside the project, its name cannot be
            handed to TeX, or the output folder cannot be written.
        MissingPartError: latexmk, pdflatex or (where the document needs it) biber is missing.
    """
    main_name = _main_name(project, main)
    require_tex()
    limit = timeout_seconds or project.configuration.compile.timeout_seconds
    started = time.monotonic()
    build = _Build(project, main_name, (outdir or project.output).absolute())
    build.make_folders()
    run = build.run(limit)
    if run.status is not None and build.doubts():
        build.run_started = time.time_ns()
        run = build.run(limit - (time.monotonic() - started), force=True)
    return build.result(run, limit, time.monotonic() - started)


def _main_name(project: Project, main: Path | None) -> str:
    path = project.main_file if main is None else project.root / main
    resolved = path.resolve()
    if not resolved.is_relative_to(project.root.resolve()):
        raise InputError(f"{path} lies outside the project folder {project.root}")
    if not resolved.is_file():
        raise InputError("the file does not exist", file=project.relative(path))
    return project.relative(path)


class _Build:
    """One compilation: the names of its files, and what was read from them."""

    def __init__(self, project: Project, main_name: str, outdir: Path) -> None:
        self.project = project
        self.main_name = main_name
        self.outdir = outdir
        job = Path(main_name).stem
        self.log_file = outdir / f"{job}.log"
        self.pdf_file = outdir / f"{job}.pdf"
        self.recorder_file = outdir / f"{job}.fls"
        self.aux_file = outdir / f"{job}.aux"
        self.bibliography_log = outdir / f"{job}.blg"
        self.biber_file = outdir / f"{job}.bcf"
        self.run_started: int | None = None

    def make_folders(self) -> None:
        """The output folder, with a folder for each one that `\\include` may name."""
        root = self.project.root
        try:
            self.outdir.mkdir(parents=True, exist_ok=True)
            for folder, subfolders, files in os.walk(root):
                subfolders[:] = [name for name in subfolders if not name.startswith(".")]
                path = Path(folder)
                if path == self.outdir:
                    subfolders.clear()
                elif any(name.endswith(".tex") for name in files):
                    (self.outdir / path.relative_to(root)).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"the output folder {self.outdir} cannot be written: {error.strerror}"
            ) from None

    def run(self, timeout_seconds: float, *, force: bool = False) -> LatexmkRun:
        root = self.project.root
        inside = self.outdir.is_relative_to(root)
        outdir = self.outdir.relative_to(root).as_posix() if inside else str(self.outdir)
        try:
            return run_latexmk(
                root, self.main_name, outdir, timeout_seconds=timeout_seconds, force=force
            )
        except OSError as error:
            raise InputError(f"latexmk cannot be run: {error}") from None

    def doubts(self) -> str:
        """Why the log and the PDF do not show the sources as they are; "" if they do."""
        if not self.log_file.is_file():
            return "TeX left no log"
        log = self.log()
        if not log.ended:
            return "TeX did not finish: its log breaks off"
        if log.pdf_bytes is not None:
            if not self.pdf_file.is_file():
                return "the PDF that the log speaks of is not there"
            if self.pdf_file.stat().st_size != log.pdf_bytes:
                return "the PDF is not the one that the log speaks of"
        elif self.pdf_file.is_file():
            return "a PDF of an earlier run lies beside a log that wrote none"
        if not self.recorder_file.is_file():
            return "TeX left no list of the files it read (.fls)"
        # After a forced run only what changed while it ran is newer than what it shows; so a
        # source whose time lies in the future does not make every run stale.
        shown = self.run_started or self.log_file.stat().st_mtime_ns
        now = time.time_ns()
        for path in self.own_files():
            changed = path.stat().st_mtime_ns
            if changed > shown and (self.run_started is None or changed <= now):
                return f"{self.project.relative(path)} is newer than the PDF"
        return ""

    def log(self) -> LatexLog:
        return parse_latex_log(read_loosely(self.log_file))

    def own_files(self) -> list[Path]:
        """The project's own files that TeX and BibTeX read, without what they wrote themselves."""
        root = self.project.root
        names = [self.main_name]
        for line in read_loosely(self.recorder_file).splitlines():
            if line.startswith("INPUT "):
                names.append(line.removeprefix("INPUT "))
        for name in re.findall(
            r"^Database file #\d+: (.+?)$", read_loosely(self.bibliography_log), re.MULTILINE
        ):
            names += [name, str(self.outdir / name)]
        found = dict.fromkeys(Path(os.path.normpath(root / name)) for name in names)
        return [
            path
            for path in found
            if path.is_relative_to(root) and not path.is_relative_to(self.outdir) and path.is_file()
        ]

    # What the logs say, as findings.

    def result(self, run: LatexmkRun, limit: float, seconds: float) -> CompileResult:
        own_files = self.own_files()
        pdf = pages = None
        findings: list[Finding] = []
        if run.status is None:
            findings.append(
                _finding(
                    "B7",
                    f"TeX was ended at the time limit of {limit:g} s",
                    self.main_name,
                    help="look for a macro that calls itself; or raise [compile] timeout_seconds",
                )
            )
        else:
            log = self.log()
            doubts = self.doubts()
            if not doubts and log.pages is not None:
                pdf, pages = self.pdf_file, log.pages
            findings += self._tex_findings(log, {p: self._text(p) for p in own_files})
            findings += self._bibliography_findings({f.message for f in findings})
            findings += self._trust_findings(run, log, doubts, findings)
        examined = {"files": len(own_files)} | ({"pages": pages} if pages else {})
        return CompileResult(
            Report("compile", in_reading_order(findings), examined), pdf, pages, seconds
        )

    def _text(self, path: Path) -> str:
        return read_loosely(path) if path.suffix in _SOURCE_SUFFIXES else ""

    def _tex_findings(self, log: LatexLog, texts: dict[Path, str]) -> Iterator[Finding]:
        sources = {self.project.relative(path): text for path, text in texts.items()}
        # On a pass that broke off, or whose errors kept latexmk from the next one, references
        # are undefined that are none.
        failed = any(message.kind in ("error", "missing-file") for message in log.messages)
        finished = log.pages is not None and not (failed and log.unsettled)
        seen: set[str] = set()
        for message in log.messages:
            file = self._file(message.file)
            if message.kind == "error":
                yield self._error(message, file, sources)
            elif message.kind == "missing-file":
                yield _finding(
                    "B5",
                    f"{message.text} is missing",
                    file or self.main_name,
                    message.line if file else 0,
                    help=where_to_get(message.text),
                )
            elif message.kind == "overfull":
                if message.points > OVERFULL_POINTS:
                    yield _finding(
                        "B6",
                        f"{message.text} beyond the margin",
                        file or self.main_name,
                        message.line if file else 0,
                        severity="warning",
                        help="break the line or the formula",
                    )
            elif not finished:
                continue
            elif message.kind == "label":
                if not message.key.endswith("@cref") and message.key not in seen:
                    seen.add(message.key)
                    yield _duplicate_label(message.key, sources)
            else:
                yield _undefined(message, file or self.main_name, sources)
        if finished:
            yield from _summed_up_only(log)

    def _error(self, message: LogMessage, file: str, sources: dict[str, str]) -> Finding:
        text = f"undefined macro {message.key}" if message.key else message.text.rstrip(".")
        lines = sources.get(file, "").split("\n")
        if 0 < message.line <= len(lines):
            excerpt = lines[message.line - 1].strip()
            if excerpt:
                text += f": {excerpt[:_EXCERPT_LENGTH]}"
                text += "…" if len(excerpt) > _EXCERPT_LENGTH else ""
        help = f"the log around it: {self.project.relative(self.log_file)}"
        return _finding("B1", text, file or self.main_name, message.line if file else 0, help=help)

    def _file(self, name: str) -> str:
        """A file as TeX names it, relative to the root; "" if it is none of the project's."""
        if not name:
            return ""
        path = Path(os.path.normpath(self.project.root / name))
        if path.is_relative_to(self.project.root) and path.is_file():
            return path.relative_to(self.project.root).as_posix()
        return ""

    def _bibliography_findings(self, told: set[str]) -> Iterator[Finding]:
        names = re.findall(r"\\bibdata\{(.*?)\}", read_loosely(self.aux_file))
        if not names and not self.biber_file.is_file():
            return
        for name in (part.strip() for group in names for part in group.split(",")):
            file = name if name.endswith(".bib") else f"{name}.bib"
            folders = (self.project.root, self.outdir, *_search_path("BIBINPUTS"))
            if not any((folder / file).is_file() for folder in folders):
                yield _finding("B5", f"{file} is missing", self.main_name)
        if not self.bibliography_log.is_file():
            yield _finding("B9", "the bibliography was not made", self.main_name)
            return
        for message in parse_bibliography_log(read_loosely(self.bibliography_log)):
            if message.missing_key:
                text = f"no entry {message.missing_key!r} in the bibliography"
                if not any(_quotes(t, message.missing_key) for t in told):
                    yield _finding("B9", text, self.main_name)
            else:
                file = self._file(message.file)
                yield _finding(
                    "B9", message.text, file or self.main_name, message.line if file else 0
                )

    def _trust_findings(
        self, run: LatexmkRun, log: LatexLog, doubts: str, findings: list[Finding]
    ) -> Iterator[Finding]:
        help = f"see {self.project.relative(self.outdir / OUTPUT_LOG)}"
        errors = any(finding.severity == "error" for finding in findings)
        if log.premature_end:
            yield _finding("B8", "the file ends before \\end{document}", self.main_name)
        elif doubts:
            yield _finding("B8", doubts, self.main_name, help=help)
        elif log.pages is None and not errors:
            yield _finding("B8", "TeX wrote no page", self.main_name, help=help)
        elif log.unsettled and log.pages is not None and not errors:
            yield _finding(
                "B8", "references still change from pass to pass", self.main_name, help=help
            )
        elif run.status != 0 and not errors:
            if self.biber_file.is_file() and shutil.which("biber") is None:
                raise MissingPartError(
                    "biber not found: the bibliography is made with biblatex",
                    remedy="on Debian or Ubuntu: apt-get install texlive-bibtex-extra biber",
                )
            yield _finding("B8", f"latexmk failed ({run.status})", self.main_name, help=help)
        if re.search(r"/silence\.sty$", read_loosely(self.recorder_file), re.MULTILINE):
            yield _finding(
                "B8",
                "the package silence can hide undefined references from the log",
                self.main_name,
                help="leave it out, so that references and labels can be checked",
            )


def _search_path(variable: str) -> list[Path]:
    return [Path(part) for part in os.environ.get(variable, "").split(os.pathsep) if part]


def _finding(
    rule: str,
    message: str,
    file: str,
    line: int = 0,
    column: int = 0,
    *,
    help: str = "",
    severity: Severity = "error",
) -> Finding:
    return file_finding(
        rule,
        NAMES[rule],
        message,
        file=file,
        line=line,
        column=column,
        help=help,
        severity=severity,
    )


def _quotes(message: str, key: str) -> bool:
    return repr(key) in message


def _undefined(message: LogMessage, file: str, sources: dict[str, str]) -> Finding:
    """B2 or B3, placed where the key stands nearest to the line that LaTeX told."""
    rule = "B2" if message.kind == "reference" else "B3"
    what = "reference to" if rule == "B2" else "citation of"
    if not message.key:  # cleveref: no name for this kind of label
        return _finding(
            rule, message.text, file, message.line, help="give it a name with \\crefname"
        )
    places = find_keys(sources, message.key)
    place = min(
        places,
        key=lambda p: (abs(p.line - message.line), p.file != file),
        default=Place(file, message.line, 0 if message.line == 0 else 1),
    )
    return _finding(
        rule,
        f"{what} {message.key!r}, which is not defined",
        place.file,
        place.line,
        place.column,
        help="mend the key, or define it",
    )


def _duplicate_label(key: str, sources: dict[str, str]) -> Finding:
    places = labels_of(sources, key)
    help = "every reference to it goes to the last one"
    if len(places) < 2:  # a macro makes it: its place is not in the sources as such
        place = places[0] if places else Place("", 0, 0)
        return _finding("B4", f"label {key!r} is defined more than once", *place, help=help)
    first, second = places[:2]
    message = f"label {key!r} is defined here and at {first.file}:{first.line}"
    return _finding("B4", message, *second, help=help)


def _summed_up_only(log: LatexLog) -> Iterator[Finding]:
    """What LaTeX counts at the end though no message before named it (some package ate it)."""
    told = {message.kind for message in log.messages}
    if "reference" in log.summary and not told & {"reference", "citation"}:
        yield _finding("B2", "LaTeX reports undefined references without naming them", "")
    if "citation" in log.summary and "citation" not in told:
        yield _finding("B3", "LaTeX reports undefined citations without naming them", "")
    if "label" in log.summary and "label" not in told:
        yield _finding("B4", "LaTeX reports labels defined twice without naming them", "")
