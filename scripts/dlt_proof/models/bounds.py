"""The most that a request can take, known before it is made.

Not here: what may be used (`budget`), and what is likely (`estimate`).
"""

import json
from dataclasses import dataclass

from .prices import Price
from .questions import Question

#: Tokens that the API may add to what is sent: roles, separators, and its own words about the
#: schema. The schema's text is counted besides.
FRAMING_TOKENS = 2048
#: Seconds in which an answer may well come, however long one is let.
_WORTH_BEGINNING = 10.0


@dataclass(frozen=True)
class Bound:
    """The most that one request can take.

    Args:
        tokens: of input and output.
        usd: US dollars; None where the price is not known, which a limit on money refuses.
        calls: more than one for a message batch.
    """

    tokens: int
    usd: float | None
    calls: int = 1

    def plus(self, other: "Bound") -> "Bound":
        """Both together."""
        usd = None if self.usd is None or other.usd is None else self.usd + other.usd
        return Bound(self.tokens + other.tokens, usd, self.calls + other.calls)


#: Nothing at all.
NOTHING = Bound(0, 0.0, 0)


def worth_beginning(attempt_seconds: float) -> float:
    """Seconds that have to be left for an attempt that may take so many.

    One that is cut off may be charged, and is paid for again next time.
    """
    return min(attempt_seconds / 4, _WORTH_BEGINNING)


def bound_of(question: Question, price: Price | None, *, batch: bool = False) -> Bound:
    """The most that one request with this question can take.

    A tokenizer that works on bytes makes at most one token of each byte of UTF-8.

    Args:
        question: what is asked.
        price: of the model, None where it is not known.
        batch: whether a message batch is asked.
    """
    texts = (question.system, question.shared, question.text)
    sent = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    schema = len(json.dumps(dict(question.answer_schema)).encode())
    given = sent + schema + FRAMING_TOKENS
    output = question.max_output_tokens
    usd = None if price is None else price.highest(given, output, batch=batch)
    return Bound(given + output, usd)
