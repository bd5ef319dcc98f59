"""References that lead in a circle, and hypotheses that nothing needs.

Both are read off the paper's references: what a proof refers to, what the proofs of that refer to,
and so on. Not here: what a statement supposes and its proof uses (`statements`).
"""

from collections.abc import Collection, Iterator
from functools import partial
from random import Random

from ...graph.uses import read_uses
from ...latex import Document, Key
from ...records.plan import PROVABLE_KINDS
from .records import Change, Draft
from .sources import Source, call_around
from .statements import uses_of

#: References that print what kind of statement they name.
_NAMING = ("cref", "Cref", "autoref", "zcref")


def circular_references(source: Source, random: Random) -> Iterator[Draft]:
    """References in a proof led to a statement whose own proof rests on what is proved."""
    document, label = source.document, source.statement.label
    if label is None:
        return
    told = {(one, other) for one, other, kind in read_uses(document).told if kind == "proof"}
    above = _above(label, told)
    others = [s for s in document.statements if s.kind in PROVABLE_KINDS and s.label in above]
    named = {key.key for key in source.proof_references}
    for key in random.sample(source.proof_references, len(source.proof_references)):
        used = source.by_label.get(key.key)
        # A result that the proof rests on, and does not only mention.
        if used is None or used.label != key.key or (key.key, label) not in told:
            continue
        for other in random.sample(others, len(others)):
            assert other.label is not None
            # Where the author writes the kind beside the number, it has to stay the same.
            alike = key.command in _NAMING or other.kind == used.kind
            if other.label in named or used.kind not in PROVABLE_KINDS or not alike:
                continue
            yield Draft(
                kind="circular-reference",
                changes=(Change(key.span.file, key.span.start, key.span.end, other.label),),
                change=f"{key.key} -> {other.label}",
                claim=f"The proof refers to {other.label}, whose own proof rests on what is "
                "proved here.",
                evidence=f"{other.label} rests on {label}: the argument goes in a circle.",
                holds=partial(_goes_round, source=source, label=label, other=other.label),
            )


def _above(label: str, told: Collection[tuple[str, str]]) -> set[str]:
    """The labels of what rests on a statement, directly or not."""
    found: set[str] = set()
    row = [label]
    while row:
        wanted = row.pop()
        fresh = {other for one, other in told if one == wanted} - found - {label}
        found |= fresh
        row += fresh
    return found


def _goes_round(document: Document, source: Source, label: str, other: str) -> bool:
    """Whether the proof refers to a statement that rests on what it proves."""
    return label in _below(Source(document, source.plan, None, source.name), other)


def _below(source: Source, label: str) -> set[str]:
    """The labels that a statement rests on, as long as it is referred to in the proof."""
    if label not in {key.key for key in source.proof_references}:
        return set()
    found: set[str] = set()
    row = [label]
    while row:
        wanted = row.pop()
        for proof in source.document.proofs:
            if any(s.label == wanted for s in proof.statements):
                keys = {k.key for k in source.references(proof.environment.body)} - found
                found |= keys
                row += keys
    return found


def unused_hypotheses(source: Source, random: Random) -> Iterator[Draft]:
    """An assumption of the paper added to what a statement supposes, that nothing of it needs."""
    document, body = source.document, source.statement.environment.body
    needed = {key.key for span in source.rests_on() for key in source.references(span)} | {
        key.key for key in source.references(body)
    }
    spare = [
        s.label
        for s in document.statements
        if s.kind == "assumption" and s.label and s.label not in needed
    ]
    calls = [key for key in source.references(body) if _is_assumption(source, key)]
    # In a paper whose proofs do not say what they use, what is not named may be used.
    if not all(uses_of(source, key.key) for key in calls):
        return
    for label in random.sample(spare, len(spare)):
        for key in calls[:1]:
            text = document.files[key.span.file].text
            call = call_around(text, key.span, body)
            if call is None or "," not in text[call[1] : call[2]]:
                continue
            yield Draft(
                kind="unused-hypothesis",
                changes=(Change(key.span.file, call[2], call[2], f",{label}"),),
                change=f"{label} added to what is supposed",
                claim=f"The hypothesis {label} is used nowhere in the proof.",
                evidence="Neither the proof nor anything that it rests on refers to it.",
            )


def _is_assumption(source: Source, key: Key) -> bool:
    statement = source.by_label.get(key.key)
    return statement is not None and statement.kind == "assumption"
