"""What is on record about the steps: read, counted once, and refused where it cannot be believed.

Not here: what it makes of a step (`store`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from ..checkers.many import check_jobs
from ..project import Project
from ..project.state import StateRecord
from ..records.errors import InputError
from ..records.evidence import Attempt, Evidence, Job, Mark
from ..records.findings import Finding, file_finding
from ..records.verification import JUDGEMENT_KIND, Judgement, distrusted_batches
from .belief import HeldEvidence, impossible
from .verdicts import current_version, difference

EVIDENCE_KIND = "evidence"
ATTEMPT_KIND = "attempt"
MARK_KIND = "mark"
SWEEP_KIND = "sweep"
#: Where a step stood when its evidence was recorded is no part of what that says.
_PLACE = ("step", "latex")
_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True)
class HeldAttempt:
    """An attempt with what is known of its record."""

    attempt: Attempt
    sealed_here: bool
    file: str
    line: int


@dataclass
class Records:
    """What is on record.

    Args:
        current: evidence on the jobs there are now, oldest first.
        stale: evidence on others, of another version of the checkers, or of a verifier that is
            not believed.
        attempts: for each job, that the free checkers found nothing; this user's own if it is one.
        marks: on the jobs there are now, oldest first.
        stale_marks: how many there are on others.
    """

    current: list[HeldEvidence] = field(default_factory=list)
    stale: list[HeldEvidence] = field(default_factory=list)
    attempts: dict[str, HeldAttempt] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    stale_marks: int = 0


_Parsed = TypeVar("_Parsed", Evidence, Mark, Attempt)


def _parsed(kind: type[_Parsed], record: StateRecord) -> _Parsed:
    """The record's data as what it should be.

    Raises:
        InputError: another machine sealed something that is none (with file and line).
    """
    try:
        return kind.model_validate(dict(record.data))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise InputError(
            f"refused: {where}: {problem['msg']}", file=record.file, line=record.line
        ) from None


def read_records(project: Project, current: Mapping[str, Job]) -> Records:
    """Read what is on record.

    Args:
        current: the jobs there are now, by fingerprint.

    Raises:
        InputError: a line of the state is not a record, or was changed by hand.
    """
    found = Records()
    all_evidence, attempts = _evidence(project), project.state.read(ATTEMPT_KIND)
    # Only where there is something to compare it with: the checkers take a second to load.
    version = current_version() if all_evidence or attempts else ""
    distrusted = _distrusted(project)
    for held in all_evidence:
        evidence = held.evidence
        outdated = evidence.origin == "recomputable" and evidence.version != version
        unbelieved = evidence.detail.get("batch") in distrusted
        known = evidence.fingerprint in current and not outdated and not unbelieved
        (found.current if known else found.stale).append(held)
    for record in attempts:
        attempt = _parsed(Attempt, record)
        if attempt.fingerprint in current and attempt.version == version:
            earlier = found.attempts.get(attempt.fingerprint)
            if record.sealed_here or earlier is None or not earlier.sealed_here:
                found.attempts[attempt.fingerprint] = HeldAttempt(
                    attempt, record.sealed_here, record.file, record.line
                )
    for record in project.state.read(MARK_KIND):
        mark = _parsed(Mark, record)
        if mark.fingerprint in current:
            found.marks.append(mark)
        else:
            found.stale_marks += 1
    return found


def _evidence(project: Project) -> list[HeldEvidence]:
    """All evidence, oldest first; what two runs recorded at once, or two branches, counts once."""
    seen: dict[str, HeldEvidence] = {}
    for record in project.state.read(EVIDENCE_KIND):
        said = {key: value for key, value in record.data.items() if key not in _PLACE}
        same = _text(said)
        if same not in seen or (record.sealed_here and not seen[same].sealed_here):
            evidence = _parsed(Evidence, record)
            seen[same] = HeldEvidence(
                evidence, record.sealed_here, record.file, record.line, record.time
            )
    return list(seen.values())


def _distrusted(project: Project) -> frozenset[str]:
    """The batches of verifiers that passed false steps too often to be believed at all."""
    records = [r for r in project.state.read(JUDGEMENT_KIND) if r.sealed_here]
    return distrusted_batches(
        Judgement.model_validate_json(json.dumps(dict(record.data))) for record in records
    )


def refuse(
    records: Records, current: Mapping[str, Job], *, recompute: bool, workers: int | None
) -> dict[tuple[str, int], Finding]:
    """T4 for each record that cannot be believed, by its file and line.

    Recomputable ones that this user's key did not seal are put to their checker again, all of
    them with `recompute`; so is then each attempt: who hides a defect writes that none was found.
    """
    refused: dict[tuple[str, int], Finding] = {}
    doubtful: list[HeldEvidence | HeldAttempt] = []
    recorded = set()
    for held in records.current:
        problem = impossible(held.evidence)
        if problem:
            refused[held.file, held.line] = _finding(held.evidence.step, problem, held)
        elif held.evidence.origin == "recomputable":
            recorded.add(held.evidence.fingerprint)
            if recompute or not held.sealed_here:
                doubtful.append(held)
    if recompute:
        doubtful += [a for f, a in records.attempts.items() if f not in recorded]
    fingerprints = list(dict.fromkeys(_said(held).fingerprint for held in doubtful))
    verdicts = {
        fingerprints[index]: verdict
        for index, verdict in check_jobs([current[f] for f in fingerprints], workers)
    }
    for one in doubtful:
        said = _said(one)
        verdict = verdicts[said.fingerprint]
        problem = ""
        if isinstance(said, Evidence):
            problem = difference(said, verdict)
        elif verdict.word:
            problem = (
                f"the record says that nothing was found, the checkers run again say {verdict.word}"
            )
        if problem:
            refused[one.file, one.line] = _finding(said.step, problem, one)
    return refused


def _said(held: HeldEvidence | HeldAttempt) -> Evidence | Attempt:
    return held.evidence if isinstance(held, HeldEvidence) else held.attempt


def _finding(step: str, problem: str, held: HeldEvidence | HeldAttempt) -> Finding:
    return file_finding(
        "T4",
        "evidence-refused",
        f"{step}: {problem}",
        file=held.file,
        line=held.line,
        help="take the line out: state/ is written by dlt-proof alone",
    )
