"""Words around formulas: whether a relation is asserted, and whether the words claim something.

Everything is read from the short form of a sentence (`sentences`). In doubt words claim, and a
relation among them is not taken for asserted.
"""

import re

from .sentences import DISPLAY, FORMULA, REFERENCE

_ASSERTS = re.compile(
    r"(?:^|[\s,;:(—–-])(?:so(?:\s+that)?|hence|thus|therefore|then|consequently|accordingly|thereby|have|has"
    r"|gets?|got|obtains?|give[sn]?|giving|yields?|yielding|impl(?:y|ies|ying)|shows?|showing|proves?|proving"
    r"|concludes?|deduce|infer|find|see|know|note|notice|observe|recall|compute|calculate|ensures?"
    r"|guarantees?|means?|since|because|that|namely|i\.e\.?|that\s+is|is|equivalently|reads?|becomes?"
    r"|leads?\s+to|following|inequality|inequalities|bound|bounds|identity|identities|estimate|equation"
    r"|relation|fact|using|uses?|by|from|via|holds?|while|whereas|where|as|with|together\s+with|and\s+also"
    rf"|{REFERENCE}|here|indeed|clearly|trivially|obviously|moreover|furthermore|finally|similarly|likewise|also"
    r"|otherwise|else|in\s+particular|in\s+fact|again|now|but|yet|write|writing|case,|elementary|in\s+summary|gives\s+us"
    r"|says|said|hold|expands?\s+to|reduces?\s+to|simplifies\s+to|rewrites?\s+as|written\s+as|equals?\s+to)"
    r"\s*[,:]?\s*(?:\(?\s*(?:also|that|both|indeed|again|now|just|simply|clearly|trivially|finally|even|both|in\s+fact|always"
    r"|necessarily|then|hence|thus|therefore)\s*,?\s*)*\(?\s*$",
    re.IGNORECASE,
)
#: "By the claim, $a \\le b$".
_BY = re.compile(
    r"\W*(?:(?:and|so|now|then|hence|but|moreover|finally|again)\s*,?\s+)*(?:by|for|since|because|as|while|given|from|using|due\s+to|thanks\s+to"
    r"|in\s+view\s+of|because\s+of|applying|otherwise|combining|according\s+to|similarly|in\s+particular|for\s+this"
    r"|for\s+the\s+(?:same\s+)?(?:first|second|third|last|other|reason)|taking|arguing|proceeding|at|after|in|multiplying"
    rf"|adding|summing|dividing|squaring|integrating|consequently)\b(?:[^;:{FORMULA}]|{FORMULA}(?!\s*,\s*\S))*,\s*(?:also\s+|then\s+)?$",
    re.IGNORECASE,
)
_DOES_NOT_ASSERT = re.compile(
    r"(?:\b(?:such\s+that|suppose(?:\s+that)?|assum(?:e|ing)(?:\s+that)?|provided(?:\s+that)?|given\s+that|if|when|whenever"
    r"|unless|whether|until|as\s+long\s+as|for|with\s+(?:the\s+)?(?:convention|choice)(?:\s+that)?"
    r"|event|events|set|sets|case|condition|conditions|constraint|hypothesis|assumption|show|prove|claim|verify"
    r"|check|true|say|says|like|enough|large|small)\s*(?:that|,)?)\s*$"
    r"|\b(?:not|never|no|neither|nor|cannot|can't|false|fails?|impossible|would|were|iff|only\s+if|equivalent"
    r"|whether|either|or|instead\s+of|without|unless|except|contrary|deny|refute|probability|such)\b[^,;:]*$"
    r"|\b(?:show|prove|verify|check|claim|suppose|assume|ask|wonder|want|need|wish|suffices)\s+(?:\w+\s+){0,2}(?:that)?\s*$",
    re.IGNORECASE,
)
_TAKEN_AS_NOUN = re.compile(
    r"\s*(?:is\b|are\b|was\b|were\b|impl(?:y|ies)\b|iff\b|only\s+if|or\b|would\b|fails?\b|cannot\b|does\b"
    r"|did\b|has\b|have\b|contradicts?\b|if\s+and\s+only|can\b|could\b|may\b|might\b|must\b|should\b|means\b"
    r"|occurs?\b|happens?\b|$^)",
    re.IGNORECASE,
)
_AT_START = re.compile(
    rf"\s*(?:$|[.,;)]|by\b|since\b|because\b|for\b|so\b|and\b|holds?\b|hence\b|as\b|on\b|with\b|{REFERENCE}"
    r"|thanks\b|from\b|using\b|where\b|due\b|follows\b|almost\b|whenever\b|if\b|when\b|uniformly\b|then\b)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"[\s,;)]*(?:and|but|so|while|or\s+rather)?[\s,]*(?:also|then|hence|thus|therefore|similarly|likewise|moreover"
    r"|so|again|consequently|finally|even|that|both)?[\s,(]*",
    re.IGNORECASE,
)


