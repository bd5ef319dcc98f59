"""The plan file: read strictly, every fault with its line, and written.

Not here: what the graph's shape must be (`shape`), what the LaTeX says (`paper`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ..patterns import pattern
from ..project import Project
from ..project.root import PLAN_FILE
from ..records.errors import InputError
from ..records.findings import Finding, file_finding, in_reading_order
from ..records.plan import PLAN_KINDS, PROVABLE_KINDS, PlanNode
from ..records.record import Record
from .plan_lines import Section, read_sections

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

_LABEL = pattern(r"[^\s,{}\\%#~]+$")
_TECHNIQUE = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_NO_CHECK = pattern(r"none(?:\s*:|$)")
_REASON = pattern(r"none:\s*\S")
_MARKUP = '`*"'


class _Plan(Record):
    file: str
    nodes: dict[str, PlanNode]
    findings: tuple[Finding, ...]
    unread: frozenset[str] = frozenset()


class Plan(_Plan):
    """A plan that was read.

    Args:
        file: the plan file relative to the root.
        nodes: by label, in the order of the file.
        findings: what could not be read (`G1`); the nodes concerned are missing.
        unread: the labels of those nodes, as far as they could be told.
    """

    @property
    def managed(self) -> dict[str, PlanNode]:
        """The nodes that gates apply to."""
        return {label: node for label, node in self.nodes.items() if node.managed}

    @property
    def goals(self) -> list[PlanNode]:
        """The managed goals."""
        return [node for node in self.managed.values() if node.goal]

    def digraph(self) -> nx.DiGraph:
        """The graph of the nodes that exist, each with its `kind`: edges by consumers and by
        hypotheses. It is made once and frozen; `copy()` gives one to change."""
        return self._graph

    @cached_property
    def _graph(self) -> nx.DiGraph:
        import networkx as nx

        graph = nx.DiGraph()
        graph.add_nodes_from((label, {"kind": n.kind}) for label, n in self.nodes.items())
        graph.add_edges_from(self.edges)
        return nx.freeze(graph)

    @property
    def edges(self) -> Iterator[tuple[str, str]]:
        """What is used and what uses it, some twice: by consumers and by hypotheses. For those
        who have no time to load networkx."""
        for node in self.nodes.values():
            yield from ((node.label, name) for name in node.consumers if name in self.nodes)
            yield from ((name, node.label) for name in node.hypotheses if name in self.nodes)


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
    """Parse a plan's text (format in DESIGN §4; HTML comments are skipped)."""
    findings: list[Finding] = []

    def fault(line: int, message: str, help: str = "") -> None:
        findings.append(
            file_finding("G1", "plan-unreadable", message, file=file, line=line, help=help)
        )

    nodes: dict[str, PlanNode] = {}
    first: dict[str, int] = {}
    sections, unread = read_sections(text.removeprefix("\ufeff"), fault)
    for section in sections:
        label, line = section.label, section.line.number
        if label in first:
            fault(line, f"{label} is planned twice, first in line {first[label]}")
            continue
        first[label] = line
        faults_before = len(findings)
        node = _node(section, fault)
        if node is not None and len(findings) == faults_before and label not in unread:
            nodes[label] = node
    unread |= first.keys() - nodes.keys()
    return Plan(file, nodes, in_reading_order(findings), frozenset(unread))


def _node(section: Section, fault: Callable[..., None]) -> PlanNode | None:
    """The node, or None after reporting why its fields do not make one."""
    label, heading_line = section.label, section.line.number
    problem = _label_problem(label)
    if problem:
        fault(heading_line, f"{label!r} {problem}", "use a form like `lem:name`")
    missing = [f"**{n}:**" for n in FIELDS if n not in section.fields and n not in _OPTIONAL]
    if missing:
        what = "field {} is" if len(missing) == 1 else "fields {} are"
        fault(heading_line, f"{label}: the {what.format(', '.join(missing))} missing")
    data: dict[str, Any] = {}
    for name, field in section.fields.items():
        line = field.line.number
        if name not in FIELDS:
            fault(line, f"{label}: unknown field **{name}:**", f"known: {', '.join(FIELDS)}")
            continue
        if not field.value:
            help = "write `none` for an empty list" if name in _LISTS else ""
            fault(line, f"{label}: the field **{name}:** is empty", help)
        data[FIELDS[name]] = _value(label, name, field.value, lambda *a, at=line: fault(at, *a))
    kind = data.get("kind")
    if kind is not None and kind not in PLAN_KINDS:
        fault(
            section.fields["Kind"].line.number,
            f"{label}: {kind!r} is no kind",
            f"known: {', '.join(PLAN_KINDS)}",
        )
    if kind in PROVABLE_KINDS and "check" not in data:
        fault(
            heading_line,
            f"{label}: the field **Check:** is missing",
            "a path like checks/name.py, or `none: why`",
        )
    if {"kind", "statement", "section"} - data.keys():
        return None  # reported where fields are counted
    lines = {name: field.line.number for name, field in section.fields.items()}
    return PlanNode(label=label, line=heading_line, field_lines={**lines, "": heading_line}, **data)


