"""What sentences say that a symbol is: a term, a member of a set, a thing with a name.

Not here: which of two meanings are at odds in one scope (`two_meanings`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...latex import Span
from ...latex.words import word_set
from ...mathematics.translation.names import canonical_name, plain_text
from ..sentences import FORMULA, Sentence, marks_before, words_behind
from .letters import is_lone, occurrences

_KINDS = {
    "number": "number integer constant scalar real dimension width depth horizon size rate "
    "rank radius "
    "probability level parameter bound diameter length budget cardinality norm degree step "
    "stepsize "
    "accuracy tolerance threshold variance mean regret margin gap bias height batch temperature "
    "eigenvalue ratio coefficient exponent modulus strength fraction proportion quantile "
    "multiplier entropy cost distance deviation value",
    "set": "set subset class family collection space ball cone polytope net interval "
    "hypercube simplex "
    "subspace region domain support partition cover grid alphabet neighbourhood neighborhood",
    "function": "function functional map mapping kernel loss objective predictor classifier "
    "hypothesis "
    "activation density estimator policy regularizer regulariser operator potential",
    "matrix": "matrix covariance projector projection hessian jacobian gram",
    "vector": "vector point minimizer minimiser iterate direction eigenvector weight gradient",
    "event": "event",
    "law": "distribution measure law prior posterior",
    "graph": "graph tree network",
    "random": "variable sample noise martingale process supermartingale",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_SKIPPED = word_set(
    "a an the be is are denote denotes any some given fixed arbitrary large small positive total "
    "nonnegative non negative real natural integer corresponding resulting associated its "
    "our this that "
    "number absolute universal sufficiently constant parameter integers numbers unit unique "
    "common maximal "
    "minimal largest smallest maximum minimum optimal respectively again now usual standard "
    "maximal every "
    "all each such stand stands for by fix let write set consider choose take pick suppose "
    "assume with"
)
_ENDS_NOUN = word_set(
    "with such that which whose for in on from satisfying so and where if then when to as at "
    ", . ; : ( ) "
    "over under between is are be defined given § †"
)
_SYNONYMS = (
    "round horizon time iteration step period epoch update",
    "sample data observation example point training batch datapoint size",
    "arm action",
    "dimension dim ambient coordinate feature parameter",
    "rate stepsize learning step size",
    "width neuron hidden unit",
    "depth layer",
    "minimizer minimiser optimum solution optimal",
    "ridge regularization regularisation penalty tikhonov weight decay",
    "smoothness lipschitz curvature",
    "noise variance deviation scale",
    "probability confidence failure level significance error",
    "accuracy tolerance precision error",
)
_DEFINERS = re.compile(
    rf"\b(?:let|set|put|define|denote|write|abbreviate|introduce)(?: also| now| again)?"
    rf"(?: {FORMULA} (?:,|and)(?: let| put| set)?)*$"
)
_LEADS_NOUN = re.compile(rf"\b(?:let|and|fix|where|with|,|write|denote)(?: {FORMULA} (?:,|and))*$")
_SAYS_RANGE = frozenset(["\\in", "<", ">", "\\le", "\\leq", "\\ge", "\\geq"])
#: "$L$-Lipschitz": the letter is a number.
_QUALIFIES = re.compile(r"^(?:lipschitz|smooth|strongly (?:convex|concave)|sub ?-?gaussian)\b")
_IS = re.compile(r"^(?:be|is|denotes?|denote|stands for)\b(?P<noun>.*)")
_DEFINED = re.compile(
    r"^(?P<head>[^=]*?)(?::=|\\coloneqq|\\triangleq|\\equiv|=)(?P<term>.*)$", re.DOTALL
)
_OF_NUMBERS = re.compile(
    r"^(?:\\mathbb\{?[RNZQ]\}?(?:_\{?[^{}^]*\}?)?|\\mathbf\{[RNZQ]\}"
    r"|[\[(]\s*-?[\d\\a-z./]+\s*,.*[\])]|\\\{\s*\d.*)$"
)


@dataclass(frozen=True)
class Meaning:
    """What one place says that a symbol is.

    Args:
        name: of the symbol, with its subscript.
        kind: a key of the kinds (`number`, `set`, …), "" where that is not told.
        term: what it is set to, as plain text, "" for none.
        words: the words that tell which thing it is, without those that tell little.
        sentence, span: where.
        definer: whether "let", "set", "put", … say it.
    """

    name: str
    kind: str
    term: str
    words: frozenset[str]
    sentence: Sentence
    span: Span
    definer: bool

    @property
    def shown(self) -> str:
        """The place's words, for evidence."""
        return self.sentence.quoted


