"""The texts of a job cut into sentences, each with its formulas set apart from its words.

In the statement that is proved the hypotheses stand before the conclusion: which is which is told
here, too, by its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...records.evidence import Job, Source
from .records import Layer

#: Stands for a formula among the words.
MARK = "¤"
_FORMULA = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\$(?P<b>[^$]+)\$|\\\((?P<c>.+?)\\\)|\\\[(?P<d>.+?)\\\]"
    r"|\\begin\s*\{(?P<name>equation|align|gather|multline|eqnarray|displaymath|math)\*?\}"
    r"(?P<e>.+?)\\end\s*\{(?P=name)\*?\}",
    re.DOTALL,
)
_KIND = re.compile(r"\s*(?:\[\d+\]\s*)?(?P<kind>[A-Z][a-z]+):\s*")
_END = re.compile(r"[.;](?=\s|$)")
_COMMANDS = re.compile(r"\\(?:emph|textit|textbf|text|textrm)\s*\{([^{}]*)\}")
_ABBREVIATION = re.compile(
    r"\b(e\.g|i\.e|cf|resp|w\.r\.t|w\.l\.o\.g|i\.i\.d|a\.s|a\.e|s\.t|eqs?|secs?|thms?|lems?|figs?"
    r"|vs|etc|approx|no)\.",
    re.IGNORECASE,
)
_WORD = re.compile(rf"{MARK}|[A-Za-z][A-Za-z’'.-]*[A-Za-z]|[A-Za-z]|\S")


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Args:
        words: in lower case, punctuation among them; a formula is `MARK`.
        formulas: the contents of its formulas, in order.
        layer: which of the job's fields it stands in.
        kind: of the statement: `Assumption`, `Definition`; "" in a proof.
        source: the text it stands in.
        text: it, as written.
    """

    words: tuple[str, ...]
    formulas: tuple[str, ...]
    layer: Layer
    kind: str
    source: Source
    text: str


def sentences_of(job: Job) -> Iterator[Sentence]:
    """All sentences of a job's hypotheses, of what it proves, and of its definitions."""
    texts: list[tuple[Layer, str]] = [("hypotheses", text) for text in job.hypotheses]
    texts += [("proving", job.proving)] if job.proving else []
    texts += [("definitions", text) for text in job.definitions]
    for layer, text in texts:
        yield from _sentences(layer, text, source_of(job, layer, text))


def source_of(job: Job, role: str, text: str) -> Source:
    """Where a text of a job stands; without a place where the job does not tell."""
    for source in job.sources:
        if source.role == role and source.text == text:
            return source
    return Source(role=role, text=text, file="", line=0)


def formulas_in(text: str) -> list[str]:
    """The contents of all formulas of a text."""
    return [_content(match) for match in _FORMULA.finditer(text)]


def formulas_with_words(text: str) -> list[tuple[str, str]]:
    """Each formula of a text, with the words right before it."""
    found, start = [], 0
    for match in _FORMULA.finditer(text):
        found.append((text[start : match.start()], _content(match)))
        start = match.end()
    return found


def _content(match: re.Match[str]) -> str:
    content = next(g for g in match.group("a", "b", "c", "d", "e") if g is not None)
    return re.sub(r"\\label\s*\{[^{}]*\}|\\nonumber|\\notag|&", " ", content).strip()


def _sentences(layer: Layer, text: str, source: Source) -> Iterator[Sentence]:
    kind = ""
    if layer != "definitions":
        match = _KIND.match(text)
        if match is not None:
            kind, text = match["kind"], text[match.end() :]
    formulas: list[str] = []

    def mark(match: re.Match[str]) -> str:
        content = _content(match)
        formulas.append(content)
        # A display carries the full stop of its sentence.
        return f" {MARK}{'.' if content.endswith('.') else ' '} "

    shown = _COMMANDS.sub(r" \1 ", _FORMULA.sub(mark, text))
    # The full stop of an abbreviation ends no sentence.
    shown = _ABBREVIATION.sub(lambda match: f"{match[1]} ", shown)
    used, start = 0, 0
    for end in [*(m.start() for m in _END.finditer(shown)), len(shown)]:
        part = shown[start:end]
        start = end + 1
        count = part.count(MARK)
        inside = tuple(formulas[used : used + count])
        used += count
        words = tuple(word.lower() for word in _WORD.findall(part))
        if words:
            yield Sentence(words, inside, layer, kind, source, _written(part, inside))


def _written(part: str, formulas: tuple[str, ...]) -> str:
    pieces = part.split(MARK)
    written = pieces[0]
    for formula, piece in zip(formulas, pieces[1:], strict=True):
        written += f"${formula}${piece}"
    return " ".join(written.split())
