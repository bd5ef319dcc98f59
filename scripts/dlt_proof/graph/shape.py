"""What the shape of a plan must be: every name known, no orphan, no circle, a goal, sections.

Not here: whether the paper follows it (`comparison`).
"""

from __future__ import annotations

import os

from ..project import SECTION_FOLDER
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode
from .plan_file import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    import networkx as nx


def shape_findings(plan: Plan) -> list[Finding]:
    """What is wrong with the graph: unknown names, one-sided uses, orphans, cycles, no goal."""
    findings: list[Finding] = []

    def add(rule: str, name: str, node: PlanNode, field: str, message: str, help: str) -> None:
        line = node.field_lines.get(field, node.line)
        findings.append(file_finding(rule, name, message, file=plan.file, line=line, help=help))

    for node in plan.nodes.values():
        for field, names in (
            ("Hypotheses", node.hypotheses),
            ("Downstream consumers", node.consumers),
        ):
            for other in names:
                if other not in plan.nodes:
                    add(
                        "G2",
                        "unknown-node",
                        node,
                        field,
                        f"{node.label}: {field.lower()} names {other}, which is not planned",
                        f"plan {other}, or take the name out",
                    )
        for hypothesis in node.hypotheses:
            if hypothesis in plan.nodes and node.label not in plan.nodes[hypothesis].consumers:
                add(
                    "G3",
                    "one-sided-use",
                    node,
                    "Hypotheses",
                    f"{node.label} stands on {hypothesis}, which does not list it as a consumer",
                    f"add {node.label} to the consumers of {hypothesis}, or drop the hypothesis",
                )
        if not node.goal and not any(c in plan.nodes for c in node.consumers):
            add(
                "G4",
                "orphan",
                node,
                "",
                f"{node.label} is an orphan: nothing in the plan uses it and it is no goal",
                "delete it, name its consumer, or make it a goal",
            )
    for cycle in _cycles(plan.digraph()):
        chain = " → ".join([*cycle, cycle[0]])
        add(
            "G5",
            "cycle",
            plan.nodes[cycle[0]],
            "Downstream consumers",
            f"the plan goes in a circle: {chain}",
            "a statement cannot be used in its own proof: break the circle",
        )
    if plan.nodes and not plan.goals:
        findings.append(
            file_finding(
                "G6",
                "no-goal",
                "the plan has no managed goal",
                file=plan.file,
                line=1,
                help="mark what the paper is for with **Goal:** yes",
            )
        )
    return findings


def _cycles(graph: nx.DiGraph) -> list[list[str]]:
    """One cycle for each strongly connected component that has one."""
    import networkx as nx

    cycles = []
    for component in nx.strongly_connected_components(graph):
        part = graph.subgraph(component)
        if len(component) > 1 or any(part.has_edge(v, v) for v in component):
            edges = nx.find_cycle(part, source=min(component))
            cycles.append([edge[0] for edge in edges])
    return sorted(cycles)


def section_findings(plan: Plan) -> list[Finding]:
    """G8 for each managed node whose section is not a .tex file below sections/."""
    findings = []
    for node in plan.managed.values():
        folder, *below = [part for part in node.section.split("/") if part not in ("", ".")] or [""]
        inside = folder == SECTION_FOLDER and ".." not in below and node.section[:1] != "/"
        if not inside or not below or os.path.splitext(below[-1])[1] != ".tex":
            findings.append(
                file_finding(
                    "G8",
                    "section-path",
                    f"{node.label}: {node.section!r} is no section file",
                    file=plan.file,
                    line=node.field_lines["Section"],
                    help=f"a path like {SECTION_FOLDER}/03-counting.tex",
                )
            )
    return findings
