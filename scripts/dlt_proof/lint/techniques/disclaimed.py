"""Whether a text that has named a technique goes on to say that it does without.

"Bernstein's inequality is better; we shall not need it." Not here: denials in front of the name
or right behind it (`invoked`).
"""

from __future__ import annotations

from ...patterns import pattern

_NOT = r"(?:not|never|no longer|cannot|don t|doesn t|won t|needn t)"
_USE = (
    r"(?:need|use|require|apply|invoke|employ|pursue|exploit|follow|want|make use of|rely on"
    r"|resort to|appeal to|depend on|insist on|go into|be needing|be using)"
)
_OPENING = (
    r"(?:^|; |\b(?:but|yet|and|although|though|while|however|still|so) )"
    r"(?:(?:but|yet|and|although|though|however|still|here|below|fortunately|luckily|in fact"
    r"|in what follow|;) )*"
)
_OURS = (
    r"(?:we|i|one|you|(?:our|the|this) (?:\w+ )?(?:proof|argument|analysis|rest|sequel|result"
    r"|bound|paper|section|note|chapter|approach))"
)
_SORT = (
    r"(?:refinement|improvement|sharpening|inequality|tool|result|technique|bound|route|approach"
    r"|argument|machinery|theory|detour|strengthening|sophistication|power|generality|form|version)"
)
_IT = rf"(?:it|this|that|them|these|the latter|(?:this|that|these|such an?|such) (?:\w+ )?{_SORT})"
# Behind these words the denial would be about a part of the use only: "we do not need it to be …".
_END = (
    r"(?=$| ;| (?:here|below|altogether|explicitly|directly|though|however|but|since|because|and"
    r"|in (?:this|what|our|the sequel|the following|the present|any)"
    r"|for (?:our|this|the present)"
    r"|at all|to (?:prove|obtain|derive|get|conclude|reach))\b)"
)
_DISCLAIMED = pattern(
    rf"{_OPENING}(?:"
    rf"{_OURS} (?:\w+ ){{0,2}}?{_NOT} (?:\w+ ){{0,2}}?{_USE} {_IT}{_END}"
    rf"|{_OURS} (?:\w+ ){{0,2}}?(?:(?:doe?|can|manage|get by|get along|make do) without"
    r"|avoid|bypass|circumvent|forgo|dispense with|have no (?:need|use) (?:of|for))"
    rf" {_IT}{_END}"
    rf"|(?:it|this|that|they|these|(?:this|that|such an?) (?:\w+ )?{_SORT}) (?:\w+ )?"
    rf"(?:{_NOT} (?:\w+ )?(?:be )?(?:\w+ )?(?:used?|needed|required|necessary|pursued|invoked"
    r"|apply|applied|applicable|enough|sufficient|suffice|help|available|work)"
    rf"|(?:is|are|would be) (?:\w+ )?(?:too|un) ?(?:weak|crude|loose|coarse|blunt|necessary"
    rf"|needed|available|restrictive)){_END}"
    rf"|(?:nothing|none of (?:this|our|what follow)) (?:\w+ ){{0,3}}?(?:depend|use|need"
    rf"|require|rest|relie|hinge|build)(?: up)?(?: on)? {_IT}{_END}"
    r")"
)
# "We prefer a direct argument that avoids it."
_AVOIDING = pattern(
    r"\b(?:argument|route|approach|proof|way|computation|analysis|method)s? (?:that|which) "
    r"(?:\w+ )?(?:avoid|bypass|circumvent|sidestep|dispense with|doe? without"
    rf"|doe? not (?:need|use|require|rely on|invoke|involve)) {_IT}{_END}"
)
# A relative clause: ", which we do not need,".
_WHICH = pattern(
    rf"; (?:a \w+ )?(?:which|that) (?:(?:we|the proof|our \w+) (?:\w+ )?{_NOT} (?:\w+ )?"
    rf"{_USE}|(?:is|are|will|would|can)? ?(?:{_NOT}) (?:be )?(?:\w+ )?(?:used|needed|required"
    rf"|necessary|applicable|available|enough)|we (?:avoid|do without)){_END}"
)
# "…, but loses a factor and is not needed": the name goes on as the subject.
_AND_NOT = pattern(
    rf"\b(?:and|but|yet|hence|so|thus|therefore) (?:it )?(?:is|are|was|will|would|can) (?:\w+ )?"
    rf"{_NOT} (?:be )?(?:\w+ )?(?:used|needed|required|necessary|applicable|available"
    rf"|pursued){_END}"
)
_NO_USE_OF = pattern(
    r"\bno (?:\w+ )?(?:use|application) (?:is|was|will be) made of(?: (?:the|any|a))?$"
    r"|\bnot (?:\w+ )?(?:make|made|making) (?:any )?use of(?: the)?$"
)
_LEANED = pattern(
    r"\b(?:by|using|use|via|from|apply|applying|applied|invoke|invoking|with|through|employ"
    r"|employing|thank to|combine|combining|to|on|in|together with)"
    r"(?: (?:the|a|an|our|classical|standard|usual|version|form|of|well|known|famous|following))*$"
)


def is_disclaimed(clause: str, behind: str, following: str) -> bool:
    """Whether the words around a name that nothing leans on say that it is not used.

    Args:
        clause: the plain words from the last mark up to the name.
        behind: those behind it in its sentence, `;` for every mark.
        following: those of the sentence after that.
    """
    if _NO_USE_OF.search(clause):
        return True
    if _LEANED.search(clause):
        return False
    if _DISCLAIMED.search(behind) or _AVOIDING.search(behind):
        return True
    if _WHICH.search(behind) or _AND_NOT.search(behind):
        return True
    return bool(_DISCLAIMED.match(following))
