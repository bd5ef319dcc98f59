"""The symbols of a formula: which stand free in it, which it binds itself.

A symbol is known by its letter with font, accent and star; subscripts tell members of a family
apart, and are none of their own. Not here: what introduces a symbol (`introductions`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ...mathematics.translation.lexer import is_operator_name
from ...mathematics.translation.names import (
    argument_end,
    base_of,
    skip_spaces,
    symbol_at,
    word_of,
)

_WORDS_INSIDE = re.compile(
    r"\\(?:text[a-z]*|mbox|operatorname\*?|mathop|label|tag\*?|ref|eqref|[cC]ref|intertext"
    r"|begin|end|hspace\*?|vspace\*?|phantom|color|textcolor)\s*(?=\{)"
)
#: What stands above or below an arrow or a relation says in which sense it is meant.
_SENSE = re.compile(
    r"\\x(?:right|left|Right|Left|leftright|hook\w*)?arrow(?:\[[^\]]*\])?\s*(?=\{)"
    r"|\\(?:stackrel|overset|underset)\s*(?=\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{?\s*"
    r"(?:=|<|>|\\(?:to|sim|le|leq|ge|geq|approx|rightarrow|longrightarrow|Rightarrow)(?![A-Za-z])))"
)
#: These bind the letters under them.
_BINDERS = re.compile(
    r"\\(?:sum|prod|int|iint|oint|max|min|sup|inf|lim|limsup|liminf|bigcup|bigcap|bigoplus"
    r"|bigotimes|coprod|argmin|argmax|arg\s*\\(?:min|max)|esssup|E|EE|Pr|P|mathbb\s*\{?[EPV]\}?"
    r"|mathbf\s*\{?[EP]\}?|mathrm\s*\{?[EP]\}?|bigvee|bigwedge|biguplus"
    r"|operatorname\*?\s*\{[^{}]*\})(?![A-Za-z])\s*(?:\\(?:no)?limits\s*)?"
)
_QUANTIFIER = re.compile(r"\\(?:forall|exists)(?![A-Za-z])(?P<names>[^:,.;]*)")
_MAPS = re.compile(r"(?P<names>[^=<>:;]*?)\\(?:long)?mapsto(?![A-Za-z])")
_SET = re.compile(
    r"\\\{(?P<names>(?:[^{}\\:|]|\\[A-Za-z]+|\{[^{}]*\}|\\[,;! ])*?)(?:\\in(?![A-Za-z])|:|\\colon"
    r"|\\mid(?![A-Za-z])|\||\\[,;]\|)"
)
_DIFFERENTIAL = re.compile(
    r"(?<![A-Za-z\\])(?:d|\\mathrm\s*\{d\}|\\mathsf\s*\{d\})(?=\s*\\?[A-Za-z])"
    r"|(?<=\\[,;!])\s*d(?=\s*(?:\\left|\\[bB]igl?)?\s*\()"  # against a difference of measures
)
_D = r"(?:d|\\(?:mathrm|mathsf|rm)\s*(?:\{\s*d\s*\}|d))"
#: `\frac{d}{dt}`, `\frac d{dt}`, `d/dt`; `head` is the sign alone above the bar.
_DERIVATIVE = re.compile(
    rf"\\[dt]?frac\s*(?:(?P<head>\{{\s*{_D}\s*(?:\^\s*\{{?\w\}}?\s*)?\}}|{_D})"
    rf"|\{{\s*{_D}[^{{}}]*\}})\s*\{{\s*{_D}\s*\\?[A-Za-z]"
    rf"|(?<![A-Za-z\\])(?P<sign>{_D})\s*/\s*{_D}\s*\\?[A-Za-z]|d[A-Z]\s*/\s*d"
)
_RELATION = re.compile(
    r"=|<|>|:|\\(?:le|ge|leq|geq|leqslant|geqslant|in|sim|neq|ne|subset|subseteq|to|ll|gg"
    r"|notin|mid|colon|coloneqq|preceq|succeq|rightarrow)(?![A-Za-z])"
)
#: Behind `^`, these are no power.
_SUPERSCRIPT = re.compile(
    r"(?:\\top|\\intercal|\\dagger|\\infty|\\perp|\\circ|c|T|\\mathsf\s*\{?[Tc]\}?"
    r"|\\mathrm\s*\{?[Tc]\}?"
    r"|\{\s*\\?(?:top|mathsf\s*\{[Tc]\}|mathrm\s*\{[Tc]\}|rm\s*[Tc]|[Tc]|intercal)\s*\}"
    r"|\{\s*\([^()]*\)\s*\}|\{\s*\\text[a-z]*\s*\{[^{}]*\}\s*\})(?![A-Za-z])"
)
_STAR_BELOW = re.compile(r"_(?:\*|\\star|\\ast)$")
_PLAIN_FUNCTIONS = re.compile(
    r"(?:O|o|\\Omega|\\Theta|\\omega|\\tilde\{O\}|\\widetilde\{O\}|\\mathcal\{O\}"
    r"|\\tilde\{\\mathcal\{O\}\}|\\widetilde\{\\mathcal\{O\}\}|\\Gamma|E|P|\\tilde\{\\Omega\}"
    r"|\\tilde\{\\Theta\})$"
)


_WASSERSTEIN = re.compile(r"(?:W|\\math(?:cal|sf|rm|bb|scr|frak|bf)\{W\})$")
_ENTROPY = re.compile(r"\s*\([^()]*(?:\\mid|\||\\vert)[^()]*\)")
_TWO_ARGUMENTS = re.compile(r"\s*(?:\\left|\\[bB]igl?)?\s*\([^()]*,")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One symbol at a place of a formula.

    Args:
        key: letter with font, accent and star.
        name: with its subscript too.
        at: offset in the formula.
    """

    key: str
    name: str
    at: int


