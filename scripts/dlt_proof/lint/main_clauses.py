"""Whether the words before a display and the display are a whole main clause, and whether what
stands behind it is a clause of its own.

English only, and by few parts of speech: of other words nothing is known, and nothing follows.
Not here: which texts behind a display have to be asked about (`continuations`).
"""

from __future__ import annotations

from bisect import bisect_left

from ..latex import FileView, MathSpan
from ..latex.words import word_set
from ..patterns import pattern
from . import verbs
from .display_ends import RELATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

#: `whole`: a main clause is complete. `open`: it is still to come. `unclear`: neither is seen.
Standing: TypeAlias = 'Literal["whole", "open", "unclear"]'
#: `own`: a subject with its verb. `gap`: its verb has no object: "the bound [display] Theorem 3
#: gives". `none`: no verb is seen.
Clause: TypeAlias = 'Literal["own", "gap", "none"]'

#: How far on both sides of a display is read.
_WINDOW = 600
_MOST_WORDS = 30
#: A formula that says something, "x > 0", is a clause: it stands for a verb as well.
_FORMULA, _SAYING, _REFERENCE = "§", "◆", "◎"
_SIGNS = (_FORMULA, _SAYING, _REFERENCE)

_ABBREVIATED = pattern(
    r"\b(?:i\.\s?e|e\.\s?g|[cC]f|[eE]qs?|[Tt]hms?|Lem|Prop|Cor|Secs?|Sect|Figs?|Defs?|resp|w\.\s?r\.\s?t"
    r"|a\.\s?s|a\.\s?e|i\.\s?i\.\s?d|et al|viz|s\.\s?t)\.|\\@"
)
_BREAK = pattern(
    r"\n[ \t\r]*\n|\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[^\[\]]*\])?|\\item(?![a-zA-Z@])"
    r"|\\(?:par|(?:sub)*section|paragraph|medskip|bigskip|smallskip)(?![a-zA-Z@])\*?"
)
_CITED = pattern(
    r"\\(?:[a-zA-Z]*cite[a-zA-Z]*\*?(?:\s*\[[^\[\]]*\])*|label|footnote|index)\s*\{[^{}]*\}"
)
_REFERRED = pattern(r"\(?\\[a-zA-Z]*[rR]ef\*?\s*\{[^{}]*\}\)?")
_COMMAND = pattern(r"\\[a-zA-Z@]+\*?|\\.|[{}~]")
_ACCENT = pattern(r"\\[`'^\"=.]\s*\{?\\?([a-zA-Z])\}?")
_TOKEN = pattern(r"[^\W\d_]+(?:['’\-–]+[^\W\d_]+)*['’]?|[§◆◎,;:.!?(\-]|\d[\d.]*")
_SENTENCE_END = pattern(r"[.!?;:¶](?:\s|\Z)|¶")
_STOPPED = pattern(r"[.?](?:\s|[}]|\\label\s*\{[^{}]*\}|\\(?:[,;! ]|end\s*\{[^{}]*\}))*\Z")
_CAPITAL = pattern(r"\s*(?:[A-Z][a-z]+|A)\s")
#: A formula that is no noun: it goes on with a relation, or says for which values.
_NO_NOUN = pattern(
    r"[\s${(,\\]*(?:[=<>+,.;:)\]|/]|\\(?:l|g)e(?:q|qslant)?(?![a-zA-Z])|(?:forall|exists|to|in|Rightarrow"
    r"|implies|iff|approx|sim|subset|subseteq|qquad|quad|leq?|geq?|cdots?|lesssim|gtrsim)(?![a-zA-Z]))"
)
_ALMOST = pattern(r"[\s$]*-+\s*(?:almost|a\.|a\.?[se]\b|[a-z]+ly\b|surely)")

