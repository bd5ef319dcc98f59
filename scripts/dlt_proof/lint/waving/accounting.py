"""Whether a sentence accounts for what a phrase of it waves away.

It does with a reason, a place or a source, a symmetry that is named, a substitution. Not here:
carrying it out (`carrying_out`).
"""

from __future__ import annotations

from ...latex import FileView
from ...patterns import pattern
from ..sentences import CITATION, DISPLAY, MATH, REFERENCE, Sentence
from .wave import Wave

M, R, C = MATH, REFERENCE, CITATION

#: A symmetry is named: of what, in what, under what, or why.
_SYMMETRY = pattern(
    rf"\bsymmetr(?:y|ies|ic|ical|ically)(?: and \w+)? (?:of|in|under|between|about|around"
    r"|with respect to"
    rf"|w\.r\.t\.|wrt|relative to|among|across|properties|property|group|assumption|{M})"
    r"|\bsymmetric(?:al)? (?:function|kernel|distribution|law|random|density|norm|metric|matri"
    r"|game|role"
    r"|hypothes|assumption|about|set|bod|loss|noise|bilinear|form|differen|divergence|relation"
    r"|weight"
    r"|definition|expression|convex|polynomial|property|tensor|operator|graph|prior|measure"
    r"|in\b)\w*"
    rf"|(?:\b(?:since|because|as|given|noting|recall\w*|note|for)\b[^.;]{{0,80}}"
    rf"|[{M}{R}] (?:and {M} )?"
    r"|\b(?:distribution|law|metric|statement|claim|hypothes[ie]s|assumptions?|roles?|definition"
    r"|setup"
    r"|setting|problem|expressions?|conditions?|conclusion|inequality|inequalities|situation"
    r"|both sides"
    r"|lemma|theorem|everything|assertion|function|kernel|loss|density|everything else"
    r"|construction)"
    r"\b[^.;:,]{0,40})\b(?:is|are|being|remains?) (?:\w+ )?symmetric(?!ally)"
    r"|\broles? (?:of|played by)\b|\broles? (?:is|are|can be)\b|\binvarian(?:t|ce)\b|\bexchangeab"
    rf"|\b(?:swap|permut|relabel|renam|reorder|reflect|rearrang|reindex|re-index|renumber)\w*"
    rf"(?: \w+){{0,4}} (?:{M}|labels?|indices|coordinates|variables|names|players|signs?|rows"
    r"|columns|order|arms|actions|experts|agents|points|samples|nodes|vertices|clusters|classes"
    r"|states|components|blocks|elements|entries|two|if necessary)"
    r"|\bunchanged\b|\bunaffected\b|\b(?:stays?|remains?) the same\b|\bdoes not change\b"
    r"|\bthe same (?:distribution|law)\b|\bidentically distributed\b|\bi\.i\.d\b"
)
_EXCHANGED = pattern(rf"\b(?:exchang|interchang|flip)\w*(?: \w+){{0,4}} {M}|\bflipp\w+|\bflips?\b")
_REASON = pattern(
    r"\b(?:since|because|due to|owing to|thanks to|in view of|given that|noting that|recalling that"
    rf"|considering that|on account of|by virtue of|using (?:that|the fact that))\b"
    r"(?! (?:of )?(?:the |this |obvious )?symmetry)"
    rf"|\bas {M}(?=\s*(?:$|[.,;)]))|\bas (?:{M}"
    r"|both|all|each|every|it|the|its|they"
    r"|these|those|we)\b[^,;:]*?\b(?:is|are|has|have|satisf\w+|only|does|do|holds?|used?|needs?"
    r"|plays?|enters?|matters?)\b"
)
_POINTER = pattern(
    r"\b(?:see|cf\.?|given|found|deferred|postponed|proved|shown|carried out|treated|detailed"
    r"|presented"
    r"|appears?|done|refer|provided|included|spelled out|written out|worked out|contained|stated)\b"
    rf"(?! (?:similarly|analogously|as in|in the same|by the same|like))[^.;:]{{0,40}}?(?:[{R}{C}]"
    r"|\bbelow\b"
    r"|\bappendix\b|\bsupplement\w*|\bsection\b|\bnext\b|\bat the end\b|\blater\b)"
    r"|\bbelow\b|\bin (?:the )?(?:appendix|supplement\w*|section)\b"
)
_PLACE = pattern(rf"\W*in [{R}{C}]|[\s(\[]{{0,3}}{C}")
_PROMISED = pattern(
    r"\bwe (?:\w+ )?(?:include|give|provide|spell|present|carry|write|work|repeat)\b[^.;:]{0,40}"
    r"\b(?:details?|it|proof|out|completeness)\b|\bfor (?:the sake of )?completeness\b"
)
_USING = pattern(
    r"\b(?:by|using|from|via|applying|invoking|with|through|use|uses|thanks to|upon)\b"
    rf"(?: (?!argument|reason|proof)\w+){{0,4}}?,? [{R}{C}]"
)
_SUBSTITUTED = pattern(
    r"\b(?:appl(?:y|ied|ying|ies)|replac\w+|consider\w*|substitut\w+|in place of|instead of|to"
    r"|with|for"
    rf"|by)\b[^.;:]{{0,50}}?{M}"
)
_REPLACED = pattern(
    rf"\b(?:replac|substitut)\w*(?: {M})? (?:by|with) (?:\w+ )?(?P<by>{M})"
    rf"|(?P<of>{M}),? (?:\w+ )?(?:in place of|instead of|replacing|playing the role of"
    r"|in lieu of)\b"
)
_APPLIED_WHICH = pattern(
    rf"\b(?:applied|applying it) to (?:\w+ ){{0,4}}{M},? (?:which|where|whose|that)\b"
)
_CHOSEN = pattern(
    rf"\b(?:with|for|taking|setting|choosing|at|where|now) (?P<what>{M})[^.;:]*?"
    r"\b(?:gives?|yields?|shows?|implies|imply|proves?|get|obtain|have|find|leads? to)\b"
    rf"[^.;:{M}]*(?P<result>[{M}{DISPLAY}])"
)
#: One letter with its marks: putting it for another one exchanges names.
_ONE_SYMBOL = pattern(
    r"(?:\\[a-zA-Z]+\s*(?:\{\s*\\?[a-zA-Z]+\s*\})?|[a-zA-Z])"
    r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\\?[a-zA-Z0-9*]+|[*+-])|')*"
)
_RELATED = pattern(
    r"[=<>]|\\(?:leq?|geq?|lesssim|gtrsim|leqslant|geqslant|sim|approx|in|ll|gg|subset|to)(?![a-z])"
)
_TRANSFORMED = pattern(
    r"\b(?:by|upon|on|from|after|when) (?:\w+ )?(?:appl\w+|consider\w*|substitut\w+|chang\w+|taking"
    r"|passing|negat\w+|flipp\w+|reflect\w+|multiply\w+|conjugat\w+|transpos\w+"
    r"|complement\w+) (?!the "
    r"same|similar|a similar|an analogous|analogous)"
)
_SYMMETRY_WORDS = pattern(
    "symmetr|role|invarian|unchanged|unaffected|s the same|not change|exchangeab|swap|permut"
    "|relabel|renam|reorder|reflect|rearrang|index|renumber|changed|replac"
    "|substitut|negat|the same (?:distribution|law)|identically|i\\.i\\.d"
)


