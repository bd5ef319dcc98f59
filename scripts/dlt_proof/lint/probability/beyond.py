"""Whether a proof bounds the failure for one member of a family and concludes for all members.

The sentences are read in order: one opens the view on a member, one brings an event there, one
passes to all members. An event that was there before a member was fixed serves for all of them.
No text is looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ...latex.words import word_set
from .constants import SIGN
from .counting import HERE, ON, REPEATED, SAID, STEP, Source, Step

#: Inequalities for one quantity; the sum that some of them bound may run over the family itself.
_ONE_QUANTITY = word_set(
    "hoeffding höffding bernstein bennett chernoff chebyshev chebychev cantelli markov azuma "
    "freedman mcdiarmid concentration laurent massart hanson wright borell tsirelson"
)
#: What a family has many of; "state $s$" is one of them.
_MEMBERS = word_set(
    "state arm action vertex node user coordinate entry row column feature query group layer "
    "neuron class cluster round step iteration epoch phase stage episode agent player worker "
    "machine client task learner bin"
)
_JOINT = word_set("uniform maximal time functional normalized normalised")


def reaches_beyond(
    steps: Sequence[Step],
    source: Callable[[str], Source | None],
    joint: int,
    family: Collection[str],
    concluded: Sequence[str],
    letters: Collection[str],
) -> bool:
    """Whether the events of a proof, each about one member, are used for all members at once.

    Args:
        steps: the sentences of the proof.
        source: what a key names, None where nothing about probability stands there.
        joint: the statement is about many things at once (1), one at a time (-1), or neither.
        family: the nouns, in the singular, of which it speaks of all.
        concluded: the failures of its conclusions.
        letters: the letters in its formulas.
    """
    reading = _Reading()
    counted = counts_them(steps, concluded)
    for step in steps:
        targets = [found for key in step.keys if (found := source(key)) is not None]
        likely = bool(step.spoken or step.levels)
        brings = bool(step.names or targets) or (
            likely and not (step.derived and reading.has_event)
        )
        if step.constant or is_small_enough(step.levels, concluded, counted=counted):
            brings = False
        dropped = joint >= 0 and not targets and set(step.indices) - set(letters)
        seen = reading.seen(step, brings)
        if step.general >= 0 and joint > 0 and not seen and _names_member(step, family, brings):
            seen = HERE
        if reading.opened and step.claimed and not reading.opened & set(step.claimed):
            seen = 0  # what is likely is not about that member
        if dropped and step.general >= 0 and brings and not reading.whole:
            seen = max(seen, HERE)
        if brings:
            now = _is_pointwise(step, targets, seen, likely)
            if now and dropped and step.general >= 0:
                return True
            reading.pointwise |= now
            reading.whole |= not now and (step.general <= 0 or step.whole > 1)
        if reading.reaches(step, brings, joint):
            return True
        one_quantity = not (targets or step.whole or _is_of_matrix(step)) and (
            _is_of_one_quantity(step, likely)
        )
        if reading.repeated and step.general == REPEATED:
            return True
        reading.repeated = bool(targets) and not any(target.joint for target in targets)
        if reading.reaches_loosely(step, brings and one_quantity, joint):
            return True
        reading.go_on(step, brings, seen)
    return reading.pointwise and joint > 0


class _Reading:
    """What the sentences so far tell.

    Attributes:
        view: whether one member is in view, and how, see `Step.one`.
        opened: the letters of that member.
        whole: an event came that is about no member.
        pointwise: one came that is about one.
        loose: the sentence before brought one that may be about one member.
        repeated: the sentence before applied a statement that may be applied again to others.
        induction: the proof is one by induction.
    """

    def __init__(self) -> None:
        self.view = 0
        self.opened: set[str] = set()
        self.whole = self.pointwise = self.loose = False
        self.repeated = self.induction = False

    @property
    def has_event(self) -> bool:
        return self.whole or self.pointwise

    def seen(self, step: Step, brings: bool) -> int:
        """Whether a sentence speaks of one member."""
        if step.one:
            self.opened = set(step.opened)
        elif not self.view:
            self.opened = set()
        self.induction = self.induction or step.one == STEP
        # What was passed to all before the event is not what the event is about.
        return 0 if step.general < 0 and brings else max(self.view, step.one)

    def reaches(self, step: Step, brings: bool, joint: int) -> bool:
        """Whether a sentence takes the event of one member for all."""
        general = abs(step.general)
        return self.pointwise and (
            general >= SAID
            or bool(general and (not brings or joint > 0))
            or (self.induction and brings and not self.whole)
        )

    def reaches_loosely(self, step: Step, brings: bool, joint: int) -> bool:
        """Whether it does so with an event that was not said to be of one member."""
        general = abs(step.general)
        if brings:
            self.loose = step.general >= 0
            return step.general == SAID and joint > 0
        if self.loose and (general == REPEATED or (general == SAID and joint > 0)):
            return True
        self.loose = self.loose and bool(general)
        return False

    def go_on(self, step: Step, brings: bool, seen: int) -> None:
        """What is in view in the next sentence."""
        stays = self.view >= ON and (brings or not step.general)
        if step.constant and step.one < ON:
            # What is likely after many trials is no longer about one of them.
            self.view = ON if stays else 0
        elif step.one:
            self.view = step.one
        else:
            self.view = HERE if seen == HERE and not brings and not step.constant else ON * stays


def _names_member(step: Step, family: Collection[str], brings: bool) -> bool:
    """Whether a sentence is about one of what the statement speaks of all of."""
    about = {*step.symbols, *step.nouns}
    return bool(about & set(family)) or (brings and bool(_MEMBERS & about))


def _is_pointwise(step: Step, targets: Sequence[Source], seen: int, likely: bool) -> bool:
    """Whether the event of a sentence is about one member of a family."""
    if targets:
        if any(target.one_each for target in targets):
            return True
        if step.one == HERE and likely and not any(target.joint for target in targets):
            return True
        return bool(seen) and all(target.generic for target in targets)
    if not seen or (step.whole > (seen >= ON) and not step.one):
        return False
    if seen == HERE and _is_of_matrix(step):
        return False
    return _is_of_one_quantity(step, likely)


def _is_of_matrix(step: Step) -> bool:
    """Whether a norm is bounded, which serves for all directions."""
    return any(name.startswith(("matrix ", "operator ")) for name in step.names)


def _is_of_one_quantity(step: Step, likely: bool) -> bool:
    """Whether what a sentence brings may be about one quantity only, as a tail bound is."""
    if not step.names:
        return likely
    kinds = [name.rpartition(" ") for name in step.names]
    return all(name in _ONE_QUANTITY and kind not in _JOINT for kind, _, name in kinds)


def counts_them(steps: Sequence[Step], concluded: Collection[str]) -> bool:
    """Whether a proof that bounds how likely one fails says how many there are, or how likely any
    of them fails."""
    levels = {level for step in steps for level in (*step.levels, *step.failures) if level}
    if len(levels) > 1 or any(level in concluded for level in levels):
        return True
    told = False  # how likely one fails, in the sentence before
    for step in steps:
        if step.counted > 1 or (step.counted and (told or step.levels)):
            return True
        told = bool(step.levels)
    return False


def is_small_enough(levels: Sequence[str], concluded: Sequence[str], *, counted: bool) -> bool:
    """Whether each event fails so seldom that all of them together fail as seldom as concluded.

    Args:
        levels: how likely it fails.
        concluded: the failures of the conclusion.
        counted: the proof says how many there are, see `counts_them`.
    """
    if any(_is_share(level, failure) for level in levels for failure in concluded):
        return True
    if any(level[0] == SIGN for level in levels):
        return not set(levels) & set(concluded)
    others = [level for level in levels if level not in concluded]
    powers = [level for level in others if "^{-" in level or ("/" in level and "^" in level)]
    if not counted or not powers or len(powers) < len(others):
        return False
    return not any(level.lstrip("0123456789").startswith(("e^", r"\exp")) for level in others)


def _is_share(level: str, failure: str) -> bool:
    """Whether a level is a share of its own for each member: `\\delta_j`, `\\delta\\pi_j`."""
    if failure not in level or level == failure or level.endswith(failure):
        return False
    return "_" in level
