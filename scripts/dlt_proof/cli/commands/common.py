"""What several commands need: the project they are about, and its document."""

from __future__ import annotations

import os

from ...project import Project, find_project, open_project
from ...records.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...latex import Document
    from ...plan.numeric import CheckResult


def project_in(folder: str | None) -> Project:
    """The project in a folder, or around the working directory."""
    return open_project(folder) if folder else find_project(os.getcwd())


def proof_project_in(folder: str | None) -> Project:
    """The same, which must be a proof project."""
    project = project_in(folder)
    if not project.is_proof_project:
        raise InputError(
            f"{project.root} is a plain paper, without .proof-research/",
            remedy="`dlt-proof adopt` makes a proof project of it, `dlt-proof init DIR` a new one",
        )
    return project


def document_of(project: Project) -> Document:
    """The paper, refused when a part of it could not be read: half a paper proves nothing."""
    from ...latex import read_document

    document = read_document(project)
    unreadable = [f for f in document.findings if f.severity == "error"]
    if unreadable:
        first = unreadable[0]
        raise InputError(
            first.message, file=first.file, line=first.line, remedy="`dlt-proof lint` shows all"
        )
    return document


def print_check(result: CheckResult) -> None:
    slack = [row["slack"] for row in result.claims if isinstance(row.get("slack"), int | float)]
    figures = f"{len(result.claims)} claims, {len(result.controls)} controls failed as they must"
    if slack:
        # An identity's slack is rounding error, which the check has found small enough.
        tightest = min(slack)
        shown = "0 to rounding" if -1e-9 < tightest <= 0 else f"{tightest:.2g}"
        figures += f", least slack {shown}"
    detail = figures if result.outcome == "holds" else result.reason
    print(f"{result.label:<28} {result.outcome:<14} {detail}")
