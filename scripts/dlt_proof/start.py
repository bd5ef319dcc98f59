"""The process `dlt-proof`: the command line, with a start and an end that take little time."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys

from .program import KeptCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run `dlt-proof` and end the process with its exit code.

    Loading the program makes many objects and hardly any garbage; looking for it again and again
    and taking everything apart at the end would take a sixth of a lint after an edit.

    Args:
        arguments: by default those of the process.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])
    kept_code = KeptCode()
    sys.meta_path.insert(0, kept_code)
    from .cli import main
    from .kept import keep_in
    from .project.cache import open_shared_cache

    values = open_shared_cache()
    keep_in(values)
    try:
        code = main(arguments)
    except SystemExit as end:  # argparse has shown a help, the version, or what is wrong
        if not isinstance(end.code, int):
            raise
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or nobody reads
            stream.flush()
    with contextlib.suppress(Exception):  # the run is over; then the next start is slower
        values.save()
        kept_code.keep()
    threads = sys.modules.get("threading")
    if atexit._ncallbacks() or (threads is not None and threads.active_count() > 1):
        sys.exit(code)  # something is still to be done at the end
    os._exit(code)


def run_script(*command: str) -> NoReturn:
    """Run one subcommand with the arguments of a script in `scripts/`."""
    run([*command, *sys.argv[1:]])
