"""How many events of high probability a proof draws on, and whether their failures add up.

All from what was noted of each sentence; no text is looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from ...latex.words import word_set
from ...records.record import Record

#: Inequalities that bound one quantity, so that many quantities need them many times.
_POINTWISE = word_set("hoeffding bernstein bennett chernoff chebyshev chebychev cantelli")
# These too, in a sentence that says so.
_ONE_AT_A_TIME = _POINTWISE | {"azuma", "freedman", "markov", "concentration"}
#: How a sentence speaks of one member: only here and next, until all are spoken of, or as the step
#: of an induction.
HERE, ON, STEP = 1, 2, 3
#: How a sentence passes to all members: by computing with them, by saying so, or by saying that
#: what was done is done again for the others.
COMPUTED, SAID, REPEATED = 1, 2, 3
#: How a sentence says that it applies the same theorem.
SAME = 2
#: An inequality without a name of its own.
UNNAMED = "concentration"


class Step(Record):
    """What one sentence of a proof brings.

    Args:
        names: the inequalities it applies.
        failures: of its mentions of high probability, empty where only words say it.
        spoken: how many mentions in words it has.
        derived: its mentions conclude or plan.
        again: it applies something a further time; `SAME` where it says "the same theorem".
        many: it speaks of each of several (1), or applies something to each of them (2).
        joint: it speaks of several events, or of their intersection.
        tied: the inequality and the statement it refers to are the same, "Hoeffding (Lemma 3)".
        keys: of the statements or equations it uses.
        one: it opens the view on one member of a family, see `members.opens`.
        general: it passes to all members, see `generality.passes_to_all`; negative where it does
            before it brings an event.
        whole: it is about all members at once (2), or has a sum that may be (1).
        levels: how likely it says that things fail, tails included.
        constant: it names constant probabilities only.
        nouns: what it speaks of in the singular.
        symbols: the letters that stand free in its formulas.
        opened: the letters of the member that it opens the view on.
        claimed: the letters in the formulas of the sentence that says how likely something is.
        indices: the free indices in what is likely.
        objects: to what it applies which source, source and object.
        bounds: how many different probabilities it bounds by the same.
        counted: it says how many members there are (2), or sums over them (1).
        alternative: it is about one of the cases of which only one can be.
        of_all: it has a word for all, or for none.
        ranged: the letters that it says to range over something: `w` of "for any `$w\\in W$`".
    """

    names: tuple[str, ...]
    failures: tuple[str, ...]
    spoken: int
    derived: bool
    again: int
    many: int
    joint: bool
    tied: bool
    keys: tuple[str, ...]
    one: int = 0
    general: int = 0
    whole: int = 0
    levels: tuple[str, ...] = ()
    constant: bool = False
    nouns: tuple[str, ...] = ()
    objects: tuple[tuple[str, str], ...] = ()
    symbols: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    bounds: int = 0
    counted: int = 0
    alternative: bool = False
    of_all: bool = False
    ranged: tuple[str, ...] = ()


class Source(Record):
    """A statement or an equation that is about probability.

    Args:
        name: what tells it from others.
        failures: stated there.
        one_each: it is about one thing at a time, "for each arm, with probability …".
        generic: it is about any variables with some property, a tool like Hoeffding's inequality.
        joint: it is about many things at once.
        family: what it ranges over.
    """

    name: object
    failures: tuple[str, ...] = ()
    one_each: bool = False
    generic: bool = False
    joint: bool = False
    family: tuple[str, ...] = ()


class Events:
    """The events of a proof.

    Attributes:
        count: how many.
        many: one of them is asserted for each of several things.
        names: the inequalities among them.
        referred: how many of them come from statements.
        concluded: a conclusion names a probability although no event brought it.
        stated: failures that the proof states.
        single: failures of the single events.
    """

    def __init__(self) -> None:
        self.count = 0
        self.many = False
        self.names: list[str] = []
        self.referred = 0
        self.concluded = False
        self.stated: list[str] = []
        self.single: list[str] = []

    @property
    def pointwise(self) -> bool:
        """Whether one inequality for one quantity is all there is."""
        return not self.referred and bool(self.names) and set(self.names) <= _POINTWISE


def count_events(
    steps: Iterable[Step],
    source: Callable[[str], Source | None],
    concluded: Collection[str] = (),
) -> Events:
    """Count the events that the sentences of a proof bring.

    Args:
        steps: the sentences, in order.
        source: what a key names, None where nothing about probability stands there.
        concluded: the failures that the statement allows.
    """
    events = Events()
    seen: set[object] = set()
    spoken: set[str] = set()
    bounded: set[str] = set()  # failures that the proof reached before
    alone = False  # the sentence before applied a statement about one thing
    pending = False  # an event was named whose probability the next sentence may tell
    stated: set[str] = set()  # failures of events, those that the statement allows left out
    in_case = 0  # events of the case before
    floating = 0  # a conclusion was drawn before any event: it is one itself if others follow
    for step in steps:
        targets = {found.name: found for key in step.keys if (found := source(key)) is not None}
        fresh = [target for target in targets if target not in seen]
        seen.update(targets)
        names = _applied(step, events.names, spoken, bool(targets))
        brought = len(names) + len(fresh) - (step.tied and bool(names) and bool(fresh))
        if step.again and targets and not fresh and not names and step.spoken and not step.derived:
            brought += 1
        if brought:
            pending = not step.spoken
            if not step.derived:
                brought = max(brought, step.spoken)
        elif step.spoken and not step.derived and not targets:
            brought = step.spoken - pending
            pending = False
        elif step.spoken:
            events.concluded = True
            floating = int(not events.count and not targets)
        if step.again == SAME and not (names or targets or step.spoken) and alone:
            brought = 1
        again = step.again or step.names
        if not brought and again and bounded & set(step.levels) and not step.derived:
            brought = 1 + (not events.count)  # P(A) is at most this, and likewise is P(B)
        if step.bounds > 1 and not step.derived and not targets and set(step.levels) & {*concluded}:
            brought = max(brought, step.bounds)
        bounded.update(level for level in step.levels if level in concluded)
        alone = any(not found.joint for found in targets.values())
        if step.joint and not targets:
            brought = max(brought, 2 - events.count)
        if brought:
            # What another event fails with, too, is not the sum of both.
            said = step.failures if step.spoken > 1 and not step.derived else ()
            events.single += {f for f in step.failures if f in stated or said.count(f) > 1} - {""}
        if brought or floating:
            stated.update(f for f in step.failures if f and f not in concluded)
        own = brought
        if brought and floating:
            brought, floating = brought + floating, 0
        if step.alternative and brought:
            # Of two cases only one can be, and only its events can fail.
            brought, in_case = max(0, brought - in_case), max(brought, in_case)
        else:
            in_case = 0 if brought else in_case
        events.count += brought
        events.names += names
        events.referred += len(fresh)
        events.many = events.many or (
            bool(brought) and _is_for_each(step, names, [targets[target] for target in fresh])
        )
        events.stated += filter(None, step.failures)
        for target in fresh:
            events.single += targets[target].failures
        if own < 2:
            # A conclusion sums up; what stands before it in the sentence is a part of the sum.
            events.single += filter(None, step.failures[:-1] if step.derived else step.failures)
        if step.spoken:
            spoken.update(step.names)
    return events


def _is_for_each(step: Step, names: Sequence[str], sources: Sequence[Source]) -> bool:
    """Whether a sentence asserts an event for each of several things, not one event for all."""
    if step.many > 1:
        return bool(names) or not sources or not all(_serves_for(s, step) for s in sources)
    if not step.many:
        return False
    if names:
        return set(names) <= _ONE_AT_A_TIME
    return bool(sources) and any(source.one_each for source in sources)


def _serves_for(source: Source, step: Step) -> bool:
    """Whether a statement holds at once for all that a sentence ranges over."""
    return source.joint and bool(step.ranged) and set(step.ranged) <= set(source.family)


def _applied(step: Step, known: Sequence[str], spoken: set[str], refers: bool) -> list[str]:
    """The inequalities that a sentence applies anew."""
    names = []
    for name in dict.fromkeys(step.names):
        if name == UNNAMED and (refers or known):
            continue
        if (
            name in known
            and not step.again
            and not (step.spoken and name in spoken and not step.derived)
        ):
            continue
        names += [name] * (step.names.count(name) if step.again else 1)
    return names


def adds_up(events: Events, concluded: Collection[str] = ()) -> bool:
    """Whether the proof, or the statement, names a probability that is the sum of its events'."""
    if any(_is_sum_of(failure, events.stated) for failure in concluded):
        return True
    single = {_split(failure) for failure in events.single}
    for failure in events.stated:
        if _has_terms(failure):
            return True
        times, base = _split(failure)
        if single and (times, base) not in single:
            return True
        if times > 1 and any(base == other and times > fewer for fewer, other in single):
            return True
        if times >= max(2, events.count) and (times, base) not in single:
            return True
    return False


