"""`[compile]` of a project's configuration: its settings, and how far a project may set its limits.

A project is not always the user's own, so it may not give itself what it likes. Not here: how the
limits are kept (`build`).
"""

from __future__ import annotations

import os
from types import MappingProxyType

from ..records.errors import InputError
from ..records.record import Record

#: The most that a project may set, by name.
CEILINGS = MappingProxyType(
    {
        "timeout_seconds": 3600.0,
        "memory_megabytes": 16384.0,
        "file_megabytes": 4096.0,
        "output_megabytes": 8192.0,
    }
)
_VARIABLE = "DLT_PROOF_MOST_"


class CompileConfiguration(Record):
    """`[compile]`: which TeX compiles the paper, and what one run may use, up to `CEILINGS`.

    Args:
        engine: `pdflatex`, `xelatex`, `lualatex` or `tectonic`; None: as the main file says.
        timeout_seconds: wall time.
        memory_megabytes: address space of each process.
        file_megabytes: size of each file that is written.
        output_megabytes: of all files that are written.
        tectonic_bundle: LaTeX for Tectonic as a file; None: Tectonic fetches it.
    """

    engine: str | None = None
    timeout_seconds: float = 300.0
    memory_megabytes: float = 4096.0
    file_megabytes: float = 512.0
    output_megabytes: float = 1024.0
    tectonic_bundle: str | None = None


def check_limits(settings: CompileConfiguration, file: str) -> None:
    """See that limits are limits, and no higher than a project may set them.

    Args:
        settings: as read.
        file: where they stand.

    Raises:
        InputError: one is not positive, or above its ceiling; or the user's variable for that
            ceiling is no number.
    """
    for name in CEILINGS:
        value = getattr(settings, name)
        if not 0 < value < float("inf"):
            raise InputError(f"[compile] {name} must be a positive number", file=file)
        variable = _VARIABLE + name.upper()
        ceiling = _ceiling(name, variable)
        if value > ceiling:
            raise InputError(
                f"[compile] {name} = {value:g} is above {ceiling:g}, the most a project may set",
                file=file,
                remedy=f"lower it; or, if you trust the project, set {variable} in the environment",
            )


def _ceiling(name: str, variable: str) -> float:
    said = os.environ.get(variable)
    if said is None:
        return CEILINGS[name]
    try:
        ceiling = float(said)
    except ValueError:
        ceiling = 0.0
    if not 0 < ceiling < float("inf"):
        raise InputError(f"{variable} in the environment must be a positive number, not {said!r}")
    return ceiling