_SUBORDINATE = word_set(
    "if when whenever since because while although though once unless until till after before "
    "provided whereas wherever as assuming supposing given"
)
_FRONTED = word_set(
    "by for with in on from under at via to of over through upon within without among between "
    "during despite unlike like instead due thanks along together according conditional "
    "conditionally conditioned applied evaluated written given out into onto against towards "
    "regardless rather compared contrary similar based subject per across about above below "
    "restricted owing apart except besides motivated inspired integrated multiplied summed"
)
#: They do not change what a clause waits for.
_ADVERBS = word_set(
    "also now finally moreover furthermore however indeed clearly first second third next again "
    "even only just namely i.e then hence thus therefore so consequently accordingly similarly "
    "likewise conversely further here in-turn still therefore always never often directly "
    "immediately easily simply too already always usually readily not precisely exactly instead "
    "otherwise overall note-that all-in-all formally trivially obviously explicitly"
)
#: With a preposition before them they are whole adverbials: "in contrast", "by convexity".
_IDIOMS = word_set(
    "contrast particular fact summary short general total addition words brief conclusion "
    "consequence result assumption definition construction hypothesis induction symmetry convexity "
    "linearity monotonicity independence duality optimality"
)
_CONSEQUENCES = word_set("so hence thus therefore consequently then")
_JOINING = word_set("and or but yet")
_RELATIVE = word_set("which who whose where whence whom")
_PRONOUNS = word_set("we i you they it there he she")
#: Words between which and their noun a display stands: "all [display] Lipschitz functions".
_INCOMPLETE = word_set("of the a an all every each any some no our its their these those such this")
#: A display behind these may be inserted in a clause: "holds if [display] $v$ vanishes".
_INSERTED = word_set("if when while whenever until once unless like")
_DETERMINERS = _INCOMPLETE | word_set(
    "two three four both first second third last next same following above his her my your several"
)
_STOPS = word_set(
    "if when where whenever since because while that which who whose such so provided unless "
    "although though whereas until as"
)


def standing(view: FileView, formula: MathSpan, *, states: bool) -> Standing:
    """Whether a sentence's main clause is complete where a display in it ends.

    Args:
        view: the file.
        formula: the display.
        states: whether the display is a statement by itself: an equation, an inequality.
    """
    clause = _Clause()
    words = _TOKEN.findall(_before(view, formula).lower())
    for index, word in enumerate(words):
        clause.read(word, words[:index], words[index + 1 : index + 2])
    return clause.standing(words, states=states)


def clause_behind(view: FileView, position: int) -> Clause:
    """Whether a clause with its own subject and verb begins behind a display.

    Args:
        view: the file.
        position: where its first word, formula or reference begins.
    """
    index = bisect_left(view.formulas, position, key=lambda f: f.span.start)
    if index < len(view.formulas) and view.formulas[index].span.start == position:
        first = view.formulas[index]
        if first.display or _NO_NOUN.match(view.masked, first.body.start, first.body.end):
            return "none"
        if _ALMOST.match(view.masked, first.span.end):
            return "none"
    text = _plain(view, position, min(len(view.masked), position + _WINDOW))
    end = _SENTENCE_END.search(text, 1)
    words = _TOKEN.findall(text[: end.start()] if end else text)
    return _own_verb(words[:_MOST_WORDS])


def _own_verb(words: list[str]) -> Clause:
    index = 1
    while index < len(words):
        word, before = words[index], _last_but_adverbs(words[:index])
        behind = words[index + 1] if index + 1 < len(words) else "."
        if word == ",":
            index = _behind_parenthesis(words, index)
            continue
        if word in _STOPS or word == "(":
            return "none"
        if word in verbs.AUXILIARY:
            return "own"
        if before != "to" and (kind := verbs.kind(word)):
            doubtful = verbs.is_noun_too(word) and before not in _SIGNS
            if _is_object(behind) or (kind == "intransitive" and not doubtful):
                return "own"
            if not doubtful:
                return "gap"
        index += 1
    return "none"


