"""Where templates and the catalogue lie: in a checkout beside `scripts/`, in a wheel inside it."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_folder(name: str) -> Path:
    """The folder `templates` or `catalogue` that came with the program.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    for candidate in (_PACKAGE / "_shipped" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation lacks its folder {name}/")


def library_path() -> Path:
    """The folder to put on PYTHONPATH so that a numeric check can import `dlt_proof`."""
    return _PACKAGE.parent
