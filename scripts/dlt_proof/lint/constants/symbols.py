"""A letter of a formula with everything that is part of its name: `\\tilde C_1'`."""

from __future__ import annotations

from ...patterns import pattern
from ...records.record import Record
from .formula import ACCENTS, ALPHABETS, FONTS, TEXTS, Formula, command_role, commands

_NUMBERING = pattern(r"\d+(?:,\d+)*")
_STARS = frozenset(["*", "\\star", "\\ast", "\\dagger", "\\ddagger", "\\sharp", "\\flat"])
_DECORATIONS = frozenset(
    [*_STARS, "+", "-", "\\pm", "\\circ", "\\bullet", "\\diamond", "\\natural"]
)
_NAMED = frozenset(["\\max", "\\min", "\\sup", "\\inf", "\\lim"])
_TRANSPOSED = frozenset(["\\top", "\\intercal", "T", "\\mathsfT", "\\mathrmT", "\\rmT", "\\textT"])
_INDEX_LETTERS = frozenset("ijklmnpqrstuv")
_LONGEST_SCRIPT = 100
#: Change nothing of what a script says.
_SIZES = commands(
    "tiny scriptsize footnotesize small normalsize scriptscriptstyle scriptstyle textstyle "
    "displaystyle mathstrut strut thinspace negthinspace xspace"
) | {"\\!", "\\,", "\\;", "\\:", "\\>", "\\ ", "\\/", "~"}
_GREEK = commands(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell"
)


class Symbol(Record):
    """One letter with accents, subscripts, primes and powers.

    Args:
        letter: the letter, or a command such as `\\alpha`.
        name: `letter|accents|subscript|primes`; a power is no part of it.
        form: `bare`; `indexed` (a subscript or superscript says what it depends on);
            `transposed`; `space` (`C^\\infty`, `C^{1,1}`); `set` (a complement); `font`.
        left, right: indexes of its first token and behind its last one.
        power: whether it carries an exponent.
        subscript: the subscript where that is a number or a single letter, else empty.
    """

    letter: str
    name: str
    form: str
    left: int
    right: int
    power: bool = False
    subscript: str = ""

    @property
    def set_apart(self) -> bool:
        """Whether it is printed bold, as vectors and matrices are, or upright, as classes are."""
        accents = self.name.split("|", 2)[1]
        return "bold" in accents or "upright" in accents


def symbol_at(formula: Formula, index: int) -> Symbol | None:
    """The symbol whose letter stands at an index."""
    letter = formula.text(index)
    if not (len(letter) == 1 and letter.isalpha()) and letter not in _GREEK:
        return None
    left, right = index, index + 1
    accents: list[str] = []
    scripts = _Scripts()
    font = False
    while True:
        right = scripts.read(formula, right)
        before = formula.text(left - 1)
        if before in ACCENTS:
            accents.append(ACCENTS[before])
            left -= 1
        elif before in ALPHABETS:
            accents.append(ALPHABETS[before])
            left -= 1
        elif before in FONTS:
            font = True
            left -= 1
        elif before == "{" and formula.text(right) == "}":
            role = formula.role[left - 1]
            if role not in ("group", "accent", "font"):
                break
            left, right = left - 1, right + 1
        else:
            break
    form = "font" if font else scripts.form
    marks = "".join(sorted(accents))
    name = f"{letter}|{marks}|{scripts.subscript}|{scripts.primes}"
    return Symbol(letter, name, form, left, right, scripts.power, scripts.index)


def symbol_from(formula: Formula, index: int) -> Symbol | None:
    """The symbol that begins at an index: accents and braces first, then the letter."""
    at = index
    while formula.text(at) in ACCENTS or formula.text(at) in FONTS or formula.text(at) == "{":
        at += 1
    symbol = symbol_at(formula, at)
    return symbol if symbol is not None and symbol.left == index else None