def _last_but_adverbs(words: list[str]) -> str:
    return next((word for word in reversed(words) if word not in _ADVERBS), "")


def _behind_parenthesis(words: list[str], comma: int) -> int:
    """Where the words go on behind a comma: "Doob's inequality, applied to it, controls"."""
    if comma + 1 < len(words):
        first = words[comma + 1]
        opens = first in _FRONTED or first in _RELATIVE or first.endswith(("ed", "ing"))
        if (opens or first in _ADVERBS) and "," in words[comma + 1 :]:
            return words.index(",", comma + 1) + 1
    return comma + 1


def _is_object(word: str) -> bool:
    """Whether a word may begin what a transitive verb is about."""
    if word in (".", ",", "(") or word in verbs.AUXILIARY or word in _STOPS - {"that", "such"}:
        return False
    return not (word in _FRONTED or word in _JOINING or verbs.kind(word) == "transitive") or (
        word in ("at", "out", "rather")
    )


class _Clause:
    """What the words read so far are part of."""

    def __init__(self) -> None:
        self.main = False  # the main clause has its verb
        self.pending = ""  # what is to be completed first: "pp", "sub" and how far that is
        self.relative = ""  # a relative clause of the subject: "without" or "with" its verb
        self.fresh = True  # a clause begins
        self.strong = True  # and not behind a mere comma
        self.needs_verb = False  # "that", "so" went before
        self.words = 0  # since then

    def read(self, word: str, before: list[str], behind: list[str]) -> None:
        """Goes on by a word."""
        if word == ",":
            self._comma(before)
        elif word in _JOINING:
            if self.pending == "sub,":
                self.pending = "sub+verb"
            self.fresh = self.strong = True
        elif word in _RELATIVE and not before:
            self.main = True  # the sentence goes on behind another display: "where $A$ is"
        elif word == "that" or word in _RELATIVE:
            self._subclause(word)
        elif word in _ADVERBS or (word.endswith("ly") and not verbs.kind(word)):
            self._adverb(word)
        elif self._opens(word, before, behind):
            pass
        elif word == _SAYING and self.pending == "sub" and before[-1] in _SUBORDINATE | _JOINING:
            self.pending = "sub+verb"
        elif self._is_finite(word, before):
            self._verb(before)
            self.fresh = False
        elif self.pending == "pp" and word in _IDIOMS and not {*behind} & (_FRONTED | _JOINING):
            self.pending, self.fresh = "", True
        else:
            self.words += 1
            self.fresh = False

    def standing(self, words: list[str], *, states: bool) -> Standing:
        """What the display behind the words completes."""
        last = words[-1] if words else ""
        if self.pending in ("sub", "sub+", "sub+verb") or self.relative == "without":
            return "open"
        if self.pending:
            done = last in (",", "then", "that") or last in _CONSEQUENCES
            return "whole" if done and states else "open"
        if self.main:
            inserted = last in _INSERTED or (last == "as" and words[-2] in (",", *_JOINING))
            if (self.needs_verb and self.words) or last in _INCOMPLETE or inserted:
                return "unclear"
            return "whole" if states or last not in (",", "and", "or") else "unclear"
        return "whole" if states and not self.words and last not in _JOINING else "unclear"

    def _comma(self, before: list[str]) -> None:
        if self.pending == "sub+verb":
            # "Since the noise satisfies, for all $t$, [display]": its object is to come.
            waits = bool(before) and verbs.kind(before[-1]) == "transitive"
            self.pending = "sub+" if waits else "sub,"
        if self.relative == "with":
            self.relative = ""
        self.fresh, self.strong = True, False

    def _subclause(self, word: str) -> None:
        if not self.main:
            if self.pending != "sub":
                self.relative = "without"
        elif word == "that":
            self.pending, self.needs_verb, self.words = "", True, 0
        self.fresh = self.strong = True

    def _adverb(self, word: str) -> None:
        if word in _CONSEQUENCES:
            if word == "then" and self.pending == "sub+verb":
                self.pending = "sub,"
            if self.main and word != "then":
                self.needs_verb, self.words = True, 0
                self.fresh = True
            self.strong = self.strong or self.fresh

    def _opens(self, word: str, before: list[str], behind: list[str]) -> bool:
        """Whether a word opens what goes before a main clause."""
        trailing = self.main and not (self.fresh and self.strong)
        following = behind[0] if behind else ""
        if word in _SUBORDINATE and not (word in ("as", "given") and following in _FRONTED):
            if trailing:
                self.fresh = False
                return True
            self.pending, self.fresh = "sub", False
            return True
        participle = word.endswith("ing") and len(word) > 5 and self.fresh
        if self.fresh and (word in _FRONTED or participle):
            if not trailing and self.pending in ("", "pp"):
                self.pending = "pp"
            self.fresh = False
            return True
        return False

    def _verb(self, before: list[str]) -> None:
        if self.relative == "without":
            self.relative = "with"
        elif self.relative == "with":
            if before and before[-1] not in _JOINING and before[-1] not in _ADVERBS:
                self.relative, self.main, self.pending = "", True, ""
        elif self.pending == "sub":
            self.pending = "sub+verb"
        elif self.pending in ("sub+", "sub+verb"):
            if before and before[-1] in _PRONOUNS:
                self.pending, self.main, self.needs_verb = "", True, False
        else:
            self.pending, self.main, self.needs_verb = "", True, False

    def _is_finite(self, word: str, before: list[str]) -> bool:
        previous = _last_but_adverbs(before)
        if word in _SIGNS or previous == "to":
            return False
        if word in verbs.AUXILIARY:
            return True
        if previous in _PRONOUNS:
            return word.isalpha() and word not in _FRONTED and word not in _DETERMINERS
        if self.fresh and word in verbs.IMPERATIVE and self.relative != "without":
            return True
        if not verbs.kind(word) or previous in _FRONTED:
            return False
        return not verbs.is_noun_too(word) or previous in _SIGNS