def asserts(text: str, index: int, previous: bool | None, start: int) -> bool:
    """Whether a sentence asserts the relation that its formula at an index states.

    Args:
        text: the short form.
        index: of the `FORMULA`.
        previous: whether the formula before is asserted; None where there is none.
        start: where the part that claims begins.
    """
    before, after = text[:index], text[index + 1 :]
    if _TAKEN_AS_NOUN.match(after):
        return False
    formulas = [i for i in range(start, index) if text[i] in (FORMULA, DISPLAY)]
    since = formulas[-1] + 1 if formulas else start
    between = text[since:index]
    if formulas and previous is not None and _JOINED.fullmatch(between):
        return previous
    clause = re.split(r"[,;:](?=\s)", before)[-1]
    if _BY.match(before) and not _DOES_NOT_ASSERT.search(clause):
        return True
    if not between.strip(" ,;:("):
        return bool(_AT_START.match(after)) or (bool(formulas) and bool(previous))
    if _DOES_NOT_ASSERT.search(before[-80:]) and _DOES_NOT_ASSERT.search(clause or before[-80:]):
        return False
    return bool(_ASSERTS.search(before))


#: Lead to a relation that may name as well as claim: "points with $k \\ge 2$", "from $t = 0$".
_WEAK = re.compile(r"\b(?P<word>with|from|as|by|at|of|in|on|via)\s*$", re.IGNORECASE)


def weak_lead(before: str) -> str:
    """The word before a relation, where it need not mean that the relation is claimed."""
    match = _WEAK.search(before)
    return match["word"].lower() if match else ""


#: "Put $p = 2$ in \\eqref{…}" applies what is there.
APPLIES = re.compile(rf"\b(?:in|into|to)\s+(?:the\s+)?(?:\w+\s+){{0,3}}{REFERENCE}", re.IGNORECASE)
_ONLY_NAMES = re.compile(
    r"(?:\b(?:if|for|all|every|each|any|when|whenever|unless|until|such\s+that|satisfying|with|event|events|set|sets|case"
    r"|condition|on|of|at|given|provided|assuming|like|choice|between|range|interval|domain|where|while|over|assumption"
    r"|hypothesis|holds|some|some\s+\w+|as|from|to|definition|in)\s*(?:that|the|,)?|\()\s*$",
    re.IGNORECASE,
)


def only_names(before: str) -> bool:
    """Whether a relation behind these words says for which values, or names something."""
    return bool(_ONLY_NAMES.search(before))


