"""Proofs that stand in no environment: `\\textbf{Proof.} … \\qed`, `\\paragraph{Proof.}`.

They are found where a paragraph begins with the word and end at the sign of a finished proof, or
where the next statement, proof or section begins.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .arguments import NEARBY, after, bracket_at, group_at
from .macros import expand_macros
from .model import Heading, Macro

_WORDS = (
    r"(?:(?:complete|full|formal|detailed|short|direct|alternative|second|first|another)\s+)?"
    r"(?:proofs?|beweis|preuve|d[eé]monstration|dimostrazione|demostraci[oó]n)\b"
    r"(?!\s+(?:techniques?|strateg|overview|ideas?|outline|roadmap|sketch|structure|methods?|"
    r"challenges?|intuition|systems?|assistants?|theory|theoretic|complexity|organi[sz]ation|"
    r"obligations?|search|trees?|plan|highlights?|details?\s+and|concepts?|checking|is\s|are\s|"
    r"uses|relies|in\s+the\s+literature))"
)
_STYLE = (
    r"\\(?:textbf|textit|textsc|textsl|emph|underline|textrm|textnormal|uline|text)\s*\{"
    r"|\{\s*\\(?:bf|it|em|sc|sl|bfseries|itshape|scshape|slshape|sffamily|rm|normalfont)"
    r"(?![a-zA-Z])(?:\s*\\(?:bf|it|em|sc|sl|bfseries|itshape|scshape|slshape)(?![a-zA-Z]))*"
    r"|\\(?:paragraph|subparagraph)\*?\s*\{"
)
_NO_TEXT = (
    r"(?:[ \t]|\n(?![ \t\r]*\n)|\\(?:noindent|par|indent|medskip|smallskip|bigskip|leavevmode"
    r"|hfill|break)(?![a-zA-Z])|\\(?:vspace\*?|hspace\*?|label)\s*\{[^{}]*\}|\\vskip\s*[\d.]+\w\w"
    r"|\\\\|\\[,;:!])*"
)
# In a style the word is enough; in plain text it needs a paragraph of its own and a full stop.
_STYLED = pattern(
    rf"(?:{_STYLE})(?:\s|\\(?:noindent|textbf|textit|bfseries|itshape)(?![a-zA-Z])|\{{)*(?P<word>{_WORDS})",
    patterns.IGNORECASE,
)
_PLAIN = pattern(r"Proofs?\b(?=\s*[.:(]|~?\s*\[|\s+(?:of|for)\s)|PROOF\b")
_NEW_PARAGRAPH = (
    r"(?:\A|\n[ \t\r]*\n|\\end\s*\{[^{}]*\}|\\\\"
    r"|\\(?:par|noindent|medskip|smallskip|bigskip)(?![a-zA-Z]))"
)
_STRICTLY_BEFORE = pattern(rf"{_NEW_PARAGRAPH}{_NO_TEXT}\Z")
_BEFORE = pattern(rf"(?:\A|\n|\\end\s*\{{[^{{}}]*\}}|\\(?:par|noindent)(?![a-zA-Z])){_NO_TEXT}\Z")
# The end sign is a sign only at the end of a paragraph: a square may well stand in a formula.
_QED = pattern(
    r"\\(?:qed|QED|qedsymbol|Qed|eop|EOP|endproof|qedbox|qee|eproof)(?![a-zA-Z@])"
    r"|\\(?:square|Box|blacksquare)(?![a-zA-Z])(?=[\s}$)]*(?:\\hfill|\\\)|\$)?[\s}]*"
    r"(?:\\(?:par|medskip|bigskip|smallskip)(?![a-zA-Z])|\\end\{|\n[ \t\r]*\n|\Z"
    r"|\n\s*\\(?:begin|section|sub|paragraph)))"
    r"|∎|\bQ\.\s?E\.\s?D\.|\bQED\b"
)
_FINISHED = pattern(r"(?:[\s}$]|\\\)|\\(?:hfill|hspace\{[^{}]*\})(?![a-zA-Z]))*")
_END_OF_TEXT = pattern(
    r"\\(?:end\s*\{document\}|bibliography\s*\{|printbibliography(?![a-zA-Z])|appendix(?![a-zA-Z])"
    r"|begin\s*\{(?:thebibliography|appendices|appendix)\})"
)
_BLANK_LINE = pattern(r"\n[ \t\r]*\n")
_MATHEMATICS = pattern(
    r"\$|\\\(|\\\[|\\begin\s*\{(?:align|equation|gather|multline|eqnarray|displaymath)"
)
_NAMES_SOMETHING = pattern(
    r"theorem|thm|lemma|lem\b|prop|cor\b|corollar|claim|statement|result|part\b|[rR]ef\b|\(|satz",
    patterns.IGNORECASE,
)
_TELLS = pattern(
    r"\s*(?:is|are|was|can|will|would|appears?|relies|rely|uses?|requires?|and|in|may|has|have"
    r"|consists?|proceeds?|follows?)\b"
)
_SUBDIVISION = pattern(
    r"\W*(?:steps?|cases?|parts?|phases?|stages?|bound|term|upper|lower|conclu|putting|base"
    r"|induct|completing|finish|\d|[ivx]+\b|first|second|third|the\s+(?:first|second|case|term))",
    patterns.IGNORECASE,
)
_DASHES = pattern(r"[\s.:~}\]]*(?:---?|–|—)?[\s.:]*")


class ParagraphProof(Record):
    """A proof without an environment.

    Args:
        start, end: of the whole.
        body: where its text begins.
        option: where the words stand that may say what is proved.
        finished: whether a sign says where it ends.
    """

    start: int
    body: int
    end: int
    option: tuple[int, int]
    finished: bool


def proof_macros(macros: Mapping[str, Macro]) -> dict[str, Macro]:
    """The user's macros that print the word, such as `\\def\\pf{\\noindent{\\bf Proof. }}`."""
    found = {}
    for name, macro in macros.items():
        if ("roof" not in macro.body and "ROOF" not in macro.body) or len(macro.body) > 300:
            continue
        body = expand_macros(macro.body, macros)
        if "\\begin" in body or "\\end" in body or ("\\item" in body and "trivlist" not in body):
            continue
        lead = patterns.compiled(_NO_TEXT).match(body)
        start = lead.end() if lead else 0
        if _STYLED.match(body, start) or _PLAIN.match(body, start):
            found[name] = macro
    return found


