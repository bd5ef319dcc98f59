"""What the tests of the review share: a reader's file, and the words of its commands."""

import json
from pathlib import Path

from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project

LEMMA, THEOREM = "sections/02-lemma.tex", "sections/03-theorem.tex"
WEAKNESS = {
    "file": THEOREM,
    "line": 7,
    "claim": "the case x = 0 is missing",
    "evidence": "x may be 0",
    "severity": "major",
}


def filed(
    project: Project, tmp_path: Path, reader: str, *weaknesses: object, **more: object
) -> Path:
    """A file with what a reader of the text as it is now has found."""
    path = tmp_path / f"{reader.replace(' ', '-')}.json"
    answer = {
        "reader": reader,
        "text": load_review(project, read_document(project)).text,
        "summary": "line by line",
        "weaknesses": list(weaknesses),
        **more,
    }
    path.write_text(json.dumps(answer))
    return path


def classify(
    project: Project, kind: str, by: str, *more: str, weakness: str = "W1"
) -> tuple[object, ...]:
    """The words of `review classify`."""
    return ("review", "classify", weakness, kind, project, "--by", by, "--reason", "because", *more)


def fix(project: Project, by: str, *more: object, weakness: str = "W1") -> tuple[object, ...]:
    """The words of `review fix`."""
    return ("review", "fix", weakness, project, "--by", by, "--note", "said", *more)


def line_of(project: Project, file: str, words: str) -> int:
    """The line on which some words begin."""
    text = (project.root / file).read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1
