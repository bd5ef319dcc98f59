"""R17: what holds with high probability has a proof that accounts for its failures."""

from __future__ import annotations

from collections.abc import Iterator

from ...latex import FileView, Span, Statement
from ...records.findings import Finding
from ...records.plan import PROVABLE_KINDS
from ..context import Context
from ..probability.beyond import counts_them, is_small_enough, reaches_beyond
from ..probability.counting import (
    SAID,
    Source,
    Step,
    adds_up,
    count_events,
    count_objects,
    spends_all,
)
from ..probability.notes import (
    ALONE,
    CHOSEN,
    CONTINUED,
    EARLIER,
    FIXED,
    PROOF,
    STATEMENT,
    MemberUse,
    ProofNote,
    StatementNote,
)
from ..rule import Observation, Observed, Rule

_EACH_ONLY = (
    "concludes with high probability for several things at once, but its proof bounds the failure "
    "of each one only"
)
_HELP = "add up how likely each event fails (a union bound), or say that one event is all there is"


class UnaccountedFailure(Rule):
    r"""A statement with high probability whose proof never accounts for the failure probability.

    A proof that draws on several events adds up how likely each of them fails: by a union bound
    under any of its names, by a sum of probabilities written out, or by dividing the failure
    probability among them. A proof that draws on one event needs none of this. The proof may
    stand anywhere in the document.

    **Anti-pattern**

    ```latex
    \begin{lemma} With probability at least $1-\delta$, $\|\hat\mu-\mu\|_\infty\le t$. \end{lemma}
    \begin{proof} By Hoeffding's inequality for each coordinate … \end{proof}
    ```

    **Best practice**

    ```latex
    \begin{proof} By Hoeffding's inequality each coordinate fails with probability at most
    $\delta/d$; a union bound over the $d$ coordinates … \end{proof}
    ```
    """

    id = "R17"
    name = "unaccounted-failure"
    rule_class = "unaccounted"
    reads_sentences = True
    across_documents = True
    description = "A proof of a statement with high probability accounts for what may fail."

    def observe(self, view: FileView) -> Iterator[Observation]:
        # Imported here: a run that looks at no file anew does without.
        from ..probability.noting import note_file

        for note in note_file(view):
            yield _plain(note)

    def judge(self, context: Context, observed: Observed) -> Iterator[Finding]:
        noted = _Notes(context, observed)
        for statement in context.document.statements:
            note = noted.of(statement)
            if note is None or note.place is None or statement.kind not in PROVABLE_KINDS:
                continue
            if noted.said_before(statement):
                continue
            if message := noted.fault(statement, note):
                environment = statement.environment
                begin = environment.span._replace(end=environment.body.start)
                yield self.at(context, begin, message, _HELP)


def _plain(note: tuple[object, ...]) -> Observation:
    """A note without its classes, as observations are stored."""
    return tuple(_plain(item) if isinstance(item, tuple) else item for item in note)