def paragraph_proofs(
    masked: str,
    environments: Sequence[tuple[str, int, int]],
    headings: Sequence[Heading],
    macros: Mapping[str, Macro],
) -> list[ParagraphProof]:
    """Find the proofs in no environment, by place.

    Args:
        masked: masked text of a file.
        environments: kind (`statement`, `proof`, `display`, `other`), start and end of every
            environment, by start.
        headings: of the file.
        macros: those that print the word, as `proof_macros` finds them.
    """
    if (
        not macros
        and "roof" not in masked
        and "ROOF" not in masked
        and "eweis" not in masked
        and "reuve" not in masked
        and "onstr" not in masked
        and "ostr" not in masked
    ):
        return []
    opened = sorted(_openings(masked, environments, macros))
    limits = _limits(masked, environments, headings, [start for start, *_ in opened])
    found: list[ParagraphProof] = []
    for start, body, option, heading in opened:
        if found and start < found[-1].end:
            continue
        ends = limits_after(limits, heading if heading else body)
        end = min(ends, _enclosing_end(environments, start, len(masked)))
        sign = next(
            (
                m
                for m in _QED.finditer(masked, body, end)
                if not _in_display(environments, m.start())
            ),
            None,
        ) or next(_QED.finditer(masked, body, end), None)
        if sign:
            tail = _FINISHED.match(masked, sign.end(), end)
            stop = _behind_display(environments, tail.end() if tail else sign.end())
            found.append(ParagraphProof(start, body, min(stop, end), option, True))
        elif masked[body:end].strip():
            stop = _without_trailing_talk(masked, body, end)
            found.append(ParagraphProof(start, body, stop, option, False))
    return found


