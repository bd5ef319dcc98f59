"""Whether a job's own texts show that its claim was changed.

A false claim right beside its true version tells a verifier that does not calculate at all.
"""

import re
from collections.abc import Iterator

from ...mathematics.translation.names import plain_text
from ...records.evidence import Job

#: A side shorter than this (`0`, `s_j`) stands everywhere and shows nothing by itself.
_TELLING = 7
_TURNED = {"=": "=", "<=": "\\ge", ">=": "\\le", "<": ">", ">": "<"}
_DROPPED = re.compile(r"[\s\\{}&$,.;]|displaystyle|begin|end|align(?:ed)?\*?|equation\*?|split")


def bare(text: str) -> str:
    """A text as it is compared: no blanks, braces, backslashes, sizes or punctuation."""
    plain = plain_text(text).replace("<=", "le").replace(">=", "ge")
    return _DROPPED.sub("", plain.replace("\\leq", "le").replace("\\geq", "ge"))


def texts_beside(job: Job) -> Iterator[str]:
    """The texts of a job that may show what its claim was."""
    yield job.proving
    yield job.justification
    for texts in (job.earlier, job.may_use, job.definitions, job.hypotheses, job.domains):
        yield from texts


def contradicted(origin: Job, left: str, right: str, changed: Job) -> bool:
    """Whether the texts of a changed job still say what its origin claimed.

    Args:
        origin: the job before the change.
        left, right: the sides of the origin that the change left behind; "" for one it kept.
        changed: the job with its new claim, as the verifier gets it.
    """
    claims = [bare(origin.claim)]
    if origin.relation in _TURNED:
        sign = _TURNED[origin.relation]
        claims.append(bare(f"{origin.right} {sign} {origin.left}"))
    sides = [side for side in (bare(left), bare(right)) if len(side) >= _TELLING]
    for text in texts_beside(changed):
        said = bare(text)
        if any(claim in said for claim in claims) or any(side in said for side in sides):
            return True
    return False
