"""R0b: a reference to an equation says that it is one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from ... import patterns
from ...latex import FileView, Key, MathSpan, Span
from ...latex.words import word_set
from ...patterns import pattern
from ...records.findings import Edit, Finding
from ..context import Context
from ..rule import Observation, Observed, Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..mentions import Mention

#: Bare references are a paper's way when it has so many, and so many times as many as others.
HABIT_COUNT = 3
HABIT_RATIO = 4

_PARENTHESISED = pattern(r"\(\s*\Z")
_ROW_END = pattern(r"\\\\|\\cr(?![a-zA-Z@])")
_TAG = pattern(r"\\tag(?![a-zA-Z@])")
#: Braces, and the command or script that opens a group.
_GROUP = pattern(
    r"(?:\\(?P<words>intertext|shortintertext|(?:table)?footnote|caption|captionof\s*\{[^{}]*\})\*?"
    r"|\\(?P<text>text|textnormal|textrm|textup|textit|textsf|textsl|textmd|mbox|hbox|fbox|parbox\s*(?:\[[^\[\]]*\]\s*)*\{[^{}]*\})"
    r"|(?P<small>_|\^|\\(?:tag\*?|label|(?:over|under)(?:set|brace|bracket|line)|stackrel|stackbin|x[a-zA-Z]*(?:[aA]rrows?|mapsto|equal)|substack|mathrel|mathop))(?:\s*\\[a-z]*limits)?|\\(?P<other>[a-zA-Z@]+)\*?)"
    r"\s*(?:\[[^\[\]]*\]\s*)?\{|\\.|[{}]",
    patterns.DOTALL,
)
_UNDER_ARROW = pattern(r"\\x[a-zA-Z]+\s*\[[^\]]*\Z")
_WORDS = pattern(r"[^\W\d_]{2}")
_COMMAND = pattern(r"\\(?:[a-zA-Z]*[rR]ef\*?\s*\{[^{}]*\}|[a-zA-Z@]+\*?)")

#: Where a reference stands by itself for want of space, as a number under a relation does.
_NO_SENTENCES = word_set(
    "tabular tabular* tabularx longtable array tikzpicture tikzcd picture algorithmic algorithm "
    "algorithm2e algorithm* lstlisting"
)
#: Where there is no room for more, in a formula either.
_DRAWN = _NO_SENTENCES - {"array"}
_AROUND_EQUATIONS = word_set("subequations mini mini* mini! maxi maxi* maxi! argmini argmaxi")
_JOINING = frozenset(["and", "or", "&", "to", "through", "-", "–", "—", "und", "et", "bis"])


class BareEqref(Rule):
    r"""A number in parentheses stands for an equation, and nothing says that it is an equation.

    A noun before it will do: Eq., Equation, inequality, condition, bound. Inside `\tag`, over a
    relation, in the cells of a table or in an algorithm the number may stand alone; `\text` in a
    formula is words like others. A paper that writes bare numbers throughout is left in peace.

    **Anti-pattern**

    ```latex
    Combining this with \eqref{eq:descent} and summing gives the claim.
    ```

    **Best practice**

    ```latex
    Combining this with Eq.~\eqref{eq:descent} and summing gives the claim.
    ```
    """

    id = "R0b"
    name = "bare-eqref"
    rule_class = "style"
    description = "An \\eqref is introduced by Eq.~ or by another noun."

    def observe(self, view: FileView) -> Iterator[Observation]:
        if "ref" not in view.masked or "eqref" in view.macros:  # a paper's own \eqref names itself
            return
        references = [key for key in view.references if key.command in ("eqref", "ref")]
        if any(key.command == "eqref" for key in references):
            spans = [e.span for e in view.environments if e.name in _NO_SENTENCES]
            drawn = [e.span for e in view.environments if e.name in _DRAWN]
            short = _Outermost(spans, view.formulas)
            yield from _mentions(view, references, short, _Outermost(drawn, []))
        yield from _labels(view)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        if not any(row[2] == "mention" for rows in observed.values() for row in rows):
            return
        from ..mentions import Mention

        kinds: dict[str, str] = {}
        mentions: list[tuple[str, Mention, bool]] = []
        for file, rows in observed.items():
            for start, end, what, *rest in rows:
                if what == "label":
                    kinds.setdefault(*rest)
                else:
                    mentions.append((file, Mention(start, end, *rest[1:]), rest[0]))
        bare = [
            (number, file, mention)
            for number, (file, mention, _) in enumerate(mentions)
            if mention.introduction in ("bare", "start", "unclear")
            and kinds.get(mention.key, "equation") == "equation"
        ]
        words = Counter(
            mention.word for _, mention, _ in mentions if mention.introduction == "equation"
        )
        if len(bare) >= max(HABIT_COUNT, HABIT_RATIO * words.total()):
            return
        for number, file, mention in bare:
            if not mentions[number][2]:
                continue
            followers: list[str] = []
            for behind in range(number + 1, len(mentions)):
                other_file, other, _ = mentions[behind]
                if other_file != file or other.introduction != "listed":
                    break
                followers.append(other.joined)
            edits = _edits(mention, followers, words)
            written = edits[0][2] if edits else "Eq.~"
            yield self.at(
                context,
                Span(file, mention.start, mention.end),
                f"\\eqref{{{mention.key}}} stands bare: nothing says that it is an equation",
                f"write {written}\\eqref{{{mention.key}}}, or the noun for what it is",
                edits,
            )


class _Outermost:
    """Answers whether an offset lies in one of some spans or formulas."""

    def __init__(self, spans: Sequence[Span], formulas: Sequence[MathSpan]) -> None:
        pieces = sorted([(s.start, s.end) for s in [*spans, *(f.span for f in formulas)]])
        self.pieces: list[tuple[int, int]] = []
        for start, end in pieces:
            if not self.pieces or start >= self.pieces[-1][1]:
                self.pieces.append((start, end))
        self.starts = [start for start, _ in self.pieces]

    def around(self, offset: int) -> tuple[int, int] | None:
        index = bisect_right(self.starts, offset) - 1
        return self.pieces[index] if index >= 0 and self.pieces[index][1] > offset else None


def _mentions(
    view: FileView, keys: Sequence[Key], short: _Outermost, drawn: _Outermost
) -> Iterator[Observation]:
    from ..mentions import introduce

    text = view.masked
    groups = _Groups(view)
    for key in keys:
        start = text.rfind("\\", 0, key.span.start)
        is_eqref = key.command == "eqref"
        if not is_eqref:
            opened = _PARENTHESISED.search(text, max(0, start - 5), start)
            if opened is None:
                continue
            start = opened.start()
        begin = 0
        if place := short.around(start):
            begin = groups.prose_begins(place[0], start, in_formula=not drawn.around(start))
            if not begin:
                continue
        end = key.span.end + 1
        mention = introduce(view, begin, start, end, key.key)
        yield (start, end, "mention", is_eqref, *mention[2:])


class _Groups:
    """The groups open around one reference after the other, in order, of a formula or a table."""

    def __init__(self, view: FileView) -> None:
        self.text = view.masked
        self.macros = view.macros
        self.begin = self.read_to = -1
        self.open: list[tuple[str, int]] = []

    def prose_begins(self, begin: int, end: int, *, in_formula: bool) -> int:
        """Where the words begin that an offset is part of; where there are none, 0.

        Words are those between two rows of a display, in the caption of an algorithm, and, in a
        formula, those of a `\\text`, but for what stands over a sign or in a tag, or in an argument
        of one of the document's own macros, which may put it there.

        Args:
            begin: of the formula or table.
            end: the offset.
            in_formula: whether it is a formula, in no table.
        """
        self._read(begin, end)
        starts = dict(self.open)
        if "words" in starts:
            return starts["words"]
        if not in_formula or "text" not in starts or "small" in starts:
            return 0
        if _UNDER_ARROW.search(self.text, max(begin, end - 120), end):
            return 0
        start = starts["text"]
        return (
            start
            if _WORDS.search(_COMMAND.sub(" ", self.text[start : min(end, start + 300)]))
            else 0
        )

    def _read(self, begin: int, end: int) -> None:
        if begin != self.begin or end < self.read_to:
            self.begin = self.read_to = begin
            self.open = []
        for match in _GROUP.finditer(self.text, self.read_to, end):
            if match.group() == "}":
                if self.open:
                    self.open.pop()
            elif match.group().endswith("{") and match.group() != "\\{":
                kind = match.lastgroup or ""
                if kind == "other" and match["other"] in self.macros:
                    kind = "small"
                self.open.append((kind, match.end()))
        self.read_to = end


def _labels(view: FileView) -> Iterator[Observation]:
    """What each label names: `equation`, `tagged` (one with a name of its own), or `other`."""
    formulas = _Outermost([], view.formulas)
    environments = sorted(view.environments, key=lambda e: e.span.start)
    opened: list[tuple[int, int, str]] = []
    index = 0
    for label in view.labels:
        offset = label.span.start
        while index < len(environments) and environments[index].span.start < offset:
            span = environments[index].span
            opened.append((span.start, span.end, environments[index].name))
            index += 1
        while opened and opened[-1][1] <= offset:
            opened.pop()
        formula = formulas.around(offset)
        if formula:
            kind = "tagged" if _is_tagged(view.masked, *formula, offset) else "equation"
        elif label.key.lower().startswith("eq"):
            kind = "equation"
        else:
            kind = "other"
            open_now = [o for o in opened if o[1] > offset]
            if open_now and open_now[-1][2] in _AROUND_EQUATIONS:
                kind = "equation"
        yield (offset, label.span.end, "label", label.key, kind)


def _is_tagged(text: str, start: int, end: int, offset: int) -> bool:
    """Whether the row of a label carries a `\\tag`."""
    for match in _ROW_END.finditer(text, start, end):
        if match.start() < offset:
            start = match.end()
        else:
            end = match.start()
            break
    return bool(_TAG.search(text, start, end))


def _edits(mention: Mention, followers: Sequence[str], words: Counter[str]) -> tuple[Edit, ...]:
    """What to insert, in the words that the paper uses most; nothing where that may read badly."""
    if mention.introduction == "unclear":
        return ()
    several = bool(followers)
    if several and not any(_JOINING & set(joined.split()) for joined in followers):
        return ()  # "By (1), (2) holds" may be no list
    if len(followers) == 1 and "," in followers[0]:
        return ()  # "follows from (1), and (2) gives"
    usual = (words.most_common(1)[0][0] if words else "Eq.").rstrip("s")
    stem, dot = usual.rstrip(".").rstrip("s"), "." if usual.endswith(".") else ""
    if not stem.isascii():
        return ()
    if mention.introduction == "start":
        stem, dot = ("Equation", "") if len(stem) < 8 else (stem.capitalize(), "")
    word = f"{stem}{'s' if several else ''}{dot}~"
    return ((mention.start, mention.start, word),)
