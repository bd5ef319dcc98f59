"""The loop: start a round, hand the text out, record what comes back, classify, fix, again.

Every move is a record in the state, so that a review that was stopped goes on where it was.
"""

import json
from pathlib import Path

from pydantic import ValidationError

from ..gates import GateContext, ReviewState, evaluate_gates, load_review
from ..gates.review_outcome import (
    FIX_KIND,
    JUDGEMENT_KIND,
    PASS_KIND,
    ROUND_KIND,
    WEAKNESS_KIND,
    person,
)
from ..graph.plan_file import Plan
from ..latex import Document, normalise
from ..project import Project, read_text
from ..records.errors import InputError, RefusedError
from ..records.review import (
    DISMISSALS,
    ROUND_CAP,
    FiledPass,
    Fix,
    Judgement,
    ReaderPass,
    RoundStart,
    Weakness,
)
from ..reviewers import ReviewedPaper, run_reviewers

#: Characters that a quotation needs to refute anything.
SHORTEST_QUOTATION = 12


def start_round(
    project: Project, document: Document, plan: Plan
) -> tuple[RoundStart, list[Weakness]]:
    """Begin a round: the deterministic reviewers read the text.

    An objection that an earlier round has already answered (dismissed for a reason) is not
    raised again.

    Returns:
        The round and the weaknesses that are new in it.

    Raises:
        RefusedError: gate C.5 does not hold, the last round is still open, or the cap is reached.
    """
    gates = evaluate_gates(GateContext(project), "C.5")
    if not gates[-1].holds:
        first = next(result for result in gates if not result.holds)
        raise RefusedError(
            f"the review reads a swept text, and gate {first.gate} does not hold",
            remedy=f"`dlt-proof gate {first.gate}`",
        )
    review = load_review(project, document)
    if review.rounds and review.unclassified:
        raise RefusedError(
            f"nobody classified {len(review.unclassified)} weaknesses of round {review.round}",
            remedy="`dlt-proof review classify`",
        )
    if review.rounds and review.rounds[-1].text == review.text:
        raise RefusedError(f"round {review.round} has read this very text")
    if review.at_cap:
        raise RefusedError(
            f"the cap of {ROUND_CAP} rounds is reached",
            remedy="`dlt-proof review report` says what is open",
        )
    number = review.round + 1
    found = run_reviewers(ReviewedPaper(document, plan))
    answered = {w.claim for w in review.dismissed}
    new = [weakness for weakness in found if weakness.claim not in answered]
    weaknesses = [
        Weakness(
            identifier=f"W{len(review.weaknesses) + index}",
            round=number,
            source="deterministic",
            file=weakness.file,
            line=weakness.line,
            claim=weakness.claim,
            evidence=weakness.evidence,
            severity=weakness.severity,
        )
        for index, weakness in enumerate(new, start=1)
    ]
    # Weaknesses first: a run killed between the two leaves a round that was not begun.
    for weakness in weaknesses:
        project.state.append(WEAKNESS_KIND, weakness.model_dump())
    start = RoundStart(
        round=number, text=review.text, found=tuple(w.identifier for w in weaknesses)
    )
    project.state.append(ROUND_KIND, start.model_dump())
    return start, weaknesses


def handout(project: Project, document: Document) -> dict[str, object]:
    """What a reader of the current round is given: the text's fingerprint, files, and the form."""
    review = _started(project, document)
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
    review = _started(project, document)
    try:
        filed = FiledPass.model_validate(json.loads(read_text(path)))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise InputError(f"{where}: {problem['msg']}", file=path.name) from None
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error.msg}", file=path.name, line=error.lineno) from None
    except RecursionError:
        raise InputError("is nested too deeply", file=path.name) from None
    if filed.text != review.text:
        raise RefusedError(
            "the reader read another text than stands there now", remedy="`dlt-proof review next`"
        )
    if person(filed.reader) in {person(fix.by) for fix in review.fixes}:
        raise RefusedError(f"{filed.reader} mended weaknesses of this text and cannot pass it")
    same = [p for p in review.passes if person(p.reader) == person(filed.reader)]
    if any(p.text == filed.text for p in same):
        raise RefusedError(f"{filed.reader} has filed a pass over this text already")
    for item in filed.weaknesses:
        source = document.files.get(item.file)
        if source is None or item.line > len(source.line_starts):
            raise InputError(f"the text has no {item.file}:{item.line}", file=path.name)
    weaknesses = [
        Weakness(
            identifier=f"W{len(review.weaknesses) + index}",
            round=review.round,
            source=filed.reader,
            **item.model_dump(),
        )
        for index, item in enumerate(filed.weaknesses, start=1)
    ]
    for weakness in weaknesses:
        project.state.append(WEAKNESS_KIND, weakness.model_dump())
    reader_pass = ReaderPass(
        round=review.round,
        reader=filed.reader,
        text=filed.text,
        clean=not weaknesses,
        score=filed.score,
        summary=filed.summary,
    )
    project.state.append(PASS_KIND, reader_pass.model_dump())
    return reader_pass, weaknesses


