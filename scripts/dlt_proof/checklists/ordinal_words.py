"""Words and marks by which proofs count and number their parts. Not here: whether they fit."""

import re

from ..latex.words import word_set

NAMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ORDINALS = {name: number for number, name in enumerate(NAMES, start=1)}
ORDINALS |= {f"{name}ly": number for name, number in ORDINALS.items() if number < 5}
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {name: number for number, name in enumerate(CARDINALS, start=1)}
NUMBERS |= {str(number): number for number in range(1, 11)}
LISTS = frozenset(["enumerate", "itemize", "description", "compactenum", "compactitem"])
ITEM = re.compile(r"\\item(?![a-zA-Z])")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
ROMAN = {roman: number for number, roman in enumerate(ROMANS, start=1)}
PARTS = "step|case|claim|part|stage|phase|direction"
HEADING = re.compile(
    r"[\[(\s]*(?P<noun>step|case|claim|part|stage|phase)\s+(?P<number>\d+|[ivx]+|[a-h])"
    r"(?=\s*(?:[.:)\]–—]|-\s|\(|\Z))"
)
MARKER = re.compile(r"\s*[\[({]*\((?P<number>[ivx]+|[a-h])\)[\])}]*")
COUNT = re.compile(
    rf"\b(?P<number>{'|'.join(NUMBERS)})\s+(?:(?:main|simple|separate|short|different|further"
    rf"|possible|following|remaining)\s+)?(?P<noun>{PARTS})s?\b"
)
ANNOUNCES = re.compile(
    r"\b(?:proceeds?|split|splits|divided?|consists?|distinguish|consider|treat|argue|prove|show"
    r"|there\s+are|is\s+in|has|have|in)\b"
)
ORDINAL = re.compile(rf"\b(?P<ordinal>{'|'.join(ORDINALS)})\b(?:\s+(?P<next>[a-z]+))?")
NAMED_STEP = re.compile(
    r"\b(?P<noun>step|case|claim|part|stage|phase)s?\s+(?P<number>\d+)\b(?!\s+of\b)(?![.]\d)"
)
#: What an ordinal behind a display speaks of, or what is said of it there.
OF_CHAIN = word_set(
    "step equality inequality identity relation line one estimate uses is follows holds by and "
    "splits drops since because from comes also again applies inserts expands bounds"
)
CHAIN_NOUNS = word_set("step equality inequality identity relation line")
#: "the second moment" counts no part of a proof.
NO_PARTS = word_set(
    "moment moments derivative derivatives order kind degree layer token round player type "
    "countable variation fundamental eigenvalue singular"
)
BEHIND = re.compile(r"[\s,;.]*(?:where|here|in\s+which|and|the)\b")
