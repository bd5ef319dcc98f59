"""A displayed formula cut into chains of relations, each with its exact place.

Only relations of the outermost level count: what stands in braces, brackets, parentheses or an
inner environment belongs to a term, except in environments that only lay a chain out (`aligned`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..latex import Macro, expand_macros

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
    r"\in": "in",
    r"\notin": "not in",
    r"\leqq": "<=",
    r"\geqq": ">=",
    r"\nleq": "not <=",
    r"\ngeq": "not >=",
    r"\propto": "~",
    r"\simeq": "~",
    r"\cong": "~",
    r"\eqsim": "~",
    r"\to": "->",
    r"\rightarrow": "->",
    r"\longrightarrow": "->",
    r"\xrightarrow": "->",
    r"\vdash": "|-",
}
_DEFINING = {":=", "=:", r"\coloneqq", r"\eqqcolon", r"\triangleq", r"\defeq", r"\coloneq"}

_TOKEN = re.compile(
    r"""
    (?P<label>\\(?:label|tag\*?|nonumber|notag|qedhere)\b(?:\s*\{[^{}]*\})?)
  | (?P<stacked>\\(?:overset|stackrel|underset)\s*(?=\{))
  | (?P<wrapped>\\(?:mathrel|mathop)\s*(?=\{))
  | (?P<arrow>\\xrightarrow\s*(?:\[[^\]]*\])?\s*(?=\{))
  | (?P<layout>\\(?:begin|end)\s*\{(?:aligned|alignedat|split|gathered|multlined)\}(?:\[[a-z]\])?)
  | (?P<text>\\(?:text|textrm|textnormal|mbox|intertext|shortintertext)\s*(?=\{))
  | (?P<break>\\\\\*?(?:\s*\[[^\]]*\])?)
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
        conditional: whether the display says such a thing beside it.
    """

    left: str
    sign: str
    right: str
    start: int
    end: int
    defining: bool
    condition: bool
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A token of the outermost level: `relation`, `break`, `gap`, `text` or `blank`."""

    kind: str
    start: int
    end: int
    sign: str = ""


def relation_aliases(macros: Mapping[str, Macro]) -> dict[str, str]:
    """The user's macros that stand for a relation, `\\myge` for `\\ge`.

    Args:
        macros: by name without backslash, as in `Document.macros`.
    """
    aliases = {}
    for name, macro in macros.items():
        if macro.arguments == 0:
            marks, _ = _outermost_marks(expand_macros(f"\\{name}", macros), {}, brackets=True)
            signs = [mark.sign for mark in marks if mark.kind == "relation"]
            if len(signs) == 1:
                aliases[f"\\{name}"] = signs[0]
    return aliases


def relations(content: str, aliases: Mapping[str, str] | None = None) -> list[Relation]:
    """The relations of a display's content, in reading order.

    A row that begins with a relation or an operator goes on with the chain of the row above; any
    other row, and whatever follows a `\\quad` or words, begins a new formula.

    Args:
        content: what stands between the display's delimiters, comments blanked.
        aliases: the user's macros for relations (`relation_aliases`).
    """
    inner = _WRAPPER.fullmatch(content)
    if inner and _group_end(content, inner.start("brace")) == inner.end("end"):
        start, end = inner.start("brace") + 1, inner.end("end") - 1
        inside = relations(content[start:end], aliases)
        return [replace(r, start=r.start + start, end=r.end + start) for r in inside]
    marks, balanced = _outermost_marks(content, aliases or {}, brackets=True)
    if not balanced:
        # ]0, 1[ and the like: brackets tell nothing about depth here.
        marks, _ = _outermost_marks(content, aliases or {}, brackets=False)
    characters = list(content)
    for mark in marks:
        if mark.kind in ("break", "gap", "blank"):
            characters[mark.start : mark.end] = " " * (mark.end - mark.start)
    text = "".join(characters)

    found: list[Relation] = []
    signs: list[_Mark] = []
    begin, condition = 0, False
    conditional = False

    def finish(end: int) -> None:
        """Turn the signs read since the formula began into relations."""
        nonlocal conditional
        if condition or (not signs and _SIGN.search(text[begin:end])):
            conditional = True  # "for k <= j", or "(y >= 1)" beside a formula
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
            words = content[mark.start : mark.end]
            begin = mark.end
            condition = bool(_CONDITION.match(words)) or (condition and bool(_AND.match(words)))
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
    return [replace(relation, conditional=conditional) for relation in found]


_CONDITION = re.compile(
    r"\\[A-Za-z]+\s*\{[\s~]*(?:for|if|when|where|whenever|with|provided|as|on|unless)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\\[A-Za-z]+\s*\{[\s~]*(?:and|or|,)[\s~]*\}")
_SIGN = re.compile(
    r"[=<>]|\\(?:" + "|".join(name[1:] for name in RELATIONS if name[1:]) + r")(?![A-Za-z])"
)
#: The whole content in braces or a box.
_WRAPPER = re.compile(r"\s*(?:\\boxed\s*)?(?P<brace>\{).*(?P<end>\})[\s.,;]*", re.DOTALL)
_OPERATOR = re.compile(r"\s*(?:[+\-*/]|\\(?:cdot|times|pm|mp)(?![A-Za-z]))")


def _outermost_marks(
    content: str, aliases: Mapping[str, str], *, brackets: bool
) -> tuple[list[_Mark], bool]:
    """The tokens of the outermost level, and whether all brackets and braces paired.

    Args:
        brackets: whether ( ) [ ] and paired delimiters open a level, or braces alone do.
    """
    marks: list[_Mark] = []
    depth = position = 0
    balanced = True

    def relation(start: int, end: int, sign: str) -> None:
        if depth == 0 and sign:
            marks.append(_Mark("relation", start, end, sign))

    while match := _TOKEN.search(content, position):
        kind, start, position = match.lastgroup, match.start(), match.end()
        if kind == "stacked":
            # \overset{(a)}{\le} and \underset{x}{\le}: the second group is the relation.
            upper_end = _group_end(content, position)
            upper = content[position:upper_end]
            base_start = _skip_blanks(content, upper_end)
            position = _group_end(content, base_start)
            sign = _sign_of(content[base_start:position], aliases)
            relation(start, position, ":=" if sign and _MEANS_DEFINED.search(upper) else sign)
        elif kind in ("wrapped", "arrow"):
            inside = position
            position = _group_end(content, position)
            sign = "\\to" if kind == "arrow" else _sign_of(content[inside:position], aliases)
            relation(start, position, sign)
        elif kind == "text":
            position = _group_end(content, position)
            if depth == 0:
                marks.append(_Mark("text", start, position))
        elif kind == "open":
            depth += brackets or match[0] == "{" or match[0].startswith("\\begin")
        elif kind == "close":
            depth -= brackets or match[0] == "}" or match[0].startswith("\\end")
            if depth < 0:
                depth, balanced = 0, False
        elif depth == 0:
            if kind in ("break", "gap"):
                marks.append(_Mark(kind, start, position))
            elif kind in ("amp", "label", "layout"):
                marks.append(_Mark("blank", start, position))
            else:
                relation(start, position, _sign_of(match[0], aliases))
    return marks, balanced and depth == 0


_MEANS_DEFINED = re.compile(r"def|\\triangle|\\Delta")


def _sign_of(text: str, aliases: Mapping[str, str]) -> str:
    """The relation that a token or group stands for, "" where it is none or several."""
    bare = text.strip("{} \n\t")
    bare = aliases.get(bare, bare)
    if bare in RELATIONS or bare in _DEFINING:
        return bare
    if text.startswith("{"):
        inside = [m[0] for m in _TOKEN.finditer(bare)]
        signs = [aliases.get(t, t) for t in inside if aliases.get(t, t) in {*RELATIONS, *_DEFINING}]
        if len(signs) == 1:
            return signs[0]
    return ""


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
