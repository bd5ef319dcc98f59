"""A passage of a paper as a reader takes it in: its words, with a mark for every formula.

The macros that say something about probability are written out first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ... import patterns
from ...latex import FileView, prose
from ...latex.arguments import NEARBY, after, bracket_at, group_at
from ...latex.words import word_set
from ...patterns import pattern
from .formulas import Token, tokens
from .written_out import telling, written_out

#: Stand among the words for a formula, a reference, a citation, the beginning of an item or
#: paragraph, and the end of a list.
FORMULA, REFERENCE, CITATION, BREAK = "¤", "§", "†", "¶"
_NO_MARKS = str.maketrans(dict.fromkeys(FORMULA + REFERENCE + CITATION + BREAK, "·"))
_BLANKS = pattern(r"\s{2,}")  # a formula has two characters at least
_PARAGRAPH = pattern(r"\n[ \t\r]*\n")
_KEYED = pattern(
    r"\\(?:label|index|(?P<reference>[a-zA-Z]*[rR]ef[a-zA-Z]*)|(?P<citation>[a-zA-Z]*[cC]ite[a-zA-Z]*))"
    r"\*?(?:\s*\[[^\][]*\]){0,2}\s*\{[^{}]*\}"
)
_COMMAND = pattern(
    r"\\(?:(?P<edge>begin|end)\s*\{(?P<name>[^{}]*)\}|(?P<word>[a-zA-Z@]+)\*?|.)", patterns.DOTALL
)
_LISTS = word_set("itemize enumerate description compactenum compactitem inparaenum tasks")
_TODO = pattern(r"\\(?:todo|fixme|marginpar)\w*")
# What ends a sentence inside a formula, and what may still follow before the formula ends.
_STOPS = pattern(
    r"[.?](?:\s|\\[\]),;:! \\]|\$|\\end\s*\{[^{}]*\}|\\label\s*\{[^{}]*\}"
    r"|\\(?:nonumber|notag|q?quad)|[{}&])*\Z"
)
_TAIL = 120
_WORD = pattern(
    r"[^\W\d_]{2,}(?:['’][st](?![a-z]))?|[¤§†¶.,;:!?()]|[a-z](?:\.\s?[a-z](?![a-z]))+\.?|[^\W\d_]|\d+"
)
_ENDS = frozenset(".!?")
_ABBREVIATIONS = word_set(
    "cf resp al vs eq eqs thm lem prop cor sec fig figs ref def prob no e.g i.e approx"
)
_STARTS_IN_TEXT = pattern(
    r"\\(?:text(?:rm|it|bf|sf|normal)?|mbox|intertext|shortintertext)\s*\{\s*\Z"
)


class Passage:
    """A piece of a file.

    Attributes:
        text: its LaTeX with the telling macros written out.
        words: lower case; formulas, references and citations are marks; `.` and other signs are
            words too.
        starts: where the words begin in `text`.
        sentences: the numbers of their first word and of the one behind their last.
        tails: any bound on how likely one of many does something counts as a failure.
        numeric: numbers count as probabilities, too; they do where a statement concludes with one.
        rare: what has a small probability is something that should not be, as in proofs.
    """

    __slots__ = (
        "_displays",
        "_formulas",
        "_places",
        "_tokens",
        "numeric",
        "rare",
        "sentences",
        "starts",
        "tails",
        "text",
        "words",
    )

    def __init__(
        self, text: str, plain: str, places: Sequence[int], formulas: dict[int, int]
    ) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        lower = plain.lower()
        if len(lower) != len(plain):  # lower case of some letters is longer
            lower = "".join(c.lower() if c.isascii() else c for c in plain)
        previous = ""
        for match in _WORD.finditer(lower):
            word = match.group()
            if word == "." and previous in _ABBREVIATIONS:
                continue
            if word[-1] == "." and len(word) > 1:
                word = word[:-1]
            self.words.append(word)
            self.starts.append(match.start())
            previous = word
        self.numeric = self.tails = self.rare = False
        self._formulas = formulas
        self._places = places
        self._tokens: dict[tuple[int, int], list[Token]] = {}
        self._displays: list[tuple[int, int]] | None = None
        self.sentences = list(self._sentences(plain))

    def end(self, word: int) -> int:
        """Where a word ends in `text`; for a mark, the formula it stands for."""
        start = self.starts[word]
        return self._formulas.get(start) or start + len(self.words[word])

    def place(self, offset: int) -> int:
        """The offset in the file of a character of `text`."""
        return self._places[offset]

    def word_at(self, place: int) -> int:
        """The number of the word that stands at, or next behind, an offset in the file."""
        return bisect_left(self.starts, bisect_left(self._places, place))

    def sentence(self, word: int) -> tuple[int, int]:
        """The sentence of a word."""
        index = bisect_right(self.sentences, word, key=lambda sentence: sentence[0]) - 1
        return self.sentences[max(0, index)]

    def tokens(self, word: int) -> list[Token]:
        """The tokens of the formula that a mark stands for."""
        return self.tokens_of(self.starts[word], self.end(word))

    def tokens_of(self, start: int, end: int) -> list[Token]:
        """The tokens of a piece of a formula."""
        if (start, end) not in self._tokens:
            self._tokens[start, end] = tokens(self.text, start, end)
        return self._tokens[start, end]

    def displays(self) -> list[tuple[int, int]]:
        """Where whole formulas begin and end in `text`, those with words inside in one piece."""
        if self._displays is None:
            self._displays = self._whole_formulas()
        return self._displays

    def _whole_formulas(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        open_text = False
        for number, word in enumerate(self.words):
            if word != FORMULA:
                continue
            start, end = self.starts[number], self.end(number)
            if open_text:
                found[-1] = found[-1][0], end
            else:
                found.append((start, end))
            tail = self.text[max(start, end - 20) : end].rstrip()
            open_text = tail.endswith("{") and _STARTS_IN_TEXT.search(tail) is not None
        return found

    def _sentences(self, plain: str) -> Iterable[tuple[int, int]]:
        words, starts, first = self.words, self.starts, 0
        for number, word in enumerate(words):
            if word == BREAK:
                yield first, number
                first = number + 1
            elif word in _ENDS or (len(word) > 1 and "." in word and word not in _ABBREVIATIONS):
                following = plain[starts[number + 1]] if number + 1 < len(words) else "A"
                if following.isupper() or (len(word) == 1 and not following.islower()):
                    yield first, number + 1
                    first = number + 1
        yield first, len(words)


def read_passage(
    view: FileView, start: int, end: int, without: Iterable[tuple[int, int]] = ()
) -> Passage:
    """Read a piece of a file.

    Args:
        view: the file.
        start, end: where the piece begins and ends.
        without: pieces of it that belong to something else; they read as breaks.
    """
    parts = [(max(first, start), min(last, end)) for first, last in without]
    text = _left_out(view.masked, start, end, parts)
    spoken = _left_out(prose(view), start, end, parts)
    breaks = [match.start() + start for match in _PARAGRAPH.finditer(view.text[start:end])]
    places: Sequence[int] = range(start, end + 1)
    if (calls := telling(view)) is not None:
        text, spoken, places = written_out(text, spoken, start, calls, view.macros)
    plain, formulas = _marked(text, spoken)
    pieces: list[str] = []
    done = 0
    for place in breaks:
        offset = bisect_left(places, place)
        if offset >= done and plain[offset : offset + 1].isspace():
            pieces += (plain[done:offset], BREAK)
            done = offset + 1
    pieces.append(plain[done:])
    return Passage(text, _without_markup("".join(pieces)), places, formulas)


def _left_out(text: str, start: int, end: int, parts: Sequence[tuple[int, int]]) -> str:
    """A piece of a text in which parts, in order, are a mark and blanks."""
    pieces: list[str] = []
    done = start
    for first, last in parts:
        if first >= done:  # a part may lie in the one before
            pieces += (_without_marks(text[done:first]), BREAK, " " * (last - first - 1))
            done = last
    pieces.append(_without_marks(text[done:end]))
    return "".join(pieces)


def _without_marks(text: str) -> str:
    """The text with other signs for those that are marks here."""
    return text if text.isascii() else text.translate(_NO_MARKS)


def _marked(text: str, spoken: str) -> tuple[str, dict[int, int]]:
    """The spoken text with marks for formulas, and where each formula ends."""
    pieces: list[str] = []
    formulas: dict[int, int] = {}
    done = 0
    for run in _BLANKS.finditer(spoken):
        content = text[run.start() : run.end()]
        if not content or content.isspace():
            continue
        first = run.start() + len(content) - len(content.lstrip())
        last = run.start() + len(content.rstrip())
        tail = content[-_TAIL:]
        stops = ("." in tail or "?" in tail) and _STOPS.search(tail) is not None
        formulas[first] = last
        pieces.append(spoken[done:first])
        inside = " " * (last - first - 1)
        pieces.append(FORMULA + (f"{inside[1:]}." if stops and inside else inside))
        done = last
    pieces.append(spoken[done:])
    return "".join(pieces), formulas


def _without_markup(plain: str) -> str:
    if "\\" in plain:
        if "\\todo" in plain or "\\fixme" in plain or "\\marginpar" in plain:
            plain = _without_todos(plain)
        plain = _KEYED.sub(_key_mark, plain)
        plain = _COMMAND.sub(_command_mark, plain)
    return plain


def _key_mark(match: patterns.Match[str]) -> str:
    mark = REFERENCE if match["reference"] else CITATION if match["citation"] else " "
    return mark + " " * (len(match[0]) - 1)


def _command_mark(match: patterns.Match[str]) -> str:
    name = match["word"]
    if name in ("whp", "wvhp", "wop", "wp", "Whp"):
        return f" {match[0][1:]}"
    breaks = name in ("item", "paragraph", "subparagraph", "section", "subsection")
    breaks = breaks or (match["edge"] is not None and match["name"].rstrip("*") in _LISTS)
    return (BREAK if breaks else " ") + " " * (len(match[0]) - 1)


def _without_todos(plain: str) -> str:
    pieces: list[str] = []
    done = 0
    for todo in _TODO.finditer(plain):
        if todo.start() < done:
            continue
        position = todo.end()
        if option := bracket_at(plain, position):
            position = after(plain, option)
        if group := group_at(plain, position, within=NEARBY):
            end = after(plain, group)
            pieces += (plain[done : todo.start()], " " * (end - todo.start()))
            done = end
    pieces.append(plain[done:])
    return "".join(pieces)
