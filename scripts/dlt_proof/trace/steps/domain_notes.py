"""The domain notes in the comments of a proof."""

import re

from ...latex import Document, Span
from ...records.evidence import Domain

_DOMAIN_NOTE = re.compile(r"%+\s*domain:\s*(?P<text>[^\n]*)")


def domain_notes(document: Document, pieces: tuple[Span, ...]) -> tuple[Domain, ...]:
    """`% domain: p_0 in (0, 1]; T in positive integers`, one note for each semicolon.

    Args:
        document: the paper.
        pieces: the spans of the proof's text.
    """
    notes = []
    for piece in pieces:
        source = document.files[piece.file]
        for match in _DOMAIN_NOTE.finditer(source.text, piece.start, piece.end):
            line, _ = source.position(match.start())
            for item in match["text"].split(";"):
                if item.strip():
                    text = " ".join(item.split())
                    notes.append(Domain(text=text, file=source.name, line=line))
    return tuple(notes)
