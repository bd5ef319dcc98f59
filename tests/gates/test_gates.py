"""The gates: each refuses an empty project, and each check of each gate can fail."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dlt_proof.emit import emit, initialise
from dlt_proof.gates import GATES, GateContext
from dlt_proof.gates.next_work import next_work
from dlt_proof.gates.sweep_words import words_told
from dlt_proof.gates.written import unwritten_remarks
from dlt_proof.graph.plan_file import read_plan
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records.evidence import Evidence
from dlt_proof.trace import StepState, load_trace
from dlt_proof.trace.belief import HeldEvidence
from dlt_proof.workflow import status

from ..conftest import answer_checklists, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
SETTING = "sections/01-setting.tex"


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
    assert code == 1 and "sections/01-setting.tex:13:1: error G16 remark-not-written" in text
    edit(planned, SETTING, "\\todo{", "Mild. \\todo{")
    code, text = said("gate", "B", planned)
    assert code == 0, text
    code, text = said("gate", "C", planned)
    assert code == 1 and "2 more" not in text and "G12" in text


REMARK = "\\begin{remark}\nMild; see \\Cref{ass:positive}.\n\\end{remark}"
UNTOUCHED = "\\todo{discuss \\Cref{ass:positive}: how mild it is, and how it could be weakened}"


@pytest.mark.parametrize(
    ("remark", "written_yet"),
    [
        (f"\\begin{{remark}}\n{UNTOUCHED}\n\\end{{remark}}", False),
        (f"\\begin{{remark}}[Mild]\\label{{rem:x}}\n{UNTOUCHED}\n\\end{{remark}}", False),
        ("\\begin{remark}\n% Mild.\n\\end{remark}", False),
        (REMARK, True),
        (f"\\begin{{remark}}\n{UNTOUCHED} Mild.\n\\end{{remark}}", True),
        ("\\begin{remark}\n\\todo[inline]{say $x$} $x > 0$\n\\end{remark}", True),
        ("\\paragraph{Remark.} Mild.", True),
        # A later remark is of the assumption no more: it may wait until the paper goes out.
        (f"{REMARK}\n\\section{{More}}\n\\begin{{remark}}\\todo{{more}}\\end{{remark}}", True),
    ],
)
def test_a_remark_without_a_word_is_none(written: Project, remark: str, written_yet: bool) -> None:
    edit(written, SETTING, REMARK, remark)
    document, plan = read_document(written), read_plan(written)
    found = unwritten_remarks(document, plan.managed.values())
    assert [f.rule for f in found] == ([] if written_yet else ["G16"])
    of_others = [node for node in plan.managed.values() if node.label != "ass:positive"]
    assert not unwritten_remarks(document, of_others)


def test_quick_asks_for_no_remark(tmp_path: Path, said: Said) -> None:
    project, _ = initialise(tmp_path / "quick")
    (project.root / "sections/00-introduction.tex").write_text(
        "\\section{One}\n\\begin{assumption}\\label{ass:one} $x > 0$.\\end{assumption}\n"
        f"\\begin{{remark}}{UNTOUCHED.replace('positive', 'one')}\\end{{remark}}\n"
        "\\begin{lemma}\\label{lem:one} Under \\Cref{ass:one}, $x + 1 > 1$.\\end{lemma}\n"
        "\\begin{proof} By \\Cref{ass:one}, $x + 1 > 1$.\\end{proof}\n"
    )
    run("scope", "Quick", project)
    code, text = said("gate", "B", project)
    assert code == 0 and "preliminaries: scope Quick" in text, text


def told_next(project: Project) -> str:
    return status(project).next


def test_where_only_the_author_can_go_on_status_says_so(checked: Project) -> None:
    assert told_next(checked) == "dlt-proof plan approve --by-default"
    shutil.rmtree(checked.research / "state" / "autonomy")
    assert told_next(checked) == (
        "the author: read `dlt-proof plan approve --show`, then `dlt-proof plan approve thm:main`"
    )
    run("plan", "approve", checked)
    assert told_next(checked) == "dlt-proof emit"
    edit(checked, PLAN_FILE, "satisfies $x > 0$", "satisfies $x > 1$")
    run("plan", "check", "--run", checked)
    following = told_next(checked)
    assert following.startswith(f"put back what was approved ({PLAN_FILE}:")
    assert "the author reads it and runs `dlt-proof plan approve thm:main`" in following


def test_what_an_instance_violates_is_refuted_and_then_left_to_the_author(planned: Project) -> None:
    edit(planned, "checks/square.py", "1 + 2 * x, square", "3 + 2 * x, square")
    assert told_next(planned) == "dlt-proof plan check --run"
    run("plan", "check", "--run", planned)
    assert told_next(planned) == "dlt-proof plan refute lem:square"
    run("plan", "refute", "lem:square", planned)
    report = ".proof-research/refutation-lem-square.md"
    stop = f"stop: lem:square is refuted ({report}); propose a true claim to the author"
    assert told_next(planned) == stop
    (first, *_) = next_work(GateContext(planned)).ready
    assert stop in first.what and not first.command
    edit(planned, PLAN_FILE, "$(1 + x)^2 \\ge 1 + 2x$", "$(1 + x)^2 \\ge 1 + x$")
    assert told_next(planned) == "dlt-proof plan check --run", "another claim is tried anew"
    run("plan", "check", "--run", planned)
    assert told_next(planned) == "dlt-proof plan refute lem:square", "the report is of another"


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
    assert next_command() == "dlt-proof plan approve --by-default"
    run("plan", "approve", planned)
    assert next_command() == "dlt-proof emit"
    run("emit", planned)
    assert next_command() == (f"write the remark at {SETTING}:13, then: dlt-proof gate B")
    edit(planned, SETTING, "\\todo{", "Mild. \\todo{")
    assert "write the proof at sections/02-lemma.tex:8" in next_command()


def test_status_in_the_sweep(written: Project, said: Said) -> None:
    def next_command() -> str:
        return said("status", written)[1].rsplit("next: ", 1)[1].strip()

    assert next_command() == "dlt-proof trace init"
    run("trace", "init", written)
    assert next_command() == "dlt-proof trace verify"
    run("trace", "verify", written)
    assert next_command() == "dlt-proof review start"


def test_what_one_reader_reported_is_told_as_one_readers(swept: Project) -> None:
    first, second, third, *_ = load_trace(swept, read_document(swept)).steps

    def derived(state: StepState, *by: tuple[str, str]) -> StepState:
        held = [
            HeldEvidence(
                Evidence(
                    fingerprint=state.job.fingerprint, step=state.step.identifier,
                    word="rederived", origin=origin, checker=name, version="1",
                ),
                True, "x.jsonl", 1,
            )
            for name, origin in by
        ]  # fmt: skip
        return replace(state, word="rederived", evidence=tuple(held))

    ada, bob, called = ("Ada", "reported"), ("Bob", "reported"), ("model", "called")
    assert words_told([derived(first, ada), derived(second, ada, ada)]) == (
        "2 rederived (reported by 1 reader)"
    )
    assert words_told([derived(first, ada), derived(second, ada, bob)]) == (
        "2 rederived (reported by 2 readers)"
    )
    assert words_told([derived(first, called), derived(second, ada, called)]) == "2 rederived"
    mixed = [derived(first, ada), derived(second, called), replace(third, word="proved")]
    assert words_told(mixed) == "2 rederived (1 of them reported by 1 reader), 1 proved"
    assert words_told([replace(third, word="proved")]) == "1 proved"
