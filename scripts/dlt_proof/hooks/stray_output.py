"""LaTeX output outside `.output/`: what a run of TeX that is not ours leaves in a project."""

from __future__ import annotations

import os

from ..project.files import read_bytes
from ..project.root import OUTPUT_FOLDER, Project, has_document_class
from ..records.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from .delta import Changed

#: Endings of what TeX and latexmk write and hardly anything else does.
_OF_TEX_ONLY = (".aux", ".dvi", ".fdb_latexmk", ".fls", ".synctex.gz", ".xdv")
#: Endings that others use, too: output where it comes together with one of the same name above.
_BESIDE = (
    ".bbl", ".bcf", ".blg", ".idx", ".ilg", ".ind", ".lof", ".log", ".lot", ".nav", ".out", ".pdf",
    ".run.xml", ".snm", ".toc", ".vrb",
)  # fmt: skip
OUTPUT_ENDINGS = (*_OF_TEX_ONLY, *_BESIDE)
#: Only a project with assertions is an eval, whose results are committed.
_RESULT, _ASSERTIONS = "results/main.pdf", "assertions.toml"


def stray_files(root: str, changed: Sequence[Changed]) -> list[str]:
    """The names of those new files that are TeX's output in the wrong place.

    Args:
        root: the project's folder.
        changed: what a call changes; the files need not be there yet.

    Raises:
        OSError: one of them cannot be read.
    """
    fresh = [
        change
        for change in changed
        if change.before is None
        and change.after is not None
        and change.name.endswith(OUTPUT_ENDINGS)
        and not change.name.startswith(f"{OUTPUT_FOLDER}/")
        and not _is_result(root, change.name)
    ]
    names = {change.name for change in changed if change.before is None}
    found = [change.name for change in fresh if _is_output(root, change, names)]
    stems = {_stem(name) for name in found}
    beside = [c.name for c in fresh if c.name.endswith(_BESIDE) and _stem(c.name) in stems]
    return sorted({*found, *beside})


def _is_result(root: str, name: str) -> bool:
    """Whether it is the PDF among the results of an eval, which `eval run --update` writes."""
    return name == _RESULT and os.path.isfile(os.path.join(root, _ASSERTIONS))


def _stem(name: str) -> str:
    return next(name.removesuffix(end) for end in OUTPUT_ENDINGS if name.endswith(end))


def _is_output(root: str, change: Changed, fresh: Container[str]) -> bool:
    """Whether a file is TeX's: by its ending, or by a source of its name that was there before."""
    name = change.name
    if name.endswith(_OF_TEX_ONLY):
        return True
    if not name.endswith((".log", ".pdf")):
        return False
    source = f"{_stem(name)}.tex"
    if source not in fresh and _is_document(os.path.join(root, source)):
        return True
    return name.endswith(".pdf") and _is_copy_of_output(root, change)


def _is_document(path: str) -> bool:
    return os.path.isfile(path) and has_document_class(path)


def _is_copy_of_output(root: str, change: Changed) -> bool:
    """Whether it is the document that our own run made."""
    path = os.path.join(root, change.name)
    try:
        main = Project(root).main_name
    except InputError:
        return False
    ours = os.path.join(root, OUTPUT_FOLDER, f"{os.path.splitext(os.path.basename(main))[0]}.pdf")
    if not (os.path.isfile(ours) and os.path.isfile(path)):
        return False
    return os.path.getsize(path) == os.path.getsize(ours) and read_bytes(path) == read_bytes(ours)
