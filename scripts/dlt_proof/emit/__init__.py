"""Phases B and C: LaTeX made from templates, so that every planned statement has its place.

Never overwrites what an author wrote; doing it twice is doing it once.
"""

from .emission import Emission, emit
from .initialisation import initialise

__all__ = ["Emission", "emit", "initialise"]
