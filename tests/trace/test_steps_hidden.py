"""No claim hides: planted in every construct of a proof, it is in some step."""

from pathlib import Path

import pytest

from dlt_proof.trace import enumerate_steps

from .step_cases import read

HEAD = """\\documentclass{article}
\\newtheorem{lemma}{Lemma}
\\newtheorem{claim}{Claim}
\\newcommand{\\whole}{q_9 \\le 7}
\\newcommand{\\about}[1]{#1 \\le 7}
\\newcommand{\\reason}[1]{\\overset{\\text{#1}}{\\le}}
\\newcommand{\\dis}[1]{\\[ #1 \\]}
\\newenvironment{eqs}{\\begin{align*}}{\\end{align*}}
\\begin{document}
\\begin{lemma}\\label{lem:x} Something holds. \\end{lemma}
\\begin{proof}
"""
TAIL = "\n\\end{proof}\n\\end{document}\n"

#: In mathematics: the relation must be a step of its own, or lie inside a step in words.
FORMULAS = [
    "We have $a = b$, so $q_9 \\le 7$.",
    "Hence $q_9 \\le 7$.",
    "$q_9 \\le 7$.",
    "Since $q_9 \\le 7$, the claim follows.",
    "The claim follows because $q_9 \\le 7$.",
    "The claim follows from $q_9 \\le 7$ and $a = b$.",
    "Here $a = b$ and $q_9 \\le 7$ by \\cite{x}.",
    "Let $x = 1$, so that $q_9 \\le 7$.",
    "Let $x = 1$; then $q_9 \\le 7$.",
    "Let $x$ be the root. It satisfies $q_9 \\le 7$.",
    "Set \\[ x = y^2 + 1. \\] Clearly $q_9 \\le 7$.",
    "Put $x = 1$ and note that $q_9 \\le 7$.",
    "Define $x = 1$ (recall that $q_9 \\le 7$).",
    "Then \\[ a = b \\] and $q_9 \\le 7$.",
    "Then \\[ a = b \\] where $q_9 \\le 7$ because $c = d$.",
    "Then \\[ a = b, \\quad q_9 \\le 7. \\]",
    "Then \\[ a = b, q_9 \\le 7. \\]",
    "Then \\[ a = b; \\; q_9 \\le 7. \\]",
    "Then \\[ a = b \\quad\\text{and}\\quad q_9 \\le 7. \\]",
    "Then \\[ a = b \\text{ since } q_9 \\le 7. \\]",
    "Then \\[ a = b \\quad \\text{because $q_9 \\le 7$}. \\]",
    "Then \\begin{align*} a &= b \\\\ q_9 &\\le 7. \\end{align*}",
    "Then \\begin{align*} a &= b & q_9 &\\le 7. \\end{align*}",
    "Then \\begin{align*} a &= b \\\\ \\intertext{as $q_9 \\le 7$ is clear,} &= c. \\end{align*}",
    "Then \\begin{align*} a &= b && \\text{as $q_9 \\le 7$} \\\\ &= c. \\end{align*}",
    "Then \\begin{gather} a = b \\\\ q_9 \\le 7. \\end{gather}",
    "Then \\begin{eqnarray} a &=& b \\\\ q_9 &\\le& 7. \\end{eqnarray}",
    "Then \\begin{multline} q_9 \\\\ \\le 7. \\end{multline}",
    "Then \\begin{eqs} a &= b \\\\ q_9 &\\le 7. \\end{eqs}",
    "Then \\dis{q_9 \\le 7.}",
    "Then \\begin{equation} \\begin{split} a &= b \\\\ q_9 &\\le 7. \\end{split} \\end{equation}",
    "Then \\[ \\begin{cases} a = b \\\\ q_9 \\le 7. \\end{cases} \\]",
    "Then \\[ \\left\\{ \\begin{array}{l} a = b \\\\ q_9 \\le 7. \\end{array} \\right. \\]",
    "Then \\[ \\boxed{q_9 \\le 7} \\]",
    "Then \\[ a = b, \\qquad \\boxed{q_9 \\le 7.} \\]",
    "Then \\[ a = \\underbrace{q_9}_{\\le 7} + c. \\]",
    "Then \\[ a = \\textcolor{red}{b}, \\quad \\textcolor{red}{q_9 \\le 7} . \\]",
    "Then \\[ a = b \\implies q_9 \\le 7. \\]",
    "Then \\[ a = b \\\\ \\implies q_9 \\le 7. \\]",
    "Then \\[ \\forall x > 0 : q_9 \\le 7. \\]",
    "Then \\[ \\exists x > 0 : q_9 \\le 7. \\]",
    "Then $\\whole$.",
    "Then \\[ \\whole. \\]",
    "Then \\[ \\about{q_9}. \\]",
    "Then \\[ q_9 \\reason{Jensen} 7. \\]",
    "If $x > 0$, then $q_9 \\le 7$.",
    "If $x > 0$, $q_9 \\le 7$. Otherwise $a = b$.",
    "If $x > 0$, the claim is trivial. Otherwise, $q_9 \\le 7$.",
    "\\textbf{Case 1: $x > 0$.} Here $q_9 \\le 7$.",
    "Case 1. $x > 0$. In this case $q_9 \\le 7$.",
    "\\paragraph{Case 1.} If $x > 0$, then $q_9 \\le 7$.",
    "\\begin{itemize} \\item $q_9 \\le 7$; \\item $a = b$. \\end{itemize}",
    "\\begin{itemize} \\item[$q_9 \\le 7$:] this is clear. \\end{itemize}",
    "\\begin{enumerate} \\item If $x > 0$, then $q_9 \\le 7$. \\end{enumerate}",
    "Then $a = b$.\\footnote{Recall that $q_9 \\le 7$.}",
    "Then $a = b$ (here $q_9 \\le 7$).",
    "\\begin{claim} $q_9 \\le 7$. \\end{claim} This is clear.",
    "\\emph{We have $q_9 \\le 7$.} The rest follows.",
    "Suppose $x = 1$, so $q_9 \\le 7$.",
    "Suppose not. Then $q_9 \\le 7$, a contradiction.",
    "We show that $q_9 \\le 7$.",
    "It suffices to show $q_9 \\le 7$.",
    "We claim: \\[ q_9 \\le 7. \\]",
    "Write $q_9 + 1 \\le 8$, i.e. $q_9 \\le 7$.",
    "By Markov's inequality with $t = 2$, $q_9 \\le 7$.",
    "For all $x$, $q_9 \\le 7$.",
    "For $j = 1$, $q_9 \\le 7$ gives $a = b$.",
    "It is well known that $q_9 \\le 7$ holds.",
    "Either $a = b$ or $q_9 \\le 7$.",
    "In other words, $q_9 \\le 7$.",
    "Note $q_9 \\le 7$.",
    "Thus we arrive at $q_9 \\le 7$.",
    "Moreover, as $a = b$, we must have $q_9 \\le 7$.",
    "\\begin{center} $q_9 \\le 7$ \\end{center}",
    "\\begin{quote} So $q_9 \\le 7$. \\end{quote}",
    "Then $a = b$ and, therefore, $q_9 \\le 7$.",
    "Then (1) $a = b$, (2) $q_9 \\le 7$.",
    "Then \\[ a \\overset{(a)}{=} b, \\] where (a) uses $q_9 \\le 7$.",
    "Then \\[ a \\overset{(a)}{=} b. \\] Here (a) follows since $q_9 \\le 7$.",
    "Then \\[ a = b, \\] where the last step is $q_9 \\le 7$.",
    "Let us compute: $q_9 \\le 7$.",
    "This yields $q_9 \\le 7$, as desired.",
    "Therefore, by \\cite[Theorem 2]{x}, $q_9 \\le 7$.",
    "Induction. The base case is $q_9 \\le 7$.",
    "Assume $x > 0$; since $a = b$, this means $q_9 \\le 7$.",
]

