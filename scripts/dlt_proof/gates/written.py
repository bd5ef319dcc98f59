"""Whether what is planned is written: a statement as planned, a proof that argues, a remark."""

from collections.abc import Iterable
from itertools import pairwise

from ..latex import Document, Span, Statement, math_spans, normalise
from ..latex.normal import expanded
from ..latex.unfinished import says_nothing_yet
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode


def argues(document: Document, body: Span) -> bool:
    """Whether a proof holds a formula or points to a statement: "Omitted." does neither."""
    return bool(math_spans(document, body) or document.inside(body, document.references))


def says_what_is_planned(node: PlanNode, statement: Statement, document: Document) -> bool:
    """Whether the paper's statement is the plan's, macros expanded, up to white space."""
    planned, written = (
        expanded(normalise(text), document.steady_macros)
        for text in (node.statement, document.text(statement.environment.body))
    )
    return planned == written


def unwritten_remarks(document: Document, nodes: Iterable[PlanNode]) -> list[Finding]:
    """G16 for each assumption among the nodes whose remark has no word yet.

    The remark is the statement that follows the assumption; that there is one is R24's.
    """
    statements = sorted(
        document.statements,
        key=lambda s: document.reading_order(s.environment.span.file, s.environment.span.start),
    )
    assumptions = {node.label for node in nodes if node.kind == "assumption"}
    findings = []
    for assumption, remark in pairwise(statements):
        body = remark.environment.body
        if assumption.label not in assumptions or remark.kind != "remark":
            continue
        if says_nothing_yet(document.masked(body)):
            line, column, *_ = document.place(remark.environment.span)
            finding = file_finding(
                "G16",
                "remark-not-written",
                f"the remark of {assumption.label} says nothing yet",
                file=body.file,
                line=line,
                column=column,
                help="write who satisfies the assumption, who does not, what a weaker one costs",
            )
            findings.append(finding)
    return findings
