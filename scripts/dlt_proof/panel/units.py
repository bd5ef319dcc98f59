"""Closed reading units: what a reader of one statement is given.

Each line has its number in its file, so that a reader can name a place. Not here: units that
are no statement (`paper_units`), what the reader is told to do (`prompts`), what is planted.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..graph.node_names import node_names
from ..graph.order import rests_on
from ..graph.plan_file import Plan
from ..latex import Document, Proof, Span, Statement
from ..latex.places import KeysByPlace, statements_by_label
from ..project.templates import render
from ..records.plan import PROVABLE_KINDS
from ..trace import TraceState
from .excerpts import Doubted, doubted_lines, holds, macros_in, running_text, symbols_in_span
from .identity import Identity
from .lenses import Reads
from .shown import first_and_last, shown_lines
from .works import Works

_SETTING_KINDS = ("definition", "notation", "assumption")


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one file that stand together.

    Args:
        role: `statement`, `proof`, `used` (a statement without its proof), `setting` (definitions,
            notation, assumptions, and running text that introduces), `paper` or `running text`.
        title: for the reader.
        file: relative to the root.
        lines: numbers and texts, in order.
    """

    role: str
    title: str
    file: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Unit:
    """What a reader is given to read at once.

    Args:
        name: label of its statement (or what the graph calls it), or one of `paper_units`.
        reads: what kind of unit it is.
        passages: in the order in which they are shown.
        macros: the author's macros that these use, each with what it stands for.
        works: what the bibliography says of the works that they cite, each with its key.
        doubted: lines that the author could not support.
        fingerprint: of what the passages say; see `identity`.
    """

    name: str
    reads: Reads
    passages: tuple[Passage, ...]
    macros: tuple[str, ...]
    works: tuple[str, ...]
    doubted: tuple[Doubted, ...]
    fingerprint: str

    @cached_property
    def text(self) -> str:
        """What the reader reads, without markers."""
        return render("panel/unit.md.j2", unit=self)

    @cached_property
    def lines(self) -> Mapping[tuple[str, int], str]:
        """Every line that is shown, by file and number."""
        return {(p.file, number): text for p in self.passages for number, text in p.lines}

    @cached_property
    def own_lines(self) -> Mapping[tuple[str, int], str]:
        """The lines of the statement and its proofs, or of the whole or the running text."""
        return {
            (p.file, number): text
            for p in self.passages
            if p.role not in ("setting", "used")
            for number, text in p.lines
        }


def units(
    document: Document,
    plan: Plan | None,
    trace: TraceState | None = None,
    *,
    only: Collection[str] | None = None,
) -> tuple[Unit, ...]:
    """One unit for each statement that needs a proof, in reading order.

    A unit holds the statement with its proofs, the definitions, assumptions and notation it stands
    on, the statements it refers to without their proofs, and what the running text before it
    introduces with its symbols.

    Args:
        document: the paper, read with its text.
        plan: its plan; only managed statements make units. None for a plain paper: then all do.
        trace: the sweep, whose red and disputed steps are named first in their unit.
        only: names of the units that are wanted, None for all.
    """
    return _Builder(document, plan, trace).statements(only)


def statements_to_read(
    document: Document, plan: Plan | None
) -> dict[str, tuple[Statement, list[Proof]]]:
    """The statements that have a unit, with all their proofs, by the names of the units."""
    names = node_names(document)
    proofs: dict[Span, list[Proof]] = {}
    for proof in document.proofs:
        for statement in proof.statements:
            proofs.setdefault(statement.environment.span, []).append(proof)
    managed = None if plan is None else set(plan.managed)
    found: dict[str, tuple[Statement, list[Proof]]] = {}
    for statement in document.statements:
        name = names[statement.environment.span]
        wanted = statement.kind in PROVABLE_KINDS and (managed is None or name in managed)
        if wanted and name not in found:
            said = document.repeats.get(statement.environment.span, (statement,))
            own = [p for each in said for p in proofs.get(each.environment.span, ())]
            found[name] = statement, list(dict.fromkeys(own))
    return found


def own_parts(
    document: Document, statement: Statement, proofs: Sequence[Proof]
) -> list[tuple[str, str, Span]]:
    """Role, title and place of what a unit has of its own: its statement, its proofs, and the
    files that are input inside of these."""
    parts = [("statement", f"the {statement.kind} to be read", statement.environment.span)]
    parts += [("proof", f"proof of the {statement.kind}", p.environment.span) for p in proofs]
    for role, title, outer in parts:  # grows as it goes
        for name, (file, place) in document.input_at.items():
            if file == outer.file and outer.start <= place < outer.end:
                whole = Span(name, 0, len(document.files[name].text))
                if all(whole != span for _, _, span in parts):
                    parts.append((role, title, whole))
    return parts


def unit_at(found: Iterable[Unit], file: str, line: int) -> Unit | None:
    """The unit that shows a line as its own, else the first that shows it, else None."""
    found = tuple(found)
    own = [unit for unit in found if (file, line) in unit.own_lines]
    showing = [unit for unit in found if (file, line) in unit.lines]
    return next(iter([*own, *showing]), None)


def passage(
    document: Document, shown: Mapping[str, Mapping[int, str]], role: str, title: str, span: Span
) -> Passage:
    """The lines that a span touches.

    Args:
        shown: the lines that are shown, by file and number (`shown_lines`).
        role, title: as in `Passage`.
    """
    first, last = first_and_last(document.files[span.file], span.start, span.end)
    lines = shown[span.file]
    own = tuple((n, lines[n]) for n in range(first, last + 1) if n in lines)
    return Passage(role, title, span.file, own)


