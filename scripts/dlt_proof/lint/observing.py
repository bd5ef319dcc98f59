"""What the rules observe in each file: kept from earlier runs, or looked at, on several cores.

The views that come out are skeletons, however they were made, so that no rule can judge by what
is there in one run and not in the next.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence

from .. import kept
from ..latex import FileView, Reading, pack_view, read_view, unpack_view
from ..processes import share, usable_cores
from ..project import Cache, fingerprint
from .rule import Observation, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..latex.views import Definitions

#: Observations by rule and file.
Observations = dict[str, dict[str, list[Observation]]]
#: Texts shorter than this together are looked at in one process: starting others costs more.
_WORTH_SHARING = 3_000
_MOST_PROCESSES = 8
#: What is kept of a file besides what each rule observes.
_VIEW = "view"


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
    parts = (_VIEW, *(rule.id for rule in rules))
    known: dict[str, dict[str, Any]] = {
        name: {part: cache.get(_key(key, part)) for part in parts} for name, key in keys.items()
    }
    wanted = {
        name: [rule for rule in rules if found[rule.id] is None]
        for name, found in known.items()
        if any(value is None for value in found.values())
    }
    for name, found in _looked_at(reading, definitions, wanted, cache).items():
        for part, stored in found.items():
            cache.put_stored(_key(keys[name], part), stored)
            known[name][part] = marshal.loads(stored)
    views = [
        unpack_view(known[name][_VIEW], source, reading.macros)
        for name, source in reading.files.items()
    ]
    return views, {
        rule.id: {name: list(known[name][rule.id]) for name in reading.files} for rule in rules
    }


def _key(view: bytes, part: str) -> bytes:
    return view + part.encode()


def _looked_at(
    reading: Reading, definitions: Definitions, wanted: dict[str, list[Rule]], cache: Cache
) -> dict[str, dict[str, bytes]]:
    """The skeleton and the observations of each file, as `marshal` stores them.

    Several processes share the files, or the rules where there is one file only.

    Args:
        reading: the files.
        definitions: what holds in all of them.
        wanted: the rules to run by file.
        cache: takes what the other processes put into theirs.
    """
    names = sorted(wanted, key=lambda name: -len(reading.files[name].text))
    worth_it = sum(len(reading.files[name].text) for name in names) >= _WORTH_SHARING
    processes = min(usable_cores(), _MOST_PROCESSES) if worth_it else 1

    def view_of(name: str) -> FileView:
        return read_view(reading.files[name], definitions)

    def seen_by(rule: Rule, view: FileView) -> bytes:
        return marshal.dumps(tuple(rule.observe(view)))

    def look(number: int) -> bytes:
        name = names[number]
        view = view_of(name)
        found = {rule.id: seen_by(rule, view) for rule in wanted[name]}
        return marshal.dumps({_VIEW: marshal.dumps(pack_view(view)), **found})

    def account() -> bytes:
        return marshal.dumps((cache.account(), kept.account()))

    if len(names) != 1:
        shared = share(len(names), look, processes, account)
        found = {n: marshal.loads(r) for n, r in zip(names, shared.results, strict=True)}
    else:
        name, view = names[0], view_of(names[0])
        rules = sorted(wanted[name], key=lambda rule: not rule.reads_sentences)
        shared = share(len(rules), lambda n: seen_by(rules[n], view), processes, account)
        observed = zip((rule.id for rule in rules), shared.results, strict=True)
        found = {name: {_VIEW: marshal.dumps(pack_view(view)), **dict(observed)}}
    for told in shared.accounts:
        of_project, of_program = marshal.loads(told)
        cache.take_over(of_project)
        kept.take_over(of_program)
    return found


def observed_in(views: Sequence[FileView], rules: Sequence[Rule]) -> Observations:
    """What the rules observe in files that were read already."""
    found: dict[str, dict[str, Any]] = {}
    for rule in rules:
        found[rule.id] = {view.name: list(rule.observe(view)) for view in views}
    return found
