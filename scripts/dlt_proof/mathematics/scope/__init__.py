"""What a job's texts say of its symbols: domains from the words that authors use, and from notes.

"Let $p_0 \\in (0,1]$ and $T \\ge 1$", "for all $x, y > 0$", "a positive constant $c$", "where
$\\eta = 1/L$". Read are the hypotheses of the statement being proved (never its conclusion), the
definitions and assumptions in scope, and what the proof introduces. What holds only sometimes
(after "if", "for every" in another statement, "or", "not", "for example") says nothing of a domain.

Two ways lead to a wrong verdict, and each is kept out on its own side: a domain that is too small
lets a proof pass that is none, so `Scope.domains` holds only what is certain; one that is too large
lets a counterexample pass that is impossible, so `Scope.unread` and `Scope.perhaps` hold whatever
else is said. Not here: what follows from a domain (`checkers`).
"""

from functools import lru_cache

from ...records.evidence import Job
from .describing import describe_claim
from .gathering import gather
from .records import Scope

__all__ = ["Scope", "describe_claim", "read_scope"]


@lru_cache(maxsize=4096)
def read_scope(job: Job) -> Scope:
    """What the texts of a job say of its symbols, notes and words together.

    Args:
        job: of any step.

    Raises:
        DomainNoteError: a domain note is none.
    """
    return gather(job)
