"""Writing out the user's macros that say something about probability, with every place kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ... import patterns
from ...latex import FileView, Macro, expand_macros, strip_math
from ...latex.arguments import after, bracket_at, token_at
from ...patterns import pattern

# Other macros are not written out: it would cost time and tell nothing.
_TELLING = (
    "prob", "Prob", "w.h.p", "w.p.", "high", "\\Pr", "{P}", "{Pr}", "bb P", "confidence", "union",
    "delta", "epsilon", "1-", "1 -", "ref{", "Hoeffding", "Bernstein", "Chernoff",
)  # fmt: skip
# What every text about probability has at least one of. Each alternative begins with a letter or
# a sign, and looks back from there: so Python knows where one may begin, and skips the rest.
_HINT = pattern(
    r"prob|Prob|\\Pr|P(?<!\wP)r\b|P(?<!cal\{P)(?<!scr\{P)\}|P(?<!\wP)\s*[(\[\\_^{]|mathbb\s*P"
    r"|w\.?\s?[hH]\.?\s?[pP]|W\.?\s?[hH]\.?\s?[pP]|w\.[~\s\\]*[hp]|W\.[~\s\\]*[hp]|wop"
    r"|confidence|event|fail(?<!\wfail)|Fail(?<!\wFail)|surely|measure|except|Except"
    r"|At\s+least\s+\$\s*1"
)


def hints_at_probability(view: FileView, start: int, end: int) -> bool:
    """Whether a piece of a file may speak of probability: a quick look, never wrong with no."""
    text = view.masked[start:end]
    if _HINT.search(text):
        return True
    calls = telling(view)
    return calls is not None and calls.search(text) is not None


@lru_cache(maxsize=4)
def telling(view: FileView) -> patterns.Pattern[str] | None:
    """An expression for calls of the macros that say something about probability."""
    names = []
    for name, macro in view.macros.items():
        if not name.isalpha():
            continue
        body = macro.body
        if "\\" in body and not any(part in body for part in _TELLING):
            body = expand_macros(body, view.macros)
        if any(part in body for part in _TELLING):
            names.append(name)
    return patterns.compiled(rf"\\({'|'.join(sorted(names))})(?![a-zA-Z@])") if names else None


def written_out(
    text: str, spoken: str, start: int, calls: patterns.Pattern[str], macros: dict[str, Macro]
) -> tuple[str, str, Sequence[int]]:
    texts: list[str] = []
    words: list[str] = []
    places: list[int] = []
    done = 0
    for call in calls.finditer(text):
        if call.start() < done:
            continue
        end = _call_end(text, call.end(), macros[call[1]])
        expanded = expand_macros(text[call.start() : end], macros)
        in_formula = spoken[call.start()] == " "
        said = _said(expanded, in_formula)
        texts += (text[done : call.start()], expanded)
        words += (spoken[done : call.start()], said)
        places += range(start + done, start + call.start())
        places += [start + call.start()] * len(expanded)
        done = end
    if not done:
        return text, spoken, range(start, start + len(text) + 1)
    texts.append(text[done:])
    words.append(spoken[done:])
    places += range(start + done, start + len(text) + 1)
    return "".join(texts), "".join(words), places


@lru_cache(maxsize=1000)
def _said(expanded: str, in_formula: bool) -> str:
    return strip_math(f"${expanded}$")[1:-1] if in_formula else strip_math(expanded)


def _call_end(text: str, position: int, macro: Macro) -> int:
    if not macro.arguments:
        return position
    if macro.paired:
        position += text.startswith("*", position)
    option = bracket_at(text, position)
    if option and (macro.default is not None or macro.paired):
        position = after(text, option)
    for _ in range(macro.arguments - (macro.default is not None)):
        found = token_at(text, position)
        if found is None:
            break
        position = after(text, found)
    return position
