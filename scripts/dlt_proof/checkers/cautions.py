"""What a job's text says that the domain notes do not: what may excuse a claim that fails.

A relation in the text, a note that says the claim itself, another meaning of e or log: each keeps a
verdict back. Reads the text; proves and refutes nothing.
"""

import re
from typing import Any

import sympy

from ..mathematics.formula import RELATIONS, Relation, relations
from ..mathematics.scope import Scope
from ..mathematics.scope.formulas import read_formula
from ..mathematics.scope.records import Bound
from ..mathematics.translation import (
    OPAQUE,
    Constraint,
    Domains,
    NotUnderstoodError,
    canonical_name,
    symbols_in,
    translate,
)
from ..records.evidence import Job
from .enclosures import OutsideError
from .exact import exact_sign
from .identities import rewritten_to_zero
from .points import Point, relation_holds
from .problems import CHECKED_RELATIONS, contains, names_of

_FORMULA = re.compile(
    r"\$\$?(?P<a>[^$]+)\$|\\\((?P<b>.+?)\\\)|\\\[(?P<c>.+?)\\\]"
    r"|\\begin\s*\{(?P<name>equation|align|gather|multline|eqnarray)\*?\}(?P<d>.+?)\\end\s*\{(?P=name)",
    re.DOTALL,
)
_RELATES = re.compile(r"[=<>]|\\(?:le|ge|leq|geq|leqslant|geqslant|coloneqq|sim|in)(?![A-Za-z])")


def links_of(job: Job, scope: Scope, names: set[str], point: Point) -> list[str]:
    """What the job says about the step's symbols that may rule a counterexample out.

    Of hypotheses, statement and definitions that is whatever `scope` could not read. A relation in
    a cited statement, in an earlier claim or beside the step rules the point out unless it is
    understood and holds there, or only defines another symbol.
    """
    found = [
        text
        for name, texts in scope.unread.items()
        if any(_same_family(name, other) for other in names)
        for text in texts
        if not _leaves(text, scope.domains, names, point)
    ]
    domains = scope.domains
    for text in (*_cited(job), job.justification):
        for match in _FORMULA.finditer(text):
            formula = next(g for g in match.group("a", "b", "c", "d") if g)
            before = text[: match.start()]
            if _excuses(formula, before, domains, names, point):
                found.append(formula.strip())
    for formula in _earlier_formulas(job):
        if _excuses(formula, "", domains, names, point):
            found.append(formula)
    return list(dict.fromkeys(found))


def _cited(job: Job) -> list[str]:
    """The statements that a step refers to; the letters of a technique are its own."""
    return [text for text in job.may_use if not re.match(r"\[\d+\] Technique:", text)]


#: What after a symbol may restrict it: "every $x$ that is irrational".
_RESTRICTS_AFTER = re.compile(
    r"\s*(?:,|that|such|with|which|whose|where|when|if|for|satisf|large|small|suff|not|or)",
    re.IGNORECASE,
)
#: "Throughout the paper we assume that", with nothing else beside the formula.
_ASSUMES = re.compile(
    r"\s*(?:Throughout(?: (?:this|the) [a-z]+)?,?\s+)?we (?:always )?assume(?: that)?\s+",
    re.IGNORECASE,
)


def _leaves(text: str, domains: Domains, names: set[str], point: Point) -> bool:
    """Whether a sentence that was not read leaves the point as it is.

    "The gap of a real number $x$ is $g(x) = …$": x is only called a number.
    """
    matches = list(_FORMULA.finditer(text))
    if not matches:
        return False
    if len(matches) == 1 and _ASSUMES.fullmatch(text, 0, matches[0].start()):
        # Nothing but a relation, and the point satisfies it.
        whole = not text[matches[0].end() :].strip(" .$")
        return whole and not any(
            _excuses(f, "", domains, names, point) or not relations(f) for f in _formulas(text)
        )
    for match in matches:
        formula = next(g for g in match.group("a", "b", "c", "d") if g)
        if _excuses(formula, text[: match.start()], domains, names, point):
            return False
        if only_symbol(formula) and _RESTRICTS_AFTER.match(text, match.end()):
            return False
        if any(RELATIONS.get(r.sign, "=") != "=" for r in relations(formula)):
            return False
    return True


def _earlier_formulas(job: Job) -> list[str]:
    found: list[str] = []
    for claim in job.earlier:
        found += _formulas(claim) if "$" in claim or "\\begin" in claim else [claim]
    return found


def broken_around(job: Job, scope: Scope, point: Point) -> tuple[Constraint, ...]:
    """Relations of cited statements and earlier claims that fail at a point, as constraints.

    A point at which they hold, too, can be looked for with them.
    """
    found = []
    texts = [formula for text in _cited(job) for formula in _formulas(text)]
    for formula in (*texts, *_earlier_formulas(job)):
        for relation in relations(formula):
            sign = RELATIONS.get(relation.sign, "=")
            if sign not in CHECKED_RELATIONS:
                continue
            try:
                left = translate(relation.left, scope.domains)
                right = translate(relation.right, scope.domains)
            except NotUnderstoodError:
                continue
            names = names_of(left.value, right.value)
            if names <= point.keys() and not _holds(left.value, sign, right.value, point):
                found.append(Constraint(left.value, sign, right.value))
    return tuple(dict.fromkeys(found))


def _holds(left: Any, sign: str, right: Any, point: Point) -> bool:
    """Whether a relation holds at a point; two sides that agree to 1600 bits count as equal."""
    if relation_holds(left, sign, right, point):
        return True
    if sign not in ("=", "<=", ">="):
        return False
    try:
        return exact_sign(left - right, point) is None
    except OutsideError:
        return False


