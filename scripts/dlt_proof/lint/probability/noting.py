"""Looking at a file for what it says of probability: one note for each statement and proof."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ... import patterns
from ...latex import FileView, Key, Span, Statement
from ...latex.model import ProofEnvironment
from ...latex.words import word_set
from ...patterns import pattern
from ...records.plan import PROVABLE_KINDS
from .accounting import accounts, is_union_bound
from .chance import (
    bounds_tail,
    computes_probability,
    introduces_variables,
    names_source,
    points_elsewhere,
    speaks_of_chance,
)
from .conclusions import conclusions
from .counting import HERE, Step
from .events import read_steps
from .letters import free_letters, indices_of, letters_of
from .levels import counts_members, divides_in_logarithm
from .member_uses import is_tried_apart, member_uses
from .members import opens
from .mention import Mention
from .mentions import mentions
from .notes import (
    CONTINUED,
    EARLIER,
    EQUATION,
    PROOF,
    STATEMENT,
    ContinuedNote,
    EquationNote,
    ProofNote,
    StatementNote,
)
from .nouns import family_of
from .passages import Passage, read_passage
from .ranges import holds_for_each
from .single import says_single
from .sums import shares
from .written_out import hints_at_probability

_LIKELIHOOD = pattern(r"probab|w\.\s?h\.\s?p|w\.\s?p\.|\\whp|\\Pr\b|\bP\s*\(|\{P\}|\bP\}")
_UNION_BOUND = pattern(r"(?<=[\s~(,;])union[\s~-]+bound", patterns.IGNORECASE)
_BOUND = pattern(r"nion[\s~-]+bound")
_DOUBTS = pattern(
    r"\b(?:no|nor|not|never|without|avoid\w*|rather|instead|unlike|bypass\w*|circumvent\w*|skip\w*"
    r"|omit\w*|ignor\w*|neglect\w*|suppress\w*|would|could|might|cannot|unnecessary|free|fails|too"
    r"|loses|superfluous)\b|n['’]t\b",
    patterns.IGNORECASE,
)
_SKETCH = pattern(r"sketch|idea|outline|overview", patterns.IGNORECASE)
# A number that may be a probability.
_NUMBER = pattern(r"0\.\d|\d\s*/\s*\d|frac\s*\{?\d|\d\s*\\%|\\,\\%")
_LEVEL = pattern(
    r"1\s*-[^-]|[Hh]igh\w*\s+[pP]rob|overwhelming|[wW]\.?\s?[hH]\.?\s?[pP]|nion|[fF]ail|onfidence"
    r"|\\[a-zA-Z]*(?:[pP]rob|confid)"
)
_OF_MANY = pattern(r"(?:P|\\Pr|rob).{0,40}?\\(?:max|sup|exists|bigcup)(?![a-z])", patterns.DOTALL)
_PARAGRAPH = pattern(r"\n[ \t\r]*\n")
_BEFORE = word_set("previous preceding last foregoing above")
_NEAR = 500  # characters
_SHORTLY = 4  # statements


def note_file(view: FileView) -> Iterator[StatementNote | ProofNote | EquationNote | ContinuedNote]:
    """The notes of a file."""
    provable: list[tuple[int, bool]] = []
    for statement in view.statements:
        note = _note_statement(view, statement)
        if note is not None:
            yield note
        if statement.kind in PROVABLE_KINDS:
            concludes = note is not None and note.place is not None
            provable.append((statement.environment.span.start, concludes))
    inner = [s.environment.span for s in view.statements]
    inner += [p.environment.span for p in view.proofs]
    inner.sort(key=lambda span: span.start)
    proved: set[int] = set()
    for proof, told in zip(view.proofs, view.account.proofs, strict=True):
        if any(told[:3]) or _may_prove(proof.environment.span.start, provable, proved):
            yield _note_proof(view, proof, inner)
    yield from _note_equations(view)
    yield from _note_continuations(view, inner)


def _may_prove(start: int, provable: Sequence[tuple[int, bool]], proved: set[int]) -> bool:
    """Whether a proof that names nothing may prove a statement with high probability.

    It belongs to a statement shortly before it that has no proof yet; most of them prove something
    without probability. The statement taken for proved is added to `proved`.
    """
    index = bisect_left(provable, (start, False))
    near = range(max(0, index - _SHORTLY), index)
    open_ones = [number for number in near if number not in proved]
    candidates = {*open_ones, index - 1} if index else set()
    if open_ones:
        proved.add(open_ones[-1])
    return not candidates or any(provable[number][1] for number in candidates)


def _note_statement(view: FileView, statement: Statement) -> StatementNote | None:
    body = statement.environment.body
    if not hints_at_probability(view, body.start, body.end):
        return _only_refers(view, statement)
    if statement.kind not in PROVABLE_KINDS and not _may_assume(view, statement):
        span = statement.environment.span
        return StatementNote(span.start, span.end, STATEMENT, None, (), 0, (), False, False)
    passage = read_passage(view, body.start, body.end)
    found = mentions(passage)
    if (
        not found
        and not computes_probability(passage)
        and not _NUMBER.search(passage.text)
        and not _OF_MANY.search(passage.text)
    ):
        return _only_refers(view, statement)
    provable = statement.kind in PROVABLE_KINDS
    concluded = conclusions(passage, found) if provable else []
    if provable and not concluded and _NUMBER.search(passage.text):
        passage.numeric = True
        concluded = conclusions(passage)
        passage.numeric = bool(concluded)
        found = concluded or found
    if provable and not concluded and _OF_MANY.search(passage.text):
        passage.tails = True
        concluded = conclusions(passage)
        found = concluded or found
    assumed = bool(found) and not provable and statement.kind != "definition"
    place = None
    if concluded:
        place = passage.place(concluded[0].start), passage.place(concluded[0].end - 1) + 1
    title = (statement.environment.option or "").lower()
    return StatementNote(
        start=statement.environment.span.start,
        end=statement.environment.span.end,
        what=STATEMENT,
        place=place,
        concluded=tuple(mention.failure for mention in concluded if mention.failure),
        for_each=_for_each(passage, concluded),
        failures=tuple(mention.failure for mention in found if mention.failure),
        brings_event=bool(concluded) or assumed or (provable and bounds_tail(passage)),
        adds_up="union bound" in title or is_union_bound(passage),
        generic=introduces_variables(passage),
        family=(*family_of(passage), *indices_of(passage)) if concluded else (),
        letters=letters_of(passage) if concluded else (),
        numeric=passage.numeric,
        tail=passage.tails,
        keys=tuple(key.key for key in _references(view, body.start, body.end)) if concluded else (),
        free=free_letters(passage) if concluded else (),
        apart=bool(concluded) and is_tried_apart(passage.text),
    )


def _may_assume(view: FileView, statement: Statement) -> bool:
    """Whether a remark or the like may say that something is likely: a quick look."""
    body = statement.environment.body
    if "union" in (statement.environment.option or "").lower():
        return True
    return _LEVEL.search(view.masked, body.start, body.end) is not None


def _for_each(passage: Passage, concluded: Sequence[Mention]) -> int:
    """Whether its conclusions are about many things at once (1), one at a time (-1), or neither."""
    joint = max((holds_for_each(passage, mention) for mention in concluded[:5]), default=0)
    if concluded and not joint:
        return -int(any(opens(passage, *sentence) == HERE for sentence in passage.sentences))
    return joint


def _only_refers(view: FileView, statement: Statement) -> StatementNote | None:
    """A note of a statement that may suppose what another one says to be likely."""
    body = statement.environment.body
    keys = tuple(key.key for key in _references(view, body.start, body.end))
    span = statement.environment.span
    if not keys:
        return None
    return StatementNote(
        span.start, span.end, STATEMENT, None, (), 0, (), False, False, keys=keys, refers=True
    )


def _note_proof(view: FileView, proof: ProofEnvironment, inner: Sequence[Span]) -> ProofNote:
    span, body = proof.environment.span, proof.environment.body
    first = bisect_left(inner, body.start, key=lambda other: other.start)
    last = bisect_left(inner, body.end, key=lambda other: other.start)
    nested: list[tuple[int, int]] = []
    for other in inner[first:last]:
        if not nested or other.start >= nested[-1][1]:
            nested.append((other.start, other.end))
    note = ProofNote(span.start, span.end, PROOF, settled=True)
    if not nested and _takes_union_bound(view.masked[body.start : body.end]):
        return note
    passage = read_passage(view, body.start, body.end, nested)
    passage.rare = True
    if accounts(passage) or says_single(passage):
        return note
    elsewhere = points_elsewhere(passage)
    if elsewhere and _SKETCH.search(proof.option_text):
        return note  # the proof itself stands there
    within = _references(view, body.start, body.end)
    keys = [key for key in within if not _lies_in(key.span.start, nested)]
    keys = sorted([*keys, *_earlier(passage, span.file)], key=lambda key: key.span.start)
    steps, compared = read_steps(passage, keys)
    computes = computes_probability(passage) or names_source(passage)
    numeric: list[Step] = []
    if _NUMBER.search(passage.text):
        passage.numeric = True
        numeric, _ = read_steps(passage, keys)
        passage.numeric = False
    return note._replace(
        settled=False,
        steps=tuple(steps),
        numeric_steps=tuple(numeric) if numeric != steps else (),
        shares=shares(passage),
        counts=counts_members(passage),
        divided=divides_in_logarithm(passage),
        uses=member_uses(passage),
        elsewhere=elsewhere,
        chance=computes or speaks_of_chance(passage),
        computes=computes,
        inside=tuple(other.start for other in inner[first:last]),
        compared=tuple(compared),
    )


def _references(view: FileView, start: int, end: int) -> Sequence[Key]:
    """The references in a piece of a file."""
    first = bisect_left(view.references, start, key=lambda key: key.span.start)
    last = bisect_left(view.references, end, key=lambda key: key.span.start)
    return view.references[first:last]


def _earlier(passage: Passage, file: str) -> Iterator[Key]:
    """Keys for "the previous lemma", "the theorem above"."""
    words = passage.words
    for number, word in enumerate(words):
        if word not in PROVABLE_KINDS:
            continue
        before = words[max(0, number - 1) : number]
        behind = words[number + 1 : number + 2]
        if before[-1:] != [] and (before[-1] in _BEFORE or behind == ["above"]):
            place = passage.place(passage.starts[number])
            yield Key("ref", f"{EARLIER}{word}{EARLIER}{place}", Span(file, place, place + 1))


def _takes_union_bound(text: str) -> bool:
    """Whether a proof plainly does, which most do that have to; a look before the reading."""
    found = _UNION_BOUND.search(text)
    if found is None or "todo" in text:
        return False
    near = text[max(0, found.start() - 80) : found.end() + 80]
    return _DOUBTS.search(near) is None


def _lies_in(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (offset + 1, 0)) - 1
    return index >= 0 and offset < spans[index][1]


def _note_continuations(view: FileView, inner: Sequence[Span]) -> Iterator[ContinuedNote]:
    """Statements whose proof goes on in the running text with a union bound, naming them."""
    text = view.masked
    for found in _BOUND.finditer(text):
        place = found.start()
        index = bisect_left(inner, place, key=lambda span: span.start)
        if any(place < span.end for span in inner[max(0, index - _SHORTLY) : index]):
            continue
        first = max(text.rfind(".", 0, place), text.rfind("\n\n", 0, place), place - _NEAR)
        last = min(x for x in (text.find("\n\n", place), place + _NEAR) if x > 0)
        if _DOUBTS.search(text, max(first, place - 80), min(last, found.end() + 80)) is None:
            for key in _references(view, first, last):
                yield ContinuedNote(key.span.start, key.span.end, CONTINUED, key.key)


def _note_equations(view: FileView) -> Iterator[EquationNote]:
    """Labels outside statements that stand where the text speaks of probability."""
    taken = [statement.environment.span for statement in view.statements]
    for key in view.labels:
        index = bisect_left(taken, key.span.end, key=lambda span: span.start) - 1
        if index >= 0 and taken[index].end > key.span.start:
            continue
        before = view.masked[max(0, key.span.start - _NEAR) : key.span.start]
        behind = view.masked[key.span.end : key.span.end + _NEAR]
        near = _PARAGRAPH.split(before)[-1] + _PARAGRAPH.split(behind)[0]
        if _LIKELIHOOD.search(near):
            yield EquationNote(key.span.start, key.span.end, EQUATION, key.key)
