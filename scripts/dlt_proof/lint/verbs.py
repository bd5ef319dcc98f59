"""Finite verbs of mathematical English: those that a statement, a bound or an author may have.

Not here: verbs in the languages of other papers, and verbs that only people have.
"""

from __future__ import annotations

from ..latex.words import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

#: Finite, whatever stands behind them.
AUXILIARY = word_set(
    "is are was were has have had does do did can may must will cannot could should would might "
    "shall isn't aren't doesn't don't can't won't"
)
#: They begin a sentence without a subject.
IMPERATIVE = word_set(
    "let assume suppose define consider set recall note denote put choose fix take write observe "
    "see call notice say pick use apply introduce remember compare start begin rewrite draw "
    "sample initialise initialize update compute express decompose expand replace combine "
    "divide multiply subtract add integrate differentiate invoke rearrange minimise minimize "
    "maximise maximize optimise optimize substitute insert plug expand bound estimate square "
    "condition iterate unroll telescope recombine simplify exchange swap truncate"
)
_TRANSITIVE = (
    "give yield imply show satisfy prove establish guarantee ensure provide bound control "
    "dominate majorise majorize minorise minorize state assert say tell claim read equal exceed "
    "attain achieve reach turn make let allow reveal define determine describe characterise "
    "characterize represent express denote mean generalise generalize extend improve sharpen "
    "strengthen weaken refine recover reproduce produce generate induce preserve require need "
    "assume use exploit invoke combine complete finish conclude settle close contain include "
    "cover minimise minimize maximise maximize optimise optimize solve estimate approximate "
    "measure quantify capture encode decode compute replace remove eliminate cancel absorb "
    "compensate offset balance lower raise reduce double halve increase decrease split separate "
    "decompose factorise factorize diagonalise diagonalize invert map send transform convert "
    "translate rewrite simplify connect relate link transfer lift push pull carry bring lead "
    "take obey fulfil fulfill meet violate contradict confirm verify justify explain suggest "
    "indicate illustrate demonstrate exhibit display admit enjoy inherit possess own lack miss "
    "keep leave hit cross enter avoid rule exclude prevent forbid force dictate govern drive "
    "play penalise penalize regularise regularize smooth average weight count index label "
    "parametrise parametrize parameterize span generate project contract expand shrink stretch "
    "rotate translate shift scale commute interpolate integrate differentiate sum sandwich "
    "deliver supply furnish render offer handle treat address tackle answer match beat outperform "
    "saturate tighten relax transport couple embed identify distinguish detect select pick choose "
    "update consider study introduce propose obtain derive deduce find get have hold enable "
    "upper-bound lower-bound yield accomplish return output receive observe maintain store "
    "evaluate bounds-below"
)
_INTRANSITIVE = (
    "hold apply follow suffice fail vanish work converge diverge grow decay exist remain lie "
    "belong depend decrease increase commute hinge rely consist amount correspond coincide agree "
    "differ act serve tend go come become seem appear behave look stay stop terminate end begin "
    "start arise occur happen change vary range oscillate concentrate factor factorise factorize "
    "decompose split lead reduce evaluate scale degenerate collapse matter count simplify "
    "telescope cancel contribute enter evolve jump move result stem originate generalise "
    "generalize extend carry turn translate read shrink explode blow persist intersect "
    "overlap interlace alternate"
)
#: Nouns as well: only what stands around tells.
_NOUNS = word_set(
    "bound claim use estimate measure limit update balance cover map transform transfer weight "
    "count index label project contract scale sum range factor work end start change result "
    "move jump shift display need offset control force rule state smooth average match "
    "split answer address link pick study handle treat drive meet value lower double mean act "
    "look stay stop lead turn increase decrease hit cross own render sandwich couple span output "
    "return store pull push lift raise miss lack guarantee total close shrink set drop"
)
#: Third persons whatever the stem, but for these.
_VERBAL = ("izes", "ises", "ifies")
_NOT_VERBAL = word_set("sizes prizes noises premises exercises compromises promises devises rises")


def _third(stem: str) -> str:
    """The third person of a verb."""
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return f"{stem[:-1]}ies"
    return f"{stem}es" if stem.endswith(("s", "sh", "ch", "x", "z", "go", "do")) else f"{stem}s"


def _forms(stems: str) -> frozenset[str]:
    words = stems.split()
    return frozenset(words) | frozenset(_third(word) for word in words)


_TRANSITIVE_FORMS = (_forms(_TRANSITIVE) | word_set("showed proved gave became led")) - AUXILIARY
_INTRANSITIVE_FORMS = _forms(_INTRANSITIVE)
_NOUN_FORMS = _forms(" ".join(_NOUNS))


def kind(word: str) -> Literal["transitive", "intransitive", ""]:
    """Whether a word in lower case is a finite verb, and needs an object; empty if it is none."""
    if word in _INTRANSITIVE_FORMS:
        return "intransitive"
    if word in _TRANSITIVE_FORMS:
        return "transitive"
    is_verb = word.endswith(_VERBAL) and word.islower() and word not in _NOT_VERBAL
    return "transitive" if is_verb else ""


def is_noun_too(word: str) -> bool:
    """Whether a verb is a noun as well."""
    return word in _NOUN_FORMS
