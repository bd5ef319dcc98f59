"""What the letter of a constant does at one place of a formula: a scalar, a set, an argument, …

Decided by what stands beside it. Whoever writes `\\le C\\sqrt n` uses a number, whoever writes
`x \\in C` a set; `f(C)` and `y = c` tell nothing.
"""

from __future__ import annotations

from .formula import ALPHABETS, CLOSING, OPENING, Formula, commands
from .neighbours import (
    BARS,
    INEQUALITIES,
    MATRIX_MARKS,
    NORMS,
    SET_MARKS,
    SPACING,
    TIMES,
    Neighbours,
    capital_before,
    multiplies_before,
    multiplies_behind,
    script_base,
    step_back,
)
from .symbols import Symbol

_SET_BEFORE = SET_MARKS | commands("partial oint")
_SET_BEHIND = SET_MARKS - {"\\in", "\\notin"}
_OF_NUMBERS = commands("sqrt frac dfrac tfrac log ln")
_LOGARITHMS = commands("log ln lg exp sqrt max min")
_OPERATORS = commands(
    "det dim ker rank tr Tr diag conv nabla partial mathrm operatorname Delta inf sup arg deg gcd"
)
_ORDERS = frozenset(["O", "o", "\\Omega", "\\Theta", "\\omega"])
_BIG = commands(
    "sum prod max min sup inf argmax argmin bigcup bigcap lim limsup liminf arg bigoplus coprod "
    "operatorname* int operatorname mathbb E Pr mathop underset bigotimes bigvee bigwedge"
)
_COUNTED = frozenset("ndmeNpkT)|") | commands("log ln delta epsilon varepsilon")
_TYPED_COMMANDS = frozenset(["norm", "Norm", "abs", "Abs", "card", "inner", "ip", "inprod"])
_CLASSES = commands("mathcal mathscr mathfrak cal")
_VARIABLES = frozenset("xyzuvwabst") | commands("cdot bullet xi omega bf mathbf bm boldsymbol")
_SIGNS = frozenset(["+", "-", "\\pm", "/"])

_LONGEST_ARGUMENT = 200

#: A role is `scalar`, `weak` (tells nothing), `ignored`, or `typed` (it is something else).
Role = str


def role_of(formula: Formula, symbol: Symbol) -> Role:
    """What a symbol is used as at its place, segments that only introduce it left aside."""
    if symbol.form != "bare":
        return "typed" if symbol.form in ("transposed", "set") else "ignored"
    beside = Neighbours(formula, symbol)
    if symbol.set_apart:
        return "scalar" if _scales_number(formula, symbol, beside) else "typed"
    if beside.group == "sub":
        return _in_subscript(formula, beside)
    if beside.opening in formula.lowered:
        return "scalar" if _related(beside) else "ignored"
    return (
        _as_other_object(formula, symbol, beside)
        or _as_function(formula, symbol, beside)
        or _in_exponent(formula, beside)
        or _as_number(formula, beside)
        or "weak"
    )


def _scales_number(formula: Formula, symbol: Symbol, beside: Neighbours) -> bool:
    """`\\le \\boldsymbol{C} \\sqrt n`, and nothing else in the formula is set like it."""
    inside = range(symbol.left, symbol.right)
    alphabet = next(formula.text(at) for at in inside if ALPHABETS.get(formula.text(at)))
    bold = ALPHABETS[alphabet] == "bold"
    if beside.before and beside.before not in INEQUALITIES:
        return False
    if beside.behind not in _OF_NUMBERS and (bold or not _upright_number(formula, beside)):
        return False
    return not any(
        ALPHABETS.get(mark) == ALPHABETS[alphabet] or (bold and mark in ("\\mathbf", "\\bf"))
        for index, mark in enumerate(formula.marks)
        if index not in inside
    )


def _upright_number(formula: Formula, beside: Neighbours) -> bool:
    """`\\le \\mathrm{C} d`: bounds are numbers, and classes of functions multiply nothing."""
    if beside.before not in INEQUALITIES or beside.behind in OPENING:
        return False
    return not beside.behind or multiplies_behind(formula, beside.at_behind)


def _related(beside: Neighbours) -> bool:
    return beside.before in INEQUALITIES or beside.behind in INEQUALITIES


def _in_subscript(formula: Formula, beside: Neighbours) -> Role:
    """`\\sum_{c=1}^k` runs over c, `\\sup_{t \\le Cn}` multiplies by C, `x_c` is an index."""
    base = script_base(formula, beside.opening - 1)
    if beside.before == "\\in" or (base in _BIG and not beside.before):
        return "typed"
    if beside.alone and base in _CLASSES:
        return "typed"  # a class of functions carries its parameter
    if _related(beside):
        return "scalar"
    if multiplies_behind(formula, beside.at_behind):
        inside = range(beside.opening, formula.partner.get(beside.opening, beside.opening))
        if any(formula.text(index) in INEQUALITIES for index in inside):
            return "scalar"
    return "ignored"


