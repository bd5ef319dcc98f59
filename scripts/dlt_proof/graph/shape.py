"""What the shape of a plan must be: every name known, no orphan, no circle, a goal, sections.

Not here: whether the paper follows it (`comparison`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..patterns import pattern
from ..project import SECTION_FOLDER
from ..records.findings import Finding, Severity, file_finding
from ..records.plan import PlanNode
from .order import cycles, foundations, impact, in_circles, nearest
from .plan_file import Plan

#: So many names may be compared with unknown ones: looking for what was meant takes time.
_COMPARISONS = 20_000
_CONDITION = pattern(
    r"(?i)(?:(?:under|by|assume|assuming|suppose)\s+\\[cC]?ref\{[^{}]*\}\s*[,.:]\s*)+"
)
_SENTENCE_END = pattern(r"\. ")


def shape_findings(plan: Plan, *, adopted: bool = False) -> list[Finding]:
    """What is wrong with the graph: unknown names, one-sided uses, orphans, cycles, no goal.

    A name of a node that is there and does not read is no unknown name: `G1` told of it.

    Args:
        plan: as read.
        adopted: it was made from a paper that was there before. What is not managed in it is as
            it was found: an orphan is its author's business, a circle a warning, and one that is
            managed may serve a goal that is not.
    """
    findings: list[Finding] = []
    there = plan.nodes.keys() | plan.unread
    suggestions = 1 + _COMPARISONS // max(1, len(there))
    consumers = {label: frozenset(node.consumers) for label, node in plan.nodes.items()}

    def add(
        rule: str,
        name: str,
        node: PlanNode,
        field: str,
        message: str,
        help: str,
        severity: Severity = "error",
    ) -> None:
        line = node.field_lines.get(field, node.line)
        findings.append(
            file_finding(
                rule, name, message, file=plan.file, line=line, help=help, severity=severity
            )
        )

    for node in plan.nodes.values():
        for field, names in (
            ("Hypotheses", node.hypotheses),
            ("Downstream consumers", node.consumers),
        ):
            for other in names:
                if other not in there:
                    near = nearest(other, there) if len(findings) < suggestions else []
                    meant = f"write {near[0]}, if that is meant; else " if near else ""
                    add(
                        "G2",
                        "unknown-node",
                        node,
                        field,
                        f"{node.label}: {field.lower()} names {other}, which is not planned",
                        f"{meant}plan {other}, or take the name out",
                    )
        for hypothesis in node.hypotheses:
            if hypothesis in plan.nodes and node.label not in consumers[hypothesis]:
                add(
                    "G3",
                    "one-sided-use",
                    node,
                    "Hypotheses",
                    f"{node.label} stands on {hypothesis}, which does not list it as a consumer",
                    f"add {node.label} to the consumers of {hypothesis}, or drop the hypothesis",
                )
        as_found = adopted and not node.managed
        if not (as_found or node.goal or any(c in there for c in node.consumers)):
            add(
                "G4",
                "orphan",
                node,
                "",
                f"{node.label} is an orphan: nothing in the plan uses it and it is no goal",
                "delete it, name its consumer, or make it a goal",
            )
    for cycle in cycles(plan.digraph()):
        chain = " → ".join([*cycle, cycle[0]])
        first, second = plan.nodes[cycle[0]], plan.nodes[[*cycle, cycle[0]][1]]
        told = second.label in consumers[first.label]
        add(
            "G5",
            "cycle",
            first if told else second,
            "Downstream consumers" if told else "Hypotheses",
            f"the plan goes in a circle: {chain}",
            "a statement cannot be used in its own proof: break the circle",
            "warning" if adopted and not _concerns_managed(plan, cycle[0]) else "error",
        )
    goals = [node for node in plan.nodes.values() if node.goal]
    served = plan.goals or (adopted and (goals or not plan.managed))
    if plan.nodes and not served and not plan.unread:
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
    return findings + depth_findings(plan)


def _concerns_managed(plan: Plan, label: str) -> bool:
    """Whether a managed node stands in a circle with a node."""
    graph = plan.digraph()
    around = {label, *(impact(graph, label).keys() & foundations(graph, label).keys())}
    return any(plan.nodes[other].managed for other in around)


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


def depth_findings(plan: Plan) -> list[Finding]:
    """G19, a warning, for each managed statement that adds a level to the proof and nothing else.

    A chain of statements with one use each is no fault: each may carry a part of the argument.
    A level is needless where the plan itself says that nothing happens on it:

    - the statement repeats, word for word, all or part of the one it rests on, or it is repeated
      by the only one that uses it; or
    - it rests on one statement, serves one statement, and has nothing of its own: no technique,
      no definition or assumption that the one below does not have, nothing to check numerically.

    Goals are what the paper is for, and no level of it; a circle has no levels.
    """
    findings = []
    circular = in_circles(plan.digraph())
    for node in plan.managed.values():
        if not node.provable or node.goal or node.label in circular:
            continue
        users = _provable(plan, plan.digraph().succ[node.label])
        if len(users) != 1 or len(plan.digraph().succ[node.label]) != 1:
            continue
        (user,) = users
        below = _provable(plan, plan.digraph().pred[node.label])
        repeated = next((b for b in below if b is not user and _claims(node) <= _claims(b)), None)
        if repeated is not None:
            what = f"repeats what {repeated.label} says, and only {user.label} uses it"
            help = f"let {user.label} use {repeated.label}, and delete {node.label}"
        elif _claims(node) == _claims(user):
            what = f"says what {user.label} says, and nothing else uses it"
            help = f"prove {user.label} itself, and delete {node.label}"
        elif len(below) == 1 and below[0] is not user and _brings_nothing(plan, node, below[0]):
            what = (
                f"stands between {below[0].label} and {user.label} alone, and brings no technique, "
                "no assumption or definition and nothing to check numerically"
            )
            help = f"make it a step in the proof of {user.label}, or name what it brings"
        else:
            continue
        findings.append(
            file_finding(
                "G19",
                "needless-depth",
                f"{node.label} {what}",
                file=plan.file,
                line=node.line,
                help=help,
                severity="warning",
                rule_class="structure",
            )
        )
    return findings


def _provable(plan: Plan, labels: Iterable[str]) -> list[PlanNode]:
    return [plan.nodes[label] for label in labels if plan.nodes[label].provable]


def _claims(node: PlanNode) -> set[str]:
    """The sentences of the statement, without "Under Assumption 1," before each."""
    sentences = _SENTENCE_END.split(" ".join(node.statement.split()).removesuffix("."))
    return {_CONDITION.sub("", sentence) for sentence in sentences}


def _brings_nothing(plan: Plan, node: PlanNode, below: PlanNode) -> bool:
    return not (
        node.techniques
        or node.check_file
        or {label for label in node.hypotheses if label != below.label} - {*below.hypotheses}
        # A definition may be told to serve it without being named as a hypothesis.
        or {*plan.digraph().pred[node.label]} - {below.label, *plan.digraph().pred[below.label]}
    )
