"""Whether gate A holds, asked before every write: remembered for what the gate looks at besides
the paper, and evaluated where that is new."""

from __future__ import annotations

import contextlib
import json
import os

from ..graph.plan_file import read_plan
from ..patterns import pattern
from ..plan.scope import plan_extent, read_scope
from ..program import file_state, place_of, state
from ..project.files import read_bytes, read_loosely, walk_folders, write_bytes
from ..project.root import RESEARCH_FOLDER, SECTION_FOLDER, Project
from ..records.errors import InputError
from ..records.plan import PROVABLE_KINDS
from .approved import differences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..records.findings import Finding
    from .delta import Side

_SETTINGS = ("dlt-proof.toml", "pyproject.toml")
_COMMENT = pattern(r"(?<!\\)%[^\n]*")
_PROVABLE = pattern(
    r"\\begin\s*\{\s*(?:theorem|lemma|proposition|corollary|claim|restatable|thm|lem|prop|cor)\*?\s*\}"
)
#: What a later phase adds to the state, and gate A does not read.
_OF_LATER_PHASES = ("evidence", "attempt", "sweep", "verified", "checklist-answer")


def why_gate_a_fails(side: Side) -> str:
    """The first thing that gate A lacks, empty where the gate holds.

    Args:
        side: the project as it stands on the disk.

    Raises:
        InputError: the state was written by hand.
        OSError: what gate A looks at cannot be read.
    """
    project = side.project
    if _declared(project) == "Quick" and side.plan is not None and not is_quick(side):
        return "scope Quick is for one statement"
    for message in differences(side):
        return message
    path = place_of("gate-a")
    remembered = _remembered(path)
    account = _account(project)
    mark = project.state.keyed(f"gate A\0{project.folder}\0{account}")
    seal, reason = remembered.get(project.folder, ("", ""))
    # That it holds is believed whatever the paper says by now; that it does not, of this paper.
    if seal == mark and not reason:
        return ""
    mark_of_paper = project.state.keyed(f"{mark}\0{_told_of_paper(project)}")
    if seal == mark_of_paper and reason:
        return reason
    reason = _evaluated(project)
    remembered[project.folder] = (mark_of_paper, reason) if reason else (mark, "")
    write_bytes(path, json.dumps(remembered).encode(), mode=0o600, durable=False)
    return reason


def _evaluated(project: Project) -> str:
    from ..gates import GateContext, evaluate_gates

    (gate,) = evaluate_gates(GateContext(project), "A")
    if gate.holds:
        return ""
    check = next(c for c in gate.checks if c.outcome not in ("holds", "not required"))
    if check.findings:
        more = len(check.findings) - 1
        return _first(check.findings[0]) + (f" and {more} more" if more else "")
    return f"{check.name}: {check.detail}"


def _first(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}: {finding.message}"


def _remembered(path: str) -> dict[str, tuple[str, str]]:
    """By project: what seals the answer, and why the gate does not hold, empty where it does."""
    try:
        found = json.loads(read_bytes(path))
        return {root: (seal, reason) for root, (seal, reason) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _account(project: Project) -> str:
    """What tells that something which gate A looks at was changed: names, sizes and times."""
    found = [state()]
    kept = os.path.join(project.path_to(RESEARCH_FOLDER), "state")
    later = tuple(os.path.join(kept, kind) for kind in _OF_LATER_PHASES)
    for folder, _, files in walk_folders(project.path_to(RESEARCH_FOLDER)):
        if not folder.startswith(later):
            found += [_told(os.path.join(folder, name)) for name in sorted(files)]
    found += [_told(project.path_to(name)) for name in _SETTINGS]
    if project.has_plan:
        checks = (node.check_file for node in read_plan(project).nodes.values())
        found += [_told(project.path_to(name)) for name in sorted({c for c in checks if c})]
    return "\n".join(found)


def _told_of_paper(project: Project) -> str:
    found = []
    for folder, folders, files in walk_folders(project.folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [_told(os.path.join(folder, name)) for name in files if name.endswith(".tex")]
    return "\n".join(sorted(found))


def _told(path: str) -> str:
    try:
        return file_state(path, os.stat(path))
    except OSError:
        return f"{path} -"


def is_quick(side: Side) -> bool:
    """Whether there is one statement, in scope Quick or where nothing was planned or declared yet:
    then nothing is held back.

    The word in `scope.md` alone does not tell: an agent can write it.
    """
    planned = side.plan.nodes if side.plan is not None else {}
    declared = _declared(side.project)
    if declared != "Quick" and (declared or planned):
        return False
    if side.plan is not None and plan_extent(side.plan).smallest_scope != "Quick":
        return False
    return _stated(side) <= 1


def _declared(project: Project) -> str:
    try:
        return read_scope(project)
    except InputError:
        return ""


def _stated(side: Side) -> int:
    """How many statements to be proved stand in the paper, and in sections it does not read."""
    document = side.document
    found = sum(s.kind in PROVABLE_KINDS for s in document.statements) if document else 0
    read = document.files if document else {}
    texts = dict(side.texts)
    for folder, _, files in walk_folders(side.project.path_to(SECTION_FOLDER)):
        for file in files:
            name = side.project.relative(os.path.join(folder, file))
            if file.endswith(".tex") and name not in texts:
                with contextlib.suppress(OSError):
                    texts[name] = read_loosely(os.path.join(folder, file))
    unread = [t for name, t in texts.items() if name not in read and name.endswith(".tex")]
    return found + sum(len(_PROVABLE.findall(_COMMENT.sub("", text))) for text in unread)
