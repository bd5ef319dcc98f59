"""Letters and commands that mean something unusual in a job's texts: e, pi, the logarithm.

Nothing here makes a symbol a number; it only keeps what is none from being read as one.
"""

import re
from collections.abc import Iterable

from ...records.evidence import Job
from ..translation.names import plain_text
from .passages import formulas_in

_BASE = re.compile(r"\bbase[\s~-]*\$?\s*(?P<base>[^\s$.,;)]+)")
_NUMBER_OF_BASE = re.compile(r"\d+|two|ten|[A-Za-z]|\\[a-z]+")
_NATURAL = frozenset(["e", "\\mathrm{e}", "\\e"])
_OTHER_BASE = re.compile(r"\bbinary\s+logarithm|\blogarithm\s+is\s+binary|\\lg\b|\\log\s*=")
_EULER = re.compile(r"(?:\bbase[\s~-]*|\bnumber[\s~]*)\$e\$")
_NOT_EULER = re.compile(r"e(?:$|\s*(?:=|:|,|>|<|\\(?:in|sim|ge|geq|le|leq)(?![A-Za-z])))")
_NO_CONSTANT = re.compile(
    r"^\\pi$|\\pi(?![A-Za-z])\s*(?:[_'(:,]|\^\s*\{?\s*(?:\\?\*|\\star|\\prime)|=|\\in(?![A-Za-z])|\\sim)"
)
_PI_AS_THING = re.compile(
    r"\b(?:polic(?:y|ies)|distributions?|permutations?|projections?|measures?|priors?|posteriors?|"
    r"partitions?)\s+\$\s*\\pi(?![A-Za-z])"
)


def unusual_meanings(job: Job) -> dict[str, str]:
    """What a job's texts give a meaning of its own, among a step's names and commands."""
    texts = (*job.hypotheses, job.proving, *job.may_use, *job.definitions, job.justification)
    step = f"{job.left} {job.right}"
    found: dict[str, str] = {}
    if re.search(r"\\(?:log|ln)(?![A-Za-z])", step) and any(map(_of_other_base, texts)):
        found["\\log"] = found["\\ln"] = "another base"
    formulas = [f for text in texts for f in formulas_in(_EULER.sub(" ", text))]
    if any(_NOT_EULER.match(plain_text(f)) for f in formulas):
        found["e"] = "not Euler's number"
    if _pi_is_no_constant((*formulas, step), texts):
        found["\\pi"] = "not the constant"
    return found


def _of_other_base(text: str) -> bool:
    """Whether a text speaks of logarithms to another base than e."""
    bases = [match["base"] for match in _BASE.finditer(text)]
    other = any(_NUMBER_OF_BASE.fullmatch(b) and b not in _NATURAL for b in bases)
    return other or _OTHER_BASE.search(text) is not None


def _pi_is_no_constant(formulas: Iterable[str], texts: Iterable[str]) -> bool:
    return any(_NO_CONSTANT.search(f.strip()) for f in formulas) or any(
        _PI_AS_THING.search(text) for text in texts
    )
