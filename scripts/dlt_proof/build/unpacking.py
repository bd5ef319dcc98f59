"""biber as TeX Live ships it: one program that unpacks itself before it runs, packed by PAR.

What a document's run can write it cannot start (`containment`), so biber is unpacked before that,
once, to the user's cache folder, in a run that knows nothing of the document.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from ..program import cache_folder, file_state, is_own
from ..records.errors import InputError
from .containment import Limits, environment, kernel_can_contain, run_contained

_END_OF_PACKED = b"\nPAR.pm\n"
#: Where PAR unpacks to, and finds what it has unpacked: <https://metacpan.org/pod/PAR::Environment>.
UNPACKED = "PAR_GLOBAL_TEMP"
# It is opened for writing at each start, to wait for whoever is unpacking: nobody is any more.
_LOCK = "inc.lock"
_LIMITS = Limits(
    seconds=120, memory_bytes=4 << 30, file_bytes=512 << 20, total_bytes=1 << 30
)  # fmt: skip


def unpacked_biber(path: str) -> Path | None:
    """The folder with what biber unpacks.

    None where biber is no such program, where nothing keeps it from unpacking itself, or where
    this failed: it then fails again when a document needs it, and says why.

    Args:
        path: where programs are looked for.
    """
    found = shutil.which("biber", path=path)
    if found is None or not kernel_can_contain() or not _is_packed(Path(found)):
        return None
    program = Path(found).resolve()
    kept = hashlib.sha256(file_state(str(program), program.stat()).encode()).hexdigest()
    folder = Path(cache_folder(), f"biber-{kept[:16]}")
    with contextlib.suppress(OSError, InputError):
        if not folder.exists():
            _unpack(program, folder)
        if is_own(folder.stat()):
            return folder
    return None


def _is_packed(program: Path) -> bool:
    with contextlib.suppress(OSError), program.open("rb") as file:
        file.seek(-len(_END_OF_PACKED), os.SEEK_END)
        return file.read() == _END_OF_PACKED
    return False


def _unpack(program: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="biber-", dir=folder.parent) as made:
        root = Path(made, "root")
        unpacked = Path(made, "unpacked")
        for needed in (root / "tmp", unpacked):
            needed.mkdir(parents=True)
        ended = run_contained(
            [str(program), "--version"],
            root=root,
            outdir=root,
            output=root / "printed.txt",
            limits=_LIMITS,
            variables=environment(root, root) | {UNPACKED: str(unpacked)},
            programs=(str(unpacked),),
            writable=(str(unpacked),),
        )
        if ended.by != "itself" or ended.status != 0:
            return
        if (unpacked / _LOCK).exists():
            (unpacked / _LOCK).unlink()
            (unpacked / _LOCK).symlink_to(os.devnull)
        with contextlib.suppress(OSError):  # somebody else may have been quicker
            unpacked.rename(folder)
