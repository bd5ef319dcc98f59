"""The words by which papers declare constants, in English and, as far as is cheap, French and
German."""

from __future__ import annotations

from ...latex.words import word_set
from ...patterns import pattern

CONSTANT = word_set(
    "constant constants const consts constante constantes konstante konstanten costante costanti"
)
#: Heads that say as little as "constant".
NUMBER = word_set("number numbers real reals scalar scalars nombre nombres réel réels zahl zahlen")
#: What makes a constant's declaration complete.
QUALIFIERS = word_set(
    "universal absolute numerical numeric universelle universelles universel universellen "
    "universeller absolue absolues absolu absoluten absoluter absolut numérique numériques "
    "numerische numerischen universale assoluta global uniform"
)
_DEPENDENCE = pattern(
    r"(?:in|un)?depend(?:s|ing|ent|ant|ently)?|.+-(?:free|(?:in)?dependent)|oblivious"
    r"|(?:in)?dépend(?:s|ant|ante|antes|ent)?|(?:un)?abhäng\w*|abhängt|hängt|hängen|unaffected"
)
DETERMINERS = word_set(
    "a an the some this that these those our its their one two three four another other such both "
    "several any every each all no un une des la le les eine ein einer eines die der das es gibt"
)
INDEFINITE = word_set("a an some one two three several another un une des eine ein")
QUANTIFIERS = word_set("any every all each arbitrary given fixed fix fixing whichever tout toute")
NEGATIONS = word_set(
    "not no never nor neither without isn't aren't don't doesn't cannot hardly non nicht keine "
    "kein pas n'est"
)
_BEFORE_NEGATED = word_set("be a an any the necessarily really just merely even always longer yet")
#: Say nothing of what a constant depends on.
VAGUE = word_set(
    "positive negative nonnegative non-negative strictly sufficiently large larger largest small "
    "smaller smallest big bigger enough suitable suitably appropriate appropriately proper "
    "certain finite fixed generic new same different some other another further real explicit "
    "explicitly implicit hidden implied suppressed multiplicative additive leading unspecified "
    "unknown true nonzero non-zero deterministic well-chosen chosen strict constant computable "
    "effective good possibly potentially perhaps sub-optimal unimportant irrelevant harmless "
    "inessential mild moderate reasonable corresponding resulting above below following previous "
    "final first second third last bounded fresh additional extra common single specific "
    "particular given arbitrary arbitrarily very much only also then here there again still "
    "always now too quite least most at than less greater more equal to from line appearance "
    "occurrence place each one may vary change changing varying whose value values exact precise "
    "optimal sharp optimised optimized in on of by with for and or but if when as so that which "
    "is are be such whenever it its positives große großes großer hinreichend genügend kleine "
    "grande petite assez suffisamment positif strictement required needed necessary used allowed "
    "taken up next non-random proportionality old i.e. e.g. say hence thus therefore respectively "
    "throughout everywhere sequel not we can will simply just"
)
#: A phrase never reaches over these to its left.
STOPS = word_set(
    "for with where there exist exists existing is are was were be been being by of to in on at "
    "up from let have has had having such that when if then we us get gets obtain find finds "
    "choose choosing pick picking take takes taking consider set setting put denote denotes "
    "denoting use uses using write writes writing involve involves involving contain contains "
    "containing fix fixing given gives give giving yields yield yielding satisfies satisfying "
    "holds hold because since as absorb absorbs absorbing adjusting increasing decreasing "
    "enlarging shrinking renaming and or but so hence thus therefore while whenever provided "
    "assume assuming suppose supposing under over within into upon via between depends depend can "
    "may might must shall should will would do does did only introduce introduces hides hide "
    "hiding ignoring pour avec où soit soient existe existent für mit wobei sei seien gibt "
    "existiert existieren call calling multiply multiplying exceeds exceed bounded"
)
#: Link a symbol to what it is.
COPULAS = word_set(
    "is are be being was were denote denotes denoting denoted stand stands represent represents "
    "mean means meaning designate designates refer refers remain remains becomes signify "
    "signifies measures measure quantifies captures governs describes counts controls encodes "
    "specifies determines characterises characterizes est sont désigne désignent dénote dénotent "
    "soit soient sei seien ist sind bezeichnet bezeichne bezeichnen gives reflects parametrizes "
    "parameterizes indicates indicate equals"
)
_FILLERS = word_set(
    "s here always never throughout again now will shall may can must should would might could "
    "only simply both all each generically also possibly then still does do did in general below "
    "hereafter henceforth just consistently exclusively collectively typically usually often not "
    "it they themselves itself hence thus further moreover ici ne partout stets hier immer cannot "
    "nur"
)
REFERENCES = word_set(
    "as from in of defined given introduced specified appearing chosen obtained stated fixed "
    "provided found used taken arising coming guaranteed being"
)
HYPOTHESIS = word_set(
    "assume assuming assumes suppose supposing let if whenever given satisfying satisfies satisfy "
    "supposons soit soient sei seien angenommen wenn hypothesis condition require requires "
    "assumed"
)
STRONG_HYPOTHESIS = word_set(
    "assume assuming assumes suppose supposing let satisfying satisfies satisfy supposons soit "
    "soient sei seien angenommen assumed require requires consider"
)
CONCLUSION = word_set("then hence thus therefore alors dann consequently conclude")
DEFINITIONAL = word_set(
    "if iff whenever means mean say says said called write writes denote denotes define defined "
    "defines notation definition"
)
EXISTENCE = word_set("some exist exists existe existent gibt existiert existieren certain there")
NOTATION = word_set(
    "write use reserve letter letters symbol symbols notation denote let writing using reserving "
    "denoting take call utilise utilize employ"
)
SIZE = word_set("sufficiently large small enough big larger smaller suitable suitably appropriate")

