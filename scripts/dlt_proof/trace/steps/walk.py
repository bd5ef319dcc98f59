"""One proof read from beginning to end: its steps, and what holds at each of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ...latex import Document, Proof, Statement
from ...mathematics.formula import RELATIONS, Relation
from . import phrases
from .flow import NESTED, Flow, FlowFormula
from .formulas import FormulaReader, Stated
from .scopes import Frame, Said, Scopes
from .sentences import DISPLAY, FORMULA, REFERENCE, Sentence, Structure, read_sentences

_TODO = re.compile(r"\W*(?:todo|fixme)\b", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_PLAIN = re.compile(
    rf"(?:[\s.,;:(){FORMULA}-]|\b(?:case|sub-?case|suppose|assume|if|that|let|first|now|and|then|we|have|where"
    r"|when|next|the|[0-9]+|[ivx]+|conversely|finally|\(?[a-z]\))(?![\w]))*",
    re.IGNORECASE,
)
_LOCAL_DEFINITION = re.compile(
    rf"(?:^|(?<=[\s,(]))(?P<word>where|with|here|for|taking|setting|letting|writing|choosing|put|let)\s+"
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


@dataclass
class Draft:
    """A step before it is numbered.

    Args:
        kind: `relation` or `prose`.
        start, end: its place in the flow.
        place: of its sign, or of its first character.
        latex, left, relation, right: what it claims.
        words: the sentence around it, displays left out.
        reasons: what stands over its sign, beside it, and what the text says of it later.
        over: what stands over its sign.
        conditional, announced: see `Step`.
        definitions, earlier: what holds there.
        passage_end: where the display or sentence around it ends.
        references, citations: the keys that the words around it name.
    """

    kind: str
    start: int
    end: int
    place: int
    latex: str
    left: str = ""
    relation: str = ""
    right: str = ""
    words: str = ""
    reasons: list[str] = field(default_factory=list)
    over: str = ""
    conditional: bool = False
    announced: bool = False
    definitions: tuple[Said, ...] = ()
    earlier: tuple[Said, ...] = ()
    passage_end: int = 0

    @property
    def _said(self) -> str:
        return " ".join([self.words, *self.reasons, self.latex if self.kind == "prose" else ""])

    @property
    def references(self) -> tuple[str, ...]:
        return named_keys(_REFERRING, self._said)

    @property
    def citations(self) -> tuple[str, ...]:
        return named_keys(_CITING, self._said)


_REFERRING = re.compile(
    r"\\(?:[cC](?:page)?ref(?:range)?|autoref|[vn]?ref|eqref|nameref|zcref|labelcref)\*?"
    r"(?:\s*\[[^\]]*\])*\s*\{([^{}]*)\}"
)
_CITING = re.compile(r"\\(?:cite[a-zA-Z]*|[a-zA-Z]*cite[a-z]*)\*?(?:\s*\[[^\]]*\])*\s*\{([^{}]*)\}")


def named_keys(command: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The keys that commands of one sort name in a text, each once."""
    keys = (key.strip() for match in command.finditer(text) for key in match[1].split(","))
    return tuple(dict.fromkeys(filter(None, keys)))


@dataclass(frozen=True)
class _Part:
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


#: Sweeps a proof that stands inside this one, with what holds there.
SweepInside = Callable[[Proof, Scopes], None]


