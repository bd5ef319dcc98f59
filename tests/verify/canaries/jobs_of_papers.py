"""Jobs for the tests of canaries: of the bundled proof, and of papers below `tests/cases`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dlt_proof.checkers.many import check_jobs
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project, open_project
from dlt_proof.records.evidence import Job
from dlt_proof.trace.jobs import build_jobs
from dlt_proof.trace.steps import enumerate_steps

ROOT = Path(__file__).parents[3]
_ADVERSARY = ROOT / "tests/cases/adversary"
_PAPER = re.compile(r"^=== \S+\n(?P<body>.*?)(?=^=== |\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Paper:
    """The jobs of a paper: those that the free checkers prove, and the others."""

    proved: tuple[Job, ...]
    open: tuple[Job, ...]


def _paper(jobs: list[Job]) -> Paper:
    words = {jobs[index].fingerprint: verdict.word for index, verdict in check_jobs(jobs)}
    return Paper(
        tuple(job for job in jobs if words[job.fingerprint] == "proved"),
        tuple(job for job in jobs if words[job.fingerprint] != "proved"),
    )


@cache
def bundled() -> Paper:
    """The bundled proof."""
    project = open_project(ROOT / "eval_results/08-anchor-convergence")
    document = read_document(project)
    sweep = enumerate_steps(document)
    return _paper(list(build_jobs(document, sweep, read_plan(project)).values()))


def jobs_of(body: str) -> list[Job]:
    """The jobs of a document with this body."""
    preamble = (_ADVERSARY / "preamble.tex").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        source = f"{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n"
        (Path(folder) / "main.tex").write_text(source, encoding="utf-8")
        document = read_document(Project(Path(folder)))
        return list(build_jobs(document, enumerate_steps(document), None).values())


@cache
def case(number: int) -> Paper:
    """Sixteen small papers of `tests/cases/adversary`, of one file, as one."""
    text = (_ADVERSARY / f"papers-{number}.txt").read_text(encoding="utf-8")
    bodies = [match["body"] for match in _PAPER.finditer(text)][:16]
    return _paper([job for body in bodies for job in jobs_of(body)])
