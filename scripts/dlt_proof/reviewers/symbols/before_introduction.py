"""Symbols that a statement or a proof uses before anything says what they are.

Not here: letters with two meanings (`two_meanings`), and bare constants `c` and `C`, which are the
linter's (R15).
"""

import re
from collections.abc import Iterator, Sequence

from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, formal_passages, sentences_of
from .introductions import introduced, taken_apart
from .letters import bound_in, index_letters, occurrences
from .visible import Symbols

#: Known without a word: Euler's number, pi, the identity, indices, and what R15 looks after.
_CONVENTIONAL = frozenset(
    ["e", "\\pi", "I", "i", "j", "c", "C", "\\mathbf{I}", "\\mathrm{I}", "d^*"]
)
_CONVENTIONAL_LETTERS = re.compile(
    r"(?:\\(?:tilde|bar|hat)\{[cC]\}|\\(?:mathbf|mathrm|boldsymbol|mathsf)\{[0-9eIRNZQEPT]\})$"
)
_INDICES = frozenset("abcdefghijklmnopqrstuvwxyz")
_GENERIC = frozenset("stuvxyz")
#: As an index: "let $\\star$ be an arm of largest mean".
_STARS = frozenset(["*", "\\star", "\\ast"])
#: What is optimal has a star, and needs no word where something is optimised.
_OPTIMAL = frozenset(["x^*", "f^*", "w^*", "F^*"])
#: What methods iterate, "gradient descent with step size $1/L$".
_ITERATED = frozenset(["x", "w", "\\theta"])
_OPTIMISING = re.compile(
    r"\b(?:minimi\w+|maximi\w+|optim\w+|infimum|gradients?|convex|descent|sgd|iterat\w+)\b"
)
_LIKELY = re.compile(r"\bwith (?:a )?probability|\bprobability (?:at least|of at least|no)")
_POINTS_BACK = re.compile(
    r"\b(?:same|above|previous|preceding|situation|setting|notation|before|below|as in"
    r"|event of|moreover)\b"
)
_LIKE = re.compile(
    r"\b(?:preceding|previous|above|last) proofs?\b"
    r"|\b(?:as in|proof of|similar\w*|same|like|arguments? of|as for|repeat\w*) (?:the |\w+ ){0,4}§"
)
_TEXT_AHEAD = 1


