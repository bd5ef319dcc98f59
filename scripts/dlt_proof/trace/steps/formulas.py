"""The relations of a proof's formulas at their places, macros that hold a claim expanded.

Not here: which relations the text asserts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...latex import Macro, expand_macros
from ...latex.arguments import after, bracket_at, group_at, token_at
from ...mathematics.formula import Relation, relations
from ...mathematics.formula_tokens import outermost_marks
from .flow import Flow, FlowFormula
from .phrases import is_symbol

_INTERTEXT = re.compile(r"\\(?:short)?intertext\s*(?=\{)")
_SETS_FORMULA = re.compile(r"\\begin|\$|\\\[|\\\(")
_INTRODUCING = ("=", "\\in", "\\sim", "\\equiv", "\\subset", "\\subseteq")


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation of a formula of a flow.

    Args:
        relation: with offsets in the formula's content.
        place: of its sign in the flow.
        first, last: of its terms in the flow.
    """

    relation: Relation
    place: int
    first: int
    last: int


def claim_macros(macros: Mapping[str, Macro], aliases: Mapping[str, str]) -> dict[str, Macro]:
    """The user's macros that hold a relation with its terms, or a sign with its reason.

    Args:
        macros: by name without backslash.
        aliases: those that stand for a sign alone.
    """
    found = {}
    for name, macro in macros.items():
        if f"\\{name}" in aliases or _SETS_FORMULA.search(macro.body) or not name.isalpha():
            continue
        body = expand_macros(macro.body, {n: m for n, m in macros.items() if n != name})
        marks, _ = outermost_marks(body, aliases)
        if any(mark.kind == "relation" for mark in marks):
            found[name] = macro
    return found


class FormulaReader:
    """Reads each formula of a flow once.

    Args:
        flow: the text.
        aliases: macros that stand for a sign.
        holding: macros that hold a claim.
    """

    def __init__(
        self, flow: Flow, aliases: Mapping[str, str], holding: Mapping[str, Macro]
    ) -> None:
        self.flow, self.aliases, self.holding = flow, aliases, holding
        names = "|".join(sorted(holding, key=lambda name: (-len(name), name)))
        self._call = re.compile(rf"\\({names})(?![A-Za-z@])") if names else None
        self._read: dict[int, list[Stated]] = {}

    def read(self, formula: FlowFormula) -> list[Stated]:
        """The relations of a formula, in reading order."""
        if formula.start not in self._read:
            self._read[formula.start] = self._relations(formula)
        return self._read[formula.start]

    def introduces(self, formula: FlowFormula) -> frozenset[str]:
        """The symbols that a formula says the meaning of, "$C = 2$"; none where it claims."""
        found = self.read(formula)
        names = []
        for stated in found:
            relation = stated.relation
            introduced = relation.defining or relation.sign in _INTRODUCING
            if not introduced or not is_symbol(relation.left):
                return frozenset()
            names.append(relation.left)
        return frozenset(names)

    def interjections(self, formula: FlowFormula) -> list[tuple[int, int, str]]:
        """The words between the rows of a display: start, end, and the words."""
        found = []
        content = self.flow.text[formula.body_start : formula.body_end]
        for match in _INTERTEXT.finditer(content):
            group = group_at(content, match.end())
            if group is not None:
                raw = content[group[0] : group[1]]
                start = group[0] + len(raw) - len(raw.lstrip())
                shift = formula.body_start
                found.append((shift + start, shift + group[1], re.sub(r"\$[^$]*\$", "\ue000", raw)))
        return found

    def _relations(self, formula: FlowFormula) -> list[Stated]:
        content = self.flow.text[formula.body_start : formula.body_end]
        joined = formula.formula.environment.startswith("multline")
        text, places = self._expanded(content)
        shift = formula.body_start
        return [
            Stated(
                relation,
                shift + _origin(places, relation.start)[0],
                shift + _origin(places, relation.first)[0],
                shift + _origin(places, relation.last - 1)[1],
            )
            for relation in relations(text, self.aliases, joined=joined)
        ]

    def _expanded(self, content: str) -> tuple[str, list[tuple[int, int, int, bool]]]:
        """The content with macros that hold a claim expanded.

        Returns:
            It, and its pieces: where each begins in it, its place in the content, and whether it
            is as written there.
        """
        pieces: list[str] = []
        places: list[tuple[int, int, int, bool]] = []
        length = done = 0

        def put(text: str, start: int, end: int, *, written: bool) -> None:
            nonlocal length
            places.append((length, start, end, written))
            pieces.append(text)
            length += len(text)

        for match in self._call.finditer(content) if self._call else ():
            macro = self.holding[match[1]]
            if match.start() < done:
                continue
            end = _call_end(content, match.end(), macro)
            put(content[done : match.start()], done, match.start(), written=True)
            body = expand_macros(content[match.start() : end], {match[1]: macro})
            put(f" {body} ", match.start(), end, written=False)
            done = end
        put(content[done:], done, len(content), written=True)
        return "".join(pieces), places


def _call_end(text: str, position: int, macro: Macro) -> int:
    wanted = macro.arguments
    if macro.default is not None:
        option = bracket_at(text, position)
        position = after(text, option) if option else position
        wanted -= 1
    for _ in range(wanted):
        found = token_at(text, position)
        if found is None:
            return position
        position = after(text, found)
    return position


def _origin(places: list[tuple[int, int, int, bool]], offset: int) -> tuple[int, int]:
    """Where the character at an offset of the expanded text begins and ends in the content."""
    begin, start, end, written = next(
        place for place in reversed(places) if place[0] <= max(offset, 0)
    )
    if written:
        return start + offset - begin, start + offset - begin + 1
    return start, end
