"""The named inequalities that a sentence of a proof applies."""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from .counting import UNNAMED
from .passages import FORMULA, REFERENCE, Passage

NAMES = word_set(
    "hoeffding höffding bernstein bennett chernoff azuma freedman mcdiarmid chebyshev chebychev "
    "tchebychev tchebycheff markov cantelli hanson wright talagrand borell tsirelson massart "
    "laurent dvoretzky kiefer wolfowitz dkw paley zygmund ville doob bousquet tropp oliveira "
    "pinelis fuk nagaev bretagnolle weissman vapnik chervonenkis johnson lindenstrauss cramér "
    "cramer diarmid"
)
_UNIFORM = word_set(
    "matrix vector uniform operator maximal time functional normalized normalised hilbert"
)
_NOUNS = word_set(
    "inequality inequalities bound bounds concentration estimate estimates theorem tail "
    "deviation argument lemma"
)
_NO_EVENT = word_set(
    "condition chain chains decision process processes kernel kernels property polynomial "
    "polynomials noise martingale decomposition contraction conditions moment random"
)
_GENERIC = word_set(
    "concentration tail deviation deviations maximal exponential differences difference ball "
    "bayes bayesian generalization generalisation convergence confidence bayesian gaussian"
)
_CONCENTRATES = word_set(
    "gaussian subgaussian normalised normalized martingale scalar vector matrix lipschitz standard "
    "by binomial poisson usual classical bernoulli rademacher"
)
_UNSAID = word_set("parameter parameters coefficient coefficients set sets index of")
_BY = word_set("by via using apply applying from with use uses invoke invoking and or to through")
_DOES = word_set(
    "gives give yields yield implies shows guarantees ensures bounds controls tells provides "
    "applied applies to on for with again once twice , . ¤ § † ("
)
_ASIDE = word_set(
    "than unlike instead rather compared like such similar improves sharpens generalizes"
)
_EXPONENT = ("\\lambda", "\\exp", "e^", "\\rho", "\\theta")


def applied_inequalities(passage: Passage, first: int, last: int) -> tuple[tuple[str, ...], bool]:
    """The inequalities a sentence applies, and whether one is a statement it refers to."""
    words = passage.words
    found: list[str] = []
    tied = False
    number = first
    while number < last:
        name = plain_name(words[number])
        if name not in NAMES:
            number += 1
            continue
        end = number + 1
        while end < last and plain_name(words[end]) in NAMES and _joined(passage, end):
            end += 1
        noun = next((w for w in words[end : min(last, end + 4)] if w in _NOUNS | _NO_EVENT), "")
        if {",", ".", FORMULA} & set(words[end : min(last, end + 3)]) and noun not in words[
            end : end + 1
        ]:
            stop = next(i for i in range(end, last) if words[i] in (",", ".", FORMULA))
            noun = noun if noun in words[end:stop] else ""
        applied = bool(noun) or _is_applied(words, number, end, first, last)
        near = words[max(first, number - 3) : number]
        if _ASIDE & set(near) or (found and {"or", "(", "e.g", "i.e"} & set(near)):
            applied = False
        finite = noun == "lemma" or "finite" in words[max(first, number - 4) : end + 5]
        if noun in _NO_EVENT or (name.endswith("ffding") and noun == "lemma"):
            applied = False
        if name == "massart" and end == number + 1 and not noun:
            applied = False  # his constant
        if name == "massart" and end == number + 1 and finite:
            applied = False  # the lemma about finite classes bounds an expectation
        if name == "markov" and (not noun or _has_exponent(passage, first, last)):
            applied = False  # the exponential moment method is one event, however it is told
        if applied:
            kind = words[number - 1] if number > first else ""
            found.append(f"{kind} {name}" if kind in _UNIFORM else name)
            tied = tied or _is_tied(words, number, end, first, last)
        number = end
    if _has_unnamed(words, first, last, bool(found)):
        found.append(UNNAMED)
    return tuple(found), tied


def plain_name(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _joined(passage: Passage, number: int) -> bool:
    """Whether a word hangs at the one before: Azuma--Hoeffding."""
    between = passage.text[passage.end(number - 1) : passage.starts[number]]
    return between.strip(" ~\n{}$\\-–—/") == ""


def _is_applied(words: Sequence[str], number: int, end: int, first: int, last: int) -> bool:
    before = words[max(first, number - 3) : number]
    return bool(_BY & set(before[-2:])) or (end < last and words[end] in _DOES)


def _is_tied(words: Sequence[str], number: int, end: int, first: int, last: int) -> bool:
    """Whether the inequality is the statement referred to: "Hoeffding's inequality (Lemma 3)"."""
    behind = words[end : min(last, end + 8)]
    if REFERENCE in behind:
        between = behind[: behind.index(REFERENCE)]
        if {"(", "in", "of", "from", "cf", "see"} & set(between) and "and" not in between:
            return True
    before = words[max(first, number - 5) : number]
    return REFERENCE in before and "(" in before[before.index(REFERENCE) :]


def _has_exponent(passage: Passage, first: int, last: int) -> bool:
    text = passage.text[passage.starts[first] : passage.end(last - 1)]
    return any(part in text for part in _EXPONENT)


def _has_unnamed(words: Sequence[str], first: int, last: int, named: bool) -> bool:
    """Whether a sentence applies "a tail bound" or the like besides the inequalities it names."""
    for number in range(first + 1, last):
        if words[number] == "concentration" and not named and words[number - 1] in _CONCENTRATES:
            follows = words[number + 1 : number + 2]
            if not follows or follows[0] not in _NOUNS | _UNSAID:
                return True
        if words[number] in (
            "inequality",
            "inequalities",
            "bound",
            "bounds",
            "estimate",
            "theorem",
        ):
            before = words[max(first, number - 2) : number]
            if not (_GENERIC & set(before) or before == ["high", "probability"]):
                continue
            near = words[max(first, number - 6) : number]
            if not named or (
                "and" in near and not NAMES & set(map(plain_name, near[near.index("and") :]))
            ):
                return True
    return False
