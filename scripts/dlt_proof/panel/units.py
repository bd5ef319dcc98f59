"""Closed reading units: what a reader of one statement, or of the whole paper, is given.

Each line has its number in its file, so that a reader can name a place. Not here: what the reader
is told to do (`prompts`), and what is planted (`planting`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..graph.node_names import node_names
from ..graph.order import rests_on
from ..graph.owners import Owners
from ..graph.plan_file import Plan
from ..latex import Document, Macro, Proof, Span, Statement
from ..latex.places import KeysByPlace, statements_by_label
from ..project.templates import render
from ..records.plan import PROVABLE_KINDS
from ..trace import TraceState
from .identity import Identity
from .lenses import Reads
from .shown import first_and_last, shown_lines

#: Name of the unit that is the whole paper.
PAPER = "the whole paper"
_SETTING_KINDS = ("definition", "notation", "assumption")
_DOUBTED = ("disputed", "defect")
_INTRODUCES = re.compile(
    r"\b(?:throughout|henceforth|hereafter|in what follows|let|fix|denotes?|write|defined?|"
    r"assume|suppose|given|consider|where|stands? for|is called)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\\([A-Za-z@]+)")
_LETTERS = re.compile(r"\\?[A-Za-z]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one file that stand together.

    Args:
        role: `statement`, `proof`, `used` (a statement without its proof), `setting` (definitions,
            notation, assumptions, and running text that introduces), or `paper`.
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
        name: label of its statement (or what the graph calls it), or `PAPER`.
        reads: what kind of unit it is.
        passages: in the order in which they are shown.
        macros: the author's macros that these use, each with what it stands for.
        doubted: lines that the author could not support, `file:line`, in words.
        fingerprint: of what the passages say; see `identity`.
    """

    name: str
    reads: Reads
    passages: tuple[Passage, ...]
    macros: tuple[str, ...]
    doubted: tuple[str, ...]
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
        """The lines of the statement and its proofs, or of the whole paper."""
        return {
            (p.file, number): text
            for p in self.passages
            if p.role not in ("setting", "used")
            for number, text in p.lines
        }


def units(
    document: Document, plan: Plan | None, trace: TraceState | None = None
) -> tuple[Unit, ...]:
    """One unit for each statement that needs a proof, in reading order.

    A unit holds the statement with its proofs, the definitions, assumptions and notation it stands
    on, the statements it refers to without their proofs, and what the running text before it
    introduces with its symbols.

    Args:
        document: the paper, read with its text.
        plan: its plan; only managed statements make units. None for a plain paper: then all do.
        trace: the sweep, whose red and disputed steps are named first in their unit.
    """
    return _Builder(document, plan, trace).statements()


def paper_unit(document: Document, trace: TraceState | None = None) -> Unit:
    """The whole paper as one unit."""
    passages = tuple(
        Passage("paper", name, name, tuple(shown_lines(source).items()))
        for name, source in document.files.items()
    )
    identity = Identity(document)
    texts = [("paper", source.text) for source in document.files.values()]
    texts += [
        (f"macro {name}", macro.body)
        for name, macro in sorted(document.macros.items())
        if macro.place.file not in document.files
    ]
    return Unit(PAPER, "paper", passages, (), _doubted(trace, None), identity.of(texts))


def unit_at(found: Iterable[Unit], file: str, line: int) -> Unit | None:
    """The unit that shows a line as its own, else the first that shows it, else None."""
    found = tuple(found)
    own = [unit for unit in found if (file, line) in unit.own_lines]
    showing = [unit for unit in found if (file, line) in unit.lines]
    return next(iter([*own, *showing]), None)


def _doubted(trace: TraceState | None, name: str | None) -> tuple[str, ...]:
    if trace is None:
        return ()
    found = []
    for item in trace.steps:
        if name not in (None, item.step.proves):
            continue
        if item.word in _DOUBTED or item.colour == "red":
            why = item.word if item.word in _DOUBTED else "not supported"
            lines = f"line {item.step.line}"
            if item.step.end_line > item.step.line:
                lines = f"lines {item.step.line}-{item.step.end_line}"
            found.append(f"{item.step.file}, {lines}: {why}")
    return tuple(dict.fromkeys(found))


