"""Decided by the LaTeX: lint, statements, sections in files, citations."""

import hashlib
import re

from ...latex import Statement, normalise
from ...lint import lint
from ...project.digests import digested_keys, keys_of_digests
from ...trace import enumerate_steps
from ..facts import Facts
from ..kinds import CitationsHold, LintClean, OneSectionPerFile, StatementIs
from .decision import Decision, shown, told

_SOURCE_NOT_SEEN = re.compile(r"source seen:\W*no\b", re.IGNORECASE)


def decide_lint(facts: Facts, wanted: LintClean) -> Decision:
    report = lint(
        facts.project,
        final=wanted.final,
        select=wanted.select,
        document=facts.document,
        plan=facts.plan.nodes,
    )
    problems = [told(finding) for finding in report.findings]
    if wanted.suppressed is not None and report.suppressed > wanted.suppressed:
        problems.append(f"{report.suppressed} findings suppressed, not {wanted.suppressed} at most")
    return Decision(
        f"lint of {', '.join(wanted.select) or 'all rules'}{' --final' if wanted.final else ''}",
        report.examined.get("files", 0),
        shown(problems),
        {
            "files": report.examined.get("files", 0),
            "findings": len(report.findings),
            "suppressed": report.suppressed,
        },
    )


def decide_statement(facts: Facts, wanted: StatementIs) -> Decision:
    how = "the statement with this label in the LaTeX, its proof and the plan"
    document, label = facts.document, wanted.label
    statement = document.statement(label)
    if statement is None:
        return Decision(how, 0, [f"{label} is not in the LaTeX"])
    span = statement.environment.span
    text = document.text(span)
    title = _title(statement)
    problems = []
    if statement.kind != wanted.is_:
        problems.append(f"{label} is a {statement.kind}, not a {wanted.is_}")
    if wanted.title is not None and title != normalise(wanted.title):
        problems.append(f"its title is {title!r}, not {wanted.title!r}")
    squeezed = _squeezed(text)
    problems += [f"it does not say {p!r}" for p in wanted.contains if _squeezed(p) not in squeezed]
    evidence = {
        "file": span.file,
        "line": document.place(span)[0],
        "kind": statement.kind,
        "title": title,
        "sha256": hashlib.sha256(normalise(text).encode()).hexdigest(),
    }
    node = facts.plan.nodes.get(label) if facts.project.has_plan else None
    if wanted.goal is not None and (node is not None and node.goal) is not wanted.goal:
        problems.append(f"{label} is {'no' if wanted.goal else 'a'} goal of the plan")
    if wanted.proved:
        proof = document.proof_of(label)
        sweep = enumerate_steps(document, {label})
        steps = sum(len(p.steps) for p in sweep.proofs if statement in p.proof.statements)
        if proof is None:
            problems.append(f"{label} has no proof")
        else:
            place = proof.environment.span
            evidence["proof"] = f"{place.file}:{document.place(place)[0]}"
            evidence["steps"] = steps
            if place.file != span.file:
                problems.append(f"its proof stands in {place.file}, not in {span.file}")
            if not steps:
                problems.append("its proof has no step")
    return Decision(how, 1, problems, evidence)


def _title(statement: Statement) -> str:
    return normalise(statement.environment.option or "")


def _squeezed(text: str) -> str:
    return "".join(normalise(text).split())


def decide_one_section_per_file(facts: Facts, wanted: OneSectionPerFile) -> Decision:
    document = facts.document
    folder = wanted.folder.strip("/")
    sections: dict[str, list[str]] = {
        name: [] for name in document.files if name.startswith(f"{folder}/")
    }
    problems = []
    for heading in document.headings:
        if heading.command != "section":
            continue
        file = heading.span.file
        if file in sections:
            sections[file].append(" ".join(heading.text.split()))
        else:
            line = document.place(heading.span)[0]
            problems.append(f"{file}:{line}: a section outside {folder}/")
    for file, titles in sections.items():
        wanted_here = 0 if file in wanted.without_section else 1
        if len(titles) != wanted_here:
            problems.append(f"{file} holds {len(titles)} sections, not {wanted_here}")
    unread = [
        name
        for path in sorted((facts.project.root / folder).rglob("*.tex"))
        if (name := facts.project.relative(path)) not in document.files
    ]
    problems += [f"{name} is not read by the document" for name in unread]
    for statement in document.statements:
        proof = document.proof_of(statement.label) if statement.label else None
        place = statement.environment.span.file
        if proof is not None and proof.environment.span.file != place:
            elsewhere = proof.environment.span.file
            problems.append(f"{statement.label} stands in {place}, its proof in {elsewhere}")
    if len(sections) < wanted.least:
        problems.append(f"{len(sections)} files in {folder}/, not at least {wanted.least}")
    evidence = {"sections": sections}
    return Decision("sectioning commands, file by file", len(sections), shown(problems), evidence)


def decide_citations(facts: Facts, wanted: CitationsHold) -> Decision:
    document, project = facts.document, facts.project
    cited = sorted({key.key for key in document.citations})
    known = {*document.bibliography, *cited}
    digested = digested_keys(project, known)
    problems = []
    for key in cited:
        if key not in document.bibliography:
            problems.append(f"{key} is cited and not in the bibliography")
        if key not in digested:
            problems.append(f"{key} is cited and has no digest that says anything")
    files = keys_of_digests(project.digests(), known)
    unseen = sorted(
        {
            key
            for name, keys in files.items()
            for key in keys & set(cited)
            if _SOURCE_NOT_SEEN.search(project.read_digest(name))
        }
    )
    if wanted.seen:
        problems += [f"the digest of {key} says that its source was not seen" for key in unseen]
    if len(cited) < wanted.least:
        problems.append(f"{len(cited)} works are cited, not at least {wanted.least}")
    evidence = {
        "cited": {
            key: sorted(f"{name}.md" for name, keys in files.items() if key in keys)
            for key in cited
        },
        "source_not_seen": unseen,
    }
    how = "the keys of citations, of the bibliography and of the digests"
    return Decision(how, len(cited), shown(problems), evidence)
