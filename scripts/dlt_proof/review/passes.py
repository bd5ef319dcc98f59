"""What readers of a round are given, and filing what they found."""

from pathlib import Path

from ..gates import ReviewState
from ..gates.review_records import ECHO_KIND, PASS_KIND, WEAKNESS_KIND
from ..gates.review_weaknesses import person
from ..graph.plan_file import read_plan
from ..latex import Document
from ..project import Project
from ..records.errors import InputError, RefusedError
from ..records.review import Echo, FiledPass, ReaderPass, Weakness
from .filed import read_pass
from .lookup import said_before, started
from .merging import one_weakness
from .units_of_text import TextUnits


def handout(project: Project, document: Document) -> dict[str, object]:
    """What a reader of the current round is given: the text's fingerprint, files, and the form."""
    review = started(project, document)
    return {
        "round": review.round,
        "text": review.text,
        "files": list(document.files),
        "answer": {
            "reader": "a name",
            "text": review.text,
            "summary": "what was read, and how",
            "score": None,
            "weaknesses": [
                {
                    "file": "sections/…",
                    "line": 1,
                    "quotation": "the words it is about",
                    "claim": "what is wrong",
                    "evidence": "why",
                    "severity": "critical | major | minor | style",
                }
            ],
        },
    }


def record_pass(
    project: Project, document: Document, path: Path
) -> tuple[ReaderPass, list[Weakness]]:
    """File what a reader of the whole text found; no weakness makes a clean pass.

    Raises:
        InputError: the file is no such answer, or names a place the text does not have.
        RefusedError: the reader read another text than stands there now, or mended it.
    """
    filed = read_pass(path)
    with project.state.alone(WEAKNESS_KIND):
        return _record_pass(project, document, filed, path.name)


def _record_pass(
    project: Project, document: Document, filed: FiledPass, name: str
) -> tuple[ReaderPass, list[Weakness]]:
    review = started(project, document)
    if filed.text != review.text:
        raise RefusedError(
            "the reader read another text than stands there now", remedy="`dlt-proof review next`"
        )
    if person(filed.reader) in review.fixers:
        raise RefusedError(f"{filed.reader} mended weaknesses of this text and cannot pass it")
    same = [p for p in review.passes if person(p.reader) == person(filed.reader)]
    if any(p.text == filed.text for p in same):
        raise RefusedError(f"{filed.reader} has filed a pass over this text already")
    for item in filed.weaknesses:
        source = document.files.get(item.file)
        if source is None or item.line > len(source.line_starts):
            raise InputError(f"the text has no {item.file}:{item.line}", file=name)
    units = TextUnits(document, read_plan(project))
    weaknesses = [
        Weakness(
            identifier="",
            round=review.round,
            source=filed.reader,
            unit=units.name_at(item.file, item.line),
            **item.model_dump(),
        )
        for item in filed.weaknesses
    ]
    reader_pass = ReaderPass(
        round=review.round,
        reader=filed.reader,
        text=filed.text,
        clean=not weaknesses,
        score=filed.score,
        summary=filed.summary,
    )
    return reader_pass, add_pass(project, review, reader_pass, weaknesses)


def add_pass(
    project: Project, review: ReviewState, reader_pass: ReaderPass, raised: list[Weakness]
) -> list[Weakness]:
    """Record a pass and what it raised; a weakness of this round that is raised again is echoed.

    Only one that nobody has judged: what somebody made of it was made of what had been said. What a
    killed run has recorded of the same pass is not recorded twice.

    Args:
        raised: without identifiers.

    Returns:
        The weaknesses that are new.
    """
    known = [w for w in review.weaknesses if w.round == review.round]
    echoed = {(e.weakness, e.source, e.claim) for e in review.echoes}
    fresh: list[Weakness] = []
    echoes: list[Echo] = []
    number = review.next_identifier
    for weakness in raised:
        if any(_the_same(weakness, other) for other in (*known, *fresh)):
            continue
        unjudged = [o for o in known if o.identifier not in review.judgements]
        other = next((o for o in (*unjudged, *fresh) if one_weakness(o, weakness)), None)
        if other is None:
            named = weakness.model_copy(update={"identifier": f"W{number}"})
            fresh.append(said_before(review, named))
            number += 1
        elif (other.identifier, weakness.source, weakness.claim) not in echoed:
            echoes.append(
                Echo(
                    weakness=other.identifier,
                    round=review.round,
                    source=weakness.source,
                    line=weakness.line,
                    claim=weakness.claim,
                    evidence=weakness.evidence,
                    severity=weakness.severity,
                )
            )
    # The pass last: without it a killed run has not been filed, and is filed again.
    project.state.append_all(WEAKNESS_KIND, [w.model_dump() for w in fresh])
    project.state.append_all(ECHO_KIND, [e.model_dump() for e in echoes])
    told = reader_pass.model_copy(update={"raised": tuple(w.identifier for w in fresh)})
    project.state.append(PASS_KIND, told.model_dump())
    return fresh


def _the_same(first: Weakness, second: Weakness) -> bool:
    """Whether one reader said the very same at one place twice."""
    return (first.source, first.file, first.line, first.claim) == (
        second.source,
        second.file,
        second.line,
        second.claim,
    )
