"""The turns of phrase by which a text uses a statement, or only speaks of it.

Sentences are in the plain form of `latex.references.sentences`: ◎ is the reference, ○ another one,
□ a citation, ◇ a formula, ◆ a display. What ends in `\\Z` stands right before ◎, what begins with
`\\A` right behind it.
"""

from __future__ import annotations

from ..patterns import pattern

#: Of "let $\\beta$ be as in ◎", "the net of ◎": what it provides is used, not how it is proved.
_NO_PROVISION = (
    r"(?!(?:proofs?|arguments?|methods?|techniques?|ideas?|strategy|spirit|discussion|remarks?|analog\w*"
    r"|counterparts?|versions?|variants?|cases?|generali[sz]ations?|extensions?|improvements?|refinements?|converse)\b)"
)
PROVIDED = pattern(
    rf"(?:[◇◆]|\b(?:the|an?|this|that|its|our|these|those|both|all|each|every|some|such)\s+(?:[\w-]+\s+){{0,3}}?{_NO_PROVISION}[\w-]+"
    r"|\b(?:that|those|the\s+ones?))"
    r"\s+(?:(?:is|are|be|was|were|being)\s+)?(?:(?:chosen|defined|given|set|constructed|fixed|obtained|provided|taken|picked|described"
    r"|introduced|used|proven?|shown|established)\s+)?(?:exactly\s+|just\s+)?(?:as\s+in|of|from|in|by|that\s+of|those\s+of)\s+\Z"
)
CONTRASTED = pattern(
    r"\b(?:compar\w+|contrast\w*|unlike|than|cf\.?|similar\w*|analog\w*|reminiscent|like|differs?|different\s+(?:from|analys[ie]s|approach\w*|methods?|routes?|ways?)|instead|rather|versus|vs\.?"
    r"|parallel\w*|mirror\w*|remind\w*|discuss\w*|generali[sz](?:es?|ing|ations?|ed\s+(?:by|in))|extend(?:s|ing|ed\s+(?:by|in|to))?|extensions?|improv(?:es?|ing|ements?|ed\s+(?:by|in|upon))"
    r"|sharpen(?:s|ing)?|sharper|strengthen(?:s|ing)?|stronger|weaken(?:s|ing)?|weaker|variants?|versions?"
    r"|of\s+the\s+form\s+of|refin(?:es?|ing|ements?|ed\s+(?:by|in))|complement\w*|needed|useful|later|will|shall|towards?|proofs?|prove|proving|purpose|sake|interest|special"
    r"|counterpart|converse|recover\w*|alternativ\w*|voir|vgl|siehe)\b"
)
#: In a proof; a statement has its own "if" and "not".
CONDITIONAL = pattern(
    r"\b(?:would|could|might|if|whether|not|no|never|without|avoid\w*|nor|neither|instance|alternativ\w*)\b"
)
STARTS = pattern(r"\b(?:start(?:ing|s)?|begin(?:ning|s)?)\s+(?:with|from)\s+\Z")
REDUCED = pattern(
    r"\b(?:reduc\w+\s+(?:[\w◇]+\s+){0,3}?to|after|induction\s+(?:on|using|over)|recall|follow\w*|as\s+in)\s+(?:(?:using|applying|invoking)\s+)?\Z"
)
FED = pattern(
    r"\b(?:insert|plug|substitut|put|feed|appl|combin|collect|use|us|enter|go|return)(?:s|ed|ing|ting|es|ies|y|e)?\b[^.;]*"
    r"\b(?:in|into|to|back\s+into)\s+\Z"
)
MET = pattern(
    r"\b(?:satisf\w+|meets?|met|verif\w+|check\w*|fulfil\w*|hypothes[ie]s|conditions?|assumptions?|requirements?|premises?)\b"
)
OF = pattern(
    r"\b(?:hypothes[ie]s|conditions?|assumptions?|requirements?|premises?)\s+(?:of|in|from)\s+\Z"
)
HOLDS = pattern(
    r"\A\s*(?:\w+\s+)?(?:holds?|(?:is|are)\s+(?:\w+\s+)?(?:satisfied|met|fulfilled|verified))\b|\A\s*,?\s*(?:so|and\s+so|hence|whence|which)\b"
)
CARRIES = pattern(
    r"\A\s*(?:then\s+|now\s+|further\s+)?extends\s+(?:this|the|our|it|◇|each|every|any)\b[^○□]*\Z"
)
NOT_NEEDED = pattern(r"\A[\s,)]*(?:(?:is|are|was|were)\s+(?:not|no\s+longer)\s+\w+|never\s+\w+)")
COMPARES_INSIDE = pattern(
    r"\b(?:[Cc]ompare|[Cc]f\.?|[Uu]nlike|[Ss]ee\s+also|[Nn]ot?)\b[^{}]*\\[a-zA-Z]*ref\*?\s*\{?\s*\Z"
)
LAUDED = pattern(
    r"\A\s*(?:is|are)\s+(?:\w+\s+)?(?:tight|sharp|optimal|best\s+possible|due\s+to|well\s+known|classical|standard|improved)\b"
)
AIMED_AT = pattern(
    r"\b(?:prov(?:e|ed|en|ing)|show(?:ing|n)?|establish(?:ing|ed)?|verif(?:y|ied|ying)|check(?:ing)?|obtain|derive|deduce|conclude|imply|implies|implied|yields?|gives?)"
    r"\s+(?:that\s+|both\s+|also\s+)*\Z"
)
GIVES = pattern(
    r"\A\s*(?:now\s+|then\s+|also\s+)?(?:shows?|gives?|yields?|impl(?:y|ies)|tells?|states?|asserts?|provides?|guarantees?|bounds?|ensures?)\b(?!\s+only)"
)
#: Behind the key: "(\\cref{thm:main} below)" may only point there.
BELOW = pattern(r"[^{}]{0,200}\}[\s~]*(?:below|later)\b")
SEE = pattern(r"\bsee\s+\Z")
SEE_ALSO = pattern(r"\bsee\s+also\s+(?:\w+\s+)?\Z")
AVOIDED = pattern(r"\b(?:could|would|might|avoid\w*|without|alternativ\w*)\b")
UNDER = pattern(
    r"\b(?:under|assum\w+|suppos\w+|satisf\w+|obey\w*)\s+(?:(?:the\s+)?(?:assumptions?|conditions?|hypothes[ei]s)\s+)?\Z"
)
FOLLOWS = pattern(
    r"\A\s*(?:\w+ly\s+)?(?:then\s+|now\s+|also\s+)?(?:follows?\b|is\s+(?:now\s+)?(?:proved|proven|established|immediate|clear))"
)
WOULD = pattern(
    r"\A\s*(?:would|could|might|were)\s+(?!contradict|be\s+(?:false|violated|contradict))\w+"
)
#: "◎ is not needed", "◎ fails without it", "◎ could be relaxed".
TURNED_DOWN = pattern(
    r"\A(?:[\s,)]|,[^,]{1,40},)*(?:itself\s+)?(?:(?:is|are|was|were|does|do|did|can|need|needs|will|shall)\s*(?:not|never|no\s+longer)\b|cannot\b"
    r"|(?:is|are)\s+(?:\w+ly\s+)?(?:irrelevant|unnecessary|superfluous|immaterial|dispensable|too\s+\w+|only\s+needed|made\s+for)\b"
    r"|(?:can|could|may|might)\s+(?:also\s+|even\s+|then\s+)?be\s+(?:dropped|removed|relaxed|weakened|avoided|omitted|dispensed)"
    r"|(?:breaks?|broke)\s+down\b|(?:is|are|was|were)\s+(?:recovered|lost|silent|useful|superseded|subsumed|avoided|circumvented|bypassed|excluded|unavailable)\b"
    r"|(?:comes?|came)\s+(?:later|as\s+a\s+by-product|too\s+late)|(?:has|have|had)\s+(?:an?\s+)?(?:slightly\s+)?(?:better|worse|different|other|sharper|weaker)\b"
    r"|sheds?\b|suggests?\b|reports?\b|reach(?:es)?\s+(?:beyond|further)|works?\s+(?:as\s+well|too)|succeeds?\b|,\s*not\s+needed"
    r"|,?\s*(?:can|could|may)\s+be\s+dropped|is\s+attained\s+up\s+to|shows?\s+that\s+(?:this\s+cannot|nothing)|plays?\s+no\b|fails?\b|concerns?\b|says?\s+nothing|is\s+possible\s+but)"
)
NO_SUBJECT = pattern(
    r"\b(?:under|by|with|using|via|for|to|on|at|from)\s+(?:(?:the|assumption|condition|definition)\s+){0,2}\Z"
)
FAILS = pattern(r"\A\s*fails?\b")
#: "agrees with ◎", "neither ◎", "no use of ◎ is made", "will be used to prove ◎".
SET_ASIDE = pattern(
    r"\b(?:neither|nor|circumvent(?:s|ed|ing)?|bypass(?:es|ed|ing)?|dispens(?:e|es|ed|ing)\s+with|no\s+(?:further\s+)?(?:use|need)\s+(?:of|for)"
    r"|irrelevant\s+(?:for|to)|returns?\s+to\s+[^.;,]{1,60}\s+in|used\s+(?:later\s+)?to\s+(?:prove|show|establish)|agrees?\s+with|consistent\s+with"
    r"|in\s+the\s+spirit\s+of|absent\s+from|the\s+same\s+as(?:\s+in)?|not\s+the\s+one\s+(?:of|in)|no\s+(?:contradiction|conflict)\s+(?:to|with)"
    r"|to\s+understand|precedes?|preceded\s+by|bounds?\s+(?:then\s+)?reduces\s+to|in\s+contrast\s+to|(?:whether|that)\s+the\s+(?:constant|rate|exponent)\s+(?:of|in)"
    r"|rates?\s+(?:of|in)(?=\s[^.]*\b(?:absent|irrelevant)))"
    r"\s+(?:(?:the|an?|our|both|assumption|condition|hypothesis|conjecture)\s+){0,2}(?:[\w-]+\s+(?:of|in|from)\s+)?\Z"
    r"|\bwithout\s+(?:(?:the|an?|assumption|condition|hypothesis)\s+){0,2}\Z"
    r"|\b(?:go(?:es)?\s+back\s+to|gap\s+between|contrary\s+to\s+(?:the\s+ones?|those|that|what)|misled\s+by|owe(?:s|d)?\s+to|available\s+from|tempting\s+[^.;,]{1,30}|supersed(?:es|ing)|refut(?:e|es|ing)"
    r"|(?:al)?though|announced\s+(?:in|by)|interesting\s+[^.;]{1,40}|instead\s+of|rather\s+than|as\s+opposed\s+to|relation\s+(?:to|with)|nor\s+(?:do|does|did|is|are|can))"
    r"\s+(?:(?:the|an?|assumption|condition|hypothesis|conjecture|that|those|one|ones)\s+){0,3}(?:(?:of|in|from)\s+)?\Z"
)
#: "does not follow from ◎", "none of which rests on ◎", "not from ◎".
DENIED_BEFORE = pattern(
    r"\b(?:not|never|no|none\s+of\s+(?:which|them|these|this)|neither|nothing|cannot|could\s+not)\b(?:\s+\w+){0,2}?\s+"
    r"(?:follow(?:s|ed)?|need(?:s|ed)?|know|us(?:e|es|ed)|requir(?:e|es|ed)|rest(?:s|ed)?|rel(?:y|ies|ied)|appeal(?:s|ed)?|invok(?:e|es|ed)|instances?|consequences?"
    r"|com(?:e|es|ing)|depend(?:s|ed)?|make\s+use|covered|implied|contained|part|from|by)\b(?:\s+(?:from|by|on|upon|to|in|of|with))?"
    r"\s+(?:(?:the|an?|any|assumption|condition|hypothesis|conjecture|lemma|theorem)\s+){0,2}\Z"
)
SUPPOSED = pattern(r"\b(?:would|could|might)\b")
PARENTHESES = pattern(r"\([^()]*\)")
BREAKS = pattern(r"[;:]|---|—|,\s+(?:and|so|then|hence|thus|whence|therefore)\s")
GOVERNED = pattern(r"\b(?:by|from|via|using|thanks\s+to|because\s+of|in\s+view\s+of)\s+\Z")
#: What an argument takes over from a work.
BORROWED = pattern(
    r"\b(?:arguments?|methods?|techniques?|ideas?|approach|strategy|constructions?|inequalit(?:y|ies)|lemmas?|theorems?|results?)"
    r"\s+(?:of|from|in|due\s+to)\s+\Z"
)
#: Where the words around a reference do not say that it is used, one of these says it is not.
SPEAKS_AGAINST = pattern(
    r"\b(?:not|no(?!\s+(?:greater|larger|smaller|more|less|fewer|worse|better)\b)|nor|neither|cannot|nothing|without|would|could|avoid\w*|unlike|although|though|whether"
    r"|substitutes?|irrelevant|unnecessary|superfluous|elsewhere|dispens\w+|absent|foreign|is\s+lost|tempting|merely\s+to\s+compare"
    r"|takes?\s+the\s+place\s+of|took\s+the\s+place\s+of|in\s+place\s+of|the\s+role\s+(?:of|which|that)|out\s+of\s+(?:the\s+picture|reach)"
    r"|(?:proofs?|arguments?|analys[ie]s)\s+(?:of|for|in)\s+(?:the\s+)?◎|another\s+(?:matter|question|story|route|way)|taken\s+up|breaks?\s+down"
    r"|by\s+another|different\s+(?:route|way|method|argument))\b|n['’]t\b"
)
STOPS = pattern(r"[.!?]\s*\Z")
TAKEN = pattern(
    r"\b(?:us(?:e|es|ed|ing)|appl(?:y|ies|ied|ying)|invok\w+|follow\w*|because|since|need(?:s|ed)?|recall\w*|by\s+◎|impl(?:y|ies|ied)|with\s+◎|comes?\s+in|enters?)(?!\w)"
)
#: Names at the beginning of a sentence, and what they did.
WHO = pattern(
    r"\A(?:(?!(?:the|an?|this|these|of|in|by|from|to|with|as|see|and\s+then|lemmas?|theorems?|results?|bounds?|propositions?)\b)[^\W\d_][\w.'’-]*,?\s+){1,6}\Z"
)
DID = pattern(
    r"\A\s*(?:\w+ly\s+)?(?:(?!(?:need|used|based)\b)\w+ed|gave|found|did|does|had|was|were|is|are|got|remains?|wrote|came|considers?)\b(?!\s+that\b)"
)
