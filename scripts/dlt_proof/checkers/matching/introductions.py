"""What sentences introduce: letters that get a meaning, and random variables with their sign."""

import re
from dataclasses import replace

from ...mathematics.formula import RELATIONS, relations
from ...mathematics.scope import Scope
from ...mathematics.scope.formulas import read_formula, symbol_of
from ...mathematics.scope.intervals import domain
from ...mathematics.scope.passages import MARK, Sentence
from ...mathematics.scope.words import DECLARING, DEFINING, QUANTIFIERS, SUPPOSING
from ...records.evidence import Job
from .statements import sentences_of_text
from .terms import letters_in, tokens_of
from .vocabulary import SIGNS

_DEFINES = (DEFINING | {"denotes", "call"}) - {"with"}
_INTRODUCING = (DECLARING | DEFINING | QUANTIFIERS | {"for", "denotes", "now"}) - {"with"}
_RANDOM = re.compile(
    rf"(?P<names>{MARK}(?: (?:,|and|, and) {MARK})*) (?:be|is|are) (?:an? |two |real |integrable )*"
    rf"(?P<words>(?:[a-z-]+ ){{0,3}})random variables? "
)


def letters_introduced(sentence: Sentence, *, supposing: bool = False) -> set[str]:
    """The letters that a sentence introduces: "let $f$ be convex", "put $g(x) = x$".

    Args:
        sentence: of a statement or a proof.
        supposing: whether "suppose that $g$ is …" counts.
    """
    introducing = _INTRODUCING | SUPPOSING if supposing else _INTRODUCING
    if not introducing & set(sentence.words):
        return set()
    defines = bool(_DEFINES & set(sentence.words))
    found: set[str] = set()
    for formula in sentence.formulas:
        first = relations(formula)[:1]
        head = first[0].left if first else formula
        defined = defines and bool(first) and RELATIONS.get(first[0].sign) in ("=", ":=")
        for part in re.split(r",|:|\\colon(?![A-Za-z])", head):
            if defined or symbol_of(part.strip()):
                found |= letters_in(tokens_of(part)[:1])
    return found


def with_random_numbers(scope: Scope, job: Job) -> Scope:
    """A scope in which what is called random is a real number, of which squares have a sign.

    "A nonnegative random variable" has one itself.
    """
    random = {name for name, meaning in scope.meanings.items() if meaning == "random"}
    signs: dict[str, str] = {}
    for text in (job.proving, *job.definitions):
        for sentence in sentences_of_text(text):
            called = _random_in(sentence)
            random |= called.keys()
            signs.update(called)
    numbers = {name: domain(name) for name in random if name not in scope.domains.symbols}
    if not numbers:
        return scope
    for name in numbers.keys() & signs.keys():
        if signs[name] in (">", ">="):
            numbers[name] = domain(name, 0, low_open=signs[name] == ">")
    meanings = {n: m for n, m in scope.domains.meanings.items() if n not in numbers}
    symbols = {**numbers, **scope.domains.symbols}
    return replace(scope, domains=replace(scope.domains, symbols=symbols, meanings=meanings))


def _random_in(sentence: Sentence) -> dict[str, str]:
    """The letters that a sentence calls random variables, each with the sign it says, or ""."""
    words = " ".join(sentence.words) + " "
    found = {}
    for match in _RANDOM.finditer(words):
        signs = [SIGNS[word] for word in match["words"].split() if word in SIGNS]
        before = words[: match.start()].count(MARK)
        for formula in sentence.formulas[before : before + match["names"].count(MARK)]:
            reading = read_formula(formula)
            subjects = reading.subjects if reading is not None else []
            if len(subjects) == 1:  # $X$, or $X \\ge 0$
                said = [RELATIONS.get(r.sign, "") for r in relations(formula) if r.right == "0"]
                found[subjects[0]] = next(iter([*said, *signs]), "")
    return found
