"""All deterministic reviewers over one paper."""

from collections.abc import Callable, Iterable
from functools import cache

from .found import FoundWeakness
from .paper import ReviewedPaper

Reviewer = Callable[[ReviewedPaper], Iterable[FoundWeakness]]


@cache
def reviewers() -> dict[str, Reviewer]:
    """All of them, by what they look at."""
    # Imported when they run: they load SymPy, and gates and hooks only ask what was recorded.
    from .cited_hypotheses import hypotheses_at_the_cite_site
    from .constants_and_dependence import (
        constants_depend,
        hidden_constants,
        implied_values_depend,
        missing_conditions,
    )
    from .machine_habits import (
        announced_and_not_done,
        claims_said_again,
        empty_justifications,
        restated_steps,
        unconfirmed_theorem_numbers,
    )
    from .plan_and_uses import hypotheses_nobody_uses, uses_and_consumers
    from .probability_accounting import (
        conditioned_independence,
        events_without_probability,
        failure_sums,
        likely_and_expected,
        used_for_all,
    )
    from .quantifier_order import choice_order, exchanged_extrema, pointwise_bounds
    from .statement_and_proof import (
        constants_that_differ,
        hypotheses_not_used,
        proofs_of_less,
        quantities_not_reached,
    )
    from .symbols import symbols_before_introduction, symbols_with_two_meanings

    return {
        "hypotheses at the cite-site": hypotheses_at_the_cite_site,
        "hypotheses nobody uses": hypotheses_nobody_uses,
        "uses and consumers": uses_and_consumers,
        "proofs of less": proofs_of_less,
        "hypotheses not used": hypotheses_not_used,
        "constants that differ": constants_that_differ,
        "quantities not reached": quantities_not_reached,
        "symbols before introduction": symbols_before_introduction,
        "symbols with two meanings": symbols_with_two_meanings,
        "words for a reason": empty_justifications,
        "steps said twice": restated_steps,
        "claims said again": claims_said_again,
        "announced and not done": announced_and_not_done,
        "theorem numbers": unconfirmed_theorem_numbers,
        "failure probabilities": failure_sums,
        "bounds for one used for all": used_for_all,
        "events without a probability": events_without_probability,
        "conditioning on an event": conditioned_independence,
        "likely, expected and sure": likely_and_expected,
        "what constants depend on": constants_depend,
        "what the last bound makes of constants": implied_values_depend,
        "constants that change or hide": hidden_constants,
        "conditions that only the proof has": missing_conditions,
        "order of choices": choice_order,
        "exchanged extrema": exchanged_extrema,
        "bounds for each apart": pointwise_bounds,
    }


def run_reviewers(paper: ReviewedPaper) -> list[FoundWeakness]:
    """What all of them find, by file and line."""
    found = {weakness for reviewer in reviewers().values() for weakness in reviewer(paper)}
    return sorted(found, key=lambda w: (w.file, w.line, w.column, w.rule, w.claim))
