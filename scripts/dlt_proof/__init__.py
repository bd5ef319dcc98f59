"""The library behind `dlt-proof`: proof structure, rules, steps, evidence, gates and review."""

__version__ = "0.1.0"