class _Builder:
    def __init__(self, document: Document, plan: Plan | None, trace: TraceState | None) -> None:
        self.document, self.plan, self.trace = document, plan, trace
        self.names = node_names(document)
        self.by_label = statements_by_label(document)
        self.references = KeysByPlace(document.references)
        self.identity = Identity(document)
        self.shown = {name: shown_lines(source) for name, source in document.files.items()}
        self.running = list(_running_text(document))

    def statements(self) -> tuple[Unit, ...]:
        managed = None if self.plan is None else set(self.plan.managed)
        proofs: dict[Span, list[Proof]] = {}
        for proof in self.document.proofs:
            for statement in proof.statements:
                proofs.setdefault(statement.environment.span, []).append(proof)
        found: dict[str, Unit] = {}
        for statement in self.document.statements:
            name = self.names[statement.environment.span]
            wanted = statement.kind in PROVABLE_KINDS and (managed is None or name in managed)
            if wanted and name not in found:
                said = self.document.repeats.get(statement.environment.span, (statement,))
                own = [p for each in said for p in proofs.get(each.environment.span, ())]
                found[name] = self._unit(name, statement, list(dict.fromkeys(own)))
        return tuple(found.values())

    def _unit(self, name: str, statement: Statement, proofs: Sequence[Proof]) -> Unit:
        span = statement.environment.span
        own = [("statement", f"the {statement.kind} to be read", span)]
        own += [("proof", f"proof of the {statement.kind}", p.environment.span) for p in proofs]
        covered = [part for _, _, part in own]
        used = self._used(statement, covered)
        setting = [s for s in used if s.kind in _SETTING_KINDS]
        lemmas = [s for s in used if s.kind not in _SETTING_KINDS]
        parts = [("setting", s.kind, s.environment.span) for s in setting]
        parts += [("used", f"{s.kind} (its proof is left out)", s.environment.span) for s in lemmas]
        parts += [
            ("used", "display", part)
            for part in self._displays(covered + [s.environment.span for s in used])
        ]
        introduced = self._introduced(span, [*covered, *(part for _, _, part in parts)])
        parts = [*(("setting", "running text", part) for part in introduced), *parts, *own]
        texts = [(role, self.document.text(part)) for role, _, part in parts]
        return Unit(
            name=name,
            reads="statements",
            passages=tuple(self._passage(*part) for part in parts),
            macros=self._macros(text for _, text in texts),
            doubted=_doubted(self.trace, name),
            fingerprint=self.identity.of(texts),
        )

    def _passage(self, role: str, title: str, span: Span) -> Passage:
        first, last = first_and_last(self.document.files[span.file], span.start, span.end)
        shown = self.shown[span.file]
        lines = tuple((n, shown[n]) for n in range(first, last + 1) if n in shown)
        return Passage(role, title, span.file, lines)

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
        inside = [span for span in wanted if any(_holds(outer, span) for outer in covered)]
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
            if formula.display and not any(_holds(span, formula.span) for span in covered):
                labels = self.document.inside(formula.span, self.document.labels)
                if wanted & {key.key for key in labels}:
                    yield formula.span

    def _introduced(self, before: Span, shown: Sequence[Span]) -> list[Span]:
        """Paragraphs of running text before the statement that introduce symbols of the unit."""
        letters = set[str]()
        for span in shown:
            letters |= _symbols(self.document, span)
        place = self.document.reading_order(before.file, before.start)
        return [
            span
            for span, symbols in self.running
            if symbols & letters and self.document.reading_order(span.file, span.start) < place
        ]

    def _macros(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The author's macros in some texts, and in the macros' own bodies, with their meaning."""
        found: dict[str, Macro] = {}
        row = list(texts)
        while row:
            for name in dict.fromkeys(_COMMAND.findall(row.pop())):
                macro = self.document.macros.get(name)
                if macro is not None and name not in found:
                    found[name] = macro
                    row.append(macro.body)
        return tuple(
            f"\\{name}{''.join(f'#{n}' for n in range(1, macro.arguments + 1))} stands for "
            f"{' '.join(macro.body.split())}"
            for name, macro in sorted(found.items())
        )


def _holds(outer: Span, inner: Span) -> bool:
    return outer.file == inner.file and outer.start <= inner.start and inner.end <= outer.end


def _symbols(document: Document, span: Span) -> set[str]:
    """Letters and commands in the formulas of a span."""
    return {
        letters
        for formula in document.formulas
        if _holds(span, formula.span)
        for letters in _LETTERS.findall(document.masked(formula.body))
    }


def _running_text(document: Document) -> Iterator[tuple[Span, set[str]]]:
    """The paragraphs outside of statements and proofs that introduce something, with symbols."""
    owners = Owners(document)
    for name, source in document.files.items():
        text = source.text
        starts = [0, *(match.end() for match in _PARAGRAPH.finditer(text))]
        ends = [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]
        for start, end in zip(starts, ends, strict=True):
            words = source.masked[start:end]
            place = start + len(words) - len(words.lstrip())
            if not _INTRODUCES.search(words) or next(owners.around(name, place), None):
                continue
            span = Span(name, place, end)
            if any(_holds(span, s.environment.span) for s in document.statements):
                continue
            symbols = _symbols(document, span)
            if symbols:
                yield span, symbols
