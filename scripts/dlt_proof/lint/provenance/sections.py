"""What sections hold besides statements and proofs: arguments, and text that may be one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from ... import patterns
from ...latex import FileView
from ...latex.naming import named_in
from ...patterns import pattern
from ..rule import Observation

_PROOF_OF = pattern(r"\bproofs?\s+(?:of|for)\b", patterns.IGNORECASE)
_LEVEL = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4,
          "paragraph": 5, "subparagraph": 6}  # fmt: skip


def proved_in_sections(view: FileView) -> Iterator[Observation]:
    """Sections that are called the proof of something and end in an argument for it: `told`."""
    ends = [s.environment.span.end for s in view.statements]
    ends = sorted(ends + [p.environment.span.end for p in view.proofs])
    starts = [key.span.start for key in view.references]
    headings = view.headings
    for number, heading in enumerate(headings):
        if not _PROOF_OF.search(heading.text):
            continue
        start, stop = heading.title.start, heading.title.end
        keys = view.references[bisect_left(starts, start) : bisect_left(starts, stop)]
        names = list(named_in(heading.text, keys, start))
        stop = len(view.masked)
        last = number
        for later in islice(headings, number + 1, None):
            if _LEVEL[later.command] <= _LEVEL[heading.command]:
                stop = later.span.start
                break
            last += 1
        index = bisect_left(ends, stop) - 1
        behind = max(headings[last].span.end, ends[index] if index >= 0 else 0)
        words = patterns.sub(r"\\[a-zA-Z]+|[{}]|\s", "", view.masked[behind:stop])
        if names and len(words) >= 30:
            subjects = tuple((*name,) for _, name in names)
            yield ("told", heading.span.start, subjects, True, False, (), ())


def free_text(view: FileView) -> Iterator[Observation]:
    """How much text with mathematics stands outside statements and proofs, by heading: `free`."""
    edges = [heading.span.end for heading in view.headings]
    starts = [heading.span.start for heading in view.headings]
    taken = sorted(
        [(s.environment.span.start, s.environment.span.end) for s in view.statements]
        + [(p.environment.span.start, p.environment.span.end) for p in view.proofs]
    )
    firsts = [start for start, _ in taken]
    formulas = [formula.span.start for formula in view.formulas]
    if not edges:
        return
    for number, (start, end) in enumerate(zip(edges, [*starts[1:], len(view.masked)], strict=True)):
        amount = position = 0
        position = start
        for first, last in taken[bisect_left(firsts, start) : bisect_left(firsts, end)]:
            if first > position:
                amount += _proof_like(view, position, first, formulas)
            position = max(position, last)
        if position < end:
            amount += _proof_like(view, position, end, formulas)
        if amount:
            yield ("free", starts[number], amount)


def _proof_like(view: FileView, start: int, end: int, formulas: list[int]) -> int:
    if bisect_left(formulas, end) - bisect_left(formulas, start) < 2:
        return 0
    return len(patterns.sub(r"\s+", " ", view.masked[start:end]))
