"""V15: constants that depend on more than is said, change half-way, hide, or are never chosen.

Whether a constant is introduced at all is lint's R15.
"""

from .dependence import constants_depend
from .hidden import hidden_constants
from .implied import implied_values_depend
from .missing_conditions import missing_conditions

__all__ = ["constants_depend", "hidden_constants", "implied_values_depend", "missing_conditions"]
