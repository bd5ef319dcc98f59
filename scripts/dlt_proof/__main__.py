"""`python -m dlt_proof`."""

from .cli import main

raise SystemExit(main())