def _as_other_object(formula: Formula, symbol: Symbol, beside: Neighbours) -> Role:
    before, behind = beside.before, beside.behind
    if before == "\\in" and (symbol.power or behind in ("(", "[")):
        return "ignored"  # a space of functions: the bare letter may still be a constant
    if before in _SET_BEFORE or behind in _SET_BEHIND:
        return "typed"
    if before in MATRIX_MARKS or behind in MATRIX_MARKS:
        return "typed"
    if (before in NORMS and behind in NORMS) or (before in BARS and behind in BARS):
        return "typed"
    if beside.alone and beside.group.startswith("arg:"):
        return "typed" if beside.group[4:] in _TYPED_COMMANDS else "weak"
    if before in ("\\{", "\\lbrace") and behind in (":", "|", "\\mid"):
        return "typed"
    if before == "\\langle" or behind in ("\\rangle", "\\mapsto") or before in _OPERATORS:
        return "typed"
    return "typed" if _transposed(formula, beside.at_before) else ""


def _transposed(formula: Formula, index: int) -> bool:
    mark = formula.text(index)
    if mark == "}":
        mark = formula.text(index - 1)
    return mark in ("\\top", "\\intercal")


def _as_function(formula: Formula, symbol: Symbol, beside: Neighbours) -> Role:
    """`C(d)` says what C depends on, `c(x, y)` is a function, `C(1 + d)` a product."""
    if beside.behind not in OPENING:
        return ""
    closing = min(formula.closing(beside.at_behind), beside.at_behind + _LONGEST_ARGUMENT)
    inside = [mark for mark in formula.marks[beside.at_behind + 1 : closing] if mark not in SPACING]
    if not inside:
        return "ignored"
    if _at_top(formula, beside.at_behind + 1, closing, frozenset([","])):
        return _applied(symbol, inside)
    signs = _SIGNS - {"/"} | {"\\vee", "\\wedge"}
    if _at_top(formula, beside.at_behind + 2, closing, signs):
        difference = len(inside) == 3 and inside[1] == "-" and (inside[0] + inside[2]).isalpha()
        return "weak" if difference and beside.before not in INEQUALITIES else "scalar"
    if inside[0].isdigit() or beside.behind in ("\\{", "\\lbrace"):
        return "scalar"
    if any(mark in _LOGARITHMS or mark in NORMS or mark == "\\frac" for mark in inside):
        return "scalar"
    return _applied(symbol, inside)


def _applied(symbol: Symbol, inside: list[str]) -> Role:
    is_variable = inside[0] in _VARIABLES and symbol.letter == "c"
    return "typed" if is_variable or inside == ["\\cdot"] else "ignored"


def _at_top(formula: Formula, start: int, end: int, marks: frozenset[str]) -> bool:
    """Whether one of some marks stands in a range, outside brackets."""
    depth = 0
    index = start
    while index < end:
        mark = formula.text(index)
        if mark == "{":
            index = formula.partner.get(index, end)
        elif mark in OPENING:
            depth += 1
        elif mark in CLOSING:
            depth -= 1
        elif depth == 0 and mark in marks:
            return True
        index += 1
    return False


def _in_exponent(formula: Formula, beside: Neighbours) -> Role:
    """`n^c` is a power; `A^c` is the complement of a set, `x^c` an index."""
    if beside.group != "sup" or not beside.alone:
        return ""
    base = script_base(formula, beside.opening - 1)
    return "scalar" if base.isdigit() or base in _COUNTED else "ignored"


def _as_number(formula: Formula, beside: Neighbours) -> Role:
    before, behind = beside.before, beside.behind
    if _related(beside) or before in _SIGNS or behind in _SIGNS:
        return "scalar"
    if before in TIMES or behind in TIMES:
        return "weak" if capital_before(formula, beside) else "scalar"
    if beside.alone and beside.group in ("frac", "sqrt"):
        return "scalar"
    if before in _LOGARITHMS or before in ("\\frac", "\\dfrac", "\\tfrac"):
        return "scalar"
    if before in OPENING and behind in CLOSING:
        base = formula.text(step_back(formula, beside.at_before))
        if base in _LOGARITHMS or base in _ORDERS:
            return "scalar"
    around = _argument_of(formula, beside)
    if around in ("\\max", "\\min"):
        return "scalar"
    if around in _CLASSES:
        return "typed"
    if multiplies_behind(formula, beside.at_behind):
        return "weak" if capital_before(formula, beside) else "scalar"
    return "scalar" if multiplies_before(formula, beside.at_before) else ""


def _argument_of(formula: Formula, beside: Neighbours) -> str:
    """The command of which the symbol is a whole argument: `\\max` in `\\max\\{C, 1\\}`,
    `\\mathcal` in `\\mathcal{F}(\\beta, C)`; empty where it is none."""
    if not (beside.before == "," or beside.before in OPENING):
        return ""
    if not (beside.behind == "," or beside.behind in CLOSING):
        return ""
    depth = 0
    for index in range(beside.at_before, max(-1, beside.at_before - 200), -1):
        mark = formula.text(index)
        if mark in CLOSING:
            depth += 1
        elif mark in OPENING:
            depth -= 1
            if depth < 0:
                return script_base(formula, index)
    return ""
