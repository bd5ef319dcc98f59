"""What stands before the symbols: "an absolute constant $C$", "for all $c > 0$", "cost $c$"."""

from __future__ import annotations

from ...latex.words import word_set
from .groups import Group, joins
from .sentences import Sentence
from .words import (
    CONSTANT,
    DETERMINERS,
    EXISTENCE,
    INDEFINITE,
    NEGATIONS,
    NUMBER,
    QUALIFIERS,
    QUANTIFIERS,
    SIZE,
    STOPS,
    VAGUE,
    is_dependence,
    is_noun,
    may_be_noun,
    may_precede_negated,
    qualifies,
    says_nothing,
)

_LET = frozenset(["let", "soit", "soient", "sei", "seien"])
_FOR = frozenset(["for", "pour", "für"])
_IF = frozenset(["if", "when", "whenever", "suppose", "assume", "fix", "given", "wenn", "si"])
_TEXTS = word_set(
    "section subsection paper proof chapter appendix note work article thesis argument part lemma "
    "theorem proposition literature analysis"
)
_REALS = word_set("reals numbers scalars")
_WHERE = frozenset(["where", "with", "wobei", "mit", "avec", "où"])
_NOUN_OR_VERB = frozenset(["set", "sets", "cover", "order", "scale", "time", "count", "label"])
_BEFORE_VERB = frozenset(["we", "now", "and", ",", "us", "can", "then", "may"])
#: Between "constants" and its symbols.
_TO_SYMBOLS = word_set(
    "denoted denote by called namely say labelled named again both of form the symbol letter "
    "letters symbols like such as e.g. i.e. , : ( which we is are be will always all generically "
    "throughout all written write designated represented abbreviated symbolised symbolized"
)
_RESTRICTED = frozenset(["range", "interval", "typed", "variable"])
_NEARBY = 60


def read_before(sentence: Sentence, group: Group) -> str:
    """What the words before a group make of it, see `declarations.Strength`; besides, `exists`
    for "there is" and "some"; empty where they say nothing."""
    segment = sentence[group.first].segment
    if segment is not None and segment.quantifier:
        return {"all": "quantified", "some": "exists"}.get(segment.quantifier, "bound")
    at = group.first - 1
    while sentence.text(at) in ("(", "[") or sentence.kind(at) == "n":
        at -= 1
    head = _head(sentence, at)
    if head is not None:
        counts = sentence.text(head) in NUMBER and sentence.text(group.last + 1) in ("of", "de")
        return "named" if counts else _noun_phrase(sentence, head)
    if sentence.text(at) == "by" and "denoted" in sentence.words(at - 3, at):
        return "constant" if _denotes_declared(sentence, at) else ""
    at = _governor(sentence, at)
    word = sentence.text(at)
    if sentence.kind(at) != "w":
        return ""
    if qualifies(word) and not is_dependence(word):
        return "vague" if _negated(sentence, at, []) else "constant"
    if is_dependence(word) and ("-" in word or sentence.text(at - 1) == "-"):
        return "constant"  # "$n$-independent $c, C > 0$"
    if word in _WHERE:
        return "quantified" if all(item.how == "interval" for item in group.members) else ""
    if word in _FOR:
        # "for $c \ge 1$" restricts a variable, "for $c > 0$" hardly.
        restricted = all(item.how in _RESTRICTED for item in group.members)
        return "quantified" if at == 0 or restricted else ""
    if word in QUANTIFIERS:
        return "quantified"
    if word in _IF and all(item.how == "interval" for item in group.members):
        return "quantified"
    if word in EXISTENCE:
        return "exists"
    if word in ("is", "are", "be", "equals") and _is_object(sentence, at - 1):
        return "named"  # "the budget is $C$"
    if word == "of" and is_noun(sentence.text(at - 1)):
        return "named" if sentence.words(at - 4, at - 1) & {"a", "an", "total"} else ""
    if word in _LET or _is_object(sentence, at):
        return "named"
    return ""


def _is_object(sentence: Sentence, at: int) -> bool:
    """Whether the word at an index names what the symbol is: "the cost $c$"."""
    word = sentence.text(at)
    if is_noun(word):
        before = sentence.text(at - 1)
        return at > 0 and not (word in _NOUN_OR_VERB and before in _BEFORE_VERB)
    return may_be_noun(word) and _has_article(sentence, at)


