"""Free checkers: computer algebra and a search for counterexamples, both re-runnable by anyone.

A *proved* step holds on the whole stated domain, both sides are defined there, and the search
below agrees. A *defect* is a point of the domain, in exact rationals, at which the relation fails
at 80 digits. Anything else is at most *matched* (nothing was found), or no evidence.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import sympy

from ..mathematics.formula import RELATIONS, Relation, relations
from ..mathematics.translation import (
    OPAQUE,
    Constraint,
    DomainNoteError,
    Domains,
    Expression,
    NotUnderstoodError,
    SymbolDomain,
    canonical_name,
    read_domains,
    symbols_in,
    translate,
)
from ..records.evidence import Job

VERSION = "3"
SAMPLES = 200
CHECKED_RELATIONS = ("=", "<=", ">=", "<", ">")
_LARGEST_EXPRESSION = 150  # operations; SymPy's running time is unbounded beyond
_ATTEMPTS_FOR_CONSTRAINTS = 40  # draws for each sample that must satisfy the constraints
_CONFIRMING_DIGITS = 80


@dataclass(frozen=True, slots=True)
class CheckerVerdict:
    """What the free checkers say of one job.

    Args:
        word: `proved`, `matched`, `defect`, or None for no evidence.
        checker: which checker said so.
        detail: the certificate, the counterexample, or why there is no evidence.
    """

    word: str | None
    checker: str
    detail: dict[str, Any]


@lru_cache(maxsize=4096)
def check_job(job: Job) -> CheckerVerdict:
    """Try to prove, else to refute, a job's relation.

    Deterministic: the sample points depend on the job alone, so that a verdict is remembered as
    long as the program runs.
    """

    def nothing(why: str) -> CheckerVerdict:
        return CheckerVerdict(None, "", {"why": why})

    if job.relation not in CHECKED_RELATIONS:
        return nothing("not an equation or inequality")
    try:
        domains = read_domains(job.domains)
        left, right = translate(job.left, domains), translate(job.right, domains)
    except NotUnderstoodError as error:
        return nothing(f"not understood: {error}")
    except DomainNoteError as error:
        return nothing(f"domain note: {error}")
    if left.value.count_ops() + right.value.count_ops() > _LARGEST_EXPRESSION:
        return nothing("too large for the symbolic checker")
    applied = left.applications | right.applications
    if len(applied) > len({name for name, _ in applied}):
        return nothing("not understood: x(a) and x(b) may be a function's values")
    if _other_meaning(job):
        return nothing("the text gives e or log another meaning")
    used = left.used_definitions | right.used_definitions
    said = {name: _said(job, domains, name) for name in sorted(used)}
    unsaid = [name for name, how in said.items() if not how]
    if unsaid:
        return nothing(f"a domain note defines {unsaid[0]}, and the text does not")
    for constraint in domains.constraints:
        same = _says_the_same(constraint, left.value, right.value, job.relation)
        if same and not _is_hypothesis(job, constraint):
            return nothing("a domain note says the claim itself, and no hypothesis does")

    points = list(_points(domains, left, right, job.fingerprint))
    if not points:
        return nothing("no point of the stated domain was found: the hypotheses may contradict")
    search = _search(left, right, job.relation, points)
    if search.word == "defect" and job.conditional:
        why = "fails somewhere, but the display states a condition beside it"
        return CheckerVerdict(None, "", {"why": why, **search.detail})
    if search.word == "defect" and job.relation == "=" and _only_symbol(job.left):
        why = "fails somewhere, but may say what its left side stands for"
        return CheckerVerdict(None, "", {"why": why, **search.detail})
    if search.word == "defect":
        names = {s.name for s in left.value.free_symbols | right.value.free_symbols}
        links = [name for name in sorted(names) if name.startswith(OPAQUE)]
        point = {name: Fraction(value) for name, value in search.detail["values"].items()}
        links += _links(job, domains, names, point)
        if links:
            # The text relates these symbols in a way no note does: the point may be impossible.
            return CheckerVerdict(
                None,
                "",
                {
                    "why": "fails where the domain notes allow it, but the text relates its "
                    "symbols further: say how in a domain note",
                    "related": links,
                    **search.detail,
                },
            )
    if search.word != "matched":
        return search
    proof = _prove(left, right, job.relation)
    if proof is not None and _defined(left) and _defined(right):
        other_words = [name for name, how in said.items() if how != "exact"]
        if other_words:
            # Proved from the note; that the text says the same is for a reader to see.
            detail = {"method": proof, "rests on the domain notes for": other_words}
            return CheckerVerdict("matched", "symbolic", detail)
        return CheckerVerdict("proved", "symbolic", {"method": proof, "domains": list(job.domains)})
    return search


_FORMULA = re.compile(
    r"\$\$?(?P<a>[^$]+)\$|\\\((?P<b>.+?)\\\)|\\\[(?P<c>.+?)\\\]"
    r"|\\begin\s*\{(?P<name>equation|align|gather|multline|eqnarray)\*?\}(?P<d>.+?)\\end\s*\{(?P=name)",
    re.DOTALL,
)
_RELATES = re.compile(r"[=<>]|\\(?:le|ge|leq|geq|leqslant|geqslant|coloneqq|sim|in)(?![A-Za-z])")


def _links(job: Job, domains: Domains, names: set[str], point: "_Point") -> list[str]:
    """What the job says about the step's symbols that may rule a counterexample out.

    A relation in the text rules it out unless it is understood and holds at the point, or only
    defines another symbol. A symbol that words say something of rules it out, too. The last
    formula of the statement being proved is its conclusion, and excuses nothing.
    """
    found = []
    statement = _without_conclusion(job.proving)
    texts = (*job.hypotheses, statement, *job.may_use, *job.definitions, job.justification)
    for text in texts:
        for match in _FORMULA.finditer(text):
            formula = next(g for g in match.group("a", "b", "c", "d") if g)
            before = text[: match.start()]
            if _excuses(formula, before, domains, names, point):
                found.append(formula.strip())
    for claim in job.earlier:
        formulas = _formulas(claim) if "$" in claim or "\\begin" in claim else [claim]
        found += [f for f in formulas if _excuses(f, "", domains, names, point)]
    return found


_HARMLESS_BEFORE = re.compile(
    r"(?:\breal|\bpositive|\bnonnegative|\binteger|\bnumbers?|\bevery|\bany|\ball)\s*(?:numbers?)?\s*$"
)
_HARMLESS_SET = re.compile(r"\\(?:mathbb\s*\{?R\}?|R)\s*[.,]?$")


def _without_conclusion(statement: str) -> str:
    """A statement without the last formula of its last sentence, which is what it concludes."""
    matches = list(_FORMULA.finditer(statement))
    last = re.split(r"(?<=\.)\s+(?=[A-Z])", statement)[-1]
    if not matches or matches[-1].start() < len(statement) - len(last):
        return statement
    if re.match(r"\s*(?:\w+:\s*)?(?:let|suppose|assume|if)\b", last, re.IGNORECASE) and (
        not re.search(r"\bthen\b", last, re.IGNORECASE)
    ):
        return statement
    return statement[: matches[-1].start()]


def _excuses(formula: str, before: str, domains: Domains, names: set[str], point: "_Point") -> bool:
    """Whether a formula of the text may rule out a point at which the step fails."""
    inside = symbols_in(formula)
    if not any(_same_family(name, other) for name in names for other in inside):
        return False
    relations_found = relations(formula)
    if not relations_found:
        if _SIGN.search(formula):
            return True  # a relation inside brackets, an event, a set
        return bool(_only_symbol(formula)) and not _HARMLESS_BEFORE.search(before)
    return any(not _holds_or_defines(r, domains, names, point) for r in relations_found)


def _holds_or_defines(
    relation: Relation, domains: Domains, names: set[str], point: "_Point"
) -> bool:
    head = symbols_in(relation.left)
    own = any(_same_family(name, other) for name in names for other in head)
    sign = RELATIONS.get(relation.sign, "=")
    if (
        sign == "="
        and (_only_symbol(relation.left) or "(" in relation.left)
        and (not own or re.fullmatch(r"\s*[A-Za-z]\w*\(.*\)\s*", relation.left))
    ):
        return True  # says what another symbol stands for
    if sign == "in" and _HARMLESS_SET.search(relation.right):
        return True
    if sign not in CHECKED_RELATIONS:
        return False
    try:
        left, right = translate(relation.left, domains), translate(relation.right, domains)
        with mpmath.workdps(_CONFIRMING_DIGITS):
            a, b = _value(left.value, point), _value(right.value, point)
            return not _broken(a, b, sign)
    except (NotUnderstoodError, KeyError, ValueError, ZeroDivisionError, OverflowError, TypeError):
        return False


_NAMED = "|".join(name[1:] for name in RELATIONS if len(name) > 1)
_SIGN = re.compile(rf"[=<>]|\\(?:{_NAMED})(?![A-Za-z])")
_OTHER_LOGARITHM = re.compile(r"\bbase\b|\bbinary\b|\\log\s*_|\\lg\b")


def _other_meaning(job: Job) -> bool:
    """Whether the text may use log or e for something else than this program does."""
    texts = (*job.hypotheses, job.proving, *job.may_use, *job.definitions, job.justification)
    step = f"{job.left} {job.right}"
    if re.search(r"\\log|\\ln", step) and any(_OTHER_LOGARITHM.search(text) for text in texts):
        return True
    if re.search(r"(?<![\\A-Za-z])e(?![A-Za-z])", step):
        return any(f.strip() == "e" for text in texts for f in _formulas(text))
    return False


def _said(job: Job, domains: Domains, name: str) -> str:
    """How the text says what a note says a symbol equals: "exact", "similar", or "" not at all.

    Only hypotheses, definitions and the words around the step count, never a conclusion.
    """
    texts = (
        *job.hypotheses,
        _without_conclusion(job.proving),
        *job.definitions,
        job.justification,
    )
    how = ""
    for formula in (formula for text in texts for formula in _formulas(text)):
        for relation in relations(formula):
            symbol = _only_symbol(relation.left)
            if RELATIONS.get(relation.sign, "=") != "=" or not _same_family(name, symbol):
                continue
            how = how or "similar"
            try:
                same = translate(relation.right, domains).value - domains.definitions[name].value
            except NotUnderstoodError:
                continue
            if symbol == name and _is_zero(same):
                return "exact"
    return how


def _formulas(text: str) -> list[str]:
    """The formulas in a text of the job."""
    return [next(g for g in m.group("a", "b", "c", "d") if g) for m in _FORMULA.finditer(text)]


def _is_hypothesis(job: Job, constraint: Constraint) -> bool:
    """Whether a hypothesis in scope relates the very symbols that a note relates.

    In the statement being proved, hypotheses stand before its first "then".
    """
    names = _names_of(constraint.left, constraint.right)
    plain = {name for name in names if not name.startswith(OPAQUE)}
    parts = re.split(r"\b[Tt]hen\b", job.proving, maxsplit=1)
    assumed = parts[0] if len(parts) > 1 else ""
    return any(
        _RELATES.search(formula) and plain <= symbols_in(formula)
        for text in (*job.hypotheses, assumed, *job.definitions)
        for formula in _formulas(text)
    )


def _says_the_same(constraint: Constraint, left: Any, right: Any, relation: str) -> bool:
    """Whether a note is the claim up to a positive factor."""
    claim, note = left - right, constraint.left - constraint.right
    if relation[0] not in "<>":
        return False
    if relation[0] != constraint.relation[0]:
        note = -note
    ratio = sympy.cancel(claim / note) if note != 0 else None
    return ratio is not None and bool(ratio.is_positive)


def _only_symbol(text: str) -> str:
    """The symbol that a text consists of, "" where it is anything else."""
    found = symbols_in(text)
    name = found.pop() if len(found) == 1 else ""
    return name if name == canonical_name(text.strip()) else ""


def _same_family(a: str, b: str) -> bool:
    """Whether two names are one symbol up to its index: s_j and s_{j-1}, but not p and p_0."""
    return a == b or ("_" in a and "_" in b and a.split("_")[0] == b.split("_")[0])


# ---- proof -------------------------------------------------------------------------------------


def _prove(left: Expression, right: Expression, relation: str) -> str | None:
    """The method that proves the relation, or None."""
    a, b = left.value, right.value
    if relation in (">=", ">"):
        a, b, relation = b, a, {">=": "<=", ">": "<"}[relation]
    if relation == "=":
        return "identity" if _is_zero(a - b) else None
    return _prove_order(a, b, strict=relation == "<")


def _is_zero(expression: Any) -> bool:
    if expression.is_zero:
        return True
    if not _expandable(expression):
        return False
    for step in (
        sympy.expand,
        lambda e: sympy.cancel(sympy.together(e)),
        lambda e: sympy.powsimp(sympy.expand(e), deep=True),
        lambda e: sympy.expand(sympy.expand_log(e)),
        sympy.simplify,
    ):
        if step(expression) == 0:
            return True
    return False


def _expandable(expression: Any) -> bool:
    """Whether expanding stays small: SymPy's time is not bounded otherwise."""
    return all(
        not (power.base.is_Add and power.exp.is_Integer and abs(power.exp) > 8)
        for power in expression.atoms(sympy.Pow)
    )