def spends_all(step: Step, concluded: Collection[str]) -> bool:
    """Whether a sentence brings an event that fails as often as all events together may."""
    if not step.spoken or step.derived or not any(f in concluded for f in step.failures):
        return False
    # Without a source of its own, what holds for all follows from the shares.
    follows = step.of_all or step.whole > 1 or step.general or step.many or step.joint
    return bool(step.names or step.keys or step.again) or not follows


def count_objects(steps: Sequence[Step], source: Callable[[str], Source | None]) -> int:
    """To how many things a proof applies one and the same source that is about one at a time."""
    inequalities = {name for step in steps for name in step.names}
    objects: dict[object, set[str]] = {}
    for step in steps:
        for name, thing in step.objects:
            found = source(name)
            if found is None and name not in inequalities:
                continue
            if found is None or not (
                found.joint or (thing[:4] == "for " and not (found.generic or found.one_each))
            ):
                objects.setdefault(found.name if found else name, set()).add(thing)
    return max(map(len, objects.values()), default=0)


def _split(failure: str) -> tuple[int, str]:
    digits = len(failure) - len(failure.lstrip("0123456789"))
    return (int(failure[:digits]), failure[digits:]) if digits else (1, failure)


def _is_sum_of(failure: str, stated: Sequence[str]) -> bool:
    """Whether a failure has several terms, each that of an event: `\\delta+n^{-2}`."""
    if not _has_terms(failure):
        return False
    for term in sorted(stated, key=len, reverse=True):
        failure = failure.replace(term, "", 1)
    return not failure.strip("+-")


def _has_terms(failure: str) -> bool:
    depth = 0
    for index, character in enumerate(failure):
        if character in "({[":
            depth += 1
        elif character in ")}]":
            depth -= 1
        elif character in "+-" and depth == 0 and index and failure[index - 1] not in "^_":
            return True
    return False
