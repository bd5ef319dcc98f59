"""The shipped steps that canaries are made from where a paper has too few proved ones.

They lie in `catalogue/canaries/*.toml`; `catalogue/canaries/README.md` says what a file holds.
"""

import tomllib
from functools import cache
from pathlib import Path

from ...project import shipped_folder
from ...records.errors import InputError
from ...records.evidence import Job

_TEXTS = ("claim", "left", "relation", "right", "justification", "proving")
_LISTS = ("hypotheses", "may_use", "definitions", "earlier", "domains")


@cache
def shipped_jobs(folder: Path | None = None) -> dict[str, Job]:
    """The jobs of the shipped steps by name.

    Args:
        folder: where they lie, by default the catalogue that came with the program.

    Raises:
        InputError: a file is not as described.
    """
    jobs: dict[str, Job] = {}
    for path in sorted((folder or shipped_folder("catalogue") / "canaries").glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise InputError(str(error), file=path.name) from None
        for name, table in tables.items():
            jobs[f"shipped:{path.stem}/{name}"] = _job(table, f"{path.name}: {name}")
    return jobs


def _job(table: object, where: str) -> Job:
    if not isinstance(table, dict) or not table.keys() <= {"step", "sign", *_TEXTS, *_LISTS}:
        raise InputError(f"{where}: expected the keys {', '.join((*_TEXTS, *_LISTS))}")
    texts = {key: " ".join(str(table.get(key, "")).split()) for key in _TEXTS}
    lists = {key: tuple(" ".join(str(t).split()) for t in table.get(key, ())) for key in _LISTS}
    return Job(**texts, **lists)
