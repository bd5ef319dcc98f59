"""What the last build of a document read, wrote and found, kept in the user's cache folder.

An output folder may come with a project, and sizes and times of files can be set at will: what
lies there is believed only where its digests are those of a build that this user made here.
Not here: what the files say.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ..program import cache_folder, file_state, is_own, state
from ..project import fingerprint
from ..project.files import walk_folders, write_bytes
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from .containment import CACHE, environment, kernel_can_contain
from .run_files import RunFiles

#: Files of a project by their absolute path, each with its state (see `file_state`).
States = Mapping[Path, str]

_KEPT_BUILDS = 500  # of more, those that were not asked for the longest are forgotten


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class KeptWarning(_Kept):
    """A warning of a build that holds; see `Finding`."""

    rule: str
    name: str
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    help: str
    severity: Literal["warning"]


class LastBuild(_Kept):
    """One build.

    Args:
        circumstances: fingerprint of the program, the engine, its settings and variables.
        listing: fingerprint of the names of the project's files, and of the states of those that
            may have been read without a record of it.
        installed: fingerprint of the states of the files that were read outside the project.
        sources: SHA-256 of each file of the project that was read, by its absolute path.
        outputs: SHA-256 of each file in the output folder that was read or written.
        warnings: all it found; None if it found errors, or cannot be believed without a new run.
        pages: of the PDF, None without one.
        files: how many of the project's own files it read.
    """

    circumstances: str
    listing: str
    installed: str
    sources: dict[str, str]
    outputs: dict[str, str]
    warnings: list[KeptWarning] | None
    pages: int | None
    files: int

    def findings(self) -> tuple[Finding, ...]:
        """The findings of a build that holds."""
        return tuple(file_finding(**kept.model_dump()) for kept in self.warnings or ())


def file_states(files: RunFiles) -> dict[Path, str]:
    """The files that a run may find: of the project but its hidden folders, and of the output."""
    found = {}
    for top in (files.project.root, files.outdir):
        for folder, subfolders, names in walk_folders(top):
            subfolders[:] = [
                name
                for name in subfolders
                if top == files.outdir
                or not (name.startswith(".") or Path(folder, name) == files.outdir)
            ]
            for path in (Path(folder, name) for name in names):
                found[path] = _state(path)
    return found


def recall(files: RunFiles) -> LastBuild | None:
    """The last build of this document, if all that it left is still there as it was.

    None too where the program, the engine or its settings were others.
    """
    place = _place(files)
    try:
        with place.open("rb") as stream:
            if not is_own(os.fstat(stream.fileno())):
                return None
            kept = LastBuild.model_validate_json(stream.read())
        os.utime(place)
    except (OSError, ValidationError):
        return None
    if kept.circumstances != _circumstances(files):
        return None
    return kept if kept.outputs == _digests(Path(name) for name in kept.outputs) else None


def changes_since(last: LastBuild, files: RunFiles, states: States) -> set[Path] | None:
    """The files that TeX read and that have changed since a build; None for any other change.

    Other changes are those after which not only TeX has to run: of a bibliography, of what is
    installed, of which files there are.

    Args:
        last: the build, with its outputs in place.
        files: of the document.
        states: what there is now.
    """
    if last.listing != _listing(files, states) or last.installed != _installed(files):
        return None
    now = _digests(Path(name) for name in last.sources)
    pdf = _changed_at(files.pdf)
    changed = {
        Path(name)
        for name, digest in last.sources.items()
        if now[name] != digest or _changed_at(Path(name)) > pdf  # no PDF is older than its sources
    }
    return changed if changed <= set(files.read_by_tex()) else None


def changed_meanwhile(files: RunFiles, states: States, begun: int) -> str:
    """Which source is not as it was when a run began, as a doubt; "" if none is.

    Args:
        files: of the run.
        states: what there was when it began.
        begun: when that was, in nanoseconds.
    """
    for path in files.own_files():
        # A file that was not seen then lies in a hidden folder, or is new.
        if states[path] != _state(path) if path in states else path.stat().st_ctime_ns > begun:
            return f"{files.relative(path)} was changed while TeX ran"
    return ""


def brought_along(files: RunFiles, states: States, last: LastBuild | None) -> frozenset[Path]:
    """What lies in the output folder though no build of ours made it."""
    made = last.outputs if last else {}
    return frozenset(
        path
        for path, state_before in states.items()
        if path.is_relative_to(files.outdir)
        and str(path) not in made
        and path.is_file()
        and _state(path) == state_before
    )


def remember(
    files: RunFiles,
    states: States,
    begun: int,
    findings: Iterable[Finding],
    pages: int | None,
    *,
    holds: bool,
) -> None:
    """Keep what a build read, wrote and found. A folder that cannot be written is no error.

    Nothing is kept where a source has changed since.

    Args:
        files: of the run.
        states: what there was when it began.
        begun: when that was, in nanoseconds.
        findings: what it found.
        pages: of the PDF, None without one.
        holds: nothing has to be run again while nothing changes: there is no error.
    """
    fields = tuple(KeptWarning.model_fields)
    warnings = [
        KeptWarning.model_validate({name: getattr(finding, name) for name in fields})
        for finding in findings
        if holds
    ]
    own = files.own_files()
    kept = LastBuild(
        circumstances=_circumstances(files),
        listing=_listing(files, states),
        installed=_installed(files),
        sources=_digests(own),
        outputs=_digests(files.left_behind()),
        warnings=warnings if holds else None,
        pages=pages,
        files=len(own),
    )
    if changed_meanwhile(files, states, begun):  # now that the digests are taken
        return
    place = _place(files)
    # A name that is not UTF-8 is no JSON; such a document is built anew each time.
    with contextlib.suppress(InputError, ValueError):
        write_bytes(place, kept.model_dump_json().encode(), mode=0o600, durable=False)
    _forget_oldest(place.parent)


def forget(files: RunFiles) -> None:
    """What is about to be run may leave anything behind."""
    with contextlib.suppress(OSError):
        _place(files).unlink(missing_ok=True)


def lock_of(files: RunFiles) -> Path:
    """The file to lock while this document is built to this output folder."""
    return _place(files).with_suffix(".lock")


def _place(files: RunFiles) -> Path:
    root = os.path.realpath(files.project.root)
    name = fingerprint(root, files.main_name, os.path.realpath(files.outdir)).hex()
    return Path(cache_folder(), "builds", f"{name}.json")


def _forget_oldest(folder: Path) -> None:
    with contextlib.suppress(OSError):
        kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-_KEPT_BUILDS]:
            path.unlink()
            path.with_suffix(".lock").unlink(missing_ok=True)


def _circumstances(files: RunFiles) -> str:
    settings = files.project.configuration.compile
    variables = environment(files.project.root, files.outdir / CACHE)
    parts = [state(), files.engine.name, str(settings), str(kernel_can_contain())]
    parts += [f"{name}={value}" for name, value in sorted(variables.items())]
    return fingerprint(*parts).hex()


def _listing(files: RunFiles, states: States) -> str:
    """Fonts and pictures for XeTeX, and what Lua opens, are in no list of what was read."""
    told = states.keys() if files.engine.name == "pdflatex" else set(files.own_files())
    names = sorted(
        str(path) if path in told else f"{path}\0{state_now}"
        for path, state_now in states.items()
        if not path.is_relative_to(files.outdir)
    )
    return fingerprint(*(name.encode("utf-8", "surrogateescape") for name in names)).hex()


def _installed(files: RunFiles) -> str:
    own = (files.project.root, files.outdir)
    outside = (p for p in files.inputs() if not any(p.is_relative_to(home) for home in own))
    return fingerprint(*map(_state, outside)).hex()


def _state(path: Path) -> str:
    try:
        return file_state(str(path), path.stat())
    except OSError:
        return str(path)


def _changed_at(path: Path) -> int:
    """In nanoseconds; 0 if it is not there."""
    return path.stat().st_mtime_ns if path.is_file() else 0


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): _digest(path) for path in paths}


def _digest(path: Path) -> str:
    """The SHA-256 of a file, "" if there is none."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
