"""A job holds what holds at its step, says where each text stands, and nothing else changes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dlt_proof.latex import Document, read_document
from dlt_proof.project import open_project
from dlt_proof.records.evidence import Job
from dlt_proof.trace import build_jobs, enumerate_steps

from .step_cases import read

HEAD = """\\documentclass{article}
\\newtheorem{lemma}{Lemma}
\\newtheorem{claim}{Claim}
\\newtheorem{assumption}{Assumption}
\\begin{document}
\\begin{assumption}\\label{ass:a} The number $x$ is positive. \\end{assumption}
\\begin{lemma}\\label{lem:old} For $x > 0$, $x + 1 > 1$. \\end{lemma}
\\begin{lemma}\\label{lem:x} Something holds. \\end{lemma}
\\begin{proof}
"""
TAIL = "\n\\end{proof}\n\\end{document}\n"
Jobs = Callable[[str], dict[str, Job]]


def jobs_of(document: Document) -> dict[str, Job]:
    """The jobs by claim, those of equal claims in a row."""
    sweep = enumerate_steps(document)
    found: dict[str, Job] = {}
    for step, job in zip(sweep.steps, build_jobs(document, sweep, None).values(), strict=True):
        found[job.claim if job.claim not in found else f"{job.claim} ({step.identifier})"] = job
    return found


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return lambda proof: jobs_of(read(tmp_path, HEAD + proof + TAIL))


def test_earlier_relations_of_a_chain_hold_for_the_later_ones(jobs: Jobs) -> None:
    found = jobs("Then \\[ a = b \\le c < d. \\]")
    assert found["a = b"].earlier == ()
    assert found[r"b \le c"].earlier == ("a = b",)
    assert found["c < d"].earlier == ("a = b", r"b \le c")


def test_a_case_ends_with_what_it_claims(jobs: Jobs) -> None:
    found = jobs(
        "We have $a = b$.\n\n\\textbf{Case 1: $x > 0$.} Let $y = x$. Then $c = d$. Hence $e = f$."
        "\n\n\\textbf{Case 2: $x \\le 0$.} Then $g = h$.\n\nIn both cases, $k = l$."
    )
    assert found["e = f"].definitions == ("Case 1: $x > 0$.", "Let $y = x$.")
    assert found["e = f"].earlier == ("a = b", "c = d")
    assert not found["e = f"].conditional
    assert found["g = h"].definitions == (r"Case 2: $x \le 0$.",)
    assert found["g = h"].earlier == ("a = b",)
    assert (found["k = l"].definitions, found["k = l"].earlier) == ((), ("a = b",))


def test_items_of_a_split_are_cases_and_other_items_are_not(jobs: Jobs) -> None:
    found = jobs(
        "There are two cases. \\begin{itemize} \\item If $x > 0$, then $a = b$. Thus $c = d$."
        " \\item If $x \\le 0$, then $e = f$. \\end{itemize} Finally, $g = h$."
    )
    assert found["c = d"].definitions == ("Suppose $x > 0$",)
    assert found["c = d"].earlier == ("a = b",)
    assert found["e = f"].earlier == () and found["g = h"].earlier == ()
    found = jobs("\\begin{itemize} \\item $a = b$; \\item $c = d$. \\end{itemize} So $e = f$.")
    assert found["e = f"].earlier == ("a = b", "c = d")


def test_sub_cases(jobs: Jobs) -> None:
    found = jobs(
        "Case 1: $x > 0$. Then $a = b$.\n\nCase 1.1: $y > 0$. Then $c = d$.\n\n"
        "Case 1.2: $y \\le 0$. Then $e = f$.\n\nCase 2: $x \\le 0$. Then $g = h$."
    )
    assert found["e = f"].definitions == ("Case 1: $x > 0$.", r"Case 1.2: $y \le 0$.")
    assert found["e = f"].earlier == ("a = b",)
    assert found["g = h"].definitions == (r"Case 2: $x \le 0$.",) and found["g = h"].earlier == ()


def test_what_is_supposed_to_be_contradicted_ends_with_the_contradiction(jobs: Jobs) -> None:
    found = jobs(
        "Suppose for contradiction that $x > y$. Then $a = b$. This is a contradiction."
        " Hence $x \\le y$."
    )
    assert found["a = b"].definitions == ("Suppose for contradiction that $x > y$.",)
    assert found["a = b"].conditional
    last = found[r"x \le y"]
    assert (last.definitions, last.earlier, last.conditional) == ((), (), False)


def test_a_condition_of_one_sentence_ends_with_it(jobs: Jobs) -> None:
    found = jobs("If $x > 0$, then $a = b$. Let $y = 2$. Then $c = d$.\n\nAnd so $e = f$.")
    assert found["a = b"].definitions == ("Suppose $x > 0$",)
    assert found["c = d"].earlier == () and found["c = d"].conditional
    assert found["e = f"].definitions == ("Let $y = 2$.",)
    assert found["e = f"].earlier == () and not found["e = f"].conditional


def test_what_is_announced_is_not_leaned_on_until_it_is_proved(jobs: Jobs) -> None:
    found = jobs(
        "It suffices to show that $a \\le b$. We claim that \\[ c \\le d. \\] We have $e = f$."
    )
    assert found["e = f"].earlier == ()
    found = jobs(
        "\\begin{claim} $a \\le b$. \\end{claim} Let $z = 1$. \\begin{proof} Let $w = 2$. We have"
        " $a = c$. \\end{proof} Thus $e = f$."
    )
    assert found["a = c"].definitions == ("Let $z = 1$.", "Let $w = 2$.")
    assert found["a = c"].proving == r"Claim: $a \le b$."
    assert found["e = f"].definitions == ("Let $z = 1$.",)
    assert found["e = f"].earlier == (r"$a \le b$.",)


def test_a_second_meaning_of_a_symbol_puts_the_first_away(jobs: Jobs) -> None:
    found = jobs("Let $k = 1$. Then $k + a = b$. Let $k = 2$. Then $k = c$ and $a = d$.")
    last = found["k = c"]
    assert last.definitions == ("Let $k = 2$.",) and last.earlier == () and last.conditional
    assert not found["a = d"].conditional


def test_definitions_reach_the_claims_of_their_own_sentence(jobs: Jobs) -> None:
    found = jobs("Let $\\eta = 1/L$, so that $\\eta L = 1$. Then \\[ a = C, \\] where $C = \\eta$.")
    assert found[r"\eta L = 1"].definitions == (r"Let $\eta = 1/L$",)
    assert found["a = C"].definitions == (r"Let $\eta = 1/L$", r"where $C = \eta$")
    assert found["a = C"].earlier == (r"\eta L = 1",)


def test_values_for_which_it_holds_go_with_the_claim(jobs: Jobs) -> None:
    found = jobs("For all $x > 0$, we have $x + 1 > 1$. Then $a = b$.")
    assert found["x + 1 > 1"].definitions == ("Let $x > 0$",)
    assert found["a = b"].definitions == ()
    assert found["a = b"].earlier == ("$x + 1 > 1$ (For all $x > 0$)",)
    found = jobs("Then \\[ a \\le b \\quad \\text{for } b \\ge 1. \\]")
    assert found[r"a \le b"].definitions == (r"Let $b \ge 1$",) and found[r"a \le b"].conditional
    # Of two formulas it is not certain which is meant.
    for between in (", \\quad", ","):
        found = jobs(f"Then \\[ c = d {between} a \\le b \\quad \\text{{for }} b \\ge 1. \\]")
        assert found["c = d"].definitions == () and found["c = d"].conditional
    found = jobs("Then $a \\le c b$ for some $c > 0$.")
    assert found[r"a \le c b"].conditional


def test_reasons_go_to_their_own_sign(jobs: Jobs) -> None:
    found = jobs(
        "By \\Cref{ass:a},\n\\begin{align*} a &\\overset{(a)}{\\le} b && \\text{(Jensen)} \\\\"
        " &\\stackrel{(b)}{=} c, \\tag{Young} \\end{align*}\n"
        "where (a) holds by convexity, and (b) uses \\Cref{lem:old} and \\cite{book}."
    )
    first, second = found[r"a \le b"], found["b = c"]
    assert first.justification == "By [1], …; (a); (Jensen); (a) holds by convexity"
    assert second.justification.startswith("By [1], …; (b); Young; (b) uses [2] and")
    assert [text[:14] for text in second.may_use] == ["[1] Assumption", "[2] Lemma: For"]
    assert len(first.may_use) == 1


def test_reasons_after_the_display_and_by_number(jobs: Jobs) -> None:
    found = jobs(
        "Then \\[ a = b = c. \\] Here the first equality is Fubini, and the second uses"
        " \\Cref{lem:old}."
    )
    assert "Fubini" in found["a = b"].justification
    assert "[1]" in found["b = c"].justification and "Fubini" not in found["b = c"].justification


def test_citations_and_references_of_a_step(tmp_path: Path) -> None:
    text = "By \\cite[Thm~2]{book} and \\Cref{lem:old}, $a \\le b$."
    (step,) = enumerate_steps(read(tmp_path, HEAD + text + TAIL)).steps
    assert (step.citations, step.references) == (("book",), ("lem:old",))


def test_the_span_of_a_step_is_that_of_its_terms(tmp_path: Path) -> None:
    text = "Then\n\\begin{align*} a + 1 &= b \\\\\n &\\le c . \\end{align*}"
    document = read(tmp_path, HEAD + text + TAIL)
    source = document.files["main.tex"].text
    first, second = enumerate_steps(document).steps
    assert source[first.start : first.end] == "a + 1 &= b"
    assert source[second.start : second.end].split() == ["b", "\\\\", "&\\le", "c"]
    assert (first.line, first.end_line, second.line) == (11, 11, 12)
    assert source[: first.passage_end].endswith("\\end{align*}")


def test_every_text_has_its_source(tmp_path: Path) -> None:
    text = "% domain: y in (0, 1)\nLet $y > 0$.\nThen $a = b$.\nBy \\Cref{lem:old}, $c = d$."
    document = read(tmp_path, HEAD + text + TAIL)
    job = jobs_of(document)["c = d"]
    lines = {(s.role, s.text): s.line for s in job.sources}
    assert all(s.file == "main.tex" for s in job.sources)
    assert lines == {
        ("hypotheses", "Assumption: The number $x$ is positive."): 6,
        ("proving", "Lemma: Something holds."): 8,
        ("definitions", "Let $y > 0$."): 11,
        ("earlier", "a = b"): 12,
        ("may_use", "[1] Lemma: For $x > 0$, $x + 1 > 1$."): 7,
        ("domains", "y in (0, 1)"): 10,
    }


def test_statements_without_a_label_and_proofs_of_nothing(tmp_path: Path) -> None:
    text = (
        "\\documentclass{article}\n\\newtheorem{lemma}{Lemma}\n\\begin{document}\n"
        "\\begin{lemma} First. \\end{lemma} \\begin{proof} So $a = b$. \\end{proof}\n"
        "\\begin{lemma} Second. \\end{lemma} \\begin{proof} So $c = d$. \\end{proof}\n"
        "\\section{Other}\nText.\n\n\\begin{proof} So $e = f$. \\end{proof}\n\\end{document}\n"
    )
    document = read(tmp_path, text)
    sweep = enumerate_steps(document)
    assert [s.identifier for s in sweep.steps] == [
        "main.tex#1/1",
        "main.tex#2/1",
        "main.tex#proof3/1",
    ]
    assert len(sweep.unattached) == 1
    assert [job.proving for job in build_jobs(document, sweep, None).values()] == [
        "Lemma: First.",
        "Lemma: Second.",
        "",
    ]


def test_what_is_in_no_step_is_shown(tmp_path: Path) -> None:
    text = "We turn to the bound. We distinguish two cases. Then $a = b$."
    sweep = enumerate_steps(read(tmp_path, HEAD + text + TAIL))
    assert 0.4 < sweep.uncovered < 0.9
    assert (
        enumerate_steps(read(tmp_path, HEAD + "Let $a = 1$. Then $a = b$." + TAIL)).uncovered == 0
    )


def test_a_statement_whose_proof_refers_back_to_what_is_proved_says_so(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(
        r"""\documentclass{article}
\newtheorem{lemma}{Lemma}
\begin{document}
\begin{lemma}\label{a} $F(x) \le 1$. \end{lemma}
\begin{proof} By \ref{b}, $F(x) \le 1$. \end{proof}
\begin{lemma}\label{b} $G(x) \le 1$. \end{lemma}
\begin{proof} By \ref{c}, $G(x) \le 1$. \end{proof}
\begin{lemma}\label{c} $H(x) \le 1$. \end{lemma}
\begin{proof} By \ref{b}, $H(x) \le 1$. \end{proof}
\end{document}
"""
    )
    project = open_project(tmp_path)
    document = read_document(project)
    jobs = build_jobs(document, enumerate_steps(document), None)
    back = "[1] (its own proof refers back to what is proved here) Lemma: "
    assert jobs["a/1"].may_use == ("[1] Lemma: $G(x) \\le 1$.",)
    assert jobs["b/1"].may_use == (f"{back}$H(x) \\le 1$.",)
    assert jobs["c/1"].may_use == (f"{back}$G(x) \\le 1$.",)