#: "whose values may change from line to line".
VARYING = word_set(
    "whose value values may might can could will change changes changing differ differs vary "
    "varies from line to place occurrence appearance at each in with and not necessarily the same "
    "different be that which possibly next instance one another every lines their its is are "
    "allowed between occurrences appearances instances context even within a"
)
PLACES = word_set(
    "line lines occurrence occurrences appearance appearances place instance instances"
)

#: A symbol behind one of these is the thing they name.
_NOUNS = word_set(
    "pay paying charge receive earn set class matrix vector cone body ball cube polytope "
    "polyhedron region cell cluster clique cut cycle circuit code codeword curve contour category "
    "chain channel centre center centroid concept context configuration coalition collection "
    "color colour column combination command community component condition confounder connection "
    "constraint contract control coordinate copula cost count cover covering covariance criterion "
    "critic candidate capacity cardinality cdf character clause coefficient function functional "
    "map mapping kernel operator measure distribution variable parameter hyperparameter threshold "
    "level rate radius width length size dimension order exponent degree index label type token "
    "node vertex edge path point element value ratio scale step stepsize temperature budget bias "
    "offset shift intercept slope weight regulariser regularizer regularization penalty price "
    "reward loss bonus margin gap norm modulus diameter volume sum product graph group ring field "
    "algebra ideal module space subspace subset family partition event algorithm oracle model "
    "predictor classifier agent arm action state item object query document sentence prompt image "
    "input output signal encoder codebook speed velocity energy potential time tuple triple pair "
    "interval sequence tensor array list batch minibatch dataset domain manifold surface arc line "
    "plane hyperplane simplex lattice graphon tree forest hypergraph matching flow network layer "
    "filter feature embedding representation policy game player strategy mechanism auction bid "
    "utility payoff preference option skill task environment coverage concentrability distortion "
    "compression correlation coupling transport plan cocycle complex cochain sheaf bundle scheme "
    "variety polynomial quotient subgroup coset word string program protocol box window block "
    "slice patch tile hull closure boundary face facet axis direction frequency bandwidth wavelet "
    "copy instance problem statistic estimator contrast design treatment covariate confidence "
    "compact composite consistency curvature crossover cap ceiling clip clipping cutoff "
    "truncation lag delay horizon number-of memory wealth consumption commodity demand supply "
    "client worker server machine multiplier tolerance accuracy quantile percentile drift "
    "intensity sparsity quota credit tax fee wage mass density proportion fraction prior"
)
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ture", "ism")
_NO_OBJECTS = word_set(
    "addition assumption definition proposition section equation notation question contradiction "
    "inequality expectation argument statement dependence existence absence independence instance "
    "observation application conclusion consequence combination literature position hence "
    "substitution multiplication induction construction convention"
)
_PLURAL_ONLY = word_set(
    "classes matrices vertices indices criteria categories communities covariances bodies vectors "
    "copies simplices hypotheses queries strategies policies families capacities arms ways"
)
_VERBS_IN_S = word_set(
    "is was has does depends denotes stands represents satisfies holds exists varies changes "
    "appears comes becomes grows works means equals suffices plays times as this thus always "
    "towards us contains absorbs hides refers remains lies bounds controls follows arises gives "
    "yields makes allows implies captures measures governs goes tends scales exceeds needs "
    "improves serves corresponds determines encodes specifies describes quantifies relates its "
    "plus minus across perhaps vanishes ensures guarantees involves requires divides multiplies "
    "acts hence afterwards reads obeys decreases increases converges shows happens sometimes "
    "constants lets"
)
_COUNT_BEFORE = word_set(
    "with has have of into among over all the these are there by using contains from to only "
    "exactly for on in first last one"
)
_COUNTING_VERBS = word_set(
    "hold holds holding store stores storing keep keeps keeping draw draws drawing send sends "
    "sending receive receives receiving sample samples sampling make makes making issue issues ask "
    "asks asking perform performs performing run runs running collect collects collecting observe "
    "observes buy buys sell sells own owns assign assigns assigning allocate allocates place "
    "places placing throw throws throwing pick picks picking select selects selecting choose "
    "chooses visit visits process processes serve serves query queries read reads write writes "
    "recruit recruits train trains training fit fits generate generates produce produces transmit "
    "transmits broadcast exchange exchanges share shares consume consumes host hosts occupy "
    "occupies accommodate accommodates cache caches allow allows require requires need needs "
    "remove removes add adds insert inserts delete deletes mark marks colour color see sees play "
    "plays pull pulls repeat repeats take takes label labels poll polls form forms create creates"
)


