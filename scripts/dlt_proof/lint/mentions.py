"""How a reference to an equation is introduced: "by Eq.~(3)", "the bound (3)", or bare "by (3)".

Reads the words before it in its paragraph, through ties, emphasis, line breaks and lists of
references. Not here: whether bare is wrong (rule R0b).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from ..latex import FileView, MathSpan, expand_macros
from ..latex.words import word_set
from ..patterns import pattern
from ..records.record import Record

#: `equation`: named as one. `noun`: introduced by another noun, or we cannot tell. `bare`: by
#: nothing. `start`: by nothing, at the beginning of a sentence. `unclear`: by nothing, perhaps at
#: the beginning of one. `listed`: continues a list.
Introduction = Literal["equation", "noun", "bare", "start", "unclear", "listed"]

#: How far before a reference words are looked for.
_WINDOW = 200
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
    re.DOTALL,
)
_EQUATION = pattern(
    r"(?:eq(?:n|s|ns|uations?|uat)?|gl|gleichung(?:en)?|équations?|ecuaci[oó]n(?:es)?|equazion[ei]"
    r"|equaç(?:ão|ões)|формул\w*|уравнени\w*|式|公式|方程|等式)",
    re.IGNORECASE,
)
_ENDS_IN_EQUATION = pattern(r".*(?:式|公式|方程)", re.DOTALL)
#: Words that a reference does not belong to: it stands for the equation by itself behind them.
_FUNCTION = word_set(
    "by from in into of to with using via on onto over under at for as than upon within without "
    "between among amongst against towards toward through throughout after before since until "
    "till despite given because due but and or nor so yet if when whenever whereas whence "
    "although though that which unless once thus hence then therefore now also both either "
    "neither not again indeed here namely cf viz see instead only just even still already "
    "moreover furthermore however consequently like unlike except plus versus vs about above "
    "below around besides alongside together iff while where is are was were be been being "
    "becomes become remains remain has have had i.e e.g w.r.t resp respectively out and/or per"
)
_VERBS = word_set(
    "uses use recall recalls apply applies invoke invokes satisfy satisfies imply implies give "
    "gives yield yields obtain obtains get gets prove proves show shows establish establishes "
    "follow follows insert inserts plug plugs substitute substitutes combine combines compare "
    "compares consider considers solve solves minimize minimizes minimise minimises maximize "
    "maximizes maximise maximises optimize optimizes verify verifies check checks hold holds "
    "denote denotes rewrite rewrites rearrange simplify simplifies integrate differentiate "
    "multiply divide add adds subtract take takes let write express replace replaces derive "
    "derives deduce deduces conclude concludes complete completes violate violates fulfil "
    "fulfill fulfils fulfills obey obeys contradict contradicts generalize generalizes "
    "generalise generalises recover recovers match matches equal equals exploit justify "
    "justifies ensure ensures enforce enforces impose imposes assume assumes need needs require "
    "requires improve improves extend extends strengthen strengthens means mean proven shown "
    "seen known done told written taken held found got made led leads lead brings bring admits "
    "admit meets meet makes make put puts sees say says call reads read do does did can may will "
    "must should would could cannot used mind begin began starts start prints rely relies"
)
_DETERMINERS = word_set(
    "the a an this that these those our your its their his her my each every any some such no all "
    "one two three another other same first second third last next following previous preceding "
    "above latter former whole full main key crucial new old simple general well-known so-called"
)
#: Behind these an unknown word is a verb: "we reorder (3)", "can simply telescope (3)".
_BEFORE_VERBS = word_set(
    "we i us can could must may might will would should shall cannot simply directly easily"
)
#: Nouns that look like a verb's form or an adverb.
_NOUNS = word_set(
    "setting mapping embedding ordering coupling matching packing covering scaling string ring "
    "thing meaning sampling rounding pairing splitting weighting smoothing clipping seed speed "
    "need family anomaly assembly reply supply monopoly feed breed ending ceiling pricing"
)
_ABBREVIATED = word_set(
    "ineq ineqs ineqn cond conds prob def defn prop thm lem cor sec ass asm assump ex fig alg rem "
    "rel const prog opt exp form ch app tab obj constr"
)
_SEPARATOR_WORDS = word_set(
    "and or to through & respectively resp as well both also then und bis et"
)
#: Most references need no more than the word before them.
_LAST_WORD = pattern(r"(?<![\w\\@.\u2019'-])(?P<word>[a-zA-Z]+)(?P<dot>\.?)[~\s]+\Z")
_CERTAINLY_BARE = (_FUNCTION | _VERBS) - _SEPARATOR_WORDS
_CONTROL_WORD = pattern(r"\\([a-zA-Z@]+)")
_SEPARATOR_MARKS = frozenset(",;-–—/+&")


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
    introduction, word = _by(tokens)
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


def _by(tokens: list[_Token]) -> tuple[Introduction, str]:
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
        return _behind_mark(tokens, index, text, tied=tied)
    if kind != "word":
        return "noun", ""  # a formula, another reference, a table's cell
    if _EQUATION.fullmatch(text) or _ENDS_IN_EQUATION.fullmatch(text):
        return "equation", text
    return ("bare" if _is_bare_behind(text, tokens[:index]) else "noun"), ""


def _behind_mark(
    tokens: list[_Token], index: int, mark: str, *, tied: bool
) -> tuple[Introduction, str]:
    before = tokens[index - 1] if index else _Token("edge", "")
    word = before.text.lower().rstrip(".") if before.kind == "word" else ""
    if mark == ".":
        if _EQUATION.fullmatch(word):
            return "equation", f"{before.text}."
        if word in _FUNCTION:
            return "bare", ""
        if word in _ABBREVIATED or (tied and word):
            return "noun", ""
        return "start", ""
    if mark in "!?":
        return "start", ""
    if mark == "(":
        # "condition (\eqref{a})" says what it is, "(\eqref{a})" does not.
        named = bool(word) and not _is_bare_behind(word, tokens[: index - 1])
        return ("noun" if named else "bare"), ""
    if mark == _DISPLAY:
        return "unclear", ""
    return ("bare" if mark in ",:;" else "noun"), ""


def _is_bare_behind(word: str, before: list[_Token]) -> bool:
    """Whether a word leaves a reference behind it without a noun."""
    lower = word.lower()
    if lower in _FUNCTION or lower in _VERBS:
        return True
    if lower in _DETERMINERS or lower in _NOUNS:
        return False
    previous = next((t.text.lower() for t in reversed(before) if t.kind != "tie"), "")
    if previous in _DETERMINERS or not word.isascii():
        return False
    if previous in _BEFORE_VERBS and word.islower():
        return True
    return len(lower) > 4 and lower.endswith(("ing", "ed", "ly"))
