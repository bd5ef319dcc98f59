"""The records of the review in the project's state: their kinds, and reading them all."""

import hashlib
from collections.abc import Iterator
from typing import TypeVar

from ..graph.plan_file import read_plan
from ..latex import Document, normalise
from ..latex.works import works_cited
from ..plan.approval_records import STATE_KIND as APPROVAL_KIND
from ..plan.scope import read_scope
from ..project import Project
from ..records.errors import InputError
from ..records.review import (
    AuthorStop,
    Echo,
    Fix,
    Judgement,
    ReaderPass,
    RoundStart,
    Weakness,
)
from .review_branches import Kept, require_one_history
from .review_outcome import ReviewState

ROUND_KIND = "review-round"
WEAKNESS_KIND = "review-weakness"
ECHO_KIND = "review-echo"
JUDGEMENT_KIND = "review-judgement"
FIX_KIND = "review-fix"
ATTEMPT_KIND = "review-attempt"
STOP_KIND = "review-stop"
PASS_KIND = "review-pass"
SOURCE_KIND = "review-source"

_Record = TypeVar("_Record", RoundStart, Weakness, Judgement, Fix)


def text_fingerprint(project: Project, document: Document, *, older: bool = False) -> str:
    """SHA-256 of all that is reviewed: comments and white space count for nothing.

    That is what the document says, the bodies of macros wherever they are defined, what the
    bibliography says of the works that are cited, and of the plan what decides which statements
    are read and what they are read with.

    Args:
        older: as rounds were begun before works and the plan counted.
    """
    digest = hashlib.sha256()
    for source in document.files.values():
        digest.update(normalise(source.text).encode("utf-8") + b"\0")
    for name, macro in sorted(document.macros.items()):
        digest.update(f"{name}\0{macro.arguments}\0{macro.body}\0".encode())
    if older:
        return digest.hexdigest()
    for key, said in works_cited(document).items():
        digest.update(f"{key}\0{said}\0".encode())
    for label, node in sorted(read_plan(project).nodes.items() if project.has_plan else ()):
        told = (label, node.kind, sorted(node.hypotheses), node.goal, node.managed)
        digest.update(f"{told}\0".encode())
    return digest.hexdigest()


def load_review(project: Project, document: Document) -> ReviewState:
    """The review as its records have it.

    Raises:
        InputError: a record was written or changed by hand, or two branches reviewed at once.
    """

    def kept(kind: str, model: type[_Record]) -> list[Kept[_Record]]:
        return [
            Kept(model.model_validate(dict(record.data)), record.file)
            for record in project.state.read(kind)
        ]

    started, found = kept(ROUND_KIND, RoundStart), kept(WEAKNESS_KIND, Weakness)
    judged, mended = kept(JUDGEMENT_KIND, Judgement), kept(FIX_KIND, Fix)
    passed = list(_passes(project))
    require_one_history(started, found, judged, mended, passed)
    rounds = tuple(start.said for start in started)
    weaknesses = [weakness.said for weakness in found]
    current = {judgement.said.weakness: judgement.said for judgement in judged}
    fixes = [fix.said for fix in mended]
    text = normalise("\n".join(source.text for source in document.files.values()))
    return ReviewState(
        text=text_fingerprint(project, document, older=bool(rounds) and not rounds[-1].whole),
        rounds=rounds,
        weaknesses=tuple(w for w in weaknesses if w.round <= len(rounds)),
        echoes=tuple(Echo.model_validate(dict(r.data)) for r in project.state.read(ECHO_KIND)),
        judgements=current,
        fixes=tuple(fix for fix in fixes if fix.outcome == "accepted"),
        refused=tuple(fix for fix in fixes if fix.outcome == "refused"),
        stops=_open_stops(project),
        passes=tuple(reader_pass.said for reader_pass in passed),
        panel_required=project.configuration.review.panel == "required",
        scope=_scope(project),
        unrefuted=frozenset(
            weakness
            for weakness, judged in current.items()
            if judged.classification == "PHANTOM" and not _stands(judged.quotation, text)
        ),
        unbegun=tuple(w for w in weaknesses if w.round > len(rounds)),
    )


def _stands(quotation: str, text: str) -> bool:
    """Whether the words of a dismissal stand in the text, up to white space."""
    squeezed = "".join(normalise(quotation).split())
    return squeezed in "".join(text.split())


def _passes(project: Project) -> Iterator[Kept[ReaderPass]]:
    """The readers' passes; a seal that cannot be tested here shows what somebody reports."""
    for record in project.state.read(PASS_KIND):
        reader_pass = ReaderPass.model_validate(dict(record.data))
        if not record.sealed_here:
            reader_pass = reader_pass.model_copy(update={"origin": "reported"})
        yield Kept(reader_pass, record.file)


def _scope(project: Project) -> str:
    try:
        return read_scope(project)
    except InputError:
        return ""


def _open_stops(project: Project) -> tuple[AuthorStop, ...]:
    """The stops that no approval by a person has followed, on this machine or another."""
    approved = [
        record.time
        for record in project.state.read(APPROVAL_KIND)
        if record.data.get("by") == "person"
    ]
    last = max(approved, default="")
    return tuple(
        AuthorStop.model_validate(dict(record.data))
        for record in project.state.read(STOP_KIND)
        if record.time > last
    )
