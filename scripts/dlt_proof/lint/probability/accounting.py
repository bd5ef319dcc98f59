"""How the words of a proof account for what may fail: a union bound under any of its names, a sum
of probabilities, the failure probability divided among the events.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from ...latex.words import word_set
from .formulas import probabilities
from .negation import STOPS, is_negated
from .passages import FORMULA, Passage
from .sums import adds_probabilities

_BOUNDS = word_set("bound bounds bounded bounding argument arguments")
_CHAINS = word_set("theorem inequality lemma technique method")
_EVENTS = word_set("event events failure failures complement complements")
_BAD = word_set("bad exceptional failure failing error")
_TAKING = word_set("take takes taking by via use using")
_LIKELY = word_set(
    "probability probabilities prob event events fail fails failure failures w.h.p whp w.p bad "
    "exceptional confidence"
)
_SUM = word_set(
    "sum sums summing summed add adds adding added total totals totaling totalling overall "
    "accumulate accumulates accumulated aggregate aggregated cumulative account accounts "
    "accounting"
)
_PRODUCT = word_set("multiply multiplying multiplied product")
_PAST = word_set("past before history previous earlier")
_TAILS = word_set("tails probabilities failures")
_FAILURE = word_set("failure failures fail fails failing")
_FAILURE_OF = word_set("error exceptional bad excluded discarded")
_OF_EVENTS = word_set("probability probabilities event events set sets mass measure")
_SEVERAL = word_set(
    "failure error exceptional bad these their two three four individual tail small all"
)
_ONE_OF = word_set("either any some one none both")
_DIVIDE = word_set(
    "allocate allocates allocating allocated split splits splitting divide divides dividing "
    "divided apportion apportioning rescale rescaling rescaled adjust adjusting adjusted "
    "readjusting redefine redefining"
)
_BUDGETED = word_set("failure confidence error probability")
_BUDGET = word_set("budget probability level parameter mass")
_MOMENT = 48  # words
_SHAPES = frozenset("{}()[]$")


def accounts(passage: Passage) -> bool:
    """Whether a proof adds up the failures of its events, in words or in formulas."""
    return any(
        not is_negated(passage, number, end) for number, end in _accounts_in_words(passage)
    ) or adds_probabilities(passage)


def is_union_bound(passage: Passage) -> bool:
    """Whether a statement is a union bound itself, or says that one is taken in it."""
    named = any(
        passage.words[number] in _NAMED and not is_negated(passage, number, end)
        for number, end in _accounts_in_words(passage)
    )
    return named or (
        ("\\sum" in passage.text or "+" in passage.text) and adds_probabilities(passage)
    )


def _accounts_in_words(passage: Passage) -> list[tuple[int, int]]:
    """Where the words account for failures: numbers of the first word and behind the last."""
    words = passage.words
    found = []
    for number, word in enumerate(words):
        reader = _READERS.get(word)
        if reader is None:
            continue
        first, last = passage.sentence(number)
        length = reader(passage, number, first, last)
        if length:
            found.append((number, number + length))
    return found


def _union(passage: Passage, number: int, first: int, last: int) -> int:
    words = passage.words
    following = words[number + 1 : last]
    if following[:1] and following[0] in _BOUNDS:
        return 2
    before = words[max(first, number - 3) : number]
    if following[:1] in (["over"], ["of"]):
        near = following[1:14]
        for index, word in enumerate(near):
            if word in STOPS:
                break
            if word in _EVENTS or (word in ("sets", "set") and near[index - 1] in _BAD):
                return 2
        if following[0] == "over" and (_TAKING & set(before) or before[-1:] == ["a"]):
            return 2 if is_about_likelihood(passage, 0, last) else 0
    if before[-1:] == ["by"] or before[-2:] == ["by", "the"]:
        return int(is_about_likelihood(passage, first, last))
    if before[-2:] == ["bound", "the"] or before[-2:] == ["bounding", "the"]:
        return int(is_about_likelihood(passage, first, last))
    return 0


def _subadditive(passage: Passage, number: int, first: int, last: int) -> int:
    words = passage.words
    following = words[number + 1 : last]
    if following[:1] != ["of"]:
        return int(is_about_likelihood(passage, first, last))
    position = number + 2
    while position < last and words[position] in ("the", "a", "an", "outer"):
        position += 1
    if position < last and words[position] == FORMULA:
        found = passage.tokens(position)[:10]
        return 2 if any(True for _ in probabilities([*found, ("(", 0)])) else 0
    allowed = position < last and words[position].startswith(("probab", "measure", "law"))
    return 2 if allowed else 0


def _sub(passage: Passage, number: int, first: int, last: int) -> int:
    follows = passage.words[number + 1 : number + 2]
    if follows and follows[0].startswith("additiv"):
        length = _subadditive(passage, number + 1, first, last)
        return length + 1 if length else 0
    return 0


def _chained(passage: Passage, number: int, first: int, last: int) -> int:
    """A chaining argument, the generic chaining bound: it adds up over all links."""
    following = passage.words[number + 1 : last]
    return 2 * bool(following[:1] and following[0] in _BOUNDS | _CHAINS)


def _named(passage: Passage, number: int, first: int, last: int) -> int:
    return 1


def _inclusion(passage: Passage, number: int, first: int, last: int) -> int:
    return 2 if passage.words[number + 1 : number + 2] == ["exclusion"] else 0


def _summed(passage: Passage, number: int, first: int, last: int) -> int:
    """The total failure probability, failure probabilities that add up, probabilities summed."""
    words = passage.words
    if words[number] == "total" and words[number + 1 : number + 2] == ["probability"]:
        return 2
    behind = words[number + 1 : min(last, number + 11)]
    for index, word in enumerate(behind):
        if word in STOPS and word != ",":
            break
        if word in _FAILURE:
            return index + 2
        if word in _FAILURE_OF and set(behind[index + 1 : index + 2]) & _OF_EVENTS:
            return index + 2
        if word == "probabilities" and index < 6 and not {"with", "¤"} & set(behind[:index]):
            return index + 2
    if _TAILS & set(words[first:number]) and "probability" in words[number:last]:
        return 1
    before = words[max(first, number - 10) : number]
    for index in range(len(before) - 1, 0, -1):
        if before[index] in ("probabilities", "probability") and before[index - 1] in _SEVERAL:
            return 1
        if before[index] == "probabilities" and "of" in before[index + 1 : index + 2]:
            return 1
    return 0


def _multiplied(passage: Passage, number: int, first: int, last: int) -> int:
    """Multiply the probabilities of independent events."""
    near = set(passage.words[max(first, number - 8) : min(last, number + 8)])
    return int(bool({"probabilities", "likelihoods"} & near))


def _whatever(passage: Passage, number: int, first: int, last: int) -> int:
    """However the past went, each step fails with some probability, so all do with its power."""
    words = passage.words
    behind = words[number + 1 : min(last, number + 5)]
    if not _PAST & set(behind) or not is_about_likelihood(passage, first, last):
        return 0
    later = words[last : last + _MOMENT]
    powers = any(pair == ("at", "most") for pair in pairwise(later)) and "probability" in later
    return int(powers)


def _one_of(passage: Passage, number: int, first: int, last: int) -> int:
    """The probability that either fails is at most; any of them fails with probability."""
    words = passage.words
    before, behind = (
        words[max(first, number - 5) : number],
        words[number + 1 : min(last, number + 22)],
    )
    if "probability" in before and "that" in before and before[-1] in ("that", "least", "not"):
        if words[number] == "both" and "and" not in behind:
            return 0
        return int(
            bool({"most", "bounded", "less", "least", "exceed", "sum", "exceeds"} & set(behind))
        )
    if "with" in behind and {"fails", "fail", "occurs", "violated"} & set(behind):
        place = behind.index("with")
        return int(
            behind[place + 1 : place + 2] == ["probability"] and "least" not in behind[place:]
        )
    return 0


def _divided(passage: Passage, number: int, first: int, last: int) -> int:
    words = passage.words
    for index in range(number + 1, min(last, number + 5)):
        if words[index] == FORMULA:
            found = passage.tokens(index)
            names = [token for token, _ in found[:4] if token not in _SHAPES]
            return index + 1 - number if names[:1] == [r"\delta"] else 0
        if (
            words[index] in _BUDGETED
            and words[index + 1 : index + 2]
            and words[index + 1] in _BUDGET
        ):
            return index + 2 - number
    return 0


def _expected(passage: Passage, number: int, first: int, last: int) -> int:
    """The first moment method: the expected number of bad things is small, so there is none."""
    words = passage.words
    if words[number + 1 : number + 3] != ["number", "of"]:
        return 0
    behind = words[number + 3 : number + _MOMENT]
    none = {"markov", "markov's", "none", "zero", "positive", "no", "moment"} & set(behind)
    return 3 if none and is_about_likelihood(passage, 0, len(words)) else 0


def _intersection(passage: Passage, number: int, first: int, last: int) -> int:
    """The intersection of finitely many events of probability `1-o(1)` has such a probability."""
    words = passage.words
    behind = words[number + 1 : min(last, number + 25)]
    verb = next((i for i, w in enumerate(behind) if w in ("has", "holds", "occurs", "happens")), 0)
    if behind[:1] != ["of"] or not verb or not {"events", "them"} & set(behind[:verb]):
        return 0
    said = {"probability", "w.h.p", "whp", "high"} & set(behind[verb:])
    vague = not any(
        r"\delta" in {token for token, _ in passage.tokens(n)}
        for n in range(number, last)
        if words[n] == FORMULA
    )
    return 1 if said and vague else 0


def _budget(passage: Passage, number: int, first: int, last: int) -> int:
    return int(number > first and passage.words[number - 1] in _BUDGETED)


_Reader = Callable[[Passage, int, int, int], int]
_READERS: dict[str, _Reader] = {
    "union": _union, "unionbound": _named, "unioning": _named, "boole": _named, "boole's": _named,
    "boole’s": _named, "bonferroni": _named, "bonferroni's": _named, "bonferroni’s": _named,
    "inclusion": _inclusion, "sub": _sub, "subadditivity": _subadditive,
    "subadditive": _subadditive, "expected": _expected, "budget": _budget,
    "intersection": _intersection, "chaining": _chained,
    "whatever": _whatever, "regardless": _whatever, "independently": _whatever,
    **dict.fromkeys(_PRODUCT, _multiplied), **dict.fromkeys(_SUM, _summed),
    **dict.fromkeys(_DIVIDE, _divided), **dict.fromkeys(_ONE_OF, _one_of),
}  # fmt: skip
_NAMED = (
    frozenset(_READERS)
    - _SUM
    - _DIVIDE
    - _ONE_OF
    - _PRODUCT
    - {"expected", "whatever", "regardless", "independently"}
)


def is_about_likelihood(passage: Passage, first: int, last: int) -> bool:
    words = passage.words
    first = max(first, last - 400)
    if _LIKELY & set(words[first:last]):
        return True
    for number in range(first, last):
        if words[number] == FORMULA and any(True for _ in probabilities(passage.tokens(number))):
            return True
    return False
