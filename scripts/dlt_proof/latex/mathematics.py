"""Formulas: where they are, and text without them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..patterns import pattern
from .arguments import NEARBY, after, group_at
from .mask import mask, scan
from .model import Document, FileView, MathSpan, Span
from .structure import RawEnvironment, RawFormula, read_structure

_STARRED = (
    "equation align gather multline eqnarray flalign alignat xalignat dmath dgroup darray "
    "IEEEeqnarray"
)
#: Environments that are a formula of their own. `aligned`, `cases` and `split` live inside one.
DISPLAYS = frozenset(
    [f"{name}{star}" for name in _STARRED.split() for star in ("", "*")]
    + ["displaymath", "xxalignat", "empheq", "numcases", "subnumcases"]
)
_TAKES_ARGUMENT = frozenset(
    ["alignat", "alignat*", "xalignat", "xalignat*", "IEEEeqnarray", "IEEEeqnarray*"]
)
_TEXT_IN_MATH = pattern(
    r"\\(?:text|textrm|textit|textbf|textnormal|mbox|tag\*?|intertext|shortintertext)(?=\s*\{)"
)
#: One of these stands in each of them.
_NAMES_OF_TEXT = ("text", "mbox", "tag")
_NO_LINE_END = pattern(r"[^\r\n]")


def formulas(
    file: str,
    text: str,
    environments: Iterable[RawEnvironment],
    delimited: Iterable[RawFormula],
    own: Mapping[str, str],
    called: Iterable[MathSpan] = (),
) -> list[MathSpan]:
    """The outermost formulas of a file, in order.

    Args:
        file: its name.
        text: its masked text.
        environments, delimited: what `structure` found.
        own: the user's environments that are displays, with the display they wrap.
        called: formulas that the user's macros set.
    """
    found: list[MathSpan] = list(called)
    for formula in delimited:
        display = formula.delimiter in ("$$", "\\[")
        span, body = Span(file, formula.start, formula.end), (formula.body_start, formula.body_end)
        found.append(MathSpan(span, Span(file, *body), display, formula.delimiter))
    for environment in environments:
        name = own.get(environment.name, environment.name)
        if name not in DISPLAYS and name != "math":
            continue
        start = environment.body_start
        if name in _TAKES_ARGUMENT and (group := group_at(text, start, within=NEARBY)):
            start = min(after(text, group), environment.body_end)
        span = Span(file, environment.start, environment.end)
        body_span = Span(file, start, environment.body_end)
        found.append(MathSpan(span, body_span, name != "math", environment.name))
    found.sort(key=lambda formula: (formula.span.start, -formula.span.end))
    outermost: list[MathSpan] = []
    for candidate in found:
        if not outermost or candidate.span.start >= outermost[-1].span.end:
            outermost.append(candidate)
    return outermost


def math_spans(document: Document, span: Span | None = None) -> list[MathSpan]:
    """The formulas that begin in a span, or all of the document, in order, outermost only."""
    if span is None:
        return list(document.formulas)
    # They come in the order of the files: who asks for those of every proof does not look at all.
    order = {name: number for number, name in enumerate(document.files)}
    if span.file not in order:
        return []

    def place(formula: MathSpan) -> tuple[int, int]:
        return order[formula.span.file], formula.span.start

    first = bisect_left(document.formulas, (order[span.file], span.start), key=place)
    last = bisect_left(document.formulas, (order[span.file], span.end), key=place)
    return list(document.formulas[first:last])


def strip_math(text: str) -> str:
    """The text with formulas blanked, length kept, and line ends too where something is typeset.

    Words inside a formula (`\\text`, `\\tag`, `\\intertext`) are prose and stay. Works on
    original and on masked text; comments are blanked too. A formula that is not closed is left
    as it is.
    """
    masked = mask(text, scan(text).regions)
    structure = read_structure(masked, text, {}, {})
    spans = formulas("", masked, structure.environments, structure.formulas, {})
    return _without(masked, spans)


@lru_cache(maxsize=4)
def prose(view: FileView) -> str:
    """The masked text of a file with formulas blanked as by `strip_math`, length kept."""
    return _without(view.masked, view.formulas)


def _without(masked: str, spans: Iterable[MathSpan]) -> str:
    kept = []
    done = 0
    for formula in spans:
        kept.append(masked[done : formula.span.start])
        kept.append(_words_only(masked[formula.span.start : formula.span.end]))
        done = formula.span.end
    kept.append(masked[done:])
    return "".join(kept)


def _words_only(formula: str) -> str:
    if not any(name in formula for name in _NAMES_OF_TEXT):
        return _blank(formula)
    kept = []
    done = 0
    for match in _TEXT_IN_MATH.finditer(formula):
        if match.start() < done:
            continue
        group = group_at(formula, match.end(), within=NEARBY)
        if group is None:
            continue
        kept.append(_blank(formula[done : group[0]]))
        kept.append(strip_math(formula[slice(*group)]))
        done = group[1]
    kept.append(_blank(formula[done:]))
    return "".join(kept)


def _blank(text: str) -> str:
    if "\n" not in text and "\r" not in text:
        return " " * len(text)
    return _NO_LINE_END.sub(" ", text)