def _openings(
    masked: str, environments: Sequence[tuple[str, int, int]], macros: Mapping[str, Macro]
) -> Iterable[tuple[int, int, tuple[int, int], int]]:
    """Start, offset of the body, option, and the offset behind a heading that begins it."""
    for match in _STYLED.finditer(masked):
        if not _begins_paragraph(masked, match.start()):
            continue
        opening = (
            match.start() if masked[match.start()] == "{" else masked.index("{", match.start())
        )
        group = group_at(masked, opening, within=NEARBY)
        if group is None or group[1] - match.start("word") > 300:
            continue
        behind = after(masked, group)
        is_heading = masked.startswith(("\\par", "\\sub"), match.start())
        option = (match.end("word"), group[1])
        # `\textbf{Proof} of Theorem 2.` and `\textbf{Proof} (Theorem 2).`
        if masked[match.end("word") : group[1]].strip(" .:\\/~") == "":
            option = (match.end("word"), _end_of_name(masked, behind))
        if masked[option[0] : group[1]].strip().startswith(("-", "–")):
            continue  # a compound word
        if _TELLS.match(masked, max(behind, option[1])):
            continue  # a sentence about the proof
        tail = _DASHES.match(masked, max(behind, option[1]))
        yield match.start(), tail.end() if tail else behind, option, behind if is_heading else 0
    for match in _PLAIN.finditer(masked):
        if _begins_paragraph(masked, match.start(), strictly=True):
            end = _end_of_name(masked, match.end())
            name = masked[match.end() : end]
            if name and (
                not _NAMES_SOMETHING.search(name)
                or patterns.search(r"\b(?:is|are|can|will|appears?|in|has)\b", name)
            ):
                continue
            if not name and not patterns.match(r"\s*[.:]", masked[match.end() : match.end() + 20]):
                continue
            tail = _DASHES.match(masked, end)
            yield match.start(), tail.end() if tail else end, (match.end(), end), 0
    if macros:
        names = "|".join(map(patterns.escape, sorted(macros)))
        for match in patterns.compiled(rf"\\({names})(?![a-zA-Z@])").finditer(masked):
            position = match.end()
            if bracket := bracket_at(masked, position):
                position = after(masked, bracket)
            option = bracket or (position, position)
            if macros[match[1]].arguments and (group := group_at(masked, position, within=NEARBY)):
                option, position = group, after(masked, group)
            elif option[0] == option[1]:
                option = (position, _end_of_name(masked, position))
            yield match.start(), position, option, 0


def _end_of_name(masked: str, position: int) -> int:
    """Where `of Theorem 2.` behind the word ends; the position itself where nothing like it is."""
    lead = patterns.compiled(r"[\s~}]*(?:\(|\[|of\b|for\b)").match(masked, position)
    if lead is None:
        return position
    stop = patterns.compiled(r"[.:](?=\s|\}|~|\\|$)|\n[ \t\r]*\n|\)[.:]?").search(
        masked, lead.end(), min(len(masked), lead.end() + 200)
    )
    return stop.start() if stop else position


def _begins_paragraph(masked: str, start: int, *, strictly: bool = False) -> bool:
    window = masked[max(0, start - 200) : start]
    expression = _STRICTLY_BEFORE if strictly else _BEFORE
    return bool(expression.search(window)) or not window.strip()


def _limits(
    masked: str,
    environments: Sequence[tuple[str, int, int]],
    headings: Sequence[Heading],
    starts: Sequence[int],
) -> list[int]:
    """Offsets where a proof without a sign at its end is over."""
    found = [start for kind, start, _ in environments if kind in ("statement", "proof")]
    found += [
        heading.span.start
        for heading in headings
        if heading.command not in ("paragraph", "subparagraph")
        or not _SUBDIVISION.match(heading.text)
    ]
    found += [match.start() for match in _END_OF_TEXT.finditer(masked)]
    found += [*starts, len(masked)]
    return sorted(found)


def limits_after(limits: Sequence[int], offset: int) -> int:
    """The first of the sorted limits at or behind an offset."""
    index = bisect_left(limits, offset)
    return limits[index] if index < len(limits) else limits[-1]


def _enclosing_end(environments: Sequence[tuple[str, int, int]], start: int, length: int) -> int:
    last = bisect_left(environments, start, key=lambda e: e[1])
    ends = [end for _, begin, end in environments[:last] if end > start]
    return min(ends, default=length)


def _in_display(environments: Sequence[tuple[str, int, int]], offset: int) -> bool:
    return _behind_display(environments, offset) != offset


def _behind_display(environments: Sequence[tuple[str, int, int]], offset: int) -> int:
    last = bisect_left(environments, offset, key=lambda e: e[1])
    for kind, _, end in reversed(environments[max(0, last - 3) : last]):
        if kind == "display" and end > offset:
            return end
    return offset


def _without_trailing_talk(masked: str, body: int, end: int) -> int:
    """Paragraphs of words alone at the end belong to what follows rather than to the proof."""
    breaks = [m.start() for m in _BLANK_LINE.finditer(masked, body, end)]
    for position in reversed(breaks):
        if _MATHEMATICS.search(masked, position, end):
            break
        end = position
    return body + len(masked[body:end].rstrip())
