"""Statement and proof: whether the proof proves what the statement says, with what it supposes."""

from .constants import constants_that_differ
from .hypotheses import hypotheses_not_used
from .less import proofs_of_less
from .quantities import quantities_not_reached

__all__ = [
    "constants_that_differ",
    "hypotheses_not_used",
    "proofs_of_less",
    "quantities_not_reached",
]
