"""The limits of a run: what they are, and which one was met.

Not here: how they are enforced (`containment`).
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from ..project.compile_configuration import CompileConfiguration
from ..records.errors import InputError
from ..records.findings import Finding
from .containment import Limits
from .finding import build_finding
from .latexmk import OUTPUT_LOG, Run
from .measuring import DEEPEST, LONGEST, walk
from .run_files import RunFiles

_MEGABYTE = 1_000_000
_OUT_OF_MEMORY = re.compile(
    r"not enough memory|memory exhausted|^Out of memory|std::bad_alloc|cannot allocate memory",
    re.IGNORECASE | re.MULTILINE,
)
_LOOKED_THROUGH = 20_000  # bytes at the end of a log
_ONE_WRITE = 65_536  # bytes: a write that would go beyond the limit may be refused whole


def configured_limits(settings: CompileConfiguration, seconds: float | None) -> Limits:
    """The limits of `[compile]`, with another wall time if one is given.

    Raises:
        InputError: the wall time given is none.
    """
    if seconds is not None and not 0 < seconds < float("inf"):
        raise InputError(f"--timeout must be a positive number of seconds, not {seconds:g}")
    return Limits(
        seconds=settings.timeout_seconds if seconds is None else seconds,
        memory_bytes=int(settings.memory_megabytes * _MEGABYTE),
        file_bytes=int(settings.file_megabytes * _MEGABYTE),
        total_bytes=int(settings.output_megabytes * _MEGABYTE),
    )


def limit_met(files: RunFiles, run: Run, limits: Limits) -> Finding | None:
    """B7, B10 or B11, which names the limit and its setting; None if the run met none."""
    if run.ended == "time":
        return build_finding(
            "B7",
            f"TeX was ended at the time limit of {limits.seconds:g} s",
            files.main_name,
            help="look for a macro that calls itself; or raise [compile] timeout_seconds",
        )
    if run.ended == "total":
        return build_finding(
            "B11",
            f"TeX was ended when it had written {limits.total_bytes / _MEGABYTE:g} MB",
            files.main_name,
            help="look for a loop that writes; or raise [compile] output_megabytes",
        )
    if run.ended == "depth":
        return build_finding(
            "B11",
            f"TeX was ended when it had made folders within folders, more than {DEEPEST} or with "
            f"names of more than {LONGEST} characters together",
            files.main_name,
            help="look for a loop that makes folders",
        )
    if run.status == 0:
        return None
    for entry in walk(str(files.outdir)):
        if entry.status.st_size < _nearly(limits) or stat.S_ISDIR(entry.status.st_mode):
            continue
        full = files.relative(files.outdir.joinpath(*entry.above, entry.name))
        return build_finding(
            "B11",
            f"TeX was ended when {full} had {limits.file_bytes / _MEGABYTE:g} MB",
            files.main_name,
            help="look for a loop that writes; or raise [compile] file_megabytes",
        )
    printed = _end_of(files.outdir / OUTPUT_LOG)
    if _OUT_OF_MEMORY.search(printed + _end_of(files.named(".log"))):
        return build_finding(
            "B10",
            f"TeX needed more memory than the limit of {limits.memory_bytes / _MEGABYTE:g} MB",
            files.main_name,
            help="look for a loop that collects; or raise [compile] memory_megabytes",
        )
    return None


def _end_of(log: Path) -> str:
    if not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LOOKED_THROUGH))
        return file.read().decode("utf-8", errors="replace")


def _nearly(limits: Limits) -> int:
    return max(limits.file_bytes - _ONE_WRITE, 1)
