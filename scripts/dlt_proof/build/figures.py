"""Figures that a document includes and that are not in its PDF: boxes stand in their place.

graphicx prints a box under the options `draft` and `demo`, and for a kind of file that the engine
cannot print, and says nothing. What it does print it names in the log. Not here: figures that are
not there at all, which are errors of TeX.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import dropwhile, islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..latex import FileView
from ..latex.arguments import after, bracket_at, group_at
from ..records.findings import Finding
from .finding import build_finding
from .latex_log import LatexLog
from .run_files import RunFiles

_POSTSCRIPT = (".eps", ".ps")
_BOXES = re.compile(
    r"\\(?:documentclass|usepackage|RequirePackage|PassOptionsToPackage|PassOptionsToClass)\s*"
    r"[\[{][^\[\]{}]*?(?<![\w-])(?P<option>draft|demo)\s*(?=[,\]}])"
    r"|\\setkeys\s*\{Gin\}\s*\{[^{}]*?(?<![\w-])(?P<set>draft)\s*(?=[,}]|=\s*true)"
)
_COMMENT = re.compile(r"(?<!\\)%.*")
_NAMED = 5
_ERRORS_READ = 1_000


class Figure(NamedTuple):
    """An `\\includegraphics` in the sources: its file, where its command begins, the name in it."""

    view: FileView
    start: int
    name: str

    @property
    def spot(self) -> tuple[str, int]:
        """File and offset of its command."""
        return self.view.name, self.start


def figures_not_printed(views: Iterable[FileView], log: LatexLog) -> Iterator[Figure]:
    """The figures of the sources that graphicx did not print, whether TeX came by them or not.

    Left out are those of which TeX told an error, and all where it does not know the command.
    """
    if any(m.kind == "error" and m.key == "\\includegraphics" for m in log.messages):
        return
    printed = [name.replace('"', "") for name in log.pictures]
    errors = (m.text for m in log.messages if m.kind in ("error", "missing-file"))
    told = "\n".join(islice(errors, _ERRORS_READ))
    for view in views:
        for command in view.commands:
            if command.name != "includegraphics":
                continue
            name = _name(view.masked, command.end)
            base = PurePosixPath(name).name
            if base and base not in told and not any(_is_at(p, name) for p in printed):
                yield Figure(view, command.start, name)


def _name(masked: str, end: int) -> str:
    """The argument of `\\includegraphics`; "" where it is not a plain name."""
    end += masked.startswith("*", end)
    for _ in range(2):
        option = bracket_at(masked, end)
        end = after(masked, option) if option else end
    group = group_at(masked, end, within=1_000)
    name = " ".join(masked[slice(*group)].replace('"', "").split()) if group else ""
    return "" if re.search(r"[\\{}#~$]", name) else name


def _is_at(path: str, name: str) -> bool:
    """Whether a file's path is one that a document writes, from a folder of `\\graphicspath` or
    another on."""
    *folders, file = _parts(path)
    *wanted, base = _parts(name)
    if not _is_of(file, base):
        return False
    # epstopdf may put all that it makes into one folder.
    return "-converted-to." in file or folders[len(folders) - len(wanted) :] == wanted


def _parts(path: str) -> list[str]:
    """The parts of a path without steps up and back."""
    parts = posixpath.normpath(path).split("/")
    return list(dropwhile("..".__eq__, parts))


def _is_of(file: str, name: str) -> bool:
    """Whether a file's name is one that a document writes with or without its suffix."""
    stem, _, suffix = name.rpartition(".")
    converted = f"{stem}-{suffix}-converted-to."  # as epstopdf calls what it made of `name`
    return file == name or file.startswith((f"{name}.", f"{name}-eps-converted-to.", converted))


def boxes_asked_for(figures: Sequence[Figure], sources: dict[str, str]) -> Finding | None:
    """A warning where an option of class or package makes boxes of all figures."""
    for file, text in sources.items() if figures else ():
        found = _BOXES.search(_COMMENT.sub(lambda comment: " " * len(comment[0]), text))
        if not found:
            continue
        option = found["option"] or found["set"]
        start = max(found.start("option"), found.start("set"))
        names = list(dict.fromkeys(figure.name for figure in figures))
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return build_finding(
            "B14",
            f"the option {option} prints boxes in place of figures: "
            f"{', '.join(names[:_NAMED])}{more}",
            file,
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
            help="leave it out to see whether the figures are there and fit",
            severity="warning",
        )
    return None


def not_printed(files: RunFiles, figure: Figure) -> Finding:
    """B14 for a figure that TeX came by."""
    place = (figure.view.name, *figure.view.source.position(figure.start))
    postscript = [
        path.name
        for path in files.inputs()
        if path.suffix.lower() in _POSTSCRIPT and _is_at(path.as_posix(), figure.name)
    ]
    if postscript:
        return _postscript(
            files, figure.name, postscript[0], place, "an empty box stands in its place"
        )
    return build_finding(
        "B14",
        f"the figure {figure.name} is not in the PDF, and TeX does not say so",
        *place,
        help="something keeps \\includegraphics from printing: an option draft of its own, or "
        "another meaning that it was given",
    )


def postscript_only(files: RunFiles, name: str, place: tuple[str, int, int]) -> Finding | None:
    """B14 for a figure without suffix that TeX did not find and that is there as PostScript."""
    paths = [files.project.root / f"{name}{suffix}" for suffix in _POSTSCRIPT]
    with suppress(OSError):  # the name may be too long to be one
        for path in filter(Path.is_file, paths):
            return _postscript(files, name, path.name, place, "TeX looks for others and finds none")
    return None


def _postscript(
    files: RunFiles, name: str, file: str, place: tuple[str, int, int], outcome: str
) -> Finding:
    pdf = PurePosixPath(name)
    pdf = pdf.with_suffix(".pdf") if pdf.suffix in _POSTSCRIPT else pdf.with_name(f"{pdf.name}.pdf")
    return build_finding(
        "B14",
        f"the figure {name} is PostScript, which {files.engine.name} does not print: {outcome}",
        *place,
        help=f"convert it beforehand, `epstopdf {file}`, and include {pdf}; "
        "TeX cannot, as it runs no program",
    )
