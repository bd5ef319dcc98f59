"""What a rule is. A new rule is one class in one file of `rules/`; see its neighbours.

A rule works in two parts. `observe` looks at one file alone and returns plain tuples; the engine
keeps them between runs and makes them for several files at once. `judge` sees the observations of
all files and the document's skeleton (statements, proofs, keys, headings; no text), and returns
the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..latex import FileView, Span
from ..records.findings import Edit, Finding, RuleClass, file_finding
from .context import Context

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeAlias

#: What `observe` returns: start and end offset in the file, then whatever the rule needs. Only
#: strings, numbers, booleans, None and tuples of them, so that it can be stored.
Observation: TypeAlias = "tuple[Any, ...]"
#: The observations of a rule by file, in the document's order of files.
Observed = Mapping[str, Sequence[Observation]]


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
        across_documents: asks whether something stands anywhere in the project: a proof, a use.
        reads_sentences: takes long, and is begun first where several processes share the rules.
        ignorable: can be switched off. What tells that a text was not read cannot.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    rule_class: ClassVar[RuleClass]
    description: ClassVar[str]
    only_final: ClassVar[bool] = False
    needs_plan: ClassVar[bool] = False
    across_documents: ClassVar[bool] = False
    reads_sentences: ClassVar[bool] = False
    ignorable: ClassVar[bool] = True

    def observe(self, view: FileView) -> Iterable[Observation]:
        """What one file tells. It may depend on nothing but the view."""
        return ()

    def judge(self, context: Context, observed: Observed) -> Iterable[Finding]:
        """All findings, in any order. By default each observation, made by `spot`, is one."""
        for file, spots in observed.items():
            for start, end, message, help, edits in spots:
                yield self.at(context, Span(file, start, end), message, help, edits)

    @staticmethod
    def spot(
        start: int, end: int, message: str, help: str = "", edits: tuple[Edit, ...] = ()
    ) -> Observation:
        """An observation that is a finding by itself."""
        return (start, end, message, help, edits)

    def at(
        self,
        context: Context,
        span: Span,
        message: str,
        help: str = "",
        edits: tuple[Edit, ...] = (),
    ) -> Finding:
        """A finding about a span of the document."""
        line, column, end_line, end_column = context.document.place(span)
        return file_finding(
            self.id, self.name, message, file=span.file, line=line, column=column,
            end_line=end_line, end_column=end_column, help=help, edits=edits,
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
