"""The words by which a text takes back what it supposed: "we now drop the assumption".

One home for who cuts a proof into steps and puts such a sentence into the jobs behind it
(`trace`), and for who keeps verdicts back where a job holds one (`reservations`). Loads nothing.
"""

import re

TAKES_BACK = re.compile(
    r"\b(?:drop|lift|remov|withdraw|abandon|relax|discard|forget|dispens)\w*\b[^.]*\b(?:assum|restrict|condition|hypothes|suppos)\w*"
    r"|\bno\s+longer\b|\bwithout\s+(?:this|that|the|these|any|such)\s+(?:assum|restrict|condition|hypothes|suppos)\w*"
    r"|\barbitrary\s+again\b|\bback\s+(?:in|to)\s+the\b|\bin\s+general\b"
    r"|\bredefin\w*|\breplac\w*\s+(?:\W\s+|\$[^$]+\$\s+)?(?:by|with)\b|\b(?:other|opposite|general)\s+case\b"
    r"|\babus\w*\s+(?:of\s+)?notation\b|\b(?:only|just)\s+an?\s+example\b"
    r"|\bnow\s+(?:treat|consider|turn\s+to)\s+(?:all|any|every|general|arbitrary|the\s+general)\b",
    re.IGNORECASE,
)
