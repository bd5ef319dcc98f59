"""Steps whose text speaks to its reader as to a model: they are given to none.

What a paper says is data. The markers around it and the schema of the answer keep it from being
anything else; where a text tries all the same, no answer about it could be believed. Not here: what
canaries find.
"""

import re
import unicodedata

from ..records.evidence import Job

_ADDRESSED = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instructions?|prompts?|rules|above|previous)\b
  | \b(?:system|developer)\s+(?:prompt|message)\b
  | \b(?:you|your)\b[^.]{0,30}\b(?:verifier|assistant|language\s+model|AI|LLM|grader|reviewer)\b
  | \b(?:assistant|language\s+model|AI|LLM|grader|reviewer|verifier)s?\s*[:,]?\s*
      (?:please\s+|(?:must|should|shall)\s+(?:now\s+|always\s+)?)
      (?:answer|reply|respond|return|report|say|accept|mark|treat|ignore|skip)\b
  | \b(?:answer|reply|respond|report)\b[^.]{0,30}\b(?:matches|verdict|JSON)\b
  | \b(?:constants-differ|conclusion-differs|unable-to-derive)\b
  | ["']?\bverdict\b["']?\s*[:=]
  | </?(?:scope|step|system|user|assistant|human|question|instructions?)\b[^>]*>
  | \b(?:Human|Assistant)\s*:
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: What stands between the letters of a word and is not seen: in Unicode, and in LaTeX.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\\-|\{\}|\\/")
_SPACE = re.compile(r"(?:~|\\[ ,;:]|\s)+")


def addresses_reader(job: Job) -> str:
    """The words of a job that tell its reader what to do or to answer, "" where there are none."""
    for text in (
        job.claim,
        job.justification,
        job.proving,
        *job.definitions,
        *job.earlier,
        *job.may_use,
        *job.hypotheses,
        *job.domains,
    ):
        plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        found = _ADDRESSED.search(_SPACE.sub(" ", plain))
        if found:
            return " ".join(found[0].split())
    return ""
