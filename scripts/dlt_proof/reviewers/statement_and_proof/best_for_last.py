"""The proof bounds the smallest, or the average, of several, and the statement the last of them.

Not here: other quantities that a proof does not reach (`quantities`).
"""

import re
from collections.abc import Iterator

from .texts import Bound, Pair, plain_left

#: `\min_{t<T}`, `\frac1T\sum_{t=1}^T`
_BEST = re.compile(
    r"^(?:\\(?:min|inf)|\\frac\{?1\}?\{?\w\}?\\sum)_(?:\{[^{}]*\}|\w)"
    r"(?:\^(?:\{[^{}]*\}|\w))?(?P<rest>.+)$"
)
_ALL_ALIKE = re.compile(
    r"\b(?:monoton\w*|decreas\w*|increas\w*|(?:last|final) (?!ones?\b|terms?\b|sums?\b)\w+"
    r"|each|every|all|any|same|convexity|jensen\w*"
    r"|random\w*|uniform\w*|sorted|order\w*|largest|index)\b"
)
_TOKEN = re.compile(r"\\[A-Za-z]+|.", re.DOTALL)


def best_for_last(pair: Pair) -> Iterator[tuple[Bound, Bound]]:
    """The claimed bound and the last one of the proof, where that is on the best or the mean."""
    if not pair.shown or _ALL_ALIKE.search(pair.proof_text):
        return
    shown = pair.shown[-1]
    best = _BEST.match(shown.plain)
    if best is None or shown.sign[0] not in "<=":
        return
    for claimed in pair.concluded:
        if claimed.sign[0] != "<" or _BEST.match(claimed.plain):
            continue
        one, other = _TOKEN.findall(claimed.plain), _TOKEN.findall(plain_left(best["rest"]))
        differ = {(a, b) for a, b in zip(one, other, strict=False) if a != b}
        letters = all(re.search(r"[A-Za-z]", token) for pair_ in differ for token in pair_)
        if len(one) == len(other) and len(one) >= 5 and len(differ) <= 1 and letters:
            yield claimed, shown
            return
