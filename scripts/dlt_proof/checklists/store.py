"""The checklists of a project as they stand: what code answers now, and the answers on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from ..graph.plan_file import Plan
from ..latex import Document
from ..lint import lint
from ..project import Project
from ..records.checklists import Answer
from ..records.errors import InputError
from ..records.findings import Finding
from ..reviewers import reviewed_paper, run_reviewers
from ..trace import enumerate_steps
from .answers import ItemState, Ledger
from .deciding import Deciding
from .faults import sort_faults
from .items import BY_IDENTIFIER, Item
from .subjects import Matter, Paper

ANSWER_KIND = "checklist-answer"


@dataclass(frozen=True)
class Checklists:
    """All items of all managed statements and their proofs.

    Args:
        items: in reading order, those of a statement before those of its proof.
        ledger: what counts, to which more can be given.
    """

    items: tuple[ItemState, ...]
    ledger: Ledger

    @property
    def pressing(self) -> tuple[ItemState, ...]:
        """What is not answered yes."""
        return tuple(state for state in self.items if state.verdict != "yes")

    @property
    def labels(self) -> tuple[str, ...]:
        """Of the statements, in reading order."""
        return tuple(dict.fromkeys(state.matter.label for state in self.items))

    def select(self, labels: Iterable[str]) -> tuple[ItemState, ...]:
        """The items of some statements and their proofs; all for none.

        Raises:
            InputError: a label is of no statement that is asked about.
        """
        wanted = set(labels)
        known = {label for state in self.items for label in state.matter.labels}
        unknown = sorted(wanted - known)
        if unknown:
            raise InputError(
                f"{unknown[0]} is no managed statement of the paper that is to be proved",
                remedy=f"known: {', '.join(sorted(known)) or 'none'}",
            )
        if not wanted:
            return self.items
        return tuple(s for s in self.items if wanted & set(s.matter.labels))

    def find(self, label: str, identifier: str) -> ItemState:
        """One item.

        Raises:
            InputError: no such statement, no such item, or a proof that is not there.
        """
        item = BY_IDENTIFIER.get(identifier)
        if item is None:
            raise InputError(
                f"{identifier!r} is no item of a checklist",
                remedy=f"known: {', '.join(BY_IDENTIFIER)}",
            )
        for state in self.select([label]):
            if state.item is item:
                return state
        raise InputError(f"{label} has no proof that could be asked about")

    def summary(self) -> str:
        """The figures, in one line."""
        counts = Counter(state.verdict for state in self.items)
        by_code = sum(s.by == "code" and s.verdict == "yes" for s in self.items)
        persons = Counter(s.by for s in self.items if s.given is not None and s.verdict == "yes")
        parts = [f"{len(self.items)} items", f"{by_code} answered by code"]
        if persons:
            names = ", ".join(f"{name} {count}" for name, count in persons.most_common(3))
            more = ", …" if len(persons) > 3 else ""
            parts.append(f"{sum(persons.values())} by readers ({names}{more})")
        overruled = sum(bool(s.given and s.given.overrules) for s in self.items)
        parts += [f"{overruled} overruled"] if overruled else []
        parts += [f"{counts[verdict]} {verdict}" for verdict in ("open", "no") if counts[verdict]]
        return ", ".join(parts)


def load_checklists(
    project: Project,
    document: Document,
    plan: Plan | None,
    *,
    findings: Iterable[Finding] | None = None,
) -> Checklists:
    """The checklists as they stand.

    Args:
        document: as read.
        plan: its plan; without one every labelled statement that is to be proved is asked about.
        findings: of lint, where it was run already.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
    """
    paper = Paper(document, plan)
    matters = paper.matters
    labels = {label for matter in matters for label in matter.labels}
    if not matters:
        return Checklists((), Ledger({}, ()))
    if findings is None:
        nodes = None if plan is None else plan.nodes
        findings = lint(project, document=document, plan=nodes).findings
    weaknesses = run_reviewers(reviewed_paper(project, document, plan))
    faults = sort_faults(document, matters, findings, weaknesses)
    deciding = Deciding(paper, enumerate_steps(document, set(labels)), faults)
    decisions = {
        (matter, item): deciding.decide(matter, item) for matter in matters for item in matter.items
    }
    ledger = Ledger(decisions, {key.key for key in document.labels})
    refused = _take_records(project, ledger)
    states = (ledger.state(*where, tuple(refused.get(where, ()))) for where in decisions)
    return Checklists(tuple(states), ledger)


def _take_records(project: Project, ledger: Ledger) -> dict[tuple[Matter, Item], list[str]]:
    """Give the ledger every record; why some for the text as it is do not count."""
    speaking: dict[tuple[str, str], list[Matter]] = {}
    named: dict[tuple[str, str], Matter] = {}
    for matter, item in ledger.decisions:
        speaking.setdefault((item.identifier, matter.fingerprint(item)), []).append(matter)
        for label in matter.labels:
            named[label, item.identifier] = matter
    refused: dict[tuple[Matter, Item], list[str]] = {}
    for record in project.state.read(ANSWER_KIND):
        try:
            answer = Answer.model_validate(dict(record.data))
        except ValidationError:
            raise InputError(
                "refused: this line is no answer to a checklist",
                file=record.file,
                line=record.line,
            ) from None
        asked = BY_IDENTIFIER.get(answer.item)
        if asked is None:
            continue  # of a version that asked something else
        matters = speaking.get((answer.item, answer.fingerprint), [])
        # Two statements that say the same are told apart by their labels.
        meant = next((m for m in matters if answer.label in m.labels), None)
        if meant is None and len(matters) == 1:
            meant = matters[0]
        if meant is not None:
            problem = ledger.take(meant, asked, answer, record.time)
            if problem:
                refused.setdefault((meant, asked), []).append(f"{answer.by}: {problem}")
        elif (answer.label, answer.item) in named:
            ledger.take_earlier(named[answer.label, answer.item], asked, answer, record.time)
    return refused
