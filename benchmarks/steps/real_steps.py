"""The steps of the bundled proofs: how many there are, what is said of them, what is understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .scoring import WORDS, is_understood

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class RealSteps:
    """Counts over the steps of real proofs.

    Args:
        steps: all of them, prose claims included.
        relations: those that are relations of displays.
        understood: those whose symbols the product understands, every one.
        words: verdicts, over all steps.
        understood_words: verdicts over those understood.
        places: `file:line word` of what was refuted.
    """

    steps: int = 0
    relations: int = 0
    understood: int = 0
    words: Counter[str] = field(default_factory=Counter)
    understood_words: Counter[str] = field(default_factory=Counter)
    refuted: list[str] = field(default_factory=list)


def measure_real_steps(shelf: Path = ROOT / "eval_results") -> RealSteps:
    """Check every step of every bundled proof."""
    from dlt_proof.checkers.free import check_job
    from dlt_proof.graph.plan_file import read_plan
    from dlt_proof.latex import read_document
    from dlt_proof.project import open_project
    from dlt_proof.trace.jobs import build_jobs
    from dlt_proof.trace.steps import enumerate_steps

    counts = RealSteps()
    for folder in sorted(p for p in shelf.iterdir() if (p / "main.tex").is_file()):
        project = open_project(folder)
        document = read_document(project)
        sweep = enumerate_steps(document)
        jobs = build_jobs(document, sweep, read_plan(project) if project.has_plan else None)
        for step in sweep.steps:
            job = jobs[step.identifier]
            word = WORDS[check_job(job).word]
            understood = step.kind == "relation" and is_understood(job)
            counts.steps += 1
            counts.relations += step.kind == "relation"
            counts.understood += understood
            counts.words[word] += 1
            counts.understood_words[word] += understood
            if word == "refuted":
                counts.refuted.append(f"{folder.name}/{step.file}:{step.line} {step.latex}")
    return counts
