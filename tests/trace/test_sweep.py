"""The sweep: steps, jobs, evidence, staleness, and what a forger can and cannot do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.checkers.free import VERSION
from dlt_proof.latex import read_document
from dlt_proof.project import Project
from dlt_proof.trace import TraceState, load_trace

from ..conftest import edit, run

Said = Callable[..., tuple[int, str]]
LEMMA, THEOREM = "sections/02-lemma.tex", "sections/03-theorem.tex"


def state(project: Project) -> TraceState:
    return load_trace(project, read_document(project))


def words(project: Project) -> dict[str, str]:
    return {s.step.identifier: s.word for s in state(project).steps}


def test_every_relation_is_a_step_at_its_sign(written: Project) -> None:
    steps = state(written).steps
    assert [(s.step.identifier, s.step.latex) for s in steps] == [
        ("lem:square/1", "(1 + x)^2 = 1 + 2x + x^2"),
        ("lem:square/2", r"1 + 2x + x^2 \ge 1 + 2x"),
        ("thm:main/1", r"(1 + x)^2 - 1 \ge 2x"),
        ("thm:main/2", "2x > x"),
    ]
    text = (written.root / LEMMA).read_text().splitlines()
    first = steps[0].step
    assert text[first.line - 1][first.column - 1] == "="
    second = steps[1].step
    assert text[second.line - 1][second.column - 1 :].startswith("\\ge")


def test_all_start_red_and_only_evidence_raises(written: Project, said: Said) -> None:
    run("trace", "init", written)
    assert set(words(written).values()) == {"unchecked"}
    code, text = said("trace", "check", written)
    assert code == 1 and "T1 coverage: 0 of 4" in text and text.count("T2 red-without-todo") == 4
    run("trace", "verify", written)
    assert set(words(written).values()) == {"proved"}
    assert run("trace", "check", written) == 0


def test_a_job_is_closed(written: Project) -> None:
    job = state(written).find("thm:main/1").job
    assert job.may_use == (
        "[1] Lemma: Under the assumption, $(1 + x)^2 \\ge 1 + 2x$.",
        "[2] Assumption: The real number $x$ satisfies $x > 0$.",
    )
    assert "[1]" in job.justification and "lem:square" not in job.model_dump_json()
    assert job.hypotheses[0].startswith("Definition: The gap")
    assert job.domains == ("x in (0, oo)",)


def test_what_is_announced_is_a_step_that_later_ones_cannot_lean_on(written: Project) -> None:
    edit(written, LEMMA, "We expand", "We show that $(1 + x)^2 \\ge 1 + 2x$. We expand")
    steps = state(written).steps
    assert steps[0].step.latex.startswith("We show that")
    assert steps[1].job.earlier == () and steps[2].job.earlier == (steps[1].job.claim,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Take square roots and use the bound \\[(1+x)^2\\ge 1+200x.\\]",
        "Let us bound the square: \\[(1+x)^2\\ge 1+200x.\\]",
        "Let $y>0$; since the square is increasing, $(1+x)^2>1+3x$.",
        "Recall that $1=0$.",
        "Put together, these bounds give $1=0$.",
        "Suppose $x>0$, so $x$ is increasing.",
        "The series converges absolutely.",
        "So: \\[\\begin{aligned}(1+x)^2&=7+2x+x^2\\\\&\\ge 1+200x.\\end{aligned}\\]",
        "In order: \\[A \\models B.\\]",
    ],
)
def test_no_claim_hides_in_the_wording(written: Project, sentence: str) -> None:
    before = len(state(written).steps)
    edit(written, LEMMA, "We expand", f"{sentence} We expand")
    assert len(state(written).steps) > before


@pytest.mark.parametrize(
    "sentence",
    [
        "Let $y = x + 1$.",
        "Write $y$ for $x + 1$.",
        "Set \\[y = x + 1.\\]",
        "Suppose that \\[x \\le 2.\\]",
        "We turn to the square.",
    ],
)
def test_what_introduces_or_leads_on_is_no_step(written: Project, sentence: str) -> None:
    before = len(state(written).steps)
    edit(written, LEMMA, "We expand", f"{sentence} We expand")
    assert len(state(written).steps) == before


def test_two_proofs_of_one_statement_have_steps_of_their_own(written: Project) -> None:
    path = written.root / LEMMA
    named = "\\begin{proof}[Proof of \\Cref{lem:square}]\n% domain: x in (0, oo)\n"
    second = "\\[(1+x)^2 = 17+2x+x^2.\\]\n\\end{proof}\n"
    path.write_text(path.read_text().replace("\\begin{proof}\n", named) + named + second)
    run("trace", "verify", written)
    found = words(written)
    assert len(found) == 5 and found["lem:square/1"] == "proved"
    assert found["lem:square/3"] == "defect"


def test_a_number_means_the_same_statement_in_the_whole_job(written: Project) -> None:
    edit(
        written,
        THEOREM,
        "By \\Cref{lem:square} and",
        "Let $y = x$ with $x$ of \\Cref{ass:positive}. By \\Cref{lem:square} and",
    )
    job = state(written).find("thm:main/1").job
    assert [text.split()[:2] for text in job.may_use] == [["[1]", "Assumption:"], ["[2]", "Lemma:"]]
    assert "[1]" in job.definitions[0] and job.justification.startswith("By [2] and [1]")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LEMMA, "We expand the square, and", "We expand\n  the square, % a comment\n and"),
        (LEMMA, "\n&\\ge 1 + 2x.", "&\\ge  1 + 2x."),
    ],
)
def test_reflowing_makes_nothing_stale(swept: Project, file: str, old: str, new: str) -> None:
    edit(swept, file, old, new)
    assert set(words(swept).values()) == {"proved"} and state(swept).stale == 0


def test_renaming_a_label_makes_nothing_stale(swept: Project) -> None:
    for path in [*(swept.root / "sections").glob("*.tex"), swept.plan_file]:
        path.write_text(
            path.read_text().replace("ass:positive", "ass:sign").replace("lem:square", "lem:sq")
        )
    assert set(words(swept).values()) == {"proved"} and state(swept).stale == 0


def test_an_edited_step_falls_back_with_those_after_it(swept: Project) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x/2.")
    found = words(swept)
    assert found["thm:main/2"] == "unchecked"
    assert found["thm:main/1"] == found["lem:square/1"] == "proved"
    assert state(swept).stale == 1


def test_an_edited_assumption_makes_its_dependents_stale(swept: Project) -> None:
    edit(swept, "sections/01-setting.tex", "satisfies $x > 0$", "satisfies $x > 1$")
    assert set(words(swept).values()) == {"unchecked"}


def test_a_macros_body_makes_its_users_stale(swept: Project) -> None:
    edit(swept, "macros.tex", "\\newcommand{\\R}", "\\newcommand{\\one}{1}\n\\newcommand{\\R}")
    edit(swept, THEOREM, "(1 + x)^2 - 1 \\ge", "(\\one + x)^2 - 1 \\ge")
    assert set(words(swept).values()) == {"proved"}, "the same text once macros are expanded"
    edit(swept, "macros.tex", "{\\one}{1}", "{\\one}{2}")
    found = words(swept)
    assert found["thm:main/1"] == "unchecked" and found["lem:square/1"] == "proved"


def test_a_false_step_is_a_defect_and_blocks(swept: Project, said: Said) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    code, _ = said("trace", "verify", swept)
    assert code == 1
    code, text = said("trace", "check", swept)
    assert code == 1 and "T3 defect: thm:main/2 is false at x = " in text


def test_a_red_step_needs_its_todo(swept: Project, said: Said) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > f(x) > x.")
    run("trace", "verify", swept)
    code, text = said("trace", "check", swept)
    assert code == 1 and text.count("T2 red-without-todo") == 2
    edit(swept, THEOREM, "\\end{equation*}", "\\end{equation*}\n\\todo{verify: what f is}")
    run("trace", "verify", swept)
    code, text = said("trace", "check", swept)
    assert code == 0, text


def test_a_proof_of_nothing_and_a_proof_without_steps_are_red(swept: Project, said: Said) -> None:
    path = swept.root / THEOREM
    path.write_text(path.read_text() + "\n\\begin{proof} So $1 < 2$. \\end{proof}\n")
    code, text = said("trace", "check", swept)
    assert code == 1 and "T7" in text and "not certain what this proof proves" in text
    edit(swept, LEMMA, "We expand", "\\iffalse We expand")
    edit(swept, LEMMA, "\\end{align*}", "\\end{align*}\\fi \\todo{later}")
    assert "T8 proof-without-steps" in said("trace", "check", swept)[1]


def test_a_proof_of_a_statement_without_label_is_told_as_such(swept: Project, said: Said) -> None:
    path = swept.root / THEOREM
    statement = "\n\\begin{theorem}[Riemann] For every real $x$, $x = x + 1$.\\end{theorem}\n"
    path.write_text(path.read_text() + statement + "\\begin{proof} So $1 < 2$. \\end{proof}\n")
    code, text = said("trace", "check", swept)
    assert code == 1 and "T7 proof-of-nothing: the statement that this proof proves has no" in text
    assert "not certain" not in text


def test_a_domain_note_that_is_none_is_red(swept: Project, said: Said) -> None:
    edit(swept, LEMMA, "% domain: x in (0, oo)", "% domain: x is positive")
    code, text = said("trace", "check", swept)
    assert code == 1 and "T6 domain-note" in text and f"{LEMMA}:" in text


# ---- what a forger can do -----------------------------------------------------------------------


def test_a_hand_written_green_trace_does_not_pass(written: Project, said: Said) -> None:
    run("trace", "init", written)
    written.trace_file.write_text(
        written.trace_file.read_text().replace("🔴", "🟢").replace("unchecked", "proved")
    )
    code, text = said("trace", "check", written)
    assert code == 1 and "T5" in text and "T1" in text


def test_a_record_of_another_machine_is_believed_only_after_its_checker_agrees(
    swept: Project, said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "other"))
    elsewhere = Project(swept.root)
    assert set(words(elsewhere).values()) == {"proved"}
    # The other machine now forges: a false step with a record that says proved.
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    forged = state(elsewhere).find("thm:main/2").job.fingerprint
    elsewhere.state.append(
        "evidence",
        {
            "fingerprint": forged,
            "step": "thm:main/2",
            "word": "proved",
            "origin": "recomputable",
            "checker": "symbolic",
            "version": VERSION,
            "detail": {},
        },
    )
    assert words(Project(swept.root))["thm:main/2"] == "proved", "sealed by its own user"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "third"))
    code, text = said("trace", "check", swept)
    assert code == 1 and "T4 evidence-refused" in text and "says defect" in text


def test_recompute_refuses_what_the_checker_does_not_say(swept: Project, said: Said) -> None:
    edit(swept, THEOREM, "\\ge 2x > x.", "\\ge 2x > x + 1.")
    swept.state.append(
        "evidence",
        {
            "fingerprint": state(swept).find("thm:main/2").job.fingerprint,
            "step": "thm:main/2",
            "word": "proved",
            "origin": "recomputable",
            "checker": "symbolic",
            "version": VERSION,
            "detail": {},
        },
    )
    code, text = said("trace", "check", "--recompute", swept)
    assert code == 1 and "T4 evidence-refused" in text


# ---- marks ---------------------------------------------------------------------------------------


def test_a_mark_only_lowers(swept: Project, said: Said) -> None:
    assert run("trace", "mark", "thm:main/1", "yellow", swept) == 0
    assert state(swept).find("thm:main/1").colour == "yellow"
    assert run("trace", "mark", "thm:main/1", "red", swept, "--note", "look again") == 0
    assert state(swept).find("thm:main/1").notes == ("look again",)
    for colour, expected in (("yellow", 1), ("green", 1), ("blue", 2)):
        assert said("trace", "mark", "thm:main/1", colour, swept)[0] == expected
    assert state(swept).find("thm:main/1").colour == "red"


def test_verify_goes_on_where_a_killed_run_stopped(
    written: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dlt_proof.checkers import free as checkers

    run("trace", "init", written)
    real, asked = checkers.check_job, []

    def killed(job: object) -> object:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(job)
        return real(job)  # type: ignore[arg-type]

    monkeypatch.setattr(checkers, "check_job", killed)
    assert run("trace", "verify", written) == 130
    assert sum(w == "proved" for w in words(written).values()) == 2
    monkeypatch.setattr(checkers, "check_job", lambda job: asked.append(job) or real(job))
    assert run("trace", "verify", written) == 0
    assert len(asked) == 4


def test_a_sweep_over_nothing_is_an_error(planned: Project, said: Said) -> None:
    for command in ("init", "verify", "status", "check"):
        assert said("trace", command, planned)[0] == 2
