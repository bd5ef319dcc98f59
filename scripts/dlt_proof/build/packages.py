"""Which Debian package brings a TeX file or font that is missing.

What each package holds is in `debian_packages.txt`, which `tables` makes.
"""

import functools
from pathlib import Path, PurePosixPath

_TABLE = Path(__file__).with_name("debian_packages.txt")
_NEEDED_BESIDE = {"biblatex.sty": "biber"}
# Fonts are missing under the names of their metrics or outlines, of which there are too many.
_FONTS = (
    (("ec", "tc", "sf"), "cm-super"),
    (("lm", "ec-lm", "ts1-lm"), "lmodern"),
    (("bbm", "ds", "fontawesome", "inconsolata", "zi4"), "texlive-fonts-extra"),
    (("ptm", "phv", "pcr", "ppl", "pzc", "psy"), "texlive-fonts-recommended"),
)


def where_to_get(name: str) -> str:
    """What to do about a missing file or font, one line.

    Args:
        name: the file as the log names it, or `font …`.
    """
    if name.startswith("font "):
        font = name.removeprefix("font ").lower()
        if " " in font.strip() or font[:1].isupper():
            return "the engine takes fonts that are installed: see `fc-list`"
        brings = next((p for starts, p in _FONTS if font.startswith(starts)), "cm-super")
        return f"on Debian or Ubuntu: apt-get install {brings}"
    path = PurePosixPath(name)
    file = path.name if path.suffix else f"{path.name}.sty"
    package = packages_by_file().get(file)
    if package and len(path.parts) == 1:
        beside = _NEEDED_BESIDE.get(file)
        return f"on Debian or Ubuntu: apt-get install {package}" + (f" {beside}" if beside else "")
    if path.suffix in (".sty", ".cls", ".bst"):
        return "put the file into the project (a venue's style comes from the venue)"
    return "check the name; it is relative to the project folder"


@functools.cache
def packages_by_file() -> dict[str, str]:
    """The Debian package of a TeX file by the file's name; a name without a dot is a `.sty`."""
    table: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        package, colon, names = line.partition(": ")
        if colon and not line.startswith("#"):
            table |= {n if "." in n else f"{n}.sty": package for n in names.split()}
    return table
