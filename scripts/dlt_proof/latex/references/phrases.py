"""Turns of phrase around a reference, in the plain form of `sentences`.

`◎` is the reference, `○` another one, `◇` a formula. Expressions for what stands before the
reference are anchored at its end.
"""

from __future__ import annotations

from ...patterns import pattern

_ADVERB = (
    r"(?:(?:\w+ly|also|then|now|again|later|below|above|even|just|still|only|already|here|there|once|first|next"
    r"|next|ever|once\s+more|in\s+turn|in\s+fact|indeed|hence|thus|therefore|moreover|further|furthermore|soon"
    r"|together|twice|too|instead)\s+)"
)
_SMALL = r"(?:(?:the|a|an|of|our|its|that|this|these|those|both|any|some)\s+)"

#: What a statement has or needs, and a proof can speak of without using the statement.
_NOT_ITS_CONTENT = (
    r"(?:notations?|settings?|set-?ups?|set\s+up|assumptions?|hypothes[ei]s|conditions?|contexts?|definitions?|quantit(?:y|ies)"
    r"|constants?|parameters?|constructions?|algorithms?|conventions?|premises?|requirements?|discussions?"
    r"|generali[sz]ations?|analogues?|analogs?|counterparts?|variants?|extensions?|converses?|refinements?"
    r"|interpretations?|proofs?|proving|step-?\s?sizes?|learning\s+rates?|factors?|exponents?|rates?|symbols?|terminology"
    r"|spirit|language|flavou?r|style|origins?|roles?|meaning|purpose|importance|significance|sharpness|tightness"
    r"|optimality|strength|scope|generality|formulations?|wording|readers?|remarks?|examples?|variables?"
    r"|operators?|matri(?:x|ces)|iterates?|estimators?|objectives?|preparations?|verifications?|strengthenings?|sharpenings?"
    r"|improvements?|complements?|versions?\s+of\s+the\s+proof|subject|topic|aims?|goals?|motivations?|ingredients?|heart|core|crux"
    r"|demonstrations?|derivations?|arguments?|techniques?|methods?|ideas?|strateg(?:y|ies)|approach(?:es)?|lines?|reasoning|analys[ei]s"
    r"|basis|starting\s+point|backbone|prerequisites?|dependence|dependency|logarithms?|assertion\s+that|schedules?|regimes?|thresholds?"
    r"|radius|radii|scalings?|choices?|tuning|weights?|normali[sz]ations?|numbering|(?:\w+[\s-])?sizes?|dimensions?|horizons?|budgets?|widths?|depths?|temperatures?|distributions?|laws?|models?|truncations?|levels?|grids?|norms?|kernels?|nets?|priors?|penalt(?:y|ies)|functions?|sequences?|sets?|spaces?|potentials?)"
)
#: "the step size of", "the notation from", "the proof of our".
NOT_THE_CONTENT = pattern(
    rf"\b{_NOT_ITS_CONTENT}(?:\s+◇)?\s+(?:(?:used|introduced|defined|given|made|imposed|stated|appearing|described|required|needed|fixed|chosen|considered|displayed)\s+)?"
    rf"(?:of|from|in|behind|for|underlying|as\s+in)\s+{_SMALL}*\Z"
    rf"|\b(?:let|with|where|for|take|choos(?:e|ing)|and|set|fix|denote|pick|define|the|is|are)\s+◇(?:\s+and\s+◇)?\s+(?:(?:is|are|be)\s+)?{_ADVERB}?"
    rf"(?:of|from|as\s+in|(?:the\s+)?same\s+as\s+in|given\s+in|given\s+as\s+in|defined\s+in|chosen\s+as\s+in|chosen\s+in|appearing\s+in)\s+\Z"
    rf"|◇\s+(?:(?:is|are|be|was|were)\s+)?{_ADVERB}?(?:chosen|set|defined|tuned|selected|given|fixed|scheduled|picked|taken|normali[sz]ed|specified|introduced)\s+(?:(?:exactly|just)\s+)?"
    r"(?:according\s+to|as\s+(?:\w+\s+)?(?:by|in)|by|in|per|following|from)\s+(?:the\s+)?\Z"
    r"|\b(?:that|those|the\s+ones?|the\s+same)\s+(?:as\s+)?(?:of|in|from)\s+\Z"
    rf"|\b{_NOT_ITS_CONTENT}\s+that\s+(?:is|are|was)\s+(?:used|introduced|defined|needed|made)\s+in\s+\Z"
)
#: Behind the reference: "'s proof".
OWNED = pattern(rf"'s?\s+(?:\w+\s+){{0,2}}?{_NOT_ITS_CONTENT}\b")

#: Said of what is not claimed here but adorns it: "that this is optimal follows from ◎".
ADORNED = pattern(
    r"(?<![-\w])(?:optimal\s+(?:up|in|for)|(?:is|are|be)\s+(?:\w+\s+)?(?:optimal|sharp|tight)|optimality\s+of|sharpness|tightness\s+of|best\s+possible|matching|analog(?:ue|ues|s|ous)?|similar\s+(?:bound|result|statement|estimate)|extensions?|generali[sz]ations?|refinements?|improvements?|more\s+(?:general|precise|refined)"
    r"|(?:general|unbounded|remaining|other)\s+(?:case|setting)|general\s+(?:statement|result|version)|counterparts?|versions?|variants?|stronger\s+(?:statement|result|version|bound)|better\s+(?:bound|constant|rate)|sharper\s+(?:bound|constant|rate|statement))\b"
)
CONTRADICTED = pattern(
    r"(?:\b(?:contradict\w*|violat\w+|against)|\bcontradictions?\s+(?:to|with)|\bcontrary\s+to|\bimpossible\s+(?:by|in\s+view\s+of|because\s+of)"
    r"|\b(?:incompatible|inconsistent)\s+with|\bat\s+odds\s+with|\bin\s+conflict\s+with|\brul(?:ed|es)\s+out\s+by|\bexcluded\s+by|\bprecluded\s+by)"
    r"\s+(?:the\s+)?\Z"
)
ABSURD = pattern(
    r"\b(?:contradict\w*|absurd\w*|impossible|impossibility|violat\w+|otherwise|suppose|if\s+not)\b"
)

