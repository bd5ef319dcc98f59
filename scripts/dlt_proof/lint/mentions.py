"""How a reference to an equation is introduced: "by Eq.~(3)", "the bound (3)", or bare "by (3)".

Reads the words before it in its paragraph, through ties, emphasis, line breaks and lists of
references. Not here: whether bare is wrong (rule R0b).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .. import patterns
from ..latex import FileView, MathSpan, expand_macros
from ..latex.words import word_set
from ..patterns import pattern
from ..records.record import Record
from .introducing_words import FUNCTION, VERBS, introduces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

#: `equation`: named as one. `noun`: introduced by another noun, or we cannot tell. `bare`: by
#: nothing. `start`: by nothing, at the beginning of a sentence. `unclear`: by nothing, perhaps at
#: the beginning of one. `listed`: continues a list.
Introduction: TypeAlias = 'Literal["equation", "noun", "bare", "start", "unclear", "listed"]'

#: How far before a reference words are looked for.
_WINDOW = 200
#: How far around a reference the language is told from.
_NEAR = 1_500
_BLANK_LINE = pattern(r"\n[ \t\r]*\n|\\par(?![a-zA-Z@])")
_CALL = r"(?:\s*\*)?(?:\s*\[[^\[\]]*\]){0,2}\s*\{[^{}]*\}"  # a command's options and one argument
_TOKEN = pattern(
    rf"(?P<equation>\\eqref{_CALL}|\(\s*\\ref{_CALL}\s*\))"
    rf"|(?P<reference>\\(?:hyperref\s*\[[^\]]*\]|[a-zA-Z]*[rR]ef{_CALL}))"
    rf"|(?P<citation>\\[a-zA-Z]*[cC]ite[a-zA-Z]*{_CALL})"
    rf"|(?P<dropped>\\(?:label|index|footnotemark|hypertarget|todo|vspace|hspace|textcolor|color)"
    rf"{_CALL}|\\(?:begin|end)\s*\{{(?:small|footnotesize|sloppypar|samepage)\}})"
    r"|(?P<edge>\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[^\[\]]*\])?|\\(?:sub)*(?:section|paragraph)\*?"
    r"|\\(?:item|caption|footnote|chapter|State|STATE|Comment|COMMENT|intertext|thanks|centering"
    r"|noindent|medskip|smallskip|bigskip|newline|marginpar)(?![a-zA-Z@])(?:\s*\[[^\[\]]*\])?)"
    r"|(?P<cell>(?<!\\)&|\\\\(?:\s*\[[^\]]*\])?)"
    r"|(?P<tie>(?:~|\\ |\\,|\\;|\\nobreakspace(?![a-zA-Z@]))+)"
    r"|(?P<markup>\\[a-zA-Z@]+\*?|\\.|[{}$])"
    r"|(?P<word>[^\W_]+(?:[-'’.][^\W_]+)*)"
    r"|(?P<space>\s+)|(?P<mark>.)",
    patterns.DOTALL,
)
_EQUATION = pattern(
    r"(?:eq(?:n|s|ns|uations?|uat)?|gl|gleichung(?:en)?|équations?|ecuaci[oó]n(?:es)?|equazion[ei]"
    r"|equaç(?:ão|ões)|формул\w*|уравнени\w*|式|公式|方程|等式)",
    patterns.IGNORECASE,
)
_ENDS_IN_EQUATION = pattern(r".*(?:式|公式|方程)", patterns.DOTALL)
_ABBREVIATED = word_set(
    "ineq ineqs ineqn cond conds prob def defn prop thm lem cor sec ass asm assump ex fig alg rem "
    "rel const prog opt exp form ch app tab obj constr"
)
_SEPARATOR_WORDS = word_set(
    "and or to through & respectively resp as well both also then und bis et"
)
#: Most references need no more than the word before them.
_LAST_WORD = pattern(r"(?<![\w\\@.\u2019'-])(?P<word>[a-zA-Z]+)(?P<dot>\.?)[~\s]+\Z")
_CERTAINLY_BARE = (FUNCTION | VERBS) - _SEPARATOR_WORDS
_CONTROL_WORD = pattern(r"\\([a-zA-Z@]+)")
_SEPARATOR_MARKS = frozenset(",;-–—/+&")
#: Marks inside a noun phrase: quotation marks, hyphens, a formula.
_IN_PHRASES = frozenset("\"'`’“”-–")


class Mention(Record):
    """A reference to an equation.

    Args:
        start, end: of the command.
        key: what it refers to.
        introduction: see `Introduction`.
        word: that names it an equation, as it is written.
        joined: for one that continues a list, what joins it to the one before: `and`, `,`.
    """

    start: int
    end: int
    key: str
    introduction: Introduction
    word: str = ""
    joined: str = ""


class _Token(Record):
    kind: str
    text: str


def introduce(view: FileView, begin: int, start: int, end: int, key: str) -> Mention:
    """How a reference is introduced.

    Args:
        view: the file.
        begin: where the prose begins that it stands in, at the earliest.
        start, end: of the reference.
        key: what it refers to.
    """
    simple = _LAST_WORD.search(view.masked, max(begin, start - 40), start)
    if simple and _EQUATION.fullmatch(simple["word"]):
        return Mention(start, end, key, "equation", simple["word"] + simple["dot"])
    if simple and not simple["dot"] and simple["word"] in _CERTAINLY_BARE:
        return Mention(start, end, key, "bare")
    tokens = _tokens_before(view, begin, start)
    joined = ""
    listed = _behind_list(tokens)
    if listed is not None:
        rest, joined = listed
        if rest:
            return Mention(start, end, key, "listed", joined=joined)
    english = view.masked.find(" the ", max(0, start - _NEAR), start + _NEAR) >= 0
    introduction, word = _by(tokens, english=english)
    return Mention(start, end, key, introduction, word)


def _tokens_before(view: FileView, begin: int, start: int) -> list[_Token]:
    begin = max(begin, start - _WINDOW)
    for match in _BLANK_LINE.finditer(view.masked, begin, start):
        begin = match.end()
    text = _with_marks(view.masked, view.formulas, begin, start)
    if any(name in view.macros for name in _CONTROL_WORD.findall(text)):
        text = expand_macros(text, view.macros)
    tokens = [_Token(m.lastgroup or "", m.group()) for m in _TOKEN.finditer(text)]
    tokens = [token for token in tokens if token.kind not in ("space", "dropped", "markup")]
    if begin != start - _WINDOW:
        tokens.insert(0, _Token("edge", ""))
    return tokens


#: A formula in the line, and a display; the mark that it ends with follows it.
_MATH, _DISPLAY = "\ue000", "\ue001"
_LAST_MARK = pattern(
    r"(?P<mark>[.,;:]?)(?:\s|[}]|\\(?:label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag|qedhere|quad"
    r"|qquad)(?![a-zA-Z@])|\\[,;!: ]|~|\\end\s*\{[^{}]*\})*\Z"
)


def _with_marks(text: str, formulas: Sequence[MathSpan], start: int, end: int) -> str:
    """A piece of the text with each formula in it replaced by a mark."""
    pieces = []
    done = start
    index = bisect_left(formulas, start, key=lambda f: f.span.start)
    if index and start < formulas[index - 1].span.end < end:
        index -= 1
    while index < len(formulas) and formulas[index].span.start < end:
        formula = formulas[index]
        index += 1
        pieces.append(text[done : max(done, formula.span.start)])
        mark = _MATH
        if formula.display:
            tail = text[max(formula.body.start, formula.body.end - 200) : formula.body.end]
            last = _LAST_MARK.search(tail)
            mark = _DISPLAY + (last["mark"] if last else "")
        pieces.append(mark)
        done = max(done, formula.span.end)
    pieces.append(text[done:end])
    return "".join(pieces)


def _behind_list(tokens: list[_Token]) -> tuple[bool, str] | None:
    """Whether the tokens end with a reference to an equation and what may join another to it."""
    joined: list[str] = []
    index = len(tokens) - 1
    while index >= 0:
        kind, text = tokens[index]
        if kind == "equation":
            return (True, " ".join(reversed(joined))) if joined else None
        separates = (kind == "mark" and text in _SEPARATOR_MARKS) or (
            kind == "word" and text.lower() in _SEPARATOR_WORDS
        )
        if separates:
            joined.append(text.lower())
        elif kind != "tie" and not (kind == "mark" and text == "."):
            return None
        if len(joined) > 6:
            return None
        index -= 1
    return None


def _by(tokens: list[_Token], *, english: bool) -> tuple[Introduction, str]:
    """What introduces a reference that these tokens stand before."""
    index = len(tokens) - 1
    tied = False
    while index >= 0 and tokens[index].kind == "tie":
        tied, index = True, index - 1
    if index < 0:
        return "noun", ""
    kind, text = tokens[index]
    if kind == "edge":
        return ("noun", "") if text.startswith("\\item") and "[" in text else ("start", "")
    if kind == "mark":
        return _behind_mark(tokens, index, text, tied=tied, english=english)
    if kind != "word":
        return "noun", ""  # a formula, another reference, a table's cell
    if _EQUATION.fullmatch(text) or _ENDS_IN_EQUATION.fullmatch(text):
        return "equation", text
    return ("bare" if _is_bare_behind(text, tokens[:index], english) else "noun"), ""


def _behind_mark(
    tokens: list[_Token], index: int, mark: str, *, tied: bool, english: bool
) -> tuple[Introduction, str]:
    before = tokens[index - 1] if index else _Token("edge", "")
    word = before.text.lower().rstrip(".") if before.kind == "word" else ""
    if mark == ".":
        if _EQUATION.fullmatch(word):
            return "equation", f"{before.text}."
        if word in FUNCTION:
            return "bare", ""
        if word in _ABBREVIATED or (tied and word):
            return "noun", ""
        return "start", ""
    if mark in "!?":
        return "start", ""
    if mark == "(":
        # "condition (\eqref{a})" says what it is, "(\eqref{a})" does not.
        named = bool(word) and not _is_bare_behind(word, tokens[: index - 1], english)
        return ("noun" if named else "bare"), ""
    if mark == _DISPLAY:
        return "unclear", ""
    return ("bare" if mark in ",:;" else "noun"), ""


def _is_bare_behind(word: str, before: list[_Token], english: bool) -> bool:
    """Whether a word leaves a reference behind it without a noun."""
    words: list[str] = []
    for token in reversed(before[-12:]):
        if token.kind == "word":
            words.append(token.text)
        elif token.kind != "tie" and not (token.kind == "mark" and token.text in _IN_PHRASES):
            break
    # What the words begin behind: a mark that ends a sentence, or anything else.
    behind = [t for t in before if t.kind != "tie"][-len(words) - 1 :] if not words else []
    begins = not words and (not behind or behind[-1].kind == "edge" or behind[-1].text in ".!?")
    return not introduces(word, words[::-1], begins=begins, english=english)
