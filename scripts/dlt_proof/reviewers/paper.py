"""What deterministic reviewers read: the statements and proofs of a paper, and its plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..graph.plan_file import Plan
from ..latex import Document, Proof, Statement
from ..project import Project, read_text
from ..project.digests import PREFIX
from ..records.plan import PlanNode


@dataclass(frozen=True, slots=True)
class Passage:
    """One statement under review, with its proofs.

    Args:
        statement: as it stands in the paper.
        proofs: of this statement; empty for definitions, assumptions, and what is not proved.
        node: its node in the plan, None where there is no plan or it is not managed.
    """

    statement: Statement
    proofs: tuple[Proof, ...]
    node: PlanNode | None

    @property
    def label(self) -> str:
        """Its label, "" where it has none."""
        return self.statement.label or ""


@dataclass(frozen=True)
class ReviewedPaper:
    """A paper and its plan.

    Args:
        document: the paper.
        plan: its plan, None for a plain paper.
        digests: the texts of the project's digests by name (`cite-smith2020-lemma`), None where
            nobody keeps digests.
        whole: all statements are under review, as they are without a plan, and not only those
            that are managed.
    """

    document: Document
    plan: Plan | None = None
    digests: Mapping[str, str] | None = None
    whole: bool = False

    @cached_property
    def kept(self) -> dict[object, object]:
        """What reviewers have read of the paper, so that each part of it is read once."""
        return {}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The statements under review in reading order."""
        proofs: dict[object, list[Proof]] = {}
        for proof in self.document.proofs:
            for statement in proof.statements:
                proofs.setdefault(statement.environment.span, []).append(proof)
        found = []
        for statement in self.document.statements:
            node = None
            if self.plan is not None:
                node = self.plan.managed.get(statement.label or "")
                if node is None and not self.whole:
                    continue
            own = tuple(proofs.get(statement.environment.span, ()))
            found.append(Passage(statement, own, node))
        return tuple(found)


def reviewed_paper(
    project: Project, document: Document, plan: Plan | None, *, whole: bool = False
) -> ReviewedPaper:
    """A paper with its plan and, in a proof project, the digests that are kept of it.

    Args:
        project: its folder.
        document: the paper.
        plan: its plan, None where it has none.
        whole: see `ReviewedPaper`.

    Raises:
        InputError: a digest cannot be read.
    """
    digests = None
    if project.is_proof_project:
        files = sorted(project.research.glob(f"{PREFIX}*.md"))
        digests = {path.stem: read_text(path, name=project.relative(path)) for path in files}
    return ReviewedPaper(document, plan, digests, whole)
