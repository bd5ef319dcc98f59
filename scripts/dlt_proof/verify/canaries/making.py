"""Making the canaries of one batch: from which steps, and which version of each.

Not here: how a version is found and shown to be false or true (`versions`), and the look of the
whole job (`dressing`).
"""

from collections.abc import Collection, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from random import Random

from ...checkers.many import spread
from ...records.errors import RefusedError
from ...records.evidence import Job
from .dressing import dressed, how_many
from .origins import Origin, ranked_origins
from .records import Canary
from .versions import Version, find_versions, shown_true

#: Versions found so far, by origin and truth: what they are depends on nothing else.
_KNOWN: dict[tuple[str, bool], tuple[Version, ...]] = {}
_MOST_KNOWN = 5000
#: Origins that are looked at together, for each canary that is missing.
_AT_ONCE = 2


def make(
    proved: Sequence[Job],
    batch: Sequence[Job],
    false: int,
    true: int,
    random: Random,
    avoid: Collection[str],
    processes: int | None,
) -> list[Canary]:
    """As `make_canaries`."""
    origins = list(ranked_origins(proved, batch, random, frozenset(avoid)))
    made = _chosen(origins, false, False, random, processes)
    rest = [origin for origin in origins if origin.name not in {c.origin for c in made}]
    made += _chosen(rest, true, True, random, processes)
    random.shuffle(made)
    words = how_many(batch, len(made), random)
    made = [_in_words(c, batch, random) if n < words else c for n, c in enumerate(made)]
    random.shuffle(made)
    return made


def _in_words(canary: Canary, batch: Sequence[Job], random: Random) -> Canary:
    # A proof of the contrary leaves no room for a condition in the author's words.
    everywhere = canary.evidence != canary.checked
    return replace(canary, job=dressed(canary.checked, batch, random, plainly=not everywhere))


def _chosen(
    origins: Sequence[Origin], wanted: int, holds: bool, random: Random, processes: int | None
) -> list[Canary]:
    """One canary of each of the first origins that have one.

    Raises:
        RefusedError: there are too few.
    """
    made: list[Canary] = []
    waiting = _versions(origins, wanted, holds, processes)
    with closing(waiting):
        for origin, versions in islice(waiting, len(origins) if wanted else 0):
            if versions:
                version = random.choice(versions)
                made.append(_canary(origin, version, holds))
            if len(made) == wanted:
                return made
    if holds:
        # The steps themselves are true, too.
        taken = {canary.origin for canary in made}
        for origin in origins:
            version = Version(origin.job, "unchanged", origin.job)
            if len(made) < wanted and origin.name not in taken and shown_true(version):
                made.append(_canary(origin, version, holds))
    if len(made) < wanted:
        raise RefusedError(
            f"only {len(made)} of {wanted} {'true' if holds else 'false'} canaries can be made",
            remedy="ask for fewer, or leave out fewer origins",
        )
    return made


def _canary(origin: Origin, version: Version, holds: bool) -> Canary:
    return Canary(version.job, holds, origin.name, version.change, version.job, version.evidence)


def _versions(
    origins: Sequence[Origin], wanted: int, holds: bool, processes: int | None
) -> Generator[tuple[Origin, tuple[Version, ...]]]:
    """The versions of each origin, in their order; some origins are looked at together."""
    size = max(1, wanted * _AT_ONCE)
    for start in range(0, len(origins), size):
        group = origins[start : start + size]
        unknown = [origin for origin in group if (origin.name, holds) not in _KNOWN]
        asked = [(origin.job, holds) for origin in unknown]
        if len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.clear()
        with closing(spread(find_versions, asked, processes)) as answers:
            for index, versions in answers:
                _KNOWN[unknown[index].name, holds] = versions
        for origin in group:
            yield origin, _KNOWN[origin.name, holds]
