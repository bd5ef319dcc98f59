"""What TeX and its helpers printed and no log holds: files refused, the driver's errors.

Not here: the logs of TeX (`latex_log`) and of BibTeX or biber (`bibliography_log`).
"""

import re
from dataclasses import dataclass
from typing import Literal

# kpathsea gives up on a file that is there and cannot be opened, and with it TeX does.
_REFUSED = re.compile(
    r"(?:pdf|xe|lua)(?:la)?tex: (?:fatal: )?(?:fopen: |could not open )?(?P<file>[^\n:]+?): "
    r"(?:Permission denied|Operation not permitted)"
)
_DRIVER = re.compile(r"^xdvipdfmx:(?P<severity>fatal|warning): (?P<text>.+)$", re.MULTILINE)
_DRIVER_FILE = re.compile(r"(?:Could not open file: |Error opening image file )\"?([^\"\n]+)")
_NOT_CONVERTED = re.compile(r"Image format conversion for \"(.+)\" failed")


@dataclass(frozen=True, slots=True)
class Printed:
    """Something that was printed: a file that could not be opened, or the driver's last words."""

    kind: Literal["refused", "driver"]
    text: str


_NOT_BEGUN = re.compile(
    r"I WON'T RUN '(?:bibtex|biber) (?P<aux>.+?)' because I don't find the following files:\s*\n"
    r"(?P<files>(?: {2}.+\n)+)"
)
_FAILED = re.compile(r"Collected error summary")


def bibliographies_not_begun(text: str) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """The bibliographies that latexmk did not make as a file is missing: `.aux` and files.

    None if something else went wrong besides.
    """
    if _FAILED.search(text):
        return None
    found = {m["aux"]: tuple(m["files"].split()) for m in _NOT_BEGUN.finditer(text)}
    return tuple(found.items()) or None


def parse_printed(text: str) -> tuple[Printed, ...]:
    """What was printed by a run that is told nowhere else; each once."""
    found = [Printed("refused", match["file"].strip()) for match in _REFUSED.finditer(text)]
    for match in _DRIVER.finditer(text):
        file = _DRIVER_FILE.search(match["text"])
        if file:
            found.append(Printed("refused", file[1].strip()))
            continue
        picture = _NOT_CONVERTED.search(match["text"])
        if picture:
            text = f"{picture[1]} is PostScript, which would need another program: make it a PDF"
            found.append(Printed("driver", text))
        elif match["severity"] == "fatal" and not any(p.kind == "driver" for p in found):
            found.append(Printed("driver", match["text"].strip().rstrip(".")))
    return tuple(dict.fromkeys(found))
