"""The kinds of assertions: what each takes, as tables of `assertions.toml`.

Each has a decider of its name (`deciders`), and spoilings: changes of a copy after which it must no
longer pass. Not here: reading the file (`assertions`).
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .spoilings import Spoil
from .tables import Between, StrictTable


class BaseAssertion(StrictTable):
    """What all kinds have.

    Args:
        id: unique in the file.
        says: what is asserted, for a person.
        spoil: how a copy is changed so that it no longer holds.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$")]
    says: Annotated[str, Field(min_length=1)]
    spoil: list[Spoil] = Field(default_factory=list)


class GateHolds(BaseAssertion):
    """A gate, with all before it, holds and is required."""

    kind: Literal["gate"]
    gate: Literal["A", "B", "C", "C.5", "D"]
    final: bool = False


class LintClean(BaseAssertion):
    """Lint finds nothing, warnings included, of some rules or classes (all, where none is named).

    Args:
        suppressed: how many findings may be kept quiet by comments or configuration.
    """

    kind: Literal["lint"]
    select: list[str] = Field(default_factory=list)
    final: bool = False
    suppressed: Annotated[int, Field(ge=0)] | None = None


class StatementIs(BaseAssertion):
    """A statement is written: its kind, its title, what it says, where, and that it is proved.

    Args:
        contains: LaTeX that its text contains, up to white space.
        proved: whether a proof with a step stands in the same file.
        goal: whether the plan has it as a goal; None for either.
    """

    kind: Literal["statement"]
    label: str
    is_: Annotated[str, Field(alias="is")]
    title: str | None = None
    contains: list[str] = Field(default_factory=list)
    proved: bool = True
    goal: bool | None = None


class CountIs(BaseAssertion):
    """How many there are of something; `kinds` narrows nodes and statements."""

    kind: Literal["count"]
    of: Literal[
        "nodes", "statements", "goals", "proofs", "steps", "sections", "checks", "claims",
        "controls", "citations", "digests", "pages", "words",
    ]  # fmt: skip
    kinds: list[str] = Field(default_factory=list)
    number: Between

    @model_validator(mode="after")
    def _kinds_narrow_something(self) -> Self:
        if self.kinds and self.of not in ("nodes", "statements", "goals"):
            raise ValueError(f"`kinds` says nothing of {self.of}")
        return self


class OneSectionPerFile(BaseAssertion):
    """Each file of a folder that the document reads holds one section, and every section is there;
    each statement is proved in its own file.

    Args:
        without_section: files that hold none, such as an abstract.
    """

    kind: Literal["one-section-per-file"]
    folder: str = "sections"
    without_section: list[str] = Field(default_factory=list)
    least: Annotated[int, Field(ge=1)] = 1


class PlanHolds(BaseAssertion):
    """The plan reads, has goals, no orphan, circle or unknown name; goals are approved; the paper
    says everything before it is used."""

    kind: Literal["plan"]
    approved: bool = True
    leaf_first: bool = True
    least_nodes: Annotated[int, Field(ge=1)] = 1


class Figures(StrictTable):
    """Where the figures of a named claim or control lie."""

    observed: Between | None = None
    bound: Between | None = None
    slack: Between | None = None
    ratio: Between | None = None


class ClaimFigures(Figures):
    name: str


class CheckHolds(BaseAssertion):
    """A numeric check, run here, holds.

    Args:
        check: the label of its node, its file, or `all` for every check of the eval, and then
            every managed statement of the plan has one, or says why not.
        least_claims, least_controls: of each; controls count when they were refuted.
        witness: whether each has a witness that satisfies its hypotheses.
        claims: figures of claims by name.
    """

    kind: Literal["check"]
    check: str
    least_claims: Annotated[int, Field(ge=1)] = 1
    least_controls: Annotated[int, Field(ge=1)] = 1
    witness: bool = False
    claims: list[ClaimFigures] = Field(default_factory=list)


class ControlRefuted(BaseAssertion):
    """A named negative control, such as a counterexample to the source, is refuted."""

    kind: Literal["control"]
    check: str
    control: str
    figures: Figures = Figures()


class CitationsHold(BaseAssertion):
    """Every work that is cited has an entry in the bibliography and a digest that says something.

    Args:
        seen: whether no digest may say that its source was not seen.
    """

    kind: Literal["citations"]
    least: Annotated[int, Field(ge=1)] = 1
    seen: bool = False


class EvidenceIs(BaseAssertion):
    """What the steps rest on.

    Args:
        of: only the steps of this statement's proof; None for all.
        shares: by word (`proved`, `matched`, `searched`, `rederived`, `unchecked`, …) the share
            of the steps that it decides, from 0 to 1. A word that is not named may have any.
        unchecked: how many steps may have no evidence.
        recompute: whether every piece that can be recomputed is, and says the same.
    """

    kind: Literal["evidence"]
    of: str | None = None
    shares: dict[str, Between] = Field(default_factory=dict)
    unchecked: Annotated[int, Field(ge=0)] = 0
    recompute: bool = True


class ReviewEnded(BaseAssertion):
    """The review ended in success, and the last pass over this text was clean.

    Args:
        least_rounds: begun rounds.
        authors: who wrote the text; no reader of a pass may be one of them.
        least_readers: different readers of clean passes over the text as it is, a panel's lenses
            counted one each.
    """

    kind: Literal["review"]
    least_rounds: Annotated[int, Field(ge=1)] = 1
    authors: list[str] = Field(default_factory=list)
    least_readers: Annotated[int, Field(ge=1)] = 1


class ErrataComplete(BaseAssertion):
    """`ERRATA.md` reads, its labels stand in the paper, its numbers in the results of the checks.

    Args:
        entries: identifiers that must be there, `E01`.
    """

    kind: Literal["errata"]
    least: Annotated[int, Field(ge=1)] = 1
    entries: list[str] = Field(default_factory=list)


class PdfSays(BaseAssertion):
    """The text of the compiled PDF: what is in it, what is not, and no unresolved `??`."""

    kind: Literal["pdf"]
    contains: list[str] = Field(default_factory=list)
    lacks: list[str] = Field(default_factory=list)
    pages: Between | None = None


class TechniquesDigested(BaseAssertion):
    """Every technique of the plan has a digest, and no draft of one is unread."""

    kind: Literal["digest"]
    least: Annotated[int, Field(ge=1)] = 1


class Reproduces(BaseAssertion):
    """The committed results are those that are made here, within the tolerance.

    Args:
        files: patterns of their names below `results/`; grading.json is no part of it.
    """

    kind: Literal["reproduces"]
    files: list[str] = Field(default_factory=lambda: ["*"], min_length=1)


Assertion = Annotated[
    GateHolds
    | LintClean
    | StatementIs
    | CountIs
    | OneSectionPerFile
    | PlanHolds
    | CheckHolds
    | ControlRefuted
    | CitationsHold
    | EvidenceIs
    | ReviewEnded
    | ErrataComplete
    | PdfSays
    | TechniquesDigested
    | Reproduces,
    Field(discriminator="kind"),
]
