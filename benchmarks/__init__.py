"""Benchmarks of the product over corpora of their own; no part of the product."""
