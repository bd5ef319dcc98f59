"""What the gates of one evaluation share: scope, plan, paper, lint; each read when first needed."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from ..checklists import Checklists, load_checklists
from ..graph.plan_file import Plan, read_plan
from ..latex import Document, read_document
from ..lint import lint
from ..plan.scope import read_scope
from ..project import Project
from ..records.errors import InputError
from ..records.findings import Finding, Report

#: Rules that are about the paper as a whole, wherever they find something.
_OF_THE_WHOLE = ("R3", "R20")
#: Rules that name several statements and find them in one place: labels given twice, circles.
_OF_SEVERAL = ("R4", "R22")
_WORD = re.compile(r"[^\s,]+")


@dataclass
class GateContext:
    """One evaluation.

    Args:
        project: the project.
        final: whether gate D includes the submission screen.
        mending: whether a text is being mended: then a checklist that was answered yes for the
            text before is enough until the next evaluation without it.
    """

    project: Project
    final: bool = False
    mending: bool = False
    lint_reports: dict[bool, Report] = field(default_factory=dict)

    @cached_property
    def scope(self) -> str:
        return read_scope(self.project)

    @cached_property
    def plan(self) -> Plan:
        return read_plan(self.project)

    @cached_property
    def document(self) -> Document:
        return read_document(self.project)

    @cached_property
    def document_if_any(self) -> Document | None:
        try:
            return self.document
        except InputError:
            return None

    def lint(self, *, final: bool = False) -> Report:
        """What lint finds; in an adopted paper only what concerns managed statements."""
        if final not in self.lint_reports:
            report = lint(self.project, final=final, document=self.document, plan=self.plan.nodes)
            if self.project.configuration.adopted:
                kept = tuple(f for f in report.findings if self._concerns_managed(f))
                report = report._replace(findings=kept)
            self.lint_reports[final] = report
        return self.lint_reports[final]

    @cached_property
    def checklists(self) -> Checklists:
        """What is asked of the managed statements and their proofs, and how it stands."""
        findings = self.lint().findings
        return load_checklists(self.project, self.document, self.plan, findings=findings)

    def _concerns_managed(self, finding: Finding) -> bool:
        """Whether a finding is about a managed statement or its proof, or nobody could read.

        Some rules speak of more than their place: what may not go out, proofs that do not balance,
        and labels and circles that a managed statement has a part in.
        """
        if finding.rule.startswith("P") or finding.file == self.plan.file:
            return True
        if finding.rule in _OF_THE_WHOLE:
            return True
        if finding.rule in _OF_SEVERAL and not self.plan.managed.keys().isdisjoint(
            _WORD.findall(finding.message)
        ):
            return True
        return any(
            finding.file == file and first <= finding.line <= last
            for file, first, last in self._managed_lines
        )

    @cached_property
    def _managed_lines(self) -> list[tuple[str, int, int]]:
        """File, first and last line of every managed statement and its proofs."""
        document, managed = self.document, self.plan.managed
        spans = [s.environment.span for s in document.statements if s.label in managed]
        spans += [
            proof.environment.span
            for proof in document.proofs
            if any(s.label in managed for s in proof.statements)
        ]
        places = ((span.file, document.place(span)) for span in spans)
        return [(file, place[0], place[2]) for file, place in places]
