"""How the text goes on behind a display: with a new sentence, a clause, or in mid-sentence.

Not here: how the display itself ends (`display_ends`).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from .. import patterns
from ..latex import FileView, MathSpan
from ..latex.arguments import skip_blank
from ..latex.words import word_set
from ..patterns import pattern
from .display_ends import MARKS, RELATION, ending
from .display_notes import behind_note, is_box
from .introducing_words import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

#: `marked`: by a mark outside the display. `end`: of the sentence. `clause`: by one that a comma
#: or more goes before. `other`: in mid-sentence, or we cannot tell.
Following: TypeAlias = 'Literal["marked", "end", "clause", "other"]'

#: How many commands are stepped over behind a display.
_STEPS = 60
#: Words that begin a sentence; others with a capital may be names in the middle of one.
STARTERS = word_set(
    "The This That Then Thus Hence Therefore Here We It Its Since By If For Let Now Note Notice "
    "Moreover Furthermore However In On As To So But Assume Suppose Recall Observe Consequently "
    "Finally First Second Third Fourth Fifth Sixth Seventh Next Similarly Again Also These Those "
    "There Consider Define Set "
    "Because When Under From Given Clearly Indeed Conversely Our One Besides Additionally "
    "Accordingly Alternatively Equivalently Specifically Particularly Overall Otherwise "
    "Nevertheless Nonetheless Meanwhile Likewise Instead After Before During While Although "
    "Though Unless Until Once Whenever Throughout Towards Toward At Among Between Both Either "
    "Neither Each Every All Any Some Most Many Several Such No Not Nor Only Even Just Still Yet "
    "What Why How Who Which Denote Choose Fix Take Write Put Pick Apply Use Combine Summing Sum "
    "Plug Insert Rearrange Conditional Conditioned Conditionally Remark Step Case See Compare "
    "Intuitively Formally Informally Crucially Importantly Unfortunately Fortunately Interestingly "
    "Together Adding Another Other They Their Can Does Is Are Do Would Could Should I An With "
    "Unlike Like Via Without Within Above Below Beyond Further Lastly Last Altogether Thereby "
    "Obviously Evidently Trivially Naturally Notably Roughly Precisely Actually Generally "
    "Averaging Taking Using Applying Combining Integrating Dividing Multiplying Subtracting "
    "Substituting Plugging Inserting Choosing Setting Letting Noting Recalling Rearranging "
    "Expanding Bounding Minimizing Maximizing Minimising Maximising Optimizing Optimising Solving"
)
_PARTICIPLE = pattern(r"[A-Z][a-z]{2,}(?:ing|ly)")
_PLAIN_WORD = pattern(r"[A-Z][a-z]{2,}")
_NAMES = word_set(
    "Ising Kelly Fleming Browning Sterling Stirling King Hoeffding Helly Lilly Reilly Connelly "
    "Schilling Xing Jing Ming Ding Ying Ling Ping Qing Bing Keating Manning Downing Harding "
    "Whiting Gelling Spelling Golding Beverly Weekly"
)
#: Behind these a name or a reference that begins with a capital begins a sentence.
_STATEMENTS = word_set(
    "Theorem Lemma Proposition Corollary Claim Fact Assumption Definition Equation Eq Inequality "
    "Condition Algorithm Figure Fig Table Section Appendix Remark Example Property Theorems Lemmas "
    "Equations Eqs Propositions Corollaries Assumptions"
)
_IS_NUMBERED = pattern(r"s?\.?[~\s]*(?:\(?\\[a-zA-Z]*[rR]ef|\(?\d|[A-Z]\b|\([a-zA-Z]{1,3}\d?\))")
_IS = frozenset(["is", "are", "be", "was", "were", "becomes", "become", "have", "has"])
_LETTERS = pattern(r"(?<![\\a-zA-Z@])[a-zA-Z]+")
_SMALL_WORD = pattern(r"(?:^|(?<=[\s(~]))[a-z]{3,}(?=[\s.,;:)~])")
_OPENERS = word_set("By With For Given In As If When Since From On Under Via After")
_FIRST_WORD = pattern(r"(?:\\[a-zA-Z]+\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})?|[^\w\\])*+([^\W\d_]+)")
#: How far before a display its sentence is looked for.
_SENTENCE = 600
_CLAUSES = frozenset(
    ["where", "which", "whence", "hence", "thus", "therefore", "consequently", "i.e", "namely"]
)
_PARAGRAPH_END = pattern(r"\n[ \t\r]*\n")
_SKIPPED = pattern(
    r"\\(?:noindent|ignorespaces|label\s*\{[^{}]*\}|[vh]space\*?\s*\{[^{}]*\}|normalsize|nopagebreak"
    r"|index\s*\{[^{}]*\}|leavevmode|null|hfill|unskip|par|medskip|smallskip|bigskip|newpage"
    r"|clearpage|vskip[^\n]*|pagebreak|vfill|indent|looseness[^\n]*|linebreak|allowdisplaybreaks)"
    r"(?![a-zA-Z@])|\\(?:emph|text(?:bf|it|sc|sl|rm|sf)|underline|bf|it|sc|em|rm|bfseries|itshape|scshape"
    r"|upshape|normalfont)(?![a-zA-Z@])|[{}~]|\\\\(?:\s*\[[^\[\]]*\])?"
    r"|\\end\s*\{(?:subequations|small|footnotesize|center|linenomath\*?|spacing"
    r"|sloppypar|group|flushleft|scriptsize|minipage|adjustbox|equation\*?)\}|\\endgroup"
)
# `\textbf{Upper bound.}`, `{\bf Case 2:}` at the beginning of what follows.
_RUN_IN = pattern(
    r"(?:\\(?:textbf|emph|textit|textsc|underline)\s*\{|\{\s*\\(?:bf|it|sc|em|bfseries|itshape|scshape)"
    r"(?![a-zA-Z@]))\s*[A-Z][^{}\n]{2,80}[.:]\s*\}"
)
_ENDS_PARAGRAPH = frozenset(["par", "medskip", "smallskip", "bigskip", "newpage", "clearpage"])
_HEADING = pattern(
    r"\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|appendix|bibliography|printbibliography"
    r"|qed|QED|qedsymbol|bibliographystyle|maketitle)(?![a-zA-Z@])|\\end\s*\{document\}"
)
_NAME = pattern(r"\\(begin|end)\s*\{([^{}]*)\}")
_CAPITAL_REFERENCE = pattern(r"\\(?:Cref|Autoref|Cpageref|Crefrange|Vref)(?![a-zA-Z@])")
#: What may be the subject of a sentence besides a name.
_SUBJECT = pattern(r"\\\(|\(?\\(?:[a-zA-Z]*[rR]ef\*?|ensuremath)\s*\{|\\begin\s*\{math\}")
_WORD = pattern(r"[(`\"]*([^\W\d_]+(?:\.[a-z])?)")
_LOWER_WORD = pattern(r"\s+[a-z]")
_POSSESSIVE = pattern(r"['’]s?\b")
_TEXTUAL_CITATION = pattern(
    r"\\(?:[cC]itet|[cC]iteauthor|[tT]extcite|[cC]itealt|citeasnoun)\*?(?:\s*\[[^\]]*\])*\s*\{[^{}]*\}"
    r"(?:,?\s+(?:and\s+)?\\[cC]ite[a-z]*\*?\s*\{[^{}]*\})*\s+(?!(?:and|or|in|for|with|on|as)\b)[a-z]{2,}"
)
_SENTENCE_END = pattern(r"[.!?:](?=[\s}~]|\\\w)|\n[ \t\r]*\n|\\(?:begin|end)\s*\{[^{}]*\}|\\item")
#: A clause that a formula completes: no name goes on behind it.
_COMPLETED = pattern(
    r"(?:\b(?:have|has|get|gets|obtain|obtains|obtaining|yields?|yielding|gives?|giving|implies"
    r"|implying|satisfies|holds?|reads|conclude|deduce|at)|\bthat)[,:]?\s*\Z"
)


def following(view: FileView, formula: MathSpan, ends: frozenset[str]) -> Following:
    """How the text goes on behind a display; one that ends with a mark is not looked at closely.

    Args:
        view: the file.
        formula: the display.
        ends: names of the environments whose end ends a sentence.
    """
    text = view.masked
    position = formula.span.end
    paragraph = False
    for _ in range(_STEPS):
        behind = skip_blank(text, position)
        paragraph |= bool(_PARAGRAPH_END.search(view.text, position, behind))
        position = behind
        if is_box(view, position) or _RUN_IN.match(text, position):
            return "end"
        match = _SKIPPED.match(text, position)
        if match is None or match.end() == position:
            behind = behind_note(view, position)
            if behind == position:
                break
            position = behind
            continue
        paragraph |= match.group().lstrip("\\") in _ENDS_PARAGRAPH
        paragraph |= match.group().startswith("\\\\")
        position = match.end()
    if position >= len(text):
        return "end"
    if text[position] in MARKS:
        return "marked"
    if _HEADING.match(text, position):
        return "end"
    if edge := _NAME.match(text, position):
        name = edge[2].strip()
        if edge[1] == "end":
            return "end" if name in ends else "other"
        starts_anew = name in ends and not name.rstrip("*").endswith(("enumerate", "itemize"))
        return "end" if starts_anew and name != "description" else "other"
    if _CAPITAL_REFERENCE.match(text, position):
        return "end" if paragraph or _may_begin(view, formula, position) else "other"
    if text.startswith("\\item", position):
        return "end"
    if _TEXTUAL_CITATION.match(text, position):
        return "end" if paragraph or _may_begin(view, formula, position) else "other"
    word = _WORD.match(text, position)
    if word is None:
        # A formula or a command.
        if paragraph:
            return "other" if _is_display(view, position) else "end"
        may_be_subject = text[position] == "$" or _SUBJECT.match(text, position)
        return "end" if may_be_subject and _begins_anew(view, formula, position) else "other"
    return _by_word(view, formula, word, paragraph)


def _by_word(
    view: FileView, formula: MathSpan, word: patterns.Match[str], paragraph: bool
) -> Following:
    first = word[1]
    if first in _CLAUSES:
        return "other" if word.group().startswith("(") else "clause"
    if first[0].islower():
        return "other"
    if paragraph:
        return "end"
    if first == "A":
        return "end" if _LOWER_WORD.match(view.masked, word.end()) else "other"
    if _POSSESSIVE.match(view.masked, word.end()) and first not in ("Let", "It", "That", "Here"):
        return "end" if _name_begins(view, formula, word.start()) else "other"
    if first in _STATEMENTS and _IS_NUMBERED.match(view.masked, word.end()):
        begins = _has_verb(view, formula) and _may_begin(view, formula, word.start())
        return "end" if begins or _begins_anew(view, formula, word.start()) else "other"
    if first in STARTERS or (_PARTICIPLE.fullmatch(first) and first not in _NAMES):
        return "end"
    if not _PLAIN_WORD.fullmatch(first):  # SGD, AdaGrad
        return "end" if _begins_anew(view, formula, word.start()) else "other"
    begins = (
        _written_small(view, first)
        or _begins_with_verb(view, formula, first)
        or _name_begins(view, formula, word.start())
    )
    return "end" if begins else "other"


def _name_begins(view: FileView, formula: MathSpan, position: int) -> bool:
    """Whether a name behind a display begins a sentence."""
    completes = _completes(view, formula) and _may_begin(view, formula, position)
    return completes or _begins_anew(view, formula, position)


def _begins_with_verb(view: FileView, formula: MathSpan, word: str) -> bool:
    """Whether a word behind a display is an imperative: "Divide by $n$"."""
    from .verbs import IMPERATIVE

    if word.lower() not in IMPERATIVE or ending(view, formula) != "bare":
        return False
    from .main_clauses import standing

    return standing(view, formula, states=_states(view, formula)) == "whole"


def _begins_anew(view: FileView, formula: MathSpan, position: int) -> bool:
    """Whether the display completes a main clause, and one with its own verb stands behind it."""
    if ending(view, formula) != "bare":
        return False  # only what lacks a mark is worth reading its sentence
    from .main_clauses import clause_behind, standing

    return (
        clause_behind(view, position) == "own"
        and standing(view, formula, states=_states(view, formula)) == "whole"
    )


def _may_begin(view: FileView, formula: MathSpan, position: int) -> bool:
    """Whether a sentence may begin behind a display: not where its main clause is still to come,
    nor where what is behind belongs to the display: "the bound [display] Theorem 3 gives"."""
    if ending(view, formula) != "bare":
        return True
    from .main_clauses import clause_behind, standing

    return (
        standing(view, formula, states=_states(view, formula)) != "open"
        and clause_behind(view, position) != "gap"
    )


def _states(view: FileView, formula: MathSpan) -> bool:
    """Whether a display is a statement: an equation, an inequality."""
    return bool(RELATION.search(view.masked, formula.body.start, formula.body.end))


def _sentence_before(view: FileView, formula: MathSpan) -> str:
    """The words of the sentence that a display stands in, up to it."""
    begin = max(0, formula.span.start - _SENTENCE)
    for match in _SENTENCE_END.finditer(view.masked, begin, formula.span.start):
        begin = match.end()
    return view.masked[begin : formula.span.start].strip()


def _has_verb(view: FileView, formula: MathSpan) -> bool:
    """Whether the sentence of a display has its verb before it: not "Applying to [display]", nor
    "the estimator [display] Algorithm 1 returns"."""
    words = _sentence_before(view, formula)
    first = _FIRST_WORD.match(words)
    if first is None or (
        (_PARTICIPLE.fullmatch(first[1]) or first[1] in _OPENERS) and "," not in words
    ):
        return first is None
    return any(word.lower() in VERBS or word in _IS for word in _LETTERS.findall(words))


def _completes(view: FileView, formula: MathSpan) -> bool:
    """Whether the display completes a clause: "we obtain [x = y]"."""
    return bool(_COMPLETED.search(_sentence_before(view, formula)) and _states(view, formula))


def _written_small(view: FileView, word: str) -> bool:
    """Whether the text also has a word without its capital: then it is no name."""
    return word.lower() in _small_words(view)


@lru_cache(maxsize=2)
def _small_words(view: FileView) -> frozenset[str]:
    return frozenset(_SMALL_WORD.findall(view.masked))


def _is_display(view: FileView, position: int) -> bool:
    index = bisect_left(view.formulas, position, key=lambda f: f.span.start)
    if index < len(view.formulas) and view.formulas[index].span.start == position:
        return view.formulas[index].display
    return False
