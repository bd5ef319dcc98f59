"""Taking down what a proof says: definitions, relations with what holds at them, claims in words.

Not here: which parts of a sentence do which (`claims`, `walk`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ...latex import Document
from ...mathematics.formula import RELATIONS
from . import wording
from .drafts import Draft
from .flow import Flow, FlowFormula
from .formulas import FormulaReader, Stated
from .phrases import in_force, is_symbol
from .scopes import Said, Scopes
from .sentences import DISPLAY, FORMULA, Sentence


class Recorder:
    """What was read of a proof so far.

    Args:
        document: the paper.
        flow: the proof's text.
        reader: finds the relations of its formulas.
        scopes: what holds around the proof.
    """

    def __init__(
        self, document: Document, flow: Flow, reader: FormulaReader, scopes: Scopes
    ) -> None:
        self.document, self.flow, self.reader, self.scopes = document, flow, reader, scopes
        self.drafts: list[Draft] = []
        self.covered: list[tuple[int, int]] = []
        #: The steps of the last display, of which the text may still say why they hold.
        self.chain: list[Draft] = []
        #: What a sentence says of the steps of a display that is not read yet.
        self.pending: list[tuple[str, str, str]] = []

    def _define(self, sentence: Sentence, start: int, end: int, introduces: frozenset[str]) -> None:
        raw = " ".join(sentence.original(self.flow, start, end).split()).rstrip(" ,;:")
        if raw:
            self.scopes.define(self._said(in_force(raw), sentence.at[start], introduces))
            self.covered.append((sentence.at[start], sentence.at[end]))

    def _said(self, text: str, place: int, introduces: frozenset[str] = frozenset()) -> Said:
        file, offset = self.flow.place(place)
        line, _ = self.document.files[file].position(offset)
        return Said(text, file, line, introduces)

    def _formulas(
        self, sentence: Sentence, start: int, end: int
    ) -> Iterator[tuple[int, FlowFormula]]:
        number = sum(c in (FORMULA, DISPLAY) for c in sentence.text[:start])
        for index in range(start, end):
            if sentence.text[index] in (FORMULA, DISPLAY):
                yield index, sentence.formulas[number]
                number += 1

    def _define_formula(self, formula: FlowFormula, stated: Stated) -> None:
        text = f"${stated.relation.left} {stated.relation.sign} {stated.relation.right}$"
        names = frozenset([stated.relation.left]) if is_symbol(stated.relation.left) else None
        self.scopes.define(self._said(text, formula.start, names or frozenset()))

    def _explanations(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a sentence that say why steps of the last display hold; told to these."""
        text = sentence.text
        heads = list(wording.EXPLAINS.finditer(text, start, end))
        display = text.find(DISPLAY, start)
        if display >= 0:
            heads = [head for head in heads if head.start() > display]
            # The steps of this display are not read yet.
            self.pending = [
                (h["mark"] or "", h["ordinal"] or "", t)
                for h, t in self._told(sentence, heads, end)
            ]
        elif self.chain:
            for head, told in self._told(sentence, heads, end):
                self._explain(self.chain, head["mark"] or "", head["ordinal"] or "", told)
        else:
            heads = []
        return [
            (head.start(), following.start() if following else end)
            for head, following in zip(heads, (*heads[1:], None), strict=False)
        ]

    def _told(
        self, sentence: Sentence, heads: list[re.Match[str]], end: int
    ) -> Iterator[tuple[re.Match[str], str]]:
        for head, following in zip(heads, (*heads[1:], None), strict=False):
            last = following.start() if following else end
            raw = " ".join(sentence.original(self.flow, head.start(), last).split())
            yield (
                head,
                re.sub(r"^(?:(?:where|and|here|while)\s+)+|[\s,;]*(?:and)?[\s,;]*$", "", raw),
            )

    def _explain(self, chain: list[Draft], mark: str, ordinal: str, told: str) -> None:
        if mark:
            named = [d for d in chain if mark in re.findall(r"\\?[A-Za-z0-9*]+", d.over)]
        else:
            at = wording.ordinal(ordinal, len(chain))
            named = [chain[at]] if 0 <= at < len(chain) else chain
        for draft in named:
            draft.reasons.append(told)

    def _relations(
        self,
        sentence: Sentence,
        formula: FlowFormula,
        found: list[Stated],
        *,
        conditional: bool = False,
        announced: bool = False,
        given: tuple[Said, ...] = (),
    ) -> None:
        words = self._words_around(sentence, formula)
        drafts: list[Draft] = []
        for stated in found:
            relation = stated.relation
            conditions = tuple(self._said(text, stated.place) for text in relation.given)
            only_here = (*given, *conditions)
            met = tuple(replace(said, text=in_force(said.text)) for said in only_here)
            latex = f"{relation.left} {relation.sign} {relation.right}".strip()
            draft = Draft(
                "relation",
                stated.first,
                stated.last,
                stated.place,
                latex,
                relation.left,
                RELATIONS[relation.sign],
                relation.right,
                words,
                [text for text in (_shown(relation.over), relation.beside) if text],
                relation.over,
                conditional
                or relation.conditional
                or self.scopes.conditional
                or self.scopes.doubts(latex),
                announced,
                (*self.scopes.definitions(), *met),
                self.scopes.earlier(),
                formula.end if formula.formula.display else sentence.end,
            )
            drafts.append(draft)
            self.drafts.append(draft)
            if not announced:
                told = latex
                if conditional or relation.conditional or only_here:
                    said = (
                        "; ".join(c.text for c in only_here) or "under the condition stated there"
                    )
                    told = f"${latex}$ ({said})"
                self.scopes.claim(self._said(told, stated.place))
        if formula.formula.display:
            for mark, ordinal, told in self.pending:
                self._explain(drafts, mark, ordinal, told)
            self.pending = []

    def _words_around(self, sentence: Sentence, formula: FlowFormula) -> str:
        """The sentence without its displays, and without what it says of single steps."""
        pieces, at = [], sentence.start
        for other in sentence.formulas:
            if other.formula.display:
                pieces.append(self.flow.text[at : other.start])
                at = other.end
        pieces.append(self.flow.text[at : sentence.end])
        if formula.formula.display:
            explained = wording.EXPLAINS.search(sentence.text, max(0, sentence.text.find(DISPLAY)))
            if explained:
                start = sentence.at[explained.start()]
                cut = max(0, start - at) if start >= at else len(pieces[-1])
                pieces[-1] = re.sub(r"[\s,]*(?:where|and|here)?\s*$", "", pieces[-1][:cut])
        return " ".join(" … ".join(pieces).split())

    def _prose(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        *,
        announced: bool = False,
        told: int = -1,
    ) -> None:
        """A step in words; what it says may begin before it, with the formula it speaks of."""
        while start < end and sentence.text[start] in " ,;:.)":
            start += 1
        self._add_prose(
            sentence.at[start],
            sentence.at[end],
            " ".join(sentence.original(self.flow, told if told >= 0 else start, end).split()),
            announced=announced,
        )
        self.covered.append((sentence.at[start], sentence.at[end]))

    def _add_prose(self, start: int, end: int, latex: str, *, announced: bool = False) -> None:
        end = start + len(self.flow.text[start:end].rstrip())
        self.drafts.append(
            Draft(
                "prose",
                start,
                end,
                start,
                latex,
                announced=announced,
                conditional=self.scopes.conditional,
                definitions=self.scopes.definitions(),
                earlier=self.scopes.earlier(),
            )
        )
        if not announced:
            self.scopes.claim(self._said(latex, start))


def _shown(over: str) -> str:
    return over if re.search(r"[A-Za-z*\\]", over) else ""


def lone_symbol(flow: Flow, formula: FlowFormula) -> frozenset[str]:
    text = flow.text[formula.body_start : formula.body_end].strip(" ,.;")
    return frozenset([text]) if is_symbol(text) else frozenset()
