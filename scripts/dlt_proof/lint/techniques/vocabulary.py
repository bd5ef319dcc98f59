"""The words around a short name that tell what it means, all in plain form
(`catalogue.fold`), since folding them at every start would take time."""

from __future__ import annotations

from ...latex.words import word_set
from .names import LIKE

#: Words that may stand between a surname and its noun.
BETWEEN = LIKE | word_set(
    "tail concentration deviation moment exponential classical celebrated well known standard "
    "famous comparison maximal martingale large moderate uniform sub gaussian subgaussian "
    "subexponential additive multiplicative one two sided time any anytime scalar vector "
    "probability probabilistic perturbation eigenvalue singular empirical weak self normalized "
    "original generalized so called simple dimension free data dependent integral entropy point "
    "high form chaining minimax finite class basic usual upper lower t1 t2 l p lp convex distance "
    "differential discrete continuous integrated circle disc disk first second variational linear "
    "nonlinear type i ii bounding metric s"
)
#: Nouns that, before a surname, do not make it a technique: an argument of Talagrand.
VAGUE_NOUNS = word_set("argument technique trick estimate concentration tail approach")
#: May stand between a preposition and a short name: by the usual Chernoff.
MODIFIERS = word_set(
    "the a an standard classical usual scalar simple another again vanilla conditional plain "
    "ordinary same above this well known celebrated one two sided both either straightforward "
    "direct general uniform time basic s just only first second point"
)
#: Before a short name these make it a reason.
USING = word_set(
    "via using use apply applying applied invoke invoking employ employing utilizing utilize "
    "recall recalling"
)
#: Before `by`, these make the name an author.
AUTHORED = word_set(
    "proved proven shown introduced studied established derived conjectured developed observed "
    "noted suggested written edited inspired named proposed discovered formulated stated given "
    "work paper book survey monograph result article note theorem talk lecture found obtained "
    "raized posed asked initiated pioneered popularized considered investigated analyzed used "
    "invented published coined defined question problem thesis report notion idea credited "
    "attributed approach translated chapter essay example counterexample remark comment extended "
    "generalized improved refined sharpened strengthened called due communicated explained "
    "described presented treated discussed reported mentioned analysis algorithm construction "
    "framework technique textbook theory refinement improvement generalization extension "
    "observation insight suggestion proof method out forward"
)
#: Participles before `by` that leave the name a reason: bounded by Hoeffding. Others do not.
DONE_BY_REASONS = word_set(
    "bounded controlled implied justified guaranteed ensured handled estimated dominated "
    "satisfied concluded concentrated verified lowerbounded upperbounded settled finished "
    "completed fulfilled"
)
#: Before `from`, these make the name a reason: follows from Hoeffding.
BEFORE_FROM = word_set(
    "follow followed obtained obtain deduce deduced conclude concluded derive derived result "
    "immediate inequality bound consequence directly immediately then easily"
)
#: Before `with`, these make the name a reason.
BEFORE_WITH = word_set(
    "combine combined combining bound bounded control controlled handle handled estimate "
    "estimated conclude proceed finish it them this these term sum probability deviation done "
    "coupled event"
)
#: Before `to`: appeal to Freedman.
BEFORE_TO = word_set("owing appeal appealing resort resorting according appealed recourse")
#: Before `of`: an application of Freedman.
BEFORE_OF = word_set(
    "application use consequence invocation version variant form instance corollary help virtue "
    "mean power repeated analogue combination"
)
#: May follow a name that is a reason. What is not here may belong to the name: polynomials.
BEHIND_REASON = word_set(
    "we it there this these those and the with for on in at to again that one each a an since as "
    "because but or if when where while so then thus hence therefore once twice here now also "
    "imply give yield show is are was conditionally together applied instead finish complete "
    "conclude prove establish lead result produce suffice every no some many such its their only "
    "even still alway already indeed eventually finally w whp almost directly both all any over "
    "under by from via using our i which whence whenever first separately respectively just plus "
    "minu not up too combined followed conditional"
)
#: What a technique does, as a verb.
DONE_BY_THEOREMS = word_set(
    "yield imply give ensure guarantee provide control apply applied say tell"
)
#: The same of what is no surname: people prove, too.
PROVE = word_set("prove finish conclude complete settle")
#: What people give and theorems do not.
GIVEN_BY_PEOPLE = word_set(
    "proof example counterexample survey overview account talk lecture reference"
)
#: Those of them that leave no doubt: a caption shows two forms of an inequality.
BEFORE_OF_REASON = word_set(
    "application use consequence invocation corollary help virtue mean power"
)
#: Before an algorithm's name these make it one that is used.
RUNNING = word_set(
    "run running ran execute executing executed rerun restart restarting call calling"
)
#: Before `of`, these make an algorithm one that is used.
BEFORE_OF_ALGORITHM = word_set(
    "instance copy regret guarantee analysis iteration step round execution run iterate output "
    "rate convergence call"
)
#: What an algorithm does, as a verb.
DONE_BY_ALGORITHMS = word_set(
    "has have achieve attain satisfy enjoy incur suffer converge guarantee ensure find return "
    "output"
)
#: Before `by`, these make an ordinary name a reason: found by color coding.
SOLVED = word_set("found solved decided detected counted computed derandomized")
#: Before `under`: the divergence decreases under data processing.
BEFORE_UNDER = word_set("decrease contract monotone monotonic monotonicity increase shrink")
#: Before a name in a caption these make it a reason.
BEFORE_INVOKED = word_set("by through under assuming unless thank")
#: Behind a name in a caption these make it a reason, as its verb.
HAPPENS = word_set("hold bound show fail is apply used applied combined")
#: Words of sentences about a figure.
PICTURES = word_set("figure fig plot plotted legend panel heatmap axis curve diagram visualization")
#: Behind an ordinary name in the singular these make a compound of their own of it.
COMPOUND_HEADS = word_set("decay averaging initialization schedule layer smoothing")
#: Before a surname these make it a person.
TITLES = word_set("prof professor dr mr mrs m sir")
#: May stand in a list of reasons with a short name.
LISTED = word_set("union triangle cauchy schwarz conditioning independence lemma theorem")
