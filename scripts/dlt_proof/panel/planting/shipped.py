"""The shipped excerpts, for papers that offer too little to be planted in.

They lie in `catalogue/planted/*.toml`; `catalogue/planted/README.md` says what a file holds. An
excerpt is shown under the name of one of the paper's own files.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from ...latex import Document
from ...project import shipped_folder
from ...project.files import split_lines
from ...records.errors import InputError, RefusedError
from ..lenses import DESK_EDITOR, LENSES, Lens, Reads
from ..paper_units import PAPER
from ..units import Passage, Unit
from .records import Place, Planted

_TEXTS = ("lens", "kind", "old", "new", "change", "claim", "evidence")
_PARTS = ("setting", "used", "statement", "proof", "paper")
_KIND = re.compile(r"\\begin\{([a-z]+)\}")


@dataclass(frozen=True)
class Excerpt:
    """A sound excerpt and the change that makes it unsound.

    Args:
        name: `rigour/geometric-sum`.
        lenses: names of the lenses that must see it.
        parts: the sound texts by role, in the order in which they are shown.
        old, new: words that stand exactly once in the parts, and what is put for them.
        kind, change, claim, evidence: as in `Draft`.
    """

    name: str
    lenses: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    old: str
    new: str
    kind: str
    change: str
    claim: str
    evidence: str

    @property
    def reads(self) -> str:
        """What kind of unit it makes."""
        return "paper" if self.parts[0][0] == "paper" else "statements"


@cache
def shipped_excerpts(folder: Path | None = None) -> tuple[Excerpt, ...]:
    """The shipped excerpts.

    Args:
        folder: where they lie, by default the catalogue that came with the program.

    Raises:
        InputError: a file is not as described.
    """
    found = []
    for path in sorted((folder or shipped_folder("catalogue") / "planted").glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise InputError(str(error), file=path.name) from None
        for name, table in tables.items():
            found += _excerpts(f"{path.stem}/{name}", table, f"{path.name}: {name}")
    return tuple(found)


def _excerpts(name: str, table: object, where: str) -> list[Excerpt]:
    """One excerpt for each fault of a table."""
    if not isinstance(table, dict) or not {"fault"} < table.keys() <= {"fault", *_PARTS}:
        raise InputError(f"{where}: expected `fault`, and of {', '.join(_PARTS)}")
    parts = tuple((role, str(table[role]).strip("\n")) for role in _PARTS if role in table)
    known = {lens.name for lens in (*LENSES, DESK_EDITOR)}
    found = []
    for number, fault in enumerate(table["fault"], start=1):
        if not isinstance(fault, dict) or fault.keys() != set(_TEXTS):
            raise InputError(f"{where}: a fault has {', '.join(_TEXTS)}, and nothing else")
        lenses = tuple(word.strip() for word in fault["lens"].split(","))
        if not set(lenses) <= known:
            raise InputError(f"{where}: expected lenses of {', '.join(sorted(known))}")
        if sum(text.count(fault["old"]) for _, text in parts) != 1:
            raise InputError(f"{where}: `old` of fault {number} does not stand exactly once")
        texts = {key: fault[key] for key in _TEXTS if key != "lens"}
        found.append(Excerpt(name=f"{name}/{number}", lenses=lenses, parts=parts, **texts))
    return found


def shipped_planted(lens: Lens, document: Document, wanted: int, random: Random) -> list[Planted]:
    """Copies of shipped excerpts for a lens, as many as are wanted.

    Raises:
        RefusedError: there are not so many.
    """
    own = [e for e in shipped_excerpts() if lens.name in e.lenses and e.reads == lens.reads]
    if len(own) < wanted:
        raise RefusedError(
            f"only {len(own)} of {wanted} weaknesses can be planted for the lens {lens.name}",
            remedy="add excerpts to catalogue/planted",
        )
    files = [name for name in document.files if name != document.main] or [document.main]
    chosen = random.sample(own, wanted)
    if lens.reads == "paper":
        return [planted_of(excerpt, document.main, 1) for excerpt in chosen]
    return [planted_of(each, random.choice(files), random.randrange(4, 60)) for each in chosen]


def planted_of(excerpt: Excerpt, file: str, line: int) -> Planted:
    """A copy of an excerpt with its fault, and the sound one beside it.

    Args:
        excerpt: the excerpt.
        file: the name it is shown under.
        line: the number of its first line.
    """
    sound = _unit(excerpt, excerpt.parts, file, line)
    parts = tuple((role, text.replace(excerpt.old, excerpt.new)) for role, text in excerpt.parts)
    copy = _unit(excerpt, parts, file, line)
    start = line
    for (_, before), (_, after) in zip(excerpt.parts, parts, strict=True):
        if before != after:
            at = before.index(excerpt.old)
            first = start + before.count("\n", 0, at)
            # Whole lines that are taken out leave none.
            last_before = first + excerpt.old.count("\n") - excerpt.old.endswith("\n")
            last = last_before + excerpt.new.count("\n") - excerpt.old.count("\n")
            place = Place(file, first, last, first, last_before)
            break
        start += len(split_lines(before)) + 1
    return Planted(
        unit=copy,
        original=sound,
        kind=excerpt.kind,
        change=excerpt.change,
        claim=excerpt.claim,
        evidence=excerpt.evidence,
        places=(place,),
        shipped=True,
    )


def _unit(excerpt: Excerpt, parts: tuple[tuple[str, str], ...], file: str, line: int) -> Unit:
    passages = []
    kind = next((m[1] for r, t in parts if r == "statement" and (m := _KIND.search(t))), "")
    # The titles that `units` gives.
    titles = {
        "setting": "running text",
        "used": "lemma (without its proof)",
        "statement": f"the {kind} to be read",
        "proof": f"proof of the {kind}",
        "paper": file,
    }
    for role, text in parts:
        lines = tuple(enumerate(split_lines(text), start=line))
        passages.append(Passage(role, titles[role], file, lines))
        line += len(lines) + 1
    digest = hashlib.sha256(f"{excerpt.name} {file} {line}".encode()).hexdigest()
    reads: Reads = "paper" if excerpt.reads == "paper" else "statements"
    name = PAPER if reads == "paper" else excerpt.name
    return Unit(name, reads, tuple(passages), (), (), (), digest)
