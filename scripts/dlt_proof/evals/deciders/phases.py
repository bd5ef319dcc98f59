"""Decided by what the phases leave behind: gates, the sweep's evidence, the review."""

from collections.abc import Collection
from typing import Any

from ...gates.review_weaknesses import person
from ...records.findings import Finding
from ..facts import Facts
from ..kinds import EvidenceIs, GateHolds, ReviewEnded
from ..step_shares import WORDS, deciding_word
from .decision import Decision, outside, shown, told


def decide_gate(facts: Facts, wanted: GateHolds) -> Decision:
    results = facts.gates(wanted.gate, final=wanted.final)
    problems = []
    for result in results:
        if result.holds or result.outcome == "not reached":
            continue
        for check in result.checks:
            if check.outcome in ("fails", "nothing to check"):
                problems.append(f"gate {result.gate}, {check.name}: {check.detail}")
    last = results[-1]
    if last.outcome != "holds" and not problems:
        problems.append(f"gate {last.gate} is {last.outcome}")
    checks = [check for result in results for check in result.checks]
    evidence = {
        result.gate: {
            "outcome": result.outcome,
            **{check.name: f"{check.outcome}: {check.detail}" for check in result.checks},
        }
        for result in results
    }
    how = f"gate {wanted.gate}{' --final' if wanted.final else ''}, with numeric checks and sweep"
    return Decision(
        how, sum(c.outcome in ("holds", "fails") for c in checks), shown(problems), evidence
    )


def decide_evidence(facts: Facts, wanted: EvidenceIs) -> Decision:
    checked = facts.trace(recompute=wanted.recompute)
    state = checked.state
    steps = [s for s in state.steps if wanted.of in (None, s.step.proves)]
    unchecked = [s.step.identifier for s in steps if not s.evidence]
    counts = {word: sum(deciding_word(s) == word for s in steps) for word in WORDS}
    problems = [f"{word!r} is no word of evidence" for word in wanted.shares if word not in counts]
    for word, between in wanted.shares.items():
        if steps:
            problems += outside(f"share {word}", counts.get(word, 0) / len(steps), between)
    if len(unchecked) > wanted.unchecked:
        first = ", ".join(unchecked[:5])
        problems.append(f"{len(unchecked)} of {len(steps)} steps have no evidence: {first}")
    others = {s.step.identifier for s in state.steps} - {s.step.identifier for s in steps}
    problems += [told(f) for f in checked.report.errors if wanted.of is None or _near(f, others)]
    evidence: dict[str, Any] = {
        "steps": len(steps),
        "decided_by": {word: count for word, count in counts.items() if count},
        "unchecked": unchecked[:20],
        "uncovered": round(state.sweep.uncovered, 6),
    }
    if wanted.recompute:
        every = [h for s in steps for h in s.evidence if h.evidence.origin == "recomputable"]
        evidence["computed again"] = len(every)
    how = "the steps of the proofs as enumerated, and the evidence of each"
    how += ", all that is recomputable computed again" if wanted.recompute else ""
    return Decision(how, len(steps), shown(problems), evidence)


def _near(finding: Finding, others: Collection[str]) -> bool:
    """Whether a finding of the sweep may concern the statement that is asked about: all do but
    those that begin with another statement's step, and the one about the share of all steps. A
    proof of which it is not known what it proves may be this statement's."""
    first = finding.message.split(" ", 1)[0].rstrip(":")
    return first not in others and finding.rule != "T1"


def decide_review(facts: Facts, wanted: ReviewEnded) -> Decision:
    review = facts.review
    problems = list(review.obstacles)
    if len(review.rounds) < wanted.least_rounds:
        problems.append(f"{len(review.rounds)} rounds, not at least {wanted.least_rounds}")
    authors = {person(name) for name in wanted.authors}
    readers = {p.reader for p in review.passes}
    problems += [
        f"{name} wrote the text and reads it" for name in sorted(readers) if person(name) in authors
    ]
    last = review.passes[-1] if review.passes else None
    clean = {person(p.reader) for p in review.clean_passes}
    lenses = [name for name, lacks in review.panel.items() if not lacks]
    if last is not None and not (last.clean or last.lens):
        problems.append(f"the last pass, by {last.reader} in round {last.round}, found weaknesses")
    if len(clean) + len(lenses) < wanted.least_readers:
        found = len(clean) + len(lenses)
        problems.append(f"{found} readers passed this text, not at least {wanted.least_readers}")
    evidence = {
        "rounds": len(review.rounds),
        "weaknesses": len(review.weaknesses),
        "blocking": len(review.blocking),
        "text": review.text,
        "passes": [
            {
                "round": p.round,
                "reader": p.reader,
                "clean": p.clean,
                "origin": p.origin,
                "this text": p.text == review.text,
            }
            for p in review.passes
        ],
        "panel": review.panel_words,
    }
    how = "the records of the review, for the text as it stands"
    return Decision(how, len(review.passes), shown(problems), evidence)
