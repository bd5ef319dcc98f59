"""Symbols: used before they are introduced, or with two meanings in one scope."""

from .before_introduction import symbols_before_introduction
from .two_meanings import symbols_with_two_meanings

__all__ = ["symbols_before_introduction", "symbols_with_two_meanings"]