def _prove_order(a: Any, b: Any, *, strict: bool) -> str | None:
    """A proof of a <= b (or a < b) from a fixed list of elementary facts."""
    difference = b - a
    if not difference.free_symbols:
        sign = _certified_sign(difference)
        if sign > 0 or (sign == 0 and not strict and _is_zero(difference)):
            return "interval arithmetic on constants"
        return None
    if not strict and _is_zero(difference):
        return "identity"
    # 1 + u <= e^u for every real u.
    if not strict and isinstance(b, sympy.exp) and _is_zero(a - 1 - b.args[0]):
        return "1 + u <= exp(u)"
    # exp is increasing.
    if isinstance(a, sympy.exp) and isinstance(b, sympy.exp):
        inner = _prove_order(a.args[0], b.args[0], strict=strict)
        return f"exp is increasing; {inner}" if inner else None
    if not _expandable(difference):
        return None
    for rewrite in (lambda d: d, sympy.factor, sympy.expand):
        form = rewrite(difference)
        if form.is_positive or (not strict and form.is_nonnegative):
            return "sign of the difference"
    return None


def _certified_sign(constant: Any) -> int:
    """Sign of a constant by interval arithmetic: 1, -1, or 0 where it could not be separated."""
    previous = mpmath.iv.dps
    try:
        mpmath.iv.dps = 50
        value = mpmath.iv.mpf(_in_intervals(constant))
        return 1 if value.a > 0 else -1 if value.b < 0 else 0
    finally:
        mpmath.iv.dps = previous


