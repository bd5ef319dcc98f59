"""The tokens of a formula's outermost level: signs, words, row ends, separators, with places.

What stands in braces, brackets, parentheses or an inner environment belongs to a term, except in
what only lays a formula out (`aligned`, `\\boxed`). Not here: what these tokens make of a formula.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .formula_signs import DEFINING, NEGATED, RELATIONS

_TOKEN = re.compile(
    r"""
    (?P<label>\\(?:label|phantom|hphantom|vphantom|hspace\*?|vspace\*?|color)(?![A-Za-z])\s*\{
        |\\(?:nonumber|notag|qedhere|allowbreak|displaybreak|limits|displaystyle|textstyle|hfill
              |hline|qed)(?![A-Za-z])(?:\s*\[\d\])?
        |\\MoveEqLeft(?![A-Za-z])(?:\s*\[[\d.]*\])?)
  | (?P<tag>\\tag\*?\s*(?=\{))
  | (?P<stacked>\\(?:overset|stackrel|underset)(?![A-Za-z])\s*(?:\[[^\]]*\])?\s*)
  | (?P<defined>\\mathrel\s*\{\s*\\mathop\s*(?::|\{:\})\s*\}\s*=|\\(?:vcentcolon|colon)\s*=|:=|=:
        |=\s*\\vcentcolon(?![A-Za-z]))
  | (?P<wrapped>\\(?:mathrel|mathop|mathbin)\s*(?=\{))
  | (?P<arrow>\\x(?:long)?rightarrow\s*(?:\[[^\]]*\])?\s*(?=\{))
  | (?P<layout>\\(?:begin|end)\s*\{(?:aligned|alignedat|split|gathered|multlined)\}
        (?:\[[a-z]\])?(?:\{\d+\})?)
  | (?P<intertext>\\(?:short)?intertext\s*(?=\{))
  | (?P<text>\\(?:text|textrm|textnormal|textit|textbf|mbox|hbox)\s*(?=\{))
  | (?P<clear>\\(?:boxed|fbox|underline|ensuremath|hl|textcolor\s*\{[^{}]*\}|colorbox\s*\{[^{}]*\})
        \s*(?=\{))
  | (?P<break>\\\\\*?(?:\s*\[[^\]]*\])?|\\(?:newline|cr)(?![A-Za-z]))
  | (?P<gap>\\(?:quad|qquad|enspace)(?![A-Za-z]))
  | (?P<size>\\(?P<how>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])\s*
        (?P<edge>\\[A-Za-z]+|\\.|[^\\\s{}&])?)
  | (?P<open>\\\{|\\l(?:vert|Vert|angle|ceil|floor|brace|brack)\b|[\[({]|\\begin\s*\{[^{}]*\})
  | (?P<close>\\\}|\\r(?:vert|Vert|angle|ceil|floor|brace|brack)\b|[\])}]|\\end\s*\{[^{}]*\})
  | (?P<negated>\\not(?![A-Za-z])\s*(?P<base>[=<>]|\\[A-Za-z]+))
  | (?P<command>\\(?:[A-Za-z]+\*?|.))
  | (?P<sign>[=<>])
  | (?P<comma>[,;])
  | (?P<colon>:)
  | (?P<amp>&)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING = re.compile(r"[\[({]|\\\{|\\l(?:vert|Vert|angle|ceil|floor|brace|brack)$")
_CLOSING = re.compile(r"[\])}]|\\\}|\\r(?:vert|Vert|angle|ceil|floor|brace|brack)$")
_MEANS_DEFINED = re.compile(
    r"(?:def|defn|define[sd]?|definition|\\triangle|\\bigtriangleup|\\Delta)\.?"
)
_FONT = re.compile(
    r"\\(?:text(?:rm|sf|it|bf|tt|normal|up)?|mathrm|mathsf|mathit|operatorname|mbox|tiny|scriptsize"
    r"|scriptstyle|rm|sf|small)(?![A-Za-z])|[{}\s]"
)
_NOT_ANY = re.compile(r"\\(?:exists|nexists|neg|lnot|lor)$")
_GROUP_EDGE = re.compile(r"\\.|[{}]", re.DOTALL)
_ONE_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """A token of the outermost level.

    Args:
        kind: `relation`, `text`, `intertext`, `tag`, `break`, `gap`, `amp`, `comma`, `colon`,
            `forall`, `or` (what follows or stands before is not asserted outright) or `blank`.
        start, end: its place.
        sign: of a relation, in its plain spelling.
        words: of a text or a tag; of a relation, what stands over the sign.
    """

    kind: str
    start: int
    end: int
    sign: str = ""
    words: str = ""


def outermost_marks(
    content: str, aliases: Mapping[str, str], *, brackets: bool = True
) -> tuple[list[Mark], bool]:
    """The tokens of the outermost level, and whether all brackets and braces paired.

    Args:
        content: a formula without its delimiters, comments blanked.
        aliases: the user's macros for relations.
        brackets: whether ( ) [ ] and paired delimiters open a level, or braces alone do.
    """
    marks: list[Mark] = []
    depth = position = 0
    balanced = True

    def add(kind: str, start: int, end: int, sign: str = "", words: str = "") -> None:
        if depth == 0 and (kind != "relation" or sign):
            marks.append(Mark(kind, start, end, sign, words))

    while match := _TOKEN.search(content, position):
        kind, start, position = match.lastgroup or "", match.start(), match.end()
        if match["size"]:
            change = _opens(match["how"], match["edge"] or "") if brackets else 0
            depth += change
        elif kind == "stacked":
            # \overset{(a)}{\le} and \underset{x}{\le}: the second group is the relation.
            upper_end = group_end(content, position)
            upper = content[position:upper_end]
            base_start = skip_blanks(content, upper_end)
            position = group_end(content, base_start)
            sign = _sign_of(content[base_start:position], aliases)
            defined = bool(_MEANS_DEFINED.fullmatch(_FONT.sub("", upper)))
            inner = _over(content[base_start:position])
            over = " ".join(filter(None, (inside(upper), inner)))
            add("relation", start, position, ":=" if sign and defined else sign, over)
        elif kind in ("wrapped", "arrow"):
            opened = position
            position = group_end(content, position)
            group = content[opened:position]
            add(
                "relation", start, position, "\\to" if kind == "arrow" else _sign_of(group, aliases)
            )
        elif kind in ("text", "intertext", "tag"):
            opened, position = position, group_end(content, position)
            add(kind, start, position, words=inside(content[opened:position]))
        elif kind == "clear":
            opened, position = position, group_end(content, position)
            within, even = outermost_marks(content[opened + 1 : position - 1], aliases)
            if even and depth == 0 and any(mark.kind == "relation" for mark in within):
                add("blank", start, opened + 1)
                shift = opened + 1
                marks += [replace(m, start=m.start + shift, end=m.end + shift) for m in within]
                add("blank", position - 1, position)
        elif kind == "label":
            position = group_end(content, position - 1) if match[0].endswith("{") else position
            add("blank", start, position)
        elif match["negated"]:
            base = aliases.get(match["base"], match["base"])
            known = base in RELATIONS
            add("relation", start, position, NEGATED.get(base, "\\not") if known else "")
        elif kind == "open":
            depth += brackets or match[0] == "{" or match[0].startswith("\\begin")
        elif kind == "close":
            depth -= brackets or match[0] == "}" or match[0].startswith("\\end")
        elif kind in ("break", "gap", "amp", "comma", "colon"):
            add(kind, start, position)
        elif kind == "layout":
            add("blank", start, position)
        elif match[0] == "\\forall":
            add("forall", start, position)
        elif _NOT_ANY.match(match[0]):
            add("or", start, position)
        elif match[0] == "\\land":
            add("comma", start, position)
        elif kind == "defined":
            add("relation", start, position, ":=")
        else:
            add("relation", start, position, _sign_of(match[0], aliases))
        if depth < 0:
            depth, balanced = 0, False
    return marks, balanced and depth == 0


def _opens(how: str, edge: str) -> int:
    """How a sized delimiter changes the depth: \\left< opens a level, and its < is no sign."""
    if how == "left" or how.endswith("l"):
        return 1
    if how == "right" or how.endswith("r"):
        return -1
    if _OPENING.match(edge):
        return 1
    return -1 if _CLOSING.match(edge) else 0


def _over(group: str) -> str:
    """What stands over the sign in a sign that is stacked twice."""
    match = _TOKEN.search(group)
    if match is None or match.lastgroup != "stacked":
        return ""
    return inside(group[match.end() : group_end(group, match.end())])


def _sign_of(text: str, aliases: Mapping[str, str]) -> str:
    """The relation that a token or group stands for, "" where it is none or several."""
    bare = text.strip("{} \n\t")
    bare = aliases.get(bare, bare)
    if bare in RELATIONS or bare in DEFINING:
        return bare
    if text.startswith("{"):
        tokens = [m[0] for m in _TOKEN.finditer(bare)]
        signs = [aliases.get(t, t) for t in tokens]
        signs = [sign for sign in signs if sign in RELATIONS or sign in DEFINING]
        if len(signs) == 1:
            return signs[0]
    return ""


def skip_blanks(text: str, at: int) -> int:
    """The offset of the first character from `at` on that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def group_end(text: str, at: int) -> int:
    """One past the brace group (or the single token) that begins at an offset."""
    at = skip_blanks(text, at)
    if at >= len(text) or text[at] != "{":
        match = _ONE_TOKEN.match(text, at)
        return match.end() if match else len(text)
    depth = 0
    for match in _GROUP_EDGE.finditer(text, at):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return len(text)


def inside(group: str) -> str:
    """What stands in a brace group, white space collapsed."""
    group = group.strip()
    if group.startswith("{") and group.endswith("}"):
        group = group[1:-1]
    return " ".join(group.split())
