"""Whether a statement and its proof are written: as planned, and with an argument."""

from ..latex import Document, Span, Statement, math_spans, normalise
from ..latex.normal import expanded
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
