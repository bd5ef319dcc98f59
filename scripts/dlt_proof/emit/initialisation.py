"""`init`: a project from templates that compiles and lints clean as made."""

from pathlib import Path

from ..catalogue.entries import load_patterns
from ..project import Project, shipped_folder, write_text
from ..project.person import require_person
from ..project.templates import render
from ..records.errors import InputError


def initialise(
    folder: Path, *, pattern: str | None = None, autonomous: bool = False
) -> tuple[Project, list[str]]:
    """Make a proof project, or add to one whatever file it lacks.

    Args:
        folder: where; made if it does not exist.
        pattern: identifier of an organisational pattern of the catalogue.
        autonomous: a person allows goals to be approved by default.

    Returns:
        The project and the files made, relative to it.

    Raises:
        InputError: the folder is a file, holds something that is no proof project, or the
            pattern is unknown.
        RefusedError: an agent asks for `autonomous`.
    """
    patterns = load_patterns()
    if pattern is not None and pattern not in patterns:
        known = ", ".join(sorted(patterns)) or "none"
        raise InputError(f"there is no pattern {pattern!r}", remedy=f"known: {known}")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file, a folder was expected")
    project = Project(folder.resolve())
    if not project.is_proof_project and folder.is_dir() and _holds_more_than_git(folder):
        raise InputError(
            f"{folder} is not empty and is no proof project",
            remedy="init makes a new folder; nothing was written",
        )
    if autonomous:
        require_person("leave to approve by default")
    values = {
        "title": project.root.name.replace("-", " ").replace("_", " ").capitalize(),
        "pattern": patterns[pattern] if pattern else None,
    }
    existed = project.is_proof_project
    made = []
    source = shipped_folder("templates") / "project"
    for template in sorted(source.rglob("*.j2")):
        name = template.relative_to(source).as_posix().removesuffix(".j2")
        target = project.root / name
        # Of a project that exists only missing research files are made: its LaTeX is its own.
        if target.exists() or (existed and _is_own_business(project, name)):
            continue
        write_text(target, render(f"project/{name}.j2", **values))
        made.append(name)
    if autonomous:
        project.state.append("autonomy", {"allowed": True})
    return project, made


def _is_own_business(project: Project, name: str) -> bool:
    """Whether a missing file is missing on purpose: the project has LaTeX of its own."""
    try:
        project.main_file  # noqa: B018 - asked for its error
    except InputError:
        return False
    return not name.startswith(".proof-research/")


def _holds_more_than_git(folder: Path) -> bool:
    return any(path.name != ".git" for path in folder.iterdir())