#: Behind the reference or its sentence's rest: something is concluded.
CONCLUDED = pattern(
    r"(?:,|;|\bthat\b[^.;]*,|\band\b|◇|◆\S?)\s*(?:and\s+)?(?:so|hence|thus|therefore|consequently|whence|thereby|accordingly)\b(?!\s+(?:◎|far))"
    r"|\A[\s,)]*(?:(?:and|so|then)\s+)?(?:hence|thus|therefore|consequently|whence)\b"
    r"|\bwe\s+(?:\w+ly\s+|then\s+|now\s+|can\s+|may\s+|therefore\s+|thus\s+|hence\s+|also\s+)*(?:get|gets|obtain|have|conclude|see|deduce|find|infer|arrive|derive|know)\b"
    r"|\b(?:the|our)\s+(?:\w+\s+)?(?:claim|result|assertion|lemma|statement|conclusion|bound|inequality|proposition|estimate)\s+(?:\w+ly\s+|then\s+|now\s+)?(?:follows|holds|is\s+(?:proved|proven|immediate|clear|established))"
    r"|\bit\s+(?:\w+\s+)?follows\b|\bone\s+(?:gets|obtains|has|finds|concludes|sees)\b"
    r"|\b(?:which|this)\s+(?:proves|completes|gives|implies|yields|shows|is\s+what|was\s+to)\b|\bas\s+(?:desired|claimed|required|wanted|needed|was\s+to)\b"
)

# -- mentions, by what stands right before the reference ------------------------

