"""Makes a bundle for Tectonic from the TeX that is installed: what one document needs, no more."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from pathlib import Path

_FORMAT = "\\input xelatex.ini\n"
# What the driver reads, which the engine's list of files does not hold.
_OF_THE_DRIVER = (
    "dvipdfmx.cfg", "pdftex.map", "kanjix.map", "ckx.map", "pdfglyphlist.txt", "glyphlist.txt",
    "texglyphlist.txt", "tex-text.tec",
)  # fmt: skip


def make_bundle(folder: Path, document: str) -> Path:
    """A bundle in this folder with the files that XeLaTeX reads for a document.

    Args:
        folder: an empty one.
        document: the whole text.
    """
    (folder / "probe.tex").write_text(document, encoding="utf-8")
    _run(
        ["xelatex", "-ini", "-etex", "-recorder", "-interaction=nonstopmode", "xelatex.ini"], folder
    )
    for _ in range(2):
        _run(["xelatex", "-recorder", "-interaction=nonstopmode", "probe.tex"], folder)
    names = [*_inputs(folder / "xelatex.fls"), *_inputs(folder / "probe.fls")]
    names += [_found(name, folder) for name in _OF_THE_DRIVER]
    roman = Path(_found("lmroman10-regular.otf", folder)).parent
    names += [str(path) for path in roman.glob("lmroman1[02]-*.otf")]
    fonts = _fonts(folder / "probe.xdv", folder)
    bundle = folder / "bundle.zip"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        digest = hashlib.sha256()
        for name in dict.fromkeys([*names, *fonts]):
            path = Path(name)
            if not (path.is_absolute() and path.is_file()) or path.suffix == ".fmt":
                continue
            if path.name not in archive.namelist():
                archive.write(path, path.name)
                digest.update(path.read_bytes())
        archive.writestr("tectonic-format-latex.tex", _FORMAT)
        archive.writestr("SHA256SUM", digest.hexdigest())
    return bundle


def _inputs(recorded: Path) -> list[str]:
    lines = recorded.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("INPUT ") for line in lines if line.startswith("INPUT ")]


def _fonts(xdv: Path, folder: Path) -> list[str]:
    """The outlines that the driver embeds."""
    _run(["xelatex", "-no-pdf", "-interaction=nonstopmode", "probe.tex"], folder)
    said = subprocess.run(
        ["xdvipdfmx", "-vv", "-o", "probe.pdf", xdv.name],
        cwd=folder, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    words = said.stderr.replace("<", " ").replace(">", " ").replace("[", " ").replace("]", " ")
    names = {word for word in words.split() if word.endswith((".pfb", ".enc", ".otf", ".tfm"))}
    names |= {Path(name).stem + ".pfb" for name in names if name.endswith(".tfm")}
    return [_found(Path(name).name, folder) for name in sorted(names)]


def _found(name: str, folder: Path) -> str:
    done = subprocess.run(["kpsewhich", name], cwd=folder, capture_output=True, text=True)
    return done.stdout.strip()


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
