"""What a file tells of its statements and proofs: observed once, judged with the whole document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ... import patterns
from ...latex import FileView, Statement, prose
from ...latex.naming import Named, named_in
from ...patterns import beginning_words, pattern
from ...records.plan import PROVABLE_KINDS
from ..rule import Observation
from .arguments import (
    argued_before,
    argued_behind,
    argued_in_body,
    devoted_behind,
    reasoned_before,
)
from .classical import is_classical
from .elsewhere import about_every_proof, deferred_to
from .placeholders import only_points, proves_nothing
from .sections import free_text, proved_in_sections
from .sentences import introduction, quiet_options, sentence_around, sentences_behind
from .sources import cites_before, cites_source
from .words import squeezed

_NO_RESULT = pattern(
    r"\W*(?:\w+\s+)?(?:facts?|observations?|conjectures?|hypothes[ie]s|axioms?|problems?|questions?)\b",
    patterns.IGNORECASE,
)
_INFORMAL = pattern(r"\binformal", patterns.IGNORECASE)
_TELLING = pattern(
    beginning_words(r"proofs?\b", r"prove[dn]\b", r"follows?\b", r"immediate(?:ly)?\b")
    + r"|c(?<!\wc)onsequence\b|s(?<!\ws)pecial\s+case\b"
)
_DIGIT = pattern(r"\d")
_ARGUES = pattern(
    r"\W*(?:(?:is|are|then|now|also|thus|hence)\s+){0,3}(?:\w+\s+){0,2}?"
    r"(?:follows?\s+(?:\w+\s+)?(?:from|by)"
    r"|(?:an?\s+)?(?:\w+\s+)?(?:consequence|corollary|special\s+case|instance)\s+of"
    r"|immediate\s+from|(?:prove[dn]|obtained|derived)\s+(?:by|from|using|via))\b",
    patterns.IGNORECASE,
)
_SAME_AS = pattern(
    r"\bproofs?\b[^.]{0,80}?\b(?:follows?\s+(?:\w+\s+)?(?:from|by|the|along)|identical|similar|analogous"
    r"|the\s+same|immediate|straightforward|by\s+induction|standard)\b",
    patterns.IGNORECASE,
)
_USES_CLAIM = pattern(
    r"\A\W*(?:(?:given|with|using|assuming|by|from|granted|granting|applying|in\s+view\s+of)\s+"
    r"(?:(?:the|this|that)\s+)?(?:\w+\s+)?(?:claim|lemma|fact|proposition)|(?:the|this)\s+(?:claim|lemma|proposition)\s+(?:implies|gives|yields|shows|completes|finishes)"
    r"|we\s+(?:will|shall|defer|postpone|prove\s+(?:the|this)\s+claim\s+(?:later|below|in)))",
    patterns.IGNORECASE,
)
#: Behind a claim these turn to something else, or draw conclusions: no argument for it begins so.
_TURNS_AWAY = pattern(
    r"\A\W*(?:(?:and|but|now|then)\s+)?(?:on\s+the\s+other\s+(?:hand|side)|moreover|furthermore|in\s+addition"
    r"|additionally|besides|meanwhile|similarly|likewise|conversely|finally"
    r"|(?:therefore|thus|hence|consequently|so|accordingly|in\s+particular)\b(?!,?\s+(?:suppose|assume|let|fix|take|consider|pick|choose)\b)"
    r"|it\s+(?:now\s+|only\s+)?(?:remains|suffices)\s+(?:now\s+)?to\b"
    r"|(?:next\s*,?\s+)?(?:let\s+us|we)\s+(?:(?:can|may|now|next|also|then|are|in|a|ready)\s+)*(?:to\s+)?"
    r"(?:turn|finish|complete|conclude|proceed|return|continue|move|go\s+back|come\s+back|bound|derive|combine|apply|use|estimate|put)\b"
    r"|(?:with|given|having|granted|granting|in\s+view\s+of)\s+(?:this|it|that)\b)",
    patterns.IGNORECASE,
)
_PROVES_CLAIM = pattern(
    r"\b(?:prov|show|establish|verif|impl|complet|demonstrat|justif|argu|see|giv|yield)\w*\s+(?:\w+\s+){0,3}?(?:the|this|our)\s+claim\b"
    r"|\bclaim\s+(?:now\s+|then\s+|thus\s+|hence\s+)?(?:follows|is\s+proved|is\s+proven|holds)\b",
    patterns.IGNORECASE,
)
#: A statement is not longer than this, except where it holds others.
_MUCH = 4_000
_NEARBY = 1_200
_BLANK_LINE = pattern(r"\n[ \t\r]*\n")
_BY_MEANS = pattern(
    r"\b(?:it\s+remains|it\s+suffices|we|from|by|using|via|given|with|in\s+view\s+of|needs?|need(?:ed)?)\b",
    patterns.IGNORECASE,
)
_COMPLETES = pattern(
    r"\b(?:complet|conclud|finish|end)(?:es?|ing|s)?\s+(?:\w+\s+){0,2}?proofs?\s+(?:of|for)\b",
    patterns.IGNORECASE,
)
_APPENDIX = pattern(r"\\appendix(?![a-zA-Z])|\\begin\s*\{append(?:ices|ix)\*?\}")


class Telling:
    """What the text of a file says of its statements and proofs.

    Observations begin with a word: `statement` (start, whether accounted for, whether informal,
    pointers), `nothing` (start of a proof that proves nothing), `points` (start
    of a proof that only says where the proof is, and where), `told` (offset, names, whether
    argued, whether about all proofs, pointers), `free` (offset, how much proof-like text stands
    between a heading and the next), `appendix` (offset).
    """

    def __init__(self, view: FileView) -> None:
        self.view = view
        self.text = quiet_options(prose(view))
        self.reference_starts = [key.span.start for key in view.references]
        self.reference_places = frozenset(self.reference_starts)
        self.edges = sorted(
            [s.environment.span.end for s in view.statements]
            + [p.environment.span.end for p in view.proofs]
            + [heading.span.end for heading in view.headings]
        )
        self.proof_starts = [proof.environment.span.start for proof in view.proofs]
        self.nothing: frozenset[int] = frozenset()
        self.formula_starts = [formula.span.start for formula in view.formulas]
        self.statement_starts = [s.environment.span.start for s in view.statements]

    def all(self) -> Iterator[Observation]:
        account = self.view.account
        nothing = {
            p.environment.span.start
            for p in self.view.proofs
            if proves_nothing(p.environment, self.view.masked, self.text)
        }
        self.nothing = frozenset(nothing)
        for start in sorted(nothing):
            yield ("nothing", start)
        for proof in self.view.proofs:
            words = only_points(proof.environment, self.text)
            if words is not None and proof.environment.span.start not in nothing:
                body = proof.environment.body
                labels = self._keys(body.start, body.end)
                yield ("points", proof.environment.span.start, words, labels)
                nothing.add(proof.environment.span.start)
        # Proofs that name nothing and say something: of what stands right before them.
        plain = [
            proof.environment.span.start
            for proof, told in zip(self.view.proofs, account.proofs, strict=False)
            if not told[0] and not told[3] and proof.environment.span.start not in nothing
        ]
        for statement, told in zip(self.view.statements, account.statements, strict=False):
            if statement.kind not in PROVABLE_KINDS:
                continue
            span = statement.environment.span
            index = bisect_left(plain, span.end)
            if index < len(plain) and not self.view.masked[span.end : plain[index]].strip():
                informal = bool(_INFORMAL.search(statement.environment.option or ""))
                yield ("statement", span.start, True, informal, ())
            else:
                yield self._statement(statement, told[0])
        yield from self._told()
        yield from proved_in_sections(self.view)
        yield from free_text(self.view)
        for match in _APPENDIX.finditer(self.view.masked):
            yield ("appendix", match.start())

    def _keys(self, start: int, end: int) -> tuple[str, ...]:
        first = bisect_left(self.reference_starts, start)
        last = bisect_left(self.reference_starts, end)
        return tuple(key.key for key in self.view.references[first:last])

    def _names(self, start: int, end: int) -> list[tuple[int, Named]]:
        first = bisect_left(self.reference_starts, start)
        last = bisect_left(self.reference_starts, end)
        keys = self.view.references[first:last]
        return list(named_in(self.view.masked[start:end], keys, start))

    def _pointer(self, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Where a sentence says that a proof stands: words and labels."""
        words = deferred_to(self.text[start:end])
        return None if words is None else (words, self._keys(start, end))

    def _statement(self, statement: Statement, printed: str) -> Observation:
        text, span = self.text, statement.environment.span
        body = statement.environment.body
        intro = introduction(text, self.view.masked, span.start)
        before, title = text[intro : span.start], text[span.start : body.start]
        inside = text[body.start : min(body.end, body.start + _MUCH)]
        following = bisect_left(self.statement_starts, span.end)
        limit = (*self.statement_starts[following : following + 1], len(text))[0]
        behind = list(sentences_behind(text, span.end, limit))
        option = statement.environment.option or ""
        accounted = bool(
            _NO_RESULT.match(printed or statement.environment.name)
            or is_classical(option)
            or cites_source(title, "title")
            or cites_source(before, "introduction")
            or cites_source(inside, "body")
            or cites_before(before, text[self._paragraph_before(intro) : intro])
            or argued_before(before, statement.kind)
            or argued_in_body(inside, statement.kind)
            or reasoned_before(text[self._edge_before(span.start) : span.start])
            or self._accounted_behind(behind)
            or self._claim_inside_proof(statement, limit)
        )
        pointers = [
            (*pointer, self._others(statement, start, end))
            for start, end in (
                (intro, span.start),
                (span.start, min(span.end, span.start + _MUCH)),
                *behind,
            )
            if (pointer := self._pointer(start, end)) is not None
        ]
        informal = bool(_INFORMAL.search(option) or _INFORMAL.search(printed))
        if _INFORMAL.search(before):
            informal = True
        return ("statement", span.start, accounted, informal, tuple(pointers))

    def _paragraph_before(self, start: int) -> int:
        """Where the paragraph begins that an offset stands in."""
        first = max(self._edge_before(start), start - 800)
        return max(
            [first, *(m.end() for m in _BLANK_LINE.finditer(self.view.masked, first, start))]
        )

    def _edge_before(self, start: int) -> int:
        """Where the last statement, proof or heading before an offset ends."""
        index = bisect_left(self.edges, start)
        return self.edges[index - 1] if index else 0

    def _others(
        self, statement: Statement, start: int, end: int
    ) -> tuple[tuple[str | None, str, str], ...]:
        """The statements that a sentence names, if any: then it is about those."""
        return tuple((*named,) for _, named in self._names(start, end))

    def _accounted_behind(self, behind: list[tuple[int, int]]) -> bool:
        for number, (start, end) in enumerate(behind):
            sentence = self.text[start:end]
            if cites_source(sentence, "behind") and number < 2:
                return True
            if number < 2 and argued_behind(sentence):
                return True
            if devoted_behind(sentence) and self._goes_on(end):
                return True
        return False

    def _goes_on(self, start: int) -> bool:
        """Whether text with formulas follows that is long enough to prove something."""
        first = bisect_left(self.formula_starts, start)
        last = bisect_left(self.formula_starts, start + 3 * _NEARBY)
        return last - first >= 2 and len(self.text[start : start + _NEARBY].split()) >= 30

    def _claim_inside_proof(self, statement: Statement, limit: int) -> bool:
        """A claim inside a proof that goes on behind it, without saying that it now uses it or
        turns to something else."""
        span = statement.environment.span
        around = [
            proof.environment.span.end
            for proof in self.view.proofs
            if proof.environment.span.start < span.start < proof.environment.span.end
        ]
        if not around:
            return False
        end = min(*around, limit) if around else limit
        following = bisect_left(self.proof_starts, span.end)
        own = self.proof_starts[following] if following < len(self.proof_starts) else end
        if own in self.nothing and not self.view.masked[span.end : own].strip():
            return False  # its own proof is still to be written
        rest = self.view.masked[span.end : end]
        if len(patterns.sub(r"\s", "", rest)) < 60:
            return False
        words = self.text[span.end : end]
        if _USES_CLAIM.match(words):
            return False
        return not _TURNS_AWAY.match(words) or bool(_PROVES_CLAIM.search(words))

    def _told(self) -> Iterator[Observation]:
        """Sentences anywhere that name statements and say where, or how, they are proved."""
        done = -1
        proofs = [proof.environment.span for proof in self.view.proofs]
        for match in _TELLING.finditer(self.text):
            if match.start() < done:
                continue
            index = bisect_right(proofs, match.start(), key=lambda span: span.start) - 1
            if index >= 0 and match.start() < proofs[index].end:
                # What a proof says is its own argument; it may be that of several.
                if match.start() >= done and "roof" in match.group():
                    yield from self._completed(match.start())
                continue
            start, end = sentence_around(self.text, self.view.masked, match.start())
            done = end
            sentence = self.text[start:end]
            named_here = bool(self._keys(start, end)) or _DIGIT.search(sentence)
            if not named_here and "proofs" not in sentence.lower():
                continue
            pointer = self._pointer(start, end)
            named = self._names(start, end)
            subjects = [name for place, name in named if self._is_argued(start, end, place, named)]
            if not subjects and _COMPLETES.search(sentence):
                subjects = self._completes(start, end)
            if subjects:
                yield ("told", start, tuple((*n,) for n in subjects), True, False, (), ())
            if pointer is None:
                continue
            every = about_every_proof(sentence)
            names = tuple((*n,) for _, n in named)
            if names or every:
                yield ("told", start, names, False, every, *pointer)

    def _completed(self, offset: int) -> Iterator[Observation]:
        """What a sentence in a proof says is proved now."""
        if not _COMPLETES.search(self.text, max(0, offset - 80), offset + 20):
            return
        start, end = sentence_around(self.text, self.view.masked, offset)
        if subjects := self._completes(start, end):
            yield ("told", start, tuple((*n,) for n in subjects), True, False, (), ())

    def _completes(self, start: int, end: int) -> list[Named]:
        """What a sentence names behind "completes the proof of"."""
        said = _COMPLETES.search(self.text, start, end)
        named = self._names(said.end(), end) if said else []
        stop = _BY_MEANS.search(self.text, said.end(), end) if said else None
        return [name for place, name in named if stop is None or place < stop.start()]

    def _is_argued(self, start: int, end: int, place: int, named: list[tuple[int, Named]]) -> bool:
        """Whether the sentence says of what is named at a place from what it follows."""
        behind = self.view.masked.find("}", place)
        behind = behind + 1 if 0 <= behind < end and place in self.reference_places else place
        rest = self.text[max(behind, place) : end]
        rest = squeezed(patterns.sub(r"\A[\w.()}]*", "", rest))
        if _ARGUES.match(rest):
            return True
        lead = squeezed(self.text[start:place]) + " "
        return bool(_SAME_AS.search(squeezed(self.text[start:end]))) and bool(
            patterns.search(
                r"\bproofs?\s+(?:of|for)\s+(?:\W|\w+\s+)*+\Z", lead, patterns.IGNORECASE
            )
        )
