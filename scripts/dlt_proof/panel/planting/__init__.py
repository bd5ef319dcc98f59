"""Weaknesses planted into copies of what is read: a reader who misses one is not relied on.

Each is made by code from the paper's own text, and used only where code has verified that it is
real: `steps` (false steps, refuted by the free checkers; derivations taken out), `statements`
(hypotheses, constants), `references` (circles, hypotheses that nothing needs), `symbols` (undefined
ones, and letters with two meanings), `claims` (of the paper as a whole). Where a paper offers too
few, `shipped` has others. `harmless` makes changes that are no weakness. Not here: how many there
are, and how they are hidden among the other questions (`panel.batches`).
"""

from .making import Maker
from .records import Planted

__all__ = ["Maker", "Planted"]
