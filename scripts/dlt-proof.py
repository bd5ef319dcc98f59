#!/usr/bin/env python3
"""The command `dlt-proof` as a script, without installing the package: `bin/dlt-proof` runs it."""

from dlt_proof.start import run

run()
