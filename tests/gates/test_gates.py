"""The gates: each refuses an empty project, and each check of each gate can fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.emit import emit, initialise
from dlt_proof.gates import GATES
from dlt_proof.graph import read_plan
from dlt_proof.project import Project

from ..conftest import edit, run

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
    assert "checklists: not built" in text


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
