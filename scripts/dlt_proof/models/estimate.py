"""What asking would take, before anything is asked.

The expectation is a rule of thumb and says so; the bound is what the limits are held against.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .bounds import bound_of
from .prices import Price
from .questions import Question

#: Bytes of text to a token, roughly, in English and LaTeX.
BYTES_PER_TOKEN = 4
#: Tokens of a typical answer with a derivation; an answer is never expected beyond its limit.
TYPICAL_OUTPUT_TOKENS = 1500


@dataclass(frozen=True)
class Estimate:
    """What asking would take.

    Args:
        questions: how many.
        tokens: expected, of input (a quarter of the bytes) and output (a typical answer each).
        usd: what those cost, nothing read from a cache; None where the price is not known.
        most_tokens: the bound, with one attempt for each question.
        most_usd: what that costs at most; None where the price is not known.
    """

    questions: int
    tokens: int
    usd: float | None
    most_tokens: int
    most_usd: float | None

    @property
    def basis(self) -> str:
        """How the expectation was reckoned, in one clause."""
        return (
            f"input at {BYTES_PER_TOKEN} bytes a token, "
            f"output at {TYPICAL_OUTPUT_TOKENS} tokens an answer, nothing read from a cache"
        )


def estimate(questions: Sequence[Question], price: Price | None, *, batch: bool) -> Estimate:
    """What asking these questions would take.

    Args:
        questions: what would be asked.
        price: of the model, None where it is not known.
        batch: whether message batches would be used.
    """
    bounds = [bound_of(question, price, batch=batch) for question in questions]
    given = [
        sum(len(text.encode("utf-8", "replace")) for text in (each.system, each.shared, each.text))
        // BYTES_PER_TOKEN
        for each in questions
    ]
    output = [min(TYPICAL_OUTPUT_TOKENS, each.max_output_tokens) for each in questions]
    usd = most = None
    if price is not None:
        pairs = zip(given, output, strict=True)
        usd = sum(price.cost(sent, 0, 0, back, batch=batch) for sent, back in pairs)
        most = sum(bound.usd or 0.0 for bound in bounds)
    return Estimate(
        questions=len(questions),
        tokens=sum(given) + sum(output),
        usd=usd,
        most_tokens=sum(bound.tokens for bound in bounds),
        most_usd=most,
    )