def key_of(name: str) -> str:
    """The letter of a name with font, accent and star; primes are left out."""
    star = "^*" if re.search(r"\^(?:\*|\\dagger)$", name) or _STAR_BELOW.search(name) else ""
    return f"{base_of(name)}{star}"


@lru_cache(maxsize=20000)
def occurrences(formula: str) -> tuple[Occurrence, ...]:
    """The symbols of a formula in order, letters of subscripts and conventional ones left out."""
    found: list[Occurrence] = []
    has_differential = "\\int" in formula or _DERIVATIVE.search(formula)
    at = 0
    while at < len(formula):
        words = _WORDS_INSIDE.match(formula, at) or _SENSE.match(formula, at)
        if words:
            at = max(argument_end(formula, words.end()), words.end() + 1)
            continue
        if formula[at] == "_":
            end = argument_end(formula, at + 1)
            at = end if end > 0 else at + 1
            continue
        if formula[at] == "^":
            fixed = _SUPERSCRIPT.match(formula, at + 1)
            at = fixed.end() if fixed else at + 1
            continue
        derivative = _DERIVATIVE.match(formula, at)
        if derivative and derivative.lastgroup:
            at = derivative.end(derivative.lastgroup)
            continue
        if has_differential and (d := _DIFFERENTIAL.match(formula, at)):
            at = d.end()
            continue
        symbol = symbol_at(formula, at)
        if symbol is None:
            command = re.compile(r"\\(?:[A-Za-z]+\*?|.)").match(formula, at)
            at = command.end() if command else at + 1
            continue
        name, end = symbol
        if _counts(name, formula, end):
            found.append(Occurrence(key_of(name), name, at))
        at = end
    return tuple(found)


