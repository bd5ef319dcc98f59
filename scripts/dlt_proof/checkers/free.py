"""The free checkers of one step, in their order: counterexample search, proof, match.

A *proved* step holds on the whole stated domain, on which both sides are defined and which is not
empty. A *defect* is an exact point of the domain at which the relation certainly fails. Anything
else is at most *matched* (it says what something cited says, or nothing was found against it), or
no evidence. What each method does is in the modules beside this one; what the text says beside the
notes is in `cautions`.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import sympy
from sympy.core.facts import InconsistentAssumptions

from ..mathematics.scope import Scope, read_scope
from ..mathematics.scope.intervals import shown
from ..mathematics.translation import (
    OPAQUE,
    Constraint,
    DomainNoteError,
    Domains,
    Expression,
    NotUnderstoodError,
    symbols_in,
    translate,
)
from ..mathematics.translation.notes import noted_symbols
from ..records.evidence import Job
from .cautions import (
    broken_around,
    how_said,
    is_hypothesis,
    links_of,
    only_symbol,
    other_meaning,
    says_the_same,
)
from .claims import LARGEST_EXPRESSION, SYMPY_GIVES_UP, prove_claim
from .exact import shown_value
from .matching import match_job
from .problems import CHECKED_RELATIONS, Problem, names_of, pose
from .reservations import excludes_by_words, other_numbers, takes_back
from .search import Search, search
from .verdict import VERSION, CheckerVerdict, same_verdict

__all__ = ["CHECKED_RELATIONS", "VERSION", "CheckerVerdict", "check_job", "same_verdict"]


@lru_cache(maxsize=4096)
def check_job(job: Job) -> CheckerVerdict:
    """Try to refute, else to prove, a job's relation.

    Deterministic: everything drawn depends on the job alone, so that a verdict is remembered as
    long as the program runs and a certificate comes out the same when it is made again.
    """
    try:
        verdict = _checked(job)
        if verdict.word == "proved" or not _open_to_match(verdict):
            return verdict
        if takes_back(job, read_scope(job).domains) or other_numbers(job) or other_meaning(job):
            return verdict
        certificate = match_job(job, read_scope(job))
    except InconsistentAssumptions:
        return _nothing("what is said of a symbol contradicts itself")
    return verdict if certificate is None else CheckerVerdict("matched", "match", certificate)


def _open_to_match(verdict: CheckerVerdict) -> bool:
    """Whether nothing speaks against the step but that too little of it was understood.

    A step that fails at a point of its domain, or is not defined there, matches nothing.
    """
    if verdict.word == "matched":
        return verdict.checker == "numeric-search"
    if verdict.word is not None:
        return False
    why = str(verdict.detail.get("why", ""))
    return _NOT_UNDERSTOOD in verdict.detail or why.startswith(_TOO_LITTLE_UNDERSTOOD)


def _checked(job: Job) -> CheckerVerdict:
    if job.relation not in CHECKED_RELATIONS:
        return _nothing(_NOT_A_RELATION)
    try:
        scope = read_scope(job)
        left = translate(job.left, scope.domains)
        right = translate(job.right, scope.domains)
    except NotUnderstoodError as error:
        return _nothing(f"not understood: {error}")
    except DomainNoteError as error:
        return _nothing(f"domain note: {error}")
    why = _kept_back(job, scope, left, right)
    if why:
        return _nothing(why)
    try:
        problem = pose(left, job.relation, right, scope.domains)
        wider = replace(scope.domains, constraints=(*scope.domains.constraints, *scope.perhaps))
        narrower = pose(left, job.relation, right, wider)
    except KeyError as error:
        return _nothing(f"not understood: no domain for {error.args[0]}")
    concerned = [name for name in scope.contradictory if name in problem.domains]
    if concerned:
        return _nothing(f"what is said of {concerned[0]} contradicts itself")

    found = search(problem, job.fingerprint)
    if found.points == 0:
        return _nothing("no point of the stated domain was found: the hypotheses may contradict")
    failing = found
    if found.violation is not None or found.undefined is not None:
        if narrower.constraints != problem.constraints:
            failing = search(narrower, job.fingerprint)
        if failing.violation is not None:
            return _refuted(job, scope, narrower, failing)
    if found.undefined is not None:
        return _nothing(
            "a side is not defined on the whole domain",
            at={name: str(value) for name, value in found.undefined.items()},
            **({} if _undefined_for_certain(problem, job) else _unknown_atoms(problem)),
        )
    if found.violation is not None:
        return _nothing("fails only where a second reading of the text would not have it")
    return _supported(job, scope, problem, found, left.used_definitions | right.used_definitions)


_NOT_A_RELATION = "not an equation or inequality"
_NOT_UNDERSTOOD = "not understood"
_TOO_LITTLE_UNDERSTOOD = (
    _NOT_A_RELATION,
    _NOT_UNDERSTOOD,
    "too large",
    "neither side could be evaluated",
)


def _nothing(why: str, **more: Any) -> CheckerVerdict:
    return CheckerVerdict(None, "", {"why": why, **more})


def _kept_back(job: Job, scope: Scope, left: Expression, right: Expression) -> str:
    """Why the claim is not checked at all, "" where it is."""
    domains = scope.domains
    if left.value.count_ops() + right.value.count_ops() > LARGEST_EXPRESSION:
        return "too large for the symbolic checker"
    applied = {
        (name, inside)
        for name, inside in left.applications | right.applications
        if not _is_product(name, inside, domains)
    }
    if len(applied) > len({name for name, _ in applied}):
        return "not understood: x(a) and x(b) may be a function's values"
    if other_meaning(job):
        return "the text gives e or log another meaning"
    if other_numbers(job):
        return "the text may calculate with something else than real numbers"
    if takes_back(job, domains):
        return "the text may take back what it supposed"
    used = _noted(job, left.used_definitions | right.used_definitions)
    unsaid = [name for name in used if not how_said(job, domains, name)]
    if unsaid:
        return f"a domain note defines {unsaid[0]}, and the text does not"
    for constraint in domains.constraints:
        same = says_the_same(constraint, left.value, right.value, job.relation)
        if same and not is_hypothesis(job, constraint):
            return "a domain note says the claim itself, and no hypothesis does"
    return ""


def _is_product(name: str, inside: str, domains: Domains) -> bool:
    """Whether x(…) is a product for certain: x is an integer, or stands in the bracket too."""
    domain = domains.symbols.get(name)
    return (domain is not None and domain.integer) or name in symbols_in(inside)


def _noted(job: Job, names: frozenset[str]) -> list[str]:
    """The symbols among them that a domain note defines."""
    _, _, defined = noted_symbols(job.domains)
    return sorted(names & defined)


def _refuted(job: Job, scope: Scope, problem: Problem, found: Search) -> CheckerVerdict:
    """A defect, or why the point at which the relation fails is none."""
    values = {**_shown(job, found), **_unknown_atoms(problem)}
    if job.conditional:
        return _nothing("fails somewhere, but the display states a condition beside it", **values)
    if job.relation == "=" and only_symbol(job.left):
        return _nothing("fails somewhere, but may say what its left side stands for", **values)
    if excludes_by_words(job):
        return _nothing("fails somewhere, but words leave out numbers of a class", **values)
    names = {*names_of(problem.left, problem.right), *problem.domains}
    # Also what stands for a term that was put in; e and pi are numbers.
    names |= symbols_in(f"{job.left} {job.right}") & scope.domains.definitions.keys()
    links = [name for name in sorted(names) if name.startswith(OPAQUE)]
    if not links:
        links = links_of(job, scope, names, found.violation or {})
        broken = broken_around(job, scope, found.violation or {}) if links else ()
        if broken:
            # Perhaps it also fails where all of this holds.
            also = replace(problem, constraints=(*problem.constraints, *broken))
            second = search(also, job.fingerprint)
            if second.violation is not None:
                found, values = second, _shown(job, second)
                links = links_of(job, scope, names, second.violation)
    if links:
        # The text relates these symbols in a way that was not read: the point may be impossible.
        return _nothing(
            "fails where the domains allow it, but the text relates its symbols further: "
            "say how in a domain note",
            related=links,
            **values,
        )
    return CheckerVerdict("defect", "numeric-search", values)


def _undefined_for_certain(problem: Problem, job: Job) -> bool:
    """Whether a side has no value somewhere whatever its opaque atoms are: it divides by y."""
    understood = tuple(
        (form, kind)
        for form, kind in problem.conditions
        if not any(name.startswith(OPAQUE) for name in names_of(form))
    )
    zero = sympy.Integer(0)
    rest = replace(problem, left=zero, relation="=", right=zero, conditions=understood)
    return search(rest, job.fingerprint).undefined is not None


def _unknown_atoms(problem: Problem) -> dict[str, list[str]]:
    """The opaque atoms of a claim, without which a point of its domain is none of the text's."""
    names = [name.removeprefix(f"{OPAQUE} ") for name in problem.opaque]
    return {_NOT_UNDERSTOOD: names} if names else {}


