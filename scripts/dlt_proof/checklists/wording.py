"""What a text speaks of, as far as signs and words show it: chance, choices, results it leans on.

Made to find too much: where nothing is found there is nothing of the kind, and only then does code
answer yes. Therefore a word that is not known to be harmless counts too. Not here: what is wrong
with a text, which the rules find.
"""

from __future__ import annotations

import re

from ..latex.words import word_set

_CHANCE = re.compile(
    # Signs: p(x) and e[x] are none, so that capitals matter.
    r"(?-i:\\(?:Pr|P|E|PP|EE|Var|Cov|Ex|prob|Prob|expect|Expect|sim)(?![a-zA-Z])"
    r"|\\(?:mathbb|mathbf|mathrm|mathsf|mathcal|operatorname\*?|text|bm|boldsymbol)\s*\{?\s*"
    r"(?:\\math[a-z]+\s*\{?\s*)?(?:Pr|P|E|Var|Cov|Ex)\s*(?![a-zA-Z])"
    r"|\\(?:bf|rm|sf|it|cal|mit)\s*(?:Pr|P|E|Var|Cov)(?![a-zA-Z])"
    r"|(?<![a-zA-Z\\])(?:Pr|P|E|Var)\s*(?:\\[bB]igg?l?|\\left)?\s*(?:[\[(]|\\\{))"
    r"|\b(?:probab\w*|random\w*|expect\w*|almost\s+(?:surely|every\w*|all)|surely"
    r"|a\.\s?[se]\.|w\.\s?p\.|w\.\s?h\.\s?p\.|i\.\s?i\.\s?d\.|iid|confidence|distribut\w*"
    r"|stochastic\w*|independen\w*|varianc\w*|covarianc\w*|moments?|martingal\w*|sampl\w*|drawn"
    r"|draws|gaussian\w*|sub-?gaussian\w*|bernoulli|binomial|poisson|rademacher|events?|likely"
    r"|likelihood|chance|measurable|filtration|conditional\w*|concentrat\w*)(?![a-zA-Z])",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"(?-i:\\(?:exists|nexists|inf|sup|liminf|limsup|lim|min|max|arg|lesssim|gtrsim|asymp|ll|gg"
    r"|approx|sim|simeq|propto|to|rightarrow|longrightarrow|mathcal\s*\{?O\}?|tilde|widetilde"
    r"|Theta|Omega|operatorname\*?\s*\{(?:arg|poly|polylog|ess|inf|sup|lim|min|max)[^{}]*\})"
    r"(?![a-zA-Z])"
    # A bare constant is one that somebody chose.
    r"|(?<![a-zA-Z\\_^{])[Cc](?:_\{?\w+\}?|')?(?![a-zA-Z])"
    r"|(?<![a-zA-Z\\])[Oo]\s*(?:\\[bB]igg?l?|\\left)?\s*\()"
    r"|\b(?:exist\w*|there\s+(?:is|are|always|will|must)|some|constants?|cho(?:ose|osing|sen|ice)"
    r"|pick\w*|select\w*|find|admits?|has\s+an?|have\s+an?|depend\w*|sufficiently|enough"
    r"|eventually|asymptotic\w*|order|uniform\w*|pointwise|continuous\w*|differentiable|smooth\w*"
    r"|lipschitz|convex\w*|bounded|compact\w*|dense\w*|converg\w*|diverg\w*|tends?|limits?"
    r"|sequences?|net|cover\w*|subset|possible|can\s+be|may\s+be|suitabl\w*|appropriat\w*"
    r"|optimal\w*|minimi[sz]\w*|maximi[sz]\w*|minimum|maximum|infimum|supremum|no|none|not"
    r"|cannot|never|one\s+of|such\s+that|but|improv\w*|best|worst|sharp\w*|tight\w*|informal\w*|up\s+to)\b",
    re.IGNORECASE,
)
#: With a probability something holds; it is asked beside it what is for all.
_CHANCE_WORDS = re.compile(
    r"\b(?:with\s+)?(?:a\s+)?probability\b|\balmost\s+surely\b", re.IGNORECASE
)
_COMMAND = re.compile(r"\\(?:begin|end|label)\s*\{[^{}]*\}|\\[a-zA-Z]+\*?")
_TEXT = re.compile(r"\\(?:text|mbox|textrm|intertext)\s*\{([^{}]*)\}")
_FOR_ALL = re.compile(
    r"\\forall(?![a-zA-Z])|\b(?:for\s+(?:every|all|each|any)|every|each|all|any|whenever|both)\b",
    re.IGNORECASE,
)

