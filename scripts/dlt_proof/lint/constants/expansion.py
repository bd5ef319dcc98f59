"""The tokens of a piece of mathematics, the user's macros expanded token by token.

Unlike `latex.expand_macros`, every token keeps its place: what a macro expands to has the place
of the call, its arguments have their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ... import patterns
from ...latex import Macro
from ...patterns import pattern
from .formula import WANTS_ARGUMENT, Token

_TOKEN = pattern(
    r"\\operatorname\*|\\\\\*?(?:[ \t]*\[[-+.\d ]+(?:[a-z]{2}|\\[a-z]+)\])?|\\(?:[a-zA-Z@]+|.)|#\d"
    r"|\d+(?:\.\d+)?|\.{3}|[^\s]",
    patterns.DOTALL,
)
_COLOURS = frozenset(["\\color", "\\textcolor", "\\mathcolor"])
_MAX_DEPTH = 12
_MAX_TOKENS = 20_000


def tokenise(text: str, start: int, end: int, macros: Mapping[str, Macro]) -> list[Token]:
    """The tokens of a piece of mathematics, macros expanded.

    Args:
        text: masked text of the file.
        start, end: the piece.
        macros: the document's.
    """
    raw = [(_plain(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    if any(mark[0] == "\\" and mark[1:] in macros for mark, _, _ in raw):
        raw = _expand(raw, macros, 0, [_MAX_TOKENS + 20 * len(raw)])
    return raw if _COLOURS.isdisjoint(mark for mark, _, _ in raw) else _uncoloured(raw)


def _plain(mark: str) -> str:
    """A line break without the space it asks for: `\\\\[3cm]` holds no letter c."""
    return "\\\\" if mark.startswith("\\\\") else mark


def _uncoloured(tokens: list[Token]) -> list[Token]:
    """The tokens without colours: `\\textcolor{red}{C}` is a C as black as any."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for index, (mark, _, _) in enumerate(tokens):
        if mark == "{":
            opened.append(index)
        elif mark == "}" and opened:
            partner[opened.pop()] = index
    dropped: set[int] = set()
    for index, (mark, _, _) in enumerate(tokens):
        if mark not in _COLOURS:
            continue
        option = _bracket(tokens, index + 1)
        behind = option[1] if option else index + 1
        behind = partner.get(behind, behind - 1) + 1
        dropped.update(range(index, behind))
        wanted = index > 0 and tokens[index - 1][0] in WANTS_ARGUMENT
        if mark != "\\color" and not wanted and behind in partner:
            dropped.update((behind, partner[behind]))
    return [token for index, token in enumerate(tokens) if index not in dropped]


@lru_cache(maxsize=4096)
def body_tokens(body: str) -> tuple[str, ...]:
    """The tokens of a macro's body, `#1` as one."""
    return tuple(_plain(match.group()) for match in _TOKEN.finditer(body))


def _expand(
    tokens: list[Token], macros: Mapping[str, Macro], depth: int, budget: list[int]
) -> list[Token]:
    done: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        mark = token[0]
        macro = macros.get(mark[1:]) if mark[0] == "\\" and len(mark) > 1 else None
        call = _call(tokens, index, macro) if macro and depth < _MAX_DEPTH else None
        if macro is None or call is None or budget[0] < 0:
            done.append(token)
            index += 1
            continue
        arguments, behind = call
        replaced: list[Token] = []
        for piece in body_tokens(macro.body):
            if piece[0] == "#" and len(piece) == 2:
                number = int(piece[1]) - 1
                replaced += arguments[number] if number < len(arguments) else []
            else:
                replaced.append((piece, token[1], token[2]))
        budget[0] -= len(replaced)
        if done and done[-1][0] in WANTS_ARGUMENT and len(replaced) > 1:
            replaced = [("{", token[1], token[2]), *replaced, ("}", token[1], token[2])]
        done += _expand(replaced, macros, depth + 1, budget)
        index = behind
    return done


def _call(tokens: list[Token], index: int, macro: Macro) -> tuple[list[list[Token]], int] | None:
    """The arguments of the call at an index and the index behind it; None where some lack."""
    _, start, end = tokens[index]
    index += 1
    arguments: list[list[Token]] = []
    if macro.paired:
        if index < len(tokens) and tokens[index][0] == "*":
            index += 1
        option = _bracket(tokens, index)
        index = option[1] if option else index
    if macro.default is not None:
        option = _bracket(tokens, index)
        if option:
            arguments.append(option[0])
            index = option[1]
        else:
            arguments.append([(piece, start, end) for piece in body_tokens(macro.default)])
    while len(arguments) < macro.arguments:
        if index >= len(tokens) or tokens[index][0] == "}":
            return None
        if tokens[index][0] != "{":
            arguments.append([tokens[index]])
            index += 1
            continue
        depth = 0
        for closing in range(index, len(tokens)):
            depth += {"{": 1, "}": -1}.get(tokens[closing][0], 0)
            if depth == 0:
                break
        else:
            return None
        arguments.append(tokens[index + 1 : closing])
        index = closing + 1
    return arguments, index


def _bracket(tokens: list[Token], index: int) -> tuple[list[Token], int] | None:
    if index >= len(tokens) or tokens[index][0] != "[":
        return None
    for closing in range(index + 1, min(len(tokens), index + 60)):
        if tokens[closing][0] == "]":
            return tokens[index + 1 : closing], closing + 1
    return None