def _in_intervals(expression: Any, point: "_Point | None" = None) -> Any:
    """Evaluate in mpmath's interval arithmetic, node by node.

    Args:
        point: exact values of the symbols, for an expression that has some.
    """
    if expression.is_Rational:
        return mpmath.iv.mpf(int(expression.p)) / mpmath.iv.mpf(int(expression.q))
    if expression is sympy.E:
        return mpmath.iv.e
    if expression.is_Symbol and point is not None:
        value = point[expression.name]
        return mpmath.iv.mpf(value.numerator) / mpmath.iv.mpf(value.denominator)
    arguments = [_in_intervals(argument, point) for argument in expression.args]
    if isinstance(expression, sympy.Add):
        return sum(arguments[1:], arguments[0])
    if isinstance(expression, sympy.Mul):
        product = arguments[0]
        for argument in arguments[1:]:
            product = product * argument
        return product
    if isinstance(expression, sympy.exp):
        return mpmath.iv.exp(arguments[0])
    if isinstance(expression, sympy.log):
        return mpmath.iv.log(arguments[0])
    if isinstance(expression, sympy.Pow):
        base, exponent = arguments
        if exponent.a == exponent.b and exponent.a == int(exponent.a) and abs(exponent.a) <= 10_000:
            return base ** int(exponent.a)
        if expression.args[1] == sympy.Rational(1, 2):
            return mpmath.iv.sqrt(base)
        return mpmath.iv.exp(exponent * mpmath.iv.log(base))
    return mpmath.iv.mpf(["-inf", "inf"])


