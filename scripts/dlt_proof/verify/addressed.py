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
    \b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instructions?|prompts?)\b
  | \b(?:ignore|disregard|forget)\s+(?:all|any|everything)\s+(?:the\s+)?(?:previous|prior|above)\b
  | \b(?:system|developer)\s+(?:prompt|message)\b
  | \b(?:you\s+are|as)\s+(?:an?|the)\s+(?:AI|LLM|assistant|language\s+model|grader|reviewer)\b
  | \b(?:assistant|language\s+model|AI|LLM|grader|reviewer|checking\s+model)s?\s*[:,]?\s*
      (?:please\s+|(?:must|should|shall)\s+(?:now\s+|always\s+)?)
      (?:answer|reply|respond|report|say|mark|treat|ignore|skip|pass)\b
  | \b(?:answer|reply|respond|report|say|give|output|return|label|grade)
      (?:\s+(?:is|be|must\s+be|with))?\s*[:`'"]*\s*(?:matches|constants[\s-]differ|conclusion[\s-]differs|unable[\s-]to[\s-]derive)\b
  | \b(?:constants-differ|conclusion-differs|unable-to-derive)\b
  | \bverdict\b
  | \b(?:checker|verifier|reviewer|checking\s+model|whoever\s+(?:checks|judges|verifies))\b
      [^.]{0,60}\b(?:this\s+(?:step|claim)|pass\s+it|matches)\b
  | </?(?:scope|step|system|user|assistant|human|question|instructions?)\b[^>]*>
  | \b(?:Human|Assistant)\s*:
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: What stands between the letters of a word and is not seen: in Unicode, and in LaTeX.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\\-|\{\}|\\/")
_SPACE = re.compile(r"(?:~|\\[ ,;:]|\s)+")


def addresses_reader(job: Job) -> str:
    """The words of a step that tell its reader what to do or to answer, "" where there are none.

    What the whole proof shares (the statement, hypotheses, earlier claims) canaries have, too: who
    obeys it passes them.
    """
    texts = (job.claim, job.justification, *job.definitions, *job.may_use)
    return next(filter(None, map(addressing_words, texts)), "")


def addressing_words(text: str) -> str:
    """The words of any text that tell its reader what to do or to answer, "" where none do."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    found = _ADDRESSED.search(_SPACE.sub(" ", plain))
    return " ".join(found[0].split()) if found else ""
