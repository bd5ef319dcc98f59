"""Canaries: jobs known to be false, and true neighbours, that stand among the real ones.

A verifier that passes everything passes a false one and is found out; one that doubts everything
doubts a true one. About half of them restate, rightly or wrongly, an equation that a job of the
batch is given. The other false ones are mutants of steps that the free checkers proved, and they
refute them by an exact counterexample; the other true ones are those that they prove. Not here:
where in a batch they stand, and what a batch is worth whose verifier passed one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ...records.evidence import Job
from .records import Canary

if TYPE_CHECKING:
    from random import Random

__all__ = ["Canary", "make_canaries"]


def make_canaries(
    proved: Sequence[Job],
    batch: Sequence[Job],
    *,
    false: int,
    true: int,
    random: Random,
    avoid: Collection[str] = (),
    processes: int | None = None,
) -> list[Canary]:
    """Make canaries that look like the jobs of a batch, in random order.

    Args:
        proved: jobs of steps that the free checkers proved; what they matched is none.
        batch: the jobs they will stand among.
        false, true: how many of each.
        random: where every choice is drawn from, a `SystemRandom` in production.
        avoid: origins not to be used.
        processes: how many may ask the free checkers; by default as many as there are cores.

    Returns:
        Exactly as many as asked for, no two of one origin.

    Raises:
        RefusedError: so many cannot be made, even of the shipped steps.
    """
    # The checkers load SymPy, which takes a second that nobody waits for who makes none.
    from .making import make

    return make(proved, batch, false, true, random, avoid, processes)