def classify(project: Project, document: Document, judgement: Judgement) -> None:
    """Record what somebody made of a weakness.

    Raises:
        InputError: no such weakness; or a PHANTOM without a quotation that stands in the text.
        RefusedError: a critical or major weakness is dismissed by whoever mends the text, or a
            blocking one that was already mended is judged again.
    """
    review = _started(project, document)
    weakness = _weakness(review, judgement.weakness)
    if not judgement.reason.strip():
        raise InputError("a classification needs its reason")
    if judgement.classification == "PHANTOM":
        text = normalise("\n".join(source.text for source in document.files.values()))
        quotation = normalise(judgement.quotation)
        if len(quotation) < SHORTEST_QUOTATION or quotation not in text:
            raise InputError(
                "PHANTOM needs the quotation that refutes the weakness, word for word as it "
                f"stands in the text, at least {SHORTEST_QUOTATION} characters"
            )
    serious = weakness.severity in ("critical", "major")
    if serious and judgement.classification != "REAL-blocking":
        if person(judgement.by) in {person(fix.by) for fix in review.fixes}:
            raise RefusedError(
                f"{judgement.by} mends this text: a {weakness.severity} weakness is dismissed by "
                "somebody else"
            )
        before = review.judgements.get(judgement.weakness)
        if before is not None and before.classification == "REAL-blocking":
            raise RefusedError(
                f"{judgement.weakness} was judged REAL-blocking by {before.by}",
                remedy="mend it, or have the round's reader read the text again",
            )
    project.state.append(JUDGEMENT_KIND, judgement.model_dump())


def apply_fix(project: Project, document: Document, identifier: str, *, by: str, note: str) -> Fix:
    """Record that a real weakness was mended; the gates up to the sweep must hold again.

    Raises:
        InputError: no such weakness, or it was not judged real.
        RefusedError: the text is still the one in which it was found; or who mends dismissed a
            critical or major weakness; or a gate broke.
    """
    review = _started(project, document)
    weakness = _weakness(review, identifier)
    judged = review.judgements.get(identifier)
    if judged is None or judged.classification in DISMISSALS:
        raise InputError(f"{identifier} has not been judged real: there is nothing to mend")
    if identifier in review.fixed:
        raise InputError(f"{identifier} is recorded as mended already")
    before = review.rounds[weakness.round - 1].text
    if before == review.text:
        raise RefusedError(
            f"the text is the one in which {identifier} was found: nothing was mended"
        )
    for other in review.dismissed:
        dismissed_by = review.judgements[other.identifier].by
        if other.severity in ("critical", "major") and person(dismissed_by) == person(by):
            raise RefusedError(
                f"{by} dismissed {other.identifier} ({other.severity}): "
                "somebody else mends the text"
            )
    broken = next((g for g in evaluate_gates(GateContext(project), "C.5") if not g.holds), None)
    if broken is not None:
        raise RefusedError(
            f"gate {broken.gate} does not hold after the change",
            remedy=f"`dlt-proof gate {broken.gate}`; mend it, or take the change back",
        )
    fix = Fix(weakness=identifier, by=by, note=note, text_before=before, text_after=review.text)
    project.state.append(FIX_KIND, fix.model_dump())
    return fix


def next_action(review: ReviewState) -> str:
    """The one thing to do next, as a command where there is one."""
    if not review.rounds:
        return "dlt-proof review start"
    if review.unclassified:
        first = review.unclassified[0]
        return f"dlt-proof review classify {first.identifier} CLASS --by NAME --reason …"
    if review.blocking:
        first = review.blocking[0]
        changed = review.rounds[first.round - 1].text != review.text
        command = f"dlt-proof review fix {first.identifier} --by NAME --note …"
        return command if changed else f"mend {first.file}:{first.line}, then {command}"
    if review.success:
        return "dlt-proof gate D"
    if review.rounds[-1].text != review.text:
        if review.at_cap:
            return "dlt-proof review report"
        return "dlt-proof review start"
    return "dlt-proof review next"


def _started(project: Project, document: Document) -> ReviewState:
    review = load_review(project, document)
    if not review.rounds:
        raise InputError("no review has been started", remedy="`dlt-proof review start`")
    return review


def _weakness(review: ReviewState, identifier: str) -> Weakness:
    for weakness in review.weaknesses:
        if weakness.identifier == identifier:
            return weakness
    known = ", ".join(w.identifier for w in review.weaknesses) or "none"
    raise InputError(f"there is no weakness {identifier!r}", remedy=f"known: {known}")
