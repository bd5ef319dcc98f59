"""Stopping while a gate is red: refused once, with what is open and the next command.

Only in a session that wrote LaTeX with managed statements, and only where the agent can go on: it
is right to stop where the author has to decide. Nothing here compiles what was not compiled since
it was written: that it was not is what is open then.
"""

from __future__ import annotations

import os
from hashlib import sha256

from ..project.files import is_folder, read_bytes, write_bytes
from ..project.root import RESEARCH_FOLDER
from ..records.errors import DltProofError
from .event import Answer
from .sessions import session_folder, written_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..gates import GateContext, GateResult
    from .event import Event

_MOST_LINES = 10
_MOST_FINDINGS = 3
_LONGEST_LINE = 300
_FINE = ("holds", "not required")


def answer(event: Event) -> Answer:
    """Refuse to stop where a project that the session wrote in can be worked on.

    The same is not said twice as long as the session writes nothing: an answer to a question of
    the author's ends a turn, too.
    """
    if event.given.get("stop_hook_active") is True:
        return Answer()
    refused: list[str] = []
    waiting: list[str] = []
    for root, names in written_in(event).items():
        if is_folder(os.path.join(root, RESEARCH_FOLDER)):
            try:
                open_, wait = _standing(root, names)
            except DltProofError as error:
                open_, wait = [f"{root}: {error}"], ""
            refused += open_
            waiting += [wait] if wait else []
    to_user = "\n".join(waiting)
    if not refused or _said_before(event, refused):
        return Answer(to_user=to_user)
    lines = [line[:_LONGEST_LINE] for line in refused]
    lines.append(
        "Go on with that. Where you cannot, say to the author what is open and why; then you may "
        "stop."
    )
    return Answer(refusal="\n".join(lines))


def _standing(root: str, names: set[str]) -> tuple[list[str], str]:
    """What is open in a project, and what waits for its author; at most one of them is there.

    Args:
        root: the project's folder.
        names: the LaTeX files that the session wrote there.
    """
    from ..gates import GateContext
    from ..project import Project
    from ..workflow import status

    context = GateContext(Project(root))
    if not _are_managed(context, names):
        return [], ""
    standing = status(context.project)
    if standing.done:
        return [], ""
    broken = next(gate for gate in standing.gates if not gate.holds)
    wait = _waits_for_author(context, broken)
    if wait:
        return [], f"dlt-proof: {root} waits for you: {wait}"
    first = f"{root}: gate {broken.gate} ({broken.phase}) does not hold"
    return [first, *list(_open(broken))[: _MOST_LINES - 2], f"next: {standing.next}"], ""


def _are_managed(context: GateContext, names: set[str]) -> bool:
    """Whether gates look at what the session wrote: in an adopted paper, at some of it."""
    if not context.project.configuration.adopted:
        return True
    document = context.document_if_any
    if document is None or not context.project.has_plan:
        return False
    managed = context.plan.managed
    spans = [s.environment.span for s in document.statements if s.label in managed]
    spans += [
        proof.environment.span
        for proof in document.proofs
        if any(statement.label in managed for statement in proof.statements)
    ]
    return not names.isdisjoint(span.file for span in spans)


def _waits_for_author(context: GateContext, broken: GateResult) -> str:
    """What the author has to do before anybody can go on, "" where somebody can."""
    from ..gates import load_review
    from ..plan.approval import AUTONOMY_KIND
    from ..plan.approval_records import not_approved

    project = context.project
    if broken.gate == "A":
        failing = [check for check in broken.checks if check.outcome not in _FINE]
        findings = [finding for check in failing for finding in check.findings]
        if len(failing) != 1 or {finding.rule for finding in findings} != {"G10"}:
            return ""
        labels = not_approved(project, context.plan)
        # What was changed since it was approved can be put back; by default the agent approves.
        if len(findings) != len(labels) or project.state.read(AUTONOMY_KIND):
            return ""
        return f"read the goals, then type `dlt-proof plan approve {' '.join(labels)}`"
    if broken.gate == "D" and not broken.checks and context.scope != "Quick":
        review = load_review(project, context.document)
        if review.ended:
            return review.ended
        to_mend = review.blocking or review.unclassified
        if review.rounds and review.needs_a_person and not to_mend:
            return review.needs_a_person[0]
    return ""


def _open(gate: GateResult) -> Iterator[str]:
    """The checks of a gate that do not hold, each with its first findings."""
    for check in gate.checks:
        if check.outcome not in _FINE:
            yield f"- {check.name}: {check.detail}"
            for finding in check.findings[1:_MOST_FINDINGS]:
                yield f"  {finding.file}:{finding.line}: {finding.rule} {finding.message}"


def _said_before(event: Event, lines: list[str]) -> bool:
    """Whether this was said before in this session, which wrote nothing since; it is, now.

    Raises:
        OSError: it cannot be remembered.
    """
    folder = session_folder(event)
    written = os.path.getsize(os.path.join(folder, "written"))
    said = sha256("\n".join([str(written), *lines]).encode("utf-8", "replace")).hexdigest()
    path = os.path.join(folder, "refused-to-stop")
    if os.path.exists(path) and read_bytes(path) == said.encode("ascii"):
        return True
    write_bytes(path, said.encode("ascii"))
    return False