def symbols_before_introduction(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """A symbol is used that nothing introduced before, once for each symbol."""
    symbols = Symbols(paper)
    told: set[str] = set()
    for passage in formal_passages(paper):
        stated = sentences_of(paper, passage.statement.environment, "statement")
        if any(_POINTS_BACK.search(s.text) for s in stated):
            continue  # it stands in the setting of another one
        said = frozenset(key for s in stated for key in _all_introduced(s))
        parts = [(stated, said)]
        for proof in passage.proofs:
            parts.append((sentences_of(paper, proof.environment, "proof"), said))
        optimising = any(_OPTIMISING.search(s.text) for s in stated)
        for sentences, before in parts:
            yield from _in_part(symbols, passage, sentences, before, told, optimising=optimising)


def _in_part(
    symbols: Symbols,
    passage: Passage,
    sentences: Sequence[Sentence],
    before: frozenset[str],
    told: set[str],
    *,
    optimising: bool,
) -> Iterator[FoundWeakness]:
    """What one statement or proof uses and nothing introduced."""
    document = symbols.paper.document
    known = set(before)
    likely = any(_LIKELY.search(s.text) for s in sentences)
    optimising = optimising or any(_OPTIMISING.search(s.text) for s in sentences)
    like = any(_LIKE.search(s.text) for s in sentences)
    indexed = any(f.strip(" .,;") in _STARS for s in sentences for f in s.formulas)
    for number, sentence in enumerate(sentences):
        earlier = frozenset(known)
        known |= _all_introduced(sentence)
        known |= {key for f in sentence.formulas for key in index_letters(f) if key in _INDICES}
        ahead = sentences[number + 1 : number + 1 + _TEXT_AHEAD]
        nearby = {
            k
            for s in ahead
            if s.words[0] in ("here", "where", "with", "we")
            for k in _all_introduced(s)
        }
        for index, formula in enumerate(sentence.formulas):
            span = sentence.span(index)
            order = document.reading_order(span.file, span.start)
            whole, parts = taken_apart(sentence, index)
            if parts and all(
                key in earlier or symbols.known(key, passage, order, proofs=like) for key in whole
            ):
                known |= parts
            if sentence.role == "proof" and _is_elementary(sentence, index, known):
                continue
            for occurrence in occurrences(formula):
                key = occurrence.key
                if key in known or key in nearby or key in told or _is_conventional(key):
                    continue
                if (likely and key == "\\delta") or key in bound_in(formula):
                    continue
                if any(
                    one in known
                    or symbols.known(one, passage, order, proofs=like or bool(sentence.keys))
                    for one in (key, *_made_from(key, indexed), *_scaled(key, known))
                ):
                    continue
                fact = bool(sentence.relations(index)) != (sentence.role == "statement")
                if key in _GENERIC and fact and _only_here(sentences, key, formula):
                    continue  # it holds for all its values
                if _is_tail_level(sentence, index, key):
                    continue
                if optimising and key in _OPTIMAL | _ITERATED:
                    continue
                if key in _INDICES and any(
                    key in bound_in(f) for s in sentences[number:] for f in s.formulas
                ):
                    continue
                told.add(key)
                claim, evidence, major = _wording(
                    symbols, passage, sentences[number:], key, formula
                )
                yield found_at(
                    document,
                    span,
                    "V12",
                    passage.label,
                    claim,
                    evidence,
                    "major" if major else "minor",
                )


def _is_elementary(sentence: Sentence, index: int, known: set[str]) -> bool:
    """Whether a formula is a fact about numbers, `1 + x \\le e^x`, in letters of its own."""
    keys = {o.key for o in occurrences(sentence.formulas[index])} - _CONVENTIONAL
    own = all(re.fullmatch(r"[a-z]|\\mathbf\{[a-z]\}", key) for key in keys)
    return own and not keys & known and bool(sentence.relations(index))


_CHANCE = re.compile(r"^\s*\\(?:Pr|P|prob|math(?:bb|bf|rm|sf)\s*\{?\s*P)(?![A-Za-z])")


def _is_tail_level(sentence: Sentence, index: int, key: str) -> bool:
    """Whether a letter is the level of a tail bound, `P(X > t) \\le e^{-t}`: it holds for all."""
    return any(
        _CHANCE.match(relation.left)
        and all(key in {o.key for o in occurrences(s)} for s in (relation.left, relation.right))
        for relation in sentence.relations(index)
    )


def _only_here(sentences: Sequence[Sentence], key: str, formula: str) -> bool:
    """Whether a letter stands in one formula of a part only: a fact for all its values."""
    return not any(
        key == o.key for s in sentences for f in s.formulas if f != formula for o in occurrences(f)
    )


def _all_introduced(sentence: Sentence) -> frozenset[str]:
    return frozenset(k for n in range(len(sentence.formulas)) for k in introduced(sentence, n))


def _made_from(key: str, indexed: bool) -> Iterator[str]:
    """The symbols from which one is made as everybody knows: a derivative in time; where the star
    is an index, a member of a family."""
    derivative = re.fullmatch(r"\\d?dot\{(?P<of>.*)\}", key)
    if derivative:
        yield derivative["of"]
    if indexed and key.endswith("^*"):
        yield key.removesuffix("^*")


def _scaled(key: str, known: set[str]) -> Iterator[str]:
    """What a letter is without its tilde, where others of the proof have one, too."""
    tilde = re.fullmatch(r"\\(?:wide)?tilde\{(?P<of>.*)\}", key)
    if tilde and any(one.startswith(("\\tilde{", "\\widetilde{")) for one in known - {key}):
        yield tilde["of"]


def _is_conventional(key: str) -> bool:
    return key in _CONVENTIONAL or bool(_CONVENTIONAL_LETTERS.match(key))


def _wording(
    symbols: Symbols, passage: Passage, following: Sequence[Sentence], key: str, formula: str
) -> tuple[str, str, bool]:
    """The claim, its evidence, and whether a reader must object."""
    shown = f"${key}$"
    used = f"it stands in ${' '.join(formula.split())[:120]}$"
    later = next((s for s in following[1:] if key in _all_introduced(s)), None)
    if later is not None:
        return (
            f"{shown} is used before it is introduced",
            f"{used}; “{later.quoted}” introduces it afterwards",
            False,
        )
    if symbols.in_own_proof(key, passage) and following[0].role == "statement":
        return f"{shown} is introduced in the proof, and the statement uses it", used, False
    told = symbols.elsewhere(key, passage)
    if told is None:
        return f"{shown} is used and never introduced", f"{used}; nothing says what it is", True
    if told.outer:
        return (
            f"{shown} is used before the text introduces it",
            f"{used}; “{told.sentence.quoted}” comes later",
            False,
        )
    what = f"in the proof of {told.where}" if told.in_proof else f"for {told.where}"
    about = "proof" if told.in_proof else "statement"
    return (
        f"{shown} is introduced only {what}",
        f"{used}; “{told.sentence.quoted}” is about that {about}",
        True,
    )
