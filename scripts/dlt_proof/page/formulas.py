"""Formulas as MathML, which every current browser renders without a script.

`latex2mathml` (MIT) converts what `preparation` gives it. Here is what it leaves to others: what
MathML Core, the part of MathML that browsers have, does without, and a list of the elements and
attributes that may reach a page. Where it cannot convert, the LaTeX is shown.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape

from ..latex.words import word_set
from ..patterns import pattern
from ..records.errors import MissingPartError
from .preparation import UnconvertibleError, prepare
from .words import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ELEMENTS = word_set(
    "math mrow mi mn mo ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt "
    "mroot mtable mtr mtd mstyle mpadded mphantom merror mmultiscripts mprescripts none"
)
_ATTRIBUTES = word_set(
    "display displaystyle scriptlevel stretchy fence form minsize maxsize movablelimits accent "
    "accentunder linethickness width height depth lspace rspace largeop symmetric separator"
)
_LENGTH_NAMES = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
}
#: Stretch by themselves in MathML, and in LaTeX only where that is asked for.
_FENCES = frozenset("|‖⟨⟩⌊⌋⌈⌉∣∥")
_CLOSING = frozenset([*")]}|‖⟩⌋⌉!′″∣", ""])
_THIN = '<mspace width="0.167em"></mspace>'
_WITH_LIMITS = frozenset([*"∑∏∐⋃⋂⋁⋀⨁⨂⨆", "inf", "sup", "min", "max", "lim"])
_UNDER = {"msub": "munder", "msubsup": "munderover", "msup": "mover"}
_ALPHABETS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
#: Letters that Unicode had before it had the alphabets they belong to.
_EARLIER = {
    "SCRIPT": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "FRAKTUR": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "DOUBLE-STRUCK": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}
_REFERENCE = pattern(r"&#x([0-9A-Fa-f]+);")


def formula_html(latex: str, *, display: bool) -> str:
    """A formula for a page: MathML that carries its LaTeX as a tooltip, or the LaTeX itself.

    Args:
        latex: what stands between the delimiters, or a whole display environment.
        display: whether it stands on lines of its own.

    Raises:
        MissingPartError: latex2mathml is not installed.
    """
    return _formula_html(latex.strip(), display)


@lru_cache(maxsize=65536)
def _formula_html(latex: str, display: bool) -> str:
    source = escape(" ".join(one_line(latex).split()))
    try:
        mathml = _mathml(latex, "block" if display else "inline")
    except UnconvertibleError:
        kind = "display" if display else "inline"
        return (
            f'<code class="latex {kind}" title="LaTeX that could not be rendered">{source}</code>'
        )
    if display:
        return f'<div class="display" title="{source}">{mathml}</div>'
    return f'<span class="formula" title="{source}">{mathml}</span>'


def _mathml(latex: str, display: str) -> str:
    try:
        from latex2mathml.converter import convert_to_element
    except ImportError:
        raise MissingPartError(
            "the page needs the package latex2mathml, which is not installed",
            remedy="python -m pip install latex2mathml",
        ) from None
    prepared = prepare(latex)
    try:
        element = convert_to_element(prepared, display=display)
    # The converter ends in all sorts of errors, of its own and of Python's, where LaTeX is odd.
    except Exception as error:
        raise UnconvertibleError(latex) from error
    out: list[str] = []
    _write(element, out)
    return "".join(out)


def _write(element: Element, out: list[str], *, beside_table: bool = False) -> None:
    """Add the element as text: what browsers have, and nothing that is not on the lists."""
    tag, raw = element.tag, element.text or ""
    if tag not in _ELEMENTS:
        raise UnconvertibleError(tag)
    if raw == "&" or "linebreak" in element.attrib:
        raise UnconvertibleError("a table's signs outside of a table")
    text = one_line(_text(element), keep_spaces=True)
    children = list(element)
    attributes = {
        name: _LENGTH_NAMES.get(value, value)
        for name, value in element.attrib.items()
        # A change of a length (`+0.8em`) is none of MathML Core's.
        if name in _ATTRIBUTES and not (tag == "mpadded" and value[:1] in "+-")
    }
    variant = element.attrib.get("mathvariant")
    look = ""
    if tag == "mo" and children:  # \mathop around something
        text, children = _name_in(element), []
        if not text:
            tag, children, attributes = "mrow", list(element), {}
    if tag == "mo" and text in ("\\{", "\\}"):
        text = text[1]
    if tag in ("mi", "mo") and text.startswith("\\") and len(text) > 1:
        tag, look, attributes = "mtext", "unknown", {}
    elif tag == "mo" and text in _FENCES and "stretchy" not in attributes and not beside_table:
        attributes["stretchy"] = "false"
    elif tag == "mo" and text == "/":  # between letters as in LaTeX, without room
        attributes = {"lspace": "0", "rspace": "0"}
    elif tag == "mo" and _is_name(element):
        attributes = {"lspace": "0", "rspace": "0", "movablelimits": "true"}
    elif tag == "mtext" and variant:
        look = variant if variant in ("bold", "italic") else ""
    elif tag in ("mi", "mn") and variant == "normal":
        attributes["mathvariant"] = "normal"
    elif tag in ("mi", "mn") and variant:
        text = "".join(_in_alphabet(letter, variant) for letter in text)
    elif tag in _UNDER and children and _takes_limits(children[0]):
        tag = _UNDER[tag]
    elif tag == "mtd" and element.attrib.get("columnalign") in ("left", "right"):
        look = element.attrib["columnalign"]
    if look:
        attributes["class"] = look
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    out.append(f"<{tag}{written}>{escape(text)}")
    in_a_row = tag in ("mrow", "math", "mtd", "mstyle")
    tables = [child.tag == "mtable" for child in children]
    for place, child in enumerate(children):
        if in_a_row and place:
            if _needs_space(children[place - 1], child):
                out.append(_THIN)
            elif _is_sign(children[place - 1], child):
                child.set("form", "prefix")
        _write(child, out, beside_table=any(tables[max(place - 1, 0) : place + 2]))
    out.append(f"</{tag}>")


def _needs_space(before: Element, after: Element) -> bool:
    """Whether a name such as log stands beside something that is no sign."""
    name_before, name_after = _is_name(_base(before)), _is_name(_base(after))
    if not (name_before or name_after):
        return False
    return all(
        _base(e).tag not in ("mo", "mspace", "mtext") or _is_name(_base(e)) for e in (before, after)
    )


def _is_sign(before: Element, after: Element) -> bool:
    """Whether a plus or minus belongs to what follows: behind a bracket, a relation, a comma."""
    if before.tag != "mo" or after.tag != "mo" or _is_name(before):
        return False
    return _text(after) in ("−", "+", "±", "∓") and _text(before) not in _CLOSING


def _text(element: Element) -> str:
    return _REFERENCE.sub(lambda m: chr(int(m[1], 16)), element.text or "")


def _base(element: Element) -> Element:
    while element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and len(
        element
    ):
        element = element[0]
    return element


def _is_name(element: Element) -> bool:
    if element.tag == "mo" and len(element):
        return bool(_name_in(element))
    text = _REFERENCE.sub(" ", element.text or "").replace(" ", "")
    return element.tag in ("mi", "mo") and len(text) > 1 and text.isalpha()


def _name_in(element: Element) -> str:
    """The name that an operator of several letters spells, "" where it is something else."""
    letters = []
    for inner in element.iter():
        if inner.tag in ("mi", "mtext"):
            letters.append(_REFERENCE.sub(" ", inner.text or ""))
        elif inner.tag == "mspace":
            letters.append(" ")
        elif inner is not element and inner.tag not in ("mrow", "mstyle"):
            return ""
    name = "".join(letters)
    return name if len(name) > 1 and name.replace(" ", "").isalpha() else ""


def _takes_limits(base: Element) -> bool:
    """Whether what is below and above goes there in a display, and beside it in a line."""
    if base.tag != "mo":
        return False
    return (
        _text(base) in _WITH_LIMITS or base.get("movablelimits") == "true" or bool(_name_in(base))
    )


def _in_alphabet(letter: str, variant: str) -> str:
    """A letter or digit of one of the mathematical alphabets, itself where it has none there."""
    style = _ALPHABETS.get(variant, "")
    if letter in _EARLIER.get(style, {}):
        return _EARLIER[style][letter]
    # LATIN CAPITAL LETTER A is MATHEMATICAL BOLD CAPITAL A there.
    name = unicodedata.name(letter, "")
    for word in ("LATIN ", "GREEK ", "LETTER "):
        name = name.replace(word, "")
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {name}")
    except KeyError:
        return _in_alphabet(letter, "bold") if variant == "bold-italic" else letter
