"""What changed since an approval, in words; and what an approval would approve."""

from collections.abc import Callable

import pytest

from dlt_proof.project import Project

from ..conftest import PLAN, edit, run

Said = Callable[..., tuple[int, str]]
PLAN_FILE = ".proof-research/dependency-graph.md"
THEOREM = "sections/03-theorem.tex"


def messages(said: Said, project: Project) -> str:
    _, text = said("plan", "check", project)
    return "\n".join(line for line in text.splitlines() if "G10" in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            PLAN_FILE,
            "satisfies $x > 0$",
            "satisfies $x \\ge 0$",
            "the plan's statement of ass:positive changed after the approval: hypothesis changed, "
            "inequality no longer strict: > → ≥",
        ),
        (
            PLAN_FILE,
            "is $g(x) = (1 + x)^2 - 1$",
            "is $g(x) = (1 + x)^3 - 1$",
            "definition of def:gap changed: hypothesis changed, exponent changed: 2 → 3",
        ),
        (
            PLAN_FILE,
            "satisfies $g(x) > x$",
            "satisfies $g(x) > 2 x$",
            "the plan's statement of thm:main changed after the approval: conclusion changed, "
            "constant added: 2",
        ),
        (
            THEOREM,
            "satisfies $g(x) > x$",
            "satisfies $g(x) < x$",
            "the paper's statement of thm:main is not the one approved: conclusion changed, "
            "inequality reversed: > → <",
        ),
        (
            PLAN_FILE,
            "**Hypotheses:** def:gap, ass:positive",
            "**Hypotheses:** ass:positive",
            "thm:main no longer rests on def:gap, with which it was approved: «The gap",
        ),
    ],
)
def test_a_change_after_the_approval_is_told_in_words(
    written: Project, said: Said, file: str, old: str, new: str, words: str
) -> None:
    assert messages(said, written) == ""
    edit(written, file, old, new)
    if "no longer" in words:
        edit(written, PLAN_FILE, "consumers:** thm:main\n**Section:** sections/01", "consumers:** "
             "lem:square\n**Section:** sections/01")  # fmt: skip
        edit(written, PLAN_FILE, "**Hypotheses:** ass:positive\n**Techniques:** none\n"
             "**Downstream consumers:** thm:main", "**Hypotheses:** ass:positive\n"
             "**Techniques:** none\n**Downstream consumers:** none\n**Goal:** yes")  # fmt: skip
    found = messages(said, written)
    assert words in found and "plan approve thm:main" in said("plan", "check", written)[1]
    assert run("gate", "A", written) == 1
    _, shown = said("plan", "approve", "--show", "thm:main", written)
    assert words in shown


def test_a_new_assumption_below_a_goal_is_told(written: Project, said: Said) -> None:
    start, end = PLAN.index("## ass:positive"), PLAN.index("## lem:square")
    new = PLAN[start:end].replace("ass:positive", "ass:small").replace("x > 0", "x < 1")
    path = written.root / PLAN_FILE
    path.write_text(
        path.read_text()
        .replace("## lem:square", new + "## lem:square")
        .replace("**Hypotheses:** def:gap, ass", "**Hypotheses:** def:gap, ass:small, ass")
        .replace("**Hypotheses:** ass:positive", "**Hypotheses:** ass:small, ass:positive")
    )
    found = messages(said, written)
    assert "thm:main now also rests on ass:small" in found and "$x < 1$" in found


def test_a_macros_body_that_changes_what_is_said(written: Project, said: Said) -> None:
    macros = written.root / "macros.tex"
    macros.write_text(macros.read_text() + "\n\\newcommand{\\least}{0}\n")
    edit(written, PLAN_FILE, "satisfies $x > 0$", "satisfies $x > \\least$")
    edit(written, "sections/01-setting.tex", "satisfies $x > 0$", "satisfies $x > \\least$")
    assert messages(said, written) == "", "the macro says what was approved"
    run("plan", "check", "--run", written)
    assert run("plan", "approve", "--by-default", written) == 0
    macros.write_text(macros.read_text().replace("{0}", "{1}"))
    found = messages(said, written)
    assert (
        "the body of \\least changed what ass:positive says: hypothesis changed, constant "
        "changed: 0 → 1" in found
    )
    macros.write_text(macros.read_text().replace("{1}", "{ 0}") + "\\newcommand{\\other}{2}\n")
    assert "constant" not in messages(said, written)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PLAN_FILE, "satisfies $x > 0$", "satisfies  $x > 0$"),
        (THEOREM, "satisfies $g(x) > x$", "satisfies % why\n   $g(x) > x$"),
        (PLAN_FILE, "**Techniques:** none\n**Downstream consumers:** none",
         "**Techniques:** bernoulli\n**Downstream consumers:** none"),
    ],
)  # fmt: skip
def test_what_no_approval_covers_changes_nothing(
    written: Project, said: Said, file: str, old: str, new: str
) -> None:
    edit(written, file, old, new)
    assert messages(said, written) == ""


def test_plan_check_does_not_ask_for_an_approval(checked: Project, said: Said) -> None:
    code, text = said("plan", "check", checked)
    assert code == 0 and "G10" not in text
    code, text = said("gate", "A", checked)
    assert code == 1 and "thm:main has not been approved" in text


def test_what_would_be_approved_is_shown(checked: Project, said: Said) -> None:
    code, text = said("plan", "approve", "--show", checked)
    assert code == 0 and "thm:main has not been approved; this would be:" in text
    for words in ("def:gap (definition): The gap", "ass:positive (assumption): The real number"):
        assert words in text
    assert not checked.state.read("approval"), "nothing was approved"


