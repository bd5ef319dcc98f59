"""Whether a text that names a technique uses it, or only speaks of it.

`By Bernstein's inequality` uses it. `Unlike Bernstein's inequality`, `we do not need Bernstein's
inequality`, `Bernstein's inequality was proved in 1924`, `\\citet{x} use Bernstein's inequality`
do not. Where that is not clear, it counts as use.
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import patterns
from ...latex.words import word_set
from ...patterns import pattern
from .disclaimed import is_disclaimed
from .names import Mention
from .tokens import Token

_FILL = (
    r"(?:the|a|an|any|some|use|using|usage|of|apply|applying|classical|standard|usual|such|as|"
    r"like|simple|plain|scalar|matrix|vanilla|known|famous|version|form|tool|more|involved|even|"
    r"general|common|well|direct|application|appeal|appealing|invoking|resorting|resort|recourse|relying|needing|requiring|"
    r"the\ need|for|help|to|on|upon|via|through|by|kind|sort|over|additional)"
)
_USE = (
    r"(?:us(?:e|ed|ing)|need(?:ed)?|requir(?:e|ed|ing)|invok(?:e|ed|ing)|appl(?:y|ied|ying)|"
    r"rel(?:y|ied|ying)|appeal(?:ed|ing)?|resort(?:ed|ing)?|employ(?:ed|ing)?|assum(?:e|ed|ing)|"
    r"follow(?:ed)?(?:\ from)?|satisf(?:y|ied)|hav(?:e|ing)|depend(?:ing)?|involv(?:e|ed|ing)|"
    r"go(?:ing)?\ through|mak(?:e|ing)\ use)"
)
_NOT_BEFORE = pattern(
    rf"(?:\b(?:unlike|avoid(?:ing|ed)?|without|instead\ of|rather\ than|in\ place\ of|than"
    rf"|in\ contrast\ (?:to|with)|in\ comparison\ (?:to|with)|as\ opposed\ to|opposed\ to"
    rf"|compared?\ (?:to|with)|no\ need\ (?:for|of|to)|neither|nor|bypass(?:ing)?"
    rf"|circumvent(?:ing)?|dispens(?:e|ing)\ (?:\w+\ )?with|replac(?:e|ing|ed)"
    rf"|improv(?:e|ed|ing|ement)\ (?:on|over|upon)|beyond|failure\ of|outperform(?:ing|ed)?"
    rf"|(?:similar|analogous|akin|comparable|identical)\ to|reminiscent\ of|recover(?:ing)?)"
    rf"|\b(?:not|never|cannot|can't|don't|doesn't|didn't)\ (?:\w+\ ){{0,2}}{_USE}"
    rf"|\bno(?:\ (?:longer\ )?{_USE})?"
    rf"|\b(?:could|would(?!\ like)|might)\ (?:\w+\ ){{0,3}}(?:{_USE}|follow\ from|replace|improve)"
    rf"(?:\ (?:by|with|from))?"
    rf"|\b(?:had\ (?:we|one)|if\ (?:we|one)\ (?:had|were\ to|used|applied|invoked|relied)"
    rf"|were\ (?:we|one)\ to)(?:\ \w+){{0,3}}"
    rf"|\bthe\ same\ (?:form|shape|flavou?r|spirit|order|structure)\ as|\bresembl(?:e|es|ing)"
    rf"|\blooks?\ like|\bbeats?(?:\ what)?|\b(?:unlike|instead\ of|rather\ than|in\ place\ of"
    rf"|in\ lieu\ of|in\ contrast\ (?:to|with)|as\ opposed\ to)"
    rf"(?:\ (?!(?:we|one|us|i|it|and|which|that|then|but)\b)\w+){{0,6}}"
    rf"|\b(?:interesting|open|unclear|unknown|wonder|future|not\ clear|question|not\ know)\b"
    rf"(?:\ [\w;]+){{0,6}}\ (?:whether|if|how)(?:\ \w+){{0,4}}"
    rf"|\bit\ would\ be\ (?:\w+\ ){{1,3}}to\ {_USE})(?:\ {_FILL})*$"
)
_NOT_AFTER = pattern(
    r"^(?:(?:(?:here|instead|directly|alone|naively|separately|there|twice|type|inequality|bound)"
    r"\ ){0,3}would\ (?!like|have\ to)"
    r"|(?:is|are|was|were|doe|do|can|could|would|may|will)\ (?:\w+\ )?"
    r"(?:not|no\ longer|never)\ (?:\w+\ ){0,2}"
    r"(?:used|needed|required|applied|apply|applicable|enough|sufficient|suffice|help|available"
    r"|work|hold|invoked|directly)"
    r"|cannot\ (?:\w+\ ){0,2}(?:used|applied|apply|invoked|help|hold)"
    r"|(?:is|are)\ (?:\w+\ )?(?:too\ |in)(?:weak|crude|loose|coarse|sufficient|applicable)"
    r"|(?:is|are)\ (?:\w+\ )?(?:un(?:available|suited|suitable|necessary|needed|helpful)"
    r"|inapplicable|useless|overkill|of\ no\ (?:use|help)|out\ of\ reach)"
    r"|fail|would\ (?:only\ |merely\ |also\ )?(?:give|yield|lose|lead|suffice|be|cost)"
    r"|could\ (?:also\ |alternatively\ )?be"
    r"|might\ )"
)
# "We cannot avoid Talagrand's inequality": it is used.
_CANNOT = pattern(
    r"\b(?:cannot|not|never|can\ t|impossible\ to|unable\ to|hard\ to|difficult\ to"
    r"|no\ way\ (?:to|of))(?:\ \w+)?\ $"
)
_AVOIDED = pattern(r"(?:avoid|bypass|circumvent|dispens|without)")
# "Applying Chernoff-type bounds to each entry would cost a factor."
_TRYING = pattern(
    r"\b(?:applying|using|invoking|employing|relying\ on|appealing\ to|plugging\ in"
    r"|(?:application|use)\ of)(?:\ (?:the|a|an|standard|plain|some|usual|classical|scalar))*$"
)
_COSTS = pattern(r"^(?:(?!(?:we|which|that|who|;)\b|;)\S+\ ){0,14}would\ (?!like)")
_HISTORY = pattern(
    r"^(?:was|were|has\ been|have\ been|is|are)\ (?:first\ |originally\ |independently\ |later\ )*"
    r"(?:proved|proven|introduced|established|discovered|obtained|found|derived|published"
    r"|developed|popularized|named|due\ to|attributed|credited|generalized|extended|pioneered)"
    r"|^(?:goe|go|date)\ back\b"
)
_OTHERS = pattern(
    r"(?:@text|\bal(?:\ ;|\ @\w+|\ \d{4})*|\d{4}(?:\ ;)?)\ "
    r"(?:\w+ly\ |first\ |also\ |then\ |have\ |has\ )*"
    r"(?:use|used|apply|applied|prove|proved|show|showed|extend|extended|obtain|obtained|derive"
    r"|derived|introduce|introduced|employ|employed|rely|relied|invoke|invoked|establish"
    r"|established|improve|improved|study|studied|generalize|generalized|combine|combined"
    r"|consider|considered|propose|proposed|develop|developed|give|gave|leverage|leveraged"
    r"|exploit|exploited|adapt|adapted|analyze|analyzed)\b(?!.*\b(?:we|our)\b)"
)
_OURS = pattern(
    r"\b(?:we|our\ (?:proof|analysis|argument|result|bound))\ (?:\w+\ ){0,3}"
    r"(?:use|apply|invoke|rely|employ|need|combine|appeal|build|leverage|exploit|adapt|follow"
    r"|bound|obtain|prove|require|derive)"
)
#: How lower bounds use a hypothesis: they hold unless it fails.
_HYPOTHESES = word_set("hypothesis conjecture assumption seth eth ovh ovc 3sum")
_FAILS = pattern(
    r"^(?:(?:\w+ )?@?\w+ )?(?:fail|(?:is|are|would\ be|were)\ (?:false|violated|refuted|wrong)"
    r"|(?:would|doe|do)\ (?:not\ hold|fail|be)|break)"
)
_CONCEDED = pattern(r"\b(?:if|when|whether|even|should)(?: (?:the|this|that))*$")
_TEXTUAL = pattern(r"(?:[tT]ext)?[cC]ite(?:t|al[tp]|author)|[tT]extcite")
_ABBREVIATIONS = word_set("eg ie cf resp eq eqs thm lem prop cor al wrt vs e g i st sec no")


def is_mere_mention(tokens: Sequence[Token], mention: Mention, *, others: bool) -> bool:
    """Whether a technique that is named is not used there.

    Args:
        tokens: the tokens around.
        mention: the name.
        others: the place is in a section about the work of others.
    """
    first = mention.first
    while first and tokens[first - 1].owner:  # Talagrand's generic chaining
        first -= 1
    before = _sentence_before(tokens, first)
    clause = before.rpartition(" ; ")[2]
    behind = _sentence_behind(tokens, mention.last)
    denied = _NOT_BEFORE.search(clause)
    if denied and "not only" not in clause and not _twice(clause, denied):
        return True
    after_noun = patterns.sub(
        r"^(?:\w+ )??(?:inequality|bound|lemma|theorem|method|argument|@\w+) ", "", behind
    )
    if _fails(tokens, mention, behind):  # a hypothesis is used so: unless SETH fails
        if _CONCEDED.search(clause):
            return True
        behind = after_noun = ""
    for following in (behind, after_noun):
        if _NOT_AFTER.search(following) or _HISTORY.search(following):
            return True
    if _TRYING.search(clause) and _COSTS.search(behind):
        return True
    if is_disclaimed(clause, behind, _sentence_after(tokens, mention.last)):
        return True
    if _OTHERS.search(before) and " we " not in f" {behind} ":
        return True
    return others and not _OURS.search(f"{before} {behind}")


def _twice(clause: str, denied: patterns.Match[str]) -> bool:
    """Whether a denial is denied itself."""
    avoided = _AVOIDED.match(clause, denied.start())
    return bool(avoided and _CANNOT.search(clause, 0, denied.start()))


def _fails(tokens: Sequence[Token], mention: Mention, behind: str) -> bool:
    """Whether a name is that of a hypothesis which is said to fail."""
    last = tokens[mention.last].fold
    if last in ("fail", "false"):
        return True
    named = last in _HYPOTHESES or behind.partition(" ")[0] in _HYPOTHESES
    return named and bool(_FAILS.search(behind))


def _sentence_before(tokens: Sequence[Token], index: int) -> str:
    """The plain words of the sentence up to a token; `;` for a mark, `@text` for a citation."""
    words: list[str] = []
    for number in range(index - 1, max(-1, index - 40), -1):
        token = tokens[number]
        if token.kind == "stop" and token.raw in ("", "item", "begin", "end", "par", "\\"):
            break
        if _ends_sentence(tokens, number):
            break
        words.append(_plain(token))
    return " ".join(reversed(words))


def _sentence_behind(tokens: Sequence[Token], index: int) -> str:
    words = []
    for number in range(index + 1, min(len(tokens), index + 25)):
        token = tokens[number]
        if token.kind == "stop" or _ends_sentence(tokens, number):
            break
        words.append(_plain(token))
    return " ".join(words)


def _sentence_after(tokens: Sequence[Token], index: int) -> str:
    """The plain words of the sentence behind the one a token stands in, in the same paragraph."""
    for number in range(index + 1, min(len(tokens), index + 40)):
        if tokens[number].kind == "stop":
            break
        if _ends_sentence(tokens, number):
            return _sentence_behind(tokens, number)
    return ""


def _plain(token: Token) -> str:
    if token.kind == "word":
        return token.fold
    if token.kind == "cite":
        return "@text" if _TEXTUAL.fullmatch(token.raw) else "@ref"
    return ";"


def _ends_sentence(tokens: Sequence[Token], number: int) -> bool:
    token = tokens[number]
    if token.kind != "mark" or token.raw not in ".?!":
        return False
    before = tokens[number - 1] if number else None
    if before and (before.fold in _ABBREVIATIONS or len(before.raw) == 1):
        return False
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    return after is None or after.kind != "word" or not after.raw[:1].islower()
