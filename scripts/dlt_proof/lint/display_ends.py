"""How a display ends: with a punctuation mark, without, or in the middle of something.

Read from the end: spacing, labels, tags, braces and inner environments are stepped over until
the last thing that a reader sees. Not here: whether a mark is missing
(rule R6), and how the text goes on (`continuations`).
"""

from __future__ import annotations

from bisect import bisect_left

from .. import patterns
from ..latex import FileView, MathSpan
from ..latex.words import word_set
from ..patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

#: `marked`: with a punctuation mark. `bare`: without, also where dots trail off. `open`: in the
#: middle of something. `none`: there is nothing to punctuate.
Ending: TypeAlias = 'Literal["marked", "bare", "open", "none"]'

#: What a part of a sentence ends with.
MARKS = frozenset(".,;:?!。，；：．、")
#: What makes a formula a statement: an equation, an inequality.
RELATION = pattern(
    r"[=<>]|\\(?:l|g)e(?:q|qslant)?(?![a-zA-Z])|\\(?:lesssim|gtrsim|coloneqq|approx|sim|to|in|ll|gg"
    r"|neq?|subset(?:eq)?|preceq|succeq|propto|asymp|equiv|triangleq|simeq|cong)(?![a-zA-Z])"
)
#: How far before the end of a display its last mark is looked for.
_TAIL = 3_000
_STEPS = 60

_SPACING = frozenset(",;:!> ")
_DROPPED = word_set(
    "nonumber notag qedhere qed quad qquad enspace enskip thinspace medspace thickspace hfill hss "
    "negthinspace nobreak allowbreak displaybreak strut mathstrut numberthis yesnumber relax "
    "IEEEyesnumber IEEEnonumber IEEEyessubnumber IEEEQEDhere IEEEQEDhereeqn square Box blacksquare "
    "qedsymbol null noindent break newline cr crcr tabularnewline footnotemark rm "
    "displaystyle limits nolimits endgroup egroup normalsize hfil hskip ignorespaces unskip par "
    "xspace nonumbering eqnum "
    "smallskip medskip bigskip vfill Diamond diamond lozenge"
)
_DROPPED_WITH_ARGUMENT = word_set(
    "label tag hspace vspace phantom hphantom vphantom mspace hskip addtocounter setcounter "
    "refstepcounter stepcounter footnotemark footnote index nonumber vskip tag* "
    "hspace* vspace* qedhere displaybreak raisetag intertext shortintertext cite citep"
)
_WORDS = word_set("text textrm textnormal textit mbox hbox textup textsf rm mathrm textsl textbf")
_ANNOTATION = pattern(
    r"\s*(?:[(\[]|\\?(?:quad|qquad)?\s*(?:by|since|from|because|using|due|as|see|cf|via|recall)\b)",
    patterns.IGNORECASE,
)
_OPEN = frozenset("=+-<>*/([^_,")
_OPEN_COMMANDS = word_set(
    "le leq leqslant ge geq geqslant ll gg to in notin ni subset subseteq supset supseteq cup cap "
    "times cdot implies iff Rightarrow Longrightarrow Leftrightarrow Longleftrightarrow rightarrow "
    "longrightarrow leftarrow Leftarrow mapsto longmapsto approx sim simeq equiv neq ne lesssim "
    "gtrsim preceq succeq pm mp oplus otimes wedge vee land lor mid left bigl Bigl biggl Biggl sum "
    "prod int coloneqq eqqcolon triangleq propto asymp vdots ddots lbrace langle lfloor lceil "
    "impliedby because therefore qquad"
)
_COMMAND_AT_END = pattern(r"\\([a-zA-Z@]+)\*?\s*\Z")
_COMMAND_BEFORE = pattern(r"\\([a-zA-Z@]+\*?)\s*(?:\[[^\[\]]*\]\s*)?\Z")
_ROW_BREAK = pattern(r"\\\\\*?\s*\[[^\[\]]*\]\Z")
_NULL_DELIMITER = pattern(r"\\(?:right|[bB]ig+[rlm]?)\s*\.\Z")
_PLAIN_NUMBER = pattern(r"\\l?eqno\s*(?:\([^()]*\)|\{[^{}]*\}|\$?[^\s$\\]*\$?)\Z")
# `\qquad (1)`, `\hfill (*)`: a number set by hand.
_OWN_NUMBER = pattern(
    r"\\(?:q?quad|hfill|hspace\*?\s*\{[^{}]*\})(?:\s|~|\\[ ,;])*"
    r"\((?:\d+[a-z']?|[*]+|\\star|\\ast|\\dagger|[ivx]+)\)\Z"
)


