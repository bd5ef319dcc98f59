"""Words of proofs by what they do in a sentence, each class a letter.

A sentence becomes a string with one letter a word, so that a phrase is a short pattern over
letters, whatever words fill it. Not here: the phrases.
"""

from __future__ import annotations

from functools import cache

from ...patterns import pattern
from ..sentences import CITATION, DISPLAY, MATH, REFERENCE

_TOKEN = pattern(
    r"m\.m\.|\bword,? for word\b|\bline (?:by|for) line\b|\bto the letter\b"
    r"|\b(?P<like>(?:by|in) (?:\w+ )?analogy|in (?:a )?like (?:manner|fashion|way)|(?:by|with|via"
    r"|through|using) (?:\w+ )?(?:similar|analogous|identical|like|the same|the very same) means)\b"
    r"|\bin (?:every|all) respects?\b|\bin essence\b"
    rf"|\((?:[ivx]{{1,4}}|[a-h]|\d{{1,2}})\)|\d+(?:st|nd|rd|th)?|[^\W\d_]+(?:-[^\W\d_]+)*"
    rf"|[{MATH}-{CITATION}]|[^\s\w]"
)

# Letters are the classes; a word with two roles has a class of its own.
CLASSES = {
    # in a like way
    "a": "similarly analogously likewise identically symmetrically dually verbatim ditto mutatis "
    "mutandis word-for-word mutatis-mutandis m.m. line-by-line line-for-line by-analogy",
    # like
    "l": "similar analogous identical parallel alike analogue",
    "e": "same",
    "q": "symmetric symmetrical dual mirrored",
    "z": "corresponding",
    "y": "symmetry symmetries",
    # arguments and ways
    "h": "reasoning reasonings computation computations calculation calculations analysis analyses "
    "derivation derivations manipulation manipulations approach approaches technique techniques "
    "method methods procedure procedures logic consideration considerations strategy strategies "
    "trick tricks idea ideas argumentation algebra treatment machinery route recipe tools "
    "chain verification estimation deduction extension extensions generalization generalisation",
    "j": "argument arguments proof proofs",
    "W": "way ways manner manners fashion vein spirit token footing step steps line lines pattern "
    "patterns",
    "Z": "change changes modification modifications adjustment adjustments adaptation adaptations "
    "alteration alterations substitution substitutions replacement replacements",
    # what is waved away
    "o": "other remaining second third fourth fifth sixth last final reverse reversed opposite "
    "complementary lower upper left right left-hand right-hand backward forward only-if two three "
    "four five six further negative positive odd even general next subsequent residual former "
    "2nd 3rd 4th",
    "u": "others rest remainder latter converse",
    "k": "case cases subcase subcases direction directions inclusion inclusions containment "
    "containments implication implications alternative alternatives possibility possibilities "
    "scenario scenarios situation situations regime regimes sufficiency necessity injectivity "
    "surjectivity",
    "i": "inequality inequalities side sides claim claims statement statements item items "
    "assertion assertions equality equalities identity identities property properties "
    "condition conditions result results conclusion conclusions integral integrals sum "
    "sums summand summands relation relations formula formulas formulae expression "
    "expressions derivative derivatives tail tails consequence consequences deviation "
    "deviations lemma calculations requirement requirements equivalence equivalences "
    "equation equations constraint constraints details",
    "J": "half halves part parts term terms",
    # things, of which being similar says nothing about a proof
    "n": "player players event events layer layers block blocks point points ones variable "
    "variables index indices pair pairs type types set sets subset subsets region regions "
    "edge edges vertex vertices iterate iterates gradient gradients family families "
    "probability probabilities expectation expectations quantity quantities factor factors "
    "range ranges interval intervals end ends endpoint endpoints coordinate coordinates "
    "component components entry entries moment moments norm norms assumption assumptions "
    "setting settings phase phases limit limits",
    "B": "bound bounds estimate estimates",
    "I": "first previous preceding earlier base",
    "0": "ii iii iv vi vii viii ix",
    # verbs
    "v": "is are being was were be been can may could might will would must should shall remain "
    "remains gets becomes",
    "r": "handled treated proved proven shown established dealt bounded verified checked derived "
    "estimated controlled settled deduced argued addressed demonstrated justified covered tackled "
    "discussed resolved seen dispatched dismissed disposed excluded ruled upper-bounded "
    "lower-bounded inferred explained discharged concluded completed finished validated confirmed "
    "analyzed analysed carried worked taken",
    "d": "obtained done considered computed calculated managed reduced evaluated approximated "
    "approached attacked proceeded extended generalized generalised",
    "Q": "used applied made given repeated employed invoked adapted",
    "f": "follow follows hold holds go goes proceeds work works run runs carries carry come comes "
    "arise arises succeeds concludes continues apply applies",
    "T": "handles treats covers deals settles suffices takes accommodates",
    "S": "shows gives give yields yield proves establishes implies imply leads lead provides "
    "provide produces produce demonstrates completes finishes ensures ensure reveals "
    "delivers lets allows",
    "G": "show prove establish demonstrate",
    "w": "we you i",
    "U": "one",
    "V": "different",
    "D": "handle treat deal obtain derive verify check do control analyze analyse consider compute "
    "settle address deduce cover tackle resolve see get find dispose obtains derives deduces gets "
    "finds sees verifies",
    "A": "argue argues proceed reason reasons continue conclude",
    "P": "arguing reasoning proceeding continuing",
    "H": "requires require needs need uses use admits has have",
    "N": "not never cannot cant isnt arent doesnt dont wont nor neither hardly differently "
    "superficially seemingly apparently fails fail breaks no without wouldnt couldnt",
    # small words
    "g": "very quite just exactly precisely completely entirely essentially almost basically "
    "virtually perfectly totally fully wholly rather then also again clearly strictly formally "
    "largely mostly obviously now simply therefore thus hence even nearly literally roughly easily "
    "much only somewhat immediately directly readily too all both practically effectively "
    "absolutely morally substantially to-the-letter in-every-respect in-all-respects in-essence",
    "L": "parallels mirrors resembles mimics",
    "K": "which whose whom",
    "E": "straightforward routine easy easier standard tedious minor obvious slight trivial "
    "cosmetic small notational appropriate necessary evident suitable",
    "t": "the a an this that these those our its any each every",
    "p": "in by along with via using through from following after upon under per on to applying "
    "repeating adapting mimicking employing invoking modulo concerning over",
    "O": "of",
    "F": "for if when where whether provided",
    "s": "as like",
    "b": "before above",
    "c": "and or but so while whereas",
    "Y": "since because",
    "m": MATH,
    "M": DISPLAY,
    "X": REFERENCE,
    "C": CITATION,
}  # fmt: skip
_WORD = pattern(r"[a-z]+")
_PUNCTUATION = {
    **dict.fromkeys(",-–—", ","),
    **dict.fromkeys(";:", ";"),
    **dict.fromkeys(".!?", "."),
    "(": "(", "[": "(", ")": ")", "]": ")",
}  # fmt: skip


@cache
def _class_of() -> dict[str, str]:
    found = dict(_PUNCTUATION)
    for letter, words in CLASSES.items():
        for word in words.split():
            found.setdefault(word, letter)
    return found


def spelled(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence as letters, one a word or mark, and where each of them stands.

    A label such as `(ii)` is `#`, a number `0`, a word of no class `x`.
    """
    classes = _class_of()
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match["like"]:
            token = "by-analogy"
        letter = classes.get("-".join(_WORD.findall(token)) if " " in token else token)
        if letter is None:
            letter = "0" if token[0].isdigit() else "#" if token[0] == "(" else "x"
            if letter == "x" and not token[0].isalpha():
                continue
        letters.append(letter)
        places.append(match.span())
    return "".join(letters), places
