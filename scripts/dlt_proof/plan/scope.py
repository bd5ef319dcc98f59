"""Scope: Quick, Standard or Appendix, declared in one word and checked against what is there.

Declaring below what plan and paper show is refused, above is allowed.
"""

import re
from dataclasses import dataclass

from ..graph.plan_file import Plan, format_plan, read_plan
from ..latex import Document, normalise
from ..project import Project, write_text
from ..records.errors import InputError, RefusedError
from ..records.findings import Finding, file_finding
from ..records.plan import PROVABLE_KINDS, PlanNode

#: From the smallest to the largest.
SCOPES = ("Quick", "Standard", "Appendix")
QUICK_STEPS = 12
STANDARD_STEPS = 30
STANDARD_LEMMAS = 3

_PROBABILITY_EVENT = re.compile(
    r"\\Pr\b|\\mathbb\s*\{?P\}?|\bwith\s+(?:high\s+)?probability\b|\bw\.h\.p\.", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a proof is.

    Args:
        theorems: theorems.
        lemmas: all other statements that need a proof.
        probability_events: statements about a probability.
        steps: derivation steps, None where no proof has been written.
    """

    theorems: int
    lemmas: int
    probability_events: int
    steps: int | None = None

    @property
    def smallest_scope(self) -> str:
        steps = self.steps or 0
        if (
            self.theorems + self.lemmas <= 1
            and self.probability_events <= 1
            and steps <= QUICK_STEPS
        ):
            return "Quick"
        if self.theorems <= 1 and self.lemmas <= STANDARD_LEMMAS and steps <= STANDARD_STEPS:
            return "Standard"
        return "Appendix"

    def __str__(self) -> str:
        steps = "" if self.steps is None else f", {self.steps} steps"
        return (
            f"{self.theorems} theorems, {self.lemmas} lemmas and corollaries, "
            f"{self.probability_events} statements about a probability{steps}"
        )


def read_scope(project: Project) -> str:
    """The declared scope.

    Raises:
        InputError: nothing is declared, or the first line is none of the three words.
    """
    path = project.scope_file
    name = project.relative(path)
    how = "declare it with `dlt-proof scope Quick|Standard|Appendix`"
    if not path.is_file():
        raise InputError("no scope is declared", file=name, remedy=how)
    for number, line in enumerate(project.read(path).splitlines(), start=1):
        if line.strip():
            word = line.strip()
            if word not in SCOPES:
                raise InputError(
                    f"the first line is {word[:40]!r}, expected one of {', '.join(SCOPES)}",
                    file=name,
                    line=number,
                )
            return word
    raise InputError("no scope is declared, the file is empty", file=name, remedy=how)


def plan_extent(plan: Plan, steps: int | None = None) -> Extent:
    """The extent of the managed part of a plan."""
    provable = [node for node in plan.managed.values() if node.kind in PROVABLE_KINDS]
    theorems = sum(node.kind == "theorem" for node in provable)
    events = sum(bool(_PROBABILITY_EVENT.search(node.statement)) for node in provable)
    return Extent(theorems, len(provable) - theorems, events, steps)


def scope_findings(project: Project, extent: Extent) -> list[Finding]:
    """S1 where the declared scope is below what there is.

    Raises:
        InputError: no scope is declared.
    """
    declared = read_scope(project)
    needed = extent.smallest_scope
    if SCOPES.index(declared) >= SCOPES.index(needed):
        return []
    return [
        file_finding(
            "S1",
            "scope-understated",
            f"scope {declared} is declared, but there are {extent}",
            file=project.relative(project.scope_file),
            line=1,
            help=f"declare {needed}: `dlt-proof scope {needed}`",
        )
    ]


def declare_scope(project: Project, word: str, document: Document | None) -> None:
    """Write the scope, keeping the free text below it; Quick also derives a missing plan.

    Args:
        document: the paper, needed for Quick without a plan.

    Raises:
        InputError: the word is none of the three; no node of the plan is managed; or Quick was
            asked for, the plan is empty and there is not exactly one statement to derive one from.
        RefusedError: the plan shows more.
    """
    if word not in SCOPES:
        raise InputError(f"{word!r} is no scope, expected one of {', '.join(SCOPES)}")
    derived = None
    plan = read_plan(project) if project.plan_file.is_file() else None
    if plan is not None and plan.nodes and not plan.managed:
        raise InputError(
            "no statement is managed: there is nothing that a scope would be about",
            remedy="`dlt-proof plan manage LABEL` first",
        )
    if word == "Quick" and (plan is None or not (plan.nodes or plan.findings)):
        derived = _derived_plan(document)
    elif plan is not None:
        needed = plan_extent(plan).smallest_scope
        if SCOPES.index(word) < SCOPES.index(needed):
            raise RefusedError(
                f"scope {word} is below what the plan shows: {plan_extent(plan)}",
                remedy=f"declare {needed}; nothing was written",
            )
    rest = ""
    if project.scope_file.is_file():
        old = project.read(project.scope_file).splitlines(keepends=True)
        first = next((i for i, line in enumerate(old) if line.strip()), len(old))
        rest = "".join(old[first + 1 :])
    write_text(project.scope_file, f"{word}\n{rest}")
    if derived is not None:
        write_text(project.plan_file, derived)


def _derived_plan(document: Document | None) -> str:
    """The plan of a one-statement paper, from its LaTeX."""
    statements = [s for s in document.statements if s.kind in PROVABLE_KINDS] if document else []
    if document is None or len(statements) != 1:
        raise InputError(
            f"scope Quick is for one statement, and the LaTeX has {len(statements)}",
            remedy="write the statement first, or declare Standard and write a plan",
        )
    statement = statements[0]
    if statement.label is None:
        line, *_ = document.place(statement.environment.span)
        raise InputError(
            "the statement needs a \\label", file=statement.environment.span.file, line=line
        )
    return format_plan(
        [
            PlanNode(
                label=statement.label,
                kind=statement.kind,
                statement=normalise(document.text(statement.environment.body)),
                section=statement.environment.span.file,
                goal=True,
                check="none: scope Quick asks for none",
                line=1,
            )
        ]
    )
