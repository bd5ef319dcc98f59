"""Proofs that prove nothing: empty ones, promises, and those that only say where the proof is."""

from __future__ import annotations

from ... import patterns
from ...latex import Environment
from ...patterns import pattern
from .elsewhere import deferred_to, promises

_NOTHING = pattern(
    r"\W*+(?:(?:the\s+)?(?:proof|details?)?\s*(?:is|are)?\s*(?:omitted|left\s+(?:to\s+the\s+reader|out|as\s+an\s+exercise)"
    r"|deferred|postponed|to\s+(?:be\s+(?:written|added|completed|filled|provided|included|inserted|done)|do|appear|come)|tba|tbd|todo|missing|skipped|coming\s+soon|(?:will|shall)\s+be\s+(?:added|written|provided|included|inserted|completed)"
    r"|(?:an\s+|see\s+)?exercise|pending|in\s+progress|work\s+in\s+progress|under\s+construction|fill\s+in"
    r"|\\[lcd]?dots)\b[^.]{0,60})?\W*+",
    patterns.IGNORECASE,
)
_ONLY_POINTS = pattern(
    r"\W*(?:see\b|deferred\b|postponed\b|(?:the\s+)?(?:full\s+|complete\s+)?proof\b|can\s+be\s+found"
    r"|given\s+in|we\s+(?:defer|postpone)|in\s+(?:the\s+)?(?:appendix|section|supplement))",
    patterns.IGNORECASE,
)
_EMITTED = pattern(r"\\todo\s*\{\s*prove\s*:")
_NOT_WORDS = pattern(
    r"\\(?:label|todo|TODO|fixme|index|vspace|hspace)\*?(?:\s*\[[^\]]*\])?\s*\{[^{}]*\}"
    r"|\\(?:qed|qedhere|hfill|square|Box|blacksquare|noindent|par|smallskip|medskip)(?![a-zA-Z])"
)


def proves_nothing(environment: Environment, masked: str, text: str) -> bool:
    """Whether a proof is empty, says that it is left out, or promises one.

    Args:
        environment: the proof.
        masked: masked text of the file.
        text: the same with formulas blanked.
    """
    body = environment.body
    if body.end - body.start >= 400:
        return False
    words = masked[body.start : body.end]
    # What `emit` leaves to be written says so itself, and gate C asks for it.
    if _NOTHING.fullmatch(_NOT_WORDS.sub(" ", words)) and not _EMITTED.search(words):
        return True
    return bool(_ONLY_POINTS.match(text, body.start, body.end)) and promises(words)


def only_points(environment: Environment, text: str) -> tuple[str, ...] | None:
    """Where a proof sends the reader that does nothing else, None where it does more."""
    body = environment.body
    if body.end - body.start >= 250 or not _ONLY_POINTS.match(text, body.start, body.end):
        return None
    if "ite" in text[body.start : body.end]:  # a citation is a source
        return None
    return deferred_to(f"Proof: {text[body.start : body.end]}")