class _Notes:
    """What was noted of all files, and what follows from it."""

    def __init__(self, context: Context, observed: Observed) -> None:
        self.context = context
        self.statements: dict[tuple[str, int], StatementNote] = {}
        self.equations: dict[str, tuple[str, int]] = {}
        self.continued: set[str] = set()
        proofs: dict[tuple[str, int], ProofNote] = {}
        for file, found in observed.items():
            for item in found:
                if item[2] == STATEMENT:
                    self.statements[file, item[0]] = StatementNote(*item)
                elif item[2] == PROOF:
                    proofs[file, item[0]] = ProofNote(*item)
                elif item[2] == CONTINUED:
                    self.continued.add(item[3])
                else:
                    self.equations.setdefault(item[3], (file, item[0]))
        self.proofs_of: dict[Span, list[tuple[str, ProofNote]]] = {}
        for proof in context.document.proofs:
            place = proof.environment.span
            noted = proofs.get((place.file, place.start))
            if noted is not None:
                for statement in proof.statements:
                    proofs_of = self.proofs_of.setdefault(statement.environment.span, [])
                    proofs_of.append((place.file, noted))

    def of(self, statement: Statement) -> StatementNote | None:
        """What was noted of a statement."""
        span = statement.environment.span
        return self.statements.get((span.file, span.start))

    def said_before(self, statement: Statement) -> bool:
        """Whether a statement only says again, with its proof, what was said without one."""
        same = self._same(statement)
        earlier = same[: same.index(statement)]
        return any(
            (note := self.of(other)) is not None and note.place and not self._own_proofs(other)
            for other in earlier
        )

    def _own_proofs(self, statement: Statement) -> list[tuple[str, ProofNote]]:
        """The proofs that follow a statement, before the same is said again."""
        span = statement.environment.span
        places = [s.environment.span for s in self._same(statement)]
        found = []
        for file, proof in self.proofs_of.get(span, []):
            before = [p for p in places if p.file == file and p.start < proof.start]
            if before and max(before, key=lambda place: place.start) == span:
                found.append((file, proof))
        return found

    def _same(self, statement: Statement) -> tuple[Statement, ...]:
        """A statement and all that say the same."""
        repeats = self.context.document.repeats.get(statement.environment.span, ())
        return repeats if statement in repeats else (statement,)

    def fault(self, statement: Statement, note: StatementNote) -> str:
        """What is wrong with the proof of a statement; empty if nothing is."""
        placed = self._own_proofs(statement) or self.proofs_of.get(statement.environment.span, [])
        proofs = [proof for _, proof in placed]
        if (
            not proofs
            or note.adds_up
            or statement.label in self.continued
            or any(p.settled or _divides(p, note.concluded) for p in proofs)
        ):
            return ""
        steps = [
            _with_file(Step(*step), file)
            for file, proof in placed
            for step in (note.numeric and proof.numeric_steps) or proof.steps
        ]
        keys = [key for step in steps for key in step.keys]
        if any(self._is_union_bound(key, statement) for key in keys):
            return ""
        events = count_events(steps, lambda key: self._source(key, statement), note.concluded)
        inside = [self.statements.get((file, at)) for file, proof in placed for at in proof.inside]
        events.count += sum(1 for inner in inside if inner is not None and inner.place is not None)
        events.count = max(
            events.count, count_objects(steps, lambda key: self._source(key, statement))
        )
        if events.count and adds_up(events, note.concluded):
            return ""
        if events.count > 1:
            return (
                f"concludes with high probability from {events.count} events, but its proof never "
                "adds up how likely they fail"
            )
        if any(_serves_for_more(MemberUse(*use), note) for p in proofs for use in p.uses) and not (
            any(p.counts or p.divided for p in proofs)
        ):
            return _EACH_ONLY
        if events.count == 1:
            fixed = any(use[2] == FIXED for proof in proofs for use in proof.uses)
            one_of_many = events.many and note.for_each >= (note.apart or fixed)
            pointwise = note.for_each > 0 and events.pointwise
            # What all of them together fail with is not said of each.
            stated = {level for step in steps if step.general > -SAID for level in step.levels}
            counted = counts_them(steps, note.concluded)
            counts = (
                any(proof.counts for proof in proofs)
                or any(
                    is_small_enough(step.levels, note.concluded, counted=counted) for step in steps
                )
                or (any(p.divided for p in proofs) and not stated & set(note.concluded))
            )
            if not counts and (
                one_of_many or pointwise or self._reaches_beyond(note, steps, statement)
            ):
                return _EACH_ONLY
            return ""
        if not any(proof.counts for proof in proofs) and self._reaches_beyond(
            note, steps, statement
        ):
            return _EACH_ONLY
        supposes = len(note.failures) > len(note.concluded)
        if (
            note.numeric
            or note.tail
            or supposes
            or any(self._source(key, statement) for key in note.keys)
        ):
            return ""  # a count, or an average, may be all there is
        keys += [key for proof in proofs for key in proof.compared]
        spans = [Span(file, proof.start, proof.end) for file, proof in placed]
        unknown = any(self._is_unknown(key, statement, spans) for key in keys)
        stated = {level for step in steps for level in step.levels}
        if (
            unknown
            or stated - set(note.concluded)
            or any(proof.elsewhere or proof.computes for proof in proofs)
        ):
            return ""
        told = events.concluded or any(step.levels for step in steps)
        if told and any(proof.chance for proof in proofs):
            return ""
        return "concludes with high probability, but its proof has no event that could fail"

    def _reaches_beyond(self, note: StatementNote, steps: list[Step], own: Statement) -> bool:
        """Whether the failure of one member is bounded, and all are concluded."""
        return note.for_each >= 0 and reaches_beyond(
            steps,
            lambda key: self._source(key, own),
            note.for_each,
            note.family,
            note.concluded,
            note.letters,
        )

    def _source(self, key: str, own: Statement) -> Source | None:
        """The statement that a key names, if it brings an event."""
        target = self._target(key, own)
        noted = self.of(target) if target is not None and target not in self._same(own) else None
        if target is None or noted is None or not noted.brings_event:
            return None
        asked = self.of(own)
        if noted.numeric and asked is not None and not asked.numeric:
            return None  # what a constant probability fails with is amplified
        return Source(
            target.environment.span,
            noted.failures,
            noted.for_each < 0,
            noted.generic,
            noted.for_each > 0,
            noted.family,
        )

    def _target(self, key: str, own: Statement) -> Statement | None:
        """The statement that a key names, or the words "the previous lemma" that stand for one."""
        if not key.startswith(EARLIER):
            return self.context.label_of.get(key)
        _, kind, place, file = key.split(EARLIER, 3)
        same = self._same(own)
        found = None
        for statement in self.context.document.statements:
            span = statement.environment.span
            earlier = span.file == file and span.end <= int(place) and statement not in same
            if earlier and statement.kind == kind and (found is None or span.start > found[0]):
                found = span.start, statement
        return found[1] if found else None

    def _is_union_bound(self, key: str, own: Statement) -> bool:
        target = self._target(key, own)
        noted = self.of(target) if target is not None and target not in self._same(own) else None
        return noted is not None and noted.adds_up

    def _is_unknown(self, key: str, own: Statement, proofs: list[Span]) -> bool:
        """Whether a key names something that may well be about probability, or another document."""
        target = self._target(key, own)
        if target is not None:
            noted = self.of(target)
            if noted is None or target in self._same(own):
                return False
            return not noted.refers or any(self._source(k, own) for k in noted.keys)
        place = self.equations.get(key)
        if place is not None:
            return not any(
                span.file == place[0] and span.start <= place[1] < span.end for span in proofs
            )
        return not key.lower().startswith("eq")


