"""Whether a sentence says from what a statement follows.

"Combining Lemmas 1 and 2 we obtain", "this is immediate from Jensen's inequality".
"""

from __future__ import annotations

from ... import patterns
from ...patterns import pattern
from .sentences import SENTENCE_END
from .words import KIND, NAMED, REF, squeezed

_ABOUT_IT = (
    rf"(?:this|it|which|both|these|that|(?:the|this)\s+(?:above\s+|first\s+|second\s+|last\s+)?"
    rf"(?:{KIND}|part|assertion|inequality|latter|former|first|second)|(?:{KIND}[~\s]+)?{REF}[^{{}}]*\}})"
)
_ARGUED_BEHIND = pattern(
    rf"\A\W*{_ABOUT_IT}[^.]{{0,40}}?\b(?:follows?\s+(?:\w+\s+){{0,3}}?(?:from|by|since|because|on)"
    r"|(?:is|are)\s+(?:\w+\s+){0,2}?(?:immediate|obvious|trivial|straightforward|clear)\b(?!\s+that\b)"
    r"|(?:is|are)\s+(?:just\s+|simply\s+|merely\s+)?(?:an?|the)\s+(?:\w+\s+){0,2}?"
    r"(?:consequence|corollary|application|special\s+case|restatement|reformulation|instance"
    r"|calculation|computation)"
    r"|(?:is|are|can\s+be|may\s+be)\s+(?:\w+\s+)?(?:obtained|deduced|derived|seen|verified|checked"
    r"|proved|proven|shown)\s+(?:\w+\s+){0,3}?(?:from|by|using|via|with|directly))\b"
    r"|\A\W*(?:indeed|to\s+see\s+(?:this|why|that|the)|this\s+is\s+because|the\s+reason\s+is)\b"
    r"|\bthe\s+proofs?\b[^.]{0,60}?\b(?:follows?\s+(?:\w+\s+)?(?:from|by|the\s+same|along)"
    r"|(?:is|are)\s+(?:\w+\s+){0,2}?(?:immediate|straightforward|standard|simple|elementary"
    r"|identical|similar|analogous|the\s+same|by\s+induction|trivial|obvious|almost))"
    r"|\A\W*(?:\\(?:textbf|textit|emph|paragraph|textsc|noindent|bf|it|em)\b[\s{*]*)+"
    r"(?:sketch\s+of\s+(?:the\s+)?proof|proof\s+(?:sketch|idea|outline))",
    patterns.IGNORECASE,
)
_ABOUT_NEXT = pattern(r"\W*(?:the\s+)?(?:following|next)\b", patterns.IGNORECASE)
# Even where it is left out: the reader is told whose proof to go through again.
_LIKE_ANOTHER = pattern(
    r"\bproofs?\b[^.]{0,80}?\b(?:similar|same|identical|analogous|along)\b[^.]{0,60}?"
    rf"(?:{REF}|\b{KIND}[~\s]+\(?[A-Z]?\.?\d)",
    patterns.IGNORECASE,
)
_NOT_ARGUED = pattern(
    r"\b(?:follows?\s+(?:the|a|similar)\s+(?:approach|idea|notation|line)|in\s+what\s+follows|as\s+follows|it\s+follows\s+(?:that|from\s+(?:this|the\s+above))"
    r"|would|does\s+not|is\s+not|cannot|unfortunately|proved?\s+(?:later|next|below)|omitted)\b",
    patterns.IGNORECASE,
)
_PROVED_BEFORE = pattern(
    r"\b(?:(?:we\s+)?(?:have|has)\s+(?:\w+\s+){0,2}?(?:proved|proven|shown|established|derived|demonstrated)"
    r"|(?:this|which|that|the\s+above|(?:the\s+)?(?:above|preceding|previous|foregoing)\s+\w+)\s+(?:\w+\s+)?(?:proves|shows|establishes|yields|implies|gives|leads\s+to|concludes|completes)"
    r"|(?:above|preceding|previous|foregoing)\s+(?:discussion|argument|calculation|computation|analysis|derivation|reasoning|considerations?)s?"
    r"|to\s+summari[sz]e|summari[sz]ing|in\s+summary|putting\s+(?:\w+\s+){0,3}together|we\s+(?:thus|therefore|hence)\s+(?:obtain|have|get|arrive|conclude)|we\s+summari[sz]e)\b",
    patterns.IGNORECASE,
)
# "By (3) and (4), we have the following result:", "Then it follows that".
_DERIVED_BEFORE = pattern(
    rf"\b(?:by|from|combin\w+|using|apply\w*|substitut\w+|plug\w*|in\s+view\s+of|via)\b"
    rf"[^.]*?{NAMED}[^.]*\b(?:we\s+(?:\w+\s+)?(?:have|obtain|get|conclude|deduce|arrive|see)|it\s+(?:\w+\s+)?follows"
    r"|follows|(?:it\s+is\s+)?(?:\w+\s+)?(?:seen|straightforward|immediate)|yields?|implies|gives)\b",
    patterns.IGNORECASE,
)
_ABOUT_A_PROOF = pattern(r"\bproofs?\s+of\b", patterns.IGNORECASE)
_CONCLUDES = pattern(
    r"\W*(?:thus|hence|therefore|consequently|it\s+follows|this\s+(?:completes|proves|shows))\b",
    patterns.IGNORECASE,
)
_LEAVES_OPEN = pattern(
    r"\b(?:possible|needs?|require|suffices?|remains|will|shall|can|may|want|must|should|hope)\b",
    patterns.IGNORECASE,
)
_SETS_OUT = pattern(
    r"\bwe\s+(?:(?:now|next|will|first|shall|then)\s+)*(?:prove|show|establish|derive)\b",
    patterns.IGNORECASE,
)
_RUNS_IN = pattern(
    r"(?:\A\W*(?:by|using|from|since)\b|(?:\A|\s)\W*(?-i:Then|Thus|Hence|Therefore|So|Consequently|It)\b)[^.]*"
    r"\b(?:follows|seen|conclude|deduce|obtain|get|have|yields|implies|shows|see)(?:\s+that)?\s*[,:]?\s*\Z",
    patterns.IGNORECASE,
)
_DERIVES = pattern(
    r"\b(?:combin\w+|apply\w*|applied|specializ\w+|specialis\w+|plug\w*|substitut\w+|setting|choosing|taking|letting|invok\w+|using|instantiat\w+"
    r"|follows?|consequence|corollary|implies|yields?|gives?|by|from|in\s+view\s+of|deduce|obtain|via|thanks\s+to|optimi[sz]ing|integrating|summing|iterating|together)\b",
    patterns.IGNORECASE,
)
_IMMEDIATE = pattern(
    rf"\b(?:immediate|direct|easy|simple|straightforward|obvious|particular|special)\s+(?:consequence|corollary|case|application)"
    rf"|\b(?:immediately|directly|easily|readily)\s+(?:\w+\s+)?(?:implies|gives|yields|obtain|get|deduce|have|follows?|leads?)"
    rf"|\b(?:consequence|corollary|special\s+case)s?\s+of\s+{NAMED}",
    patterns.IGNORECASE,
)
_REFERS = pattern(NAMED, patterns.IGNORECASE)
_DERIVED_IN_BODY = pattern(
    rf"\b(?:apply\w*|combin\w+|by|from|using|via|consequence\s+of|corollary\s+of|follows\s+from|plug\w*|instantiat\w+|specializ\w+|specialis\w+"
    rf"|(?:setting|taking|choosing|letting)\b[^.]{{0,80}}?\bin)\s+(?:the\s+)?(?:\w+\s+(?:of|in|from)\s+)?{NAMED}",
    patterns.IGNORECASE,
)