_HARMLESS_BEFORE = re.compile(
    r"(?:\breal|\bpositive|\bnonnegative|\binteger|\bnumbers?|\bevery|\bany|\ball|\bin|\bover|\bby"
    r"|\brespect to)\s*(?:numbers?)?\s*$"
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


def _excuses(formula: str, before: str, domains: Domains, names: set[str], point: Point) -> bool:
    """Whether a formula of the text may rule out a point at which the step fails."""
    inside = symbols_in(formula)
    if not any(_same_family(name, other) for name in names for other in inside):
        return False
    relations_found = relations(formula)
    if not relations_found:
        if _SIGN.search(formula):
            return True  # a relation inside brackets, an event, a set
        bare = only_symbol(formula)
        if bare in domains.definitions:
            return False  # its value was put in
        return bool(bare) and not _HARMLESS_BEFORE.search(before)
    return any(not _holds_or_defines(r, domains, names, point) for r in relations_found)


def _holds_or_defines(relation: Relation, domains: Domains, names: set[str], point: Point) -> bool:
    head = symbols_in(relation.left)
    own = any(_same_family(name, other) for name in names for other in head)
    sign = RELATIONS.get(relation.sign, "=")
    if (
        sign == "="
        and (only_symbol(relation.left) or "(" in relation.left)
        and (not own or re.fullmatch(r"\s*[A-Za-z]\w*\(.*\)\s*", relation.left))
    ):
        return True  # says what another symbol stands for
    if sign == "in":
        return bool(_HARMLESS_SET.search(relation.right)) or _lies_in(relation, point)
    if sign not in CHECKED_RELATIONS:
        return False
    try:
        left, right = translate(relation.left, domains), translate(relation.right, domains)
    except NotUnderstoodError:
        return False
    return _holds(left.value, sign, right.value, point)


def _lies_in(relation: Relation, point: Point) -> bool:
    """Whether a membership is read, and holds at a point."""
    reading = read_formula(f"{relation.left} \\in {relation.right}")
    if reading is None or not reading.said:
        return False
    return all(
        isinstance(said, Bound)
        and (value := point.get(said.domain.name)) is not None
        and contains(said.domain, value)
        for said in reading.said
    )


_NAMED = "|".join(name[1:] for name in RELATIONS if len(name) > 1)
_SIGN = re.compile(rf"[=<>]|\\(?:{_NAMED})(?![A-Za-z])")
_OTHER_LOGARITHM = re.compile(r"\bbase\b|\bbinary\b|\\log\s*_|\\lg\b")


def other_meaning(job: Job) -> bool:
    """Whether the text may use log or e for something else than this program does."""
    texts = (*job.hypotheses, job.proving, *job.may_use, *job.definitions, job.justification)
    step = f"{job.left} {job.right}"
    if re.search(r"\\log|\\ln", step) and any(_OTHER_LOGARITHM.search(text) for text in texts):
        return True
    if re.search(r"(?<![\\A-Za-z])e(?![A-Za-z])", step):
        return any(f.strip() == "e" for text in texts for f in _formulas(text))
    return False


def how_said(job: Job, domains: Domains, name: str) -> str:
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
            symbol = only_symbol(relation.left)
            if RELATIONS.get(relation.sign, "=") != "=" or not _same_family(name, symbol):
                continue
            how = how or "similar"
            try:
                same = translate(relation.right, domains).value - domains.definitions[name].value
            except NotUnderstoodError:
                continue
            if symbol == name and is_zero(same):
                return "exact"
    return how


def _formulas(text: str) -> list[str]:
    """The formulas in a text of the job."""
    return [next(g for g in m.group("a", "b", "c", "d") if g) for m in _FORMULA.finditer(text)]


def is_hypothesis(job: Job, constraint: Constraint) -> bool:
    """Whether a hypothesis in scope relates the very symbols that a note relates.

    In the statement being proved, hypotheses stand before its first "then".
    """
    names = names_of(constraint.left, constraint.right)
    plain = {name for name in names if not name.startswith(OPAQUE)}
    parts = re.split(r"\b[Tt]hen\b", job.proving, maxsplit=1)
    assumed = parts[0] if len(parts) > 1 else ""
    return any(
        _RELATES.search(formula) and plain <= symbols_in(formula)
        for text in (*job.hypotheses, assumed, *job.definitions)
        for formula in _formulas(text)
    )


def says_the_same(constraint: Constraint, left: Any, right: Any, relation: str) -> bool:
    """Whether a note is the claim up to a positive factor."""
    claim, note = left - right, constraint.left - constraint.right
    if relation[0] not in "<>":
        return False
    if relation[0] != constraint.relation[0]:
        note = -note
    ratio = sympy.cancel(claim / note) if note != 0 else None
    return ratio is not None and bool(ratio.is_positive)


def only_symbol(text: str) -> str:
    """The symbol that a text consists of, "" where it is anything else."""
    found = symbols_in(text)
    name = found.pop() if len(found) == 1 else ""
    return name if name == canonical_name(text.strip()) else ""


def _same_family(a: str, b: str) -> bool:
    """Whether two names are one symbol up to its index: s_j and s_{j-1}, but not p and p_0."""
    return a == b or ("_" in a and "_" in b and a.split("_")[0] == b.split("_")[0])


def is_zero(term: Any) -> bool:
    """Whether a term is 0 by rewriting."""
    return bool(term.is_zero) or rewritten_to_zero(term) is not None
