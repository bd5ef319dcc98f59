"""All uses and declarations of constants in one file, those left out that settle each other."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator

from ...latex import FileView
from ...records.record import Record
from .declarations import Declaration, SentenceReading
from .groups import Group
from .names import pattern_keys
from .paragraphs import Reader
from .sentences import Piece, Sentence
from .words import CONSTANT

_PROVABLE = frozenset(["theorem", "lemma", "proposition", "corollary", "claim"])
#: Before a lone symbol these say that it is meant as a number.
_BOUNDING = frozenset(["most", "least", "than", "by", "factor", "exceed", "exceeds", "below"])
#: A sentence that begins so explains the one before it.
_ABOUT_BEFORE = frozenset(["here", "where", "above", "hier", "ici"])
_DENOTED = frozenset(["denoted", "denote", "designated", "called", "written", "named", "labelled"])
_SECTIONS = {"part": 0, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3}
_NUMERIC = frozenset(["domain", "range", "interval"])


class Used(Record):
    """A bare use of a constant.

    Args:
        start, end: its place.
        name: of the symbol, as in `Symbol`.
        block: a number for the statement or the proof around it; below 0 for running text, one
            number for each section.
        region, paragraph: numbers of the section and the paragraph it stands in.
    """

    start: int
    end: int
    name: str
    block: int
    region: int
    paragraph: int


class Declared(Record):
    """Something that covers uses elsewhere.

    Args:
        start: its place.
        pattern: the names it covers, as `pattern_keys` lists them.
        statement: start of the statement to which it is confined, -1 for none.
        until: where the section ends to which it is confined, -1 for none.
    """

    start: int
    pattern: str
    statement: int = -1
    until: int = -1


class _Block(Record):
    """A statement or a proof; `kind` is `proof` or the statement's kind."""

    start: int
    end: int
    kind: str
    outer: int


def read_constants(view: FileView) -> tuple[list[Used], list[Declared]]:
    """The uses of constants that nothing in their own statement, proof or sentence declares, and
    the declarations that may cover uses elsewhere, both in order."""
    return _File(view).run()


