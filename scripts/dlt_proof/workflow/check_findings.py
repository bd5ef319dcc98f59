"""What `check` finds: steps that are false, what lint's rules find, domain notes that are none."""

from __future__ import annotations

from collections.abc import Sequence

from ..latex import Document, Span, expand_macros
from ..lint import lint
from ..lint.selection import is_reading
from ..mathematics.translation import DomainNoteError, read_domains
from ..records.findings import Finding, Report, Silenced, file_finding
from ..trace.steps import ProofSteps
from .check_steps import CheckedStep, where_it_fails
from .check_target import Target

RULES = ("R5", "R12", "R21", "R22")
#: What a text that was not read may hold: a proof, a key, a label.
_ABOUT_ELSEWHERE = frozenset(["R5", "R12", "R21"])
#: Findings of the reader after which a file, or the rest of one, is not known.
_UNREAD_FILES = frozenset(["P3", "P4"])
_BIBLIOGRAPHY = "P6"
_LONGEST_STEP = 160


def refutation(checked: CheckedStep) -> Finding:
    """A step that is false, with the values at which it is."""
    step = checked.step
    text = " ".join(step.latex.split())
    text = text if len(text) <= _LONGEST_STEP else f"{text[: _LONGEST_STEP - 1]}…"
    return file_finding(
        "T3",
        "defect",
        f"{text} is false {where_it_fails(checked)} ({step.identifier})",
        file=step.file,
        line=step.line,
        column=step.column,
        help="correct the step, or say what rules this out: a hypothesis, or a note "
        "`% domain: …` in the proof",
    )


def unread_notes(proofs: Sequence[tuple[Document, ProofSteps]]) -> list[Finding]:
    """A domain note that does not read as one would silently check nothing."""
    findings = []
    for document, proof in proofs:
        texts = [expand_macros(domain.text, document.steady_macros) for domain in proof.domains]
        try:
            read_domains(texts)
        except DomainNoteError as error:
            # The message quotes the note; together they may be wrong where each alone is right.
            quoted = [d for d, text in zip(proof.domains, texts, strict=True) if text in str(error)]
            culprit = (quoted or proof.domains)[0]
            findings.append(
                file_finding(
                    "T6",
                    "domain-note",
                    f"the domain note is not understood: {error}",
                    file=culprit.file,
                    line=culprit.line,
                    severity="warning",
                    help="write `% domain: p_0 in (0, 1]; T in positive integers; n >= m`",
                )
            )
    return findings


def lint_report(target: Target, spans: Sequence[tuple[Document, Span]]) -> Report:
    """What lint's rules find there, and what could not be read.

    What a text that was not read, or a paper that was not found, may explain is no error.

    Args:
        target: what was asked about.
        spans: the statement that was named, and its proofs.
    """
    if target.file:
        reports = [lint(target.project, files=[target.file], select=RULES)]
    elif target.has_root:
        reports = [lint(target.project, select=RULES)]
    else:  # documents in folders below, or loose pieces
        reports = [lint(target.project, document=d, select=RULES) for d in target.documents]
    found = [finding for report in reports for finding in report.findings]
    findings = [f for f in found if f.rule in RULES or is_reading(f.rule)]
    notes = []
    if target.rootless:
        kept = [f for f in findings if f.rule not in _ABOUT_ELSEWHERE]
        if len(kept) < len(findings):
            notes.append(
                f"{target.file or 'this'} is a piece of a paper that was not found: references, "
                "citations and missing proofs are not judged"
            )
        findings = kept
    unread = {f.rule for d in target.documents for f in d.findings} & _UNREAD_FILES
    if unread or target.stray:
        why = "may be in what could not be read"
        why = why if unread else f"no document here inputs {target.file}: it may be elsewhere"
        findings = [_doubtful(f, why) if f.rule in _ABOUT_ELSEWHERE else f for f in findings]
    findings = [f._replace(severity="warning") if f.rule == _BIBLIOGRAPHY else f for f in findings]
    silenced = [s for r in reports for s in r.silenced if s.finding.rule in RULES]
    if target.label:
        findings, silenced = _about(target.label, spans, findings, silenced)
    return Report("check", tuple(findings), silenced=tuple(silenced), notes=tuple(notes))


def _doubtful(finding: Finding, why: str) -> Finding:
    help = f"{why}; else {finding.help}" if finding.help else why
    return finding._replace(severity="warning", help=help)


def _about(
    label: str,
    spans: Sequence[tuple[Document, Span]],
    findings: list[Finding],
    silenced: list[Silenced],
) -> tuple[list[Finding], list[Silenced]]:
    """Only what stands in a statement or its proof; a circle wherever it is told of."""
    places = [(span.file, document.place(span)) for document, span in spans]

    def concerns(finding: Finding) -> bool:
        if finding.rule == "R22" and label in finding.message.replace(" -> ", " ").split():
            return True
        at = (finding.line, finding.column)
        return any(
            finding.file == file and (line, column) <= at < (end_line, end_column)
            for file, (line, column, end_line, end_column) in places
        )

    return (
        # What could not be read elsewhere may still matter here.
        [
            f if concerns(f) else f._replace(severity="warning")
            for f in findings
            if concerns(f) or is_reading(f.rule)
        ],
        [s for s in silenced if concerns(s.finding)],
    )
