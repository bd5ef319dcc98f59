"""V28: the number of a theorem in a cited work, which no digest of that work confirms.

That a cited work has a digest at all is lint's R13.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...latex import Span
from ...project.digests import draft_line, keys_of_digests
from ..found import FoundWeakness, found_at
from ..paper import ReviewedPaper

_KIND = (
    r"(?:Theorem|Thm|Lemma|Lem|Proposition|Prop|Corollary|Cor|Claim|Fact|Definition|Def"
    r"|Inequality|Exercise|Example)"
)
_NUMBER = r"(?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z]?"
_NAMED = re.compile(
    rf"\b(?P<kind>{_KIND})s?\b\.?[~\s]*\(?(?P<number>{_NUMBER})\)?(?![\w.]*\d)", re.IGNORECASE
)
_COMMAND = re.compile(
    r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?\s*(?P<options>(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\]\s*){0,2})"
    r"\{(?P<keys>[^{}]*)\}"
)
_BEFORE = re.compile(
    rf"(?P<named>{_KIND}s?\.?[~\s]*\(?{_NUMBER}\)?)[\s~]*(?:,?\s*(?:of|in|from|by|see))[\s~]*"
    r"(?:[A-Z][\w.'’-]*[\s~]*(?:and|et[\s~]+al\.?|&)?[\s~]*){0,4}\Z"
)
_BEHIND = re.compile(rf"\A[\s~]*[,(][\s~]*(?P<named>{_KIND}s?\.?[~\s]*\(?{_NUMBER}\)?)")
#: "Abstract only" and "a secondary page" are no look at the source.
_NOT_SEEN = re.compile(r"source\s+seen\W*(?!yes\b)\w", re.IGNORECASE)


@dataclass(frozen=True)
class CitedNumber:
    """A numbered statement of a cited work.

    Args:
        key: of the work.
        kind, number: `Theorem`, `3.2`.
        span: of the citation.
    """

    key: str
    kind: str
    number: str
    span: Span


def unconfirmed_theorem_numbers(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """Numbers of theorems that nobody has looked up, where digests are kept."""
    if paper.digests is None:
        return
    known = {*paper.document.bibliography, *(key.key for key in paper.document.citations)}
    belongs = keys_of_digests(paper.digests, known)
    for passage in paper.passages:
        spans = [
            passage.statement.environment.span,
            *(proof.environment.span for proof in passage.proofs),
        ]
        told: set[tuple[str, str]] = set()
        for cited in _cited_numbers(paper, spans):
            if (cited.key, cited.number) in told:
                continue
            texts = {
                name: paper.digests[name] for name, keys in belongs.items() if cited.key in keys
            }
            fault = _fault(cited, texts)
            if fault is None:
                continue
            told.add((cited.key, cited.number))
            claim, evidence, minor = fault
            yield found_at(
                paper.document,
                cited.span,
                "V28",
                passage.label,
                claim,
                evidence,
                "minor" if minor else "major",
            )


def _cited_numbers(paper: ReviewedPaper, spans: list[Span]) -> Iterator[CitedNumber]:
    """The numbered statements that passages of a paper cite."""
    for span in spans:
        text = paper.document.source(span.file).masked
        for command in _COMMAND.finditer(text, span.start, span.end):
            keys = [key.strip() for key in command["keys"].split(",") if key.strip()]
            if len(keys) != 1:
                continue  # whose number it is, is not certain
            place = Span(span.file, command.start(), command.end())
            before = _BEFORE.search(text[max(span.start, command.start() - 120) : command.start()])
            behind = _BEHIND.match(text[command.end() : command.end() + 60])
            said = [command["options"] or ""]
            said += [match["named"] for match in (before, behind) if match]
            for piece in said:
                for named in _NAMED.finditer(piece):
                    yield CitedNumber(keys[0], named["kind"], named["number"], place)


def _fault(cited: CitedNumber, texts: Mapping[str, str]) -> tuple[str, str, bool] | None:
    """Why a number is not confirmed, with the evidence; None where it is."""
    what = f"{cited.kind} {cited.number} of {cited.key}"
    if not texts:
        return None  # R13 says so
    named = {name: _numbers(text) for name, text in texts.items()}
    holding = [name for name, found in named.items() if (_stem(cited.kind), cited.number) in found]
    if holding:
        unread = [name for name in holding if draft_line(texts[name])]
        if len(unread) == len(holding):
            return (
                f"{what} is confirmed only by a scout's draft that nobody has read",
                f"`{holding[0]}.md`",
                True,
            )
        if all(_NOT_SEEN.search(texts[name]) or name in unread for name in holding):
            return (
                f"{what} is confirmed only by a digest whose source was not seen",
                f"`{holding[0]}.md`",
                True,
            )
        return None
    others = sorted({f"{kind}. {number}" for found in named.values() for kind, number in found})
    return (
        f"no digest confirms {what}",
        f"`{'.md`, `'.join(sorted(texts))}.md` "
        + (f"names {', '.join(others)}" if others else "names no numbered statement"),
        False,
    )


def _numbers(text: str) -> set[tuple[str, str]]:
    return {(_stem(m["kind"]), m["number"]) for m in _NAMED.finditer(text)}


def _stem(kind: str) -> str:
    """One name for all spellings of a kind: `Thm.` is a theorem."""
    return {"thm": "theorem", "the": "theorem"}.get(kind.lower()[:3], kind.lower()[:3])
