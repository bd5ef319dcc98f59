"""What people say of a step: marks, which lower its colour, and signatures.

A signature counts only from a person. Not here: what verifiers say (`verify`).
"""

from collections.abc import Sequence

from ..latex import Document
from ..project import Project
from ..project.person import require_person
from ..records.errors import InputError, RefusedError
from ..records.evidence import RANK, Evidence, Mark
from .recorded import EVIDENCE_KIND, MARK_KIND
from .store import load_trace

SIGNATURE_VERSION = "1"


def mark_step(
    project: Project, document: Document, identifier: str, *, colour: str | None, note: str
) -> None:
    """Lower a step's colour by hand, or note something about it.

    Args:
        identifier: the step.
        colour: `red`, `yellow`, or None to add a note alone.
        note: free text.

    Raises:
        InputError: no such step, no such colour, or neither colour nor note.
        RefusedError: the colour would rise.
    """
    state = load_trace(project, document).find(identifier)
    if colour is None and not note:
        raise InputError("a mark needs a colour or a note")
    if colour is not None:
        if colour not in RANK:
            raise InputError(f"{colour!r} is no colour, expected red or yellow")
        if RANK[colour] > RANK[state.colour] or colour == "green":
            raise RefusedError(
                f"{identifier} is {state.colour}; a mark can only lower a colour",
                remedy="only evidence raises it: `dlt-proof trace verify`, `trace record`",
            )
    mark = Mark.model_validate(
        {"fingerprint": state.job.fingerprint, "step": identifier, "colour": colour, "note": note}
    )
    project.state.append(MARK_KIND, mark.model_dump())


def sign_steps(
    project: Project, document: Document, names: Sequence[str], *, name: str, note: str = ""
) -> list[str]:
    """Record that a person read steps and stands for them, under their name and the date.

    Args:
        names: identifiers of steps, labels of statements for all steps of their proofs.
        name: who signs.
        note: free text.

    Returns:
        The identifiers of the steps signed now; a signature that is there already counts once.

    Raises:
        InputError: no name is given, or a name is of no step.
        RefusedError: an agent asks for it, or a step has a counterexample; then none is signed.
    """
    require_person("a signature")
    name = " ".join(name.split())
    if not name:
        raise InputError("a signature needs the name of who signs", remedy='--name "…"')
    if not names:
        raise InputError("no step is named", remedy="name the steps that you have read")
    chosen = load_trace(project, document).select(names)
    for item in chosen:
        if item.word == "defect":
            raise RefusedError(
                f"{item.step.identifier} is false at a point that was confirmed",
                remedy=f"`dlt-proof trace show {item.step.identifier}`; nothing was signed",
            )
    signatures = {}
    for item in chosen:
        signature = Evidence(
            fingerprint=item.job.fingerprint,
            step=item.step.identifier,
            word="signed",
            origin="signed",
            checker=name,
            version=SIGNATURE_VERSION,
            detail={"note": note} if note else {},
            latex=item.step.latex,
        )
        before = [h.evidence for h in item.evidence if h.sealed_here]
        if not any(
            (e.word, e.checker, e.detail) == ("signed", name, signature.detail) for e in before
        ):
            signatures[item.step.identifier] = signature
    # Steps that say the same under the same hypotheses are one job, and one signature.
    once = {signature.fingerprint: signature for signature in signatures.values()}
    project.state.append_all(EVIDENCE_KIND, [s.model_dump() for s in once.values()])
    return list(signatures)