_PLAN = (
    r"(?:treat|stud(?:y|ie)|discuss|consider|handl|address|investigat|examin|analys|analyz|postpon|deferr?|delay|reserv|leav|left|relegat"
    r"|remov|improv|sharpen|strengthen|refin|extend|generali[sz]|weaken|relax|complement|revisit|return|resum|continu|cover|tak(?:e|en)\s+up"
    r"|pursu|explor|detail|optimi[sz]|lift|dropp?|eliminat|avoid|tighten|quantif|compar|comment|remark|us|need|requir|appl|employ|exploit|invok|reus|appear|reappear"
    r"|occur|aris|recur|feature|figure|enter|play|matter|surfac|show\s+up|com|dealt|deal|taken|took|resolv|settl|circumvent|overcom|address|illustrat|explain|announc|promis|anticipat|formulat|replac|simplif|upgrad|exemplif)"
)
#: Verbs whose object is a statement that is not used, "sharpens ◎", "we now prove ◎".
_SERVES = (
    r"(?:impl(?:y|ies|ying|ied)|yield(?:s|ed|ing)?|giv(?:e|es|ing)|prov(?:e|es|ing|ed|en)|show(?:s|ed|ing|n)?|establish(?:es|ed|ing)?|complet(?:e|es|ed|ing)"
    r"|recover(?:s|ed|ing)?|produc(?:e|es|ing|ed)|deliver\w*|obtain(?:s|ed|ing)?|get|gets|getting|deriv(?:e|es|ing|ed)|deduc(?:e|es|ing|ed)|entail\w*|settl(?:e|es|ing|ed)"
    r"|supersed\w+|announc\w+|formulat\w+|stat(?:e|es|ing)|present\w*|improv\w*|extend\w*|sharpen\w*|generali[sz]\w+|strengthen\w*|refin\w+|complement(?:s|ing|ed)"
    r"|affect\w*|influenc\w+|simplif\w+|motivat\w+|explain\w*|illustrat\w+|prepar\w+|anticipat\w+|support\w*|underli\w+|underly\w*|preced\w+|want\w*"
    r"|skip\w*|omit\w*|compar(?:e|es)|mention\w*|discuss\w*|concern\w*|parallel\w*|mimic\w*|mirror\w*|resembl\w+|verif\w+|finish\w*|conclud(?:e|es|ed|ing)|end|ends"
    r"|demonstrat\w+|formali[sz]e\w*|justif\w+|enabl\w+|facilitat\w+|underpin\w*|feed(?:s|ing)?\s+into|enter(?:s|ing)?|understand\w*|appreciat\w+|tackl\w+|attack\w*|approach\w*|strengthened"
    r"|reprov\w+|restat\w+|echo\w*|foreshadow\w*|precur\w+|seed|make|makes|making|help|helps|helping|serve|serves|reach\w*|study|studying|treat\w*|analy[sz]\w+|weaken\w*|re-?deriv\w+|contain(?:s|ing)?|includ(?:e|es|ing)|subsum(?:e|es|ing)|answer(?:s|ing)?|reduc(?:e|es|ing)(?!\s+(?:\w+\s+)?to)|outperform\w*|beat|beats|match(?:es|ed|ing)?)"
)
MENTIONED_BEFORE = pattern(
    r"(?:"
    r"\bno\s+(?:\w+\s+)?use\s+(?:whatsoever\s+)?(?:is|was|has\s+been|will\s+be)\s+made\s+(?:\w+\s+)?of\s+|"
    # what it is compared with
    r"\b(?:unlike|as\s+opposed\s+to|in\s+contrast\s+(?:to|with)|by\s+contrast\s+(?:to|with)|see\s+also|rather\s+than|instead\s+of|in\s+place\s+of"
    r"|reminiscent\s+of|confused\s+with|compared\s+(?:to|with|against)|comparison\s+(?:to|with|of)|differs?\s+from|differing\s+from|different\s+from|(?:absent|missing|gone|removed|far|away|disappears?|vanishes|excluded|transferred)\s+from"
    r"|distinct\s+from|departs?\s+from|borrowed\s+from|inspired\s+by|motivated\s+by|suggested\s+by|modelled\s+(?:on|after)|modeled\s+(?:on|after)"
    r"|in\s+(?:the\s+)?(?:spirit|style|manner|vein)\s+of|along\s+the\s+lines\s+of|parallel\s+to|akin\s+to|similar(?:ly)?\s+to|analogous(?:ly)?\s+to|identical\s+to|dual\s+to"
    r"|related\s+to|close(?:r|st)?\s+to|orthogonal\s+to|irrelevant\s+(?:to|for|in)|immaterial\s+(?:to|for|in)|unrelated\s+to|compares?\s+(?:\w+\s+){0,3}?(?:to|with)|than|beyond|except\s+(?:for|in)|save\s+in"
    r"|just\s+like|much\s+like|like|just\s+as|exactly\s+as|as|such\s+as|as\s+(?:well\s+as\s+)?in|not\s+unlike|agrees?\s+with|agreeing\s+with|consistent\s+with|consistency\s+with|in\s+line\s+with"
    r"|aside\s+from|apart\s+from|besides|up\s+to\s+and\s+including|prior\s+to|ahead\s+of|before|after|until|independent(?:ly)?\s+(?:of|from)"
    r"|regardless\s+of|irrespective\s+of|(?:dis)?agreement\s+with|in\s+accordance\s+with|as\s+for|regarding|concerning|about|on|around|see\s+(?:for\s+example|e\.g\.)\s+also)\s+(?:in\s+|for\s+|with\s+|that\s+of\s+|those\s+of\s+|the\s+one\s+(?:of|in)\s+)?"
    # what it serves
    r"|\b(?:needed|useful|used|crucial|important|essential|helpful|necessary|sufficient|enough|required|relevant|decisive|vital|instrumental|indispensable|convenient|suffices?|suffice|handy"
    r"|responsible|preparations?|preparatory|groundwork|stage|key|basis|foundation|fundamental|ready|input|inputs|ingredients?|prerequisites?|stepping\s+stones?|tools?|building\s+blocks?|prepar\w+|ground|way|all\s+(?:that\s+)?(?:we|is)\s+need(?:ed)?|all\s+we\s+need|what\s+we\s+need|need\s+(?:this|it|these|them|that)|saved?|kept|keep|keeping|record\w*|store\w*|note\w*|set\s+aside)"
    rf"\s+(?:\w+\s+)?{_ADVERB}?(?:for|to|of|in|towards?|behind)\s+(?:(?:the\s+)?use\s+in\s+)?"
    r"|\b(?:for|to)\s+(?:later\s+)?use\s+in\s+|\blater\s+in\s+|\bnext\s+in\s+|\bespecially\s+in\s+"
    r"|\b(?:leads?|leading|led|contribut\w+|devoted|dedicated|proceed|proceeds|turn|turns|turning|returns?|returning|come|comes|coming|get|gets|back|brings?\s+us|bringing\s+us|takes?\s+us|prelude|preliminary|postponed?|postpone\s+\w+|defer|deferred"
    r"|defers?|left|leave|leaves|relegated?|delegated?|refer|refers|referred|pointer|points?|pointed|extends?|carries\s+over|move|moves|moving|passing\s+on|step|steps|way|road|route|path|bridge|approach|prepared|moved|pushed|restricted|specific|special|peculiar|particular|unique|common|shared"
    r"|counterpart|complement|complementary|alternative|companion|remark|converse|supplement|addendum|appendix|reader|directed|sends?|sent|passes|applied\s+again|attributed|close|closely\s+tied|tied|linked|connected)"
    r"\s+(?:\w+\s+){0,3}?(?:to|towards?|for|with)\s+"
    r"|\b(?:towards?|en\s+route\s+to|on\s+(?:the|our)\s+way\s+to|in\s+anticipation\s+of|in\s+preparation\s+(?:of|for)|in\s+search\s+of|with\s+a\s+view\s+to(?:wards?)?|heading\s+for|aiming\s+(?:at|for)|in\s+advance\s+of|interested\s+in|interest\s+(?:in|for)|for\s+the\s+benefit\s+of|for\s+the\s+sake\s+of|for\s+the\s+purposes?\s+of|at\s+the\s+heart\s+of|in\s+service\s+of)\s+"
    r"|\b(?:hence|thus|thereby|therefore|consequently|it|so)\s+(?:also\s+)?(?:of|that\s+of)\s+"
    rf"|\b{_SERVES}\s+{_ADVERB}*(?:(?:the\s+)?proofs?\s+of\s+|to\s+|for\s+|on\s+|us\s+|half\s+of\s+|towards?\s+)?"
    r"|\bto\s+be\s+(?:compared|contrasted)\s+with\s+"
    r"|\b(?:sake|interest|purpose|name|wake|shadow|absence|lieu|remainder|rest|validity|truth|failure|negation)\s+of\s+"
    r"|\b(?:whether|what|how|why|where|when|while|once|unless|until|whenever)\s+"
    # by what it is improved
    r"|\b(?:improved|superseded|sharpened|generali[sz]ed|subsumed|strengthened|complemented|extended|refined|replaced|motivated|inspired|suggested|followed|preceded|accompanied"
    r"|surpassed|tightened|outperformed|mirrored|paralleled|echoed|complicated|explained|illustrated|removed|weakened|relaxed|needed|required|used|asked|demanded|exploited|presupposed|simplified|dwarfed|matched|answered|settled|resolved|closed|inherited|suffered|announced|promised|claimed)\s+(?:\w+\s+)?by\s+"
    r"|\b(?:improvements?|refinements?|extensions?|lower\s+bounds?|converse|counterparts?|sharper\s+\w+|better\s+\w+|stronger\s+\w+|more\s+\w+\s+\w+)\s+(?:is|are|will\s+be)\s+(?:\w+\s+)?(?:given|provided|offered|supplied|obtained|furnished)\s+(?:by|in)\s+"
    # names, dependence upon
    r"|\b(?:the\s+(?:name|title|caption|label|number|numbering)|entitled|called|named|labell?ed|numbered|known\s+as)\s+(?:of\s+)?"
    r")\Z"
)
#: "and hence ◎".
HENCE = pattern(
    r"(?:\A|[,;:.]\s+|\b)(?:and\s+)?(?:hence|thus|therefore|so|consequently|with\s+it|thereby|whence|a\s+fortiori)\s*,?\s*(?:also\s+|even\s+)?\Z"
)
#: "…, which is ◎": what is found, where the sentence finds something, and otherwise what is used.
WHICH_IS = pattern(
    r"\bwhich\s+(?:is|was)\s+(?:(?:just|exactly|precisely|simply|merely|nothing\s+but|again|also|indeed|now|already|part\s+of|the\s+content\s+of)\s+)*\Z"
)
FOUND = pattern(
    r"◆|\b(?:gives?|giving|yields?|yielding|impl(?:y|ies|ying)|prov(?:es?|ing)|shows?|showing|get|gets|obtain\w*|deduc\w+|conclud\w+|arriv\w+|follows?|find|finds|becomes?"
    r"|hence|thus|so|therefore|consequently|whence|thereby|finally|reads?|establish\w*|results?|turns|simplifies|leads?|leaving|left)\b"
    r"|\A(?:\W*(?:and|now|then|by|on|upon|after|finally|moreover|letting|setting)\s+)*\w+ing\b"
)
#: "which is what ◎ says".
WHICH_IS_WHAT = pattern(
    r"\bwhich\s+(?:is|was)\s+(?:(?:just|exactly|precisely|indeed)\s+)?what\s+\Z"
)
STATES = pattern(r"\A\s*(?:says?|states?|gives?|shows?|asserts?|provides?|guarantees?|tells?)\b")
#: What is to be shown, "it remains to show that ◇": not what is found.
GOAL = pattern(
    r"\b(?:remains?|remaining|suffic\w+|enough|provided|needs?|required|necessary|left|want|have|has|only)\s+(?:\w+\s+)?(?:to|that|with)\b[^;:]*\Z|\b(?:provided|needs?|because|since|as\s+long\s+as)\b[^;:]*\Z"
)
#: "is not ◎", "will be ◎".
IS_NOT = pattern(
    r"\b(?:(?:is|are|was)\s+(?:not|neither|never|no\s+longer)\s+(?:yet\s+|quite\s+|the\s+content\s+of\s+)?|(?:will|shall|would)\s+(?:then\s+)?be\s+)\Z"
)
#: "is treated in", "will be sharpened in": of the verb before "in", "to", "until", "by", "with".
PLANNED_IN = pattern(
    rf"\b{_PLAN}(?:e?s|e?d|ing|e|ies|ied|y|n|ne|ame)?\s+{_ADVERB}*(?:(?:up|out|away|over|back|only|on|further|later|again|more\s+\w+|in\s+(?:full\s+)?(?:detail|depth|generality)|to|further|the\s+(?:\w+\s+){{1,2}}|this|it|these|them)\s+)*"
    r"(?:in|into|until|within|inside|throughout|to|at|during|for)\s+\Z"
    r"|\b(?:will|shall|to|can|may)\s+(?:\w+\s+)?be\s+(?:\w+\s+)?(?:combined|plugged|inserted|substituted|fed|put|coupled|integrated)\s+(?:\w+\s+)?(?:with|in|into|to)\s+\Z"
)
#: "is shown in", "we prove in".
SHOWN_IN = pattern(
    r"\b(?P<verb>prov(?:e|ed|en)|show(?:n|ed)?|establish(?:ed)?|bound(?:ed)?|comput(?:e|ed)|obtain(?:ed)?|deriv(?:e|ed)|see|seen|saw|stat(?:e|ed)|noted?|verif(?:y|ied)|estimat(?:e|ed)|control(?:led)?|found|find"
    r"|given|give|assert(?:ed)?|observ(?:e|ed)|demonstrat(?:e|ed)|calculat(?:e|ed)|guarantee[d]?|summari[sz]ed|learn(?:ed|t)?|ensured?|claimed|asserted|provided|calculated|evaluated|demonstrated|identified|characteri[sz]ed|constructed|built|done|appears?|recalled|dealt\s+with|analy[sz]ed|handled|written)"
    rf"\s+(?:that\s+)?{_ADVERB}*(?:in|within|during)\s+\Z"
)
#: "the last term is bounded in ◎", "a bound on ◇ is given in ◎".
TERM_IN = pattern(
    rf"\b(?:is|are|can\s+be)\s+{_ADVERB}*(?:(?:upper-?\s?)?bounded|controlled|estimated|computed|calculated|evaluated|shown|proved|proven|established|verified|handled|dealt\s+with|guaranteed|ensured|demonstrated)\s+{_ADVERB}*in\s+\Z"
    rf"|\b(?:bounds?|estimates?|control|inequalit(?:y|ies)|identit(?:y|ies)|formula[es]?|expressions?|expansions?|values?|limits?|moments?|variances?|terms?|sums?|integrals?|proof)\b[^.;:]*"
    rf"\b(?:is|are|can\s+be)\s+{_ADVERB}*(?:given|provided|stated|found|obtained|derived|recorded)\s+{_ADVERB}*in\s+\Z"
)
#: "a bound on ◇ is given in ◎": not its definition.
BOUND_IN = pattern(
    rf"\b(?:bounds?|estimates?|control|proofs?\s+that|inequalit(?:y|ies)|identit(?:y|ies)|positivity|finiteness|monotonicity|convexity|smoothness|integrability|continuity|boundedness)\s+"
    rf"(?:on|of|for)\s+(?:the\s+)?(?:\w+\s+){{0,3}}◇\s+(?:is|are|can\s+be)\s+{_ADVERB}*(?:given|provided|stated|found|obtained|derived|proved|proven|shown|established)\s+{_ADVERB}*in\s+\Z"
)
#: The proof at hand serves what is bounded elsewhere: "with this bound, the risk is bounded in ◎".
SERVED = pattern(
    r"\b(?:when|(?:with|from|using|given|by)\s+(?:this|it|these|the\s+present)|this\s+(?:bound|estimate|lemma|result|inequality|fact)\s+(?:as|at|in\s+hand|on)|its\s+help|for\s+comparison|of\s+this\s+(?:lemma|result|bound|estimate))\b"
)
#: What is not at hand, though it may be "shown in ◎".
NOT_AT_HAND = pattern(
    r"\b(?:not|never|no|nor|cases?|settings?|regimes?|situations?|lower\s+bounds?|other|another|alternative\w*|different\w*|similar\w*|same|examples?|counter-?examples?|instances?|methods?|algorithms?|variants?|versions?"
    r"|how|why|whether|what|which\s+of|details?|discussions?|proofs?|motivations?|intuition|explanations?|rates?|constants?|general\w*|fast\w*|at\s+hand|numerical|experiments?|simulations?|more|further|also|later|below|will|shall|would|could|if|unlike|instead|then|now|next|finally|theorems?|propositions?|corollar(?:y|ies)|lemmas?|main|overall|(?:final|resulting|total)\s+(?:bounds?|results?|guarantees?|claims?|estimates?|regret|risk|error)|corresponding|statements?|reverse|converse|estimators?|necessity|optimality|optimal|dependence|consequences?|applications?|full|complete|precise)\b"
)
PAST = pattern(
    r"\b(?:was|were|has|have|had|been|already|above|earlier|before|did|showed|saw|(?<!is\s)(?<!are\s)(?<!be\s)proved|as)\b[^,;:]*\Z"
)
FORTHCOMING = pattern(
    r"\b(?:will|shall|going\s+to|later|below|next|soon|forthcoming|is\s+to|are\s+to|to\s+be|remains?\s+to)\b"
)

