"""Whether a proof says that there is only one event, which needs no accounting."""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from .negation import is_negated
from .passages import Passage

_ONE = word_set("event application invocation use appeal inequality bound source statement")
_ONLY = word_set(
    "event events random randomness concentration tail applied application invoked invocation"
)
_PROBABLE = word_set("probabilistic random stochastic high event source randomness use")
_REST = word_set("rest remainder everything else follows remaining steps argument proof remains")


def says_single(passage: Passage) -> bool:
    """Whether a proof says that there is only one event, or nothing random besides."""
    words = passage.words
    for number, word in enumerate(words):
        if word in ("single", "only", "just", "sole", "once", "deterministic", "same", "no"):
            first, last = passage.sentence(number)
            if _says_one(words, number, first, last) and not is_negated(
                passage, number, number + 1
            ):
                return True
    return False


def _says_one(words: Sequence[str], number: int, first: int, last: int) -> bool:
    word = words[number]
    behind = words[number + 1 : min(last, number + 7)]
    before = words[max(first, number - 9) : number]
    if word == "single":
        return bool(_ONE & set(behind[:5]))
    if word in ("only", "just", "sole"):
        if behind[:1] in (["one"], ["once"]) or behind[:2] == ["a", "single"]:
            return bool((_ONLY | {"inequality", "bound", "probabilistic"}) & {*behind, *before})
        return before[-1:] == ["the"] and bool(_PROBABLE & set(behind[:3]))
    if word == "once":
        return before[-1:] in (["exactly"], ["only"], ["just"]) and bool(_ONLY & set(before))
    if word == "deterministic":
        return bool(_REST & set(words[max(first, number - 25) : number]))
    if word == "same":
        return behind[:1] == ["event"] and bool({"on", "under", "the", "one"} & set(before[-3:]))
    return behind[:1] in (["further"], ["other"], ["additional"], ["more"], ["second"]) and bool(
        {"randomness", "random", "probability", "event", "events", "failure", "concentration"}
        & set(behind[1:3])
    )
