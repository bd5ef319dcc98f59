"""The gates: each refuses an empty project, and each check of each gate can fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.emit import emit, initialise
from dlt_proof.gates import GATES
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace import load_trace

from ..conftest import answer_checklists, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"


@pytest.mark.parametrize("gate", GATES)
def test_every_gate_refuses_an_empty_project(gate: str, tmp_path: Path, said: Said) -> None:
    project, _ = initialise(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bare" / ".proof-research").mkdir(parents=True)
    for folder in (project.root, tmp_path / "empty", tmp_path / "bare"):
        code, text = said("gate", gate, folder)
        assert code == 2, text
    for form in ("json", "github", "sarif"):
        assert said("gate", gate, project, "--format", form)[0] == 2


def test_gates_hold_up_to_the_sweep(swept: Project, said: Said) -> None:
    code, text = said("gate", "C.5", swept)
    assert code == 0, text
    assert "ok checklists: 32 items, 9 answered by code, 23 by readers (Ada 23)" in text


@pytest.mark.parametrize(
    ("file", "old", "new", "gate", "message"),
    [
        (PLAN_FILE, "**Goal:** yes\n", "", "A", "thm:main is an orphan"),
        ("sections/01-setting.tex", "\\begin{remark}", "\\iffalse\\begin{remark}", "B", "R24"),
        (
            "sections/01-setting.tex",
            "\\label{def:gap}",
            "\\label{def:gape}",
            "B",
            "def:gap is planned and not in the LaTeX",
        ),
        (
            "sections/02-lemma.tex",
            "We expand",
            "\\todo{prove: it} We expand",
            "C",
            "is still \\todo{prove",
        ),
        ("sections/03-theorem.tex", "By \\Cref{lem:square}", "By \\Cref{lem:squares}", "C", "R21"),
        (
            "sections/02-lemma.tex",
            "$(1 + x)^2 \\ge 1 + 2x$",
            "$x > 0$",
            "C",
            "is not the planned one",
        ),
        (PLAN_FILE, "sections/02-lemma.tex", "sections/02-lemma.tex\n**Managed:** no", "A", "G13"),
        ("sections/03-theorem.tex", "\\label{thm:main}", "\\label{thm:main}", "C.5", ""),
    ],
)
def test_each_gate_can_fail(
    swept: Project, said: Said, file: str, old: str, new: str, gate: str, message: str
) -> None:
    if new.startswith("\\iffalse"):
        path = swept.root / file
        path.write_text(
            path.read_text().replace(old, new).replace("\\end{remark}", "\\end{remark}\\fi")
        )
    elif old == new:
        edit(swept, file, "(1 + x)^2 - 1 \\ge 2x > x.", "(1 + x)^2 - 1 \\ge 2x > y > x.")
        answer_checklists(swept)
    else:
        edit(swept, file, old, new)
    code, text = said("gate", gate, swept)
    assert code == 1, text
    assert f"gate {gate} " in text and message in text
    earlier = GATES[: GATES.index(gate)]
    for other in earlier:
        assert f"gate {other} " in text
        assert run("gate", other, swept) == 0


def test_a_deleted_technique_digest_turns_a_red_and_a_citation_digest_c(
    swept: Project, said: Said
) -> None:
    edit(
        swept,
        PLAN_FILE,
        "**Hypotheses:** ass:positive\n**Techniques:** none",
        "**Hypotheses:** ass:positive\n**Techniques:** bernoulli",
    )
    technique = swept.research / "bernoulli.md"
    technique.write_text("Bernoulli's inequality.\n")
    (swept.root / "refs.bib").write_text("@book{a, title={T}, author={A}, year={1900}}\n")
    edit(swept, "sections/02-lemma.tex", "We expand", "As in \\citet{a}, we expand")
    citation = swept.research / "cite-a.md"
    citation.write_text("Quotation, place, seen.\n")
    answer_checklists(swept)
    run("trace", "verify", swept)
    assert said("gate", "C.5", swept)[0] == 0
    citation.unlink()
    code, text = said("gate", "C", swept)
    assert code == 1 and "R13" in text and "gate B (preliminaries): holds" in text
    technique.unlink()
    code, text = said("gate", "A", swept)
    assert code == 1 and "G7" in text


def test_a_fabricated_record_is_refused_by_every_gate_that_reads_it(
    swept: Project, said: Said
) -> None:
    record = '{"kind": "evidence", "time": "2026-01-01", "data": {"word": "proved"}}\n'
    (swept.research / "state" / "evidence" / "0-mine.jsonl").write_text(record)
    code, text = said("gate", "C.5", swept)
    assert code == 2 and "0-mine.jsonl:1" in text and "refused" in text


def test_evidence_whose_origin_cannot_carry_its_word_is_refused(swept: Project, said: Said) -> None:
    edit(swept, "sections/03-theorem.tex", "\\ge 2x > x.", "\\ge 2x > x + 1.")
    answer_checklists(swept)
    state = load_trace(swept, read_document(swept))
    record = {
        "fingerprint": state.find("thm:main/2").job.fingerprint,
        "step": "thm:main/2",
        "word": "proved",
        "origin": "reported",
        "checker": "me",
        "version": "1",
        "detail": {},
    }
    swept.state.append("evidence", record)
    code, text = said("gate", "C.5", swept)
    assert code == 1 and "proved cannot have the origin reported" in text
    swept.state.append("evidence", {"word": "proved"})
    code, text = said("gate", "C.5", swept)
    assert code == 2 and "refused" in text and "evidence/" in text


def test_a_macro_with_two_meanings_proves_nothing(swept: Project, said: Said) -> None:
    edit(
        swept, "macros.tex", "\\newcommand{\\R}", "\\newcommand{\\bd}{1 + 200x}\n\\newcommand{\\R}"
    )
    edit(swept, "sections/02-lemma.tex", "&\\ge 1 + 2x.", "&\\ge \\bd.")
    path = swept.root / "sections/03-theorem.tex"
    path.write_text("\\renewcommand{\\bd}{1 + 2x}\n" + path.read_text())
    answer_checklists(swept)
    run("trace", "verify", swept)
    code, text = said("gate", "C.5", swept)
    assert code == 1 and "lem:square/2 is 🔴 unchecked" in text


def test_an_approval_covers_what_macros_mean(written: Project, said: Said) -> None:
    edit(written, "macros.tex", "\\newcommand{\\R}", "\\newcommand{\\rhs}{x}\n\\newcommand{\\R}")
    for file in ("sections/03-theorem.tex", PLAN_FILE):
        edit(written, file, "$g(x) > x$", "$g(x) > \\rhs$")
    assert run("gate", "A", written) == 0, "the same statement once macros are expanded"
    edit(written, "macros.tex", "{\\rhs}{x}", "{\\rhs}{-5}")
    code, text = said("gate", "A", written)
    assert code == 1 and "changed after the approval" in text


def test_later_gates_are_not_reached(planned: Project, said: Said) -> None:
    edit(planned, PLAN_FILE, "**Goal:** yes\n", "")
    code, text = said("gate", "D", planned)
    assert code == 1
    assert text.count("not reached") == 4


def test_planned_and_not_written_is_red(planned: Project, said: Said) -> None:
    run("plan", "check", "--run", planned)
    run("plan", "approve", "--by-default", planned)
    assert said("gate", "B", planned)[0] == 1
    emit(planned, read_plan(planned))
    code, text = said("gate", "B", planned)
    assert code == 0, text
    code, text = said("gate", "C", planned)
    assert code == 1 and "2 more" not in text and "G12" in text


def test_status_names_the_next_command_and_it_is_right(planned: Project, said: Said) -> None:
    planned.scope_file.unlink()
    seen = []

    def next_command() -> str:
        code, text = said("status", planned)
        assert code == 0
        seen.append(text.rsplit("next: ", 1)[1].strip())
        return seen[-1]

    assert next_command().startswith("dlt-proof scope Standard")
    run("scope", "Standard", planned)
    assert next_command() == "dlt-proof plan check --run"
    run("plan", "check", "--run", planned)
    assert next_command() == "dlt-proof plan approve"
    run("plan", "approve", planned)
    assert next_command() == "dlt-proof emit"
    run("emit", planned)
    assert "write the proof at sections/02-lemma.tex:8" in next_command()


def test_status_in_the_sweep(written: Project, said: Said) -> None:
    def next_command() -> str:
        return said("status", written)[1].rsplit("next: ", 1)[1].strip()

    assert next_command() == "dlt-proof trace init"
    run("trace", "init", written)
    assert next_command() == "dlt-proof trace verify"
    run("trace", "verify", written)
    assert next_command() == "dlt-proof review start"
