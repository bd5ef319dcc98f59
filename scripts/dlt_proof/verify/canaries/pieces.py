"""The formulas of a sentence or display, one by one, and the sides of equations."""

import re
from collections.abc import Iterator

FORMULA = re.compile(
    r"\$\$(.+?)\$\$|\$(.+?)\$|\\\[(.+?)\\\]|\\\((.+?)\\\)"
    r"|\\begin\{(?:equation|align|gather|multline)\*?\}(.+?)\\end\{(?:equation|align|gather|multline)\*?\}",
    re.DOTALL,
)
_RELATION = re.compile(
    r"\\(?:leqslant|geqslant|le|ge|leq|geq|lt|gt|ne|neq|in|notin|subseteq|subset|supseteq|supset|to"
    r"|equiv|approx|sim|simeq|asymp|propto|ll|gg|perp|coloneqq|lesssim|gtrsim|implies|iff|mapsto"
    r"|Rightarrow|Leftrightarrow|colon|preceq|succeq|cong)(?![A-Za-z])|:=|[=<>]"
)
_SPLITS = re.compile(r"\\q?quad(?![A-Za-z])|\\text\{[^{}]*\}|&|\\\\")


def pieces_of(formula: str) -> Iterator[str]:
    """The formulas of a display that stand beside each other."""
    for part in _SPLITS.split(formula):
        depth, begin = 0, 0
        for at, sign in enumerate(part):
            if sign in "([{":
                depth += 1
            elif sign in ")]}":
                depth -= 1
            elif sign in ",;" and not depth:
                yield part[begin:at].strip(" .,;\n")
                begin = at + 1
        yield part[begin:].strip(" .,;\n")


def sides_of(piece: str) -> tuple[str, str] | None:
    """The sides of a formula that is one equation."""
    top = _blanked(piece)
    relations = list(_RELATION.finditer(top))
    if len(relations) != 1 or relations[0][0] not in ("=", ":=", "\\coloneqq"):
        return None
    left, right = piece[: relations[0].start()], piece[relations[0].end() :]
    if not left.strip() or not right.strip():
        return None
    return left.strip(), right.strip()


def equations_of(piece: str) -> Iterator[tuple[str, str]]:
    """The equations of a formula, also of one that is a chain of relations."""
    found = list(_RELATION.finditer(_blanked(piece)))
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(piece)]
    terms = [piece[a:b].strip() for a, b in zip(ends, starts, strict=True)]
    for number, match in enumerate(found):
        if match[0] in ("=", ":=", "\\coloneqq") and terms[number] and terms[number + 1]:
            yield terms[number], terms[number + 1]


def _blanked(text: str) -> str:
    """A text of the same length, with what stands in braces or brackets blanked out."""
    result, depth = [], 0
    for sign in text:
        depth -= sign in ")]}"
        result.append(" " if depth > 0 else sign)
        depth += sign in "([{"
    return "".join(result)