_NAMED = re.compile(
    r"\b(?:theorems?|lemmas?|lemmata|propositions?|corollar\w+|claims?|inequalit\w+|identit\w+"
    r"|propert\w+|rules?|laws?|principles?|formulas?|formulae|criteri\w+|convergence|bounds?"
    r"|arguments?|techniques?|methods?|induction|symmetr\w+|convexity|concavity|continuity"
    r"|monotonicity|subadditivity|compactness|duality|decomposition|expansion|calculus|known"
    r"|classical|standard|literature|result|results|fact|facts|estimates?|equations?|eq)\b",
    re.IGNORECASE,
)
_CITES = re.compile(r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*(?![a-zA-Z])")
_FORMULA = re.compile(
    r"\$\$.*?\$\$|\$.*?\$|\\\(.*?\\\)|\\\[.*?\\\]"
    r"|\\begin\{(equation|align|gather|multline|eqnarray|displaymath|flalign|alignat)(\*?)\}"
    r".*?\\end\{\1\2\}",
    re.DOTALL,
)
_CAPITAL = re.compile(r"(?<![.!?:]\s)(?<!\A)\b[A-Z][a-z]{2,}")
#: Words that neither choose, nor speak of chance, nor name a result.
_PLAIN = word_set(
    "a an the this that these those it its itself is are was were be been being has have had of "
    "for to in on at by with from as and or but so if then than when where whenever which whose "
    "we our let lets us here hence thus therefore since because moreover furthermore also again "
    "now next last finally both each every all any either neither such only just same other "
    "another others more less least most larger smaller greater bigger largest smallest equal "
    "equals under above below between into over after before while until up down out further "
    "together indeed namely respectively particular general likewise still even too once though "
    "although whereas suppose assume assumed supposing assuming holds hold held true real number "
    "numbers integer integers natural rational complex positive negative nonnegative nonpositive "
    "nonzero zero two three four five six seven eight nine ten first second third fourth half "
    "twice double vector vectors matrix matrices scalar scalars value values sum sums product "
    "products difference differences quotient quotients term terms factor factors side sides left "
    "right hand equation norm norms square squares squared root roots power powers exponent "
    "exponents exponential logarithm logarithms log function functions map maps index indices "
    "element elements member members set sets step steps case cases part parts display displays "
    "definition definitions notation assumption assumptions hypothesis hypotheses condition "
    "conditions coordinate coordinates entry entries column columns row rows dimension rank trace "
    "determinant eigenvalue eigenvalues eigenvector eigenvectors symmetric definite semidefinite "
    "invertible inverse linear quadratic orthogonal orthonormal unit gap distance gradient "
    "derivative weight weights letter symbol variable variables parameter parameters outcome "
    "outcomes question pair pairs range interval point points give gives gave given giving yields "
    "yield yielding get gets obtain obtains follow follows following show shows shown prove "
    "proves proved satisfy satisfies satisfying define defines defined defining denote denotes "
    "denoted write writes written writing put puts fix fixed take takes taken taking consider "
    "expand expands expanding expanded multiply multiplies multiplying divide divides dividing "
    "divided add adds adding subtract subtracts subtracting drop drops dropping dropped rearrange "
    "rearranging insert inserting replace replaces replaced replacing compute computes computing "
    "simplify simplifying cancel cancels cancelling telescope telescopes telescoping summing "
    "summed use uses using used allow allows allowed means turn turns leave leaves leaving remain "
    "remains count counts begin begins end ends reads read says say said call called increase "
    "increases increasing decrease decreases decreasing arbitrary distinct empty consequently "
    "qedhere prox exactly precisely strictly directly immediately simply words word splits split "
    "off recurrence recursion lemma lemmas theorem theorems proposition propositions corollary "
    "corollaries claim claims previous way inequality inequalities bound bounds complement chain "
    "triangle proceed proceeds convex concave applies may distinguish separately"
)
_ENGLISH = word_set(
    "the of is are let we and for with then be by has have if in to at on this that under suppose "
    "assume holds hold since it its not both all every each first second third hence thus so "
    "therefore because but when whenever where which given any as from also now"
)
#: Frequent words of other languages that are none in English.
_OTHER_TONGUES = word_set(
    "der das und ist ein eine für sei seien es nicht mit von zu auf sind dann le les des une est "
    "soit soient alors pour dans que qui avec el los las una es para con por sea sean entonces il "
    "gli sia siano allora per che è och att som är det en van het een zij dan"
)
#: Words that a sentence may begin with behind a formula, and that name nobody.
_ORDINARY = word_set(
    "Let Since Then Hence Thus Therefore For Moreover Finally Now Also And But Because Under With "
    "Suppose Assume Consider Fix Take Write Put Set Recall Note Indeed The This These That Those "
    "Together From First Second Third Next Here There Where When Consequently Furthermore Adding "
    "Multiplying Dividing Subtracting Inserting Using Summing Taking Rearranging Expanding Case "
    "Step Otherwise Combining Both Each Every Any All Its Our One Two"
)


def reads_english(text: str) -> bool:
    """Whether the words of a text are English, or it has none: others are not understood here."""
    words = {word.casefold() for word in _words(text) if len(word) > 1}
    return not words & _OTHER_TONGUES and (not words or bool(words & (_ENGLISH | _PLAIN)))


def _words(text: str) -> list[str]:
    """The words of a text and those inside its formulas, without commands."""
    spoken = " ".join(match[1] for match in _TEXT.finditer(text))
    prose = re.sub(
        r"\\(?:begin|end|label)\s*\{[^{}]*\}|\\[a-zA-Z]+\*?", " ", _FORMULA.sub(" ", text)
    )
    return re.findall(r"[^\W\d_]+(?:[-–'’][^\W\d_]+)*", f"{prose} {spoken}")


def _unknown_in(text: str) -> str:
    """The first word that is not known to be harmless, "" for none."""
    words = (word for word in _words(text) if len(word) > 1 or word not in "aI")
    return next((word for word in words if word.casefold() not in _PLAIN), "")


def chance_in(text: str, *, title: str = "") -> str:
    """The first word or sign that may have to do with probability, "" where there is none.

    Args:
        text: of statements and proofs.
        title: a name, whose other words are not asked what they mean.
    """
    match = _CHANCE.search(title) or _CHANCE.search(text)
    return " ".join(match.group().split()) if match else _unknown_in(text)


def choice_in(text: str) -> str:
    """The first word or sign by which something may be chosen or a limit taken, "" for none."""
    match = _CHOSEN.search(text)
    if match:
        return " ".join(match.group().split())
    return _unknown_in(_CHANCE_WORDS.sub(" ", text))


def universals_in(text: str) -> tuple[str, ...]:
    """The words and signs that say "for all", each once."""
    found = (" ".join(match.group().split()).lower() for match in _FOR_ALL.finditer(text))
    return tuple(dict.fromkeys(found))


def named_result_in(text: str) -> str:
    """The first word of a text that may name a result it leans on, "" where there is none.

    A citation, a word such as "inequality", or a capital that begins no sentence.
    """
    if match := _CITES.search(text):
        return match.group()
    prose = _FORMULA.sub(" . ", text)
    prose = re.sub(r"\\[a-zA-Z]+\*?", " ", prose)
    if match := _NAMED.search(prose):
        return match.group()
    for match in _CAPITAL.finditer(prose):
        if match.group() not in _ORDINARY:
            return match.group()
    return _unknown_in(text)
