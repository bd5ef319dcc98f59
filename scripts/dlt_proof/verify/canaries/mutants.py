"""Changed versions of one job, as a person might have written it; true or not is open here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ...mathematics.translation import symbols_in
from ...mathematics.translation.names import base_of
from ...records.evidence import Job
from .changes import changes_of
from .dressing import SENTENCE_END
from .giveaways import bare, contradicted
from .looks import style_of

#: How often each kind of change is drawn; the kinds that real proofs get wrong more often.
_WEIGHTS = {
    "constant": 5, "exponent": 5, "sign": 4, "dropped term": 4, "dropped factor": 3,
    "coefficient": 3, "direction": 2, "strictness": 2, "shifted index": 3, "lost square": 4,
    "lost root": 4, "root": 1, "square": 1, "min and max": 5, "both sides": 3,
}  # fmt: skip
_TURNED = {r"\le": r"\ge", r"\leq": r"\geq", r"\leqslant": r"\geqslant", "<": ">", r"\lt": r"\gt"}
#: Changes that nobody makes of a vector.
_SCALAR = ("square", "root", "lost root", "lost square", "dropped factor", "dropped term")
_SPACE = re.compile(r"\\mathbb\s*\{?R\}?\s*\^")
_PLAIN_ENDS = ("0", "1")
_TURNED |= {there: here for here, there in _TURNED.items()}
_STRICT = {r"\le": "<", r"\leq": "<", r"\leqslant": "<", r"\ge": ">", r"\geq": ">"}
_STRICT |= {r"\geqslant": ">", "<": r"\le", ">": r"\ge", r"\lt": r"\le", r"\gt": r"\ge"}
_PLAIN = {r"\le": "<=", r"\leq": "<=", r"\leqslant": "<=", r"\ge": ">=", r"\geq": ">="}
_PLAIN |= {r"\geqslant": ">=", "<": "<", ">": ">", r"\lt": "<", r"\gt": ">", "=": "="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed version of a job, of which nothing is known yet.

    Args:
        job: with its changed claim.
        change: what was changed.
    """

    job: Job
    change: str


@dataclass(frozen=True, slots=True)
class _Claim:
    left: str
    sign: str
    right: str
    kind: str
    change: str


def mutants_of(job: Job, random: Random, holds: bool) -> Iterator[Mutant]:
    """Changed versions of a job that its own texts do not give away, in random order.

    Args:
        holds: whether they are tried as true ones.
    """
    by_kind: dict[str, list[_Claim]] = {}
    for claim in _claims(job, holds):
        by_kind.setdefault(claim.kind, []).append(claim)
    while by_kind:
        kinds = sorted(by_kind)
        (kind,) = random.choices(kinds, [_WEIGHTS[kind] for kind in kinds])
        claim = by_kind[kind].pop(random.randrange(len(by_kind[kind])))
        if not by_kind[kind]:
            del by_kind[kind]
        mutant = _mutant(job, claim)
        if mutant is not None:
            yield mutant


def sign_of(job: Job) -> str:
    """The relation sign of a claim as it is written, "" where that is more than a sign."""
    if not (job.claim.startswith(job.left) and job.claim.endswith(job.right)):
        return ""
    between = job.claim[len(job.left) : len(job.claim) - len(job.right)].strip()
    return between if _PLAIN.get(between) == job.relation else ""


def _claims(job: Job, holds: bool) -> Iterator[_Claim]:
    sign = sign_of(job)
    if not sign:
        return
    style = style_of([job.claim, *job.earlier, job.proving])
    lefts, rights = changes_of(job.left, style), changes_of(job.right, style)
    if has_vectors(job):
        lefts, rights = ([c for c in side if c.kind not in _SCALAR] for side in (lefts, rights))
    for change in lefts:
        said = f"left side: {_difference(job.left, change.text)}"
        yield _Claim(change.text, sign, job.right, change.kind, said)
    for change in rights:
        said = f"right side: {_difference(job.right, change.text)}"
        yield _Claim(job.left, sign, change.text, change.kind, said)
    if sign in _TURNED:
        turned, other = _TURNED[sign], _STRICT[sign]
        if not (holds or job.left.strip() in _PLAIN_ENDS or job.right.strip() in _PLAIN_ENDS):
            # `e^x < 0` needs no verifier.
            said = f"relation: {sign} -> {turned}"
            yield _Claim(job.left, turned, job.right, "direction", said)
        if f"${job.claim}$" not in job.justification:
            # "Dividing by $n \\ge 0$" would be an error of another kind.
            said = f"relation: {sign} -> {other}"
            yield _Claim(job.left, other, job.right, "strictness", said)
    if not holds:
        return
    for first in lefts:
        for second in rights:
            if first.kind == second.kind:
                said = (
                    f"left side: {_difference(job.left, first.text)}; "
                    f"right side: {_difference(job.right, second.text)}"
                )
                yield _Claim(first.text, sign, second.text, "both sides", said)


def has_vectors(job: Job) -> bool:
    """Whether a symbol of the claim may be a vector, though a domain note calls it a number."""
    letters = set(map(base_of, symbols_in(job.claim)))
    for text in (*job.hypotheses, *job.definitions, job.proving):
        before = ""
        for formula in re.findall(r"\$([^$]+)\$", text):
            space = _SPACE.search(formula)
            if space is not None:
                # "$x \\in \\mathbb{R}^d$", or "$x$ with values in $\\mathbb{R}^d$"
                said = formula[: space.start()] if space.start() > 3 else before
                if letters & set(map(base_of, symbols_in(said))):
                    return True
            before = formula
    return False


def _mutant(job: Job, claim: _Claim) -> Mutant | None:
    said = f"{claim.left} {claim.sign} {claim.right}"
    if bare(claim.left) == bare(claim.right) or _argues_from(job):
        return None
    changed = job.model_copy(
        update={
            "claim": said,
            "left": claim.left,
            "relation": _PLAIN[claim.sign],
            "right": claim.right,
            "justification": job.justification.replace(f"${job.claim}$", f"${said}$"),
            "sources": (),
        }
    )
    left = job.left if claim.left != job.left else ""
    right = job.right if claim.right != job.right else ""
    if contradicted(job, left, right, changed):
        return None
    return Mutant(changed, claim.change)


def _argues_from(job: Job) -> bool:
    """Whether the author's words go on from the claim: of another claim they would be nonsense."""
    formula = f"${job.claim}$"
    sentences = [s for s in SENTENCE_END.split(job.justification) if formula in s]
    return any(not sentence.rstrip(" .,;:").endswith(formula) for sentence in sentences)


def _difference(old: str, new: str) -> str:
    """What was there and what is there now, whole commands and numbers."""
    before = re.findall(r"\\[A-Za-z]+|\d+|\s+|.", old)
    after = re.findall(r"\\[A-Za-z]+|\d+|\s+|.", new)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    one = "".join(before[start : len(before) - end]).strip()
    other = "".join(after[start : len(after) - end]).strip()
    return f"{one or 'nothing'} -> {other or 'nothing'}"
