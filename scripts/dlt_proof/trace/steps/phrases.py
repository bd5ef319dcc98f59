"""What the words of a sentence do: introduce, suppose, announce, lead on, or claim.

Everything is read from the short form of a sentence (`sentences`). In doubt a sentence claims.
"""

import re

from .sentences import DISPLAY, FORMULA

_F = f"[{FORMULA}{DISPLAY}]"
_LEAD = (
    r"\W*(?:(?:for\s+(?:this|the)\s+(?:proof|moment)|now|next|also|and|then|so|first|finally|further"
    r"|furthermore|moreover|conversely|again|here|similarly|in\s+addition|to\s+this\s+end|thus|hence"
    r"|secondly|lastly|in\s+this\s+case|but|by\s+symmetry|instead|below|in\s+what\s+follows|otherwise"
    r"|from\s+(?:now|here)\s+on|henceforth|hereafter|in\s+the\s+following)"
    r"\s*,?\s+)*(?:we\s+(?:now\s+|also\s+|first\s+|next\s+|then\s+|can\s+|may\s+|shall\s+|will\s+)*)?"
)
#: Begins a sentence that introduces something. "Let us bound", "Recall that", "Take expectations"
#: introduce nothing.
DEFINITION = re.compile(
    _LEAD + r"(?:let\s+(?!us\b)|define\b|denote\b|fix\b|abbreviate\b|throughout\b|introduce\b"
    r"|(?:choose|pick|select)\b|letting\b"
    rf"|(?P<loose>set|put|write|take|consider|call|say|writing|setting)\s+(?:also\s+)?{_F})",
    re.IGNORECASE,
)
#: Introduce by an equation whose left side is a symbol; any other equation is claimed.
_CLAIMING = re.compile(_LEAD + r"(?:write|writing|consider|say)\b", re.IGNORECASE)
SUPPOSITION = re.compile(
    r"\W*(?:(?:now|next|first|finally|conversely|then|so|and|but|further|moreover|also|again|instead"
    r"|for\s+\w+(?:\s+\w+)?|to\s+the\s+contrary|on\s+the\s+(?:contrary|other\s+hand)|by\s+contradiction"
    r"|towards?\s+a\s+contradiction|in\s+addition|without\s+(?:any\s+)?loss\s+of\s+generality|w\.?l\.?o\.?g\.?)"
    r"\s*,?\s+)*(?:(?:let\s+us|we)\s+(?:can\s+|may\s+|now\s+|also\s+|will\s+|shall\s+|first\s+|further\s+"
    r"|and\s+do\s+|thus\s+|therefore\s+)*)?(?:suppose|assume|assuming|supposing)\b",
    re.IGNORECASE,
)
LASTING = re.compile(
    r"\b(?:loss\s+of\s+generality|w\.?l\.?o\.?g|(?:may|can)\s+(?:and\s+do\s+|also\s+|thus\s+|therefore\s+)*"
    r"(?:suppose|assume)|throughout|henceforth|from\s+now\s+on|as\s+well)\b",
    re.IGNORECASE,
)
FURTHER = re.compile(
    r"\b(?:further|furthermore|also|moreover|in\s+addition|additionally|too)\b", re.IGNORECASE
)
AGAINST = re.compile(
    r"\b(?:contradiction|contrary|absurd\w*|not|otherwise|impossible|false)\b", re.IGNORECASE
)
CONTRADICTION = re.compile(
    r"(?<!no )(?<!towards )(?<!toward )\b(?:contradict(?:s|ing|ion|ory)?|absurd|impossible)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:for|to|towards?|by)(?:\s+\w+)?(?:\s+a)?\s+contradiction\b", re.IGNORECASE
)
#: Makes a sentence infer something, also one that begins as a definition.
INFERENCE = re.compile(
    r"(?:^|(?<=[\s,;:(]))(?:hence|thus|therefore|so(?!\s+(?:large|small|that|close|long|many|few|far|big"
    r"|as\b))|(?<=, )so\s+that|then|since|because|it\s+follows|follows|implies|imply|gives?|yields?"
    r"|shows?|proves?|consequently|which\s+(?:is|are|has|have|implies|gives|yields|shows|follows|holds"
    r"|contradicts?|exists?|proves)|(?<=, )which\s+\w+s"
    r"|(?:it|this|these|those|they|both)\s+(?:is|are|has|have|satisf\w+|exists?|holds?|follows?|implies|gives)|we\s+(?:have|obtain|get|conclude|deduce|see|find)"
    r"|(?<=, )(?:and\s+(?:then\s+)?)?(?:use|apply|change|insert|combine|bring|integrate|sum"
    r"|multiply|divide|expand|conclude|optimi[sz]e|compare|invoke|argue)"
    r"|recall(?:\s+that)?|note\s+that|observe\s+that)(?![\w-])",
    re.IGNORECASE,
)
#: Leads on and claims nothing.
CONNECTIVE = re.compile(
    r"\W*(?:(?:now|next|first|finally|then|so|it\s+remains\s+to)\s*,?\s+)*(?:we\s+(?:now\s+|next\s+|first\s+|then\s+"
    r"|may\s+|can\s+|will\s+|shall\s+|again\s+|also\s+)*(?:turn\s+to|split|distinguish|proceed|begin"
    r"|start|consider\s+(?:\w+\s+)?(?:the\s+)?(?:\w+\s+)?cases?|argue\s+by|treat|discuss|return\s+to|divide)\b"
    r"|there\s+are\s+\w+\s+(?:cases|possibilities)\b|the\s+proof\s+(?:has|is\s+(?:in|by|similar))\b"
    r"|the\s+following\s+(?:\w+\s+)?(?:holds?|is\s+true|are\s+true)\b"
    r"|(?:step|part|stage|claim|proof)\s*(?:\(?[0-9ivx]+\)?)?\s*[.:]?\s*$"
    r"|\(?[0-9ivxa-z]{1,4}[).]*\s*$|q\.?e\.?d)",
    re.IGNORECASE,
)
#: The heading of a part: what stands in it will be shown.
STEP_HEADING = re.compile(
    r"\W*(?:step|part|stage|claim|proof|lower\s+bound|upper\s+bound)\b[^.:]{0,30}[.:—–]\s*",
    re.IGNORECASE,
)
#: Says what will be shown: a step like any other, which the steps after it must not lean on.
ANNOUNCEMENT = re.compile(
    r"\W*(?:for\s+the\s+\w+\s+(?:claim|part|statement|inequality)\s*,?\s+|(?:now|next|first|finally|then"
    r"|so|thus|hence|therefore|also|to\s+this\s+end)\s*,?\s+)*"
    r"(?:it\s+(?:only\s+)?(?:remains|suffices|is\s+enough|is\s+sufficient)\s+(?:now\s+)?to(?:\s+\w+)?"
    r"|we\s+(?:now\s+|next\s+|first\s+|then\s+|will\s+|shall\s+|also\s+|only\s+|still\s+)*(?:need\s+to\s+|have\s+to\s+"
    r"|must\s+|want\s+to\s+|wish\s+to\s+|are\s+going\s+to\s+|aim\s+to\s+|claim\b|show\b|prove\b|establish\b"
    r"|verify\b|check\b|argue\b|want\b|need\b|seek\b|require\b)|claim\s*\w*\s*[.:]|our\s+(?:aim|goal)\b|the\s+(?:aim|goal)\b)",
    re.IGNORECASE,
)
CASE = re.compile(
    r"\W*(?:(?P<sub>sub-?)?case\b(?!\s+(?:of|is|when|that|the|was|follows))|(?:the\s+)?(?:first|second|third|fourth"
    r"|last|remaining|other|final)\s+case\s*[.:]|case\b\s*(?=\())\s*"
    r"\(?(?P<number>[0-9]+(?:[.(]?[0-9a-z]+\)?)*|[ivxIVX]+|[A-D])?\)?(?![\w-])\s*[.:,—–-]*\s*",
    re.IGNORECASE,
)
IF = re.compile(
    r"\W*(?:(?:now|but|first|finally|also|and|next|conversely|similarly|indeed|moreover|hence|thus|so|in"
    r"\s+particular|instead|clearly|on\s+the\s+other\s+hand)\s*,?\s+)*(?P<word>if|when|whenever|in\s+(?:the\s+)?case"
    rf"(?:\s+that|\s+of|\s+when|\s+where)?(?=\s*(?:that\s+|\w+\s+)?{FORMULA})|on\s+the\s+(?:event|set|complement)|on\s+(?={FORMULA})"
    r"|conditionally\s+on|conditioned\s+on|under\s+the\s+event)(?![\w-])",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"\W*(?:and\s+|but\s+)?(?:otherwise|if\s+not|else|if\s+this\s+is\s+not\s+(?:so|the\s+case)"
    r"|in\s+the\s+(?:other|opposite|remaining)\s+case|on\s+the\s+complement)\b",
    re.IGNORECASE,
)
CLOSES_CASES = re.compile(
    r"\W*(?:(?:so|hence|thus|therefore)\s*,?\s+)?(?:in\s+(?:both|either|all|any|each|every)\s+(?:of\s+\w+\s+)?"
    r"(?:\w+\s+)?cases?\b|(?:combining|putting|collecting|summari[sz]ing|merging)\b.*\bcases\b"
    r"|(?:this|which)\s+(?:completes|finishes|concludes|settles|ends|proves)\s+(?:the\s+)?(?:proof\s+of\s+)?"
    r"(?:the\s+)?(?:\w+\s+)?(?:cases?|claim|assertion))",
    re.IGNORECASE,
)
SPLITS = re.compile(
    r"\b(?:cases?|either|distinguish|possibilities|alternatives|situations)\b", re.IGNORECASE
)
#: Where a condition begins, and which one it is of all values or only of some.
QUANTIFIER = re.compile(
    r"(?:^|(?<=[\s,(]))for\s+(?P<how>all|every|any|each|arbitrary|some|fixed|given|real|large|small|almost\s+all"
    r"|almost\s+every|sufficiently\s+\w+|both)?\s*(?:(?!which\b|we\b|it\b|so\b|the\s+(?:proof|case))[a-z-]+\s+){0,3}"
    rf"{FORMULA}(?:\s*,?\s*(?:and|or)\s+(?:all\s+|every\s+)?{FORMULA})*(?:\s*(?:with|such\s+that|satisfying)\s+{FORMULA})?",
    re.IGNORECASE,
)
#: The relation beside it holds only under something that words say.
UNDER_CONDITIONS = re.compile(
    r"\b(?:if|when|whenever|unless|provided|as\s+long\s+as|for\s+some|there\s+(?:is|are|exists?)|exists?"
    r"|sufficiently|(?:large|small|close)\s+enough|eventually|almost\s+(?:surely|everywhere|all|every)|a\.s|a\.e"
    r"|with\s+(?:\w+\s+)?probability|on\s+the\s+(?:event|set)|for\s+(?:large|small)|asymptotically|modulo"
    r"|up\s+to|assuming|under|restricted|conditional\w*|given\s+that|would|could|might|case|in\s+law"
    r"|in\s+distribution|formally|heuristically|approximately|to\s+(?:first|leading)\s+order"
    rf"|before|outside|near|away\s+from|for\s+(?:these|those|such|this|which)|(?:at|on|in)\s+{FORMULA}"
    r"|until|unless|either|contradict\w*|impossible|absurd|false|suppose\w*|want|wants|needs?|requires?|required|wish|seek|should|hope|hoped"
    rf"|(?:taking|setting|choosing|letting|putting|substituting|plugging)\s+{FORMULA}|imply|implies|tempting|think)(?![\w-])",
    re.IGNORECASE,
)
_SINGLE_SYMBOL = re.compile(
    r"\\?[A-Za-z]+(?:\{[^{}]*\}|\s+[A-Za-z])?'*(?:[_^](?:\{[^{}]*\}|\\[A-Za-z]+|\S))*(?:\([^()]*\))?'*"
)


