"""How a piece of text names statements: by a reference, by a number, by a title.

"Proof of Theorems 2 and~\\ref{thm:b}" names two. Not here: which statement is meant (`proofs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import patterns
from ..patterns import beginning_words, pattern
from ..records.record import Record
from .keys import CITATION, REFERENCES
from .model import Key, Span
from .ranges import RANGES
from .theorems import kind_of_name, plain_words
from .words import word_set


class Named(Record):
    """A statement as a text names it.

    Args:
        kind: theorem, lemma, … as the text says, None where it does not.
        how: `label`, `range`, `number` or `title`.
        value: the label, the labels at the two ends of a range, the number as printed, or the
            words of the title in lower case.
    """

    kind: str | None
    how: str
    value: str


_SHORT = {
    "thm": "theorem", "thms": "theorem", "th": "theorem", "thrm": "theorem", "theo": "theorem",
    "lem": "lemma", "lems": "lemma", "lma": "lemma", "lemmata": "lemma",
    "prop": "proposition", "props": "proposition", "cor": "corollary", "cors": "corollary",
    "clm": "claim", "satz": "theorem",
}  # fmt: skip
_WITH_KEYS = pattern(
    r"\\(?P<name>[a-zA-Z@]+)\*?(?:\s*\[[^\[\]]*\]){0,2}\s*\{[^{}]*\}|\\hyperref\s*\[[^\]]*\]"
)
_CONTROL = pattern(r"\\(?:[a-zA-Z@]+\*?|.)|[{}$~]", patterns.DOTALL)
_ONE = (
    r"\(?(?:[A-Z]{1,2}\s?\.\s?)?\d+(?:\s?\.\s?\d+)*[a-z]?[’']?\)?|\(?(?:[A-Z]|[IVX]+)(?![\w’'])\)?"
)
_NUMBERS = pattern(
    rf"(?<![^\W\d_])(?P<word>[^\W\d_]{{2,}}+)\.?\s*(?P<list>(?:{_ONE})(?:\s*(?:,|;|and|und|et|&|-+|–|(?:to|through|bis)(?=[\s(]*(?:[A-Z]\s?\.\s?)?\d))+\s*(?:{_ONE}))*)"
)
# What a range of numbers has between its ends.
_TO = pattern(r"(?:-|–|to|through|bis)\s*\Z")
_COUNT = pattern(r"(?P<before>(?:[A-Z]\.|\d+\.)*)(?P<count>\d{1,4})")
_LONGEST_RANGE = 50
_MAY_NUMBER = pattern(r"[^\W\d_]{2}[.}]?[\s~${(\\]+(?:[A-Z]{0,2}\s?\.?\s?\d|[A-Z])")
_NUMBER = pattern(_ONE)
_OF_ANOTHER_WORK = pattern(r"[\s~,()]*(?:(?:in|of|from|by|see)\b[\s~(]*)?\\[a-zA-Z]*[cC]ite")
# "Lemma 1 of the book of Kato", "Kato's Lemma 1", "\cite[Lemma 1]{k}".
_OF_OTHERS = pattern(
    r"[\s~,]*(?:of|in|from)[\s~]+(?:(?:the|his|her|their|a)[\s~]+(?!(?:main|present|full|current)\b)(?:\w+[\s~]+)?(?:books?|papers?|monographs?|articles?|textbooks?|thesis|work)\b"
    r"|(?!(?:Section|Appendix|Appendices|Chapter|Part|Supplement|Sect?|App|Chap|Subsection|Table|Figure|Algorithm|Theorem|Lemma|Proposition|Corollary)\w*)[A-Z][a-z]+)"
)
_OTHERS = pattern(r"\b(?!It|There|Here|That|What|Let)[A-Z][a-z]+['’]s?[\s~]+[^\W\d_]+\.?[\s~]*\Z")
_IN_CITATION = pattern(r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?\s*(?:\[[^\[\]]*\]\s*)?\[[^\[\]]*\Z")
# `\lean{Lemma28}` of a blueprint names a declaration.
_IN_NAME = pattern(r"\\(?:lean|uses|proves|label)\s*\{[^{}]*\Z")
_NUMBERED_KIND = pattern(
    "(?:"
    + beginning_words(
        "theorem",
        "thm",
        "lem(?:m[ae])?",
        "prop(?:osition)?",
        "cor(?:ollar)?",
        "claim",
        "satz",
        "hilfssatz",
        "definition",
        "assumption",
    )
    + r"|T(?<!\wT)HEOREM|L(?<!\wL)EMMA)[a-z]*\.?[\s~${(\\]*(?:[A-Z]{1,2}\s?\.\s?)?(?=\d)"
)
# Behind these a title says what something is proved with.
_TOOLS = pattern(r"\b(?:using|from|assuming|given|via|by|with|based\s+on|modulo|through)\b")
_WORD = pattern(r"[^\W\d_]+(?:[-–][^\W\d_]+)*|\d+")
#: Words of a title that identify nothing.
_WEAK = word_set(
    "proof proofs of the a an and for in on to our this that its with text body restated "
    "restatement statement theorem lemma proposition corollary claim result results full formal "
    "complete detailed version informal first second part sketch idea outline section appendix "
    "above below following from here as is are s"
)


def kind_of_word(word: str) -> str | None:
    """The kind a word means, `Thm` and `Lemmas` included."""
    lower = word.lower().rstrip(".")
    return _SHORT.get(lower) or (kind_of_name(word) if len(lower) > 3 else None)


def named_in(text: str, keys: Sequence[Key], start: int) -> Iterator[tuple[int, Named]]:
    """The statements that a piece of masked text names by reference or number, by place.

    Args:
        text: the piece.
        keys: the references in it.
        start: its offset in the file.

    Returns:
        Offsets in the file and what is named there.
    """
    found = [(key.span.start, Named(None, "label", key.key)) for key in keys]
    found += [
        (k.span.start, Named(None, "range", f"{k.key},{k.through}")) for k in keys if k.through
    ]
    plain = without_markup(text) if _MAY_NUMBER.search(text) else ""
    for match in _NUMBERS.finditer(plain):
        kind = kind_of_word(match["word"])
        if kind is None:
            continue
        if _OF_ANOTHER_WORK.match(text, match.end()):
            continue
        for number in _NUMBER.finditer(match["list"]):
            value = patterns.sub(r"[\s()]", "", number.group())
            place = start + match.start("list") + number.start()
            before = match["list"][: number.start()]
            if _TO.search(before) and found and found[-1][1].how == "number":
                inner = _between(found[-1][1].value, value)
                found += [(place, Named(kind, "number", passed)) for passed in inner]
            found.append((place, Named(kind, "number", value)))
    return iter(sorted(found))


def _between(first: str, last: str) -> list[str]:
    """The numbers strictly between two: 2.4 and 2.5 between 2.3 and 2.6."""
    one, other = _COUNT.fullmatch(first), _COUNT.fullmatch(last)
    if one is None or other is None or one["before"] != other["before"]:
        return []
    begin, end = int(one["count"]), int(other["count"])
    return [f"{one['before']}{n}" for n in range(begin + 1, min(end, begin + _LONGEST_RANGE))]


def numbered(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Named]]:
    """The statements that a long text names by number, looked for around the words alone."""
    end = len(text) if end is None else end
    done = start
    for match in _NUMBERED_KIND.finditer(text, start, end):
        if match.start() < done:
            continue
        first, last = match.start(), min(end, match.end() + 80)
        for place, name in named_in(text[first:last], (), first):
            done = max(done, place + len(name.value))
            if not _is_of_others(text, place, place + len(name.value)):
                yield place, name


def _is_of_others(text: str, start: int, end: int) -> bool:
    """Whether a number, at two offsets, is that of a statement of another work."""
    before = text[max(0, start - 100) : start]
    return bool(
        _OF_OTHERS.match(text, end)
        or _OTHERS.search(before)
        or _IN_CITATION.search(before)
        or _IN_NAME.search(before)
    )


def without_markup(text: str) -> str:
    """Masked text with references, citations and commands blanked, length kept."""
    text = _WITH_KEYS.sub(_blank_keys, text)
    return _CONTROL.sub(lambda match: " " * len(match.group()), text)


def _blank_keys(match: patterns.Match[str]) -> str:
    name = match["name"]
    keyed = name is None or name in REFERENCES or name in RANGES or name == "label"
    if keyed or CITATION.fullmatch(name):
        return " " * len(match.group())
    return match.group()


def title_words(text: str) -> tuple[str, ...]:
    """The words of a title that identify something, in lower case, without citations."""
    plain = plain_words(without_markup(text))
    return tuple(word for word in _WORD.findall(plain) if word not in _WEAK)


def before_tools(text: str, title: Span) -> Span:
    """What a title says is proved, up to what it is proved with: "Proof of Theorem 1" in "…, using
    Lemma 2".

    Args:
        text: the masked text of the file.
        title: of a proof, or a heading over one.
    """
    tools = _TOOLS.search(text, title.start, title.end)
    return title._replace(end=tools.start()) if tools else title
