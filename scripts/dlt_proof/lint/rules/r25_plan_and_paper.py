"""R25: the plan and the paper tell the same story."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ...latex import FileView, Span, Statement
from ...latex.normal import expanded, normalise
from ...patterns import pattern
from ...records.findings import Finding
from ...records.plan import PLAN_KINDS, PlanNode
from ..context import Context
from ..rule import Observation, Observed, Rule

_PLANNED_KINDS = frozenset(
    ["theorem", "lemma", "proposition", "corollary", "claim", "definition", "assumption"]
)
# How a formula is set, not what it says.
_LAYOUT = pattern(
    r"\\(?:begin|end)\s*\{(?:equation|align|gather|multline|displaymath|math|split|aligned|gathered"
    r"|eqnarray|flalign)\*?\}|\\[\[\]()]|\$+|\\(?:left|right|middle|[bB]igg?[lrm]?"
    r"|displaystyle|textstyle|nonumber|notag|quad|qquad|noindent|par|limits)(?![a-zA-Z])"
    r"|\\[,;:!> ]|\\\\(?:\[[^\]]*\])?|[~&\s]"
)
_ONE_IN_BRACES = pattern(r"\{(\\[a-zA-Z]+|[^{}\\])\}")
_SHORT_NAME = pattern(r"(\\[lgn]e)q(?![a-zA-Z])")


class PlanAndPaper(Rule):
    r"""A planned statement is missing, of another kind, in another file or in other words than
    the plan's, or was never planned. Of a node that is not managed nothing is told but its
    absence from an adopted paper, as a warning.

    Statements are compared with macros expanded, without labels and comments, and up to white
    space and the way formulas are set. Outside a proof project there is no plan: one warning
    says so.

    **Anti-pattern**

    ```latex
    % plan: ## lem:tail, Kind: lemma, Section: sections/02-tail.tex
    \begin{proposition}\label{lem:tail} … \end{proposition}   % in sections/03-main.tex
    ```

    **Best practice**

    ```latex
    \begin{lemma}\label{lem:tail} … \end{lemma}   % in sections/02-tail.tex
    ```
    """

    id = "R25"
    name = "plan-and-paper"
    rule_class = "unaccounted"
    across_documents = True
    description = "Managed statements of the plan and labelled statements of the paper agree."
    needs_plan = True

    def observe(self, view: FileView) -> Iterator[Observation]:
        """The words of each statement that a plan may name: its start, and its text."""
        for statement in view.statements:
            if statement.label and statement.kind in PLAN_KINDS:
                body = statement.environment.body
                words = normalise(view.text[body.start : body.end])
                yield (statement.environment.span.start, words)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        if context.plan is None:
            if not context.project.is_proof_project:
                yield from self._unchecked(context)
            return
        statements = {s.label: s for s in context.document.statements if s.label}
        words = {(file, start): text for file, seen in observed.items() for start, text in seen}
        plan_file = context.project.relative(context.project.plan_file)
        for node in context.plan.values():
            statement = statements.get(node.label)
            if not node.managed and (statement is not None or context.strict):
                continue
            if statement is None:
                missing = self.on_line(
                    context,
                    plan_file,
                    node.line,
                    f"{node.label} is planned, but the paper has no statement with this label",
                    f"write it in {node.section}, or take it out of the plan",
                )
                # What was given in an adopted paper may go; what is managed has to be there.
                yield missing._replace(severity="error" if node.managed else "warning")
            else:
                yield from self._differences(context, node, statement)
                span = statement.environment.span
                written = words.get((span.file, span.start))
                if written is not None and not _says(context, node, written):
                    yield self.at(
                        context,
                        _place(statement),
                        f"the statement of {node.label} is not the planned one (line {node.line} "
                        "of the plan), up to white space",
                        "numeric checks and approvals speak of the plan's: make them the same",
                    )
        repeats = context.document.repeats
        for label, statement in statements.items():
            if any(s.label in context.plan for s in repeats.get(statement.environment.span, ())):
                continue  # what is planned, said once more
            if label not in context.plan and statement.kind in _PLANNED_KINDS:
                yield self.at(
                    context,
                    _place(statement),
                    f"the {statement.kind} {label} is not in the plan",
                    "plan it, with its hypotheses and consumers",
                )

    def _unchecked(self, context: Context) -> Iterator[Finding]:
        """One warning on a plain paper, which has no plan to agree with."""
        labelled = [
            s for s in context.document.statements
            if s.label and s.kind in _PLANNED_KINDS and context.reports(s.environment.span)
        ]  # fmt: skip
        if labelled:
            yield self.at(
                context,
                _place(labelled[0]),
                f"{len(labelled)} labelled statements could not be compared with a plan: "
                "this is no proof project",
                "`dlt-proof adopt` makes one of it",
            )

    def _differences(
        self, context: Context, node: PlanNode, statement: Statement
    ) -> Iterator[Finding]:
        if statement.kind != node.kind:
            yield self.at(
                context,
                _place(statement),
                f"{node.label} is planned as {node.kind}, but this is a {statement.kind}",
                "change the environment or the plan",
            )
        file = statement.environment.span.file
        if node.section and file != posixpath.normpath(node.section):
            yield self.at(
                context,
                _place(statement),
                f"{node.label} is planned for {node.section}, but stands in {file}",
                "move it, or change the plan",
            )


def _says(context: Context, node: PlanNode, written: str) -> bool:
    """Whether the paper's normalised text is the plan's; a node without words agrees."""
    if not node.statement or written == node.statement:
        return True
    macros = context.document.steady_macros
    planned, found = expanded(normalise(node.statement), macros), expanded(written, macros)
    return planned == found or _content(planned) == _content(found)


def _content(text: str) -> str:
    """A statement without what only sets its formulas: in the line or displayed."""
    plain = _SHORT_NAME.sub(r"\1", _LAYOUT.sub("", text))
    return _ONE_IN_BRACES.sub(r"\1", plain).rstrip(".")


def _place(statement: Statement) -> Span:
    environment = statement.environment
    return Span(environment.span.file, environment.span.start, environment.body.start)
