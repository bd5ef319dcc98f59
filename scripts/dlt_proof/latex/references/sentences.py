"""The sentence around a reference, in a plain form whose words can be compared.

Formulas, references and citations are single signs, markup is gone, letters are small, and what
belongs to the name of the reference is part of its sign: "our main Theorem~\\ref{b}" and "part
(ii) of Lemmas 2 and~\\ref{b}" are both the sign alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ... import patterns
from ...patterns import pattern
from ...records.record import Record
from ..model import FileView

#: The reference in question, other references, formula, display, citation, break of the text.
TARGET, OTHER, FORMULA, DISPLAY, CITED, BREAK = "◎○◇◆□¶"

_WINDOW = 400
#: So many references on each side are looked at.
_MOST_MARKS = 10
_FOOTNOTE = pattern(r"\\(?:footnote(?:text)?|thanks|marginpar|sidenote)\s*(?:\[[^\[\]]*\])?\s*\{")
_MARKUP = pattern(
    r"(?P<blank>\n[ \t\r]*\n|\\(?:par|qed|qedhere)(?![a-zA-Z@]))"
    r"|(?P<break>\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[^\[\]]*\])?|\\item(?![a-zA-Z@])(?:\s*\[[^\[\]]*\])?"
    r"|\\(?:sub)*(?:section|paragraph)\*?(?![a-zA-Z@])|\\(?:chapter|State|STATE)(?![a-zA-Z@]))"
    r"|\\[`'^\"~=.]\s*(?:\{\s*\\?(?P<letter>[a-zA-Z])\s*\}|\\?(?P<bare>[a-zA-Z]))"
    r"|\\(?P<short>ie|eg|cf|etc|wrt|iid|resp|st)(?![a-zA-Z@])\.?"
    r"|(?P<dropped>\\(?:label|uses|proves|lean|discussion|index|vspace|hspace|textcolor|color|hypertarget)\*?\s*\{[^{}]*\})"
    r"|(?P<gap>\\[a-zA-Z@]+\*?|\\.|[{}~`\"]|'')",
    patterns.DOTALL,
)
#: Surely the end of a sentence, before any of it is read.
_ROUGH_END = pattern(r"(?:[a-z]{5}|[$}\])])\.\s+(?=[A-Z][a-z]+[\s,~])|\n[ \t\r]*\n")
_PLAINLY = pattern(
    r"(?:(?<=[.!?}:\])\n])[\s~]+(?:(?P<by>By|From|Via)|(?P<first>Using|Applying|Invoking))|(?<!ed)(?<!en)(?<!wn)(?<!rd)[\s~$}](?:by|using))[\s~]+"
    r"(?:(?:the|our)[\s~]+)?(?:(?:[A-Z][a-z]+|lemma|theorem)s?\.?[\s~]*)?\Z"
)
_CIRCULAR = pattern(r"circular|vicious")
_DOUBTFUL = pattern(
    r"\b(?:not|never|cannot|without|nor|would|could|might|circular|[Aa]lternativ|optimal|sharp|tight|matching"
    r"|general|version|variant|proof|arguments?|another|different|if\s+one|readers?|refine|improve|extension|analog|counterpart|best|hindsight|tempt|[Ii]f\s+we)|n't\b|'s\b"
)
_SHORT = {
    "ie": "i.e.", "eg": "e.g.", "cf": "cf.", "wrt": "w.r.t.", "iid": "i.i.d.", "etc": "etc",
    "resp": "resp.", "st": "such that",
}  # fmt: skip
_LAST_MARK = pattern(
    r"(?P<mark>[.,;:]?)(?:\s|[}]|\\(?:label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag|qedhere|quad"
    r"|qquad)(?![a-zA-Z@])|\\[,;!: ]|~|\\end\s*\{[^{}]*\})*\Z"
)
_SENTENCE_END = pattern(
    r"[.!?](?<!\be\.g\.)(?<!\bi\.e\.)(?<!\b[cC]f\.)(?<!\b[rR]esp\.)(?<!\bThms\.)(?<!\bThm\.)(?<!\bLem\.)"
    r"(?<!\bLems\.)(?<!\bProp\.)(?<!\bProps\.)(?<!\bCor\.)(?<!\bCors\.)(?<!\b[eE]q\.)(?<!\b[eE]qs\.)"
    r"(?<!\b[sS]ec\.)(?<!\bSect\.)(?<!\bFig\.)(?<!\bDef\.)(?<!\bAss\.)(?<!\bApp\.)(?<!w\.r\.t\.)"
    r"(?<!\bi\.i\.d\.)(?<!\ba\.s\.)(?<!\bet al\.)(?<!\bp\.)(?<!\bpp\.)(?<!\bviz\.)(?<!\b[iI]neq\.)"
    r"(?<!\bChap\.)(?<!\bCh\.)(?<![\s.~][A-Z]\.)['’”)\]]*\s+(?=[A-Z\d(\[“‘◎○◇◆□¶])|¶"
)
_NOUN = (
    r"(?:theorems?|lemm(?:as?|ata|es?)|th[ée]or[èe]mes?|corollaires?|korollare?|satz|sätze|hilfss(?:atz|ätze)|propositions?|corollar(?:y|ies)|claims?|results?|thms?|lems?|props?|cors?"
    r"|facts?|observations?|equations?|eqs?|eqns?|inequalit(?:y|ies)|ineqs?|identit(?:y|ies)|bounds?|estimates?|formula[es]?"
    r"|relations?|displays?|statements?|parts?|items?|cases?|points?)"
)
_DETERMINER = (
    r"(?:the|our|its|both|main|key|central|next|following|previous"
    r"|preceding|above|later|earlier|last|present|technical|auxiliary|subsequent|foregoing"
    r"|forthcoming|upcoming|crucial|general|simple|headline|principal|all\s+of|all|either|each)"
)
_HEAD = (
    r"(?:parts?|items?|claims?|assertions?|statements?|conclusions?|bounds?|estimates?|inequalit(?:y|ies)"
    r"|identit(?:y|ies)|equations?|formula[es]?|recursions?|recurrences?|results?|hal(?:f|ves)|directions?|inclusions?|implications?"
    r"|equivalences?|guarantees?|points?(?=\s*(?:\(|[ivx\d]))|cases?|displays?|properties|property)"
)
_ONE = r"(?:\((?:[ivx]{1,4}|[a-z]|\d{1,2})['’]?\)|\b[ivx]{1,4}\b|\b[a-z]\)|\b\d{1,2}\b)"
#: What belongs to a reference's name before its sign, and behind it.
_NAME = pattern(
    rf"(?:\b{_DETERMINER}\s+){{0,4}}(?:\b{_NOUN}\.?\s*)?\Z|(?:\b{_DETERMINER}\s+){{0,4}}\b{_NOUN}\.?\s*(?P<open>\()\s*\Z"
)
_REST = pattern(r"(?:\s*\((?:[ivx]{1,4}|[a-z]|\d{1,2})\))?(?:\s+(?:itself|above|below|proper)\b)?")
_SIGN = pattern(r"[◎○]")
_OF_SIGN = pattern(r"\b(?:of|in|from)\s+[◎○]")
#: Longer than the name of a reference.
_NAME_LENGTH = 70
#: Any word that may tell which bound of a statement is meant, "the one-step bound of": no word
#: that says that it is another one, and none that begins something else.
_ADJECTIVE = (
    r"(?!(?:special|particular|limiting|starting|whole|similar|analogous|improved|sharper|stronger|better|weaker|optimal|matching|new|other|same"
    r"|different|alternative|latter|former|extended|refined|generali[sz]ed|lower|corresponding|proofs?|cases?|that|which|where|when|while|whose"
    r"|of|in|from|for|on|to|by|with|at|as|than|and|or|but|is|are|was|be|has|have|we|it|this|so|if|use|uses|gives?|yields?|implies)\b)"
    r"[a-z][\w-]*"
)
_PART = pattern(
    rf"(?:\b(?:the|its|our)\s+(?:{_ADJECTIVE}\s+){{1,3}}|(?:\b(?:the|its|that|this|both|each|either)\s+)?(?:\b(?:first|second|third|fourth|last|two|main|upper|lower|left|right"
    rf"|final|trivial|easy|hard|sharp|explicit|general|corresponding|desired|other|deterministic|pointwise|uniform|quantitative"
    rf"|displayed|stated|claimed|one-sided|two-sided|tail|moment|error|regret|risk|variance|norm|covering|high-probability|convergence)\s+){{0,3}})"
    rf"(?<!special\s)(?<!particular\s)(?<!limiting\s)\b{_HEAD}(?:\s*{_ONE}|\s*◇)?(?:\s+and\s+{_ONE})?\s+"
    rf"(?:(?:given|stated|provided|established|obtained|proved|proven|shown|derived|asserted|displayed|found|recorded)\s+)?(?:of|in|from)\s+(?P<sign>[◎○])"
)
_LIST = pattern(
    r"(?P<first>[◎○])(?:\s*,?\s*(?:and|or|resp\.|respectively|as\s+well\s+as|plus|\+|&|together\s+with"
    r"|combined\s+with|along\s+with|through|--+|–|—)\s*(?:both\s+|also\s+|again\s+|then\s+)?(?P<second>[◎○])"
    r"|\s*,\s*(?P<next>[◎○])(?=\s*(?:,\s*)?(?:and\s+|or\s+|,\s*)[◎○]))"
)
_BLANKS = pattern(r"\s+")
_SIGNS = pattern(r"[◎○◇◆□¶]")


class Around(Record):
    """A sentence around a reference, in its plain form.

    Args:
        before, behind: what stands on the two sides of the reference; of a reference in
            parentheses only what stands in them.
        outer_before, outer_behind: of a reference in parentheses, what stands around them.
        aside: whether it stands in parentheses or in a footnote.
        part: whether only a part of what it names is spoken of.
    """

    before: str
    behind: str
    outer_before: str = ""
    outer_behind: str = ""
    aside: bool = False
    part: bool = False


class _Mark(Record):
    start: int
    end: int
    sign: str


class Reader:
    """Reads sentences around references of a file.

    Args:
        view: the file.
        numbers: place and end of the numbers that name statements, in order.
    """

    def __init__(self, view: FileView, numbers: list[tuple[int, int]]) -> None:
        self.text = view.masked
        self.formulas = view.formulas
        self.formula_starts = [formula.span.start for formula in view.formulas]
        self.references = self._commands(view)
        self.references += [_Mark(start, end, OTHER) for start, end in numbers]
        self.references.sort()
        self.reference_starts = [mark.start for mark in self.references]
        self.citations = [_Mark(*self._command(k.span.start, k.span.end), CITED)
                          for k in view.citations]  # fmt: skip
        self.citation_starts = [mark.start for mark in self.citations]

    def _commands(self, view: FileView) -> list[_Mark]:
        """The commands that refer, each once."""
        found: list[_Mark] = []
        for key in view.references:
            start, end = self._command(key.span.start, key.span.end)
            if found and (start < found[-1].end or start == found[-1].start):
                found[-1] = found[-1]._replace(end=max(end, found[-1].end))
            else:
                found.append(_Mark(start, end, OTHER))
        return found

    def _command(self, start: int, end: int) -> tuple[int, int]:
        """The command around a key, from its backslash to the brace that closes it."""
        text = self.text
        begin = text.rfind("\\", max(0, start - 200), start + 1)
        if begin < 0 or begin == start:
            return start, end
        close = text.find("}", end, end + 300)
        bracket = text.find("]", end, end + 300)
        if bracket >= 0 and (close < 0 or bracket < close) and text.startswith("{", bracket + 1):
            close = text.find("}", bracket)  # \hyperref[key]{words}
        return begin, (close + 1 if close >= 0 else end)

    def in_formula(self, place: int) -> bool:
        """Whether a place lies in a formula."""
        index = bisect_right(self.formula_starts, place) - 1
        return index >= 0 and place < self.formulas[index].span.end

    def is_plainly_used(self, place: int) -> bool:
        """Whether the words right before a reference tell without reading its sentence."""
        begin, end = self._command(place, place)
        plainly = _PLAINLY.search(self.text, max(0, begin - 60), begin)
        if plainly is None or self.text.startswith("'", end):
            return False
        if _CIRCULAR.search(self.text, begin - 100, end + 160):
            return False
        if plainly["by"]:
            return True
        behind = end + 120 if plainly["first"] else end
        return not _DOUBTFUL.search(self.text, max(0, begin - 180), behind)

    def around(self, place: int, begin: int, end: int) -> Around:
        """The sentence around the reference or citation at a place.

        Args:
            place: of its key or number, outside formulas.
            begin, end: what may be looked at.
        """
        first, last = max(begin, place - _WINDOW), min(end, place + _WINDOW)
        index = bisect_left(self.reference_starts, place)
        if index > _MOST_MARKS:
            first = max(first, self.reference_starts[index - _MOST_MARKS])
        if index + _MOST_MARKS < len(self.reference_starts):
            last = min(last, self.reference_starts[index + _MOST_MARKS])
        for match in _ROUGH_END.finditer(self.text, first, place):
            first = match.end()
        if stop_at := _ROUGH_END.search(self.text, place, last):
            last = stop_at.end()
        raw = "".join(self._pieces(first, last, place))
        raw = _unfooted(raw)
        footnote = isinstance(raw, _Footnote)
        marked = _MARKUP.sub(_plain, raw)
        at = marked.find(TARGET)
        if at < 0:  # a piece of a command cut off by the window
            return Around("", "")
        start = 0
        stop = len(marked)
        for match in _SENTENCE_END.finditer(marked):
            if match.start() < at:
                start = match.end()
            else:
                stop = match.end()
                break
        sentence = _BLANKS.sub(" ", marked[start:stop].replace(BREAK, " ").lower())
        found, part = _named(sentence)
        return _split(found, footnote=footnote, part=part)

    def _pieces(self, first: int, last: int, place: int) -> Iterator[str]:
        marks = list(self._between(self.references, self.reference_starts, first, last))
        marks += self._between(self.citations, self.citation_starts, first, last)
        low = bisect_left(self.formula_starts, first)
        if low and self.formulas[low - 1].span.end > first:
            low -= 1
        for formula in self.formulas[low : bisect_left(self.formula_starts, last)]:
            sign = FORMULA
            if formula.display:
                tail = self.text[max(formula.body.start, formula.body.end - 160) : formula.body.end]
                end = _LAST_MARK.search(tail)
                sign = DISPLAY + (end["mark"] if end else "")
            marks.append(_Mark(formula.span.start, formula.span.end, sign))
        done = first
        for mark in sorted(marks):
            if mark.end <= done or mark.start >= last:
                continue
            yield _SIGNS.sub(" ", self.text[done : max(done, mark.start)])
            hit = mark.start <= place < mark.end and mark.sign in (OTHER, CITED)
            yield f" {TARGET} " if hit else f" {mark.sign} "
            done = mark.end
        yield _SIGNS.sub(" ", self.text[done : max(done, last)])

    @staticmethod
    def _between(marks: list[_Mark], starts: list[int], first: int, last: int) -> list[_Mark]:
        return marks[max(0, bisect_left(starts, first) - 1) : bisect_left(starts, last)]


class _Footnote(str):
    """Text of a footnote."""


def _unfooted(raw: str) -> str:
    """The text without footnotes, or, where the reference stands in one, that footnote."""
    while match := _FOOTNOTE.search(raw):
        depth, position = 1, match.end()
        while position < len(raw) and depth:
            depth += {"{": 1, "}": -1}.get(raw[position], 0)
            position += 1
        inner = raw[match.end() : position - 1 if not depth else position]
        if TARGET in inner:
            return _Footnote(inner)
        raw = f"{raw[: match.start()]} {raw[position:]}"
    return raw


def _plain(match: patterns.Match[str]) -> str:
    kind = match.lastgroup
    if kind in ("letter", "bare"):
        return match[kind]  # an accented letter without its accent
    if kind == "short":
        return _SHORT[match["short"]]
    return {"blank": f" {BREAK} ", "break": f" {BREAK} ", "dropped": ""}.get(kind or "", " ")


def _named(sentence: str) -> tuple[str, bool]:
    """The sentence with names taken into the signs, lists of names into one; whether only a part
    of the reference is spoken of."""
    if "s" in sentence:
        sentence = sentence.replace(" 's", "'s").replace(" ’s", "'s").replace("’s", "'s")
    part = False
    sentence = _with_names(sentence)
    for _ in range(3):
        for _ in range(6):
            before = sentence
            sentence = _LIST.sub(lambda m: TARGET if TARGET in m.group() else OTHER, sentence)
            if sentence == before:
                break
        if not _OF_SIGN.search(sentence):
            break
        before = sentence
        for match in _PART.finditer(sentence):
            part = part or match["sign"] == TARGET
        sentence = _PART.sub(lambda m: m["sign"], sentence)
        if sentence == before:
            break
        sentence = _with_names(sentence)
    return _BLANKS.sub(" ", sentence), part


def _with_names(sentence: str) -> str:
    pieces: list[str] = []
    done = 0
    for sign in _SIGN.finditer(sentence):
        if sign.start() < done:
            continue
        first = max(done, sign.start() - _NAME_LENGTH)
        while first > done and sentence[first].isalpha():
            first -= 1
        lead = sentence[first : sign.start()]
        name = _NAME.search(lead)
        begin = first + (name.start() if name else len(lead))
        end = sign.end()
        if name and name["open"]:
            close = sentence.find(")", end, end + 3)
            if close < 0:
                begin = sign.start()
            else:
                end = close + 1
        rest = _REST.match(sentence, end)
        pieces += (sentence[done:begin], sign.group())
        done = rest.end() if rest else end
    return "".join([*pieces, sentence[done:]])


def _split(sentence: str, *, footnote: bool, part: bool) -> Around:
    at = sentence.find(TARGET)
    before, behind = sentence[:at], sentence[at + 1 :]
    if "(" not in before and "[" not in before:
        return Around(before.lstrip(), behind, "", "", footnote, part)
    depth = 0
    for position in range(at - 1, -1, -1):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sentence[position], 0)
        if depth == 1:
            break
    else:
        return Around(before.lstrip(), behind, "", "", footnote, part)
    closing = patterns.search(r"[)\]]", behind)
    end = closing.start() if closing else len(behind)
    return Around(
        before[position + 1 :].lstrip(), behind[:end], before[:position], behind[end + 1 :],
        True, part,
    )  # fmt: skip