def _defined(expression: Expression) -> bool:
    """Whether SymPy can show from the symbols' signs that the term is defined everywhere."""
    tests = {"nonzero": "is_nonzero", "positive": "is_positive", "nonnegative": "is_nonnegative"}
    return all(
        getattr(form, tests[condition])
        or any(getattr(f(form), tests[condition]) for f in (sympy.factor, sympy.expand))
        for form, condition in expression.conditions
    )


# ---- search ------------------------------------------------------------------------------------

_Point = dict[str, Fraction]


def _search(
    left: Expression, right: Expression, relation: str, points: list[_Point]
) -> CheckerVerdict:
    """Evaluate both sides at every point; a failing point is confirmed at 80 digits."""
    evaluated = ties = 0
    exact = (left.value - right.value) if _expandable(left.value - right.value) else None
    constant = sympy.expand(exact) if exact is not None else None
    for point in points:
        try:
            with mpmath.workdps(_CONFIRMING_DIGITS):
                if not all(
                    _holds_at(form, condition, point)
                    for form, condition in (*left.conditions, *right.conditions)
                ):
                    shown = {name: str(value) for name, value in point.items()}
                    return CheckerVerdict(
                        None, "", {"why": "a side is not defined on the whole domain", "at": shown}
                    )
                a, b = _value(left.value, point), _value(right.value, point)
                broken = _broken(a, b, relation)
                if constant is not None and constant.is_Rational:
                    broken = not _holds_between(constant, relation)
                elif relation in ("<", ">") and not broken:
                    ties += bool(abs(a - b) <= _rounding(a, b))
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            continue
        evaluated += 1
        if broken and not _separated(left.value, right.value, point, relation):
            continue  # rounding may have done it
        if broken:
            return CheckerVerdict(
                "defect",
                "numeric-search",
                {
                    "values": {name: str(value) for name, value in point.items()},
                    "left": mpmath.nstr(a, 15),
                    "right": mpmath.nstr(b, 15),
                    "relation": relation,
                },
            )
    if evaluated == 0:
        return CheckerVerdict(None, "", {"why": "neither side could be evaluated anywhere"})
    if ties:
        return CheckerVerdict(None, "", {"why": "a strict relation whose sides meet"})
    return CheckerVerdict(
        "matched", "numeric-search", {"points": evaluated, "found": "no violation"}
    )


