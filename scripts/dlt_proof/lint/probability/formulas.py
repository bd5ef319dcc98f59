"""Formulas as tokens: brackets, fractions, probabilities with their events.

Tokens that only set type (spaces, sizes, alignment) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ... import patterns
from ...latex.words import word_set
from ...patterns import pattern

#: A token and its offset.
Token = tuple[str, int]
_TOKEN = pattern(
    r"\\label\s*\{[^{}]*\}|(\\(?:begin|end)\s*\{[^{}]*\}|\\(?:text(?:rm|it|bf|sf|normal)?|mbox|operatorname\*?)\s*\{[^{}]*\}"
    r"|\\[a-zA-Z]+\*?|\\.|\d+(?:\.\d+)?|[^\s~&\\])",
    patterns.DOTALL,
)
_TYPE_ONLY = word_set(
    r"\, \; \: \! \  \left \right \big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr \Bigr "
    r"\biggr \Biggr \bigm \Bigm \middle \displaystyle \textstyle \scriptstyle \nonumber \notag "
    r"\limits \nolimits \thinspace \ensuremath \allowbreak \mathopen \mathclose \/"
) | {"\\ "}
_PROBABILITIES = word_set(
    r"\Pr \PP \Prob \prob \Proba \proba \Prb \bbP \Pbb \BP \pr \P \IP \text{Pr} \text{P} "
    r"\text{Prob} \textrm{Pr} \textrm{P} \operatorname{Pr} \operatorname{P} \operatorname{Prob} "
    r"\operatorname*{Pr} \operatorname*{P} \operatorname{\mathbb{P}} \operatorname{prob} "
    r"\mbox{Pr} \mbox{Prob} \mbox{P}"
)
_FONTS = word_set(
    r"\mathbb \mathbf \mathrm \mathsf \Bbb \bm \boldsymbol \mathds \mathop \mathit "
    r"\operatorname \rm \bf"
)
# A user's macro that sets brackets around its argument: `P\\biggRound{…}`.
_BRACKETS = pattern(
    r"\A\\[a-zA-Z]*(?:[rR]ound|[pP]aren|[bB]rac|[sS]quare|[cC]url|[eE]vent|\A\\set)"
)
_OPENING = frozenset(["(", "[", "{", "\\{", "\\lbrace", "\\lbrack", "|", "\\|"])
OPEN = frozenset(["(", "[", "{", "\\{", "\\lbrace", "\\lbrack"])
CLOSE = frozenset([")", "]", "}", "\\}", "\\rbrace", "\\rbrack"])
LESS = frozenset([r"\le", r"\leq", r"\leqslant", r"\lesssim", r"<", r"≤", r"\ll", r"\lt"])
MORE = frozenset([r"\ge", r"\geq", r"\geqslant", r"\gtrsim", r">", r"≥", r"\gg", r"\gt"])
EQUAL = frozenset(
    [r"=", r"\approx", r"\simeq", r"\sim", r"\to", r"\rightarrow", r"\longrightarrow", r"\equiv"]
)
RELATIONS = LESS | MORE | EQUAL
_DELIMITERS = frozenset(["$", "\\(", "\\)", "\\[", "\\]"])
FRACTIONS = frozenset([r"\frac", r"\dfrac", r"\tfrac", r"\sfrac", r"\nicefrac"])


#: How far brackets are looked for, which expressions are compared only in their beginning, and
#: how many probabilities are read: a formula may be longer than anybody reads.
_MOST, _LONGEST, _READ = 600, 120, 300


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of a formula."""
    return [
        (token, match.start())
        for match in _TOKEN.finditer(text, start, end)
        if (token := match[1]) and token not in _TYPE_ONLY
    ]


def may_have_probability(text: str) -> bool:
    """A quick look whether a formula may have a sign for probability."""
    return "P" in text or "prob" in text or "\\pr" in text


