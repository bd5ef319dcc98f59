"""Running Tectonic where latexmk is missing: a TeX in one program, which fetches what it needs.

Not here: what its log says. It is XeTeX, and LaTeX comes from its bundle.
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from pathlib import Path

from ..records.errors import InputError, MissingPartError
from .containment import CACHE, Limits, environment, run_contained
from .engines import ENGINES, TECTONIC
from .latexmk import OUTPUT_LOG, Run, refuse_uncontained, refuse_unsafe_names
from .sources import read_loosely

_NOT_FETCHED = re.compile(
    r"error sending request"
    r"|failed to (?:open|create|fetch|download|resolve|retrieve)[^\n]*(?:bundle|http)"
    r"|isn't cached|couldn't probe|dns error|tcp connect error|unable to (?:open|load)[^\n]*bundle"
    r"|failed to lookup address",
    re.IGNORECASE,
)

_TTB = b"tectonicbundle"  # how a bundle in its newer form begins
_DIGEST = "SHA256SUM"  # what one that is a zip file holds besides LaTeX


def run_tectonic(root: Path, main: str, outdir: Path, *, limits: Limits, bundle: str | None) -> Run:
    """Run Tectonic in a project's root until it is done or a limit is met.

    Args:
        root: the folder to run in.
        main: the main file, relative to `root`.
        outdir: the output folder, absolute; it exists.
        limits: at which the run is ended.
        bundle: a file with LaTeX and its packages, relative to `root` or absolute; without one
            Tectonic fetches them.

    Raises:
        InputError: a name cannot be handed to TeX, or the bundle is none; see `find_bundle`.
        MissingPartError: LaTeX could not be fetched, or Tectonic cannot be contained.
    """
    refuse_unsafe_names(main, str(outdir))
    refuse_uncontained(ENGINES[TECTONIC])
    cache = _cache_folder()
    local = () if bundle is None else (str(find_bundle(root, bundle)),)
    command = [
        TECTONIC,
        "-X",
        "compile",
        "--untrusted",
        "--keep-logs",
        "--keep-intermediates",
        "--outdir",
        str(outdir),
        "--makefile-rules",
        str(outdir / f"{Path(main).stem}.d"),
        "-Z",
        "continue-on-errors",
        *(f"--bundle={name}" for name in local),
        main,
    ]
    variables = environment(root, outdir / CACHE) | {"TECTONIC_CACHE_DIR": str(cache)}
    ended = run_contained(
        command,
        root=root,
        outdir=outdir,
        output=outdir / OUTPUT_LOG,
        limits=limits,
        variables=variables,
        readable=local,
        writable=(str(cache),),
        network=bundle is None,
    )
    if ended.by == "itself" and ended.status != 0:
        said = read_loosely(outdir / OUTPUT_LOG)
        if _NOT_FETCHED.search(said):
            raise MissingPartError(
                "Tectonic could not fetch LaTeX (is there a network?)",
                remedy="set [compile] tectonic_bundle to a bundle on this machine, or install "
                "TeX Live with latexmk",
            )
    return Run(ended.by, ended.status)


def find_bundle(root: Path, bundle: str) -> Path:
    """Where a bundle lies, links resolved.

    A project names it, and TeX may then read it: outside the project it has to be a bundle
    indeed, not a folder or a file of the user's.

    Raises:
        InputError: it does not exist, or is something else.
    """
    try:
        path = (root / Path(bundle).expanduser()).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # no such file or user, a link to itself, no name
        raise InputError(f"[compile] tectonic_bundle: {bundle} does not exist") from None
    if not path.is_relative_to(root.resolve()) and not _is_bundle(path):
        raise InputError(
            f"[compile] tectonic_bundle: {bundle} lies outside the project and is no bundle of "
            "Tectonic in one file, and so no document may read it",
            remedy="name a .zip or .ttb file made for Tectonic",
        )
    return path


def _is_bundle(path: Path) -> bool:
    if not path.is_file():
        return False
    with contextlib.suppress(OSError, zipfile.BadZipFile):
        with path.open("rb") as file:
            if file.read(len(_TTB)) == _TTB:
                return True
        with zipfile.ZipFile(path) as archive:
            return _DIGEST in archive.namelist()
    return False


def _cache_folder() -> Path:
    """Where Tectonic keeps what it fetched, shared by all projects of the user."""
    named = os.environ.get("TECTONIC_CACHE_DIR")
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    folder = Path(named) if named else Path(base).expanduser() / "Tectonic"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"Tectonic's folder {folder} cannot be made: {error.strerror}") from None
    return folder
