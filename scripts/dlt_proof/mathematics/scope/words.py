"""The words by which sentences of a proof are read; see `wording`."""

import re

#: These may make a relation hold only sometimes, or not at all.
DOUBT = (
    "if iff unless when whenever either or otherwise not no never neither nor cannot fails fail "
    "without except example instance might may would could should contradiction contrary "
    "contrarily eventually sufficiently enough almost limit until there exists exist some only "
    "false impossible different depending depends depend e.g i.e least most once after before "
    "sometimes typically usually generally case cases regime regimes later previously "
    "respectively resp instead rather unlike likely expected intuitively hope want wish show "
    "claim prove were versus while whereas although say large small than provided as long "
    "because since soon but apart outside save"
)
DOUBTS = frozenset(DOUBT.split())
#: With these something holds mostly, or nearly, or of a mean.
WEAKENS = re.compile(
    r"\bwith (?:\w+ )?(?:probability|certainty)\b|\bon average\b|\bup to\b|\bw\.?h\.?p\b"
    r"|\bin (?:expectation|probability|distribution|law|mean)\b"
    r"|\bin the (?:limit|mean|long run|worst case)\b"
    r"|\b(?:approximately|roughly|asymptotically|nearly|essentially|mostly|morally)\b|\bmost of\b"
)
QUANTIFIERS = frozenset(["every", "each", "any", "all"])
DECLARING = frozenset(["let", "fix", "consider", "take", "choose", "pick", "given"])
SUPPOSING = frozenset(["suppose", "assume", "require"])
DEFINING = frozenset(["set", "put", "write", "define", "denote", "where", "with", "let", "here"])
FILLERS = frozenset(
    ["that", "also", "further", "moreover", "furthermore", "throughout", "we", "now", "first",
     "again", "the", "and", "be", "by", "here", "both", "in", "addition", "finally", "second",
     "next"]
)  # fmt: skip
#: Behind these stands what is claimed.
THEREFORE = frozenset(
    ["then", "so", "hence", "thus", "therefore", "which", "implies", "imply", "gives", "yields",
     "consequently", "implying", "giving"]
)  # fmt: skip
STATED = frozenset(
    ["", "Assumption", "Definition", "Notation", "Hypothesis", "Condition", "Setting"]
)
#: What a conclusion says with these holds where they say, up to the next comma.
WHERE_ONLY = frozenset(
    ["under", "assuming", "given", "with", "satisfying", "subject", "such", "for", "whose", "on",
     "as", "suppose", "assume", "let"]
)  # fmt: skip
SEPARATORS = frozenset([",", "and", "with", "where", "satisfying", "satisfies", "satisfy"])
COPULAS = frozenset(["be", "is", "are", "denote", "denotes", "being"])
TAILS = frozenset(["be", "given", "arbitrary", "fixed", "and", "constants", "numbers"])
CONCLUDES = (
    ("we", "have"), ("it", "holds"), ("there", "holds"), ("one", "has"),
    ("it", "follows"), ("the", "following"), ("we", "get"), ("we", "obtain"),
)  # fmt: skip
LEADS_OF_HYPOTHESES = frozenset(
    ["let", "fix", "suppose", "assume", "given", "consider", "take", "for", "throughout", "if"]
)
#: Behind these an equation says what its left side stands for.
DEFINERS = frozenset(["where", "set", "put", "write", "define", "denote"])
#: What functions are: `$f$ is $L$-smooth and convex`.
PREDICATES = frozenset(
    ["smooth", "lipschitz", "strongly", "strictly", "convex", "concave", "continuous",
     "continuously", "differentiable", "twice", "measurable", "integrable", "lower-bounded",
     "nondecreasing", "nonincreasing", "increasing", "decreasing", "monotone", "closed", "proper",
     "lipschitz-continuous", "quasi-convex", "weakly"]
)  # fmt: skip