def _counts(name: str, formula: str, end: int) -> bool:
    """Whether a name is a variable: no operator, set of numbers, word, or sign of Landau."""
    base = base_of(name)
    word = word_of(name)
    if is_operator_name(name) or base.startswith(("\\mathbb", "\\mathds", "\\mathbbm", "\\text")):
        return False
    if len(word) > 1 and not base.startswith("\\" + word) and word.isalpha() and "\\" not in word:
        letter = re.fullmatch(r"\\[a-z]+\{?\\?([A-Za-z]+)\}?", base)
        if letter is None or not base.endswith(f"\\{word}}}"):
            return False
    behind = formula[end : end + 12].lstrip()
    if behind.startswith(("\\bigl", "\\Bigl", "\\left", "\\big", "\\Big")):
        behind = re.sub(r"^\\(?:left|[bB]igg?l?)\s*", "", behind)
    applied = behind.startswith(("(", "[", "\\{", "\\|", "\\lVert"))
    if _PLAIN_FUNCTIONS.match(base) and applied:
        return False
    if name == "\\Delta" and "\\nabla" in formula and re.match(r"[A-Za-z]", behind):
        return False  # the Laplacian
    if base in ("N", "\\mathcal{N}") and _TWO_ARGUMENTS.match(formula, end):
        return False  # a normal law
    if base == "H" and _ENTROPY.match(formula, end):
        return False
    if re.fullmatch(r"W|\\math(?:cal|sf|rm|bb|scr|frak|bf)\{W\}", base) and re.search(
        r"_(?:1|2|p|\\infty)$", name
    ):
        return False  # a Wasserstein distance
    eigenvalue = re.fullmatch(r"\\(?:lambda|sigma|mu|nu)", base) and re.search(
        r"_(\\m(ax|in)|1|i|j)", name
    )
    if eigenvalue and behind.startswith("("):
        return False  # of what stands in the parentheses
    if base == "\\chi" and behind.startswith("^"):
        return False
    if base in ("L", "\\ell", "C") and (behind.startswith("^") or name.startswith("\\ell_")):
        return not re.match(r"\^\s*\{?\s*(?:\\infty|[0-9p])", behind) and not re.search(
            r"_(?:\\infty|[0-9pq])$", name
        )
    return True


@lru_cache(maxsize=20000)
def bound_in(formula: str) -> frozenset[str]:
    """The keys of the symbols that a formula binds: under sums, in sets, by quantifiers."""
    found: set[str] = set()
    for match in _BINDERS.finditer(formula):
        if formula[match.end() : match.end() + 1] == "_":
            end = argument_end(formula, match.end() + 1)
            if end > 0:
                found |= _heads(formula[match.end() + 1 : end])
    for expression in (_QUANTIFIER, _MAPS, _SET):
        for match in expression.finditer(formula):
            found |= _heads(match["names"])
    if "\\int" in formula:
        for match in _DIFFERENTIAL.finditer(formula):
            symbol = symbol_at(formula, skip_spaces(formula, match.end()))
            if symbol:
                found.add(key_of(symbol[0]))
            inner = re.compile(r"\s*\\?[A-Za-z]+(?:_\w)?\s*\((?P<names>[^()]*)\)").match(
                formula, match.end()
            )
            if inner:
                found |= {o.key for o in occurrences(inner["names"])}
    return frozenset(found)


def _heads(text: str) -> set[str]:
    """The symbols that a subscript or quantifier is about: what stands before its first relation,
    and every lone symbol between relations."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    text = re.sub(r"\\substack\s*\{", " ", text).replace("\\\\", ",")
    return {key for piece in text.split(",") for key in _head(piece)}


def _head(piece: str) -> set[str]:
    parts = _RELATION.split(piece)
    middle = parts[1:-1] if len(parts) > 2 else parts[:1]
    if len(parts) == 2 and not occurrences(parts[0]):
        middle = parts[1:]
    return {o.key for part in middle for o in occurrences(part)}


_SUBSCRIPT = re.compile(r"_\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\?[A-Za-z]+|.)")


_COUNTED_ABOVE = re.compile(r"\^\s*\{?\s*\(([^()]*)\)")


def index_letters(formula: str) -> frozenset[str]:
    """The keys of the letters in a formula's subscripts: `X_1, \\dots, X_n` says what `n` is."""
    above = {o.key for m in _COUNTED_ABOVE.finditer(formula) for o in occurrences(m[1])}
    return frozenset(above) | frozenset(
        o.key for match in _SUBSCRIPT.finditer(formula) for o in occurrences(match[1].strip("{}"))
    )


def is_lone(term: str) -> bool:
    """Whether a term is one symbol, with scripts, and nothing else."""
    term = term.strip("$ .,;&~")
    if term.startswith("{") and argument_end(term, 0) == len(term):
        term = term[1:-1].strip()
    symbol = symbol_at(term, 0)
    if symbol is None:
        return False
    rest = term[symbol[1] :].strip()
    rest = re.sub(r"^\^\s*(?:\{[^{}]*\}|\\?[A-Za-z0-9]+)", "", rest).strip()
    return not rest
