"""Finite sums and products with an index; over a set they are opaque atoms.

The body of a sum goes to the next plus or minus, as is customary. Where something behind that
mentions the index, it may have been meant to belong to the sum, and the term is refused.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sympy

from .families import IndexRange, index_ranges
from .names import GREEK, mentions, plain_text
from .records import OPAQUE, NotUnderstoodError

if TYPE_CHECKING:
    from .reader import Reader

#: A sum of numbers of terms up to this is written out.
_MOST_TERMS = 32
_INDEX = r"[A-Za-z]|\\(?:" + "|".join(GREEK) + r")(?![A-Za-z])"
_FROM = re.compile(rf"\{{?(?P<index>{_INDEX})=(?P<lower>.+?)\}}?", re.DOTALL)
#: Letters that are indices whatever they run through.
_RELATION = re.compile(r"\\(?:le|ge|ne|neq|lt|gt|in|notin)(?![a-z])")
_INDEX_LETTERS = set("ijklmnst")


def read_sum(reader: "Reader", name: str) -> Any:
    """The value of `\\sum` or `\\prod`, which was just read."""
    start = reader.peek(-1).start
    below, above = _limits(reader)
    understood = _FROM.fullmatch(below) if above is not None else None
    if understood is None or "," in below:
        return _over_set(reader, name, start, below, above)
    index = understood["index"]
    if mentions(understood["lower"], index) or mentions(above or "", index):
        raise NotUnderstoodError(f"{index} bounds itself")
    lower = _limit(reader, _unbraced(understood["lower"]))
    upper = _limit(reader, above or "")
    if lower is None or upper is None:
        return _over_set(reader, name, start, below, above)
    if index in reader.bound:
        raise NotUnderstoodError(f"{index} is an index twice")
    sign = {"positive": True} if lower.is_positive else {}
    if not sign and lower.is_nonnegative:
        sign = {"nonnegative": True}
    letter = _letter(reader, 0, **sign)
    first = len(reader.found.conditions)
    known = set(reader.found.atoms)
    least = int(lower) if lower.is_Integer else None
    range_of = IndexRange(index, least, plain_text(above or "")) if least is not None else None
    body = _body(reader, name, {index: letter}, [range_of] if range_of is not None else [])
    if index in reader.found.dependent:
        reader.found.dependent.discard(index)
        return _opaque_sum(reader, name, start, body, {index}, first, known)
    return _finite(reader, name, body, letter, lower, upper, first)


def _letter(reader: "Reader", number: int, **sign: bool) -> Any:
    """The symbol of a bound index: no name that is written, the same at the same depth."""
    return sympy.Symbol(f"•{len(reader.bound)}{'′' * number}", integer=True, **sign)


def _limits(reader: "Reader") -> tuple[str, str | None]:
    """What stands below and above the sign, as plain text."""
    below: str | None = None
    above: str | None = None
    while True:
        if reader.peek().kind == "script" and below is None:
            below = reader.take().value
        elif reader.at_operator("^") and above is None:
            reader.take()
            if reader.at_open("{"):
                above = reader.raw_group()
            else:
                token = reader.take()
                if token.kind not in ("symbol", "number"):
                    raise NotUnderstoodError("a sum's limit without braces")
                if token.kind == "symbol":
                    reader.refuse_decorated(token)
                elif len(token.value) > 1:
                    raise NotUnderstoodError("a sum's limit without braces")
                above = token.value
        else:
            break
    if below is None:
        raise NotUnderstoodError("a sum without its index")
    return below, above


def _unbraced(text: str) -> str:
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def _limit(reader: "Reader", text: str) -> Any | None:
    """A limit that is an integer for certain, else None."""
    from .reader import Reader as Inner

    if "\\infty" in text:
        raise NotUnderstoodError("an infinite sum")
    try:
        inner = Inner(text, reader.domains, reader.bound, reader.depth, reader.ranges)
        value = inner.sum()
    except NotUnderstoodError:
        return None
    if inner.peek().kind != "end" or not value.is_integer or inner.found.atoms:
        return None
    reader.found.conditions += inner.found.conditions
    reader.found.used_definitions |= inner.found.used_definitions
    reader.found.dependent |= inner.found.dependent
    return value


def _body(
    reader: "Reader", name: str, indices: dict[str, Any], ranges: Sequence[IndexRange]
) -> Any:
    """The product behind the sign, its indices bound; what follows must not mention them."""
    kept, kept_ranges = dict(reader.bound), dict(reader.ranges)
    reader.bound.update(indices)
    for index in indices:
        reader.ranges.pop(index, None)
    reader.ranges.update({range_of.letter: range_of for range_of in ranges})
    first = reader.at
    try:
        if reader.at_operator("-", "+"):
            raise NotUnderstoodError("a sum's body that begins with a sign")
        if name == "\\prod":
            body = _product_body(reader, set(indices))
        else:
            body, _ = reader.product()
    finally:
        reader.bound, reader.ranges = kept, kept_ranges
    if reader.at == first:
        raise NotUnderstoodError("a sum without its body")
    _refuse_mention_behind(reader, set(indices))
    return body


def _product_body(reader: "Reader", indices: set[str]) -> Any:
    """The body of a product, whose last factor mentions the index: no factor may be outside."""
    start = reader.at
    body, _ = reader.product()
    factor_start = start
    depth = 0
    for number in range(start, reader.at):
        token = reader.tokens[number]
        if depth == 0 and number > start and token.kind in ("open", "symbol", "function", "number"):
            previous = reader.tokens[number - 1]
            if previous.value not in ("^", "/") and not _is_argument(reader, start, number):
                factor_start = number
        depth += (token.kind == "open") - (token.kind == "close")
    last = reader.tokens[factor_start : reader.at]
    if not any(mentions(token.value, index) for token in last for index in indices):
        raise NotUnderstoodError("a product behind which a factor may stand")
    return body


def _is_argument(reader: "Reader", start: int, number: int) -> bool:
    """Whether a token is what a function, a fraction or a letter before it is applied to."""
    token = reader.tokens[number]
    if token.kind != "open":
        return reader.tokens[number - 1].kind == "function"
    previous = reader.tokens[number - 1]
    return previous.kind in ("function", "script") or (previous.value == "}" and token.value == "{")


def _refuse_mention_behind(reader: "Reader", indices: set[str]) -> None:
    """Refuse a further term of this level that mentions the index, unless it binds it anew."""
    depth = 0
    bound_anew = False
    for token in reader.tokens[reader.at :]:
        if (token.kind == "close" and depth == 0) or (token.kind == "sign" and depth == 0):
            return
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0 and token.kind == "operator" and token.value in "+-":
            bound_anew = False
        if token.kind == "function" and token.value in ("\\sum", "\\prod"):
            bound_anew = True
            continue
        mentioned = token.kind in ("symbol", "script") or token.kind == "other"
        if mentioned and not bound_anew and any(mentions(token.value, i) for i in indices):
            raise NotUnderstoodError("what stands behind a sum mentions its index")


def _finite(
    reader: "Reader", name: str, body: Any, letter: Any, lower: Any, upper: Any, first: int
) -> Any:
    """A sum between two integers, and what must hold for its terms to be defined."""
    mine = reader.found.conditions[first:]
    del reader.found.conditions[first:]
    if lower.is_Integer and upper.is_Integer and 0 <= upper - lower + 1 <= _MOST_TERMS:
        values = [sympy.Integer(n) for n in range(int(lower), int(upper) + 1)]
        for value in values:
            reader.found.conditions += [(f.xreplace({letter: value}), k) for f, k in mine]
        terms = [body.xreplace({letter: value}) for value in values]
        return sympy.Add(*terms) if name == "\\sum" else sympy.Mul(*terms)
    # SymPy gives a sum that runs backwards another value than 0.
    reader.demand(upper - lower + 1, "nonnegative")
    for form, kind in mine:
        if letter not in form.free_symbols:
            reader.demand(form, kind)
        elif not _holds_throughout(form, kind, letter, lower, upper):
            raise NotUnderstoodError("a sum with a term that need not be defined")
    if letter not in body.free_symbols:
        count = upper - lower + 1
        return body * count if name == "\\sum" else body**count
    kind_of = sympy.Sum if name == "\\sum" else sympy.Product
    return kind_of(body, (letter, lower, upper))


def _holds_throughout(form: Any, kind: str, letter: Any, lower: Any, upper: Any) -> bool:
    """Whether SymPy sees from signs that a condition holds for every value of the index."""
    step = sympy.Dummy(integer=True, nonnegative=True)
    shown = {"nonzero": "is_nonzero", "positive": "is_positive", "nonnegative": "is_nonnegative"}
    forms = [form, form.xreplace({letter: lower + step}), form.xreplace({letter: upper - step})]
    return any(bool(getattr(f, shown[kind])) for one in forms for f in (one, one.expand()))


def _over_set(reader: "Reader", name: str, start: int, below: str, above: str | None = None) -> Any:
    """A sum or an extremum over a set: its body must be a number whatever the index is."""
    indices = _bound_letters(reader, below)
    first, known = len(reader.found.conditions), set(reader.found.atoms)
    ranges = index_ranges(_unbraced(below)) if above is None else []
    begun = _FROM.fullmatch(below)
    if above is not None and begun is not None and begun["lower"].isdigit():
        ranges = [IndexRange(begun["index"], int(begun["lower"]), plain_text(above))]
    body = _body(reader, name, indices, ranges)
    reader.found.dependent -= set(indices)
    return _opaque_sum(reader, name, start, body, set(indices), first, known)


def _bound_letters(reader: "Reader", below: str) -> dict[str, Any]:
    """The letters that a sum binds, from what stands below it; None for one that is no number."""
    text = _unbraced(below)
    before = re.split(r"\\in(?![A-Za-z])|=|:|\\notin", text)[0] if "\\in" in text else text
    names = re.findall(rf"(?<![A-Za-z\\])(?:{_INDEX})", _RELATION.sub(" ", before))
    if not names:
        raise NotUnderstoodError("a sum without its index")
    return {
        name: sympy.Symbol(name, integer=True) if name in _INDEX_LETTERS else None for name in names
    }


def _opaque_sum(
    reader: "Reader",
    name: str,
    start: int,
    body: Any,
    indices: set[str],
    first: int,
    known: set[str],
) -> Any:
    """The atom of a sum; it has the sign of its terms where they are of one sign."""
    from .opaque import make_atom

    if body.free_symbols & reader.found.unsure:
        raise NotUnderstoodError("a sum of what need not be numbers")
    fresh = set(reader.found.atoms) - known
    bound = {s for s in body.free_symbols if any(mentions(s.name, i) for i in indices)}
    reader.found.conditions[first:] = [
        (form, kind)
        for form, kind in reader.found.conditions[first:]
        if not any(mentions(s.name, i) for s in form.free_symbols for i in indices)
        and not any(s.name in fresh for s in form.free_symbols)
    ]
    # What is said of a symbol with one index need not hold of all: only signs of atoms count.
    plain = {s: sympy.Symbol(s.name, real=True) for s in bound if not s.name.startswith(OPAQUE)}
    value = body.xreplace(plain)
    for atom_name in fresh:
        reader.found.atoms.pop(atom_name)
    reader.found.facts = [
        f for f in reader.found.facts if not any(s.name in fresh for s in f.left.free_symbols)
    ]
    text = reader.text[start : reader.peek(-1).end]
    return make_atom(
        reader,
        text,
        nonnegative=bool(value.is_nonnegative),
        positive=bool(value.is_positive) and name == "\\prod",
    )


def read_extremum_over_set(reader: "Reader", name: str) -> Any:
    """`\\max_{i} x_i`: one of the numbers behind it, whatever the set is."""
    start = reader.peek(-1).start
    return _over_set(reader, name, start, reader.take().value)
