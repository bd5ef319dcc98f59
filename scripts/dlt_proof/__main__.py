"""`python -m dlt_proof`."""

from .start import run

run()
