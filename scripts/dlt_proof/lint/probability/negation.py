"""Whether a phrase is denied: \"without a union bound\", \"a union bound would be too weak\"."""

from __future__ import annotations

from collections.abc import Sequence

from ...latex.words import word_set
from .passages import Passage

_NO = word_set(
    "no without avoid avoids avoided avoiding unlike bypass bypasses bypassing circumvent "
    "circumvents circumventing skip skips skipping omit omits omitting ignore ignores ignoring "
    "neglect neglects neglecting nor suppress suppressing"
)
_NOT = word_set("not never cannot longer don't doesn't needn't isn't don’t doesn’t")
_NEED = word_set(
    "need needs needed use uses using used take takes taking taken require requires required "
    "requiring invoke invokes invoking apply applies applying rely relies relying resort "
    "perform make makes making appeal afford cost pay"
)
_ADDING = word_set("add sum union unionbound accumulate split divide account total")
_MAYBE = word_set("would could might")
_MEANS = word_set("by via using from through")
_TO_NOTHING = word_set(
    "needed required necessary used applicable possible enough taken tight sufficient avoided "
    "unnecessary superfluous omitted lossy wasteful too affordable"
)
_BEHIND = word_set("over across on of for in at argument here alone")
STOPS = frozenset(",.;:¶")


def is_negated(passage: Passage, number: int, end: int) -> bool:
    words = passage.words
    first, last = passage.sentence(number)
    before: list[str] = []
    for index in range(number - 1, max(first, number - 8) - 1, -1):
        if words[index] in STOPS:
            break
        before.insert(0, words[index])
    for index, word in enumerate(before):
        rest = before[index + 1 :]
        if word in _MAYBE or (word in ("rather", "instead") and rest[:1] in (["than"], ["of"])):
            return True
        if word in _NO and len(rest) <= (2 if word == "no" else 4) and not _MEANS & set(rest):
            return True
        if word in _NOT and (_NEED & set(rest[:3]) or (not rest and words[number] in _ADDING)):
            return True
    return _is_denied(words, end, last)


def _is_denied(words: Sequence[str], end: int, last: int) -> bool:
    """Whether what follows says that it is not used: "is not needed", "would be too weak"."""
    behind = []
    for index in range(end, min(last, end + 12)):
        if words[index] in STOPS:
            break
        behind.append(words[index])
    if behind[:1] in (["fails"], ["loses"]):
        return True
    if behind and behind[0] not in _BEHIND and behind[0] not in (
        *_MAYBE, "is", "are", "was", "cannot", "does", "not",
    ):  # fmt: skip
        return False
    for index, word in enumerate(behind):
        rest = behind[index + 1 : index + 3]
        if word in _MAYBE or (word == "cannot" and rest[:1] == ["be"]):
            return True
        if word in ("is", "are", "was") and rest:
            denied = rest[0] in (
                "avoided",
                "unnecessary",
                "superfluous",
                "omitted",
                "too",
                "lossy",
                "never",
            )
            return denied or (rest[0] == "not" and bool(_TO_NOTHING & set(rest[1:])))
        if word == "does" and rest[:1] == ["not"]:
            return rest[1:] != [] and rest[1] in ("suffice", "work", "apply", "help", "give")
    return False
