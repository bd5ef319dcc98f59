"""Whether LaTeX looks as a person writes it, and how this author puts blanks.

A change that leaves `1x`, `--` or `{}` behind would show a canary to whoever only looks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd

_SYMBOL = r"\\?[A-Za-z]+(?:_\{[^{}]*\}|_\w)?"
_BROKEN = (
    r"\{\s*\}",  # nothing in a group
    r"\(\s*\)",
    r"[-+]\s*[-+]",
    r"[-+]\s*(?:$|[)\]}])",
    r"(?:^|[({\[])\s*\+",
    r"\^\{?\s*1\s*\}?(?![0-9])(?!\s*[-+/])",
    r"(?<![0-9.\\A-Za-z}_^])1\s*(?:\\(?!cdot|times|right|big|Big|,|;|\}|le|ge)[A-Za-z]+|[A-Za-z(])",
    r"\\frac\s*\{\s*([^{}]*)\s*\}\s*\{\s*\1\s*\}",  # the same above and below
    r"\\frac\s*\{[^{}]*\}\s*\{\s*[01]\s*\}",
    r"\\frac\s*\{\s*0\s*\}",
    r"/\s*1(?![0-9])",
    r"(?:/|\\cdot|\\times|\\frac)\s*(?:$|[)\]}])",
    r"(?:^|[({\[])\s*(?:/|\\cdot|\\times)",
    r"[0-9]\s*\\[td]?frac\s*\{\s*[0-9]",  # 2\frac{1}{k}
    r"\\(?:log|ln|exp|sqrt|cosh|sinh)\s*[({]\s*[01]\s*[)}]",
    r"(?<![0-9_.])0\s*(?:\\(?!cdot|times)[A-Za-z]|[A-Za-z(])",
    r"[0-9]\s+[0-9]",
    rf"(?<![A-Za-z])\(\s*{_SYMBOL}\s*\)",  # one letter in brackets
    rf"(?<![\w}}\\])({_SYMBOL}) [-+] \1(?![\w^_])",  # x - x
    r"\S  +\S",
    r"^\s*\([^()]*\)\s*[-+]",  # brackets around the first term
    r"\\sqrt\{\s*[0-9]\s*\}\s*[0-9]",
    r"\^\{[^{}]*\}\s*\^|\^\w\s*\^",
    r"\{-\}|\{\+\}",
)
_BROKEN_PATTERNS = tuple(re.compile(pattern) for pattern in _BROKEN)
_FRACTION = re.compile(r"\\[td]?frac\{(\d+)\}\{(\d+)\}|(?<![\w}^)])(\d+)/(\d+)(?![\w^])")
_SIZES = tuple(
    (re.compile(rf"\\{left}(?![A-Za-z])"), re.compile(rf"\\{right}(?![A-Za-z])"))
    for left, right in (
        ("left", "right"), ("bigl", "bigr"), ("Bigl", "Bigr"), ("biggl", "biggr"),
        ("Biggl", "Biggr"),
    )
)  # fmt: skip
_SPACED = re.compile(
    r"(?<![A-Za-z_^{])[0-9] (?:\\(?!cdot|times|le|ge|in|quad|ne|to)[a-zA-Z]|[A-Za-z(])"
)
_CLOSE = re.compile(
    r"(?<![A-Za-z_^{])[0-9](?:\\(?!cdot|times|le|ge|in|quad|ne|to)[a-zA-Z]|[A-Za-z(])"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How an author writes.

    Args:
        blank_after_number: what stands between a number and the letter it multiplies.
    """

    blank_after_number: str


def style_of(texts: Iterable[str]) -> Style:
    """How the author of some texts writes formulas."""
    spaced = close = 0
    for text in texts:
        spaced += len(_SPACED.findall(text))
        close += len(_CLOSE.findall(text))
    return Style(" " if spaced > close else "")


def faults_of(text: str) -> int:
    """How many places of a formula look as nobody writes them."""
    found = sum(len(pattern.findall(text)) for pattern in _BROKEN_PATTERNS)
    for match in _FRACTION.finditer(text):
        above, below = (int(match[n] or match[n + 2]) for n in (1, 2))
        found += below < 2 or gcd(above, below) > 1
    for left, right in _SIZES:
        found += len(left.findall(text)) != len(right.findall(text))
    return found


def looks_written(text: str, before: str = "") -> bool:
    """Whether a changed formula looks as a person writes it, or as it did before the change.

    Args:
        text: the formula now.
        before: as its author wrote it; what is odd there may stay.
    """
    return faults_of(text) <= (faults_of(before) if before else 0)
