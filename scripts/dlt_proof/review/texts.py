"""The files that a review speaks of, as they were: kept, compared and put back.

Each content is kept once, under its SHA-256. Not here: what a change may be (`fixing`).
"""

import contextlib
import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..gates.review_records import SOURCE_KIND
from ..latex import read_document
from ..project import Project, read_text, write_text
from ..project.files import walk_folders
from ..records.errors import InputError
from ..records.review import SourceText

#: What TeX reads, as far as a fix may change it.
_SUFFIXES = (".tex", ".ltx", ".sty", ".cls", ".def", ".tikz", ".bib")


def read_files(project: Project) -> dict[str, str]:
    """The texts of the project's LaTeX, its bibliographies and its plan, by name.

    What the paper reads is among them whatever it is called. Digests are not: they are notes of
    those who write, and a fix that is put back leaves them alone.

    Raises:
        InputError: a file of the paper cannot be read, or is not UTF-8.
    """
    document = read_document(Project(project.root))
    paper = [*document.files, *document.bib_files, project.relative(project.plan_file)]
    texts = {name: read_text(project.root / name, name=name) for name in paper}
    for name in _other_files(project):
        if name not in texts:
            # A style that a journal sends in another encoding, a lock that an editor keeps.
            with contextlib.suppress(InputError):
                texts[name] = read_text(project.root / name, name=name)
    return dict(sorted(texts.items()))


def _other_files(project: Project) -> list[str]:
    """Files that the paper may come to read, without hidden ones."""
    found = []
    for folder, subfolders, files in walk_folders(project.root):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found += [
            project.relative(Path(folder) / name)
            for name in files
            if name.endswith(_SUFFIXES) and not name.startswith(".")
        ]
    return found


def keep(project: Project, files: Mapping[str, str]) -> dict[str, str]:
    """Record the texts that are not on record yet, and return the SHA-256 of each by name."""
    known = {str(record.data.get("digest")) for record in project.state.read(SOURCE_KIND)}
    digests = {name: _digest(text) for name, text in files.items()}
    fresh = {digests[name]: text for name, text in files.items() if digests[name] not in known}
    project.state.append_all(
        SOURCE_KIND,
        [SourceText(digest=digest, text=text).model_dump() for digest, text in fresh.items()],
    )
    return digests


def kept(project: Project, digests: Mapping[str, str]) -> dict[str, str]:
    """The texts that were kept under these digests, by name.

    Raises:
        InputError: one is not on record.
    """
    texts = {}
    for record in project.state.read(SOURCE_KIND):
        source = SourceText.model_validate(dict(record.data))
        if _digest(source.text) == source.digest:
            texts[source.digest] = source.text
    missing = sorted(name for name, digest in digests.items() if digest not in texts)
    if missing:
        raise InputError(
            f"the review's record of {missing[0]} is gone from state/{SOURCE_KIND}",
            remedy="take it from version control; or a person runs `dlt-proof review start --anew`",
        )
    return {name: texts[digest] for name, digest in digests.items()}


def put_back(project: Project, texts: Mapping[str, str]) -> None:
    """Make the project's files these again; a file that is not among them is removed.

    Each file is written whole or not at all. Whoever calls this has recorded what it undoes.
    """
    for name, now in read_files(project).items():
        if name not in texts:
            (project.root / name).unlink()
        elif texts[name] != now:
            write_text(project.root / name, texts[name])
    for name, text in texts.items():
        if not (project.root / name).is_file():
            write_text(project.root / name, text)


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """The change from one state of the files to another, as a unified difference."""
    parts: list[str] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            parts += difflib.unified_diff(
                old.splitlines(), new.splitlines(), f"a/{name}", f"b/{name}", lineterm="", n=2
            )
    return "\n".join(parts)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
