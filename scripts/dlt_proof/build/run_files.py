"""The files of one run, and whether they show the sources as they are.

Not here: what is wrong with the document. Nothing is believed only because a document says it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from ..project import Project
from .bibliography_log import files_read
from .containment import CACHE
from .engines import TECTONIC, Engine
from .latex_log import LatexLog, parse_latex_log
from .sources import LONGEST_TEXT, read_loosely

_BANNERS = {"pdflatex": "pdfTeX", "xelatex": "XeTeX", "lualatex": "LuaHBTeX", TECTONIC: "Tectonic"}
#: What each run of TeX makes, and what only the first one may not find.
MADE_BY_EACH_RUN = (".log", ".fls", ".pdf", ".xdv", ".d")
MADE_BY_ALL_RUNS = (".aux", ".blg", ".bbl", ".bcf", ".run.xml", ".fdb_latexmk")
_EVIDENCE = (".log", ".fls", ".pdf", ".xdv", ".blg", ".bbl")
_PDF_END = 2048
_GRAPHIC = re.compile(r"^File: (.+?) Graphic file|^<use +\"?(.+?)\"?(?: >|,|$)", re.MULTILINE)


@dataclass(frozen=True)
class RunFiles:
    """Where one run of one document leaves its files.

    Args:
        project: its root is where TeX runs.
        main_name: the main file, relative to the root.
        outdir: the output folder, absolute.
        engine: which TeX ran.
        brought: files in the output folder that none of our runs made: sources like others.
    """

    project: Project
    main_name: str
    outdir: Path
    engine: Engine
    brought: frozenset[Path] = frozenset()

    def named(self, suffix: str) -> Path:
        """The file with the document's name and this suffix."""
        return self.outdir / f"{Path(self.main_name).stem}{suffix}"

    @property
    def pdf(self) -> Path:
        return self.named(".pdf")

    def relative(self, path: Path) -> str:
        return self.project.relative(path)

    def log(self) -> LatexLog:
        """What the log says; see `LatexLog.ended`."""
        text = read_loosely(self.named(".log"))
        return parse_latex_log(text, frozenset(self._recorded("INPUT")) or None)

    def _recorded(self, what: str) -> list[str]:
        """The files that TeX lists as read (`INPUT`) or written (`OUTPUT`), as it names them."""
        if self.engine.name == TECTONIC:
            return self._prerequisites() if what == "INPUT" else []
        lines = read_loosely(self.named(".fls")).splitlines()
        return [line[len(what) + 1 :] for line in lines if line.startswith(f"{what} ")]

    def _prerequisites(self) -> list[str]:
        """The files that Tectonic read, from its rules for make."""
        rules = read_loosely(self.named(".d")).replace("\\\n", " ").partition(" : ")[2]
        names = [name.replace("\\ ", " ") for name in re.split(r"(?<!\\)\s+", rules) if name]
        # It names the files of the project as if they lay in the output folder.
        prefix = f"{self.outdir}/"
        return [name.removeprefix(prefix) for name in names]

    def _paths(self, names: list[str]) -> list[Path]:
        """Files as TeX names them, each once, absolute."""
        root = self.project.root
        return list(dict.fromkeys(Path(os.path.normpath(root / name)) for name in names))

    def read_by_tex(self) -> list[Path]:
        """Every file that TeX itself read, absolute, those of the installation too."""
        names = [self.main_name, *self._recorded("INPUT")]
        for match in _GRAPHIC.findall(read_loosely(self.named(".log"))):
            names.append("".join(match))
        return self._paths(names)

    def inputs(self) -> list[Path]:
        """Every file that TeX, BibTeX or biber read, absolute, those of the installation too."""
        logs = (self.named(".blg"), *self.other_bibliography_logs())
        names = [name for log in logs for name in files_read(read_loosely(log))]
        also = [each for name in names for each in (name, str(self.outdir / name))]
        return list(dict.fromkeys([*self.read_by_tex(), *self._paths(also)]))

    def other_bibliography_logs(self) -> list[Path]:
        """What BibTeX says of bibliographies beside the main one, as of chapters (`.blg`)."""
        written = self._paths(self._recorded("OUTPUT"))
        asked = [
            path.with_suffix(".blg")
            for path in written
            if path.suffix == ".aux"
            and path.is_relative_to(self.outdir)
            and path != self.named(".aux")
            and "\\bibdata{" in read_loosely(path)
        ]
        return [path for path in asked if path.is_file() and path not in self.brought]

    def own_files(self) -> list[Path]:
        """The project's own files that were read, without what the runs wrote themselves."""
        root = self.project.root
        return [
            path
            for path in self.inputs()
            if path.is_file()
            and (
                path in self.brought
                if path.is_relative_to(self.outdir)
                else path.is_relative_to(root)
            )
        ]

    def left_behind(self) -> list[Path]:
        """What the runs made in the output folder, and what of it the next ones would read."""
        named = [p for p in self.outdir.iterdir() if p.name.startswith(self.named(".").name)]
        cached = (self.outdir / CACHE).rglob("*")
        told = self._paths([*self._recorded("INPUT"), *self._recorded("OUTPUT")])
        below = [path for path in told if path.is_relative_to(self.outdir)]
        each = dict.fromkeys([*named, *cached, *below, *self.other_bibliography_logs()])
        return [path for path in each if path.is_file() and path not in self.brought]

    def doubts(self, log: LatexLog) -> str:
        """Why log and PDF do not show what TeX did with the sources; "" if they do."""
        log_file = self.named(".log")
        if not log_file.is_file():
            return "TeX left no log"
        if log_file.stat().st_size > LONGEST_TEXT:
            return f"the log is longer than {LONGEST_TEXT // 1_000_000} MB, too long to be read"
        text = read_loosely(log_file)
        # A log that was emptied while it was being written has a hole where its beginning was.
        if not log.engine or "\x00" in text[:4096] or "\x00\x00\x00\x00" in text:
            return "the log cannot be read: it does not begin as TeX begins one"
        if log.engine != _BANNERS[self.engine.name]:
            return f"the log was written by {log.engine}, not by {self.engine.name}"
        if not log.ended:
            return "TeX did not finish: its log breaks off"
        return self._written_over(log) or self._doubts_of_pdf(log)

    def _written_over(self, log: LatexLog) -> str:
        evidence = {self.named(suffix).name for suffix in _EVIDENCE}
        for name in log.opened_for_writing:
            if Path(name).name in evidence:
                return f"the document writes to {Path(name).name}, which tells how the run went"
        return ""

    def _doubts_of_pdf(self, log: LatexLog) -> str:
        if log.output_bytes is None:
            if self.pdf.is_file():
                return "a PDF of an earlier run lies beside a log that wrote none"
            return self._doubts_of_records(log)
        if not self.pdf.is_file():
            return "the PDF that the log speaks of is not there"
        written = self.outdir / Path(log.output).name
        if written.suffix != ".xdv":
            written = self.pdf
        elif written.is_file() and written.stat().st_mtime_ns > self.pdf.stat().st_mtime_ns:
            return "the PDF is older than what it is made from (.xdv)"
        if written.suffix == ".pdf" or written.is_file():
            if written.stat().st_size != log.output_bytes:
                return f"{written.name} is not the one that the log speaks of"
        elif self.engine.name != TECTONIC:
            return f"{written.name}, which the log speaks of, is not there"
        if not _is_whole_pdf(self.pdf):
            return "the PDF is not whole"
        return self._doubts_of_records(log)

    def _doubts_of_records(self, log: LatexLog) -> str:
        if self.engine.name == TECTONIC:
            return "" if self.named(".d").is_file() else "Tectonic left no list of what it read"
        if not self.named(".fls").is_file():
            return "TeX left no list of the files it read (.fls)"
        text = read_loosely(self.named(".fls"))
        if not text.startswith("PWD ") or "\x00" in text:
            return "TeX's list of the files it read (.fls) was written over"
        aux = self.named(".aux").name
        written = {Path(name).name for name in self._recorded("OUTPUT")}
        if log.pages and aux not in written and all(m.kind != "error" for m in log.messages):
            return "LaTeX kept no record of labels and references (\\nofiles)"
        return ""

    def file_in_project(self, name: str) -> str:
        """A file as TeX names it, relative to the root; "" if it is none of the project's."""
        if not name:
            return ""
        path = Path(os.path.normpath(self.project.root / name))
        if path.is_relative_to(self.project.root) and path.is_file():
            return path.relative_to(self.project.root).as_posix()
        return ""


def _is_whole_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(5)
        file.seek(max(0, path.stat().st_size - _PDF_END))
        return head == b"%PDF-" and b"%%EOF" in file.read()
