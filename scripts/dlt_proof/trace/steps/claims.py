"""What a part of a sentence claims: its relations in formulas and displays, and the words between.

Not here: which part that is, and what holds there (`walk`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from . import phrases, wording
from .flow import NESTED, FlowFormula
from .formulas import Stated
from .recording import Recorder, lone_symbol
from .scopes import Said
from .sentences import DISPLAY, FORMULA, Sentence

_LOCAL_DEFINITION = re.compile(
    rf"(?:^|(?<=[\s,(]))(?P<word>where|with|here|writing)\s+"
    rf"(?:(?:[a-z]+\s+){{0,2}})(?={FORMULA})",
    re.IGNORECASE,
)
_MEANS_IN_WORDS = re.compile(
    rf"(?:^|(?<=[\s,(]))(?:where|here|with)\s+(?:{FORMULA}(?:\s*,\s*|\s+and\s+)?)+\s*(?:is|are|denotes?|stands?|being)\b"
    r"[^.;]*",
    re.IGNORECASE,
)


#: Leads to a limit that is claimed, not taken.
_REACHES = re.compile(
    r"\b(?:have|has|get|obtain|gives?|yields?|so|hence|thus|therefore|then|that|since|because)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """A part of a sentence that claims.

    Args:
        sentence, start, end: which.
        explained: what in it says why single steps of a display hold.
        silent: its displays without a relation.
        unclear: the formulas of which it is not certain that they are asserted.
        doubtful: those that are, if need be under conditions.
    """

    sentence: Sentence
    start: int
    end: int
    explained: list[tuple[int, int]]
    silent: list[FlowFormula]
    unclear: list[int]
    doubtful: set[int]


class Claims(Recorder):
    """Reads the parts of sentences that claim."""

    def _claims(self, sentence: Sentence, start: int, end: int, *, whole: int = -1) -> None:
        """The steps of a part of a sentence that claims.

        Args:
            whole: where a claim in words begins that is all of the part.
        """
        text = sentence.text
        part = text[start:end]
        announcement = phrases.ANNOUNCEMENT.match(part)
        announced = bool(announcement and not phrases.INFERENCE.search(part, announcement.end()))
        heading = phrases.STEP_HEADING.match(part)
        if heading and DISPLAY not in part:
            rest = part[heading.end() :]
            if not rest.strip(f" .{FORMULA}") and FORMULA in rest:
                announced = True
            elif not wording.claims_in_words(
                rest, before_formula=False, after_formula=False
            ) and not re.search(r"\b(?:we|hence|so|thus|then|by)\b", rest):
                return
        if sentence.title and start == 0 and not wording.SAYS_IT_ALL.search(part):
            verbs = wording.claims_in_words(part, before_formula=False, after_formula=False)
            if not verbs and FORMULA not in part:
                return
        local = self._local(sentence, start, end)
        explained = self._explanations(sentence, start, end)
        asserted: list[tuple[int, FlowFormula, list[Stated]]] = []
        unclear: list[int] = []
        doubtful: set[int] = set()
        unsure = False
        previous: bool | None = None
        for index, formula in self._formulas(sentence, start, end):
            found = self.reader.read(formula)
            real = [s for s in found if not s.relation.condition and not s.relation.defining]
            if not formula.formula.display:
                if index in local:
                    previous = None
                    continue
                for stated in found:
                    if stated.relation.defining:
                        self._define_formula(formula, stated)
                as_limit = None
                if any(a <= index < b for a, b in explained):
                    previous = not re.search(r"\b(?:for|if|when|on|case)\s*$", text[:index])
                else:
                    limit = any(s.relation.right.endswith("\\infty") for s in found)
                    as_limit = limit and re.search(r"\bas\s*$", text[:index])
                    asserting = not as_limit and wording.asserts(text, index, previous, start)
                    weak = wording.weak_lead(text[:index])
                    names = all(phrases.is_symbol(s.relation.left) for s in real)
                    if names and weak not in ("", "as", "by", "via"):
                        asserting = asserting and weak == "with" and previous is True
                    if names and any(s.relation.sign == "\\to" for s in real):
                        asserting = asserting and not weak and bool(_REACHES.search(text[:index]))
                    if weak:
                        doubtful.add(index)
                    previous = asserting if found else None
                if real and not previous and not as_limit:
                    unsure = True  # "$x = 1$ implies $y = 2$"
                if announced or not previous:
                    if real and not as_limit and not wording.only_names(text[:index]):
                        unclear.append(index)
                    real = []
            else:
                previous = bool(real)
            if real:
                asserted.append((index, formula, real))
        displays = [
            f for f in sentence.formulas if f.formula.display and f.start >= sentence.at[start]
        ]
        silent = [f for f in displays if not any(f is g for _, g, _ in asserted)]
        silent = [f for f in silent if not any(s.relation.defining for s in self.reader.read(f))]
        if announced and not asserted:
            self._prose(sentence, start if whole < 0 else whole, end, announced=True)
            return
        if not asserted:
            connective = phrases.CONNECTIVE.match(part) and not phrases.INFERENCE.search(part)
            if not (connective or _only_names(part, local) or not _says_something(part)) or silent:
                self._prose(sentence, start if whole < 0 else whole, end)
            elif displays or local:
                self.covered.append((sentence.at[start], sentence.at[end]))
            return
        conditional = unsure or bool(
            phrases.UNDER_CONDITIONS.search(_without(part, start, explained, local))
        )
        part_of = Part(sentence, start, end, explained, silent, unclear, doubtful)
        self._in_order(part_of, asserted, local, announced, conditional)

    def _in_order(
        self,
        part: Part,
        asserted: list[tuple[int, FlowFormula, list[Stated]]],
        local: Mapping[int, Said],
        announced: bool,
        conditional: bool,
    ) -> None:
        """Relations and the claims in words between them, as they stand."""
        sentence = part.sentence
        given = tuple(said for said in local.values() if said.text)
        at = part.start
        for number, (index, formula, real) in enumerate(asserted):
            self._between(part, at, index, before_formula=True, after_formula=number > 0)
            before = len(self.drafts)
            self._relations(
                sentence,
                formula,
                real,
                conditional=conditional or index in part.doubtful,
                announced=announced,
                given=given,
            )
            if formula.formula.display:
                self.chain = self.drafts[before:]
                self._inside_display(sentence, formula)
            at = index + 1
        self._between(part, at, part.end, before_formula=False, after_formula=True)
        self.covered.append((sentence.at[part.start], sentence.at[part.end]))

    def _between(
        self, part: Part, start: int, end: int, *, before_formula: bool, after_formula: bool
    ) -> None:
        """The words between two formulas that are steps, where they claim something."""
        sentence = part.sentence
        kept = "".join(
            " " if any(a <= start + n < b for a, b in part.explained) else c
            for n, c in enumerate(sentence.text[start:end])
        )
        words = phrases.QUANTIFIER.sub(" ", _MEANS_IN_WORDS.sub(" ", kept))
        if not (
            any(sentence.at[start] <= f.start < sentence.at[end] for f in part.silent)
            or any(start <= index < end for index in part.unclear)
            or wording.claims_in_words(
                words, before_formula=before_formula, after_formula=after_formula
            )
        ):
            return
        first = len(kept) - len(kept.lstrip(" ,;:.()"))
        last = len(kept.rstrip(" ,;:("))
        if first < last:
            subject = after_formula and wording.begins_with_verb(kept[first:last])
            told = part.start if subject else -1
            self._prose(sentence, start + first, start + last, told=told)

    def _inside_display(self, sentence: Sentence, formula: FlowFormula) -> None:
        """Claims in the words that stand between the rows of a display."""
        for begin, end, words in self.reader.interjections(formula):
            if wording.claims_in_words(words, before_formula=False, after_formula=False):
                self._add_prose(begin, end, " ".join(self.flow.text[begin:end].split()))

    def _local(self, sentence: Sentence, start: int, end: int) -> dict[int, Said]:
        """The formulas that say for which values, or introduce: by index, with what they say.

        What introduces is defined from here on; a condition holds for this sentence alone.
        """
        text = sentence.text
        found: dict[int, Said] = {}
        for match in phrases.QUANTIFIER.finditer(text, start, end):
            said = self._said(
                " ".join(sentence.original(self.flow, *match.span()).split()).rstrip(" ,;"),
                sentence.at[match.start()],
            )
            first = True
            for index, _ in self._formulas(sentence, *match.span()):
                found[index] = said if first else replace(said, text="")
                first = False
        for match in _LOCAL_DEFINITION.finditer(text, start, end):
            goes_on = match.end()
            for index, formula in self._formulas(sentence, match.end(), end):
                if index in found or text[goes_on:index].strip(" ,") not in ("", "and"):
                    break
                names = self.reader.introduces(formula)
                if not names or (
                    match["word"].lower() in ("where", "here")
                    and re.match(r"\s*(?:because|since|by\b)", text[index + 1 :])
                ):
                    break
                raw = " ".join(self.flow.text[sentence.at[match.start()] : formula.end].split())
                if match["word"].lower() == "with":
                    # "By Chernoff's bound with $t = 2$": for this sentence alone.
                    found[index] = self._said(raw, sentence.at[match.start()], names)
                else:
                    self.scopes.define(self._said(raw, sentence.at[match.start()], names))
                    found[index] = self._said("", sentence.at[index])
                goes_on = index + 1
        for match in _MEANS_IN_WORDS.finditer(text, start, end):
            inside = list(self._formulas(sentence, *match.span()))
            if re.search(r"\b(?:step|inequality|equality|because|since)\b", match[0]):
                continue
            if not all(lone_symbol(self.flow, formula) for _, formula in inside[:1]):
                continue
            names = frozenset().union(*(lone_symbol(self.flow, f) for _, f in inside[:1]))
            said = self._said(
                " ".join(sentence.original(self.flow, *match.span()).split()).rstrip(" ,;"),
                sentence.at[match.start()],
                names,
            )
            self.scopes.define(said)
            for index, _ in inside:
                found.setdefault(index, replace(said, text=""))
        return found


def _without(
    part: str,
    start: int,
    explained: list[tuple[int, int]],
    local: Mapping[int, Said],
) -> str:
    """The words that may make a claim conditional: not what explains, not "for all x"."""
    kept = [" " if any(a <= start + n < b for a, b in explained) else c for n, c in enumerate(part)]

    def quantified(match: re.Match[str]) -> str:
        how = (match["how"] or "").lower()
        return " " if how in ("", "all", "every", "any", "each", "arbitrary", "given") else match[0]

    return phrases.QUANTIFIER.sub(quantified, "".join(kept)) + ""


def _only_names(part: str, local: Mapping[int, Said]) -> bool:
    """Whether a part has no words that say anything beside its local definitions."""
    return bool(local) and not re.search(
        r"[A-Za-z]{3}", re.sub(r"\b(?:where|with|and|here|for|all)\b", "", part)
    )


def _says_something(part: str) -> bool:
    return bool(re.search(rf"[{FORMULA}{DISPLAY}]|[A-Za-z]{{2}}", part)) and NESTED not in part
