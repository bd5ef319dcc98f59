"""The words by which cited statements, and suppositions where they are cited, are read."""

#: What a claim may have around it without meaning less: "then we have … and …".
_IDLE_BESIDE = (
    "then we have one has it holds hold that the following and moreover furthermore also in "
    "addition particular hence thus so therefore follows both is true , : ( ) get obtain there "
    "bound inequality estimate"
)
IDLE_BESIDE = frozenset(_IDLE_BESIDE.split())
_POSTULATING = "let assume suppose define set put write denote by require"
POSTULATING = frozenset(_POSTULATING.split())
#: What the scope passes over in a noun, since it bounds no number.
_LOST = "rational strictly complex odd even prime composite"
LOST = frozenset(_LOST.split())
_LOST_OF_CALLED = (
    "independent finite natural integer integers universal absolute rational numerical two "
    "three four step learning scalar"
)
LOST_OF_CALLED = frozenset(_LOST_OF_CALLED.split())
#: A sentence that opens so may restrict what was claimed before it.
_RESTRICTS = "here where throughout this these only provided all"
RESTRICTS = frozenset(_RESTRICTS.split())
#: Around a formula of a supposition these take nothing from it.
_PLAIN_IN_SUPPOSITIONS = (
    "let suppose assume that fix consider for every each all any and with be in given such take "
    "pick we now first an a arbitrary real integer integers number numbers reals , : ( ) so "
    "where case i ii iii iv 1 2 3 4 is are positive nonnegative may can the assumption hold holds "
    "integrable random variable variables vector vectors"
)
PLAIN_IN_SUPPOSITIONS = frozenset(_PLAIN_IN_SUPPOSITIONS.split())
#: "at every outcome and": a claim about random variables that are looked at as functions.
OPENERS = (
    ("at", "every", "outcome", ","), ("at", "every", "outcome", "and"), ("at", "every", "outcome"),
    ("moreover", ","), ("furthermore", ","), ("also", ","), ("in", "particular", ","),
    ("in", "addition", ","), ("then", ","), ("then",), ("moreover",), ("furthermore",), ("and",),
    ("it", "holds", "that"), ("we", "have", "that"), ("we", "have"),
)  # fmt: skip
SIGNS = {
    "positive": ">", "nonnegative": ">=", "non-negative": ">=", "negative": "<",
    "nonpositive": "<=", "nonzero": "!=", "non-zero": "!=",
}  # fmt: skip
