#!/usr/bin/env python3
"""`dlt-proof hook` as a script, without installing the package."""

from dlt_proof.start import run_script

run_script("hook")
