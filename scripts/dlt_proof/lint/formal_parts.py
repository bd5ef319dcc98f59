"""Formulas in a proof that the reader takes for text: of other packages, or made by the user's
macros. Not here: what they weigh (`weighing`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from .. import patterns
from ..latex import FileView, Macro, expand_macros
from ..latex.arguments import after, bracket_at, token_at
from ..latex.words import word_set
from ..patterns import pattern
from .proof_texts import ProofText

# Environments of packages that are formulas, and whose insides the reader takes for text.
_FORMAL = word_set(
    "empheq numcases subnumcases mathpar prooftree dseries darray tikzcd cd diagram xy math "
    "equationarray mathline smallequation gathered aligned split cases array prooftree*"
)
_MAKES_FORMULA = pattern(
    r"\\ensuremath|\$|\\\[|\\\(|\\begin\s*\{(?:equation|align|gather|multline|eqnarray|displaymath"
    r"|flalign|math|IEEEeqnarray|dmath)"
)


def formal_parts(view: FileView, proof: ProofText) -> list[tuple[int, int, str]]:
    """Formulas that the reader does not see: of other packages, or made by the user's macros."""
    found = [
        (e.span.start, e.span.end, view.masked[e.body.start : e.body.end])
        for e in view.environments
        if e.name in _FORMAL and proof.start <= e.span.start < proof.end
    ]
    makers = _formula_macros(view.macros)
    if makers:
        first = bisect_left(view.commands, proof.start, key=lambda command: command.start)
        last = bisect_left(view.commands, proof.end, key=lambda command: command.start)
        for command in view.commands[first:last]:
            if command.name in makers and not _in_formula(view, command.start):
                end = _call_end(view.masked, command.end, view.macros[command.name])
                text = expand_macros(view.masked[command.start : end], view.macros)
                found.append((command.start, end, text))
    return found


def _formula_macros(macros: Mapping[str, Macro]) -> frozenset[str]:
    return frozenset(
        name
        for name, macro in macros.items()
        if _MAKES_FORMULA.search(macro.body)
        and not patterns.search(r"\\begin\s*\{(?:proof|thm|lem)", macro.body)
    )


def _in_formula(view: FileView, offset: int) -> bool:
    index = bisect_left(view.formulas, offset, key=lambda formula: formula.span.start) - 1
    return index >= 0 and view.formulas[index].span.end > offset


def _call_end(text: str, position: int, macro: Macro) -> int:
    """Where the arguments of a user's macro end."""
    position += text.startswith("*", position)
    if macro.default is not None and (option := bracket_at(text, position)):
        position = after(text, option)
    for _ in range(macro.arguments - (macro.default is not None)):
        found = token_at(text, position)
        if found is None:
            break
        position = after(text, found)
    return position
