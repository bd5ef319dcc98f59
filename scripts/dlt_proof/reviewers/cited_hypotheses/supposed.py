"""Which words of a statement suppose something: its hypotheses, as against what it concludes.

In doubt words conclude. Not here: what is supposed (`asked`).
"""

from collections.abc import Iterator, Sequence

from ...latex.words import word_set
from ..reading import REFERENCE
from ..sentences import FORMULA, Sentence

_ALL_OF_IT = word_set(
    "let suppose assume fix consider given take throughout recall denote write set put define"
)
_UP_TO_COMMA = word_set(
    "under if when whenever for assuming provided supposing with in as among on of over given"
)
_SUBJECT = word_set("every any each a an all")
_CONCLUDES = word_set("then")
_CONCLUDING = (
    ("we", "have"), ("it", "holds"), ("one", "has"), ("there", "exists"), ("there", "exist"),
    ("there", "is"), ("we", "get"), ("we", "obtain"), ("it", "follows"), ("the", "following"),
    ("with", "probability"), ("almost", "surely"),
)  # fmt: skip
#: These conclude only where nothing before them lets or supposes: "with $X \\le Y$ almost surely".
_ALSO_SUPPOSED = (("with", "probability"), ("almost", "surely"))
_GOES_ON = word_set("and every all any each where with or let let's that is are suppose assume")
_VERBS = word_set(
    "has have satisfies satisfy is are admits admit obeys obey converges converge can "
    "attains lies takes "
    "contains fulfils holds"
)
_BEHIND = word_set("if whenever provided assuming when")

Range = tuple[int, int]


def suppositions(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, int, int]]:
    """The suppositions of a statement: the sentence, and its words as `supposed_ranges` gives them.

    A list behind "such that" or a colon is supposed too, up to the sentence that concludes.
    """
    listing = False
    for sentence in sentences:
        words = sentence.words
        if listing and words[0] not in _CONCLUDES and words[0] not in _UP_TO_COMMA:
            yield sentence, 0, len(words)
            continue
        ranges = list(supposed_ranges(sentence))
        for first, last in ranges:
            yield sentence, first, last
        whole = bool(ranges) and ranges[-1][1] == len(words)
        listing = whole and words[-1] in (":", "that", "conditions", "following", "hold", "where")


def supposed_ranges(sentence: Sentence) -> Iterator[Range]:
    """The numbers of the first word and of the one behind the last of each supposition."""
    words = sentence.words
    first = 1 if words[0] in ("moreover", "furthermore", "also", "further", "finally") else 0
    first += len(words) > first and words[first] in (",", "we")
    if first >= len(words):
        return
    cut = first
    word = words[first]
    if word in _ALL_OF_IT:
        cut = _conclusion(words, first, supposing=True)
        yield first, cut
    elif word in _UP_TO_COMMA and tuple(words[first : first + 2]) not in _CONCLUDING:
        then = _conclusion(words, first)
        cut = then if then < len(words) else _comma(words, first)
        yield first, cut
    elif word in _SUBJECT:
        cut = next((n for n in range(first, len(words)) if words[n] in _VERBS), first)
        yield first, cut
    for place in range(cut + 1, len(words)):
        if words[place] in _BEHIND and words[place - 1] not in ("only", "iff", "and"):
            if "only" in words[place + 1 : place + 5]:
                break
            yield place, len(words)
            break


def _conclusion(words: Sequence[str], first: int, *, supposing: bool = False) -> int:
    for place in range(first + 1, len(words)):
        pair = tuple(words[place : place + 2])
        if supposing and pair in _ALSO_SUPPOSED:
            continue
        if words[place] in _CONCLUDES or pair in _CONCLUDING:
            return place
    return len(words)


def _comma(words: Sequence[str], first: int) -> int:
    """The comma behind a supposition; where there is none, all of the sentence supposes nothing."""
    for place in range(first + 1, len(words) - 1):
        if words[place] == "," and words[place + 1] in _ALL_OF_IT:
            return len(words)  # "Under Assumption 1, let …"
        if words[place] != "," or words[place + 1] in _GOES_ON:
            continue
        listed = words[place + 1] == FORMULA and words[place + 2 : place + 3] in ((",",), ("and",))
        if listed and place + 3 < len(words) - 1:
            continue  # "For $x$, $y$ and $z$, …"
        return place
    if words[first] == "under":  # "Under Assumption 1 the map is …"
        named = [n for n in range(first, min(len(words), first + 9)) if words[n] == REFERENCE]
        return named[-1] + 1 if named else first
    return first
