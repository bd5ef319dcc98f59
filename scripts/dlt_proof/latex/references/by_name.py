"""References in words: "the previous lemma", "the discrete Gronwall inequality", "by (3)".

Tells where such words stand and what they say; which lemma is meant only the whole document can
tell (rule R23).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ... import patterns
from ...patterns import pattern
from ..model import FileView
from ..naming import title_words, without_markup
from ..words import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A word boundary in front would be tried at every character: it is looked for behind the first.
_LEMMA = pattern(r"[Ll](?<!\w[Ll])emm(?:as?|ata)\b")
# What stands before the word, and what may not stand behind it.
_LOOSE = pattern(
    r"\b(?:above|previous|preceding|last|foregoing|this|that|these|those|both|all|latter|former|the"
    r"|our)\s+(?:(?:two|three|four|auxiliary|technical|key)\s+){0,2}\Z",
    patterns.IGNORECASE,
)
_NUMBERED = pattern(r"\s*~?\s*(?:\\[a-zA-Z]*ref|\d)")
# "the lemma of Zorn", "the lemma in \cite{k}".
_OF_OTHERS = pattern(
    r"[\s~]*(?:of|due\s+to|by|from|in)[\s~]+(?:[A-Z][a-z]+|\\[a-zA-Z]*[cC]ite|(?:the\s+)?(?:book|paper|monograph|article|textbook)\b)"
)
_NEXT = pattern(
    r"\b(?:from|by|using|via|with|uses?|apply|applying|needs?|require|and)\s+(?:\w+\s+){0,5}?"
    r"(?:the\s+)?(?:following|next)\s+(?:\w+\s+){0,2}?\Z",
    patterns.IGNORECASE,
)
_TITLED = pattern(r"(?:[^\W\d_][\w'’-]*\s+){1,4}\Z")
#: What classical results, and lemmas called like them, are called.
_CALLED = pattern(
    r"(?:inequalit(?:y|ies)|theorem|bounds?|identity|principle|formula|estimate|criterion|property|decomposition|trick"
    r"|argument|law|recursion|expansion|comparison|claim|fact|duality|representation|dichotomy|method)\b"
)
_WORDS_BEFORE = pattern(r"(?:[^\W\d_][\w'’-]*[\s~]+){1,2}\Z")
_NAME_BEHIND = pattern(r"[\s~]+(?:of|due\s+to)[\s~]+(?P<name>[A-Z][\w-]+)")
_BARE_NAME = pattern(
    r"[BbUuVvFfAaIi](?<!\w.)(?:y|sing|ia|rom|nd|nvoking|pplying)[\s~]+(?P<name>[A-Z][a-z][\w-]+)(?=[\s~]*[,.;:)]|\s+(?:we|and|to|with|in|this|it|the)\b)"
)
_PREVIOUS_RESULT = pattern(
    r"[PpFfla](?<!\w.)(?:revious|receding|ast|oregoing|bove)[\s~]+(?:\w+\s+)?(?:results?|statements?|facts?|assertions?|observations?|propert(?:y|ies))\b"
    r"|j(?<!\w.)ust[\s-]+(?:proved|proven|shown|established|stated)\b"
)
_JUST_PROVED = pattern(
    r"\b(?:results?|statement|fact|what|lemma)[\s~]+(?:(?:that|we|have|was|has|been)\s+)*\Z"
)
_EQUATION_NUMBER = pattern(r"\((?P<number>\d{1,3})\)")
_NAMES_EQUATION = pattern(
    r"\b(?:[Bb]y|[Ff]rom|[Uu]s(?:e|ing)|[Ii]n|[Aa]nd|[Ww]ith|[Oo]f|[Ss]ee|[Vv]ia|into|[Tt]o|[Cc]ombining|[Aa]pplying|[Ee]qs?\.|[Ee]quations?|[Ii]nequalit(?:y|ies)|bounds?|estimate|display|formula)[\s~]*\Z"
)
_NUMBERED_DISPLAYS = word_set(
    "equation multline gather align alignat flalign eqnarray IEEEeqnarray dmath"
)
_ROW = pattern(r"\\\\|\\cr(?![a-zA-Z])")
_NO_NUMBER = pattern(r"\\(?:nonumber|notag|IEEEnonumber|tag)(?![a-zA-Z])")
_ONE_NUMBER = word_set("equation multline dmath")
#: Words of titles that tell no lemma from another.
_GENERIC = word_set(
    "inequality inequalities bound bounds lemma form version estimate identity principle formula "
    "property discrete continuous simple basic general elementary standard classical useful "
    "technical auxiliary main key upper lower"
)
_MOST_PLACES = 6
#: Begins words all of which are generic: they mean only a title that ends with just these.
_WHOLE = "="
_BETWEEN_WORDS = pattern(r"[^\w'’]+")


def words_of_lemmas(view: FileView, words: str) -> Iterator[tuple[Any, ...]]:
    """Where a file speaks of lemmas in words.

    Args:
        view: the file.
        words: its masked text, formulas blanked.

    Returns:
        Tuples that begin with what they are and an offset: `loose` ("the lemma"; whether several),
        `next` ("the following lemma"), `titled` (words before "lemma"), `called` (words before
        "inequality" and the like, and that word), `result` ("the previous result"), `equation`
        (a printed number), `display` (a display; how many numbers it has).
    """
    text = view.masked
    if "emma" in text or "EMMA" in text:
        yield from _lemmas(words)
    yield from _titles_said(view, words)
    called: dict[tuple[str, ...], int] = {}
    for match in _CALLED.finditer(words):
        place = match.start()
        before = _WORDS_BEFORE.search(words, max(0, place - 50), place)
        said = title_words(before.group()) if before else ()
        if behind := _NAME_BEHIND.match(words, match.end()):
            said = (*said, behind["name"].lower())
        telling = tuple(word for word in said if word not in _GENERIC)
        said = (*telling, match.group()[:6]) if telling else (_WHOLE, *said, match.group())
        if len(said) > 1 + (not telling) and called.setdefault(said, 0) < _MOST_PLACES:
            called[said] += 1
            yield ("called", place, said)
    for match in _BARE_NAME.finditer(words):
        name = (match["name"].lower(), "")
        if called.setdefault(name, 0) < _MOST_PLACES:
            called[name] += 1
            yield ("called", match.start(), name)
    for match in _PREVIOUS_RESULT.finditer(words):
        place = match.start()
        if match.group()[0] != "j" or _JUST_PROVED.search(words, max(0, place - 40), place):
            yield ("result", place)
    for match in _EQUATION_NUMBER.finditer(words):
        place = match.start()
        if _NAMES_EQUATION.search(words, max(0, place - 20), place):
            yield ("equation", place, int(match["number"]))
    for formula in view.formulas:
        if formula.display and formula.environment in _NUMBERED_DISPLAYS:
            body = text[formula.body.start : formula.body.end]
            rows = 1
            if formula.environment not in _ONE_NUMBER:
                rows += len(_ROW.findall(body.rstrip().rstrip("\\")))
            rows -= len(_NO_NUMBER.findall(body))
            yield ("display", formula.span.start, max(0, rows))


def _titles_said(view: FileView, words: str) -> Iterator[tuple[object, ...]]:
    """Where a file says the title of a lemma of its own: "by the key recursion"."""
    titles: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for statement in view.statements:
        if statement.kind == "lemma" and statement.environment.option:
            title = _plain(without_markup(statement.environment.option))
            if len(title) > 1 and title_words(" ".join(title)):
                span = statement.environment.span
                titles.setdefault(title, []).append((span.start, span.end))
    if not titles:
        return
    beginnings = {(title[0], title[1]) for title in titles}
    plain = _plain(words)
    often = Counter(filter(beginnings.__contains__, pairwise(plain)))
    for title, own in titles.items():
        if often[title[0], title[1]] > len(own):
            said = patterns.compiled(
                r"\b" + r"[\s~-]+".join(map(patterns.escape, title)) + r"(?:s|es)?\b",
                patterns.IGNORECASE,
            )
            for match in said.finditer(words):
                if not any(start <= match.start() < end for start, end in own):
                    yield ("titled", match.start(), title_words(" ".join(title)))


def _plain(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, compound words taken apart."""
    return tuple(_BETWEEN_WORDS.sub(" ", text.lower()).split())