def _before(view: FileView, formula: MathSpan) -> str:
    """The sentence up to a display; formulas are single signs."""
    begin, end = max(0, formula.span.start - _WINDOW), formula.span.start
    text = _plain(view, begin, end)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return text[ends[-1] :] if ends else text


def _plain(view: FileView, begin: int, end: int) -> str:
    """A part of a text with its formulas and references as single signs, its breaks as `¶`."""
    formulas = view.formulas
    index = bisect_left(formulas, begin, key=lambda f: f.span.start)
    parts = []
    while index < len(formulas) and formulas[index].span.start < end:
        span = formulas[index].span
        if span.start >= begin:
            parts.append(_read(view.masked[begin : span.start]))
            parts.append(_sign(view, formulas[index], end))
            begin = span.end
        index += 1
    parts.append(_read(view.masked[begin:end]) if begin < end else "")
    return "".join(parts)


def _sign(view: FileView, formula: MathSpan, end: int) -> str:
    if not formula.display:
        says = RELATION.search(view.masked, formula.body.start, formula.body.end)
        return f" {_SAYING if says else _FORMULA} "
    if _STOPPED.search(
        view.masked, max(formula.body.start, formula.body.end - 80), formula.body.end
    ):
        return " ¶ "
    if formula.span.end < end and _CAPITAL.match(view.masked, formula.span.end):
        return " ¶ "
    return f" {_FORMULA} "


def _read(text: str) -> str:
    """Words without markup."""
    if "\\" in text or "\n" in text or "{" in text:
        text = _BREAK.sub(" ¶ ", text)
        text = _CITED.sub("", text)
        text = _REFERRED.sub(f" {_REFERENCE} ", text)
        text = _ACCENT.sub(r"\1", text)
    text = _ABBREVIATED.sub(" ", text)
    return _COMMAND.sub(" ", text)
