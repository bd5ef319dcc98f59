"""Where evals lie: folders below `eval_results/` that are proof projects."""

from pathlib import Path

from ..project import Project, open_project
from ..project.files import is_folder
from ..records.errors import InputError

FOLDER = "eval_results"
ALL = "all"


def find_evals(name: str) -> list[Project]:
    """The evals of a name: one, or every one below `eval_results/` for `all`.

    Args:
        name: a folder; `08-anchor-convergence` or `08`, below `eval_results/`; or `all`.

    Raises:
        InputError: there is none, or several have the name, or it is no proof project.
    """
    if is_folder(name):
        return [_proof_project(Path(name))]
    shelf = find_shelf()
    if name == ALL:
        found = [
            Project(path.resolve())
            for path in (sorted(shelf.iterdir()) if shelf else ())
            if path.is_dir() and Project(path.resolve()).is_proof_project
        ]
        if not found:
            raise InputError(f"there is no eval: no proof project below {FOLDER}/")
        return found
    matches = [
        path
        for path in (sorted(shelf.iterdir()) if shelf else ())
        if path.is_dir() and (path.name == name or path.name.startswith(f"{name}-"))
    ]
    if len(matches) != 1:
        how = "several match" if matches else "there is none"
        raise InputError(f"no eval {name!r}: {how}", remedy=f"name its folder below {FOLDER}/")
    return [_proof_project(matches[0])]


def find_shelf() -> Path | None:
    """The nearest folder `eval_results` from here upwards, else that of this checkout."""
    checkout = Path(__file__).resolve().parents[3]
    for base in (Path.cwd(), *Path.cwd().parents, checkout):
        if (base / FOLDER).is_dir():
            return base / FOLDER
    return None


def _proof_project(folder: Path) -> Project:
    project = open_project(folder)
    if not project.is_proof_project:
        raise InputError(
            f"{project.root.name} is no proof project: it has no .proof-research/",
            remedy="`dlt-proof eval new NAME` makes one",
        )
    return project
