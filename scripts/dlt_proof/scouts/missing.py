"""Which digests are missing, and where the paper or its plan rests on what they would be of.

What counts as missing is what `plan check` (G7) and lint (R13, R14) say. Not here: what a scout is
told of it (`questions`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..catalogue import technique_index
from ..graph.plan_file import Plan
from ..latex import Document, Key, Span, Statement, expand_macros, prose
from ..lint.provenance.sentences import introduction, quiet_options, sentence_around
from ..lint.techniques import techniques_used
from ..lint.techniques.digested import digested_techniques
from ..plan.checking import missing_digest
from ..project import Project
from ..project.digests import digest_of_key, digested_keys
from ..records.scouts import Subject

_LONGEST = 3_000
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")


@dataclass(frozen=True)
class Use:
    """One place that rests on a technique or a cited work.

    Args:
        place: label, or file and line.
        sentence: that names it, in LaTeX with macros expanded; "" where only the plan names it.
        statement: what rests on it, likewise; "" in running text.
        kind: of the statement.
    """

    place: str
    sentence: str
    statement: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Missing:
    """A digest that is missing.

    Args:
        digest: its name without `.md`.
        subject: what it would be of.
        name: the technique's identifier, or the key of the cited work.
        uses: where it is used, what proofs and statements rest on first.
    """

    digest: str
    subject: Subject
    name: str
    uses: tuple[Use, ...]


def missing_digests(
    project: Project, plan: Plan | None, document: Document | None
) -> list[Missing]:
    """The digests that are missing: those of techniques first, then those of cited works.

    Args:
        project: a proof project.
        plan: its plan, None where there is none.
        document: its paper, None where nothing is written.
    """
    found = _techniques(project, plan, document)
    return found + (_citations(project, document) if document is not None else [])


def _techniques(project: Project, plan: Plan | None, document: Document | None) -> list[Missing]:
    index = technique_index()
    uses: dict[str, list[Use]] = {}
    for node in plan.managed.values() if plan is not None else ():
        for technique in node.techniques:
            digest = missing_digest(project, technique)
            if digest is not None:
                statement = _plain(document, node.statement)
                planned = Use(node.label, "", statement, node.kind)
                uses.setdefault(digest.stem, []).append(planned)
    if document is not None:
        digested = digested_techniques(project)
        reader = _Reader(document)
        for view in document.views:
            for start, end, technique in techniques_used(view):
                if technique not in digested:
                    use = reader.use(Span(view.name, start, end))
                    uses.setdefault(technique, []).append(use)
    # Whoever digests the form that is used digests what its general name means here.
    for general, forms in index.forms.items():
        if general in uses and uses.keys() & set(forms):
            del uses[general]
    return [Missing(name, "technique", name, tuple(told)) for name, told in uses.items()]


def _citations(project: Project, document: Document) -> list[Missing]:
    cited = [key for key in document.citations if key.command.lower() != "nocite"]
    digested = digested_keys(project, {*(key.key for key in cited), *document.bibliography})
    reader = _Reader(document)
    places: dict[str, list[Key]] = {}
    for key in cited:
        if key.key not in digested:
            places.setdefault(key.key, []).append(key)
    found = []
    for name, keys in places.items():
        uses = {use.place: use for use in (reader.use(key.span) for key in keys)}
        # What rests on it weighs more than where it is mentioned.
        told = tuple(sorted(uses.values(), key=lambda use: not use.statement))
        found.append(Missing(digest_of_key(name), "citation", name, told))
    return sorted(found, key=lambda one: not one.uses[0].statement)


@dataclass
class _Reader:
    """Sentences of a document, and the statements that rest on them."""

    document: Document
    _prose: dict[str, str] = field(default_factory=dict)

    def use(self, span: Span) -> Use:
        """What stands around a place."""
        masked = self.document.source(span.file).masked
        text = self._prose_of(span.file)
        start, end = sentence_around(text, masked, span.start)
        sentence = _plain(self.document, masked[start:end])
        line, *_ = self.document.place(span)
        place = f"{span.file}:{line}"
        statement = next(self._resting(span, text, masked), None)
        if statement is None:
            return Use(place, sentence)
        named = f"{statement.label} ({place})" if statement.label else place
        body = _plain(self.document, self.document.masked(statement.environment.body))
        return Use(named, sentence, body, statement.kind)

    def _resting(self, span: Span, text: str, masked: str) -> Iterator[Statement]:
        """The statements that a place is in, or in the proof or the introduction of."""
        document = self.document
        yield from (s for s in document.statements if _holds(s.environment.span, span))
        for proof in document.proofs:
            if _holds(proof.environment.span, span):
                yield from proof.statements
        for statement in document.statements:
            own = statement.environment.span
            if own.file == span.file and own.start > span.start:
                if introduction(text, masked, own.start) <= span.start:
                    yield statement
                return

    def _prose_of(self, file: str) -> str:
        if file not in self._prose:
            view = next(view for view in self.document.views if view.name == file)
            self._prose[file] = quiet_options(prose(view))
        return self._prose[file]


def _plain(document: Document | None, text: str) -> str:
    """A piece of LaTeX on one line, the paper's macros expanded."""
    text = expand_macros(text, document.steady_macros) if document is not None else text
    words = " ".join(_LABEL.sub("", text).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]} […]"


def _holds(outer: Span, inner: Span) -> bool:
    return outer.file == inner.file and outer.start <= inner.start < outer.end


def named(missing: Sequence[Missing], names: Sequence[str]) -> list[Missing]:
    """Those that somebody named, by the digest's name, the technique or the key; all for none."""
    return [one for one in missing if not names or {one.digest, one.name} & set(names)]