def _with_file(step: Step, file: str) -> Step:
    """A sentence whose keys for earlier statements say in which file they are."""
    if not any(key.startswith(EARLIER) for key in step.keys):
        return step
    keys = (f"{key}{EARLIER}{file}" if key.startswith(EARLIER) else key for key in step.keys)
    return step._replace(keys=tuple(keys))


def _serves_for_more(use: MemberUse, note: StatementNote) -> bool:
    """Whether a tail for one member fails as seldom as the statement, which is about others."""
    if note.for_each < 0 or not (use.level in note.concluded or not (use.level or note.concluded)):
        return False
    if use.kind == FIXED:
        return False
    if use.kind == CHOSEN:
        return not note.apart
    if use.kind == ALONE:
        # What a statement says of all members is more than a bound for one of them.
        return note.for_each > 0 and set(use.letters) <= set(note.family)
    return not set(use.letters) & (set(note.free) - set(note.family))


def _divides(proof: ProofNote, failures: tuple[str, ...]) -> bool:
    """Whether a proof divides the failure probability that the statement allows.

    It does not where another event fails with all of it.
    """
    spent = any(spends_all(Step(*step), failures) for step in proof.steps)
    for symbol, written, told in proof.shares:
        used = any(symbol in failure for failure in failures) if failures else symbol == r"\delta"
        if used and not (told and spent) and not any(written in failure for failure in failures):
            return True
    return False
