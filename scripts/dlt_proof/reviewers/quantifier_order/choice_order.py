"""V16: objects chosen after what they must serve for, or by means of each other."""

from collections.abc import Iterator

from ...mathematics.translation.names import base_of
from ...records.plan import PROVABLE_KINDS
from ..choices import CHOOSING, Choice, choices, letters_of, told_to_depend, written_out
from ..constants_and_dependence.declared import declared_constants
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import Reading, read, terms_of
from .chosen_for_each import introduced_for_one, made_uniform
from .statements import any_before, exist_before

#: Letters of constants are looked after by V15.
_CONSTANTS = frozenset("cC")


def choice_order(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """What a statement says to exist for all at once, and its proof chooses for each."""
    for passage in paper.passages:
        if passage.statement.kind not in PROVABLE_KINDS:
            continue
        stated = read(paper, passage.statement.environment)
        arbitrary = any_before(stated)
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            made = choices(reading)
            yield from _chosen_after(paper, passage, stated, reading, made)
            yield from _chosen_although_given(paper, passage, reading, made, arbitrary)
            yield from _in_circles(paper, passage, reading, made)


def _chosen_after(
    paper: ReviewedPaper,
    passage: Passage,
    stated: Reading,
    reading: Reading,
    made: list[Choice],
) -> Iterator[FoundWeakness]:
    """ "There is $N$ such that for all $x$", where the value of $N$ has $x$ in it."""
    constants = {declared.symbol for declared in declared_constants(stated)}
    for symbol, later in exist_before(stated).items():
        if base_of(symbol) in _CONSTANTS or symbol in constants:
            continue
        found = (
            _set_for_one(reading, made, symbol, later)
            or _depends(reading, symbol, later)
            or introduced_for_one(stated, reading, made, symbol, later)
        )
        if found is not None:
            word, wrong = found
            yield found_at(
                paper.document,
                reading.span(word),
                "V16",
                passage.label,
                f"{symbol} is to serve for all {', '.join(sorted(wrong))} at once, and is chosen "
                "for each",
                f"“{reading.quoted(*reading.sentence(word))}”",
                "critical",
            )


def _set_for_one(
    reading: Reading, made: list[Choice], symbol: str, later: frozenset[str]
) -> tuple[int, frozenset[str]] | None:
    """Where a letter is set to a value that has others in it."""
    for choice in made:
        if choice.symbol != symbol:
            continue
        wrong = written_out(choice.right, made, choice.word, scripts=True) & later
        if wrong and not made_uniform(reading, symbol, choice.word, wrong):
            return choice.word, wrong
    return None


def _depends(
    reading: Reading, symbol: str, later: frozenset[str]
) -> tuple[int, frozenset[str]] | None:
    """Where a letter is told to depend on others."""
    for number in reading.formulas():
        if symbol in terms_of(reading.formula(number)):
            wrong = told_to_depend(reading, number) & later
            if wrong:
                return number, wrong
    return None


def _chosen_although_given(
    paper: ReviewedPaper,
    passage: Passage,
    reading: Reading,
    made: list[Choice],
    arbitrary: dict[str, frozenset[str]],
) -> Iterator[FoundWeakness]:
    """ "For all $\\epsilon$ there is $\\delta$", where $\\epsilon$ is set by means of $\\delta$."""
    for choice in made:
        found = arbitrary.get(choice.symbol)
        if found is None or choice.verb not in CHOOSING or choice.bound or choice.case:
            continue
        used = letters_of(choice.right) & found
        own = {c.symbol for c in made if c.symbol in used and c.word < choice.word}
        if used and not own:
            yield found_at(
                paper.document,
                reading.span(choice.word),
                "V16",
                passage.label,
                f"{choice.symbol} may be anything in the statement, and the proof sets it by "
                f"means of {', '.join(sorted(used))}, which is to exist for it",
                f"“{reading.quoted(*reading.sentence(choice.word))}”",
                "critical",
            )
            return


def _in_circles(
    paper: ReviewedPaper, passage: Passage, reading: Reading, made: list[Choice]
) -> Iterator[FoundWeakness]:
    """Two letters, each set by means of the other."""
    chosen = [c for c in made if c.verb in CHOOSING | {":=", "define", "with"} and not c.case]
    for later in chosen:
        for earlier in chosen:
            if earlier.word >= later.word or earlier.symbol == later.symbol:
                continue
            if later.symbol not in letters_of(earlier.right):
                continue
            if earlier.symbol not in written_out(later.right, (), later.word):
                continue
            if later.verb not in CHOOSING or earlier.verb not in CHOOSING:
                continue
            if any(
                c.symbol in (later.symbol, earlier.symbol) and c not in (later, earlier)
                for c in chosen
            ):
                continue  # set anew
            yield found_at(
                paper.document,
                reading.span(later.word),
                "V16",
                passage.label,
                f"{later.symbol} is chosen by means of {earlier.symbol}, which was chosen by means "
                f"of {later.symbol}",
                f"${earlier.symbol}$: ${earlier.right.strip()}$, then "
                f"${later.symbol}$: ${later.right.strip()}$",
                "critical",
            )
            return
