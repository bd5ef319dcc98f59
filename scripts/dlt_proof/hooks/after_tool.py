"""PostToolUse: what a call changed and may not change is put back and told; of the LaTeX that it
wrote the new findings are told."""

from __future__ import annotations

import os

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
    from .event import Event

_MOST_LINES = 10


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
        changed = snapshots.changes(event, root)
        if event.tool in WRITERS:  # what else changed meanwhile is not of this call
            changed = tuple(c for c in changed if target_of(event).endswith(c.name))
        delta = Delta(root, changed, done=True, plain=plain)
        wrong = [] if is_git_alone(event.text("command")) else [*violations(delta), *_stray(delta)]
        undone += _undo(delta, wrong)
        names = {violation.file for violation in wrong}
        left = Delta(root, tuple(c for c in delta.changed if c.name not in names), done=True)
        for one in left.latex:
            note_written(event, root, one.name)
        findings += new_findings(left)
        snapshots.forget(event, root)
    told = _bounded("dlt-proof lint, new with this call:", findings) if findings else ""
    if undone:
        said = _bounded("refused, and put back:", undone)
        return Answer(refusal=f"{said}\n{told}".strip(), to_user=said)
    return Answer(context=told)


def _stray(delta: Delta) -> list[Violation]:
    """TeX's output outside `.output/`; what was there before is somebody else's."""
    return [
        Violation(name, "LaTeX output belongs under .output/: run `dlt-proof compile`")
        for name in stray_files(delta.root, delta.changed)
    ]


def _undo(delta: Delta, wrong: list[Violation]) -> list[str]:
    """Put back each file that something is wrong with; say what, and where its text is kept."""
    by_file: dict[str, list[str]] = {}
    for violation in wrong:
        by_file.setdefault(violation.file, []).append(violation.message)
    told = []
    # What is new goes first: it may stand where something else has to be put back.
    for name in sorted(by_file, key=lambda name: delta.by_name[name].before is not None):
        messages = by_file[name]
        try:
            kept = snapshots.put_back(delta.root, delta.by_name[name])
            where = f" (what was written is kept in {kept})" if kept else ""
        except OSError as error:
            where = f" (and this could not be put back: {error}; put it back yourself)"
        told.append(f"{name}: {'; '.join(dict.fromkeys(messages))}{where}")
    return told


def _bounded(title: str, lines: list[str]) -> str:
    more = len(lines) - _MOST_LINES
    rest = [f"… and {more} more"] if more > 0 else []
    return "\n".join((title, *lines[:_MOST_LINES], *rest))
