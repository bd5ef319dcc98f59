"""A plan: the nodes a proof is made of, as the author wrote them down.

Records, because lint reads the plan on every run; `graph` checks what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .record import Record

PLAN_KINDS = (
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "claim",
    "definition",
    "assumption",
    "notation",
)
#: Kinds that assert something: they need a proof, and a numeric check or a reason for none.
PROVABLE_KINDS = ("theorem", "lemma", "proposition", "corollary", "claim")


class PlanNode(Record):
    """One `## label` section of `.proof-research/dependency-graph.md`.

    Args:
        label: the LaTeX label, `lem:anchor_count`.
        kind: one of `PLAN_KINDS`.
        statement: LaTeX text on one line.
        hypotheses: labels of what the statement stands on.
        techniques: identifiers of the techniques its proof needs.
        consumers: labels of the nodes that use it; empty only for a goal.
        section: file it stands in, relative to the root.
        goal: whether the paper exists for it.
        check: path of its numeric check, or `none: why`; None for kinds that assert nothing.
        managed: whether gates apply to it.
        line: line of its `##` heading in the plan file, from 1.
        field_lines: line of each field, by its name in the file.
    """

    label: str
    kind: str
    statement: str
    section: str
    line: int
    hypotheses: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    goal: bool = False
    check: str | None = None
    managed: bool = True
    field_lines: Mapping[str, int] = MappingProxyType({})

    @property
    def provable(self) -> bool:
        return self.kind in PROVABLE_KINDS

    @property
    def check_file(self) -> str | None:
        """The numeric check's path, or None where the plan says `none: why`."""
        return None if self.check is None or self.check.startswith("none:") else self.check
