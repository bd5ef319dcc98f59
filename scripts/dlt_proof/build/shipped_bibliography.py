"""A bibliography that comes made with the project, as arXiv wants it: a `.bbl`, perhaps no `.bib`.

TeX reads it where none was made in the output folder. Not here: what BibTeX or biber says
(`files_asked_for`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..records.findings import Finding
from .finding import build_finding
from .run_files import RunFiles
from .sources import nearest_place, read_loosely, written_names

_NAMED_FOR_BIBTEX = re.compile(r"\\bibdata\{([^{}\n]*+)\}")
# Patterns of names (`glob`) are biber's to follow.
_NAMED_FOR_BIBER = re.compile(
    r'<bcf:datasource type="file"(?![^<>]*glob="true")[^<>]*+>([^<]++)</bcf:datasource>'
)


def shipped_bibliography(files: RunFiles) -> Path | None:
    """The project's own `.bbl` that TeX read in the place of one made in this build, if any."""
    shipped = files.project.root / files.named(".bbl").name
    made = files.named(".bbl").is_file()
    return shipped if not made and shipped in files.own_files() else None


def databases_named(files: RunFiles) -> Iterator[tuple[str, bool]]:
    """The databases that the document names, by file, and whether each is there."""
    names = ",".join(_NAMED_FOR_BIBTEX.findall(read_loosely(files.named(".aux")))).split(",")
    named = [
        name if name.endswith(".bib") else f"{name}.bib" for name in map(str.strip, names) if name
    ]
    named += _NAMED_FOR_BIBER.findall(read_loosely(files.named(".bcf")))
    searched = os.environ.get("BIBINPUTS", "").split(os.pathsep)
    folders = [files.project.root, files.outdir, *(Path(part) for part in searched if part)]
    for name in dict.fromkeys(named):
        yield name, any((folder / name).is_file() for folder in folders)


def could_be_made(files: RunFiles) -> bool:
    """Whether the bibliography came made and yet everything is there to make it."""
    there = [there for _, there in databases_named(files)]
    return shipped_bibliography(files) is not None and bool(there) and all(there)


def shipped_findings(shipped: Path, files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """A warning that the bibliography is as it came."""
    missing = [name for name, there in databases_named(files) if not there]
    if not missing:
        return
    place = nearest_place(sources, written_names(missing[0]), files.main_name, 0)
    yield build_finding(
        "B9",
        f"the bibliography is {files.relative(shipped)} as it came, not made anew: "
        f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not there",
        place.file,
        place.line,
        help="nothing to do where it is meant so, as for arXiv; else add the database",
        severity="warning",
    )
