"""R25: the plan and the paper tell the same story."""

import posixpath
from collections.abc import Iterator

from ...latex import Span, Statement
from ...records.findings import Finding
from ...records.plan import PlanNode
from ..context import Context
from ..rule import Observed, Rule

_PLANNED_KINDS = frozenset(
    ["theorem", "lemma", "proposition", "corollary", "claim", "definition", "assumption"]
)


class PlanAndPaper(Rule):
    r"""A planned statement is missing, of another kind or in another file, or was never planned.

    Outside a proof project there is no plan: one warning says so.

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

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        if context.plan is None:
            if not context.project.is_proof_project:
                yield from self._unchecked(context)
            return
        statements = {s.label: s for s in context.document.statements if s.label}
        plan_file = context.project.relative(context.project.plan_file)
        for node in context.plan.values():
            if not node.managed:
                continue
            statement = statements.get(node.label)
            if statement is None:
                yield self.on_line(
                    context,
                    plan_file,
                    node.line,
                    f"{node.label} is planned, but the paper has no statement with this label",
                    f"write it in {node.section}, or take it out of the plan",
                )
            else:
                yield from self._differences(context, node, statement)
        for label, statement in statements.items():
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


def _place(statement: Statement) -> Span:
    environment = statement.environment
    return Span(environment.span.file, environment.span.start, environment.body.start)
