"""Questions put to verifiers, their answers, and what a batch of them is worth.

pydantic, because answers come in across a boundary. Not here: what evidence they make (`evidence`).
"""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import ConfigDict, Field

from .evidence import Job, StrictModel, Verdict

#: Where judgements are kept in the state.
JUDGEMENT_KIND = "judgement"
#: How a verifier is reached: the API, Claude Code run by us, or sub-agents of a running agent.
WayName = Literal["anthropic", "claude", "agent"]
#: How we know an answer: our code received it, a hook read it from the sub-agent, it was filed.
AnswerSource = Literal["received", "hook", "filed"]
#: What a question is in truth; only the key in the user's configuration folder can tell.
Truth = Literal["step", "true", "false"]


class VerifierAnswer(StrictModel):
    """What a verifier returns; the fields stand in the order in which a model writes them.

    Args:
        derivation: how the verifier came to its own conclusion, from the question alone.
        conclusion: what it arrived at, in LaTeX.
        verdict: how that compares with the claim.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    derivation: str
    conclusion: str
    verdict: Verdict


class PackedJob(StrictModel):
    """A job whose texts stand in a list that many jobs share.

    Args:
        claim, left, relation, right, justification, conditional: as in `Job`.
        texts: for each other field of the job, places in the list of texts.
    """

    claim: str
    left: str
    relation: str
    right: str
    justification: str
    conditional: bool
    texts: dict[str, tuple[int, ...]]


class AskedQuestion(StrictModel):
    """One question of a batch. Canaries and steps look alike.

    Args:
        identifier: of the question.
        step: the step's identifier, for people only; of a canary, some step's.
        job: what the verifier gets.
        truth: `Truth` behind the user's key.
    """

    identifier: str
    step: str
    job: PackedJob
    truth: str


class QuestionBatch(StrictModel):
    """Questions for one verifier, salted with canaries.

    Args:
        batch: its identifier.
        way: how it is asked.
        model: the model asked for; "" where the running agent decides.
        prompt: version of the prompt.
        texts: what the jobs share.
        questions: in the order in which they are asked.
    """

    batch: str
    way: WayName
    model: str
    prompt: str
    texts: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]


class ReceivedAnswer(StrictModel):
    """An answer to a question as it came; what it says stands in the classes made of this.

    Args:
        question, batch: which it answers.
        source: how we know it.
        outcome: `answered`, or why it cannot be read (see `models.questions`).
        raw: what the model said, where that is more than what could be read.
        model: which model says it answered.
        came: when it came, ISO 8601 in UTC.
        usage: tokens and cost, where the other side told.
        reader: who answered: a name for answers that were filed, the sub-agent for those of a hook.
        why: in one line, why it cannot be read.
    """

    question: str
    batch: str
    source: AnswerSource
    outcome: str
    raw: str = ""
    model: str = ""
    came: str = ""
    usage: dict[str, Any] | None = None
    reader: str = ""
    why: str = ""


class StoredAnswer(ReceivedAnswer):
    """A verifier's answer; `said` is None where it cannot be read."""

    said: VerifierAnswer | None = None

    @property
    def verdict(self) -> str:
        """The verdict, "" where there is none: it cannot be read, or has no derivation."""
        said = self.said
        if said is None:
            return ""
        whole = bool(said.derivation.strip() and said.conclusion.strip())
        return said.verdict if whole or said.verdict == "unable-to-derive" else ""


class Judgement(StrictModel):
    """What a batch came to when all of it had been answered.

    Args:
        batch, way, model, prompt: as in `QuestionBatch`.
        answered_by: the models that said they answered.
        false, caught, passed: false canaries; those that were called false; those called right.
        true, alarms: true neighbours; those that were called false.
        steps, unable: questions about steps; those without a usable verdict.
        void: why its answers count for nothing, "" where they count.
        abandoned: whether it is void only since nobody answered what it asks.
        usd, tokens: what it took, as far as the other side told.
    """

    batch: str
    way: WayName
    model: str
    prompt: str
    answered_by: tuple[str, ...] = ()
    false: int = Field(ge=0)
    caught: int = Field(ge=0)
    passed: int = Field(ge=0)
    true: int = Field(ge=0)
    alarms: int = Field(ge=0)
    steps: int = Field(ge=0)
    unable: int = Field(ge=0)
    void: str = ""
    abandoned: bool = False
    usd: float = 0.0
    tokens: int = 0


def distrusted_batches(judgements: Iterable[Judgement]) -> frozenset[str]:
    """The batches of verifiers that are not believed: more than a third of theirs, and at least
    two, are void.

    Whoever guesses gets through one batch in so many; asked often enough, through one for every
    step. Sub-agents of a running agent are one verifier, since it chooses what they are called.
    """
    of_verifier: dict[tuple[str, str, str], list[Judgement]] = {}
    for one in judgements:
        if not one.abandoned:
            of_verifier.setdefault((one.way, one.model, one.prompt), []).append(one)
    return frozenset(
        one.batch
        for own in of_verifier.values()
        if (void := sum(bool(each.void) for each in own)) >= 2 and 3 * void > len(own)
        for one in own
    )


class Submission(StrictModel):
    """What is known of a message batch of the API; records of one token add up.

    Args:
        token: ours, in the custom id of each of its requests.
        model: whom it asks.
        questions: identifiers of its questions.
        at: when it was intended, in seconds since 1970.
        batch_id: the API's, "" where it is not known.
        closed: whether nothing more will come of it.
    """

    token: str
    model: str
    questions: tuple[str, ...] = ()
    at: float = 0.0
    batch_id: str = ""
    closed: bool = False


class FiledReport(StrictModel):
    """One line of a file that `trace record` takes: what a sub-agent said of one question.

    Args:
        question: the question's identifier, as `trace jobs` gave it.
        reader: who answered.
        verdict, conclusion, derivation: as in `VerifierAnswer`.
    """

    question: str
    reader: str = Field(pattern=r"\S")
    verdict: Verdict
    conclusion: str = ""
    derivation: str = ""


_SHARED = ("hypotheses", "may_use", "definitions", "earlier", "domains")


def pack_job(job: Job, texts: list[str]) -> PackedJob:
    """A job with its texts put into a list, to which those that it lacks are added."""

    def places(values: tuple[str, ...]) -> tuple[int, ...]:
        for value in values:
            if value not in texts:
                texts.append(value)
        return tuple(texts.index(value) for value in values)

    shared = {name: places(getattr(job, name)) for name in _SHARED}
    return PackedJob(
        claim=job.claim,
        left=job.left,
        relation=job.relation,
        right=job.right,
        justification=job.justification,
        conditional=job.conditional,
        texts={**shared, "proving": places((job.proving,))},
    )


def unpack_job(packed: PackedJob, texts: tuple[str, ...]) -> Job:
    """The job again; where its texts stood in the paper is no part of it.

    Raises:
        ValueError: a place is outside the list, or a field is missing.
    """
    try:
        found = {name: tuple(texts[n] for n in places) for name, places in packed.texts.items()}
        (proving,) = found.pop("proving")
        said = packed.model_dump(exclude={"texts"})
        return Job.model_validate({**said, "proving": proving, **found})
    except (IndexError, KeyError) as error:
        raise ValueError(f"no packed job: {error}") from None
