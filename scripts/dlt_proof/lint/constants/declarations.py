"""What a sentence says about the constants it names.

What stands before a group of symbols ("an absolute constant"), what stands behind it ("depends
only on $L$") and what the sentence is ("Suppose that …") tell whether it is declared.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...records.record import Record
from .before import read_before
from .behind import read_behind
from .groups import Group, find_groups
from .names import EVERYTHING, covers_several
from .predicates import over_fillers, predicate_words
from .segments import Use
from .sentences import Sentence
from .words import (
    CONCLUSION,
    CONSTANT,
    COPULAS,
    DEFINITIONAL,
    EXISTENCE,
    HYPOTHESIS,
    QUALIFIERS,
    SIZE,
    STRONG_HYPOTHESIS,
    is_dependence,
)

#: What a declaration amounts to: `constant` (universal, or what it depends on), `defined` (its
#: value, or what it is the constant of), `named` (what else it is, a parameter), `quantified`
#: (for all), `other` (it is used as a set, a matrix, …), `bound` (it lives in the sentence
#: alone), `vague` (it says too little).
Strength = str

_BY_FORMULA = {
    "defined": "defined",
    "dependence": "constant",
    "typed": "named",
    "variable": "named",
}
_CONDITIONS = frozenset(["if", "whenever", "given", "wenn"])
_NOT_OURS = frozenset(["implied", "implicit", "hidden", "suppressed", "omitted", "to"])
_NEARBY = 80
#: Words before which a sentence names the scope of a convention.
_SCOPE_WITHIN = 40
_THROUGHOUT = frozenset(["throughout", "within", "rest", "remainder", "during"])
_SCOPES = {
    **dict.fromkeys(["proof", "argument", "step", "case"], "proof"),
    **dict.fromkeys(["section", "subsection", "subsubsection"], "section"),
}


class Declaration(Record):
    """Names, or patterns of names, that a sentence declares, how strongly, and where.

    Args:
        patterns: the names.
        strength: see `Strength`.
        start: the place.
        scope: `proof` or `section` where the sentence says that it holds no further.
    """

    patterns: tuple[str, ...]
    strength: Strength
    start: int
    scope: str = ""


class SentenceReading:
    """All that a sentence declares.

    Args:
        sentence: its pieces.
        kind: of the statement it stands in, `proof` in proofs, empty in running text.

    Attributes:
        groups: the symbols it names.
        uses: the letters it uses.
    """

    def __init__(self, sentence: Sentence, kind: str) -> None:
        self.sentence = sentence
        self.gives = kind in ("assumption", "definition")
        self.groups = list(find_groups(sentence))
        self.uses = [use for p in sentence.pieces if p.segment for use in p.segment.uses]

    def declarations(self) -> Iterator[Declaration]:
        """The declarations of the sentence; vague ones say nothing and are left out."""
        for group in self.groups:
            strength = self.strength(group)
            if strength != "vague":
                if any(covers_several(pattern) for pattern in group.patterns):
                    yield Declaration(group.patterns, "other", group.start)
                if strength:
                    yield Declaration(group.patterns, strength, group.start, self._scope(group))
            for item in group.members:
                if item.how in _BY_FORMULA:
                    yield Declaration((item.symbol.name,), _BY_FORMULA[item.how], item.start)
        for use in self.uses:
            if use.role == "typed":
                yield Declaration((use.symbol.name,), "other", use.start)
        yield from self._parameters()
        yield from self._anaphoric()

    def _scope(self, group: Group) -> str:
        """How far a convention reaches: "Throughout this section, $C$ denotes …"."""
        words = [piece.text for piece in self.sentence.pieces[:_SCOPE_WITHIN]]
        at = next((i for i, word in enumerate(words[:-1]) if word in ("this", "present")), None)
        if at is None or at == 0:
            return ""
        throughout = not _THROUGHOUT.isdisjoint(words[max(0, at - 4) : at])
        copula = self.sentence.text(over_fillers(self.sentence, group.last + 1))
        if not throughout and (words[at - 1] not in ("in", "for") or copula not in COPULAS):
            return ""
        return _SCOPES.get(words[at + 1], "")

    def strength(self, group: Group) -> Strength:
        """What the words around a group make of it; empty where they say nothing."""
        behind = read_behind(self.sentence, group)
        before = read_before(self.sentence, group)
        if "constant" in (before, behind):
            return "constant"
        if behind == "vague":
            return "bound" if before == "bound" else "vague"
        if before in ("exists", "vague"):
            return behind or self._existence(group)
        return before or behind or ("named" if group.alphabetical else "")

    def _existence(self, group: Group) -> Strength:
        """ "there is $C$", "some constant $C$": a parameter in hypotheses, else nothing."""
        near = self.sentence.words(group.first - 5, group.first)
        near |= self.sentence.words(group.last + 1, group.last + 3)
        if not SIZE.isdisjoint(near):
            return "vague"
        if self.gives:
            return "named"
        if near & {"no", "not"} and near & EXISTENCE:
            return "bound"
        if self._hypothesis(group.first):
            names = {member.symbol.name for member in group.members}
            sized = any(_sizes(use) for use in self.uses if use.symbol.name in names)
            return "vague" if sized else "named"
        first = 1 if self.sentence.text(0) in _CONDITIONS else 0
        before = self.sentence.words(max(first, group.first - _NEARBY), group.first)
        said = {
            word
            for behind, word in zip(["", *before], before, strict=False)
            if word != "mean" or behind in ("we", "one")  # no mean of a random variable
        }
        defines = not DEFINITIONAL.isdisjoint(said) and CONCLUSION.isdisjoint(before)
        return "bound" if defines else "vague"

    def _hypothesis(self, at: int) -> str:
        """The word that makes what stands at an index a hypothesis; empty where it is none."""
        for index in range(at - 1, max(-1, at - _NEARBY), -1):
            word = self.sentence.text(index)
            if word in CONCLUSION or (word in ("there", "exists", "exist") and index < at - 5):
                return ""
            if word in HYPOTHESIS:
                return "" if self._concluded(index, at, word) else word
        return ""

    def _concluded(self, cue: int, at: int, word: str) -> bool:
        """ "If $n \\ge d$, there is $C$": what follows the comma is the conclusion."""
        return word in _CONDITIONS and cue <= 1 and "," in self.sentence.words(cue + 1, at)

    def _parameters(self) -> Iterator[Declaration]:
        """ "Assume $\\|X\\| \\le C$" introduces C as a parameter of the problem."""
        for group in self.groups:
            bounded = self.sentence.text(group.first - 1) in ("most", "by")
            if bounded and (self.gives or self._hypothesis(group.first)):
                yield Declaration(group.patterns, "named", group.start)
        for index, piece in enumerate(self.sentence.pieces):
            if piece.segment is None or not any(use.side for use in piece.segment.uses):
                continue
            word = "assume" if self.gives else self._hypothesis(index)
            for use in piece.segment.uses:
                if word and _bounds(use, strong=word in STRONG_HYPOTHESIS):
                    yield Declaration((use.symbol.name,), "named", use.start)

    def _anaphoric(self) -> Iterator[Declaration]:
        """ "…, where the constant depends only on $d$", "all constants are universal"."""
        sentence = self.sentence
        for index, piece in enumerate(sentence.pieces):
            if piece.text not in CONSTANT or sentence.kind(index + 1) == "m":
                continue
            before = sentence.words(index - 3, index)
            is_all = "all" in before
            if not (is_all or before & {"the", "this", "these", "both", "die"}):
                continue
            if before & _NOT_OURS:
                continue
            at = over_fillers(sentence, index + 1)
            while is_all and at < index + 12 and not _links(sentence.text(at)):
                at += 1
            if not _links(sentence.text(at)):
                continue
            words, negated = predicate_words(sentence, at)
            universal = not negated and not QUALIFIERS.isdisjoint(words)
            if not universal and not any(is_dependence(word) for word in words):
                continue
            names = [EVERYTHING]
            if not is_all:
                names = [member.symbol.name for group in self.groups for member in group.members]
                names += [use.symbol.name for use in self.uses if use.start < piece.start]
            yield Declaration(tuple(names), "constant", piece.start)


def _links(word: str) -> bool:
    return word in COPULAS or is_dependence(word)


def _sizes(use: Use) -> bool:
    """`n \\ge C d`, `\\eta \\le c / L`: how large or small something must be."""
    if use.symbol.letter == "C":
        return use.side in ("below product", "below alone")
    return use.side == "above product"


def _bounds(use: Use, *, strong: bool) -> bool:
    """`\\|X\\| \\le C`, `|f(x)| \\le C |x|`, `\\lambda \\ge c`: the constant is what is assumed."""
    if use.symbol.letter == "C":
        return use.side == "above alone" or (strong and use.side == "above factor")
    return strong and use.side in ("above alone", "above factor", "below alone", "below factor")
