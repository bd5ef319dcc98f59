"""What changes after the readers were there is seen: works, the plan, records, running text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.gates import load_review
from dlt_proof.gates.review_records import WEAKNESS_KIND
from dlt_proof.latex import read_document
from dlt_proof.panel import RUNNING_TEXT
from dlt_proof.panel.history import HeldBatch, HeldQuestion
from dlt_proof.project import Project
from dlt_proof.records.review import Weakness
from tests.messages_server import MessagesServer, Reply

from ..conftest import edit, run
from ..panel.scripted import Scripted, answer, history
from ..panel.scripted import honest as finds_what_is_planted
from .support import LEMMA, WEAKNESS, classify, filed, fix
from .test_running import RUN, change, judging, mending, speaking, state

Said = Callable[..., tuple[int, str]]
Api = Callable[[Callable[[dict[str, Any], int], Reply]], MessagesServer]
INTRODUCTION, PLAN = "sections/00-introduction.tex", ".proof-research/dependency-graph.md"
CLAIM = "The gap is positive for every real number."
OF_TEXT = {**WEAKNESS, "file": INTRODUCTION, "line": 1, "claim": "the introduction claims more"}
BIBLIOGRAPHY = """@article{known, author = {Known, Ada}, title = {Gaps}, year = 1999}
@article{other, author = {Other, Bea}, title = {Squares}, year = 2000}
"""


def passed(project: Project, tmp_path: Path) -> None:
    """A review that has ended in success."""
    assert run("review", "start", project) == 0
    assert run("review", "record", filed(project, tmp_path, "Ada"), project) == 0
    assert run("review", "report", project) == 0


def cites(project: Project) -> None:
    (project.root / "refs.bib").write_text(BIBLIOGRAPHY)
    path = project.root / INTRODUCTION
    path.write_text(path.read_text() + "\\nocite{known}\n")
    main = (project.root / "main.tex").read_text()
    if "\\bibliography{refs}" not in main:
        ending = "\\bibliographystyle{plain}\n\\bibliography{refs}\n\\end{document}"
        (project.root / "main.tex").write_text(main.replace("\\end{document}", ending))


CHANGES: dict[str, Callable[[Project], None]] = {
    "a work that is cited": lambda p: edit(p, "refs.bib", "Known, Ada", "Known, Cleo"),
    "what a statement stands on": lambda p: edit(
        p, PLAN, "**Hypotheses:** ass:positive\n", "**Hypotheses:** none\n"
    ),
    "which statements are read": lambda p: edit(
        p, PLAN, "**Kind:** lemma\n", "**Kind:** lemma\n**Managed:** no\n"
    ),
}
NO_CHANGES: dict[str, Callable[[Project], None]] = {
    "a work that is not cited": lambda p: edit(p, "refs.bib", "Other, Bea", "Other, Dora"),
    "a comment": lambda p: edit(p, LEMMA, "We expand", "% so\nWe expand"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_after_success_is_a_change_of_the_text(
    swept: Project, tmp_path: Path, said: Said, name: str
) -> None:
    cites(swept)
    passed(swept, tmp_path)
    CHANGES[name](swept)
    code, text = said("review", "report", swept)
    assert code == 1 and "no accepted fix accounts for it" in text, text
    assert said("gate", "D", swept)[0] != 0
    assert said("review", "restore", swept)[0] == 0
    assert said("review", "report", swept)[0] == 0


@pytest.mark.parametrize("name", NO_CHANGES)
def test_what_is_printed_nowhere_changes_nothing(
    swept: Project, tmp_path: Path, said: Said, name: str
) -> None:
    cites(swept)
    passed(swept, tmp_path)
    NO_CHANGES[name](swept)
    assert said("review", "report", swept)[0] == 0


def test_what_is_said_in_the_introduction_is_mended_there(
    started: Project, tmp_path: Path, said: Said
) -> None:
    assert run("review", "record", filed(started, tmp_path, "Ada", OF_TEXT), started) == 0
    run(*classify(started, "REAL-blocking", "Bob"))
    assert state(started).weaknesses[0].unit == RUNNING_TEXT
    edit(started, LEMMA, "We expand", "Now we expand")
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "it leaves what W1 is about as it is" in text
    path = started.root / INTRODUCTION
    path.write_text(path.read_text() + "All of this is for $x > 0$ alone.\n")
    code, text = said(*fix(started, "Carl"))
    assert code == 0, text


def test_running_text_that_was_mended_is_read_again_and_nothing_else(
    swept: Project, api: Api, said: Said
) -> None:
    path = swept.root / INTRODUCTION
    path.write_text(f"{path.read_text()}\n{CLAIM}\n")
    line = path.read_text().split("\n").index(CLAIM) + 1
    found = {
        "file": INTRODUCTION, "line": line, "quotation": CLAIM, "severity": "major",
        "claim": "the theorem says so of positive numbers only", "evidence": "Read it.",
    }  # fmt: skip

    def read(batch: HeldBatch, held: HeldQuestion) -> Any:
        own = held.kind == "asked" and held.record.about == RUNNING_TEXT
        if own and CLAIM in held.given.lines.values():
            return answer([found])
        return finds_what_is_planted(batch, held)

    mender = mending(change(INTRODUCTION, CLAIM, "The gap is positive for positive numbers."))
    api(Scripted(swept, speaking(read, judging("REAL-blocking"), mender)))
    code, text = said(*RUN, swept)
    assert code == 0, text
    review = state(swept)
    assert review.round == 2 and review.fixed == {"W1"}
    assert review.weaknesses[0].unit == RUNNING_TEXT
    asked = [
        held.record.about
        for batch in history(swept).batches.values()
        for held in batch.questions.values()
        if held.kind == "asked" and batch.record.purpose == "lens"
    ]
    assert {about for about in asked if asked.count(about) > 2} == set()
    assert asked.count(RUNNING_TEXT) == 2, "once in each round"


def test_a_weakness_whose_record_is_gone_is_missed(
    started: Project, tmp_path: Path, said: Said
) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    for file in (started.root / ".proof-research/state/review-weakness").glob("*.jsonl"):
        file.unlink()
    run("review", "record", filed_anyway(started, tmp_path), started)
    for command in (("review", "report", started), ("gate", "D", started)):
        code, text = said(*command)
        assert code != 0, text
    assert "W1 was found, and its record is gone" in said("review", "report", started)[1]


def filed_anyway(_project: Project, tmp_path: Path) -> Path:
    """A clean pass by somebody else, over the text that Ada was given."""
    path = tmp_path / "Eve.json"
    said = (tmp_path / "Ada.json").read_text().replace('"Ada"', '"Eve"')
    path.write_text(said[: said.index('"weaknesses"')] + '"weaknesses": []}')
    return path


def test_what_a_killed_round_found_is_waited_for(
    started: Project, tmp_path: Path, said: Said
) -> None:
    assert run("review", "record", filed(started, tmp_path, "Ada"), started) == 0
    assert said("review", "report", started)[0] == 0
    found = Weakness(
        identifier="W1", round=2, source="deterministic", file=LEMMA, line=1,
        claim="it is not said what x is", evidence="nowhere", severity="major",
    )  # fmt: skip
    started.state.append(WEAKNESS_KIND, found.model_dump())
    code, text = said("review", "report", started)
    assert code == 1 and "round 2 was not begun whole" in text
    assert "the author: `dlt-proof review start --anew`" in said("review", "next", started)[1]
    assert run("review", "start", started, "--anew") == 0
    review = load_review(started, read_document(started))
    assert review.round == 2 and [w.identifier for w in review.unclassified] == ["W1"]


def test_a_scope_that_was_changed_and_a_panel_that_is_asked_for_say_what_leads_on(
    started: Project, said: Said
) -> None:
    (started.root / "dlt-proof.toml").write_text('[review]\npanel = "required"\n')
    assert "review run --backend" in said("review", "next", started)[1]
    started.scope_file.write_text("Appendix\n")
    assert "the author: `dlt-proof review start --anew`" in said("review", "next", started)[1]
