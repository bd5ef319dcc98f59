"""What a proof waves away, and whether it accounts for it.

`waves` finds the phrases of one sentence ("the other case is similar"), `accounted` asks the
sentence itself for a reason, a place or a named symmetry, `states_its_own` for formulas,
`carried_out` the sentences behind it.
"""

from .accounting import accounted
from .carrying_out import carried_out, states_its_own
from .effortless import belittlings
from .leaving import omissions
from .likeness import alone, is_label, likenesses
from .wave import Wave, taken_back

_MOST = 8

__all__ = ["Wave", "accounted", "carried_out", "is_label", "states_its_own", "taken_back", "waves"]


def waves(text: str, *, labelled: bool = False) -> list[Wave]:
    """The phrases of a sentence that wave something away and are not negated, by place.

    The first ones: no sentence that somebody wrote has more.

    Args:
        text: the sentence.
        labelled: the sentence before it is the label of a case.
    """
    found = [*likenesses(text), *alone(text, labelled=labelled)]
    return sorted([*found, *omissions(text), *belittlings(text)])[:_MOST]