#: In words.
WORDS = [
    "Then the zorb is compact.",
    "Hence the zorb is compact, and $a = b$.",
    "We have $a = b$, and the zorb is compact.",
    "Since the zorb is compact, \\[ a = b. \\]",
    "Then \\[ a = b, \\] because the zorb is compact.",
    "Then \\[ a = b, \\] which shows that the zorb is compact.",
    "Let $x = 1$, which means that the zorb is compact.",
    "Let $Z$ be the limit; it is clear that the zorb is compact.",
    "If $x > 0$, the zorb is compact.",
    "\\textbf{Case 1: $x > 0$.} Then the zorb is compact.",
    "\\begin{itemize} \\item the zorb is compact. \\end{itemize}",
    "\\emph{The zorb is compact.} Indeed, $a = b$.",
    "\\paragraph{The zorb is compact.} Indeed, $a = b$.",
    "Then $a = b$.\\footnote{The zorb is compact.}",
    "Then \\begin{align*} a &= b \\\\ \\intertext{and, the zorb is compact,} &= c. \\end{align*}",
    "We turn to the zorb, which is compact.",
    "We distinguish two cases, because the zorb is compact.",
    "Suppose $x = 1$, so the zorb is compact.",
    "Then \\[ a = b \\quad \\text{as the zorb is compact}. \\]",
    "It remains to see that the zorb is compact.",
    "We show that the zorb is compact.",
    "By \\cite{x}, the zorb is compact, hence \\[ a = b. \\]",
    "Then $a = b$ by \\cite{x}; moreover the zorb is compact.",
    "Then \\[ a \\overset{(a)}{=} b, \\] where (a) holds because the zorb is compact.",
    "Take the limit: the zorb is compact.",
    "Recall that the zorb is compact.",
    "The zorb being compact, $a = b$.",
    "Clearly, the zorb stays compact.",
    "Compactness of the zorb follows from \\cite{x}.",
    "Here the zorb is compact and $x := 1$.",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_planted_relation_is_in_a_step(text: str, tmp_path: Path) -> None:
    document = read(tmp_path, HEAD + text + TAIL)
    source = document.files["main.tex"].text
    steps = enumerate_steps(document).steps
    told = [s for s in steps if s.left.endswith("q_9") and s.right.startswith("7")]
    wholly = [s for s in steps if _claims(s.latex, "q_9 \\le 7") or _claims(s.latex, "\\whole")]
    reasons = [s for s in steps if "q_9 \\le 7" in s.justification and "\\text" in text]
    assert told or wholly or reasons, [(s.kind, s.latex) for s in steps]
    for step in steps:
        assert step.end <= len(source) and step.start < step.end


def _claims(latex: str, planted: str) -> bool:
    return planted in " ".join(latex.replace("&", "").replace("\\\\", "").split())


@pytest.mark.parametrize("text", WORDS)
def test_a_planted_claim_in_words_is_in_a_step(text: str, tmp_path: Path) -> None:
    steps = enumerate_steps(read(tmp_path, HEAD + text + TAIL)).steps
    told = [s for s in steps if "compact" in s.latex.lower()]
    reasons = [
        s for s in steps if "compact" in s.justification and ("text{" in text or "(a)" in text)
    ]
    assert told or reasons, [(s.kind, s.latex) for s in steps]
