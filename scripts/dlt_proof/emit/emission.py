"""`emit`: one `.tex` file for each section of the plan, and its `\\input` line in the main file."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..checks.stored import stored_checks, told
from ..graph.order import leaves_first, rests_on
from ..graph.plan_file import Plan
from ..graph.shape import section_findings, shape_findings
from ..latex import Document, read_document
from ..project import Project, write_text
from ..project.templates import render
from ..records.errors import InputError, RefusedError
from ..records.plan import PlanNode

_INPUT = re.compile(r"\\input\s*\{\s*(?P<name>[^{}]+?)\s*\}")
_END_OF_TEXT = re.compile(
    r"^[ \t]*\\(?:bibliographystyle|bibliography|printbibliography|appendix|end\s*\{document\})",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Emission:
    """What `emit` did.

    Args:
        made: files that were made.
        added: labels added to files that were there.
        inputs: files that the main file now reads.
        without_check: what was drafted without a numeric check, with the recorded reason.
    """

    made: tuple[str, ...]
    added: tuple[str, ...]
    inputs: tuple[str, ...]
    without_check: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.made or self.added or self.inputs)


def emit(project: Project, plan: Plan) -> Emission:
    """Write what the plan has and the LaTeX lacks.

    A section file that does not exist is made; to one that exists, missing statements are
    added at its end. Text that is there is never touched. The main file gets its `\\input`
    lines last, when the files they name exist.

    Args:
        plan: the plan as read.

    Raises:
        RefusedError: the plan could not be read whole, or has an orphan, a cycle or no goal; or
            (not in scope Quick) a statement that would be drafted has a numeric check that has
            not been run and held, or rests on one that an instance violates.
        InputError: the plan has no managed node, or names a section file outside the project;
            the main file cannot be read.
    """
    adopted = project.configuration.adopted
    found = [*plan.findings, *shape_findings(plan, adopted=adopted)]
    found += [] if adopted else section_findings(plan)  # an adopted paper has its own layout
    faults = [finding for finding in found if finding.severity == "error"]
    if faults:
        first = faults[0]
        raise RefusedError(
            first.message,
            file=first.file,
            line=first.line,
            remedy="nothing is drafted from a plan that does not hold: `dlt-proof plan check`",
        )
    if not plan.managed:
        raise InputError("the plan has no managed node: there is nothing to emit", file=plan.file)
    document = read_document(project)
    unreadable = next((f for f in document.findings if f.severity == "error"), None)
    if unreadable is not None and unreadable.rule not in ("P5", "P6"):
        raise InputError(unreadable.message, file=unreadable.file, line=unreadable.line)
    present = {key.key for key in document.labels} | _labels_on_disk(project, plan)

    missing: dict[str, list[PlanNode]] = {}
    for node in leaves_first(plan):
        if node.managed and node.label not in present:
            missing.setdefault(node.section, []).append(node)
    to_prove = [node for nodes in missing.values() for node in nodes if node.provable]
    if not _is_quick(project, plan):
        _require_checked(project, plan, to_prove)
    made, added = [], []
    for section in sorted(missing):
        path = project.inside(section)
        blocks = [
            render("statement.tex.j2", node=node, title=_title(node.label))
            for node in missing[section]
        ]
        if path.is_file():
            text = project.read(path)
            gap = "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
            added += [node.label for node in missing[section]]
        else:
            slug = re.sub(r"^\d+[-_]?", "", path.stem) or path.stem
            text, gap = render("section.tex.j2", title=_words(slug), slug=slug), ""
            made.append(section)
        write_text(path, text + gap + "\n".join(blocks))
    inputs = _add_inputs(project, document, {node.section for node in plan.managed.values()})
    without = tuple(f"{n.label} ({n.check})" for n in to_prove if n.check_file is None)
    return Emission(tuple(made), tuple(added), inputs, without)


def _require_checked(project: Project, plan: Plan, nodes: list[PlanNode]) -> None:
    """Refuse to draft the proof of what may be false: a numeric check comes before."""
    stored = stored_checks(project, plan.managed.values())
    problems = []
    for node in nodes:
        result = stored.get(node.label)
        below = rests_on(plan, node.label)
        false = [n.label for n in below if n.label in stored]
        false = [label for label in false if stored[label].refuted]
        changed = result.changed_below(below) if result is not None and result.holds else []
        if changed:
            what = f"was run before {', '.join(changed)} changed"
            problems.append((node, f"{node.label}: its check {node.check_file} {what}"))
        elif node.check_file is not None and (result is None or not result.holds):
            what = (
                f"found a violating instance ({told(result.violations[0])})"
                if result is not None and result.refuted
                else "does not hold"
                if result is not None and result.counts
                else "has not been run on the statement as it stands"
            )
            problems.append((node, f"{node.label}: its check {node.check_file} {what}"))
        elif false:
            problems.append((node, f"{node.label} rests on {false[0]}, which an instance violates"))
    if problems:
        node, message = problems[0]
        others = ", ".join(other.label for other, _ in problems[1:])
        raise RefusedError(
            message + (f"; likewise {others}" if others else ""),
            file=plan.file,
            line=node.field_lines.get("Check", node.line),
            remedy="no proof is drafted before its check holds: `dlt-proof plan check --run`",
        )


def _is_quick(project: Project, plan: Plan) -> bool:
    """Whether the scope is Quick, which asks for no numeric check: declared, and one statement.

    A scope that is declared below what the plan shows spares nothing.
    """
    if not project.scope_file.is_file():
        return False
    lines = [line.strip() for line in project.read(project.scope_file).splitlines()]
    declared = next(filter(None, lines), "")
    return declared == "Quick" and sum(node.provable for node in plan.managed.values()) <= 1


def _labels_on_disk(project: Project, plan: Plan) -> set[str]:
    """Labels in planned section files that the main file does not read yet."""
    found: set[str] = set()
    for section in {node.section for node in plan.managed.values()}:
        path = project.inside(section)
        if path.is_file():
            found.update(re.findall(r"\\label\s*\{\s*([^{}]+?)\s*\}", _blank(project.read(path))))
    return found


def _add_inputs(project: Project, document: Document, sections: set[str]) -> tuple[str, ...]:
    """Insert the `\\input` lines the main file lacks, each in the order of the file names."""
    main = project.main_file
    text = project.read(main)
    new = []
    for section in sorted(sections - set(document.files)):
        stem = str(PurePosixPath(section).with_suffix(""))
        folder = str(PurePosixPath(section).parent)
        masked = _blank(text)
        beside = [
            match
            for match in _INPUT.finditer(masked)
            if str(PurePosixPath(match["name"]).parent) == folder
        ]
        later = [m for m in beside if m["name"].removesuffix(".tex") > stem]
        if later:
            at = text.rfind("\n", 0, later[0].start()) + 1
        elif beside:
            at = text.find("\n", beside[-1].end()) + 1 or len(text)
        else:
            end = _END_OF_TEXT.search(masked)
            if end is None:
                raise InputError("no \\end{document}", file=document.main)
            at = end.start()
        text = f"{text[:at]}\\input{{{stem}}}\n{text[at:]}"
        new.append(section)
    if new:
        write_text(main, text)
    return tuple(new)


def _blank(text: str) -> str:
    """The text with its comments blanked, every offset kept."""
    return re.sub(r"(?<!\\)%[^\n]*", lambda match: " " * len(match[0]), text)


def _title(label: str) -> str:
    return _words(label.split(":", 1)[-1])


def _words(slug: str) -> str:
    words = re.sub(r"[-_:]+", " ", slug).strip()
    return words[:1].upper() + words[1:]
