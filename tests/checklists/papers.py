"""Tiny papers for the tests of checklists."""

from dataclasses import dataclass
from pathlib import Path

from dlt_proof.checklists import Checklists, load_checklists
from dlt_proof.latex import read_document
from dlt_proof.project import Project

CASES = Path(__file__).parents[1] / "cases" / "checklists"

PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amsthm,natbib,cleveref}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newtheorem{proposition}{Proposition}
\newtheorem{claim}{Claim}
\newtheorem{assumption}{Assumption}
\newtheorem{conjecture}{Conjecture}
"""


@dataclass(frozen=True)
class Case:
    """A body, and what is expected of it: label, item, verdict, words of the reason."""

    name: str
    body: str
    expected: tuple[tuple[str, str, str, str], ...]


def read_cases(name: str) -> list[Case]:
    """The cases of a data file."""
    cases = []
    for part in (CASES / name).read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, _, rest = part.partition("\n")
        body, _, told = rest.partition("\n---\n")
        lines = [line for line in told.splitlines() if line.strip() and not line.startswith("#")]
        rows = [(*line.split(maxsplit=3), "")[:4] for line in lines]
        assert rows, title
        expected = tuple((row[0], row[1], row[2], row[3]) for row in rows)
        cases.append(Case(title, body, expected))
    return cases


def paper(folder: Path, body: str) -> Project:
    """A plain paper with a body; macro definitions at its beginning go before the document."""
    lines = body.splitlines()
    before = [line for line in lines if line.startswith("\\newcommand")]
    rest = [line for line in lines if not line.startswith("\\newcommand")]
    text = PREAMBLE + "\n".join([*before, "\\begin{document}", *rest, "\\end{document}", ""])
    (folder / "main.tex").write_text(text, encoding="utf-8")
    return Project(folder)


def checklists_of(project: Project) -> Checklists:
    """The checklists of a paper without a plan."""
    return load_checklists(project, read_document(project), None)
