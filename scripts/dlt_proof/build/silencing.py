"""What a document does in the open to keep LaTeX from warning, or to make up what it warns by.

Not here: what is found whatever the document does (`unsaid`). A list of spellings ends nowhere;
these are the ones that people use.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..latex import FileView
from ..records.findings import Finding
from .finding import build_finding
from .run_files import RunFiles
from .sources import places_of

# A line may be all blanks, so none of these repeats gives back what it took.
# What says in LaTeX that something is undefined or wrong, and what a document does to silence it.
_SAYING = (
    r"(?:@latex@(?:warning|error)(?:@no@line)?|@warning|Generic(?:Warning|Error)"
    r"|(?:Package|Class)(?:Warning(?:NoLine)?|Error)|@setref|@missingfileerror"
    r"|G@refundefinedtrue|@multiplelabels)(?![A-Za-z@])"
)
_SILENCING = (
    r"\\(?:let|[gex]?def|renewcommand|providecommand|DeclareRobustCommand"
    r"|RenewDocumentCommand)\s*+\*?+\s*+\{?+\s*+\\"
    + _SAYING
    + r"|\\cs_g?(?:re)?(?:new|set)\w*+:N\w*+\s*+\\"
    + _SAYING
    + r"|\\@namedef\s*\{"
    + _SAYING
    + r"|\\csname\s+"
    + _SAYING
)
# A key in LaTeX's records that the document writes itself.
_BY_HAND = r"(?:newlabel|bibcite)\s*\{([^{}#\\]+)\}"
# At least 50 pt, beyond which a box that sticks out is a finding.
_HFUZZ = r"\\hfuzz\s*+=?+\s*+(?:(?:\d{3,}+|[5-9]\d)(?:\.\d*+)?+\s*+pt|\\maxdimen)"


def silencing_place(sources: dict[str, str]) -> tuple[str, int] | None:
    """Where the document redefines what LaTeX warns with, file and line."""
    place = next(iter(places_of(sources, _SILENCING)), None)
    return (place.file, place.line) if place else None


def silencing_findings(files: RunFiles, sources: dict[str, str]) -> Iterator[Finding]:
    """B8 where the document keeps LaTeX from warning, a B6 where TeX is not to tell of boxes."""
    place = silencing_place(sources)
    if place:
        yield build_finding(
            "B8",
            "the document changes how LaTeX says that something is undefined or wrong",
            *place,
            help="leave it out, so that references and labels can be checked",
        )
    if any(path.name == "silence.sty" for path in files.inputs()):
        yield build_finding(
            "B8",
            "the package silence can hide undefined references from the log",
            files.main_name,
            help="leave it out, so that references and labels can be checked",
        )
    for at in places_of(sources, _HFUZZ)[:1]:
        yield build_finding(
            "B6",
            "\\hfuzz is so large that TeX does not tell what reaches far into the margin",
            *at,
            help="leave it out to see",
            severity="warning",
        )


def by_hand_findings(
    views: list[FileView], records: str, sources: dict[str, str]
) -> Iterator[Finding]:
    """B8 for a key that is referred to, has no `\\label`, and is put into LaTeX's records by hand.

    That of a page, like the last one, is no statement's.

    Args:
        views: the document's files.
        records: what LaTeX wrote down.
        sources: the text of the files, by name.
    """
    labels = {key.key for view in views for key in view.labels}
    referred = {
        key.key
        for view in views
        for key in (*view.references, *view.citations)
        if "page" not in key.command.lower()
    }
    for place in places_of(sources, _BY_HAND):
        line = sources[place.file].split("\n")[place.line - 1]
        key = line[place.column - 1 :].partition("}")[0].strip()
        if key in referred - labels and f"{{{key}}}" in records:
            yield build_finding(
                "B8",
                f"{key!r} is referred to and has no \\label or \\bibitem: "
                "the document writes it into LaTeX's records itself",
                *place,
                help="label what is meant",
            )
