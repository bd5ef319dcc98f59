"""Terms as sequences of tokens, so that two ways to type one formula are one.

By tokens, and not by SymPy, because what a cited statement says is often about things that are not
understood as numbers (sets, vectors, events). `\\frac12` and `\\frac{1}{2}` are one sequence, also
`\\mathbb{E}[X]` and `\\E\\left(X\\right)`. What is done with them is told in `patterns`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ...mathematics.translation.lexer import is_operator_name
from ...mathematics.translation.names import (
    ACCENTS,
    FONTS,
    GREEK,
    argument_end,
    base_of,
    plain_text,
    skip_spaces,
    symbol_at,
    word_of,
)

Tokens = tuple[str, ...]
_PIECE = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|.", re.DOTALL)
_TWO_ARGUMENTS = frozenset(["\\frac", "\\binom", "\\tbinom", "\\dbinom"])
_COMMAND_AT_END = re.compile(r"\\[A-Za-z]+$")
_ONE_NAME = {
    "\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\nicefrac": "\\frac", "\\sfrac": "\\frac",
    "\\leq": "\\le", "\\leqslant": "\\le", "\\geq": "\\ge", "\\geqslant": "\\ge",
    "\\Vert": "\\|", "\\lVert": "\\|", "\\rVert": "\\|", "\\lvert": "|", "\\rvert": "|",
    "\\vert": "|", "\\mid": "|", "\\lbrace": "\\{", "\\rbrace": "\\}", "\\ast": "*",
    "\\cdot": "", "\\times": "", "\\coloneqq": "=", "\\triangleq": "=",
}  # fmt: skip
_EXPECTATIONS = frozenset(["E", "EE", "Ex", "Expect"])
_PROBABILITIES = frozenset(["P", "PP", "Prob", "Pr"])
OPEN = {"(": ")", "[": "]", "{": "}", "\\{": "\\}", "\\langle": "\\rangle", "\\lfloor": "\\rfloor"}
CLOSE = frozenset(OPEN.values())
_RELATIONS = frozenset(
    ["=", "<", ">", "\\le", "\\ge", "\\ne", "\\in", "\\notin", "\\subset", "\\subseteq", "\\sim",
     "\\approx", "\\to", "\\mapsto", "\\implies", "\\iff", "\\equiv", "\\ll", "\\gg", ":"]
)  # fmt: skip
SEPARATORS = frozenset([",", ";", "|", "\\|", *_RELATIONS])
#: Operators that bind a letter in their subscript, or anywhere.
_BINDERS = frozenset(
    ["\\sum", "\\prod", "\\max", "\\min", "\\sup", "\\inf", "\\E", "\\Pr", "\\bigcup", "\\bigcap",
     "\\argmin", "\\argmax", "\\limsup", "\\liminf", "\\lim", "\\bigoplus", "\\coprod"]
)  # fmt: skip
_BIND_ANYWHERE = frozenset(["\\int", "\\forall", "\\exists", "\\mapsto", "\\iint", "\\oint"])
NAME = re.compile(r"[A-Za-z]|\\(?:" + "|".join(GREEK) + r")|\\[a-z]+\*?\{.*\}", re.DOTALL)


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> Tokens:
    """A formula as tokens; every script and argument has its braces, brackets of E and Pr are [].

    Args:
        text: LaTeX, macros expanded, without delimiters.
    """
    found: list[str] = []
    at = skip_spaces(text, 0)
    while at < len(text):
        at = skip_spaces(text, _one(text, at, found))
    return _square(tuple(found))


def _one(text: str, at: int, found: list[str]) -> int:
    """Add the tokens of what stands at an offset; returns where it ends."""
    if text[at] in "_^":
        end = argument_end(text, at + 1)
        if end < 0:
            found.append(text[at])
            return at + 1
        found += [text[at], "{", *tokens_of(_inside(text[at + 1 : end])), "}"]
        return end
    match = _PIECE.match(text, at)
    assert match is not None, "the last rule takes any character"
    piece = _ONE_NAME.get(match[0], match[0])
    if piece in _TWO_ARGUMENTS or piece == "\\sqrt":
        end = match.end()
        found.append(piece)
        if piece == "\\sqrt" and text[skip_spaces(text, end) :][:1] == "[":
            closing = text.find("]", end)
            found += ["[", *tokens_of(text[text.index("[", end) + 1 : closing]), "]"]
            end = closing + 1 if closing >= 0 else end
        for _ in range(2 if piece in _TWO_ARGUMENTS else 1):
            finish = argument_end(text, end)
            if finish < 0:
                break
            found += ["{", *tokens_of(_inside(text[end:finish])), "}"]
            end = finish
        return end
    if piece[1:] in (*ACCENTS, *FONTS):
        end = argument_end(text, match.end())
        if end > 0:
            return _dressed(text, at, end, found)
    if word_of(piece) in _EXPECTATIONS | _PROBABILITIES and piece.startswith("\\"):
        piece = "\\E" if word_of(piece) in _EXPECTATIONS else "\\Pr"
    if piece:
        found.append(piece)
    return match.end()


def _dressed(text: str, at: int, end: int, found: list[str]) -> int:
    """`\\mathbf{x}` is one token, `\\operatorname{E}` the same as `\\E`."""
    whole = plain_text(text[at:end])
    symbol = symbol_at(text, at)
    word = word_of(base_of(symbol[0])) if symbol is not None else ""
    if symbol is not None and is_operator_name(base_of(symbol[0])):
        if word in _EXPECTATIONS:
            whole = "\\E"
        elif word in _PROBABILITIES:
            whole = "\\Pr"
    found.append(whole)
    return end


def _inside(argument: str) -> str:
    argument = argument.strip()
    return argument[1:-1] if argument.startswith("{") and argument.endswith("}") else argument


def _square(tokens: Tokens) -> Tokens:
    """`\\E(x)` and `\\Pr\\{A\\}` with square brackets."""
    changed = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        if token not in ("\\E", "\\Pr"):
            continue
        opening = at + 1
        while opening < len(tokens) and tokens[opening] in "_^" and tokens[opening]:
            end = closing(tokens, opening + 1)
            if end < 0:
                break
            opening = end + 1
        if opening < len(tokens) and tokens[opening] in ("(", "\\{"):
            end = closing(tokens, opening)
            if end > 0:
                changed[opening], changed[end] = "[", "]"
    return tuple(changed)


def closing(tokens: Sequence[str], at: int) -> int:
    """Where the bracket that opens at a place is closed; -1 where it is not."""
    waiting: list[str] = []
    for place in range(at, len(tokens)):
        token = tokens[place]
        if token in OPEN:
            waiting.append(OPEN[token])
        elif token in CLOSE:
            if not waiting or waiting.pop() != token:
                return -1
            if not waiting:
                return place
    return -1


def as_text(tokens: Sequence[str]) -> str:
    """Tokens as LaTeX again, without braces that nobody would type."""
    found = ""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        single = tuple(tokens[at + 2 : at + 3]) == ("}",)
        if token == "{" and single and found.endswith(("_", "^")) and len(tokens[at + 1]) == 1:
            token, at = tokens[at + 1], at + 2
        found += f" {token}" if _would_join(found, token) else token
        at += 1
    return found


def _would_join(text: str, token: str) -> bool:
    """Whether a token right behind a text would become one with its last token."""
    after_command = token[0].isalpha() and _COMMAND_AT_END.search(text) is not None
    return after_command or (text[-1:].isdigit() and token[0].isdigit())


def letters_in(tokens: Sequence[str]) -> set[str]:
    """The letters in tokens, those of scripts among them: of `\\lambda_j` both."""
    return {token for token in tokens if NAME.fullmatch(token)}


def bound_letters(tokens: Sequence[str]) -> set[str] | None:
    """Letters that an operator binds in a formula; None where that cannot be told."""
    if _BIND_ANYWHERE & set(tokens):
        return None
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if token in _BINDERS and tuple(tokens[at + 1 : at + 3]) == ("_", "{"):
            found |= letters_in(tokens[at + 2 : closing(tokens, at + 2)])
        if token == "\\{":
            inside = tokens[at : closing(tokens, at)]
            if "|" in inside or ":" in inside:
                return None
    return found
