"""One proof read from beginning to end: its sentences, lists and cases, and what holds where."""

import re
from collections.abc import Callable

from ...checkers.withdrawals import TAKES_BACK
from ...latex import Document, Proof, Statement
from . import phrases, wording
from .claims import Claims
from .flow import Flow, FlowFormula
from .formulas import FormulaReader, Stated
from .recording import lone_symbol
from .scopes import Frame, Said, Scopes
from .sentences import DISPLAY, FORMULA, REFERENCE, Sentence, Structure, read_sentences

_TODO = re.compile(r"\W*(?:todo|fixme)\b", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_PLAIN = re.compile(
    rf"(?:[\s.,;:(){FORMULA}-]|\b(?:case|sub-?case|suppose|assume|if|that|let|first|now|and|then|we|have|where"
    r"|when|next|the|[0-9]+|[ivx]+|conversely|finally|\(?[a-z]\))(?![\w]))*",
    re.IGNORECASE,
)

_THAT_WE_HAVE = re.compile(r"\s*(?:that\s+)?(?:we\s+have|it\s+(?:is|holds)|there)\b", re.IGNORECASE)

#: Sweeps a proof that stands inside this one, with what holds there.
SweepInside = Callable[[Proof, Scopes], None]


class Walk(Claims):
    """Reads a proof once.

    Args:
        document, flow, reader, scopes: see `Recorder`.
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
        super().__init__(document, flow, reader, scopes)
        self.sweep_inside = sweep_inside
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
        if TAKES_BACK.search(text):
            self._define(sentence, 0, length, frozenset())  # who checks a step has to know
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
        opening = _THAT_WE_HAVE.match(text, match.end())
        end = self._inference(text, opening.end() if opening else match.end())
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
                introduces |= names or lone_symbol(self.flow, formula)
            if asserted:
                claimed.append((formula, asserted))
        writes = claiming and claimed and not introduces
        if not writes:
            self._define(sentence, 0, end, frozenset(introduces))
        for formula, asserted in claimed:
            self._relations(sentence, formula, asserted, conditional=claiming)
        if wording.APPLIES.search(text[:end]):
            self._prose(sentence, 0, end)
        if end < len(text):
            self._claims(sentence, end, len(text))

    def _inference(self, text: str, start: int) -> int:
        """Where a sentence that introduces something begins to infer, its end if it does not."""
        match = phrases.INFERENCE.search(text, start)
        if match is None:
            return len(text)
        place = match.start()
        while place and text[place - 1] in " ,;:":
            place -= 1
        return place


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
