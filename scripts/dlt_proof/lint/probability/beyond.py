"""Whether a proof bounds the failure for one member of a family and concludes for all members.

The sentences are read in order: one opens the view on a member, one brings an event there, one
passes to all members. An event that was there before a member was fixed serves for all of them.
No text is looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from ...latex.words import word_set
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
    steps: Iterable[Step],
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
    view = 0
    whole = pointwise = False  # an event came that is about no member, or about one
    loose = False  # the sentence before brought one that may be about one member
    induction = False
    opened: set[str] = set()  # the letters of the member in view
    for step in steps:
        targets = [found for key in step.keys if (found := source(key)) is not None]
        likely = bool(step.spoken or step.levels)
        brings = bool(step.names or targets) or (
            likely and not (step.derived and (whole or pointwise))
        )
        if step.constant or _is_small_enough(step.levels, concluded):
            brings = False
        general = abs(step.general)
        seen = 0 if step.general < 0 and brings else max(view, step.one)
        if joint > 0 and not seen and step.general >= 0:
            about = set(step.symbols) | set(step.nouns)
            seen = HERE * (bool(about & set(family)) or bool(_MEMBERS & about and brings))
        if step.one:
            opened = set(step.opened)
        elif not view:
            opened = set()
        if opened and step.claimed and not opened & set(step.claimed):
            seen = 0  # what is likely is not about that member
        dropped = (
            joint >= 0 and not targets and step.general >= 0 and set(step.indices) - set(letters)
        )
        if dropped and brings and not whole:
            seen = max(seen, HERE)
        induction = induction or step.one == STEP
        if brings:
            now = _is_pointwise(step, targets, seen, likely)
            pointwise = pointwise or now
            if now and dropped:
                return True
            whole = whole or not (now or step.general > 0)
        if pointwise and (
            general >= SAID
            or (general and (not brings or joint > 0))
            or (induction and brings and not whole)
        ):
            return True
        if brings and not targets and _is_of_one_quantity(step, likely) and not step.whole:
            if step.general == SAID and joint > 0:
                return True
            loose = step.general >= 0
        elif loose and (general == REPEATED or (general == SAID and joint > 0)):
            return True
        elif not general:
            loose = False
        if general and not brings:
            view = 0
        if step.constant:
            view, seen = view * (view >= ON), 0
            if step.one < ON:
                continue  # what is likely after many trials is no longer about one of them
        view = step.one or (seen if seen == HERE and not brings else ON * (view >= ON))
    return pointwise and joint > 0


def _is_pointwise(step: Step, targets: Sequence[Source], seen: int, likely: bool) -> bool:
    """Whether the event of a sentence is about one member of a family."""
    if targets:
        if any(target.one_each for target in targets):
            return True
        if step.one == HERE and step.spoken and not any(target.joint for target in targets):
            return True
        return bool(seen) and all(target.generic for target in targets)
    if not seen or (step.whole > (seen >= ON) and not step.one):
        return False
    if seen == HERE and any(name.startswith(("matrix ", "operator ")) for name in step.names):
        return False
    return _is_of_one_quantity(step, likely)


def _is_of_one_quantity(step: Step, likely: bool) -> bool:
    """Whether what a sentence brings may be about one quantity only, as a tail bound is."""
    if not step.names:
        return likely
    kinds = [name.rpartition(" ") for name in step.names]
    return all(name in _ONE_QUANTITY and kind not in _JOINT for kind, _, name in kinds)


def _is_small_enough(levels: Sequence[str], concluded: Sequence[str]) -> bool:
    """Whether each event fails with a smaller power than all of them together may."""
    powers = [level for level in levels if "^{-" in level or ("/(" in level and "^" in level)]
    if not powers or len(powers) < len(levels):
        return False
    return not any(level in concluded for level in levels) and not any(
        level.lstrip("0123456789").startswith(("e^", r"\exp")) for level in levels
    )
