"""PostToolUse: what a call changed and may not change is put back and told; of the LaTeX that it
wrote the new findings are told."""

from __future__ import annotations

import os

from ..project.root import Project
from ..records.errors import InputError
from . import snapshots
from .before_tool import WRITERS
from .commands import is_git_alone, plain_arguments
from .delta import Delta, Violation
from .edits import target_of
from .event import Answer
from .new_findings import new_findings
from .rules import violations
from .sessions import note_written
from .stray_output import stray_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .delta import Changed
    from .event import Event

_MOST_LINES = 10
_MOST_ROUNDS = 4


def answer(event: Event) -> Answer:
    """What is said to a call that was made.

    Raises:
        DltProofError, OSError, ValueError: it cannot be told what it did, or not be undone.
    """
    undone: list[str] = []
    findings: list[str] = []
    for root in snapshots.taken(event):
        plain = plain_arguments(event.text("command"))
        if not os.path.isdir(root):
            undone.append(f"{root}: the project's folder is gone or has another name; move it back")
            continue
        left = Delta(root, _changed(event, root), done=True, plain=plain)
        names: set[str] = set()
        # What is put back changes what the rest means: it is judged again.
        for _ in range(_MOST_ROUNDS):
            of_history = is_git_alone(event.text("command"))
            wrong = [*violations(left, of_history=of_history), *_stray(left)]
            if not wrong:
                break
            undone += _undo(left, wrong)
            names |= {violation.file for violation in wrong}
            rest = tuple(c for c in _changed(event, root) if c.name not in names)
            left = Delta(root, rest, done=True, plain=plain)
        for one in left.latex:
            note_written(event, root, one.name)
        findings += new_findings(left)
        snapshots.forget(event, root)
    told = _bounded("dlt-proof lint, new with this call:", findings) if findings else ""
    if undone:
        said = _bounded("refused, and put back:", undone)
        return Answer(refusal=f"{said}\n{told}".strip())
    return Answer(context=told)


def _changed(event: Event, root: str) -> tuple[Changed, ...]:
    """What a call changed; of a tool that writes one file that one, as the rest is not its own."""
    changed = snapshots.changes(event, root)
    if event.tool not in WRITERS:
        return changed
    written = Project(root).relative(target_of(event))
    return tuple(c for c in changed if c.name == written)


def _stray(delta: Delta) -> list[Violation]:
    """TeX's output outside `.output/`; what was there before is somebody else's."""
    return [
        Violation(name, "LaTeX output belongs under .output/: run `dlt-proof compile`")
        for name in stray_files(delta.root, delta.changed)
    ]


def _undo(delta: Delta, wrong: list[Violation]) -> list[str]:
    """Put back each file that something is wrong with; say what, and where its text is kept."""
    by_file: dict[str, list[str]] = {}
    # What the same call took away comes back, or a file that got another name would be lost.
    for change in delta.judged if wrong else ():
        if change.after is None and change.is_known:
            by_file[change.name] = ["removed by the same call"]
    for violation in wrong:
        by_file.setdefault(violation.file, []).append(violation.message)
    told = []
    # What is new goes first: it may stand where something else has to be put back.
    for name in sorted(by_file, key=lambda name: delta.by_name[name].before is not None):
        messages = by_file[name]
        try:
            kept = snapshots.put_back(delta.root, delta.by_name[name])
            where = f" (what was written is kept in {kept})" if kept else ""
        except (OSError, InputError) as error:
            where = f" (and this could not be put back: {error}; put it back yourself)"
        told.append(f"{name}: {'; '.join(dict.fromkeys(messages))}{where}")
    return told


def _bounded(title: str, lines: list[str]) -> str:
    more = len(lines) - _MOST_LINES
    rest = [f"… and {more} more"] if more > 0 else []
    return "\n".join((title, *lines[:_MOST_LINES], *rest))
