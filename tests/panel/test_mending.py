"""Proposals of menders: what can be applied is told from what cannot, and nothing is applied."""

from typing import Any

import pytest

from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.panel import Claimed, Proposal, ask_for_fix
from dlt_proof.project import Project
from tests.messages_server import error_reply

from .scripted import SETTINGS, Scripted, connect

LEMMA = "sections/02-lemma.tex"
OLD = "drop the term $x^2$"
WEAKNESS = Claimed("W1", LEMMA, 12, "No reason is given.", "Look.", "major")


def propose(project: Project, **more: Any) -> Proposal:
    project = Project(project.root)
    return ask_for_fix(
        project,
        read_document(project),
        read_plan(project),
        SETTINGS,
        connect(project, SETTINGS.model),
        WEAKNESS,
        **more,
    )


def edits(*changes: tuple[str, str, str]) -> dict[str, Any]:
    named = [{"file": file, "old": old, "new": new} for file, old, new in changes]
    return {"note": "The reason is given now.", "edits": named}


def test_a_proposal_is_given_and_nothing_is_applied(opened: Project, api: Any) -> None:
    before = (opened.root / LEMMA).read_bytes()
    change = (LEMMA, OLD, "drop the square $x^2$,\nwhich is not negative")
    server = api(Scripted(opened, lambda _batch, _held: edits(change)))
    found = propose(opened)
    assert not found.problem and found.lines == 2 and found.by.endswith("mender")
    assert [(e.file, e.old, e.new) for e in found.edits] == [change]
    assert (opened.root / LEMMA).read_bytes() == before
    assert propose(opened) == found and len(server.messages) == 1, "on record"
    propose(opened, attempt=1, refused="it breaks a rule of lint")
    assert len(server.messages) == 2
    sent = server.messages[1].body["messages"][0]["content"][-1]["text"]
    assert "it breaks a rule of lint" in sent


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ((), "nothing is proposed"),
        ((("sections/99-none.tex", OLD, "x"),), "is no file that a change may touch"),
        ((("../outside.tex", OLD, "x"),), "is no file that a change may touch"),
        ((("dlt-proof.toml", "x", "y"),), "is no file that a change may touch"),
        (((LEMMA, "words that are not there", "x"),), "stands 0 times"),
        (((LEMMA, "x", "y"),), "not once"),
        (((LEMMA, "", "y"),), "stands 0 times"),
        (((LEMMA, OLD, OLD),), "changes nothing"),
        (((LEMMA, OLD, "x"), (LEMMA, "the term $x^2$", "y")), "overlap"),
    ],
)
def test_what_cannot_be_applied_says_why(
    opened: Project, api: Any, changes: tuple[tuple[str, str, str], ...], problem: str
) -> None:
    api(Scripted(opened, lambda _batch, _held: edits(*changes)))
    found = propose(opened)
    assert problem in found.problem and not found.edits and found.lines == 0


def test_who_does_not_answer_proposes_nothing(opened: Project, api: Any) -> None:
    api(lambda _body, _number: error_reply(400, "invalid_request_error"))
    assert "not answered" in propose(opened).problem
    server = api(Scripted(opened, lambda _batch, _held: edits((LEMMA, OLD, "drop $x^2$"))))
    assert not propose(opened).problem and len(server.messages) == 1
