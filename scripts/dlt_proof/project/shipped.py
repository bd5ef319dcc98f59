"""What came with the program, in a checkout or a plugin beside `scripts/`, in a wheel inside it:
where templates and the catalogue lie, and how this installation gets packages it lacks."""

from __future__ import annotations

import os
import sys

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


def packages_remedy() -> str:
    """How to run this installation with the packages it needs."""
    launcher = _beside("bin", "dlt-proof")
    if launcher is None:
        return "pip install dlt-proof-writing"
    return f"run {launcher} instead, which gets what it needs"


def models_remedy() -> str:
    """How this installation gets the packages for asking models over the API."""
    maker = _beside("scripts", "plugin", "environment.sh")
    # `environment.sh` calls the folder of all its environments so. In any other one pip is at home.
    if maker is None or os.path.basename(os.path.dirname(sys.prefix)) != "environment":
        return "pip install 'dlt-proof-writing[models]'"
    return f"sh {maker} --with-models"


def _beside(*names: str) -> str | None:
    """A file of the checkout or plugin, as a word of a shell; None in a wheel."""
    path = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), *names)
    if not os.path.isfile(path):
        return None
    from shlex import quote

    return quote(path)
