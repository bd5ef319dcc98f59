"""PostToolUse: what a call changed and may not change is put back and told; of the LaTeX that it
wrote the new findings are told."""

from __future__ import annotations

import os

from . import snapshots
from .commands import plain_arguments
from .delta import Delta, Violation
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
        delta = Delta(root, snapshots.changes(event, root), done=True, plain=plain)
        if not os.path.isdir(root):
            undone.append(f"{root}: the project's folder is gone or has another name; move it back")
            continue
        wrong = [*violations(delta), *_stray(delta)]
        undone += _undo(delta, wrong)
        names = {violation.file for violation in wrong}
        left = Delta(root, tuple(c for c in delta.changed if c.name not in names), done=True)
        for changed in left.latex:
            note_written(event, root, changed.name)
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
    for name, messages in by_file.items():
        kept = snapshots.put_back(delta.root, delta.by_name[name])
        where = f" (what was written is kept in {kept})" if kept else ""
        told.append(f"{name}: {'; '.join(dict.fromkeys(messages))}{where}")
    return told


def _bounded(title: str, lines: list[str]) -> str:
    more = len(lines) - _MOST_LINES
    rest = [f"… and {more} more"] if more > 0 else []
    return "\n".join((title, *lines[:_MOST_LINES], *rest))
