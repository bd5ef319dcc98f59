"""V16: an order of quantifiers that the proof turns round.

"There is … such that for all" proved for each one apart, choices in a circle, a supremum moved
over an expectation in the wrong direction, a bound for each function apart used for the one that
the data choose.
"""

from .choice_order import choice_order
from .exchanged import exchanged_extrema
from .pointwise import pointwise_bounds

__all__ = ["choice_order", "exchanged_extrema", "pointwise_bounds"]