_DEVOTED = pattern(
    r"\b(?:remainder|rest)\s+of\s+(?:this|the)\s+\w+\s+(?:\w+\s+){0,3}?(?:to\s+)?(?:the\s+|its\s+|our\s+)?"
    r"prov(?:ing|es?)\b|\b(?:remainder|rest)\s+of\s+(?:this|the)\s+\w+\b[^.]{0,40}?\bproof",
    patterns.IGNORECASE,
)


def devoted_behind(sentence: str) -> bool:
    """Whether a sentence behind a statement says that the text from here on proves it."""
    return bool(_DEVOTED.search(squeezed(sentence)))


def argued_before(text: str, kind: str) -> bool:
    """Whether the introducing sentence says from what the statement follows, or that what came
    before proves it. Only a corollary may follow in half a sentence."""
    text = squeezed(text)
    if _ABOUT_A_PROOF.search(text):
        return False
    if _PROVED_BEFORE.search(text) or _RUNS_IN.search(text) or _DERIVED_BEFORE.search(text):
        return True
    if kind != "corollary":
        return False
    if _IMMEDIATE.search(text):
        return True
    return bool(_REFERS.search(text) and _DERIVES.search(text))


def reasoned_before(text: str) -> bool:
    """Whether the text between the last edge and a statement sets out to prove something and
    ends in a conclusion: then the statement sums up what was reasoned in running text."""
    last = text = squeezed(text)
    ends = [match.end() for match in SENTENCE_END.finditer(last[:-1])]
    conclusion = last[ends[-1] if ends else 0 :]
    return bool(
        len(text) > 400
        and _CONCLUDES.match(conclusion)
        and not _LEAVES_OPEN.search(conclusion)
        and _SETS_OUT.search(text)
    )


def argued_in_body(text: str, kind: str) -> bool:
    """Whether a corollary says itself from what it follows."""
    return kind == "corollary" and bool(_DERIVED_IN_BODY.search(squeezed(text)))


def argued_behind(sentence: str) -> bool:
    """Whether a sentence behind a statement gives, or points to, the argument for it."""
    sentence = squeezed(sentence)
    if _ABOUT_NEXT.match(sentence):
        return False
    if _LIKE_ANOTHER.search(sentence):
        return True
    return bool(_ARGUED_BEHIND.search(sentence)) and not _NOT_ARGUED.search(sentence)