# -- uses, by what stands right before the reference ------------------------

_THE = (
    r"(?:(?:the|le|la|les|dem|der|den|die|das|des|du|a|an|our|its|both|either|any|some|again|only|also|once|more|twice|first|then|now|just|directly|repeatedly"
    r"|simply|solely|precisely|exactly|essentially|merely|instead|mainly|e\.g\.|i\.e\.|say|namely|for\s+example|for\s+instance|once\s+again)\s+)"
)
#: Verbs of using; negation and conditions before them deny the use.
_APPLY = (
    r"(?:us(?:e|es|ing|ed)|appl(?:y|ies|ying|ied)|invok(?:e|es|ing|ed)|employ(?:s|ed|ing)?|exploit(?:s|ed|ing)?|utili[sz](?:e|es|ed|ing)|recall(?:s|ed|ing)?|remember(?:ing)?|combin(?:e|es|ed|ing)|coupl(?:e|es|ed|ing)|plug(?:s|ged|ging)?(?:\s+in(?:to)?)?"
    r"|insert(?:s|ed|ing)?|substitut(?:e|es|ed|ing)|iterat(?:e|es|ed|ing)|appeal(?:s|ed|ing)?\s+(?:once\s+(?:more|again)\s+|again\s+|directly\s+)?to|inspect(?:s|ed|ing)?|look(?:s|ed|ing)?\s+at|examin(?:e|es|ed|ing)|consult(?:s|ed|ing)?|anticipating|resort(?:s|ed|ing)?\s+to|rel(?:y|ies|ied|ying)\s+(?:\w+ly\s+)?(?:on|upon)|bas(?:e|ed|ing)\s+(?:\w+\s+)?(?:on|upon)|build(?:s|ing)?\s+(?:up)?on"
    r"|rest(?:s|ing)?\s+(?:up)?on|lean(?:s|ed|ing)?\s+(?:up)?on|draw(?:s|ing)?\s+(?:up)?on|f(?:all|alls|alling|ell)\s+back\s+on|depend(?:s|ing)?\s+(?:up)?on|hing(?:e|es|ing)\s+(?:up)?on|quot(?:e|es|ing)|cit(?:e|es|ing)|need(?:s|ed|ing)?|requir(?:e|es|ed|ing)|import(?:s|ed|ing)?|leverag(?:e|es|ed|ing)|bring(?:s|ing)?\s+in"
    r"|tak(?:e|es|ing)|grant(?:ed|ing)|chain(?:s|ed|ing)?|add(?:s|ed|ing)?(?:\s+up)?|telescop(?:e|es|ed|ing)|evaluat(?:e|es|ed|ing)|square|squaring|sum(?:s|med|ming)?(?:\s+up)?|multipl(?:y|ies|ied|ying)|integrat(?:e|es|ed|ing)|averag(?:e|es|ed|ing)|unroll(?:s|ed|ing)?|speciali[sz](?:e|es|ed|ing)"
    r"|instantiat(?:e|es|ed|ing)|appl(?:y|ies|ying|ied)\s+(?:here\s+)?(?:with|using)|feed(?:s|ing)?|inject(?:s|ed|ing)?|put(?:s|ting)?|adapt(?:s|ed|ing)?|call(?:s|ing)?\s+(?:up)?on|want\s+to\s+use|follow(?:s|ed|ing)?|follow(?:s|ed|ing)?\s+(?:\w+ly\s+|at\s+once\s+|then\s+|now\s+|also\s+)?(?:from|by|via|using)|result(?:s|ed|ing)?\s+from)"
)
_BY = (
    r"(?:by|from|via|through|per|thanks\s+to|due\s+to|owing\s+to|because\s+of|in\s+view\s+of|in\s+(?:the\s+)?light\s+of|on\s+account\s+of|according\s+to|as\s+a\s+(?:consequence|result|corollary)\s+(?:of|to)|by\s+virtue\s+of|by\s+means\s+of"
    r"|consequences?\s+of|corollar(?:y|ies)\s+(?:of|to)|instances?\s+of|(?:special|particular|limiting)\s+cases?(?:\s*◇)?\s+of|on\s+(?:\w+\s+){0,3}events?(?:\s*◇)?\s+(?:of|from|in)|on\s+the\s+basis\s+of|on\s+the\s+strength\s+of|combination\s+of|combination\s+with|conjunction\s+with|given"
    r"|d['’]\s?apr[eè]s|par|selon|gr[aâ]ce\s+(?:à|a|au)|en\s+vertu\s+(?:de|du)|nach|wegen|aufgrund|mittels|gemäß|laut|dank|folgt\s+aus|liefert|courtesy\s+of|out\s+of|under|upon|modulo|once\s+we\s+have|way\s+of|restatement\s+of|reformulation\s+of|translation\s+of|specialisation\s+of|specialization\s+of|rephrasing\s+of|rewriting\s+of|immediate\s+by|clear\s+by|together\s+with|along\s+with|coupled\s+with|combined\s+with"
    r"|reduc(?:e|es|ed|ing)\s+to|amounts?\s+to|boils?\s+down\s+to|equivalent\s+to|tantamount\s+to|nothing\s+(?:but|more\s+than|else\s+than|other\s+than)|no\s+more\s+than|none\s+other\s+than|only|but|by\s+using)"
)
#: Nouns of using.
_USE_OF = (
    r"(?:applications?\s+of|applications?\s+to|uses?\s+of|using\s+of|usage\s+of|invocations?\s+of|recourse\s+to|resort\s+to|help\s+of|aid\s+of|assistance\s+of|appeal\s+to|references?\s+to"
    r"|content\s+of|power\s+of|force\s+of|full\s+strength\s+of|iterations?\s+of|help\s+from|citation\s+of|use\s+for|need\s+for|need\s+of|reliance\s+on)"
)
_LIMIT_IN = (
    r"(?:tak|pass|go)(?:e|es|ing)?\s+(?:\w+\s+){0,3}?(?:expectations?|limits?|supremum|suprema|infimum|infima|maximum|minimum|averages?|traces?|logarithms?|norms?|roots?|derivatives?|gradients?|unions?|bounds?|mean)"
    r"\s+(?:◇\s+)?(?:in|on\s+both\s+sides\s+of|over|inside|of)"
)
APPLIED = pattern(rf"\b(?P<verb>{_LIMIT_IN}|{_APPLY}|{_USE_OF})\s+{_THE}*(?:from\s+|in\s+)?\Z")
#: "put ◇ in ◎".
SET_IN = pattern(
    r"\b(?:let|set|sets|setting|put|puts|putting|tak(?:e|es|en|ing)|choos(?:e|es|ing)|letting|plug(?:s|ged|ging)?|insert(?:s|ed|ing)?|substitut(?:e|es|ed|ing)|replac(?:e|es|ed|ing))"
    rf"\s+(?:\w+\s+){{0,3}}?◇(?:\s*(?:,|and|by|for|instead\s+of)\s*◇)*\s+(?:back\s+)?in(?:to)?\s+{_THE}*\Z"
)
#: "by Hölder's inequality and ◎", "using that ◇ is bounded, ◎": the tool is farther away.
TOOLS = pattern(
    r"\b(?P<verb>by|from|via|us(?:e|es|ed|ing)|apply|applying|applied|invok(?:e|es|ing)|combin(?:e|es|ing)|thanks\s+to|due\s+to|because\s+of|in\s+view\s+of|par|selon|nach|mit|wegen|aus|recall(?:ing)?|follows?\s+from)"
    r"\s+(?P<gap>(?:[^\s;:.]+\s+){1,14})\Z"
)
#: What ends such a list of tools.
NO_TOOL = pattern(
    r"\b(?:we|one|it|this|which\s+(?:is|will)|will|shall|would|could|then|impl\w+|yield\w*|giv\w+|prove\w*|show\w*|hence|thus|so|obtain\w*|get|gets|than|unlike|in|for|to|below|proving|towards?|follow\w*)\b"
)
EVENT = pattern(r"\bevents?(?:\s+◇)?\s+(?:of|from|in)\s+\Z")
SUPPOSED_TO_HOLD = pattern(
    r"\b(?:suppose|supposing|assume|assuming|assumed|provided|if|whenever|wherever|when|unless|whether|until|as\s+(?:long|soon)\s+as)\s+(?:now\s+|for\s+(?:now|contradiction|induction)\s+|inductively\s+|that\s+|both\s+|the\s+)*\Z"
)
IF = pattern(r"\b(?:if|suppos\w+|assum\w+|provided|whenever|under|given|let)\b")
HOLDS = pattern(
    r"\b(?:holds?|holding|satisf\w+|true|valid|fulfill?\w*|in\s+force|assum\w+|suppos\w+)\b"
)
#: "inserting this into ◎".
FED_INTO = pattern(
    r"\b(?:feed(?:s|ing)?|plug(?:s|ging)?|insert(?:s|ing)?|substitut(?:e|es|ing)|put(?:s|ting)?)\s+(?!(?:in|into)\s)(?:[^\s,;:]+\s+){1,5}?(?:back\s+)?in(?:to)?\s+\Z"
)
#: These govern whatever else stands before them.
STRONGLY = pattern(
    rf"\b(?:due|thanks|owing|according)\s+to\s+{_THE}*\Z|\b(?:because|in\s+view|by\s+virtue|by\s+means)\s+of\s+{_THE}*\Z"
    r"|\b(?:appeal\w*|due|thanks|according|owing|resort\w*|reduc\w+|amounts?)\s+to\b[^;:.]{1,60}\band\s+(?:also\s+)?to\s+\Z"
)
#: "this is where ◎ comes in", "our aim is ◎".
WHERE = pattern(r"\b(?:where|when|here\s+that|point\s+that)\s+\Z")
ENTERS = pattern(
    r"\A\s*(?:comes?\s+in|enters?\b|kicks?\s+in|is\s+(?:used|needed|applied)|helps?\b)"
)
AIM = pattern(
    r"\b(?:aims?|goals?|targets?|objectives?|destination|next\s+(?:step|result))\s+(?:is|are)\s+\Z"
)
MADE = pattern(r"\b(?:mak|render)(?:e|es|ing|s)?\s+\Z")
USABLE = pattern(r"\A\s*(?:directly\s+)?(?:applicable|available|usable)\b")
SINCE = pattern(r"\b(?:since|as|because)\s+\Z")
GOVERNED = pattern(
    rf"(?:\b(?P<by>{_BY})|[=≤≥])\s+{_THE}*\Z|\bwe\s+(?:know|see|infer|get|obtain|have|conclude)\s+(?:\w+ly\s+)?(?:from|by)\s+\Z"
)
IS = pattern(
    r"\b(?:is|are|was|be|being|becomes?|reads?|namely|i\.e\.,?|called|precisely|exactly|just)\s+(?:then\s+|now\s+)?(?:just\s+|exactly\s+|precisely\s+|nothing\s+but\s+|simply\s+|merely\s+|essentially\s+|only\s+|again\s+|contained\s+in\s+|included\s+in\s+|covered\s+by\s+|the\s+content\s+of\s+|part\s+of\s+)?\Z|\bwhat\s+\Z"
)
SEE = pattern(r"\bsee\s+(?:e\.g\.,?\s+|for\s+(?:instance|example),?\s+|again\s+|the\s+)?\Z")
#: Nothing better is known of these.
TOWARDS = pattern(r"\b(?:for|to|into|towards?)\s+\Z")
IN_IT = pattern(r"\A(?:also\s+|but\s+|and\s+|already\s+|then\s+|later\s*,?\s+)?(?:in|within)\s+\Z")
WE_HAVE_SHOWN = pattern(
    r"\A[\s,]*(?:it\s+(?:was|has\s+been)|we\s+(?:have\s+)?(?:already\s+)?(?:showed|shown|proved|proven|saw|seen|established|obtained|derived|found|bounded|computed|verified))\b"
)
#: "where ◇ is the point from ◎".
IS_FROM = pattern(
    r"◇\s+(?:is|are|be|being|denotes?|stands\s+for)\s+(?:the|an?|our)\s+(?:[\w-]+\s+){1,4}(?:from|in|of|appearing\s+in|constructed\s+in)\s+\Z"
)
CF = pattern(
    r"\b(?:cf\.?|compare|confer|comparing|compare\s+(?:this\s+|it\s+|these\s+)?with|comparing\s+(?:\w+\s+){0,3}?with|comparison\s+with|compared\s+with)\s+\Z"
)
WITH = pattern(r"\bwith\s+\Z")
NOT_WITH = pattern(
    r"\b(?:start\w*|beg[aiu]n\w*|deal\w*|do|concerned|coincid\w+|overlap\w*|interfer\w+|compet\w+|conflict\w*|compatible|par|continu\w+|proceed\w*|familiar|interact\w*"
    r"|nothing|something|little|more|share\w*|common|analogy|analogies|similarit(?:y|ies)|resemblance|comparison|connections?|relations?|links?|parallels?|differences?|tension|contrast\w*|compar\w+|confus\w+|agree\w*|accord\w*|consistent|together|tie\w*|identical|same)\s+(?:\w+\s+)?with\s+\Z"
)
AS_IN = pattern(r"\A(?:just\s+|exactly\s+)?as\s+in\s+\Z")

