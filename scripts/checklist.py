#!/usr/bin/env python3
"""`dlt-proof checklist` as a script, without installing the package."""

from dlt_proof.start import run_script

run_script("checklist")
