"""Which words introduce the number of a formula: "the bound (3)", "problem (3)", "our SDE (3)".

Nouns for what a displayed formula may be are a list; of other words only their form and the words
before them are asked. Not here: marks, lists and references before the number (`mentions`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..latex.words import word_set
from ..patterns import pattern

#: Words that a reference does not belong to: it stands for the equation by itself behind them.
FUNCTION = word_set(
    "by from in into of to with using via on onto over under at for as than upon within without "
    "between among amongst against towards toward through throughout after before since until "
    "till despite given because due but and or nor so yet if when whenever whereas whence "
    "although though that which unless once thus hence then therefore now also both either "
    "neither not again indeed here namely cf viz see instead only just even still already "
    "moreover furthermore however consequently like unlike except plus versus vs about above "
    "below around besides alongside together iff while where is are was were be been being "
    "becomes become remains remain has have had i.e e.g w.r.t resp respectively out and/or per "
    "whether lest albeit notwithstanding beyond inside outside likewise meanwhile hereby thereby "
    "perhaps maybe always never often sometimes too else otherwise behind beside beneath "
    "underneath near across along past concerning regarding during barring minus times inasmuch "
    "whereby wherein wherever nevertheless nonetheless accordingly alternatively it them they us "
    "me there back up down off ahead away long much more less most least enough rather quite very "
    "almost thereof therein thereafter afterwards amid opposite ere whilst aforesaid who whom how "
    "why what whichever whatever token"
)
VERBS = word_set(
    "uses use recall recalls apply applies invoke invokes satisfy satisfies imply implies give "
    "gives yield yields obtain obtains get gets prove proves show shows establish establishes "
    "follow follows insert inserts plug plugs substitute substitutes combine combines compare "
    "compares consider considers solve solves minimize minimizes minimise minimises maximize "
    "maximizes maximise maximises optimize optimizes verify verifies check checks hold holds "
    "denote denotes rewrite rewrites rearrange simplify simplifies integrate differentiate "
    "multiply divide add adds subtract take takes let write express replace replaces derive "
    "derives deduce deduces conclude concludes complete completes violate violates fulfil fulfill "
    "fulfils fulfills obey obeys contradict contradicts generalize generalizes generalise "
    "generalises recover recovers match matches equal equals exploit justify justifies ensure "
    "ensures enforce enforces impose imposes assume assumes need needs require requires improve "
    "improves extend extends strengthen strengthens means mean proven shown seen known done told "
    "written taken held found got made led leads lead brings bring admits admit meets meet makes "
    "make put puts sees say says call reads read do does did can may will must should would could "
    "cannot used mind begin began begins starts start prints rely relies render renders deliver "
    "delivers offer offers cover covers infer infers lower lowers transfer transfers balances "
    "trigger triggers alter alters capture captures enhance enhances influence influences mention "
    "mentions became gave drew knew chose saw wrote went came set sets shall might optimises"
)
DETERMINERS = word_set(
    "the a an this that these those our your its their his her my each every any some such no all "
    "one two three another other same first second third last next following previous preceding "
    "above latter former whole full main key crucial new old simple general well-known so-called "
    "four several many few various certain whose"
)
#: Behind these an unknown word is a verb: "we reorder (3)", "can simply telescope (3)".
_BEFORE_VERBS = word_set(
    "we i us one can could must may might will would should shall cannot simply directly easily "
    "you they who not let"
)
#: What a formula with a number may be, in the singular.
_NOUNS = word_set(
    "equation inequality equality identity bound estimate condition constraint assumption "
    "hypothesis display formula formulation definition expression relation relationship problem "
    "program programme system recursion recurrence update iteration iterate step rule scheme "
    "algorithm method procedure dynamics dynamic ode sde pde lp sdp qp objective loss risk cost "
    "function functional map operator integral sum series limit term product norm metric distance "
    "divergence kernel matrix vector process chain sequence model policy value estimator "
    "predictor classifier decomposition representation expansion approximation characterization "
    "characterisation property criterion criteria requirement claim fact result statement "
    "conclusion assertion proposition lemma theorem corollary case regime choice setting notation "
    "convention form version variant analogue analog counterpart generalization generalisation "
    "extension inclusion implication equivalence duality dual primal relaxation reformulation "
    "regularizer regulariser penalty prior posterior likelihood density distribution measure law "
    "probability rate guarantee error regret gap residual variance bias moment derivative "
    "gradient hessian jacobian lagrangian hamiltonian potential energy flow trajectory solution "
    "minimizer minimiser maximizer maximiser optimum game oracle test statistic threshold "
    "parameter schedule stepsize weight coefficient constant quantity variable set class event "
    "interval ball region domain space cone polytope graph diagram state transition reward ansatz "
    "argument trick observation link line row part item point example axiom postulate principle "
    "balance conservation linearization linearisation factorization factorisation parametrization "
    "parameterization reparametrization recipe interpolation mixture hypotheses target "
    "optimization optimisation minimization minimisation maximization maximisation plan price "
    "supply reply family anomaly assembly monopoly need mapping embedding ordering coupling "
    "matching packing covering scaling string ring thing meaning sampling rounding pairing "
    "splitting weighting smoothing clipping seed speed ending ceiling pricing breed feed "
    "polynomial exponential lasso ridge score action lagrange curve surface manifold field force "
    "drift noise formulae formulæ input output layer network architecture attention head "
    "activation tail conjecture guess goal aim design layout interpretation lhs rhs side ratio "
    "share proportion fraction difference increment increments average mean median maximum "
    "minimum supremum infimum argmin argmax entropy information capacity dimension width depth "
    "index bracket commutator martingale supermartingale submartingale compensator semigroup "
    "generator resolvent projection proximal prox envelope conjugate transform transformation "
    "filter smoother forecast weights bellman lyapunov bernstein hoeffding query response "
    "mechanism contract utility payoff budget signal template pattern shorthand abbreviation "
    "symbol label number tag fit statement's ingredient building-block tool consequence byproduct "
    "by-product outcome answer theory calculus evidence contrast hint remark note comparison "
    "compatibility size analyses syntheses eigenvalue eigenvector feature prediction sample path "
    "arm neuron block module regressor covariate cumulant rank quantile expectation deviation "
    "fluctuation jump cut plane hyperplane halfspace simplex face facet direction coordinate "
    "basis bases frame code codebook net cover partition cell bin histogram spline wavelet root "
    "zero pole mode minima maxima optima extrema saddle equilibria equilibrium strategy auction "
    "bid demand barycenter barycentre geodesic discrepancy logit softmax unit node edge vertex "
    "vertices indices agent client worker player learner adversary environment data dataset "
    "factor multiplier slack hyperparameter dual-variable certificate witness proxy proxies"
)
#: Which of them are verbs as well: "to bound (3)".
_ALSO_VERBS = word_set(
    "bound estimate display update sum limit test form claim state weight map balance link model "
    "process measure note remark guess step index label number query aim plan fit contrast filter "
    "project average transform iterate sample path cut block face cover partition code factor "
    "rank root"
)
#: "leads to estimate (3)": behind these and "to" such a word is a noun.
_BEFORE_TO = word_set(
    "leads lead leading led reduces reduce reduced reducing due thanks according equivalent "
    "similar back applied apply applying amounts amount comes come return returning refer "
    "referring appeal appealing compared contrary prior owing up close closer subject identical "
    "analogous opposed relative respect access equal converge converges corresponds corresponding "
    "belongs adds added addition contrast related connected"
)
_ENDS_AS_NOUN = pattern(
    r"[a-z]{2,}(?:tion|sion|ment|ness|ity|ism|ance|ence|sis|graph|gram|ship|(?:iz|is|at|ct|im|rt)[eo]r"
    r"|ary|ics|ula|rix|hood|metric|ability)(?:e?s)?|[a-z]{2,}(?:ities|nces|aries|ulae|rices)"
)
_ENDS_AS_ADJECTIVE = pattern(
    r"[a-z]{2,}(?:al|ive|ous|ic|ed|ing|ar|able|ible|ful|less|est|ean|ian|order|free)"
)
_ENDS_OTHERWISE = pattern(r"[a-z]{2,}(?:ss|us|is|ics|as|os)")


def is_noun(word: str) -> bool:
    """Whether a word in lower case is a noun for what a formula may be, or its plural."""
    if word in _NOUNS:
        return True
    if "-" in word:
        return is_noun(word.rpartition("-")[2])
    if word.endswith("s"):
        return word[:-1] in _NOUNS or word[:-2] in _NOUNS or f"{word[:-3]}y" in _NOUNS
    return False


def introduces(word: str, before: Sequence[str], *, begins: bool, english: bool) -> bool:
    """Whether a word introduces the number behind it; in doubt, it does.

    Args:
        word: as it is written.
        before: the words before it in its sentence, in order, as they are written.
        begins: whether it is the first word of a sentence.
        english: whether the text around is English; of other languages we know too little.
    """
    lower = word.lower().replace("’", "'")
    if lower in FUNCTION or lower in VERBS:
        return False
    if lower in DETERMINERS:
        return True
    earlier = [w.lower() for w in before]
    previous = earlier[-1] if earlier else ""
    if is_noun(lower):
        return not _is_verb_here(lower, earlier)
    if not lower.isascii() or not lower.replace("-", "").isalpha() or len(lower) < 3:
        return True
    if (not begins and not word.islower()) or word[1:] != word[1:].lower():
        return True  # a name, an abbreviation
    if previous in DETERMINERS and previous != "that":
        return True
    if previous in _BEFORE_VERBS and word.islower():
        return False
    if lower.endswith(("ing", "ed", "ly")) and len(lower) > 4:
        return False
    if _ENDS_AS_NOUN.fullmatch(lower):
        return True
    if not english:
        return True
    return _ends_noun_phrase(lower, earlier)


def _is_verb_here(word: str, earlier: Sequence[str]) -> bool:
    """Whether a word that may be a noun is a verb: "we bound", "in order to bound"."""
    if word not in _ALSO_VERBS or not earlier:
        return False
    if earlier[-1] in _BEFORE_VERBS:
        return earlier[-1] not in DETERMINERS
    return earlier[-1] == "to" and not (len(earlier) > 1 and earlier[-2] in _BEFORE_TO)


def _ends_noun_phrase(word: str, earlier: Sequence[str]) -> bool:
    """Whether "the …" before an unknown word goes on up to it: "the smoothed surrogate"."""
    previous = earlier[-1] if earlier else ""
    plural = word.endswith("s") and not _ENDS_OTHERWISE.fullmatch(word)
    if plural and not _ENDS_AS_ADJECTIVE.fullmatch(previous):
        return False  # "the lemma sharpens"
    if previous.endswith("s") and not _ENDS_OTHERWISE.fullmatch(previous):
        return False  # "these terms dominate"
    if previous.endswith("ly") and len(previous) > 4:
        return False  # "these facts jointly certify"
    for other in reversed(earlier[-5:]):
        if other in FUNCTION or other in VERBS:
            return False
        if other in DETERMINERS:
            return True
    return False
