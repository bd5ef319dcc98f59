"""What else a passage says of chance: events, tails, expectations, results that stand elsewhere."""

from __future__ import annotations

from bisect import bisect_right

from ...latex.words import word_set
from ...patterns import pattern
from .conclusions import is_supposed
from .failures import expression, varies
from .formulas import LESS, RELATIONS, may_have_probability, probabilities
from .inequalities import NAMES, plain_name
from .mention import PROBABILITY_WORDS, Mention
from .passages import CITATION, FORMULA, Passage

_UNLABELLED = word_set(
    "theorem lemma proposition result corollary theorems lemmas propositions results "
    "corollaries discussion analysis section"
)
_ELSEWHERE = word_set(
    "supplementary supplement appendix appendices omitted deferred postponed elsewhere section "
    "sections"
)
_EARLIER = word_set(
    "previous preceding above last following next main first second earlier foregoing"
)
_RANDOM = (
    "event", "random", "independen", "i.i.d", "expectation", "expected", "varianc", "martingale",
    "supermartingale", "submartingale", "gaussian", "subgaussian", "conditional", "stochastic",
    "moment", "uniform", "distribut", "rank", "mean", "tail", "deviat", "lipschitz", "draw",
    "median", "binomial", "poisson", "geometric", "exponential", "exchangeab", "coin", "toss",
    "fluctuat", "concentrat",
)  # fmt: skip
# What is shown by computing is an event without a name.
_EXPONENTIAL_MOMENT = pattern(
    r"(?:\\E(?:E|x)?(?![a-zA-Z])|\\mathbb\s*\{?\s*E\}?|\\math(?:bf|rm)\{E\}|\\operatorname\{E\})"
    r"(?:\s|\\(?:left|[bB]igg?l?)(?![a-zA-Z])|[\[({]|\\[{,!]|_\{[^{}]*\}|_[a-zA-Z])*(?:e\^|\\exp\b)"
)
_PROBABLE = word_set(
    "martingale self-normalised self-normalized normalised normalized gaussian sub subgaussian "
    "deviation tail maximal matrix bayes"
)
_TOOLS = word_set("bound bounds inequality inequalities lemma theorem estimate estimates")
_SOURCES = NAMES | word_set(
    "davidson szarek siegmund donsker varadhan gordon slepian dudley sudakov fernique rudelson "
    "vershynin latala bandeira khintchine rosenthal burkholder marcinkiewicz berry esseen "
    "lindeberg catoni mcallester seeger mendelson koltchinskii giné prohorov lévy milman borel "
    "cantelli pac vc gaussian tail tails quantile quantiles binomial poisson beta multinomial "
    "rademacher symmetrisation symmetrization chaining"
)
_DRAWN = word_set(
    "independent i.i.d iid random martingale gaussian subgaussian binomial bernoulli rademacher "
    "exchangeable copies draws supermartingale"
)
_EXPECTATIONS = (
    "\\E",
    "\\mathbb{E}",
    "\\mathbb E",
    "\\mathbf{E}",
    "\\Var",
    "\\mathrm{Var}",
    "\\Ex",
)


def introduces_variables(passage: Passage) -> bool:
    """Whether a statement is about any random variables with some property, as a tool is."""
    words = passage.words
    for number, word in enumerate(words):
        if word in ("let", "suppose", "assume", "for", "if", "given"):
            _, last = passage.sentence(number)
            near = words[number + 1 : min(last, number + 25)]
            if near[:1] == [FORMULA] and _DRAWN & set(near):
                return True
            if _DRAWN & set(near[:4]) and FORMULA in near[:8]:
                return True
    return False


def names_source(passage: Passage) -> bool:
    """Whether it names an inequality about probability, one who has a theorem about it, or an
    expected number."""
    words = passage.words
    if "E" in passage.text and _EXPONENTIAL_MOMENT.search(passage.text):
        return True
    return any(
        plain_name(word) in _SOURCES
        or (word == "expected" and words[number + 1 : number + 2] == ["number"])
        or (word == "generating" and words[number + 1 : number + 2] == ["function"])
        or (word in _TOOLS and _PROBABLE & set(words[max(0, number - 2) : number]))
        for number, word in enumerate(words)
    )


def points_elsewhere(passage: Passage) -> bool:
    """Whether it draws on a source or a result that carries no label here."""
    words = passage.words
    if CITATION in words:
        return True
    for number, word in enumerate(words):
        if word in _ELSEWHERE:
            return True
        if word in _UNLABELLED:
            if number and words[number - 1] in _EARLIER:
                return True
            if words[number + 1 : number + 2] and words[number + 1].isdigit():
                return True
    return False


def speaks_of_chance(passage: Passage) -> bool:
    """Whether anything in the proof is random, a bare conclusion and its probability apart."""
    return any(word.startswith(_RANDOM) for word in passage.words) or any(
        sign in passage.text for sign in _EXPECTATIONS
    )


def computes_probability(passage: Passage) -> bool:
    """Whether a formula has a probability, or the words speak of an event or its probability."""
    words = passage.words
    if "w.h.p" in passage.text or "w.p." in passage.text:
        return True
    for number, word in enumerate(words):
        if word in ("event", "events", "fails", "fail", "failure"):
            return True
        if word in PROBABILITY_WORDS:
            following = words[number + 1 : number + 3]
            of_what = following[:1] in (["that"], ["of"]) and following[1:] != ["at"]
            if of_what or words[number - 1] == "in":
                return True
        elif word == FORMULA:
            content = passage.text[passage.starts[number] : passage.end(number)]
            if may_have_probability(content) and any(
                True for _ in probabilities(passage.tokens(number))
            ):
                return True
        elif word.startswith("exchangeab") or (
            word == "fraction" and words[number + 1 : number + 2] == ["of"]
        ):
            return True
    return False


def bounds_tail(passage: Passage) -> bool:
    """Whether a statement bounds a probability by something small, and does not only suppose so.

    A constant is no event to be added up: it is amplified.
    """
    for start, end in passage.displays():
        if not may_have_probability(passage.text[start:end]):
            continue
        found = passage.tokens_of(start, end)
        for _, _, behind in probabilities(found):
            limit = min(len(found), behind + 200)
            place = next((i for i in range(behind, limit) if found[i][0] in RELATIONS), None)
            if place is None or found[place][0] not in LESS:
                continue
            word = bisect_right(passage.starts, start) - 1
            bound = found[place + 1 : expression(found, place + 1)]
            if varies(bound) and not is_supposed(passage, Mention(word, start, end, "")):
                return True
    return False
