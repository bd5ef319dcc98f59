"""A formula put into the terms that latex2mathml knows, before it is converted.

It reads no `aligned`, no formula inside `\\text`, no `\\bigl\\lVert`; labels and numbers mean
nothing in a panel. All of this is by name and on the text: what is not recognised stays.
"""

from __future__ import annotations

from ..patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

_GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_DROPPED = pattern(
    r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag|allowbreak|hfill|mathstrut)(?![a-zA-Z])"
    r"|(?<!\\)%[^\n]*(?:\n|$)"
)
_REFERENCE = pattern(r"\\(eq)?(?:[cC]ref|autoref|ref)\s*\{([^{}]*)\}")
_TEXT = pattern(r"\\(?:text(?:rm|normal|up|it|bf|sf|tt)?|mbox)\s*" + _GROUP)
_FORMULA_IN_TEXT = pattern(r"\$([^$]*)\$|\\\((.*?)\\\)")
_EMPHASIS_IN_TEXT = pattern(r"\\(?:emph|text(?:rm|normal|up|it|bf)?|mbox)\s*\{([^{}]*)\}")
_BETWEEN_LINES = pattern(r"\\(?:short)?intertext\s*" + _GROUP)
_FENCE = pattern(
    r"(\\[bB]igg?[lrm]?)\s*\\(lVert|rVert|Vert|\||lvert|rvert|vert|langle|rangle|lfloor|rfloor"
    r"|lceil|rceil|lbrack|rbrack)(?![a-zA-Z])"
)
_FENCES = {
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "lvert": "|", "rvert": "|", "vert": "|",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "lbrack": "[", "rbrack": "]",
}  # fmt: skip
_OPERATOR = pattern(r"\\operatorname\s*(\*?)\s*" + _GROUP)
_COLUMNS = pattern(
    r"\\begin\s*\{(?:alignedat|alignat\*?|xalignat\*?|xxalignat|IEEEeqnarray\*?)\}\s*\{[^{}]*\}"
)
_ALIGNED = pattern(
    r"\\(begin|end)\s*\{(?:aligned(?:at)?|align|x?x?alignat\*?|flalign\*?|eqnarray\*?|split"
    r"|IEEEeqnarray\*?)\}(?:\[[tcb]\])?"
)
_STACKED = pattern(
    r"\\(begin|end)\s*\{(?:l?gathered|gather\*?|multline\*?|dmath\*?)\}(?:\[[tcb]\])?"
)
_NAME = pattern(r"\\(tag\*|[a-zA-Z]+)")
#: Commands and the converter's word for them; a word that ends in a letter takes a space.
_SYNONYMS = {
    "ensuremath": "", "vcentcolon": ":", "mathds": r"\mathbb", "mathbbm": r"\mathbb",
    "bm": r"\boldsymbol", "pmb": r"\boldsymbol", "nicefrac": r"\tfrac", "sfrac": r"\tfrac",
    "lbrack": "[", "rbrack": "]", "displaylimits": "", "enspace": r"\ ", "tag*": r"\tag",
}  # fmt: skip


class UnconvertibleError(Exception):
    """A formula that is shown as its LaTeX."""


def prepare(latex: str) -> str:
    """The formula in terms that the converter knows."""
    latex = _DROPPED.sub(" ", latex)
    latex = _REFERENCE.sub(lambda m: rf"\text{{{'(' + m[2] + ')' if m[1] else m[2]}}}", latex)
    latex = _COLUMNS.sub(r"\\begin{align*}", latex)
    latex = _ALIGNED.sub(r"\\\1{align*}", latex)
    latex = _STACKED.sub(r"\\\1{matrix}", latex)
    latex = _BETWEEN_LINES.sub(r"& \\text{\1} \\\\", latex)
    latex = _FENCE.sub(lambda m: m[1] + _FENCES[m[2]], latex)
    latex = _OPERATOR.sub(_operator, latex)
    latex = _NAME.sub(_synonym, latex)
    latex = _TEXT.sub(_text, latex)
    return rf"\begin{{matrix}}{latex}\end{{matrix}}" if _has_bare_lines(latex) else latex


def _synonym(match: Match[str]) -> str:
    word = _SYNONYMS.get(match[1])
    if word is None:
        return match[0]
    return word + " " if word[-1:].isalpha() else word


def _operator(match: Match[str]) -> str:
    """A named operator: with a star, limits go below it in a display."""
    name = rf"\mathrm{{{match[2]}}}"
    return rf"\mathop{{{name}}}" if match[1] else name


def _text(match: Match[str]) -> str:
    """A piece of text inside a formula, without what the converter does not read in text."""
    command = match[0][: match[0].index("{")].rstrip()
    pieces, done = [], 0
    for formula in _FORMULA_IN_TEXT.finditer(match[1]):
        pieces.append(_piece(command, match[1][done : formula.start()]))
        pieces.append("{" + (formula[1] or formula[2] or "") + "}")
        done = formula.end()
    pieces.append(_piece(command, match[1][done:]))
    return "".join(pieces)


def _piece(command: str, text: str) -> str:
    if not text:
        return ""
    text = _EMPHASIS_IN_TEXT.sub(r"\1", text).replace("---", "—").replace("--", "–")
    text = text.replace("``", "“").replace("''", "”").replace("~", "\N{NO-BREAK SPACE}")
    return rf"{command}{{{text}}}"


def _has_bare_lines(latex: str) -> bool:
    """Whether the formula has line ends outside of braces and environments."""
    place = 0
    while (place := latex.find("\\", place)) != -1:
        before = latex[:place]
        if latex.startswith("\\\\", place):
            depth = before.count("{") - before.count("}")
            if depth == 0 and before.count("\\begin") == before.count("\\end"):
                return True
        place += 2
    return False
