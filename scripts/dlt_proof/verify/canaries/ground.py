"""What the texts of a job lay down of its letters, and random models of it.

Letters that are tied to others by more than definitions and inequalities are named, so that nobody
draws them at random. Not here: which equations the texts state (`givens`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy

from ...mathematics.translation import NotUnderstoodError
from ...mathematics.translation.lexer import tokens_of
from ...records.evidence import Job
from .formulas import Node, index_of, read_formula
from .models import Defined, Model, NoValueError
from .pieces import FORMULA, equations_of, pieces_of

MODELS = 6
_IS_RANDOM = re.compile(r"\s*(?:is|be|are)?\s*(?:an?|two)?\s*(?:real|integrable|bounded)?\s*random")
#: Words with which a text ties what its letters stand for in ways that were not read.
TIES = re.compile(
    r"\b(?:cent(?:er|re)d|mean[- ]zero|zero[- ]mean|mean zero|unbiased|vanish\w*|identical\w*"
    r"|symmetric|antisymmetric|orthogonal\w*|orthonormal|minimi[sz]ers?|maximi[sz]ers?|optim\w+"
    r"|stationary|critical|saddle|fixed point|equilibrium|kernel of|null|constant|degenerate"
    r"|independen\w+|i\.i\.d|iid|martingale|determinis\w+|contradict\w*|contrary|absurd|impossible"
    r"|equal\w*|same|empty|zero|trivial\w*|projection|unit vectors?|unit norm|normali[sz]ed"
    r"|rings?|fields?|groups?|characteristic|quaternion\w*|ordinals?|algebras?|idempotent|modulo"
    r"|nilpotent|boolean|commut\w+|complex|extended real\w*|odd|even|prime"
    r"|Bernoulli|indicators?|binary|coins?|permutations?|bijection\w*|unitary|isometr\w*"
    r"|involution\w*|self-adjoint|coincid\w*|proportional|parallel|collinear|periodic"
    r"|Gaussian|normal|Poisson|uniform\w*|standard"
    r"|Rademacher|signs?|harmonic|invariant|doubly|stochastic matri\w+)\b",
    re.IGNORECASE,
)
#: Few values are left: `x \in \{0, 1\}`, `x \le 0`.
_NARROW = re.compile(r"\\in\s*\\\{(?!.*dots)|(?:\\leq?|<)\s*0(?![.\d])|\b0\s*(?:\\geq?|>)")


#: A set of a few numbers, of which it is not read what has its values there.
_FEW = re.compile(r"(?<!max)(?<!min)\\\{\s*[-\d](?!.*dots)")
#: With one of these a variable may be independent of what is given.
_FRESH = re.compile(
    r"\b(?:fresh|drawn|draws?|sampl\w*|noise|cop(?:y|ies)|Markov\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Ground:
    """What can be said of the letters of a job.

    Args:
        models: random models of what its texts lay down; none where its words tie its letters.
        tied: letters that may not be drawn at random.
        random: letters of what the texts call random variables.
    """

    models: tuple[Model, ...]
    tied: frozenset[str]
    random: frozenset[str]

    def differ(self, first: Node, second: Node) -> bool:
        """Whether two formulas have values in all models, and never the same."""
        if not self.models:
            return False
        try:
            for model in self.models:
                one, other = model.value(first), model.value(second)
                gap = numpy.max(numpy.abs(one - other))
                if gap < 1e-3 * max(1e-3, numpy.max(numpy.abs(one))):
                    return False
        except NoValueError:
            return False
        return True

    def agree(self, first: Node, second: Node) -> bool:
        """Whether two formulas have the same values in all models."""
        try:
            same = [_same(model, first, second) for model in self.models]
            return bool(same) and all(same)
        except NoValueError:
            return False


def _same(model: Model, first: Node, second: Node) -> bool:
    one, other = model.value(first), model.value(second)
    scale = max(1.0, float(numpy.max(numpy.abs(one))))
    return bool(numpy.max(numpy.abs(one - other)) < 1e-9 * scale)


def letters_of(node: Node) -> frozenset[str]:
    """The letters of a formula, without the indices that it binds, and without `e`."""
    found = set()
    for part in node.walk():
        if part.kind == "symbol":
            found.add(part.name)
    bound = {part.extra[0] for part in node.walk() if part.kind == "over"}
    return frozenset(found - bound - {"e"})


def indices_of(node: Node) -> frozenset[str]:
    """The letters that a formula has as indices or limits, without those that it binds."""
    found, bound = set(), set()
    for part in node.walk():
        texts = part.extra if part.kind == "symbol" else part.extra[1:] * (part.kind == "over")
        found |= {(index_of(text) or (text, 0))[0] for text in texts}
        bound |= set(part.extra[:1]) if part.kind == "over" else set()
    return frozenset(found - bound - {""})


def ground_of(job: Job) -> Ground:
    """What can be said of the letters of a job."""
    return _ground(job.hypotheses, job.definitions, job.may_use, job.proving)


@lru_cache(maxsize=256)
def _primary(texts: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for text in texts:
        for match in FORMULA.finditer(text):
            found += [p for p in pieces_of(next(g for g in match.groups() if g)) if p]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def _ground(
    hypotheses: tuple[str, ...],
    definitions: tuple[str, ...],
    may_use: tuple[str, ...],
    proving: str,
) -> Ground:
    texts = (*hypotheses, *definitions, *may_use, proving)
    general = r"\[\d+\] (?:Lemma|Theorem|Proposition|Corollary|Claim|Technique|Display)"
    own = [text for text in texts if not re.match(general, text)]
    if any(TIES.search(FORMULA.sub(" ", text)) for text in own):
        return Ground((), frozenset(), frozenset())
    pieces = _primary(texts)
    laid_down = set(_primary((*hypotheses, *definitions, *may_use)))
    definition_of: dict[str, list[Defined]] = {}
    tied: set[str] = set()
    equations: list[tuple[Node, Node]] = []
    limits: dict[str, set[str]] = {"positive": set(), "unit": set(), "integer": set()}
    for piece in pieces:
        _note_limits(piece, limits)
        if _NARROW.search(piece):
            tied |= _letters_written(piece)
        elif _FEW.search(piece):
            return Ground((), frozenset(), frozenset())
        if re.search(r"\\(?:equiv|perp|propto)(?![a-z])", piece):
            tied |= _letters_written(piece)
    for said, sides in [(piece, sides) for piece in pieces for sides in equations_of(piece)]:
        try:
            one, other = read_formula(sides[0]), read_formula(sides[1])
        except NotUnderstoodError:
            # What it defines is not known; what it is defined by is as free as before.
            if said in laid_down and not sides[1].lstrip().startswith("\\{"):
                tied |= _letters_written(sides[0])
                if not re.fullmatch(r"\\?[A-Za-z]+(?:_\{[^{}]*\}|_\w)?", sides[0]):
                    tied |= _letters_written(sides[1])
            continue
        if one.kind == "symbol" and one.name not in letters_of(other) and said in laid_down:
            mine = definition_of.setdefault(one.name, [])
            if all(_apart(known.indices, one.extra) for known in mine):
                mine.append(Defined(one.extra, other))
                continue
        equations.append((one, other))
    for letter, mine in definition_of.items():
        # A first member said apart from the others comes first.
        mine.sort(key=lambda d: not all((index_of(i) or ("?", 0))[0] == "" for i in d.indices))
        if any(not letters_of(d.body) and not d.indices for d in mine):
            tied.add(letter)
    indices = {
        letter for piece in pieces for letter in re.findall(r"[_^]\{?\s*(\\ell|[a-zA-Z])\b", piece)
    }
    integers = frozenset(limits["integer"] | (indices & set("ijkltsnmdTNKM")) | {"\\ell"} & indices)
    models = tuple(
        Model(
            f"model {number}", definition_of, frozenset(limits["positive"]),
            frozenset(limits["unit"]), integers,
        )
        for number in range(MODELS)
    )  # fmt: skip
    for one, other in equations:
        try:
            holds = all(_same(model, one, other) for model in models)
        except NoValueError:
            holds = False
        if not holds:
            tied |= _solved(one, other, definition_of) or _beneath(
                letters_of(one) | letters_of(other), definition_of
            )
    # What is defined by tied letters is tied.
    for _ in range(len(definition_of)):
        more = {
            letter
            for letter, mine in definition_of.items()
            if any(letters_of(d.body) & tied for d in mine)
        }
        if more <= tied:
            break
        tied |= more
    return Ground(models, frozenset(tied), _random_letters((*hypotheses, *definitions)))


def _beneath(
    letters: frozenset[str], definitions: Mapping[str, Sequence[Defined]]
) -> frozenset[str]:
    """Letters, and those that they are defined by: what is said of a sum ties its terms."""
    found, waiting = set(letters), list(letters)
    while waiting:
        for defined in definitions.get(waiting.pop(), ()):
            more = letters_of(defined.body) - found
            found |= more
            waiting += more
    return frozenset(found)


def _solved(one: Node, other: Node, defined: Mapping[str, object]) -> frozenset[str]:
    """The letter that an equation says, from others or from another member of its own."""
    found = set()
    for side, rest in ((one, other), (other, one)):
        if side.kind != "symbol" or side.name in defined:
            continue
        same = [part for part in rest.walk() if part.kind == "symbol" and part.name == side.name]
        if all(part.extra != side.extra for part in same):
            found.add(side.name)
    return frozenset(found)


def _random_letters(texts: Sequence[str]) -> frozenset[str]:
    """The letters of the formula before each "random variable"."""
    found: set[str] = set()
    if any(_FRESH.search(text) for text in texts):
        return frozenset()
    for text in texts:
        for match in FORMULA.finditer(text):
            if _IS_RANDOM.match(text[match.end() :]):
                found |= _letters_written(next(g for g in match.groups() if g))
    return frozenset(found)


def _apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two definitions of one letter speak of different members."""
    if len(one) != len(other):
        return False
    number = [all((index_of(i) or ("?", 0))[0] == "" for i in found) for found in (one, other)]
    return bool(one) and (number[0] != number[1])


def _note_limits(piece: str, limits: dict[str, set[str]]) -> None:
    """What a formula says of the signs of letters: `a, b > 0`, `p \\in (0, 1]`."""
    match = re.search(
        r"(?P<who>[^<>=]+?)\s*(?P<what>>\s*0|\\geq?\s*[01]|\\in\s*[(\[]\s*0\s*,\s*(?P<to>[^)\]]+)[)\]])\s*\Z",
        piece,
    )
    if match is None:
        return
    who = _letters_written(match["who"])
    kind = "unit" if match["to"] and match["to"].strip() == "1" else "positive"
    limits[kind] |= who


def _letters_written(text: str) -> set[str]:
    """The letters of a text that is no formula that was read."""
    found = set()
    try:
        for token in tokens_of(text):
            if token.kind == "symbol":
                found.add(token.value.partition("_")[0])
                found.add(token.value)
    except NotUnderstoodError:
        found |= set(re.findall(r"\\?[A-Za-z]+", text))
    return found
