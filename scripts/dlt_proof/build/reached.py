"""Whether TeX comes by some places of the sources: a copy with marks in them is run, and counted.

A reference that LaTeX has no record of and that its log does not mention stands in text that is
not typeset, or in a document that keeps LaTeX from warning, in whatever way. Only TeX can tell
which. Not here: which places are in doubt (`unsaid`).
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ..latex import Document
from ..project import Project
from ..records.errors import InputError, MissingPartError
from .containment import CACHE
from .latexmk import Run
from .run_files import RunFiles
from .sources import read_loosely

#: A file of the document and an offset in it, at which a command begins.
Spot: TypeAlias = tuple[str, int]


class Reached(NamedTuple):
    """What a marked run told.

    Args:
        spots: where TeX came by, once or more often.
        whole: the run went on to the end, so TeX came by no other place.
    """

    spots: frozenset[Spot]
    whole: bool


def spots_reached(
    files: RunFiles, document: Document, spots: Collection[Spot], run: Callable[[RunFiles], Run]
) -> Reached:
    """Run a copy of the document that says when it comes by some commands.

    Args:
        files: of the run that is in doubt; nothing of it is changed.
        document: its sources, as they were read.
        spots: the commands.
        run: runs TeX once over other files with what is left of the limits.
    """
    if not spots:
        return Reached(frozenset(), whole=True)
    mark = _Mark()
    numbered = dict(enumerate(spots, start=1))
    with tempfile.TemporaryDirectory(prefix="dlt-proof-", ignore_cleanup_errors=True) as folder:
        try:
            copy = _copy(files, Path(folder))
            _write_marks(document, copy, numbered, mark)
            ended = run(copy)
        except (OSError, shutil.Error, InputError, MissingPartError):
            return Reached(frozenset(), whole=False)
        told = mark.numbers_in(read_loosely(copy.named(".log")))
        log = copy.log()
    return Reached(
        frozenset(numbered[number] for number in told if number in numbered),
        whole=ended.ended == "itself" and log.ended and log.pages is not None,
    )


class _Mark:
    """A macro that types a number which the document cannot know, forge or keep from the log.

    Its name is new each time, so the document cannot give it another meaning. A document can have
    TeX end the line at a character of its choice (`\\newlinechar`), so the number is typed twice
    without any character in common: in digits, and as so many thousands in Roman ones. The log
    shows either only where TeX did what is asked, and not where it quotes the sources.
    """

    def __init__(self) -> None:
        letters = "".join(secrets.choice("ABCDEFGH") for _ in range(30))
        self.name = f"marked{letters}"
        self._digits = letters
        self._roman = letters.translate(str.maketrans("ABCDEFGH", "PQRSTUVW"))

    @property
    def definition(self) -> str:
        return f"\\let\\{self.name}\\message "

    def command(self, number: int) -> str:
        typed = f"{self._digits}\\number{number};{self._roman}\\romannumeral{number}000:"
        return f"\\{self.name}{{{typed}}}"

    def numbers_in(self, log: str) -> set[int]:
        digits = re.findall(rf"{self._digits}(\d+);", log)
        roman = re.findall(rf"{self._roman}(m+):", log)
        return {*map(int, digits), *map(len, roman)}


def _copy(files: RunFiles, folder: Path) -> RunFiles:
    """The project's files that TeX read and what it wrote, in another folder."""
    root = folder.resolve() / "copy"
    project = Project(str(root))
    project.configuration = files.project.configuration
    inside = files.outdir.is_relative_to(files.project.root)
    outdir = root / (files.outdir.relative_to(files.project.root) if inside else ".output")
    shutil.copytree(
        files.outdir, outdir, symlinks=True, ignore=shutil.ignore_patterns(CACHE, files.pdf.name)
    )
    (outdir / CACHE / "tmp").mkdir(parents=True)
    for path in files.own_files():
        target = root / files.relative(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return replace(files, project=project, outdir=outdir)


def _write_marks(
    document: Document, copy: RunFiles, numbered: dict[int, Spot], mark: _Mark
) -> None:
    """The sources of the copy, with a mark before each command."""
    texts = defaultdict[str, dict[int, str]](dict)
    for number, (file, offset) in numbered.items():
        texts[file][offset] = mark.command(number)
    main = document.files[document.main].text
    begin = 1 if main.startswith("\ufeff") else 0
    texts[document.main][begin] = mark.definition + texts[document.main].get(begin, "")
    for file, marks in texts.items():
        text = document.files[file].text
        parts = []
        last = 0
        for offset, written in sorted(marks.items()):
            parts += [text[last:offset], written]
            last = offset
        parts.append(text[last:])
        (copy.project.root / file).write_bytes("".join(parts).encode())
