"""The shipped steps that canaries are made from where a paper has too few proved ones.

They lie in `catalogue/canaries/*.toml`; `catalogue/canaries/README.md` says what a file holds.
"""

import tomllib
from functools import cache
from pathlib import Path

from ...mathematics.formula_signs import RELATIONS
from ...project import shipped_folder
from ...records.errors import InputError
from ...records.evidence import Job

#: How the name of a shipped step begins.
SHIPPED = "shipped:"
_NEEDED = ("left", "sign", "right", "justification", "proving", "hypotheses")
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
            jobs[f"{SHIPPED}{path.stem}/{name}"] = _job(table, f"{path.name}: {name}")
    return jobs


def _job(table: object, where: str) -> Job:
    keys = {*_NEEDED, *_LISTS}
    if not isinstance(table, dict) or not {*_NEEDED} <= table.keys() <= keys:
        raise InputError(f"{where}: expected {', '.join(_NEEDED)}, and of {', '.join(_LISTS)}")
    left, sign, right = table["left"], table["sign"], table["right"]
    if sign not in RELATIONS:
        raise InputError(f"{where}: sign: expected a relation, found {sign!r}")
    return Job(
        claim=f"{left} {sign} {right}",
        left=left,
        relation=RELATIONS[sign],
        right=right,
        justification=table["justification"],
        proving=table["proving"],
        hypotheses=tuple(table["hypotheses"]),
        may_use=tuple(table.get("may_use", ())),
        definitions=tuple(table.get("definitions", ())),
        earlier=tuple(table.get("earlier", ())),
        domains=tuple(table.get("domains", ())),
    )
