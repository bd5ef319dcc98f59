"""The limits of a run: which one was met, and taking out what a runaway document wrote.

Not here: how they are enforced (`containment`).
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..project.configuration import CompileConfiguration
from ..records.findings import Finding
from .containment import Limits
from .finding import build_finding
from .latexmk import OUTPUT_LOG, Run
from .run_files import RunFiles
from .sources import read_loosely

_MEGABYTE = 1_000_000
_OUT_OF_MEMORY = re.compile(
    r"not enough memory|memory exhausted|^Out of memory|std::bad_alloc|cannot allocate memory",
    re.IGNORECASE | re.MULTILINE,
)
_LOOKED_THROUGH = 20_000  # characters at the end of a log
_KEPT_OF_LOGS = 1_000_000  # bytes
_ONE_WRITE = 65_536  # bytes: a write that would go beyond the limit may be refused whole


def configured_limits(settings: CompileConfiguration, seconds: float | None) -> Limits:
    """The limits of `[compile]`, with another wall time if one is given."""
    return Limits(
        seconds=seconds or settings.timeout_seconds,
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
    if run.status == 0:
        return None
    full = next((p for p in _files_below(files.outdir) if _size(p) >= _nearly(limits)), None)
    if full is not None:
        megabytes = limits.file_bytes / _MEGABYTE
        return build_finding(
            "B11",
            f"TeX was ended when {files.relative(full)} had {megabytes:g} MB",
            files.main_name,
            help="look for a loop that writes; or raise [compile] file_megabytes",
        )
    printed = read_loosely(files.outdir / OUTPUT_LOG)[-_LOOKED_THROUGH:]
    if _OUT_OF_MEMORY.search(printed + read_loosely(files.named(".log"))[-_LOOKED_THROUGH:]):
        return build_finding(
            "B10",
            f"TeX needed more memory than the limit of {limits.memory_bytes / _MEGABYTE:g} MB",
            files.main_name,
            help="look for a loop that collects; or raise [compile] memory_megabytes",
        )
    return None


def remove_written_since(files: RunFiles, begun: int) -> None:
    """Take out what a run wrote, which the next one would find in its way; keep heads of logs.

    Args:
        files: of the run.
        begun: when it began, in nanoseconds.
    """
    logs = (files.named(".log"), files.outdir / OUTPUT_LOG)
    for path in _files_below(files.outdir):
        with contextlib.suppress(OSError):
            if path.lstat().st_mtime_ns < begun:
                continue
            if path in logs:
                os.truncate(path, min(_size(path), _KEPT_OF_LOGS))
            else:
                path.unlink()


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent) / name for name in names)


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.lstat().st_size
    return 0


def _nearly(limits: Limits) -> int:
    return max(limits.file_bytes - _ONE_WRITE, 1)
