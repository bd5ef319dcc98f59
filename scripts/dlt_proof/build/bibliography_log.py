"""Reading what BibTeX or biber wrote to its log (`.blg`): text in, messages with places out."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BibliographyMessage:
    """One message of BibTeX or biber: `missing_key` when an entry is missing, else an error."""

    text: str
    missing_key: str = ""
    file: str = ""
    line: int = 0


_NO_ENTRY = re.compile(r"didn't find a database entry for ['\"](.+?)['\"]")
_ERROR_AT = re.compile(r"^(.*?)-{2,3}line (\d+) of file (.+)$")
_BIBER_AT = re.compile(
    r"^ERROR - (?:BibTeX subsystem: )?(?P<file>\S+?)_\d+\.utf8, line (?P<line>\d+), (?P<text>.+)$"
)
_ERRORS_COUNTED = re.compile(r"^\(There (?:was|were) (\d+) error messages?\)", re.MULTILINE)
_UNPLACED = re.compile(
    r"^(I couldn't open .*|I found no (?!\\citation|style|database).*|Sorry---.*|ERROR - .*)$"
)
_READ = re.compile(
    r"^Database file #\d+: (.+?)$|^The style file: (.+?)$|Found BibTeX data source '(.+?)'",
    re.MULTILINE,
)


def files_read(text: str) -> list[str]:
    """The databases and styles that a `.blg` says were read."""
    return ["".join(match) for match in _READ.findall(text)]


def parse_bibliography_log(text: str) -> tuple[BibliographyMessage, ...]:
    """Errors and missing entries in the `.blg` of BibTeX or biber; other warnings are left out."""
    messages = []
    errors = 0
    before = ""
    for line in text.splitlines():
        missing = _NO_ENTRY.search(line)
        if missing:
            messages.append(BibliographyMessage(line.strip(), missing_key=missing[1]))
            continue
        if line.startswith("Warning--") or "> WARN - " in line:
            continue
        placed = _ERROR_AT.match(line)
        if placed:  # where the message did not fit before the place, it is the line before
            told = before if placed[1] in ("", "while executing") else placed[1]
            messages.append(BibliographyMessage(told, file=placed[3].rstrip(), line=int(placed[2])))
            errors += 1
            continue
        before = line.strip()
        said = line.split("> ", 1)[-1]
        biber = _BIBER_AT.match(said)
        if biber:
            file = biber["file"].rpartition("/")[2]
            messages.append(BibliographyMessage(biber["text"], file=file, line=int(biber["line"])))
            errors += 1
            continue
        unplaced = _UNPLACED.match(said)
        if unplaced:
            messages.append(BibliographyMessage(unplaced[1].split("---while")[0]))
            errors += 1
    # A document that cites nothing yet is no error, though BibTeX counts it as one.
    errors += "I found no \\citation commands" in text
    counted = _ERRORS_COUNTED.search(text)
    if counted and not errors:
        messages.append(BibliographyMessage(f"{counted[1]} errors, see the .blg file"))
    return tuple(messages)
