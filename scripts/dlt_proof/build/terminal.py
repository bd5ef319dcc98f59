"""What TeX printed while it ran, held against the files that it left.

A document can write to the log, the list of files and the labels that TeX leaves; LuaLaTeX's even
after TeX has closed them. It cannot take back what was printed, nor what the kernel saw of files
(`witness`). Not here: what the log says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from .engines import TECTONIC
from .latex_log import LatexLog, parse_latex_log
from .log_errors import UNEXPLAINED
from .run_files import RunFiles
from .sources import LONGEST_TEXT

_LONGEST_READ = 1 << 16  # characters of a line
#: Files that TeX writes once in a run, and files that only BibTeX or biber writes.
_OF_TEX = (".log", ".fls", ".aux", ".pdf", ".xdv", ".bcf")
_OF_OTHERS = (".bbl", ".blg")
_ENDED = re.compile(r"^(?:Output written on |No pages of output)", re.MULTILINE)


class _Ended(BaseModel):
    """What `witness` says of a run that ended."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    status: int
    events: dict[str, dict[str, int]] | None


@dataclass(frozen=True)
class TexRun:
    """One run of TeX.

    Args:
        printed: all of it.
        events: what happened meanwhile to the document's files in the output folder: how often
            each, by suffix, was `closed` after writing, `deleted`, `moved here`, `moved away`;
            None where the system does not tell.
    """

    printed: str
    events: Mapping[str, Mapping[str, int]] | None


def keep_printed(printed: Path, mark: str, target: Path) -> tuple[TexRun, ...]:
    """Write what latexmk and its programs printed to a file for people; the runs of TeX in it.

    Args:
        printed: all that was printed, with the lines of `witness`.
        mark: with which these begin.
        target: the file to write; it lies where the document could write too, so it is new.
    """
    runs: list[TexRun] = []
    begun: list[str] | None = None
    size = 0
    target.unlink(missing_ok=True)
    with (
        printed.open(encoding="utf-8", errors="replace", newline="\n") as lines,
        target.open("x", encoding="utf-8") as kept,
    ):
        for line in iter(lambda: lines.readline(_LONGEST_READ), ""):
            if not line.startswith(f"{mark} "):
                kept.write(line)
                size += len(line)
                if begun is not None and size < LONGEST_TEXT:
                    begun.append(line)
                continue
            what, _, text = line[len(mark) + 1 :].rstrip("\n").partition(" ")
            if what == "begins":
                begun = []
            elif what == "ended":
                runs.append(TexRun("".join(begun or ()), _events(text)))
                begun = None
    return tuple(runs)


def _events(text: str) -> Mapping[str, Mapping[str, int]] | None:
    try:
        return _Ended.model_validate_json(text).events
    except ValidationError:
        return None


def doubts_of_runs(runs: Sequence[TexRun], log: LatexLog, files: RunFiles) -> str:
    """Why the files that TeX left are not what it wrote; "" if nothing speaks against them.

    Args:
        runs: all of this build, in their order.
        log: what the log says, which is of the last one.
        files: of the document.
    """
    for run in runs:
        for doubt in _written_by_others(run, files):
            return doubt
    if not runs:  # Tectonic is one program, and is watched by none
        return "" if files.engine.name == TECTONIC else "no program was seen to run TeX"
    last = runs[-1]
    told = {(message.kind, message.key or message.text) for message in log.messages}
    told.add(("error", UNEXPLAINED))
    for message in parse_latex_log(last.printed).messages:
        if (message.kind, message.key or message.text) not in told:
            return f"the log does not tell what TeX printed: {message.text}"
    # Of the engines, only LuaTeX lets a document change files once TeX has ended with them.
    by_lua = files.engine.name == "lualatex"
    if by_lua and log.pages is not None and not _ENDED.search(last.printed):
        return "the document kept TeX from printing what it says, so that its log is all there is"
    return ""


def _written_by_others(run: TexRun, files: RunFiles) -> Iterator[str]:
    """A doubt for each file that was not written as TeX writes it."""
    events = run.events or {}
    for suffix in (*_OF_TEX, *_OF_OTHERS):
        seen = events.get(suffix, {})
        file = files.named(suffix)
        moved = seen.get("moved here", 0) - (suffix == ".fls")  # TeX gives it its name in the end
        gone = seen.get("moved away", 0) + seen.get("deleted", 0)
        if suffix == ".pdf" and not file.exists():
            gone = 0  # which TeX does itself after an error
        if seen.get("closed", 0) > (suffix in _OF_TEX) or moved > 0 or gone:
            yield f"the document writes to {file.name}, which tells how the run went"
    if run.events is not None and not events.get(".log", {}).get("closed"):
        yield f"TeX wrote no {files.named('.log').name}"
