"""What lint and the deterministic reviewers find, item by item: where code answers no.

An error of lint, and what a reviewer calls critical or major, answers no. A warning, and what is
minor, is a doubt: code does not answer, and whoever does is shown it. Not here: the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..latex import Document, Span
from ..records.findings import Finding
from ..reviewers import FoundWeakness
from .items import Item, items_found_by
from .subjects import Matter


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that speaks against an item.

    Args:
        rule: that found it, "" where the checklist itself did.
        says: what is wrong, one line.
        file, line, column: where.
        sure: whether it answers no; else it is a doubt.
    """

    rule: str
    says: str
    file: str
    line: int
    column: int
    sure: bool

    @property
    def key(self) -> str:
        """The same fault when text moves."""
        return f"{self.rule} {self.says}".strip()


def fault_at(document: Document, span: Span, says: str, *, sure: bool = True) -> Fault:
    """A fault that the checklist itself finds, at the beginning of a span."""
    line, column, *_ = document.place(span)
    return Fault("", says, span.file, line, column, sure)


def sort_faults(
    document: Document,
    matters: Iterable[Matter],
    findings: Iterable[Finding],
    weaknesses: Iterable[FoundWeakness],
) -> dict[tuple[str, str], tuple[Fault, ...]]:
    """The faults of each item, by label and identifier.

    Args:
        document: the paper.
        matters: its statements and proofs.
        findings: of lint.
        weaknesses: of the deterministic reviewers.
    """
    places = [(matter, _lines(document, matter)) for matter in matters]
    found: dict[tuple[str, str], list[Fault]] = {}

    def add(fault: Fault, label: str) -> None:
        about = _about(places, fault, label)
        for matter, item in about:
            kept = found.setdefault((matter.label, item.identifier), [])
            if fault not in kept:
                kept.append(fault)

    for finding in findings:
        sure = finding.severity == "error"
        add(
            Fault(finding.rule, finding.message, finding.file, finding.line, finding.column, sure),
            "",
        )
    for weakness in weaknesses:
        if weakness.severity == "style":
            continue
        sure = weakness.severity in ("critical", "major")
        add(
            Fault(
                weakness.rule, weakness.claim, weakness.file, weakness.line, weakness.column, sure
            ),
            weakness.statement,
        )
    return {key: tuple(faults) for key, faults in found.items()}


def _lines(document: Document, matter: Matter) -> list[tuple[str, int, int, str]]:
    """File, first and last line of the statements and of the proofs, and which they are."""
    found = []
    spans = [("statement", span) for span in matter.statement_spans]
    spans += [("proof", span) for span in matter.proof_spans]
    for which, span in spans:
        line, _, end, _ = document.place(span)
        found.append((span.file, line, end, which))
    return found


def _about(
    places: list[tuple[Matter, list[tuple[str, int, int, str]]]], fault: Fault, label: str
) -> list[tuple[Matter, Item]]:
    """The items that a fault speaks of.

    A rule that is asked of statements and of proofs alike speaks of the one it stands in.
    """
    items = items_found_by(fault.rule)
    if not items:
        return []
    about = []
    for matter, lines in places:
        stands = {
            which
            for file, first, last, which in lines
            if file == fault.file and first <= fault.line <= last
        }
        if not (label in matter.labels if label else stands):
            continue
        for item in items:
            if item.subject != matter.subject:
                continue
            if len(items) > 1 and stands and item.subject not in stands:
                continue
            about.append((matter, item))
    return about
