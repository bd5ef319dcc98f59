"""Where templates and the catalogue lie: in a checkout beside `scripts/`, in a wheel inside it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def shipped_path(name: str) -> str:
    """The folder `templates` or `catalogue` that came with the program.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    beside = os.path.dirname(os.path.dirname(_PACKAGE))
    for candidate in (os.path.join(_PACKAGE, "_shipped", name), os.path.join(beside, name)):
        if os.path.isdir(candidate):
            return candidate
    raise FileNotFoundError(f"the installation lacks its folder {name}/")


def shipped_folder(name: str) -> Path:
    """`shipped_path` as a `Path`."""
    from pathlib import Path

    return Path(shipped_path(name))


def library_path() -> Path:
    """The folder to put on PYTHONPATH so that a numeric check can import `dlt_proof`."""
    from pathlib import Path

    return Path(_PACKAGE).parent
