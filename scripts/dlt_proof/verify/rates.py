"""How often verifiers caught false steps, and how often they called true ones false.

For each model and version of the prompt, over all batches judged here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..records.verification import Judgement, distrusted_batches


@dataclass
class VerifierRate:
    """The record of one verifier.

    Args:
        way, model, prompt: which verifier; the model as asked for, or as it named itself.
        batches, void: judged batches, and those of them that count for nothing.
        false, caught, passed: false canaries; called false; called right.
        true, alarms: true neighbours; called false.
        steps, unable: questions about steps; those without a usable verdict.
        usd: what it cost, as far as is known.
        believed: whether its verdicts count (see `distrusted_batches`).
    """

    way: str
    model: str
    prompt: str
    batches: int = 0
    void: int = 0
    false: int = 0
    caught: int = 0
    passed: int = 0
    true: int = 0
    alarms: int = 0
    steps: int = 0
    unable: int = 0
    usd: float = 0.0
    believed: bool = True
    reasons: list[str] = field(default_factory=list)


def verifier_rates(judgements: Iterable[Judgement]) -> list[VerifierRate]:
    """The rates of each verifier, in the order of their first batch."""
    judgements = [one for one in judgements if not one.abandoned]
    distrusted = distrusted_batches(judgements)
    found: dict[tuple[str, str, str], VerifierRate] = {}
    for one in judgements:
        model = one.model or ", ".join(one.answered_by) or "nobody"
        rate = found.setdefault(
            (one.way, model, one.prompt), VerifierRate(one.way, model, one.prompt)
        )
        rate.batches += 1
        rate.believed &= one.batch not in distrusted
        rate.void += bool(one.void)
        if one.void:
            rate.reasons.append(one.void)
        for name in ("false", "caught", "passed", "true", "alarms", "steps", "unable", "usd"):
            setattr(rate, name, getattr(rate, name) + getattr(one, name))
    return list(found.values())