def is_dependence(word: str) -> bool:
    """Whether a word says that something depends, or does not depend, on something."""
    return bool(_DEPENDENCE.fullmatch(word))


def qualifies(word: str) -> bool:
    """Whether a word makes a declaration complete."""
    return word in QUALIFIERS or is_dependence(word)


def is_filler(word: str) -> bool:
    """Whether a word may stand between a symbol and the verb that says what it is."""
    return word in _FILLERS or (word.endswith("ly") and len(word) > 4)


def may_precede_negated(word: str) -> bool:
    """Whether a word may stand between a negation and what it negates."""
    return word in _BEFORE_NEGATED


def is_noun(word: str) -> bool:
    """Whether a word is known to name an object."""
    last = word.rpartition("-")[2]
    singular = last[:-1] if last.endswith("s") else last
    if last in _NOUNS or singular in _NOUNS or last in _PLURAL_ONLY:
        return True
    return len(singular) > 6 and singular.endswith(_NOUN_ENDINGS) and singular not in _NO_OBJECTS


def may_be_noun(word: str) -> bool:
    """Whether an unknown word behind an article may name an object."""
    known = STOPS | VAGUE | DETERMINERS | QUALIFIERS | CONSTANT | NUMBER | QUANTIFIERS | COPULAS
    vague = word in known or word.endswith(("ly", "ing")) or is_dependence(word)
    return len(word) > 2 and not vague and word not in ("factor", "factors", "bound", "term")


def is_counted(word: str, before: str) -> bool:
    """Whether `$C$ word` counts things: `with $C$ classes`, `can hold $c$ files`."""
    if before in ("most", "least", "than"):  # how many there are at most is a bound
        return False
    if word in _VERBS_IN_S or (not word.endswith("s") and word not in _PLURAL_ONLY):
        return False
    if is_noun(word) or word in _PLURAL_ONLY:
        return True
    return len(word) > 3 and (before in _COUNT_BEFORE or before in _COUNTING_VERBS)


def is_counted_noun(word: str) -> bool:
    """Whether a word names several things."""
    plural = word.endswith("s") and word not in _VERBS_IN_S and is_noun(word)
    return plural or word in _PLURAL_ONLY


def says_nothing(word: str) -> bool:
    """Whether a word of a predicate leaves open what a constant is."""
    return word in VAGUE or word in DETERMINERS or word in STOPS or word.endswith("ly")
