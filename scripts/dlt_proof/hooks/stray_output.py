"""LaTeX output outside `.output/`: what a run of TeX that is not ours leaves in a project."""

from __future__ import annotations

import os

from ..project.files import read_bytes, walk_folders
from ..project.root import OUTPUT_FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .delta import Changed

#: Endings of what TeX and latexmk write and hardly anything else does.
_OF_TEX_ONLY = (".aux", ".dvi", ".fdb_latexmk", ".fls", ".synctex.gz", ".xdv")
#: Endings that others use, too: output where it comes together with one of the same name above.
_BESIDE = (
    ".bbl", ".bcf", ".blg", ".idx", ".ilg", ".ind", ".lof", ".lot", ".nav", ".out", ".run.xml",
    ".snm", ".toc", ".vrb",
)  # fmt: skip
OUTPUT_ENDINGS = (*_OF_TEX_ONLY, *_BESIDE, ".log", ".pdf")
_MAKERS = (b"pdfTeX", b"LuaTeX", b"LuaHBTeX", b"xdvipdfmx", b"dvips", b"PTEX.Fullbanner")


def stray_files(root: str, changed: Iterable[Changed]) -> list[str]:
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
    ]
    found = [change.name for change in fresh if _is_output(root, change)]
    stems = {_stem(name) for name in found}
    beside = [c.name for c in fresh if c.name.endswith(_BESIDE) and _stem(c.name) in stems]
    return sorted({*found, *beside})


def _stem(name: str) -> str:
    return next(name.removesuffix(end) for end in OUTPUT_ENDINGS if name.endswith(end))


def _is_output(root: str, change: Changed) -> bool:
    name = change.name
    if name.endswith(_OF_TEX_ONLY):
        return True
    if not name.endswith((".log", ".pdf")):
        return False
    path = os.path.join(root, name)
    if os.path.exists(f"{_stem(path)}.tex"):
        return True
    data = read_bytes(path) if os.path.exists(path) else change.after or b""
    if name.endswith(".log"):
        return data.startswith(b"This is ") and b"TeX" in data[:80]
    return any(maker in data for maker in _MAKERS) or _is_copy_of_output(root, data)


def _is_copy_of_output(root: str, data: bytes) -> bool:
    for folder, _, files in walk_folders(os.path.join(root, OUTPUT_FOLDER)):
        for path in (os.path.join(folder, file) for file in files if file.endswith(".pdf")):
            if os.path.getsize(path) == len(data) and read_bytes(path) == data:
                return True
    return False
