"""A quick look at changed claims, before the free checkers are asked for their verdict.

What a job says of its symbols is read once here for all its changed versions. That saves time and
decides nothing: a canary stands on a verdict of `check_job` alone.
"""

from sympy.core.facts import InconsistentAssumptions

from ...checkers.claims import LARGEST_EXPRESSION, SYMPY_GIVES_UP, prove_claim
from ...checkers.problems import Problem, pose
from ...checkers.search import search
from ...mathematics.scope import read_scope
from ...mathematics.translation import DomainNoteError, Domains, NotUnderstoodError, translate
from ...records.evidence import Job

#: Symbols and facts of a problem; with more of them each look takes a second and longer.
_MOST = 7
_GIVES_UP = (
    *SYMPY_GIVES_UP,
    NotUnderstoodError,
    DomainNoteError,
    KeyError,
    InconsistentAssumptions,
)


class Screen:
    """Changed versions of one job, looked at quickly.

    Args:
        job: the job before it is changed.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        #: Whether a counterexample was set aside since the texts relate the symbols further.
        self.related = False
        #: How often a proof of the contrary was tried.
        self.proofs = 0
        self.domains: Domains | None
        try:
            self.domains = read_scope(job).domains
        except _GIVES_UP:
            self.domains = None

    def is_small(self) -> bool:
        """Whether the checkers will be quick about the job's changed versions."""
        problem = self._posed(self.job.left, self.job.relation, self.job.right)
        return problem is not None and len(problem.domains) + len(problem.constraints) <= _MOST

    def fails(self, left: str, relation: str, right: str) -> bool | None:
        """Whether a relation fails somewhere, None where it is not understood or not defined."""
        problem = self._posed(left, relation, right)
        if problem is None:
            return None
        try:
            found = search(problem, self.job.fingerprint)
        except _GIVES_UP:
            return None
        return None if found.undefined is not None else found.violation is not None

    def holds(self, left: str, relation: str, right: str) -> bool:
        """Whether a relation seems to hold everywhere."""
        problem = self._posed(left, relation, right)
        if problem is None:
            return False
        try:
            found = search(problem, self.job.fingerprint)
            if found.violation is not None or found.undefined is not None or found.witness is None:
                return False
            return prove_claim(problem) is not None
        except _GIVES_UP:
            return False

    def _posed(self, left: str, relation: str, right: str) -> Problem | None:
        if self.domains is None:
            return None
        try:
            one, other = translate(left, self.domains), translate(right, self.domains)
            if one.value.count_ops() + other.value.count_ops() > LARGEST_EXPRESSION:
                return None
            return pose(one, relation, other, self.domains)
        except _GIVES_UP:
            return None