def _has_article(sentence: Sentence, at: int) -> bool:
    for back in range(at - 1, at - 6, -1):
        word = sentence.text(back)
        if sentence.kind(back) != "w" or (word in STOPS and word != "of"):
            return False
        if word in DETERMINERS:
            return True
    return False


def _head(sentence: Sentence, at: int) -> int | None:
    """The index of the word "constant" that the group belongs to."""
    for back in range(at, at - 10, -1):
        word = sentence.text(back)
        if word in CONSTANT or word in NUMBER:
            return back
        if word in QUALIFIERS and sentence.text(back - 1) in CONSTANT:
            return back - 1
        if word not in _TO_SYMBOLS:
            return None
    return None


def _denotes_declared(sentence: Sentence, at: int) -> bool:
    """ "Constants that depend only on $d$ are denoted by $C$"."""
    for back in range(at, max(-1, at - 25), -1):
        if sentence.text(back) in CONSTANT:
            words = sentence.words(back - 4, at)
            return any(qualifies(word) for word in words) and NEGATIONS.isdisjoint(words)
    return False


def _governor(sentence: Sentence, at: int) -> int:
    """The word that governs a list: "all" in "all $n \\ge 1$ and $c > 0$"."""
    back = at
    while back > at - _NEARBY and (sentence.kind(back) == "m" or joins(sentence.text(back))):
        back -= 1
    word = sentence.text(back)
    governs = word in QUANTIFIERS or word in ("let", "exists", "exist")
    return back if back < at and governs and sentence.kind(at) != "m" else at


def _noun_phrase(sentence: Sentence, head: int) -> str:
    """What the words before "constant" say."""
    words: list[str] = []
    at = head - 1
    for at in range(head - 1, head - 10, -1):
        word, kind = sentence.text(at), sentence.kind(at)
        if kind == "w" and word in ("and", "or", "but"):
            if not _is_adjective(sentence, at - 1) and sentence.text(at - 1) != "(":
                break
        elif kind == "p" and word in (",", "/", "(", ")", "-", "--"):
            beside = _is_adjective(sentence, at - 1) or _is_adjective(sentence, at + 1)
            if not beside and word != "-":
                break
        elif kind != "w" or (word in STOPS and word != "given"):
            break
        else:
            words.append(word)
    if sentence.text(head + 1) in QUALIFIERS:  # "constante absolue"
        words.insert(0, sentence.text(head + 1))
    if any(qualifies(word) for word in words):
        return "vague" if _negated(sentence, head, words) else "constant"
    if "no" in words:
        return "bound"
    if sentence.text(head) in _REALS and sentence.text(at) in _FOR and "some" not in words:
        return "quantified" if SIZE.isdisjoint(words) else "vague"
    if not QUANTIFIERS.isdisjoint(words) or sentence.text(at) in ("fix", "fixing", "given"):
        return "quantified" if SIZE.isdisjoint(words) else "vague"
    if words and _names_constant(sentence, head, words):
        return "defined"
    definite = not (DETERMINERS - INDEFINITE).isdisjoint(words)
    if definite and any(piece.kind == "r" for piece in sentence.pieces[head : head + 8]):
        return "named"  # "the constant $C$ of Lemma 2"
    return "exists" if sentence.text(at) in EXISTENCE or "some" in words else "vague"


def _is_adjective(sentence: Sentence, at: int) -> bool:
    word = sentence.text(at)
    return sentence.kind(at) == "w" and (qualifies(word) or word in VAGUE)


def _names_constant(sentence: Sentence, head: int, words: list[str]) -> bool:
    """ "the Lipschitz constant", "its smoothness constant": named for what it is."""
    nearest = words[0]
    if nearest in _TEXTS:  # "in this section constants may change"
        return False
    if sentence.text(head) in NUMBER or says_nothing(nearest) or nearest in QUANTIFIERS:
        return False
    return not nearest.endswith("ing") or (len(words) > 1 and words[1] in DETERMINERS)


def _negated(sentence: Sentence, at: int, words: list[str]) -> bool:
    """Whether the phrase that ends at an index is denied: "not a universal constant"."""
    if not NEGATIONS.isdisjoint(words):
        return not any(is_dependence(word) for word in words)
    back = at - 1 - len(words)
    while may_precede_negated(sentence.text(back)):
        back -= 1
    return sentence.text(back) in NEGATIONS
