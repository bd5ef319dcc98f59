"""A statement as the tokens that two statements are compared by, each with its place.

White space, delimiters of mathematics, spacing and sizes of brackets are no tokens, and synonyms
(`\\leq`, `\\le`) are one: whoever changes only those has changed how it looks. Textual, as far
as a difference in words needs it; nothing is evaluated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

#: One formula, delimiters included; a `\\$` in words opens none.
MATHEMATICS = re.compile(
    r"(?<!\\)\$\$.*?(?<!\\)\$\$|(?<!\\)\$.*?(?<!\\)\$|\\\(.*?\\\)|\\\[.*?\\\]"
    r"|\\begin\s*\{(?P<name>equation|align|gather|multline|eqnarray|displaymath|math|flalign"
    r"|alignat)(?P<star>\*?)\}.*?\\end\s*\{(?P=name)(?P=star)\}",
    re.DOTALL,
)
#: Relations in the form they are compared in, and as people write them.
RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    "\\le": "≤",
    "\\ge": "≥",
    "\\ne": "≠",
    "\\ll": "≪",
    "\\gg": "≫",
    "\\in": "∈",
    "\\notin": "∉",
    "\\subset": "⊂",
    "\\subseteq": "⊆",
    "\\supset": "⊃",
    "\\supseteq": "⊇",
    "\\approx": "≈",
    "\\sim": "∼",
    "\\lesssim": "≲",
    "\\gtrsim": "≳",
    "\\preceq": "⪯",
    "\\succeq": "⪰",
    "\\prec": "≺",
    "\\succ": "≻",
}
_SYNONYMS = {
    "\\leq": "\\le",
    "\\leqslant": "\\le",
    "\\leqq": "\\le",
    "\\geq": "\\ge",
    "\\geqslant": "\\ge",
    "\\geqq": "\\ge",
    "\\lt": "<",
    "\\gt": ">",
    "\\neq": "\\ne",
    "\\dfrac": "\\frac",
    "\\tfrac": "\\frac",
    "\\ldots": "\\dots",
    "\\cdots": "\\dots",
    "\\|": "\\Vert",
    "\\lVert": "\\Vert",
    "\\rVert": "\\Vert",
    "\\lvert": "|",
    "\\rvert": "|",
    "\\vert": "|",
    "\\mid": "|",
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
}
#: Phrases that quantify, by class: two of one class say the same.
QUANTIFIERS = {
    "surely": r"almost\s+sure(?:ly)?|a\.s\.|with\s+probability\s+(?:one|1|\$1\$)(?![\w$-])",
    "likely": r"with\s+high\s+probability|w\.h\.p\.",
    "probability": r"with\s+probability",
    "mean": r"in\s+expectation|on\s+average",
    "exists": r"there\s+(?:exists?|is|are)|for\s+some|exists?|some|\\exists",
    "all": r"for\s+(?:all|every|each|any)|all|every|each|any|\\forall",
}
_PHRASES = "|".join(
    f"(?P<{name}>{words if words.startswith(chr(92)) else f'(?<![A-Za-z])(?:{words})(?![A-Za-z])'})"
    for name, words in QUANTIFIERS.items()
)
_LEXER = re.compile(
    rf"""
    (?P<formula>\${{1,2}}|\\[()\[\]]|\\(?:begin|end)\s*\{{[a-z]+\*?\}})
  | (?P<space>\s+|~|\\[,;:!\ /]|\\\\|&
      |\\(?:quad|qquad|left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|nonumber
         |notag|middle|thinspace|allowbreak|ensuremath|emph|text|textrm|textbf|textit|textsf
         |textnormal|mbox|noindent|par)(?![A-Za-z]))
  | {_PHRASES}
  | (?P<fraction>\\[dt]?frac\s*(?:\{{\s*(?P<n1>\d+)\s*\}}|(?P<n2>\d))\s*
      (?:\{{\s*(?P<d1>\d+)\s*\}}|(?P<d2>\d)))
  | (?P<ratio>(?P<rn>\d+(?:\.\d+)?)\s*/\s*(?P<rd>\d+(?:\.\d+)?)(?![\w\\(\[{{]))
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<reference>\\[A-Za-z]*(?:ref|Cref|cite[a-z]*)\*?\s*\{{[^{{}}]*\}})
  | (?P<command>\\(?:[A-Za-z]+|.))
  | (?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Args:
        text: in the form that is compared.
        kind: `word`, `number`, `relation`, `symbol`, `operator`, `mark` (punctuation in words),
            or a class of `QUANTIFIERS`.
        start, end: in the statement's text.
        exponent: whether it stands in an exponent, or under `\\exp`.
        divides: whether it is a number that something is divided by.
        level: whether it says how large a probability is.
    """

    text: str
    kind: str
    start: int
    end: int
    exponent: bool = False
    divides: bool = False
    level: bool = False

    @property
    def quantifies(self) -> bool:
        return self.kind in QUANTIFIERS


def tokens(text: str) -> list[Token]:
    """The tokens of a statement, in reading order."""
    formulas = [match.span() for match in MATHEMATICS.finditer(text)]
    found: list[Token] = []
    open_exponents: list[bool] = []
    awaiting = ""  # "^" or "\\exp": what comes next is an exponent
    formula = 0
    for match in _LEXER.finditer(text):
        start = match.start()
        while formula < len(formulas) and formulas[formula][1] <= start:
            formula += 1
            open_exponents, awaiting = [], ""
        inside = formula < len(formulas) and formulas[formula][0] <= start
        kind = match.lastgroup or "other"
        if kind in ("formula", "space"):
            continue
        for token in _read(match, kind, inside, text):
            if inside and not token.quantifies:
                raised = any(open_exponents) or awaiting == "^"
                if token.text in ("{", "(", "[", "\\{"):
                    opens = awaiting == "^" or (awaiting == "\\exp" and token.text != "{")
                    open_exponents.append(opens)
                    awaiting = ""
                elif token.text in ("}", ")", "]", "\\}"):
                    if open_exponents:
                        open_exponents.pop()
                else:
                    awaiting = token.text if token.text in ("^", "\\exp") else ""
                token = replace(token, exponent=raised)
            found.append(token)
    return _with_levels(_without_single_braces(found), formulas)


def _read(match: re.Match[str], kind: str, inside: bool, text: str) -> Iterator[Token]:
    if kind == "word" and inside:
        # Letters of a formula are symbols of their own, and their case counts.
        for place, letter in enumerate(match[0], start=match.start()):
            yield Token(letter, "symbol", place, place + 1)
    else:
        yield _token(match, kind, inside, text)


def _token(match: re.Match[str], kind: str, inside: bool, text: str) -> Token:
    start, end = match.span()
    if kind == "fraction":
        top, bottom = match["n1"] or match["n2"], match["d1"] or match["d2"]
        return Token(f"{top}/{bottom}", "number", start, end)
    if kind == "ratio":
        return Token(f"{match['rn']}/{match['rd']}", "number", start, end)
    if kind == "number":
        before = text[:start].rstrip()
        in_fraction = re.search(r"\}\s*\{$", before) and text[end:].lstrip().startswith("}")
        divides = before.endswith("/") or bool(in_fraction and "frac" in before[-200:])
        return Token(match[0], "number", start, end, divides=inside and divides)
    if kind == "reference":
        return Token(re.sub(r"\s+", "", match[0]), "symbol", start, end)
    if kind == "command":
        name = _SYNONYMS.get(match[0], match[0])
        return Token(name, "relation" if name in RELATIONS else "symbol", start, end)
    if kind in QUANTIFIERS:
        if inside and not match[0].startswith("\\"):
            return Token(match[0], "word", start, end)
        return Token(re.sub(r"\s+", " ", match[0].lower()), kind, start, end)
    if kind == "word":
        return _word(match[0], start, end)
    if match[0] in "=<>":
        return Token(match[0], "relation", start, end)
    kind = "operator" if inside else "mark" if match[0] in _PUNCTUATION else "symbol"
    return Token(match[0], kind, start, end)


_PUNCTUATION = frozenset(".,;:!?'\"`()[]{}-–—’“”*")


def _word(text: str, start: int, end: int) -> Token:
    single = len(text) == 1 and text not in "aAI"
    return Token(text if single else text.lower(), "word", start, end)


def _without_single_braces(found: list[Token]) -> list[Token]:
    """Braces around one token print nothing."""
    kept: list[Token] = []
    for token in found:
        if token.text == "}" and len(kept) >= 2 and kept[-2].text == "{":
            kept[-2:] = [kept[-1]]
        else:
            kept.append(token)
    return kept


_LEVEL_WORDS = {"at", "least", "most", "exactly", "greater", "less", "than", "exceeding", "of"}
_PROBABILITIES = {"\\Pr", "\\Prob", "\\P"}


def _with_levels(found: list[Token], formulas: list[tuple[int, int]]) -> list[Token]:
    """Mark how large a probability is said to be: "probability at least $p$", `\\Pr[…] \\ge p`."""
    result = list(found)
    for start, end in formulas:
        inside = [i for i, token in enumerate(found) if start <= token.start < end]
        if not inside:
            continue
        before = inside[0] - 1
        while before >= 0 and found[before].text in _LEVEL_WORDS:
            before -= 1
        told = before >= 0 and (
            found[before].kind == "probability" or found[before].text == "probability"
        )
        begins = inside[0] if told else len(found)
        texts = [found[i].text for i in inside]
        if _PROBABILITIES & set(texts) or ["\\mathbb", "P"] in [
            texts[i : i + 2] for i in range(len(texts))
        ]:
            depth = 0
            for i in inside:
                depth += (found[i].text in "([{") - (found[i].text in ")]}")
                if depth == 0 and found[i].kind == "relation":
                    begins = min(begins, i + 1)
                    break
        for i in inside:
            if i >= begins:
                result[i] = replace(found[i], level=True)
    return result
