"""A question to a model, and what came back of it.

Not here: how it is asked (the modules beside this one), and what the answer means.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

#: What became of a question. Only `answered` has data that fits the schema. Of these, `failed`
#: alone may be asked again: nothing that was paid for came back.
Outcome = Literal["answered", "malformed", "empty", "refused", "truncated", "failed"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Frozen):
    """One closed question; a model sees these texts and nothing else.

    Args:
        identifier: letters, digits, `-` and `_`, at most 64 (what a message batch takes).
        system: the instructions.
        shared: what many questions have in common, "" for none: it goes first and is cached.
        text: the question itself.
        answer_schema: JSON schema of the answer, every object closed, as the model is given it.
        answers: the same as a class, with which we check what came (strict, no unknown fields).
        max_output_tokens: where an answer is cut off, thinking included.
    """

    identifier: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    system: str
    shared: str
    text: str
    answer_schema: Mapping[str, Any]
    answers: type[BaseModel]
    max_output_tokens: int = Field(gt=0)


class Usage(_Frozen):
    """What was used, in tokens, and what that costs by the table of prices.

    Args:
        input_tokens: neither read from the cache nor written into it.
        cache_write_tokens, cache_read_tokens: of the input.
        output_tokens: thinking included.
        usd: in US dollars.
    """

    input_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0

    @property
    def tokens(self) -> int:
        return (
            self.input_tokens
            + self.cache_write_tokens
            + self.cache_read_tokens
            + self.output_tokens
        )


class Answer(_Frozen):
    """What came back of one question.

    Args:
        question: its identifier.
        outcome: whether `data` can be read.
        data: the answer as the schema has it, None where it is not `answered`.
        raw: what the model said, unchanged; "" where nothing came.
        model: which model says it answered.
        time: when it came, ISO 8601 in UTC.
        usage: None where the other side did not tell.
        why: in one line, why there is no data.
    """

    question: str
    outcome: Outcome
    data: Mapping[str, Any] | None = None
    raw: str = ""
    model: str = ""
    time: str
    usage: Usage | None = None
    why: str = ""