# -- what denies a use ------------------------

#: Behind "an appeal to ◎".
NOT_POSSIBLE = pattern(
    r"\A\s*(?:here\s+|at\s+this\s+(?:point|stage)\s+)?(?:is|are|was|would\s+be|seems)\s+(?:\w+\s+)?(?:not\s+(?:yet\s+)?(?:possible|allowed|legitimate|available|an\s+option|permitted|needed|necessary|required|admissible|justified)|impossible|illegitimate|unnecessary|unavailable|superfluous|avoided|out\s+of\s+the\s+question)"
)
#: In the clause before a verb of using.
DENIED = pattern(
    r"(?:\b(?:not|never|cannot|without|nor|neither|unable\s+to|no\s+longer|hardly|nowhere|no\s+need\s+(?:to|for|of)|no\s+use\s+of|no\s+appeal\s+to|no\s+recourse\s+to|no\s+reference\s+to|refrain\w*|avoid\w*|dispens\w+|impossible\s+to|fails?\s+to|illegitimate\s+to|forbidden\s+to|too\s+early\s+to"
    r"|premature\s+to|free\s+of|independent(?:ly)?\s+of|instead\s+of|rather\s+than|bypass\w*|circumvent\w*|resist\w*|obviat\w+|spar\w+\s+us|unnecessary\s+to|needless\s+to|superfluous|redundant|overkill|wasteful\s+to|would\s+be\s+wrong\s+to|at\s+no\s+(?:point|stage|place|time)|by\s+no\s+means|in\s+no\s+way|no(?=\s*\Z))\b|n['’]t\b)"
    r"(?P<gap>(?:\s+[^\s,;:]+){0,7}?)\s*\Z"
)
#: These with a negation deny nothing.
HARMLESS = pattern(
    r"\b(?:not\s+(?:only|just|merely|hard|difficult|surprising\w*|even|yet\s+(?:finished|done))|without\s+loss"
    r"|no\s+(?:loss|harm|more\s+than|matter|less|doubt|surprise|confusion))\b"
    # what is put in the place of something, and what is no such thing
    r"|\b(?:instead|in\s+place|in\s+lieu)\s+of\s+○"
    r"|\b(?:is|are|was|were)\s+not\s+(?:\w+ly\s+)?(?:◇\s*-\s*)?\w+(?:ble|ous|nite|ear|ent|ant|ative|sive)\b"
)
#: Unless one of these lies between the negation and the use.
UNDONE = pattern(
    r"\b(?:but|only|unless|except|without|instead|hence|so|then|than|until|because|since|until)\b"
)
SUPPOSED = pattern(
    r"\b(?:would|could|might|tempt\w+|alternatively|alternative|one\s+(?:may|can)\s+also|(?:may|can)\s+also\s+be|possible\s+to\s+(?:also\s+)?|another\s+(?:way|proof|route|argument|derivation)|different\s+(?:proof|route|argument)|second\s+proof|(?:slicker|shorter|simpler|quicker|neater|nicer|cleaner|faster|more\s+(?:direct|elegant|conceptual))\s+(?:\w+\s+)?(?:proof|argument|route|derivation|way)|were\s+we|had\s+we|had\s+one|were\s+one|if\s+(?:one|we)\s+(?:is\s+|are\s+)?(?:willing|allowed|prepared|want\w*|wish\w*|prefer\w*|could|were|had|used)"
    r"|also\s+(?:follows?|be\s+(?:derived|deduced|obtained|proved|seen))|readers?|in\s+hindsight|a\s+posteriori|sanity\s+check|incidentally|by\s+the\s+way|in\s+passing)\b"
)
CIRCULAR = pattern(
    r"\b(?:circular\w*|vicious|begs?\s+the\s+question|begging\s+the\s+question|petitio)\b"
)
NOT_YET = pattern(
    r"\A[^.;:]*\b(?:not\s+yet|yet|at\s+this\s+(?:point|stage)|so\s+far|is\s+not\s+(?:yet\s+)?(?:available|needed|used|required|applicable))\b"
)

