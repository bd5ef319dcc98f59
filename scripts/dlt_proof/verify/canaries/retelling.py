"""A stated equation told again: in forms that no reader can doubt, and with a change that matters.

What changes is a number, a sign, a limit, an index, a fraction's side, a lost root, square, term or
condition. Not here: where an equation is stated, and whether a change can matter (`givens`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ...mathematics.translation import NotUnderstoodError
from .formulas import Node, index_of, read_formula
from .giveaways import bare
from .givens import Stated
from .ground import Ground, letters_of
from .looks import Style, looks_written

#: How often each kind of change is drawn.
WEIGHTS = {
    "limit of a sum": 6, "lost square": 5, "conditioning": 6, "index": 5, "sign": 4, "norm": 5,
    "sign of an exponent": 4, "fraction turned": 4, "min and max": 5, "lost root": 4,
    "dropped term": 4, "dropped factor": 3, "number": 3, "coefficient": 2,
}  # fmt: skip
_FORMS = {"as stated": 3, "sides swapped": 3, "index renamed": 5, "multiplied out": 5, "doubled": 2,
          "term moved": 4, "norm of both sides": 8}  # fmt: skip
_RENAMED = ("i", "l", "r", "m", "k", "j", "q", "h")


@dataclass(frozen=True, slots=True)
class Retold:
    """An equation as a claim.

    Args:
        left, right: its sides.
        form: how it is told.
        change: what was changed, "" where it is still true.
    """

    left: str
    right: str
    form: str
    change: str


def retold(
    stated: Stated,
    ground: Ground,
    random: Random,
    style: Style,
    *,
    holds: bool,
    norm: tuple[str, str] | None,
) -> Iterator[Retold]:
    """Versions of a stated equation, in random order, each of another form or change.

    Args:
        holds: whether they are true.
        style: how the author puts blanks.
        norm: how the author writes a norm, None where no letter is a vector.
    """
    forms = list(_forms(stated, random, style, norm))
    changes = [] if holds else list(_changes(stated, ground, style, norm is not None))
    while forms and (holds or changes):
        (form,) = random.choices(forms, [_FORMS[f.form] for f in forms])
        if holds:
            forms.remove(form)
            yield form
            continue
        kinds = sorted({kind for kind, _, _ in changes})
        (kind,) = random.choices(kinds, [WEIGHTS[one] for one in kinds])
        change = random.choice([one for one in changes if one[0] == kind])
        changes.remove(change)
        _, new, said = change
        # The form is made of the changed equation, so that both sorts have the same looks.
        changed = Stated(stated.left, new, stated.role, stated.number, stated.text, stated.defines)
        for again in _forms(changed, random, style, norm):
            if again.form == form.form and _reads(again, stated, ground):
                yield Retold(again.left, again.right, again.form, said)


def _reads(claim: Retold, stated: Stated, ground: Ground) -> bool:
    """Whether a changed claim is well written, and is false of what its left side is."""
    try:
        one, other = read_formula(claim.left), read_formula(claim.right)
    except NotUnderstoodError:
        return False
    if not all(looks_written(side, stated.right) for side in (claim.left, claim.right)):
        return False
    if stated.defines and read_formula(stated.left).kind == "call":
        return True
    return ground.differ(one, other)


def _forms(
    stated: Stated, random: Random, style: Style, norm: tuple[str, str] | None
) -> Iterator[Retold]:
    left, right = stated.left, stated.right
    yield Retold(left, right, "as stated", "")
    yield Retold(right, left, "sides swapped", "")
    try:
        one, other = read_formula(left), read_formula(right)
    except NotUnderstoodError:
        return
    scalars = any(p.kind in ("inner", "norm", "expectation", "opaque") for p in other.walk())
    plain = one.kind == "symbol" and other.kind in ("over", "sum") and not scalars
    if norm and norm[0] and plain:
        begin, end = norm
        yield Retold(f"{begin}{left}{end}", f"{begin}{right}{end}", "norm of both sides", "")
    renamed = _renamed(right, other, letters_of(one) | _fixed_in(stated.text), random)
    if renamed:
        yield Retold(left, renamed, "index renamed", "")
    if other.kind == "fraction" and one.kind == "symbol" and other.parts[1].kind == "symbol":
        above, below = (right[part.start : part.end] for part in other.parts)
        if other.parts[0].kind != "sum":
            yield Retold(f"{below} {left}", above, "multiplied out", "")
    if one.kind == "symbol" and _begins_with_letter(other):
        blank = style.blank_after_number
        yield Retold(f"2{blank}{left}", f"2{blank}{right}", "doubled", "")
    if one.kind == "symbol" and other.kind == "sum" and other.extra[0] == "+":
        last, sign = other.parts[-1], other.extra[-1]
        if len(other.parts) == 2 and not right[: last.start].rstrip().endswith(("(", "{")):
            term = right[last.start : last.end]
            rest = right[: last.start].rstrip().removesuffix(sign).rstrip()
            turned = "-" if sign == "+" else "+"
            yield Retold(f"{left} {turned} {term}", rest, "term moved", "")


def _fixed_in(text: str) -> frozenset[str]:
    """Letters that a text uses, except the usual names of an index."""
    return frozenset(re.findall(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])", text)) - set("ijkl")


def _begins_with_letter(node: Node) -> bool:
    """Whether a number may stand before a formula without brackets."""
    while node.kind in ("product", "power"):
        node = node.parts[0]
    return node.kind in ("symbol", "over", "norm", "exp", "expectation", "call", "root")


def _renamed(text: str, node: Node, others: frozenset[str], random: Random) -> str:
    """A formula with another letter for the one index that it binds, "" where that cannot be."""
    bound = [part for part in node.walk() if part.kind == "over"]
    if len(bound) != 1:
        return ""
    (part,) = bound
    old = part.extra[0]
    written = text[part.start : part.end]
    if re.search(rf"(?<![A-Za-z\\]){old}(?![A-Za-z])", text[: part.start] + text[part.end :]):
        return ""
    used = set(re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", text)) | set(others)
    free = [letter for letter in _RENAMED if letter not in used]
    if not free or re.search(r"_[A-Za-z]{2}", written):
        return ""
    new = random.choice(free[:3])
    told = re.sub(rf"(?<![A-Za-z\\]){re.escape(old)}(?![A-Za-z])", new, written)
    return text[: part.start] + told + text[part.end :]


def _changes(
    stated: Stated, ground: Ground, style: Style, vectors: bool
) -> Iterator[tuple[str, str, str]]:
    """Kinds of changes of the right side, the side afterwards, and what is said of it."""
    text = stated.right
    try:
        whole = read_formula(text)
    except NotUnderstoodError:
        return
    seen = {text}
    for kind, start, end, new in _edits(text, whole, ground, style, vectors):
        made = text[:start] + new + text[end:]
        if made in seen or _symbol(stated.left) in bare(made):
            continue
        seen.add(made)
        try:
            changed = read_formula(made)
        except NotUnderstoodError:
            continue
        if letters_of(changed) and ground.differ(whole, changed):
            before = text[start:end].strip() or "nothing"
            yield kind, made, f"{kind}: {before} -> {new.strip() or 'nothing'}"


def _symbol(left: str) -> str:
    """A side as it must not stand on the other one, too."""
    return bare(left) if len(bare(left)) > 1 else " "


def _edits(
    text: str, whole: Node, ground: Ground, style: Style, vectors: bool
) -> Iterator[tuple[str, int, int, str]]:
    if _begins_with_letter(whole):
        yield "coefficient", whole.start, whole.start, f"2{style.blank_after_number}"
    inside = {
        id(part) for node in whole.walk() if node.kind == "choice" for part in node.walk()[1:]
    }
    for node in whole.walk():
        if id(node) in inside:
            continue  # the other member may be the one that counts
        parts = node.parts
        written = text[node.start : node.end]
        if node.kind == "sum":
            yield from _of_sum(text, node)
        elif node.kind == "product":
            yield from _of_product(text, node, vectors)
        elif node.kind == "number" and node.name.isdigit() and node.name not in ("0", "1"):
            yield "number", node.start, node.end, str(2 * int(node.name))
        elif node.kind == "fraction":
            yield from _of_fraction(text, node)
        elif node.kind == "power" and parts[1].kind == "number" and parts[1].name == "2":
            if parts[0].kind in ("symbol", "norm"):
                yield "lost square", parts[0].end, node.end, ""
        elif node.kind == "power" and parts[0].kind == "symbol" and parts[0].name == "e":
            yield from _of_exponent(text, parts[1])
        elif node.kind == "exp":
            yield from _of_exponent(text, parts[0])
        elif node.kind == "norm" and written.startswith(("\\lVert", "\\|")):
            if not text[node.end :].lstrip().startswith("^"):
                yield "norm", node.end, node.end, "^2"
        elif node.kind == "root" and parts[0].kind in ("symbol", "fraction", "number"):
            yield "lost root", node.start, node.end, text[parts[0].start : parts[0].end]
        elif node.kind == "choice":
            other = "\\max" if node.name == "\\min" else "\\min"
            yield "min and max", node.start, node.start + 4, other
        elif node.kind == "over":
            yield from _of_limits(text, node)
        elif node.kind == "expectation" and node.extra:
            inner = {part.name for part in parts[0].walk() if part.kind == "symbol"}
            if inner & ground.random:
                at = text.index(node.extra[0], parts[0].end, node.end)
                yield "conditioning", parts[0].end, at + len(node.extra[0].rstrip()), ""
    symbols = [part for part in whole.walk() if part.kind == "symbol" and part.extra]
    symbols = [part for part in symbols if id(part) not in inside]
    for node in symbols:
        for one in symbols:
            if one.name == node.name or len(one.extra) != 1 or len(node.extra) != 1:
                continue
            mine, new = text[node.start : node.end], one.extra[0]
            if index_of(new) != (new, 0) or new == node.extra[0]:
                continue  # a shifted one may be none of its range
            put = re.sub(r"_(?:\{[^{}]*\}|\S)\Z", "", mine.rstrip())
            if put != mine.rstrip():
                script = f"_{new}" if len(new) == 1 else "_{" + new + "}"
                yield "index", node.start, node.start + len(mine.rstrip()), put + script


def _of_sum(text: str, node: Node) -> Iterator[tuple[str, int, int, str]]:
    for number in range(1, len(node.parts)):
        before, term = node.parts[number - 1], node.parts[number]
        sign = node.extra[number]
        at = text.rindex(sign, before.end, term.start)
        yield "sign", at, at + 1, "-" if sign == "+" else "+"
        if len(node.parts) > 2 or node.start == 0:
            yield "dropped term", before.end, term.end, ""
    first, second = node.parts[:2] if len(node.parts) > 1 else (node.parts[0], None)
    if second is not None and node.extra[:2] == ("+", "+") and node.start == 0:
        yield "dropped term", first.start, second.start, ""


def _of_product(text: str, node: Node, vectors: bool) -> Iterator[tuple[str, int, int, str]]:
    closed = ("symbol", "number", "fraction", "power", "norm", "exp", "root")
    for number, factor in enumerate(node.parts):
        around = node.parts[max(0, number - 1) : number + 2]
        if any(part.kind not in (*closed, "over") for part in around) or "/" in node.extra:
            continue
        if factor.name in ("I", "\\mathbf{I}", "\\mathbb{I}", "\\mathrm{I}"):
            continue
        if factor.kind == "over" or (vectors and number == len(node.parts) - 1):
            continue  # a vector stands last
        if all(part.kind == "number" for part in node.parts if part is not factor):
            continue
        if number:
            yield "dropped factor", node.parts[number - 1].end, factor.end, ""
        else:
            yield "dropped factor", factor.start, node.parts[1].start, ""


def _of_fraction(text: str, node: Node) -> Iterator[tuple[str, int, int, str]]:
    above, below = node.parts
    one, other = text[above.start : above.end], text[below.start : below.end]
    braced = text[node.start : node.end].count("{") >= 2
    if not braced:
        if above.kind == below.kind == "number":
            return
        if above.kind == "number" and above.name == "1" and len(other) == 1:
            yield "number", above.start, above.end, "2"
        return
    if above.kind != "number":
        yield "fraction turned", above.start, below.end, one_over(text, above, below, other, one)
    elif above.name == "1" and not re.match(r"\d", other.strip()):
        yield "number", above.start, above.end, "2"


def one_over(text: str, above: Node, below: Node, first: str, second: str) -> str:
    """What stands above and below of a fraction, exchanged."""
    return first + text[above.end : below.start] + second


def _of_exponent(text: str, node: Node) -> Iterator[tuple[str, int, int, str]]:
    """The sign of an exponent that is one term."""
    if node.kind == "sum":
        if len(node.parts) == 1:
            yield "sign of an exponent", node.start, node.parts[0].start, ""
        return
    if node.kind in ("symbol", "product", "fraction"):
        yield "sign of an exponent", node.start, node.start, "-"


def _of_limits(text: str, node: Node) -> Iterator[tuple[str, int, int, str]]:
    """A sum that lacks its last or first member: every member that is left was there before."""
    letter, below, upper = node.extra
    if not upper:
        return
    head = text[node.start : node.parts[0].start]
    if index_of(upper) == (upper, 0):
        match = re.search(rf"\^(?:\{{\s*{re.escape(upper)}\s*\}}|{re.escape(upper)})", head)
        if match is not None:
            at = node.start + match.start()
            yield "limit of a sum", at, at + len(match[0]), "^{" + upper + "-1}"
    if below in ("0", "1"):
        match = re.search(rf"{re.escape(letter)}\s*=\s*{below}", head)
        if match is not None:
            at = node.start + match.end() - 1
            yield "limit of a sum", at, at + 1, str(int(below) + 1)
