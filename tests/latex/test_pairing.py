"""Which statement a proof proves, how statements are numbered, and proofs in no environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers import read

from dlt_proof.latex import Document

A = "\\begin{lemma}\\label{a} The first. \\end{lemma}\n"
B = "\\begin{lemma}\\label{b} The second. \\end{lemma}\n"
T = "\\begin{theorem}\\label{t} The main one. \\end{theorem}\n"
PROOF = "\\begin{proof} Clear. \\end{proof}\n"


def proved(document: Document) -> list[list[str | None]]:
    return [[s.label for s in proof.statements] for proof in document.proofs]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (A + B + "\\section{X}\\begin{proof}[Proof of Lemma 2] x \\end{proof}", [["b"]]),
        (A + B + "\\section{X}\\begin{proof}[Proofs of Lemmas~1 and 2] x \\end{proof}",
         [["a", "b"]]),
        (A + T + "\\section{X}\\begin{proof}(of Theorem~\\ref{t}) x \\end{proof}", [["t"]]),
        (A + B + "\\section{X}\\begin{proof}{\\bf of Lemma 2.} x \\end{proof}", [["b"]]),
        (A + B + "\\section{X}\\begin{proof} of part (ii) of our Lemma 2. x \\end{proof}", [["b"]]),
        (A + PROOF + B + "\\begin{proof} For the upper tail put $t = 1$ in Lemma~\\ref{a}."
         "\\end{proof}", [["a"], ["b"]]),
        (A + PROOF + B + "\\begin{proof} Of course Lemma~\\ref{a} applies. \\end{proof}",
         [["a"], ["b"]]),
        (A + B + "\\begin{proof}[Proof of Lemma 1 using \\cref{b}] x \\end{proof}", [["a"]]),
        (T + A + PROOF + "We now prove Theorem~\\ref{t}.\n" + PROOF, [["a"], ["t"]]),
        (T + A + "This lemma is the key to prove Theorem~\\ref{t}.\n" + PROOF, [["a"]]),
        (T + A + PROOF + PROOF, [["a"], ["t"]]),
        (A + PROOF + "\\begin{proof}[Another proof] x \\end{proof}", [["a"], []]),
        (A + T + "\\begin{proof}[Proof of (a)] x \\end{proof}\n"
         "\\begin{proof}[Proof of (b)] y \\end{proof}", [["t"], ["t"]]),
        (A + T + "\\begin{proof}[Proof of the upper bound] x \\end{proof} Next:\n"
         "\\begin{proof}[Proof of the lower bound.] y \\end{proof}", [["t"], ["t"]]),
        (T + A + PROOF + "\\begin{proof}[Proof of Claim 2] y \\end{proof}", [["a"], []]),
        (A + B + "We prove both lemmas at once.\n" + PROOF, [["a", "b"]]),
        (T + A + PROOF + "\\begin{proof}[Proof of the theorem] x \\end{proof}", [["a"], ["t"]]),
        (A.replace("{a}", "{a}", 1).replace("{lemma}", "{lemma}[Descent lemma]", 1)
         + "\\section{X}\\begin{proof}[Proof of the descent lemma] x \\end{proof}", [["a"]]),
        ("\\begin{lemma}\\label{a} x \\begin{proof} y \\end{proof}\\end{lemma}", [["a"]]),
        (A + "\\section{X}\\begin{lemma}[Restatement of \\cref{a}] z \\end{lemma}" + PROOF,
         [[None, "a"]]),
        (T + "\\section{Proof of Theorem~\\ref{t}} First\n" + A + PROOF + "Now\n" + PROOF,
         [["a"], ["t"]]),
        (T + "\\section{Proof of Theorem 1}\nWe have $x = y$ for all of these.\n", [["t"]]),
        (T + "\\subsection*{Proof}\nWe have $x = y$ for all of these.\n", [["t"]]),
        (A + "\\noindent\\textbf{Proof.} Clear. \\qed\n\nMore.", [["a"]]),
        (A + B + "{\\bf Proof of Lemma~\\ref{a}.} Clear. $\\Box$\n\nMore.", [["a"]]),
        (A + "\\paragraph{Proof.} Clear, as $x = y$.\n", [["a"]]),
        (A + "\nProof. Clear, as $x = y$.\n", [["a"]]),
        (A + "\\proof Clear. \\endproof", [["a"]]),
        (A + "\\proof{Proof of Lemma 1.} Clear. \\endproof", [["a"]]),
        (A + "\\def\\pf{\\noindent{\\it Proof. }}\\pf Clear. \\qed", [["a"]]),
        (T + "\\newenvironment{pfof}[1]{\\noindent\\textbf{Proof of #1.}}{\\qed}" + A
         + "\\begin{pfof}{Theorem~\\ref{t}} x \\end{pfof}", [["t"]]),
        (T + A + "\\begin{proofof}{Theorem~\\ref{t}} x \\end{proofof}", [["t"]]),
        (A + B + "\\section{X}\\begin{proof}[Proof of Lemma 7] x \\end{proof}"
         "\\begin{proof}[Proof of Lemma 8] x \\end{proof}", [["a"], ["b"]]),
        (T + A + PROOF + "\\begin{proof}[Proof of \\cref{elsewhere}] x \\end{proof}", [["a"], []]),
        (T + "\\begin{proof}[Proof of \\cref{typo}] x \\end{proof}", [["t"]]),
        (T + "\\section{Proof of main result}" + PROOF, [["t"]]),
        (T + "\\section{X}Here we prove Theorem~\\ref{t}.\n" + A + PROOF + "So\n" + PROOF,
         [["a"], ["t"]]),
        (T + "\\section{Proofs}\\subsection{Theorem~\\ref{t}}" + PROOF, [["t"]]),
        (T + A + "\\section{Proof of \\cref{t,a}}" + PROOF, [["t", "a"]]),
        (T + A + "\\section{Proofs of \\cref{t,a}}" + PROOF + PROOF, [["t"], ["a"]]),
    ],
)  # fmt: skip
def test_pairing(tmp_path: Path, body: str, expected: list[list[str | None]]) -> None:
    document = read(tmp_path, body)
    assert proved(document) == expected
    assert document.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "\\paragraph{Proof overview.} We use $x$.",
        "\\textbf{Proof techniques.} We use $x$.",
        "The \\emph{proof} of this is long. \\qed",
        "Proof of Theorem 1 is given in Appendix B.",
        "\n\nProof of concept. We use $x$.",
        "\\begin{itemize}\\item \\textbf{Proof of Lemma 1.} This is long. \\end{itemize}",
        "\\section{Proof techniques} We use $x$ and $y$ and $z$.",
        "\\section{Proofs}\\subsection{Proof of Lemma 1}" + PROOF,
    ],
)
def test_no_proof_without_environment(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, A + text)
    assert [p for p in document.proofs if document.text(p.environment.span)[:7] != "\\begin{"] == []


def test_proof_ends_at_its_sign(tmp_path: Path) -> None:
    document = read(tmp_path, A + "\\textbf{Proof.} Clear, \\[ x \\qed \\] done.\n\n" + B)
    [proof] = document.proofs
    assert document.text(proof.environment.span).endswith("\\]")


def test_proof_without_sign_ends_before_talk(tmp_path: Path) -> None:
    text = "\\textbf{Proof.} As $x = y$.\n\nHence $y = x$.\n\nThis was known.\n\n\\section{Y}"
    [proof] = read(tmp_path, A + text).proofs
    assert read(tmp_path, A + text).text(proof.environment.body) == "As $x = y$.\n\nHence $y = x$."


@pytest.mark.parametrize(
    ("preamble", "body", "numbers"),
    [
        ("\\newtheorem{x}{Theorem}\\newtheorem{y}[x]{Lemma}", "xyx", ["1", "2", "3"]),
        ("\\newtheorem{x}{Theorem}\\newtheorem{y}{Lemma}", "xyx", ["1", "1", "2"]),
        (
            "\\newtheorem{x}{Theorem}[section]\\newtheorem{y}[x]{Lemma}",
            "sxysx",
            ["1.1", "1.2", "2.1"],
        ),
        ("\\newtheorem{x}{Theorem}[section]", "sxasx", ["1.1", "A.1"]),
        ("\\newtheorem{x}{Theorem}\\newtheorem*{y}{Lemma}", "xyx", ["1", None, "2"]),
        ("\\newtheorem{x}{Theorem}\\numberwithin{x}{section}", "sxsx", ["1.1", "2.1"]),
        ("\\newtheorem{x}{Theorem}", "xrx", ["1", "1"]),
    ],
)
def test_numbers(tmp_path: Path, preamble: str, body: str, numbers: list[str | None]) -> None:
    pieces = {"s": "\\section{S}", "a": "\\appendix ", "r": "\\setcounter{x}{0}"}
    text = "".join(pieces.get(c, f"\\begin{{{c}}} z \\end{{{c}}}") for c in body)
    document = read(tmp_path, f"{preamble}{text}")
    found = [document.numbers[s.environment.span] for s in document.statements]
    assert [n[0] if n else None for n in found] == numbers


def test_numbers_of_the_authors_own_form(tmp_path: Path) -> None:
    text = "\\newtheorem{x}{Theorem}\\renewcommand{\\thex}{\\Alph{x}}\\begin{x} z \\end{x}"
    document = read(tmp_path, text)
    assert "A" in document.numbers[document.statements[0].environment.span]


def test_numbers_follow_inputs(tmp_path: Path) -> None:
    document = read(tmp_path, "\\input{b}\\begin{lemma} x \\end{lemma}", b_tex=A)
    found = {s.label: document.numbers[s.environment.span] for s in document.statements}
    assert found["a"][0] == "1" and found[None][0] == "2"


@pytest.mark.parametrize(
    "again",
    [
        "\\begin{lemma}[Lemma~\\ref{a}, restated] y \\end{lemma}",
        "\\begin{lemma}[Restatement of Lemma 1] y \\end{lemma}",
        "\\begin{replemma}{a} y \\end{replemma}",
        "\\begin{lemma}\\textbf{[Lemma~\\ref{a} in the main paper]} y \\end{lemma}",
        "\\newtheorem{inner}{Lemma}\\newenvironment{custom}[1]{\\renewcommand\\theinner{#1}"
        "\\inner}{\\endinner}\\begin{custom}{\\ref{a}} y \\end{custom}",
    ],
)
def test_repeats(tmp_path: Path, again: str) -> None:
    document = read(tmp_path, f"{A}\\section{{X}}{again}{PROOF}")
    assert "a" in proved(document)[0]


def test_same_words_are_the_same_statement(tmp_path: Path) -> None:
    words = "The iterates converge to a minimiser of the objective"
    again = f"\\begin{{lemma}}{words}.\n\\end{{lemma}}"
    document = read(tmp_path, f"\\begin{{lemma}}\\label{{a}} {words}. \\end{{lemma}}{again}{PROOF}")
    assert proved(document) == [[None, "a"]]


def test_same_words_with_a_proof_each_are_two_statements(tmp_path: Path) -> None:
    words = "The iterates converge to a minimiser of the objective."
    again = f"\\begin{{lemma}}\\label{{b}} {words} \\end{{lemma}}{PROOF}"
    first = f"\\begin{{lemma}}\\label{{a}} {words} \\end{{lemma}}{PROOF}"
    assert proved(read(tmp_path, f"{first}{again}")) == [["a"], ["b"]]


def test_no_repeat_of_what_is_only_mentioned(tmp_path: Path) -> None:
    again = "\\begin{lemma}[Extension of Lemma~\\ref{a} to matrices]\\label{c} y \\end{lemma}"
    document = read(tmp_path, f"{A}{again}{PROOF}")
    assert proved(document) == [["c"]]


def test_label_of_an_item_is_not_the_statements(tmp_path: Path) -> None:
    text = "\\begin{lemma}\\begin{enumerate}\\item\\label{i} x \\end{enumerate}\\end{lemma}"
    assert read(tmp_path, text).statements[0].label is None


def test_label_that_an_environment_sets(tmp_path: Path) -> None:
    text = (
        "\\newenvironment{mine}[2][]{\\begin{lemma}[#1]\\label{lem:#2}}{\\end{lemma}}"
        "\\begin{mine}[Title]{tail} x \\end{mine}\\begin{mine}{other} x \\end{mine}"
    )
    document = read(tmp_path, text)
    assert [s.label for s in document.statements] == ["lem:tail", "lem:other"]
    assert [s.environment.option for s in document.statements] == ["Title", None]
