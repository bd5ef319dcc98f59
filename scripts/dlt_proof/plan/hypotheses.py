"""Do the hypotheses of a goal contradict each other? What reads completely is given to a solver.

Read are relations between scalars that a definition, notation or assumption states outright, and
those that the goal itself supposes. A relation under "if" or "for every", in a list of cases, of
an index, or of a letter that two places use for two things is left out and counted. So that an
error here is a contradiction, and none found is no proof that there is none: that takes a witness
(`witness`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..latex import Document, expand_macros, normalise
from ..mathematics.formula import relation_aliases
from ..records.findings import Finding, file_finding
from ..records.plan import PlanNode
from .relations_read import Stated, stated_relations
from .statement_parts import parts

_IF = re.compile(r"(?:^|(?<=\.\s))(?:if|when|whenever)\b\s*", re.IGNORECASE)
_LOCKED_KINDS = ("definition", "assumption", "notation")
#: Deterministic units of the solver; a contradiction of a paper takes a thousandth of it.
_RESOURCES = 2_000_000


@dataclass(frozen=True, slots=True)
class Consistency:
    """What was found about the hypotheses of one goal.

    Args:
        goal: its label.
        core: relations that cannot hold together, none of which can be spared; empty where no
            contradiction was found.
        read: how many relations the solver was given.
        left_out: how many were not read, or not outright stated.
        decided: whether the solver came to an end.
    """

    goal: str
    core: tuple[Stated, ...]
    read: int
    left_out: int
    decided: bool


def contradictions(plan: Plan, document: Document | None) -> tuple[list[Finding], str, bool]:
    """G21 for every managed goal whose hypotheses contradict each other; and what was looked at.

    Args:
        document: its macros are expanded; None where there is no paper.

    Returns:
        The findings, what was looked at in words, and whether anything was: relations were read,
        and the solver came to an end for every goal.

    Raises:
        MissingPartError: the solver is not installed.
    """
    found = []
    told: set[tuple[tuple[str, str], ...]] = set()
    outcomes = [consistency(plan, goal, document) for goal in plan.goals]
    for outcome in outcomes:
        core = tuple((s.label, s.text) for s in outcome.core)
        if not core or core in told:
            continue
        told.add(core)
        where = "; ".join(f"${s.text}$ in {s.label} (line {s.line})" for s in outcome.core)
        found.append(
            file_finding(
                "G21",
                "contradictory-hypotheses",
                f"{outcome.goal}: the hypotheses contradict each other: {where}",
                file=plan.file,
                line=outcome.core[-1].line,
                help="nothing satisfies them all, so that the statement says nothing: change one, "
                "or give one of the letters another name",
            )
        )
    read, left_out = sum(o.read for o in outcomes), sum(o.left_out for o in outcomes)
    words = f"{read} relations of the hypotheses read, {left_out} left out"
    undecided = [o.goal for o in outcomes if not o.decided]
    words += f"; not decided for {', '.join(undecided)}" if undecided else ""
    return found, words, read > 0 and not undecided


def consistency(plan: Plan, goal: PlanNode, document: Document | None) -> Consistency:
    """Look for a contradiction among what a goal supposes and rests on.

    Args:
        document: its macros are expanded; None where there is no paper.

    Raises:
        MissingPartError: the solver is not installed.
    """
    macros = document.steady_macros if document is not None else {}
    aliases = relation_aliases(macros)
    stated: list[Stated] = []
    left_out = 0
    for node, text in _supposed(plan, goal, macros):
        relations, skipped = stated_relations(node, text, aliases)
        stated += relations
        left_out += skipped
    apart = _told_apart(stated)
    core, decided = _core(apart) if len(apart) > 0 else ([], True)
    return Consistency(goal.label, tuple(core), len(apart), left_out, decided)


def _supposed(
    plan: Plan, goal: PlanNode, macros: Mapping[str, Any]
) -> Iterator[tuple[PlanNode, str]]:
    for node in rests_on(plan, goal.label):
        if node.kind in _LOCKED_KINDS:
            yield node, normalise(expand_macros(normalise(node.statement), macros))
    text = normalise(expand_macros(normalise(goal.statement), macros))
    every = parts(text)
    conclusions = [part for part in every if part.role == "conclusion"]
    # What is supposed behind a conclusion is another case of it.
    before = every[: every.index(conclusions[0])] if conclusions else every
    # In one piece: an "or" between two of them is about both.
    supposed = ", ".join(part.text for part in before)
    if len(conclusions) == 1 and len(before) == len(every) - 1:
        supposed = _IF.sub("", supposed)  # the only case there is
    yield goal, supposed


def _told_apart(stated: Sequence[Stated]) -> list[Stated]:
    """The relations, a letter that two places call two things made two letters."""
    nouns: dict[str, dict[str, str]] = {}
    for relation in stated:
        for letter, noun in relation.nouns:
            nouns.setdefault(letter, {})[relation.label] = noun
    ambiguous = {letter for letter, called in nouns.items() if len(set(called.values())) > 1}
    return [
        replace(
            relation,
            renamed=tuple(
                (letter, f"{letter} of {relation.label}")
                for letter in sorted(relation.symbols & ambiguous)
            ),
        )
        for relation in stated
    ]


def _core(stated: Sequence[Stated]) -> tuple[list[Stated], bool]:
    """A smallest set of relations that cannot hold together, and whether the solver decided."""
    from ..checkers.solver import satisfiable

    holds = satisfiable([relation.assertions() for relation in stated], _RESOURCES)
    if holds is not False:
        return [], holds is not None
    core = list(stated)
    for relation in list(core):
        rest = [other for other in core if other is not relation]
        if rest and satisfiable([other.assertions() for other in rest], _RESOURCES) is False:
            core = rest
    return core, True