def _value(label: str, name: str, value: str, fault: Callable[..., None]) -> Any:
    """What a field's text stands for, after reporting what is wrong with it."""
    if name in _LISTS:
        items = [] if value == "none" else [item.strip() for item in value.split(",")]
        for problem in _list_problems(name, items) if value else ():
            fault(f"{label}: **{name}:** {problem}", "distinct names with commas, or `none`")
        return tuple(items)
    if name in _FLAGS:
        if value and value not in ("yes", "no"):
            fault(f"{label}: **{name}:** is yes or no, not {value!r}")
        return value == "yes"
    if name == "Check" and _NO_CHECK.match(value) and not _REASON.match(value):
        fault(f"{label}: `none` needs its reason: `none: why`")
    return value


def _list_problems(name: str, items: list[str]) -> list[str]:
    """What is wrong with the names of a list, "" for one that is left out among them."""
    problems = []
    if "" in items:
        problems.append("has a comma with no name beside it")
    names = dict.fromkeys(filter(None, items))
    if len(names) < len(items):
        twice = [item for item, count in Counter(items).items() if count > 1 and item]
        problems += [f"names {', '.join(twice)} twice"] if twice else []
    for item in names:
        if item == "none":
            problems.append("says `none` beside names")
        elif item.lower() == "none":
            problems.append(f"says {item!r}, an empty list is `none`")
        elif name == "Techniques" and not _TECHNIQUE.match(item):
            problems.append(
                f"has {item!r}, which is no technique identifier: lowercase words with hyphens, "
                "without possessive, like matrix-bernstein"
            )
        elif name != "Techniques" and (problem := _label_problem(item)):
            problems.append(f"has {item!r}, which {problem}")
    return problems


def _label_problem(label: str) -> str:
    """Why a text cannot be a label, "" if it can."""
    if not label.isprintable():
        hidden = next(c for c in label if not c.isprintable())
        return f"has a character that nobody sees or types, U+{ord(hidden):04X}"
    if not _LABEL.match(label):
        return "cannot be a LaTeX label"
    if label.lower() == "none":
        return "stands for an empty list and cannot be a label"
    if label[0] in _MARKUP and label[-1] in _MARKUP:
        return "is marked up: write the label alone"
    return ""


def format_plan(nodes: Iterable[PlanNode]) -> str:
    """The text of a plan file that `parse_plan` reads back as the same nodes.

    Raises:
        InputError: a value cannot be written so that it is read again: it is empty, has several
            lines or blanks around it, or begins a comment.
    """
    return "\n".join("\n".join(_rows(node)) + "\n" for node in nodes)


def _rows(node: PlanNode) -> list[str]:
    rows = [f"## {node.label}"]
    problem = _label_problem(node.label)
    for name, attribute in FIELDS.items():
        value = getattr(node, attribute)
        if name in _FLAGS and value == (name == "Managed"):
            continue  # the default
        if value is not None:
            text = ", ".join(value) or "none" if name in _LISTS else value
            text = {True: "yes", False: "no"}[value] if name in _FLAGS else text
            problem = problem or value_problem(name, text)
            if name in _LISTS and value and tuple(text.split(", ")) != value:
                problem = problem or f"a name in **{name}:** has a comma"
            if name in _LISTS and value == ("none",):
                problem = problem or f"**{name}:** names 'none', which stands for an empty list"
            rows.append(f"**{name}:** {text}")
    if node.provable and node.check is None:
        problem = problem or "**Check:** is missing"
    if problem:
        raise InputError(f"{node.label} cannot be written to the plan: {problem}")
    return rows


def value_problem(name: str, value: str) -> str:
    """Why a text cannot be the value of a field, "" if it can."""
    if not value:
        return f"**{name}:** is empty"
    if value != value.strip(" \t") or "\n" in value or "\r" in value:
        return f"**{name}:** is one line without blanks around it"
    if any("\ud800" <= character <= "\udfff" for character in value):
        return f"**{name}:** is not UTF-8"  # a file's name can be anything
    if "<!--" in value:
        return f"**{name}:** begins a comment with <!--"
    if name == "Kind" and value not in PLAN_KINDS:
        return f"{value!r} is no kind"
    problems: list[str] = []
    _value("", name, value, lambda message, *_: problems.append(message.removeprefix(": ")))
    return problems[0] if problems else ""
