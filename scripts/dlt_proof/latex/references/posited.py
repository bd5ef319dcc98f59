"""Displays in a statement that the statement does not assert: definitions and hypotheses.

Who refers to "let $\\beta_t := …$" in the statement of a theorem takes over what is meant by
$\\beta_t$, and uses nothing that the theorem says. Not here: what the reference is there for
(`roles`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ... import patterns
from ...patterns import pattern
from ..model import FileView, MathSpan, Statement

_DEFINING = (
    r":\s*=|\\mathrel\s*\{?\s*:\s*=|\\(?:coloneqq|triangleq|defeq|eqdef|colonequals|bydef|isdef|Def"
    r"|coloneq)(?![a-zA-Z])|\\vcentcolon\s*="
)
_INEQUALITY = (
    r"[<>]|\\(?:[lg]e(?:q|qslant|qq)?|lesssim|gtrsim|ll|gg|neq?|to|subset(?:eq)?|supset(?:eq)?|preceq|succeq"
    r"|approx|propto|asymp|sim|implies|iff|Rightarrow|Leftrightarrow|xrightarrow|longrightarrow|rightarrow|in)(?![a-zA-Z])"
)
_RELATION = pattern(
    rf"(?P<defining>{_DEFINING})|(?P<naming>=\s*:|\\eqqcolon(?![a-zA-Z]))|(?P<inequality>{_INEQUALITY})|(?P<equality>=)"
)
_MARKED_EQUALITY = pattern(
    r"\\(?:stackrel|overset)\s*\{[^={}]*(?:\{[^{}]*\}[^={}]*)?(?:def|triangle|Delta)[^={}]*(?:\{[^{}]*\}[^={}]*)?\}\s*\{?\s*=\s*\}?"
)
_MARKUP = pattern(
    r"\\(?:label|tag\*?|text(?:rm|bf|it)?|mbox|operatorname\*?|mathrm)\s*\{[^{}]*\}"
    r"|\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\{[^{}]*\})?"
)
_GROUP = pattern(r"\\\{[^{}]*?\\\}|(?<!\\)\{[^{}]*\}|\([^()]*\)|(?<!\\)\[[^\[\]]*\]")
_MOST_GROUPS = 30
_LABEL = pattern(
    r"\\(?:label|hypertarget)\s*\{[^{}]*\}|\\(?:upshape|normalfont|leavevmode|itshape)"
)
_CLAUSE_END = pattern(r"[.;:!?](?=[\s~}\\]|\Z)|\\item(?![a-zA-Z])|\n[ \t\r]*\n")
_LEAD = r"\W*(?:(?:and|also|further|furthermore|moreover|now|in\s+addition|for\s+\W+|here)\W+)*"
_SUPPOSED = pattern(
    rf"{_LEAD}(?:let|define|denote|set|put|write|suppose|assume|consider|fix|given)\b",
    patterns.IGNORECASE,
)
_SUPPOSED_LAST = pattern(
    r"\b(?:and|,)\s+(?:let|define|denote|set|put|suppose|assume)\b[^,]*\Z"
    r"|(?:\A|[\s,])(?:if|when|whenever|provided(?:\s+that)?|as\s+long\s+as|assuming(?:\s+that)?)\b[^,]*\Z",
    patterns.IGNORECASE,
)
_DEFINED_LAST = pattern(
    r"\b(?:where|with|for|given\s+by|defined\s+(?:by|as))\s*\Z", patterns.IGNORECASE
)
_CONCLUDES = pattern(
    r"\b(?:then|thus|hence|therefore|so|we\s+(?:\w+\s+)?have|it\s+holds|holds?\s+that|there\s+(?:is|are|exists?)"
    r"|which|it\s+follows)\b",
    patterns.IGNORECASE,
)


def is_posited(view: FileView, statement: Statement, place: int) -> bool:
    """Whether what stands at a place in a statement is a display that is only defined or supposed.

    Args:
        view: the file.
        statement: one of its statements.
        place: in it, of a label.
    """
    index = bisect_right(view.formulas, place, key=lambda f: f.span.start) - 1
    if index < 0 or not view.formulas[index].display or view.formulas[index].span.end <= place:
        return False
    formula = view.formulas[index]
    kinds = _relations(view.masked[formula.body.start : formula.body.end])
    only_equal = "inequality" not in kinds and "naming" not in kinds
    if only_equal and kinds[:1] == ["defining"]:
        return True
    lead = _lead(view, statement, formula)
    if _CONCLUDES.search(lead):
        return False
    if _SUPPOSED.match(lead) or _SUPPOSED_LAST.search(lead):
        return True
    return only_equal and bool(_DEFINED_LAST.search(lead)) and bool(kinds)


def _relations(text: str) -> list[str]:
    """The kinds of the relations in a formula, those in its sub- and superscripts left out."""
    text = _MARKED_EQUALITY.sub(":=", _MARKUP.sub(" ", text))
    for _ in range(_MOST_GROUPS):
        shorter = _GROUP.sub(" ", text)
        if shorter == text:
            break
        text = shorter
    return [str(match.lastgroup) for match in _RELATION.finditer(text)]


def _lead(view: FileView, statement: Statement, formula: MathSpan) -> str:
    """The words of the clause before a display, formulas as single signs."""
    begin = statement.environment.body.start
    index = bisect_left(view.formulas, begin, key=lambda f: f.span.start)
    parts = []
    # A formula that is not closed may begin before the statement that it reaches into.
    last = bisect_left(view.formulas, formula.span.start, key=lambda f: f.span.start)
    for other in view.formulas[index:last]:
        if other.span.start >= begin:
            parts.append(view.masked[begin : other.span.start])
            end = view.masked[max(other.body.start, other.body.end - 80) : other.body.end]
            stopped = other.display and end.rstrip(" \n\t~}").endswith(".")
            parts.append("◇. " if stopped else "◇")
            begin = other.span.end
    lead = _LABEL.sub(" ", "".join([*parts, view.masked[begin : formula.span.start]]))
    ends = [match.end() for match in _CLAUSE_END.finditer(lead)]
    return lead[ends[-1] :] if ends else lead
