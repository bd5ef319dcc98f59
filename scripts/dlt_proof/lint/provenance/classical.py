"""Titles that are nothing but the name of a classical result."""

from __future__ import annotations

from ... import patterns
from ...patterns import pattern

_SURNAMES = (
    "hoeffding|bernstein|azuma|mcdiarmid|freedman|chernoff|markov|chebyshev|chebychev|jensen|gronwall|grönwall|pinsker"
    "|fano|assouad|doob|talagrand|slepian|sudakov|dudley|weyl|young|hölder|holder|minkowski|cauchy|borel|cantelli|fatou"
    "|fubini|lebesgue|taylor|rademacher|sauer|khintchine|khinchin|bennett|ville|kolmogorov|lévy|levy|donsker|varadhan"
    "|scheffé|slutsky|sanov|cramér|cramer|stein|lusin|egorov|banach|brouwer|kakutani|sion|farkas|danskin|berge|carathéodory"
    "|caratheodory|radon|nikodym|riesz|mercer|bochner|parseval|plancherel|davis|kahan|wedin|gershgorin|eckart|schur|sylvester"
    "|perron|frobenius|robbins|siegmund|lyapunov|opial|moreau|fenchel|johnson|lindenstrauss|le\\s+cam|neyman|pearson|bregman|lov[aá]sz|tutte"
    "|hanson|wright|rosenthal|burkholder|efron|gordon|dvoretzky|massart|ledoux|bousquet|maurey|varshamov|gilbert|bretagnolle|huber"
)
_CLASSICAL = pattern(
    rf"[\W_]*(?:the\s+)?(?:(?i:classical|standard|multiplicative|additive|matrix|vector|operator|discrete"
    rf"|continuous|finite|reverse|strong|weak|symmetric|conditional|maximal|two-sided|one-sided)\s+){{0,2}}(?:[\w.]+['’]s?\s+|[A-Z]\w+(?:(?:--|–|—)[A-Z]\w+)+(?:['’]s?)?\s+|(?i:{_SURNAMES})(?:['’]s?)?\s+)"
    rf"(?:\w+\s+){{0,2}}?(?i:inequality|lemma|theorem|identity|formula|bounds?|criterion|principle|inequalities|theorems|lemmas)[\W_]*"
    rf"|[\W_]*(?i:{_SURNAMES})(?:\s*(?:--?|–|—|,|and)+\s*(?i:{_SURNAMES}))*[\W_]*"
    r"|[\W_]*[A-Z]\w+(?:\s*(?:,|and|&|et\s+al\.?)+\s*(?:[A-Z]\w+)?)*[\s,(]+(?:18|19|20)\d\d[a-z]?[\W_]*"
)


def is_classical(title: str) -> bool:
    """Whether a title is the name of a classical result, `Hoeffding's inequality`, or a work
    with its year, and nothing besides."""
    plain = patterns.sub(r"\\(?:textbf|textit|emph|text|mbox|citep?)\b|[{}]", "", title)
    plain = plain.replace("~", " ").replace("\\'", "").replace('\\"', "").replace("\\`", "")
    return "\\" not in plain and bool(_CLASSICAL.fullmatch(plain))
