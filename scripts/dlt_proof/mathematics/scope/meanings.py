"""Letters and commands that mean something unusual in a job's texts: e, pi, log, powers of sin.

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
#: A named function with a power: `\\log^2`, `\\log_2^{3}`.
_FUNCTION_POWER = re.compile(
    r"\\(?P<name>log|ln|(?:sin|cos|tan|cot)h?|sec|csc)(?![A-Za-z])\s*"
    r"(?:_\s*(?:\{[^{}]*\}|\S)\s*)?\^"
)
_NOTATION = re.compile(
    r"\b(?:writ|denot|stands?\b|means?\b|meant|notation|abbreviat|convention|shorthand|short for)",
    re.IGNORECASE,
)
_ITERATED = re.compile(r"\biterat|\bcompos|\\circ(?![A-Za-z])|\bfold\b", re.IGNORECASE)
_NAMES_IN_WORDS = {"log": "logarithm", "ln": "logarithm"}
_TRANSPOSITION = re.compile(r"\^\s*(?:\{\s*)?(?:\\(?:top|intercal|math(?:sf|rm))(?![A-Za-z])|T)")
_COMPLEX = re.compile(
    r"\\mathbb\s*\{?\s*C(?![A-Za-z])|\\(?:C|Complex|C\w*field)(?![A-Za-z])|\\mathbf\s*\{\s*C\s*\}"
    r"|\bcomplex\b|\bhermitian\b|\bunitary\b|\bquaternion",
    re.IGNORECASE,
)


def unusual_meanings(job: Job) -> dict[str, str]:
    """What a job's texts give a meaning of its own, among a step's names and commands."""
    texts = (*job.hypotheses, job.proving, *job.may_use, *job.definitions, job.justification)
    step = f"{job.left} {job.right}"
    found: dict[str, str] = {}
    if re.search(r"\\(?:log|ln)(?![A-Za-z])", step) and any(map(_of_other_base, texts)):
        found["\\log"] = found["\\ln"] = "another base"
    for name in {match["name"] for match in _FUNCTION_POWER.finditer(step)}:
        if any(_explains_power(name, text) for text in texts):
            found[f"\\{name}"] = "perhaps not what its powers say"
    if _TRANSPOSITION.search(step) and any(_COMPLEX.search(text) for text in texts):
        found["\\top"] = "perhaps of complex vectors"
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


def _explains_power(name: str, text: str) -> bool:
    """Whether a text says what `\\log^2` is to mean, or speaks of a function put into itself."""
    nested = re.compile(
        rf"\\{name}(?![A-Za-z])[^=]*\^[^=]*=.*\\{name}\W*\\{name}(?![A-Za-z])", re.DOTALL
    )
    if any(nested.search(formula) for formula in formulas_in(text)):
        return True
    for sentence in re.split(r"(?<=[.;])\s", text):
        powers = {match["name"] for match in _FUNCTION_POWER.finditer(sentence)}
        if name in powers and _NOTATION.search(sentence):
            return True
        word = _NAMES_IN_WORDS.get(name, name)
        if _ITERATED.search(sentence) and re.search(rf"\\{name}(?![A-Za-z])|\b{word}", sentence):
            return True
    return False


def _pi_is_no_constant(formulas: Iterable[str], texts: Iterable[str]) -> bool:
    return any(_NO_CONSTANT.search(f.strip()) for f in formulas) or any(
        _PI_AS_THING.search(text) for text in texts
    )