def _shown(job: Job, found: Search) -> dict[str, Any]:
    """A counterexample as it stands in a certificate."""
    return {
        "values": {name: str(value) for name, value in (found.violation or {}).items()},
        "left": found.left,
        "right": found.right,
        "relation": job.relation,
    }


def _supported(
    job: Job, scope: Scope, problem: Problem, found: Search, used: frozenset[str]
) -> CheckerVerdict:
    """Proved, or matched since the search found nothing."""
    proof = None
    if found.witness is not None:
        try:
            proof = prove_claim(problem)
        except SYMPY_GIVES_UP:
            proof = None
    if proof is None:
        if found.ties and (tie := _always_equal(problem, found)) is not None:
            return _refuted(job, scope, problem, tie)
        if found.ties:
            return _nothing("a strict relation whose sides seem to meet")
        if found.witness is None:
            return _nothing("neither side could be evaluated anywhere")
        detail = {"points": found.points, "found": "no violation"}
        return CheckerVerdict("matched", "numeric-search", detail)
    noted = _noted(job, used)
    other_words = [name for name in noted if how_said(job, scope.domains, name) != "exact"]
    other_words += [name for name in scope.narrowed if name in {*problem.domains, *used}]
    if other_words:
        # Proved from the note; that the text says the same is for a reader to see.
        detail = {**proof, "rests on the domain notes for": sorted(set(other_words))}
        return CheckerVerdict("matched", "symbolic", detail)
    witness = found.witness or {}
    return CheckerVerdict(
        "proved",
        "symbolic",
        {
            **proof,
            "domains": [shown(domain) for _, domain in sorted(problem.domains.items())],
            "assumptions": [shown_constraint(c) for c in problem.constraints],
            "satisfied at": {name: str(value) for name, value in witness.items()},
        },
    )


def _always_equal(problem: Problem, found: Search) -> Search | None:
    """Where the sides of a strict relation are the same everywhere, so that it fails."""
    if found.witness is None:
        return None
    try:
        equal = prove_claim(replace(problem, relation="="))
    except SYMPY_GIVES_UP:
        return None
    if equal is None:
        return None
    left, right = (shown_value(side, found.witness) for side in (problem.left, problem.right))
    return replace(found, violation=found.witness, left=left, right=right)


def shown_constraint(constraint: Constraint) -> str:
    """A constraint as it stands in a certificate."""
    return f"{constraint.left} {constraint.relation} {constraint.right}"
