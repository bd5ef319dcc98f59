"""`plan check`: everything that must hold of the plan before anybody drafts from it."""

from pathlib import Path

from ..catalogue import technique_index
from ..catalogue.facts import load_facts
from ..graph.comparison import comparison_findings, plan_findings
from ..graph.paper import paper_graph
from ..graph.plan_file import Plan, read_plan
from ..graph.shape import section_findings, shape_findings
from ..latex import Document
from ..project import Project
from ..project.digests import drafts
from ..project.root import RESEARCH_FOLDER
from ..records.findings import Finding, Report, file_finding, in_reading_order
from .approval import changed_since_approval
from .hypotheses import contradictions
from .management import given_findings
from .numeric import check_findings
from .witness import witness_findings, witness_words


def check_plan(
    project: Project, document: Document | None = None, *, with_numeric_checks: bool = True
) -> Report:
    """Check the plan's reading, shape, technique digests and numeric checks, and its uses.

    Args:
        project: a proof project.
        document: its paper, whose uses are compared with the plan's; None where there is none.
        with_numeric_checks: whether stored results of numeric checks, and witnesses of the
            goals, are required (not in scope Quick).

    Raises:
        InputError: there is no plan file.
    """
    plan = read_plan(project)
    adopted = project.configuration.adopted
    findings = [*plan.findings, *shape_findings(plan, adopted=adopted), *plan_findings(plan)]
    findings += _technique_findings(project, plan)
    unread = _unread_drafts(project)
    findings += unread
    findings += [] if adopted else section_findings(plan)  # an adopted paper has its own layout
    if with_numeric_checks:
        findings += check_findings(project, plan) + given_findings(plan)
        findings += witness_findings(project, plan)
        # Without the paper its macros are not known, and every text would look changed.
        findings += changed_since_approval(project, plan, document) if document else []
    findings += compare_with_paper(plan, document) if document else []
    contradictory, words, _ = contradictions(plan, document)
    findings += contradictory
    given = len(plan.nodes) - len(plan.managed)
    notes: tuple[str, ...] = (
        (f"{given} not managed: given, unchecked",) if adopted and given else ()
    )
    notes += (f"{len(unread)} of the digests drafted by scouts, read by nobody",) if unread else ()
    if plan.goals:
        notes += (words,)
        notes += (f"witness of {witness_words(project, plan)[0]}",) if with_numeric_checks else ()
    return Report("plan check", in_reading_order(findings), {"nodes": len(plan.nodes)}, notes=notes)


def compare_with_paper(plan: Plan, document: Document) -> list[Finding]:
    """Where the uses in the paper are not the plan's (see `graph.comparison`).

    Half a paper is compared with nothing: then there is one finding (`G29`) that says so.
    """
    unread = next((f for f in document.findings if f.severity == "error"), None)
    if unread is not None:
        return [
            file_finding(
                "G29",
                "not-compared",
                f"plan and paper were not compared, the paper could not be read: {unread.message}",
                file=unread.file,
                line=unread.line,
                help="`dlt-proof lint` shows all that could not be read",
            )
        ]
    return comparison_findings(plan, document, paper_graph(document))


def technique_digests(project: Project, technique: str) -> list[Path]:
    """The files of which one has to be the digest of a planned technique, best first.

    Args:
        project: where they lie or would lie.
        technique: as the plan names it.
    """
    catalogued = technique_index().find(technique)
    names = dict.fromkeys((catalogued or technique, technique))
    return [project.research / f"{name}.md" for name in names]


def missing_digest(project: Project, technique: str) -> Path | None:
    """The file to write for a planned technique, None where one says something or none is needed:
    what everybody knows, such as Markov's inequality, stands in the catalogue."""
    if any(technique == fact.id for fact in load_facts()):
        return None
    digests = technique_digests(project, technique)
    if any(path.is_file() and project.read(path).strip() for path in digests):
        return None
    return digests[0]


def _technique_findings(project: Project, plan: Plan) -> list[Finding]:
    """G7: a technique that a managed node names and nobody digested."""
    findings = []
    for node in plan.managed.values():
        for technique in node.techniques:
            digest = missing_digest(project, technique)
            if digest is not None:
                findings.append(
                    file_finding(
                        "G7",
                        "technique-without-digest",
                        f"{node.label} uses {technique}, which has no digest",
                        file=plan.file,
                        line=node.field_lines["Techniques"],
                        help=f"write {project.relative(digest)}: the statement used, its "
                        "hypotheses, a quotation with its place, and whether the source was seen",
                    )
                )
    return findings


def _unread_drafts(project: Project) -> list[Finding]:
    """G30: a digest that a scout drafted, with the line that says that nobody has read it."""
    return [
        file_finding(
            "G30",
            "unread-draft",
            f"{name} is a scout's draft, read by nobody",
            file=f"{RESEARCH_FOLDER}/{name}.md",
            line=line,
            help="open the source, correct the digest, then take this line out",
            severity="warning",
            rule_class="unaccounted",
        )
        for name, line in drafts(project).items()
    ]
