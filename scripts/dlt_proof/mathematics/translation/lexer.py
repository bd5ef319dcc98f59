"""A formula's text as tokens, its bars paired. What no rule knows is a token of its own kind.

So that a group nobody needs to understand (the event of a probability, say) can be stepped over;
whoever meets such a token in a term refuses it.
"""

import re
from typing import NamedTuple

from .bars import JOINED, pair_bars
from .names import (
    FONTS,
    WORDS,
    argument_end,
    base_of,
    canonical_name,
    plain_text,
    skip_spaces,
    symbol_at,
)
from .records import NotUnderstoodError


class Token(NamedTuple):
    """One token.

    Args:
        kind: `number`, `operator`, `open`, `close`, `bar`, `function`, `symbol`, `script` (a
            subscript of what is no symbol), `sign` (, or !), `dots`, or `other`.
        value: as the reader compares it; of a symbol its canonical name, of a script its text.
        start, end: its place in the text.
    """

    kind: str
    value: str
    start: int
    end: int


_FUNCTIONS = (
    "exp log ln frac tfrac dfrac nicefrac sfrac sqrt sin cos tan cot sec csc sinh cosh tanh coth "
    "arctan arcsin arccos max min abs binom tbinom dbinom sum prod"
)
FUNCTIONS = _FUNCTIONS.split()
CLOSING = {
    "(": ")",
    "[": "]",
    "{": "}",
    "\\{": "\\}",
    "\\lvert": "\\rvert",
    "\\lVert": "\\rVert",
    "\\lfloor": "\\rfloor",
    "\\lceil": "\\rceil",
    "\\langle": "\\rangle",
}
_RULES = re.compile(
    r"""
    (?P<sized>\\(?P<side>left|right|[bB]igg?[lr])\s*
        (?P<delimiter>\||\\\||\\[lr]?[vV]ert(?![A-Za-z])))
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<operator>[-+/*^]|\\(?:cdot|times|vee|wedge)(?![A-Za-z]))
  | (?P<open>[(\[{]|\\\{|\\lbrace(?![A-Za-z])|\\(?:lvert|lVert|lfloor|lceil|langle)(?![A-Za-z]))
  | (?P<close>[)\]}]|\\\}|\\rbrace(?![A-Za-z])|\\(?:rvert|rVert|rfloor|rceil|rangle)(?![A-Za-z]))
  | (?P<bar>(?:\\[bB]igg?m?\s*)?(?:\||\\\||\\[vV]ert(?![A-Za-z])))
  | (?P<function>\\(?:"""
    + "|".join(FUNCTIONS)
    + r""")(?![A-Za-z]))
  | (?P<sign>[,!;:])
  | (?P<dots>\\(?:l|c|v|d)?dots[bcimo]?(?![A-Za-z])|\.\.\.)
    """,
    re.VERBOSE,
)
_OTHER = re.compile(r"\\(?:[A-Za-z]+\*?|.)|.", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_SIDES = {"left": "l", "right": "r", "l": "l", "r": "r"}
_NAMES = {"\\lbrace": "\\{", "\\rbrace": "\\}"}
_WORD_FONTS = ("text", "textrm", "textup", "textnormal", "mbox", "intertext")


def tokens_of(text: str) -> list[Token]:
    """All tokens of a formula.

    Raises:
        NotUnderstoodError: a script without its argument.
    """
    tokens: list[Token] = []
    at = skip_spaces(text, 0)
    while at < len(text):
        token = _token_at(text, at)
        tokens.append(token)
        at = skip_spaces(text, token.end)
    ends = [0, *(token.end for token in tokens)]
    touching = [token.start == end for token, end in zip(tokens, ends, strict=False)]
    kinds = pair_bars([(t.kind, t.value) for t in tokens], touching)
    paired: list[Token] = []
    for token, kind in zip(tokens, kinds, strict=True):
        if kind == JOINED:
            paired[-1] = paired[-1]._replace(end=token.end)
        else:
            paired.append(token if kind is None else token._replace(kind=kind[0], value=kind[1]))
    return _with_double_delimiters(text, paired)


def _with_double_delimiters(text: str, tokens: list[Token]) -> list[Token]:
    """`\\left|\\left| x \\right|\\right|`, which prints as `\\|x\\|` does, as that.

    Three such signs in a row are another norm, which no rule knows.
    """
    stack: list[int] = []
    ends: dict[int, int] = {}
    for number, token in enumerate(tokens):
        if token.kind == "open":
            stack.append(number)
        elif token.kind == "close" and stack:
            ends[stack.pop()] = number
    result, dropped = list(tokens), set()
    for first in sorted(ends):
        run = [first]
        while _wraps_alike(text, tokens, ends, run[-1]) and first not in dropped:
            run.append(run[-1] + 1)
        dropped.update(run[1:])
        for number in run if len(run) > 2 else ():
            result[number] = tokens[number]._replace(kind="bar")
            result[ends[number]] = tokens[ends[number]]._replace(kind="bar")
        if len(run) == 2:
            last, inner = ends[first], ends[first + 1]
            result[first] = Token("open", "\\lVert", tokens[first].start, tokens[first + 1].end)
            result[last] = Token("close", "\\rVert", tokens[inner].start, tokens[last].end)
            dropped.add(inner)
    return [t for n, t in enumerate(result) if n not in dropped or t.kind == "bar"]


def _wraps_alike(text: str, tokens: list[Token], ends: dict[int, int], first: int) -> bool:
    """Whether a sized bar has nothing between it and its end but a pair of the same bars."""
    last, inner = ends[first], ends.get(first + 1)
    if inner is None or inner != last - 1:
        return False
    for one, other in ((first, first + 1), (inner, last)):
        written = [_BLANKS.sub("", text[tokens[n].start : tokens[n].end]) for n in (one, other)]
        if written[0] != written[1] or not written[0].startswith("\\"):
            return False
        if text[tokens[one].end : tokens[other].start].strip():
            return False
    return tokens[first].value == "\\lvert"


def _token_at(text: str, at: int) -> Token:
    match = _RULES.match(text, at)
    if match is not None and match["sized"]:
        norm = match["delimiter"] in ("\\|", "\\Vert", "\\lVert", "\\rVert")
        side = _SIDES[match["side"].lstrip("bBig") or match["side"]]
        value = f"\\{side}{'V' if norm else 'v'}ert"
        return Token("open" if side == "l" else "close", value, at, match.end())
    if match is not None:
        kind = match.lastgroup or ""
        value = _NAMES.get(match[0], match[0])
        if kind == "bar":
            value = "\\|" if value.endswith(("\\|", "\\Vert")) else "|"
        return Token(kind, value, at, match.end())
    if text[at] == "_":
        end = argument_end(text, at + 1)
        if end < 0:
            raise NotUnderstoodError("a subscript without its argument")
        return Token("script", plain_text(text[at + 1 : end]), at, end)
    symbol = symbol_at(text, at)
    if symbol is not None:
        kind = "other" if symbol[0].startswith(tuple(f"\\{f}{{" for f in _WORD_FONTS)) else "symbol"
        return Token(kind, symbol[0], at, symbol[1])
    other = _OTHER.match(text, at)
    end = other.end() if other else at + 1
    return Token("other", text[at:end], at, end)


#: Fonts in which a single letter is an operator: \mathbb{E}, \operatorname{P}.
_OPERATOR_FONTS = frozenset(
    ["mathbb", "mathds", "mathbbm", "operatorname", "operatorname*", "mathop"]
)
_SINGLE_LETTERS = frozenset(["E", "P", "V", "1"])
_OTHER_OPERATORS = frozenset(["sgn", "sign", "max", "min", "exp", "log"])
_DRESSED = re.compile(r"\\(?P<font>[a-z]+\*?)\{(?P<inside>.*)\}", re.DOTALL)


def symbols_in(text: str) -> set[str]:
    """Canonical names of all symbols in any formula, understood or not.

    Names of operators (`\\mathbb{E}`, `\\Pr`) and words in `\\text` are none.
    """
    found: set[str] = set()
    at = skip_spaces(text, 0)
    while at < len(text):
        try:
            token = _token_at(text, at)
        except NotUnderstoodError:
            at += 1
            continue
        if token.kind == "symbol" and not is_operator_name(token.value):
            found.add(canonical_name(token.value))
        at = skip_spaces(text, token.end)
    return found


def is_operator_name(name: str) -> bool:
    """Whether a name can only be an operator's: of an expectation, a probability, a trace."""
    base = base_of(name)
    if base.startswith("\\") and base[1:] in WORDS:
        return True
    fonts: set[str] = set()
    while (match := _DRESSED.fullmatch(base)) and match["font"] in FONTS:
        fonts.add(match["font"])
        base = match["inside"]
    if not fonts:
        return False
    word = base.lstrip("\\")
    if word == "1":
        return bool(fonts & {"mathbf", *_OPERATOR_FONTS})
    if word in _SINGLE_LETTERS or word == "E":
        return bool(fonts & _OPERATOR_FONTS)
    return word in WORDS or word in _OTHER_OPERATORS
