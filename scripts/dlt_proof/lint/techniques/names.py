"""Which catalogued names stand in a text, whether or not they mean the technique there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache

from ...catalogue import TechniqueIndex, fold
from ...catalogue.names import ELLIPSIS, is_abbreviation, without_accents
from ...catalogue.table import SHORT, Row
from ...latex.letters import FILLER
from ...latex.words import word_set
from ...patterns import pattern
from ...records.record import Record
from .tokens import Token

_WORD = pattern(r"[^\W_]+")
#: Blanks the bytes of ASCII characters that are in no word.
_BETWEEN_WORDS = bytes(b if b > 127 or chr(b).isalnum() else 32 for b in range(256))
#: How many words an ellipsis in a name stands for.
_ELLIPSIS_WORDS = 8
#: How many commands, `\\emph` or the like, may stand in a name.
_SLACK = 4
#: Generous, so that words that were not looked at are none of a name's.
_WORD_LENGTH = 11
_ROUGH = _WORD_LENGTH * (_ELLIPSIS_WORDS + _SLACK + 4)
#: Put behind a surname with a hyphen, these change nothing: Bernstein-type inequality.
LIKE = word_set("type style like kind based")


class Mention(Record):
    """A name in a list of tokens: the technique, the name's kind, its first and last token."""

    technique: str
    kind: int
    first: int
    last: int


class NamesOfFile:
    """The names all of whose words stand in a text, and where to look for them.

    Args:
        text: the text, accents as letters.
        extra: further words that count as standing in it; where they do, the caller knows.
    """

    def __init__(self, text: str, extra: Iterable[str], index: TechniqueIndex) -> None:
        self.text = text
        self.by_first: dict[str, list[Row]] = {}
        self._written: dict[str, list[str]] = {}
        often: Counter[str] = Counter()
        words = _words(text)
        # The plain form of a longer word begins as the word does.
        beginnings, wanted = index.beginnings, index.words
        maybe = [
            raw
            for raw in set(words)
            if raw[:3].lower() in beginnings or len(raw) < 6 or not raw.isascii()
        ]
        ours = {raw: forms for raw in maybe if (forms := wanted.intersection(_plain_forms(raw)))}
        for raw, count in Counter(filter(ours.__contains__, words)).items():
            for plain in ours[raw]:
                self._written.setdefault(plain, []).append(raw)
                often[plain] += count
        self._extra = {plain for word in extra for plain in _plain_forms(word)}
        #: By its rarest word, the other words of a name, its technique, and among how many
        #: words around that one they stand.
        self._rarest: dict[str, list[tuple[frozenset[str], str, int]]] = {}
        for first in {*often, *self._extra} & index.names.keys():
            for row in index.names[first]:
                # A name's `and` may be written \&.
                named = frozenset((first, *row[0])) - {ELLIPSIS, "and"}
                if all(word in often or word in self._extra for word in named):
                    self.by_first.setdefault(first, []).append(row)
                    written = named & often.keys()
                    if len(written) < len(named):
                        continue  # its places are known
                    rarest = min(written, key=often.__getitem__)
                    others = named - self._extra - {rarest}
                    reach = len(row[0]) + (_ELLIPSIS_WORDS if ELLIPSIS in row[0] else _SLACK)
                    self._rarest.setdefault(rarest, []).append((others, row[1], reach))

    def places(self) -> Iterator[tuple[int, str]]:
        """Where the rarest word of a name stands, and that word."""
        text = self.text
        for word in self._rarest:
            for literal in self._written.get(word, ()):
                at = text.find(literal)
                while at >= 0:
                    end = at + len(literal)
                    if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                        yield at, word
                    at = text.find(literal, end)

    def possible(self, place: int, word: str, known: Container[str]) -> bool:
        """Whether all words of a name of an unknown technique stand around a place.

        Args:
            place: where the name's rarest word stands.
            word: that word.
            known: the techniques that are known.
        """
        near: dict[int, set[str]] = {}
        rough = ""
        for others, technique, reach in self._rarest[word]:
            if technique in known:
                continue
            if not others:
                return True
            # Plain forms begin like the words they are forms of, where there are no accents.
            rough = rough or self.text[max(0, place - _ROUGH) : place + _ROUGH].lower()
            if rough.isascii() and not all(other[:4].lower() in rough for other in others):
                continue
            if reach not in near:
                near[reach] = self._around(place, reach)
            if others <= near[reach]:
                return True
        return False

    def _around(self, place: int, count: int) -> set[str]:
        """The plain forms of so many words before a place, and behind it."""
        before = _WORD.findall(self.text, max(0, place - _WORD_LENGTH * count), place)
        behind = _WORD.findall(self.text, place, place + _WORD_LENGTH * count)
        return {plain for raw in before[-count:] + behind[:count] for plain in _plain_forms(raw)}

    def at(self, tokens: Sequence[Token], index: int) -> list[Mention]:
        """The names that begin at a token, the longest first, full names before short ones."""
        token = tokens[index]
        if token.kind != "word":
            return []
        found = []
        for key in (token.fold, token.raw.rstrip("s")):
            for rest, technique, kind in self.by_first.get(key, ()):
                if not _is_word(token, key):
                    continue
                last = _follow(tokens, index, rest)
                if last is not None:
                    found.append(Mention(technique, kind, index, last))
        if len(found) > 1:
            found.sort(key=lambda mention: (-mention.last, mention.kind & SHORT))
        return found


def _words(text: str) -> list[str]:
    """What `_WORD` finds in a text, in a fraction of the time."""
    if not text.isascii():
        for character in set(text):
            if not (character.isascii() or character.isalnum()):
                text = text.replace(character, " ")
    raw = text.encode("utf-8", "surrogatepass").translate(_BETWEEN_WORDS)
    return raw.decode("utf-8", "surrogatepass").split()


@lru_cache(maxsize=20_000)
def _plain_forms(raw: str) -> tuple[str, ...]:
    """The words of names that a word as written may be: plain, and as an abbreviation."""
    if FILLER in raw:
        raw = raw.replace(FILLER, "")
    plain = fold(raw)
    if not raw[:2].isupper() or len(raw) < 2:
        return (plain,)
    capitals = without_accents(raw[:-1] if raw.endswith("s") else raw)
    return (plain, capitals) if is_abbreviation(capitals) else (plain,)


def _follow(tokens: Sequence[Token], index: int, rest: Sequence[str]) -> int | None:
    """The last token of a name whose first one stands at `index`."""
    at = index
    for number, word in enumerate(rest):
        if word == ELLIPSIS:
            following = rest[number + 1 :]
            for first in range(at + 1, at + 2 + _ELLIPSIS_WORDS):
                if first >= len(tokens) or tokens[first].kind != "word":
                    return None
                if _is_word(tokens[first], following[0]):
                    return _follow(tokens, first, following[1:])
            return None
        at += 1
        while at < len(tokens) and tokens[at].dashed and tokens[at].fold in LIKE - {word}:
            at += 1
        if at >= len(tokens) or not _is_word(tokens[at], word):
            return None
    return at


def _is_word(token: Token, word: str) -> bool:
    """Whether a token is a word of a name. Abbreviations must be in capitals."""
    if token.kind != "word":
        return False
    if word.isupper():
        return token.raw == word or token.raw == f"{word}s"
    return token.fold == word
