"""What a proof is made of: how much prose, how much mathematics, how much is only told.

Characters are counted without blanks; names of commands, keys and labels are neither. Not here:
when that is too much prose.
"""

from __future__ import annotations

from bisect import bisect_left

from ..latex import FileView, MathSpan, expand_macros, prose
from ..patterns import pattern
from ..records.record import Record
from .formal_parts import formal_parts
from .proof_texts import ProofText
from .sentences import CITATION, REFERENCE, sentences, text_macros

_NO_MATHEMATICS = pattern(r"\\(?:label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag|qedhere)\b|[\s&]+")
_NO_LETTER = pattern(r"[\W_]+")
_MANY_WORDS = pattern(r"\\(?:text\w*|intertext|shortintertext|mbox)\s*\{[^{}]{60,}")
_RELATION = pattern(
    r"[=<>]|\\(?:le|ge|leq|geq|lesssim|gtrsim|sim|approx|asymp|equiv|prec|succ|preceq|succeq"
    r"|leqslant|geqslant|ll|gg|iff|implies|Rightarrow|subseteq|subset|to|cong|simeq)(?![a-zA-Z])"
)
# What is done to formulas.
_MANIPULATION = pattern(
    r"\b(?:expand|re-?arrang|re-?group|simplif|substitut|plug|telescop|integrat|differentiat"
    r"|cancel|collect|factor(?:is|iz|ing)|optimi[sz]|balanc|absorb|calculat|comput(?:e|ing|ation)"
    r"|algebra|manipulat|summing|summation|adding|subtract|multipl|divid(?:e|ing)|squaring|unroll"
    r"|completing the square|cross terms?|taking (?:the )?(?:expect|conditional|log|deriv|sup|inf"
    r"|limit|gradient|square|trace|norm|max|min|union|inner|both)|integrating|exponentiat|bounding"
    r"|geometric series|recursion)\w*"
)
_STEP = pattern(
    r"\b(?:apply|applied|applies|applying|using|use|uses|invok\w+|combin\w+|triangle|cauchy\w*"
    r"|jensen\w*|h.lder\w*|young\w*|markov\w*|chebyshev\w*|hoeffding\w*|bernstein\w*|gronwall\w*"
    r"|taylor\w*|union bound|control\w*|estimat\w+|bound|bounds|bounded|bounding|converges?"
    r"|contract\w*|decreas\w+|increas\w+|decays?|concentrat\w+|dominat\w+|vanish\w*|symmetri[sz]\w+"
    r"|chaining|minimi[sz]\w+|maximi[sz]\w+|obtain\w*|insert\w*)\b"
)
_CONCLUSION = pattern(
    r"\b(?:it follows|follows|yields|gives|get|arrive|conclude|deduce|can be shown|can show"
    r"|desired|claimed|recover|easy|easily|straightforward\w*|routine|standard|tedious|readily)\b"
)
# How much, how many, how likely: what a formula would say.
_QUANTITY = pattern(
    r"\b(?:proportional to|logarithm(?:ic\w*|s)?|square roots?|reciprocal|(?:half|twice|thrice"
    r"|[a-z]+ times) (?:as (?:many|much|large|small|often|likely)|the|its|that|this|of)"
    r"|times (?:its|the|a) \w+|of (?:the )?order|in expectation|on average|the average"
    r"|expected (?!utility)\w+|expectations?|variances?|probabilit(?:y|ies)"
    r"|(?:at (?:most|least)|no (?:more|less|fewer) than|more than|less than|fewer than) (?:the|a|an"
    r"|one|two|three|half|twice|its|as) "
    r"|(?:linear|quadratic|exponential|polynomial|geometric)(?:ly)? (?:in|fast|many|decay\w*|small"
    r"|large|growth|grow\w*|with)"
    r"|(?:increases|decreases|grows|shrinks|decays|drops|contracts)(?: \w+)?(?: by|$|[,;:.]| with"
    r"| to| as| at)"
    r"|(?:larger|smaller|bigger|greater) than|number of (?:steps|rounds|samples|iterations|queries)"
    r"|a (?:constant|fixed|bounded) (?:fraction|factor|multiple|number|proportion)"
    r"|sums? (?:up )?to|the (?:total|sum) of)"
)
# What formulas are for is said in words: two expectations are equal.
_EQUAL_IN_WORDS = pattern(
    r"\b(?:expectations?|expected \w+|probabilit(?:y|ies)|variances?|covariances?|moments?"
    r"|conditional means?|means of)\b[^.;=]{0,80}?\b(?:is|are|must be|stays?|remains?)\b"
    r"(?: \w+){0,2}? (?:equivalent|equal|identical|the same|unchanged|zero)\b"
)
#: A computation is said to exist.
COMPUTED = pattern(
    r"\b(?:straightforward|routine|standard|simple|direct|tedious|lengthy|easy|elementary|short"
    r"|some"
    r"|explicit|usual|quick|little|long|basic)(?:,? (?:but|and|if) \w+|,? \w+)? (?:calculations?"
    r"|computations?|algebra|manipulations?|calculus)\b|\b(?:straightforward|standard|routine"
    r"|usual)"
    r" (?:arguments?|estimates?|techniques?|reasoning|steps)\b|\bafter (?:some|a few|several|little"
    r"|minor|easy|simple) \w+|\bby (?:calculation|computation|algebra|direct verification)\b"
    r"|\b(?:calculations?|computations?|algebra|manipulations?|calculus) (?:shows?|gives?|yields?"
    r"|proves?|leads?|confirms?)\b"
)
# "Here the first step is Jensen's inequality" says of a displayed step why it holds.
_EXPLAINS = pattern(
    r"\W*(?:here|where|in which|the (?:first|second|third|fourth|fifth|last|final|penultimate"
    r"|\w+th)"
    r" (?:in|e|s|l|i|t)|in (?:the )?(?:first|second|third|last|step|line|\())"
)
# A construction or a piece of logic is complete in words.
_BUILDS = pattern(
    r"\b(?:vert(?:ex|ices)|edges?|(?:sub)?graphs?|cycles?|trees?|nodes?|bits?|protocol|reduction"
    r"|gadget|instance"
    r"|contradict\w*|players?|compact|open|closed|continuous|measurable|biject\w+|inject\w+"
    r"|surject\w+"
    r"|partition|colou?r\w*|clauses?|satisf(?:iable|ying)|polynomial time|machine|oracle|simulat\w+"
    r"|quer(?:y|ies)|finite|countable|subsets?|subsequence|union|intersection|prefix|strings?"
    r"|suppose"
    r"|conversely|construct\w*|disjoint|nonempty|singleton|algorithm|packing|matching)\b"
)
_NAMES_RESULT = pattern(
    rf"[{REFERENCE}{CITATION}]|\b(?:lemma|theorem|proposition|appendix|section)"
)
_POINTS = pattern(
    rf"[{REFERENCE}{CITATION}]|\b(?:lemmas?|theorems?|propositions?|corollar(?:y|ies)|sections?"
    r"|appendi(?:x|ces)|definitions?|assumptions?|remarks?|supplement\w*|above|below|previous"
    r"|preceding)\b"
)