def accounted(view: FileView, sentence: Sentence, wave: Wave, before: str) -> bool:
    """Whether the sentence itself accounts for what it waves away.

    Args:
        view: the file.
        sentence, wave: what is waved away, and where.
        before: what the reader knows: the statement, the proof so far, as plain text.
    """
    text = sentence.text
    rest = text[wave.end :]
    if _REASON.search(rest) or _POINTER.search(text[wave.start :]):
        return True
    if _PLACE.match(rest) or _PROMISED.search(rest):
        return True
    if wave.kind == "omitted":
        return False
    if _names_symmetry(text):
        return True
    if wave.kind == "symmetry":
        return bool(_EXCHANGED.search(text) or _REASON.search(text)) or _names_symmetry(before)
    if _USING.search(rest) or _TRANSFORMED.search(text[wave.start :]):
        return True
    return _negative_substitution(view, sentence, wave) or _substituted(view, sentence, wave)


def _names_symmetry(text: str) -> bool:
    return bool(_SYMMETRY_WORDS.search(text) and _SYMMETRY.search(text))


def _substituted(view: FileView, sentence: Sentence, wave: Wave) -> bool:
    """Whether it is said what takes the place of what: "with $a$ replaced by $1/a$", "applied to
    $f^*$, which is smooth", "with $a = 2t$ gives $f \\le t$"."""
    text = sentence.text
    if _APPLIED_WHICH.search(text, wave.start):
        return True

    def source(index: int) -> str:
        found = sentence.formulas(view, index, index + 1)
        return view.masked[found[0].body.start : found[0].body.end] if found else ""

    for match in _REPLACED.finditer(text, wave.start):
        index = next(match.start(group) for group in ("by", "of") if match[group])
        if not _ONE_SYMBOL.fullmatch(source(index).strip()):
            return True
    chosen = _CHOSEN.search(text, wave.start)
    if chosen and "=" in source(chosen.start("what")):
        return bool(_RELATED.search(source(chosen.start("result"))))
    return False


def _negative_substitution(view: FileView, sentence: Sentence, wave: Wave) -> bool:
    """Whether the argument is applied to the negative of something: `-x`, `-f`."""
    for match in _SUBSTITUTED.finditer(sentence.text[wave.start :]):
        index = wave.start + match.end() - 1
        for formula in sentence.formulas(view, index, index + 1):
            if view.masked[formula.body.start : formula.body.end].lstrip().startswith("-"):
                return True
    return False