class _Builder:
    def __init__(self, document: Document, plan: Plan | None, trace: TraceState | None) -> None:
        self.document, self.plan, self.trace = document, plan, trace
        self.by_label = statements_by_label(document)
        self.references = KeysByPlace(document.references)
        self.identity, self.works = Identity(document), Works(document)
        self.shown = {name: shown_lines(source) for name, source in document.files.items()}
        self.proofs: dict[Span, list[Proof]] = {}
        for proof in document.proofs:
            for statement in proof.statements:
                self.proofs.setdefault(statement.environment.span, []).append(proof)
        self.running = list(running_text(document))

    def statements(self, only: Collection[str] | None) -> tuple[Unit, ...]:
        return tuple(
            self._unit(name, statement, proofs)
            for name, (statement, proofs) in statements_to_read(self.document, self.plan).items()
            if only is None or name in only
        )

    def _unit(self, name: str, statement: Statement, proofs: Sequence[Proof]) -> Unit:
        span = statement.environment.span
        own = own_parts(self.document, statement, proofs)
        covered = [part for _, _, part in own]
        used = self._used(statement, covered)
        setting = [s for s in used if s.kind in _SETTING_KINDS]
        lemmas = [s for s in used if s.kind not in _SETTING_KINDS]
        parts = [("setting", s.kind, s.environment.span) for s in setting]
        parts += [("used", self._without_proof(s), s.environment.span) for s in lemmas]
        parts += [
            ("used", "display", part)
            for part in self._displays(covered + [s.environment.span for s in used])
        ]
        introduced = self._introduced(span, [*covered, *(part for _, _, part in parts)])
        parts = [*(("setting", "running text", part) for part in introduced), *parts, *own]
        texts = [(role, self.document.text(part)) for role, _, part in parts]
        # What a statement that is used rests on is read as well, under whatever label.
        texts += [
            ("rests on", self.document.text(s.environment.span))
            for lemma in lemmas
            for s in self._rests_on(lemma)
        ]
        return Unit(
            name=name,
            reads="statements",
            passages=tuple(passage(self.document, self.shown, *part) for part in parts),
            macros=macros_in(self.document, (text for _, text in texts)),
            works=(works := self.works.cited_in(part for _, _, part in parts)),
            doubted=doubted_lines(self.trace, name),
            fingerprint=self.identity.of([*texts, *(("work", work) for work in works)]),
        )

    def _without_proof(self, statement: Statement) -> str:
        labels = [s.label for s in self._rests_on(statement) if s.label]
        rests = f", which rests on {', '.join(labels)}" if labels else ""
        return f"{statement.kind} (without its proof{rests})"

    def _rests_on(self, statement: Statement) -> list[Statement]:
        """What the proof of a statement refers to, what the proofs of that refer to, and so on."""
        found: dict[Span, Statement] = {}
        row = [statement]
        while row:
            for proof in self.proofs.get(row.pop().environment.span, ()):
                for used in self._named(proof.environment.span):
                    if used.kind in PROVABLE_KINDS and used.environment.span not in found:
                        found[used.environment.span] = used
                        row.append(used)
        return list(found.values())

    def _used(self, statement: Statement, covered: Sequence[Span]) -> list[Statement]:
        """The statements that a unit stands on, in reading order, each once."""
        wanted: dict[Span, Statement] = {}
        named = [s for span in covered for s in self._named(span)]
        if self.plan is not None and statement.label in self.plan.nodes:
            rests = rests_on(self.plan, statement.label)
            labels = {n.label for n in rests if n.kind in ("definition", "notation")}
            labels |= set(self.plan.nodes[statement.label].hypotheses)
            named += [s for s in self.document.statements if s.label in labels]
        else:
            named += [s for s in self.document.statements if s.kind in ("definition", "notation")]
        # What the statements that are used refer to, as far as it is setting.
        named += [
            inner
            for used in list(named)
            for inner in self._named(used.environment.span)
            if inner.kind in _SETTING_KINDS
        ]
        for used in named:
            wanted.setdefault(used.environment.span, used)
        inside = [span for span in wanted if any(holds(outer, span) for outer in covered)]
        return sorted(
            (used for span, used in wanted.items() if span not in inside),
            key=lambda s: self.document.reading_order(
                s.environment.span.file, s.environment.span.start
            ),
        )

    def _named(self, span: Span) -> list[Statement]:
        keys = self.references.inside(span)
        return [self.by_label[key.key] for key in keys if key.key in self.by_label]

    def _displays(self, covered: Sequence[Span]) -> Iterator[Span]:
        """Displays elsewhere that the unit refers to by their labels."""
        wanted = {key.key for span in covered for key in self.references.inside(span)}
        wanted -= set(self.by_label)
        for formula in self.document.formulas if wanted else ():
            if formula.display and not any(holds(span, formula.span) for span in covered):
                labels = self.document.inside(formula.span, self.document.labels)
                if wanted & {key.key for key in labels}:
                    yield formula.span

    def _introduced(self, before: Span, shown: Sequence[Span]) -> list[Span]:
        """Paragraphs of running text before the statement that introduce symbols of the unit."""
        letters = set[str]()
        for span in shown:
            letters |= symbols_in_span(self.document, span)
        place = self.document.reading_order(before.file, before.start)
        return [
            span
            for span, symbols in self.running
            if symbols & letters and self.document.reading_order(span.file, span.start) < place
        ]
