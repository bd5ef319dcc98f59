"""A helper for reader tests: a project made of a few texts."""

from pathlib import Path

from dlt_proof.latex import Document, read_document
from dlt_proof.project import Project

HEAD = "\\documentclass{article}\n\\begin{document}\n"
TAIL = "\n\\end{document}\n"


def write(folder: Path, files: dict[str, str]) -> Project:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return Project(folder)


def read(folder: Path, body: str, **others: str) -> Document:
    """The document with this body; `others` are further files, `a_tex` for a.tex."""
    files = {name.replace("_", "."): text for name, text in others.items()}
    return read_document(write(folder, {"main.tex": f"{HEAD}{body}{TAIL}", **files}))


def problems(document: Document) -> list[tuple[str, str, int]]:
    return [(f.rule, f.file, f.line) for f in document.findings]
