"""Whether the line that gives an answer its reason gives one: it speaks of the very text.

"OK", "checked", or the item's own words said again are no reason for a yes; nor is a line without a
single word, symbol or number of the text it speaks of, nor one that stands somewhere else already.
Of a no only a line is asked: what is missing cannot be named by words of the text. This keeps an
answer from being filed without looking, not from being wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ..latex import normalise
from ..latex.words import word_set
from .items import BY_IDENTIFIER, Item
from .subjects import Matter

#: Words that a reason has at least.
FEWEST_WORDS = 4
#: Characters that it has at most.
LONGEST_LINE = 2000
#: Words among them that say something.
FEWEST_TELLING = 2
#: Characters that a quotation needs to refute anything.
SHORTEST_QUOTATION = 12
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "es", "ed", "ly", "s", "e", "y")

_LABEL = re.compile(r"(?<![a-zA-Z])[a-zA-Z]+:[\w:.*-]*\w")
_FORMULA = re.compile(r"\$([^$]+)\$|\\\((.+?)\\\)")
_TOKEN = re.compile(
    r"\\[a-zA-Z]+|[a-zA-Z]+(?:[_^]\{?\\?\w+\}?)+|[a-zA-Z]+(?:['’-][a-zA-Z]+)*|\d+(?:\.\d+)?|[^\W\d_]+"
)
#: Words that say nothing of the text: grammar, and that all is well.
_EMPTY = word_set(
    "a an the this that these those it its they them their there here is are was were be been "
    "being has have had do does did done will would can could may might must shall should and or "
    "but nor so as at by for from in into of on onto to with within without over under up out "
    "not no yes ok okay fine good well correct correctly right true valid validly sound soundly "
    "clear clearly checked check checks verified verify confirmed confirm holds hold satisfied "
    "satisfies passes pass passed looks look seems seem appears all any each every everything "
    "nothing none some n/a na applicable relevant needed required necessary item answer answered "
    "question read reading reviewed review above below before after per see seen found find "
    "indeed really just very also always ever i we you he she one my our your his her me us how "
    "what which who when where why because since then than thus hence therefore if only same such "
    "proper properly appropriate appropriately adequate adequately proof proofs statement "
    "statements lemma theorem proposition corollary claim paper text way place everywhere "
    "nowhere issue issues problem problems error errors complete completely fully whole given "
    "stated states state says say said shown show shows used use uses using case cases"
)


def tokens(text: str) -> list[str]:
    """The words, symbols and numbers of a line, labels left out; of `x^2` also `x`."""
    found: list[str] = _TOKEN.findall(_LABEL.sub(" ", text))
    return found + [re.split(r"[_^]", token)[0] for token in found if re.search(r"[_^]", token)]


def problem_of_line(because: str, matter: Matter, item: Item, verdict: str = "yes") -> str:
    """Why a line gives no reason, "" where it gives one.

    Args:
        because: the line.
        matter: the statement or proof that it speaks of.
        item: what was asked.
        verdict: `yes` or `no`.
    """
    if len(because) > LONGEST_LINE:
        return f"a line has at most {LONGEST_LINE} characters"
    words = tokens(because)
    if len(words) < FEWEST_WORDS:
        return f"a line of at least {FEWEST_WORDS} words beside labels says why it is so here"
    if verdict == "no":
        return ""
    own = {_stem(word) for word in tokens(item.identifier.replace("-", " "))}
    telling = [word for word in words if not _is_empty(word) and _stem(word) not in own]
    if len({_stem(word) for word in telling}) < FEWEST_TELLING:
        return "the line only says that it is so, not why it is so here"
    known = {_stem(word) for word in tokens(matter.written)}
    for text in matter.texts.values():
        known.update(_stem(word) for word in tokens(text))
    # A letter in a formula is a symbol; in the running text it may be a word.
    symbols = {word for formula in _FORMULA.findall(because) for word in tokens(" ".join(formula))}
    meant = [word for word in telling if _names(word)]
    meant += [word for word in symbols if not word.isdecimal()]
    if not any(_stem(word) in known for word in meant):
        return "the line has no word, symbol or number of the text that it speaks of"
    return ""


def line_key(because: str, labels: Collection[str]) -> str:
    """The same for lines that differ in nothing but labels, names of items, numbers in the running
    text, capitals and punctuation."""
    for label in sorted(labels, key=len, reverse=True):
        because = because.replace(label, " ")
    line = because.casefold()
    for identifier in BY_IDENTIFIER:
        line = re.sub(identifier.replace("-", "[- ]"), " ", line)
    formulas = " ".join(" ".join(found) for found in _FORMULA.findall(line))
    prose = re.sub(r"\d+", " ", _FORMULA.sub(" ", line))
    return " ".join(re.findall(r"\w+", f"{prose} | {formulas}"))


def problem_of_quotation(quotation: str, matter: Matter) -> str:
    """Why a quotation refutes nothing, "" where its words stand in the text."""
    quoted = normalise(quotation)
    if len(quoted) < SHORTEST_QUOTATION:
        return (
            "it needs a quotation of the words that refute what was found, at least "
            f"{SHORTEST_QUOTATION} characters"
        )
    if quoted in matter.written or quoted in matter.text("statement", "proof", "remarks"):
        return ""
    return "the quotation does not stand in the statement, its proof or its remarks, word for word"


def _is_empty(word: str) -> bool:
    return word.casefold() in _EMPTY


def _names(word: str) -> bool:
    """Whether a word that stands in a text too shows that the text was meant."""
    if word.isalpha():
        return len(word) >= 4 or word.isupper()
    return not word.isdecimal() or len(word) > 1


def _stem(word: str) -> str:
    """A word without its ending, to know it in another form; symbols are as they are."""
    bare = re.sub(r"[{}\\]", "", word)
    if not bare.isalpha() or len(bare) < 5:
        return bare.casefold() if len(bare) > 2 else bare
    bare = bare.casefold()
    ending = next((e for e in _ENDINGS if bare.endswith(e) and len(bare) > len(e) + 3), "")
    return bare.removesuffix(ending)