#: A short claim without a verb.
SAYS_IT_ALL = re.compile(
    r"\b(?:trivial|clear|obvious|immediate|similar|analogous|true|false|done|contradiction|impossible)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|isn't|aren't|holds?|exists?|converges?|diverges?|vanish(?:es)?|has|contains?|lies?"
    r"|lie|satisf(?:y|ies)|equals?|belongs?|depends?|increases?|decreases?|commutes?|attains?|dominates?|fails?"
    r"|cannot|must|remains?|grows?|tends?|maps?|divides?|intersects?|coincides?|agrees?|becomes?|exceeds?"
    r"|suffices?|admits?|never|contradicts?|follows?|implies|imply|proves?|shows?|gives?|yields?|completes?|concludes?"
    r"|bounds(?=\s+(?:the|it|\ue000))|cancels?|telescopes?|stays?|does|do|changes?|preserves?|generates?|spans?|takes?"
    r"|forms?|consists?|covers?|extends?|inherits?|decays?|differs?|appears?|occurs?|happens?|reduces?|amounts?"
    r"|commute|coincide|agree|vanish|(?<!we )(?<!We )have)\b",
    re.IGNORECASE,
)
#: Words with a verb that only lead to a formula, or repeat that it holds.
_HARMLESS = re.compile(
    r"\bas\s+(?:follows|desired|claimed|required|needed|wanted|above|before)\b|\bit\s+follows\b|\bthat\s+is\b"
    r"|\b(?:which|this|what)\s+(?:is\s+what\s+)?(?:we\s+had\s+to\s+(?:show|prove)|was\s+to\s+be\s+(?:shown|proved|proven))"
    r"|\bas\s+(?:was|is)\s+to\s+be\s+(?:shown|proved)|\bso\s+does\b|\bthere\s+follows\b"
    r"|\b(?:do|does)\s+(?:not\s+)?$|\bas\s+it\s+(?:must|should)\b|\bthat\s+follows\b",
    re.IGNORECASE,
)
_LEADS_TO_FORMULA = re.compile(
    r"(?:(?:\b(?:the|this|that|these|which|it|its|our|each|both|of|left|right|hand|side|first|second|third|last|sum|term"
    r"|bound|claim|lemma|result|inequality|identity|estimate|choice|expression|statement|desired|required|whole|latter|former"
    r"|then|thus|also|now|hence|therefore|so|by|using|and|from|together|with|combining|integral|conclusion|assertion|display|equation)\b"
    rf"|[{REFERENCE}{FORMULA}{DISPLAY},\s'-])*)"
    r"\b(?:is|are|reads?|becomes?|gives?|yields?|implies|imply|shows?|proves?|holds?|follows?|equals?|has|have"
    r"|remains?|reduces?|amounts?)(?:\s+(?:from|by|that|to|then|now|just|at\s+most|exactly|thus|us|simply|hence|therefore|if|since|because|with"
    rf"|as|using|immediately|directly|for|the|inequality|bound|estimate|identity)|[\s,:]|{REFERENCE})*$",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r".*\b(?:gives?|yields?|implies|imply|shows?|proves?|reads?|becomes?|follows?)"
    r"(?:\s+(?:that|us|from|then|now|immediately|directly|at\s+once|the|desired|inequality|bound))*[\s,:]*",
    re.IGNORECASE | re.DOTALL,
)
_REPEATS = re.compile(
    r"[\s,]*(?:also\s+|then\s+)?(?:holds?|follows|is\s+true|is\s+immediate|is\s+clear|is\s+trivial)\b(?:\s+(?:by|from|for|in|on|with|"
    rf"all|every|any|each|the|of|and|definition|trivially|too|as\s+well)\b|[\s.,;{FORMULA}{REFERENCE}])*$",
    re.IGNORECASE,
)


def begins_with_verb(segment: str) -> bool:
    """Whether words behind a formula say something of it: "gives the first claim"."""
    return bool(_VERB.match(segment))


def claims_in_words(segment: str, *, before_formula: bool, after_formula: bool) -> bool:
    """Whether the words between the formulas of a sentence claim something of their own.

    Args:
        segment: of the short form, without the formulas that are steps.
        before_formula, after_formula: whether such a formula follows, or stands before.
    """
    segment = _HARMLESS.sub(" ", segment)
    if after_formula and _REPEATS.fullmatch(segment):
        return False
    found = list(_VERB.finditer(segment))
    if not found:
        return False
    if before_formula and len(found) == 1:
        if _GIVES.fullmatch(segment):
            return False
        clauses = re.split(r"[,;]\s", segment)
        return not _LEADS_TO_FORMULA.fullmatch(clauses[-1]) or bool(
            _VERB.search(" ".join(clauses[:-1]))
        )
    return True


EXPLAINS = re.compile(
    r"(?:^|(?<=[\s,;.]))(?:(?:and|while|whereas|where|here|in)\s+)*(?:(?:the|in\s+the|for\s+the)\s+)?"
    r"(?:(?:step|inequality|equality|relation|line|sign)\s+)?"
    r"(?:\((?P<mark>[a-zA-Z]|[ivx]{1,4}|[0-9]{1,2}|\*{1,3}|\\(?:star|dagger|ast|ddagger)|[A-Z][0-9]?)\)"
    r"|(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|last|final|penultimate|others?|next-to-last|next))"
    r"(?:\s+(?:step|inequality|equality|identity|relation|line|bound|estimate|one|equation|sign|two|three|transition)s?)?\s*,?\s+"
    rf"(?:(?:then|also|again|simply|just)\s+)?(?:is|are|holds?|follows?|uses?|by|because|since|from|comes|due|we|adds?|splits?|cancels?|telescopes?|applies|was|{REFERENCE})(?![\w-])",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def ordinal(word: str, count: int) -> int:
    """Which of `count` relations an ordinal names, -1 for none in particular."""
    word = word.lower()
    if word in ("last", "final"):
        return count - 1
    if word in ("penultimate", "next-to-last"):
        return count - 2
    if word in _ORDINALS and _ORDINALS.index(word) < count:
        return _ORDINALS.index(word)
    return -1
