"""LaTeX output outside `.output/`: what a run of TeX that is not ours leaves in a project."""

from __future__ import annotations

import os

from ..project.files import read_bytes
from ..project.root import OUTPUT_FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .delta import Changed

#: Endings of what TeX and latexmk write and hardly anything else does.
_OF_TEX_ONLY = (".aux", ".dvi", ".fdb_latexmk", ".fls", ".synctex.gz", ".xdv")
OUTPUT_ENDINGS = (*_OF_TEX_ONLY, ".log", ".pdf")
#: Of a PDF the end tells who made it, unless that is packed away; then its name has to.
_ABOUT = 4096
_MAKERS = (b"pdfTeX", b"LuaTeX", b"LuaHBTeX", b"xdvipdfmx", b"dvips", b"PTEX.Fullbanner")


def is_stray(root: str, changed: Changed) -> bool:
    """Whether a file that a call left is TeX's output in the wrong place.

    Raises:
        OSError: it cannot be read.
    """
    name = changed.name
    if changed.after is None or name.startswith(f"{OUTPUT_FOLDER}/"):
        return False
    if name.endswith(_OF_TEX_ONLY):
        return True
    if not name.endswith((".log", ".pdf")):
        return False
    path = os.path.join(root, name)
    stem = os.path.splitext(path)[0]
    if os.path.exists(f"{stem}.tex"):
        return True
    data = read_bytes(path)
    if name.endswith(".log"):
        return data.startswith(b"This is ") and b"TeX" in data[:80]
    same = os.path.join(root, OUTPUT_FOLDER, os.path.basename(name))
    if os.path.exists(same) and read_bytes(same) == data:
        return True
    about = data[:_ABOUT] + data[-_ABOUT:]
    return any(maker in about for maker in _MAKERS)
