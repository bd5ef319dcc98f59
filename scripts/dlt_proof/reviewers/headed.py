r"""Paragraphs and boxes headed like statements (`\textbf{Theorem 3.}`, `tcolorbox[title=Lemma 1]`).

They stand in no environment of a statement, so nobody knows where they end and no reviewer reads
them. Here they are found, to be told of. Not here: proofs in no environment, which are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..graph.owners import Owners
from ..latex import Document, Span
from ..latex.theorems import kind_of_name
from ..records.plan import PROVABLE_KINDS

_SKIPS = r"\\(?:par|noindent|(?:big|med|small)skip|centering|bigbreak|medbreak)(?![a-zA-Z])"
_STYLE = re.compile(
    r"\\(?:textbf|textit|textsc|textsf|emph|underline)\s*\{|(?P<heading>\\(?:sub)?paragraph\*?\s*\{)"
    r"|\{?\s*\\(?:bf|it|em|sc|sl|bfseries|itshape|scshape|slshape)(?![a-zA-Z])"
)
_MORE_STYLE = re.compile(
    r"(?:\s|\{|\\(?:textbf|textit|textsc|emph|underline|bf|it|sc|bfseries|itshape|scshape|noindent)"
    r"(?![a-zA-Z]))*"
)
#: How far back a paragraph's beginning is looked for.
_NEAR = 200
_PARAGRAPH_BEGINS = re.compile(
    rf"(?:\A|\n[ \t\r]*\n|\\(?:begin|end)\s*\{{[^{{}}]*\}}(?:\[[^\[\]]*\])?|{_SKIPS}"
    rf"|\\[vh]space\*?\s*\{{[^{{}}]*\}}|\\(?:sub)*section\*?\s*\{{[^{{}}]*\}}"
    rf"|\\[a-zA-Z]*box\s*(?:\[[^\[\]]*\]|\{{[^{{}}]*\}})*\s*\{{)(?:\s|{_SKIPS})*\Z"
)
_NUMBER = (
    r"(?:\d+(?:\.\d+)*[a-z]?'?|[A-Z](?:\.?\d+)*(?![a-zA-Z])|[IVX]+(?![a-zA-Z])|\$[^$]{1,9}\$"
    r"|\\[a-zA-Z]*ref\*?\s*\{[^{}]*\}|\\the[a-zA-Z]+)"
)
#: A name, its number and title, and what ends them.
_HEAD = re.compile(
    rf"(?P<name>[^\W\d_]+(?:[ \t~]+[^\W\d_]{{4,}})?)(?:[\s~}}]|\\[ ,])*(?P<number>{_NUMBER})?"
    r"[\s}]*(?P<title>\([^()]*\)|\[[^\[\]]*\])?\s*(?P<stop>[.:,}\]])"
)
_PLAIN = re.compile(
    rf"\n[ \t\r]*\n[ \t]*(?:{_SKIPS}\s*)*(?=[^\W\d_]+(?:[ \t]+[^\W\d_]+)?[\s~]+{_NUMBER})"
)
_BOX = re.compile(r"\s*(?:\[[^\]]{0,200}?\b(?:frame)?title\s*=[\s{]*|(?:\[[^\]]*\])?\s*\{\s*)")
#: Without a number only these words are a heading for sure.
_SURE = frozenset(["theorem", "lemma", "proposition", "corollary"])
_NOT_ASSERTED = re.compile(
    r"\b(?:informal\w*|simplified|sketch|proofs?|restat\w*|recall\w*|continued)\b", re.IGNORECASE
)
_ENVIRONMENT_BEHIND = re.compile(r"[\s}.:]*(?:\\label\s*\{[^{}]*\}\s*)?\\begin\s*\{([^{}]*)\}")


def headed_like_statements(document: Document) -> Iterator[Span]:
    """The headings of what looks like a theorem, lemma, proposition, corollary or claim and stands
    in no statement and no proof, file by file.

    One with an environment of a statement or proof right behind it is that one's heading; one that
    says that it is informal or said again asserts nothing of its own.

    Args:
        document: as read with its text.
    """
    owners = Owners(document)
    formal = {s.environment.name for s in document.statements}
    formal |= {p.environment.name for p in document.proofs}
    for view in document.views:
        masked = view.masked
        begun = max(masked.find("\\begin{document}"), 0)
        found = {
            *_styled(masked, begun, formal),
            *_plain(masked, begun),
            *_boxes(document, view.name, masked),
        }
        for start, end in sorted(found):
            if not any(owners.around(view.name, start)):
                yield Span(view.name, start, end)


def _styled(masked: str, begun: int, formal: set[str]) -> Iterator[tuple[int, int]]:
    r"""`\textbf{Theorem 3.}`, `{\bf Lemma} 2 (Title).`, `\paragraph{Claim 1.}`."""
    for match in _STYLE.finditer(masked, begun):
        window = masked[max(0, match.start() - _NEAR) : match.start()]
        if not match["heading"] and not _PARAGRAPH_BEGINS.search(window):
            continue
        more = _MORE_STYLE.match(masked, match.end())
        head = _HEAD.match(masked, more.end() if more else match.end())
        if head is None or not _asserts(head):
            continue
        if not (head["number"] or head["title"] or head["stop"] in ".:"):
            continue  # the first word of a sentence
        behind = _ENVIRONMENT_BEHIND.match(masked, head.end())
        if behind is None or behind[1] not in formal:
            yield match.start(), head.end()


def _plain(masked: str, begun: int) -> Iterator[tuple[int, int]]:
    """A paragraph that begins `Theorem 3. Let …`."""
    for match in _PLAIN.finditer(masked, begun):
        head = _HEAD.match(masked, match.end())
        ended = head is not None and head["stop"] in ".:" and masked[head.end() :][:1].isspace()
        if head is not None and ended and head["number"] and _asserts(head):
            yield head.span()


def _boxes(document: Document, file: str, masked: str) -> Iterator[tuple[int, int]]:
    r"""`\begin{tcolorbox}[title=Theorem 3]`, `\begin{block}{Theorem 3}`."""
    formal = [s.environment.span for s in document.statements]
    formal += [p.environment.span for p in document.proofs]
    for environment in document.environments:
        span = environment.span
        if span.file != file:
            continue
        opening = _BOX.match(masked, environment.body.start, span.end)
        head = _HEAD.match(masked, opening.end(), span.end) if opening else None
        if head is None or not _asserts(head):
            continue
        if not any(s.file == file and span.start <= s.start < span.end for s in formal):
            yield span.start, head.end()


def _asserts(head: re.Match[str]) -> bool:
    """Whether a heading is that of something that needs a proof."""
    words = head["name"].replace("~", " ").split()
    word = words[-1].lower()
    # "Result 3" heads experiments as well.
    if word.startswith("result") or kind_of_name(word) not in PROVABLE_KINDS:
        return False
    if _NOT_ASSERTED.search(head.group()):
        return False
    return bool(head["number"]) or word in _SURE
