"""Steps, jobs and evidence: what the confidence sweep is made of.

pydantic, because jobs go out and reports come back across a boundary.
"""

import hashlib
import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Colour = Literal["red", "yellow", "green"]
Origin = Literal["recomputable", "called", "reported", "signed"]
Word = Literal[
    "proved", "signed", "rederived", "matched", "cited", "disputed", "defect", "unchecked"
]
Verdict = Literal["matches", "constants-differ", "conclusion-differs", "unable-to-derive"]

SYMBOL = {"red": "🔴", "yellow": "🟡", "green": "🟢"}
RANK = {"red": 0, "yellow": 1, "green": 2}


class StrictModel(BaseModel):
    """Base of these records: frozen, and no unknown field is let through."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(StrictModel):
    """One inference of a proof.

    Args:
        identifier: `lem:anchor_count/3`: the label of what is proved, and the step's number.
        proves: label of the statement whose proof it stands in.
        file, line, column: of the relation sign, or of the sentence, from 1.
        end_line: last line of the display or sentence.
        start, end: characters of the file that belong to it: of a relation, its two terms.
        kind: `relation` (one relation of a displayed formula) or `prose` (a sentence).
        latex: the claim as written, macros not expanded.
        left, relation, right: of a relation; empty for prose.
        justification: the words around a relation, beside it and over its sign, and what the text
            says of it afterwards, in which the author says why.
        conditional: whether the display or the words around it say when the relation holds.
        passage_end: where the display or the sentence ends that it stands in.
        references, citations: the keys that these words name.
    """

    identifier: str
    proves: str
    file: str
    line: int
    column: int
    end_line: int
    start: int
    end: int
    kind: Literal["relation", "prose"]
    latex: str
    left: str = ""
    relation: str = ""
    right: str = ""
    justification: str = ""
    conditional: bool = False
    passage_end: int = 0
    references: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


class Domain(StrictModel):
    """What the author says a symbol is, or a relation between symbols.

    Args:
        text: as written, `p_0 in (0, 1]`.
        file, line: where it is written.
    """

    text: str
    file: str
    line: int


class Source(StrictModel):
    """Where one text of a job stands; no part of what the job says.

    Args:
        role: the job's field that holds the text: `hypotheses`, `proving`, `definitions`,
            `earlier`, `may_use`, `domains`.
        text: the very text of that field.
        file, line: where it begins.
    """

    role: str
    text: str
    file: str
    line: int


class Job(StrictModel):
    """All that a checker of one step gets to see, and nothing else.

    Args:
        claim: the step with macros expanded.
        left, relation, right: its parts, for a relation.
        justification: what the author says about why.
        proving: the statement whose proof it stands in.
        hypotheses: definitions, notation and assumptions in scope.
        may_use: statements and displays that the step refers to, as `[1] …`.
        definitions: sentences of the proof before the step that introduce something.
        earlier: earlier claims of the proof, without their derivations; not what it announces.
        domains: domain notes in scope.
        conditional: whether the claim holds only under a condition stated beside it, so that a
            counterexample to the bare relation refutes nothing.
        sources: where these texts stand; no part of the fingerprint.
    """

    claim: str
    left: str
    relation: str
    right: str
    justification: str
    proving: str
    hypotheses: tuple[str, ...]
    may_use: tuple[str, ...]
    definitions: tuple[str, ...]
    earlier: tuple[str, ...]
    domains: tuple[str, ...]
    conditional: bool = False
    sources: tuple[Source, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the whole job; names of labels and places are no part of it."""
        said = self.model_dump(exclude={"sources"})
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Evidence(StrictModel):
    """What one checker, reader or person said about one job.

    Args:
        fingerprint: of the job.
        step: the step's identifier when it was recorded, for people only.
        word: what was found.
        origin: how we know.
        checker: who: `symbolic`, `numeric-search`, or a reader's name.
        version: of the checker; evidence of another version is stale.
        detail: the certificate, the derivation, or the counterexample.
        latex: the claim as it was written then, so that a step is known again after its job
            changed and its number too.
    """

    fingerprint: str
    step: str
    word: Word
    origin: Origin
    checker: str
    version: str
    detail: dict[str, Any] = Field(default_factory=dict)
    latex: str = ""


class Attempt(StrictModel):
    """The free checkers were asked about a job and found nothing, which is no evidence.

    Args:
        fingerprint: of the job.
        step: the step's identifier then, for people only.
        version: of the checkers.
        detail: why there is none.
    """

    fingerprint: str
    step: str
    version: str
    detail: dict[str, Any] = Field(default_factory=dict)


class Mark(StrictModel):
    """A colour lowered, or a note added, by hand."""

    fingerprint: str
    step: str
    colour: Literal["red", "yellow"] | None
    note: str