def ending(view: FileView, formula: MathSpan) -> Ending:
    """How a display ends."""
    begin = max(formula.body.start, formula.body.end - _TAIL)
    text = view.masked[begin : formula.body.end]
    labels = _label_starts(view, begin, formula.body.end)
    whole = begin == formula.body.start
    for _ in range(_STEPS):
        text = text.rstrip(" \t\r\n~&\f\v")
        if not text:
            return "none" if whole else "open"
        shorter, labels = _without_last(view, text, labels)
        if shorter is None:
            return _by_last(text)
        text = shorter
    return "open"


def _label_starts(view: FileView, start: int, end: int) -> frozenset[int]:
    """Where keys of labels begin, counted from `start`: own label commands are none we know."""
    index = bisect_left(view.labels, start, key=lambda key: key.span.start)
    found = []
    while index < len(view.labels) and view.labels[index].span.start < end:
        found.append(view.labels[index].span.start - start)
        index += 1
    return frozenset(found)


def _by_last(text: str) -> Ending:
    if match := _COMMAND_AT_END.search(text, max(0, len(text) - 60)):
        return "open" if match[1] in _OPEN_COMMANDS else "bare"
    if text.endswith(("...", "…")):
        return "open"
    if text[-1] in MARKS and text[-1] != "!":  # `n!` is a factorial
        return "marked"
    index = text[:-1].rstrip().endswith(("^", "_"))
    return "open" if text[-1] in _OPEN and not index else "bare"


def _without_last(
    view: FileView, text: str, labels: frozenset[int]
) -> tuple[str | None, frozenset[int]]:
    """The text without its last piece, if a reader does not see that as the formula's end."""
    last = text[-1]
    if text.endswith("\\\\"):
        return text[:-2], labels
    if len(text) > 1 and text[-2] == "\\" and last in _SPACING and not text.endswith("\\\\" + last):
        return text[:-2], labels
    if last == "\\":  # a backslash and the blank that was stripped
        return text[:-1], labels
    if last == "]" and (match := _ROW_BREAK.search(text, max(0, len(text) - 60))):
        return text[: match.start()], labels
    if last == "." and (match := _NULL_DELIMITER.search(text, max(0, len(text) - 30))):
        return text[: match.start()], labels
    if last == ")" and (match := _OWN_NUMBER.search(text, max(0, len(text) - 80))):
        return text[: match.start()], labels
    if "eqno" in text[-40:] and (match := _PLAIN_NUMBER.search(text, max(0, len(text) - 40))):
        return text[: match.start()], labels
    if last == "}" and not text.endswith("\\}"):
        return _without_group(text, labels), labels
    if last.isalpha() or last == "*":
        match = _COMMAND_AT_END.search(text, max(0, len(text) - 60))
        if match and match[1] in _DROPPED:
            return text[: match.start()], labels
        macro = view.macros.get(match[1]) if match else None
        if match and macro and not macro.arguments and macro.body != match.group().strip():
            # Offsets in front of the macro stay what they are.
            return text[: match.start()] + macro.body, labels
    return None, labels


def _without_group(text: str, labels: frozenset[int]) -> str:
    opening = _opening_brace(text)
    if opening is None:
        return text[:-1]
    content = text[opening + 1 : -1]
    match = _COMMAND_BEFORE.search(text, max(0, opening - 80), opening)
    if opening + 1 in labels:
        return text[: match.start()] if match else text[:opening]
    if text[:opening].rstrip().endswith((".^", ",^")):
        return text[:opening].rstrip()[:-1]  # a note's number, set by hand
    if text[:opening].rstrip().endswith(("^", "_")):
        return f"{text[:opening]}x"  # whatever stands there, it is an index, and no sign
    if match is None:
        before = text[:opening].rstrip()
        if before.endswith("}") and (first := _opening_brace(before)) is not None:
            two = _COMMAND_BEFORE.search(before, max(0, first - 80), first)
            if two and two[1] in ("addtocounter", "setcounter", "hypertarget"):
                return text[: two.start()]
        return text[:-1]
    name = match[1]
    if name == "end" or name in _DROPPED_WITH_ARGUMENT:
        return text[: match.start()]
    if name in _WORDS and (not content.strip() or _ANNOTATION.match(content)):
        # A remark at the margin: what counts is the formula before it, or a mark in the remark.
        inside = content.rstrip(" )]\t\r\n")
        if content.rstrip()[-1:] in MARKS or inside[-1:] in (".", ","):
            return text[: match.start()] + "."
        return text[: match.start()]
    return text[:-1]


def _opening_brace(text: str) -> int | None:
    """Where the group begins that a text ends with."""
    depth = 0
    for index in range(len(text) - 1, max(-1, len(text) - 1_000), -1):
        character = text[index]
        if character in "{}" and not (index and text[index - 1] == "\\"):
            depth += 1 if character == "}" else -1
            if depth == 0:
                return index
    return None
