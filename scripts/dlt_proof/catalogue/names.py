"""How names of techniques are compared.

Two spellings of a name are one when they have the same words in plain form (`fold`): accents,
case, possessives, plurals, hyphens and British endings do not count.
"""

from __future__ import annotations

from functools import lru_cache

from ..patterns import pattern

#: Stands for a few words in a name: `Bernstein inequality for ... matrices`.
ELLIPSIS = "..."

#: Behind every short name these say that the technique is meant.
NOUNS = (
    "inequality", "ineq", "bound", "estimate", "argument", "technique", "trick", "concentration",
    "tail", "ungleichung", "ungleichungen", "schranke", "schranken", "inegalite",
)  # fmt: skip
#: Words that a digest's file name may add or leave out.
OPTIONAL_NOUNS = frozenset(
    [*NOUNS, "lemma", "theorem", "method", "principle", "condition", "identity", "approach"]
)
#: Two surnames in a row mean little else than the technique with any of these.
PAIR_NOUNS = OPTIONAL_NOUNS.union(
    ["formula", "representation", "duality", "characterization", "criterion", "property"]
)
NAME_WORD = pattern(r"\.\.\.|[^\W_]+")
_POSSESSIVE = pattern(r"['’ʼ]s?(?=\W|$)")
# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "ß": "ss", "Đ": "D", "đ": "d"})
_NOT_WORD = pattern(r"[^a-z0-9]+")
_BRITISH = pattern(r"is(?=(?:ations?|ed|es?|ing)$)")


def without_accents(text: str) -> str:
    """The text with plain letters: `Łojasiewicz` becomes `Lojasiewicz`."""
    if text.isascii():
        return text
    import unicodedata  # not for the many texts that are plain ASCII

    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def plain_words(text: str) -> list[str]:
    """The words of a name, lower case, without accents and possessives."""
    return _NOT_WORD.sub(" ", _POSSESSIVE.sub("", without_accents(text)).lower()).split()


def technique_id(name: str) -> str:
    """The form of a name that identifiers have: `Bernstein's inequality` → `bernstein`.

    Lower case, without accents and possessives, hyphens between the words; a last word
    `inequality` is left out.
    """
    words = plain_words(name)
    if len(words) > 1 and words[-1] in ("inequality", "inequalities"):
        words = words[:-1]
    return "-".join(words)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The plain form of one word: lower case, no accents, singular, American endings."""
    word = without_accents(word).lower()
    if len(word) < 4:
        return word
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("ices"):
        word = f"{word[:-4]}ix"
    elif word.endswith(("sses", "shes", "ches", "xes", "mata")):
        word = word[:-2]
    elif word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    return _BRITISH.sub("iz", word).replace("colour", "color")


def name_words(name: str) -> tuple[str, ...]:
    """The words of a catalogued name as they are compared.

    A word in capitals (`RIP`, `3SUM`) is an abbreviation and stays in capitals; every other one
    is folded. `...` stays.
    """
    words = NAME_WORD.findall(_POSSESSIVE.sub("", without_accents(name)))
    return tuple(w if w == ELLIPSIS or is_abbreviation(w) else fold(w) for w in words)


def is_abbreviation(word: str) -> bool:
    """Whether a word is written in capitals, two at least."""
    return len(word) > 1 and word.isupper()
