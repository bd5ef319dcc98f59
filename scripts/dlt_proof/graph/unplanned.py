"""What proofs rest on that no plan can list: conjectures, remarks and the like.

Not here: planned statements that are used and not listed (`comparison`), and lemmas that nobody
planned (lint's R25).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import Document, Proof
from ..patterns import IGNORECASE, pattern
from ..records.findings import Finding, file_finding
from ..records.plan import PLAN_KINDS
from .owners import Owners
from .paper import PaperGraph
from .plan_file import Plan

#: Printed names of what rather describes than asserts.
_DESCRIBES = pattern(
    r"(?:algorithm|construction|example|exercise|game|mechanism|model|problem|procedure|protocol"
    r"|question|scheme|setting|setup)s?\b",
    IGNORECASE,
)


def unplanned_uses(plan: Plan, document: Document, paper: PaperGraph) -> Iterator[Finding]:
    """G24: the proof of a managed statement uses what is of no kind that is planned, and proved.

    A warning where that describes something, such as an algorithm. What stands in a proof is part
    of that proof. Mentions are no uses.

    Args:
        plan: what is planned.
        document: the paper.
        paper: its graph.
    """
    owners = Owners(document)
    managed = plan.managed
    printed = {
        statement.environment.span: account[0]
        for view in document.views
        for statement, account in zip(view.statements, view.account.statements, strict=True)
    }
    for edge in paper.graph.edges:
        targets = [s.label for s in paper.statements.get(edge.target, ()) if s.label in managed]
        group = paper.statements.get(edge.source, ())
        if edge.kind != "proof" or not targets or not group or group[0].kind in PLAN_KINDS:
            continue
        spans = [statement.environment.span for statement in group]
        if any(isinstance(t, Proof) for s in spans for t in owners.around(s.file, s.start)):
            continue
        name = (printed.get(spans[0]) or group[0].environment.name).lower()
        yield file_finding(
            "G24",
            "use-not-planned",
            f"the proof of {targets[0]} uses {edge.source} ({name}), which no plan lists and "
            "nobody proves",
            file=edge.file,
            line=edge.line,
            help="make it an assumption or a definition, or a claim with a proof, and plan it; "
            "or do without it",
            severity="warning" if _DESCRIBES.match(name) else "error",
        )
