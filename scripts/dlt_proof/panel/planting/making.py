"""Making planted weaknesses and harmless changes: drafted, made, read anew, verified, or dropped.

Not here: what may be planted (`steps`, `statements`, `symbols`, `claims`, `harmless`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from ...graph.plan_file import Plan
from ...latex import Document
from ...project import Project
from ...trace import TraceState
from ..excerpts import Doubted
from ..lenses import Lens
from ..paper_units import paper_unit, running_text_unit
from ..shown import first_and_last
from ..units import Unit, units
from .changing import changed_document, places_of
from .claims import unsupported_claims
from .records import Draft, Place, Planted, line_after, line_before
from .sources import Source

#: Drafts of one kind and unit that are tried before another unit's turn comes.
_TRIES = 6

Drafting = Callable[[Source, Random], Iterator[Draft]]


class Maker:
    """Makes planted copies of the units of one paper.

    Args:
        project, document, plan: the paper.
        trace: its sweep, whose proved steps can be made false; None where there is none.
        statements: its units of statements.
        random: where every choice is drawn from, a `SystemRandom` in production.
    """

    def __init__(
        self,
        project: Project,
        document: Document,
        plan: Plan | None,
        trace: TraceState | None,
        statements: Sequence[Unit],
        random: Random,
    ) -> None:
        self._project, self._document, self._plan = project, document, plan
        self._trace, self._random = trace, random
        self._sources = {unit.name: Source(document, plan, trace, unit.name) for unit in statements}

    def plant(
        self, lens: Lens, targets: Sequence[Unit], wanted: int, must: Sequence[str] = ()
    ) -> list[Planted]:
        """Copies with one weakness each of the kinds that a lens must see, in random order.

        Args:
            lens: for whom.
            targets: the units that it reads, of which copies may be made.
            wanted: how many, at least.
            must: names of units of which there has to be a copy, besides.

        Returns:
            At least as many as wanted; those that the paper does not offer are shipped ones. Of
            units in `must` there may be none: look.
        """
        from .shipped import shipped_planted

        made: list[Planted] = []
        for name in must:
            own = [unit for unit in targets if unit.name == name]
            made += self._made(lens, own, 1)
        rest = [unit for unit in targets if unit.name not in must]
        made += self._made(lens, rest or targets, wanted - len(made))
        if len(made) < wanted:
            made += shipped_planted(lens, self._document, wanted - len(made), self._random)
        self._random.shuffle(made)
        return made

    def soften(self, targets: Sequence[Unit], wanted: int) -> list[Planted]:
        """Copies with one harmless change each, as many as can be made and are wanted."""
        from .harmless import harmless_changes

        return self._of(targets, [harmless_changes], wanted)

    def _made(self, lens: Lens, targets: Sequence[Unit], wanted: int) -> list[Planted]:
        drafting = drafting_of(lens)
        self._random.shuffle(drafting)
        # Tried last: of the running text there is a copy where nothing else can be copied.
        if lens.running_text:
            drafting.append(unsupported_claims)
        return self._of(targets, drafting, wanted)

    def _of(
        self, targets: Sequence[Unit], drafting: Sequence[Drafting], wanted: int
    ) -> list[Planted]:
        made: list[Planted] = []
        used: set[tuple[str, str]] = set()
        empty: set[tuple[Drafting, str]] = set()
        # Each kind in turn, so that one reader meets different ones.
        for turn in range(wanted):
            kinds = [*drafting[turn % len(drafting) :], *drafting[: turn % len(drafting)]]
            order = list(targets)
            self._random.shuffle(order)
            order.sort(key=lambda unit: any(unit.name == name for name, _ in used))
            found = next(self._fresh(order, kinds, used, empty), None)
            if found is None:
                break
            used.add((found.original.name, found.change))
            made.append(found)
        return made

    def _fresh(
        self,
        order: Sequence[Unit],
        kinds: Sequence[Drafting],
        used: set[tuple[str, str]],
        empty: set[tuple[Drafting, str]],
    ) -> Iterator[Planted]:
        """Copies that were not made yet; what a unit does not offer is not looked for again."""
        for kind in kinds:
            for unit in order:
                if (kind, unit.name) in empty:
                    continue
                for planted in self._tried(unit, kind):
                    if (unit.name, planted.change) not in used:
                        yield planted
                empty.add((kind, unit.name))

    def _tried(self, unit: Unit, drafting: Drafting) -> Iterator[Planted]:
        # Weaknesses of a proof are none of the running text, nor the other way round.
        of_text = drafting is unsupported_claims
        if unit.reads != "paper" and of_text != (unit.reads == "running text"):
            return
        for source in self._sources_of(unit):
            drafts = drafting(source, self._random)
            for _, draft in zip(range(_TRIES), drafts, strict=False):
                planted = self._planted(unit, draft)
                if planted is not None:
                    yield planted

    def _sources_of(self, unit: Unit) -> list[Source]:
        if unit.reads == "statements":
            return [self._sources[unit.name]] if unit.name in self._sources else []
        found = list(self._sources.values())
        self._random.shuffle(found)
        return found

    def _planted(self, unit: Unit, draft: Draft) -> Planted | None:
        changed = changed_document(self._project, self._document, draft.changes)
        if changed is None:
            return None
        places = places_of(self._document, draft.changes)
        if unit.reads == "paper":
            copies: tuple[Unit, ...] = (paper_unit(changed),)
        elif unit.reads == "running text":
            copies = (running_text_unit(changed, self._plan),)
        else:
            copies = units(changed, self._plan, only={unit.name})
        if len(copies) != 1 or not is_same_elsewhere(unit, copies[0], places):
            return None
        if not draft.holds(changed):
            return None
        copy = replace(copies[0], doubted=_moved(unit.doubted, places))
        also = []
        for span in draft.also:
            lines = first_and_last(self._document.files[span.file], span.start, span.end)
            first, last = (line_after(places, span.file, line) for line in lines)
            also.append((span.file, first, last))
        return Planted(
            unit=copy,
            original=unit,
            kind=draft.kind,
            change=draft.change,
            claim=draft.claim,
            evidence=draft.evidence,
            places=places,
            also=tuple(also),
        )


def drafting_of(lens: Lens) -> list[Drafting]:
    """What drafts the kinds of weaknesses that are planted for a lens."""
    from .claims import missing_main_results
    from .references import circular_references, unused_hypotheses
    from .statements import dropped_hypotheses, unreached_constants
    from .steps import asserted_derivations, false_steps
    from .symbols import notation_clashes, undefined_symbols

    known: dict[str, Drafting] = {
        "false-step": false_steps,
        "asserted-derivation": asserted_derivations,
        "undefined-symbol": undefined_symbols,
        "notation-clash": notation_clashes,
        "dropped-hypothesis": dropped_hypotheses,
        "unreached-constant": unreached_constants,
        "unused-hypothesis": unused_hypotheses,
        "circular-reference": circular_references,
        "unsupported-claim": unsupported_claims,
        "missing-main-result": missing_main_results,
    }
    return [known[kind] for kind in lens.planted if kind in known]


def is_same_elsewhere(original: Unit, copy: Unit, places: tuple[Place, ...]) -> bool:
    """Whether a copy shows a change, and its own lines are the original's but for the places."""

    def inside(file: str, line: int) -> bool:
        return any(p.file == file and p.first <= line <= p.last for p in places)

    def was_inside(file: str, line: int) -> bool:
        return any(p.file == file and p.first_before <= line <= p.last_before for p in places)

    shown = any(inside(*where) or was_inside(*where) for where in (*copy.lines, *original.lines))
    kept = {
        (file, line_before(places, file, line)): text
        for (file, line), text in copy.own_lines.items()
        if not inside(file, line)
    }
    before = {w: text for w, text in original.own_lines.items() if not was_inside(*w)}
    return shown and kept == before and copy.text != original.text


def _moved(doubted: Sequence[Doubted], places: tuple[Place, ...]) -> tuple[Doubted, ...]:
    """The doubted lines as they are numbered in a copy."""
    return tuple(
        replace(
            each,
            first=line_after(places, each.file, each.first),
            last=line_after(places, each.file, each.last),
        )
        for each in doubted
    )
