"""A displayed formula cut into chains of relations, each with its exact place.

Only relations of the outermost level count: what stands in braces, brackets, parentheses or an
inner environment belongs to a term.
"""

import re
from dataclasses import dataclass

#: Relations that assert something, and the plain form of each.
RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\le": "<=",
    r"\leq": "<=",
    r"\leqslant": "<=",
    r"\ge": ">=",
    r"\geq": ">=",
    r"\geqslant": ">=",
    r"\lt": "<",
    r"\gt": ">",
    r"\ne": "!=",
    r"\neq": "!=",
    r"\ll": "<<",
    r"\gg": ">>",
    r"\lesssim": "<~",
    r"\gtrsim": ">~",
    r"\asymp": "~",
    r"\sim": "~",
    r"\approx": "~",
    r"\equiv": "==",
    r"\preceq": "<=",
    r"\succeq": ">=",
    r"\implies": "=>",
    r"\Rightarrow": "=>",
    r"\Longrightarrow": "=>",
    r"\iff": "<=>",
    r"\Leftrightarrow": "<=>",
    r"\Longleftrightarrow": "<=>",
    r"\subseteq": "subset",
    r"\subset": "subset",
    r"\supseteq": "superset",
    r"\supset": "superset",
}
_DEFINING = {":=", "=:", r"\coloneqq", r"\eqqcolon", r"\triangleq", r"\defeq", r"\coloneq"}

_TOKEN = re.compile(
    r"""
    (?P<label>\\(?:label|tag\*?|nonumber|notag|qedhere)\b(?:\s*\{[^{}]*\})?)
  | (?P<stacked>\\(?:overset|stackrel|underset)\s*(?=\{))
  | (?P<text>\\(?:text|textrm|textnormal|mbox|intertext|shortintertext)\s*(?=\{))
  | (?P<break>\\\\(?:\s*\[[^\]]*\])?)
  | (?P<gap>\\(?:quad|qquad)(?![A-Za-z]))
  | (?P<size>\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*)
  | (?P<open>\\\{|\\l(?:vert|Vert|angle|ceil|floor)\b|[\[({]|\\begin\s*\{[^{}]*\})
  | (?P<close>\\\}|\\r(?:vert|Vert|angle|ceil|floor)\b|[\])}]|\\end\s*\{[^{}]*\})
  | (?P<defining>:=|=:)
  | (?P<command>\\(?:[A-Za-z]+\*?|.))
  | (?P<sign>[=<>])
  | (?P<comma>,)
  | (?P<amp>&)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a chain.

    Args:
        left, right: the terms on either side, trimmed.
        sign: the relation as written, `\\le`.
        start, end: of the sign, in the text that was cut.
        defining: whether it introduces its left side (`:=`).
        condition: whether it only says for which values a formula holds (`\\text{for } k \\le j`).
    """

    left: str
    sign: str
    right: str
    start: int
    end: int
    defining: bool
    condition: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """A token of the outermost level: `relation`, `break`, `gap`, `text` or `blank`."""

    kind: str
    start: int
    end: int
    sign: str = ""


def relations(content: str) -> list[Relation]:
    """The relations of a display's content, in reading order.

    A row that begins with a relation or an operator goes on with the chain of the row above; any
    other row, and whatever follows a `\\quad` or words, begins a new formula.

    Args:
        content: what stands between the display's delimiters, comments blanked.
    """
    marks = _outermost_marks(content)
    characters = list(content)
    for mark in marks:
        if mark.kind in ("break", "gap", "blank"):
            characters[mark.start : mark.end] = " " * (mark.end - mark.start)
    text = "".join(characters)

    found: list[Relation] = []
    signs: list[_Mark] = []
    begin, condition = 0, False

    def finish(end: int) -> None:
        """Turn the signs read since the formula began into relations."""
        edges = [begin, *(edge for mark in signs for edge in (mark.start, mark.end)), end]
        terms = [_trim(text[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2)]
        for mark, left, right in zip(signs, terms, terms[1:], strict=False):
            found.append(
                Relation(
                    left, mark.sign, right, mark.start, mark.end, mark.sign in _DEFINING, condition
                )
            )
        signs.clear()

    for number, mark in enumerate(marks):
        if mark.kind == "relation":
            signs.append(mark)
        elif mark.kind == "text":
            finish(mark.start)
            begin, condition = mark.end, bool(_CONDITION.match(content[mark.start : mark.end]))
        elif mark.kind in ("break", "gap"):
            after = next((m for m in marks[number + 1 :] if m.kind != "blank"), None)
            goes_on = (
                after is not None
                and after.kind == "relation"
                and not text[mark.end : after.start].strip()
            )
            if not goes_on and not _OPERATOR.match(text, mark.end):
                finish(mark.start)
                begin = mark.end
                # "x \le y \quad \text{for } k \quad" ends its condition with the row only.
                condition = condition and mark.kind == "gap"
    finish(len(content))
    return found


_CONDITION = re.compile(
    r"\\[A-Za-z]+\s*\{[\s~]*(?:for|if|when|where|whenever|with|provided|as|on|unless)\b",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"\s*(?:[+\-*/]|\\(?:cdot|times|pm|mp)(?![A-Za-z]))")


def _outermost_marks(content: str) -> list[_Mark]:
    marks: list[_Mark] = []
    depth = position = 0
    while match := _TOKEN.search(content, position):
        kind, start, position = match.lastgroup, match.start(), match.end()
        if kind == "stacked":
            # \overset{(a)}{\le} and \underset{x}{\le}: the second group is the relation.
            upper_end = _group_end(content, position)
            base_start = _skip_blanks(content, upper_end)
            position = _group_end(content, base_start)
            sign = content[base_start:position].strip("{} \n\t")
            if depth == 0 and (sign in RELATIONS or sign in _DEFINING):
                marks.append(_Mark("relation", start, position, sign))
        elif kind == "text":
            position = _group_end(content, position)
            if depth == 0:
                marks.append(_Mark("text", start, position))
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif depth == 0:
            sign = match[0]
            if sign in RELATIONS or sign in _DEFINING:
                marks.append(_Mark("relation", start, position, sign))
            elif kind in ("break", "gap"):
                marks.append(_Mark(kind, start, position))
            elif kind in ("amp", "label"):
                marks.append(_Mark("blank", start, position))
    return marks


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _group_end(text: str, at: int) -> int:
    """One past the brace group (or the single token) that begins at an offset."""
    at = _skip_blanks(text, at)
    if at >= len(text) or text[at] != "{":
        match = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL).match(text, at)
        return match.end() if match else len(text)
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return len(text)


_EDGE = re.compile(
    r"^(?:\s|\\[,;:!]|\\(?:quad|qquad|displaystyle)(?![A-Za-z]))+"
    r"|(?:\s|\\[,;:!]|[.,;]|\\(?:quad|qquad)(?![A-Za-z]))+$"
)


def _trim(term: str) -> str:
    return re.sub(r"\s+", " ", _EDGE.sub("", _EDGE.sub("", term))).strip()