# Letters of a sentence from which on it tells more steps than the one relation it states.
_MANY_STEPS = 90


class Weight(Record):
    """What a proof is made of.

    Args:
        prose, mathematics: characters.
        told: characters of sentences that tell a step and show no relation.
        steps: how many manipulations these sentences name.
        relations: how many relations formulas state.
        points: every sentence refers to a result, a source or a place.
        computed: a computation is said to exist, and no relation is shown.
        builds: how many words of constructions and of logic there are.
        equal: how many sentences say only in words that expectations, probabilities are equal.
        quantities: how often words say how much, how many, how likely.
    """

    prose: int
    mathematics: int
    told: int
    steps: int
    relations: int
    points: bool
    computed: bool
    builds: int
    equal: int
    quantities: int


def may_be_wordy(view: FileView, proof: ProofText) -> bool:
    """Whether there may be more prose than mathematics, at a cheap look."""
    first = bisect_left(view.formulas, proof.start, key=lambda f: f.span.start)
    last = bisect_left(view.formulas, proof.end, key=lambda f: f.span.start)
    formulas = view.formulas[first:last]
    bodies = [view.masked[f.body.start : f.body.end] for f in formulas]
    formal = sum(len("".join(body.split())) for body in bodies)
    whole = len("".join(view.masked[proof.start : proof.end].split()))
    outside = whole - formal - sum(len(f.environment) + 14 for f in formulas if f.display)
    return outside > formal or any(_MANY_WORDS.search(body) for body in bodies if "text" in body)


