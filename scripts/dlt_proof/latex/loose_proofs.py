"""Proofs that stand in no environment, as if each stood in one: in a paragraph or in a section."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import islice

from .. import patterns
from ..patterns import pattern
from .model import Environment, Heading, Macro, ProofEnvironment, SourceFile, Span
from .paragraph_proofs import paragraph_proofs

_PROOF_TITLE = pattern(
    r"\W*(?:(?:appendix|supplement\w*|section)?[\s~]*(?:[A-Z]|\d+)?\s*[.:\-–—]+\s*)?"
    r"(?:(?:omitted|missing|deferred|complete|full|detailed|formal|additional|technical)\s+)?"
    r"(?:proofs?|beweise?|preuves?)\b"
    r"(?!\s+(?:techniques?|strateg|overview|ideas?|outline|roadmap|sketch|structure|methods?))",
    patterns.IGNORECASE,
)
_LEVEL = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4,
          "paragraph": 5, "subparagraph": 6}  # fmt: skip


def find_paragraph_proofs(
    source: SourceFile,
    kinds: Sequence[tuple[str, int, int]],
    headings: Sequence[Heading],
    macros: Mapping[str, Macro],
) -> list[ProofEnvironment]:
    """The proofs of a file that stand in no environment, as if each stood in one.

    Args:
        source: the file, masked.
        kinds: `statement`, `proof`, `display` or `other`, with start and end, of every
            environment, by start.
        headings: of the file.
        macros: the user's that print the word.
    """
    masked, name = source.masked, source.name
    found = [
        _as_environment(name, masked, p.start, p.body, p.end, p.option)
        for p in paragraph_proofs(masked, kinds, headings, macros)
        if _useful(kinds, p.start)
    ]
    taken = sorted(
        [start for kind, start, _ in kinds if kind in ("statement", "proof")]
        + [p.environment.span.start for p in found]
    )
    for number, heading in enumerate(headings):
        level = _LEVEL[heading.command]
        match = _PROOF_TITLE.match(heading.text)
        if level > 4 or match is None:
            continue
        end, parts = len(masked), False
        for later in islice(headings, number + 1, None):
            if _LEVEL[later.command] <= level:
                end = later.span.start
                break
            parts = parts or bool(_PROOF_TITLE.match(later.text))
        if parts:
            continue  # the proofs are in its parts
        stop = patterns.compiled(
            r"\\end\s*\{document\}|\\bibliography(?![a-zA-Z])|\\printbibliography|\\begin\s*\{thebibliography\}|\\appendix(?![a-zA-Z])"
        ).search(masked, heading.span.end, end)
        end = stop.start() if stop else end
        if bisect_left(taken, heading.span.end) != bisect_left(taken, end):
            continue
        body = masked[heading.span.end : end]
        if len(patterns.sub(r"\\label\s*\{[^{}]*\}|\\input\s*\{[^{}]*\}|\s", "", body)) < 20:
            continue
        option = (heading.title.start + match.end(), heading.title.end)
        end = heading.span.end + len(body.rstrip())
        found.append(
            _as_environment(name, masked, heading.span.start, heading.span.end, end, option)
        )
    return found


def _useful(kinds: Sequence[tuple[str, int, int]], start: int) -> bool:
    """Inside another proof, only what proves a statement made there is a proof of its own."""
    last = bisect_left(kinds, start, key=lambda item: item[1])
    around = [begin for kind, begin, end in kinds[:last] if kind == "proof" and end > start]
    if not around:
        return True
    return any(kind == "statement" and begin > around[-1] for kind, begin, _ in kinds[:last])


def _as_environment(
    name: str, masked: str, start: int, body: int, end: int, option: tuple[int, int]
) -> ProofEnvironment:
    words = masked[slice(*option)]
    environment = Environment(
        "proof",
        Span(name, start, end),
        Span(name, min(body, end), end),
        words.strip(" .:~}") or None,
    )
    where = Span(name, *option) if words.strip(" .:~}") else None
    return ProofEnvironment(environment, where, f"Proof {words}" if where else "")
