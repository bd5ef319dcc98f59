"""Changes are policed by code: their size, what is locked, the gates after them, and rollback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof import build
from dlt_proof.gates import load_review
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError, MissingPartError
from dlt_proof.review import refusals, texts, undoing

from ..conftest import answer_checklists, edit, run
from .support import LEMMA, THEOREM, WEAKNESS, classify, filed, fix

Said = Callable[..., tuple[int, str]]
INTRODUCTION = "sections/00-introduction.tex"
SETTING, PLAN = "sections/01-setting.tex", ".proof-research/dependency-graph.md"


def judged(project: Project, tmp_path: Path, kind: str, severity: str) -> None:
    """A weakness of the whole paper, and what it was judged to be."""
    weakness = {**WEAKNESS, "file": "macros.tex", "line": 1, "severity": severity}
    assert run("review", "record", filed(project, tmp_path, "Ada", weakness), project) == 0
    assert run(*classify(project, kind, "Bob")) == 0


def append(project: Project, text: str) -> None:
    path = project.root / INTRODUCTION
    path.write_text(path.read_text() + text)


def lines(count: int) -> str:
    return "".join(f"Recall notation number {n}.\n" for n in range(count))


@pytest.mark.parametrize(
    ("severity", "kind", "limit"),
    [
        ("major", "REAL-nonblocking", 10),
        ("minor", "REAL-blocking", 5),
        ("minor", "REAL-nonblocking", 3),
        ("style", "REAL-nonblocking", 1),
    ],
)
def test_a_change_that_is_too_large_is_put_back_and_kept_in_the_record(
    started: Project, tmp_path: Path, said: Said, severity: str, kind: str, limit: int
) -> None:
    judged(started, tmp_path, kind, severity)
    before = texts.read_files(started)
    append(started, lines(limit + 1))
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and f"it changes {limit + 1} lines, and may change {limit}" in text
    assert texts.read_files(started) == before
    assert "Recall notation number 0." in started.review_file(1).read_text()
    append(started, lines(limit))
    code, text = said(*fix(started, "Carl"))
    size = "1 line of 1" if limit == 1 else f"{limit} lines of {limit}"
    assert code == 0 and size in text, text


def test_what_blocks_and_is_serious_may_take_any_size(
    started: Project, tmp_path: Path, said: Said
) -> None:
    judged(started, tmp_path, "REAL-blocking", "major")
    append(started, lines(40))
    assert said(*fix(started, "Carl"))[0] == 0


def test_the_next_change_is_counted_from_the_last_accepted_one(
    started: Project, tmp_path: Path, said: Said
) -> None:
    minor = {**WEAKNESS, "file": INTRODUCTION, "line": 1, "severity": "minor"}
    other = {**minor, "claim": "the gap is not named"}
    run("review", "record", filed(started, tmp_path, "Ada", minor, other), started)
    run(*classify(started, "REAL-nonblocking", "Bob"))
    run(*classify(started, "REAL-nonblocking", "Bob", weakness="W2"))
    for weakness in ("W1", "W2"):
        append(started, lines(3))
        code, text = said(*fix(started, "Carl", weakness=weakness))
        assert code == 0, text
    code, text = said(*fix(started, "Carl", weakness="W2"))
    assert code == 2 and "mended already" in text


def test_one_change_for_two_weaknesses_may_cost_what_both_may(
    started: Project, tmp_path: Path, said: Said
) -> None:
    minor = {**WEAKNESS, "file": INTRODUCTION, "line": 1, "severity": "minor"}
    other = {**minor, "claim": "the gap is not named"}
    run("review", "record", filed(started, tmp_path, "Ada", minor, other), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    run(*classify(started, "REAL-nonblocking", "Bob", weakness="W2"))
    append(started, lines(8))
    assert said(*fix(started, "Carl", "--also", "W2"))[0] == 0
    assert load_review(started, read_document(started)).fixed == {"W1", "W2"}


def paper_and_plan(project: Project, old: str, new: str, file: str) -> None:
    edit(project, file, old, new)
    path = project.root / PLAN
    path.write_text(path.read_text().replace(old, new))


SMALL = """
## ass:small
**Kind:** assumption
**Statement:** The real number $x$ satisfies $x < 1$.
**Hypotheses:** none
**Techniques:** none
**Downstream consumers:** lem:square
**Section:** sections/01-setting.tex
"""
CHANGES_OF_STATEMENTS: dict[str, Callable[[Project], object]] = {
    "the theorem in paper and plan": lambda p: paper_and_plan(
        p, "satisfies $g(x) > x$", "satisfies $g(x) \\ge x$", THEOREM
    ),
    "the theorem in the paper": lambda p: edit(
        p, THEOREM, "satisfies $g(x) > x$", "satisfies $g(x) \\ge x$"
    ),
    "an assumption": lambda p: paper_and_plan(p, "satisfies $x > 0$", "satisfies $x > 1$", SETTING),
    "a definition": lambda p: paper_and_plan(p, "(1 + x)^2 - 1", "(1 + x)^2 - 2", SETTING),
    "what the theorem rests on": lambda p: (
        edit(
            p,
            PLAN,
            "**Hypotheses:** ass:positive\n",
            "**Hypotheses:** ass:positive, ass:small\n",
        )
        or (p.root / PLAN).write_text((p.root / PLAN).read_text() + SMALL)
    ),
    "a macro that the theorem calls": lambda p: (
        edit(p, "macros.tex", "\\newtheorem", "\\renewcommand{\\Cref}[1]{}\n\\newtheorem")
        if (p.root / "macros.tex").read_text().count("\\newtheorem") == 1
        else paper_and_plan(p, "satisfies $g(x) > x$", "satisfies $g(x) \\neq x$", THEOREM)
    ),
}


@pytest.mark.parametrize("name", CHANGES_OF_STATEMENTS)
def test_a_change_of_what_was_approved_stops_the_loop_and_asks_the_author(
    started: Project, tmp_path: Path, said: Said, name: str
) -> None:
    judged(started, tmp_path, "REAL-blocking", "critical")
    before = texts.read_files(started)
    CHANGES_OF_STATEMENTS[name](started)
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "it changes what the author approved" in text, text
    assert texts.read_files(started) == before
    code, text = said("review", "report", started)
    assert code == 1 and "the author decides" in text
    # Approval by default is nobody's decision.
    assert run("plan", "approve", "--by-default", started) == 0
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "the author decides" in text
    assert said("review", "restore", started)[0] == 0
    assert run("plan", "approve", started) == 0
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    assert said(*fix(started, "Carl"))[0] == 0


def test_the_lemma_in_between_is_not_locked(started: Project, tmp_path: Path, said: Said) -> None:
    judged(started, tmp_path, "REAL-blocking", "critical")
    old, new = "$(1 + x)^2 \\ge 1 + 2x$", "$(1 + x)^2 \\ge 1 + 2x + 0$"
    paper_and_plan(started, old, new, LEMMA)
    assert run("plan", "check", "--run", started) == 0
    code, text = said(*fix(started, "Carl"))
    assert code == 0, text


BREAKS: dict[str, tuple[str, str, str, str]] = {
    "lint": (THEOREM, "By \\Cref", "By \\cite{nobody2020} and \\Cref", "gate C"),
    "a false step": (THEOREM, "\\ge 2x > x", "\\ge 2x > 3x", "gate C.5"),
    "an open step": (THEOREM, "\\ge 2x > x.", "\\ge 2x > x = \\Phi(x).", "gate C"),
    "the plan": (PLAN, "**Kind:** lemma", "**Kind:** lemmata", "gate A"),
    "a proof": (THEOREM, "\\end{proof}", "", ""),
    "a file": (THEOREM, "By \\Cref", "\\input{gone}By \\Cref", ""),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_change_that_breaks_a_gate_is_put_back(
    started: Project, tmp_path: Path, said: Said, name: str
) -> None:
    file, old, new, why = BREAKS[name]
    judged(started, tmp_path, "REAL-blocking", "critical")
    before = texts.read_files(started)
    edit(started, file, old, new)
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "refused and put back" in text and why in text, text
    assert texts.read_files(started) == before
    assert said("gate", "C.5", started)[0] == 0
    code, text = said("review", "report", started)
    assert code == 1 and text.startswith("open and blocking: W1")


def test_new_files_of_a_refused_change_are_taken_away(
    started: Project, tmp_path: Path, said: Said
) -> None:
    judged(started, tmp_path, "REAL-nonblocking", "minor")
    (started.root / "sections/09-more.tex").write_text(lines(9))
    edit(started, THEOREM, "By \\Cref", "\\input{sections/09-more}By \\Cref")
    assert said(*fix(started, "Carl"))[0] == 1
    assert not (started.root / "sections/09-more.tex").exists()
    assert "+Recall notation number 8" in started.review_file(1).read_text()


def test_edits_from_a_file(started: Project, tmp_path: Path, said: Said) -> None:
    judged(started, tmp_path, "REAL-nonblocking", "minor")
    path = tmp_path / "edits.json"

    def said_with(*edits: object) -> tuple[int, str]:
        path.write_text(json.dumps({"edits": list(edits)}))
        return said(*fix(started, "Carl", "--edits", path))

    good = {"file": THEOREM, "old": "By \\Cref{lem:square}", "new": "Now by \\Cref{lem:square}"}
    code, text = said_with({**good, "old": "x"})
    assert code == 2 and "times in sections/03-theorem.tex, not once" in text
    code, text = said_with({**good, "file": "../outside.tex"})
    assert code == 2 and "'../outside.tex' is no file" in text
    code, text = said_with()
    assert code == 2 and "edits" in text
    code, text = said_with({**good, "mode": "fast"})
    assert code == 2 and "mode" in text
    edit(started, LEMMA, "We expand", "Now we expand")
    code, text = said_with(good)
    assert code == 1 and "edits come on top of an accepted text" in text
    assert said("review", "restore", started)[0] == 0
    code, text = said_with(good)
    assert code == 0, text
    assert "Now by \\Cref{lem:square}" in (started.root / THEOREM).read_text()


def test_a_change_that_no_fix_accounts_for_begins_no_round(
    started: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    answer_checklists(started)
    run("trace", "verify", started)
    code, text = said("review", "start", started)
    assert code == 1 and "no accepted fix accounts for it" in text
    monkeypatch.setenv("CLAUDECODE", "1")
    code, text = said("review", "start", "--anew", started)
    assert code == 1 and "counts only from a person" in text
    monkeypatch.delenv("CLAUDECODE")
    code, text = said("review", "start", "--anew", started)
    assert code == 0 and "round 2" in text
    assert load_review(started, read_document(started)).current.cycle == 2


def test_restore_takes_back_and_keeps(started: Project, said: Said) -> None:
    code, text = said("review", "restore", started)
    assert code == 1
    before = texts.read_files(started)
    edit(started, THEOREM, "By \\Cref", "Now by \\Cref")
    (started.root / THEOREM.replace("03", "04")).write_text("new\n")
    code, text = said("review", "restore", started)
    assert code == 0 and "+Now by" in text and "+new" in text
    assert texts.read_files(started) == before
    assert "+Now by" in started.review_file(1).read_text()


def test_a_run_killed_while_it_puts_back_loses_nothing(
    started: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(started, tmp_path, "REAL-nonblocking", "minor")
    before = texts.read_files(started)
    append(started, lines(9))
    with monkeypatch.context() as patched:
        patched.setattr(undoing, "put_back", _killed)
        assert said(*fix(started, "Carl"))[0] == 130
    review = load_review(started, read_document(started))
    assert review.refused[0].why.startswith("it changes 9 lines")
    assert said("review", "restore", started)[0] == 0
    assert texts.read_files(started) == before


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_change_elsewhere_mends_nothing(started: Project, tmp_path: Path, said: Said) -> None:
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    append(started, "All is well.\n")
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "it leaves what W1 is about as it is" in text


def test_a_fix_that_undoes_another_one_opens_its_weakness_again(
    started: Project, tmp_path: Path, said: Said
) -> None:
    other = {**WEAKNESS, "file": LEMMA, "line": 8, "claim": "the lemma says nothing of equality"}
    run("review", "record", filed(started, tmp_path, "Ada", WEAKNESS, other), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    run(*classify(started, "REAL-blocking", "Bob", weakness="W2"))
    edit(started, THEOREM, "By \\Cref", "As $x > 0$, by \\Cref")
    assert said(*fix(started, "Carl"))[0] == 0
    assert load_review(started, read_document(started)).fixed == {"W1"}
    edit(started, THEOREM, "As $x > 0$, by \\Cref", "By \\Cref")
    edit(started, LEMMA, "We expand", "Now we expand")
    assert said(*fix(started, "Carl", weakness="W2"))[0] == 0
    assert load_review(started, read_document(started)).fixed == {"W2"}


def test_what_a_paper_inputs_counts_whatever_it_is_called(
    started: Project, tmp_path: Path, said: Said
) -> None:
    judged(started, tmp_path, "REAL-nonblocking", "style")
    (started.root / "more.txt").write_text("Recall notation.\n" * 60)
    append(started, "\\input{more.txt}\n")
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "it changes 61 lines, and may change 1" in text
    assert not (started.root / "more.txt").exists()


def test_a_bibliography_is_mended_and_put_back(
    started: Project, tmp_path: Path, said: Said
) -> None:
    judged(started, tmp_path, "REAL-blocking", "minor")
    path = started.root / "refs.bib"
    path.write_text(path.read_text() + "@misc{a, title={T}, author={A}, year=2000}\n")
    code, text = said(*fix(started, "Carl"))
    assert code == 0, text
    assert load_review(started, read_document(started)).fixed == {"W1"}


def test_notes_digests_and_odd_files_are_no_part_of_a_change(
    started: Project, tmp_path: Path, said: Said
) -> None:
    judged(started, tmp_path, "REAL-blocking", "minor")
    (started.research / "cite-new2020.md").write_text("A digest.\n")
    (started.root / ".#main.tex").symlink_to("user@host.1234")
    (started.root / "._main.tex").write_bytes(b"\x00\x05\x16\x07\xb0")
    (started.root / "journal.sty").write_bytes("Umlaut ü".encode("latin-1"))
    code, text = said("review", "restore", started)
    assert code == 1 and "the text is that of the round" in text
    append(started, "All is well.\n")
    code, text = said(*fix(started, "Carl"))
    assert code == 0 and "1 line of 5" in text
    assert (started.research / "cite-new2020.md").exists()


def test_a_machine_without_all_of_tex_leaves_compiling_to_gate_d(
    started: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: object) -> None:
        raise MissingPartError("pdflatex not found")

    monkeypatch.setattr(refusals, "find_program", lambda _: "/usr/bin/latexmk")
    monkeypatch.setattr(build, "compile_document", missing)
    judged(started, tmp_path, "REAL-blocking", "minor")
    append(started, "All is well.\n")
    assert said(*fix(started, "Carl"))[0] == 0


def test_edits_are_taken_back_where_the_program_fails(
    started: Project, tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise InputError("the state cannot be written")

    judged(started, tmp_path, "REAL-blocking", "minor")
    path = tmp_path / "edits.json"
    change = {"file": THEOREM, "old": "By \\Cref", "new": "Now by \\Cref"}
    path.write_text(json.dumps({"edits": [change]}))
    before = texts.read_files(started)
    with monkeypatch.context() as patched:
        patched.setattr(refusals, "locked_texts", fails)
        assert said(*fix(started, "Carl", "--edits", path))[0] == 1
    assert texts.read_files(started) == before
    assert said(*fix(started, "Carl", "--edits", path))[0] == 0


def test_what_is_undone_is_what_a_killed_run_wrote_and_no_persons_edit(
    started: Project, tmp_path: Path, said: Said
) -> None:
    judged(started, tmp_path, "REAL-nonblocking", "style")
    path = tmp_path / "edits.json"
    change = {"file": THEOREM, "old": "By \\Cref", "new": "% one\n% two\nBy \\Cref"}
    path.write_text(json.dumps({"edits": [change]}))
    assert said(*fix(started, "Carl", "--edits", path))[0] == 1
    edit(started, THEOREM, "By \\Cref", "% one\n% two\nBy \\Cref")
    assert not undoing.recover(started, read_document(started))
    assert "% two" in (started.root / THEOREM).read_text()


def test_another_label_mends_nothing(started: Project, tmp_path: Path, said: Said) -> None:
    weakness = {**WEAKNESS, "file": LEMMA, "line": 8, "severity": "critical"}
    run("review", "record", filed(started, tmp_path, "Ada", weakness), started)
    run(*classify(started, "REAL-blocking", "Bob"))
    assert load_review(started, read_document(started)).weaknesses[0].unit == "lem:square"
    for path in (*started.root.glob("sections/*.tex"), started.plan_file):
        path.write_text(path.read_text().replace("lem:square", "lem:binomial"))
    code, text = said(*fix(started, "Carl"))
    assert code == 1 and "it leaves what W1 is about as it is" in text