def weigh(view: FileView, proof: ProofText, *, expand: bool = True) -> Weight:
    """What a proof is made of.

    Args:
        view: its file.
        proof: the proof.
        expand: count what the user's macros stand for; without it there seems to be less
            mathematics, and the answer comes sooner.
    """
    formal = formal_parts(view, proof)
    skipped = tuple(sorted([*proof.skipped, *((start, end) for start, end, _ in formal)]))
    listed = list(sentences(view, proof.start, proof.end, text_macros(view.macros), skipped))
    spoken = told = steps = relations = mathematics = 0
    for _, _, text in formal:
        mathematics += _size(text)
        relations += len(_RELATION.findall(text))
    points = bool(listed)
    computed = False
    builds = equal = quantities = 0
    for sentence in listed:
        words = _NO_LETTER.sub("", sentence.text)
        stated = 0
        for formula in sentence.formulas(view):
            size, inner, stated_here = _formula(view, formula, expand)
            mathematics += size
            stated += stated_here
            if inner:
                spoken += len(_NO_LETTER.sub("", inner))
                told += len(_NO_LETTER.sub("", inner)) if _tells(inner) else 0
                steps += len(_MANIPULATION.findall(inner))
        relations += stated
        equal += bool(_EQUAL_IN_WORDS.search(sentence.text))
        spoken += len(words)
        builds += len(_BUILDS.findall(sentence.text))
        quantities += len(_QUANTITY.findall(sentence.text))
        refers = bool(_POINTS.search(sentence.text))
        points = points and (refers or len(words) < 12)
        named = len(_MANIPULATION.findall(sentence.text))
        # "Combining these bounds, summing the errors and rearranging, we obtain a < b" tells, too.
        shown = stated > 1 or (stated and (not named or len(words) < _MANY_STEPS))
        if shown or (_EXPLAINS.match(sentence.text) and relations):
            continue
        if named or _tells(sentence.text):
            told += len(words)
            steps += named
        if COMPUTED.search(sentence.text) and not _NAMES_RESULT.search(sentence.text):
            computed = True
    computed = computed and not relations
    return Weight(
        spoken, mathematics, told, steps, relations, points, computed, builds, equal, quantities
    )


def _tells(text: str) -> bool:
    """Whether words tell a step: of a formula, or a conclusion from no result that is named."""
    if _MANIPULATION.search(text) or _STEP.search(text):
        return True
    return bool(_CONCLUSION.search(text)) and not (REFERENCE in text or CITATION in text)


def _formula(view: FileView, formula: MathSpan, expand: bool) -> tuple[int, str, int]:
    """Size, words inside, and relations of a formula."""
    body = view.masked[formula.body.start : formula.body.end]
    inner = ""
    if "text" in body or "box" in body:
        # Words in a formula are prose. A few letters are a condition or an index.
        inner = " ".join(prose(view)[formula.span.start : formula.span.end].split())
        inner = inner.lower() if len(inner) > 20 else ""
    expanded = expand_macros(body, view.macros) if expand and "\\" in body else body
    size = max(0, _size(expanded) - len("".join(inner.split())) - 6 * body.count("\\text"))
    return size, inner, len(_RELATION.findall(expanded))


def _size(text: str) -> int:
    return len(_NO_MATHEMATICS.sub("", text))
