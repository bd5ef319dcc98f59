"""Words in a job that keep a verdict back: a supposition taken back, numbers that are no reals.

"We now drop the assumption", "for general $x$": how far a supposition reaches is then for a reader
to see. "Modulo 5", "the 2-adic absolute value", "in base 8": what is false of numbers may be true.
Reads the text; proves and refutes nothing.
"""

import re

from ..mathematics.translation import Domains, canonical_name, symbols_in
from ..records.evidence import Job
from .withdrawals import TAKES_BACK

#: A letter that is bound anew: "for general $x$", "where $x$ is arbitrary", "every other $x$".
_BOUND_ANEW = re.compile(
    r"\b(?:general|arbitrary|remaining|other|all|any|every|each)\s+(?:[a-z-]+\s+){0,3}\$(?P<a>[^$]+)\$"
    r"|\$(?P<b>[^$]+)\$\s+(?:is|be|are)\s+(?:now\s+)?(?:arbitrary|any|general)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:general|arbitrary|remaining|other)\b", re.IGNORECASE)
_ALL_REALS = re.compile(
    r"\s*(?:Let\s+)?[$(\s]*(?P<name>[^$()]+?)\s*\\in\s*\\(?:mathbb\s*\{?R\}?|R(?![A-Za-z]))[\s$).]*"
)
_FORMULA = re.compile(r"\$([^$]+)\$")
_SUPPOSES = re.compile(r"[=<>]|\\(?:n?[lg]eq?(?:q|slant)?|ne|neq|in)(?![A-Za-z])")
_OTHER_NUMBERS = re.compile(
    r"\\(?:pmod|bmod|mod|equiv)(?![A-Za-z])|\bmodulo\b|\bmod\b|\bcongruen|\bresidue|\bcharacteristic\s+(?:\$?(?:\d|p)\b|two\b|three\b|five\b)"
    r"|\\mathbb\s*\{?F\}?\s*_|\\F(?![A-Za-z])\s*_|\\(?:mathbb\s*\{?Z\}?|Z(?![A-Za-z]))\s*(?:/|_(?!\s*\{?\s*(?:\\(?:geq?|geqslant|neq?)(?![A-Za-z])|[>+])))|\bfinite\s+fields?\b"
    r"|\b(?:commutative\s+|quotient\s+)?rings?\b|\bsemirings?\b|\btropical\b|\bboolean\b|\badic\b|-adic\b|\bvaluation\b"
    r"|\bclock|\boctal\b|\bhexadecimal\b|\bbinary\s+(?:digit|notation|expansion|representation|number|arithmetic)"
    r"|\b(?:in|to)\s+base\b|\bbase[\s-]+\$?\d|\bdigits?\b|\bdegrees?\s+(?:of\s+)?(?:angle|arc)|\bangles?\b|\brounded\b|\brounding\b"
    r"|\b(?:stands?|write|means?|denotes?)\b[^.]*\b(?:logical|disjunction|conjunction|exclusive\s+or|concatenation)\b",
    re.IGNORECASE,
)
_NOT_IN_CLASS = re.compile(
    r"\b(?:which|that|who)\s+(?:is|are)\s+(?:not|neither|no)\b|\bbut\s+not\b|\birrational\b|\bnon-?integers?\b"
    r"|\bnot\s+(?:an?\s+)?(?:integers?|rational|natural|whole)\b|\btranscendental\b",
    re.IGNORECASE,
)


def other_numbers(job: Job) -> bool:
    """Whether the text may calculate with something else than real numbers."""
    return any(_OTHER_NUMBERS.search(text) for text in _texts(job))


def excludes_by_words(job: Job) -> bool:
    """Whether words leave out numbers of a class, which no domain says."""
    return any(
        _NOT_IN_CLASS.search(text) for text in (job.proving, *job.definitions, *job.hypotheses)
    )


def takes_back(job: Job, domains: Domains) -> bool:
    """Whether the proof may have taken back what it, or its statement, supposed of the step's
    symbols."""
    beside = (*job.definitions, job.justification)
    if any(TAKES_BACK.search(text) for text in beside):
        return True
    symbols = symbols_in(f"{job.left} {job.right}")
    for match in filter(None, map(_ALL_REALS.fullmatch, job.definitions)):
        where = domains.symbols.get(canonical_name(match["name"]))
        if where is not None and (where.low, where.high) != (None, None):
            return True  # "$x^2 \\ge x$ for $x \\in \\mathbb{R}$", though x is positive above
    anew = {
        name
        for text in beside
        for match in _BOUND_ANEW.finditer(text)
        for name in symbols_in(match["a"] or match["b"]) & symbols
    }
    if not anew:
        return False
    # Bound anew beside a narrower word on the same letter: which of the two holds is not read.
    supposed = {
        name
        for text in job.definitions
        if not _BOUND_ANEW.search(text)
        # "Let $i$ with $i \\ge k$" is what "for every $i$" came to.
        if not text.startswith("Let ") or any(map(_OTHERS.search, beside))
        for formula in _FORMULA.findall(text)
        if _SUPPOSES.search(formula)
        for name in symbols_in(formula)
    }
    return bool(anew & supposed)


def _texts(job: Job) -> tuple[str, ...]:
    return (*job.hypotheses, job.proving, *job.may_use, *job.definitions, job.justification)