def _separated(left: Any, right: Any, point: _Point, relation: str) -> bool:
    """Whether interval arithmetic shows the relation to fail at an exact rational point."""
    previous = mpmath.iv.dps
    try:
        mpmath.iv.dps = _CONFIRMING_DIGITS
        values = [_in_intervals(side, point) for side in (left, right)]
        a, b = (mpmath.iv.mpf(value) for value in values)
        apart = {"<=": a.a > b.b, "<": a.a >= b.b, ">=": a.b < b.a, ">": a.b <= b.a}
        return bool(apart.get(relation, a.a > b.b or a.b < b.a))
    except (ValueError, TypeError, ZeroDivisionError, OverflowError):
        return False
    finally:
        mpmath.iv.dps = previous


def _holds_between(difference: Any, relation: str) -> bool:
    """Whether a relation holds when left minus right is this rational number."""
    value = Fraction(int(difference.p), int(difference.q))
    return {
        "=": value == 0,
        "<=": value <= 0,
        "<": value < 0,
        ">=": value >= 0,
        ">": value > 0,
    }[relation]


def _broken(a: Any, b: Any, relation: str) -> bool:
    """Whether a relation fails by more than rounding at 80 digits could explain."""
    if not (mpmath.isfinite(a) and mpmath.isfinite(b)):
        raise ValueError("not finite")
    rounding = _rounding(a, b)
    if relation == "=":
        return bool(abs(a - b) > rounding)
    if relation in (">=", ">"):
        a, b = b, a
    # A tie that breaks a strict relation is not told from rounding, so it refutes nothing.
    return bool(a - b > rounding)


