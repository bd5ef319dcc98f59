"""Habits of machine-written proofs: words for a reason, steps said twice, numbers nobody looked up.

Cases that are waved away are lint's R16, references in a circle R22.
"""

from .announced import announced_and_not_done
from .claim_again import claims_said_again
from .empty_words import empty_justifications
from .restated import restated_steps
from .theorem_numbers import unconfirmed_theorem_numbers

__all__ = [
    "announced_and_not_done",
    "claims_said_again",
    "empty_justifications",
    "restated_steps",
    "unconfirmed_theorem_numbers",
]
