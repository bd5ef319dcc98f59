"""What the product says of a chain's steps, by the way `trace verify` takes.

The paper is written, read, cut into steps and jobs, and the job asked about is checked. The only
modules here that import the product are this one and `real_steps`.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .corpus import Chain
from .papers import print_paper

if TYPE_CHECKING:
    from dlt_proof.records.evidence import Job

#: How the report calls the checkers' words.
WORDS = {"proved": "proved", "matched": "supported", "defect": "refuted", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Score:
    """What the product said of one step.

    Args:
        word: `proved`, `supported`, `unknown`, `refuted`, `missed` (no step at that place) or
            `crashed`.
        understood: whether it translated the whole step, without an opaque atom.
        why: the checker's detail, shortened.
        values: the counterexample's values by the product's names, where it gave one.
        paper: the LaTeX it was asked about.
    """

    word: str
    understood: bool
    why: str
    values: dict[str, Fraction] | None
    paper: str


def score(chain: Chain, author: str, steps: list[int], *, noted: bool = False) -> list[Score]:
    """Ask the product about some relations of a chain.

    Args:
        chain: as it is to be printed.
        author: name of the original chain, which decides how it is printed.
        steps: indices of the relations.
        noted: whether the paper has domain notes for everything.
    """
    from dlt_proof.checkers.free import check_job

    paper = print_paper(chain, author, noted=noted)
    jobs = jobs_by_offset(paper.text)
    scores = []
    for step in steps:
        place = paper.signs[step]
        job = next((found for at, found in jobs.items() if at in place), None)
        if job is None:
            scores.append(Score("missed", False, "no step at this place", None, paper.text))
            continue
        try:
            verdict = check_job(job)
        except Exception as error:  # whatever it is, a checker must not end so
            why = f"{type(error).__name__}: {error}"[:300]
            scores.append(Score("crashed", False, why, None, paper.text))
            continue
        scores.append(
            Score(
                WORDS[verdict.word],
                is_understood(job),
                _shortened(verdict.detail),
                _values(verdict.detail),
                paper.text,
            )
        )
    return scores


def jobs_by_offset(text: str) -> dict[int, Job]:
    """The jobs of a one-file paper's relations, by the place of the relation sign."""
    from dlt_proof.latex import read_document
    from dlt_proof.project import open_project
    from dlt_proof.trace.jobs import build_jobs
    from dlt_proof.trace.steps import enumerate_steps

    with tempfile.TemporaryDirectory(prefix="dlt-proof-bench-steps-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        Path(folder, "main.tex").write_text(text, encoding="utf-8")
        document = read_document(open_project(Path(folder)))
        sweep = enumerate_steps(document)
        jobs = build_jobs(document, sweep, None)
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    return {
        lines[step.line - 1] + step.column - 1: jobs[step.identifier]
        for step in sweep.steps
        if step.kind == "relation"
    }


def is_understood(job: Job) -> bool:
    """Whether the product translates both sides of a step whole, without an opaque atom.

    What is said of a symbol and contradicts itself leaves the step without a meaning.
    """
    from sympy.core.facts import InconsistentAssumptions

    from dlt_proof.mathematics import translation
    from dlt_proof.mathematics.scope import read_scope

    try:
        domains = read_scope(job).domains
        sides = [translation.translate(text, domains) for text in (job.left, job.right)]
    except (
        translation.NotUnderstoodError, translation.DomainNoteError, InconsistentAssumptions
    ):  # fmt: skip
        return False
    symbols = {str(s.name) for side in sides for s in side.value.free_symbols}
    return job.relation in ("=", "<=", ">=", "<", ">") and not any(
        name.startswith(translation.OPAQUE) for name in symbols
    )


def _shortened(detail: dict[str, Any]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in detail.items())[:300]


def _values(detail: dict[str, Any]) -> dict[str, Fraction] | None:
    values = detail.get("values")
    if not isinstance(values, dict):
        return None
    try:
        return {str(name): Fraction(str(value)) for name, value in values.items()}
    except (ValueError, ZeroDivisionError):
        return None
