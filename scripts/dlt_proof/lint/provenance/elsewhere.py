"""Whether a sentence sends the reader elsewhere for a proof, and where.

Not here: whether a proof stands there (`places`).
"""

from __future__ import annotations

from ... import patterns
from ...patterns import pattern
from .words import CITE, KIND, REF, squeezed

_DEFERRED = pattern(
    r"\bproofs?\b[^.]*?\b(?:defer\w*|postpon\w*|relegat\w*|given|provided|presented|included|found|appears?|contained"
    r"|available|carried|delegated|collected|shown|detailed|moved|placed|located|in|see|follows?\s+in|to)\b"
    r"|\b(?:defer|postpone|relegate|present|give|provide|include|collect|find|refer|move)\b[^.]*\bproofs?\b"
    r"|\bsee\b[^.]*\bproofs?\b|\bfor\b[^.]*\bproofs?\b[^.]*\bsee\b"
    r"|\b(?:proved?n?|shown|established|verified|derived)\b[^.]{0,60}\b(?:in|see)\b",
    patterns.IGNORECASE,
)
_PLACE = pattern(
    rf"{REF}|\b(?:appendix|appendices|app\.|supplement\w*|section|sec\.|below|later|next|full\s+version|extended\s+version|long\s+version|technical\s+report|companion|online|end\s+of)\b|§",
    patterns.IGNORECASE,
)
_ELSEWHERE = pattern(
    r"\b(?:supplement\w*|full\s+version|extended\s+version|long(?:er)?\s+version|technical\s+report|companion|online\s+appendix|arxiv|thesis)\b",
    patterns.IGNORECASE,
)
# What is not written yet proves nothing.
_PROMISED = pattern(
    r"\b(?:will|shall)\s+(?:\w+\s+){0,2}?(?:appear|be|follow)\b|\bto\s+appear\b|\bforthcoming\b"
    r"|\bin\s+preparation\b|\b(?:we|authors?)\s+(?:will|shall)\b|\bfuture\s+work\b",
    patterns.IGNORECASE,
)
_OUTSIDE = pattern(
    r"\b(?:full|extended|long(?:er)?|journal|final|complete|later|next|future|camera-ready)\s+version"
    r"|\btechnical\s+report|\bcompanion|\barxiv|\bthesis|\belsewhere|\bforthcoming"
    r"|\bin\s+preparation|\bfuture\s+work|\bpapers?\b",
    patterns.IGNORECASE,
)
_APPENDIX = pattern(r"\b(?:appendix|appendices|app\.)", patterns.IGNORECASE)
_HERE = pattern(
    rf"{CITE}|\b(?:in|to|see|at)\s+(?:\w+[\s~]+)?{REF}|\bsupplement|\\(?:url|href)\b|\b\d{{4}}\.\d{{4,5}}",
    patterns.IGNORECASE,
)
_EVERY = pattern(
    rf"\b(?:all|missing|omitted|remaining|other|technical|deferred|full|detailed|complete)\s+(?:\w+\s+){{0,2}}?proofs?\b|\bproofs?\s+(?:of|for)\s+(?:all|our|the|these|both)\s+(?:\w+\s+){{0,2}}?{KIND}"
    r"|\A\W*(?:the\s+)?proofs\s+(?:are|can|appear|in)\b",
    patterns.IGNORECASE,
)


def deferred_to(sentence: str) -> tuple[str, ...] | None:
    """Where a sentence says that a proof stands: `elsewhere`, `appendix`, `here`; the labels it
    refers to are places too. None where it says nothing of the kind."""
    sentence = squeezed(sentence)
    if not _DEFERRED.search(sentence) or not _PLACE.search(sentence) or promises(sentence):
        return None
    if _ELSEWHERE.search(sentence):
        return ("elsewhere",)
    if _APPENDIX.search(sentence):
        return ("appendix",)
    return ("here",)


def promises(sentence: str) -> bool:
    """Whether a sentence says that a proof will be published, but not where one is."""
    sentence = squeezed(sentence)
    return (
        bool(_PROMISED.search(sentence) and _OUTSIDE.search(sentence))
        and not _HERE.search(sentence)
        and not _APPENDIX.search(sentence)
    )


def about_every_proof(sentence: str) -> bool:
    """Whether a sentence speaks of all proofs, or of all of some kind."""
    return bool(_EVERY.search(squeezed(sentence)))
