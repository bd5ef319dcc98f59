"""Proofs of less than the statement says.

Each kind is looked for by what the statement concludes and by what the proof has and lacks; a word
that may close the gap is enough for silence. Not here: how each is told (`less_cases`,
`less_supposed`, `less_limits`, `less_claims`, `less_likely`).
"""

from collections.abc import Callable, Iterator

from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper
from .less_cases import extra_assumption, one_case, special_case
from .less_claims import existence_only, one_direction, weak_for_strict
from .less_likely import fixed_for_uniform, mean_for_probability, probably_for_surely
from .less_limits import large_only, limit_only
from .less_supposed import supposed_only
from .texts import Fault, Pair, pairs

_FAULTS: tuple[Callable[[Pair], Iterator[Fault]], ...] = (
    mean_for_probability,
    fixed_for_uniform,
    probably_for_surely,
    one_case,
    supposed_only,
    extra_assumption,
    large_only,
    limit_only,
    special_case,
    one_direction,
    existence_only,
    weak_for_strict,
)


def proofs_of_less(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """A proof that proves less than its statement says."""
    for pair in pairs(paper):
        for looks in _FAULTS:
            for claim, evidence, span in looks(pair):
                yield found_at(
                    paper.document, span, "V10", pair.passage.label, claim, evidence, "critical"
                )