# -- the reference as subject ------------------------

_LAUD = (
    r"\b(?:(?:is|are|be|as|indeed|necessarily)\s+(?:\w+\s+)?optimal|optimality\s+of|(?:gives?|yields?|provides?|shows?|says?|proves?)\s+(?:even\s+|much\s+|far\s+)?more|sharp\w*|tight\w*|best\s+possible|improv\w*|unimprov\w*|strong(?:er|est)|better|weaker|unavoidable|avoidable|necessary|necessity|unnecessary|superfluous|redundant|essential|cannot\s+be\s+(?:\w+\s+)?(?:removed|improved|dropped|avoided|weakened|relaxed|omitted|lowered|reduced)"
    r"|can\s+be\s+(?:\w+\s+)?(?:removed|improved|dropped|avoided|weakened|relaxed|omitted|lowered|sharpened|strengthened|extended)|matching|complementary|corresponding\s+lower|converse|extension\w*|generali[sz]\w*|analog(?:ue|ous|y)?|counterpart|variant|refinement|refined|artefact|artifact|fails|false|more\s+general|much\s+more|far\s+more|loses?|lost|lossy|wasteful|loose|crude|pessimistic)\b"
)
LAUDED = pattern(_LAUD)
_SAYS = (
    r"(?:gives?|yields?|implies|imply|shows?|states?|says?|tells?|guarantees?|ensures?|asserts?|provides?|bounds?|controls?|handles?|takes?\s+care|allows?|lets?|permits?|entails?|proves?|establish(?:es)?|suppl(?:y|ies)|furnish(?:es)?|reduces?|reads?|produces?|delivers?|settles?|completes?|concludes?|finish(?:es)?|suffices?|does\s+the|do\s+the"
    r"|(?:can|may)\s+(?:now\s+|then\s+|therefore\s+)?be\s+(?:applied|used|invoked)|(?:is|are)\s+(?:now\s+|also\s+|directly\s+)?applicable|rules?\s+out|excludes?|forces?|turns?|becomes?|appl(?:y|ies)|applied|combined|together|implying|yielding|giving|showing|tell|identif(?:y|ies)|characteri[sz]es?|justif(?:y|ies)|covers?|makes?|bring|brings|lower-?bounds?|upper-?bounds?|estimates?|transforms?|says|closes?|leaves?|leads?|continues?|remains?|holds?|is\s+in\s+force|(?:is|are)\s+(?:(?:just|exactly|precisely)\s+)?(?:all|what|enough|sufficient|violated|contradicted)|fails?\s+with|do|does(?!\s+not)|produces|confirms?|certif(?:y|ies)|enables?|contradicts?|demonstrates?|reveals?|explains?|works?|kicks?\s+in|enters?|comes?\s+in(?:to)?)"
)
_SPEAKS = (
    r"(?:(?:will|shall|would|could|might)(?:\s+not)?(?:\s+\w+){1,2}|answers?|resolves?|improves?|sharpens?|extends?|generali[sz]es?|refines?|strengthens?|treats?|removes?|deals?|concerns?|considers?|address(?:es)?|uses?|needs?|requires?|rel(?:y|ies)|rests?|depends?|builds?|hinges?|follows?|quantif(?:y|ies)|complements?|relax(?:es)?|weakens?|drops?|avoids?|has|have|had|plays?|goes|studies|discuss(?:es)?|involves?|contains?|illustrates?|tightens?|strips|lifts?|eliminates?|discusses|compares?|mentions?|revisits?|takes?\s+up|is\s+going\s+to|are\s+going\s+to"
    r"|(?:is|are|was|were|be)\s+(?:then\s+|now\s+|also\s+|only\s+|itself\s+|not\s+)*(?:\w+ly\s+)?(?:an?|the|one|where|about|our|its|used|needed|required|proved|proven|shown|stated|established|based|devoted|false|stronger|weaker|sharper|similar|analogous|different|more|much|better|concerned|closely|related|unaffected|not|optimal|vacuous|trivial|void|meaningless|independent|deferred|postponed|immediate|obtained|derived|deduced|within|close|near|ready|complete|finished|in|of|as|due|taken|from)"
    r"|does\s+not|do\s+not|doesn['’]t|don['’]t|cannot|can['’]t|can\s+not|can\s+only|can\s+(?:then\s+|now\s+)?be\s+(?:proved|proven|derived|deduced|obtained|improved|extended|shown|established|stated)|fails?|appears?|becomes\s+(?:vacuous|trivial|a|the)|should|must|sheds?|starts?|begins?|calls?|asks?|lacks?|loses?|gains?|pays?|seems?|comes?\s+(?:next|later|from))"
)
STILL_HOLDS = pattern(
    r"\A(?:holds?|covers?|continues?|remains?|is\s+in\s+force|(?:is|are)\s+(?:true|valid))\b"
)
VERB = pattern(rf"(?<![-\w'’])(?:(?P<speaks>{_SPEAKS})|(?P<says>{_SAYS}))(?![-\w'’])")
#: Where the clause ends that the reference is the subject of.
CLAUSE_END = pattern(
    r"[;:.!?◆]|,\s+(?:but|while|whereas|although|though|because|since)\b|\bso\s+that\b"
)
RELATIVE = pattern(
    r",\s+(?:which|whose|in\s+which|of\s+which|to\s+be|proved|proven|stated|due|applied|with|for|as|see)\b[^,;.]*,"
)
#: "◎, from which", "◎ for an extension", "◎, where the dimension enters".
POINTED = pattern(
    r"\A\s*,?\s*(?:below\s*,?\s*|above\s*,?\s*|later\s*,?\s*)?(?:for\s+(?:an?|the|more|further|some|details|sharper|better|stronger|other|general|unbounded|a\s+similar|extensions|related|its|weighted|comparison|much|another|similar|different)\b|where\s+(?:the|a|an|we|this|it|such|no|only|more)\b|on\s+(?:the|how|why)\b|to\s+(?:see|compare|appreciate|learn|get|which|extend)\b)"
)
FOLLOWS_LATER = pattern(
    r"\A[\s)]*(?:(?:below|later|itself|also|then|now|therefore|thus|hence|in\s+turn|will|shall|is|are|can|may|at\s+once|easily|immediately|readily|directly|would)[\s,]+)*(?:follows?|following|be\s+(?:deduced|derived|obtained|proved|proven)|deduced|derived|obtained|proved|proven|is\s+immediate|immediate|becomes\s+(?:clear|immediate|trivial))\b"
)
