"""Deciders: for each kind of assertion what finds out whether it holds, and by which facts.

Each asks only for the facts that it needs. What could not be read decides that it does not hold;
only an outside part that is missing is no decision.
"""

from collections.abc import Callable
from typing import Any

from ...records.errors import InputError, RefusedError
from ..facts import Facts
from ..kinds import Assertion
from .decision import Decision
from .numbers import decide_check, decide_control
from .paper import (
    decide_citations,
    decide_lint,
    decide_one_section_per_file,
    decide_statement,
)
from .phases import decide_evidence, decide_gate, decide_review
from .planned import decide_digest, decide_plan
from .product import decide_count, decide_pdf, decide_reproduces
from .source import decide_errata

DECIDERS: dict[str, Callable[[Facts, Any], Decision]] = {
    "gate": decide_gate,
    "lint": decide_lint,
    "statement": decide_statement,
    "count": decide_count,
    "one-section-per-file": decide_one_section_per_file,
    "plan": decide_plan,
    "check": decide_check,
    "control": decide_control,
    "citations": decide_citations,
    "evidence": decide_evidence,
    "review": decide_review,
    "errata": decide_errata,
    "pdf": decide_pdf,
    "digest": decide_digest,
    "reproduces": decide_reproduces,
}


def decide(facts: Facts, assertion: Assertion) -> Decision:
    """Decide one assertion.

    Raises:
        MissingPartError: a part from outside is missing, TeX above all.
    """
    try:
        return DECIDERS[assertion.kind](facts, assertion)
    except (InputError, RefusedError) as error:
        return Decision("what it needs could not be read", 0, [str(error)])


__all__ = ["DECIDERS", "Decision", "decide"]