class _Scripts:
    """Reads what is attached to a symbol on its right."""

    def __init__(self) -> None:
        self.subscript = ""
        self.primes = ""
        self.form = "bare"
        self.power = False
        self.index = ""

    def read(self, formula: Formula, index: int) -> int:
        while True:
            mark = formula.text(index)
            if mark in ("'", "’"):
                self.primes += "'"
                index += 1
            elif mark in ("_", "^"):
                words, behind = script_argument(formula, index + 1)
                if mark == "_":
                    self._subscript(words)
                else:
                    self._superscript(words)
                index = behind
            elif mark in ("\\limits", "\\nolimits"):
                index += 1
            else:
                return index

    def _subscript(self, words: list[str]) -> None:
        text = "".join(words)
        plain = plain_text(words)
        if _NUMBERING.fullmatch(text):
            self.subscript, self.index = text, text
        elif text in _DECORATIONS or text in _NAMED:
            self.subscript = "~" if text in _STARS else text  # `*` stands in patterns
        elif plain is not None:
            self.subscript = plain.replace("|", "/")
        elif text:
            self.form = "indexed"
            self.subscript = text.replace("|", "/")[:_LONGEST_SCRIPT]
            self.index = text if len(words) == 1 else ""

    def _superscript(self, words: list[str]) -> None:
        text = "".join(word for word in words if word not in ("{", "}"))
        if words and set(words) <= {"\\prime"}:
            self.primes += "'" * len(words)
        elif text in _TRANSPOSED:
            self.form = "transposed"
        elif text in _DECORATIONS:
            self.primes += "~"
        elif text in ("c", "\\complement", "\\perp", "\\mathrmc", "\\mathsfc"):
            self.form = "set"
        elif text == "\\infty" or "," in words:
            self.form = "space"
        elif text[:1] == "(" and _NUMBERING.fullmatch(text[1:-1]):
            self.primes += text
        elif word := _word_in_script(words):
            self.primes += f"^{word.replace('|', '/')}"
        elif text[:1] == "(" or (words and words[0] in TEXTS | FONTS):
            self.form = "indexed"
        elif text:
            self.power = True


def script_argument(formula: Formula, index: int) -> tuple[list[str], int]:
    """The tokens of a subscript or superscript, sizes left out, and the index behind it."""
    words, behind = _script(formula, index)
    if not _SIZES.isdisjoint(words):
        words = [word for word in words if word not in _SIZES]
    return words, behind


def _script(formula: Formula, index: int) -> tuple[list[str], int]:
    if formula.text(index) == "{":
        closing = formula.partner[index]
        return formula.marks[index + 1 : min(closing, index + _LONGEST_SCRIPT)], closing + 1
    mark = formula.text(index)
    if command_role(mark) in ("font", "text", "opaque") and formula.text(index + 1) == "{":
        closing = formula.partner[index + 1]
        return formula.marks[index : min(closing + 1, index + _LONGEST_SCRIPT)], closing + 1
    if mark in FONTS and formula.text(index + 1):
        return [mark, formula.text(index + 1)], index + 2
    return ([mark], index + 1) if mark else ([], index)


def _word_in_script(words: list[str]) -> str:
    """The word of `C^{\\mathrm{up}}` and `C^{(\\mathrm{up})}`, empty where there is none."""
    inner = words[1:-1] if words[:1] == ["("] and words[-1] == ")" else words
    return (plain_text(inner) or "") if inner and inner[0] in TEXTS | FONTS else ""


def plain_text(words: list[str]) -> str | None:
    """The word that a subscript spells, `lip` of `\\mathrm{lip}`; None where it is no word."""
    if words and (words[0] in TEXTS or words[0] in FONTS or words[0] == "\\operatorname"):
        inner = "".join(word for word in words[1:] if word not in ("{", "}"))
        if words[0] in ("\\mathcal", "\\mathbb", "\\mathbf", "\\mathfrak", "\\bm", "\\boldsymbol"):
            return None
        return inner if inner and "$" not in inner and "\\" not in inner else None
    text = "".join(words)
    if len(text) < 2 or not text.isalpha():
        return None
    if text.isupper() or (len(text) > 2 and not set(text) <= _INDEX_LETTERS):
        return text
    return None
