"""V14: failure probabilities that a proof adds up against what its statement allows.

Where nothing is added up at all, lint's R17 says so; nothing is said of that here.
"""

from collections.abc import Iterator
from typing import Any

from ...latex.words import word_set
from ...lint.probability.accounting import accounts
from ...mathematics.formula import RELATIONS
from ...mathematics.translation.names import base_of
from ..choices import choices
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..reading import REFERENCE, Reading, read, terms_of, used_in_proof
from .amounts import COUNTS, amount, exceeds, fits, shown, substituted, unbalanced_counts
from .budgets import Budget, definitions
from .counting import events_counted, union_bounds
from .events import Claim, Event, events_and_claims

#: A proof that says one of these changes the meaning of its failure probability.
_RENAMED = word_set(
    "rescale rescaling rescaled rename renaming renamed relabel relabeling relabelling redefine "
    "redefining replace replacing replaced reparametrize reparametrizing reparametrise adjust "
    "adjusting adjusted substituting absorb absorbing absorbed readjusting place role"
)
#: Several tries, of which only one need succeed.
_REPEATED = word_set(
    "repeat repeating repeated repetitions boost boosting boosted amplify amplifying amplification "
    "median majority copies product"
)
_INDICES = frozenset("ijkls")
_CASES = word_set("case cases either otherwise")


