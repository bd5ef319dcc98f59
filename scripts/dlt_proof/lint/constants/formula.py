"""A formula as tokens with places, and how its groups nest. Not here: what a letter means."""

from __future__ import annotations

from collections.abc import Callable

#: Text, start and end in the file. What a macro expands to has the place of its call.
Token = tuple[str, int, int]


def commands(names: str) -> frozenset[str]:
    """The commands of some names."""
    return frozenset(f"\\{name}" for name in names.split())


ACCENTS = {
    **{f"\\{name}": name for name in ("hat", "check", "acute", "grave", "dot", "ddot", "breve")},
    **dict.fromkeys(["\\tilde", "\\widetilde"], "tilde"),
    **dict.fromkeys(["\\bar", "\\overline", "\\widebar"], "bar"),
    "\\widehat": "hat",
    **dict.fromkeys(["\\underline", "\\underbar"], "underline"),
    **dict.fromkeys(["\\vec", "\\overrightarrow"], "vec"),
    "\\mathring": "ring",
    **dict.fromkeys(["\\widecheck", "\\dddot", "\\utilde", "\\undertilde"], "other"),
}
#: Their argument is a name in another alphabet: no scalar constant.
FONTS = commands(
    "mathbb mathcal mathbf mathfrak mathscr mathsf mathrm mathit mathtt mathbbm mathds bm "
    "boldsymbol pmb bf rm sf cal bold mathnormal symbf symbb symcal symsf symrm"
)
#: Of these some papers make scalars, by what they do to a letter; nothing is to leave it as it is.
ALPHABETS = {
    **dict.fromkeys(commands("boldsymbol bm pmb"), "bold"),
    **dict.fromkeys(commands("mathrm rm mathsf symrm symsf"), "upright"),
    **dict.fromkeys(commands("mathit mathnormal it"), ""),
}
_SWITCHES = commands("bf rm sf cal tt")
#: Their argument is prose.
TEXTS = commands(
    "text textrm textit textbf textsf texttt textnormal textup textsc mbox hbox tag tag* "
    "intertext shortintertext emph mathclap"
)
#: Their argument is no mathematics that is said here.
_OPAQUE = commands(
    "label ref eqref Cref cref autoref cite citep citet nonumber begin end operatorname "
    "operatorname* hspace vspace color textcolor hspace* vspace* phantom hphantom vphantom "
    "class href url footnote todo renewcommand xrightarrow xleftarrow rule raisebox hskip kern"
)
_TWO_ARGUMENTS = commands("frac dfrac tfrac cfrac nicefrac sfrac")
#: Braces behind these are no argument.
_TAKES_NOTHING = commands(
    "le leq leqslant ge geq geqslant ll gg lesssim gtrsim approx asymp sim simeq equiv propto in "
    "notin subset subseteq cup cap setminus to rightarrow cdot times pm mp vee wedge log ln exp "
    "max min sup inf left right quad qquad colon mid forall exists dots ldots cdots alpha beta "
    "gamma delta epsilon varepsilon eta lambda sigma tau coloneqq triangleq neq ne displaystyle "
    "ensuremath"
)
#: Behind these stands an argument, also without braces.
WANTS_ARGUMENT = (
    frozenset(["^", "_", "\\sqrt"]) | frozenset(ACCENTS) | FONTS | TEXTS | _TWO_ARGUMENTS
)
OPENING = frozenset(["(", "[", "\\{", "\\lbrace"])
CLOSING = frozenset([")", "]", "\\}", "\\rbrace"])


class Formula:
    """The tokens of a formula and how they nest.

    Attributes:
        tokens: in order, blanks left out.
        marks: their texts, with empty ones behind that stand for what lies outside.
        text: the mark at an index, empty a few places outside on either side.
        partner: index of the brace that closes or opens the one at an index.
        parent: for every token the index of the innermost open brace around it, -1 for none.
        role: what a group is, by the index of its opening brace: `sub`, `sup`, `accent`, `font`,
            `text`, `opaque`, `frac`, `sqrt`, `group`, or `arg:NAME` of any other command.
        hidden, lowered: opening braces inside which nothing is mathematics, or all is part of a
            subscript.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.marks = [token[0] for token in tokens] + [""] * 12
        self.text: Callable[[int], str] = self.marks.__getitem__
        self.partner: dict[int, int] = {}
        self.parent: list[int] = []
        self.role: dict[int, str] = {}
        self.hidden: set[int] = set()
        self.lowered: set[int] = set()
        self._brackets: dict[int, int] = {}
        stack: list[int] = []
        innermost = -1
        for index, token in enumerate(tokens):
            mark = token[0]
            if mark == "}" and stack:
                opening = stack.pop()
                innermost = stack[-1] if stack else -1
                self.partner[opening] = index
                self.partner[index] = opening
            self.parent.append(innermost)
            if mark == "{":
                self._open(index, innermost)
                stack.append(index)
                innermost = index
            elif mark in _SWITCHES and stack and self.role[innermost] == "group":
                self.role[innermost] = "font"
                self.hidden.add(innermost)
        for opening in stack:
            self.partner[opening] = len(tokens)

    def _open(self, index: int, outer: int) -> None:
        role = self.role[index] = self._role(index)
        if role in ("font", "text", "opaque") or outer in self.hidden:
            self.hidden.add(index)
        if role == "sub" or outer in self.lowered:
            self.lowered.add(index)

    def _role(self, index: int) -> str:
        before = self.text(index - 1)
        if before == "^":
            return "sup"
        if before == "_":
            return "sub"
        if before == "]":
            for at in range(index - 2, max(-1, index - 9), -1):
                if self.marks[at] == "[":
                    before = self.text(at - 1)
                    break
        if before == "}":
            role = self.role.get(self.partner.get(index - 1, -1), "group")
            return role if role in ("frac", "opaque") or role.startswith("arg:") else "group"
        return command_role(before)

    def closing(self, opening: int) -> int:
        """The index of the bracket that closes the one at an index, or the end of its group."""
        if not self._brackets:
            self._match_brackets()
        return self._brackets.get(opening, opening)

    def _match_brackets(self) -> None:
        open_by_group: dict[int, list[int]] = {}
        for index in range(len(self.tokens)):
            mark = self.marks[index]
            if mark in OPENING:
                open_by_group.setdefault(self.parent[index], []).append(index)
            elif mark in CLOSING and (waiting := open_by_group.get(self.parent[index])):
                self._brackets[waiting.pop()] = index
        for group, waiting in open_by_group.items():
            end = self.partner[group] if group >= 0 else len(self.tokens)
            self._brackets.update(dict.fromkeys(waiting, end))


def command_role(command: str) -> str:
    """What the argument of a command is; `group` for what takes none."""
    if command in ACCENTS:
        return "accent"
    if command in FONTS:
        return "font"
    if command in TEXTS:
        return "text"
    if command in _OPAQUE:
        return "opaque"
    if command in _TWO_ARGUMENTS:
        return "frac"
    if command == "\\sqrt":
        return "sqrt"
    if command not in _TAKES_NOTHING and command[:1] == "\\" and command[1:2].isalpha():
        return f"arg:{command[1:]}"
    return "group"
