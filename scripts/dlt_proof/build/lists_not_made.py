"""Glossaries, lists of symbols and indices that another program would have to sort, and no one did.

LaTeX prints nothing in their place and says so at most in passing. Not here: the bibliography.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..records.findings import Finding
from .finding import build_finding
from .run_files import RunFiles
from .sources import Place, places_of, read_loosely

# What LaTeX writes for the program, and what that makes of it. Glossaries tell theirs in the .aux.
_SORTED = {".idx": ".ind", ".nlo": ".nls", ".glo": ".gls"}
_GLOSSARY = re.compile(
    r"^\\@newglossary(?:\{[^{}\n]*+\}){2}\{(?P<made>\w+)\}\{(?P<written>\w+)\}", re.MULTILINE
)
_PRINTED = {
    ".ind": r"\\printindex(?![A-Za-z])",
    ".nls": r"\\printnomenclature(?![A-Za-z])",
}
_PRINTED_GLOSSARY = r"\\print(?:glossar(?:y|ies)|acronyms|symbols|numbers|index)(?![A-Za-z])"
_STYLE = {".ind": "", ".nls": "-s nomencl.ist "}
_WITHOUT_A_PROGRAM = "use \\makenoidxglossaries and \\printnoidxglossaries; or "


def lists_not_made(files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """A warning for each list that the document prints, has entries for, and that is not there."""
    pairs = _SORTED | {
        f".{glossary['written']}": f".{glossary['made']}"
        for glossary in _GLOSSARY.finditer(read_loosely(files.named(".aux")))
    }
    recorder = read_loosely(files.named(".fls"))
    read = {path.name for path in files.inputs()}
    for name in dict.fromkeys(re.findall(r"^OUTPUT (.+)$", recorder, re.MULTILINE)):
        written = files.project.root / name
        made = written.with_suffix(pairs.get(written.suffix, ""))
        if written.suffix not in pairs or made.name in read or not _holds_anything(written):
            continue
        printed = places_of(sources, _PRINTED.get(made.suffix, _PRINTED_GLOSSARY))
        for place in printed[:1]:
            yield _not_made(files, written, made, place)


def _holds_anything(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _not_made(files: RunFiles, written: Path, made: Path, place: Place) -> Finding:
    style = _STYLE.get(made.suffix, f"-s {files.relative(written.with_suffix('.ist'))} ")
    command = f"makeindex {style}-t {made.name}.log -o {made.name} {files.relative(written)}"
    return build_finding(
        "B5",
        f"the list that stands here is empty: no program has made {made.name} of {written.name}",
        *place,
        help=("" if made.suffix in _STYLE else _WITHOUT_A_PROGRAM)
        + f"in the project folder run `{command}`, and again when its entries change",
        severity="warning",
    )