def failure_sums(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Shares of failure that do not fit into what the statement allows."""
    budgets = {
        s.label: budget
        for s in paper.document.statements
        if s.label and s.kind not in ("definition", "remark", "example")
        if (budget := Budget(paper, s)).allowed
    }
    for passage in paper.passages:
        budget = budgets.get(passage.label) or Budget(paper, passage.statement)
        if not budget.allowed:
            continue
        used = used_in_proof(paper, passage.statement)
        others = {label: b for label, b in budgets.items() if label in used}
        for proof in passage.proofs:
            reading = read(paper, proof.environment)
            yield from _Proof(paper, passage, budget, reading, others).weaknesses()


def _is_share(left: str, right: str) -> bool:
    """Whether both sides are shares of one failure probability, with nothing but counts in them."""
    sides = [{base_of(name) for name in terms_of(side)} for side in (left, right)]
    return all("\\delta" in side and side - {"\\delta"} <= COUNTS for side in sides)


class _Proof:
    def __init__(
        self,
        paper: ReviewedPaper,
        passage: Passage,
        budget: Budget,
        reading: Reading,
        others: dict[str, Budget],
    ) -> None:
        self.paper, self.passage, self.budget, self.reading = paper, passage, budget, reading
        bag = set(reading.words)
        # "By Lemma 2 with $\\delta/2$ in the place of $\\delta$" renames nothing of this statement.
        self.renames = any(
            _RENAMED & set(words) and REFERENCE not in words
            for words in (reading.words[first:last] for first, last in reading.sentences)
        )
        self.repeats = bool(_REPEATED & bag)
        self.known = {**definitions(budget.reading), **definitions(reading)}
        self.events, self.claims = events_and_claims(reading, others, numeric=budget.numeric)
        self.allowed = tuple(substituted(value, self.known) for value in budget.allowed)

    def weaknesses(self) -> Iterator[FoundWeakness]:
        if self.repeats:
            return
        counted = self._wrong_count() or self._wrong_sum()
        if counted is not None:
            yield counted
        elif not self.renames:
            found = self._too_much_concluded() or self._too_much_together()
            if found is not None:
                yield found

    def _wrong_sum(self) -> FoundWeakness | None:
        """`\\delta/2+\\delta/2+\\delta/4\\le\\delta`: shares written out that do not fit."""
        for number in self.reading.formulas():
            for relation in self.reading.relations(number):
                if RELATIONS.get(relation.sign) not in ("<=", "<", "=") or relation.conditional:
                    continue
                if relation.defining or not _is_share(relation.left, relation.right):
                    continue
                left, right = amount(relation.left), amount(relation.right)
                if left is None or right is None:
                    continue
                left, right = substituted(left, self.known), substituted(right, self.known)
                if exceeds(left, right):
                    return self._at(
                        number,
                        f"{shown(left)} is said to be at most {shown(right)}",
                        f"${relation.left} {relation.sign} {relation.right}$",
                    )
        return None

    def _value(self, found: Event | Claim) -> Any | None:
        return None if found.value is None else substituted(found.value, self.known)

    def _is_too_much(self, total: Any) -> bool:
        return bool(self.allowed) and all(exceeds(total, allowed) for allowed in self.allowed)

    def _wrong_count(self) -> FoundWeakness | None:
        """A union bound over more events than the share of each allows."""
        reading = self.reading
        for first, last in reading.sentences:
            for union in union_bounds(reading, first, last):
                count = events_counted(reading, union, last)
                if count is None:
                    continue
                share = self._share_before(union, first, last)
                if share is None:
                    continue
                word, value, text = share
                behind = next((c for c in self.claims if union < c.word and c.word != word), None)
                allowed = (self._value(behind),) if behind else self.allowed
                if not allowed or any(a is None for a in allowed):
                    continue
                total = count * value
                if any(fits(total, a) for a in allowed):
                    continue
                quoted = reading.quoted(first, last)
                said = f"{shown(count)} events that fail with probability {text} each"
                if all(exceeds(total, a) for a in allowed):
                    return self._at(
                        union,
                        f"the union bound adds up to {shown(total)}, more than the "
                        f"{shown(allowed[0])} that is concluded",
                        f"{said}: “{quoted}”",
                    )
                if self._is_undivided(count, value, allowed[0]):
                    return self._at(
                        union,
                        f"the union bound adds up to {shown(total)}, more than the "
                        f"{shown(allowed[0])} that is concluded",
                        f"{said}: “{quoted}”",
                    )
                uneven = unbalanced_counts(total, allowed[0]) if len(allowed) == 1 else None
                if uneven and not self._compared(*uneven):
                    return self._at(
                        union,
                        f"the union bound is over {uneven[0]} events, the failure probability is "
                        f"divided by {uneven[1]}",
                        f"{said} add up to {shown(total)}, not to {shown(allowed[0])}: “{quoted}”",
                    )
        return None

    def _is_undivided(self, count: Any, share: Any, allowed: Any) -> bool:
        """Whether the number of events is a letter that divides no share."""
        letters = {s for s in getattr(count, "free_symbols", ()) if s.is_integer}
        inside = share.free_symbols | allowed.free_symbols
        ratio = share / allowed
        made = [*choices(self.reading), *choices(self.budget.reading)]
        set_to = {choice.symbol for choice in made if not choice.bound}
        return (
            bool(letters)
            and not letters & inside
            and ratio.is_number
            and not {s.name for s in letters} & set_to
        )

    def _share_before(self, union: int, first: int, last: int) -> tuple[int, Any, str] | None:
        """How likely each of the events fails that a union bound is over."""
        near: list[Event | Claim] = [
            e for e in self.events if e.word < union or (e.each and first <= e.word < last)
        ]
        near += [claim for claim in self.claims if claim.word < union]
        if not near:
            return None
        inside = [e for e in near if first <= e.word < last]
        event = max(inside or near, key=lambda found: found.word)
        value = self._value(event)
        return None if value is None else (event.word, value, event.level)

    def _compared(self, one: str, other: str) -> bool:
        """Whether a formula compares two letters, or defines one by the other."""
        for reading in (self.budget.reading, self.reading):
            for number in reading.formulas():
                for r in reading.all_relations(number):
                    names = (terms_of(r.left), terms_of(r.right))
                    if any(one in a and other in b for a, b in (names, names[::-1])):
                        return True
        return False

    def _too_much_concluded(self) -> FoundWeakness | None:
        """What the proof ends with fails more often than the statement allows."""
        last = self.claims[-1] if self.claims else None
        value = self._value(last) if last else None
        if last is None or value is None or not self._is_too_much(value):
            return None
        return self._at(
            last.word,
            f"the proof ends with a failure probability of {shown(value)}, the statement allows "
            f"{shown(self.allowed[0])}",
            f"“{self.reading.quoted(*self.reading.sentence(last.word))}”",
        )

    def _too_much_together(self) -> FoundWeakness | None:
        """Events whose failures add up to more than the statement allows."""
        if self.budget.numeric and not accounts(self.reading.passage):
            return None
        values: list[tuple[Event, Any]] = []
        for event in self.events:
            value = self._value(event)
            if value is not None and not self._is_alternative(event):
                values.append((event, value))
        alone = [(e, v) for e, v in values if self._is_too_much(v)]
        if len(self.events) == 1 and alone:
            event, value = alone[0]
            return self._at(
                event.word,
                f"the event that the proof works on fails with probability {shown(value)}, the "
                f"statement allows {shown(self.allowed[0])}",
                f"“{self.reading.quoted(*self.reading.sentence(event.word))}”",
            )
        if len(values) < 2 or not accounts(self.reading.passage) or self._by_cases():
            return None
        if any(e.each or self._is_one_of_many(v) for e, v in values):
            return None
        total = sum(value for _, value in values)
        if not self._is_too_much(total):
            return None
        terms = " + ".join(shown(value) for _, value in values)
        return self._at(
            values[-1][0].word,
            f"the events of the proof add up to a failure probability of {shown(total)}, the "
            f"statement allows {shown(self.allowed[0])}",
            f"{terms}: “{self.reading.quoted(*self.reading.sentence(values[-1][0].word))}”",
        )

    def _is_one_of_many(self, value: Any) -> bool:
        """Whether a share has an index that the statement's has not: `\\delta/j^2`."""
        known = {s.name for allowed in self.allowed for s in allowed.free_symbols}
        return any(s.name in _INDICES and s.name not in known for s in value.free_symbols)

    def _is_alternative(self, event: Event) -> bool:
        first, _ = self.reading.sentence(event.word)
        return self.reading.words[first] in ("if", "otherwise", "when")

    def _by_cases(self) -> bool:
        return bool(_CASES & set(self.reading.words))

    def _at(self, word: int, claim: str, evidence: str) -> FoundWeakness:
        return found_at(
            self.paper.document,
            self.reading.span(word),
            "V14",
            self.passage.label,
            claim,
            evidence,
            "critical" if "divided by" not in claim else "major",
        )