def _rounding(a: Any, b: Any) -> Any:
    """What rounding at 80 digits can do, and far more: an exponent of 10^12 costs 12 digits."""
    return mpmath.mpf(10) ** (-_CONFIRMING_DIGITS // 2) * (1 + abs(a) + abs(b))


def _bounded_exp(x: Any) -> Any:
    """exp, refusing arguments whose value would fill the memory."""
    if abs(x) > _LARGEST_ARGUMENT:
        raise ValueError("too large to evaluate")
    return mpmath.exp(x)


def _bounded_power(base: Any, exponent: Any) -> Any:
    """A power, refusing one whose value would fill the memory."""
    if base != 0 and abs(exponent) * (abs(mpmath.log(abs(base))) + 1) > _LARGEST_ARGUMENT:
        raise ValueError("too large to evaluate")
    return mpmath.power(base, exponent)


_LARGEST_ARGUMENT = 10**10
_POWER = sympy.Function("bounded_power")


@lru_cache(maxsize=512)
def _function(expression: Any) -> tuple[Any, tuple[str, ...]]:
    """The expression as a function of mpmath numbers, and the names of its arguments."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: str(symbol.name))
    # Positional stand-ins: names like ‖V^*‖ are no Python identifiers.
    plain = [sympy.Symbol(f"x{number}") for number in range(len(symbols))]
    body = expression.xreplace(dict(zip(symbols, plain, strict=True)))
    body = body.replace(
        lambda e: e.is_Pow and bool(e.exp.free_symbols or abs(e.exp) > 100),
        lambda e: _POWER(e.base, e.exp),
    )
    bounded = {"exp": _bounded_exp, "bounded_power": _bounded_power}
    function = sympy.lambdify(plain, body, modules=[bounded, "mpmath"])
    return function, tuple(s.name for s in symbols)


def _value(expression: Any, point: _Point) -> Any:
    """The value at a point, at the working precision.

    Raises:
        ValueError: it is not a real number.
    """
    function, names = _function(expression)
    value = function(*(mpmath.mpf(point[n].numerator) / point[n].denominator for n in names))
    value = mpmath.mpmathify(value)
    if isinstance(value, mpmath.mpc):
        raise ValueError("not a real number")
    return value


def _holds_at(form: Any, condition: str, point: _Point) -> bool:
    value = _value(form, point)
    return bool(
        value != 0
        if condition == "nonzero"
        else value > 0
        if condition == "positive"
        else value >= 0
    )


def _points(domains: Domains, left: Expression, right: Expression, seed: str) -> Iterator[_Point]:
    """Points of the domain: its corners first, then random ones; all satisfy the constraints."""
    names = sorted(
        {s.name for s in left.value.free_symbols | right.value.free_symbols}
        | {s.name for form, _ in (*left.conditions, *right.conditions) for s in form.free_symbols}
    )
    linked: list[Constraint] = []
    while True:  # a constraint on a symbol brings in the symbols it relates it to
        found = [
            c
            for c in domains.constraints
            if c not in linked and _names_of(c.left, c.right) & set(names)
        ]
        if not found:
            break
        linked += found
        names = sorted(set(names).union(*(_names_of(c.left, c.right) for c in found)))
    if not names:
        yield {}
        return
    for value in (Fraction(0), Fraction(1), Fraction(-1)):
        point = dict.fromkeys(names, value)
        inside = all(_contains(_domain(domains, name), value) for name in names)
        if inside and all(_satisfies(c, point) for c in linked):
            yield point
    chance = random.Random(hashlib.sha256(seed.encode("ascii")).digest())
    drawn = 0
    for corner in range(2 ** min(len(names), 5)):
        point = {
            name: _edge(_domain(domains, name), bool(corner >> min(i, 4) & 1))
            for i, name in enumerate(names)
        }
        if all(_satisfies(c, point) for c in linked):
            yield point
    for _ in range(SAMPLES * (_ATTEMPTS_FOR_CONSTRAINTS if linked else 1)):
        point = {name: _draw(_domain(domains, name), chance) for name in names}
        if all(_satisfies(c, point) for c in linked):
            drawn += 1
            yield point
            if drawn == SAMPLES:
                return


def _contains(domain: SymbolDomain, value: Fraction) -> bool:
    low, high = domain.low, domain.high
    above = low is None or value > low or (value == low and not domain.low_open)
    below = high is None or value < high or (value == high and not domain.high_open)
    return above and below


def _names_of(*expressions: Any) -> set[str]:
    return {symbol.name for expression in expressions for symbol in expression.free_symbols}


def _domain(domains: Domains, name: str) -> SymbolDomain:
    if name.startswith(OPAQUE):
        return SymbolDomain(name, Fraction(0), None, False, False, False)
    return domains.symbols[name]


def _satisfies(constraint: Constraint, point: _Point) -> bool:
    try:
        with mpmath.workdps(_CONFIRMING_DIGITS):
            a, b = _value(constraint.left, point), _value(constraint.right, point)
    except (ValueError, ZeroDivisionError, TypeError):
        return False
    return bool({"<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b}[constraint.relation])


def _edge(domain: SymbolDomain, upper: bool) -> Fraction:
    """A point at, or next to, an end of the domain."""
    step = Fraction(1) if domain.integer else Fraction(1, 1000)
    if upper:
        if domain.high is None:
            return (domain.low or Fraction(0)) + 50
        if not domain.high_open:
            return domain.high
        width = domain.high - domain.low if domain.low is not None else Fraction(1)
        return domain.high - min(step, width / 1000)
    if domain.low is None:
        return (domain.high or Fraction(0)) - 50
    if not domain.low_open:
        return domain.low
    width = domain.high - domain.low if domain.high is not None else Fraction(1)
    return domain.low + min(step, width / 1000)


#: An unbounded domain is sampled at all of these, times 10 at the most.
_SCALES = tuple(map(Fraction, ("1/1000000", "1/50", "1", "5", "10000", "1000000000")))


def _draw(domain: SymbolDomain, chance: random.Random) -> Fraction:
    """A random point of a domain; unbounded ones are sampled at several scales."""
    if domain.integer:
        low = int(domain.low) if domain.low is not None else -60
        reach = (120, 120, 10_000, 10**8)[chance.randrange(4)]
        high = int(domain.high) if domain.high is not None else low + reach
        return Fraction(chance.randint(low, high))
    if domain.low is not None and domain.high is not None:
        return domain.low + (domain.high - domain.low) * Fraction(chance.randint(1, 9999), 10000)
    scale = _SCALES[chance.randrange(len(_SCALES))]
    size = Fraction(chance.randint(1, 10_000), 1000) * scale
    if domain.low is not None:
        return domain.low + size
    if domain.high is not None:
        return domain.high - size
    return size if chance.randrange(2) else -size
