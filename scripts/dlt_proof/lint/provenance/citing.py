"""Turns of phrase that say what a citation is for: the result, a word, a comparison, an object."""

from __future__ import annotations

from ... import patterns
from ...patterns import pattern
from .words import CITE, KIND

HAS_CITATION = pattern(CITE)
# Between "lemma" and the citation: names, works and small words.
_NAMING = (
    r"(?:of|from|in|by|the|an?|and|et|al\.?|due|to|see|e\.g\.|cf\.|also|for\s+(?:example|instance)"
    r"|books?|papers?|works?|monograph|textbook|survey|articles?|appendix|section|chapter|recent|seminal"
    r"|classical|earlier|celebrated|authors|(?-i:[A-Z])[^\s{}\\]*|[\d.]+)"
)
# The cited work is said to have the result.
SAYS_SO = pattern(
    r"\bdue\s+to\b|\b(?:prove[dn]?|proofs?|shown?|showed|established|derived|obtained|observed)\b"
    rf"[^.;]{{0,40}}?\b(?:in|by)\b[^.;]{{0,30}}{CITE}"
    rf"|\b{KIND}(?:\s+[\d.]+)?[\s,(]*(?:{_NAMING}[\s,(]+){{0,6}}?[\s(,\[]*{CITE}"
    rf"|{CITE}[^{{}}]*\}}[\s,)\]]*(?:\(?\s*(?:also|first|have|has)\s+)*"
    r"(?:show|prove|establish|observe|derive|obtain|state|give)"
    rf"|{CITE}[^{{}}]*\}}[\s,(]*{KIND}"
    r"|\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?\s*(?:\[[^\[\]]*\])*"
    r"\[[^\[\]]*\b(?:theorem|thm|lemma|lem|prop|corollar|cor|claim|fact|eq|ineq)[^\[\]]*\]",
    patterns.IGNORECASE,
)
# It is said to be known, or to be much like what is cited.
SAID_KNOWN = pattern(
    r"\b(?:well[- ]known|classical|standard|known|folklore|borrow\w*|quote|import\w*|restate)\b"
    rf"|\brecall\b(?!\s+that\b(?![^.]*\b{KIND}))"
    r"|\b(?:adapted|taken|borrowed|cited|quoted)\s+from\b"
    r"|\b(?:variant|version|restatement|special\s+case|instance|consequence|corollary)\s+of\b"
    r"|\bfollows?\s+(?:\w+\s+)?from\b|\b(?:according|thanks)\s+to\b"
    rf"|\bsee(?:,?\s+(?:e\.g\.|also|for\s+(?:example|instance)),?)?[\s(]*{CITE}",
    patterns.IGNORECASE,
)
# It is said to be something else: what is compared with, what is improved, what is used.
SAYS_OTHERWISE = pattern(
    r"\b(?:stronger|weaker|better|faster|whereas|open\s+(?:problem|question)|motivated|inspired"
    r"|beyond|relax\w*|similar\s+in\s+spirit|contributions?|applications?\s+(?:in|to|of)"
    r"|following\s+the\s+(?:idea|approach|argument|technique|analysis|strategy)\w*)\b"
    rf"|\bour\b[^.]{{0,40}}\b(?:{KIND}|guarantees?|analysis)\b"
    r"|\bwe\s+(?:\w+\s+){0,2}?(?:prove|establish|show|derive)\b",
    patterns.IGNORECASE,
)
STRONGLY_OTHERWISE = pattern(
    r"\b(?:unlike|in\s+contrast|contrary|improv\w+|sharpen\w*|strengthen\w*|generali[sz](?:es?|ing|ations?)"
    r"|extends?|extending|extensions?\s+(?:of|to|for)|tighter|sharper|as\s+opposed|compared?\s+(?:to|with)"
    r"|(?:for|in|by)\s+comparison|match(?:es)?|matching\s+(?:the|that|\w+\s+bound|bound)|complement(?:s|ing)?|removes?|remov(?:ed|ing)|dispens\w+"
    r"|our\s+(?:\w+\s+)?(?:proofs?|arguments?|approach|techniques?)"
    r"|as\s+far\s+as\s+we|independently\s+of\s+(?:us|our)|(?:independent|concurrent|parallel)\s+work"
    r"|to\s+(?:the\s+best\s+of\s+)?our\s+knowledge|(?:is|are|seems?|appears?\s+to\s+be)\s+(?:\w+\s+)?new)\b"
    rf"|\b(?:weaker|stronger|better|faster|slower|worse|looser|cruder)\s+(?:\w+\s+)?(?:{KIND}|rates?"
    r"|guarantees?|assumptions?|conditions?|than)\b"
    rf"|\bsimilar\s+(?:\w+\s+)?{KIND}(?!\s+(?:of|in|from)\b)"
    r"|\bspecial\s+cases?\s+of\s+(?:the\s+(?:following|next)|our|this|it)\b"
    rf"|\b(?:recover(?:s|ing)?|subsum(?:es?|ing)|includ(?:es|ing)|contain(?:s|ing))\b[^.]{{0,60}}{CITE}"
    rf"|\b(?:implies|imply)\b[^.]{{0,20}}\b{KIND}\s+(?:of|in|by)\s+{CITE}",
    patterns.IGNORECASE,
)
# It is said to have been asked, or guessed: whoever answers has the result.
ASKED = pattern(
    r"\b(?:conjectur\w+|(?:open\s+)?(?:questions?|problems?)\s+(?:of|by|from|posed|raised|asked|stated|in"
    r"|left|[\d.]+)|asks?|asked|posed|answers?|(?:is|are|gives?|provides?|to)\s+the\s+first|resolv\w+|settl\w+|disprov\w+|refut\w+"
    r"|counter-?examples?)\b",
    patterns.IGNORECASE,
)
ANSWERED_BY = pattern(
    r"\b(?:prove[dn]|shown|established|settled|resolved|solved|disproved|refuted|verified|confirmed"
    rf"|answered)\b(?:\s+\w+){{0,4}}?\s+(?:by|in)\b[^.;]{{0,30}}{CITE}",
    patterns.IGNORECASE,
)
# A citation for a word, an object, a history: nobody's result.
NAMES = pattern(
    r"\b(?:notations?|terminolog\w+|nomenclature|conventions?|notions?|concepts?|defin\w+|denot\w+"
    r"|in\s+the\s+(?:sense|spirit|setting|framework|notation)\s+of|so-called|called|termed|coined|dubbed|said\s+to\s+be|known\s+as|referred\s+to\s+as|we\s+(?:call|write)"
    r"|(?:introduced|proposed|studied|considered|initiated|pioneered|populari[sz]ed|investigated"
    r"|analy[sz]ed|used|employed|adopted|applied|surveyed|discussed)\s+(?:\w+\s+)?(?:in|by))\b"
    r"|\b(?:for|gives?)\s+(?:(?:an?|the|more|further|some|background|its|their)\s+)*(?:\w+\s+){0,2}?"
    r"(?:survey|overview|introduction|background|discussion|definitions?|history|motivation"
    r"|applications?|exposition|account|treatment|examples?|comparison|related\s+work)\b"
    r"|\brecall\s+that\b[^.]*\bif\b",
    patterns.IGNORECASE,
)
OF_A_RESULT = pattern(
    rf"\b{KIND}|\bproof|\b(?:the\s+)?(?:following|next)\b(?!\s+(?:\w+\s+)?(?:definition|notion(?!-)|notation"
    r"|convention|terminology|concept))",
    patterns.IGNORECASE,
)
NAMED = pattern(
    r"\b(?:called|termed|known\s+as|dubbed|said\s+to\s+be|referred\s+to\s+as)\s+(?P<name>[^.;]{0,60}?)"
    rf"[\s(]*{CITE}",
    patterns.IGNORECASE,
)
RESULT_NAME = pattern(
    rf"\b(?:{KIND}|principle|law|formula|rule|criterion|trick|decomposition|property)",
    patterns.IGNORECASE,
)
RESULT_IS = pattern(
    rf"(?:\b{KIND}|\bfollowing)[\s,]+(?:which\s+)?(?:is\s+|are\s+)?(?:\w+\s+){{0,2}}?\Z",
    patterns.IGNORECASE,
)
RESULT_CITED = pattern(
    r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?\s*(?:\[[^\[\]]*\])*"
    r"\[[^\[\]]*\b(?:theorem|thm|lemma|lem|prop|corollar|cor|claim|fact)[^\[\]]*\]",
    patterns.IGNORECASE,
)
# What links the sentence before a statement with it.
LINKS = pattern(
    rf"\b{KIND}|\b(?:following|follows?|next|below|recall|need|needs|use|state|states|require|quote|namely"
    r"|fact|property|properties|asserts?|says|implies|guarantees?|ensures?|holds?|as\s+in|by|from)\b",
    patterns.IGNORECASE,
)
CLAUSE_OF_HYPOTHESES = pattern(
    r"\b(?:let|suppose|assume|assuming|consider|given|denote|denoted|run|running|using|with|under|where|when|whenever|if|for"
    r"|satisf\w+|defined|introduced|proposed|called)\b[^.;]*\Z",
    patterns.IGNORECASE,
)
OBJECT = pattern(
    r"\b(?:setting|model|algorithm|method|procedure|framework|notation|assumptions?|definition|estimator|problem|scheme"
    r"|approach|technique|argument|analysis|oracle|environment|conditions?|class|mechanism|sampler|kernel|architecture"
    r"|network|loss|dataset|distribution|process|space|metric|norm|dimension|complexity|regime|games?|policy|strategy"
    r"|learner|solver|optimi[sz]er|update|rule|operator|experiment|phenomen\w+|finding|simulation|intuition"
    r"|heuristic|hyperparameter|idea|implementation|parametri[sz]ation|initiali[sz]ation|schedule"
    r"|step[\s-]sizes?|dataset|benchmark|example|construction|regulari[sz]er|potential|test)s?"
    r"(?:[\s,~($]|\b(?:of|from|in|by|due\s+to|is|are|was|introduced|proposed|studied|defined|considered"
    r"|described|used)\b)*+\Z",
    patterns.IGNORECASE,
)
PREPOSITION = pattern(r"\b(?:of|from|in|by|for|to|with|and|than)[\s({\[]*\Z", patterns.IGNORECASE)
# Behind these a statement concludes: what was supposed before them no longer counts.
CONCLUDES = pattern(
    r"\b(?:then|we\s+have|it\s+holds|there\s+(?:exists?|is|are))\b", patterns.IGNORECASE
)
SUPPOSES = pattern(
    r"\b(?:let|suppose|assum\w+|consider|denoted?|where|if|when|whenever|satisf\w+|defined|introduced"
    r"|proposed|called|under|using|algorithm|procedure)\b[^.;]*\Z",
    patterns.IGNORECASE,
)
ABOUT_SOMETHING_ELSE = pattern(
    r"\A\W*(?:the|this|these|our|such|both|all)\s+(?:\w+\s+){0,2}?(?:assumptions?|conditions?|algorithms?"
    r"|methods?|notations?|models?|settings?|notions?|definitions?|estimators?|constants?|schemes?)\b",
    patterns.IGNORECASE,
)
# "…, which we will use in our proof of": says nothing of whose it is.
FOR_USE = pattern(
    r"\b(?:in|for|throughout|during)\s+(?:our|the)\s+(?:\w+\s+){0,2}?(?:proofs?|analys[ie]s|arguments?"
    r"|derivations?)\b(?:\s+of\s+(?:our\s+|the\s+)?(?:main\s+)?(?:results?|theorems?))?",
    patterns.IGNORECASE,
)
# "They show that": whoever was cited in the sentences before.
THEY = pattern(
    r"\b(?:they|s?he|(?:the|these)\s+authors?)\s+(?:\w+\s+){0,2}?"
    r"(?:show|prove|establish|obtain|derive|state|give)(?:s|ed|d|n)?\b"
    rf"|\btheir\s+(?:\w+\s+){{0,2}}?{KIND}\s+(?:\w+\s+)?(?:is|are|reads?|states?|says|shows?|gives|can)\b",
    patterns.IGNORECASE,
)
FOOTNOTE = pattern(r"\\(?:footnote|thanks|marginpar|sidenote)\s*(?:\[[^\[\]]*\])?\s*(?=\{)")
ABOUT_RESULT = pattern(
    r"\bproof|\bprove[dn]\b|\bshown\b|\bdue\s+to\b|\bestablished\b|\bknown\b|\bclassical\b"
    r"|\bstandard\b|\bsee\b"
    rf"|\b(?:this|it|which|the\s+(?:above\s+)?{KIND}|{KIND}[~\s]+\S+)\s+is\s+(?:\w+\s+){{0,4}}?{KIND}",
    patterns.IGNORECASE,
)
# A sentence behind a statement speaks of it where it points back, by its subject, by "this", by a
# proof; "separations of depth two and three are known" is about other results.
_ITS_NAME = (
    rf"(?:{KIND}|proofs?|arguments?|assertions?|parts?|half|halves|directions?|former|latter|first"
    r"|second|last|above)"
)
_SUBJECT = (
    rf"(?:(?:this|that|these|both|all|each|its|our|either)\s+(?:[\w-]+\s+){{0,2}}?{_ITS_NAME}\b"
    r"|the\s+(?!(?:same|similar|analogous|corresponding|optimal|best|usual|known|classical|earlier"
    rf"|original)\b)(?!(?:(?!(?:is|are|was|were|has|have|can)\b)[\w-]+\s+){{1,3}}(?:of|by|in|from|due\s+to)\s+[^.,;]{{0,30}}?{CITE})\w"
    r"|(?:this|these|both|it|which)\s+(?!is\s+(?:\w+\s+){0,3}that\b)(?:is|are|was|were|has|have|can"
    r"|may|also|in\s+turn|first|follows?|goes|go|appears?|holds?|dates?|comes?|had)\b"
    rf"|{KIND}[~\s]+(?:\(?\\[a-zA-Z]*[rR]ef|\(?[A-Z]?\.?\d)|\\[a-zA-Z]*[rR]ef\*?\s*\{{"
    rf"|(?:parts?|items?)\s*\(|[\w-]+['’]s?\s+(?:\w+\s+)?{KIND}"
    r"|(?:existence|uniqueness|sufficiency|necessity|convergence|measurability|convexity)\b"
    r"|we\s+(?:\w+\s+)?(?:refer|omit|skip|follow|quote|cite|take|took|borrow|learned)\b)"
)
POINTS_BACK = pattern(
    rf"(?:\A\W*|[,;]\s+(?:and\s+|so\s+)?|\bthat\s+|\bconstants?\s+|\bhere\s+){_SUBJECT}"
    r"|\A\W*(?:see|cf|compare|consult|refer)\b|\bdetails\b"
    r"|\A\W*(?:with|for|under|in|when|if|up\s+to|except)\b[^.,;]{0,60}?\s(?:this|it)\s+(?:is|was|can|has|follows)\b"
    r"|(?:prove[sdn]?|show(?:s|ed|n)?|establish\w*|obtain\w*|state[sd]?)\s+"
    rf"(?:this|it|these|(?:the|this)\s+(?:\w+\s+)?{KIND})\b"
    rf"|\bproofs?\b(?!\s+(?:of|for|that)\b(?!\s+(?:this|it|them|these|{KIND}|the\s+(?:above\s+|full\s+)?{KIND})\b))",
    patterns.IGNORECASE,
)
#: The reader is sent to a proof, or told what the statement is there.
SENDS_TO_PROOF = pattern(
    r"\b(?:refer\w*|see|consult\w*|found|given|appears?|contained)\b[^.;]*\b(?:proofs?|arguments?)\b"
    r"|\b(?:proofs?|arguments?)\b[^.;]*\b(?:found|given|appears?|contained|in|see)\b"
    rf"|\A\W*(?:parts?|items?|claims?)\s*\([^()]*\)\s+(?:is|are)\s+{KIND}"
    rf"|\b(?:this|it|which|above|{KIND})\s+(?:is|was)\s+(?:\w+\s+)?\(?{CITE}"
    rf"|\b(?:this|it|which|above|{KIND})\s+goes\s+back\s+to\b",
    patterns.IGNORECASE,
)
ABOUT_NEXT = pattern(r"\W*(?:the\s+)?(?:following|next)\b", patterns.IGNORECASE)
