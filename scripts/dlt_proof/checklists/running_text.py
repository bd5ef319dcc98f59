"""What the running text lays down for a statement or a proof: "Throughout, $d \\ge 5$."

A sentence counts that lays down something of a sign which stands in a formula of what is spoken of,
before it or for the whole paper: an answer is bound to those too. Not here: whether they rule a
counterexample out (`trace.surroundings`, which asks more words and is asked less often).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from ..latex import Document, Span, expand_macros, math_spans, normalise
from ..latex.keys import role_of
from ..latex.words import word_set
from ..trace.surroundings import running_sentences

#: A talk of symbols ("where $x$ is …", "with $x$ …") lays down nothing for what comes behind.
_FOR_THE_REST = re.compile(
    r"\b(?:from now on|henceforth|herein?after|in what follows|in the sequel|for the rest|assum\w*"
    r"|suppos\w*|let|fix|denotes?|denoted|writ(?:e|ten)|defin\w*|stands? for|requir\w*)\b",
    re.IGNORECASE,
)
_FOR_THE_WHOLE = re.compile(
    r"\b(?:throughout|always|everywhere|standing|conventions?|notation|in this (?:paper|work))\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$\$?[^$]+\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_CALL = re.compile(r"\\([a-zA-Z]+)\*?(?:\s*\[[^\]]*\])*\s*\{[^{}]*\}")
_SIGN = re.compile(r"\\[a-zA-Z]+|\\\||[a-zA-Z]")
#: Signs that nothing can be laid down of.
_GRAMMAR = word_set(
    r"\le \leq \ge \geq \in \ne \neq \to \cdot \cdots \dots \ldots \frac \left \right \quad \qquad "
    r"\label \text \ref \sum \prod \int \infty \times \colon \coloneqq \mathbb \mathrm \mathcal"
)


class RunningText:
    """The sentences of a paper's running text that lay something down."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def of(self, places: Iterable[Span], spoken_of: Iterable[Span]) -> list[str]:
        """What is laid down for some places, each sentence once.

        Args:
            places: where the statements and proofs stand.
            spoken_of: these, and the texts and displays that they refer to.
        """
        order = self._document.reading_order
        last = max(order(span.file, span.end) for span in places)
        signs = {sign for span in spoken_of for sign in self._signs_in(span)}
        found = (
            sentence
            for place, sentence, of in self._sentences
            if signs & of and (place < last or _FOR_THE_WHOLE.search(sentence))
        )
        return list(dict.fromkeys(found))

    @cached_property
    def _sentences(self) -> list[tuple[tuple[int, ...], str, frozenset[str]]]:
        """Each with its place and the signs in its formulas."""
        macros = self._document.steady_macros
        said = (
            (place, normalise(expand_macros(sentence, macros)))
            for place, sentence in running_sentences(self._document)
            if _FOR_THE_REST.search(sentence) or _FOR_THE_WHOLE.search(sentence)
        )
        return [(place, sentence, _signs(_FORMULA.findall(sentence))) for place, sentence in said]

    @cached_property
    def _display_bodies(self) -> frozenset[Span]:
        return frozenset(f.body for f in self._document.formulas if f.display)

    def _signs_in(self, span: Span) -> frozenset[str]:
        """The letters and commands in the formulas of a text, or in a display."""
        formulas = [formula.body for formula in math_spans(self._document, span)]
        if span in self._display_bodies:
            formulas.append(span)
        macros = self._document.steady_macros
        return _signs(expand_macros(self._document.masked(f), macros) for f in formulas)


def _signs(formulas: Iterable[str]) -> frozenset[str]:
    told = (_CALL.sub(_without_keys, formula) for formula in formulas)
    return frozenset(sign for formula in told for sign in _SIGN.findall(formula)) - _GRAMMAR


def _without_keys(call: re.Match[str]) -> str:
    return " " if role_of(call[1]) else call[0]
