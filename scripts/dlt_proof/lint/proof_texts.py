"""The text of each proof, without what stands in it and is no argument of that proof."""

from __future__ import annotations

from bisect import bisect_left

from .. import patterns
from ..latex import FileView
from ..latex.words import word_set
from ..patterns import pattern
from ..records.record import Record

_SKETCH = pattern(
    r"sketch|outline|\bidea|overview|informal|intuition|heuristic|road\s?map|strategy|skizze"
    r"|esquisse|id[ée]e",
    patterns.IGNORECASE,
)
_FLOATS = word_set(
    "figure figure* table table* algorithm algorithm* algorithmic algorithm2e tikzpicture tabular "
    "wrapfigure thebibliography tikzcd"
)


class ProofText(Record):
    """The text of a proof.

    Args:
        begin: offset of what opens the proof.
        start, end: the text.
        skipped: parts of it in order that are no argument of this proof: statements, proofs of
            claims inside, figures.
        sketch: the proof says in its title that it is only a sketch.
    """

    begin: int
    start: int
    end: int
    skipped: tuple[tuple[int, int], ...]
    sketch: bool


def proof_texts(view: FileView) -> list[ProofText]:
    """All proofs of a file, in order."""
    blocks = [(p.environment.span.start, p.environment.span.end) for p in view.proofs]
    blocks += [(s.environment.span.start, s.environment.span.end) for s in view.statements]
    blocks += [(e.span.start, e.span.end) for e in view.environments if e.name in _FLOATS]
    blocks.sort()
    found = []
    for proof in view.proofs:
        environment = proof.environment
        start, end = environment.body.start, environment.body.end
        inner = blocks[bisect_left(blocks, (start,)) : bisect_left(blocks, (end,))]
        skipped = tuple(block for block in inner if block[1] <= end)
        sketch = bool(_SKETCH.search(f"{environment.name} {proof.option_text}"))
        found.append(ProofText(environment.span.start, start, end, skipped, sketch))
    return found
