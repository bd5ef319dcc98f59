"""What a rule sees: the document, the project, the plan, and what they mean for severities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from ..latex import Document, Key, Span, Statement
from ..latex.places import named_in_ranges, statements_by_label
from ..project import Project
from ..project.files import is_file
from ..project.root import RESEARCH_FOLDER
from ..records.errors import InputError
from ..records.findings import RuleClass, Severity
from ..records.plan import PlanNode
from ..records.record import Record


def is_strict(project: Project) -> bool:
    """Whether a project is a proof project in which the tool's conventions hold throughout."""
    return project.is_proof_project and not project.configuration.adopted


class _Context(Record):
    document: Document
    project: Project
    final: bool = False
    plan: Mapping[str, PlanNode] | None = None
    reported: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


class Context(_Context):
    """Everything a rule may look at.

    Args:
        document: the paper.
        project: its folder.
        final: the paper is about to be submitted.
        plan: nodes by label, None where there is no plan.
        reported: the files that findings are wanted for.
        asked: rules the user selected by name.
    """

    @cached_property
    def strict(self) -> bool:
        """A proof project in which the tool's conventions hold throughout."""
        return is_strict(self.project)

    def severity(self, rule_class: RuleClass, span: Span | None = None) -> Severity:
        """How bad a finding of a class is at a place."""
        if rule_class == "wrong":
            return "error"
        if rule_class == "style":
            return "warning"
        if self.strict:
            return "error"
        if rule_class == "unaccounted" and span is not None and self._is_managed(span):
            return "error"
        return "warning"

    def _is_managed(self, span: Span) -> bool:
        return any(
            managed.file == span.file and managed.start <= span.start < managed.end
            for managed in self._managed
        )

    @cached_property
    def _managed(self) -> list[Span]:
        """Where managed statements and their proofs stand."""
        if self.plan is None:
            return []
        labels = {node.label for node in self.plan.values() if node.managed}
        spans = [s.environment.span for s in self.document.statements if s.label in labels]
        for proof in self.document.proofs:
            if any(s.label in labels for s in proof.statements):
                spans.append(proof.environment.span)
        return spans

    @cached_property
    def label_of(self) -> dict[str, Statement]:
        """See `statements_by_label`."""
        return statements_by_label(self.document)

    @cached_property
    def named_in_ranges(self) -> list[tuple[Key, Statement]]:
        """See `named_in_ranges`."""
        return named_in_ranges(self.document, self.label_of)

    def reports(self, span: Span) -> bool:
        """Whether findings about a place are wanted."""
        return not self.reported or span.file in self.reported

    def first_of_each(self, keys: Iterable[Key]) -> list[Key]:
        """The first occurrence of every key in the files that are reported on."""
        found: dict[str, Key] = {}
        for key in keys:
            if not self.reported or key.span.file in self.reported:
                found.setdefault(key.key, key)
        return list(found.values())

    def digest_written(self, names: Iterable[str]) -> bool:
        """Whether one of these files of `.proof-research/` exists and says something."""
        for name in names:
            path = self.project.path_to(f"{RESEARCH_FOLDER}/{name}")
            try:
                if is_file(path) and self.project.read(path).strip():
                    return True
            except InputError:  # not UTF-8: nobody can read it as a digest
                continue
        return False
