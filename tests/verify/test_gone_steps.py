"""Questions about steps that were changed since hold nothing back, and let nothing through."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dlt_proof.project import Project
from dlt_proof.verify import batches, closing, handing_out, running
from dlt_proof.verify.history import HeldBatch

from ..conftest import edit
from .scripted import Verifier, history, honest, lazy, reports, write_reports
from .test_handing_out import OPEN, handed, steps
from .test_running import Scripted, api

__all__ = ["api"]

Said = Callable[..., tuple[int, str]]
THEOREM = "sections/03-theorem.tex"
LAST = "It follows that the gap grows faster than every linear function of slope one."
OTHER = "It follows that the gap outgrows every linear function of slope one."


def change_last_step(project: Project) -> None:
    edit(project, THEOREM, LAST, OTHER)


def open_batches(project: Project) -> list[HeldBatch]:
    return history(project).open


def of_last_step(project: Project) -> set[str]:
    return {
        question.identifier
        for batch in open_batches(project)
        for question in batch.record.questions
        if question.step == OPEN[2] and question.identifier in batch.fingerprints
    }


def file_all_but(
    project: Project, tmp_path: Path, said: Said, without: set[str], verifier: Verifier = honest
) -> tuple[int, str]:
    names = [n for batch in open_batches(project) for n in batch.truths if n not in without]
    path = write_reports(tmp_path, reports(project, verifier, names))
    return said("trace", "record", path, project)


@pytest.fixture
def out(opened: Project, said: Said) -> Project:
    """Two batches in sub-agents' hands, each of three steps and four canaries."""
    assert len(handed(opened, said)) == 14
    return opened


def test_who_answers_all_that_is_printed_after_a_change_is_done(
    out: Project, tmp_path: Path, said: Said
) -> None:
    gone = of_last_step(out)
    change_last_step(out)
    names = [line["question"] for line in handed(out, said)]
    assert not set(names) & gone, "a text that is not there any more is not printed again"
    code, text = said("trace", "record", write_reports(tmp_path, reports(out, honest, names)), out)
    assert code == 0 and "4 batches count" in text
    assert {steps(out)[name].word for name in OPEN} == {"rederived"}
    assert handed(out, said) == [] and not open_batches(out)


def test_a_change_after_the_answers_lets_the_others_count(
    out: Project, tmp_path: Path, said: Said
) -> None:
    file_all_but(out, tmp_path, said, of_last_step(out))
    assert {steps(out)[name].word for name in OPEN} == {"unchecked"}, "they may be answered yet"
    change_last_step(out)
    shown = said("trace", "verifiers", out)[1]
    assert "2 batches are open, 0 questions wait" in shown
    assert "2 batches wait for nothing more: `dlt-proof trace jobs` judges them" in shown
    code, text = said("trace", "jobs", out)
    assert code == 0 and "2 batches count: 6 of 6 false steps caught" in text
    found = steps(out)
    assert [len(found[name].evidence) for name in OPEN] == [2, 2, 0]
    assert "rederived" in out.trace_file.read_text(encoding="utf-8"), "the trace says it"
    asked = {f for batch in open_batches(out) for f in batch.fingerprints.values()}
    assert asked == {found[OPEN[2]].job.fingerprint}, "the changed step is asked about anew"


@pytest.mark.parametrize("kind", ["false", "true"])
def test_a_canary_without_an_answer_is_printed_again_and_holds_its_batch_back(
    out: Project, tmp_path: Path, said: Said, kind: str
) -> None:
    canaries = {
        next(name for name, truth in batch.truths.items() if truth == kind)
        for batch in open_batches(out)
    }
    file_all_but(out, tmp_path, said, of_last_step(out) | canaries)
    change_last_step(out)
    printed = {line["question"] for line in handed(out, said)}
    assert canaries <= printed and not history(out).judgements
    assert {steps(out)[name].word for name in OPEN} == {"unchecked"}
    shown = said("trace", "verifiers", out)[1]
    assert f"{len(printed)} of a sub-agent: `dlt-proof trace jobs` prints them again" in shown
    assert "nothing more" not in shown
    path = write_reports(tmp_path, reports(out, honest, canaries))
    assert said("trace", "record", path, out)[0] == 0
    assert {steps(out)[name].word for name in OPEN[:2]} == {"rederived"}


def test_whoever_passes_a_false_step_gains_nothing_by_a_change(
    out: Project, tmp_path: Path, said: Said
) -> None:
    file_all_but(out, tmp_path, said, of_last_step(out), lazy)
    change_last_step(out)
    code, text = said("trace", "jobs", out)
    assert code == 0 and "3 of 3 false steps were taken for right" in text
    assert {steps(out)[name].word for name in OPEN} == {"unchecked"}
    assert "2 batches, 2 void" in said("trace", "verifiers", out)[1]


def test_answers_that_come_after_the_judgement_are_told_apart(
    out: Project, tmp_path: Path, said: Said
) -> None:
    left = of_last_step(out)
    file_all_but(out, tmp_path, said, left)
    change_last_step(out)
    handed(out, said)
    edit(out, THEOREM, OTHER, LAST)
    path = write_reports(tmp_path, reports(out, honest, left))
    code, text = said("trace", "record", path, out)
    assert code == 0 and "2 reports to batches that were judged without them" in text
    assert steps(out)[OPEN[2]].word == "unchecked"
    assert len(handed(out, said)) == 10, "and the step is asked about with new canaries"


def test_batches_of_which_nothing_is_left_wait_for_nothing(
    out: Project, tmp_path: Path, said: Said
) -> None:
    one = sorted(of_last_step(out))[:1]
    assert said("trace", "record", write_reports(tmp_path, reports(out, honest, one)), out)[0] == 0
    edit(out, "sections/01-setting.tex", "$x > 0$", "$x > 1$")
    shown = said("trace", "verifiers", out)[1]
    assert "0 questions wait" in shown and "2 are about text that was changed since" in shown


def test_a_batch_of_another_prompt_that_cannot_be_judged_takes_nobodys_place(
    out: Project,
    tmp_path: Path,
    said: Said,
    api: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    canaries = {
        next(name for name, truth in batch.truths.items() if truth == "false")
        for batch in open_batches(out)
    }
    file_all_but(out, tmp_path, said, canaries)
    for room in (batches, closing, handing_out, running):
        monkeypatch.setattr(room, "prompt_version", lambda: "another")
    assert len(handed(out, said)) == 14, "handed out with the new prompt"
    server = api(Scripted(out, honest))
    assert said("trace", "verify", out, "--backend", "anthropic")[0] == 0
    assert len(server.messages) == 14 and not history(out).judgements.keys() & canaries
    assert {steps(out)[name].word for name in OPEN} == {"rederived"}
