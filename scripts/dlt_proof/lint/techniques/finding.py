"""The techniques that a file uses, each with the first place where it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from ...catalogue import TechniqueIndex, fold, technique_index
from ...catalogue.table import SHORT, SURNAME
from ...latex import FileView
from ...latex.letters import FILLER, letters
from ...patterns import pattern
from .invoked import is_mere_mention
from .names import Mention, NamesOfFile
from .places import Places
from .tokens import Token, tokens
from .use import Uses
from .works import titles_of_works

#: How much text before and behind a name is looked at.
_BEFORE, _BEHIND = 500, 300
_NAME_BEFORE, _NAME_BEHIND = 120, 160
_LONGEST_MACRO = 200
#: A name that stands so often in a file and never means a technique is no paper's.
_PATIENCE = 2_000
_WORD = pattern(r"[^\W_]+")
#: Formulas that are part of a name: the $\sin\Theta$ theorem, the $T_2$ inequality, $3$SUM.
_SPOKEN_FORMULA = pattern(
    r"\\?(?P<sin>sin)\b\W*?(?P<theta>[tT]heta)\b|(?P<t>T)_\{?(?P<number>[12])\}?|\b(?P<three>3)\b"
    r"|(?P<epsilon>\\(?:var)?epsilon|\\eps)|\\(?P<min>min)\s*,\s*\+"
)
_SPOKEN_HINT = pattern(r"sin|T_|eps|\$3\$|min")
#: The same where the words are not in the text: $T_2$ is said T2, $\varepsilon$ epsilon. Each
#: begins with letters that it is searched for by.
_SAID_T = pattern(r"T_\{?([12])\}?(?:\([^()$]*\))?\$[\s~{}-]+(?:inequal|transport|Talagrand)")
_SAID_EPSILON = pattern(r"epsilon\s*\$[\s~{}]*-+net")
_LONGEST_SPOKEN = 30
#: Stands for the title of a book or paper.
_TITLE = "book"
_LONGEST_WORD = 100


def techniques_used(view: FileView) -> list[tuple[int, int, str]]:
    """The techniques that a file uses.

    Returns:
        Start and end of the first name of each, and the technique's identifier, by place.
    """
    index = technique_index()
    text = letters(view.masked)
    spoken = _spoken_macros(view, index)
    formulas = [(match.start(), f"T{match[1]}") for match in _SAID_T.finditer(text)]
    formulas += [(match.start(), "epsilon") for match in _SAID_EPSILON.finditer(text)]
    extra = {*_WORD.findall(" ".join(spoken.values())), *(word for _, word in formulas)}
    names = NamesOfFile(text, extra, index)
    elsewhere = [*_calls(view, spoken), *((at, "") for at, _ in formulas)]
    hits = sorted([*names.places(), *elsewhere])
    if not hits:
        return []
    search = _Search(view, text, names, index)
    found: dict[str, tuple[int, int, str]] = {}
    looked: Counter[str] = Counter()
    for hit, word in hits:
        if looked[word] < _PATIENCE and (not word or names.possible(hit, word, found)):
            looked[word] += 1
            for use in search.uses_at(hit, found):
                found[use[2]] = min(use, found.get(use[2], use))
    return sorted(found.values())


class _Search:
    """Looks at one place after the other of a file."""

    def __init__(
        self,
        view: FileView,
        text: str,
        names: NamesOfFile,
        index: TechniqueIndex,
    ) -> None:
        self.text = text
        self.macros = view.macros
        self.names = names
        self.index = index
        self.places = Places(view)
        self.view = view

    @cached_property
    def plain(self) -> str:
        """The text with formulas and titles blanked: made when a place is looked at."""
        plain = _without_formulas(self.view, self.text)
        for start, end in titles_of_works(self.view.masked):
            plain = f"{plain[:start]}{_TITLE.ljust(end - start)}{plain[end:]}"
        return plain

    def uses_at(self, hit: int, known: Container[str]) -> Iterator[tuple[int, int, str]]:
        """The use of a technique, if there is one, whose name stands at a place.

        Args:
            hit: the place.
            known: techniques that need not be found again.
        """
        formula = self.places.formula(hit)
        if formula is None or self.plain[hit].strip():
            near = self._tokens(hit - _NAME_BEFORE, hit + _NAME_BEHIND)
            if self._names_something(near, hit, known):
                yield from self._uses(self._tokens(hit - _BEFORE, hit + _BEHIND), hit, known)
        elif self.places.has_words(formula):
            piece = self.places.words_in_formula(hit, formula)
            if piece is not None:
                yield from self._uses(tokens(self.text, *piece, self.macros), hit, known)

    def _tokens(self, start: int, end: int) -> list[Token]:
        plain = self.plain
        return tokens(plain, _at_space(plain, start), _at_space(plain, end), self.macros)

    def _names_something(self, near: Sequence[Token], hit: int, known: Container[str]) -> bool:
        return any(
            mention.technique not in known and near[mention.last].end > hit
            for at, token in enumerate(near)
            if token.start <= hit
            for mention in self.names.at(near, at)
        )

    def _uses(
        self, around: Sequence[Token], hit: int, known: Container[str]
    ) -> Iterator[tuple[int, int, str]]:
        uses = Uses(around, self.index)
        # Long names begin some way before the word that was hit.
        at = next((n for n, token in enumerate(around) if token.end > hit - _NAME_BEFORE), 0)
        while at < len(around) and around[at].start <= hit:
            mention = self._meant(at, uses)
            if mention is None:
                at += 1
                continue
            start, end = around[mention.first].start, around[mention.last].end
            at = mention.last + 1
            if end <= hit or mention.technique in known or not self.places.is_prose(start):
                continue
            others = self.places.tells_of_others(start)
            if self.places.in_caption(start) and not uses.is_invoked(mention):
                continue
            if self.places.is_title_of_work(start, end):
                continue
            if not is_mere_mention(around, mention, others=others):
                yield start, end, mention.technique

    def _meant(self, at: int, uses: Uses) -> Mention | None:
        """The longest name that begins at a token and means its technique there."""
        around = uses.tokens
        for mention in self.names.at(around, at):
            if uses.compound(mention) or uses.something_else(mention):
                continue
            if not mention.kind & SHORT:
                if mention.kind & SURNAME and uses.is_cited_person(mention):
                    continue
                return mention
            technique = uses.technique(
                mention,
                reason=self.places.formula(around[at].start) is not None,
                formula_follows=self.places.formula_follows(around[mention.last].end),
                tried=self.places.tells_of_experiments(around[at].start),
            )
            if technique is not None:
                return technique
        return None


def _at_space(text: str, offset: int) -> int:
    """An offset at or soon behind the given one that parts no word and no command."""
    offset = max(0, offset)
    end = min(len(text), offset + _LONGEST_WORD)
    while 0 < offset < end and not text[offset].isspace():
        offset += 1
    return min(offset, len(text))


def _without_formulas(view: FileView, text: str) -> str:
    """The text with formulas blanked, except those that are part of a technique's name."""
    pieces = []
    done = 0
    for formula in view.formulas:
        start, end = formula.span.start, formula.span.end
        pieces.append(text[done:start])
        spoken = not formula.display and end - start <= _LONGEST_SPOKEN
        if spoken and _SPOKEN_HINT.search(text, start, end):
            pieces.append(_spoken_formula(text[start:end]))
        else:
            pieces.append(" " * (end - start))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _spoken_formula(formula: str) -> str:
    match = _SPOKEN_FORMULA.search(formula)
    if match is None:
        return " " * len(formula)
    kept = [" "] * len(formula)
    for name, group in match.groupdict().items():
        if not group:
            continue
        word = "epsilon" if name == "epsilon" else group
        at = match.start(name)
        kept[at : at + len(word)] = word
    if match["t"]:  # one word, T2
        for at in range(match.start("t") + 1, match.start("number")):
            kept[at] = FILLER
    return "".join(kept)[: len(formula)]


def _spoken_macros(view: FileView, index: TechniqueIndex) -> dict[str, str]:
    """The user's macros without arguments that print a telling word of a technique's name."""
    found = {}
    for name, macro in view.macros.items():
        if macro.arguments or not macro.body or len(macro.body) > _LONGEST_MACRO:
            continue
        if _tells(macro.body, index):
            found[name] = letters(macro.body)
    return found


@lru_cache(maxsize=10_000)
def _tells(body: str, index: TechniqueIndex) -> bool:
    """Whether a macro's body has a telling word. Every file of a document asks this."""
    plain = [word.replace(FILLER, "") for word in _WORD.findall(letters(body))]
    return any(word in index.telling or fold(word) in index.telling for word in plain)


def _calls(view: FileView, spoken: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where these macros are used."""
    for name in spoken:
        at = view.masked.find(f"\\{name}")
        while at >= 0:
            yield at, ""
            at = view.masked.find(f"\\{name}", at + 1)
