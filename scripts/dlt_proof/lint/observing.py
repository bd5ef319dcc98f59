"""What the rules observe in each file: kept from earlier runs, or looked at, on several cores.

The views that come out are skeletons, however they were made, so that no rule can judge by what
is there in one run and not in the next.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Sequence

from ..latex import FileView, Reading, pack_view, read_view, unpack_view
from ..project import Cache, fingerprint
from .rule import Observation, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Observations by rule and file.
Observations = dict[str, dict[str, list[Observation]]]
#: Texts shorter than this together are looked at in one process: starting others costs more.
_WORTH_SHARING = 400_000
_MOST_PROCESSES = 8


def observe(
    reading: Reading, rules: Sequence[Rule], cache: Cache
) -> tuple[list[FileView], Observations]:
    """The skeletons of all files, and what the rules observe in them.

    Args:
        reading: the files.
        rules: those to run.
        cache: keeps what was observed.
    """
    definitions = reading.definitions()
    keys = {
        name: fingerprint("view", reading.keys[name], definitions.fingerprint)
        for name in reading.files
    }
    parts = ("view", *(rule.id for rule in rules))
    kept: dict[str, dict[str, Any]] = {
        name: {part: cache.get(_key(key, part)) for part in parts} for name, key in keys.items()
    }
    todo = [name for name, found in kept.items() if any(v is None for v in found.values())]

    def look(name: str) -> bytes:
        """What is wanted of one file, as `marshal` stores it."""
        view = read_view(reading.files[name], definitions)
        wanted: dict[str, bytes] = {"view": marshal.dumps(pack_view(view))}
        for rule in rules:
            if kept[name][rule.id] is None:
                wanted[rule.id] = marshal.dumps(tuple(rule.observe(view)))
        return marshal.dumps(wanted)

    sizes = {name: len(reading.files[name].text) for name in todo}
    for name, result in _side_by_side(look, todo, sizes).items():
        for part, stored in marshal.loads(result).items():
            cache.put_stored(_key(keys[name], part), stored)
            kept[name][part] = marshal.loads(stored)
    views = [
        unpack_view(kept[name]["view"], source, reading.macros)
        for name, source in reading.files.items()
    ]
    return views, {
        rule.id: {name: list(kept[name][rule.id]) for name in reading.files} for rule in rules
    }


def _key(view: bytes, part: str) -> bytes:
    return view + part.encode()


_look: Callable[[str], bytes] | None = None


def _side_by_side(
    look: Callable[[str], bytes], names: Sequence[str], sizes: dict[str, int]
) -> dict[str, bytes]:
    """`look` at every name, in several processes where that pays."""
    global _look
    processes = min(_cores(), len(names), _MOST_PROCESSES)
    if processes > 1 and sum(sizes.values()) >= _WORTH_SHARING and hasattr(os, "fork"):
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        _look = look  # the forked processes inherit it, with all the texts
        try:
            with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
                largest_first = sorted(names, key=lambda name: -sizes[name])
                return dict(zip(largest_first, pool.map(_look_there, largest_first), strict=True))
        except (BrokenProcessPool, OSError, ImportError):
            pass  # no semaphores, no memory for a second process: then one after the other
        finally:
            _look = None
    return {name: look(name) for name in names}


def _look_there(name: str) -> bytes:
    assert _look is not None
    return _look(name)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def observed_in(views: Sequence[FileView], rules: Sequence[Rule]) -> Observations:
    """What the rules observe in files that were read already."""
    found: dict[str, dict[str, Any]] = {}
    for rule in rules:
        found[rule.id] = {view.name: list(rule.observe(view)) for view in views}
    return found