def is_delimiter(token: str) -> bool:
    """Whether a token only begins or ends a formula."""
    return token in _DELIMITERS or token.startswith(("\\begin", "\\end"))


def after_opening(found: Sequence[Token], index: int = 0) -> int:
    """The index behind what opens a formula or group."""
    while index < len(found) and (
        is_delimiter(found[index][0]) or found[index][0] in ("{", "}", "\\quad", "\\qquad", ",")
    ):
        index += 1
    return index


def normal(found: Sequence[Token]) -> str:
    """An expression such that two ways of writing the same one are usually equal."""
    if len(found) > _LONGEST:
        return "".join(token for token, _ in found[:_LONGEST])
    pieces: list[str] = []
    index = 0
    while index < len(found):
        token = found[index][0]
        if token in FRACTIONS:
            above, index = argument(found, index + 1)
            below, index = argument(found, index)
            pieces.append(
                f"{above}/{below}" if len(below) < 2 or below.isdigit() else f"{above}/({below})"
            )
            continue
        if token == "{":
            inner, index = argument(found, index)
            pieces.append(inner if len(inner) == 1 else f"{{{inner}}}")
            continue
        if token not in ("$", "\\%", "%"):
            pieces.append(token)
        index += 1
    return "".join(pieces)


def argument(found: Sequence[Token], index: int) -> tuple[str, int]:
    if index >= len(found):
        return "", index
    if found[index][0] != "{":
        return found[index][0], index + 1
    end = closing(found, index)
    return normal(found[index + 1 : end]), end + 1


def closing(found: Sequence[Token], index: int) -> int:
    """The index of the bracket that closes the one at an index; where none does, of the last
    token looked at."""
    depth = 0
    limit = min(len(found), index + _MOST)
    while index < limit:
        token = found[index][0]
        if token in OPEN:
            depth += 1
        elif token in CLOSE:
            depth -= 1
            if depth <= 0:
                return index
        index += 1
    return limit


def probabilities(found: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """Every probability: the index of its sign, of its event and behind it."""
    index = 0
    count = 0
    while index < len(found) and count < _READ:
        end = _probability(found, index)
        if not end:
            index += 1
            continue
        count += 1
        inside = _behind_scripts(found, end)
        plain = found[index][0] == "P"
        braced = plain and inside + 1 < len(found) and found[inside + 1][0] == "{"
        if braced and _BRACKETS.search(found[inside][0]):
            yield index, inside + 2, min(closing(found, inside + 1), len(found))
        elif (
            inside < len(found)
            and found[inside][0] in _OPENING
            and not (plain and found[inside][0] == "{")
        ):
            yield index, inside + 1, min(closing(found, inside), len(found))
        elif not plain:
            yield index, inside, inside
        index = max(end, index + 1)


def _probability(found: Sequence[Token], index: int) -> int:
    """The index behind a sign for probability, 0 where there is none."""
    token = found[index][0]
    if token in _PROBABILITIES:
        return index + 1
    if token in _FONTS and index + 1 < len(found):
        inside = index + 1 + (found[index + 1][0] == "{")
        name = "".join(t for t, _ in found[inside : inside + 4])
        for written in ("Prob", "Pr", "P"):
            if name.startswith(written) and not name[len(written) : len(written) + 1].isalpha():
                end = inside + len(written)
                return end + (end < len(found) and found[end][0] == "}" and inside > index + 1)
        return 0
    if token == "P" and not (
        index and (found[index - 1][0].isalpha() or found[index - 1][0] in _FONTS)
    ):
        end = index + 1
        while end < len(found) and end < index + 4 and found[end][0] in "rob":
            end += 1
        return end
    return 0


def _behind_scripts(found: Sequence[Token], index: int) -> int:
    while index + 1 < len(found) and found[index][0] in ("_", "^", "'"):
        if found[index][0] == "'":
            index += 1
        else:
            _, index = argument(found, index + 1)
    return index