def _lemmas(words: str) -> Iterator[tuple[object, ...]]:
    for match in _LEMMA.finditer(words):
        place = match.start()
        before = words[max(0, place - 80) : place]
        own = not _NUMBERED.match(words, match.end()) and not _OF_OTHERS.match(words, match.end())
        if own and _LOOSE.search(before):
            yield ("loose", place, match.group()[-1] != "a" or "ta" in match.group())
        if _NEXT.search(before):
            yield ("next", place)
        titled = _TITLED.search(before)
        if titled and (said := title_words(titled.group())):
            yield ("titled", place, said)


def is_called(title: str, said: tuple[str, ...]) -> bool:
    """Whether the words of a `called` mean a lemma with a title.

    Args:
        title: of the lemma.
        said: identifying words, and the beginning of the noun that they stand with.
    """
    if said[0] == _WHOLE:
        return _plain(title)[-len(said) + 1 :] == said[1:]
    own = title_words(title)
    noun = said[-1]
    if noun and not any(word.startswith(noun) for word in own):
        return False
    if not noun:  # "by Gronwall": only where the title says whose result it is
        return bool(
            patterns.search(rf"\b{patterns.escape(said[0])}(?:['’]s?|s?['’])\s", title.lower())
        )
    named = {_stem(word) for word in own if word not in _GENERIC and not word.startswith(noun)}
    return bool(named & {_stem(word) for word in said[:-1]})


def _stem(word: str) -> str:
    return patterns.sub(r"['’]s?\Z", "", word)
