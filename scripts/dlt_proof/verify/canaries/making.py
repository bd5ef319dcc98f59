"""Making the canaries of one batch: half by construction, the rest changed steps.

Not here: how a version is found and shown to be false or true (`versions`), and the look of the
whole job (`dressing`).
"""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import replace
from random import Random

from ...checkers.many import spread
from ...records.errors import RefusedError
from ...records.evidence import Job
from .constructing import construct
from .dressing import dressed, how_many
from .origins import Origin, ranked_origins
from .records import Canary
from .versions import Version, find_versions, shown_true

#: Versions found so far, by origin and truth: what they are depends on nothing else.
_KNOWN: dict[tuple[str, bool], tuple[Version, ...]] = {}
_MOST_KNOWN = 5000
#: Origins that are looked at together.
_AT_ONCE = 4
#: Origins with versions that are enough for each canary: one of them is drawn.
_ENOUGH = 3


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
    taken = frozenset(avoid)
    made: list[Canary] = []
    for wanted, holds in ((_half(false, random), False), (_half(true, random), True)):
        made += construct(batch, wanted, holds=holds, random=random, avoid=taken)
        taken |= {canary.origin for canary in made}
    false -= sum(not canary.holds for canary in made)
    true -= sum(canary.holds for canary in made)
    origins = list(ranked_origins(proved, batch, random, taken))
    made += _chosen(origins, false, False, random, processes)
    rest = [origin for origin in origins if origin.name not in {c.origin for c in made}]
    made += _chosen(rest, true, True, random, processes)
    random.shuffle(made)
    words = how_many(batch, len(made), random)
    made = [_in_words(c, batch, random) if n < words else c for n, c in enumerate(made)]
    random.shuffle(made)
    return made


def _half(wanted: int, random: Random) -> int:
    """About a half, so that there is one of each kind where there are two."""
    return wanted // 2 + (wanted % 2 and random.random() < 0.5)


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
    if wanted < 1:
        return []
    _explore(origins, wanted, holds, processes)
    found = [origin for origin in origins if _KNOWN.get((origin.name, holds))]
    made: list[Canary] = []
    for rank in sorted({origin.rank for origin in found}):
        pool = [origin for origin in found if origin.rank == rank][: wanted * _ENOUGH]
        for origin in random.sample(pool, min(wanted - len(made), len(pool))):
            version = random.choice(_KNOWN[origin.name, holds])
            made.append(_canary(origin, version, holds))
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


def _explore(origins: Sequence[Origin], wanted: int, holds: bool, processes: int | None) -> None:
    """Look for versions of origins until enough of them have some, quick ones first.

    A shipped step, or one that is asked about, is looked at only where there are too few others.
    """
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    for rank in sorted({origin.rank for origin in origins}):
        near = [origin for origin in origins if origin.rank <= rank]
        found = sum(bool(_KNOWN.get((origin.name, holds))) for origin in near)
        if found >= wanted and rank > 0:
            return
        unknown = [o for o in origins if o.rank == rank and (o.name, holds) not in _KNOWN]
        unknown.sort(key=lambda origin: _cost(origin.job))
        for start in range(0, len(unknown), _AT_ONCE):
            if found >= wanted * _ENOUGH:
                return
            group = unknown[start : start + _AT_ONCE]
            asked = [(origin.job, holds) for origin in group]
            with closing(spread(find_versions, asked, processes)) as answers:
                for index, versions in answers:
                    _KNOWN[group[index].name, holds] = versions
                    found += bool(versions)


def _cost(job: Job) -> int:
    """How long the checkers may take, as far as the look of a job tells."""
    return len(job.claim) + 4 * len(job.domains)