def test_nothing_that_differs_is_said(written: Project, said: Said) -> None:
    code, text = said("plan", "approve", "--show", written)
    assert code == 0 and "was approved by default on" in text and "nothing differs since" in text


def test_only_a_goal_is_shown(written: Project, said: Said) -> None:
    code, text = said("plan", "approve", "--show", "lem:square", written)
    assert code == 2 and "no managed goal" in text


def test_looking_is_no_approval(
    written: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    before = len(written.state.read("approval"))
    assert said("plan", "approve", "--show", written)[0] == 0
    assert said("plan", "approve", "thm:main", written)[0] == 1
    assert len(written.state.read("approval")) == before


def test_an_approval_from_before_sources_were_kept_is_told_in_words_too(
    written: Project, said: Said
) -> None:
    (last,) = written.state.read("approval")
    written.state.append("approval", {k: last.data[k] for k in ("label", "by", "texts")})
    assert messages(said, written) == ""
    edit(written, PLAN_FILE, "satisfies $x > 0$", "satisfies $x > 1$")
    assert "constant changed: 0 → 1" in messages(said, written)


def test_a_file_that_a_statement_inputs_is_part_of_it(written: Project, said: Said) -> None:
    sentence = "Under \\Cref{ass:positive}, the gap of \\Cref{def:gap} satisfies $g(x) > x$."
    body = written.root / "sections" / "body.tex"
    body.write_text(sentence + "\n")
    edit(written, THEOREM, sentence, "\\input{sections/body}")
    assert messages(said, written) == "", "it says what was approved, in another file"
    body.write_text(sentence.replace("> x", "> 2 x") + "\n")
    assert "conclusion changed, constant added: 2" in messages(said, written)


def test_a_statement_that_is_gone_from_the_paper(written: Project, said: Said) -> None:
    edit(written, PLAN_FILE, "**Statement:** The real", "**Managed:** no\n**Statement:** The real")
    assert run("plan", "approve", "--by-default", written) == 0
    edit(written, "sections/01-setting.tex", "\\label{ass:positive}", "\\label{ass:other}")
    edit(written, "sections/01-setting.tex", "satisfies $x > 0$", "satisfies $x > 9$")
    assert "ass:positive, whose statement in the paper was approved, is no longer in the paper" in (
        messages(said, written)
    )


def test_a_macro_that_is_defined_twice_is_held_as_it_is_defined(
    written: Project, said: Said
) -> None:
    macros = written.root / "macros.tex"
    twice = "\\newcommand{\\least}{0}\n\\renewcommand{\\least}{1}\n"
    macros.write_text(macros.read_text() + twice)
    for file in (PLAN_FILE, "sections/01-setting.tex"):
        edit(written, file, "satisfies $x > 0$", "satisfies $x > \\least$")
    assert run("plan", "approve", "--by-default", written) == 0
    assert messages(said, written) == ""
    for old, new in (("{1}", "{2}"), ("{\\least}{0}", "{\\least}{7}")):
        before = macros.read_text()
        macros.write_text(before.replace(old, new))
        found = messages(said, written)
        assert "\\least, which ass:positive calls and which is defined more than once, is" in found
        macros.write_text(before)
    macros.write_text(macros.read_text() + "\\newcommand{\\other}{2}\n")
    assert messages(said, written) == ""


def test_an_approval_taken_back_holds_no_more_and_locks_nothing(
    written: Project, said: Said
) -> None:
    assert said("plan", "approve", "--withdraw", "thm:main", written)[0] == 0
    edit(written, THEOREM, "satisfies $g(x) > x$", "satisfies $g(x) > 0$")
    assert messages(said, written) == ""
    code, text = said("gate", "A", written)
    assert code == 1 and "the approval of thm:main was taken back on 20" in text
    _, shown = said("plan", "approve", "--show", written)
    assert "taken back" in shown and "this would be:" in shown
    edit(written, THEOREM, "satisfies $g(x) > 0$", "satisfies $g(x) > x$")
    assert run("gate", "A", written) == 1, "what it says does not matter"
    assert run("plan", "approve", written) == 0 and run("gate", "A", written) == 0


def test_an_approval_of_a_goal_that_the_plan_no_longer_has_is_taken_back(written: Project) -> None:
    path = written.root / PLAN_FILE
    path.write_text(path.read_text().replace("thm:main", "thm:other"))
    assert run("plan", "approve", "--withdraw", "thm:main", written) == 0


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ((), 2, "no goal is named"),
        (("lem:square",), 2, "lem:square is not approved (approved: thm:main)"),
        (("thm:main", "thm:none"), 2, "thm:none is not approved"),
        (("thm:main", "--show"), 2, "neither --by-default nor --show"),
        (("thm:main", "--by-default"), 2, "neither --by-default nor --show"),
    ],
)
def test_what_cannot_be_taken_back(
    written: Project, said: Said, words: tuple[str, ...], code: int, why: str
) -> None:
    found = said("plan", "approve", "--withdraw", *words, written)
    assert found[0] == code and why in found[1]
    assert run("gate", "A", written) == 0


def test_only_a_person_takes_an_approval_back(
    written: Project, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    code, text = said("plan", "approve", "--withdraw", "thm:main", written)
    assert code == 1 and "only from a person" in text
    assert run("gate", "A", written) == 0
