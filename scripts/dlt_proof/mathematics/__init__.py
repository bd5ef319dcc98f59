"""Formulas taken apart: chains of relations, and scalar terms as SymPy expressions.

Strict: what can be read in two ways is refused, never guessed. Not here: what follows from a
formula (`trace` checks steps, `plan` looks for hypotheses that contradict each other).
"""
