"""`python -m dlt_proof`."""

from .cli import run

run()
