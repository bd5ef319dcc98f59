"""Reading the cases of the enumeration of steps (`tests/cases/steps/README.md`)."""

import re
from dataclasses import dataclass
from pathlib import Path

from dlt_proof.latex import Document, read_document
from dlt_proof.project import Project

FOLDER = Path(__file__).parent.parent / "cases" / "steps"
_HEAD = "\\documentclass{article}\n\\newtheorem{lemma}{Lemma}\n\\newtheorem{claim}{Claim}\n"


@dataclass(frozen=True)
class Case:
    """A proof with its steps marked."""

    name: str
    text: str
    expected: tuple[tuple[int, int, str, str, str, str], ...]


def cases() -> list[Case]:
    """All cases, in the order of the files."""
    return [
        _case(f"{path.stem}: {piece.split(chr(10), 1)[0]}", piece.split("\n", 1)[1])
        for path in sorted(FOLDER.glob("*.txt"))
        for piece in path.read_text(encoding="utf-8").split("### ")[1:]
    ]


def _case(name: str, piece: str) -> Case:
    marked, _, sides = piece.partition("---\n")
    lines = marked.splitlines()
    preamble = [line[10:] for line in lines if line.startswith("preamble: ")]
    statement = [line[11:] for line in lines if line.startswith("statement: ")]
    proof = [line for line in lines if not re.match("(?:preamble|statement): ", line)]
    marked = "\n".join(
        [
            _HEAD + "\n".join(preamble),
            "\\begin{document}",
            "\\begin{lemma}\\label{lem:x}",
            *(statement or ["Something holds."]),
            "\\end{lemma}",
            "\\begin{proof}",
            *proof,
            "\\end{proof}",
            "\\end{document}\n",
        ]
    )
    wanted = [line.split(" | ", 1) for line in sides.splitlines() if line.strip()]
    text = re.sub("[«»‹]", "", marked)
    expected: list[tuple[int, int, str, str, str, str]] = []
    relations = iter(wanted)
    removed = 0
    for match in re.finditer("«([^»]*)»|‹", marked):
        place = match.start() - removed
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        if match[0] == "‹":
            expected.append((line, column, "prose", "", "", ""))
            removed += 1
        else:
            left, right = next(relations)
            expected.append((line, column, "relation", match[1], left, right))
            removed += 2
    assert next(relations, None) is None, f"{name}: more sides than signs"
    return Case(name, text, tuple(expected))


def read(folder: Path, text: str, **files: str) -> Document:
    """A document of these files, `main.tex` first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "main.tex").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.tex").write_text(content, encoding="utf-8")
    return read_document(Project(folder))