def is_symbol(term: str) -> bool:
    """Whether a term is one symbol, with indices and arguments, or a list of them."""
    return all(_SINGLE_SYMBOL.fullmatch(part.strip()) for part in _outer_commas(term))


def _outer_commas(term: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, character in enumerate(term):
        depth += (character in "({[") - (character in ")}]")
        if character == "," and depth == 0:
            parts.append(term[start:place])
            start = place + 1
    return [*parts, term[start:]]


def claims_by_writing(text: str) -> bool:
    """Whether the sentence's verb also claims: "Write $(x+y)^2 = …$", not "Set"."""
    return bool(_CLAIMING.match(text))


def is_contradiction(text: str) -> bool:
    """Whether the sentence reaches the contradiction that it was aimed at."""
    return bool(CONTRADICTION.search(_AIMED.sub(" ", text)))


_FOR_VALUES = re.compile(
    r"\W*for\s+(?:(?:all|every|any|each|arbitrary|given|fixed|both)\s+)?(?!(?:some|large|small|almost"
    r"|sufficiently|which|example)\b)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_IF_VALUES = re.compile(
    r"\W*(?:(?:now|but|first|finally|also|and|next|conversely|instead)\s*,?\s+)*(?:if|when|whenever)\s+"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


def in_force(text: str) -> str:
    """A condition as it stands where it is met: "Let $x > 0$" for "for all $x > 0$".

    Args:
        text: the author's words; those of which this is not certain stay as they are.
    """
    values, condition = _FOR_VALUES.fullmatch(text), _IF_VALUES.fullmatch(text)
    if values and "$" in values["rest"]:
        return f"Let {values['rest'].strip()}"
    return f"Suppose {condition['rest'].strip()}" if condition else text
