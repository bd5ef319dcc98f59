"""What a rule is. A new rule is one class in one file of `rules/`; see its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from ..latex import Span
from ..records.findings import Finding, RuleClass, file_finding
from .context import Context


class Rule:
    """Base of all rules.

    A rule's docstring is its documentation: one line, then `**Anti-pattern**` and
    `**Best practice**`, each with an example.

    Attributes:
        id: `R` and a number.
        name: short name, lower case with hyphens.
        rule_class: what kind of defect it finds; decides the severity.
        description: one sentence.
        only_final: asked only of a paper about to be submitted.
        needs_plan: can decide nothing without a plan.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    rule_class: ClassVar[RuleClass]
    description: ClassVar[str]
    only_final: ClassVar[bool] = False
    needs_plan: ClassVar[bool] = False

    def check(self, context: Context) -> Iterable[Finding]:
        """All findings of this rule, in any order."""
        raise NotImplementedError

    def at(self, context: Context, span: Span, message: str, help: str = "") -> Finding:
        """A finding about a span of the document."""
        line, column, end_line, end_column = context.document.place(span)
        return file_finding(
            self.id, self.name, message, file=span.file, line=line, column=column,
            end_line=end_line, end_column=end_column, help=help,
            severity=context.severity(self.rule_class, span), rule_class=self.rule_class,
        )  # fmt: skip

    def on_line(
        self, context: Context, file: str, line: int, message: str, help: str = ""
    ) -> Finding:
        """A finding about a line of a file that is not LaTeX."""
        return file_finding(
            self.id, self.name, message, file=file, line=line, help=help,
            severity=context.severity(self.rule_class), rule_class=self.rule_class,
        )  # fmt: skip
