"""The plan file: read strictly, every fault with its line, and written.

Not here: what the graph's shape must be (`shape`), what the LaTeX says (`paper`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import patterns
from ..patterns import pattern
from ..project import Project
from ..project.root import PLAN_FILE
from ..records.errors import InputError
from ..records.findings import Finding, file_finding
from ..records.plan import PLAN_KINDS, PROVABLE_KINDS, PlanNode
from ..records.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING:  # lint reads plans, and does not pay for networkx
    import networkx as nx

#: Field names in the file, in the order they are written, and the attribute each one fills.
FIELDS = {
    "Kind": "kind",
    "Statement": "statement",
    "Hypotheses": "hypotheses",
    "Techniques": "techniques",
    "Downstream consumers": "consumers",
    "Section": "section",
    "Goal": "goal",
    "Check": "check",
    "Managed": "managed",
}
_OPTIONAL = {"Goal", "Check", "Managed"}
_LISTS = {"Hypotheses", "Techniques", "Downstream consumers"}
_FLAGS = {"Goal", "Managed"}

_HEADING = pattern(r"##[ \t]+(?P<label>\S.*?)[ \t]*$")
_LABEL = pattern(r"[^\s,{}\\%#~]+$")
_FIELD = pattern(r"\*\*(?P<name>[^*:]+):\*\*[ \t]*(?P<value>.*?)[ \t]*$")
_TECHNIQUE = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*$")


class Plan(Record):
    """A plan that was read.

    Args:
        file: the plan file relative to the root.
        nodes: by label, in the order of the file.
        findings: what could not be read (`G1`); the nodes concerned are missing.
    """

    file: str
    nodes: dict[str, PlanNode]
    findings: tuple[Finding, ...]

    @property
    def managed(self) -> dict[str, PlanNode]:
        """The nodes that gates apply to."""
        return {label: node for label, node in self.nodes.items() if node.managed}

    @property
    def goals(self) -> list[PlanNode]:
        """The managed goals."""
        return [node for node in self.managed.values() if node.goal]

    def digraph(self) -> nx.DiGraph:
        """The graph of the nodes that exist: edges by consumers and by hypotheses."""
        import networkx as nx

        graph = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        for node in self.nodes.values():
            graph.add_edges_from((node.label, c) for c in node.consumers if c in self.nodes)
            graph.add_edges_from((h, node.label) for h in node.hypotheses if h in self.nodes)
        return graph


def read_plan(project: Project) -> Plan:
    """Read `.proof-research/dependency-graph.md`.

    Returns:
        The plan; unreadable places are findings (`G1`), never silence.

    Raises:
        InputError: there is no plan file, or it is not UTF-8.
    """
    if not project.has_plan:
        raise InputError(
            "there is no plan",
            file=PLAN_FILE,
            remedy="write one `## label` section per definition, assumption, lemma and theorem",
        )
    return parse_plan(project.read(PLAN_FILE), PLAN_FILE)


def parse_plan(text: str, file: str) -> Plan:
    """Parse a plan's text (format in `read_plan`'s file; HTML comments are skipped)."""
    nodes: dict[str, PlanNode] = {}
    findings: list[Finding] = []

    def fault(line: int, message: str, help: str = "") -> None:
        findings.append(
            file_finding("G1", "plan-unreadable", message, file=file, line=line, help=help)
        )

    label, heading_line = "", 0
    values: dict[str, str] = {}
    lines: dict[str, int] = {}

    def finish() -> None:
        if not heading_line:
            return
        faults_before = len(findings)
        if not _LABEL.match(label):
            fault(heading_line, f"{label!r} cannot be a LaTeX label", "use a form like `lem:name`")
        if label in nodes:
            fault(heading_line, f"{label} is planned twice, first in line {nodes[label].line}")
        for name in FIELDS:
            if name not in values and name not in _OPTIONAL:
                fault(heading_line, f"{label}: the field **{name}:** is missing")
        node = _node(label, heading_line, values, lines, fault)
        if node is not None and len(findings) == faults_before:
            nodes[label] = node

    for number, line in _lines_outside_comments(text):
        if not line.strip():
            continue
        heading, field = _HEADING.match(line), _FIELD.match(line)
        if heading:
            finish()
            label, heading_line, values, lines = heading["label"], number, {}, {}
        elif line.startswith("# ") and not heading_line:
            continue  # the file's title
        elif field and heading_line:
            name = field["name"].strip()
            if name not in FIELDS:
                fault(number, f"{label}: unknown field **{name}:**", f"known: {', '.join(FIELDS)}")
            elif name in values:
                fault(number, f"{label}: the field **{name}:** stands here a second time")
            else:
                values[name], lines[name] = field["value"], number
        elif heading_line:
            fault(
                number,
                f"{label}: a line `**Field:** value` was expected, not {line.strip()[:60]!r}",
                "a field is one line; free text belongs into decisions.md or a comment <!-- … -->",
            )
        else:
            fault(number, f"text before the first `## label`: {line.strip()[:60]!r}")
    finish()
    return Plan(file, nodes, tuple(findings))


def _lines_outside_comments(text: str) -> Iterator[tuple[int, str]]:
    blanked = patterns.sub(
        r"<!--.*?(?:-->|\Z)",
        lambda match: patterns.sub(r"[^\n]", " ", match[0]),
        text,
        flags=patterns.DOTALL,
    )
    for number, line in enumerate(blanked.split("\n"), start=1):
        yield number, line.rstrip("\r")


def _node(
    label: str,
    heading_line: int,
    values: dict[str, str],
    lines: dict[str, int],
    fault: Callable[..., None],
) -> PlanNode | None:
    """The node, or None after reporting why its fields do not make one."""
    data: dict[str, Any] = {}
    for name, value in values.items():
        line = lines[name]
        if not value:
            fault(
                line, f"{label}: the field **{name}:** is empty", "write `none` for an empty list"
            )
        elif name in _LISTS:
            items = [] if value == "none" else [item.strip() for item in value.split(",")]
            if "" in items or len(set(items)) != len(items) or "none" in items:
                fault(line, f"{label}: **{name}:** must be distinct names with commas, or `none`")
            data[FIELDS[name]] = tuple(items)
        elif name in _FLAGS:
            if value not in ("yes", "no"):
                fault(line, f"{label}: **{name}:** is yes or no, not {value!r}")
            data[FIELDS[name]] = value == "yes"
        else:
            data[FIELDS[name]] = value
    for technique in data.get("techniques", ()):
        if not _TECHNIQUE.match(technique):
            fault(
                lines["Techniques"],
                f"{label}: {technique!r} is no technique identifier",
                "lowercase words with hyphens, without possessive: matrix-bernstein",
            )
    check = data.get("check")
    if (
        isinstance(check, str)
        and check.startswith("none")
        and not patterns.match(r"none:\s*\S", check)
    ):
        fault(lines["Check"], f"{label}: `none` needs its reason: `none: why`")
    if data.get("kind") in PROVABLE_KINDS and "Check" not in values:
        fault(
            heading_line,
            f"{label}: the field **Check:** is missing",
            "a path like checks/name.py, or `none: why`",
        )
    kind = data.get("kind")
    if kind is not None and kind not in PLAN_KINDS:
        fault(lines["Kind"], f"{label}: {kind!r} is no kind", f"known: {', '.join(PLAN_KINDS)}")
    missing = {"kind", "statement", "section"} - data.keys()
    if missing:
        return None  # reported where fields are counted
    return PlanNode(label=label, line=heading_line, field_lines={**lines, "": heading_line}, **data)


def format_plan(nodes: list[PlanNode]) -> str:
    """The text of a plan file that `parse_plan` reads back as the same nodes."""
    sections = []
    for node in nodes:
        rows = [f"## {node.label}"]
        for name, attribute in FIELDS.items():
            value = getattr(node, attribute)
            if name in _LISTS:
                value = ", ".join(value) or "none"
            elif name in _FLAGS:
                if value == (name == "Managed"):
                    continue  # the default
                value = "yes" if value else "no"
            if value is not None:
                rows.append(f"**{name}:** {value}")
        sections.append("\n".join(rows) + "\n")
    return "\n".join(sections)
