"""What differs from what the author approved, before and after a call; remembered by the texts that
it is read from, since reading a long paper is most of what a hook does."""

from __future__ import annotations

import json
import os
from hashlib import sha256

from ..latex import read_files, read_view
from ..patterns import pattern
from ..plan.approval import changed_since_approval
from ..plan.approval_records import STATE_KIND, WITHDRAWAL_KIND
from ..program import place_of, state
from ..project.edited import EditedProject
from ..project.files import read_bytes, walk_folders, write_bytes
from ..project.root import PLAN_FILE, RESEARCH_FOLDER
from ..records.errors import InputError
from .delta import is_latex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..graph.plan_file import Plan
    from ..latex import Document
    from ..project.root import Project
    from .delta import Side

_SETTINGS = ("dlt-proof.toml", "pyproject.toml")
_MOST_REMEMBERED = 20
#: Where a label stands that is not given there.
_REFERENCES = pattern(r"\\[a-zA-Z]*ref\*?\s*\{[^{}]*\}")


def differences(side: Side) -> list[str]:
    """What is not as it was approved, one message each; empty where nothing was approved.

    Raises:
        InputError: the state was written by hand.
        OSError: a file cannot be read.
    """
    project = side.project
    if side.plan is None or not project.state.has(STATE_KIND):
        return []
    path = place_of("approved")
    key = project.state.keyed("\0".join(("approved", project.folder, state(), *_texts(side))))
    remembered = _load(path)
    if key not in remembered:
        document = _with_statements(project, side.plan)
        found = [f.message for f in changed_since_approval(project, side.plan, document)]
        kept = dict([*remembered.items(), (key, found)][-_MOST_REMEMBERED:])
        write_bytes(path, json.dumps(kept).encode("ascii"), mode=0o600, durable=False)
        return found
    return remembered[key]


def _with_statements(project: Project, plan: Plan) -> Document | None:
    """The paper, of which only the files are read whole that may hold a statement of the plan.

    None where there is no main file that can be read.
    """
    try:
        reading = read_files(project)
    except InputError:
        return None
    labels = [*plan.nodes]
    if any("\\label" in macro.body for macro in reading.macros.values()):
        labels = [""]  # a label may stand anywhere
    texts = {name: _REFERENCES.sub("", source.text) for name, source in reading.files.items()}
    named = {name for name, text in texts.items() if any(label in text for label in labels)}
    definitions = reading.definitions()
    return reading.document(
        [
            read_view(source, definitions)
            for source in reading.files.values()
            if source.name in named
        ]
    )


def _texts(side: Side) -> Iterator[str]:
    """All that a statement's meaning is read from, by digest."""
    project = side.project
    texts = project.texts if isinstance(project, EditedProject) else {}
    names = {PLAN_FILE, *_SETTINGS, *texts}
    for folder, folders, files in walk_folders(project.folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names |= {project.relative(os.path.join(folder, file)) for file in files if is_latex(file)}
    for kind in (STATE_KIND, WITHDRAWAL_KIND):
        kept = os.path.join(project.path_to(RESEARCH_FOLDER), "state", kind)
        for folder, _, files in walk_folders(kept):
            names |= {project.relative(os.path.join(folder, file)) for file in files}
    for name in sorted(names):
        yield name
        path = project.path_to(name)
        if name in texts:
            yield sha256(texts[name].encode("utf-8", "surrogatepass")).hexdigest()
        elif os.path.isfile(path):
            yield sha256(read_bytes(path)).hexdigest()
        else:
            yield "-"


def _load(path: str) -> dict[str, list[str]]:
    try:
        found = json.loads(read_bytes(path))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
