"""Scripted verifiers for tests; unlike real ones they are told the truth."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dlt_proof.project import Project
from dlt_proof.records.verification import Truth
from dlt_proof.verify.history import History, read_history

from ..conftest import edit

#: What a verifier says of a question of some kind.
Verifier = Callable[[Truth], str]

#: Claims that no checker decides, for the proof of the theorem.
OPEN_CLAIMS = """Hence the gap is strictly convex on the positive half-line.
Therefore it has exactly one root, and this root is not positive.
It follows that the gap grows faster than every linear function of slope one.
"""


def honest(truth: Truth) -> str:
    return "constants-differ" if truth == "false" else "matches"


def lazy(truth: Truth) -> str:
    return "matches"


def pedantic(truth: Truth) -> str:
    return "constants-differ"


def helpless(truth: Truth) -> str:
    return "unable-to-derive"


def open_claims(project: Project) -> None:
    """Add claims to the theorem's proof that no free checker decides."""
    edit(project, "sections/03-theorem.tex", r"\end{proof}", OPEN_CLAIMS + r"\end{proof}")


def history(project: Project) -> History:
    return read_history(Project(project.root))


def said_by(verdict: str) -> dict[str, str]:
    """An answer as a verifier writes it."""
    return {
        "derivation": "Expand both sides and compare them.",
        "conclusion": "what was derived",
        "verdict": verdict,
    }


def reports(
    project: Project, verifier: Verifier, questions: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """What a scripted verifier files for questions, by default all that are handed out."""
    truths = {
        name: truth for b in history(project).batches.values() for name, truth in b.truths.items()
    }
    wanted = truths if questions is None else list(questions)
    return [
        {"question": name, "reader": "a reader", **said_by(verifier(truths[name]))}
        for name in wanted
    ]


def write_reports(folder: Path, lines: Iterable[dict[str, Any]]) -> Path:
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path
