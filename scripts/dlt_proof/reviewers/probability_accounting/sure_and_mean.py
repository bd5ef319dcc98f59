"""V26: what is likely, what holds on average and what is sure, taken for one another."""

from collections.abc import Iterator

from ...latex import Statement
from ...latex.words import word_set
from ...lint.probability.formulas import probabilities
from ...lint.probability.inequalities import NAMES, plain_name
from ...lint.probability.mention import PROBABILITY_WORDS
from ...mathematics.formula import RELATIONS, Relation
from ...records.plan import PROVABLE_KINDS
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import CITATION, Reading, read, same, used_in_proof
from .budgets import Budget
from .events import Event, events_and_claims
from .expectations import expectation_of, has_expectation

_CHANCE = PROBABILITY_WORDS | word_set(
    "surely event events expected expectation random whp w.h.p likely typical high average "
    "almost distribution law"
)
_EXISTS = word_set("exists exist there some")
_BEYOND = word_set(
    "outside complement complementary otherwise fails failure failing fail bad integrating "
    "integrate integration tail tails remaining unlikely exceptional indicator contributes "
    "contribution contribute truncation truncate crude trivially"
)
_DRAWS = word_set("by from event")
_POSITIVE = word_set(
    "positive constant contradiction probabilistic nonzero method realization realisation"
)
_TURNS = word_set(
    "markov markov's chebyshev chebyshev's concentration tail tails martingale borel cantelli "
    "supermartingale bounded-differences paley fatou monotone deterministic deterministically"
)
_SUPPOSES = word_set("if suppose assume when whenever event unless were would provided otherwise")


