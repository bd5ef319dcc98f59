"""Hypotheses at the cite-site: what a used statement asks for, held against what is known there.

Assumptions by label, properties in words, and relations between letters. A hypothesis that is not
at hand becomes a weakness that names it and where it is stated. Where a use could not be
understood, nothing is said. Not here: whether the used statement is true.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ...graph.uses import read_uses
from ...latex import Span, Statement
from ...mathematics.formula import Relation
from ...records.plan import PROVABLE_KINDS
from ..found import FoundWeakness, found_at
from ..paper import Passage, ReviewedPaper
from ..sentences import Sentence, formal_passages, sentences_of
from .asked import Asked, asked_by
from .at_hand import AtHand, Scope, assumed
from .relations_known import letters_of, refuted

__all__ = ["hypotheses_at_the_cite_site"]

#: The used statement is not applied as it stands.
_NOT_APPLIED = re.compile(
    r"\b(?:as in|like|similar\w*|analog\w*|proof of|the argument|arguments? of|variant of"
    r"|unlike|compare|cf"
    r"|instead of|generali[sz]\w+|converse|remark|not appl\w+|does not apply|would)\b"
)
#: "Distances do not increase by Lemma 2" only looks like a mention.
_BY = re.compile(
    r"\b(?:by|using|applying|thanks to|due to|in view of) (?:lemma |theorem |proposition "
    r"|corollary )?§"
)
#: A use whose conditions are said to hold.
_CHECKED = re.compile(
    r"\b(?:conditions? of|assumptions? of|hypothes[ei]s of|whose (?:conditions?|hypothes[ei]s"
    r"|assumptions?)"
    r"|requirements? of|is applicable|satisfies the)\b"
)
_INSTEAD = re.compile(
    r"¤ (?:in place of|instead of|in the place of|for|replacing|in the role of) ¤"
)
_REPLACED = re.compile(r"¤ replaced (?:by|with) ¤")


def hypotheses_at_the_cite_site(paper: ReviewedPaper) -> Iterator[FoundWeakness]:
    """A statement is used where one of its hypotheses is not at hand."""
    at_hand = AtHand(paper)
    statements: dict[str, Statement] = {}
    for statement in paper.document.statements:
        statements.setdefault(at_hand.names[statement.environment.span], statement)
    used: dict[str, list[tuple[str, str, tuple[str, int]]]] = {}
    for (source, target, kind), where in read_uses(paper.document).told.items():
        if kind in ("proof", "mention"):
            used.setdefault(target, []).append((source, kind, where))
    for passage in formal_passages(paper):
        name = at_hand.names[passage.statement.environment.span]
        if not passage.proofs:
            continue
        scope = at_hand.scope(passage)
        for source, kind, (file, place) in used.get(name, ()):
            lemma = statements.get(source)
            if lemma is None or lemma.kind not in PROVABLE_KINDS or lemma is passage.statement:
                continue
            sentence = _sentence_at(scope.proofs, file, place)
            if sentence is None or (_NOT_APPLIED.search(sentence.text)):
                continue
            if kind == "mention" and not _BY.search(sentence.text):
                continue
            yield from _of_use(at_hand, passage, scope, lemma, source, sentence)


def _sentence_at(sentences: list[Sentence], file: str, place: int) -> Sentence | None:
    """The sentence of a proof in which a place stands."""
    before = [s for s in sentences if s.start.file == file and s.start.start <= place]
    return max(before, key=lambda s: s.start.start, default=None)


def _of_use(
    at_hand: AtHand,
    passage: Passage,
    scope: Scope,
    lemma: Statement,
    source: str,
    sentence: Sentence,
) -> Iterator[FoundWeakness]:
    """What one use does not have at hand."""
    inside = lemma.environment.span
    around = any(
        p.environment.span.file == inside.file
        and p.environment.span.start <= inside.start < p.environment.span.end
        for p in passage.proofs
    )
    if around:
        return  # a claim inside the proof stands in its scope
    name = passage.label or at_hand.names[passage.statement.environment.span]
    asked = list(asked_by(at_hand.paper, lemma))
    if at_hand.paper.plan is not None:
        asked += _planned(at_hand, lemma, asked)
    for one in asked:
        said = _unbound(at_hand, passage, scope, one, sentence)
        if not said:
            continue
        line, *_ = at_hand.paper.document.place(one.where.start)
        place = f"{one.where.start.file}, line {line}"
        if one.assumption is not None:
            claim = (
                f"{name} uses {source}, whose hypothesis {one.shown} is not among those of {name}"
            )
        else:
            claim = f"{name} uses {source}, which asks for {one.shown}: {said}"
        yield found_at(
            at_hand.paper.document,
            _place_of(sentence),
            "V11",
            passage.label,
            claim,
            f"“{sentence.quoted}”; {source} says “{one.where.quoted}” ({place})",
            "major",
        )


def _place_of(sentence: Sentence) -> Span:
    """Where a use is shown: its reference where there is one."""
    return sentence.keys[0].span if sentence.keys else sentence.start


def _planned(at_hand: AtHand, lemma: Statement, asked: list[Asked]) -> list[Asked]:
    """Assumptions that the plan lists for a statement and its text does not name."""
    plan = at_hand.paper.plan
    node = plan.nodes.get(lemma.label or "") if plan is not None else None
    known = {one.shown for one in asked}
    found = []
    for label in node.hypotheses if node is not None else ():
        statement = at_hand.by_label.get(label)
        if statement is not None and statement.kind == "assumption" and label not in known:
            where = sentences_of(at_hand.paper, statement.environment, "statement")
            found += [Asked(label, where[0], assumption=statement)] if where else []
    return found


def _unbound(
    at_hand: AtHand, passage: Passage, scope: Scope, asked: Asked, sentence: Sentence
) -> str:
    """Why a hypothesis is not at hand, "" where it is, or where that could not be told."""
    if asked.assumption is not None:
        if passage.node is not None:
            # What a statement rests on is what the plan says, and what was approved.
            return "" if asked.assumption.label in passage.node.hypotheses else "not planned"
        return "" if assumed(at_hand, asked, scope) else "not assumed"
    if asked.property is not None:
        if scope.has(asked.property) or _CHECKED.search(sentence.text):
            return ""
        return "nothing there says it"
    if asked.relation is not None:
        return _violated(scope, asked.relation, sentence)
    return ""


def _violated(scope: Scope, relation: Relation, sentence: Sentence) -> str:
    """Whether the letters of a relation are those of the citing statement, and may violate it."""
    letters = letters_of(relation)
    substituted = _put_in(relation, sentence)
    if len(letters) < 2 and not _bounds_by_number(relation):
        return ""
    wanted = substituted or relation
    if scope.says(wanted) or _CHECKED.search(sentence.text):
        return ""
    if substituted is None and not letters <= scope.letters:
        return ""
    if not letters_of(wanted):
        return ""
    if substituted is not None and not letters_of(wanted) <= scope.letters:
        return ""
    if refuted(wanted, scope.relations):
        return "what is known there allows it to fail"
    return ""


def _bounds_by_number(relation: Relation) -> bool:
    """Whether a relation bounds a letter by a number other than 0 and 1."""
    return any(
        re.search(r"\d", side) and side.strip() not in ("0", "1")
        for side in (relation.left, relation.right)
    )


def _put_in(relation: Relation, sentence: Sentence) -> Relation | None:
    """The relation with what the words beside a use put in for its letters."""
    found: dict[str, str] = {}
    for index in range(len(sentence.marks)):
        for one in sentence.relations(index)[:1]:
            if one.sign == "=" and re.fullmatch(r"\\?[A-Za-z]+(?:_\w)?", one.left.strip()):
                found[one.left.strip()] = one.right
    marks = list(sentence.formulas)
    for expression, turned in ((_INSTEAD, False), (_REPLACED, True)):
        for match in expression.finditer(sentence.text):
            first = sentence.text[: match.start()].count("¤")
            pair = marks[first : first + 2]
            if len(pair) == 2:
                old, new = pair if turned else (pair[1], pair[0])
                found[old.strip()] = new
    result = relation
    for letter, term in found.items():
        result = replace(
            result, left=_with(result.left, letter, term), right=_with(result.right, letter, term)
        )
    return result if result != relation else None


def _with(text: str, letter: str, term: str) -> str:
    ends = "(?![A-Za-z])"
    begins = "" if letter.startswith("\\") else r"(?<![A-Za-z\\])"
    return re.sub(f"{begins}{re.escape(letter)}{ends}", lambda _: f"({term})", text)
