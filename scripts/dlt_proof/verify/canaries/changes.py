"""Changes of one side of a claim, of the kind that slip into real proofs.

Constants, exponents, signs, lost terms and factors, indices, roots. Whether a changed claim is
false or still true is not known here: the free checkers are asked about it (`making`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...mathematics.translation import NotUnderstoodError
from .looks import Style, looks_written
from .structure import Factor, Group, Term, read_groups

#: Where a single term may be followed by another, or a coefficient put before it, without brackets.
_OPEN_PLACES = ("side", "exponent", "argument", "root", "choice")
_SHIFTED = re.compile(r"_\{(?P<index>\\?[A-Za-z]+)\s*(?P<shift>[-+])\s*1\}")


@dataclass(frozen=True, slots=True)
class Change:
    """One side changed.

    Args:
        text: the side as it is afterwards.
        kind: what kind of change it is, in one word.
    """

    text: str
    kind: str


def changes_of(text: str, style: Style) -> list[Change]:
    """All changes of a side that leave LaTeX a person could have written; none where unread.

    Args:
        text: one side of a claim, LaTeX without the dollars.
        style: how the author puts blanks.
    """
    try:
        groups = read_groups(text)
    except NotUnderstoodError:
        return []
    made = [pair for group in groups for pair in _of_group(text, group, style)]
    found: dict[str, Change] = {}
    for new, kind in [*made, *_of_indices(text, groups[0])]:
        if new != text and new not in found and looks_written(new, text) and _is_whole(new):
            found[new] = Change(new, kind)
    return list(found.values())


def _is_whole(text: str) -> bool:
    """Whether a changed side still reads as sums, and none of them has a term twice."""
    try:
        groups = read_groups(text)
    except NotUnderstoodError:
        return False
    for group in groups:
        terms = [text[term.start : term.end] for term in group.terms]
        if len(set(terms)) < len(terms):
            return False
    return True


def _of_group(text: str, group: Group, style: Style) -> Iterator[tuple[str, str]]:
    yield from _dropped_terms(text, group)
    yield from _signs(text, group, style)
    for number, term in enumerate(group.terms):
        yield from _numbers(text, group, term)
        yield from _coefficients(text, group, term, number, style)
        yield from _dropped_factors(text, term)
        for factor in term.factors:
            yield from _powers(text, group, factor)
            yield from _roots(text, group, term, factor)
            yield from _choices(text, factor)


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _dropped_terms(text: str, group: Group) -> Iterator[tuple[str, str]]:
    terms = group.terms
    # Brackets around a single term would look left over.
    if len(terms) < (3 if group.place == "bracket" else 2):
        return
    for term in terms[1:]:
        assert term.sign is not None
        yield text[: term.sign.start].rstrip() + text[term.end :], "dropped term"
    second = terms[1].sign
    if terms[0].sign is None and second is not None and second.value == "+":
        yield _put(text, terms[0].start, terms[1].start, ""), "dropped term"


def _signs(text: str, group: Group, style: Style) -> Iterator[tuple[str, str]]:
    for number, term in enumerate(group.terms):
        sign = term.sign
        if sign is None:
            continue
        if number:
            other = "-" if sign.value == "+" else "+"
            yield _put(text, sign.start, sign.end, other), "sign"
        elif sign.value == "-":
            yield _put(text, sign.start, term.start, ""), "sign"
    first = group.terms[0]
    alone = len(group.terms) == 1 and first.sign is None
    if alone and group.place in ("exponent", "argument") and not _is_number(first):
        yield _put(text, first.start, first.start, "-"), "sign"


def _is_number(term: Term) -> bool:
    return all(factor.tokens[0].kind == "number" for factor in term.factors)


def _numbers(text: str, group: Group, term: Term) -> Iterator[tuple[str, str]]:
    for number, factor in enumerate(term.factors):
        token = factor.tokens[0]
        if token.kind != "number" or not token.value.isdigit():
            continue
        alone = len(term.factors) == 1 and len(factor.tokens) == 1
        if group.place.endswith("exponent") and alone and len(group.terms) == 1:
            continue  # `_powers` has it
        for value in _other_numbers(int(token.value)):
            if value == 1 and not (alone and (len(group.terms) > 1 or group.place == "numerator")):
                continue
            if value == 1 and factor.joined == "/":
                continue
            yield _put(text, token.start, token.end, str(value)), "constant"
        if alone and token.value == "1" and group.place == "side" and len(group.terms) == 1:
            yield _put(text, token.start, token.end, "\\frac{1}{2}"), "constant"
        if alone and token.value == "1" and number == 0 and len(group.terms) > 1:
            yield _put(text, token.start, token.end, "2"), "constant"


def _other_numbers(value: int) -> list[int]:
    if value == 0:
        return [1]
    if value == 1:
        return [2]
    found = [2 * value, value + 1, value - 1]
    if value % 2 == 0:
        found.append(value // 2)
    return [number for number in dict.fromkeys(found) if number != value]


def _coefficients(
    text: str, group: Group, term: Term, number: int, style: Style
) -> Iterator[tuple[str, str]]:
    first = term.factors[0]
    if any(f.tokens[0].kind == "number" and len(f.tokens) == 1 for f in term.factors):
        return
    if group.place not in _OPEN_PLACES and not (group.place == "bracket" and len(group.terms) > 1):
        return
    blank = style.blank_after_number
    if first.tokens[0].kind in ("symbol", "function") and not first.tokens[0].value.endswith("max"):
        yield _put(text, first.start, first.start, f"2{blank}"), "coefficient"
    single = len(term.factors) == 1 and len(first.tokens) == 1
    if single and group.place in ("exponent", "argument") and number == len(group.terms) - 1:
        yield _put(text, first.end, first.end, "/2"), "coefficient"


def _dropped_factors(text: str, term: Term) -> Iterator[tuple[str, str]]:
    factors = term.factors
    if len(factors) < 2:
        return
    for number, factor in enumerate(factors):
        behind = factors[number + 1] if number + 1 < len(factors) else None
        if number == 0:
            if behind is None or behind.joined == "/":
                continue
            yield _put(text, factor.start, behind.start, ""), "dropped factor"
        else:
            yield _put(text, factors[number - 1].end, factor.end, ""), "dropped factor"


def _powers(text: str, group: Group, factor: Factor) -> Iterator[tuple[str, str]]:
    places = [n for n, token in enumerate(factor.tokens) if token.value == "^"]
    base = factor.tokens[0]
    if len(places) == 1 and text[factor.base_end : factor.end].lstrip().startswith("^"):
        power = factor.tokens[places[0] + 1 :]
        inside = [token for token in power if token.kind not in ("open", "close")]
        if len(inside) == 1 and inside[0].kind == "number" and inside[0].value.isdigit():
            value = int(inside[0].value)
            bracket = base.kind == "open"
            if value == 2 and not bracket:
                yield _put(text, factor.base_end, factor.end, ""), "lost square"
            for other in (value + 1, value - 1, 2 * value):
                if other > 1:
                    yield _put(text, inside[0].start, inside[0].end, str(other)), "exponent"
        elif len(inside) == 1 and inside[0].kind == "symbol" and inside[0].value.isalpha():
            letter = text[inside[0].start : inside[0].end]
            span = power[0].start, power[-1].end
            for shift in ("-1", "+1"):
                yield _put(text, *span, "{" + letter + shift + "}"), "shifted index"
    single = len(factor.tokens) == 1 and base.kind == "symbol"
    if single and group.place in ("side", "numerator", "denominator", "bracket", "argument"):
        yield _put(text, factor.end, factor.end, "^2"), "square"


def _roots(text: str, group: Group, term: Term, factor: Factor) -> Iterator[tuple[str, str]]:
    base = factor.tokens[0]
    inside = text[factor.start : factor.end]
    if base.value == "\\sqrt" and factor.base_end == factor.end:
        under = inside[len("\\sqrt") :].strip()
        if under.startswith("{") and under.endswith("}"):
            under = under[1:-1].strip()
        alone = len(term.factors) == 1 and len(group.terms) == 1
        if alone or re.fullmatch(r"(?:\\[A-Za-z]+|[A-Za-z])(?:_\S+)?", under):
            yield _put(text, factor.start, factor.end, under), "lost root"
        return
    fraction = group.place in ("denominator", "numerator")
    if fraction and base.kind == "symbol" and len(factor.tokens) == 1:
        yield _put(text, factor.start, factor.end, f"\\sqrt{{{inside}}}"), "root"


def _choices(text: str, factor: Factor) -> Iterator[tuple[str, str]]:
    token = factor.tokens[0]
    if token.value in ("\\min", "\\max"):
        other = "\\max" if token.value == "\\min" else "\\min"
        yield _put(text, token.start, token.end, other), "min and max"


def _of_indices(text: str, whole: Group) -> Iterator[tuple[str, str]]:
    """A symbol's index shifted, or another member of its family put for it."""
    symbols = [
        token
        for term in whole.terms
        for factor in term.factors
        for token in factor.tokens
        if token.kind == "symbol"
    ]
    written = {token: text[token.start : token.end].rstrip() for token in symbols}
    for token in symbols:
        mine = written[token]
        shift = _SHIFTED.search(mine)
        if shift is not None:
            plain = f"_{shift['index']}"
            new = mine[: shift.start()] + plain + mine[shift.end() :]
            yield _put(text, token.start, token.start + len(mine), new), "shifted index"
        for other in dict.fromkeys(written.values()):
            if other != mine and _letter(other) == _letter(mine):
                yield _put(text, token.start, token.start + len(mine), other), "shifted index"


def _letter(symbol: str) -> str:
    return symbol.split("_")[0]