class Walk:
    """Reads a proof once.

    Args:
        document: the paper.
        flow: the proof's text.
        reader: finds the relations of its formulas.
        scopes: what holds around the proof.
        sweep_inside: called at each proof inside.
    """

    def __init__(
        self,
        document: Document,
        flow: Flow,
        reader: FormulaReader,
        scopes: Scopes,
        sweep_inside: SweepInside,
    ) -> None:
        self.document, self.flow, self.reader, self.scopes = document, flow, reader, scopes
        self.sweep_inside = sweep_inside
        self.drafts: list[Draft] = []
        self.covered: list[tuple[int, int]] = []
        self.chain: list[Draft] = []
        self.pending: list[tuple[str, str, str]] = []
        self.item = False
        self.split = False

    def run(self) -> None:
        """Read the whole proof."""
        sentences, structures = read_sentences(self.flow)
        events: list[tuple[int, int, Sentence | Structure | Statement | Proof]] = [
            *((s.start, 2, s) for s in sentences),
            *((s.place, 0, s) for s in structures),
            *((place, 1, thing) for place, thing in self.flow.nested.items()),
        ]
        events.sort(key=lambda event: event[:2])
        for _, _, event in events:
            if isinstance(event, Sentence):
                self._sentence(event)
            elif isinstance(event, Structure):
                self._structure(event)
            elif isinstance(event, Proof):
                self._proof_inside(event)

    # -- structure ----------------------------------------------------------------------------

    def _structure(self, edge: Structure) -> None:
        if edge.kind == "list":
            self.scopes.open(Frame("list", split=self.split))
        elif edge.kind in ("item", "label"):
            self.scopes.close_list(whole=False)
            self.item = True
        elif edge.kind == "end":
            self.scopes.close_list(whole=True)
            self.item = False
        elif edge.kind == "break":
            self.scopes.close(("after-if",))
            self.scopes.close(("otherwise",), surely=False)

    def _proof_inside(self, proof: Proof) -> None:
        inner = Scopes(
            self.scopes.definitions(), self.scopes.earlier(), conditional=self.scopes.conditional
        )
        self.sweep_inside(proof, inner)
        # What it proves holds from here on.
        for statement in proof.statements:
            span = statement.environment.span
            if any(s is statement for s in self.flow.nested.values()):
                line, _ = self.document.files[span.file].position(span.start)
                text = self.document.masked(statement.environment.body)
                self.scopes.claim(Said(" ".join(text.split()), span.file, line))

    # -- sentences ----------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence) -> None:
        text = sentence.text
        opening, self.item = self.item, False
        if FORMULA not in text and DISPLAY not in text:
            words = _COMMAND.sub("", text)
            cites = REFERENCE in text and not re.search(r"[^\W\d_]", words)
            if cites and re.search(r"[.]$", text):
                self._prose(sentence, 0, len(text))  # "\\citet{boas1941}." is all of the proof
                return
            if not re.search(r"[^\W\d_]", words) or _TODO.match(words):
                self.item = opening
                return
        if sentence.paragraph:
            self.scopes.close(("after-if",))
            self.scopes.close(("otherwise",), surely=False)
        if phrases.CLOSES_CASES.match(text):
            self.scopes.close(("case", "supposition", "after-if", "otherwise"))
        length = len(text)
        case = phrases.CASE.match(text)
        split_item = opening and self._is_split(text)
        if case or split_item:
            self._case(sentence, case, opening)
        elif self.scopes.top.bare and self._only_says_condition(text):
            self._condition(sentence, 0, length)
        elif phrases.OTHERWISE.match(text):
            self.scopes.close(("supposition", "otherwise", "after-if"))
            self.scopes.open(Frame("otherwise", conditional=True))
            self._claims(sentence, 0, length)
        elif phrases.SUPPOSITION.match(text):
            self._supposition(sentence)
        elif phrases.IF.match(text):
            self._if(sentence)
        elif phrases.DEFINITION.match(text):
            self._definition(sentence)
        else:
            self._claims(sentence, 0, length)
        self.split = bool(phrases.SPLITS.search(text))
        if phrases.is_contradiction(text):
            self.scopes.contradict()

    def _is_split(self, text: str) -> bool:
        listed = next((f for f in reversed(self.scopes.frames) if f.kind == "list"), None)
        return (
            (listed is not None and listed.split and bool(FORMULA in text))
            or bool(phrases.IF.match(text))
            or bool(phrases.SUPPOSITION.match(text))
        )

    def _case(self, sentence: Sentence, case: re.Match[str] | None, item: bool) -> None:
        text = sentence.text
        number = (case["number"] or "") if case else ""
        deeper = bool(case and case["sub"]) or bool(re.search(r"\d[.(]?[0-9a-z]", number))
        depth = 2 if deeper else 1
        if not item:
            self.scopes.close(("after-if", "otherwise", "supposition", "case"), depth=depth)
        self.scopes.open(Frame("case", depth=depth))
        head = case.end() if case else 0
        end = self._inference(text, head)
        condition = text[head:end].strip(" .,;:")
        if case is None and phrases.IF.match(text):
            end = self._condition_end(text)
        elif case is None and not phrases.SUPPOSITION.match(text) and end == len(text):
            # An item of a split that begins with a formula: "$x > 0$: then …".
            colon = text.find(":")
            end = colon if 0 < colon < 40 else end
        if condition or case is None:
            self._condition(sentence, 0, end)
        else:
            self._define(sentence, 0, end, frozenset())
            self.scopes.top.bare = True
        if end < len(text):
            self._claims(sentence, end, len(text))

    def _condition(self, sentence: Sentence, start: int, end: int) -> None:
        """Take a part of a sentence as what the innermost case supposes."""
        frame = self.scopes.top
        frame.bare = False
        frame.conditional = frame.conditional or not _PLAIN.fullmatch(
            phrases.CASE.sub("", sentence.text[start:end], count=1)
        )
        self._define(sentence, start, end, frozenset())

    def _only_says_condition(self, text: str) -> bool:
        match = re.match(
            r"\W*(?:here|in\s+this\s+case|suppose|assume|let|we\s+have)?[\s,]*", text, re.I
        )
        rest = text[match.end() if match else 0 :]
        return bool(re.fullmatch(rf"(?:[\s.,;(){FORMULA}]|\b(?:and|that|or)\b)*", rest)) or bool(
            phrases.SUPPOSITION.match(text) and self._inference(text, 0) == len(text)
        )

    def _supposition(self, sentence: Sentence) -> None:
        text = sentence.text
        match = phrases.SUPPOSITION.match(text)
        assert match is not None
        end = self._inference(text, match.end())
        supposed = text[:end]
        scopes = self.scopes
        if scopes.top.bare:
            self._condition(sentence, 0, end)
        elif phrases.LASTING.search(supposed):
            self._define(sentence, 0, end, frozenset())
        else:
            if not phrases.FURTHER.search(supposed):
                scopes.close(("after-if",))
                scopes.close(("supposition", "otherwise"), surely=False)
            against = bool(phrases.AGAINST.search(supposed))
            frame = Frame("supposition", conditional=against, against=against)
            scopes.open(frame)
            self._condition(sentence, 0, end)
        if end < len(text):
            self._claims(sentence, end, len(text))

    def _if(self, sentence: Sentence) -> None:
        text = sentence.text
        end = self._condition_end(text)
        self.scopes.open(Frame("if"))
        self._condition(sentence, 0, end)
        self._claims(sentence, end, len(text), whole=0)
        self.scopes.close(("if",))
        # Sentences after it may still speak of this case.
        if self.scopes.top.kind != "after-if":
            self.scopes.open(Frame("after-if", conditional=True))

    def _condition_end(self, text: str) -> int:
        """Where the condition of a sentence that begins with "if" ends."""
        then = re.search(r"[,\s]+then\b", text)
        display = text.find(DISPLAY)
        if then and (display < 0 or then.start() < display):
            return then.start()
        for comma in re.finditer(r",\s", text):
            if FORMULA in text[: comma.start()] or len(text[: comma.start()].split()) > 2:
                following = text[comma.end() :]
                if not re.match(rf"(?:and|or|i\.e|say|{FORMULA}\s*(?:,|and\b))", following):
                    return comma.start()
        return display if display > 0 else len(text)

    def _definition(self, sentence: Sentence) -> None:
        text = sentence.text
        match = phrases.DEFINITION.match(text)
        assert match is not None
        end = self._inference(text, match.end())
        pause = text.find("; ", match.end())
        if 0 <= pause < end and not phrases.DEFINITION.match(text[pause + 1 :]):
            end = pause
        claiming = phrases.claims_by_writing(text)
        introduces: set[str] = set()
        claimed: list[tuple[FlowFormula, list[Stated]]] = []
        for index, formula in self._formulas(sentence, 0, end):
            found = self.reader.read(formula)
            asserted, names = _introduced(found, claiming=claiming)
            before = text[:index][-12:]
            if not introduces or re.search(r"\b(?:let|and|,|fix)\s*$", before):
                introduces |= names or _lone_symbol(self.flow, formula)
            if asserted:
                claimed.append((formula, asserted))
        writes = claiming and claimed and not introduces
        if not writes:
            self._define(sentence, 0, end, frozenset(introduces))
        for formula, asserted in claimed:
            self._relations(sentence, formula, asserted, conditional=claiming)
        if phrases.APPLIES.search(text[:end]):
            self._prose(sentence, 0, end)
        if end < len(text):
            self._claims(sentence, end, len(text))

    def _define(self, sentence: Sentence, start: int, end: int, introduces: frozenset[str]) -> None:
        raw = " ".join(sentence.original(self.flow, start, end).split()).rstrip(" ,;:")
        if raw:
            self.scopes.define(self._said(raw, sentence.at[start], introduces))
            self.covered.append((sentence.at[start], sentence.at[end]))

    def _said(self, text: str, place: int, introduces: frozenset[str] = frozenset()) -> Said:
        file, offset = self.flow.place(place)
        line, _ = self.document.files[file].position(offset)
        return Said(text, file, line, introduces)

    def _inference(self, text: str, start: int) -> int:
        """Where a sentence that introduces something begins to infer, its end if it does not."""
        match = phrases.INFERENCE.search(text, start)
        if match is None:
            return len(text)
        place = match.start()
        while place and text[place - 1] in " ,;:":
            place -= 1
        return place

    def _formulas(
        self, sentence: Sentence, start: int, end: int
    ) -> Iterator[tuple[int, FlowFormula]]:
        number = sum(c in (FORMULA, DISPLAY) for c in sentence.text[:start])
        for index in range(start, end):
            if sentence.text[index] in (FORMULA, DISPLAY):
                yield index, sentence.formulas[number]
                number += 1

    # -- claims -------------------------------------------------------------------------------

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
            elif not phrases.claims_in_words(
                rest, before_formula=False, after_formula=False
            ) and not re.search(r"\b(?:we|hence|so|thus|then|by)\b", rest):
                return
        if sentence.title and start == 0 and not phrases.SAYS_IT_ALL.search(part):
            verbs = phrases.claims_in_words(part, before_formula=False, after_formula=False)
            if not verbs and FORMULA not in part:
                return
        local = self._local(sentence, start, end)
        explained = self._explanations(sentence, start, end)
        asserted: list[tuple[int, FlowFormula, list[Stated]]] = []
        unclear: list[int] = []
        doubtful: set[int] = set()
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
                    asserting = not as_limit and phrases.asserts(text, index, previous, start)
                    weak = phrases.weak_lead(text[:index])
                    names = all(phrases.is_symbol(s.relation.left) for s in real)
                    if names and weak not in ("", "as", "by", "via"):
                        asserting = asserting and weak == "with" and previous is True
                    if names and any(s.relation.sign == "\\to" for s in real):
                        asserting = asserting and not weak and bool(_REACHES.search(text[:index]))
                    if weak:
                        doubtful.add(index)
                    previous = asserting if found else None
                if announced or not previous:
                    if real and not as_limit and not phrases.only_names(text[:index]):
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
        conditional = bool(
            phrases.UNDER_CONDITIONS.search(self._without(part, start, explained, local))
        )
        part_of = _Part(sentence, start, end, explained, silent, unclear, doubtful)
        self._in_order(part_of, asserted, local, announced, conditional)

    def _in_order(
        self,
        part: _Part,
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
        self, part: _Part, start: int, end: int, *, before_formula: bool, after_formula: bool
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
            or phrases.claims_in_words(
                words, before_formula=before_formula, after_formula=after_formula
            )
        ):
            return
        first = len(kept) - len(kept.lstrip(" ,;:.()"))
        last = len(kept.rstrip(" ,;:("))
        if first < last:
            subject = after_formula and phrases.begins_with_verb(kept[first:last])
            told = part.start if subject else -1
            self._prose(sentence, start + first, start + last, told=told)

    def _inside_display(self, sentence: Sentence, formula: FlowFormula) -> None:
        """Claims in the words that stand between the rows of a display."""
        for begin, end, words in self.reader.interjections(formula):
            if phrases.claims_in_words(words, before_formula=False, after_formula=False):
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
                self._define_part(sentence, match.start(), index + 1, formula, names)
                found[index] = self._said("", sentence.at[index])
                goes_on = index + 1
        for match in _MEANS_IN_WORDS.finditer(text, start, end):
            inside = list(self._formulas(sentence, *match.span()))
            if re.search(r"\b(?:step|inequality|equality|because|since)\b", match[0]):
                continue
            if not all(_lone_symbol(self.flow, formula) for _, formula in inside[:1]):
                continue
            names = frozenset().union(*(_lone_symbol(self.flow, f) for _, f in inside[:1]))
            said = self._said(
                " ".join(sentence.original(self.flow, *match.span()).split()).rstrip(" ,;"),
                sentence.at[match.start()],
                names,
            )
            self.scopes.define(said)
            for index, _ in inside:
                found.setdefault(index, replace(said, text=""))
        return found

    def _define_part(
        self, sentence: Sentence, start: int, end: int, formula: FlowFormula, names: frozenset[str]
    ) -> None:
        raw = " ".join(self.flow.text[sentence.at[start] : formula.end].split())
        self.scopes.define(self._said(raw, sentence.at[start], names))

    def _define_formula(self, formula: FlowFormula, stated: Stated) -> None:
        text = f"${stated.relation.left} {stated.relation.sign} {stated.relation.right}$"
        names = (
            frozenset([stated.relation.left]) if phrases.is_symbol(stated.relation.left) else None
        )
        self.scopes.define(self._said(text, formula.start, names or frozenset()))

    def _explanations(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a sentence that say why steps of the last display hold; told to these."""
        text = sentence.text
        heads = list(phrases.EXPLAINS.finditer(text, start, end))
        display = text.find(DISPLAY, start)
        if display >= 0:
            heads = [head for head in heads if head.start() > display]
            # The steps of this display are not read yet.
            self.pending = [
                (h["mark"] or "", h["ordinal"] or "", t)
                for h, t in self._told(sentence, heads, end)
            ]
        elif self.chain:
            for head, told in self._told(sentence, heads, end):
                self._explain(self.chain, head["mark"] or "", head["ordinal"] or "", told)
        else:
            heads = []
        return [
            (head.start(), following.start() if following else end)
            for head, following in zip(heads, (*heads[1:], None), strict=False)
        ]

    def _told(
        self, sentence: Sentence, heads: list[re.Match[str]], end: int
    ) -> Iterator[tuple[re.Match[str], str]]:
        for head, following in zip(heads, (*heads[1:], None), strict=False):
            last = following.start() if following else end
            raw = " ".join(sentence.original(self.flow, head.start(), last).split())
            yield (
                head,
                re.sub(r"^(?:(?:where|and|here|while)\s+)+|[\s,;]*(?:and)?[\s,;]*$", "", raw),
            )

    def _explain(self, chain: list[Draft], mark: str, ordinal: str, told: str) -> None:
        if mark:
            named = [d for d in chain if mark in re.findall(r"\\?[A-Za-z0-9*]+", d.over)]
        else:
            at = phrases.ordinal(ordinal, len(chain))
            named = [chain[at]] if 0 <= at < len(chain) else chain
        for draft in named:
            draft.reasons.append(told)

    # -- steps --------------------------------------------------------------------------------

    def _without(
        self,
        part: str,
        start: int,
        explained: list[tuple[int, int]],
        local: Mapping[int, Said],
    ) -> str:
        """The words that may make a claim conditional: not what explains, not "for all x"."""
        kept = [
            " " if any(a <= start + n < b for a, b in explained) else c for n, c in enumerate(part)
        ]

        def quantified(match: re.Match[str]) -> str:
            how = (match["how"] or "").lower()
            return (
                " "
                if how in ("", "all", "every", "any", "each", "arbitrary", "given")
                else match[0]
            )

        return phrases.QUANTIFIER.sub(quantified, "".join(kept)) + ""

    def _relations(
        self,
        sentence: Sentence,
        formula: FlowFormula,
        found: list[Stated],
        *,
        conditional: bool = False,
        announced: bool = False,
        given: tuple[Said, ...] = (),
    ) -> None:
        words = self._words_around(sentence, formula)
        drafts: list[Draft] = []
        for stated in found:
            relation = stated.relation
            conditions = tuple(self._said(text, stated.place) for text in relation.given)
            only_here = (*given, *conditions)
            latex = f"{relation.left} {relation.sign} {relation.right}".strip()
            draft = Draft(
                "relation",
                stated.first,
                stated.last,
                stated.place,
                latex,
                relation.left,
                RELATIONS[relation.sign],
                relation.right,
                words,
                [text for text in (_shown(relation.over), relation.beside) if text],
                relation.over,
                conditional
                or relation.conditional
                or self.scopes.conditional
                or self.scopes.doubts(latex),
                announced,
                (*self.scopes.definitions(), *only_here),
                self.scopes.earlier(),
                formula.end if formula.formula.display else sentence.end,
            )
            drafts.append(draft)
            self.drafts.append(draft)
            if not announced:
                told = latex
                if conditional or relation.conditional or only_here:
                    said = (
                        "; ".join(c.text for c in only_here) or "under the condition stated there"
                    )
                    told = f"${latex}$ ({said})"
                self.scopes.claim(self._said(told, stated.place))
        if formula.formula.display:
            for mark, ordinal, told in self.pending:
                self._explain(drafts, mark, ordinal, told)
            self.pending = []

    def _words_around(self, sentence: Sentence, formula: FlowFormula) -> str:
        """The sentence without its displays, and without what it says of single steps."""
        pieces, at = [], sentence.start
        for other in sentence.formulas:
            if other.formula.display:
                pieces.append(self.flow.text[at : other.start])
                at = other.end
        pieces.append(self.flow.text[at : sentence.end])
        if formula.formula.display:
            explained = phrases.EXPLAINS.search(sentence.text, max(0, sentence.text.find(DISPLAY)))
            if explained:
                start = sentence.at[explained.start()]
                cut = max(0, start - at) if start >= at else len(pieces[-1])
                pieces[-1] = re.sub(r"[\s,]*(?:where|and|here)?\s*$", "", pieces[-1][:cut])
        return " ".join(" … ".join(pieces).split())

    def _prose(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        *,
        announced: bool = False,
        told: int = -1,
    ) -> None:
        """A step in words; what it says may begin before it, with the formula it speaks of."""
        while start < end and sentence.text[start] in " ,;:.)":
            start += 1
        self._add_prose(
            sentence.at[start],
            sentence.at[end],
            " ".join(sentence.original(self.flow, told if told >= 0 else start, end).split()),
            announced=announced,
        )
        self.covered.append((sentence.at[start], sentence.at[end]))

    def _add_prose(self, start: int, end: int, latex: str, *, announced: bool = False) -> None:
        end = start + len(self.flow.text[start:end].rstrip())
        self.drafts.append(
            Draft(
                "prose",
                start,
                end,
                start,
                latex,
                announced=announced,
                conditional=self.scopes.conditional,
                definitions=self.scopes.definitions(),
                earlier=self.scopes.earlier(),
            )
        )
        if not announced:
            self.scopes.claim(self._said(latex, start))


def _shown(over: str) -> str:
    return over if re.search(r"[A-Za-z*\\]", over) else ""


def _introduced(found: list[Stated], *, claiming: bool) -> tuple[list[Stated], set[str]]:
    """Which relations of a formula in a definition are claimed, and the symbols introduced."""
    asserted: list[Stated] = []
    names: set[str] = set()
    defined_chains: set[int] = set()
    for stated in found:
        relation = stated.relation
        if relation.condition:
            continue
        if phrases.is_symbol(relation.left) and not (claiming and relation.sign != "="):
            names.add(relation.left)
            if relation.defining or relation.sign == "=":
                defined_chains.add(relation.chain)
            continue
        if relation.defining:
            defined_chains.add(relation.chain)
            continue
        if (claiming and not relation.defining) or relation.chain in defined_chains:
            asserted.append(stated)
    return asserted, names


def _lone_symbol(flow: Flow, formula: FlowFormula) -> frozenset[str]:
    text = flow.text[formula.body_start : formula.body_end].strip(" ,.;")
    return frozenset([text]) if phrases.is_symbol(text) else frozenset()


def _only_names(part: str, local: Mapping[int, Said]) -> bool:
    """Whether a part has no words that say anything beside its local definitions."""
    return bool(local) and not re.search(
        r"[A-Za-z]{3}", re.sub(r"\b(?:where|with|and|here|for|all)\b", "", part)
    )


def _says_something(part: str) -> bool:
    return bool(re.search(rf"[{FORMULA}{DISPLAY}]|[A-Za-z]{{2}}", part)) and NESTED not in part


__all__ = ["REFERENCE", "Draft", "Relation", "Walk"]
