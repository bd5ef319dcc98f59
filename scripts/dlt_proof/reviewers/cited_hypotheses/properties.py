"""Properties that statements ask of functions, matrices, sets and random variables, in words.

For each: by which words a text says it, and by which words or formulas it follows. Not here: where
a text asks for a property (`asked`), and where one is at hand (`at_hand`).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Property:
    """One property.

    Args:
        name: as it is shown.
        says: the words by which a text says it.
        follows: further words that imply it; what is known for sure is not asked.
        formula: formulas that say or imply it.
    """

    name: str
    says: re.Pattern[str]
    follows: re.Pattern[str] | None = None
    formula: re.Pattern[str] | None = None


def _property(name: str, says: str, follows: str = "", formula: str = "") -> Property:
    return Property(
        name,
        re.compile(rf"\b(?:{says})\b"),
        re.compile(rf"\b(?:{follows})\b") if follows else None,
        re.compile(formula) if formula else None,
    )


_CONVEX_SETS = (
    "subspaces?|ball|balls|simplex|polytopes?|intervals?|hypercube|cube|hyperplane|half spaces?"
    "|halfspaces?|polyhedron|box|segment"
)
_NORMAL = "gaussians?|normal|normally"
_BOUNDED = (
    r"bounded|values in|takes values|bernoulli|rademacher|signs?|indicators?|clipped|truncated"
    r"|compact|binary|binomial"
)
_PSD = (
    "positive (?:semi )?definite|positive semidefinite|semidefinite|psd|covariances?|gram"
    "|kernel matrix|laplacian|second moment matrix|fisher information"
)

PROPERTIES = (
    _property(
        "strongly convex",
        "strongly convex|strong convexity|strongly concave|strongly monotone",
        r"strongly|quadratic growth|least squares|ridge|positive definite|sharp"
        r"|regulari[sz]ed (?:objective|loss|risk|empirical|least|problem|function)",
        r"\\frac\s*\{?1\}?\s*\{?2\}?\s*\\(?:\||lVert|norm)|\\succeq\s*\\(?:mu|alpha|lambda"
        r"|sigma|m)\b|\\frac\s*\{?\\?(?:mu|alpha|m)\}?\s*\{?2",
    ),
    _property(
        "convex",
        "(?<!strongly )(?<!strictly )convex|(?<!strong )convexity",
        rf"strongly convex|strictly convex|strong convexity|linear|affine|norms?|quadratic"
        rf"|least squares|hinge|logistic|exponential function|{_CONVEX_SETS}|regression",
    ),
    _property(
        "smooth",
        r"smooth|smoothness|lipschitz gradients?|lipschitz continuous gradients?"
        r"|gradients? (?:¤ )?(?:is|are) (?:¤ )?lipschitz",
        # "Lipschitz" alone is not enough: the function may be, and its gradient not.
        r"(?:gradients?|derivatives?) [^.]*lipschitz|lipschitz [^.]*(?:gradients?|derivatives?)"
        r"|quadratic|linear|least squares|logistic|infinitely|hessians?|descent lemma|regression",
        r"\\nabla\^2|\\nabla[^,]*-\s*\\nabla|(?:^|; )\\nabla\s*\\?\w+\s*(?=;|$)",
    ),
    _property(
        "Lipschitz",
        "lipschitz",
        r"gradients? (?:is |are )?bounded|bounded (?:sub)?gradients?|norms?|linear|nonexpansive"
        r"|contraction|projections?|relu|absolute value|sigmoid|softmax|changes? by at most",
        r"\\nabla[^,]*\\le|\\lVert\s*g|-\s*f\(|\|f\(",
    ),
    _property(
        "independent",
        r"(?:mutually |jointly |pairwise )?independent|independently|independence|i\.i\.d|iid",
        r"product (?:measure|law|distribution)|copies|(?:random )?sample (?:of|from)"
        r"|drawn (?:at random )?from"
        r"|sampled? from|samples? drawn|standard (?:gaussian|normal)|(?:gaussian|rademacher"
        r"|random) matrix"
        r"|white noise|rademacher|signs|observations|bernoulli|binomial|random walk"
        r"|with replacement|wiener"
        r"|brownian|poisson|fresh",
        r"\\otimes|\^\{\\otimes|\\overset\{?.*iid|\\mathcal\s*\{?N\}?\s*\(0|\\stackrel|\\prod",
    ),
    _property(
        "identically distributed",
        r"identically distributed|i\.i\.d|iid|same (?:law|distribution)|common (?:law"
        r"|distribution)",
        r"copies|sample (?:of|from)|drawn from|sampled? from|samples? drawn|one law"
        r"|exchangeable|rademacher"
        r"|standard (?:gaussian|normal)|of law|from ¤|observations",
        r"\\sim",
    ),
    _property(
        "sub-exponential",
        "sub exponential|subexponential",
        rf"sub ?gaussian|subgaussian|{_NORMAL}|{_BOUNDED}|chi|laplace|exponential|bernstein",
        r"\\psi_\{?1|\\abs|\\lvert|\|",
    ),
    _property(
        "sub-Gaussian",
        "sub ?gaussian|subgaussian",
        rf"{_NORMAL}|{_BOUNDED}|hoeffding",
        r"\\psi_\{?2|\\in\s*[\[\\]\{?\s*[-0-9a]|\\le\s*e\^|\\le\s*\\exp",
    ),
    _property(
        "Gaussian",
        "(?<!sub )gaussians?|normally distributed|standard normal",
        "normal",
        r"\\mathcal\s*\{?N\}?|\bN\s*\(|\\sim\s*N",
    ),
    _property(
        "bounded",
        "(?:uniformly |almost surely )?bounded(?! (?:by|below|variance|moments?|away|from))",
        rf"{_BOUNDED}|at most|no (?:more|larger) than|unit|finite|probabilit(?:y|ies)"
        rf"|never exceeds?|sphere"
        r"|ball|simplex|normali[sz]ed|diameter|radius",
        r"\\le(?:q|qslant)?(?![a-z])|\\in\s*(?:\\left)?(?:\[|\\\{)|_\\infty|<",
    ),
    _property(
        "of bounded range",
        "(?:with|take|takes|taking|have|has|having) values in|bounded random variables?",
        rf"{_BOUNDED}|at most|between|range|unit|zero one|probabilit(?:y|ies) of|never exceeds?"
        r"|normali[sz]ed|diameter|radius|classification error",
        r"\[\s*-?\s*\\?\w+\s*,|\\\{\s*[-+0]|\|[^|]*\|\s*\\le|\\(?:abs|norm)\s*\{[^{}]*\}\s*\\le"
        r"|(?:rvert|rVert)\s*\\le|(?:bf|bb|rm|bm)\s*\{?\s*1|\\(?:ind|one|I)(?![a-z])|_\{?\\infty"
        r"|(?<![a-z])0\s*\\le",
    ),
    _property(
        "symmetric",
        "symmetric(?! (?:group|difference|about))",
        rf"{_PSD}|self adjoint|hermitian|hessians?|diagonal|projections?|identity"
        rf"|orthogonal projection|scalar"
        rf"|{_NORMAL}|rademacher|signs?|adjacency|eigenvalues|antisymmetric|symmetri\w+",
        r"\\top\}?\s*=|=\s*[A-Z]\^\{?\\(?:top|intercal)|\\succ|\\preceq|\\nabla\^2|\^\\(?:top"
        r"|intercal)|\\Sigma",
    ),
    _property(
        "positive semidefinite",
        "positive semi ?definite|semidefinite|psd|nonnegative definite",
        rf"{_PSD}|hessian|projections?|identity|kernel|nonnegative eigenvalues",
        r"\\succ|\\preceq|\\top|\\intercal|\\tran|\\otimes|\\Sigma",
    ),
    _property(
        "positive definite",
        "(?:strictly |symmetric )?positive definite",
        r"smallest eigenvalue|minimum eigenvalue|ridge|regulari[sz]ed|strongly convex"
        r"|identity|full rank"
        r"|invertible|nondegenerate",
        r"\\succ(?!eq)|\\succeq\s*\\?[a-z]+\s*I|\+\s*\\?[a-z]+\s*I|\\lambda\s*\\?(?:id|I)|\\mu\s*I"
        r"|\\lambda_\{?\\min|I\s*\+|\^\{-1\}",
    ),
    _property(
        "invertible",
        "invertible|nonsingular|non singular|full (?:column |row )?rank",
        "positive definite|orthogonal|unitary|smallest (?:singular|eigen) ?value"
        "|nondegenerate|ridge|bijection",
        r"\\succ|\+\s*\\?[a-z]+\s*I|\^\{?-1|\\sigma_\{?\\min|\\lambda_\{?\\min",
    ),
    _property(
        "orthonormal",
        "orthonormal|orthogonal matri(?:x|ces)|orthogonal columns",
        "orthogonal|eigenvectors|singular vectors|unitary|rotation|basis|principal",
        r"\\top\s*[A-Z]\s*=\s*I|U\s*\\Sigma",
    ),
    _property(
        "compact",
        "compact|compactness",
        r"closed and bounded|bounded and closed|finite (?:set|class|alphabet)|simplex|sphere"
        r"|closed ball|unit ball|hypercube|cube|closed interval|torus",
        r"\[\s*-?\d+\s*,\s*\d+\s*\]|\\\{\s*[-\d]",
    ),
    _property(
        "finite",
        r"finite (?:class|set|hypothesis class|collection|family|alphabet|action set|space|support)"
        r"|(?:is|are|be) (?:a )?finite|cardinality",
        r"finite|finitely|cardinality|elements|experts|arms|points|candidates|classifiers|net"
        r"|binary",
        r"\\lvert\s*\\mathcal|\|\s*\\mathcal|\\\{\s*1\s*,|\\abs\s*\{\s*\\mathcal|\|[A-Z]",
    ),
    _property(
        "nonempty",
        "nonempty|non empty",
        r"contains|minimi[sz]er|solution|feasible|ball|simplex|interior|element|point",
        r"\\in|\\ne(?:q)?\s*\\(?:emptyset|varnothing)",
    ),
    _property(
        "centred",
        "centred|centered|mean zero|zero mean",
        r"unbiased|martingale|rademacher|signs|minus (?:its|their|the) (?:mean|expectation)s?"
        r"|sub ?gaussian|standard (?:gaussian|normal)|noise|difference|deviations?|fluctuations?",
        r"=\s*0|=\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*-\s*\\?[A-Za-z]"
        r"|-\s*\\(?:mathbb\s*\{?E|E|mu|operatorname)|\\mathcal\s*\{?N\}?\s*\(\s*0|N\s*\(0",
    ),
    _property(
        "martingale",
        "(?:super|sub)?martingales?(?: differences?)?",
        "adapted|predictable|conditional mean zero|conditionally centred|given the past",
        r"\\mid\s*\\mathcal|\\mid\s*\\mathscr|\\middle\s*\|",
    ),
    _property(
        "unbiased",
        "unbiased",
        "full gradient|exact gradient|true gradient|mean|expectation equals",
        r"=\s*\\nabla|\\mathbb\s*\{?E\}?[^=]*=",
    ),
    _property(
        "twice differentiable",
        "twice (?:continuously )?differentiable|two derivatives",
        "hessian|analytic|quadratic|polynomial|infinitely|second derivative|logistic",
        r"\\nabla\^\{?2|''|C\^\{?[2-9\\]",
    ),
    _property(
        "differentiable",
        "(?<!twice )(?<!twice continuously )(?:continuously )?differentiable",
        r"smooth|gradients?|twice|hessian|derivatives?|analytic|quadratic|linear|polynomial",
        r"\\nabla|'\(|\\partial",
    ),
    _property(
        "continuous",
        "(?<!absolutely )(?<!lipschitz )continuous|continuity",
        r"lipschitz|differentiable|smooth|convex|norms?|polynomial|linear|analytic|gaussian"
        r"|h(?:ö|oe|o)lder|derivative|absolutely continuous|gradients?",
        r"\\nabla|C\^|C\(",
    ),
    _property(
        "monotone",
        "monotone|nondecreasing|nonincreasing|non decreasing|non increasing|increasing|decreasing",
        r"increas\w+|decreas\w+|monoton\w+|sorted|ordered|does not (?:increase|decrease)|grows?",
        r"\\ge\s*\\dots|\\le\s*\\dots|\\ge\s*\\cdots|\\le\s*\\cdots",
    ),
    _property(
        "measurable",
        "(?:borel )?measurable",
        "borel|continuous|random variables?|random vectors?|countable|finite|predictable"
        "|adapted|lipschitz|smooth"
        "|convex|event|estimator|statistic",
    ),
    _property(
        "isotropic",
        "isotropic",
        "standard (?:gaussian|normal)|identity covariance|whiten\\w*|rademacher|uniform on "
        "the sphere",
        r"=\s*I",
    ),
    _property("irreducible", "irreducible", "ergodic|doubly stochastic|connected|mixing"),
    _property("reversible", "reversible", "detailed balance|symmetric"),
    _property("aperiodic", "aperiodic", "ergodic|lazy|mixing"),
    _property(
        "sparse", "(?:¤ )?sparse|sparsity", "support|nonzero entries|non zero", r"_0|\\ell_0|_\{0\}"
    ),
    _property("homogeneous", "(?:positively )?homogeneous", "relu|linear|norms?|leaky|quadratic"),
    _property("realisable", "reali[sz]able|reali[sz]ability", "noiseless|risk zero|consistent"),
    _property("separable", "(?:linearly )?separable", "margin|countable"),
)  # fmt: skip

_DENIED = (
    r"not necessarily|not(?: to be| be| assumed)?(?: an?)?|non|without(?: assuming)?|never"
    r"|need not be|neither|nor"
    r"|possibly non|even if|whether or not|instead of|rather than|unlike|drop(?:ping)?"
    r"|lack(?:s|ing)?(?: of)?"
    r"|no longer|cannot be|neither of|beyond|weaker than|relax(?:es|ing)?"
)
_EITHER = r"or not|or dependent|or otherwise|and dependent"


def mentioned(one: Property, text: str) -> list[re.Match[str]]:
    """Where a text says a property; not where it denies it, or says that it does not matter."""
    found = []
    for match in one.says.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        behind = text[match.end() : match.end() + 20]
        denied = re.search(rf"\b(?:{_DENIED})(?: \w+)? $", before)
        if denied or re.match(rf" (?:{_EITHER})\b", behind):
            continue
        found.append(match)
    return found


def implied(one: Property, text: str, formulas: str) -> bool:
    """Whether a text or its formulas say or imply a property."""
    if mentioned(one, text):
        return True
    if one.follows is not None:
        for match in one.follows.finditer(text):
            before = text[max(0, match.start() - 40) : match.start()]
            if not re.search(rf"\b(?:{_DENIED})(?: \w+)? $", before):
                return True
    return one.formula is not None and bool(one.formula.search(formulas))