class _File:
    def __init__(self, view: FileView) -> None:
        self.view = view
        self.blocks = _blocks(view)
        self.starts = [block.start for block in self.blocks]
        self.regions = [0, *(heading.span.start for heading in view.headings)]
        self.uses: list[Used] = []
        self.declared: list[tuple[int, str, str, int, str]] = []
        #: From where on a pattern is covered, by pattern, kind and number of the place.
        self.first: dict[tuple[str, str, int], int] = {}

    def run(self) -> tuple[list[Used], list[Declared]]:
        for paragraph, sentences in enumerate(Reader(self.view).paragraphs()):
            before = len(self.uses)
            for sentence in sentences:
                here = len(self.uses)
                self._sentence(sentence, paragraph, before)
                before = min(here, len(self.uses))
        open_uses = [use for use in self.uses if not self._settled(use)]
        return sorted(open_uses), sorted(self._reaching())

    def _sentence(self, sentence: Sentence, paragraph: int, before: int) -> None:
        """Read one sentence; `before` is the number of uses up to the preceding one."""
        if not any(_matters(piece) for piece in sentence.pieces):
            return
        offset = sentence[0].start
        block = self._block_at(offset)
        region = bisect_right(self.regions, offset) - 1
        kind = self.blocks[block].kind if block >= 0 else ""
        reading = SentenceReading(sentence, kind)
        here: set[str] = set()
        for declaration in reading.declarations():
            here.update(declaration.patterns)
            self._note(declaration, block, region, paragraph)
        if sentence.text(0) in _ABOUT_BEFORE or (
            sentence.text(0) in ("the", "this", "these") and sentence.text(1) in CONSTANT
        ):
            self.uses[before:] = [
                use for use in self.uses[before:] if here.isdisjoint(pattern_keys(use.name))
            ]
        number = block if block >= 0 else -1 - region
        for start, end, name in _bare(reading):
            if here.isdisjoint(pattern_keys(name)):
                self.uses.append(Used(start, end, name, number, region, paragraph))

    def _note(self, declaration: Declaration, block: int, region: int, paragraph: int) -> None:
        """Remember from where on the patterns of a declaration are covered, and where."""
        if declaration.strength == "bound":
            return
        # What something is, a set or a matrix, it is throughout; the rest holds from there on.
        other = declaration.strength == "other"
        start = -1 if other else declaration.start
        if block < 0:
            places = [("paragraph", paragraph, start)] + [("region", region, -1)] * other
        elif self.blocks[block].kind == "proof":
            places = [("block", block, start)]
        else:
            places = [("block", block, -1), ("text", region, declaration.start)]
        for pattern in declaration.patterns:
            self.declared.append(
                (declaration.start, pattern, declaration.strength, block, declaration.scope)
            )
            for where, number, begin in places:
                key = (pattern, where, number)
                self.first[key] = min(begin, self.first.get(key, begin))

    def _block_at(self, offset: int) -> int:
        index = bisect_right(self.starts, offset) - 1
        while index >= 0 and self.blocks[index].end <= offset:
            index = self.blocks[index].outer
        return index

    def _settled(self, use: Used) -> bool:
        """Whether something around a use covers it: a statement throughout, the rest before it."""
        places = [("region", use.region)]
        block = use.block
        while block >= 0:
            places.append(("block", block))
            block = self.blocks[block].outer
        if use.block < 0:
            places += [("paragraph", use.paragraph), ("text", use.region)]
        return any(
            self.first.get((pattern, where, number), sys.maxsize) < use.start
            for pattern in pattern_keys(use.name)
            for where, number in places
        )

    def _reaching(self) -> Iterator[Declared]:
        """What reaches beyond its own statement, proof or paragraph."""
        for start, pattern, strength, block, scope in self.declared:
            kind = self.blocks[block].kind if block >= 0 else ""
            if strength == "constant":
                if scope != "proof" or kind != "proof":
                    until = self._section_end(start) if scope == "section" else -1
                    yield Declared(start, pattern, -1, until)
            elif kind == "proof":
                continue
            elif strength == "defined" or (strength == "named" and kind not in _PROVABLE):
                yield Declared(start, pattern)
            elif kind:
                yield Declared(start, pattern, self.blocks[block].start)

    def _section_end(self, offset: int) -> int:
        """Where the next section begins that is no part of the one around; -1 where none does in
        this file."""
        around = -1
        for heading in self.view.headings:
            rank = _SECTIONS.get(heading.command)
            if rank is None:
                continue
            if heading.span.start < offset:
                around = rank
            elif rank <= around:
                return heading.span.start
        return -1


def _matters(piece: Piece) -> bool:
    segment = piece.segment
    return piece.text in CONSTANT or bool(segment and (segment.named or segment.uses))


def _blocks(view: FileView) -> list[_Block]:
    spans = [(s.environment.span.start, s.environment.span.end, s.kind) for s in view.statements]
    spans = [span for span in spans if span[2] not in ("remark", "other")]
    spans += [(p.environment.span.start, p.environment.span.end, "proof") for p in view.proofs]
    spans.sort(key=lambda span: (span[0], -span[1]))
    blocks: list[_Block] = []
    around: list[int] = []
    for start, end, kind in spans:
        while around and blocks[around[-1]].end <= start:
            around.pop()
        blocks.append(_Block(start, end, kind, around[-1] if around else -1))
        around.append(len(blocks) - 1)
    return blocks


def _bare(reading: SentenceReading) -> list[tuple[int, int, str]]:
    """The places of a sentence where a constant is used as a number, in order."""
    found = [(u.start, u.end, u.symbol.name) for u in reading.uses if u.role == "scalar"]
    used = {name for _, _, name in found}
    for group in reading.groups:
        for item in group.members:
            if item.symbol.set_apart:
                continue
            mentioned = item.how == "mention" and _is_number(reading, group, used)
            if item.how in _NUMERIC or mentioned:
                found.append((item.start, item.end, item.symbol.name))
    return sorted(found)


def _is_number(reading: SentenceReading, group: Group, used: set[str]) -> bool:
    """ "at most $C$"; "some constant $C$" where the sentence goes on to use it."""
    before = reading.sentence.text(group.first - 1)
    if before in _BOUNDING:
        # "Constants denoted by $C$": these words declare, if too little.
        return before != "by" or reading.sentence.text(group.first - 2) not in _DENOTED
    if used.isdisjoint(item.symbol.name for item in group.members):
        return False
    return reading.strength(group) == "vague"
