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

from ..records.evidence import Job
from .translation import (
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

VERSION = "2"
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
    unsaid = [n for n in left.used_definitions | right.used_definitions if not _said(job, n)]
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
        links += _links(job, domains, names)
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
        return CheckerVerdict("proved", "symbolic", {"method": proof, "domains": list(job.domains)})
    return search


_FORMULA = re.compile(
    r"\$\$?(?P<a>[^$]+)\$|\\\((?P<b>.+?)\\\)|\\\[(?P<c>.+?)\\\]"
    r"|\\begin\s*\{(?P<name>equation|align|gather|multline|eqnarray)\*?\}(?P<d>.+?)\\end\s*\{(?P=name)",
    re.DOTALL,
)
_RELATES = re.compile(r"[=<>]|\\(?:le|ge|leq|geq|leqslant|geqslant|coloneqq|sim|in)(?![A-Za-z])")


def _links(job: Job, domains: Domains, names: set[str]) -> list[str]:
    """Formulas of the hypotheses in scope that relate the step's symbols beyond the domain notes.

    A formula links when it relates two of them, says what one of them equals, or bounds one of
    them beyond its note; so does a symbol that words introduce (“let N be the number of …”).
    """
    noted = [{s.name for s in (c.left - c.right).free_symbols} for c in domains.constraints]
    found = []
    for text in (
        *job.hypotheses,
        job.proving,
        *job.may_use,
        *job.definitions,
        *job.earlier,
        job.justification,
    ):
        if text in job.earlier and "$" not in text:
            text = f"${text}$"  # an earlier displayed relation
        for match in _NAMED_IN_WORDS.finditer(text):
            if any(_same_family(name, canonical_name(match["symbol"])) for name in names):
                found.append(match[0])
        for formula in _formulas(text):
            if not _RELATES.search(formula):
                continue
            inside = symbols_in(formula)
            common = {name for name in names if any(_same_family(name, other) for other in inside)}
            defined = _only_symbol(re.split(r":?=", formula, maxsplit=1)[0])
            defines = "=" in formula and any(_same_family(name, defined) for name in names)
            answered = any(common <= relation for relation in noted)
            bounds = len(common) == 1 and _bounds_beyond(formula, domains)
            if (len(common) > 1 or defines or bounds) and not answered:
                found.append(formula.strip())
    return found


_NAMED_IN_WORDS = re.compile(
    r"\$(?P<symbol>[^$=<>]{1,30})\$\s+(?:be\s+the|denotes?|is\s+the|stands?\s+for)\b"
)
_BOUND = re.compile(
    r"(?P<left>[^=<>]+?)\s*(?P<sign><|>|=|\\(?:le|ge|leq|geq|leqslant|geqslant)(?![A-Za-z]))\s*"
    r"(?P<right>[^=<>]+)"
)


def _bounds_beyond(formula: str, domains: Domains) -> bool:
    """Whether `x >= 1` says more of x than its note does; True where that cannot be told."""
    match = _BOUND.fullmatch(formula.strip())
    if match is None:
        return bool(re.search(r"[<>=]|\\(?:le|ge)", formula)) and _only_number_and_symbol(formula)
    left, right, sign = match["left"].strip(), match["right"].strip(), match["sign"]
    if re.fullmatch(r"-?\d+(?:\.\d+)?", left):
        left, right = right, left
        turned = {"<": ">", ">": "<", "=": "="}
        sign = turned.get(sign) or ("\\ge" if sign.startswith("\\le") else "\\le")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", right):
        return False
    domain = domains.symbols.get(_only_symbol(left))
    if domain is None:
        return bool(_only_symbol(left))
    bound = Fraction(right)
    if sign in (">", r"\ge", r"\geq", r"\geqslant"):
        if domain.low is None or domain.low < bound:
            return not (domain.integer and domain.low is not None and domain.low >= bound)
        return sign == ">" and domain.low == bound and not domain.low_open
    if sign == "=":
        return True
    if domain.high is None or domain.high > bound:
        return True
    return sign == "<" and domain.high == bound and not domain.high_open


def _only_number_and_symbol(formula: str) -> bool:
    return len(symbols_in(formula)) == 1


def _said(job: Job, name: str) -> bool:
    """Whether some formula of the job says what a symbol equals."""
    texts = (
        *job.hypotheses,
        job.proving,
        *job.may_use,
        *job.definitions,
        *job.earlier,
        job.justification,
    )
    for text in texts:
        formulas = _formulas(text)
        if text in job.earlier and not formulas:
            formulas = [text]  # an earlier displayed relation
        for formula in formulas:
            if re.search(r":?=", formula) and any(
                _same_family(name, other) for other in symbols_in(formula)
            ):
                return True
    return False


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


def _in_intervals(expression: Any) -> Any:
    """Evaluate a constant in mpmath's interval arithmetic, node by node."""
    if expression.is_Rational:
        return mpmath.iv.mpf(int(expression.p)) / mpmath.iv.mpf(int(expression.q))
    if expression is sympy.E:
        return mpmath.iv.e
    arguments = [_in_intervals(argument) for argument in expression.args]
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
        exponent = expression.args[1]
        if exponent.is_Integer:
            return arguments[0] ** int(exponent)
        if exponent == sympy.Rational(1, 2):
            return mpmath.iv.sqrt(arguments[0])
        return mpmath.iv.exp(arguments[1] * mpmath.iv.log(arguments[0]))
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
    if constant is not None and constant.is_Rational:
        points = points[:1]  # the sides differ by this number everywhere
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
    if abs(x) > 10**15:
        raise ValueError("too large to evaluate")
    return mpmath.exp(x)


@lru_cache(maxsize=512)
def _function(expression: Any) -> tuple[Any, tuple[str, ...]]:
    """The expression as a function of mpmath numbers, and the names of its arguments."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: str(symbol.name))
    # Positional stand-ins: names like ‖V^*‖ are no Python identifiers.
    plain = [sympy.Symbol(f"x{number}") for number in range(len(symbols))]
    body = expression.xreplace(dict(zip(symbols, plain, strict=True)))
    function = sympy.lambdify(plain, body, modules=[{"exp": _bounded_exp}, "mpmath"])
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