def likely_and_expected(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Proofs that change from likely to sure, or from a mean to either, without a word."""
    statements = [s for s in paper.document.statements if s.label and s.kind in PROVABLE_KINDS]
    budgets = {s.label: b for s in statements if s.label and (b := Budget(paper, s)).concluded}
    means = {s.label: found for s in statements if s.label and (found := _mean_bounds(paper, s))}
    tails = {s.label for s in statements if s.label and _bounds_tail(paper, s)}
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS:
            continue
        budget = budgets.get(passage.label) or Budget(paper, passage.statement)
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            used = used_in_proof(paper, passage.statement)
            others = {label: b for label, b in budgets.items() if label in used}
            events, _ = events_and_claims(reading, others)
            yield from _likely_as_sure(paper, passage, budget, reading, events)
            yield from _mean_as_sure(paper, passage, budget, reading, means, tails, events)


def _likely_as_sure(
    paper: ReviewedPaper,
    passage: Passage,
    budget: Budget,
    reading: Reading,
    events: list[Event],
) -> Iterator[FoundWeakness]:
    """A statement without probability, or a mean, from what only holds on an event."""
    words = set(reading.words)
    if budget.concluded or not events or (_BEYOND | _POSITIVE) & words:
        return
    if any(_handles_rest(reading.formula(n)) for n in reading.formulas()):
        return
    stated = budget.reading
    # A sentence without a formula may only speak of what it names.
    event = next((e for e in events if _says_something(reading, e)), None)
    if event is None:
        return
    quoted = f"“{reading.quoted(*reading.sentence(event.word))}”"
    if _concludes_mean(stated):
        yield found_at(
            paper.document,
            reading.span(event.word),
            "V26",
            passage.label,
            "the statement bounds an expectation, and its proof leaves out what happens when the "
            "event fails",
            quoted,
            "major",
        )
    elif not (
        (_CHANCE | _EXISTS) & set(stated.words)
        or any(_is_of_chance(stated, n) for n in stated.formulas())
        or stated.references
    ):
        yield found_at(
            paper.document,
            reading.span(event.word),
            "V26",
            passage.label,
            "the statement is free of probability, and its proof rests on what only holds with "
            "high probability",
            quoted,
            "critical",
        )


def _says_something(reading: Reading, event: Event) -> bool:
    """Whether the sentence that brings an event draws on it: "by Lemma 2", or with a formula."""
    first, last = reading.sentence(event.word)
    begins = first == event.word or bool(
        _DRAWS & set(reading.words[max(first, event.word - 2) : event.word])
    )
    return (
        not event.source
        or begins
        or any(reading.relations(n) for n in reading.formulas(first, last))
    )


def _is_of_chance(reading: Reading, number: int) -> bool:
    """Whether a formula has an expectation or a probability."""
    return (
        has_expectation(reading.formula(number))
        or "Var" in reading.formula(number)
        or any(True for _ in probabilities(reading.passage.tokens(number)))
    )


def _handles_rest(formula: str) -> bool:
    """Whether a formula has a complement, an indicator, a probability or an integral."""
    signs = ("^c", "^{c}", "\\mathsf{c}", "\\mathbf{1}", "\\mathbbm{1}", "\\mathds{1}", "\\int",
             "\\overline{\\mathcal", "\\bar{\\mathcal", "\\neg", "\\Pr", "\\mathbb{P}",
             "\\mathbf{P}", "\\bf P", "\\ind", "\\one")  # fmt: skip
    return any(sign in formula for sign in signs)


def _concludes_mean(stated: Reading) -> bool:
    """Whether the last relation of a statement bounds an expectation."""
    found = [r for n in stated.formulas() for r in stated.relations(n)]
    return bool(found) and expectation_of(found[-1].left) is not None


def _mean_bounds(paper: ReviewedPaper, statement: Statement) -> list[Relation]:
    """What a statement says of expectations: upper bounds."""
    reading = read(paper, statement.environment)
    return [
        relation
        for number in reading.formulas()
        for relation in reading.relations(number)
        if RELATIONS.get(relation.sign) in ("<=", "<", "<~") and expectation_of(relation.left)
    ]


def _bounds_tail(paper: ReviewedPaper, statement: Statement) -> bool:
    """Whether a statement says in a formula how likely something is."""
    reading = read(paper, statement.environment)
    return any(True for n in reading.formulas() for _ in probabilities(reading.passage.tokens(n)))


def _mean_as_sure(
    paper: ReviewedPaper,
    passage: Passage,
    budget: Budget,
    reading: Reading,
    means: dict[str, list[Relation]],
    tails: set[str],
    events: list[Event],
) -> Iterator[FoundWeakness]:
    """A bound on a mean that is used as one on the variable itself."""
    if _TURNS & set(reading.words):
        return
    known: list[Relation] = []
    cited = False
    for first, last in reading.sentences:
        words = reading.words[first:last]
        for key in reading.keys(first, last):
            known += means.get(key.key, ())
            cited = cited or key.key in means
        supposes = _SUPPOSES & set(words) or PROBABILITY_WORDS & set(words)
        for number in reading.formulas(first, last):
            for relation in reading.relations(number):
                if RELATIONS.get(relation.sign) not in ("<=", "<", "<~") or relation.conditional:
                    continue
                if expectation_of(relation.left):
                    known.append(relation)
                    continue
                mean = next((k for k in known if _is_mean_of(k, relation)), None)
                if mean is not None and not supposes and not has_expectation(relation.left):
                    yield found_at(
                        paper.document,
                        reading.span(number),
                        "V26",
                        passage.label,
                        "a bound in expectation is used as if it held for every outcome",
                        f"${mean.left} {mean.sign} {mean.right}$ is known, "
                        f"${relation.left} {relation.sign} {relation.right}$ is said",
                        "critical",
                    )
                    return
    likely = any(plain_name(w) in NAMES or w == CITATION for w in reading.words)
    likely = likely or any(key.key not in means or key.key in tails for key in reading.references)
    if budget.concluded and cited and not likely and not _brings_chance(reading, events):
        yield found_at(
            paper.document,
            reading.span(0) if reading.words else passage.proofs[0].environment.span,
            "V26",
            passage.label,
            "the statement holds with high probability, and its proof only draws on bounds in "
            "expectation",
            f"it concludes with failure probability {', '.join(budget.texts) or 'unsaid'}; "
            "nothing turns the expectation into a probability",
            "critical",
        )


def _brings_chance(reading: Reading, events: list[Event]) -> bool:
    """Whether a proof has a source of high probability other than its own conclusion."""
    return bool(events) or any(
        True for n in reading.formulas() for _ in probabilities(reading.passage.tokens(n))
    )


def _is_mean_of(known: Relation, relation: Relation) -> bool:
    inner = expectation_of(known.left)
    return inner is not None and same(inner, relation.left) and same(known.right, relation.right)