def meanings(sentence: Sentence) -> Iterator[Meaning]:
    """What a sentence says that symbols are, in order."""
    for index, formula in enumerate(sentence.formulas):
        before, behind = marks_before(sentence, index), words_behind(sentence, index)
        span = sentence.span(index)
        definer = bool(_DEFINERS.search(before))
        body = formula.strip(" .,;")
        defined = _DEFINED.match(body) if "\\\\" not in body and "&" not in body else None
        if (
            defined
            and is_lone(defined["head"])
            and (definer or ":=" in body or "\\coloneqq" in body)
        ):
            term = plain_text(
                re.split(r"(?<!\\),(?![^({\[]*[)}\]])|\\q?quad", defined["term"])[0]
            ).strip(" .,;")
            kind = "set" if term.startswith("\\{") else ""
            yield Meaning(
                canonical_name(defined["head"]),
                kind,
                term,
                frozenset(),
                sentence,
                span,
                definer=True,
            )
            continue
        relations = sentence.relations(index)
        noun = _IS.match(behind)
        told = definer or bool(_LEADS_NOUN.search(before))
        lone = len(relations) == 1 and told and is_lone(relations[0].left)
        if lone and noun and relations[0].sign in _SAYS_RANGE:
            # "let $\lambda>0$ be the ridge parameter", "let $p\in(0,1)$ be the share of …"
            kind, words = _noun(noun["noun"].split())
            if relations[0].sign == "\\in":
                kind = kind or _kind_of_member(relations[0].right)
            if kind:
                name = canonical_name(relations[0].left)
                yield Meaning(name, kind, "", words, sentence, span, definer)
            continue
        if len(relations) == 1 and relations[0].sign == "\\in" and definer:
            kind = _kind_of_member(relations[0].right)
            if kind:
                for name in relations[0].left.split(","):
                    if is_lone(name):
                        yield Meaning(
                            canonical_name(name), kind, "", frozenset(), sentence, span, definer
                        )
            continue
        if not is_lone(body):
            head = re.match(r"^(?P<name>[^:]*?)(?::|\\colon)(?P<rest>.*\\to)", body)
            if head and definer and is_lone(head["name"]):
                yield Meaning(
                    canonical_name(head["name"]),
                    "function",
                    "",
                    frozenset(),
                    sentence,
                    span,
                    definer,
                )
            continue
        if (noun and _LEADS_NOUN.search(before)) or (
            noun and behind.startswith(("denotes", "stands for"))
        ):
            kind, words = _noun(noun["noun"].split())
            if kind or words:
                yield Meaning(canonical_name(body), kind, "", words, sentence, span, definer)
            continue
        if _QUALIFIES.match(behind):
            name = canonical_name(body)
            yield Meaning(name, "number", "", frozenset(), sentence, span, definer=False)
            continue
        called = re.search(r"\b(?:the|a|an|of|with|and) (?P<noun>[a-z]+(?: [a-z]+){0,3})$", before)
        if called and occurrences(body):
            kind, words = _noun(called["noun"].split(), apposition=True)
            last = called["noun"].split()[-1]
            if kind and _singular(last) in _KIND_OF:
                yield Meaning(canonical_name(body), kind, "", words, sentence, span, definer=False)


def _kind_of_member(right: str) -> str:
    plain = plain_text(right).strip()
    if re.search(r"\\times", plain) and plain.startswith("\\mathbb"):
        return "matrix"
    if re.match(r"\\math(?:bb|bf)\{?R\}?\^", plain):
        return "vector"
    if _OF_NUMBERS.match(plain):
        return "number"
    return ""


def _noun(words: list[str], *, apposition: bool = False) -> tuple[str, frozenset[str]]:
    """The kind and the telling words of a noun phrase."""
    phrase: list[str] = []
    for word in words:
        if word in _ENDS_NOUN and word != "of":
            break
        if word == FORMULA:
            break
        phrase.append(_singular(word))
        if len(phrase) > 7:
            break
    head = phrase[: phrase.index("of")] if "of" in phrase else phrase
    kinds = [_KIND_OF[word] for word in head if word in _KIND_OF]
    kind = kinds[-1] if kinds else ""
    telling = frozenset(w for w in phrase if w not in _SKIPPED and w != "of" and len(w) > 2)
    return kind, telling


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us", "as")) else word


def at_odds(one: Meaning, other: Meaning) -> bool:
    """Whether two meanings certainly are two things."""
    if one.term and other.term:
        return one.term != other.term
    if one.kind and other.kind and one.kind != other.kind:
        near = {
            frozenset(pair)
            for pair in (
                ("vector", "random"),
                ("number", "random"),
                ("law", "random"),
                ("function", "random"),
                ("matrix", "random"),
                ("set", "event"),
                ("vector", "function"),
                ("vector", "set"),
                ("matrix", "function"),
                ("number", "vector"),
                ("law", "function"),
                ("set", "graph"),
                ("function", "graph"),
            )
        }
        return frozenset((one.kind, other.kind)) not in near
    if one.kind == other.kind == "number" and one.words and other.words:
        return not _alike(one.words, other.words)
    return False


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if one & other:
        return True
    groups = [set(group.split()) for group in _SYNONYMS]
    return any(group & one and group & other for group in groups)
